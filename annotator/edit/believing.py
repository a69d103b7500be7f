"""Which rows of somebody else's project can be believed. Pure: records and texts in, reasons out."""

from annotator.core.ids import GOLD_ID
from annotator.core.model import Annotator, Document, Progress, Record, Span, Verdict

LONGEST_ID = 200
_MOST = 1 << 53
_STATES = ("todo", "doing", "done")
_VERDICTS = ("accept", "reject", "fix", "question")
_KINDS = ("person", "gold", "suggester")


def problem(record: Record) -> str:
    """Why this cannot be a record, as a readable phrase; "" if it can."""
    if not record.id or len(record.id) > LONGEST_ID:
        return "its id is not one"
    if not 0 <= record.rev < _MOST:
        return f"its rev is {record.rev}"
    if abs(getattr(record, "position", 0)) > _MOST:
        return "its position is none"
    if isinstance(record, Document) and not isinstance(record.meta, dict):
        return "its metadata are no object"
    if isinstance(record, Annotator):
        if record.kind not in _KINDS:
            return f"its kind is “{record.kind}”"
        if (record.kind == "gold") != (record.id == GOLD_ID):
            return "it is called gold but is not, or is gold under another kind"
    if isinstance(record, Progress) and record.state not in _STATES:
        return f"its state is “{record.state}”"
    if isinstance(record, Verdict) and record.verdict not in _VERDICTS:
        return f"its verdict is “{record.verdict}”"
    return ""


def span_problem(span: Span, text: str) -> str:
    """Why a span cannot be one of this text (its positions are code points); "" if it can."""
    if not 0 <= span.start <= span.end <= len(text):
        return f"{span.start} to {span.end} is outside its text of {len(text):,} characters"
    if text[span.start : span.end] != span.text:
        return f"its text is not what stands at {span.start} to {span.end}"
    if not isinstance(span.attributes, dict):
        return "its attributes are no object"
    return ""
