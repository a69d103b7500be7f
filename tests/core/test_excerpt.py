"""A line of context keeps hold of its place."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.excerpt import excerpt


@given(st.text(max_size=80), st.data())
def test_the_place_stays_the_same_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = excerpt(text, start, end, before=10, behind=20)
    wanted = text[start : min(end, start + 20)]
    shown = found.line[found.start : found.end]
    assert len(shown) == len(wanted)
    assert all(a == b or a == " " for a, b in zip(shown, wanted, strict=True))
    assert "\n" not in found.line


def test_it_begins_with_a_word_and_says_where_it_is_cut() -> None:
    text = "One two three four five six seven eight"
    found = excerpt(text, 14, 18, before=8, behind=7)
    assert found.line == "… three four five s …"
    assert found.line[found.start : found.end] == "four"
