"""A process at work, killed at a random moment of a step: ``Victim`` starts it, listens to it, and kills it."""

import os
import random
import select
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.faults.keeping import Known

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 60.0
_ONCE = ("close", "migrate")


class Killed(NamedTuple):
    """The last that was acknowledged, the step that was under way (empty: none), and what was before the first."""

    last: Known
    under_way: str
    begun: Known


class Killer:
    """Kills during the step that it is asked for, at any time within what such steps took before."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._took: dict[str, float] = defaultdict(lambda: 0.02, migrate=0.1)

    def kill_during(self, kind: str, module: str, path: Path, *given: str) -> Killed:
        """Start ``module`` on the project at ``path`` and kill it in a step of this kind. Raises ``AssertionError`` if
        it ends by itself with an error."""
        reading, writing = os.pipe()
        with os.fdopen(reading, "rb", buffering=0) as pipe:
            process = subprocess.Popen(
                [sys.executable, "-m", module, str(path), str(self._random.randrange(10**6)), *given, str(writing)],
                cwd=ROOT,
                pass_fds=[writing],
                stderr=subprocess.PIPE,
            )
            os.close(writing)
            try:
                said = self._listen(pipe.fileno(), kind, 0 if given or kind in _ONCE else self._random.randrange(3))
            finally:
                process.send_signal(signal.SIGKILL)
            rest = b"".join(iter(lambda: pipe.read(65536), b""))
        _, errors = process.communicate()
        assert process.returncode in (0, -signal.SIGKILL), errors.decode()
        return _told((said + rest).decode().splitlines())

    def _listen(self, pipe: int, kind: str, others: int) -> bytes:
        """Read until such a step has begun, after so many others of its kind, and a moment longer."""
        said, began, step = b"", 0.0, ""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            ready, _, _ = select.select([pipe], [], [], max(0.0, until - time.monotonic()))
            more = os.read(pipe, 65536) if ready else b""
            if not more:
                return said  # killed in time, or it has come to its end
            said += more
            word, _, rest = said.decode().splitlines()[-1].partition(" ")
            if word == "done" and began:
                self._took[step] = max(self._took[step], time.monotonic() - began)
                began = 0.0
            if word == "began":
                began, step = time.monotonic(), rest
                others -= step == kind
                if step == kind and others < 0:
                    time.sleep(self._random.uniform(0, self._took[kind]))
                    return said
        raise AssertionError(f"no step “{kind}” within {_PATIENCE} s")


def _told(lines: Sequence[str]) -> Killed:
    done = [Known.told(line) for line in lines if line.startswith("done ")]
    assert done, f"nothing was acknowledged: {lines}"
    under_way = lines[-1].removeprefix("began ") if lines[-1].startswith("began ") else ""
    return Killed(done[-1], under_way, done[0])
