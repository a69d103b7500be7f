"""Parquet: the entry for the table of formats. Needs ``pyarrow`` (the extra ``parquet``), and only when it is used."""

from annotator.formats import parquet_reader, parquet_writer
from annotator.formats.bundle import Format


def sniff(head: bytes, name: str) -> bool:
    return head.startswith(b"PAR1")


FORMAT = Format(
    name="parquet",
    description="Parquet for pandas, DuckDB, Hugging Face (extra `parquet`)",
    suffixes=(".parquet",),
    sniff=sniff,
    read=parquet_reader.read_file,
    layouts={"spans": parquet_writer.write_spans, "documents": parquet_writer.write_documents},
)
