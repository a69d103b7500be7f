"""Cases against those that another program's curation tests are about: the same agreements, the same differences."""

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.agreement.cases import Case, cases
from annotator.core.model import GOLD, Span
from tests.making import LI, WEN, make_span

BOTH = {"user1.tsv": WEN, "user2.tsv": LI}
CURATOR = "curator.tsv"
FOLDER = Path("interop") / "inception" / "curation"


def read(path: Path) -> list[Span]:
    """The spans of a WebAnno TSV 3 file: one layer, a column for each feature; ``NE[1]`` goes on over tokens."""
    lines = path.read_text(encoding="utf-8").splitlines()
    layers = [line.removeprefix("#T_SP=").split("|") for line in lines if line.startswith("#T_SP=")]
    if not layers:
        return []
    (name, *features), = layers
    text = next(line.removeprefix("#Text=") for line in lines if line.startswith("#Text="))
    found: dict[str, tuple[int, int, dict[str, str]]] = {}
    for line in lines:
        if line[:1].isdigit():
            token, extent, _, *columns = line.rstrip("\t").split("\t")
            if all(column == "_" for column in columns):
                continue
            start, end = map(int, extent.split("-"))
            unit = columns[0].partition("[")[2] or token
            values = {f: v.partition("[")[0] for f, v in zip(features, columns, strict=True) if v not in "_*"}
            found[unit] = (found[unit][0] if unit in found else start, end, values)
    label = name.rsplit(".", 1)[-1]
    return [
        replace(make_span(start, end, label, text=text, who=BOTH.get(path.name, GOLD)), attributes=values)
        for start, end, values in found.values()
    ]


def curated(shared: Path, name: str) -> list[Case]:
    folder = shared / FOLDER / name
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there")
    spans = [span for user in BOTH for span in read(folder / user)]
    compared = defaultdict(set)
    for span in spans:
        compared[span.label].update(f"{span.label}.{key}" for key in span.attributes)
    return cases(spans, [WEN.id, LI.id], [each for names in compared.values() for each in names])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("simpleSpanNoDiffWithLabelTest", ["agreed"]),
        ("simpleSpanDiffWithLabelTest", ["attribute"]),
        ("simpleSpanDiffMultiFeatureTest", ["attribute"]),
        ("simpleSpanDiffIncompleteTest", ["only_one", "only_one"]),
    ],
)
def test_the_same_differences(shared: Path, name: str, expected: list[str]) -> None:
    found = curated(shared, name)
    assert [case.kind for case in found] == expected
    # What the curated result leaves out is what the two do not agree on.
    settled = {(span.start, span.end) for span in read(shared / FOLDER / name / CURATOR)}
    assert {(case.start, case.end) for case in found if case.kind == "agreed"} == settled
