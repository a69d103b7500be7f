"""The look of the page for people: one style sheet, made for the labels and annotators that are on it.

Filters are check boxes and style rules: the page has no script at all.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

LANES = 6
"""How many underlines are drawn under each other; deeper ones share the lowest."""
UNKNOWN = "#6b7280"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_LINES = {"solid", "dotted", "dashed", "double", "wavy"}


class Kind(NamedTuple):
    """A label as the page shows it."""

    name: str
    color: str = UNKNOWN
    line: str = "wavy"
    tinted: bool = True


BASE = """
:root { color-scheme: light; --ink: #1b1e25; --muted: #5a6070; --line: #d5d9e2; }
* { box-sizing: border-box; }
body { background: #fff; color: var(--ink); font: 16px/1.5 system-ui, sans-serif; max-width: 54rem; margin: 2rem auto;
  padding: 0 1.2rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 .3rem; } h3 { font-size: 1rem; }
a { color: #1d4fb8; } .muted { color: var(--muted); font-size: .9rem; }
.legend { position: sticky; top: 0; background: #fff; border-bottom: 1px solid var(--line); padding: .4rem 0;
  z-index: 1; max-height: 40vh; overflow-y: auto; }
.legend div { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; } .legend label { white-space: nowrap;
  max-width: 24em; overflow: hidden; text-overflow: ellipsis; } .legend label span { padding: 0 .15em .35em; }
nav ol { columns: 2 18rem; padding-left: 1.6rem; }
article { margin-top: 2.2rem; } .text { font-family: Georgia, "Noto Serif", serif; font-size: 1.08rem; }
.text p { margin: 0 0 .7em; white-space: pre-wrap; } .text p:empty::before { content: "\\200b"; }
.h1 p { line-height: 1.75; } .h2 p { line-height: 1.95; } .h3 p { line-height: 2.15; } .h4 p { line-height: 2.4; }
.h5 p { line-height: 2.65; } .h6 p { line-height: 2.9; }
.s { text-decoration-line: underline; text-decoration-skip-ink: none; text-decoration-thickness: 2px; }
.d0 { text-underline-offset: .2em; } .d1 { text-underline-offset: .42em; } .d2 { text-underline-offset: .64em; }
.d3 { text-underline-offset: .86em; } .d4 { text-underline-offset: 1.08em; } .d5 { text-underline-offset: 1.3em; }
.s.gold { text-decoration-style: double; }
.n { font: 600 .68em system-ui, sans-serif; vertical-align: super; text-decoration: none; padding: 0 .1em; }
.n::before { content: attr(data-n); } .c::before { content: attr(data-c); font: .7em monospace; color: #b3261e;
  border: 1px solid; border-radius: 3px; padding: 0 .2em; }
:target { outline: 2px solid #1d4fb8; outline-offset: 3px; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; } caption { text-align: left; font-weight: 600;
  padding: .4rem 0; } th, td { border-top: 1px solid var(--line); padding: .3rem .5rem; text-align: left;
  vertical-align: top; } th { color: var(--muted); font-weight: 500; } td:first-child { white-space: nowrap; }
td.q { width: 45%; font-family: Georgia, "Noto Serif", serif; white-space: pre-wrap; } td span { padding-bottom: .3em; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin: .2rem 0 .8rem; font-size: .9rem; }
dt { color: var(--muted); max-width: 12rem; } dd { margin: 0; }
@media print { body { max-width: none; margin: 0; padding: 0; font-size: 10.5pt; print-color-adjust: exact;
  -webkit-print-color-adjust: exact; } .legend { position: static; max-height: none; } .legend input { display: none; }
  article + article { break-before: page; } tr { break-inside: avoid; } thead { display: table-header-group; }
  h2, h3, caption { break-after: avoid; } nav { break-after: page; } a { color: inherit; text-decoration: none; } }
"""


def sheet(kinds: Sequence[Kind], people: int) -> str:
    """The style sheet for labels ``.l0``, ``.l1``, ... and annotators ``.a0``, ..., with what each check box hides."""
    rules = [BASE]
    for number, kind in enumerate(kinds):
        color = kind.color if _HEX.fullmatch(kind.color) else UNKNOWN
        line = kind.line if kind.line in _LINES else "solid"
        tint = f"background: {color}29; " if kind.tinted else ""
        rules.append(f".s.l{number} {{ {tint}text-decoration-color: {color}; }}\n")
        rules.append(f".s.l{number} .s.l{number} {{ background: none; }}\n")  # tagged alike by several is no darker
        rules.append(f".s.l{number}:not(.gold) {{ text-decoration-style: {line}; }}\n")
    hidden = [*(f"l{number}" for number in range(len(kinds))), *(f"a{number}" for number in range(people))]
    for name in hidden:
        off = f"body:has(#{name}:not(:checked))"
        rules.append(f"{off} .text .s.{name} {{ background: none; text-decoration-line: none; }}\n")
        rules.append(f"{off} tr.{name}, {off} a.{name} {{ display: none; }}\n")
    return "".join(rules)
