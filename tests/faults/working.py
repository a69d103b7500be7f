"""A process that works on a project and says so on a pipe, to be killed: ``working PROJECT SEED [KIND ...] PIPE``.

Before each step it says ``began KIND``, after it ``done ACTS STATE``; the step is on the disk by then.
"""

import os
import sys
from pathlib import Path

from annotator.store import opening
from tests.faults.keeping import known
from tests.faults.steps import Worker, script


def main() -> None:
    path, seed, kinds, pipe = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:-1], int(sys.argv[-1])

    def say(words: str) -> None:
        os.write(pipe, f"{words}\n".encode())

    drive = os.environ.get("FAULTS_DRIVE", "")  # on the drive of another machine there is a journal instead of a WAL
    opening.network_drive = lambda path: drive
    worker = Worker(path, seed)
    before = known(path)
    say(before.telling())
    for kind in kinds or script(seed):
        do = worker.prepare(kind)
        say(f"began {kind}")
        do()
        after = known(path)
        say(after.telling())
    say("began close")
    worker.session.close()
    say(after.telling())


if __name__ == "__main__":
    main()
