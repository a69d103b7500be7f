"""Project files that somebody made to do harm, or that some other program made wrong: built on the spot.

``REFUSED`` are not what a project is, and must be refused by name; ``ODD`` are projects with rows that no program of
ours would write, and must be refused, or shown without harm.
"""

import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from annotator.core.changes import Change, ChangeSet
from annotator.core.model import Link, Source, Verdict
from tests.making import LI, PLAIN, WEN, act, make_project, make_span, tag

Build = Callable[[Path], None]
SPAN = "33333333-0000-4000-8000-00000000000{}"


def plain(path: Path) -> None:
    """A sound project: two documents, four spans, a link, a verdict."""
    with make_project(path, PLAIN, "Second text, of 3 wells.") as project:
        for number, (start, end) in enumerate([(3, 7), (12, 16), (17, 22), (0, 7)]):
            who = LI if number == 3 else WEN
            tag(project, make_span(start, end, span_id=SPAN.format(number), who=who), who)
        records = (
            Link(id="link", type="same_as", from_id=SPAN.format(0), to_id=SPAN.format(1), annotator_id=WEN.id),
            Verdict(id="verdict", span_id=SPAN.format(0), reviewer_id=LI.id, verdict="accept"),
            Source(id="source", span_id=SPAN.format(0), source_id=SPAN.format(1)),
        )
        project.apply(ChangeSet("Link", tuple(Change(None, each) for each in records)), act("Link"))


def _sql(*statements: str) -> Build:
    """A sound project after these statements, run as the owner of the file may."""

    def build(path: Path) -> None:
        plain(path)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.create_function("boom", -1, lambda *_: 1, deterministic=True)
            connection.create_collation("evil", lambda a, b: 0)
            for statement in statements:
                connection.execute(statement)

    return build


def _schema(*statements: str) -> Build:
    """The same with a schema that is written over."""
    return _sql("PRAGMA writable_schema = ON", *statements, "PRAGMA writable_schema = RESET")


def _instead(table: str, before: str, after: str) -> str:
    return f"UPDATE sqlite_master SET sql = replace(sql, '{before}', '{after}') WHERE name = '{table}'"


def _bytes(at: int, content: bytes) -> Build:
    def build(path: Path) -> None:
        plain(path)
        with path.open("r+b") as file:
            file.seek(at)
            file.write(content)

    return build


def _other_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 1097756271")
        connection.execute("PRAGMA user_version = 1")
        connection.execute("CREATE TABLE spans (id, text)")


def _in_utf16(path: Path) -> None:
    plain(path)
    with closing(sqlite3.connect(path)) as connection:
        script = "\n".join(connection.iterdump())
    path.unlink()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA encoding = 'UTF-16le'")
        connection.executescript(script)
        connection.execute("PRAGMA application_id = 1097756271")
        connection.execute("PRAGMA user_version = 1")


REFUSED: dict[str, tuple[Build, str]] = {
    "trigger": (_sql("CREATE TRIGGER spy AFTER INSERT ON spans BEGIN DELETE FROM spans; END"), "“spy”"),
    "trigger called like a table": (
        _sql("CREATE TRIGGER spans AFTER INSERT ON spans BEGIN DELETE FROM spans; END"), "“spans"
    ),
    "trigger before its table": (
        _schema(
            "CREATE TABLE kept AS SELECT rowid AS n, * FROM sqlite_master WHERE name = 'settings' AND type = 'table'",
            "DELETE FROM sqlite_master WHERE name = 'settings' AND type = 'table'",
            "INSERT INTO sqlite_master VALUES ('trigger', 'settings', 'spans', 0,"
            " 'CREATE TRIGGER settings AFTER INSERT ON spans BEGIN DELETE FROM spans; END')",
            "INSERT INTO sqlite_master SELECT type, name, tbl_name, rootpage, sql FROM kept",
            "DELETE FROM sqlite_master WHERE name = 'kept'",
        ),
        "",
    ),
    "table": (_sql("CREATE TABLE extra (x)"), "“extra”"),
    "view": (_sql("CREATE VIEW peek AS SELECT * FROM spans"), "“peek”"),
    "view without end": (
        _sql("CREATE VIEW loop AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT * FROM n"),
        "“loop”",
    ),
    "view altered": (
        _schema(_instead("span_list", "spans.id,", "spans.id, load_extension(spans.id),")), "“span_list”"
    ),
    "check with a function": (_schema(_instead("spans", '"note" TEXT', '"note" TEXT CHECK (boom(note))')), "“spans”"),
    "generated column": (
        _sql("ALTER TABLE spans ADD COLUMN more TEXT GENERATED ALWAYS AS (upper(text)) VIRTUAL"), "“spans”"
    ),
    "default that is computed": (
        _schema(_instead("spans", '"note" TEXT NOT NULL', '"note" TEXT NOT NULL DEFAULT (boom(1))')), "“spans”"
    ),
    "index on an expression": (_sql("CREATE INDEX slow ON spans (lower(text))"), "“slow”"),
    "index with a function": (_sql("CREATE INDEX boomed ON spans (boom(text))"), "“boomed”"),
    "unknown collation": (_sql("CREATE INDEX coll ON spans (text COLLATE evil)"), "“coll”"),
    "virtual table": (_sql("CREATE VIRTUAL TABLE words USING fts5(x)"), "“words"),
    "unknown module": (
        _schema(
            "INSERT INTO sqlite_master VALUES ('table', 'v', 'v', 0, 'CREATE VIRTUAL TABLE v USING nosuch(/etc)')"
        ),
        "“v”",
    ),
    "statistics": (_sql("ANALYZE"), "“sqlite_stat1”"),
    "statistics that lie": (
        _sql("ANALYZE", "UPDATE sqlite_stat1 SET stat = '1 1 1 1 unordered sz=99999999'"), "“sqlite_stat1”"
    ),
    "table gone": (_sql("DROP TABLE dismissals"), "“dismissals”"),
    "column gone": (_sql("ALTER TABLE links DROP COLUMN annotator_id"), "“links”"),
    "column renamed": (_sql("ALTER TABLE documents RENAME COLUMN meta TO metadata"), "“documents”"),
    "key without uniqueness": (_schema(_instead("spans", "PRIMARY KEY", "")), ""),
    "not strict": (_schema(_instead("spans", "STRICT", "")), "“spans”"),
    "two tables in one place": (
        _schema(
            "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'links')"
            " WHERE name = 'spans'"
        ),
        "damaged",
    ),
    "a table outside the file": (_schema("UPDATE sqlite_master SET rootpage = 99999 WHERE name = 'spans'"), "damaged"),
    "schema that is no SQL": (_schema("UPDATE sqlite_master SET sql = 'CREATE gibberish' WHERE name = 'spans'"), ""),
    "schema of megabytes": (
        _schema(
            "UPDATE sqlite_master SET sql = sql || '/*' || printf('%.*c', 5000000, 'x') || '*/' WHERE name = 'spans'"
        ),
        "“spans”",
    ),
    "numbers where texts should be": (
        _schema(
            "CREATE TABLE kept AS SELECT sql FROM sqlite_master WHERE name = 'spans'",
            _instead("spans", "STRICT", ""),
            "PRAGMA writable_schema = RESET",
            "UPDATE spans SET text = x'00ff', note = 7, start = 'here', attributes = x'7b7d'",
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_master SET sql = (SELECT sql FROM kept) WHERE name = 'spans'",
            "DROP TABLE kept",
        ),
        "damaged",
    ),
    "another database under our id": (_other_database, "table, index, view or trigger"),
    "our tables under another id": (_sql("PRAGMA application_id = 7"), "not an Annotator project by its header"),
    "newer": (_sql("PRAGMA user_version = 99"), "newer Annotator"),
    "version below nothing": (_sql("PRAGMA user_version = -5"), "no known schema version"),
    "in UTF-16": (_in_utf16, "header makes no sense"),
    "pages of one byte": (_bytes(16, b"\x00\x02"), "damaged"),
    "pages of 64 KB": (_bytes(16, b"\x00\x01"), "damaged"),
    "more pages than there are": (_bytes(28, struct.pack(">I", 0x7FFFFFFF)), "cut off"),
    "reserved bytes": (_bytes(20, b"\xff"), "damaged"),
    "a row of a billion bytes": (_bytes(15 * 4096 + 8 + 4, b"\xff\xff"), ""),
}  # fmt: skip


def _set(table: str, column: str, value: str, where: str = "1") -> Build:
    return _sql(f'UPDATE {table} SET "{column}" = {value} WHERE {where}')


_HTML = "'<img src=\"file:///etc/passwd\"><b onclick=\"alert(1)\">x</b><a href=\"javascript:1\">y</a>'"
_DEEP = "replace(printf('%.*c', 100000, '['), '', '') || replace(printf('%.*c', 100000, ']'), '', '')"
_LONG = "printf('%.*c', 1000000, 'W')"
_NOT_UTF8 = "CAST(x'41ff42' AS TEXT)"
_SURROGATE = "CAST(x'41eda08042' AS TEXT)"
_NUL = "'a' || char(0) || 'b' || char(27) || '[31m' || char(0x202e)"
_HUGE = "9223372036854775807"

_TEXTS = {
    "documents": ("title", "source", "created_at"),
    "annotators": ("name",),
    "labels": ("name", "key", "color", "line", "shortcut", "unit", "description"),
    "attributes": ("label", "key", "name", "type", "description"),
    "link_types": ("key", "name", "description"),
    "spans": ("label", "text", "note", "origin", "created_at"),
    "links": ("type",),
    "verdicts": ("verdict", "comment", "created_at"),
    "history": ("at", "label", "kind", "target", "annotator_id"),
}
_NUMBERS = {
    "documents": ("length", "position", "rev", "deleted"),
    "labels": ("position", "auxiliary", "rev"),
    "spans": ("start", "end", "rev", "deleted"),
    "history": ("records", "merged"),
}
_JSON = {
    "documents": ("meta",),
    "attributes": ("values",),
    "link_types": ("from_labels", "to_labels"),
    "spans": ("attributes",),
    "verdicts": ("judged",),
    "settings": ("value",),
}
_SETTINGS = "INSERT INTO settings VALUES ('{}', '{}', '', '', 1, 0)"

ODD: dict[str, Build] = {
    **{
        f"{table}: {column} is {name}": _set(table, column, value)
        for table, columns in _TEXTS.items()
        for column in columns
        for name, value in (
            ("HTML", _HTML), ("no UTF-8", _NOT_UTF8), ("a surrogate", _SURROGATE), ("controls", _NUL), ("long", _LONG),
            ("empty", "''"),
        )
        if name in ("no UTF-8", "controls", "empty") or column in ("title", "name", "note", "label", "text")
    },
    **{
        f"{table}: {column} is {value}": _set(table, column, value)
        for table, columns in _NUMBERS.items()
        for column in columns
        for value in (_HUGE, "-1")
    },
    **{
        f"{table}: {column} is {name}": _set(table, column, value)
        for table, columns in _JSON.items()
        for column in columns
        for name, value in (
            ("no JSON", "'{not'"), ("another kind", "'7'"), ("nothing", "'null'"), ("a list of lists", "'[[1],{}]'"),
            ("deep", _DEEP), ("a key of HTML", "'{\"<b>\": \"<img src=x>\", \"n\": 1e999, \"d\": {\"a\": [1]}}'"),
        )
    },
    "ids that are paths": _set("spans", "id", "'../../../../etc/passwd' || rowid"),
    "a note of 10 MB": _set("spans", "note", "printf('%.*c', 10000000, 'n')", f"id = '{SPAN.format(0)}'"),
    "path names in metadata": _set("documents", "meta", "'{\"path\": \"/etc/passwd\", \"url\": \"file:///etc/passwd\"}'"),
    "dates that are none": _sql("UPDATE documents SET created_at = 'yesterday', meta = '{\"date\": \"99-99\"}'"),
    "links in a circle": _sql(
        *(f"INSERT INTO links SELECT 'l{a}{b}', 'same_as', '{SPAN.format(a)}', '{SPAN.format(b)}', annotator_id,"
          f" created_at, updated_at, rev, 0 FROM links WHERE id = 'link'"
          for a, b in ((1, 2), (2, 0), (0, 0), (1, 0)))
    ),
    "sources in a circle": _sql(
        f"INSERT INTO sources VALUES ('s2', '{SPAN.format(1)}', '{SPAN.format(0)}', '', '', 1, 0)",
        f"INSERT INTO sources VALUES ('s3', '{SPAN.format(0)}', '{SPAN.format(0)}', '', '', 1, 0)",
    ),
    "verdicts on verdicts": _sql(
        "UPDATE verdicts SET span_id = 'verdict', result = 'verdict'",
        "INSERT INTO comments VALUES ('c', 'c', 'nobody', 'x', '', '', 1, 0)",
    ),
    "spans of nobody": _sql("UPDATE spans SET annotator_id = 'nobody'"),
    "spans of nowhere": _sql("UPDATE spans SET document_id = 'nowhere'"),
    "spans outside the text": _sql("UPDATE spans SET start = 500, \"end\" = 900"),
    "spans backwards": _sql("UPDATE spans SET start = 9, \"end\" = 2"),
    "a text that is gone": _sql("DELETE FROM texts"),
    "a text that is another": _sql("UPDATE texts SET text = 'Short.'"),
    "a text with controls": _sql(f"UPDATE texts SET text = {_NUL} || text"),
    "a text that is no UTF-8": _sql(f"UPDATE texts SET text = {_NOT_UTF8}"),
    "one key for all labels": _sql("UPDATE labels SET key = 'claim', shortcut = '1'"),
    "no labels": _sql("DELETE FROM labels"),
    "nobody": _sql("DELETE FROM annotators"),
    "everybody is gold": _sql("UPDATE annotators SET kind = 'gold'"),
    "guidelines that name each other": _sql(
        _SETTINGS.format("guidelines:claim", '{"text": "guidelines:claim", "claim": "[x](file:///etc/passwd)"}'),
        _SETTINGS.format("guidelines", '{"claim": "<img src=file:///etc/passwd>", "self": "guidelines"}'),
    ),
    "settings that mean something else": _sql(
        *(_SETTINGS.format(name, value)
          for name, value in (("blind", "[[]]"), ("handed_to", "[1]"), ("guideline:claim", "7"), ("title", "{}")))
    ),
    "history of no table": _sql("UPDATE history_changes SET table_name = 'sqlite_master', before = '{}'"),
    "history that is no JSON": _sql("UPDATE history_changes SET before = '{not'"),
    "history with unknown fields": _sql("UPDATE history_changes SET before = '{\"id\": \"x\", \"evil\": 1}'"),
    "history in a circle": _sql("UPDATE history SET kind = 'undo', target = id"),
}  # fmt: skip
