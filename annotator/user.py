"""Who uses the program on this machine, and where their things are. No Qt, so the command line can ask too.

Kept in one small JSON file in the user's configuration directory: the id of this installation, and the annotator id
that belongs to each name used here. A file that is damaged or cannot be written costs only that memory.
"""

import hashlib
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from annotator.core.errors import AnnotatorError
from annotator.core.ids import new_id
from annotator.core.model import Annotator
from annotator.core.text import clean
from annotator.files import write_atomically
from annotator.store.lock import account_name


def config_dir() -> Path:
    return _directory("XDG_CONFIG_HOME", ".config", "Library/Preferences", "APPDATA")


def data_dir() -> Path:
    """Where projects are made that the user named no place for."""
    return _directory("XDG_DATA_HOME", ".local/share", "Library/Application Support", "LOCALAPPDATA")


def state_dir() -> Path:
    """Where things are that can be made anew, such as what a search looks words up in."""
    return _directory("XDG_STATE_HOME", ".local/state", "Library/Caches", "LOCALAPPDATA")


def search_index(project: Path) -> Path:
    """Where the index of a project's words is kept, in a folder for the user alone that is made if it can be."""
    folder = state_dir() / "search"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = hashlib.sha256(str(project).encode("utf-8", "surrogateescape")).hexdigest()
    return folder / f"{name[:24]}.index"


def backups_dir() -> Path:
    """Where the copies of projects lie that the program makes by itself."""
    return data_dir() / "backups"


def _directory(xdg: str, linux: str, mac: str, windows: str) -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get(windows) or Path.home()) / "Annotator"
    if sys.platform == "darwin":
        return Path.home() / mac / "Annotator"
    given = os.environ.get(xdg)
    return (Path(given) if given and Path(given).is_absolute() else Path.home() / linux) / "annotator"


class User(NamedTuple):
    """The person at the keyboard: ``annotator`` is who their spans belong to."""

    annotator: Annotator
    installation: str


def current_user(name: str | None = None) -> User:
    """The user called ``name``; without one, whoever was chosen last here, and at first the account's name."""
    memory = _load()
    name = tidy_name(name or str(memory.get("name") or "") or account_name()) or "someone"
    return User(Annotator(id=_id_of(memory, name), name=name), memory["installation"])


def remember_annotator(annotator: Annotator) -> None:
    """Make this annotator who is tagging here from now on, also at the next start."""
    memory = _load()
    memory["name"] = annotator.name
    memory.setdefault("annotators", {})[annotator.name] = annotator.id
    _save(memory)


def tidy_name(name: str) -> str:
    """A name on one line, without control characters."""
    return " ".join(clean(name).split())[:200]


def recall(key: str) -> Any:
    return _load().get(key)


def remember(key: str, value: Any) -> None:
    memory = _load()
    memory[key] = value
    _save(memory)


def _id_of(memory: dict[str, Any], name: str) -> str:
    ids = memory.setdefault("annotators", {})
    if name not in ids:
        ids[name] = new_id()
        _save(memory)
    return str(ids[name])


def _file() -> Path:
    return config_dir() / "user.json"


def _load() -> dict[str, Any]:
    try:
        memory = json.loads(_file().read_text(encoding="utf-8"))
        if not isinstance(memory, dict) or not isinstance(memory.get("annotators", {}), dict):
            memory = {}
    except (OSError, ValueError):
        memory = {}
    if not isinstance(memory.get("installation"), str):
        memory["installation"] = new_id()
        _save(memory)
    return memory


def _save(memory: dict[str, Any]) -> None:
    # In ASCII, because a path may hold bytes that are no text.
    text = json.dumps(memory, indent=1, sort_keys=True)
    try:
        if _file().exists() and _file().read_bytes() == text.encode():
            return  # writing waits for the disk, and every start remembers the same things
        _file().parent.mkdir(parents=True, exist_ok=True)
        write_atomically(_file(), [text])
    except (OSError, AnnotatorError):
        # A home that cannot be written must not keep anyone from working.
        pass
