"""doccano: both kinds of project, archives, the three units, and files that doccano made."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings

from annotator.files import write_archive, write_folder
from annotator.formats import Bundle, Refused, Written, detect, doccano, doccano_writer, unique_names
from tests.formats import interop
from tests.formats.records import CONTEXT, bundles, sample

GOLDEN = Path(__file__).parent / "golden"


def read(path: Path, text: str) -> tuple[list[Bundle], list[str]]:
    path.write_text(text, encoding="utf-8")
    found = list(doccano.read_file(path, CONTEXT))
    good = [each for each in found if isinstance(each, Bundle)]
    assert not any(interop.wrong(bundle) for bundle in good)
    return good, [str(each) for each in found if isinstance(each, Refused)]


def spans(bundle: Bundle) -> Counter[tuple[str, int, int]]:
    return Counter((span.label, span.start, span.end) for span in bundle.spans)


@settings(max_examples=60)
@given(bundles())
def test_what_doccano_holds_comes_back(tmp_path_factory: pytest.TempPathFactory, bundle: Bundle) -> None:
    path = tmp_path_factory.mktemp("d") / "a.jsonl"
    for write in (doccano_writer.write_relations, doccano_writer.write_spans):
        (line,) = write([bundle], {}, Written())
        assert line.splitlines() == [line[:-1]]
        (back,), refused = read(path, line)
        assert refused == []
        assert back.text == bundle.text
        assert spans(back) == spans(bundle)
        if write is doccano_writer.write_relations:
            assert Counter(link.type for link in back.links) == Counter(link.type for link in bundle.links)


def test_the_sample_is_written_as_the_golden_file_says() -> None:
    written = Written()
    assert list(doccano_writer.write_relations([sample()], {}, written)) == [(GOLDEN / "doccano.jsonl").read_text()]
    assert "1 notes" in written.told()
    assert detect(GOLDEN / "doccano.jsonl").name == "doccano"


@pytest.mark.parametrize(("start", "unit"), [(9, "UTF-16"), (7, "characters:"), (5, "as they are seen")])
def test_the_unit_is_the_one_under_which_spans_are_words(tmp_path: Path, start: int, unit: str) -> None:
    text = "So 👩‍🏭 said it"
    (bundle,), refused = read(tmp_path / "a.jsonl", json.dumps({"text": text, "label": [[start, start + 4, "quote"]]}))
    assert [span.text for span in bundle.spans] == ["said"]
    assert refused == []
    assert unit in bundle.notes[0]


def test_intents_and_columns_of_other_names(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    (bundle,), refused = read(path, '{"text": "Fly to Rome", "entities": [[7, 11, "City"]], "cats": ["flight"]}')
    assert [span.text for span in bundle.spans] == ["Rome"]
    assert (refused, bundle.notes) == ([], ("left out: labels of the whole text ('flight')",))
    (bundle,), refused = read(path, '{"sentence": "Fly to Rome", "tags": [[7, 11, "City"]], "n": 1}')
    assert [span.text for span in bundle.spans] == ["Rome"]
    assert bundle.notes == ("its columns 'sentence' and 'tags' taken for text and spans",)
    assert bundle.document.meta == {"n": 1}
    assert detect(path).name == "doccano"


def test_what_older_versions_wrote_tells_labels_and_users_by_number(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    marks = [{"label": 12, "start_offset": 0, "end_offset": 3, "user": 1}, {"label": 2, "user": 2}]
    (bundle,), refused = read(path, json.dumps({"id": 1, "text": "one two", "annotations": marks}))
    assert refused == []
    assert [(span.label, span.text) for span in bundle.spans] == [("12", "one")]
    assert [person.name for person in bundle.annotators] == ["user 1"]
    assert "labels of the whole text" in bundle.notes[0]
    assert detect(path).name == "doccano"
    path.write_text('{"text": "one", "annotations": []}\n')
    assert detect(path).name == "jsonl"


def test_bad_records_are_refused_by_line(tmp_path: Path) -> None:
    lines = [
        '{"text": "a b", "label": [[0, 9, "x"], ["0", 1, "x"], [0, 1, "x"]]}',
        '{"label": []}',
        '{"text": NaN}',
        "[",
    ]
    (bundle,), refused = read(tmp_path / "a.jsonl", "\n".join(lines))
    assert len(bundle.spans) == 1
    assert [line.split(":")[1] for line in refused] == ["1", "1", "2", "3", "4"]


def test_an_archive_tells_who_by_its_names_and_unpacks_nothing(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with ZipFile(path, "w") as archive:
        for name in ("wen.jsonl", "li.jsonl", "../../chen.jsonl", "all.jsonl"):
            archive.writestr(name, '{"text": "one two", "label": [[0, 3, "claim"]]}\n')
    assert detect(path).name == "doccano"
    refused, *found = doccano.read_file(path, CONTEXT)
    assert "../../chen.jsonl is not read: the name leads out of the archive" in str(refused)
    assert [bundle.annotators[0].name for bundle in found if isinstance(bundle, Bundle)] == ["wen", "li", "Me"]
    assert [path.name for path in tmp_path.parent.glob("*.jsonl")] == []
    path.write_bytes(path.read_bytes()[:60])
    (refused,) = doccano.read_file(path, CONTEXT)
    assert "is a damaged ZIP archive" in str(refused)


def test_members_each_get_a_file_of_theirs(tmp_path: Path) -> None:
    alone = replace(sample(), spans=(), links=(), verdicts=(), comments=(), sources=())
    named = {person.id: "../Wen Li" if person.name == "Wen" else person.name for person in sample().annotators}
    written = Written()
    write_archive(tmp_path / "a.zip", doccano_writer.write_members([sample(), alone], named, written))
    with ZipFile(tmp_path / "a.zip") as archive:
        assert archive.namelist() == ["all.jsonl", "_Wen_Li.jsonl", "gold.jsonl"]
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert files["_Wen_Li.jsonl"] == (GOLDEN / "doccano-members" / "wen.jsonl").read_text()
    assert files["gold.jsonl"] == (GOLDEN / "doccano-members" / "gold.jsonl").read_text()
    assert '"entities": []' in files["all.jsonl"]
    assert "1 annotators’ names as they were" in written.told()
    assert (written.spans, written.links, written.links_left_out) == (5, 1, 0)
    assert detect(tmp_path / "a.zip").name == "doccano"
    write_folder(tmp_path / "out", doccano_writer.write_members([sample()], named, Written()))
    assert {path.name: path.read_text() for path in (tmp_path / "out").iterdir()} == {
        name: text for name, text in files.items() if name != "all.jsonl"
    }


@settings(max_examples=30)
@given(bundles())
def test_what_members_hold_comes_back(tmp_path_factory: pytest.TempPathFactory, bundle: Bundle) -> None:
    path = tmp_path_factory.mktemp("m") / "a.zip"
    written = Written()
    write_archive(path, doccano_writer.write_members([bundle], unique_names(bundle.annotators), written))
    owners: dict[str, Counter[tuple[str, int, int]]] = {}
    for parsed in doccano.read_file(path, CONTEXT):
        assert isinstance(parsed, Bundle)
        assert interop.wrong(parsed) == []
        for person in parsed.annotators:
            owners[person.name] = spans(parsed)
    expected = Counter((span.label, span.start, span.end) for span in bundle.spans)
    assert sum(owners.values(), Counter()) == expected
    assert len(owners) == len({span.annotator_id for span in bundle.spans})


def test_files_of_doccano_have_no_wrong_offsets() -> None:
    counts: Counter[str] = Counter()
    for path in interop.files("doccano/*.jsonl"):
        assert detect(path).name == "doccano", path
        for parsed in doccano.read_file(path, CONTEXT):
            if isinstance(parsed, Refused):
                assert parsed.why == "lacks text"
                continue
            assert interop.wrong(parsed) == []
            counts["spans"] += len(parsed.spans)
            counts["links"] += len(parsed.links)
    assert counts == {"spans": 4 + 1 + 2 + 8, "links": 6}
