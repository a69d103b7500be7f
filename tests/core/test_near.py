"""How alike two texts are, against the exact resemblance of their sets of three-word runs; and finding the nearest."""

import random

import pytest

from annotator.core.near import ALIKE, Near, similarity, sketch

_random = random.Random(1)
VOCABULARY = [f"word{number}" for number in range(5000)]


def text(words: int = 500) -> list[str]:
    return _random.choices(VOCABULARY, k=words)


def exact(one: list[str], other: list[str]) -> float:
    a, b = (set(zip(words, words[1:], words[2:], strict=False)) for words in (one, other))
    return len(a & b) / len(a | b)


@pytest.mark.parametrize("changed", [0, 1, 10, 30, 60])
def test_the_estimate_is_near_the_truth(changed: int) -> None:
    one = text()
    other = list(one)
    for place in _random.sample(range(len(one)), changed):
        other[place] = "changed"
    found = similarity(sketch(" ".join(one)), sketch(" ".join(other)))
    assert found == pytest.approx(exact(one, other), abs=0.16)  # four standard errors
    assert changed or found == 1


def test_case_and_punctuation_do_not_count() -> None:
    words = text(100)
    other = " ".join(words).title().replace(" ", ", ")
    assert similarity(sketch(" ".join(words)), sketch(f"“{other}.”")) == 1


def test_texts_without_spaces_are_compared_by_the_character() -> None:
    one = "".join(chr(0x4E00 + _random.randrange(3000)) for _ in range(300))
    assert similarity(sketch(one), sketch(one[:150] + "的" + one[150:])) > 0.9


def test_the_nearest_of_many() -> None:
    near: Near[int] = Near()
    texts = [text() for _ in range(300)]
    for number, words in enumerate(texts):
        assert near.nearest(sketch(" ".join(words))) is None
        near.add(number, sketch(" ".join(words)))
    mirror = sketch(" ".join([*texts[123][:450], *text(20)]))
    found = near.nearest(mirror)
    assert found is not None
    assert found.key == 123
    assert found.similarity > 0.75
    assert near.nearest(mirror, lambda key: key != 123) is None
    assert near.nearest(sketch(" ".join(text()))) is None
    assert 0 < ALIKE < 1


def test_short_texts_are_like_nothing() -> None:
    assert len(sketch("Page not found. Try again later.")) == 0
    assert similarity(sketch("a b c"), sketch("a b c")) == 0
    assert len(sketch("")) == 0


def test_a_crowd_of_copies_does_not_slow_it_down() -> None:
    near: Near[int] = Near()
    copy = sketch(" ".join(text()))
    for number in range(2000):
        near.add(number, copy)
    found = near.nearest(copy)
    assert found is not None
    assert found == (0, 1.0)
