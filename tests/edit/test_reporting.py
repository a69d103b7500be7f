"""The report: everything that was decided, nothing that could act, the same bytes every time."""

import csv
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.model import Comment
from annotator.edit import reporting
from annotator.edit.report_page import html_pieces
from annotator.edit.report_table import csv_pieces
from annotator.store.project import Project
from tests.edit.test_advising import CHEN, reviewed
from tests.making import LI, WEN, act, make_document, make_project, make_span, tag


class Page(HTMLParser):
    """Tags with their attributes, and the text that is read."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        if tag not in ("meta", "rect", "input"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self.open):
            self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return reviewed(tmp_path / "news & <b>.annotator")


def page(project: Project) -> str:
    return "".join(html_pieces(reporting.report(project.query, project.path)))


def test_it_tells_cases_verdicts_reasons_and_gold(project: Project) -> None:
    with project:
        verdict = project.query.verdicts(make_document().id)[0]
        answer = Comment(id="c", verdict_id=verdict.id, annotator_id=WEN.id, text="I see & agree")
        project.apply(ChangeSet("Answer", (Change(None, answer),)), act())
        told = Page(page(project))
    assert not told.open
    assert "a <year>, no figure" in told.text
    assert "I see & agree" in told.text
    assert "accepted Li" in told.text
    assert "fixed Wen" in told.text
    states = [each["data-state"] for tag, each in told.tags if tag == "article"]
    assert sorted(filter(None, states)) == ["decided", "decided", "undecided"]
    assert len([tag for tag, _ in told.tags if tag == "mark"]) == 1
    assert "as in gold" in told.text
    assert "start too early" in told.text


def test_nothing_in_it_acts_or_calls_out(project: Project) -> None:
    evil = replace(CHEN, id="55555555-0000-4000-8000-000000000005", name="<img src=x onerror=alert(1)>\u202e")
    with project:
        project.apply(ChangeSet("Add", (Change(None, evil),), merged=True), act())
        bad = replace(make_span(50, 60, "quote"), attributes={"speaker": "</dd><script>alert(2)</script>"})
        tag(project, replace(bad, annotator_id=evil.id), evil)
        text = "".join(html_pieces(reporting.report(project.query, project.path, [evil.id, WEN.id], unfinished=True)))
    told = Page(text)
    assert not told.open
    assert [tag for tag, _ in told.tags].count("script") == 1
    assert not any(tag in ("img", "link", "iframe", "object", "base") for tag, _ in told.tags)
    assert not any(key.startswith("on") or key in ("src", "href", "style") for _, each in told.tags for key in each)
    assert "http" not in re.sub(r"http-equiv", "", text)
    assert "\u202e" not in text
    assert "<img src=x onerror=alert(1)>" in told.text
    policy = next(each["content"] for tag, each in told.tags if "http-equiv" in each)
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_it_is_the_same_every_time(project: Project, tmp_path: Path) -> None:
    with project:
        for number in "12":
            found = reporting.report(project.query, project.path)
            reporting.write(project.path, tmp_path / f"{number}.html", tmp_path / f"{number}.csv", found)
    for ending in ("html", "csv"):
        first, second = ((tmp_path / f"{number}.{ending}").read_bytes() for number in "12")
        assert first == second


def test_the_table_has_a_row_for_each_span(project: Project) -> None:
    with project:
        text = "".join(csv_pieces(reporting.report(project.query, project.path)))
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [(row["annotator"], row["state"]) for row in rows] == [
        ("Li", "decided"), ("Wen", "decided"), ("gold", "decided"), ("Wen", "undecided"), ("Li", "decided"),
    ]  # fmt: skip
    assert rows[0]["verdicts"] == "Chen: accept" or rows[0]["verdicts"].endswith(": accept")
    assert rows[-1]["verdicts"].endswith("reject (a <year>, no figure)")


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_spreadsheet_finds_no_formula(tmp_path: Path, start: str) -> None:
    text = f"{start}HYPERLINK(1) and more"
    with make_project(tmp_path / "p.annotator", text) as project:
        tag(project, make_span(0, 12, text=text))
        told = "".join(csv_pieces(reporting.report(project.query, project.path, [WEN.id], unfinished=True)))
    (row,) = csv.DictReader(io.StringIO(told, newline=""))
    assert row["text"] == f"'{text[:12]}"
    assert row["document"].startswith("'")


def test_it_never_takes_the_place_of_the_project(project: Project, tmp_path: Path) -> None:
    with project:
        found = reporting.report(project.query, project.path)
        with pytest.raises(AnnotatorError, match="another name"):
            reporting.write(project.path, project.path, None, found)
        with pytest.raises(AnnotatorError, match="another name"):
            reporting.write(project.path, tmp_path / "a", tmp_path / "a", found)


def test_of_an_empty_project(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.annotator") as project:
        told = Page(page(project))
    assert not told.open
    assert "annotators: none" in told.text
    assert "No document is marked as done" in told.text


def test_what_became_of_a_case(project: Project) -> None:
    with project:
        query = project.query
        (reading,) = reporting.report(query, project.path).readings()
        case = reading.cases[0]
        verdicts = list(case.verdicts)
        assert reporting.state_of(case.case, verdicts) == "decided"
        assert reporting.state_of(case.case, verdicts[:1]) == "undecided"
        asked = replace(verdicts[0], verdict="question")
        assert reporting.state_of(case.case, [asked, *verdicts[1:]]) == "question"
        other = replace(verdicts[0], id="another", reviewer_id=LI.id, verdict="reject", result=None)
        assert reporting.state_of(case.case, [other, *verdicts]) == "disputed"
        old = replace(verdicts[0], judged={**verdicts[0].judged, "rev": 99})
        assert reporting.state_of(case.case, [old, *verdicts[1:]]) == "undecided"
        assert reading.document.id == make_document().id
