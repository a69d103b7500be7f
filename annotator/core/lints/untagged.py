"""What the text has and nobody tagged: figures, and quotation marks that pair with none."""

from annotator.core.buckets import SpanIndex
from annotator.core.figures import Figure
from annotator.core.lints.findings import Finding, Fix, excerpt
from annotator.core.quotations import quotation_unit
from annotator.core.scheme import Scheme, with_unit
from annotator.core.sentences import sentence_at


def untagged_figure(text: str, figure: Figure, spans: SpanIndex, scheme: Scheme) -> Finding | None:
    """A figure of whose number no span of a label for numbers holds a part."""
    labels = with_unit(scheme, "number")
    if not labels or _touched(spans, figure.number_start, figure.number_end, labels):
        return None
    start, end = figure.start, figure.end
    fix = Fix("tag", f"tags it as {scheme.label_name(labels[0]).lower()}", labels[0], start, end)
    return Finding(start, end, "figure", f"Not tagged: {excerpt(text, start, end)}", fix)


def unpaired_mark(text: str, at: int, opens: bool, spans: SpanIndex, scheme: Scheme) -> Finding | None:
    """A quotation mark without its partner, unless somebody has settled by tagging what is quoted there."""
    labels = with_unit(scheme, "quotation")
    if labels and _touched(spans, at, at + 1, labels):
        return None
    begin, finish = sentence_at(text, at)
    start, end = (quotation_unit(text, at) or (at, finish)) if opens else (begin, at + 1)
    says = "Never closed" if opens else "Closes nothing"
    message = f"{says}: {excerpt(text, at, max(end, at + 1)) if opens else excerpt(text, max(start, at - 40), at + 1)}"
    if not labels or not start <= at < end:
        return Finding(at, at + 1, "mark", message, Fix("", "the text itself is never changed"))
    fix = Fix("tag", f"tags what it seems to enclose as {scheme.label_name(labels[0]).lower()}", labels[0], start, end)
    return Finding(at, at + 1, "mark", message, fix)


def _touched(spans: SpanIndex, start: int, end: int, labels: tuple[str, ...]) -> bool:
    return any(span.label in labels for span in spans.query(start, end))
