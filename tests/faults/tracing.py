"""What a process does to the files of a folder, recorded by strace: the program itself, with its own SQLite.

``record`` runs a command to its end; ``replay`` tells a ``Disk`` what was done, event by event, in the order in which
it was, with the lines that the process wrote on a pipe in between.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.faults.disk import Disk, Truncate, Write

STRACE = shutil.which("strace")
_CALLS = (
    "openat,lseek,write,pwrite64,ftruncate,fsync,fdatasync,sync,syncfs,unlink,unlinkat,rename,renameat,renameat2,link,"
    "linkat"
)
_LINE = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+)(?:<.*>)?(?: .*)?", re.DOTALL)
_UNFINISHED = re.compile(r"(\d+) +(\w+)\((.*) <unfinished \.\.\.>", re.DOTALL)
_RESUMED = re.compile(r"(\d+) +<\.\.\. (\w+) resumed>(.*)", re.DOTALL)
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_DESCRIPTOR = re.compile(r"(\d+|AT_FDCWD)<((?:\\x[0-9a-f]{2}|[^>])*)>")


class Call(NamedTuple):
    """One system call that came through: its name, what was passed to it, what it returned."""

    name: str
    given: str
    result: int

    @property
    def strings(self) -> list[bytes]:
        return [bytes.fromhex(each.replace("\\x", "")) for each in _STRING.findall(self.given)]

    @property
    def file(self) -> tuple[int, str]:
        """The descriptor that it is about, and the path of its file."""
        match = _DESCRIPTOR.match(self.given)
        assert match, self
        path = re.sub(r"\\x([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), match[2])
        return int(match[1]) if match[1].isdigit() else -1, path

    @property
    def numbers(self) -> list[int]:
        """The numbers behind the last string or descriptor."""
        return [int(each) for each in re.findall(r", (-?\d+)", self.given)]


def record(command: Sequence[str], log: Path, pass_fds: Sequence[int] = ()) -> None:
    """Run a command and write what it calls to ``log``. Raises ``AssertionError`` if it fails."""
    assert STRACE
    how = ["-f", "-qq", "-y", "-xx", "-s", "10000000", "--seccomp-bpf", "-e", f"trace={_CALLS}", "-o", str(log)]
    root = Path(__file__).resolve().parents[2]
    ended = subprocess.run([STRACE, *how, *command], cwd=root, pass_fds=pass_fds, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr.decode()


def calls(log: Path, folder: Path) -> Iterator[Call]:
    """Those that came through and have to do with the folder or with pipes."""
    wanted = re.compile("|".join([_hex(str(folder)), _hex("pipe:"), r" sync", r"resumed>"]).replace("\\x", "\\\\x"))
    waiting: dict[str, str] = {}
    with log.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            if not wanted.search(line):
                continue
            if unfinished := _UNFINISHED.match(line):
                waiting[unfinished[1]] = unfinished[3]
                continue
            if resumed := _RESUMED.match(line):
                line = f"{resumed[1]} {resumed[2]}({waiting.pop(resumed[1], '?')}{resumed[3]}"
                if "(?" in line:
                    continue
            match = _LINE.match(line)
            if match and not match[4].startswith("-"):
                yield Call(match[2], match[3], int(match[4]))


def replay(log: Path, folder: Path, disk: Disk, said: Callable[[str], None]) -> Iterator[None]:
    """Do to ``disk`` what was done in ``folder``; pauses after each thing that was. ``said`` gets lines of pipes."""
    places: dict[int, int] = {}
    for call in calls(log, folder):
        if call.name == "write" and call.file[1].startswith("pipe:"):
            for line in call.strings[0].decode().splitlines():
                said(line)
        elif _happens(call, folder, disk, places):
            yield


def _happens(call: Call, folder: Path, disk: Disk, places: dict[int, int]) -> bool:
    """Whether it changed or synced anything in the folder."""
    if call.name in ("sync", "syncfs"):
        disk.sync_all()
        return True
    if call.name == "openat":
        name = _inside(os.path.join(call.file[1], os.fsdecode(call.strings[0])), folder)
        if name is None:
            return False
        content = disk.content(name) if "O_CREAT" in call.given else None
        places[call.result] = content.size() if content and "O_APPEND" in call.given else 0
        if content and "O_TRUNC" in call.given:
            content.do(Truncate(0))
        return content is not None
    if call.name in ("unlink", "unlinkat", "rename", "renameat", "renameat2", "link", "linkat"):
        return _renamed(call, folder, disk)
    descriptor, path = call.file
    if Path(path) == folder or (folder in Path(path).parents and (folder / path).is_dir()):
        disk.sync_names()
        return True
    name = _inside(path, folder)
    if name is None or path.endswith("(deleted)"):
        return False
    if call.name == "lseek":
        places[descriptor] = call.result
        return False
    if call.name in ("fsync", "fdatasync"):
        disk.content(name).sync()
    elif call.name == "ftruncate":
        disk.content(name).do(Truncate(call.numbers[-1]))
    else:
        at = call.numbers[-1] if call.name == "pwrite64" else places.get(descriptor, 0)
        disk.content(name).do(Write(at, call.strings[0][: call.result]))
        if call.name == "write":
            places[descriptor] = at + call.result
    return True


def _renamed(call: Call, folder: Path, disk: Disk) -> bool:
    names = [_inside(os.fsdecode(each), folder) for each in call.strings]
    if any(name is None for name in names):
        return False
    {"unlink": disk.unlink, "rename": disk.rename, "link": disk.link}[re.sub("at2?$", "", call.name)](*names)
    return True


def _hex(text: str) -> str:
    return "".join(f"\\x{each:02x}" for each in os.fsencode(text))


def _inside(path: str, folder: Path) -> str | None:
    whole = Path(os.path.normpath(path))
    return whole.relative_to(folder).as_posix() if folder in whole.parents else None
