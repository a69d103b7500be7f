"""A desktop for the window tests: a window manager and accessibility on the screen that `make test-window` made."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.person.window import Program, output_of, wait_until

AT_SPI = "/usr/libexec/at-spi-bus-launcher"
failed = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    if report.failed:
        item.stash[failed] = True
    return report


@pytest.fixture(scope="session")
def desktop() -> Iterator[None]:
    """Accessibility first and then the window manager, both ready before any program starts."""
    if not (os.environ.get("DISPLAY") and os.environ.get("DBUS_SESSION_BUS_ADDRESS")):
        pytest.fail("these tests need a screen and a session bus of their own: run them by make test-window")
    bus = subprocess.Popen([AT_SPI, "--launch-immediately"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    ask = ("dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/")
    ask += ("org.freedesktop.DBus.NameHasOwner", "string:org.a11y.Bus")  # to ask the bus itself would start another
    wait_until(lambda: "true" in output_of(*ask), 15, "the accessibility bus")
    manager = subprocess.Popen(["openbox"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    check = ("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")
    wait_until(lambda: "window id" in output_of(*check, check=False), 15, "the window manager")
    yield
    for process in (manager, bus):
        process.terminate()
        process.wait(10)


@pytest.fixture
def person(desktop: None, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[..., Program]]:
    """Makes a `Program` in a home of its own: `person()`, or `person("wen", command=...)` for somebody else's.

    After the test each is killed. A test that failed leaves a screenshot, and all it printed; a traceback that the
    program printed fails the test.
    """
    programs: dict[str, Program] = {}
    shots = Path(os.environ.get("ANNOTATOR_SHOTS") or tmp_path / "shots")

    def make(name: str = "home", **options) -> Program:
        programs[name] = Program(home=tmp_path / name, shots=shots, **options)
        return programs[name]

    yield make
    logs = {name: program.log() for name, program in programs.items()}
    running = [program for program in programs.values() if program.process is not None]
    if request.node.stash.get(failed, False):
        for program in running[:1]:
            print("screenshot:", program.screenshot(f"failed-{request.node.name}"))
        for name, log in logs.items():
            print(f"{name} printed:\n{log}")
    for program in running:
        program.kill()
    assert not [name for name, log in logs.items() if "Traceback" in log], "\n".join(logs.values())
