"""CoNLL-2002 and its kin -> bundles: a word a line, its tag in the last column, in BIO (IOB2), IOB1 or BIOES.

There is no text in such a file. If ``-DOCSTART-`` names a document of the project, or one is forced, the words are
found in its text again; else a text is put together of the words, and that is told.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.errors import AnnotatorError
from annotator.core.text import clean
from annotator.formats.bundle import Context, Known, Parsed, Refused
from annotator.formats.conll_writer import DOCUMENT
from annotator.formats.desk import Desk
from annotator.formats.foreign import page_of
from annotator.formats.page import Page
from annotator.formats.strict import Refusal, shown
from annotator.formats.texts import lines_of, open_text

MOST_WORDS = 5_000_000
"""How many words a document may have: all of it is held in memory."""

MOST_REFUSED = 1_000
"""After so many lines without a tag a file is given up."""

_LONGEST_LINE = 1_000_000
_TAG = re.compile(r"O|[BIELSU]-\S.*")
_SHA = re.compile(r"[0-9a-f]{64}")

Extent = tuple[int, int, str]
"""A span in words: its first, its last, and its label."""


def columns(line: str) -> list[str]:
    """The columns of a line: between tabs if it has any, else between blanks."""
    return [each.strip() for each in line.rstrip("\r\n").split("\t")] if "\t" in line.strip() else line.split()


def is_word(cells: Sequence[str]) -> bool:
    """Whether columns are those of a word and its tag."""
    return len(cells) > 1 and _TAG.fullmatch(cells[-1]) is not None


@dataclass(slots=True)
class _Sheet:
    """The lines of one document."""

    line: int
    sha256: str = ""
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    sentences: list[int] = field(default_factory=lambda: [0])
    """Where sentences begin, in words."""

    def end_sentence(self) -> None:
        if self.sentences[-1] < len(self.rows):
            self.sentences.append(len(self.rows))


def read_file(path: Path, context: Context) -> Iterator[Parsed]:
    try:
        text, notes = open_text(path, context.encoding)
        with text:
            yield from _Reading(path, context, notes).read(lines_of(text, _LONGEST_LINE))
    except AnnotatorError as error:
        yield Refused(str(path), 0, str(error))
    except OSError as error:
        yield Refused(str(path), 0, f"cannot be read: {error.strerror or error}")
    except UnicodeError as error:
        yield Refused(str(path), 0, f"is not in the encoding it should be in ({error})")


class _Reading:
    def __init__(self, path: Path, context: Context, notes: Iterable[str]) -> None:
        self._file, self._stem, self._context = str(path), path.stem, context
        self._desk = Desk(context)
        self._notes = [*notes]
        self._refused = 0
        self._documents = 0

    def read(self, lines: Iterable[str]) -> Iterator[Parsed]:
        sheet = _Sheet(1)
        for number, line in enumerate(lines, 1):
            cells = columns(line)
            if not any(cells):
                sheet.end_sentence()
            elif cells[0] == DOCUMENT:
                yield from self._document(sheet)
                sheet = _Sheet(number, next(filter(_SHA.fullmatch, cells), ""))
            elif is_word(cells):
                sheet.rows.append((number, cells))
                if len(sheet.rows) > MOST_WORDS:
                    raise AnnotatorError(f"line {number}: a document has more than {MOST_WORDS:,} words, the most read")
            elif not cells[0].startswith("#"):  # a comment, as CoNLL-U and GermEval have them
                yield self._bad_line(number, line)
        yield from self._document(sheet)

    def _bad_line(self, number: int, line: str) -> Refused:
        self._refused += 1
        if self._refused > MOST_REFUSED:
            raise AnnotatorError(f"has more than {MOST_REFUSED:,} lines that do not end with a tag: is it CoNLL?")
        return Refused(self._file, number, f"does not end with a tag such as O or B-claim: {shown(line.strip())}")

    def _document(self, sheet: _Sheet) -> Iterator[Parsed]:
        if not sheet.rows:
            return
        self._documents += 1
        words, layers = _laid_out(sheet)
        try:
            page, places = self._page(sheet, words)
        except Refusal as refusal:
            yield Refused(self._file, sheet.line, str(refusal))
            return
        for layer in layers:
            for first, last, label in _extents(layer, sheet.sentences):
                span = {"start": places[first][0], "end": places[last][1], "label": clean(label)}
                page.add_span(span, line=sheet.rows[first][0])
        yield from (Refused(self._file, line, why) for line, why in page.refused)
        yield page.bundle()

    def _page(self, sheet: _Sheet, words: list[str]) -> tuple[Page, list[tuple[int, int]]]:
        known = self._context.document or (self._context.lookup(sheet.sha256, "") if sheet.sha256 else None)
        if known is not None:
            places = list(_found_again(known, words, sheet))
            page = Page(self._desk, known[0], known[1], whole=False, line=sheet.line)
        else:
            text, places = _put_together(words, sheet.sentences)
            page = page_of(self._desk, text, line=sheet.line, otherwise=f"{self._stem} {self._documents}")
            page.notes.append("its text is put together of its words, with a blank between any two")
        page.notes[:0] = self._notes
        self._notes = []
        return page, places


def _laid_out(sheet: _Sheet) -> tuple[list[str], list[list[str]]]:
    """The words, and the tags of each layer. GermEval's files number the words and have two layers of tags."""
    rows = [cells for _, cells in sheet.rows]
    end = sheet.sentences[1] if len(sheet.sentences) > 1 else len(rows)
    numbered = end > 1 and all(len(row) > 2 and row[0] == str(nth) for nth, row in enumerate(rows[:end], 1))
    words = [row[1] if numbered and len(row) > 2 else row[0] for row in rows]
    if numbered and all(len(row) == 4 and _TAG.fullmatch(row[2]) for row in rows):
        return words, [[row[2] for row in rows], [row[3] for row in rows]]
    return words, [[row[-1] for row in rows]]


def _extents(tags: Sequence[str], sentences: Sequence[int]) -> Iterator[Extent]:
    """The spans that tags of any of the schemes mean; none goes over the end of a sentence."""
    breaks = set(sentences)
    first, label = -1, ""
    for nth, tag in enumerate(tags):
        mark, _, name = tag.partition("-")
        goes_on = first >= 0 and mark in "IEL" and name == label and nth not in breaks
        if first >= 0 and not goes_on:
            yield first, nth - 1, label
            first = -1
        if mark != "O" and not goes_on:
            first, label = nth, name
        if first >= 0 and mark in "ELSU":
            yield first, nth, label
            first = -1
    if first >= 0:
        yield first, len(tags) - 1, label


def _put_together(words: Iterable[str], sentences: Sequence[int]) -> tuple[str, list[tuple[int, int]]]:
    breaks = set(sentences)
    pieces: list[str] = []
    places = []
    at = 0
    for nth, word in enumerate(words):
        if nth:
            pieces.append("\n" if nth in breaks else " ")
            at += 1
        places.append((at, at + len(word)))
        pieces.append(word)
        at += len(word)
    return "".join(pieces), places


def _found_again(known: Known, words: Iterable[str], sheet: _Sheet) -> Iterator[tuple[int, int]]:
    """Where the words stand in the document's text, one behind the other. Raises ``Refusal`` if one does not."""
    text, at = known[1], 0
    for nth, word in enumerate(words):
        while at < len(text) and text[at].isspace():
            at += 1
        if not text.startswith(word, at):
            raise Refusal(
                f"its words are not those of the document {shown(known[0].title)}: line {sheet.rows[nth][0]} says"
                f" {shown(word)} where {shown(text[at : at + len(word) + 5])} stands"
            )
        yield at, at + len(word)
        at += len(word)
