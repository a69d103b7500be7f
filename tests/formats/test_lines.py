"""What formats of lines share: numbers, byte order mark, the longest line, what a bad record is told as."""

import io
from pathlib import Path

import pytest

from annotator.core.errors import AnnotatorError
from annotator.core.model import Json
from annotator.formats import lines, whole
from annotator.formats.bundle import Bundle, Refused
from annotator.formats.desk import Desk
from annotator.formats.foreign import page_of
from annotator.formats.page import Page
from tests.formats.records import CONTEXT


def make(desk: Desk, record: dict[str, Json], raw: dict[str, Json], line: int) -> Page:
    return page_of(desk, raw["text"], line=line, otherwise="untitled")


def test_lines_are_numbered_and_a_bad_one_ends_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    odd = [b"[]", b'{"text": NaN}', b"\xff", b"[" * 100_000]
    path.write_bytes(b'\xef\xbb\xbf{"text": "one"}\n\n' + b"\n".join([*odd, b'{"text": "two"}']))
    found = list(lines.read_pages(path, CONTEXT, make))
    assert [(each.line, isinstance(each, Bundle)) for each in found] == [
        (1, True), (3, False), (4, False), (5, False), (6, False), (7, True)
    ]  # fmt: skip
    assert "nested too deeply" in str(found[4])
    (refused,) = lines.read_pages(tmp_path / "none", CONTEXT, make)
    assert "cannot be read" in str(refused)


def test_a_line_that_is_too_long_is_refused_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST", 30)
    file = io.BytesIO(b'{"text": "' + b"a" * 3_000_000 + b'"}\n{"text": "two"}\n')
    refused, bundle = lines.pages(lines.numbered(file), "a.jsonl", CONTEXT, make)
    assert isinstance(refused, Refused)
    assert str(refused) == "a.jsonl:1: has more than 30 bytes, the most a line may have"
    assert isinstance(bundle, Bundle)
    assert (bundle.text, bundle.line) == ("two", 2)


def test_a_json_file_is_read_whole_and_strictly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b'\xef\xbb\xbf\n[{"a": "b\\u0007"}]')
    assert whole.read_json(path) == ([{"a": "b\ufffd"}], [{"a": "b\x07"}])
    for bad in (b"[NaN]", b'{"a": 1, "a": 2}', b"[" * 100_000, b"[1e999]", b"", b"[1", b"\xff"):
        path.write_bytes(bad)
        with pytest.raises(AnnotatorError) as told:
            whole.read_json(path)
        assert "\n" not in str(told.value)
    monkeypatch.setattr(whole, "LARGEST", 3)
    with pytest.raises(AnnotatorError, match="more than 3 bytes"):
        whole.parse_json(b"[1, 2]")
