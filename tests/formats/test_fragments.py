"""Rich text of the clipboard: its lines, its title and address; where it is none, the plain text."""

import pytest

from annotator.core.errors import AnnotatorError
from annotator.formats import fragments
from annotator.formats.fragments import article_of_html_fragment

pytest.importorskip("lxml", exc_type=ImportError)

CHROMIUM = (
    "<meta charset='utf-8'><h1>Wells dug</h1><p>The town <b>dug</b>\n12&nbsp;wells.</p>"
    "<ul><li>One</li><li>Two</li></ul>"
)
WINDOWS = (
    "Version:0.9\r\nStartHTML:0000000105\r\nEndHTML:0000000200\r\nSourceURL:https://courier.example/wells\r\n"
    "<html><head><title>Wells &amp; more</title></head><body>menu<!--StartFragment--><p>Some text.</p>"
    "<!--EndFragment-->rest</body></html>"
)
OFFICE = (
    '<html><head><title>Minutes</title><meta name="author" content="Ines Vale"><style>p{}</style></head><body>'
    '<p>One line.</p><p><font face="x">Another\n line.</font></p></body></html>'
)


def test_a_piece_of_a_page() -> None:
    found = article_of_html_fragment(CHROMIUM, "plain", "https://courier.example/wells")
    assert found.text == "Wells dug\nThe town dug 12\xa0wells.\n• One\n• Two"
    assert (found.title, found.source) == ("Wells dug", "https://courier.example/wells")


def test_what_windows_and_office_put_around_it() -> None:
    found = article_of_html_fragment(WINDOWS)
    assert (found.text, found.title, found.source) == (
        "Some text.",
        "Wells & more",
        "https://courier.example/wells",
    )
    found = article_of_html_fragment(OFFICE)
    assert (found.text, found.title, found.meta) == ("One line.\nAnother line.", "Minutes", {"author": "Ines Vale"})


def test_lines_of_an_editor_stay_lines() -> None:
    lines = "<div><div><span>a</span></div><div>b</div><br><div>c</div></div>"
    assert article_of_html_fragment(lines).text == "a\nb\nc"


@pytest.mark.parametrize("html", ["", " ", "<img src='a.png'>", "<script>x</script>", "<!-- -->"])
def test_where_there_is_no_rich_text_the_plain_one_is_taken(html: str) -> None:
    assert article_of_html_fragment(html, "Plain text").text == "Plain text"
    with pytest.raises(AnnotatorError, match=r"^is empty$"):
        article_of_html_fragment(html, "")


def test_a_huge_piece_and_a_missing_library_leave_the_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    assert article_of_html_fragment("<p>rich</p>" * 100_000, "Plain text").text == "Plain text"

    def missing(text: str) -> None:
        raise AnnotatorError("reading web pages needs lxml")

    monkeypatch.setattr(fragments, "parse", missing)
    assert article_of_html_fragment(CHROMIUM, "Plain text").text == "Plain text"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "https://e.org/a b", "x" * 3000])
def test_an_address_is_one_of_the_web(address: str) -> None:
    assert article_of_html_fragment(CHROMIUM, "", address).source == ""
