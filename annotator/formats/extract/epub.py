"""Books (.epub): their chapters in the order of reading, each as the page it is, without the table of contents."""

import posixpath
from typing import Any
from urllib.parse import unquote, urlsplit

from annotator.core.errors import AnnotatorError
from annotator.core.text import visible
from annotator.formats.archives import Archive
from annotator.formats.extract import Extracted, Options
from annotator.formats.extract import html as pages
from annotator.formats.extract.blocks import lines_of
from annotator.formats.extract.packed import attribute, found, iso_date, opened, words, xml

EXTRACTORS = {
    "chapters": "the chapters, without cover and contents",
    "everything": "every page of the book",
}
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_PAGES = {"application/xhtml+xml", "text/html", "application/x-dtbook+xml"}
_ASIDE = {"cover", "toc", "title-page", "copyright-page", "other.ms-coverimage"}


def extract(data: bytes, options: Options) -> Extracted:
    """The text of a book's bytes. Raises ``AnnotatorError``."""
    with opened(data) as archive:
        if _protected(archive):
            raise AnnotatorError("is a book with copy protection: its text cannot be read")
        return _Reading(archive, whole=options.extractor == "everything").read()


def _protected(archive: Archive) -> bool:
    """Whether more than the book's fonts is encrypted."""
    if "META-INF/encryption.xml" not in archive:
        return False
    methods = found(xml(archive, "META-INF/encryption.xml"), "EncryptedData")
    ways = [attribute(method, "Algorithm") for each in methods for method in found(each, "EncryptionMethod")]
    return not all(way in _FONTS for way in ways)


class _Reading:
    """One book."""

    def __init__(self, archive: Archive, *, whole: bool) -> None:
        self._archive = archive
        self._whole = whole
        container = xml(archive, "META-INF/container.xml")
        self._package = next((attribute(each, "full-path") for each in found(container, "rootfile")), "")
        self._root = xml(archive, self._package)
        self._items = {attribute(each, "id"): each for each in found(self._root, "item")}
        self._missing = 0

    def read(self) -> Extracted:
        aside = self._aside()
        texts, left_out = [], 0
        for name, linear in self._spine():
            if not self._whole and (name in aside or not linear):
                left_out += 1
                continue
            if text := self._page(name):
                texts.append(text)
        if not texts and left_out and not self._whole:
            return _Reading(self._archive, whole=True).read()
        if not texts:
            raise AnnotatorError("is a book without text: its pages may be pictures")
        notes = [f"{len(texts):,} chapters, in the order of the book"]
        notes += [f"{left_out:,} pages (cover, contents) were left out"] if left_out else []
        notes += [f"{self._missing:,} pages that it names are missing"] if self._missing else []
        said = {
            "author": "; ".join(" ".join("".join(each.itertext()).split()) for each in found(self._root, "creator")),
            "date": iso_date(words(self._root, "date")) or words(self._root, "date")[:4],
            "site": words(self._root, "publisher"),
            "language": words(self._root, "language"),
        }
        source = words(self._root, "source")
        return Extracted(
            text="\n\n".join(texts).replace("\xad", ""),
            title=words(self._root, "title"),
            source=source if source.startswith(("http://", "https://")) else "",
            meta={key: value for key, value in said.items() if value},
            notes=notes,
            extractor="everything" if self._whole else "chapters",
        )

    def _spine(self) -> list[tuple[str, bool]]:
        """The pages in the order of reading, each once, and whether they are part of it."""
        found_: dict[str, bool] = {}
        for each in found(self._root, "itemref"):
            item = self._items.get(attribute(each, "idref"))
            if item is not None and attribute(item, "media-type") in _PAGES:
                found_.setdefault(self._place(attribute(item, "href")), attribute(each, "linear") != "no")
        return list(found_.items())

    def _place(self, href: str) -> str:
        path = unquote(urlsplit(href).path)
        return posixpath.normpath(posixpath.join(posixpath.dirname(self._package), path))

    def _aside(self) -> set[str]:
        """Pages that are no chapters: what the book itself calls its cover and its contents."""
        places = {
            self._place(attribute(each, "href"))
            for each in found(self._root, "reference")
            if attribute(each, "type") in _ASIDE
        }
        navigation = (each for each in self._items.values() if "nav" in attribute(each, "properties").split())
        return places | {self._place(attribute(each, "href")) for each in navigation}

    def _page(self, name: str) -> str:
        if name not in self._archive:
            self._missing += 1
            return ""
        try:
            tree: Any = pages.parse(pages.decode_page(self._archive.read(name)).text)
        except AnnotatorError as error:
            if str(error) == "is empty":
                return ""
            raise AnnotatorError(f"its page {visible(name)} {error}") from None
        return lines_of(tree)
