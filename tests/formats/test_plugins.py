"""Formats of other packages: found by their entry points, told if they are broken, guarded when they fail."""

from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from annotator.formats import plugins
from annotator.formats.bundle import Bundle, Context, Format, Parsed, Refused
from tests.formats.records import CONTEXT, sample


def _read(path: Path, context: Context) -> Iterator[Parsed]:
    yield sample()
    raise ZeroDivisionError("oh")


def _sniff(head: bytes, name: str) -> bool:
    return head[0] == ord("!")  # fails for an empty file


GOOD = Format("shout", "Shouted text", (".shout",), _sniff, _read)
TAKEN = Format("jsonl", "Another", (".jsonl",), _sniff, _read)
NONE = "no format at all"


def points(*names: str) -> list[EntryPoint]:
    return [EntryPoint(name, f"{__name__}:{name}", plugins.GROUP) for name in names]


def test_a_format_of_another_package_is_found_and_the_broken_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugins, "entry_points", lambda group: points("GOOD", "TAKEN", "NONE", "MISSING"))
    found, broken = plugins.others({"jsonl"})
    assert list(found) == ["shout"]
    assert len(broken) == 3
    assert any("AttributeError" in line for line in broken)
    assert any("there is a jsonl already" in line for line in broken)
    assert any("is no annotator.formats.Format" in line for line in broken)


def test_a_format_that_fails_ends_in_a_line_about_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(plugins, "entry_points", lambda group: points("GOOD"))
    (form,) = plugins.others(())[0].values()
    assert form.sniff(b"!", "a") is True
    assert form.sniff(b"", "a") is False
    bundle, refused = form.read(tmp_path / "a.shout", CONTEXT)
    assert isinstance(bundle, Bundle)
    assert isinstance(refused, Refused)
    assert refused.why == "the format “shout” failed: ZeroDivisionError: oh"
