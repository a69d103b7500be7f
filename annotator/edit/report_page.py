"""A report as one HTML file that needs nothing else: no network, and no script to be read. Everything is escaped.

A short inline script adds a filter where scripts are allowed; the page's own policy allows that one and nothing else.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import combinations

from annotator.agreement.cases import KINDS
from annotator.agreement.feedback import DEVIATION_NAMES, DEVIATIONS, RIGHT, Feedback
from annotator.agreement.figures import Figure
from annotator.core.ids import GOLD_ID
from annotator.core.model import Comment, Span, Verdict
from annotator.core.text import visible
from annotator.core.versions import Stretch, marked, shared_by_all
from annotator.edit.report_drawings import bars, days, heat_map, told
from annotator.edit.reporting import STATES, Reading, Report, Reported
from annotator.edit.reviewing import changed_since

KIND_NAMES = {
    "agreed": "Agreed", "boundary": "Boundary", "label": "Label", "attribute": "Attribute", "missing": "Missing",
    "only_one": "Only one",
}  # fmt: skip
MEASURES = {
    "f1_exact": "F1 exact", "f1_overlap": "F1 overlap", "unitizing_alpha": "unitizing α",
    "sentence_alpha": "sentence α", "kappa": "κ",
}  # fmt: skip
_VERDICTS = {"accept": "accepted", "reject": "rejected", "fix": "fixed", "question": "asked"}
_MOST = 50  # annotators in the heat map
_AROUND = 40  # code points of context

_STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1e25; --muted: #5a6070; --line: #d5d9e2; --hue: #2f66d0;
  --mark: #ffe08a; --mark-ink: #1b1e25; }
@media (prefers-color-scheme: dark) { :root { --paper: #17191f; --ink: #e7e9ee; --muted: #a2a8b5; --line: #383c47;
  --hue: #5c8cf0; --mark: #6b5310; --mark-ink: #fff3c9; } }
body { background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; max-width: 68rem;
  margin: 2rem auto; padding: 0 1.2rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; } h3 { font-size: 1rem; }
.muted, .small { color: var(--muted); fill: var(--muted); } .small { font-size: 11px; }
.wide { overflow-x: auto; } svg { max-width: 100%; height: auto; } svg text { fill: var(--ink); font-size: 13px; }
svg text.small { fill: var(--ink); font-size: 10.5px; }
.heat, .bar { fill: var(--hue); } .frame { fill: none; stroke: var(--line); }
.off { fill: none; stroke: var(--hue); stroke-width: 1.5; }
table { border-collapse: collapse; } th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: right; }
th { font-weight: 500; color: var(--muted); } th:first-child { text-align: left; }
.case { border: 1px solid var(--line); border-radius: 6px; padding: .5rem .8rem; margin: .6rem 0; }
.case header { color: var(--muted); font-size: .87rem; } .case dl { margin: .3rem 0 0; display: grid;
  grid-template-columns: minmax(5rem, max-content) 1fr; gap: .15rem .8rem; }
dt { font-weight: 600; overflow-wrap: anywhere; } dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
mark { background: var(--mark); color: var(--mark-ink); font-weight: 600; } .gold dt { border-bottom: 2px double; }
form { display: flex; flex-wrap: wrap; gap: .8rem; position: sticky; top: 0; background: var(--paper);
  padding: .5rem 0; } form[hidden] { display: none; }
@media print { body { max-width: none; margin: 0; font-size: 10.5pt; } form { display: none; }
  .case, svg, tr { break-inside: avoid; } h2, h3 { break-after: avoid; } }
"""
_SCRIPT = """
const form = document.getElementById("filter"), shown = document.getElementById("shown");
const all = [...document.querySelectorAll(".case")];
form.hidden = false;
form.addEventListener("input", () => {
  const kind = form.kind.value, state = form.state.value, words = form.words.value.toLowerCase();
  let count = 0;
  for (const one of all) {
    one.hidden = (kind && one.dataset.kind !== kind) || (state && one.dataset.state !== state)
      || (words && !one.textContent.toLowerCase().includes(words));
    count += !one.hidden;
  }
  shown.textContent = count + " of " + all.length;
});
form.addEventListener("submit", event => event.preventDefault());
"""


def html_pieces(report: Report) -> Iterator[str]:
    """The page, piece by piece; equal reports give equal bytes."""
    title = f"Agreement: {visible(report.title)}"
    style, script = _hash(_STYLE), _hash(_SCRIPT)
    policy = f"default-src 'none'; style-src '{style}'; script-src '{script}'; base-uri 'none'; form-action 'none'"
    yield (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>\n<h1>{escape(title)}</h1>\n"
    )
    yield from _figures(report)
    yield from _feedback(report)
    yield from _cases(report)
    yield f"<script>{_SCRIPT}</script></body></html>\n"


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _name(report: Report, annotator_id: str) -> str:
    return visible("gold" if annotator_id == GOLD_ID else report.names.get(annotator_id, "?"))


def _figures(report: Report) -> Iterator[str]:
    found = report.figures
    people = [_name(report, who) for who in found.annotators]
    yield (
        f"<p>{found.documents:,} document{'s' * (found.documents != 1)} compared; annotators: "
        f"{escape(', '.join(people)) or 'none'}.</p>\n<p class=muted>F1 on spans; overlap means half of the union."
        " In brackets 95&nbsp;% intervals by bootstrap over documents. α of .80 and more is called reliable, .667 to"
        " .80 tentative (Krippendorff). A dash: not defined.</p>\n"
    )
    if len(people) > 1:
        yield "<h2>Annotators, F1 overlap</h2><div class=wide>"
        yield heat_map(people[:_MOST], _pairs(report))
        yield "</div>\n<details><summary>All pairs</summary>"
        rows = [
            [f"{_name(report, a)} – {_name(report, b)}", told(values["f1_exact"]), told(values["f1_overlap"])]
            for (a, b), values in found.pairs.items()
        ]
        yield _table(["Pair", "F1 exact", "F1 overlap"], rows) + "</details>\n"
    rows = [
        [visible(report.label(key)), f"{sum(found.spans[key].values()):,}", *(told(values[m]) for m in MEASURES)]
        for key, values in found.labels.items()
    ]
    yield "<h2>Labels</h2>" + _table(["Label", "Spans", *MEASURES.values()], rows)
    if any(figure.value is not None for figure in found.attributes.values()):
        rows = [[visible(name), told(figure)] for name, figure in found.attributes.items() if figure.value is not None]
        yield "<h2>Attributes of matched spans</h2>" + _table(["Attribute", "α"], rows)
    counted = [(KIND_NAMES[kind], found.cases[kind]) for kind in reversed(KINDS)]
    yield "<h2>Cases by kind</h2>" + bars(counted, "Cases by kind")
    yield "<h2>Labels of matched spans</h2>" + _confusion(report)


def _pairs(report: Report) -> dict[tuple[int, int], tuple[Figure, int]]:
    found = report.figures
    cells = {}
    for (i, a), (j, b) in combinations(enumerate(found.annotators[:_MOST]), 2):
        count = sum(counts[a] + counts[b] for counts in found.spans.values())
        cells[i, j] = cells[j, i] = found.pairs[a, b]["f1_overlap"], count
    return cells


def _confusion(report: Report) -> str:
    found = report.figures
    labels = [*found.labels, ""]
    names = [visible(report.label(key)) if key else "nothing" for key in labels]
    rows = []
    for a, name in zip(labels, names, strict=True):
        counts = [found.confusion.get((a, b), 0) or found.confusion.get((b, a), 0) for b in labels]
        rows.append([name, *(f"{count:,}" if a or b else "—" for b, count in zip(labels, counts, strict=True))])
    return _table(["", *names], rows)


def _feedback(report: Report) -> Iterator[str]:
    if not report.feedback:
        return
    yield "<h2>Each annotator against gold</h2>\n"
    kinds = (RIGHT, *DEVIATIONS)
    for who, found in report.feedback.items():
        yield f"<h3>{escape(_name(report, who))}</h3><p>{_summary(found)}</p>"
        rows = [
            [visible(report.label(key)), *(f"{counts.get(kind, 0):,}" for kind in kinds)]
            for key, counts in found.labels.items()
            if any(counts.values())
        ]
        if rows:
            yield "<div class=wide>" + _table(["Label", *(DEVIATION_NAMES[kind] for kind in kinds)], rows) + "</div>"
        if found.days:
            yield "<p class=muted>By day: filled what is right, outlined what deviates.</p>" + days(found.days, RIGHT)


def _summary(found: Feedback) -> str:
    documents = f"{found.documents:,} document{'s' * (found.documents != 1)}"
    return f"{found.right:,} of {found.spans:,} spans as in gold, which has {found.gold:,}, in {documents}."


def _cases(report: Report) -> Iterator[str]:
    yield "<h2>Cases</h2>\n<form id=filter hidden>"
    yield _choice("kind", KIND_NAMES) + _choice("state", {state: state for state in STATES})
    yield '<label>with the words <input name=words type=search></label><output id=shown></output></form>\n'
    empty = True
    for reading in report.readings():
        empty = False
        yield f"<section><h3>{escape(visible(reading.document.title))}</h3>\n"
        for each in reading.cases:
            yield _case(report, reading, each)
        for span in reading.gold:
            yield (
                '<article class=case data-kind="" data-state=decided><header>Gold alone</header><dl>'
                f"{_version(report, reading, GOLD_ID, [span], [(span.start, span.end)])}</dl></article>\n"
            )
        yield "</section>\n"
    if empty:
        yield "<p>No document is marked as done by any of them.</p>\n"


def _choice(name: str, options: dict[str, str]) -> str:
    entries = "".join(f'<option value="{key}">{escape(text)}</option>' for key, text in options.items())
    return f'<label>{name} <select name={name}><option value="">all</option>{entries}</select></label>'


def _case(report: Report, reading: Reading, told_case: Reported) -> str:
    case = told_case.case
    owners = list(dict.fromkeys(span.annotator_id for span in case.spans))
    common = shared_by_all([case.of(who) for who in owners])
    parts = [
        f'<article class=case data-kind="{case.kind}" data-state="{told_case.state}"><header>{told_case.number}. '
        f"{KIND_NAMES[case.kind]} · {told_case.state} · characters {case.start:,} to {case.end:,}</header><dl>"
    ]
    parts += [_version(report, reading, who, case.of(who), common) for who in owners]
    for verdict in told_case.verdicts:
        parts.append(_verdict(report, told_case, verdict))
        parts += [_comment(report, each) for each in told_case.comments if each.verdict_id == verdict.id]
    parts += [_version(report, reading, GOLD_ID, [gold], [(gold.start, gold.end)]) for gold in told_case.golds]
    return "".join([*parts, "</dl></article>\n"])


def _version(report: Report, reading: Reading, who: str, spans: Iterable[Span], common: Sequence[Stretch]) -> str:
    name = escape(_name(report, who))
    told_spans = " … ".join(_span(report, reading.text, span, common) for span in spans)
    gold = " class=gold" if who == GOLD_ID else ""
    return f"<dt{gold}>{name}</dt><dd dir=auto>{told_spans}</dd>"


def _span(report: Report, text: str, span: Span, common: Sequence[Stretch]) -> str:
    said = "".join(
        f"<mark>{escape(visible(text[a:b]))}</mark>" if differs else escape(visible(text[a:b]))
        for a, b, differs in marked(span.start, span.end, common)
    )
    before = escape(visible(text[max(0, span.start - _AROUND) : span.start]))
    behind = escape(visible(text[span.end : span.end + _AROUND]))
    values = ", ".join(f"{visible(key)}: {visible(str(value))}" for key, value in sorted(span.attributes.items()))
    about = escape(visible(report.label(span.label)) + (f" · {values}" if values else ""))
    return f"<span class=muted>…{before}</span>{said}<span class=muted>{behind}… [{about}]</span>"


def _comment(report: Report, comment: Comment) -> str:
    said = escape(visible(comment.text))
    return f"<dt>{escape(_name(report, comment.annotator_id))}</dt><dd dir=auto>{said}</dd>"


def _verdict(report: Report, told_case: Reported, verdict: Verdict) -> str:
    span = next(span for span in told_case.case.spans if span.id == verdict.span_id)
    since = " (changed since)" if changed_since(span, verdict) else ""
    said = f"{_VERDICTS.get(verdict.verdict, verdict.verdict)} {_name(report, span.annotator_id)}{since}"
    reason = f": {visible(verdict.comment)}" if verdict.comment else ""
    name = escape(_name(report, verdict.reviewer_id))
    return f"<dt>{name}</dt><dd dir=auto><em>{escape(said + reason)}</em></dd>"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    top = "".join(f"<th scope=col>{escape(each)}</th>" for each in head)
    body = "".join(
        f"<tr><th scope=row>{escape(first)}</th>{''.join(f'<td>{escape(each)}</td>' for each in rest)}</tr>"
        for first, *rest in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>\n"
