"""PDF: paragraphs out of lines, hyphens, heads and feet, columns; scans, passwords, damage; all of it told."""

import io
import logging

import pytest

from annotator.core.errors import AnnotatorError
from annotator.formats.extract.pdf_lines import Line, paragraphs, without_heads
from tests.formats.extract.conftest import Read

pypdf = pytest.importorskip("pypdf")

Placed = tuple[float, float, str]


def pdf(*pages: list[Placed], size: int = 10, info: str = "", encrypt: str = "") -> bytes:
    """A PDF with these lines on its pages: x, y (upwards, in points), text."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, lines in enumerate(pages):
        shown = "\n".join(f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET" for x, y, text in lines)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {5 + 2 * n} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(shown.encode('cp1252'))} >>\nstream\n{shown}\nendstream")
    objects.append(f"<< {info} >>")
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + each.encode("cp1252") + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\n"
    made = out + head + table + f"{trailer}startxref\n{len(out)}\n%%EOF".encode()
    return locked(made, encrypt) if encrypt else made


def locked(made: bytes, password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made))
    writer.encrypt("" if password == "-" else password, owner_password="owner", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def column(*lines: str, x: float = 70, y: float = 700, step: float = 12) -> list[Placed]:
    """Lines one below the other; an empty one is room, one that begins with a blank is indented."""
    return [(x + 15 * line.startswith(" "), y - n * step, line.strip()) for n, line in enumerate(lines) if line.strip()]


FULL = "The council of the town of Oda said on the Tuesday before that the"


def test_paragraphs_hyphens_and_the_words_between_lines(read: Read) -> None:
    lines = (
        *("Wells dug", "", FULL, "new wells, twelve of them, were dug by the end of the sum-", "mer. They are deep."),
        "",
        *(FULL, "mayor, who is well-known in the region, had a well-", "known plan for it. Other towns had none."),
    )
    found = read(pdf(column(*lines), info="/Title (Wells dug) /Author (Ines Vale) /CreationDate (D:20240305)"), "a.pdf")
    assert found.text == (
        f"Wells dug\n{FULL} new wells, twelve of them, were dug by the end of the summer. They are deep.\n"
        f"{FULL} mayor, who is well-known in the region, had a well-known plan for it. Other towns had none."
    )
    assert found.document.title == "Wells dug"
    meta = {"file": "a.pdf", "author": "Ines Vale", "date": "2024-03-05", "extractor": "mended"}
    assert found.document.meta == meta
    assert found.notes == (
        "4 line breaks inside paragraphs were taken out",
        "1 words that were hyphenated at the end of a line were put together",
        "1 hyphens at the end of a line were kept",
    )
    as_they_stand = read(pdf(column(*lines)), "a.pdf", extractor="lines")
    assert as_they_stand.text == "\n".join(line for line in lines if line)
    assert as_they_stand.notes == ()


def test_heads_and_feet_are_left_out_and_told(read: Read) -> None:
    def page(number: int, *lines: str) -> list[Placed]:
        return [(70, 770, "The Oda Report 2024"), *column(*lines), (290, 30, f"Page {number} of 4")]

    found = read(
        pdf(
            page(1, FULL, "report goes on to the second page, where it"),
            page(2, "ends here, in the midst of a page.", "", "Second."),
            page(3, "Third page."),
            page(4, "Fourth page."),
        ),
        "a.pdf",
    )
    assert found.text == (
        f"{FULL} report goes on to the second page, where it ends here, in the midst of a page.\nSecond.\n"
        "Third page.\nFourth page."
    )
    assert found.notes[0] == "heads and feet of pages were left out: “The Oda Report 2024”, “Page 4 of 4”"


def test_indents_columns_lists_and_sizes() -> None:
    def shape(*placed: Placed, size: float = 10) -> list[Line]:
        return [Line(text, x, y, size) for x, y, text in placed]

    indented = column(" " + FULL, FULL, FULL, " " + FULL, FULL + " end.")
    assert paragraphs([shape(*indented)])[0] == f"{FULL} {FULL} {FULL}\n{FULL} {FULL} end."
    two = [*column(FULL, FULL), *column("ends in the next column.", "New one.", x=320)]
    assert paragraphs([shape(*two)])[0] == f"{FULL} {FULL} ends in the next column.\nNew one."
    items = column("Needed are:", "• pumps that are so good that they need", " more than one line of text", "• pipes")
    assert paragraphs([shape(*items)])[0] == (
        "Needed are:\n• pumps that are so good that they need more than one line of text\n• pipes"
    )
    headed = [Line("A heading that goes on for", 70, 700, 20), Line("so long", 70, 676, 20), *shape((70, 664, FULL))]
    assert paragraphs([headed])[0] == f"A heading that goes on for so long\n{FULL}"
    chinese = shape(*column("小田鎮議會週二表示去年挖了十二口井比前一年", "多一倍。"))
    assert paragraphs([chinese])[0] == "小田鎮議會週二表示去年挖了十二口井比前一年多一倍。"


def test_one_page_has_no_heads() -> None:
    page = [Line("Head", 70, 770, 10), Line("Text", 70, 700, 10)]
    assert without_heads([page]) == ([page], [])
    assert without_heads([page, []]) == ([page, []], [])


def test_a_line_that_comes_again_in_the_midst_of_pages_stays() -> None:
    page = [Line(f"Line {chr(97 + n)}", 70, 700 - 12 * n, 10) for n in range(9)]
    other = [Line("Line e", 70, 652, 10) if n == 4 else Line("x" * (n + 9), 70, 700 - 12 * n, 10) for n in range(9)]
    assert without_heads([page, other])[0] == [page, other]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (pdf([]), "is a PDF without text: pictures of pages, as a scanner makes them; text recognition (OCR) would"),
        (pdf(column("Some text."), encrypt="secret"), "has a password: save it without one"),
        (b"%PDF-1.4\n1 0 obj\n<<", "is a damaged PDF ("),
        (b"%PDF-1.4\n", "is a damaged PDF ("),
    ],
)
def test_what_has_no_text(read: Read, content: bytes, why: str) -> None:
    with pytest.raises(AnnotatorError) as error:
        read(content, "a.pdf")
    assert str(error.value).startswith(why)


def test_a_pdf_that_only_its_owner_may_change_is_read(read: Read) -> None:
    assert read(pdf(column("Some text."), encrypt="-"), "a.pdf").text == "Some text."


def test_pages_without_text_are_told(read: Read) -> None:
    found = read(pdf(column("Some text."), [], []), "a.pdf")
    assert found.notes == ("no text on 2 of 3 pages (2, 3): they may be pictures",)


def test_a_title_that_a_program_made_up_is_none(read: Read) -> None:
    for title, shown in [("Microsoft Word - wells.docx", "wells"), ("untitled", "Some text."), ("Wells", "Wells")]:
        assert read(pdf(column("Some text."), info=f"/Title ({title})"), "a.pdf").document.title == shown


def test_one_that_was_cut_off(read: Read) -> None:
    whole = pdf(*(column(FULL, f"and so on page {n}.") for n in range(20)))
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with pytest.raises(AnnotatorError, match=r"^is a damaged PDF \("):
        read(whole[: len(whole) * 2 // 3], "a.pdf")
