"""The list of documents against the same list made in Python."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.listing import ASSIGNED, SORTS, STATES, Listing, Term
from annotator.core.model import Assignment, Document, Progress
from annotator.store.listing import DocumentRow
from annotator.store.project import Project
from tests.making import LI, WEN, act, make_document, make_project, make_span, tag

TEXTS = ("One well in town.", "Two Wells 100% dry.", "A bridge_a over the river.", "", "a well; a wall")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with make_project(tmp_path_factory.mktemp("listing") / "a.annotator", *TEXTS) as project:
        documents = list(project.query.documents())
        changes = []
        for number, document in enumerate(documents):
            meta = {"date": f"2025-0{5 - number}-01"} if number % 2 else {"date": 7}
            changes.append(Change(document, _replaced(document, number, meta)))
        for number, state in ((0, "done"), (1, "doing"), (2, "todo")):
            progress = Progress(id=f"p{number}", document_id=documents[number].id, annotator_id=WEN.id, state=state)
            changes.append(Change(None, progress))
        others = Progress(id="px", document_id=documents[4].id, annotator_id=LI.id, state="done")
        for number, who in ((0, LI), (1, WEN), (4, WEN), (4, LI)):
            work = Assignment(id=f"a{number}{who.name}", document_id=documents[number].id, annotator_id=who.id)
            changes.append(Change(None, work))
        project.apply(ChangeSet("Test", (*changes, Change(None, others))), act())
        for place, label in ((0, "claim"), (0, "claim"), (1, "statistic"), (1, "source"), (4, "claim")):
            tag(project, make_span(0, 3, label, text=TEXTS[place]))
        tag(project, make_span(0, 3, "claim", text=TEXTS[2], who=LI), LI)
        yield project


def _replaced(document: Document, number: int, meta: dict[str, object]) -> Document:
    values = {name: getattr(document, name) for name in ("id", "sha256", "length", "position")}
    return Document(**values, title=TEXTS[number][:9], meta=meta, created_at="2026-01-01T00:00:00Z")


def titles(project: Project, figures: dict[int, int] | None = None, **wanted: object) -> list[str]:
    numbers = project.query.listed(Listing(WEN.id)._replace(**wanted), figures).numbers
    rows = {row.number: row for row in project.query.document_rows(numbers, WEN.id)}
    assert rows.keys() == set(numbers)
    return [rows[number].title for number in numbers]


ALL = [text[:9] for text in TEXTS]
ONE, TWO, BRIDGE, EMPTY, WALL = ALL


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, ALL),
        ({"descending": True}, ALL[::-1]),
        ({"sort": "title"}, [EMPTY, BRIDGE, WALL, ONE, TWO]),
        ({"sort": "length", "descending": True}, [BRIDGE, TWO, ONE, WALL, EMPTY]),
        ({"sort": "spans", "descending": True}, [ONE, TWO, WALL, BRIDGE, EMPTY]),
        ({"sort": "label:statistic", "descending": True}, [TWO, ONE, BRIDGE, EMPTY, WALL]),
        ({"sort": "state"}, [BRIDGE, EMPTY, WALL, TWO, ONE]),
        ({"states": ("todo",)}, [BRIDGE, EMPTY, WALL]),
        ({"states": ("doing", "done")}, [ONE, TWO]),
        ({"states": ("todo",), "sort": "state", "descending": True}, [BRIDGE, EMPTY, WALL]),
        ({"assigned": "mine"}, [TWO, WALL]),
        ({"assigned": "nobody"}, [BRIDGE, EMPTY]),
        ({"words": ("WELL",)}, [ONE, TWO, WALL]),
        ({"words": ("well", "wall")}, [WALL]),
        ({"words": ("100%",)}, [TWO]),
        ({"words": ("%",)}, [TWO]),
        ({"words": ("e_a",)}, [BRIDGE]),
        ({"words": ("\\",)}, []),
        ({"terms": (Term("length", ">", 16),)}, [ONE, TWO, BRIDGE]),
        ({"terms": (Term("length", "!=", 0), Term("label:claim", "=", 0))}, [TWO, BRIDGE]),
        ({"terms": (Term("spans", ">=", 1),), "sort": "spans", "descending": True}, [ONE, TWO, WALL]),
        ({"terms": (Term("date", "=", "2025-04"),)}, [TWO]),
        ({"terms": (Term("date", "<", "2025-04"),)}, [EMPTY]),
        ({"terms": (Term("date", "<=", "2025"),), "sort": "date"}, [EMPTY, TWO]),
    ],
)
def test_filtered_and_sorted(project: Project, wanted: dict[str, object], expected: list[str]) -> None:
    assert titles(project, **wanted) == expected


def test_untagged_figures_come_from_outside(project: Project) -> None:
    figures = {project.query.document_number(make_document(TEXTS[place]).id) or 0: place for place in (1, 2, 4)}
    assert titles(project, figures, sort="untagged", descending=True) == [WALL, BRIDGE, TWO, ONE, EMPTY]
    assert titles(project, figures, terms=(Term("untagged", ">", 1),)) == [BRIDGE, WALL]


listings = st.builds(
    Listing,
    st.just(WEN.id),
    words=st.lists(st.sampled_from(["a", "well", "x", "%"]), max_size=2).map(tuple),
    terms=st.lists(
        st.builds(
            Term,
            st.sampled_from(["length", "spans", "untagged", "label:claim", "label:statistic"]),
            st.sampled_from(["<", "<=", "=", "!=", ">=", ">"]),
            st.integers(0, 20),
        ),
        max_size=3,
    ).map(tuple),
    states=st.lists(st.sampled_from(STATES), unique=True).map(tuple),
    assigned=st.sampled_from(["", *ASSIGNED]),
    sort=st.sampled_from([*SORTS, "label:claim", "label:it's \" odd"]),
    descending=st.booleans(),
)


@given(listings)
def test_every_combination_is_a_part_of_the_whole(project: Project, listing: Listing) -> None:
    found = project.query.listed(listing, {1: 3})
    everything = project.query.listed(Listing(WEN.id))
    assert (found.total, found.done) == (len(everything.numbers), 1)
    assert set(found.numbers) <= set(everything.numbers)
    assert len(set(found.numbers)) == len(found.numbers)
    turned = project.query.listed(listing._replace(descending=not listing.descending), {1: 3})
    assert set(turned.numbers) == set(found.numbers)


def test_a_line_says_what_is_known_of_its_document(project: Project) -> None:
    second = make_document(TEXTS[1])
    number = project.query.document_number(second.id)
    assert number is not None
    row = project.query.document_rows([number], WEN.id)[0]
    assert row == DocumentRow(number, second.id, TWO, len(TEXTS[1]), "doing", 1, row.imported, "2025-04-01")
    assert project.query.document_rows([number], WEN.id, "source")[0].spans == 1
    assert project.query.document_rows([number], LI.id)[0].state == "todo"
    assert project.query.document_rows([999_999], WEN.id) == []
    assert project.query.document_number("nobody") is None


def test_the_first_unfinished_in_the_order_given(project: Project) -> None:
    numbers = project.query.listed(Listing(WEN.id)).numbers
    assert project.query.first_unfinished(numbers, WEN.id) == numbers[1]
    assert project.query.first_unfinished(numbers[::-1], WEN.id) == numbers[4]
    assert project.query.first_unfinished(numbers[::-1], LI.id) == numbers[3]
    assert project.query.first_unfinished(numbers[:1], WEN.id) is None


def test_a_long_question_is_broken_off(tmp_path: Path) -> None:
    text = "ab " * 300_000 + "end"
    with make_project(tmp_path / "a.annotator", *(f"{number} {text}" for number in range(30))) as project:
        worker = project.worker()
        threading.Timer(0.05, worker.interrupt).start()
        begin = time.monotonic()
        with pytest.raises(AnnotatorError, match="cannot be listed"):
            worker.query.listed(Listing(WEN.id, words=("end",) * 60))
        assert time.monotonic() - begin < 5
        worker.close()
