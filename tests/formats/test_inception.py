"""INCEpTION's archives: a project with a file for each annotator, a document with its type system, and bad ones."""

import io
import json
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from annotator.core import ids
from annotator.files import write_archive
from annotator.formats import FORMATS, Bundle, Refused, detect, inception, unique_names
from annotator.formats.bundle import Written
from tests.formats import interop
from tests.formats.records import CONTEXT, sample

GOLDEN = Path(__file__).parent / "golden"
CAS = FORMATS["uima-cas"]
XMI = (GOLDEN / "cas" / "xmi" / "annotation" / "0001-Harbour.txt" / "Wen.xmi").read_bytes()
JSON = (GOLDEN / "cas" / "json" / "annotation" / "0001-Harbour.txt" / "Wen.json").read_bytes()
TYPES = (GOLDEN / "cas" / "xmi" / "TypeSystem.xml").read_bytes()
TSV = b"#FORMAT=WebAnno TSV 3.3\n#T_SP=a.B|value\n\n\n#Text=one .\n1-1\t0-3\tone\tx\t\n1-2\t4-5\t.\t_\t\n" + (
    b"\n#Text=two\n2-1\t7-10\ttwo\ty\t\n"
)


PROJECT = {
    "annotation_documents": [
        {"name": "news.txt", "user": "chen", "state": "FINISHED"},
        {"name": "other.txt", "user": "wen", "state": "IN_PROGRESS"},
        {"name": "other.txt", "user": "li", "state": "NEW"},
        {"name": 7, "state": []},
        "odd",
    ],
    "source_documents": [{"name": "other.txt", "state": "CURATION_FINISHED"}],
}


def archive(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return data.getvalue()


def read(tmp_path: Path, members: dict[str, bytes]) -> tuple[list[Bundle], list[str]]:
    path = tmp_path / "export.zip"
    path.write_bytes(archive(members))
    assert detect(path) is CAS
    parsed = list(CAS.read(path, CONTEXT))
    found = [each for each in parsed if isinstance(each, Bundle)]
    assert [interop.wrong(each) for each in found] == [[]] * len(found)
    return found, [str(each).removeprefix(str(path)) for each in parsed if isinstance(each, Refused)]


def test_a_project_is_read_whole_each_file_as_its_annotators(tmp_path: Path) -> None:
    inner = archive({"TypeSystem.xml": TYPES, "li.xmi": XMI})
    found, refused = read(
        tmp_path,
        {
            "exportedproject123.json": json.dumps(PROJECT).encode(),
            "source/news.txt": b"one .\t\ntwo",
            "annotation/news.txt/chen.tsv": TSV,
            "annotation/other.txt/li.zip": inner,
            "annotation/other.txt/wen.json": JSON,
            "annotation/other.txt/INITIAL_CAS.json": JSON,
            "annotation_ser/news.txt/chen.ser": b"\xac\xed",
            "annotation_ser/news.txt/INITIAL_CAS.ser": b"\xac\xed",
            "annotation_ser/news.txt/zhou.ser": b"\xac\xed",
            "curation/other.txt/CURATION_USER.zip": archive({"TypeSystem.xml": TYPES, "CURATION_USER.xmi": XMI}),
            "log/project.log": b"nothing",
        },
    )
    who = [[person.name for person in each.annotators] for each in found]
    assert who == [["chen"], ["li"], ["wen"], ["Me"], ["gold"]]
    assert found[4].annotators[0].id == ids.GOLD_ID
    assert found[0].text == "one .\t\ntwo"
    assert [span.text for span in found[0].spans] == ["one", "two"]
    assert {each.text for each in found[1:]} == {sample().text}
    assert not any("type system" in note for each in found for note in each.notes)
    states = {(each.annotators[0].name, each.progress[0].state) for each in found if each.progress}
    assert states == {("chen", "done"), ("wen", "doing"), ("gold", "done")}
    assert all(note.startswith(("annotation/", "curation/")) for each in found for note in each.notes)
    assert refused == [
        "/annotation_ser/news.txt/zhou.ser: is an object of Java: export the project again with the format"
        " UIMA CAS XMI or WebAnno TSV"
    ]


def test_one_document_with_its_type_system(tmp_path: Path) -> None:
    found, refused = read(tmp_path, {"TypeSystem.xml": TYPES, "news.xmi": XMI})
    assert refused == []
    assert [[person.name for person in each.annotators] for each in found] == [["Me"]]
    assert len(found[0].spans) == 4


@pytest.mark.parametrize("layout", CAS.folders)
def test_an_export_as_an_archive_comes_back(layout: str, tmp_path: Path) -> None:
    path = tmp_path / "out.zip"
    write_archive(path, CAS.folders[layout]([sample()], unique_names(sample().annotators), Written()))
    assert detect(path) is CAS
    found = [each for each in CAS.read(path, CONTEXT) if isinstance(each, Bundle)]
    assert [[person.name for person in each.annotators] for each in found] == [["Wen"], ["gold"]]
    assert sum(len(each.spans) for each in found) == len(sample().spans)


def test_what_cannot_be_read_is_told_by_member_and_the_rest_goes_in(tmp_path: Path) -> None:
    found, refused = read(
        tmp_path,
        {
            "annotation/a.txt/wen.zip": b"PK\x03\x04 and no more",
            "annotation/a.txt/li.xmi": b"<!DOCTYPE x><x/>",
            "annotation/a.txt/chen.tsv": b"#FORMAT=WebAnno TSV 3.3\n\xff",
            "annotation/a.txt/zhou.tsv": TSV,
            "annotation/a.txt/deep.zip": archive({"a.zip": archive({"x.xmi": XMI})}),
            "../../out.xmi": XMI,
        },
    )
    assert [[person.name for person in each.annotators] for each in found] == [["zhou"]]
    assert sorted(line.split(": ", 1)[0] for line in refused) == [
        "", "/annotation/a.txt/chen.tsv", "/annotation/a.txt/li.xmi", "/annotation/a.txt/wen.zip"
    ]  # fmt: skip
    assert any("leads out of the archive" in line for line in refused)
    assert any("has a document type" in line for line in refused)


def test_an_archive_with_nothing_of_it_is_refused(tmp_path: Path) -> None:
    assert read(tmp_path, {"annotation/a.txt/wen.txt": b"text"}) == ([], [": holds no UIMA CAS and no WebAnno TSV"])
    path = tmp_path / "cut.zip"
    path.write_bytes(archive({"a.xmi": XMI})[:60])
    (refused,) = CAS.read(path, CONTEXT)
    assert "is a damaged ZIP archive" in str(refused)


def test_archives_in_an_archive_count_to_one_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inception, "LARGEST", 3 * len(XMI))
    members = {f"annotation/a.txt/p{n}.zip": archive({"x.xmi": XMI}) for n in range(9)}
    found, refused = read(tmp_path, members)
    assert 0 < len(found) < 9
    assert all("unpacks to more than" in line for line in refused)
