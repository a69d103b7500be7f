"""Checks as an annotator meets them: by keys, in the list and in the margin, and what is kept of them."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from annotator.app.checks import Checks
from annotator.core.changes import Change, ChangeSet
from annotator.core.model import Dismissal, Link
from annotator.gui.checks_page import ChecksPage
from annotator.store.project import Project
from tests.gui.conftest import ALT, CTRL, SHIFT, OpenWindow, User
from tests.making import LI, PLAIN, make_span, tag


def page(user: User) -> ChecksPage:
    found = user.window.side.page("checks")
    assert isinstance(found, ChecksPage)
    return found


def checks(user: User) -> Checks:
    found = user.window.handlers.check.checks
    user.qtbot.waitUntil(lambda: not found.busy, timeout=5000)
    return found


def listed(user: User) -> list[str]:
    assert checks(user)
    return [page(user).model.data(page(user).model.index(row, 0)) for row in range(page(user).model.rowCount())]


def selected(user: User) -> str:
    return user.window.focus.text[slice(*(user.window.pane.article.selection() or (0, 0)))]


def tag_quote(user: User) -> None:
    user.put_caret("drink")
    user.press("3")


def test_they_come_by_themselves_and_follow_what_is_tagged(user: User) -> None:
    tab = user.window.side._tabs["checks"]
    user.qtbot.waitUntil(lambda: tab.text() == "Checks 2", timeout=5000)
    user.put_caret("12 wells")
    user.press("2")
    user.qtbot.waitUntil(lambda: tab.text() == "Checks 1", timeout=5000)
    user.press("Z", CTRL)
    user.qtbot.waitUntil(lambda: tab.text() == "Checks 2", timeout=5000)


def test_from_text_to_text_without_the_list(user: User) -> None:
    """Fix, dismiss, fill: each moves on, and says what it did."""
    tag_quote(user)
    user.put_caret("In 2021")
    user.press("F4")
    assert selected(user) == "12 wells"
    user.press("Return", ALT)
    assert ("statistic", "12 wells") in user.spans()
    assert "Ctrl+Z takes it back" in user.said()
    assert user.window.focus.span is not None
    assert user.window.focus.span.label == "quote"
    user.press("Return", ALT)  # the quote has no speaker: the keyboard is in that field
    user.type("Mayor Oda")
    user.press("Escape")
    assert user.stored()[1].attributes == {"speaker": "Mayor Oda"}
    user.press("F4")
    assert selected(user) == "Nearly 3,000 people"
    user.press("Backspace", ALT)
    assert "Nothing is left to check" in user.said()
    user.press("F4")
    assert user.said() == "Nothing to check here"
    assert user.window.side.current == "spans"


def test_a_dismissal_hides_just_that_one_and_is_kept(open_window: OpenWindow) -> None:
    user = open_window("It has 12 wells here. It has 12 wells there.")
    user.press("F4")
    user.press("Backspace", ALT)
    assert [each.start for each in checks(user).findings] == [29]
    user.restart()
    assert [each.start for each in checks(user).findings] == [29]
    [kept] = user.window.session.query.every(Dismissal)
    assert (kept.lint, kept.start, kept.end, kept.text) == ("figure", 7, 15, "12 wells")
    user.put_caret("there")
    user.press("Z", CTRL)
    assert [each.start for each in checks(user).findings] == [7, 29]
    assert user.window.pane.article.caret() == 7
    assert "Undid: dismiss check “figure not tagged”" in user.said()
    user.press("Z", CTRL | SHIFT)
    assert [each.start for each in checks(user).findings] == [29]


def test_a_dismissed_one_is_taken_back_in_the_list_and_may_be_dismissed_again(user: User) -> None:
    user.press("F4")
    user.press("Backspace", ALT)
    user.command("check.dismissed")
    assert listed(user) == ["Not tagged: 12 wells", "Not tagged: Nearly 3,000 people"]
    user.press("Home", CTRL)
    assert user.said().startswith("Dismissed: Not tagged: 12 wells")
    for gone in (False, True):
        user.press("Backspace", ALT)
        assert bool(checks(user).dismissed) is gone
        user.press("Home", CTRL)
    page(user).with_dismissed.click()
    assert listed(user) == ["Not tagged: Nearly 3,000 people"]
    assert not user.window.actions_table.get("check.dismissed").isChecked()


def test_the_list_goes_to_the_text_and_shows_one_kind(user: User) -> None:
    tag_quote(user)
    user.put_caret("“We")
    user.press("C", CTRL | SHIFT)
    assert listed(user) == [
        "Not tagged: 12 wells", "No speaker: “We drink again,”", "Not tagged: Nearly 3,000 people",
    ]  # fmt: skip
    assert user.window.focus.span is not None
    assert user.window.focus.span.label == "quote"
    user.press("Down")
    assert selected(user) == "Nearly 3,000 people"
    kinds = page(user).kinds
    assert [kinds.itemText(n).split()[-1] for n in range(kinds.count())] == ["3", "2", "1"]
    kinds.setFocus()
    user.press("Down")
    assert listed(user) == ["Not tagged: 12 wells", "Not tagged: Nearly 3,000 people"]
    user.press("Escape")
    user.press("F4")  # walks through what the list shows
    assert selected(user) == "12 wells"
    user.press("F4")
    assert selected(user) == "Nearly 3,000 people"
    user.press("F4")
    assert page(user).list.currentIndex().row() == 0


def test_enter_in_the_list_goes_to_the_text(user: User) -> None:
    user.press("C", CTRL | SHIFT)
    user.press("Return")
    assert user.focused() is user.window.pane.article
    assert selected(user) == "12 wells"


def test_edges_overlaps_and_forgotten_places_are_mended(open_window: OpenWindow) -> None:
    user = open_window("The old clinic is shut. Another old clinic is open.")
    user.window.pane.article.select(4, 12)
    user.press("1")
    user.put_caret("The")
    user.press("F4")
    assert user.said().startswith("1 of 1 · Ends inside a word: old clin")
    user.press("Return", ALT)
    assert user.spans() == [("claim", "old clinic")]
    assert "Tagged as claim elsewhere: old clinic" in user.said()
    user.press("Return", ALT)
    assert user.spans() == [("claim", "old clinic")] * 2
    user.window.pane.article.select(8, 17)
    user.press("1")
    user.press("F4", SHIFT)
    assert "Two of claim: clinic" in user.said()
    user.press("Return", ALT)
    assert user.spans() == [("claim", "old clinic is"), ("claim", "old clinic")]
    user.press("Z", CTRL)
    assert len(user.spans()) == 3


def test_a_link_answers_who_said_it(open_window: OpenWindow) -> None:
    user = open_window()
    tag_quote(user)
    user.select("Mayor Oda")
    user.press("4")
    assert [each.kind for each in checks(user).findings] == ["figure", "speaker", "figure"]
    quote, source = user.stored()
    link = Link(id="l", type="said_by", from_id=quote.id, to_id=source.id, annotator_id=quote.annotator_id)
    user.window.session.commit(ChangeSet("Link", (Change(None, link),)))
    assert [each.kind for each in checks(user).findings] == ["figure", "figure"]
    user.press("Z", CTRL)
    assert [each.kind for each in checks(user).findings] == ["figure", "speaker", "figure"]


def test_others_spans_are_their_business(open_window: OpenWindow) -> None:
    user = open_window()
    tag(user.window.session.project, make_span(PLAIN.index("“"), PLAIN.index(" said"), "quote", who=LI), LI)
    user.restart()
    assert {each.kind for each in checks(user).findings} == {"figure"}


def test_what_a_read_only_project_shows_cannot_be_changed(open_window: OpenWindow) -> None:
    open_window().window.close()
    user = open_window(read_only=True)
    user.press("F4")
    assert selected(user) == "12 wells"
    user.press("Backspace", ALT)
    user.press("Return", ALT)
    assert len(checks(user).findings) == 2
    assert user.spans() == []


def test_the_margin_tells_in_plain_text(open_window: OpenWindow) -> None:
    user = open_window("It has 12 <b>wells</b> there.\nNothing here.\nفي القرية ٢٤ مقعدًا جديدًا.")
    assert len(checks(user).findings) == 2
    article = user.window.pane.article
    left, width = article._layout.column
    em = article._metrics.em
    for place, x in ((0, left - em * 0.8), (user.window.focus.text.index("في"), left + width + em * 0.8)):
        point = QPointF(x, user.place_of(place).y())
        assert article.layers.note_at(point).startswith("Not tagged: ")
        picture = article.viewport().grab().toImage()
        assert picture.pixelColor(point.toPoint()) == QColor(article.colors.muted)
    assert article.layers.note_at(QPointF(left - em * 0.8, user.place_of(35).y())) == ""
    assert article.layers.note_at(QPointF(left + 50, user.place_of(0).y())) == ""
    user.press("F4")
    assert article.viewport().grab().toImage().pixelColor(int(left - em * 0.8), user.place_of(0).y()) == QColor(
        article.colors.chosen
    )


def test_another_document_has_checks_of_its_own(open_window: OpenWindow) -> None:
    user = open_window(PLAIN, "A second article, with no more to say.")
    assert len(checks(user).findings) == 2
    user.press("Down", CTRL)
    assert checks(user).findings == []
    user.press("Up", CTRL)
    user.press("F4")
    assert selected(user) == "12 wells"


def test_a_long_document_is_checked_between_the_keys(open_window: OpenWindow) -> None:
    user = open_window("\n".join(f"In this village they built {n} wells in all." for n in range(2, 4000)))
    assert len(checks(user).findings) == 3998
    user.press("C", CTRL | SHIFT)
    assert page(user).model.rowCount() == 3998
    user.press("Escape")
    user.put_caret("built 3000")
    user.press("F4")
    assert selected(user) == "3000 wells"
    user.press("Return", ALT)
    assert selected(user) == "3001 wells"
    assert len(checks(user).findings) == 3997


def test_a_dismissal_says_whose_it_is(user: User) -> None:
    user.press("F4")
    user.press("Backspace", ALT)
    user.window.session.be(LI)
    assert len(checks(user).findings) == 2
    with Project(user.window.session.project.path, read_only=True) as project:
        [kept] = project.query.every(Dismissal)
    assert kept.annotator_id != LI.id
