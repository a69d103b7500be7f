"""Web pages: the article without what surrounds it, its title, author, date, site and address; encodings; lines."""

import re

import pytest

from annotator.core.errors import AnnotatorError
from annotator.formats import detect
from annotator.formats.extract.blocks import lines_of
from annotator.formats.extract.html import parse
from tests.formats.extract.conftest import Read
from tests.formats.extract.pages import news_page, paragraphs

AROUND = ("cookies", "Sport", "recipes", "Great wells", "rights reserved", "tracker", "color: red")


def test_the_article_of_a_news_page(read: Read) -> None:
    found = read(news_page(), "page.html")
    assert found.text == "\n".join(["Wells dug in Oda", *paragraphs()])
    document = found.document
    assert (document.title, document.source) == ("Wells dug in Oda", "https://courier.example/wells")
    assert document.meta == {
        "file": "page.html",
        "encoding": "utf-8",
        "extractor": "article",
        "author": "Ines Vale",
        "date": "2024-03-05",
        "site": "The Oda Courier",
    }


def test_the_whole_page_is_the_other_way(read: Read) -> None:
    text = read(news_page(), "page.html", extractor="page").text
    assert all(each in text for each in paragraphs())
    assert all(each in text for each in AROUND[1:5])
    assert not any(each in text for each in AROUND[5:])
    assert "Accept all" not in text  # a button


def test_lists_tables_and_quotations_are_lines(read: Read) -> None:
    body = (
        f"<p>{paragraphs()[0]}</p><ul><li>One in the <i>north</i></li><li>Two in the south</li></ul>"
        f"<p>{paragraphs()[1]}</p><ol><li>First</li><li>Second</li></ol>"
        "<table><tr><th>Year</th><th>Wells</th></tr><tr><td>2023</td><td>12</td></tr></table>"
        f"<blockquote><p>{paragraphs()[2]}</p></blockquote><p>{paragraphs()[3]}<br>A new line.</p>"
    )
    text = read(news_page(body=body), "page.html").text
    assert "• One in the north\n• Two in the south\n" in text
    assert "1. First\n2. Second\nYear | Wells\n2023 | 12\n" in text
    assert f"{paragraphs()[2]}\n" in text
    assert text.endswith(f"{paragraphs()[3]}\nA new line.")


def test_a_page_without_an_article_is_told_and_read_whole(read: Read) -> None:
    found = read("<html><body><p>Just one line.</p></body></html>", "page.html")
    assert found.text == "Just one line."
    assert found.document.meta["extractor"] in ("article", "page")
    with pytest.raises(AnnotatorError, match=r"^is a web page without text: "):
        read("<html><body><script>draw()</script><img src='a.png'></body></html>", "page.html")


@pytest.mark.parametrize(
    ("charset", "encoding", "named"),
    [
        ('<meta charset="windows-1252">', "cp1252", "windows-1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">', "cp1252", "windows-1252"),
        ("<!-- " + "x" * 5000 + " --><meta charset=koi8-r>", "koi8-r", "koi8-r"),
        ('<meta charset="windows-1252">', "utf-8", "utf-8"),  # it is what it is, whatever it says
        ('<meta charset="utf-8">', "utf-16", "utf-16-le"),
        ("<meta charset=shift_jis>", "cp932", "Shift_JIS"),
        ("", "utf-8-sig", "utf-8"),
    ],
)
def test_encodings(read: Read, charset: str, encoding: str, named: str) -> None:
    quoted = {"koi8-r": "Колодцы в Оде", "cp932": "小田の井戸"}.get(encoding, "L’école fermée")
    lines = (f"{n} wells were dug in the town of Oda, more than in the year before, as it said." for n in range(5))
    body = "".join(f"<p>{quoted} {each}</p>" for each in lines)
    page = news_page(quoted, body, charset=charset, site="Courier").replace("©", "")
    found = read(page.encode(encoding), "page.html")
    assert found.document.meta["encoding"] == named
    assert found.document.title == quoted
    assert found.text.count(quoted) >= 5


def test_the_encoding_can_be_said(read: Read) -> None:
    page = news_page("Łódź", charset="").replace("©", "").replace("“", '"').replace("”", '"').replace("’", "'")
    assert read(page.encode("cp1250"), "page.html", encoding="windows-1250").document.title == "Łódź"
    with pytest.raises(AnnotatorError, match=r"^is not utf-8 at byte \d+$"):
        read(page.encode("cp1250"), "page.html", encoding="utf-8")


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- saved from url=(0031)https://courier.example/other -->",
        "<!--\n Page saved with SingleFile \n url: https://courier.example/other \n saved date: Tue Mar 05 2024\n-->",
    ],
)
def test_the_address_that_a_browser_noted(read: Read, comment: str) -> None:
    page = news_page().replace("<!DOCTYPE html>", f"<!DOCTYPE html>\n{comment}")
    assert read(page, "page.html").document.source == "https://courier.example/other"
    page = page.replace("https://courier.example/other", "file:///home/me/page.html")
    assert read(page, "page.html").document.source == "https://courier.example/wells"


def test_an_address_is_one_of_the_web(read: Read) -> None:
    page = news_page().replace("https://courier.example/wells", "javascript:alert(1)")
    assert read(page, "page.html").document.source == ""


def test_pages_are_known_by_what_is_in_them(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("kinds")

    def kind(content: str | bytes, name: str) -> str:
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return detect(folder / name).name

    assert kind(news_page(), "page.txt") == "html"
    assert kind("\ufeff<?xml version='1.0'?>\n<!-- a --><!-- b --><HTML>", "page.docx") == "html"
    assert kind(news_page().encode("utf-16"), "page.doc") == "html"
    assert kind("<p>Some text</p>", "page.html") == "html"
    assert kind("<p>Some text</p>", "about-html.txt") == "text"
    assert kind("The tag <html> begins a page.", "about-html.txt") == "text"
    assert kind("Plain text", "page.html") == "text"


def test_what_is_nested_too_deeply_is_told(read: Read) -> None:
    deep = "<div>" * 1000 + "Deep.</div>" + "</div>" * 999
    whole = read(f"<html><body><p>Some words.</p>{deep}</body></html>", "page.html", extractor="page")
    assert whole.text.endswith("Deep.")
    deeper = read(f"<html><body><p>Some words.</p>{'<div>' * 5000}Deep.</body></html>", "page.html", extractor="page")
    assert deeper.text == "Some words."
    assert deeper.notes == ("its elements are nested more than 2,000 deep: what is behind that was left out",)


def test_soft_hyphens_are_left_out_and_told(read: Read) -> None:
    body = "".join(f"<p>Trink\xadwasser {each}</p>" for each in paragraphs())
    found = read(news_page(body=body), "page.html")
    assert "Trinkwasser" in found.text
    assert found.notes == ("5 soft hyphens were left out",)


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("<p>a <b> b</b> c</p>d<p>e", "a b c\nd\ne"),
        ("<p>a\xa0000 b<br> c<br><br>d</p>", "a\xa0000 b\nc\nd"),
        ("<pre>a\n  b</pre><p hidden>x</p><p style='DISPLAY : none'>x</p>c<!-- x -->d", "a\nb\ncd"),
        ("<ul><li><p>a</p><p>b</p></li><li>c<ol start=3><li>d</li></ol></li></ul>e", "• a\nb\n• c\n3. d\ne"),
        ("<table><tr><td>a<p>b</p></td><td></td></tr><tr><td></td></tr></table>", "a b |"),
        ("<table><tr><td><h2>a</h2><p>b</p><table><tr><td>c<td>d</table></td></tr></table>", "a\nb\nc | d"),
        ("<table><tr><td>" + "long " * 80 + "</td><td>b</td></tr></table>", "long " * 79 + "long\nb"),
        ("<dl><dt>a<dd>b</dl><svg><text>x</text></svg><select><option>x</select><textarea>x</textarea>", "a\nb"),
        ("a<script>x</script>b<span>c</span>", "abc"),
    ],
)
def test_lines(page: str, lines: str) -> None:
    found = lines_of(parse(f"<html><body>{page}</body></html>"))
    assert re.sub(r" \|$", " |", found) == lines
