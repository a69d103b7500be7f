"""Text to records and back: one module per format, all of them in the FORMATS table.

A new format is a module with a ``FORMAT`` and its name in the table below, or an entry point of another package (see
``plugins``). May import ``core`` only; knows no project.
"""

from pathlib import Path

from annotator.core.errors import AnnotatorError
from annotator.formats import articles, brat, csv_spans, doccano, jsonl, parquet, plugins, prodigy, spacy_jsonl
from annotator.formats.bundle import Bundle, Context, Format, Parsed, Refused, Written, unique_names

_OURS = (brat, parquet, csv_spans, spacy_jsonl, doccano, prodigy, jsonl, articles)
_THEIRS, BROKEN = plugins.others({each.FORMAT.name for each in _OURS})
"""``BROKEN`` says, for people, which formats of other packages could not be loaded, and why."""

FORMATS: dict[str, Format] = {
    **{each.FORMAT.name: each.FORMAT for each in _OURS[:-1]},
    **_THEIRS,
    _OURS[-1].FORMAT.name: _OURS[-1].FORMAT,
}
"""Every format by name, the pickiest first: ``detect`` takes the first that recognises a file; anything may be text."""

_HEAD = 65_536


def detect(path: Path) -> Format:
    """The format of a file by its content. Raises ``AnnotatorError`` for what cannot be read or is none."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError) as error:
        raise AnnotatorError(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    found = next(known for known in FORMATS.values() if known.sniff(head, path.name))
    if found is articles.FORMAT and path.suffix.lower() == ".json":
        raise AnnotatorError("is JSON, but not JSON Lines: one document on each line")
    return found


__all__ = ["BROKEN", "FORMATS", "Bundle", "Context", "Format", "Parsed", "Refused", "Written", "detect", "unique_names"]
