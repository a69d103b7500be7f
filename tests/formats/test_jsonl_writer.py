"""Writing JSONL and reading it back: nothing lost, and the same bytes every time."""

import json
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.model import Annotator
from annotator.formats import Bundle, Context, Written, unique_names
from annotator.formats.jsonl_reader import read
from annotator.formats.jsonl_writer import write_documents, write_spans
from tests.formats.records import CONTEXT, GOLD, ME, WEN, bundles, in_file_order, sample, shuffled, strings

GOLDEN = Path(__file__).parent / "golden"


def names(*found: Bundle) -> dict[str, str]:
    return unique_names(person for bundle in found for person in bundle.annotators)


@given(bundles())
def test_documents_come_back_as_they_were(bundle: Bundle) -> None:
    lines = list(write_documents([bundle], names(bundle)))
    (back,) = read(lines, "a.jsonl", CONTEXT)
    assert isinstance(back, Bundle)
    assert back == bundle
    assert [span.rev for span in back.spans] == [span.rev for span in bundle.spans]  # rev takes no part in ==
    assert [span.updated_at for span in back.spans] == [span.updated_at for span in bundle.spans]
    assert back.document.rev == bundle.document.rev
    assert back.notes == ()
    assert list(write_documents([back], names(back))) == lines


@given(bundles())
def test_spans_come_back_as_they_were(bundle: Bundle) -> None:
    lines = list(write_spans([bundle], names(bundle)))
    assert len(lines) == len(bundle.spans)
    context = Context(
        ME, lookup=lambda sha, id_: (bundle.document, bundle.text) if sha == bundle.document.sha256 else None
    )
    found = list(read(lines, "a.jsonl", context))
    if not bundle.spans:
        assert found == []
        return
    (back,) = found
    assert isinstance(back, Bundle)
    assert not back.whole
    assert back.document is bundle.document
    assert (back.spans, back.verdicts, back.comments, back.sources) == (
        bundle.spans,
        bundle.verdicts,
        bundle.comments,
        bundle.sources,
    )
    assert list(write_spans([back], names(bundle))) == lines


@given(bundles(), st.integers())
def test_the_order_of_records_makes_no_difference(bundle: Bundle, seed: int) -> None:
    mixed = shuffled(bundle, seed)
    assert list(write_documents([mixed], names(mixed))) == list(write_documents([bundle], names(bundle)))
    assert list(write_spans([mixed], names(mixed))) == list(write_spans([bundle], names(bundle)))


@given(bundles())
def test_every_offset_is_right_and_no_reader_breaks_a_line(bundle: Bundle) -> None:
    (line,) = write_documents([bundle], names(bundle))
    assert line.splitlines() == [line[:-1]]
    value = json.loads(line)
    for span in value["spans"]:
        assert value["text"][span["start"] : span["end"]] == span["text"]
    for line in write_spans([bundle], names(bundle)):
        assert line.splitlines() == [line[:-1]]
        span = json.loads(line)
        around = span["prefix"] + span["text"] + span["suffix"]
        assert bundle.text[max(0, span["start"] - 32) : span["end"] + 32] == around
        assert bundle.text[span["start"] : span["end"]] == span["text"]


def test_the_layouts_are_what_they_have_always_been() -> None:
    bundle = sample()
    documents, spans = write_documents([bundle], names(bundle)), write_spans([bundle], names(bundle))
    assert "".join(documents).encode() == (GOLDEN / "documents.jsonl").read_bytes()
    assert "".join(spans).encode() == (GOLDEN / "spans.jsonl").read_bytes()


def test_the_keys_stand_in_the_order_of_the_design() -> None:
    value = json.loads((GOLDEN / "documents.jsonl").read_text(encoding="utf-8"))
    assert " ".join(value) == "format id rev title text sha256 offset_unit source meta annotators progress spans links"
    assert " ".join(value["spans"][0]) == (
        "id rev label start end text annotator attributes note origin created_at updated_at sources verdicts"
    )
    assert " ".join(value["links"][0]) == "id rev type from to annotator"


def test_what_points_out_of_a_filtered_export_is_left_out_and_counted() -> None:
    whole = sample()
    gold = replace(
        whole,
        spans=tuple(span for span in whole.spans if span.annotator_id == GOLD.id or span.label == "quote"),
        verdicts=(),
        comments=(),
    )
    written = Written()
    (line,) = write_documents([gold], names(whole), written)
    value = json.loads(line)
    assert value["links"] == []
    assert all(span["sources"] == [] for span in value["spans"])
    assert (written.documents, written.spans, written.links) == (1, 2, 0)
    assert (written.links_left_out, written.sources_left_out) == (1, 1)
    assert written.owners == {GOLD.id, WEN.id}
    (back,) = read([line], "a.jsonl", CONTEXT)
    assert isinstance(back, Bundle)
    assert back.notes == ()
    assert list(write_documents([back], names(whole))) == [line]


def test_counts_of_a_whole_export() -> None:
    written = Written()
    list(write_documents([sample(), sample()], names(sample()), written))
    assert (written.documents, written.spans, written.links, written.links_left_out) == (2, 10, 2, 0)


def test_only_annotators_with_a_hand_in_the_document_are_named() -> None:
    bundle = replace(sample(), annotators=(*sample().annotators, Annotator(id="9", name="Nobody")))
    (line,) = write_documents([bundle], names(bundle))
    assert [person["name"] for person in json.loads(line)["annotators"]] == ["Chen", "Wen", "gold"]


def test_people_who_share_a_name_get_the_start_of_their_id() -> None:
    two = [Annotator(id="3fa2-1", name="Wen"), Annotator(id="3fa9-2", name="Wen"), Annotator(id="5", name="Chen")]
    assert unique_names(two) == {"3fa2-1": "Wen (3fa2)", "3fa9-2": "Wen (3fa9)", "5": "Chen"}
    alike = [
        Annotator(id="3fa21", name="Wen"),
        Annotator(id="3fa22", name="Wen"),
        Annotator(id="7", name="Wen (3fa21)"),
    ]
    assert unique_names(alike)["7"] == "Wen (3fa21)"
    assert len(set(unique_names(alike).values())) == 3


@given(
    st.dictionaries(st.text("ab()-c 1", min_size=1, max_size=6), st.text("ab() c", min_size=1, max_size=3), max_size=6)
)
def test_no_two_annotators_have_one_name_in_a_file(people: dict[str, str]) -> None:
    named = unique_names(Annotator(id=id_, name=name) for id_, name in people.items())
    assert named.keys() == people.keys()
    assert len(set(named.values())) == len(people)
    counts = list(people.values())
    assert all(named[id_] == name for id_, name in people.items() if counts.count(name) == 1)


@given(bundles(), strings.filter(bool))
def test_two_people_of_one_name_stay_two(bundle: Bundle, name: str) -> None:
    namesakes = replace(bundle, annotators=tuple(replace(person, name=name) for person in bundle.annotators))
    lines = list(write_documents([namesakes], names(namesakes)))
    (back,) = read(lines, "a.jsonl", CONTEXT)
    assert isinstance(back, Bundle)
    assert {person.id for person in back.annotators} == {person.id for person in in_file_order(bundle).annotators}
    assert [span.annotator_id for span in back.spans] == [
        json_span["annotator_id"] for json_span in map(json.loads, write_spans([namesakes], names(namesakes)))
    ]
