"""Search in all documents, notes and spans: questions to a project and to the index of its words.

Documents and notes are found by their words and come by rank, spans by conditions and in reading order.
"""

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from annotator.core.errors import AnnotatorError, Cancelled
from annotator.core.excerpt import Excerpt, excerpt
from annotator.core.folding import is_east_asian, loose, searchable
from annotator.core.search_query import Condition, Term, Wanted
from annotator.store import trouble
from annotator.store.search_index import Index

MOST = 500
"""So many hits are listed; how many there are is told."""
_PATIENCE = 4000  # instructions of SQLite between two looks at the clock
_OFTEN = 0.05  # seconds between two looks at whether to go on

Tick = Callable[[int, int], None]


class Hit(NamedTuple):
    """A document, or with ``span_id`` a span. ``[start, end)`` is the place to go to; ``context`` shows why."""

    document_id: str
    title: str
    start: int
    end: int
    context: Excerpt
    span_id: str = ""
    label: str = ""
    note: str = ""


class Hits(NamedTuple):
    """The best hits, best first, and how many documents and spans there are in all."""

    listed: tuple[Hit, ...] = ()
    documents: int = 0
    spans: int = 0


class Search:
    """Searches through ``connection``, a project's own, with the index in ``file``; ``mine`` is who asks. ``blind``: of
    the others' spans only those in documents that they have marked as done are found.

    Close the connection to end it.
    """

    def __init__(self, connection: sqlite3.Connection, file: Path | None, mine: str, *, blind: bool = False) -> None:
        self._connection = connection
        self._mine = mine
        self._blind = blind
        connection.execute("PRAGMA query_only = OFF")  # a project that is only read was opened so that it is, anyway
        connection.create_function("loose", 1, _loose, deterministic=True)
        self._index = Index(connection, file)

    def update(self, tick: Tick) -> None:
        """Bring the index up to date: a matter of minutes for 100,000 new documents, of moments for none."""
        try:
            self._index.update(tick)
        except sqlite3.OperationalError as error:
            if not (trouble.is_full(error) or trouble.is_disk(error)):
                raise AnnotatorError(f"cannot search: {error}; is another window searching this project?") from error
            self._index.do_without_file()
            self._index.update(tick)
        except sqlite3.DatabaseError:
            self._index.renew()
            self._index.update(tick)

    def find(self, wanted: Wanted, tick: Tick) -> Hits:
        """What fits, best first. ``tick`` is asked often whether to go on."""
        with self._interruptible(tick):
            return self._spans(wanted) if wanted.spans else self._documents(wanted)

    def _text(self, sha256: str) -> str:
        return str(self._connection.execute("SELECT text FROM texts WHERE sha256 = ?", (sha256,)).fetchone()[0])

    @contextlib.contextmanager
    def _interruptible(self, tick: Tick) -> Iterator[None]:
        stopped: list[Cancelled] = []
        last = time.monotonic()

        def go_on() -> int:
            nonlocal last
            if time.monotonic() - last > _OFTEN:
                last = time.monotonic()
                try:
                    tick(0, 0)
                except Cancelled as error:
                    stopped.append(error)
            return len(stopped)

        self._connection.set_progress_handler(go_on, _PATIENCE)
        try:
            yield
        except sqlite3.OperationalError:
            if stopped:
                raise stopped[0] from None
            raise
        except sqlite3.DatabaseError as error:
            self._index.renew()
            raise AnnotatorError("the index of this project was damaged and is made anew: search again") from error
        finally:
            self._connection.set_progress_handler(None, 0)

    def _documents(self, wanted: Wanted) -> Hits:
        """Documents by their words, with the spans whose notes have them; without words all in a state."""
        expression = _expression(wanted)
        state, values = _where(wanted.conditions, self._mine)
        if not expression:
            source = f"FROM documents AS d WHERE NOT d.deleted AND {state}"
            rows = self._rows(f"SELECT d.id, d.title, d.sha256 {source} ORDER BY d.position, d.id", values)
            return Hits(tuple(self._document_hit(wanted, *row) for row in rows), self._count(source, values))
        words = "FROM found.words JOIN found.entries AS e ON e.id = words.rowid"
        fitting = f"WHERE words MATCH ? AND NOT d.deleted AND {state}"
        documents = f"{words} JOIN documents AS d ON d.id = e.record_id {fitting}"
        notes = (
            f"{words} JOIN spans AS s ON s.id = e.record_id AND s.note = e.stamp AND NOT s.deleted"
            f" JOIN documents AS d ON d.id = s.document_id {fitting}"
        )
        rank = "bm25(words, 8.0, 1.0, 2.0) AS rank"
        values = [expression, *values]
        texts = self._rows(f"SELECT {rank}, d.id, d.title, d.sha256 {documents} ORDER BY rank", values)
        notes, seen = self._seen(notes, values)
        remarks = self._rows(f"SELECT {rank}, {_SPAN} {notes} ORDER BY rank", seen)
        ranked: list[tuple[float, Callable[..., Hit], tuple[Any, ...]]] = []
        ranked += [(row[0], self._document_hit, row[1:]) for row in texts]
        ranked += [(row[0], self._span_hit, row[1:]) for row in remarks]
        ranked.sort(key=lambda each: each[0])
        listed = tuple(make(wanted, *row) for _rank, make, row in ranked[:MOST])
        return Hits(listed, self._count(documents, values), self._count(notes, seen))

    def _spans(self, wanted: Wanted) -> Hits:
        """Spans that fit all conditions and have all words in text or note, in the order of the documents."""
        where, values = _where(wanted.conditions, self._mine)
        for column, terms in (("s.text || ' ' || s.note", wanted.terms), ("d.title", wanted.titles)):
            for term in terms:
                where += f" AND {'NOT ' if term.unwanted else ''}instr(loose({column}), ?)"
                values.append(loose(term.text).text)
        source = (
            "FROM spans AS s JOIN documents AS d ON d.id = s.document_id"
            f" WHERE NOT s.deleted AND NOT d.deleted AND {where}"
        )
        source, values = self._seen(source, values)
        rows = self._rows(f'SELECT {_SPAN} {source} ORDER BY d.position, d.id, s.start, s."end", s.id', values)
        listed = tuple(self._span_hit(wanted, *row) for row in rows)
        return Hits(listed, 0, len(listed) if len(listed) < MOST else self._count(source, values))

    def _seen(self, source: str, values: list[str]) -> tuple[str, list[str]]:
        """Spans from a source, but for those that whoever asks may not see yet."""
        if not self._blind:
            return source, values
        done = (
            "SELECT 1 FROM progress AS p WHERE p.document_id = d.id AND p.annotator_id = ? AND p.state = 'done'"
            " AND NOT p.deleted"
        )
        return f"{source} AND (s.annotator_id = ? OR EXISTS ({done}))", [*values, self._mine, self._mine]

    def _rows(self, sql: str, values: list[str]) -> list[tuple[Any, ...]]:
        return self._connection.execute(f"{sql} LIMIT {MOST}", values).fetchall()

    def _count(self, source: str, values: list[str]) -> int:
        return int(self._connection.execute(f"SELECT count(*) {source}", values).fetchone()[0])

    def _document_hit(self, wanted: Wanted, document_id: str, title: str, sha256: str) -> Hit:
        text = self._text(sha256)
        start, end = place_of(text, wanted.terms)
        return Hit(document_id, title, start, end, excerpt(text, start, end, before=28))

    def _span_hit(
        self, wanted: Wanted, span_id: str, label: str, start: int, end: int, text: str, note: str, document_id: str,
        title: str,
    ) -> Hit:  # fmt: skip
        shown = excerpt(text, 0, len(text), behind=120)
        return Hit(document_id, title, start, end, shown, span_id, label, note)


_SPAN = 's.id, s.label, s.start, s."end", s.text, s.note, d.id, d.title'


def _loose(text: object) -> str:
    return loose(str(text)).text


def _expression(wanted: Wanted) -> str:
    """The words as FTS5 wants them; empty if there are none to look for."""
    asked = [("", term) for term in wanted.terms] + [("title : ", term) for term in wanted.titles]
    yes = [column + _phrase(term) for column, term in asked if not term.unwanted]
    no = [column + _phrase(term) for column, term in asked if term.unwanted]
    return f"({' AND '.join(yes)})" + "".join(f" NOT {each}" for each in no) if yes else ""


def _phrase(term: Term) -> str:
    words = searchable(term.text).replace('"', " ")
    return f'"{words}"' + (" *" if term.begins else "")


def _where(conditions: tuple[Condition, ...], mine: str) -> tuple[str, list[str]]:
    """The conditions as SQL over ``s`` (spans) and ``d`` (documents), and its values."""
    parts, values = ["1"], []
    for condition in conditions:
        sql, given = _sql(condition, mine)
        parts.append(f"NOT ({sql})" if condition.unwanted else f"({sql})")
        values += given
    return " AND ".join(parts), values


def _sql(condition: Condition, mine: str) -> tuple[str, list[str]]:
    given, key = list(condition.values), condition.key
    marks = ", ".join("?" * len(given))
    match condition.kind:
        case "label":
            return f"s.label IN ({marks})", given
        case "annotator":
            return f"s.annotator_id IN ({marks})", given
        case "note":
            return "instr(loose(s.note), ?)", given
        case "any note":
            return "s.note <> ''", []
        case "any link":
            return "EXISTS (SELECT 1 FROM links AS l WHERE NOT l.deleted AND s.id IN (l.from_id, l.to_id))", []
        case "state":
            return (
                "coalesce((SELECT p.state FROM progress AS p WHERE p.document_id = d.id AND p.annotator_id = ?"
                " AND NOT p.deleted), 'todo') = ?",
                [mine, *given],
            )
        case "set":
            return "EXISTS (SELECT 1 FROM json_each(s.attributes) AS a WHERE a.key = ?)", [key]
    test = {
        "part": "instr(loose(a.value), ?)",
        "begins": "instr(loose(a.value), ?) = 1",
        "number": "CAST(a.value AS REAL) = CAST(? AS REAL)",
        "flag": "a.value = CAST(? AS INTEGER)",
    }[condition.how]
    return f"EXISTS (SELECT 1 FROM json_each(s.attributes) AS a WHERE a.key = ? AND {test})", [key, *given]


def place_of(text: str, terms: tuple[Term, ...]) -> tuple[int, int]:
    """Where the first of the terms that can be found stands in a text; (0, 0) if none does (it is in the title)."""
    folded = loose(text)
    for term in terms:
        wanted = loose(term.text).text.strip()
        at = -1 if term.unwanted or not wanted else folded.text.find(wanted)
        while at >= 0:
            start, end = folded.original(at), folded.original(at + len(wanted))
            if 0 <= start < end and _is_word(folded.text, at, at + len(wanted), term.begins):
                return start, end
            at = folded.text.find(wanted, at + 1)
    return 0, 0


def _is_word(text: str, start: int, end: int, begins: bool) -> bool:
    return not _joined(text, start) and (begins or not _joined(text, end))


def _joined(text: str, at: int) -> bool:
    """Whether the characters on both sides of a place are of one word."""
    if not 0 < at < len(text):
        return False
    return all(each.isalnum() and not is_east_asian(each) for each in text[at - 1 : at + 1])
