"""A working day in a real window, by mouse and keys alone: tag, correct, undo, lose the power, find all again, export.

Where to tag is found in the texts by patterns: the real article is no part of this project.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.person.node import Node, Point
from tests.person.window import ROOT, Program, wait_until

ARTICLE = ROOT.parent / "shared" / "articles" / "000_504e162fd53151a6.txt"
SAMPLES = ROOT / "sample_docs"
FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+")
QUOTATION = re.compile(r"“[^“”\n]{8,90}”")
ASTRAL = re.compile("[\U00010000-\U0010ffff]+")
TWO_WORDS = re.compile(r"\S+\s+\S+")
NEXT_WORD = re.compile(r"\s*\S+")


class Row(NamedTuple):
    """A span as it is on the disk; offsets are code points."""

    start: int
    end: int
    label: str
    text: str
    note: str
    attributes: dict[str, Any]


@dataclass
class Desk:
    """A person at one document. Positions are code points of its text."""

    program: Program
    text: str
    project: Path

    def rows(self) -> list[Row]:
        query = "SELECT start, end, label, text, note, attributes FROM span_list ORDER BY start, end, label"
        return [Row(*row[:5], json.loads(row[5])) for row in self.program.rows(self.project, query)]

    def article(self) -> Node:
        return self.program.find("text", "Article")

    def put_caret(self, position: int) -> Point:
        return self.program.place(self.article(), utf16(self.text, position))

    def selected(self) -> tuple[int, int]:
        """What the screen reader says is selected."""
        article = wait_until(lambda: self.article() if self.article().selection else None, what="a selection")
        units = self.text.encode("utf-16-le")
        start, end = sorted(len(units[: 2 * each].decode("utf-16-le")) for each in article.selection or ())
        return start, end

    def adds(self, act: Callable[[], object]) -> Row:
        """The span that `act` adds, once it is on the disk."""
        before = self.rows()
        act()
        wait_until(lambda: len(self.rows()) > len(before), what="one more span on the disk")
        fresh = [row for row in self.rows() if row not in before]
        assert len(fresh) == 1, fresh
        return fresh[0]

    def press(self, key: str) -> Row:
        return self.adds(lambda: self.program.key(key))

    def changes(self, row: Row, act: Callable[[], object], expected: Callable[[Row], bool]) -> Row:
        """What `act` makes of the span `row`, which is as `expected` on the disk then; the others stay as they are."""
        others = [each for each in self.rows() if each != row]

        def come() -> list[Row]:
            return [each for each in self.rows() if each not in others]

        act()
        wait_until(lambda: len(come()) == 1 and expected(come()[0]), what=f"the change of {row}; now: {come()}")
        assert len(self.rows()) == len(others) + 1
        return come()[0]

    def becomes(self, rows: list[Row], what: str) -> None:
        wait_until(lambda: self.rows() == rows, what=what)

    def choose(self, row: Row) -> None:
        """Choose a span by key, from within it or from the one around it."""
        if not self.is_chosen(row):
            self.program.key("bracketright")
        wait_until(lambda: self.is_chosen(row), what=f"{row} to be chosen")

    def is_chosen(self, row: Row) -> bool:
        shown = self.program.tree()
        return bool(shown.find_all("label", f"{row.start}–{row.end}") and shown.find_all("label", row.label.upper()))

    def click_label(self, name: str, *, floating: bool) -> None:
        """Click a label's button: in the small bar at the selection, or in the bar above the text."""
        top = self.article().extents[1]

        def button() -> Node | None:
            found = self.program.tree().find_all("push button", f"Tag as {name}")
            return next((each for each in found if (each.extents[1] >= top) == floating), None)

        self.program.click(*wait_until(button, what=f"a button for {name}").centre)


def utf16(text: str, position: int) -> int:
    """A position as the screen reader counts."""
    return len(text[:position].encode("utf-16-le")) // 2


def end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    assert found
    return found.end()


def tag_by_caret(desk: Desk, figure: int, quotation: re.Match[str]) -> Row:
    """Four spans of units at the caret, one within another; the sentence with the figure."""
    desk.put_caret(quotation.start() + 2)
    row = desk.press("3")
    assert (row.label, row.text) == ("quote", quotation.group())
    assert desk.press("1").label == "claim"
    desk.put_caret(figure)
    sentence, statistic = desk.press("1"), desk.press("2")
    assert (sentence.label, statistic.label) == ("claim", "statistic")
    assert sentence.start <= statistic.start <= figure < statistic.end <= sentence.end
    return sentence


def tag_by_selecting(desk: Desk, forth: int, back: int) -> None:
    """Two spans of what Shift and the arrows selected, on from `forth` and back from `back`."""
    desk.put_caret(forth)
    desk.program.key("ctrl+shift+Right", "ctrl+shift+Right", "ctrl+shift+Right", "shift+Right", "shift+Right")
    start, end = desk.selected()
    row = desk.press("3")
    assert start == forth
    assert row[:3] == (start, start + len(desk.text[start:end].rstrip()), "quote")
    desk.put_caret(back)
    desk.program.key("ctrl+shift+Left", "ctrl+shift+Left", "ctrl+shift+Left", "shift+Left")
    start, end = desk.selected()
    row = desk.press("1")
    assert end == back
    assert row[:3] == (end - len(desk.text[start:end].lstrip()), end, "claim")


def tag_by_mouse(desk: Desk, aim: int, figure: int) -> None:
    """One span drawn with the mouse around `aim` and named in the small bar, one at `figure` by the bar above."""
    start = desk.text.rindex(" ", 0, aim - 1) + 1
    end = end_of(TWO_WORDS, desk.text, aim)
    desk.program.drag_over(desk.article(), utf16(desk.text, start), utf16(desk.text, end))
    start, end = desk.selected()
    assert start < aim < end
    row = desk.adds(lambda: desk.click_label("statistic", floating=True))
    assert row[:3] == (start, end, "statistic")
    desk.put_caret(figure)
    row = desk.adds(lambda: desk.click_label("claim", floating=False))
    assert row.label == "claim"
    assert row.start <= figure < row.end


def move_edges(desk: Desk, row: Row) -> Row:
    """The end of the chosen span a word on by key, and another by mouse."""
    row = desk.changes(row, lambda: desk.program.key("f"), lambda now: now.start == row.start and now.end > row.end)
    goal = end_of(NEXT_WORD, desk.text, row.end)
    there, edge = desk.put_caret(goal), desk.put_caret(row.end)
    desk.choose(row)
    return desk.changes(row, lambda: desk.program.drag(edge, there), lambda now: now[:2] == (row.start, goal))


def describe(desk: Desk, row: Row) -> Row:
    """A note, a choice and a number, by keys; the digits typed tag nothing. Escape goes back to the text."""
    program = desk.program
    note = "Asked 12 people"
    program.key("n")
    row = desk.changes(row, lambda: (program.type(note), program.key("Escape")), lambda now: now.note == note)
    program.key("Return")
    row = desk.changes(row, lambda: program.type("count"), lambda now: now.attributes == {"kind": "count"})
    program.key("Tab")
    given = {"kind": "count", "value": 12}
    row = desk.changes(row, lambda: program.type("12"), lambda now: now.attributes == given)
    program.key("Escape")
    assert "focused" in desk.article().states
    return row


def check_export(desk: Desk) -> None:
    """Every offset that goes out is right, in both layouts, and they are code points."""
    (line,) = desk.program.annotator("export", desk.project).splitlines()
    document = json.loads(line)
    spans = document["spans"]
    assert document["text"] == desk.text
    assert len(spans) == 10
    assert {span["label"] for span in spans} == {"claim", "statistic", "quote"}
    assert {span["annotator"] for span in spans} == {"Wen"}
    for layout in (spans, desk.program.spans(desk.project)):
        assert [(span["start"], span["end"]) for span in layout] == [(row.start, row.end) for row in desk.rows()]
        assert all(desk.text[span["start"] : span["end"]] == span["text"] for span in layout)
    extents = [(span["start"], span["end"]) for span in spans]
    assert any(a <= c < d <= b and (a, b) != (c, d) for a, b in extents for c, d in extents), "none is nested"
    assert any(a < c < b < d for a, b in extents for c, d in extents), "none overlap"
    if ASTRAL.search(desk.text):
        assert any(ASTRAL.search(span["text"]) for span in spans)
        assert any(utf16(desk.text, span["start"]) != span["start"] for span in spans)
    assert "10 spans checked, 0 problems" in desk.program.annotator("check", desk.project)


@pytest.mark.parametrize(
    "path", [ARTICLE, SAMPLES / "village-clinics.txt", SAMPLES / "registry-names.txt"], ids=lambda path: path.stem
)
def test_tag_correct_lose_power_go_on_export(person: Callable[..., Program], path: Path) -> None:
    if path == ARTICLE and not path.exists():
        pytest.skip("no ../shared/articles beside this checkout: the real article is not part of it")
    text = path.read_text(encoding="utf-8")
    program = person().start(path, "--annotator", "Wen")
    program.resize(1280, 800)
    program.find("text", "Article", text[:40])
    desk = Desk(program, text, program.home / ".local/share/annotator/articles.annotator")

    figures = [found.start() for found in FIGURE.finditer(text)]
    quotation, further = list(QUOTATION.finditer(text))[:2]
    signs = [found.span() for found in ASTRAL.finditer(text)]
    sentence = tag_by_caret(desk, figures[0], quotation)
    last_word = text.rindex(" ", sentence.start, sentence.end) + 1
    tag_by_selecting(desk, last_word, signs[0][1] if signs else text.index("\n", figures[0]))
    tag_by_mouse(desk, signs[2][0] if signs else figures[1], figures[2])
    desk.put_caret(further.start() + 2)
    assert desk.press("3").text == further.group()
    desk.put_caret(figures[2] + 1)
    row = desk.press("2")
    assert row.start <= figures[2] < row.end
    assert len(desk.rows()) == 10

    row = move_edges(desk, row)
    kept = desk.rows()
    program.key("Delete")
    desk.becomes([each for each in kept if each != row], "the span to be gone")
    program.key("ctrl+z")
    desk.becomes(kept, "the span to be back")
    row = describe(desk, row)
    kept = desk.rows()
    assert len(kept) == 10

    program.kill()
    program.start("--annotator", "Wen")
    program.find("text", "Article", text[:40])
    program.find("label", "10")  # the count over the list of spans
    assert desk.rows() == kept
    program.key("ctrl+z")
    undone = row._replace(attributes={"kind": "count"})
    desk.becomes([undone if each == row else each for each in kept], "the last act to be taken back")
    program.find("label", f"{row.start}–{row.end}")  # and its place to be shown
    program.key("ctrl+shift+z")
    desk.becomes(kept, "the last act to be done again")

    check_export(desk)
    assert program.close() == 0
    left = {each.name for each in desk.project.parent.iterdir()} - {"backups"}
    assert left == {desk.project.name}, "a closed project is one file"
