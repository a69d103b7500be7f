"""A process that opens a project and so brings it up to the next schema: ``migrating PROJECT SEED PIPE``."""

import os
import sys
from pathlib import Path

from annotator.store.project import Project
from tests.faults.keeping import known
from tests.faults.next_schema import next_schema


def main() -> None:
    path, pipe = Path(sys.argv[1]), int(sys.argv[3])
    before = known(path)
    os.write(pipe, f"{before.telling()}\nbegan migrate\n".encode())
    with next_schema(), Project(path):
        after = known(path)
        os.write(pipe, f"{after.telling()}\n".encode())


if __name__ == "__main__":
    main()
