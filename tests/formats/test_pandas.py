"""The recipes for pandas that the README shows, on both layouts."""

from pathlib import Path

import pytest

from tests.formats.records import sample

pd = pytest.importorskip("pandas")
GOLDEN = Path(__file__).parent / "golden"


def test_one_span_a_line() -> None:
    spans = pd.read_json(GOLDEN / "spans.jsonl", lines=True, dtype=False)
    assert list(spans["text"]) == [span.text for span in sample().spans]
    assert list(spans["start"]) == [span.start for span in sample().spans]
    assert str(spans["start"].dtype) == "int64"
    assert set(spans["sha256"]) == {sample().document.sha256}
    counts = spans.groupby(["annotator", "label"]).size()
    assert counts["Wen", "claim"] == 1
    assert counts["gold", "claim"] == 1
    attributes = pd.json_normalize(list(spans["attributes"]))
    assert list(attributes["checkable"].dropna()) == ["yes"]
    assert list(attributes["value"].dropna()) == [12]


def test_one_document_a_line() -> None:
    documents = pd.read_json(GOLDEN / "documents.jsonl", lines=True, dtype=False)
    assert list(documents["title"]) == ["Harbour"]
    assert documents["text"][0] == sample().text
    spans = pd.json_normalize(
        documents.to_dict("records"), "spans", ["id", "title", "text"], record_prefix="span.", meta_prefix="document."
    )
    assert len(spans) == len(sample().spans)
    rows = zip(spans["document.text"], spans["span.start"], spans["span.end"], spans["span.text"], strict=True)
    assert all(text[start:end] == marked for text, start, end, marked in rows)
    assert list(spans["span.attributes.checkable"].dropna()) == ["yes"]


def test_digits_stay_as_they_are(tmp_path: Path) -> None:
    """What ``dtype=False`` is for: pandas would turn an id of digits into a number, and lose its zeros."""
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "007", "note": "", "text": "2019"}\n')
    frame = pd.read_json(path, lines=True, dtype=False)
    assert list(frame.iloc[0]) == ["007", "", "2019"]


def test_one_span_a_row() -> None:
    for name in ("spans.csv", "excel.csv"):
        spans = pd.read_csv(GOLDEN / name, encoding="utf-8-sig")
        assert list(spans["text"]) == [span.text for span in sample().spans]
        assert list(spans["attributes.value"].dropna()) == [12]
