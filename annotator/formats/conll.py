"""CoNLL-2002: the entry for the table of formats."""

from annotator.formats import conll_reader, conll_writer
from annotator.formats.bundle import Format
from annotator.formats.texts import head_text

_ENOUGH = 200


def sniff(head: bytes, name: str) -> bool:
    """By the tags: every line that is not blank, a comment or a mark of a document ends with one."""
    lines = head_text(head).splitlines()
    if len(head) > 10_000:
        lines.pop()  # may be cut off
    found = [cells for cells in map(conll_reader.columns, lines[:_ENOUGH]) if any(cells)]
    marked = [cells for cells in found if cells[0] == conll_writer.DOCUMENT]
    words = [cells for cells in found if conll_reader.is_word(cells) and cells[0] != conll_writer.DOCUMENT]
    comments = [cells for cells in found if cells[0].startswith("#") and not conll_reader.is_word(cells)]
    return len(words) + len(marked) > 1 and len(found) == len(words) + len(marked) + len(comments)


FORMAT = Format(
    name="conll",
    description="CoNLL-2002, a word a line, in BIO, IOB1 or BIOES",
    suffixes=(".conll", ".bio", ".iob"),
    sniff=sniff,
    read=conll_reader.read_file,
    layouts={"bio": conll_writer.write_bio, "bioes": conll_writer.write_bioes},
    counts="words",
)
