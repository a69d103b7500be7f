"""Formats that other packages bring: entry points of the group ``annotator.formats``, each a ``Format``.

One that cannot be loaded is told and left out, and one that fails at a file ends in a line about that file: the
program's own formats do not suffer from it.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from importlib.metadata import entry_points
from pathlib import Path

from annotator.core.errors import AnnotatorError
from annotator.formats.bundle import Context, Format, Parsed, Refused

GROUP = "annotator.formats"


def others(taken: Collection[str]) -> tuple[dict[str, Format], list[str]]:
    """The formats of other packages by name, and why some are not among them. No name of ``taken`` is given away."""
    found: dict[str, Format] = {}
    broken: list[str] = []
    for point in sorted(entry_points(group=GROUP), key=lambda each: (each.name, each.value)):
        try:
            form = point.load()
        except Exception as error:  # whatever another package's module does when it is imported
            broken.append(f"format “{point.name}” ({point.value}) is left out: {type(error).__name__}: {error}")
            continue
        if not isinstance(form, Format):
            broken.append(f"format “{point.name}” ({point.value}) is left out: it is no annotator.formats.Format")
        elif form.name in taken or form.name in found:
            broken.append(f"format “{point.name}” ({point.value}) is left out: there is a {form.name} already")
        else:
            found[form.name] = _guarded(form)
    return found, broken


def _guarded(form: Format) -> Format:
    """The same format, whose bugs are told of the file at which they show."""
    sniffs, reads = form.sniff, form.read
    if sniffs is None or reads is None:
        return replace(form, sniff=None, read=None)

    def sniff(head: bytes, name: str) -> bool:
        try:
            return sniffs(head, name)
        except Exception:  # it does not know such a file, so the file is not of this format
            return False

    def read(path: Path, context: Context) -> Iterator[Parsed]:
        try:
            yield from reads(path, context)
        except AnnotatorError:
            raise
        except Exception as error:
            yield Refused(str(path), 0, f"the format “{form.name}” failed: {type(error).__name__}: {error}")

    return replace(form, sniff=sniff, read=read)
