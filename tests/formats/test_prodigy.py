"""Prodigy: written and read back, answers that are no annotations, and a file that Prodigy made."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings

from annotator.formats import Bundle, Refused, Written, detect, prodigy, unique_names
from annotator.formats.tokens import tokens
from tests.formats import interop
from tests.formats.records import CONTEXT, bundles, sample

GOLDEN = Path(__file__).parent / "golden"


@settings(max_examples=60)
@given(bundles())
def test_what_prodigy_holds_comes_back(tmp_path_factory: pytest.TempPathFactory, bundle: Bundle) -> None:
    path = tmp_path_factory.mktemp("p") / "a.jsonl"
    names = unique_names(bundle.annotators)
    lines = list(prodigy.write([bundle], names, Written()))
    path.write_text("".join(lines), encoding="utf-8")
    assert all(line.splitlines() == [line[:-1]] for line in lines)
    for task in map(json.loads, lines):
        assert "".join(token["text"] + " " * token["ws"] for token in task["tokens"]) == bundle.text
    back: Counter[tuple[str, str, int, int]] = Counter()
    for parsed in prodigy.read_file(path, CONTEXT):
        assert isinstance(parsed, Bundle)
        assert parsed.text == bundle.text
        assert interop.wrong(parsed) == []
        called = {person.id: person.name for person in parsed.annotators}
        back.update((called[span.annotator_id], span.label, span.start, span.end) for span in parsed.spans)
    assert back == Counter((names[span.annotator_id], span.label, span.start, span.end) for span in bundle.spans)


@given(bundles())
def test_tokens_stop_at_the_edges_of_spans_and_leave_out_single_blanks_alone(bundle: Bundle) -> None:
    found = tokens(bundle.text, bundle.spans)
    starts, ends = {start for start, _ in found}, {end for _, end in found}
    assert all(span.start in starts and span.end in ends for span in bundle.spans)
    at = 0
    for start, end in found:
        assert bundle.text[at:start] in ("", " ")
        assert start < end
        at = end
    assert bundle.text[at:] in ("", " ")


def test_the_sample_is_written_as_the_golden_file_says() -> None:
    written = Written()
    lines = prodigy.write([sample()], unique_names(sample().annotators), written)
    assert "".join(lines) == (GOLDEN / "prodigy.jsonl").read_text()
    assert "1 links" in written.told()
    assert detect(GOLDEN / "prodigy.jsonl").name == "prodigy"


def test_only_what_was_accepted_is_an_annotation(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    span = {"start": 0, "end": 3, "label": "claim"}
    lines = [
        {"text": f"one {answer}", "spans": [span, span | {"end": 99}], "answer": answer, "_session_id": "ds-wen"}
        for answer in ("accept", "reject", "ignore")
    ]
    path.write_text("\n".join(map(json.dumps, lines)) + '\n{"spans": []}\n')
    found = list(prodigy.read_file(path, CONTEXT))
    good = [each for each in found if isinstance(each, Bundle)]
    assert [len(bundle.spans) for bundle in good] == [1, 0, 0]
    assert [person.name for person in good[0].annotators] == ["ds-wen"]
    assert "answered 'reject': its 2 spans are left out" in good[1].notes
    assert [each.line for each in found if isinstance(each, Refused)] == [1, 4]


def test_a_file_of_prodigy_has_no_wrong_offsets() -> None:
    (path,) = interop.files("prodigy/*.jsonl")
    assert detect(path).name == "prodigy"
    raw = [json.loads(line) for line in path.read_text().splitlines()]
    found = list(prodigy.read_file(path, CONTEXT))
    assert len(found) == len(raw) == 200
    for task, bundle in zip(raw, found, strict=True):
        assert isinstance(bundle, Bundle)
        assert bundle.text == task["text"]
        expected = task.get("spans", []) if task["answer"] == "accept" else []
        assert [span.text for span in bundle.spans] == [task["text"][one["start"] : one["end"]] for one in expected]
