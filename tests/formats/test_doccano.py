"""doccano: both kinds of project, archives, the three units, and files that doccano made."""

import json
from collections import Counter
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings

from annotator.formats import Bundle, Refused, Written, detect, doccano
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
    for write in (doccano.write_relations, doccano.write_spans):
        (line,) = write([bundle], {}, Written())
        assert line.splitlines() == [line[:-1]]
        (back,), refused = read(path, line)
        assert refused == []
        assert back.text == bundle.text
        assert spans(back) == spans(bundle)
        if write is doccano.write_relations:
            assert Counter(link.type for link in back.links) == Counter(link.type for link in bundle.links)


def test_the_sample_is_written_as_the_golden_file_says() -> None:
    written = Written()
    assert list(doccano.write_relations([sample()], {}, written)) == [(GOLDEN / "doccano.jsonl").read_text()]
    assert "1 notes" in written.told()
    assert detect(GOLDEN / "doccano.jsonl").name == "doccano"


@pytest.mark.parametrize(("start", "unit"), [(9, "UTF-16"), (7, "characters:"), (5, "as they are seen")])
def test_the_unit_is_the_one_under_which_spans_are_words(tmp_path: Path, start: int, unit: str) -> None:
    text = "So 👩‍🏭 said it"
    (bundle,), refused = read(tmp_path / "a.jsonl", json.dumps({"text": text, "label": [[start, start + 4, "quote"]]}))
    assert [span.text for span in bundle.spans] == ["said"]
    assert refused == []
    assert unit in bundle.notes[0]


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
