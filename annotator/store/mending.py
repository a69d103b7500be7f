"""What was rescued row by row made into a sound project again: each row that points at something lost gets it back, as
far as it can be known, or is left out; each thing done is one readable line.

Texts are held against their hashes, spans against their texts. A text that is lost is made of what its spans say of it.
"""

import sqlite3
from collections.abc import Iterator
from typing import Any

from annotator.core import ids, model
from annotator.core.text import canonical, sha256
from annotator.store import soundness
from annotator.store.rows import TABLES
from annotator.store.soundness import MOST

_LONGEST_MADE = 20_000_000
_MOST_MENDED = 200
_ARRAYS = ("values", "from_labels", "to_labels")
_ANY = ("value",)
_OWNED = ("spans", "progress", "assignments", "dismissals")
_STATES: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("annotators", "kind", ("person", "gold", "suggester"), "person"),
    ("progress", "state", ("todo", "doing", "done"), "todo"),
    ("verdicts", "verdict", ("accept", "reject", "fix", "question"), "question"),
)


def mend(connection: sqlite3.Connection) -> list[str]:
    """Put everything right inside a transaction that the caller holds, foreign keys off. Returns what was done."""
    return list(_Mending(connection).run())


class _Mending:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._unsound: set[str] = set()
        """Hashes, as stored now, of texts that are not those that were imported."""

    def run(self) -> Iterator[str]:
        yield from self._mend_values()
        yield from self._mend_numbers()
        yield from self._mend_ids()
        moved = self._check_texts()
        yield from self._bring_back_documents()
        yield from self._mend_documents(moved)
        yield from self._bring_back_people()
        yield from self._mend_spans()
        yield from self._mend_history()
        yield from self._leave_out()
        yield from self._count_dangling()

    def _rows(self, sql: str, *values: Any) -> list[Any]:
        return self._connection.execute(sql, values).fetchall()

    def _mend_values(self) -> Iterator[str]:
        """What is no JSON, or no word that is known, becomes nothing, or the most careful one."""
        for table in TABLES.values():
            for column in table.json_columns:
                kind = "array" if column in _ARRAYS else "" if column in _ANY else "object"
                good = f"json_valid(\"{column}\")" + (f" AND json_type(\"{column}\") = '{kind}'" if kind else "")
                empty = "[]" if kind == "array" else "{}" if kind else "null"
                # Asked in turn: the kind of what is no JSON is an error.
                bad = f'CASE WHEN json_valid("{column}") THEN NOT ({good}) ELSE 1 END'
                done = self._connection.execute(f'UPDATE "{table.name}" SET "{column}" = ? WHERE {bad}', (empty,))
                if done.rowcount:
                    yield f"{table.name}: {_many(done.rowcount, 'row')} lost what was in “{column}”, which is no JSON"
        for name, column, known, instead in _STATES:
            marks = ", ".join("?" * len(known))
            done = self._connection.execute(
                f"UPDATE {name} SET {column} = ? WHERE {column} NOT IN ({marks})", (instead, *known)
            )
            if done.rowcount:
                yield f"{name}: {_many(done.rowcount, 'row')} had an unknown {column}, now “{instead}”"

    def _mend_numbers(self) -> Iterator[str]:
        """What no program counts to becomes nothing."""
        for table in TABLES.values():
            for column in ("rev", "position"):
                if column in table.columns:
                    sql = f'UPDATE "{table.name}" SET {column} = 0 WHERE {column} NOT BETWEEN 0 AND {MOST}'
                    if count := self._connection.execute(sql).rowcount:
                        yield f"{table.name}: {_many(count, 'row')} had an impossible {column}, now 0"
            sql = f'UPDATE "{table.name}" SET deleted = 1 WHERE deleted NOT IN (0, 1)'
            if count := self._connection.execute(sql).rowcount:
                yield f"{table.name}: {_many(count, 'row')} now count as deleted: whether they were is lost"

    def _leave_out(self) -> Iterator[str]:
        """What still makes no sense in itself."""
        for name, why, sql in soundness.rules():
            found = [row[0] for row in self._rows(sql)]
            self._connection.executemany(f'DELETE FROM "{name}" WHERE id IS ?', [(each,) for each in found])
            if found:
                yield f"{name}: {_many(len(found), 'row')} left out: {why}"

    def _mend_ids(self) -> Iterator[str]:
        """A reference that is one letter away from what there is, as after a bit has flipped, means that."""
        for column, other, key in (
            ("document_id", "documents", "id"),
            ("annotator_id", "annotators", "id"),
            ("sha256", "texts", "sha256"),
        ):
            known = [row[0] for row in self._rows(f"SELECT {key} FROM {other}")]
            for name in ("documents",) if column == "sha256" else _OWNED:
                lost = self._rows(f"SELECT DISTINCT {column} FROM {name} EXCEPT SELECT {key} FROM {other}")
                for (each,) in lost[:_MOST_MENDED]:
                    near = [id_ for id_ in known if len(id_) == len(each) and _differ_in_one(id_, each)]
                    if len(near) == 1:
                        self._connection.execute(f"UPDATE {name} SET {column} = ? WHERE {column} = ?", (near[0], each))
                        yield f"{name}: the {column} “{each}” is now {near[0]}, from which it differed in a letter"

    def _check_texts(self) -> dict[str, str]:
        """Hold each text against its hash. One that is another now is kept under the hash it has; which is returned."""
        moved = {}
        cursor = self._connection.execute("SELECT sha256, text FROM texts")
        for stored, text in cursor:
            text = canonical(text).text
            if (actual := sha256(text)) != stored:
                moved[stored] = actual
        for stored, actual in moved.items():
            [(text,)] = self._rows("SELECT text FROM texts WHERE sha256 = ?", stored)
            self._add_text(canonical(text).text)
            self._connection.execute("DELETE FROM texts WHERE sha256 = ?", (stored,))
            self._unsound.add(actual)
        return moved

    def _add_text(self, text: str) -> str:
        digest = sha256(text)
        self._connection.execute("INSERT OR IGNORE INTO texts VALUES (?, ?)", (digest, text))
        return digest

    def _bring_back_documents(self) -> Iterator[str]:
        """Documents whose row is lost but that others speak of: of the text that has their id, or fits their spans."""
        asked = " UNION ".join(f"SELECT document_id AS id FROM {name}" for name in _OWNED)
        lost = {row[0] for row in self._rows(f"SELECT id FROM ({asked}) WHERE id NOT IN (SELECT id FROM documents)")}
        if not lost:
            return
        unused = [row[0] for row in self._rows("SELECT sha256 FROM texts EXCEPT SELECT sha256 FROM documents")]
        by_id = {ids.document_id(digest): digest for digest in unused}
        for document_id in sorted(lost):
            spans = self._spans(document_id)
            digest = by_id.get(document_id) or next((each for each in unused if self._fits(each, spans)), None)
            if digest:
                unused.remove(digest)
                self._add_document(document_id, digest)
                yield f"document {document_id}: what was known of it is lost; it was found again by its text"
            elif spans:
                self._add_document(document_id, self._add_text(_made(spans, 0)))
                yield (
                    f"document {document_id}: it is lost, its text too; {_many(len(spans), 'span')} kept, with the"
                    " text that they show"
                )

    def _spans(self, document_id: str) -> list[tuple[int, int, str]]:
        return self._rows('SELECT start, "end", text FROM spans WHERE document_id = ? AND start >= 0', document_id)

    def _fits(self, digest: str, spans: list[tuple[int, int, str]]) -> bool:
        if not spans:
            return False
        [(text,)] = self._rows("SELECT text FROM texts WHERE sha256 = ?", digest)
        return bool(sum(text[start:end] == said for start, end, said in spans) > len(spans) / 2)

    def _add_document(self, document_id: str, digest: str) -> None:
        [(text,)] = self._rows("SELECT text FROM texts WHERE sha256 = ?", digest)
        [(position,)] = self._rows("SELECT coalesce(max(position), -1) + 1 FROM documents")
        title = (text.strip().splitlines() or [""])[0].strip("\ufffd ")[:80] or "A rescued text"
        self._connection.execute(
            "INSERT INTO documents (id, title, source, sha256, length, position, meta, created_at, updated_at, rev,"
            " deleted) VALUES (?, ?, '', ?, ?, ?, '{}', ?, ?, 0, 0)",
            (document_id, title, digest, len(text), position, ids.now(), ids.now()),
        )

    def _mend_documents(self, moved: dict[str, str]) -> Iterator[str]:
        """Each document gets the text that there is, and its length."""
        for document_id, title, digest, length in self._rows("SELECT id, title, sha256, length FROM documents"):
            where = f"document {document_id} (“{title[:60]}”)"
            found = self._rows("SELECT text FROM texts WHERE sha256 = ?", moved.get(digest, digest))
            if digest in moved:
                yield f"{where}: its text is not the one that was imported any more; it is kept as it is now"
            elif not found:
                spans = self._spans(document_id)
                text = _made(spans, length) if spans else f"(The text of this document is lost: {digest})"
                found = [(text,)]
                self._unsound.add(self._add_text(text))
                yield f"{where}: its text is lost; {_many(len(spans), 'span')} kept, with the text that they show"
            text = found[0][0]
            self._connection.execute(
                "UPDATE documents SET sha256 = ?, length = ? WHERE id = ? AND (sha256 <> ? OR length <> ?)",
                (sha256(text), len(text), document_id, sha256(text), len(text)),
            )

    def _bring_back_people(self) -> Iterator[str]:
        """Annotators whose row is lost but who own something."""
        for (each,) in self._rows("SELECT annotator_id FROM spans EXCEPT SELECT id FROM annotators"):
            name, kind = (model.GOLD.name, "gold") if each == ids.GOLD_ID else (f"lost name {each[:4]}", "person")
            self._connection.execute(
                "INSERT INTO annotators (id, name, kind, created_at, updated_at, rev, deleted)"
                " VALUES (?, ?, ?, ?, ?, 0, 0)",
                (each, name, kind, ids.now(), ids.now()),
            )
            yield f"annotator {each}: the name is lost; called “{name}” from now on"

    def _mend_spans(self) -> Iterator[str]:
        """Hold each span against its text: what it says must stand there."""
        for document_id, digest in self._rows("SELECT id, sha256 FROM documents"):
            [(text,)] = self._rows("SELECT text FROM texts WHERE sha256 = ?", digest)
            spans = self._rows('SELECT rowid, id, start, "end", text FROM spans WHERE document_id = ?', document_id)
            for number, span_id, start, end, said in spans:
                if 0 <= start <= end <= len(text) and text[start:end] == said:
                    continue
                yield from self._mend_span(number, f"span {span_id}", (start, end, said), text)
        done = self._connection.execute("DELETE FROM spans WHERE document_id NOT IN (SELECT id FROM documents)")
        if done.rowcount:
            yield f"{_many(done.rowcount, 'span')} left out: their documents are lost, and where they were"

    def _mend_span(self, number: int, where: str, span: tuple[int, int, str], text: str) -> Iterator[str]:
        start, end, said = span
        if 0 <= start <= end <= len(text) and len(said) == end - start:
            yield f"{where}: its text was not what stands at {start} to {end} of its document; now it is"
        elif said and text.count(said) == 1:
            start = text.index(said)
            end = start + len(said)
            yield f"{where}: its place was damaged; its text was found at {start} to {end}"
        else:
            self._connection.execute("DELETE FROM spans WHERE rowid = ?", (number,))
            yield f"{where}: left out: neither its place nor its text ({said[:60]!r}) can be found in its document"
            return
        self._connection.execute(
            'UPDATE spans SET start = ?, "end" = ?, text = ? WHERE rowid = ?', (start, end, text[start:end], number)
        )

    def _count_dangling(self) -> Iterator[str]:
        """Rows that point at what is lost and do no harm: they are kept, and nobody sees them."""
        for name, column, other in (
            ("links", "from_id", "spans"),
            ("links", "to_id", "spans"),
            ("verdicts", "span_id", "spans"),
            ("comments", "verdict_id", "verdicts"),
            ("sources", "span_id", "spans"),
            *((name, "document_id", "documents") for name in _OWNED[1:]),
        ):
            sql = f"SELECT count(*) FROM {name} WHERE NOT deleted AND {column} NOT IN (SELECT id FROM {other})"
            [(count,)] = self._rows(sql)
            if count:
                yield f"{name}: {_many(count, 'row')} kept that point at {other} which are lost"

    def _mend_history(self) -> Iterator[str]:
        """An act of which a part is lost stays to be read, but is nobody's to undo."""
        self._connection.execute(
            "INSERT INTO history SELECT DISTINCT history_seq, 'rescued-' || history_seq, '', '', 'rescued', 'do', NULL,"
            " 'An act that is lost', 0, -1 FROM history_changes WHERE history_seq NOT IN (SELECT seq FROM history)"
        )
        self._connection.execute(f"DELETE FROM history_changes WHERE {soundness.BAD_CHANGE}")
        self._connection.execute(
            "UPDATE history SET kind = 'do', installation = 'rescued' WHERE kind NOT IN ('do', 'undo', 'redo')"
        )
        self._connection.execute("UPDATE history SET target = NULL, installation = 'rescued' WHERE target = id")
        torn = self._connection.execute(
            """
            UPDATE history SET installation = 'rescued' WHERE records <> (
                SELECT count(CASE WHEN before IS NULL OR json_valid(before) THEN 1 END)
                FROM history_changes WHERE history_seq = seq)
            """
        ).rowcount
        if torn:
            yield f"history: {_many(torn, 'act')} can no longer be undone, since a part is lost"


def _made(spans: list[tuple[int, int, str]], length: int) -> str:
    """A text of which only what spans show is known."""
    spans = [(start, end, said) for start, end, said in spans if 0 <= start < end == start + len(said) < _LONGEST_MADE]
    length = length if 0 < length < _LONGEST_MADE else 0
    letters = ["\ufffd"] * max([length, *(end for _, end, _ in spans)])
    for start, end, said in spans:
        letters[start:end] = said
    return "".join(letters)


def _differ_in_one(one: str, other: str) -> bool:
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"

