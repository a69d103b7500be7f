"""HTML to text and back to the places that other tools count in it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.text import canonical
from annotator.formats.markup import Markup

PAGE = "<div><p>One <b>two</b>\n   three<br>four</p><style>p {}</style><table><tr><td>five<td>six</table></div>"

SOUP = ["<p>", "</p>", "<br>", "<pre>", "</table>", "<tr>", "<td>", "<!--x-->", "&lt;", "&#13;", "😀", "\ufeff", "\r\n"]
SOUP += ["\x00", "a", " ", "\n", "<", "</", "<![", "<style>", "</style>", "<!--", '<a x="']


def test_a_page_reads_in_lines() -> None:
    assert Markup(PAGE).text == "One two three\nfour\nfive\nsix"
    assert Markup("<body><p>a&amp;b<p>c<li>d<pre> e\n f</pre>").text == "a&b\nc\nd\n e\n f"
    assert Markup("").text == Markup("<p> </p><!-- x --><img src='file:///etc/passwd'>").text == ""


def test_global_offsets_count_all_text_and_line_breaks() -> None:
    page = Markup(PAGE)
    for words, start in (("two", 4), ("four", 17), ("five", 25), ("six", 29)):
        place = page.stretch(start, start + len(words))
        assert place is not None
        assert page.text[place[0] : place[1]] == words
    assert page.stretch(21, 25) is None  # style sheets are counted, but not read
    assert page.stretch(0, page.length) == (0, len(page.text))
    assert page.stretch(5, 999) is None


def test_paths_lead_to_nodes_also_where_a_browser_adds_elements() -> None:
    page = Markup(PAGE)
    assert page.at("/div[1]/p[1]/b[1]/text()[1]", 0) == 4
    assert page.at("/html/body[1]/div[1]/p[1]/text()[2]", 4) == 11
    assert page.at("/div[1]/table[1]/tbody[1]/tr[1]/td[2]/text()[1]", 3) == page.length
    assert page.at("/div[1]/p[1]", 1) == 4
    for path in ("/div[2]", "/div[0]", "/div[1]/p[1]/text()[9]", "//div[@id='x']", "/div[1]/p[1]/b[1]/text()[1]/x"):
        assert page.at(path, 0) is None
    assert page.at("/div[1]/p[1]/b[1]/text()[1]", 99) is None


@settings(max_examples=60)
@given(st.lists(st.sampled_from(SOUP)))
def test_any_soup_gives_a_clean_text_with_every_position_in_it(pieces: list[str]) -> None:
    page = Markup("".join(pieces))
    assert canonical(page.text).text == page.text
    for start in range(page.length):
        place = page.stretch(start, page.length)
        assert place is None or 0 <= place[0] < place[1] <= len(page.text)
