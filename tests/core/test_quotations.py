"""Quoted passages: which are found, where they end, and which one the caret is in."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.quotations import inside_quotation, quotation_unit, quotations

ARTICLES = Path(__file__).resolve().parents[3] / "shared" / "articles"


def found(text: str) -> list[str]:
    return [text[each.start : each.end] + ("" if each.closed else "~") for each in quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “go away.” She said “no”.", ["“go away.”", "“no”"]),
        ("“He cried ‘stop’ twice,” she said.", ["“He cried ‘stop’ twice,”", "‘stop’"]),
        ("“A “B” C”", ["“A “B” C”", "“B”"]),
        ("‘The dogs’ tails don’t wag,’ he said.", ["‘The dogs’ tails don’t wag,’"]),
        ("rock ‘n’ roll in the ‘90s, the workers’ rights", []),
        ('"Go," he said. "Now."', ['"Go,"', '"Now."']),
        ("'Go away,' he said in the '90s, 'it's over.'", ["'Go away,'", "'it's over.'"]),
        ('a 5" disc', []),
        ("«Oui», „ja“, »nein«, ‹si›", ["«Oui»", "„ja“", "»nein«", "‹si›"]),
        ("「他说『好』。」“行”", ["「他说『好』。」", "『好』", "“行”"]),
        ("”Ja”, sa hon.", ["”Ja”"]),
        ("a stray ” closes nothing", []),
        ("“It goes on\nnext line”", ["“It goes on~"]),
        ("“The mark is lost. Then “more” came. End.", ["“The mark is lost.~", "“more”"]),
        ("He said (“yes”) and (“no”)", ["“yes”", "“no”"]),
    ],
)
def test_passages(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_the_innermost_around_the_caret() -> None:
    text = "x “He cried ‘stop’ twice” y “z” end"
    outer, inner = (2, 25), (12, 18)
    assert quotation_unit(text, 0) is None
    assert quotation_unit(text, 2) == outer, "next to the opening mark counts"
    assert quotation_unit(text, 5) == outer
    assert [quotation_unit(text, i) for i in (12, 15, 18)] == [inner] * 3
    assert quotation_unit(text, 25) == outer, "behind the closing mark counts"
    assert quotation_unit(text, 27) is None
    assert quotation_unit(text, len(text)) is None
    assert quotation_unit("“a”“b”", 3) == (3, 6), "between two, the one that begins"


def test_inside() -> None:
    text = "“One. Two.” Three."
    assert inside_quotation(text, 4)
    assert not inside_quotation(text, text.index("”"))
    assert not inside_quotation(text, len(text) - 1)
    assert inside_quotation("“It goes on. And on.", 19), "a quotation that opens its line may go on in the next"
    assert not inside_quotation("He “lost a mark. End.", 20)


@given(st.text(st.sampled_from("ab s.,“”‘’'\"«»„\n"), max_size=40))
def test_passages_stay_in_their_line_and_nest(text: str) -> None:
    passages = list(quotations(text))
    for each in passages:
        assert 0 <= each.start < each.end <= len(text)
        assert "\n" not in text[each.start : each.end]
    closed = [each for each in passages if each.closed]
    for a in closed:
        for b in closed:
            assert a.end <= b.start or b.end <= a.start or (a.start <= b.start) == (b.end <= a.end)


@pytest.mark.parametrize("char", ["“", "‘", '"', "‘s’ a", "“a "])
def test_noise_does_not_cost_its_square(char: str) -> None:
    text = char * (200_000 // len(char))
    began = time.thread_time()
    quotation_unit(text, 100_000)
    assert time.thread_time() - began < 1.0


def test_the_real_article() -> None:
    files = sorted(ARTICLES.glob("*.txt")) if ARTICLES.is_dir() else []
    if not files:
        pytest.skip("the shared articles are not here")
    text = files[0].read_text(encoding="utf-8")
    passages = list(quotations(text))
    assert len(passages) == text.count("“") == 81
    assert all(each.closed for each in passages)
