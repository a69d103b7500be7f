"""The cases of a report as CSV: a row for each span, and one for what came of the case as gold."""

import csv
import io
import json
from collections.abc import Iterator

from annotator.core.ids import GOLD_ID
from annotator.core.model import Span
from annotator.edit.reporting import Report, Reported

COLUMNS = (
    "case", "state", "kind", "document", "document_id", "annotator", "label", "start", "end", "text", "attributes",
    "verdicts", "span_id",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_pieces(report: Report) -> Iterator[str]:
    """The table, line by line; what a spreadsheet would take for a formula gets a quote in front."""
    yield _line(COLUMNS)
    for reading in report.readings():
        title = reading.document.title
        for told in reading.cases:
            for span in (*told.case.spans, *told.golds):
                yield _line(_row(report, title, told, span))
        for span in reading.gold:
            yield _line(_row(report, title, None, span))


def _row(report: Report, title: str, told: Reported | None, span: Span) -> list[object]:
    verdicts = [each for each in told.verdicts if each.span_id == span.id] if told else []
    said = "; ".join(
        f"{report.names.get(each.reviewer_id, '?')}: {each.verdict}" + (f" ({each.comment})" if each.comment else "")
        for each in verdicts
    )
    attributes = json.dumps(dict(span.attributes), ensure_ascii=False, sort_keys=True) if span.attributes else ""
    owner = "gold" if span.annotator_id == GOLD_ID else report.names.get(span.annotator_id, "?")
    case: list[object] = [told.number, told.state, told.case.kind] if told else ["", "", ""]
    place = [span.label, span.start, span.end, span.text, attributes, said, span.id]
    return [*case, title, span.document_id, owner, *place]


def _line(values: object) -> str:
    buffer = io.StringIO()
    assert isinstance(values, (list, tuple))
    csv.writer(buffer, lineterminator="\r\n").writerow([_defused(value) for value in values])
    return buffer.getvalue()


def _defused(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
