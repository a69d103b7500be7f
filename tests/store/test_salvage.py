"""Rescuing rows: from files with zeroed pages, cut off, with flipped bits, without a header; the result is sound."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.ids import document_id, made_id
from annotator.core.model import Assignment, Comment, Link, Progress, Source, Verdict
from annotator.core.text import sha256
from annotator.edit.checking import check
from annotator.store.pages import INDEX_INSIDE, INDEX_LEAF, TABLE_LEAF, Pages
from annotator.store.project import Project
from annotator.store.salvage import TABLES, Salvaged, salvage
from tests.making import LI, PLAIN, WEN, act, make_document, make_project, make_span, tag

PAGE = 4096
Rows = dict[str, set[tuple[object, ...]]]
Damage = Callable[[bytearray, random.Random], object]


def _texts(count: int) -> list[str]:
    chance = random.Random(7)
    words = ["the", "town", "of", "Oda", "built", "wells", "in", "2021", "“we", "drink”", "3,000", "café", "村", "🙂"]
    return [
        f"Article {number}. " + " ".join(chance.choice(words) for _ in range(chance.randint(30, 1200)))
        for number in range(count)
    ]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with rows in every table that people fill, many of them on pages of their own."""
    path = tmp_path_factory.mktemp("sound") / "sound.annotator"
    texts, chance = _texts(25), random.Random(3)
    with make_project(path, *texts) as project:
        for text in texts:
            spans = []
            for _ in range(20):
                start = chance.randrange(len(text) - 30)
                spans.append(make_span(start, start + chance.randint(1, 30), text=text))
            document = make_document(text).id
            pairs = list(pairwise(spans))
            records = [
                *spans,
                *(Link(id=made_id("l", a.id), type="same_as", from_id=a.id, to_id=b.id, annotator_id=WEN.id)
                  for a, b in pairs),
                *(Verdict(id=made_id("v", a.id), span_id=a.id, reviewer_id=LI.id, verdict="accept") for a, _ in pairs),
                *(Comment(id=made_id("c", a.id), verdict_id=made_id("v", a.id), annotator_id=WEN.id, text="Why?")
                  for a, _ in pairs),
                *(Source(id=made_id("s", a.id), span_id=a.id, source_id=b.id) for a, b in pairs),
                Progress(id=made_id("p", document), document_id=document, annotator_id=WEN.id, state="done"),
                Assignment(id=made_id("a", document), document_id=document, annotator_id=LI.id),
            ]  # fmt: skip
            project.apply(ChangeSet("Tag", tuple(Change(None, each) for each in records)), act("Tag"))
        gone = spans[0]
        project.apply(ChangeSet("Delete", (Change(gone, None),)), act("Delete"))
    return path


def _rows(path: Path) -> Rows:
    with closing(sqlite3.connect(path)) as connection:
        return {name: set(connection.execute(f'SELECT * FROM "{name}"')) for name in TABLES}


def _rescued(damaged: Path, out: Path) -> tuple[Rows, Salvaged]:
    """Salvage; what comes of it must be sound, and the damaged file as it was."""
    before = {each.name: each.read_bytes() for each in damaged.parent.iterdir() if each.is_file()}
    found = salvage(damaged, out)
    after = {each.name: each.read_bytes() for each in damaged.parent.iterdir() if each.is_file() and each != out}
    assert after == before
    with Project(out) as project:
        assert check(project).problems == []
        connection = project._opened.connection
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    rows = _rows(out)
    assert {name: len(rows[name]) for name in TABLES} == found.kept
    return rows, found


def _zero(number: int) -> Damage:
    def damage(content: bytearray, chance: random.Random) -> None:
        content[(number - 1) * PAGE : number * PAGE] = bytes(PAGE)

    return damage


def _zero_some(content: bytearray, chance: random.Random) -> None:
    for _ in range(8):
        _zero(chance.randrange(1, len(content) // PAGE + 1))(content, chance)


def _flip_some(content: bytearray, chance: random.Random) -> None:
    for _ in range(30):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _cut(part: float) -> Damage:
    def damage(content: bytearray, chance: random.Random) -> None:
        del content[int(len(content) * part) :]

    return damage


def _zero_head(content: bytearray, chance: random.Random) -> None:
    content[:100] = bytes(100)


def _other_page_size(content: bytearray, chance: random.Random) -> None:
    content[16:18] = b"\x20\x00"


DAMAGES: dict[str, Damage] = {
    "no header": _zero_head,
    "another page size": _other_page_size,
    "no first page": _zero(1),
    **{f"no page {number}": _zero(number) for number in (4, 16, 17, 39)},
    "pages zeroed": _zero_some,
    "bits flipped": _flip_some,
    "cut at a half": _cut(0.5),
    "cut a little": _cut(0.97),
}


def _whole_rows(sound: Path, content: bytes) -> Rows:
    """The rows of the sound file whose bytes, those of their overflow pages included, are all still there."""
    good: dict[str, set[tuple[object, ...]]] = {name: set() for name in TABLES}
    original = sound.read_bytes()
    changed = {
        number
        for number in range(1, len(original) // PAGE + 1)
        if content[(number - 1) * PAGE : number * PAGE] != original[(number - 1) * PAGE : number * PAGE]
    }
    with closing(sqlite3.connect(sound)) as connection:
        roots = dict(connection.execute("SELECT name, rootpage FROM sqlite_master"))
    with Pages(sound) as pages:
        used: list[int] = []
        read = pages.page
        pages.page = lambda number, own=False: (used.append(number), read(number))[1]  # type: ignore[method-assign]
        for name in TABLES:
            for number in list(pages.tree(roots[name])):
                kind = pages.kind(number)
                if kind not in ((INDEX_LEAF, INDEX_INSIDE) if name == "history_changes" else (TABLE_LEAF,)):
                    continue
                used.clear()
                for row in pages.rows(number, kind):
                    values = [row.rowid, *row.values[1:]] if row.values[0] is None else row.values
                    if not changed & {number, *used}:
                        good[name].add(tuple(values))
                    used.clear()
    return good


@pytest.mark.parametrize("name", DAMAGES)
def test_what_is_whole_is_rescued(sound: Path, tmp_path: Path, name: str, long_faults: bool) -> None:
    for seed in range(20 if long_faults else 1):
        folder = tmp_path / str(seed)
        folder.mkdir()
        content = bytearray(sound.read_bytes())
        DAMAGES[name](content, random.Random(seed))
        damaged = folder / "damaged.annotator"
        damaged.write_bytes(content)
        whole = _whole_rows(sound, bytes(content))
        rows, found = _rescued(damaged, folder / "rescued.annotator")
        for table in TABLES:
            kept = len(whole[table] & rows[table])
            # An act of which a part is lost is kept too, under an installation that nobody has; and a document whose
            # text is another now, with that text's hash.
            if table in ("history", "documents"):
                kept = len({row[:2] for row in whole[table]} & {row[:2] for row in rows[table]})
            assert kept >= 0.95 * len(whole[table]), (table, kept, len(whole[table]), found.lines[:5])


def test_a_sound_file_comes_out_as_it_was(sound: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.annotator"
    shutil.copy(sound, copy)
    rows, found = _rescued(copy, tmp_path / "out.annotator")
    assert rows == _rows(sound)
    assert found.lines == []
    assert set(found.lost.values()) <= {0, None}
    assert found.lost["spans"] == 0
    assert (found.strays, found.unreadable) == (0, 0)


def test_what_is_lost_is_counted_by_the_index(sound: Path, tmp_path: Path) -> None:
    """A leaf of the spans is zeroed: so many ids are in the index and nowhere else."""
    content = bytearray(sound.read_bytes())
    with Pages(sound) as pages:
        leaf = [number for number in pages.tree(16) if pages.kind(number) == TABLE_LEAF][2]
        there = len(list(pages.rows(leaf, TABLE_LEAF)))
    _zero(leaf)(content, random.Random(0))
    (tmp_path / "damaged.annotator").write_bytes(content)
    _, found = _rescued(tmp_path / "damaged.annotator", tmp_path / "out.annotator")
    assert found.lost["spans"] == there > 10
    assert found.kept["spans"] == len(_rows(sound)["spans"]) - there
    assert any(line.startswith("verdicts: ") and "spans which are lost" in line for line in found.lines)


def _killed_while_writing(path: Path, sound: Path) -> None:
    """A copy of the sound file with a committed act in its log alone, as a crash leaves it."""
    shutil.copy(sound, path)
    with Project(path) as project:
        document = next(project.query.documents())
        text = project.query.text(document.sha256)
        tag(project, make_span(0, 7, text=text))
        for end in ("", "-wal"):
            shutil.copy(f"{path}{end}", f"{path}.kept{end}")
    for end in ("", "-wal"):
        os.replace(f"{path}.kept{end}", f"{path}{end}")


def test_what_only_the_log_has_is_rescued_too(sound: Path, tmp_path: Path) -> None:
    path = tmp_path / "crashed.annotator"
    _killed_while_writing(path, sound)
    rows, found = _rescued(path, tmp_path / "out.annotator")
    assert len(rows["spans"]) == len(_rows(sound)["spans"]) + 1
    assert found.lines == []


def test_a_torn_log_is_read_up_to_where_it_is_whole(sound: Path, tmp_path: Path) -> None:
    path = tmp_path / "crashed.annotator"
    _killed_while_writing(path, sound)
    log = Path(f"{path}-wal")
    log.write_bytes(log.read_bytes()[:-100])
    rows, _ = _rescued(path, tmp_path / "out.annotator")
    assert rows == _rows(sound)


def test_the_log_of_another_project_is_left_aside(sound: Path, tmp_path: Path) -> None:
    other, path = tmp_path / "other", tmp_path / "crashed.annotator"
    other.mkdir()
    with make_project(other / "other.annotator", *(f"Another {each}. " * 300 for each in range(20))) as project:
        for number, document in enumerate(list(project.query.documents())):
            tag(project, make_span(0, 9, text=f"Another {number}. " * 300))
            assert document.length
        shutil.copy(other / "other.annotator-wal", f"{path}-wal")
    shutil.copy(sound, path)
    rows, _ = _rescued(path, tmp_path / "out.annotator")
    assert rows == _rows(sound)


def _change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            connection.execute(statement)


def _small(path: Path) -> None:
    with make_project(path, PLAIN, "Second text, of wells.") as project:
        tag(project, make_span(3, 7))
        tag(project, make_span(12, 16))


def test_a_text_that_is_lost_is_made_of_what_its_spans_show(tmp_path: Path) -> None:
    path = tmp_path / "a.annotator"
    _small(path)
    _change(path, f"DELETE FROM texts WHERE sha256 = '{sha256(PLAIN)}'")
    _, found = _rescued(path, tmp_path / "out.annotator")
    with Project(tmp_path / "out.annotator") as project:
        document = project.query.find(type(make_document()), make_document().id)
        assert document is not None
        text = project.query.text(document.sha256)
        spans = project.query.spans(document.id)
    assert len(text) == len(PLAIN)
    assert [(span.start, span.end, span.text) for span in spans] == [(3, 7, "2021"), (12, 16, PLAIN[12:16])]
    assert set(text) - set(PLAIN) == {"\ufffd"}
    assert any("its text is lost; 2 spans kept" in line for line in found.lines)


def test_a_document_that_is_lost_is_found_again_by_its_text(tmp_path: Path) -> None:
    path = tmp_path / "a.annotator"
    _small(path)
    lost = document_id(sha256(PLAIN))
    _change(path, f"DELETE FROM documents WHERE id = '{lost}'")
    rows, found = _rescued(path, tmp_path / "out.annotator")
    assert {row[0]: row[3] for row in rows["documents"]}[lost] == sha256(PLAIN)
    assert any("found again by its text" in line for line in found.lines)


def test_a_person_whose_name_is_lost_keeps_the_spans(tmp_path: Path) -> None:
    path = tmp_path / "a.annotator"
    _small(path)
    _change(path, f"DELETE FROM annotators WHERE id = '{WEN.id}'")
    rows, found = _rescued(path, tmp_path / "out.annotator")
    assert len(rows["spans"]) == 2
    assert {row[1] for row in rows["annotators"]} == {"Li", "lost name 1111"}
    assert any("the name is lost" in line for line in found.lines)


@pytest.mark.parametrize(
    ("statement", "told", "spans"),
    [
        ("UPDATE spans SET text = '2031' WHERE text = '2021'", "now it is", 2),
        ('UPDATE spans SET start = 5000, "end" = 5004 WHERE text = \'2021\'', "found at 3 to 7", 2),
        ("UPDATE spans SET start = 5000, text = 'gone' WHERE text = '2021'", "left out", 1),
        ("UPDATE spans SET document_id = replace(document_id, '5', '4') WHERE 0", "", 2),
        ("UPDATE spans SET attributes = '{not' WHERE text = '2021'", "which is no JSON", 2),
        ("UPDATE spans SET attributes = '[1]' WHERE text = '2021'", "which is no JSON", 2),
        ("UPDATE annotators SET kind = 'robot'", "had an unknown kind", 2),
        ("UPDATE texts SET text = text || '!'", "not the one that was imported any more", 2),
        ("DELETE FROM history_changes WHERE place = 0", "can no longer be undone", 2),
    ],
)
def test_what_is_amiss_between_rows_is_put_right_and_told(
    tmp_path: Path, statement: str, told: str, spans: int
) -> None:
    path = tmp_path / "a.annotator"
    _small(path)
    _change(path, statement)
    rows, found = _rescued(path, tmp_path / "out.annotator")
    assert len(rows["spans"]) == spans
    assert any(told in line for line in found.lines) if told else not found.lines


def test_a_reference_with_a_flipped_bit_is_put_right(tmp_path: Path) -> None:
    path = tmp_path / "a.annotator"
    _small(path)
    right = make_document().id
    wrong = chr(ord(right[0]) ^ 2) + right[1:]
    _change(path, f"UPDATE spans SET document_id = '{wrong}' WHERE text = '2021'")
    rows, found = _rescued(path, tmp_path / "out.annotator")
    assert {row[1] for row in rows["spans"]} == {right}
    assert len(rows["documents"]) == 2
    assert any("differed in a letter" in line for line in found.lines)


@pytest.mark.parametrize("content", [b"", b"words " * 1000, bytes(20_000), bytes(range(256)) * 400])
def test_where_there_is_nothing_nothing_is_made(tmp_path: Path, content: bytes) -> None:
    path, out = tmp_path / "a.annotator", tmp_path / "out.annotator"
    path.write_bytes(content)
    with pytest.raises(AnnotatorError, match="nothing of a project"):
        salvage(path, out)
    assert [each.name for each in tmp_path.iterdir()] == ["a.annotator"]
    with pytest.raises(AnnotatorError, match="cannot be read"):
        salvage(tmp_path / "none.annotator", out)


def test_nothing_is_written_over(sound: Path, tmp_path: Path) -> None:
    (tmp_path / "out.annotator").write_text("precious")
    with pytest.raises(AnnotatorError, match="exists already"):
        salvage(sound, tmp_path / "out.annotator")
    assert (tmp_path / "out.annotator").read_text() == "precious"


@pytest.mark.parametrize("seed", range(3))
def test_no_bytes_are_believed(tmp_path: Path, seed: int, sound: Path) -> None:
    """Noise laid over the pages: pointers out of the file, loops, lengths of gigabytes. It ends, and what it makes is
    sound, or nothing."""
    chance = random.Random(seed)
    content = bytearray(sound.read_bytes()[: 120 * PAGE])
    for start in range(0, len(content), PAGE):
        for _ in range(chance.choice([0, 2, 40])):
            content[start + chance.randrange(40)] = chance.choice([0, 255, 5, 13, chance.randrange(256)])
    path, out = tmp_path / "a.annotator", tmp_path / "out.annotator"
    path.write_bytes(content)
    with suppress(AnnotatorError):
        _rescued(path, out)


def test_undo_goes_on_where_the_acts_are_whole(tmp_path: Path) -> None:
    path, out = tmp_path / "a.annotator", tmp_path / "out.annotator"
    _small(path)
    _rescued(path, out)
    with Project(out) as project:
        entry = project.undoable(WEN.id, "installation-a")
        assert entry is not None
        project.take_back(entry, WEN.id, "installation-a")
        assert len(project.query.spans(make_document().id)) == 1
        tag(project, replace(make_span(20, 24)))
