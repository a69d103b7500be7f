"""Bugs of our own, put into words: what happened where, without a word of anybody's articles; and the log of them.

Told are kinds of exceptions and lines of our own modules. What an exception says is left out, because it may quote a
text, and so are names of files. Nothing of Qt; nothing here raises, or a fault would hide behind another.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from annotator import __version__
from annotator.user import state_dir

if TYPE_CHECKING:
    from logging.handlers import RotatingFileHandler

_PACKAGE = Path(__file__).resolve().parent
_LOG_BYTES, _OLD_LOGS = 256 * 1024, 2
_MOST_FRAMES = 60
_TELLS_CODE = (AttributeError, NameError)
"""Exceptions whose message, as Python makes it, names code and no data."""
_QUOTED = re.compile(r"""(["'“‘`]).*?(["'”’`]|$)|(?:\w+:/)?/\S+|\w:\\\S+""", re.DOTALL)


def log_path() -> Path:
    return state_dir() / "annotator.log"


def describe(error: BaseException) -> str:
    """An exception as lines of kind and places, its causes first. The same fault has the same lines each time."""
    chain: list[BaseException] = []
    each: BaseException | None = error
    while each is not None and each not in chain:
        chain.append(each)
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    parts = ["\n".join([*_places(each.__traceback__), _kind(each)]) for each in reversed(chain)]
    return "\nwhich led to\n".join(parts)


def _kind(error: BaseException) -> str:
    kind = type(error)
    return f"{kind.__name__}: {error}" if kind in _TELLS_CODE and len(str(error)) < 200 else kind.__name__


def _places(trace: TracebackType | None) -> Iterator[str]:
    count, outside = 0, False
    while trace is not None and count < _MOST_FRAMES:
        code = trace.tb_frame.f_code
        name = _own_name(code.co_filename)
        if name:
            yield f"  {name}:{trace.tb_lineno} in {code.co_name}"
        elif not outside:
            yield "  (outside the program)"
        outside, count, trace = not name, count + 1, trace.tb_next


def _own_name(file: str) -> str:
    """A module of ours as ``annotator/gui/window.py``; empty for any other file."""
    with suppress(ValueError, OSError):
        return Path("annotator", Path(file).resolve().relative_to(_PACKAGE)).as_posix()
    return ""


def surroundings(qt: str = "") -> str:
    """Versions and platform, one a line."""
    import platform

    lines = [f"Annotator {__version__}", f"Python {platform.python_version()} on {platform.platform()}", qt]
    return "\n".join(line for line in lines if line)


def without_names(message: str) -> str:
    """A message of Qt's without what it quotes and without paths, on one line."""
    return " ".join(_QUOTED.sub("…", message).split())[:300]


class Log:
    """A file in the user's state directory that begins anew when it is full. Where it cannot be written, nothing is."""

    def __init__(self) -> None:
        self._handler: RotatingFileHandler | None = None

    def write(self, text: str) -> None:
        import logging
        from logging.handlers import RotatingFileHandler

        with suppress(OSError):
            if self._handler is None:
                log_path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                handler = RotatingFileHandler(
                    log_path(), maxBytes=_LOG_BYTES, backupCount=_OLD_LOGS, encoding="utf-8", errors="replace"
                )
                handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
                handler.handleError = lambda record: None  # type: ignore[method-assign]
                self._handler = handler
            self._handler.emit(logging.LogRecord("annotator", logging.ERROR, "", 0, text, None, None))

    def close(self) -> None:
        if self._handler:
            self._handler.close()
            self._handler = None


class Tally:
    """How often each fault happened, and the log of them: whole at first, then at 10, 100, 1,000 times."""

    def __init__(self, qt: str = "") -> None:
        self._qt = qt
        self._counts: dict[str, int] = {}
        self._log = Log()

    def add(self, what: str) -> int:
        """Count a fault; how often it has happened now."""
        count = self._counts[what] = self._counts.get(what, 0) + 1
        if count == 1:
            self._log.write(f"{surroundings(self._qt)}\n{what}")
        elif str(count).strip("0") == "1":
            self._log.write(f"{count:,} times: {what.splitlines()[-1]}")
        return count

    def note(self, line: str) -> None:
        """Something that is no fault of the program as such, told at most once."""
        if line not in self._counts:
            self._counts[line] = 1
            self._log.write(line)

    def details(self, what: list[str]) -> str:
        """What "Copy details" gives: versions, platform, then each fault with how often it happened."""
        told = [f"{self._counts.get(each, 1):,} ×\n{each}" for each in what]
        return "\n\n".join([surroundings(self._qt), *told])

    def close(self) -> None:
        self._log.close()


def print_trace(error: BaseException) -> None:
    """On the terminal, as Python does, with everything: there it goes to nobody else."""
    import traceback

    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            traceback.print_exception(error, file=sys.stderr)
