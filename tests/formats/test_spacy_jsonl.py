"""JSON Lines for spaCy: words and spaces make up the text, no span inside a token, and all comes back."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings

from annotator.formats import Bundle, Refused, Written, detect, spacy_jsonl
from annotator.formats.tokens import tokens
from tests.formats import interop
from tests.formats.records import CONTEXT, bundles, sample

GOLDEN = Path(__file__).parent / "golden"


@settings(max_examples=60)
@given(bundles())
def test_what_it_holds_comes_back(tmp_path_factory: pytest.TempPathFactory, bundle: Bundle) -> None:
    path = tmp_path_factory.mktemp("s") / "a.jsonl"
    (line,) = spacy_jsonl.write([bundle], {}, Written())
    path.write_text(line, encoding="utf-8")
    record = json.loads(line)
    starts, ends, at = set(), set(), 0
    for word, space in zip(record["words"], record["spaces"], strict=True):
        starts.add(at)
        ends.add(at + len(word))
        at += len(word) + space
    assert "".join(w + " " * s for w, s in zip(record["words"], record["spaces"], strict=True)) == bundle.text
    assert all(start in starts and end in ends for start, end, _ in record["spans"]["sc"])
    assert detect(path).name == "spacy-jsonl"
    (back,) = spacy_jsonl.read_file(path, CONTEXT)
    assert isinstance(back, Bundle)
    assert back.text == bundle.text
    assert interop.wrong(back) == []
    assert Counter((s.label, s.start, s.end) for s in back.spans) == Counter(
        (s.label, s.start, s.end) for s in bundle.spans
    )


def test_the_sample_is_written_as_the_golden_file_says() -> None:
    written = Written()
    (line,) = spacy_jsonl.write([sample()], {}, written)
    assert line == (GOLDEN / "spacy.jsonl").read_text()
    assert written.told().startswith("not in this format: 2 annotators’ names, 5 attributes, 1 notes, 1 links")
    assert detect(GOLDEN / "spacy.jsonl").name == "spacy-jsonl"


def test_accents_and_vowel_signs_stay_in_their_words() -> None:
    assert [text[a:b] for text in ["cafe\u0301 हिन्दी"] for a, b in tokens(text, [])] == ["cafe\u0301", "हिन्दी"]


def test_bad_lines_and_spans_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a b", "spans": {"sc": [[0, 1, "x"], [0, 9, "x"], 7]}}\n{"words": []}\n')
    found = list(spacy_jsonl.read_file(path, CONTEXT))
    assert [each.line for each in found if isinstance(each, Refused)] == [1, 1, 2]
    assert [len(each.spans) for each in found if isinstance(each, Bundle)] == [1]
