"""Positions between the text and the widget, for any text at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from annotator.core.text import canonical, grapheme_floor
from annotator.gui.article import ArticleView

strange = st.text(
    alphabet=st.sampled_from("ab \n\t\u00a0é́𝔸👩\u200d👧🇳🇴\u2028\u2029\u0085ب中\ufdd0\u200f\ufffc\x7f"), max_size=40
)


@pytest.fixture(scope="module")
def view(qapp: QApplication) -> ArticleView:
    view = ArticleView()
    view.resize(500, 400)
    return view


@settings(max_examples=80, deadline=None)
@given(raw=st.one_of(strange, st.text(max_size=40)), data=st.data())
def test_what_is_selected_is_what_was_asked_for(view: ArticleView, raw: str, data: st.DataObject) -> None:
    text = canonical(raw).text
    view.load(text)
    a, b = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    view.select(a, b)
    start, end = grapheme_floor(text, a), grapheme_floor(text, b)
    assert view.selection() == ((start, end) if start < end else None)
    assert view.caret() == end


def test_positions_hold_across_breaks_that_are_only_shown(view: ArticleView) -> None:
    text = "word 👍 " * 5000
    view.load(text)
    assert view.document().blockCount() > 3
    for position in (0, 7999, 8000, 8001, 16_000, len(text) - 1, len(text)):
        view.set_caret(position)
        assert view.caret() == position
    view.select(7_900, 8_100)
    assert view.selection() == (7_900, 8_100)
    assert view.createMimeDataFromSelection().text() == text[7_900:8_100]
