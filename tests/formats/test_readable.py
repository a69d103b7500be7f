"""The page for people: every character and every span is on it, nothing foreign is markup, and filters filter."""

import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings

from annotator.core.model import Annotator, Label
from annotator.core.scheme import Scheme
from annotator.formats import Bundle, Written, readable, unique_names
from tests.formats.records import bundles, sample

GOLDEN = Path(__file__).parent / "golden"
HOSTILE = "<img src=x onerror=alert(1)>\"'&\u202e</style><script>1</script>{} */ \x1b[31m"


def page(*found: Bundle, scheme: Scheme | None = None) -> str:
    people: list[Annotator] = [person for bundle in found for person in bundle.annotators]
    written = Written(scheme=scheme)
    return joined(readable.write(found, unique_names(people), written))


def joined(pieces: Iterable[str | bytes]) -> str:
    return b"".join(each.encode() if isinstance(each, str) else each for each in pieces).decode()


class Reader(HTMLParser):
    """What is in ``div.text``: lines, and how many spans each character lies in. Collects all tags and addresses."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.depths: list[list[int]] = []
        self.tags: set[str] = set()
        self.addresses: set[str] = set()
        self._stack: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self.tags.add(tag)
        assert not any(key.startswith("on") for key in found)
        self.addresses |= {found[key] for key in ("href", "src") if key in found}
        classes = found.get("class", "").split()
        if tag in ("meta", "input", "br"):
            return
        inside = "text" in self._stack
        self._stack.append("text" if "text" in classes else "s" if "s" in classes else tag)
        if inside and tag == "p":
            self.lines.append("")
            self.depths.append([])
        if "data-c" in found:
            self._take(chr(int(found["data-c"].removeprefix("U+"), 16)))

    def handle_endtag(self, tag: str) -> None:
        self._stack.pop()

    def handle_data(self, data: str) -> None:
        if "text" in self._stack and "p" in self._stack:
            self._take(data)

    def _take(self, data: str) -> None:
        self.lines[-1] += data
        self.depths[-1] += [self._stack.count("s")] * len(data)


@settings(max_examples=60)
@given(bundles())
def test_every_character_and_every_span_is_on_it(bundle: Bundle) -> None:
    found = Reader(page(bundle))
    assert "\n".join(found.lines) == bundle.text
    covered = [0] * len(bundle.text)
    for span in bundle.spans:
        for at in range(span.start, span.end):
            covered[at] += 1
    at = 0
    for line in found.depths:
        assert line == covered[at : at + len(line)]
        at += len(line) + 1


def test_the_page_of_the_sample(tmp_path: Path) -> None:
    golden = GOLDEN / "page.html"
    scheme = Scheme(labels=(Label(id="claim", key="claim", name="Claim", color="#0072B2", line="solid"),))
    assert page(sample(), scheme=scheme) == golden.read_text()


def hostile() -> Bundle:
    bundle = sample()
    spans = tuple(replace(span, note=HOSTILE, label=HOSTILE, attributes={HOSTILE: HOSTILE}) for span in bundle.spans)
    document = replace(bundle.document, title=HOSTILE, source="javascript:alert(1)", meta={"author": HOSTILE})
    return replace(
        bundle,
        document=document,
        spans=spans,
        annotators=tuple(replace(person, name=HOSTILE + person.name) for person in bundle.annotators),
        verdicts=tuple(replace(one, comment=HOSTILE) for one in bundle.verdicts),
        comments=tuple(replace(one, text=HOSTILE) for one in bundle.comments),
        links=tuple(replace(one, type=HOSTILE) for one in bundle.links),
    )


def test_nothing_foreign_is_markup_or_leads_away() -> None:
    bad = Label(id="x", key=HOSTILE, name=HOSTILE, color="red;} body {display: none", line="</style>")
    html = page(hostile(), sample(), scheme=Scheme(labels=(bad,)))
    found = Reader(html)
    assert not found.tags & {"img", "script", "link", "iframe", "object", "form"}
    assert all(address.startswith("#") for address in found.addresses)
    assert html.count("<style>") == html.count("</style>") == 1
    assert "display: none" not in html.partition("<style>")[2].partition(".l0")[2].partition("body:has")[0]
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", html)
    assert "default-src 'none'" in html


def test_an_address_is_a_link_if_it_is_one_of_the_web() -> None:
    bundle = sample()
    sources = {"https://example.org/a?b=1&c=2": True, "http://x y": False, "file:///etc/passwd": False}
    for source, links in sources.items():
        html = page(replace(bundle, document=replace(bundle.document, source=source)))
        assert ("rel=\"noreferrer" in html) is links


def test_a_note_and_a_link_lead_to_the_rows_of_the_table() -> None:
    html = page(sample())
    for target in set(re.findall(r"href=#([\w]+)", html)):
        assert html.count(f"id={target}>") + html.count(f"id={target} ") == 1, target
    assert "<bdi>accepted by Chen: as it stands</bdi>" in html


def test_a_folder_has_a_page_for_each_document_and_an_index() -> None:
    bundle = sample()
    files = dict(readable.write_files([bundle, bundle], unique_names(bundle.annotators), Written()))
    assert list(files) == ["00001.html", "00002.html", "index.html"]
    assert "<a href=00002.html>" in joined([files["index.html"]])


@pytest.mark.skipif(not shutil.which("chromium"), reason="needs Chromium")
def test_a_browser_shows_colours_and_a_box_unticked_hides_them(tmp_path: Path) -> None:
    from PySide6.QtGui import QImage

    scheme = Scheme(labels=(Label(id="claim", key="claim", name="Claim", color="#0072B2", line="solid"),))
    html = page(sample(), scheme=scheme)

    def blue(html: str) -> int:
        """How many pixels have the full colour of the claim's underline."""
        (tmp_path / "a.html").write_text(html)
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--window-size=900,700"]
        where = [f"--user-data-dir={tmp_path / 'profile'}", f"--screenshot={tmp_path / 'a.png'}"]
        done = subprocess.run(
            [*command, *where, (tmp_path / "a.html").as_uri()], capture_output=True, text=True, timeout=60, check=False
        )
        assert "Content Security Policy" not in done.stderr
        image = QImage(str(tmp_path / "a.png"))
        lines = range(image.height()), range(image.width())
        return sum(image.pixelColor(x, y).name() == "#0072b2" for y in lines[0] for x in lines[1])

    number = re.search(r"id=l(\d+) checked> <span class='s d0 l\d+'><bdi>Claim", html)
    assert number is not None
    shown = blue(html)
    hidden = blue(html.replace(f"id=l{number[1]} checked", f"id=l{number[1]}"))
    assert shown > 300
    assert 0 < hidden < shown / 3  # the legend's own line stays
