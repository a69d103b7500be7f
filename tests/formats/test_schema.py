"""The published JSON Schemas hold what is written, and nothing looser."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from annotator.formats import Bundle, unique_names
from annotator.formats.jsonl_writer import write_documents, write_spans
from tests.formats.records import bundles, sample

SCHEMA = Path(__file__).resolve().parents[2] / "resources" / "schema"


def validator(layout: str) -> Draft202012Validator:
    schema = json.loads((SCHEMA / f"{layout}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


DOCUMENTS, SPANS = validator("documents"), validator("spans")


@given(bundles())
def test_every_line_that_is_written_is_valid(bundle: Bundle) -> None:
    names = unique_names(bundle.annotators)
    for line in write_documents([bundle], names):
        assert DOCUMENTS.is_valid(json.loads(line)), line
    for line in write_spans([bundle], names):
        assert SPANS.is_valid(json.loads(line)), line


def written() -> tuple[Any, Any]:
    names = unique_names(sample().annotators)
    (document,) = write_documents([sample()], names)
    return json.loads(document), json.loads(next(iter(write_spans([sample()], names))))


def objects(value: Any) -> list[dict[str, Any]]:
    """Every object in ``value`` whose keys are ours (not those of attributes, metadata, progress)."""
    if isinstance(value, list):
        return [each for one in value for each in objects(one)]
    if not isinstance(value, dict):
        return []
    free = ("attributes", "meta", "progress")
    return [value, *(each for key, one in value.items() if key not in free for each in objects(one))]


@pytest.mark.parametrize("which", [0, 1])
def test_nothing_may_be_added_anywhere_and_nothing_left_out(which: int) -> None:
    schema = (DOCUMENTS, SPANS)[which]
    whole = written()[which]
    assert schema.is_valid(whole)
    checked = 0
    for number, _ in enumerate(objects(whole)):
        added = written()[which]
        objects(added)[number]["extra"] = 1
        assert not schema.is_valid(added)
        if "rev" in objects(whole)[number] and "start" in objects(whole)[number] and "id" not in objects(whole)[number]:
            continue  # judged, which may be partial
        for key in objects(whole)[number]:
            less = written()[which]
            del objects(less)[number][key]
            assert not schema.is_valid(less), key
            checked += 1
    assert checked > 20


@pytest.mark.parametrize(
    ("key", "bad"),
    [
        ("start", -1),
        ("start", 1.5),
        ("start", "1"),
        ("end", 0),
        ("text", ""),
        ("label", ""),
        ("id", ""),
        ("id", 7),
        ("rev", -1),
        ("attributes", []),
        ("attributes", {"checkable": None}),
        ("note", None),
        ("verdicts", [{}]),
        ("sources", ["a", "a"]),
    ],
)
def test_a_bad_value_in_a_span_is_invalid_in_both_layouts(key: str, bad: Any) -> None:
    document, span = written()
    document["spans"][0][key] = bad
    span[key] = bad
    assert not DOCUMENTS.is_valid(document)
    assert not SPANS.is_valid(span)


@pytest.mark.parametrize(
    ("key", "bad"),
    [
        ("format", "annotator/2"),
        ("offset_unit", "utf16"),
        ("sha256", "00"),
        ("text", ""),
        ("progress", {"Wen": "nearly"}),
        ("annotators", [{"id": "1", "name": "Wen", "kind": "bot"}]),
        ("links", [{}]),
        ("meta", None),
    ],
)
def test_a_bad_value_in_a_document_is_invalid(key: str, bad: Any) -> None:
    document, _ = written()
    document[key] = bad
    assert not DOCUMENTS.is_valid(document)


def test_the_layouts_are_not_each_other() -> None:
    document, span = written()
    assert not DOCUMENTS.is_valid(span)
    assert not SPANS.is_valid(document)
