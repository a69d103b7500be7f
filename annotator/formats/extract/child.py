"""The child process: takes bytes, answers with what was found, until its input ends or nobody asks for a while.

It may use no network, start no program and write no file: an audit hook refuses that, whatever a library tries; the
system holds it to its memory. Frames in both directions are a length of eight bytes, then that many bytes.
"""

import json
import os
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from typing import IO, Any

from annotator.core.errors import AnnotatorError
from annotator.formats.extract import MEMORY, Extracted, Options

IDLE = 120.0
"""Seconds without a question after which it goes."""

_FORBIDDEN = (
    *("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.startfile"),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.truncate", "os.chmod", "os.link", "os.symlink"),
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)  # what a library prints is no answer
    sys.dont_write_bytecode = True
    limit_memory()
    sys.addaudithook(_refuse)
    _serve(sys.stdin.buffer, answers)


def _serve(questions: IO[bytes], answers: IO[bytes]) -> None:
    while True:
        idle = threading.Timer(IDLE, os._exit, (0,))
        idle.daemon = True
        idle.start()
        head = read_frame(questions)
        idle.cancel()
        if head is None:
            return
        data = read_frame(questions)
        asked = json.loads(head)
        write_frame(answers, json.dumps(answer(asked["kind"], data or b"", Options(**asked["options"]))).encode())


def answer(kind: str, data: bytes, options: Options) -> dict[str, Any]:
    """What is sent back: ``found`` or ``refused``. Raises nothing that a file can bring about."""
    try:
        extract: Callable[[bytes, Options], Extracted] = import_module(f"annotator.formats.extract.{kind}").extract
        return {"found": extract(data, options).as_json()}
    except AnnotatorError as error:
        return {"refused": str(error)}
    except MemoryError:
        return {"memory": True}
    except RecursionError:
        return {"refused": "is nested too deeply"}
    except Exception as error:  # a library's, on a file it cannot make sense of: that file's fault as far as we know
        return {"refused": f"cannot be made sense of ({type(error).__name__}: {str(error)[:200]})"}


def limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):  # macOS, or a lower limit that holds already
        return


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"{event} is not allowed here")
    if event == "open" and len(arguments) > 2 and isinstance(arguments[2], int) and arguments[2] & _WRITING:
        raise PermissionError("writing is not allowed here")


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The next frame; ``None`` at the end of the stream."""
    size = stream.read(8)
    if len(size) < 8:
        return None
    wanted = int.from_bytes(size, "big")
    data = stream.read(wanted)
    return data if len(data) == wanted else None


def write_frame(stream: IO[bytes], data: bytes) -> None:
    stream.write(len(data).to_bytes(8, "big"))
    stream.write(data)
    stream.flush()
