"""CoNLL-2002: written and found again in the text, schemes of tags, other people’s columns, and what is no CoNLL."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats import Bundle, Refused, Written, conll_reader, conll_writer, detect
from annotator.formats.bundle import Context
from annotator.formats.tokens import words
from tests.formats import interop
from tests.formats.records import CONTEXT, bundles, sample, texts
from tests.formats.test_csv import context

GOLDEN = Path(__file__).parent / "golden"
WAYS = {"bio": conll_writer.write_bio, "bioes": conll_writer.write_bioes}
Writer = Callable[[Iterable[Bundle], Mapping[str, str], Written], Iterator[str]]


def read(path: Path, text: str, known: Context = CONTEXT) -> tuple[list[Bundle], list[str]]:
    path.write_text(text, encoding="utf-8", newline="")
    found = list(conll_reader.read_file(path, known))
    good = [each for each in found if isinstance(each, Bundle)]
    assert not any(interop.wrong(bundle) for bundle in good)
    return good, [str(each).removeprefix(str(path)) for each in found if isinstance(each, Refused)]


def tagged(bundle: Bundle) -> list[tuple[str, str]]:
    return [(span.label, span.text) for span in bundle.spans]


def places(bundle: Bundle) -> set[tuple[str, int, int]]:
    return {(span.label, span.start, span.end) for span in bundle.spans}


@settings(max_examples=30)
@given(bundles(), st.sampled_from(tuple(WAYS.values())))
def test_what_it_holds_comes_back_and_the_rest_is_told(
    tmp_path_factory: pytest.TempPathFactory, bundle: Bundle, write: Writer
) -> None:
    path = tmp_path_factory.mktemp("b") / "a.conll"
    written = Written()
    (text,) = write([bundle], {}, written)
    assert text.splitlines() == text.split("\n")[:-1]
    back, refused = read(path, text, context(bundle))
    assert refused == []
    if not bundle.text.strip():
        assert back == []
        return
    (found,) = back
    assert len(found.spans) == written.spans
    trimmed = {
        (span.label, span.end - len(span.text.lstrip()), span.start + len(span.text.rstrip())) for span in bundle.spans
    }
    assert places(found) <= trimmed
    lost = sum(number for what, number in written.lost.items() if what.startswith("spans "))
    assert len(found.spans) + lost == len(bundle.spans)
    for label, start, end in trimmed:  # nothing is left out but what overlaps something that is as long at least
        near = [(a, b) for _, a, b in places(found) if a < end and start < b]
        assert start >= end or (label, start, end) in places(found) or max(b - a for a, b in near) >= end - start
    ((unknown,), refused) = read(path, text)
    assert refused == []
    bare = Counter((label, "".join(words.split())) for label, words in tagged(unknown))
    assert bare == Counter((label, "".join(words.split())) for label, words in tagged(found))
    assert "put together of its words" in unknown.notes[0]


@given(texts)
def test_words_leave_out_nothing_but_blanks(text: str) -> None:
    found = list(words(text, []))
    assert "".join(text[start:end] for start, end in found) == "".join(text.split())
    assert all(text[start:end].split() == [text[start:end]] for start, end in found)


@pytest.mark.parametrize("layout", WAYS)
def test_the_sample_is_written_as_the_golden_file_says(layout: str) -> None:
    written = Written()
    assert "".join(WAYS[layout]([sample()], {}, written)) == (GOLDEN / f"{layout}.conll").read_text()
    assert "2 spans that overlap a longer one" in written.told()
    assert written.spans == 3
    assert detect(GOLDEN / f"{layout}.conll").name == "conll"


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ("B-x I-x O B-x", ["a b", "d"]),
        ("I-x I-x O I-y", ["a b", "d"]),  # IOB1
        ("I-x B-x I-x I-y", ["a", "b c", "d"]),  # IOB1: B where two of one label meet
        ("B-x E-x S-x S-y", ["a b", "c", "d"]),
        ("B-x L-x U-x O", ["a b", "c"]),
        ("B-x B-x I-y E-y", ["a", "b", "c d"]),
        ("O I-x E-x I-x", ["b c", "d"]),
        ("B-a-b I-a-b O B-a", ["a b", "d"]),
    ],
)
def test_schemes_of_tags(tmp_path: Path, tags: str, spans: list[str]) -> None:
    (bundle,), _ = read(tmp_path / "a", "".join(f"{w} {tag}\n" for w, tag in zip("abcd", tags.split(), strict=True)))
    assert [span.text for span in bundle.spans] == spans


def test_documents_sentences_columns_and_comments(tmp_path: Path) -> None:
    text = (
        "\ufeff-DOCSTART- -X- O O\r\n\r\nCranes NNS I-NP B-x\r\nare VBP I-VP I-x\r\n\r\nThey PRP I-NP I-x\r\n"
        "-DOCSTART- -X- O O\n\n# a comment\n# NN I-NP B-y\nHigh JJ O O\n\n\n"
    )
    path = tmp_path / "a.txt"
    found, refused = read(path, text)
    assert refused == []
    assert detect(path).name == "conll"
    assert [(bundle.text, tagged(bundle)) for bundle in found] == [
        ("Cranes are\nThey", [("x", "Cranes are"), ("x", "They")]),
        ("# High", [("y", "#")]),
    ]


def test_two_layers_of_numbered_words(tmp_path: Path) -> None:
    text = "#\tsome page [2009]\n1\tUni\tB-ORG\tO\n2\tBonn\tI-ORG\tB-LOC\n\n#\tother\n1\tDa\tO\tO\n"
    (bundle,), refused = read(tmp_path / "a.tsv", text)
    assert refused == []
    assert bundle.text == "Uni Bonn\nDa"
    assert tagged(bundle) == [("ORG", "Uni Bonn"), ("LOC", "Bonn")]
    assert detect(tmp_path / "a.tsv").name == "conll"


def test_a_document_of_other_words_is_refused_and_bad_lines_by_line(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    text = "".join(conll_writer.write_bio([sample()], {}, Written()))
    found, refused = read(path, text.replace("prices", "prizes"), context(sample()))
    assert found == []
    assert refused[0].startswith(":1: its words are not those of the document 'Harbour': line 4 says 'prizes'")
    forced = Context(CONTEXT.annotator, document=(sample().document, sample().text))
    (bundle,), _ = read(path, text.partition("\n\n")[2], forced)
    assert (bundle.whole, len(bundle.spans)) == (False, 3)
    (bundle,), refused = read(path, "a O\nb\nc X\nd B-x\n")
    assert bundle.text == "a d"
    assert [line.split(": ")[0] for line in refused] == [":2", ":3"]


def test_what_is_no_such_file_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.conll"
    found, refused = read(path, "just a text\n" * 2000)
    assert (found, len(refused)) == ([], 1001)
    assert refused[-1].endswith("has more than 1,000 lines that do not end with a tag: is it CoNLL?")
    assert "1,000,000 characters" in read(path, "x" * 1_000_001)[1][0]
    assert "NUL" in read(path, "a\0 O\n")[1][0]
    monkeypatch.setattr(conll_reader, "MOST_WORDS", 3)
    assert "a document has more than 3 words" in read(path, "a O\n" * 4)[1][0]
    for prose in ("A text.\n", "O\n", "He got an O\n", ""):
        path.write_text(prose)
        assert detect(path).name == "text"


def test_labels_with_blanks_are_renamed_and_told() -> None:
    written = Written()
    spans = tuple(replace(span, label="a b") for span in sample().spans[:1])
    text = "".join(conll_writer.write_bio([replace(sample(), spans=spans)], {}, written))
    assert "Harbour B-a_b\nprices I-a_b" in text
    assert "1 names as they were (blanks became _)" in written.told()
