"""The side of the program: one warm child process for a batch, a time limit for each file, a fresh child after it.

Whoever asks waits, in a thread of its own if it is the window's. One file at a time goes through a worker.
"""

import atexit
import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import annotator
from annotator.core.errors import AnnotatorError
from annotator.formats.extract import MEMORY, SECONDS, SECONDS_OF, Extracted, Options
from annotator.formats.extract.child import read_frame, write_frame

_ROOT = str(Path(annotator.__file__).parents[1])
_RUN = "import sys; sys.path.append(sys.argv[1]); from annotator.formats.extract.child import main; main()"
KEPT = 20_000_000
"""How many characters of what was found last are remembered."""

_PATIENCE = 0.1  # seconds between two looks at whether the user has cancelled


class Worker:
    """Extracts in a child process, which is started when it is first needed. Used by one thread at a time."""

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds
        """How long a file may take, if not as long as its kind may."""
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, bytes, Options], Extracted] = {}  # the oldest first

    def extract(
        self, kind: str, data: bytes, options: Options, waiting: Callable[[], None] = lambda: None
    ) -> Extracted:
        """What the module ``kind`` of this package finds in ``data``. ``waiting`` is called now and then; what it
        raises ends the work.

        Raises ``AnnotatorError``, whose message goes behind the file's name.
        """
        key = kind, sha256(data).digest(), options
        with self._lock:
            if key not in self._kept:
                said = self._asked(kind, data, options, waiting)
                if "found" not in said:
                    raise AnnotatorError(said.get("refused") or _too_much())
                self._keep(key, Extracted.from_json(said["found"]))
            return self._kept[key]

    def _keep(self, key: tuple[str, bytes, Options], found: Extracted) -> None:
        """Remember what was found: what a plan has read, the import that follows need not read again."""
        self._kept[key] = found
        while len(self._kept) > 1 and sum(len(each.text) for each in self._kept.values()) > KEPT:
            del self._kept[next(iter(self._kept))]

    def close(self) -> None:
        """End the child, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    with suppress(OSError):
                        pipe.close()

    def _asked(self, kind: str, data: bytes, options: Options, waiting: Callable[[], None]) -> dict[str, Any]:
        head = json.dumps({"kind": kind, "options": asdict(options)}).encode()
        seconds = self.seconds or SECONDS_OF.get(kind, SECONDS)
        for _attempt in range(2):
            fresh = self._started()
            if self._sent(head, data) and (reply := self._reply(waiting, seconds)) is not None:
                said: dict[str, Any] = json.loads(reply)
                if "memory" in said:
                    self.close()  # what it holds on to would be missing for the next file
                return said
            self.close()
            if fresh:  # else it may have gone for lack of work, or for what it held on to
                break
        return {}

    def _started(self) -> bool:
        """Whether a child had to be started."""
        if self._process is not None and self._process.poll() is None:
            return False
        self.close()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _RUN, _ROOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._answers = queue.SimpleQueue()
        threading.Thread(
            target=_listen, args=(self._process, self._answers), name="annotator-extract", daemon=True
        ).start()
        return True

    def _sent(self, head: bytes, data: bytes) -> bool:
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            write_frame(self._process.stdin, head)
            write_frame(self._process.stdin, data)
        except OSError:  # it is gone
            return False
        return True

    def _reply(self, waiting: Callable[[], None], seconds: float) -> bytes | None:
        until = time.monotonic() + seconds
        while True:
            try:
                return self._answers.get(timeout=_PATIENCE)
            except queue.Empty:
                pass
            try:
                waiting()
                if time.monotonic() > until:
                    raise AnnotatorError(f"took more than {seconds:g} seconds to read, and was given up")
            except BaseException:
                self.close()
                raise


def _listen(process: "subprocess.Popen[bytes]", answers: "queue.SimpleQueue[bytes | None]") -> None:
    """Hand on what the child answers; ``None`` when it has ended."""
    assert process.stdout is not None
    reply: bytes | None = b""
    while reply is not None:
        try:
            reply = read_frame(process.stdout)
        except (OSError, ValueError):  # closed meanwhile
            reply = None
        answers.put(reply)


def _too_much() -> str:
    return f"made its reader fail: it may need more than {MEMORY // 1_000_000:,} MB of memory"


_shared: Worker | None = None


def shared() -> Worker:
    """The worker of this process. Its child goes by itself when nobody asks for a while."""
    global _shared
    if _shared is None:
        _shared = Worker()
        atexit.register(_shared.close)
    return _shared
