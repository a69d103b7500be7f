"""What the window remembers between starts: one small INI file in the user's configuration directory."""

import hashlib
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from annotator.user import config_dir


def project_key(path: Path, name: str) -> str:
    """The key of something that is remembered for one project alone."""
    digest = hashlib.sha256(str(path).encode("utf-8", "surrogateescape")).hexdigest()
    return f"project-{digest[:16]}/{name}"


class Settings:
    """Typed reading and writing of the few things that are remembered. Never raises: a bad value is the default."""

    def __init__(self) -> None:
        self._store = QSettings(str(config_dir() / "window.ini"), QSettings.Format.IniFormat)

    def text(self, key: str, default: str) -> str:
        value = self._store.value(key, default)
        return value if isinstance(value, str) else default

    def flag(self, key: str, default: bool) -> bool:
        return self.text(key, "true" if default else "false") == "true"

    def number(self, key: str, default: int) -> int:
        try:
            return int(str(self._store.value(key, default)))
        except ValueError:
            return default

    def bytes(self, key: str) -> QByteArray:
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def group(self, name: str) -> dict[str, Any]:
        """What is kept under ``name/``, as it was read."""
        self._store.beginGroup(name)
        found = {key: self._store.value(key) for key in self._store.allKeys()}
        self._store.endGroup()
        return found

    def carry(self, before: Path, after: Path) -> None:
        """Remember of the project at ``after`` what is remembered of the one at ``before``, its copy."""
        for name, value in self.group(project_key(before, "").rstrip("/")).items():
            self._store.setValue(project_key(after, name), value)

    def remove(self, key: str) -> None:
        self._store.remove(key)

    def set(self, key: str, value: Any) -> None:
        if isinstance(value, bool):
            value = "true" if value else "false"
        self._store.setValue(key, value)

    def save(self) -> None:
        self._store.sync()
