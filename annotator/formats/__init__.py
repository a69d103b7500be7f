"""Text to records and back: one module per format, all of them in the FORMATS table.

A new format is a module with a ``FORMAT`` and its name in the table below, or an entry point of another package (see
``plugins``). May import ``core`` only; knows no project.
"""

from importlib import import_module
from pathlib import Path

from annotator.core.errors import AnnotatorError
from annotator.formats import articles, plugins
from annotator.formats.bundle import Bundle, Context, Format, Parsed, Refused, Written, unique_names

_MODULES = (
    "brat",
    "webanno_tsv",
    "cas",
    "parquet",
    "csv_spans",
    "conll",
    "label_studio",
    "hypothesis_export",
    "web_annotation",
    "spacy_jsonl",
    "doccano",
    "prodigy",
    "readable",
    "text_rows",
    "jsonl",
    "documents",
    "articles",
)
"""The pickiest first: ``detect`` takes the first that recognises a file, and anything may be text."""

_OURS: list[Format] = []
for _name in _MODULES:
    _module = import_module(f"annotator.formats.{_name}")
    _OURS += getattr(_module, "FORMATS", None) or [_module.FORMAT]
_THEIRS, BROKEN = plugins.others({each.name for each in _OURS})
"""``BROKEN`` says, for people, which formats of other packages could not be loaded, and why."""

FORMATS: dict[str, Format] = {
    **{each.name: each for each in _OURS[:-1]},
    **_THEIRS,
    _OURS[-1].name: _OURS[-1],
}
"""Every format by name."""

_HEAD = 65_536


def detect(path: Path) -> Format:
    """The format of a file by its content. Raises ``AnnotatorError`` for what cannot be read or is none."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError) as error:
        raise AnnotatorError(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    found = next(known for known in FORMATS.values() if known.sniff and known.sniff(head, path.name))
    if found is articles.FORMAT and path.suffix.lower() == ".json":
        raise AnnotatorError("is JSON, but of no format that is known here (--format NAME forces one)")
    return found


__all__ = ["BROKEN", "FORMATS", "Bundle", "Context", "Format", "Parsed", "Refused", "Written", "detect", "unique_names"]
