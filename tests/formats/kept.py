"""What a format keeps, found out: the sample is written, read back and compared, kind of record by kind of record.

The README's table is made of this, so it cannot claim what is not so.
"""

import tempfile
from pathlib import Path
from typing import Any

from annotator.files import write_archive, write_atomically, write_folder
from annotator.formats import FORMATS, Bundle, Written, detect, unique_names
from annotator.formats.articles import articles_in
from annotator.formats.bundle import Context
from annotator.formats.foreign import CALLED, KINDS
from tests.formats.records import ME, sample


def kept(name: str, layout: str) -> tuple[set[str], set[str]]:
    """Of ``foreign.KINDS`` and "spans" those that come back, and those of which the writer says that they do not.

    Spans need not come back if the writer says so.
    """
    form, whole, written = FORMATS[name], sample(), Written()
    context = Context(ME, lookup=lambda sha, id_: (whole.document, whole.text))
    back: list[Bundle] = []
    with tempfile.TemporaryDirectory() as folder:
        for path in _files(Path(folder), name, layout, whole, written):
            assert detect(path) is form, f"{path.name} is taken for {detect(path).name}"
            assert form.read
            back += [found for found in form.read(path, context) if isinstance(found, Bundle)]
    before, after = _facts([whole]), _facts(back)
    assert before["spans"] == after["spans"] or any("spans" in lost for lost in written.lost), (name, layout)
    told = {kind for kind in KINDS if any(CALLED.get(kind, kind) in lost for lost in written.lost)}
    return {kind for kind in ("spans", *KINDS) if before[kind] == after[kind]}, told


def _files(folder: Path, name: str, layout: str, whole: Bundle, written: Written) -> list[Path]:
    """The files to be read; many in an archive, where the format reads such."""
    form, names = FORMATS[name], unique_names(whole.annotators)
    if layout in form.layouts:
        path = folder / f"sample{form.suffixes[0]}"
        write_atomically(path, form.layouts[layout]([whole], names, written))
        return [path]
    files = form.folders[layout]([whole], names, written)
    if ".zip" in form.suffixes:
        write_archive(folder / "sample.zip", files)
        return [folder / "sample.zip"]
    write_folder(folder / "sample", files)
    return list(articles_in([folder / "sample"]))


def _facts(bundles: list[Bundle]) -> dict[str, list[Any]]:
    """What the bundles say, by kind of record, told by places and names instead of ids."""
    facts: dict[str, list[Any]] = {kind: [] for kind in ("spans", *KINDS)}
    for bundle in bundles:
        who = {person.id: person.name for person in bundle.annotators}
        place = {span.id: (span.label, span.start, span.end) for span in bundle.spans}
        judged = {verdict.id: place[verdict.span_id] for verdict in bundle.verdicts}
        facts["spans"] += place.values()
        facts["annotators"] += [(*place[span.id], who[span.annotator_id]) for span in bundle.spans]
        facts["notes"] += [(*place[span.id], span.note) for span in bundle.spans if span.note]
        facts["attributes"] += [(*place[span.id], dict(span.attributes)) for span in bundle.spans if span.attributes]
        facts["links"] += [(link.type, place[link.from_id], place[link.to_id]) for link in bundle.links]
        facts["verdicts"] += [
            (*place[one.span_id], one.verdict, one.comment, who[one.reviewer_id]) for one in bundle.verdicts
        ]
        facts["comments"] += [(*judged[one.verdict_id], one.text, who[one.annotator_id]) for one in bundle.comments]
        facts["sources"] += [(place[one.span_id], place[one.source_id]) for one in bundle.sources]
        facts["progress"] += [(who[one.annotator_id], one.state) for one in bundle.progress]
    return {kind: sorted(found, key=repr) for kind, found in facts.items()}
