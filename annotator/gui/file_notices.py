"""What the window tells of the project's file, and what can be done about it: that it cannot be written, is gone, lies
on a network drive, or was written by another program. Made when there is something to tell.
"""

import os
from pathlib import Path

from annotator.app.settings import project_key
from annotator.gui.banner import Banner, Offer
from annotator.gui.file_commands import FileCommands
from annotator.gui.parts import Parts
from annotator.store.drives import network_drive

_NETWORK = "file/network"


class FileNotices:
    """Says it in the window's banner, under the topics ``file`` and ``drive``."""

    def __init__(self, parts: Parts, commands: FileCommands, banner: Banner) -> None:
        self._parts = parts
        self._commands = commands
        self._banner = banner

    def tell_read_only(self) -> None:
        """Why nothing can be changed from the start."""
        session = self._parts.session
        offers = [Offer("Save a copy…", self._commands.save_copy)]
        if session.held:
            path = session.project.path
            offers.append(Offer("Edit here", lambda: self._parts.open_path(path, False)))
        why = f"Read-only: {session.read_only_because}." if session.read_only_because else "Read-only."
        more = " What is changed there shows here." if session.held else ""
        self._banner.say("file", f"{why}{more} You can read, search and export; to tag, work on a copy.", *offers)

    def tell_drive(self) -> None:
        """That the file lies on another machine: once for each project."""
        parts, path = self._parts, self._parts.session.project.path
        kind = network_drive(path)
        key = project_key(path, _NETWORK)
        if not kind or parts.session.read_only or parts.settings.flag(key, False):
            return
        parts.settings.set(key, True)
        self._banner.say(
            "drive",
            f"This project lies on a network drive ({kind.removeprefix('fuse.')}): slower, and safe only while one"
            " person at a time has it open. To work together, give each a copy of their own and merge.",
            Offer("Save a copy…", self._commands.save_as),
            Offer("Work here", lambda: self._banner.drop("drive")),
        )

    def tell_lost(self) -> None:
        """That the file is gone: nothing is changed any more, what is there can be saved elsewhere."""
        parts, loss = self._parts, self._parts.session.loss
        assert loss is not None
        self._banner.drop("drive")
        what = f"{loss.what[:1].upper()}{loss.what[1:]}."
        offers = []
        if parts.session.project.read_only:
            what += " What you see is as it was: save a copy to keep it."
            offers.append(Offer("Save a copy…", self._commands.save_copy))
        elif loss.whole:
            what += " Nothing can be changed here any more. All that you did is still here: save it to go on."
            offers.append(Offer("Save as…", self._commands.save_as))
        else:
            what += (
                " Nothing can be changed here any more. All that you did is in the file: take out what was added and"
                " open it again, or rescue it with “annotator check --salvage”."
            )
            offers.append(Offer("Backups…", parts.actions().get("backup.show").trigger))
        there = loss.now_at or parts.session.project.path
        if loss.whole and os.path.lexists(there):
            text = "Open it there" if loss.now_at else "Open what is there now"
            offers.append(Offer(text, lambda: parts.open_path(there, False)))
        self._banner.say("file", what, *offers)

    def tell_kept(self, copy: Path | None) -> None:
        """Whether a copy of what was there could be made."""
        if copy is None:
            self._parts.status.warn("No copy of what is there could be kept: save it before you close this window")
        else:
            self._parts.status.tell("A copy of what is there was kept among the backups")

    def tell_followed(self) -> None:
        """That another program has written. What is being typed comes first: it may no longer fit what is there."""
        parts = self._parts
        if not parts.session.read_only:
            parts.status.tell("Another program has changed the project; you see it as it is now")
        parts.inspector.commit()
