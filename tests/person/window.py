"""A person at the program: starts it in a home of its own, presses keys and the mouse, looks, pulls the plug.

Keys and mouse go through xdotool to whatever has the focus, as a person's do; what shows is read through AT-SPI, as a
screen reader does. Positions are pixels of the screen, offsets in a text are AT-SPI's: UTF-16 units.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from tests.person.node import Node, Point

ROOT = Path(__file__).resolve().parents[2]
READER = Path(__file__).with_name("atspi_read.py")
Found = TypeVar("Found")


def wait_until(look: Callable[[], Found], seconds: float = 10, what: str = "") -> Found:
    """The first true answer of `look`; fails with `what` when none has come within `seconds`."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"waited {seconds} s in vain for {what or look}"
        time.sleep(0.05)
    return found


def output_of(*command: str, check: bool = True, **options: Any) -> str:
    """What `command` printed. It fails with what the command complained about."""
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, **options)
    assert not check or run.returncode == 0, f"{' '.join(command)}: {run.stderr or run.stdout}"
    return run.stdout


@dataclass
class Program:
    """The program, run by somebody with a home folder `home`, its screenshots going to `shots`.

    `command` is what starts it. Starting it again after `kill` or `close` finds what it kept in that home.
    """

    home: Path
    shots: Path
    command: tuple[str, ...] = (sys.executable, "-m", "annotator")
    process: subprocess.Popen[bytes] | None = None
    reader: subprocess.Popen[str] | None = None
    window: str = ""
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        xdg = {"CONFIG": ".config", "DATA": ".local/share", "STATE": ".local/state"}
        xdg = {f"XDG_{name}_HOME": folder for name, folder in xdg.items()} | {"XDG_RUNTIME_DIR": "run"}
        for folder in xdg.values():
            (self.home / folder).mkdir(parents=True, exist_ok=True, mode=0o700)
        kept = ("PATH", "DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS")
        self.environment = {
            **{name: os.environ[name] for name in kept if name in os.environ},
            **{name: str(self.home / folder) for name, folder in xdg.items()},
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_ENABLE_HIGHDPI_SCALING": "0",
            "QT_LOGGING_RULES": "qt.accessibility.atspi.warning=false",  # it calls what only a newer AT-SPI has
            **self.environment,
        }

    # --- its life -----------------------------------------------------------------------------------------------

    def start(self, *arguments: str | Path, seconds: float = 30) -> "Program":
        """Start it and wait for its window, which then has the focus."""
        assert self.process is None, "it runs already"
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.command, *map(str, arguments)],
                cwd=self.home,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.window = wait_until(self.main_window, seconds, f"a window; the program said:\n{self.log()}")
        self.activate()
        return self

    def main_window(self) -> str:
        assert self.process is not None
        assert self.process.poll() is None, f"it ended with {self.process.returncode} and said:\n{self.log()}"
        search = ("xdotool", "search", "--all", "--onlyvisible", "--pid", str(self.process.pid), "--name", "")
        windows = output_of(*search, check=False).split()
        return max(windows, key=self._area, default="")

    def _area(self, window: str) -> int:
        shell = output_of("xdotool", "getwindowgeometry", "--shell", window, check=False)
        geometry = dict(line.split("=", 1) for line in shell.splitlines() if "=" in line)
        return int(geometry.get("WIDTH", 0)) * int(geometry.get("HEIGHT", 0))

    def activate(self) -> None:
        """Give its window the focus."""
        output_of("xdotool", "windowactivate", "--sync", self.window)
        wait_until(lambda: output_of("xdotool", "getwindowfocus", check=False).strip(), what="the focus")

    def resize(self, width: int, height: int) -> None:
        """Put the window at the top left of the screen, that large."""
        size = ("windowsize", "--sync", self.window, str(width), str(height))
        output_of("xdotool", "windowmove", self.window, "0", "0", *size)

    def kill(self) -> None:
        """Pull the plug: SIGKILL, no chance to tidy up."""
        self._stop_reading()
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(10)
            self.process = None

    def close(self, seconds: float = 10) -> int:
        """Close the window as the window manager's button does; the exit status."""
        assert self.process is not None
        self._stop_reading()
        self.activate()
        self.key("alt+F4")
        status = self.process.wait(seconds)
        self.process = None
        return status

    @property
    def log_path(self) -> Path:
        return self.home / "output.log"

    def log(self) -> str:
        """All it has printed so far, over all starts."""
        return self.log_path.read_text(encoding="utf-8", errors="replace") if self.log_path.exists() else ""

    # --- hands --------------------------------------------------------------------------------------------------

    def key(self, *keys: str) -> None:
        """Press keys one after another: `key("ctrl+z", "1")`. Names are X's: Return, Escape, bracketleft, F1."""
        output_of("xdotool", "key", "--clearmodifiers", "--delay", "30", *keys)

    def type(self, text: str) -> None:
        """Type text, key by key. ASCII alone: for the rest xdotool changes the keyboard and loses keys; see `paste`."""
        assert text.isascii(), text
        output_of("xdotool", "type", "--clearmodifiers", "--delay", "30", "--", text)

    def paste(self, text: str) -> None:
        """Put text on the clipboard and press Ctrl+V."""
        clipboard = ["xclip", "-selection", "clipboard", "-in"]  # stays behind to serve it, so its output is not ours
        subprocess.run(clipboard, input=text.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=10)
        self.key("ctrl+v")

    def click(self, x: int, y: int, *, button: int = 1, count: int = 1, holding: str = "") -> None:
        """Click there, `count` times, with the keys `holding` ("shift") held down."""
        down, up = (("keydown", holding), ("keyup", holding)) if holding else ((), ())
        press = ("click", "--repeat", str(count), "--delay", "60", str(button))
        output_of("xdotool", "mousemove", str(x), str(y), "sleep", "0.05", *down, *press, *up)

    def drag(self, start: Point, end: Point, *, steps: int = 12) -> None:
        """Press at `start`, move to `end` as a hand does, let go."""
        moves: list[str] = []
        for step in range(1, steps + 1):
            x = start[0] + (end[0] - start[0]) * step // steps
            y = start[1] + (end[1] - start[1]) * step // steps
            moves += ["mousemove", str(x), str(y), "sleep", "0.02"]
        begin = ("mousemove", *map(str, start), "sleep", "0.05", "mousedown", "1", "sleep", "0.05")
        output_of("xdotool", *begin, *moves, "sleep", "0.05", "mouseup", "1")

    # --- eyes ---------------------------------------------------------------------------------------------------

    def title(self) -> str:
        return output_of("xdotool", "getwindowname", self.window).strip()

    def screenshot(self, name: str) -> Path:
        """The whole screen, as `name`.png."""
        self.shots.mkdir(parents=True, exist_ok=True)
        path = self.shots / f"{name}.png"
        output_of("import", "-window", "root", str(path))
        return path

    def tree(self) -> Node:
        """All that it shows to a screen reader. Taken while things change it may lack some, so wait by `find`."""
        return wait_until(self._tree, 10, "an accessible tree")

    def _tree(self) -> Node | None:
        facts = self._read("tree")
        return None if "error" in facts else Node.read(facts)

    def _read(self, *what: str) -> Any:
        assert self.process is not None
        if self.reader is None or self.reader.poll() is not None:
            command = ["/usr/bin/python3", str(READER), str(self.process.pid)]
            self.reader = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.reader.stdin is not None
        assert self.reader.stdout is not None
        try:
            self.reader.stdin.write(" ".join(what) + "\n")
            self.reader.stdin.flush()
            return json.loads(self.reader.stdout.readline())
        except (BrokenPipeError, json.JSONDecodeError):  # the program has not registered itself yet
            self._stop_reading()
            return {"error": "no answer"}

    def _stop_reading(self) -> None:
        if self.reader is not None:
            with self.reader:
                self.reader.kill()
            self.reader = None

    def find(self, role: str = "", name: str = "", text: str = "", *, seconds: float = 10) -> Node:
        """The first such node that shows, waited for."""
        deadline = time.monotonic() + seconds
        while not (found := self.tree().find_all(role, name, text)) and time.monotonic() < deadline:
            time.sleep(0.05)
        return found[0] if found else self.tree().find(role, name, text)

    def place(self, node: Node, offset: int) -> Point:
        """Where to press to put the caret before the character at `offset` of the text `node`; scrolls it into view.

        It is found by clicking, so the caret is there afterwards and nothing is selected. AT-SPI gives only x: for
        every paragraph of a QPlainTextEdit Qt tells the height of the first (QAccessibleTextWidget::characterRect).
        """
        for _ in range(3):
            if point := self._search(node, offset):
                return point
            time.sleep(0.5)  # clicks of one search may have made a double click; those of the next must not
        raise AssertionError(f"no place found where a click puts the caret at {offset}")

    def _search(self, node: Node, offset: int) -> Point | None:
        left, top, _, height = node.extents
        low, high = top + 4, top + height - 4
        self._bring_into_view(node, offset, (left + 40, low), (left + 40, high))  # before that, nothing is laid out
        x = self._x_of(node, offset)
        while high - low > 1:
            y = (low + high) // 2
            caret = self._caret_at(node, (x, y))
            if caret == offset:
                return x, y
            low, high = (y, high) if caret < offset else (low, y)
        return None

    def _x_of(self, node: Node, offset: int) -> int:
        units = (node.text or "").encode("utf-16-le")
        here = units[2 * offset : 2 * offset + 2]
        left, _, _, height = self._box(node, offset)
        before, _, width, usual = self._box(node, max(0, offset - 1))
        # The blank at which a line wraps is said to reach over both lines.
        at_line_end = here in (b"", b"\n\0") or (here == b" \0" and height > 1.5 * usual)
        return before + width + 2 if at_line_end else left + 1

    def _box(self, node: Node, offset: int) -> list[int]:
        told = self._read("range", node.path, str(offset), str(offset + 1))
        assert isinstance(told, list), told
        return told

    def _caret_at(self, node: Node, point: Point) -> int:
        """The offset of the caret after a click at `point`."""
        self.click(*point)
        time.sleep(0.03)  # the click and the question come to the program by two ways, of which neither waits
        return self.caret(node)

    def caret(self, node: Node) -> int:
        """The offset of the caret in the text `node` now."""
        told = self._read("caret", node.path)
        assert isinstance(told, int), told
        return told

    def _bring_into_view(self, node: Node, offset: int, top: Point, bottom: Point) -> None:
        """Page until `offset` lies between the lines at `top` and `bottom`."""
        if (caret := self._caret_at(node, bottom)) < offset:
            page, beyond = "Page_Down", lambda: self.caret(node) >= offset
        elif (caret := self._caret_at(node, top)) > offset:
            page, beyond = "Page_Up", lambda: self.caret(node) <= offset
        else:
            return
        while not beyond():
            self.key(page)
            if self.caret(node) == caret:
                return  # at the end of the text already
            caret = self.caret(node)

    def drag_over(self, node: Node, start: int, end: int) -> None:
        """Select the characters [start, end) of the text `node` with the mouse. Both ends must fit into view."""
        self.place(node, end)
        first = self.place(node, start)
        last = self.place(node, end)
        assert self.place(node, start) == first, f"the characters {start} to {end} do not fit into view at once"
        time.sleep(0.5)  # or the press would be the second of a double click
        self.drag(first, last)

    # --- what is on disk ----------------------------------------------------------------------------------------

    def annotator(self, *arguments: str | Path, check: bool = True) -> str:
        """What the command line prints, run beside the window by the same person."""
        return output_of(*self.command, *map(str, arguments), check=check, cwd=self.home, env=self.environment)

    def spans(self, project: Path) -> list[dict[str, Any]]:
        """The spans on disk, one record each, as `annotator export --layout spans` writes them."""
        return [json.loads(line) for line in self.annotator("export", project, "--layout", "spans").splitlines()]

    @staticmethod
    def rows(project: Path, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The answer to a query of a copy of the project, made through SQLite, so that the open file is left alone."""
        source = sqlite3.connect(f"{project.as_uri()}?mode=ro", uri=True)
        copy = sqlite3.connect(":memory:")
        try:
            source.backup(copy)
            return copy.execute(query, values).fetchall()
        finally:
            copy.close()
            source.close()
