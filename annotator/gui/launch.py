"""The way to the window before Qt is imported: whether one can be shown at all, and the program with it."""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.core.errors import AnnotatorError

if TYPE_CHECKING:
    from annotator.gui.application import Program


def start_program(
    paths: Sequence[Path], *, name: str | None = None, read_only: bool = False, demo: bool = False
) -> int:
    """What ``annotator open`` does: the window on a project, or with articles to tag; the exit status at its end.

    Raises ``AnnotatorError`` where there is no screen, or no such file.
    """
    problem = screen_problem()
    if problem:
        raise AnnotatorError(problem)
    # Qt would tell, once per script it has no shaper for, about fonts it then finds elsewhere.
    os.environ.setdefault("QT_LOGGING_RULES", "qt.text.font.db.warning=false")
    # A key press gives way to a busy worker many times; each time it waits for this long at most (usually 5 ms).
    sys.setswitchinterval(0.0005)
    program = open_window(paths, name=name, read_only=read_only, demo=demo)
    if not program:
        return 2
    from annotator.gui.faults import FaultWatch

    watch = FaultWatch(lambda: program.window, program.warn)
    watch.install()
    try:
        return int(program.application.exec())
    finally:
        watch.remove()


def open_window(
    paths: Sequence[Path], *, name: str | None = None, read_only: bool = False, demo: bool = False
) -> "Program | None":
    """The program with its window shown; ``None`` if the project cannot be opened, which the user was told.

    Raises ``AnnotatorError`` where there is no such file.
    """
    # Next to nothing of what is made until then is garbage; looking for some would take a twentieth of the time.
    # Hence all that is imported is imported here.
    gc.disable()
    try:
        from annotator.edit.projects import Start, demo_project, start_with

        start = Start(demo_project()) if demo else start_with(list(paths))
        from annotator.gui.application import Program

        program = Program(name, read_only)
        return program if program.open(start) else None
    finally:
        gc.freeze()
        gc.enable()


def screen_problem() -> str:
    """Why no window can be shown, in one line; empty if one can. Qt itself would abort the process."""
    if sys.platform != "linux" or (os.environ.get("QT_QPA_PLATFORM") or "xcb").split(":")[0] not in ("xcb", "wayland"):
        return ""
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        return "there is no screen (no DISPLAY, no WAYLAND_DISPLAY); 'annotator --help' lists what works without one"
    return "" if os.environ.get("WAYLAND_DISPLAY") else _x11_problem(os.environ["DISPLAY"])


def _x11_problem(display: str) -> str:
    """Whether an X server answers: ``libxcb`` is what Qt itself would use to ask."""
    import ctypes  # 2 ms that only this way of starting has to spend

    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return "the system library libxcb is missing; 'make setup' installs it, or names the line that does"
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    broken = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return f"no screen answers at DISPLAY={display}" if broken else ""
