"""OpenDocument texts: lines in order, lists, tables, notes, and what is left out; absurd counts; what is none."""

import pytest

from annotator.core.errors import AnnotatorError
from tests.formats.extract.conftest import Read
from tests.formats.extract.test_docx import packed

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "draw")
)
STYLES = (
    '<text:list-style xmlns:style="s" style:name="L1"><text:list-level-style-bullet text:level="1"/>'
    '<text:list-level-style-number text:level="2" xmlns:style="s" style:num-format="1"/></text:list-style>'
)
META = (
    '<office:meta xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="m"><dc:title>A title</dc:title>'
    "<dc:creator>Ines Vale</dc:creator><meta:creation-date>2024-03-05T08:00:00</meta:creation-date></office:meta>"
)


def odt(body: str, kind: str = "text", **members: str) -> bytes:
    return packed(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content {SPACES}>{STYLES}<office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
            "meta.xml": f"<office:document-meta {SPACES}>{META}</office:document-meta>",
        }
        | {name.replace("__", "/").replace("_", "."): content for name, content in members.items()}
    )


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def test_lines_in_order(read: Read) -> None:
    items = "".join(f"<text:list-item>{p(each)}</text:list-item>" for each in ("one", "two"))
    inner = f"<text:list>{items}</text:list>"
    found = read(
        odt(
            "<text:h>Wells</text:h>"
            + p("The  town\n dug<text:s text:c='2'/>12<text:tab/>wells.")
            + p("One<text:line-break/>and <text:span>more</text:span>.")
            + f'<text:list text:style-name="L1"><text:list-item>{p("point")}{inner}</text:list-item></text:list>'
            + "<table:table><table:table-row><table:table-cell>"
            + p("a")
            + "</table:table-cell><table:table-cell table:number-columns-repeated='9999999'>"
            + p("b")
            + "</table:table-cell></table:table-row></table:table>"
            + p(f"Around<draw:frame><draw:text-box>{p('In a box.')}</draw:text-box></draw:frame> it.")
        ),
        "letter.odt",
    )
    assert found.text == (
        "Wells\nThe town dug  12\twells.\nOne\nand more.\n"
        "• point\n1. one\n2. two\na | b\nIn a box.\nAround it."
    )
    assert found.document.title == "A title"
    meta = {"file": "letter.odt", "author": "Ines Vale", "date": "2024-03-05", "extractor": "text"}
    assert found.document.meta == meta


def test_notes_comments_and_deletions(read: Read) -> None:
    made = odt(
        "<text:table-of-content>" + p("Wells 3") + "</text:table-of-content>"
        "<text:tracked-changes><text:changed-region>" + p("gone") + "</text:changed-region></text:tracked-changes>" + p(
            "A claim<text:note><text:note-citation>1</text:note-citation><text:note-body>" + p("Its source.") +
            "</text:note-body></text:note> stands<office:annotation>" + p("really?") + "</office:annotation>."
        )
    )  # fmt: skip
    left_out = (
        "tracked changes were taken as accepted",
        "1 comments were left out",
        "the table of contents was left out",
    )
    found = read(made, "letter.odt")
    assert found.text == "A claim[1] stands.\n[1] Its source."
    assert found.notes == ("1 footnotes stand at the end, with their numbers in the text", *left_out)
    found = read(made, "letter.odt", extractor="text-only")
    assert found.text == "A claim stands."
    assert found.notes == ("1 footnotes were left out", *left_out)


MANIFEST = '<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (odt(p("a" + "<text:s text:c='999999999'/>" + "b")), ""),
        (odt(p(" ")), "is an OpenDocument file without text: it may hold pictures only"),
        (odt("", "spreadsheet"), "is a spreadsheet (.ods): save it as CSV"),
        (odt("", "presentation"), "is slides (.odp): save them as PDF"),
        (odt("", **{"META-INF__manifest_xml": MANIFEST}), "has a password: save it without one"),
        (odt("<text:p>"), "its part content.xml is no XML"),
        (odt(p("a"))[:400], "is a damaged ZIP archive"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text"}), "lacks the file content.xml"),
    ],
)
def test_what_is_none(read: Read, content: bytes, why: str) -> None:
    if not why:
        assert len(read(content, "letter.odt").text) == 102
        return
    with pytest.raises(AnnotatorError) as error:
        read(content, "letter.odt")
    assert str(error.value).startswith(why)
