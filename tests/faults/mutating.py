"""Hostile files made of good ones: bytes flipped, cut and spliced, JSON, XML and ZIP archives altered inside.

Strategies for hypothesis, so that what fails is shrunk. Knows no format of ours.
"""

import io
import json
import zipfile
from typing import Any, TypeAlias

from hypothesis import strategies as st

Files: TypeAlias = dict[str, bytes]
"""What lies beside one another in a folder, by name."""

FRAGMENTS = [
    b"", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n", b"\n\n", b"\t", b"\x1b[31m", b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"{", b"}", b"[", b"]", b'"', b",", b":", b"<", b">", b"</", b"<!DOCTYPE x [", b"&lt;", b"&x;", b"&#0;",
    b"null", b"NaN", b"-1", b"1e999", b"99999999999999999999", b"\\ud800", b"\\u0000", "😀".encode(), "\u202e".encode(),
    b"../../../etc/passwd", b"file:///etc/passwd", b"=1+1", b"PK\x03\x04", b"SQLite format 3\x00",
    b"T1\tclaim 0 5\tx\n", b"<![CDATA[",
]  # fmt: skip

DEEP: Any = []
for _ in range(60):
    DEEP = [DEEP]

VALUES: list[Any] = [
    None, True, False, 0, -1, 1, 7, 2**31, 2**53 + 1, 2**63, -(2**63) - 1, 10**400, 0.5, 1e308, float("nan"), "", " ",
    "a", "\x00", "\ud800", "\u202e\u2066", "<img src=file:x>", "é" * 5000, "../../x", "2026-01-01T00:00:00Z", "0",
    "0:5", [], {}, [[]], [None], {"": ""}, {"text": "x", "start": 0, "end": 1, "label": "claim"}, DEEP, ["a"] * 300,
]  # fmt: skip


def _position(draw: st.DrawFn, length: int) -> int:
    return draw(st.integers(0, length))


def flipped(draw: st.DrawFn, data: bytes) -> bytes:
    if not data:
        return data
    here = draw(st.integers(0, len(data) - 1))
    return data[:here] + bytes([data[here] ^ draw(st.integers(1, 255))]) + data[here + 1 :]


def cut(draw: st.DrawFn, data: bytes) -> bytes:
    return data[: _position(draw, len(data))]


def dropped(draw: st.DrawFn, data: bytes) -> bytes:
    start = _position(draw, len(data))
    return data[:start] + data[start + draw(st.integers(1, 50)) :]


def spliced(draw: st.DrawFn, data: bytes) -> bytes:
    here = _position(draw, len(data))
    return data[:here] + draw(st.sampled_from(FRAGMENTS)) * draw(st.sampled_from([1, 1, 2, 500])) + data[here:]


def repeated(draw: st.DrawFn, data: bytes) -> bytes:
    start = _position(draw, len(data))
    piece = data[start : start + draw(st.integers(1, 200))]
    return data[:start] + piece * draw(st.integers(2, 20)) + data[start:]


def with_other_json(draw: st.DrawFn, data: bytes) -> bytes:
    """One value, somewhere inside, is another; a key may be gone or there under another name."""
    whole = _json(data)
    lines = [data] if whole is not None else data.split(b"\n")
    number = draw(st.integers(0, len(lines) - 1))
    value = _json(lines[number])
    if not isinstance(value, dict | list):
        return data
    holder: Any = value
    key = draw(st.sampled_from(_keys(holder)))
    while isinstance(holder[key], dict | list) and holder[key] and draw(st.integers(0, 4)):
        holder = holder[key]
        key = draw(st.sampled_from(_keys(holder)))
    if isinstance(holder, dict) and draw(st.booleans()) and draw(st.booleans()):
        moved = holder.pop(key)
        if draw(st.booleans()):
            holder[draw(st.sampled_from(["", "id", "text", "start", "spans", key + "x"]))] = moved
    else:
        holder[key] = draw(st.sampled_from(VALUES) | st.just(value) if len(data) < 2000 else st.sampled_from(VALUES))
    try:
        lines[number] = json.dumps(value, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError):  # it contains itself
        return data
    return b"\n".join(lines)


def _json(data: bytes) -> Any:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return value if value else None


def _keys(holder: dict[str, Any] | list[Any]) -> list[Any]:
    return list(holder) if isinstance(holder, dict) else list(range(len(holder)))


def with_other_member(draw: st.DrawFn, data: bytes) -> bytes:
    """A ZIP archive, one member of which is altered, gone, or there under another name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return data
    if not members:
        return data
    number = draw(st.integers(0, len(members) - 1))
    name, content = members.pop(number)
    how = draw(st.sampled_from(["altered", "altered", "altered", "gone", "renamed", "twice"]))
    if how != "gone":
        members.insert(number, (name, altered(draw, content, inside=True) if how == "altered" else content))
    if how == "renamed":
        members[number] = (draw(st.sampled_from(["../x", "/etc/x", "a\x1b[31m", "x" * 300, "con"])), content)
    if how == "twice":
        members.append((name, content))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            if name not in archive.namelist():
                archive.writestr(name, content)
    return buffer.getvalue()


_PLAIN = [flipped, cut, dropped, spliced, repeated]


def altered(draw: st.DrawFn, data: bytes, *, inside: bool = False) -> bytes:
    """``data`` after one to four alterations."""
    known = list(_PLAIN)
    if data.lstrip()[:1] in (b"{", b"["):
        known += [with_other_json] * 6
    if data.startswith(b"PK") and not inside:
        known += [with_other_member] * 8
    for _ in range(draw(st.integers(1, 4))):
        data = draw(st.sampled_from(known))(draw, data)
    return data


@st.composite
def hostile(draw: st.DrawFn, seeds: st.SearchStrategy[Files]) -> Files:
    """The files of one seed, one of which is altered."""
    files = dict(draw(seeds))
    name = draw(st.sampled_from(sorted(files)))
    files[name] = altered(draw, files[name])
    return files
