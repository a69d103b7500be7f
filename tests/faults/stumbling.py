"""A process that tags while its disk reports errors: ``stumbling PROJECT PIPE DRIVE GO_ON``.

Says ``done ACTS STATE`` for what was saved and ``failed WORDS`` for what was told not to be, and looks each time
whether the project, read over another connection, is what was told. Unless it is to ``go on`` it dies after the first
failure, so that what was told is held against what the next start finds.
"""

import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from annotator.app.session import Session
from annotator.core.errors import AnnotatorError
from annotator.edit import tagging
from annotator.store import opening
from annotator.store.project import Project
from annotator.user import User
from tests.faults.keeping import known
from tests.making import HERE, WEN

TAGS = 8


def main() -> None:
    path, pipe, drive, go_on = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4] == "go on"

    def say(words: str) -> None:
        os.write(pipe, f"{words}\n".encode())

    before = known(path)
    say(before.telling())
    application = QCoreApplication([])
    opening.network_drive = lambda path: drive  # where it is one, there is a rollback journal instead of a WAL
    try:
        session = Session(Project(path), User(WEN, HERE))
    except AnnotatorError as error:
        say(f"refused {error}")
        return
    document = next(session.query.documents())
    text = session.query.text(document.sha256)
    label = session.scheme.labels[0]
    for start in range(TAGS):
        changes = tagging.tag(
            document=document,
            text=text,
            annotator_id=WEN.id,
            label=label,
            start=start,
            end=start + 9,
            progress=next(iter(session.query.progress(document.id)), None),
        )
        announced: list[object] = []
        session.changed.connect(announced.append)
        try:
            session.commit(changes)
        except AnnotatorError as error:
            assert not announced, "views were told of what was not saved"
            if "failed twice" not in str(error):  # else the disk may not even let anyone read
                assert known(path) == before, "the project holds what was told not to be saved"
            say(f"failed {error}")
            if not go_on:
                os.kill(os.getpid(), signal.SIGKILL)
            continue
        finally:
            session.changed.disconnect(announced.append)
        assert known(path) != before
        assert announced, "views were not told of what was saved"
        before = known(path)
        say(before.telling())
    session.close()
    del application


if __name__ == "__main__":
    main()
