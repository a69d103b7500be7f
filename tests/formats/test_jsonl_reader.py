"""Reading JSONL from outside: what is refused and how that is said, what is made, how positions are mapped."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import ids
from annotator.core.model import Annotator, Attribute, Label, LinkType
from annotator.core.scheme import Scheme
from annotator.core.text import canonical, clean, sha256
from annotator.formats import Bundle, Context, Refused, unique_names
from annotator.formats.jsonl import read_file
from annotator.formats.jsonl_reader import read
from annotator.formats.jsonl_writer import write_documents, write_spans
from tests.formats.records import CONTEXT, ME, WEN, bundles, characters, line, sample, values

SCHEME = Scheme(
    labels=(Label(id="claim", key="claim", name="Claim", color="#000000"),),
    attributes=(
        Attribute(id="a", label="claim", key="checkable", name="Checkable", type="choice", values=("yes", "no")),
        Attribute(id="b", label="claim", key="value", name="Value", type="number"),
    ),
    link_types=(LinkType(id="l", key="supports", name="Supports"),),
)


def parse(*lines: bytes | str, context: Context = CONTEXT) -> tuple[list[Bundle], list[str]]:
    """What went in, and what was refused as it is told."""
    found = list(read(lines, "in.jsonl", context))
    return [one for one in found if isinstance(one, Bundle)], [str(one) for one in found if isinstance(one, Refused)]


def doc(text: str, *spans: Any, **more: Any) -> bytes:
    return line(text=text, spans=list(spans), **more)


def span(start: Any, end: Any, label: Any = "claim", **more: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "label": label, **more}


# Lines

GOOD = line(text="A good line.")


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (b"no json\n", "is not JSON: Expecting value (column 1)"),
        (GOOD[:-4], "is not JSON"),
        (b'{"text": "a\x01"}', "is not JSON: Invalid control character"),
        (b"[1, 2]", "is not a JSON object"),
        (b'"text"', "is not a JSON object"),
        (b"{}", "lacks text"),
        (b'{"text": null}', "lacks text"),
        (b'{"text": 5}', "its text is 5, not a text"),
        (b'{"text": ""}', "its text is empty"),
        (b'{"text": "\\ufeff"}', "its text is empty"),
        (b'{"text": "caf\xe9"}', "is not UTF-8 (byte 0xE9 at byte 14)"),
        (b'{"text": "a", "meta": {"x": NaN}}', "is not JSON: NaN is no JSON number"),
        (b'{"text": "a", "meta": {"x": -Infinity}}', "is not JSON: -Infinity is no JSON number"),
        (b'{"text": "a", "meta": {"x": 1e999}}', "has a number that is too large: 1e999"),
        (b'{"text": "a", "rev": ' + b"9" * 5000 + b"}", "has a number that is too large"),
        (b'{"text": "a", "rev": 9223372036854775808}', "its rev is 9223372036854775808, not a count"),
        (b'{"text": "a", "rev": -1}', "its rev is -1, not a count"),
        (b'{"text": "a", "rev": true}', "its rev is true, not a count"),
        (b'{"text": "a", "text": "b"}', "has the key 'text' twice in one object"),
        (b'{"text": "a", "spans": [{"start": 0, "start": 1}]}', "has the key 'start' twice in one object"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"text": ' + b"[" * 500 + b"]" * 500 + b"}", "not a text"),
        (b'{"text": "a", "meta": {"a": ' + b"[" * 500 + b"]" * 500 + b"}}", "its meta is nested too deeply"),
        (b'{"text": "a", "title": 5}', "its title is 5, not a text"),
        (b'{"text": "a", "meta": []}', "its meta is [], not an object"),
        (b'{"text": "a", "spans": {}}', "its spans is {}, not a list"),
        (b'{"text": "a", "links": "x"}', "its links is 'x', not a list"),
        (b'{"text": "a", "id": {}}', "its id is {}, not a text of 1 to 200 characters"),
        (line(text="a", id="x" * 201), "not a text of 1 to 200 characters"),
        (b'{"text": "a", "sha256": "00"}', "its sha256 does not match its text"),
        (b'{"text": "a", "format": "annotator/2"}', "is 'annotator/2'; this version reads annotator/1"),
        (b'{"text": "a", "offset_unit": "bytes"}', "its offset_unit is 'bytes', not codepoint or utf16"),
        (b'{"text": "a", "annotators": [{"id": "1"}]}', "annotator 1: has no name"),
        (b'{"text": "a", "annotators": [7]}', "annotator 1: is 7, not an object"),
        (b'{"text": "a", "annotators": [{"name": "W", "kind": "bot"}]}', "annotator 1: its kind is 'bot'"),
        (b'{"text": "a", "annotators": [{"name": "W"}, {"name": "W", "id": "2"}]}', "stands for two annotators"),
        (
            b'{"text": "a", "progress": {"Wen": "nearly"}}',
            "progress of 'Wen' is 'nearly', not one of todo, doing, done",
        ),
        (b'{"text": "a", "progress": {"Wen": ["done"]}}', "progress of 'Wen' is [\"done\"]"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_in(bad: bytes, why: str) -> None:
    bundles_in, refused = parse(GOOD, bad, line(text="Another."))
    assert [bundle.text for bundle in bundles_in] == ["A good line.", "Another."]
    assert len(refused) == 1
    assert refused[0].startswith("in.jsonl:2: ")
    assert why in refused[0]
    assert len(refused[0]) < 200


def test_blank_lines_and_a_byte_order_mark_are_nothing() -> None:
    found, refused = parse(b"\xef\xbb\xbf" + GOOD, b"\n", b"  \r\n", line(text="Last.").rstrip(b"\n"))
    assert [(bundle.text, bundle.line, bundle.document.position) for bundle in found] == [
        ("A good line.", 1, 0),
        ("Last.", 4, 1),
    ]
    assert refused == []


def test_one_line_of_a_megabyte() -> None:
    text = "word " * 200_000
    (bundle,), refused = parse(doc(text, span(999_990, 999_994, text="word")))
    assert refused == []
    assert bundle.spans[0].text == "word"
    assert bundle.document.length == 1_000_000


def test_two_documents_with_one_id() -> None:
    found, refused = parse(line(id="d", text="One."), line(id="d", text="Two."), line(id="d", text="One."))
    assert [bundle.line for bundle in found] == [1, 3]
    assert refused == ["in.jsonl:2: its id 'd' is that of line 1, which has another text"]


# What is made


def test_a_plain_line_gets_everything_it_lacks_and_always_the_same() -> None:
    plain = doc("Prices\nrose again.", span(0, 6, "claim"), span(0, 6, "claim"), span(7, 11, "quote", text="rose"))
    (bundle,), refused = parse(plain)
    assert refused == []
    hash_ = sha256("Prices\nrose again.")
    assert bundle.document.id == ids.document_id(hash_)
    assert bundle.document.title == "Prices"
    assert bundle.annotators == (ME,)
    assert [one.id for one in bundle.spans] == [
        ids.span_id(hash_, ME.id, "claim", 0, 6, 0),
        ids.span_id(hash_, ME.id, "claim", 0, 6, 1),
        ids.span_id(hash_, ME.id, "quote", 7, 11, 0),
    ]
    assert {(one.origin, one.note, one.created_at, one.rev) for one in bundle.spans} == {("import", "", "", 0)}
    assert parse(plain) == ([bundle], [])


def test_a_line_of_prodigys_kind() -> None:
    spans = [{"start": 0, "end": 5, "label": "PERSON", "token_start": 0, "token_end": 0}]
    found, refused = parse(
        line(text="Alice spoke.", meta={"source": "x"}, spans=spans, tokens=[], answer="accept", id=7)
    )
    assert refused == []
    assert found[0].spans[0].text == "Alice"
    assert found[0].document.meta == {"source": "x"}
    assert found[0].document.id == ids.document_id(sha256("Alice spoke."))  # 7 is a row number, not an identity
    assert found[0].notes == ("left out: 'answer', 'token_end', 'token_start', 'tokens'",)


def test_annotators_by_name_by_id_and_gold() -> None:
    spans = [span(0, 1, annotator="Wen"), span(0, 1, annotator="Chen"), span(0, 1, annotator="gold"), span(0, 1)]
    (bundle,), refused = parse(doc("ab", *spans, annotators=[{"id": WEN.id, "name": "Wen"}]))
    assert refused == []
    chen = Annotator(id=ids.annotator_id("Chen"), name="Chen")
    gold = Annotator(id=ids.GOLD_ID, name="gold", kind="gold")
    assert bundle.annotators == (WEN, chen, gold, ME)
    assert [one.annotator_id for one in bundle.spans] == [WEN.id, chen.id, gold.id, ME.id]


def test_verdicts_comments_and_links_without_ids_are_made_apart() -> None:
    verdict = {"reviewer": "Chen", "verdict": "accept", "comments": [{"text": "a"}, {"text": "a"}]}
    first = span(0, 1, id="s1", verdicts=[verdict, verdict])
    links = [{"type": "supports", "from": "s1", "to": "s1"}] * 2
    plain = doc("ab", first, links=links)
    (bundle,), refused = parse(plain)
    assert refused == []
    assert len({one.id for one in (*bundle.verdicts, *bundle.comments, *bundle.links)}) == 2 + 4 + 2
    assert parse(plain) == ([bundle], [])


def test_titles() -> None:
    found, _ = parse(
        line(text="\n# Heading\nbody"), line(text="x" * 300), line(text="a", title=""), line(text="a", title="T")
    )
    assert [bundle.document.title for bundle in found] == ["Heading", "in 2", "", "T"]


# Spans


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (7, "is 7, not an object"),
        (span(0, 99), "0 to 99 is outside the text of 11 characters"),
        (span(-1, 3), "-1 to 3 is outside the text"),
        (span(10**30, 10**31), "is outside the text"),
        (span(5, 3), "ends at 3, before its start 5"),
        (span(5, 5), "marks nothing: it starts and ends at 5"),
        (span(0.0, 5), "its start and end are 0.0 and 5, not two whole numbers"),
        (span("0", 5), "its start and end are '0' and 5, not two whole numbers"),
        (span(False, True), "its start and end are false and true, not two whole numbers"),
        ({"label": "claim"}, "its start and end are null and null"),
        ({"start": 0, "end": 5}, "has no label"),
        (span(0, 5, 3), "its label is 3, not a name"),
        (span(0, 5, ""), "its label, rev or id is out of bounds: ''"),
        (span(0, 5, "x" * 500), "its label, rev or id is out of bounds"),
        (
            span(0, 5, text="world"),
            "its text 'world' is not what stands at 0 to 5: 'Hello' (it stands once, at 6 to 11)",
        ),
        (span(0, 5, text="l"), "its text 'l' is not what stands at 0 to 5: 'Hello'"),
        (span(0, 5, text=3), "its text is 3, not a text"),
        (span(0, 5, id="taken"), "its id taken is already taken in this file"),
        (span(0, 5, id=["x"]), 'its id is ["x"], not a text'),
        (span(0, 5, rev=1.5), "its rev is 1.5, not a count"),
        (span(0, 5, attributes=[1]), "its attributes is [1], not an object"),
        (span(0, 5, attributes={"a": json.loads("[" * 50 + "]" * 50)}), "nested too deeply"),
        (span(0, 5, note=4), "its note is 4, not a text"),
        (span(0, 5, annotator=4), "its annotator is 4, not a text"),
        (span(0, 5, annotator={}), "its annotator is {}, not a text"),
    ],
)
def test_a_bad_span_is_named_and_the_rest_of_the_document_goes_in(bad: Any, why: str) -> None:
    found, refused = parse(doc("Hello world", span(0, 5, id="taken"), bad, span(6, 11, text="world")))
    assert [[one.text for one in bundle.spans] for bundle in found] == [["Hello", "world"]]
    assert len(refused) == 1
    assert refused[0].startswith("in.jsonl:1: span 2: ")
    assert why in refused[0]


def test_the_same_mistakes_in_a_span_that_says_everything() -> None:
    """The quick way of reading complete spans must be as strict as the careful one."""
    whole = json.loads(next(iter(write_documents([sample()], unique_names(sample().annotators)))))
    mistakes = {
        "start": [-1, 1.0, None],
        "end": [10_000, True],
        "rev": [-1, 2**63, "1"],
        "label": ["", None],
        "id": ["x" * 201, []],
        "note": [1],
        "text": ["not there", 5],
        "attributes": [3],
    }
    for key, bad in [(key, bad) for key, several in mistakes.items() for bad in several]:
        spans = [dict(whole["spans"][2], **{key: bad})]
        found, refused = parse(line(**dict(whole, spans=spans, links=[])))
        assert found[0].spans == (), key
        assert len(refused) == 1, key


def test_an_id_is_taken_through_the_whole_file_but_not_by_what_was_refused() -> None:
    found, refused = parse(
        doc("one", span(0, 9, id="s")),
        doc("two", span(0, 3, id="s")),
        doc("three", span(0, 3, id="s"), span(0, 5, id="t")),
    )
    assert [[one.id for one in bundle.spans] for bundle in found] == [[], ["s"], ["t"]]
    assert refused[1:] == ["in.jsonl:3: span 1: its id s is already taken in this file"]


def test_what_the_scheme_lacks_is_kept_and_told() -> None:
    context = replace(CONTEXT, scheme=SCHEME)
    given_spans = [
        span(0, 1, attributes={"checkable": "yes", "value": 3}),
        span(0, 1, attributes={"checkable": "perhaps", "value": True, "mood": "odd"}),
        span(0, 1, "hearsay", attributes={"any": 1}),
    ]
    (bundle,), refused = parse(
        doc("ab", *given_spans, links=[]),
        context=context,
    )
    assert refused == []
    assert [one.attributes for one in bundle.spans] == [one["attributes"] for one in given_spans]
    assert bundle.notes == ()
    assert bundle.unknown == (
        "'perhaps' is no value the scheme gives claim.checkable",
        "true is no value the scheme gives claim.value",
        "the scheme has no attribute 'mood' of 'claim'",
        "the scheme has no label 'hearsay'",
    )


def test_an_attribute_that_is_null_is_not_set() -> None:
    (bundle,), _ = parse(doc("ab", span(0, 1, attributes={"a": None, "b": False, "c": 0})))
    assert bundle.spans[0].attributes == {"b": False, "c": 0}


# What hangs on spans


@pytest.mark.parametrize(
    ("part", "why"),
    [
        ({"verdicts": 5}, "span 1: its verdicts is 5, not a list"),
        ({"verdicts": [{"verdict": "maybe"}]}, "span 1: verdict 1: it says 'maybe', not one of accept"),
        ({"verdicts": [{"verdict": []}]}, "span 1: verdict 1: it says [], not one of accept"),
        ({"verdicts": [3]}, "span 1: verdict 1: is 3, not an object"),
        ({"verdicts": [{"verdict": "fix", "judged": 3}]}, "span 1: verdict 1: its judged is 3"),
        ({"verdicts": [{"verdict": "fix", "id": "s"}]}, "span 1: verdict 1: its id s is already taken"),
        ({"verdicts": [{"verdict": "fix", "comments": [4]}]}, "span 1: verdict 1: comment 1: is 4, not an object"),
        ({"sources": 5}, "span 1: its sources is 5, not a list"),
    ],
)
def test_what_hangs_on_a_span_and_is_bad_costs_only_itself(part: dict[str, Any], why: str) -> None:
    (bundle,), refused = parse(doc("ab", span(0, 1, id="s", **part)))
    assert [one.id for one in bundle.spans] == ["s"]
    assert len(refused) == 1
    assert refused[0].startswith(f"in.jsonl:1: {why}")


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ({"type": "supports", "from": "s", "to": "gone"}, "its end 'gone' is no span of this document that went in"),
        ({"type": "supports", "from": "s"}, "its end '' is no span"),
        ({"type": "", "from": "s", "to": "s"}, "its type is '', not a name"),
        ({"type": 3, "from": "s", "to": "s"}, "its type is 3, not a text"),
        ({"id": "s", "type": "supports", "from": "s", "to": "s"}, "its id s is already taken"),
        ("x", "is 'x', not an object"),
    ],
)
def test_bad_links(link: Any, why: str) -> None:
    good = {"id": "l", "type": "supports", "from": "s", "to": "s"}
    (bundle,), refused = parse(doc("ab", span(0, 1, id="s"), links=[good, link]))
    assert [one.id for one in bundle.links] == ["l"]
    assert len(refused) == 1
    assert refused[0].startswith("in.jsonl:1: link 2: ")
    assert why in refused[0]


def test_a_source_that_is_not_here_is_told() -> None:
    (bundle,), refused = parse(doc("ab", span(0, 1, id="g", sources=["s", "gone"]), span(0, 1, id="s")))
    assert refused == []
    assert [(one.span_id, one.source_id) for one in bundle.sources] == [("g", "s")]
    assert bundle.notes == ("span 1: its source 'gone' is no span of this document here (left out)",)


# Positions


@given(st.text(characters | st.sampled_from("\r\n\x00\x1b\ufeff"), max_size=30), st.data())
def test_positions_are_those_of_the_files_own_text(raw: str, data: st.DataObject) -> None:
    raw = data.draw(st.sampled_from(["", "\ufeff", "\r\n"])) + raw + "end"
    start = data.draw(st.integers(0, len(raw) - 1))
    end = data.draw(st.integers(start + 1, len(raw)))
    found, refused = parse(doc(raw, span(start, end)))
    expected = canonical(raw)
    assert [bundle.text for bundle in found] == [expected.text]
    at, to = expected.position(start), expected.position(end)
    if at == to:
        assert "holds only what cleaning the text removes" in refused[0]
        return
    assert refused == []
    assert found[0].spans[0].text == expected.text[at:to] == found[0].text[at:to]
    with_text = parse(doc(raw, span(start, end, text=raw[start:end]), sha256=found[0].document.sha256))
    if not raw[start:end].startswith("\n") and not raw[start:end].endswith("\r"):  # not half of a CRLF
        assert with_text[1] == []
        assert with_text[0][0].spans == found[0].spans


@given(st.text(characters | st.just("\r"), min_size=1, max_size=30), st.data())
def test_utf16_positions(raw: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(raw) - 1))
    end = data.draw(st.integers(start + 1, len(raw)))

    def units(at: int) -> int:
        return len(raw[:at].encode("utf-16-le")) // 2

    by_points = parse(doc(raw, span(start, end)))
    by_units = parse(doc(raw, span(units(start), units(end)), offset_unit="utf16"))
    assert [bundle.spans for bundle in by_units[0]] == [bundle.spans for bundle in by_points[0]]
    assert len(by_units[1]) == len(by_points[1])


def test_utf16_inside_a_character_and_lone_halves() -> None:
    places = [span(2, 3, "x"), span(1, 3, "x"), span(4, 5, "x")]
    found, refused = parse(doc("a\ud83d\ude00\ud83dz", *places, offset_unit="utf16"))
    assert refused == ["in.jsonl:1: span 1: the position 2 is inside a character (UTF-16)"]
    assert [one.text for one in found[0].spans] == ["😀", "z"]
    assert found[0].text == "a😀\ufffdz"


def test_hashes_of_the_raw_and_of_the_canonical_text_are_both_right() -> None:
    raw = "\ufeffone\r\ntwo"
    for hash_ in (hashlib.sha256(raw.encode()).hexdigest(), sha256("one\ntwo"), sha256("one\ntwo").upper()):
        (bundle,), refused = parse(doc(raw, sha256=hash_))
        assert refused == []
        assert bundle.document.sha256 == sha256("one\ntwo")


def test_controls_and_half_characters_are_replaced_everywhere_and_told() -> None:
    text = "a\x00\x1b\ud800"
    nasty = doc(
        text,
        span(0, 4, "l\ud800", text=text, note="\udfff", attributes={"k": ["\ud800"]}),
        title="t\ud800\r\n",
        meta={"\udc00": "\x00"},
    )
    (bundle,), refused = parse(nasty)
    assert refused == []
    assert bundle.text == "a\ufffd\ufffd\ufffd"
    assert bundle.document.title == "t\ufffd\n"
    assert bundle.document.meta == {"\ufffd": "\ufffd"}
    (one,) = bundle.spans
    assert (one.text, one.label, one.note, one.attributes) == (bundle.text, "l\ufffd", "\ufffd", {"k": ["\ufffd"]})
    assert bundle.notes == ("3 characters that are no text (controls, half pairs) became U+FFFD",)
    "".join(write_documents([bundle], unique_names(bundle.annotators))).encode()  # no surrogate is left


# Spans, one a line


def known(*found: Bundle) -> Context:
    def lookup(sha: str, document_id: str) -> tuple[Any, str] | None:
        hits = (one for one in found if sha == one.document.sha256 or document_id == one.document.id)
        return next(((one.document, one.text) for one in hits), None)

    return Context(ME, lookup=lookup)


def test_a_file_of_spans_where_documents_are_due_is_refused_by_line() -> None:
    lines = list(write_spans([sample()], unique_names(sample().annotators)))
    found, refused = parse(*lines)
    assert found == []
    assert [one.split(":")[1] for one in refused] == ["1", "2", "3", "4", "5"]
    assert all("is a span of a document that is not in the project" in one for one in refused)
    found, refused = parse(
        line(start=0, end=1, label="x", text="a"), line(start=0, end=1), line(start=0.5, end="1", label="x")
    )
    assert found == []
    assert all("is a span that names no document (by sha256 or document_id): import its text" in one for one in refused)


def test_spans_find_their_document_and_are_checked_against_its_text() -> None:
    document = sample().document
    found, refused = parse(
        line(sha256=document.sha256, start=0, end=7, label="claim", text="Harbour"),
        line(document_id=document.id, start=8, end=14, label="claim", annotator="Wen"),
        line(sha256=document.sha256, start=0, end=7, label="claim", text="Harvest"),
        line(sha256=document.sha256, start=0.0, end=7, label="claim"),
        line(sha256="0" * 64, document_id=document.id, start=0, end=7, label="claim"),
        line(sha256=document.sha256, start=0, end=7, label="claim", offset_unit="utf16"),
        context=known(sample()),
    )
    assert [(one.whole, [each.text for each in one.spans]) for one in found] == [(False, ["Harbour", "prices"])]
    assert [one.split(": ")[0] for one in refused] == [f"in.jsonl:{n}" for n in (3, 4, 5, 6)]
    assert "another version" in refused[2]


def test_a_document_can_be_forced() -> None:
    context = replace(CONTEXT, document=(sample().document, sample().text))
    (bundle,), refused = parse(
        line(start=0, end=7, label="claim"), line(start=8, end=14, label="claim"), context=context
    )
    assert refused == []
    assert [one.text for one in bundle.spans] == ["Harbour", "prices"]


@given(st.lists(bundles(), min_size=1, max_size=3, unique_by=lambda one: one.document.sha256))
def test_spans_of_several_documents_in_one_file(several: list[Bundle]) -> None:
    people = unique_names(person for bundle in several for person in bundle.annotators)
    found, refused = parse(*write_spans(several, people), context=known(*several))
    assert refused == []
    assert [(one.document.id, one.spans) for one in found] == [
        (one.document.id, one.spans) for one in several if one.spans
    ]


# Anything at all


@given(st.lists(values.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=40) | st.text(max_size=40)))
def test_no_line_of_any_kind_stops_the_reading(lines: list[bytes | str]) -> None:
    found = list(read(lines, "in.jsonl", replace(CONTEXT, scheme=SCHEME)))
    assert all(isinstance(one, Bundle | Refused) for one in found)
    assert len({one.line for one in found}) <= len(lines)


KEYS = [
    "text",
    "start",
    "end",
    "label",
    "id",
    "spans",
    "links",
    "verdicts",
    "comments",
    "annotators",
    "annotator",
    "meta",
]
KEYS += ["rev", "attributes", "sources", "judged", "progress", "format", "offset_unit", "sha256", "from", "to", "type"]
keyed = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 12)
    | st.floats()
    | st.sampled_from(["", "a", "s1", "claim", "utf16", "\ud800"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=12,
)


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), keyed, max_size=8), min_size=1, max_size=4))
def test_objects_of_our_own_keys_are_read_or_refused_and_can_be_written(objects: list[dict[str, Any]]) -> None:
    found = list(read([json.dumps(one) for one in objects], "in.jsonl", replace(CONTEXT, scheme=SCHEME)))
    for one in found:
        if isinstance(one, Bundle):
            written = "".join(write_documents([one], unique_names(one.annotators)))
            (again,) = parse(written.encode())[0]
            assert [each.text for each in again.spans] == [one.text[each.start : each.end] for each in again.spans]
            assert len(again.spans) == len(one.spans)


@given(bundles(), st.data())
def test_a_damaged_line_of_ours_is_read_or_refused(bundle: Bundle, data: st.DataObject) -> None:
    (written,) = write_documents([bundle], unique_names(bundle.annotators))
    raw = bytearray(written.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        if data.draw(st.booleans()):
            raw[at] = data.draw(st.integers(0, 255))
        else:
            del raw[at : at + data.draw(st.integers(1, 30))]
        if not raw:
            return
    for one in read(bytes(raw).splitlines(keepends=True), "in.jsonl", CONTEXT):
        assert isinstance(one, Bundle | Refused)
        if isinstance(one, Bundle):
            assert all(each.text == one.text[each.start : each.end] for each in one.spans)


def test_only_what_is_read_is_held(tmp_path: Path) -> None:
    """One document after the other: the first comes out before the second is looked at."""
    asked = []

    def lines() -> Any:
        for n in range(3):
            asked.append(n)
            yield line(text=f"text {n}")

    reading = read(lines(), "in.jsonl", CONTEXT)
    next(reading)
    assert asked == [0]


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(GOOD + b"broken\n" + GOOD.rstrip())
    assert [str(one) if isinstance(one, Refused) else one.text for one in read_file(path, CONTEXT)] == [
        "A good line.",
        f"{path}:2: is not JSON: Expecting value (column 1)",
        "A good line.",
    ]
    path.write_bytes(GOOD.decode().encode("utf-16"))
    (bundle,) = read_file(path, CONTEXT)
    assert isinstance(bundle, Bundle)
    assert bundle.text == "A good line."
    (refused,) = read_file(tmp_path / "none.jsonl", CONTEXT)
    assert str(refused) == f"{tmp_path / 'none.jsonl'}: cannot be read: No such file or directory"


def test_repointing_hangs_everything_on_the_other_document() -> None:
    there = replace(sample().document, id="there")
    moved = sample().repointed(there)
    assert {one.document_id for one in (*moved.spans, *moved.progress)} == {"there"}
    assert [one.id for one in moved.spans] == [one.id for one in sample().spans]


@given(st.text(st.characters(), max_size=20))
def test_names_come_in_clean(name: str) -> None:
    found, refused = parse(line(text="ab", spans=[span(0, 1, annotator=name)]))
    assert refused == []
    assert [one.name for one in found[0].annotators] == [clean(name) or ME.name]
