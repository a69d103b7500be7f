"""A process that makes files of a project, to have the power cut under it: ``making_things FOLDER PIPE``.

Says ``made NAME`` once a file or folder is there, ``again NAME`` once it is there anew.
"""

import os
import sys
from pathlib import Path

from annotator.core.changes import Change, ChangeSet
from annotator.edit.exporting import Export
from annotator.edit.handout import hand_out
from annotator.store import backups
from tests.faults.steps import TEXTS
from tests.making import WEN, act, make_project, make_span, tag

OLD, NEW = 3, 9
"""How many spans there are in what is made first, and in what is made in its place."""


def main() -> None:
    folder, pipe = Path(sys.argv[1]), int(sys.argv[2])

    def say(words: str) -> None:
        os.write(pipe, f"{words}\n".encode())

    with make_project(folder / "new.annotator", *TEXTS[:2]) as project:
        say("made new.annotator")
        spans = [make_span(place, place + 9, text=TEXTS[0]) for place in range(NEW)]
        project.apply(ChangeSet("Tag", tuple(Change(None, span) for span in spans[:OLD])), act("Tag"))
        Export(project.query).write(folder / "out.jsonl")
        say("made out.jsonl")
        for span in spans[OLD:]:
            tag(project, span)
        Export(project.query).write(folder / "out.jsonl")
        say("again out.jsonl")
        Export(project.query, format="brat").write(folder / "out.zip")
        say("made out.zip")
        Export(project.query, format="brat").write(folder / "brat")
        say("made brat")
        made = backups.make(project, folder / "backups", "work")
        say(f"made {made.path.relative_to(folder)}")
        hand_out(project, folder / "hand-out.annotator", WEN)
        say("made hand-out.annotator")


if __name__ == "__main__":
    main()
