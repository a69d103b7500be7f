"""A long document with thousands of spans, which are read and looked through a little at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from annotator.app import focus
from annotator.core.changes import Change, ChangeSet
from annotator.core.model import Link, Span
from annotator.core.reading_order import order
from tests.gui.conftest import CTRL, OpenWindow, User
from tests.making import LI, WEN, act, make_document, make_project, make_span

TEXT = "".join(f"Line {number} counts to {number}.\n" for number in range(6000))
LABELS = ("claim", "statistic", "quote")


def made(count: int = 5000) -> list[Span]:
    """One on every line, and one on all that is written there; every tenth is Li's."""
    starts = [place for place in range(len(TEXT)) if place == 0 or TEXT[place - 1] == "\n"][: count // 2]
    found = []
    for number, start in enumerate(starts):
        who, label = (LI if number % 10 == 0 else WEN), LABELS[number % 3]
        end = TEXT.index(" counts", start)
        found.append(make_span(start, end, label, text=TEXT, who=who, span_id=f"a{number:05}"))
        found.append(make_span(start, TEXT.index(".", end), "source", text=TEXT, who=who, span_id=f"b{number:05}"))
    return found


@pytest.fixture
def reader(tmp_path: Path, open_window: OpenWindow) -> User:
    """The window on the long document, with all its spans read."""
    project = make_project(tmp_path / "news.annotator", TEXT)
    spans = made()
    project.apply(ChangeSet("Tags", tuple(Change(None, span) for span in reversed(spans))), act("Tags"))
    link = Link(id="l", type="same_as", from_id=spans[0].id, to_id=spans[2].id, annotator_id=WEN.id)
    project.apply(ChangeSet("Link", (Change(None, link),)), act("Link"))
    project.close()
    user = open_window()
    user.qtbot.waitUntil(lambda: user.window.focus.complete)
    return user


def listed(user: User) -> list[str]:
    return [span.id for span in user.window.spans.model.spans]


def shown(user: User) -> Callable[[], bool]:
    return lambda: not user.window.spans._sifting.busy and not user.window.spans._pause.isActive()


def test_all_spans_come_in_and_are_listed_in_reading_order(reader: User) -> None:
    assert len(TEXT) > focus.SHORT
    expected = [span.id for span in sorted(made(), key=order)]
    assert listed(reader) == expected
    assert [span.id for span in reader.window.focus.order.spans] == expected
    assert set(reader.window.focus.spans) == set(expected)
    counts = reader.window.labels._counts
    assert [counts[label] for label in LABELS] == [
        sum(span.label == label and span.annotator_id == WEN.id for span in made()) for label in LABELS
    ]


def test_a_span_tagged_while_the_rest_comes_in_is_there_once(reader: User) -> None:
    user = reader
    user.window.open_document(make_document(TEXT).id)
    user.window.pane.article.set_caret(TEXT.index("Line 4000"))
    assert not user.window.focus.complete
    user.press("1")
    user.qtbot.waitUntil(lambda: user.window.focus.complete)
    assert len(listed(user)) == len(set(listed(user))) == 5001
    assert user.window.focus.order.spans == sorted(user.window.focus.spans.values(), key=order)
    user.press("Z", CTRL)
    assert len(listed(user)) == 5000


def test_many_spans_are_filtered_while_the_window_goes_on(reader: User) -> None:
    user = reader
    user.command("view.filter_spans")
    user.type("statistic 1234")
    assert len(listed(user)) == 5000
    user.qtbot.waitUntil(lambda: len(listed(user)) < 5000)
    assert listed(user) == [span.id for span in made() if span.label == "statistic" and "1234" in span.text]
    user.window.spans.filter.selectAll()
    user.type("claim")
    user.qtbot.waitUntil(lambda: len(listed(user)) > 5)
    assert listed(user) == [span.id for span in made() if span.label == "claim"]
    user.press("Backspace")
    for _ in range(4):
        user.press("Backspace")
    user.qtbot.waitUntil(lambda: len(listed(user)) == 5000)


def test_a_change_while_many_are_filtered_is_not_lost(reader: User) -> None:
    user = reader
    panel = user.window.spans
    user.command("view.filter_spans")
    user.type("claim")
    with user.qtbot.waitSignal(panel._pause.timeout):
        pass
    assert panel._sifting.busy
    user.window.pane.article.setFocus()
    user.window.pane.article.set_caret(TEXT.index("Line 5900"))
    user.press("1")
    user.qtbot.waitUntil(shown(user))
    new = user.window.focus.span
    assert new is not None
    assert new.id in listed(user)
    assert len(listed(user)) == sum(span.label == "claim" for span in made()) + 1


def test_other_annotators_spans_are_hidden_and_shown_by_a_key(reader: User) -> None:
    user = reader
    view = user.window.pane.article
    line = TEXT.index("Line 10 ")  # Li's
    assert len(view.spans_at(line)) == 2
    before = view.overview.ticks()
    user.press("F7")
    assert view.spans_at(line) == []
    assert len(view.spans_at(TEXT.index("Line 11 "))) == 2
    user.qtbot.waitUntil(shown(user))
    assert listed(user) == [span.id for span in sorted(made(), key=order) if span.annotator_id == WEN.id]
    view.set_caret(line)
    assert user.window.focus.span is None
    user.press("F7")
    assert len(view.spans_at(line)) == 2
    user.qtbot.waitUntil(lambda: len(listed(user)) == 5000)
    user.qtbot.waitUntil(lambda: view.overview.ticks() == before)


def test_the_overview_follows_what_comes_and_goes(reader: User) -> None:
    user = reader
    strip = user.window.pane.article.overview
    user.qtbot.waitUntil(lambda: not strip._slices.busy)
    before = strip.ticks()
    user.window.pane.article.set_caret(len(TEXT) - 3)
    user.press("1")
    added = strip.ticks()
    assert set(added) - set(before) == {max(added)}
    user.press("Delete")
    assert strip.ticks() == before
    user.window.resize(1280, 600)
    QApplication.processEvents()
    user.qtbot.waitUntil(lambda: not strip._slices.busy)
    room = strip.height() - 3
    assert set(strip.ticks()) == {span.start * room // len(TEXT) for span in made()}


def test_a_linked_span_says_so_in_its_row(reader: User) -> None:
    panel = reader.window.spans
    badges = {span.id: panel.badge(span) for span in panel.model.spans[:6]}
    assert [span_id for span_id, badge in badges.items() if "🔗" in badge] == ["a00000", "a00001"]


def test_from_the_caret_to_the_next_and_the_previous_span(reader: User) -> None:
    user = reader
    user.window.pane.article.set_caret(TEXT.index("Line 2000") - 1)
    assert user.window.focus.span is None
    user.press("BracketRight")
    assert user.window.focus.span is not None
    assert user.window.focus.span.id == "b02000"
    user.window.pane.article.set_caret(TEXT.index("Line 2000") - 1)
    user.press("BracketLeft")
    assert user.window.focus.span.id == "a01999"


def test_spans_are_read_portion_by_portion(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.annotator", TEXT) as project:
        spans = made(60)
        project.apply(ChangeSet("Tags", tuple(Change(None, span) for span in spans)), act("Tags"))
        document = make_document(TEXT)
        for count in (1, 2, 3, 7, 60, 100):
            read: list[Span] = []
            place = 0
            while found := project.query.spans_from(document.id, place, count):
                assert len({span.start for span in found}) == 1 or len(found) <= count + 1
                read += found
                place = found[-1].start + 1
            assert sorted(read, key=order) == sorted(spans, key=order)
        assert not project.query.has_links()


def test_a_document_with_many_spans_is_deleted_and_brought_back_as_a_job(reader: User) -> None:
    user = reader
    session, before = user.window.session, user.stored()
    titles: list[str] = []
    session.jobs.started.connect(titles.append)
    user.command("document.delete")
    user.wait_for_jobs()
    assert user.documents() == []
    assert user.window.focus.document is None
    assert user.window.pane.article.text() == ""
    assert "with 5,000 spans; Ctrl+Z brings it back" in user.said()
    user.press("Z", CTRL)
    user.wait_for_jobs()
    user.qtbot.waitUntil(lambda: user.window.focus.complete)
    mine = [title for title in titles if title not in ("Checking the file", "Backing up")]
    assert mine == ["Delete document", "Undo Delete document"]
    assert user.stored() == before
    assert listed(user) == [span.id for span in sorted(made(), key=order)]
    linked = next(span for span in user.window.focus.order.spans if span.id == "a00001")
    assert user.window.spans.badge(linked) == "🔗"
    assert "Undid: delete document" in user.said()


@pytest.mark.parametrize("undoing", [False, True])
def test_a_big_deletion_that_is_cancelled_changes_nothing(reader: User, undoing: bool) -> None:
    user = reader
    jobs, before = user.window.session.jobs, user.stored()
    if undoing:
        user.command("document.delete")
        user.wait_for_jobs()
        before = []
    jobs.progressed.connect(lambda done, total: jobs.cancel())
    user.press("Z", CTRL) if undoing else user.command("document.delete")
    user.wait_for_jobs()
    assert "cancelled, nothing was changed" in user.said()
    assert user.stored() == before
    assert (user.window.focus.document is None) == undoing
