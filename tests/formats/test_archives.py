"""Archives from outside: limits on number, size and ratio, names that lead out, damage; each in one line."""

import io
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from annotator.core.errors import AnnotatorError
from annotator.formats import archives


def archive(fill: Callable[[ZipFile], None]) -> io.BytesIO:
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as made:
        fill(made)
    return data


def test_members_are_read_in_place_and_names_that_lead_out_are_not() -> None:
    names = ["a/b.xml", "c.TXT", "../d.xml", "/e.xml", "C:\\f.xml", "a\\..\\..\\g.xml", "h/"]
    data = archive(lambda made: [made.writestr(name, "x") for name in names] and None)
    with archives.opened(data) as opened:
        assert opened.names() == ["a/b.xml", "c.TXT"]
        assert opened.names(".txt") == ["c.TXT"]
        assert opened.read("a/b.xml") == b"x"
        assert len(opened.unsafe) == 4
        with opened.open("c.TXT") as file:
            assert file.read() == b"x"
        with pytest.raises(AnnotatorError, match="lacks the file"):
            opened.read("../d.xml")


def test_a_bomb_is_refused_by_its_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = archive(lambda made: made.writestr("a.xml", b"0" * 20_000_000))
    with pytest.raises(AnnotatorError, match=r"a\.xml unpacks to 20,000,000 bytes"), archives.opened(bomb):
        pass
    monkeypatch.setattr(archives, "LARGEST", 1_000)
    with pytest.raises(AnnotatorError, match="at most 1,000 are read"), archives.opened(bomb):
        pass
    monkeypatch.setattr(archives, "MOST", 2)
    many = archive(lambda made: [made.writestr(name, "x") for name in "abc"] and None)
    with pytest.raises(AnnotatorError, match="holds 3 files; at most 2"), archives.opened(many):
        pass


def test_a_member_that_says_less_than_it_unpacks_to_gives_no_more_than_it_said() -> None:
    data = archive(lambda made: made.writestr("a.xml", b"0" * 1_000_000))
    lying = data.getvalue().replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(AnnotatorError, match="damaged"), archives.opened(io.BytesIO(lying)) as opened:
        opened.read("a.xml")


@pytest.mark.parametrize("cut", [0, 1, 30, -1])
def test_damage_is_told_in_one_line(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(archive(lambda made: made.writestr("a.xml", b"abc" * 100)).getvalue()[:cut])
    with pytest.raises(AnnotatorError, match="is a damaged ZIP archive") as told, archives.opened(path) as opened:
        opened.read("a.xml")
    assert "\n" not in str(told.value)
    with pytest.raises(AnnotatorError, match="cannot be read"), archives.opened(tmp_path / "none"):
        pass
