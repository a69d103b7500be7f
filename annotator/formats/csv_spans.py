"""Tables of spans (CSV, TSV): the entry for the table of formats. What rows mean is ``csv_reader``'s business."""

from annotator.formats import csv_reader, csv_writer, tables
from annotator.formats.bundle import Format


def sniff(head: bytes, name: str) -> bool:
    """By the header: a table that names start, end and label is one of spans; other tables are not."""
    return not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")) and bool(
        tables.dialect(head, csv_reader.is_header)
    )


FORMAT = Format(
    name="csv",
    description="CSV or TSV, one row a span (for Excel: with its mark)",
    suffixes=(".csv", ".tsv"),
    sniff=sniff,
    read=csv_reader.read_file,
    layouts={
        "spans": csv_writer.write_commas,
        "excel": csv_writer.write_for_excel,
        "tabs": csv_writer.write_tabs,
    },
    endings={"tabs": ".tsv"},
)
