"""What a project file of each version looks like, known without importing sqlite-utils (it would cost the start 0.1 s).

A test holds these constants to what the migrations in ``schema.py`` really make.
"""

import hashlib
import re
import sqlite3

APPLICATION_ID = 0x416E6E6F
"""``PRAGMA application_id`` of a project file: "Anno" in ASCII."""

SCHEMA_VERSION = 1
"""How many migrations there are; ``PRAGMA user_version`` of an up-to-date file."""

FINGERPRINTS = {1: "732930736c2df7207abe3b3743890e0b39c0a79b265524d48e22adbacea49f0a"}
"""The fingerprint of the schema at each version."""


def statements(connection: sqlite3.Connection) -> dict[str, str]:
    """Every table, index, view and trigger of a database: its name and its SQL, without what does not matter.

    Layout, case and the quotes around names do not: sqlite-utils has changed those before.
    """
    found: dict[str, str] = {}
    # No statement of ours is as long, no project has as many.
    rows = connection.execute("SELECT type, name, substr(sql, 1, 10000) FROM sqlite_master WHERE sql <> '' LIMIT 1000")
    for kind, name, sql in rows:
        # A trigger may have the name of a table.
        key = f"{name} ({kind})" if name in found else str(name)
        found[key] = " ".join(re.sub(r'[\s"\[\]`]+', " ", str(sql)).lower().split())
    return found


def fingerprint(found: dict[str, str]) -> str:
    return hashlib.sha256("\n".join(f"{name}: {found[name]}" for name in sorted(found)).encode()).hexdigest()
