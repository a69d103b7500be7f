"""Pages saved in one file: the page in it, its address, whatever its parts are packed in."""

import base64
import quopri

import pytest

from annotator.core.errors import AnnotatorError
from tests.formats.extract.conftest import Read
from tests.formats.extract.pages import news_page, paragraphs

HEAD = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://courier.example/saved\r\n"
    "Subject: =?utf-8?Q?Wells=20=E2=80=93?=\r\n"
    ' =?utf-8?Q?=20Oda?=\r\nDate: Tue, 5 Mar 2024 08:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: {kind};\r\n'
    '\ttype="text/html";\r\n\tboundary="B"\r\n\r\n'
)


def saved(page: bytes, encoding: str, charset: str = "", kind: str = "multipart/related") -> bytes:
    packed = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring, "8bit": bytes}[encoding](page)
    part = f"Content-Type: text/html{charset}\r\nContent-Transfer-Encoding: {encoding}\r\nContent-Location: https://x/\r\n\r\n"
    picture = b"--B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--B--\r\n"
    return HEAD.format(kind=kind).encode() + b"--B\r\n" + part.encode() + packed + b"\r\n" + picture


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
def test_the_page_in_it(read: Read, encoding: str) -> None:
    found = read(saved(news_page().encode(), encoding), "page.mhtml")
    assert found.text == "\n".join(["Wells dug in Oda", *paragraphs()])
    assert found.document.source == "https://courier.example/saved"
    assert found.document.title == "Wells dug in Oda"
    assert found.document.meta["encoding"] == "utf-8"


def test_its_charset_may_stand_outside_the_page(read: Read) -> None:
    page = news_page("Gęś", charset="").replace("©", "").replace("“", '"').replace("”", '"').replace("’", "'")
    found = read(saved(page.encode("iso8859-2"), "8bit", "; charset=iso-8859-2"), "page.mht")
    assert (found.document.title, found.document.meta["encoding"]) == ("Gęś", "iso8859-2")


def test_the_subject_is_the_title_of_a_page_without_one(read: Read) -> None:
    found = read(saved("<html><body><p>Some – words.</p></body></html>".encode(), "base64"), "page.mhtml")
    assert found.document.title == "Wells – Oda"
    assert found.text == "Some – words."


def test_what_is_none(read: Read) -> None:
    picture = "--B\r\nContent-Type: image/png\r\n\r\nx\r\n--B--"
    with pytest.raises(AnnotatorError, match=r"^is an MHTML archive without a page in it$"):
        read(HEAD.format(kind="multipart/related") + picture, "a.mhtml")
    whole = saved(news_page().encode(), "base64")
    assert paragraphs()[0] in read(whole[: len(whole) * 3 // 4], "a.mhtml").text  # cut off: what is there
