"""A process that is given hostile things one after another, and what each of them cost it.

``Confined`` starts ``tests.faults.victim`` and asks it. A question ends the process if it takes more than its seconds
of processor time, in whatever library it hangs; memory is what the process held at most while it answered, by the
kernel's own count. The next question gets a new process.
"""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

SECONDS = 5
MEGABYTES = 500
_PATIENCE = 120  # of the clock, for what waits rather than works: other processes may hold the machine


class Cost(NamedTuple):
    """What came of a question: what was ``said``, processor ``seconds``, ``megabytes`` at most beyond those before."""

    said: Any
    seconds: float
    megabytes: float


class Confined:
    """Use as a context manager. ``home`` is where its settings and projects go."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, what: str, **given: Any) -> Cost:
        """Have the victim do ``what``. Raises ``AssertionError`` on a crash, a hang, an exception that is a bug."""
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        question = json.dumps({"what": what, **given})
        process.stdin.write(question.encode() + b"\n")
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], _PATIENCE)
        line = process.stdout.readline() if ready else b""
        if not line:
            self._end()
            status = process.returncode
            raise AssertionError(f"{what} {given}: {_ended(status) if ready else f'no answer in {_PATIENCE} s'}")
        answer = json.loads(line)
        assert not answer["bug"], f"{what} {given}\n{answer['bug']}"
        return Cost(answer["said"], answer["seconds"], answer["megabytes"])

    def _start(self) -> subprocess.Popen[bytes]:
        self._home.mkdir(parents=True, exist_ok=True)
        environment = {
            **os.environ,
            "XDG_CONFIG_HOME": str(self._home / "config"),
            "XDG_DATA_HOME": str(self._home / "data"),
            "XDG_STATE_HOME": str(self._home / "state"),
            "QT_QPA_PLATFORM": "offscreen",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.victim"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).resolve().parents[2],
            env=environment,
        )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(BrokenPipeError):
                        pipe.close()
            process.wait()

    def __enter__(self) -> "Confined":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()  # it ends by itself, closing what it has open
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(20)
        self._end()


def _ended(status: int) -> str:
    if status == -signal.SIGPROF:
        return f"took more than {SECONDS} s of processor time"
    return f"the process ended with status {status}"
