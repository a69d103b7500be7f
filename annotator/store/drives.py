"""What a project's file lies on: whether it can be written there, and whether the drive is another machine's.

Asks the operating system only; opens nothing. Over a network the shared memory that SQLite's WAL needs does not work,
and locks may be known to one machine alone.
"""

import os
import re
import sys
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_NETWORK = frozenset([
    "nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "afs", "afpfs", "ceph", "lustre", "glusterfs", "davfs",
    "9p", "virtiofs", "vboxsf", "prl_fs", "fuse.sshfs", "fuse.rclone", "fuse.davfs", "fuse.davfs2", "fuse.glusterfs",
    "fuse.cephfs", "fuse.gvfsd-fuse", "fuse.vmhgfs-fuse", "fuse.smbnetfs", "fuse.curlftpfs", "fuse.s3fs",
])  # fmt: skip
_REMOTE_DRIVE = 4  # what Windows' GetDriveType calls one


def why_read_only(path: Path) -> str:
    """Why an existing file cannot be written as a database, in a few words; empty if it can be."""
    if hasattr(os, "statvfs") and os.statvfs(path).f_flag & os.ST_RDONLY:
        return "the drive it lies on is read-only"
    if not os.access(path, os.W_OK):
        protected = not path.stat().st_mode & 0o222
        return "the file is write-protected" if protected else "you have no right to change the file"
    if not os.access(path.parent, os.W_OK):
        # SQLite writes a journal beside the file.
        return "you have no right to write in its folder"
    return ""


def network_drive(path: Path) -> str:
    """The kind of network drive a file lies on, such as ``nfs4``; empty if it lies on none, or nobody can tell."""
    if sys.platform == "win32":  # pragma: no cover - the project is tested on Linux
        import ctypes

        drive = path.absolute().drive
        remote = drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _REMOTE_DRIVE
        return "network share" if remote else ""
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
        here = os.path.realpath(path)
    except OSError:
        return ""
    longest, kind = "", ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        point = _unescaped(before.split(" ")[4])
        # The root of a machine, whatever it comes over, is used by that machine alone. Of two at one place the later.
        if point != "/" and here.startswith(f"{point}/") and len(point) >= len(longest):
            longest, kind = point, after.split(" ")[0]
    return kind if kind in _NETWORK else ""


def _unescaped(point: str) -> str:
    """A mount point as it is, of which the list writes a blank as ``\\040``."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), point)
