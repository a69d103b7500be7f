"""Word files: paragraphs, lists with their numbers, tables, notes; what is left out and what is none is told."""

import io
import zipfile
from typing import Any

import pytest

from annotator.core.errors import AnnotatorError
from tests.formats.extract.conftest import Read
from tests.formats.extract.pages import news_page

docx = pytest.importorskip("docx")

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word(body: str, **parts: str) -> bytes:
    """A Word file of this XML; ``parts`` are more of its parts by name (``footnotes``), with their XML."""
    relations = "".join(
        f'<Relationship Id="r{name}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}"'
        f' Target="{name}.xml"/>'
        for name in parts
    )
    packages = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    members = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{packages}"><Relationship Id="a" Type="{office}/officeDocument"'
        ' Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{packages}">{relations}</Relationships>',
    } | {f"word/{name}.xml": f"<w:{name} {W}>{xml}</w:{name}>" for name, xml in parts.items()}
    return packed(members)


def packed(members: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return buffer.getvalue()


def test_what_an_office_writes(read: Read) -> None:
    made = docx.Document()
    made.core_properties.title, made.core_properties.author = "draft 3", "Ines Vale"
    made.core_properties.language = "en"
    made.add_heading("Wells dug in Oda", 0)
    paragraph = made.add_paragraph("In 2023 the town ")
    paragraph.add_run("built").bold = True
    paragraph.add_run(" 12 wells.\tMore\ncame later.")
    for text, style in [("first", "List Number"), ("second", "List Number"), ("a point", "List Bullet")]:
        made.add_paragraph(text, style=style)
    table = made.add_table(rows=2, cols=2)
    for row, texts in zip(table.rows, (("Year", "Wells"), ("2023", "12")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    made.add_paragraph("After the table.")
    found = read(saved(made), "letter.docx")
    assert found.text == (
        "Wells dug in Oda\nIn 2023 the town built 12 wells.\tMore\ncame later.\n"
        "1. first\n2. second\n• a point\nYear | Wells\n2023 | 12\nAfter the table."
    )
    assert found.document.title == "Wells dug in Oda"  # the paragraph in the style of titles
    meta = dict(found.document.meta)
    assert meta.pop("date") == "2013-12-23"  # of the template of python-docx
    assert meta == {"file": "letter.docx", "author": "Ines Vale", "language": "en", "extractor": "text"}
    assert found.notes == ()


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_changes_hidden_text_boxes_and_controls(read: Read) -> None:
    found = read(
        word(
            "<w:p><w:r><w:t>The town </w:t></w:r><w:ins><w:r><w:t>has </w:t></w:r></w:ins><w:del><w:r><w:delText>had "
            "</w:delText></w:r></w:del><w:r><w:t>12</w:t><w:noBreakHyphen/><w:t>metre wells</w:t></w:r>"
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t> hidden</w:t></w:r>"
            '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>.</w:t></w:r></w:p>'
            f"<w:sdt><w:sdtContent>{p('In a control.')}</w:sdtContent></w:sdt>"
            '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
            f"<w:sdtContent>{p('Wells 3')}</w:sdtContent></w:sdt>"
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('Click here.')}</w:sdtContent></w:sdt>"
            "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>Around</w:t><w:pict><w:txbxContent>"
            f"{p('In a box.')}</w:txbxContent></w:pict></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        ),
        "letter.docx",
    )
    assert found.text == "The town has 12\u2011metre wells.\nIn a control.\nIn a box.\nAround"
    assert found.notes == ("2 tracked changes were taken as accepted", "the table of contents was left out")


def test_notes_stand_at_the_end_or_are_left_out_and_told(read: Read) -> None:
    made = word(
        '<w:p><w:r><w:t>A claim</w:t><w:footnoteReference w:id="2"/><w:t>.</w:t></w:r></w:p>',
        footnotes='<w:footnote w:id="2"><w:p><w:r><w:t> Its source. </w:t></w:r></w:p></w:footnote>',
        comments="<w:comment><w:p/></w:comment>",
        header=p("Page head"),
    )
    left_out = ("1 comments were left out", "headers and footers of the pages were left out")
    found = read(made, "letter.docx")
    assert found.text == "A claim[1].\n[1] Its source."
    assert found.notes == ("1 footnotes stand at the end, with their numbers in the text", *left_out)
    found = read(made, "letter.docx", extractor="text-only")
    assert found.text == "A claim."
    assert found.notes == ("1 footnotes were left out", *left_out)


def test_numbers_of_several_levels(read: Read) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(
            [("decimal", "%1"), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"), ("bullet", "-")]
        )
    )

    def item(text: str, level: int) -> str:
        return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>')

    body = "".join(item(text, int(level)) for level, text in ["0a", "1b", "1c", "2d", "3e", "0f", "1g"])
    numbering = f'<w:abstractNum w:abstractNumId="3">{levels}</w:abstractNum>'
    numbering += '<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>'
    text = read(word(body, numbering=numbering), "letter.docx").text
    assert text == "1 a\n1.1 b\n1.2 c\n(a) d\n• e\n2 f\n2.1 g"


def test_tables_in_tables_and_tables_for_layout(read: Read) -> None:
    def table(*rows: tuple[str, ...]) -> str:
        cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
        return f"<w:tbl>{''.join(f'<w:tr>{each}</w:tr>' for each in cells)}</w:tbl>"

    inner = table((p("c"), p("d")))
    assert read(word(table((p("a"), p("b") + inner))), "letter.docx").text == "a | b c | d"
    long = "word " * 80
    assert read(word(table((p("one") + p("two"),)) + table((p(long), p("b")))), "letter.docx").text == (
        f"one\ntwo\n{long.strip()}\nb"
    )


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def relations(target: str) -> str:
    return f'<Relationships><Relationship Type="x/officeDocument" Target="{target}"/></Relationships>'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (word("<w:p/>"), "is a Word file without text: it may hold pictures only"),
        (packed({"_rels/.rels": relations("xl/workbook.xml")}), "is a spreadsheet (.xlsx): save it as CSV"),
        (packed({"_rels/.rels": relations("ppt/a.xml")}), "is slides (.pptx): save them as text or PDF"),
        (packed({"[Content_Types].xml": "x"}), "lacks the file word/document.xml"),
        (packed({"_rels/.rels": relations("../../etc/passwd")}), "lacks the file ../../etc/passwd"),
        (packed({"_rels/.rels": relations("word/a.xml"), "word/a.xml": "<a>"}), "its part word/a.xml is no XML"),
        (word("<w:p/>")[:300], "is a damaged ZIP archive"),
        (packed({"word/document.xml": b" " * 30_000_000}), "its member word/document.xml unpacks to"),
        (OLE + b"\x00" * 600, "is an old Microsoft Office file, not a text: save it as .docx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "is a Microsoft Office file with a password"),
        (b"{\\rtf1 Some text}", "is Rich Text Format, not a text: save it as .docx or .odt"),
    ],
)
def test_what_is_no_word_file(read: Read, content: bytes, why: str) -> None:
    with pytest.raises(AnnotatorError) as error:
        read(content, "letter.docx")
    assert str(error.value).startswith(why)


def test_an_entity_is_not_followed_and_a_bomb_does_not_go_off(read: Read) -> None:
    def made(entities: str, text: str) -> bytes:
        document = f"<!DOCTYPE a [{entities}]><w:document {W}><w:body>{p(text)}</w:body></w:document>"
        return packed({"_rels/.rels": relations("word/document.xml"), "word/document.xml": document})

    assert read(made('<!ENTITY file SYSTEM "file:///etc/passwd">', "Text &file;"), "letter.docx").text == "Text"
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    with pytest.raises(AnnotatorError, match="is no XML"):
        read(made(f'<!ENTITY e0 "ha">{bomb}', "Text &e11;"), "letter.docx")


def test_a_page_that_is_called_docx(read: Read) -> None:
    assert read(news_page(), "letter.docx").document.meta["extractor"] == "article"
