"""Books: chapters in the order of the spine, without cover and contents; what cannot be read is told."""

import pytest

from annotator.core.errors import AnnotatorError
from tests.formats.extract.conftest import Read
from tests.formats.extract.test_docx import packed

CONTAINER = '<container xmlns="c"><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>
<dc:title>Of  Wells</dc:title><dc:creator>Ines Vale</dc:creator><dc:creator>Ana Oda</dc:creator><dc:date>2019</dc:date>
<dc:publisher>Oda Press</dc:publisher><dc:language>en</dc:language></metadata><manifest>
<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="c" href="cover.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="text/one%20a.xhtml#top" media-type="application/xhtml+xml"/>
<item id="b" href="text/two.xhtml" media-type="application/xhtml+xml"/>
<item id="x" href="../../../etc/passwd" media-type="application/xhtml+xml"/>
<item id="i" href="a.png" media-type="image/png"/></manifest>
<spine><itemref idref="c"/><itemref idref="n"/><itemref idref="b"/><itemref idref="a"/><itemref idref="i"/>
<itemref idref="x"/><itemref idref="b"/><itemref idref="none"/></spine>
<guide><reference type="cover" href="cover.xhtml"/></guide></package>"""


def page(text: str) -> str:
    entity = '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return f"{entity}<html><head><title>No text</title></head><body>{text}</body></html>"


def book(**members: str) -> bytes:
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OPS/book.opf": PACKAGE,
            "OPS/nav.xhtml": page("<nav><ol><li>Contents</li></ol></nav>"),
            "OPS/cover.xhtml": page("<p>Cover</p>"),
            "OPS/text/one a.xhtml": page("<h1>One</h1><p>First &amp; text&nbsp;here.</p>"),
            "OPS/text/two.xhtml": page("<h1>Two</h1><ul><li>a</li><li>b</li></ul>"),
        }
        | {name.replace("__", "/").replace("_", "."): content for name, content in members.items()}
    )


def test_chapters_in_the_order_of_the_book(read: Read) -> None:
    found = read(book(), "book.epub")
    assert found.text == "Two\n• a\n• b\n\nOne\nFirst & text\xa0here."
    assert found.document.title == "Of Wells"
    assert found.document.meta == {
        "file": "book.epub",
        "author": "Ines Vale; Ana Oda",
        "date": "2019",
        "site": "Oda Press",
        "language": "en",
        "extractor": "chapters",
    }
    assert found.notes == (
        "2 chapters, in the order of the book",
        "2 pages (cover, contents) were left out",
        "1 pages that it names are missing",
    )
    everything = read(book(), "book.epub", extractor="everything").text
    assert everything.startswith("Cover\n\n1. Contents\n\nTwo")


ENCRYPTED = '<encryption><EncryptedData><EncryptionMethod Algorithm="{}"/></EncryptedData></encryption>'


@pytest.mark.parametrize(
    ("members", "why"),
    [
        ({"META-INF__encryption_xml": ENCRYPTED.format("http://www.idpf.org/2008/embedding")}, ""),
        ({"META-INF__encryption_xml": ENCRYPTED.format("aes")}, "is a book with copy protection: "),
        ({"META-INF__container_xml": "<container/>"}, "lacks the file "),
        ({"OPS__book_opf": "<package/>"}, "is a book without text: its pages may be pictures"),
        ({"OPS__book_opf": "<package>"}, "its part OPS/book.opf is no XML"),
    ],
)
def test_what_cannot_be_read(read: Read, members: dict[str, str], why: str) -> None:
    if not why:
        assert read(book(**members), "book.epub").text  # only its fonts are encrypted
        return
    with pytest.raises(AnnotatorError) as error:
        read(book(**members), "book.epub")
    assert str(error.value).startswith(why)
