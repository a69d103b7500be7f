"""No more lines are kept than anybody reads; how many there were is known all the same."""

import json
from pathlib import Path

from annotator.edit.importing import Import
from annotator.edit.planning import Plan
from annotator.edit.projects import import_into, new_project
from annotator.edit.telling import MOST, Told
from tests.making import WEN


def test_lines_beyond_the_most_are_counted() -> None:
    few = Told(["a", "b"])
    assert few == ["a", "b"] == few.shown()
    many = Told(str(number) for number in range(MOST + 7))
    assert (len(many), many.total) == (MOST, MOST + 7)
    assert many.shown()[-1] == "and 7 more that are not listed"
    few += many
    assert few.total == MOST + 9
    assert few.shown()[-1] == "and 9 more that are not listed"


def test_an_import_of_nothing_but_bad_lines_says_how_many(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"text": "good"}\n' + '{"text": 1}\n' * (MOST + 3))
    with new_project(tmp_path / "a.annotator") as project:
        report = import_into(project, Import(project.query, [tmp_path / "bad.jsonl"], WEN, format="jsonl"))
    assert report.summary() == f"1 document added, {MOST + 3:,} refused"
    assert len(report.refused) == MOST
    assert report.as_json()["refused"][-1] == "and 3 more that are not listed"


def test_what_the_scheme_lacks_is_told_once_with_how_often(tmp_path: Path) -> None:
    spans = [{"start": 0, "end": 2, "label": label} for label in ("rumour", "rumour", "claim", "hearsay")]
    lines = [json.dumps({"text": text, "spans": spans}) for text in ("one", "two", "three")]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    with new_project(tmp_path / "a.annotator") as project:
        report = import_into(project, Import(project.query, [tmp_path / "a.jsonl"], WEN))
        item = Plan(project.query, [tmp_path / "a.jsonl"], WEN).item(tmp_path / "a.jsonl")
    assert report.spans_added == 12
    assert report.notes == [
        f"{tmp_path}/a.jsonl:1: the scheme has no label 'rumour' (kept; 5 more)",
        f"{tmp_path}/a.jsonl:1: the scheme has no label 'hearsay' (kept; 2 more)",
    ]
    assert "line 1: the scheme has no label 'rumour' (kept; 5 more)" in item.notes
