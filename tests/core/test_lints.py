"""The lints: a table of cases for each, in English, Chinese and Arabic; what a fix mends; and that they stay quiet."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.lints import KINDS, Finding, check, finish, read
from annotator.core.lints.edges import inside_word
from annotator.core.lints.facts import LONGEST, parts
from annotator.core.model import Json, Span
from annotator.core.scheme import Scheme
from annotator.core.units import numbers, quotations, sentence_unit, unit_at
from annotator.edit.schemes import default_scheme
from tests.making import make_span

SCHEME = default_scheme()
SAMPLES = sorted((Path(__file__).resolve().parents[2] / "sample_docs").glob("*.txt"))


def tagged(text: str, label: str, what: str, nth: int = 0, **attributes: Json) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(what, start + 1)
    return replace(make_span(start, start + len(what), label, text=text), attributes=attributes)


def findings(
    text: str, *spans: Span, scheme: Scheme = SCHEME, attributed: frozenset[str] = frozenset()
) -> list[Finding]:
    return finish(check(text, finish(read(text)), spans, scheme, attributed))


def told(text: str, kind: str, *spans: Span, **more: Any) -> list[str]:
    return [text[each.start : each.end] for each in findings(text, *spans, **more) if each.kind == kind]


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("In 2021 the town built 12 wells for nearly 3,000 people.", [], ["12 wells", "nearly 3,000 people"]),
        ("In 2021 the town built 12 wells for nearly 3,000 people.", [("statistic", "12")], ["nearly 3,000 people"]),
        ("The town built 12 wells.", [("claim", "The town built 12 wells")], ["12 wells"]),
        ("The town built 12 wells.", [("statistic", "wells")], ["12 wells"]),
        ("全村有380户，修了4座桥。", [("statistic", "380户")], ["4座桥"]),
        ("تقطع الحافلة نحو ٣٨٠ كيلومترًا في الأسبوع.", [], ["نحو ٣٨٠ كيلومترًا"]),
        ("تقطع الحافلة نحو ٣٨٠ كيلومترًا في الأسبوع.", [("statistic", "نحو ٣٨٠ كيلومترًا")], []),
        ("On 7 October 2022 the A3 edition came out.", [], []),
    ],
)
def test_figures_nobody_tagged(text: str, spans: list[tuple[str, str]], expected: list[str]) -> None:
    assert told(text, "figure", *(tagged(text, *span) for span in spans)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“All is well,” she said.", []),
        ("“All is well, she said.", [0]),
        ("All is well,” she said.", [12]),
        ("“She called it “odd.” They left.", [0]),
        ('"All is well, she said.', [0]),
        ('"All is well," she said. "Go.', [25]),
        ("«Tout va bien, dit-elle.", [0]),
        ("Tout va bien», dit-elle.", [12]),
        ("„Alles gut“, sagte sie. „Geh.", [24]),
        ("»Alles gut«, sagte sie.", []),
        ("他说：「一切都好。", [3]),
        ("他说：“一切都好。”她走了。『", [14]),
        ("他说：一切都好。』", [8]),
        ("وقالت: «كل شيء على ما يرام.", [7]),
        ("وقالت: «كل شيء على ما يرام».", []),
        ("The dogs’ tails don’t wag, it’s the ’90s and rock ’n’ roll.", []),
        ('She is 5\'10" tall, the disc is 5" wide, and the board 12” long.', []),
        ("‘He left, she said.", []),
        ("“One.\n“Two.\n“Three,” he said.", []),  # each paragraph opens anew, the last closes
        ("“One.\n\nTwo.”", []),  # or only the last closes
        ("“One.\n" + "A line.\n" * 9 + "Two.”", [0, 82]),
        ("“One, he said.\nThe end.", [0]),
    ],
)
def test_quotation_marks_without_their_partner(text: str, expected: list[int]) -> None:
    assert [each.start for each in findings(text) if each.kind == "mark"] == expected


def test_a_mark_is_settled_by_tagging_what_is_quoted() -> None:
    text = "“All is well, she said."
    assert told(text, "mark", tagged(text, "quote", "“All is well,")) == []
    assert told(text, "mark", tagged(text, "claim", "“All is well,")) == ["“"]


def test_marks_of_a_line_too_long_to_be_read_whole_are_not_judged() -> None:
    text = "“open and " + "never closed " * (LONGEST // 12) + "12 wells."
    assert told(text, "mark") == []
    assert told(text, "figure") == ["12 wells"]


@pytest.mark.parametrize(
    ("text", "quote", "attributes", "expected"),
    [
        ("“We drink,” said Oda.", "“We drink,”", {}, ["“We drink,”"]),
        ("“We drink,” said Oda.", "“We drink,”", {"type": "direct"}, ["“We drink,”"]),
        ("“We drink,” said Oda.", "“We drink,”", {"speaker": "Oda"}, []),
        ("The “reform” failed.", "“reform”", {"type": "scare"}, []),
        ("“We drink,” somebody said.", "“We drink,”", {"speaker_kind": "unknown"}, []),
        ("奥田说：“我们喝水。”", "“我们喝水。”", {}, ["“我们喝水。”"]),
        ("قالت سلمى: «نحن نشرب».", "«نحن نشرب»", {}, ["«نحن نشرب»"]),
        ("قالت سلمى: «نحن نشرب».", "«نحن نشرب»", {"speaker": "سلمى"}, []),
    ],
)
def test_quotes_without_speaker(text: str, quote: str, attributes: Mapping[str, Json], expected: list[str]) -> None:
    span = tagged(text, "quote", quote, **attributes)
    assert told(text, "speaker", span) == expected
    assert told(text, "speaker", span, attributed=frozenset({span.id})) == []


@pytest.mark.parametrize(
    ("what", "attributes", "found"),
    [
        ("3.10", {}, True),
        ("about 388 million", {}, True),
        ("3.6万", {}, True),
        ("24", {}, False),  # most likely a count, and a count has no unit
        ("24", {"kind": "measure"}, True),
        ("twenty-four", {"kind": "money"}, True),
        ("24", {"kind": "count"}, False),
        ("24", {"kind": "measure", "unit": "km"}, False),
        ("3.10", {"measures": "the fare"}, False),
        ("3.10 crowns", {}, False),
        ("$3.10", {}, False),
        ("62.8%", {}, False),
        ("62.8 percent", {"kind": "measure"}, False),
        ("two thirds", {"kind": "change"}, False),
        ("3.6万元", {}, False),
        ("٣٫٥", {}, True),
        ("٣٫٥ لترات", {}, False),
        ("no number", {"kind": "measure"}, False),
    ],
)
def test_statistics_without_unit(what: str, attributes: Mapping[str, Json], found: bool) -> None:
    text = f"({what})"
    assert told(text, "unit", tagged(text, "statistic", what, **attributes)) == ([what] if found else [])


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("The clinic is new. The old clinic closed. Clinics.", [("claim", "clinic")], [27]),
        ("The clinic is new. The old clinic closed.", [("claim", "clinic"), ("quote", "old clinic")], [27]),
        ("The clinic is new. The old clinic closed.", [("claim", "clinic"), ("claim", "old clinic")], []),
        ("The clinical clinic.", [("claim", "clinic", 1)], []),
        ("A new clinic; a clinic; new clinic", [("claim", "clinic", 1), ("claim", "new clinic")], [24]),
        ("12 wells here, 12 wells there.", [("statistic", "12 wells")], []),  # that is a figure not tagged
        ("Twice as many came, then twice as many.", [("statistic", "wice as many")], []),
        ("He saw twice as many; then twice as many.", [("statistic", "twice as many")], [27]),
        ("Mayor Oda came. Mayor Oda left.", [("source", "Mayor Oda")], []),  # one place of a name is enough
        ("To be or to be.", [("claim", "be")], []),  # too short
        ("王小明来了。王小明走了。", [("claim", "王小明")], [6]),
        ("王小明来了。他走了。他们。", [("claim", "他")], []),
        ("القرية بعيدة. هذه القرية قريبة والقرية.", [("claim", "القرية")], [18]),
        ("The clinic is new. The old clinic closed.", [("gone", "clinic")], []),  # no label of the scheme
    ],
)
def test_the_same_text_tagged_elsewhere(text: str, spans: list[Any], expected: list[int]) -> None:
    found = findings(text, *(tagged(text, *span) for span in spans))
    assert [each.start for each in found if each.kind == "again"] == expected


def test_labels_that_overlap_themselves() -> None:
    text = "The town built 12 wells and two roads."
    outer, inner = tagged(text, "claim", "The town built 12 wells"), tagged(text, "claim", "12 wells and")
    [found] = [each for each in findings(text, outer, inner) if each.kind == "overlap"]
    assert (found.fix.act, found.fix.other, found.span_id) == ("join", outer.id, inner.id)
    assert text[found.start : found.end] == "12 wells"
    nested = tagged(text, "claim", "12 wells")
    [found] = [each for each in findings(text, outer, nested) if each.kind == "overlap"]
    assert (found.fix.act, found.span_id) == ("delete", nested.id)
    assert told(text, "overlap", outer, tagged(text, "statistic", "12 wells")) == []
    assert told(text, "overlap", outer, tagged(text, "claim", " and two roads")) == []


def test_of_two_on_the_same_words_the_one_that_says_less_may_go() -> None:
    text = "The town built 12 wells."
    plain, rich = tagged(text, "claim", "12 wells"), tagged(text, "claim", "12 wells", checkable="yes")
    for spans in ((plain, rich), (rich, plain)):
        [found] = [each for each in findings(text, *spans) if each.kind == "overlap"]
        assert (found.fix.act, found.span_id) == ("delete", plain.id)


def test_a_quotation_within_a_quotation_is_no_overlap() -> None:
    text = "“He cried ‘stop it’ twice,” she said."
    spans = tagged(text, "quote", "“He cried ‘stop it’ twice,”"), tagged(text, "quote", "‘stop it’")
    assert told(text, "overlap", *spans) == []


@pytest.mark.parametrize(
    ("text", "start", "end", "mended"),
    [
        ("the village clinics", 4, 10, "village"),
        ("the village clinics", 5, 11, "village"),
        ("the village clinics", 4, 13, "village"),  # the nearer border
        ("the village clinics", 3, 11, "village"),
        ("the village clinics", 4, 12, "village"),
        ("the village clinics", 6, 8, "village"),
        ("it fell to 58.3 percent", 11, 14, "58.3"),
        ("some 1,600 schools", 7, 10, "1,600"),
        ("don’t go", 0, 4, "don’t"),
        ("cafe\u0301s here", 0, 4, "cafe\u0301s"),
        ("the village", 3, 4, None),
        ("كانت القرية بعيدة", 5, 8, "القرية"),
    ],
)
def test_edges_in_words_and_blanks(text: str, start: int, end: int, mended: str | None) -> None:
    [found] = [each for each in findings(text, make_span(start, end, text=text)) if each.kind == "edge"]
    if mended is None:
        assert found.fix.act == "delete"
    else:
        assert text[found.fix.start : found.fix.end] == mended


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("the village clinics", "village"),
        ("Oda’s house", "Oda"),
        ("5km of road", "5"),
        ("since 2018Babaylan it", "2018"),  # where a foreign word was glued on
        ("全村有三百八十户", "三百八十户"),
        ("ひらがなとカタカナ", "がな"),
        ("서울에서 왔다", "서울"),
        ("ประเทศไทย", "ไทย"),
        ("ونحو 30 قرية والقرية", "القرية"),
        ("it, too.", "it"),
        ("(yes)", "yes"),
    ],
)
def test_edges_that_are_right(text: str, what: str) -> None:
    assert told(text, "edge", tagged(text, "claim", what)) == []


def test_a_scheme_without_the_labels_and_attributes_has_no_such_findings() -> None:
    text = "“We built 3.10 wells, he said. A clin"
    spans = tagged(text, "quote", "“We built"), tagged(text, "statistic", "3.10"), tagged(text, "claim", "A clin")
    assert {each.kind for each in findings(text, *spans)} == {"speaker", "unit"}
    bare = SCHEME._replace(attributes=())
    assert findings(text, *spans, scheme=bare) == []
    other = Scheme(tuple(replace(label, unit="word") for label in SCHEME.labels))
    assert {each.kind for each in findings(text, *spans, scheme=other)} == {"mark"}
    assert {each.kind for each in findings(text, scheme=Scheme())} == {"mark"}


def mend(text: str, spans: list[Span], finding: Finding) -> list[Span]:
    """What a fix means, done by hand."""
    fix = finding.fix
    by_id = {span.id: span for span in spans}
    if fix.act == "tag":
        return [*spans, make_span(fix.start, fix.end, fix.label, text=text)]
    if fix.act == "delete":
        return [span for span in spans if span.id != finding.span_id]
    if fix.act == "join":
        joined = replace(by_id[fix.other], start=fix.start, end=fix.end, text=text[fix.start : fix.end])
        return [joined if span.id == fix.other else span for span in spans if span.id != finding.span_id]
    changed = by_id[finding.span_id]
    if fix.act == "move":
        changed = replace(changed, start=fix.start, end=fix.end, text=text[fix.start : fix.end])
    elif fix.act == "fill":
        changed = replace(changed, attributes={**changed.attributes, fix.attribute: "x"})
    return [changed if span.id == finding.span_id else span for span in spans]


WORDS = st.sampled_from(
    ["the clinic", "12 wells", "nearly 3,000", "“", "”", "«", "»", '"', "’", "don’t", "58.3", "王小明", "八十户",
     "القرية", "٣٨٠", "e\u0301a", ".", ",", "。", "\n", "  ", "\n\n", "half", "🇨🇳"]
)  # fmt: skip
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from(["", " ", " "])), min_size=1, max_size=25).map(
    lambda pieces: "".join(word + blank for word, blank in pieces)
)


@given(TEXTS, st.data())
@settings(max_examples=150)
def test_findings_lie_in_the_text_and_their_fix_mends_them(text: str, data: st.DataObject) -> None:
    spans = []
    for _ in range(data.draw(st.integers(0, 6))):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, min(len(text), start + 20)))
        spans.append(make_span(start, end, data.draw(st.sampled_from(["claim", "statistic", "quote"])), text=text))
    found = findings(text, *spans)
    assert found == sorted(found)
    known = {span.id for span in spans}
    for finding in found:
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.kind in {kind.key for kind in KINDS}
        assert finding.message.isprintable()
        assert {finding.span_id, finding.fix.other} <= known | {""}
    if mendable := [finding for finding in found if finding.fix.act]:
        finding = data.draw(st.sampled_from(mendable))
        after = findings(text, *mend(text, spans, finding))
        assert (finding.place, finding.span_id) not in {(each.place, each.span_id) for each in after}


@given(TEXTS)
def test_the_parts_of_a_text_are_its_lines(text: str) -> None:
    lines = [text[start:end] for start, end, _ in parts(text)]
    assert lines == [line for line in text.split("\n") if line]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.name))
def test_what_the_keys_tag_by_themselves_has_whole_words(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for at in range(0, len(text), 37):
        for kind in ("sentence", "number", "quotation", "word"):
            start, end = unit_at(text, at, kind)
            assert not inside_word(text, start), text[start - 20 : start + 20]
            assert not inside_word(text, end), text[end - 20 : end + 20]


def test_the_real_article_is_checked_quietly(shared: Path) -> None:
    """Bare, it shows its figures and nothing else; tagged all through, only what a person has to fill in."""
    text = next((shared / "articles").glob("*.txt")).read_text(encoding="utf-8")
    untagged = findings(text)
    assert {each.kind for each in untagged} == {"figure"}
    assert 60 <= len(untagged) <= 75
    spans = [make_span(start, end, "statistic", text=text) for start, end in numbers(text)]
    spans += [make_span(each.start, each.end, "quote", text=text) for each in quotations(text)]
    spans += [make_span(*sentence_unit(text, at), "claim", text=text) for at in range(300, len(text), 2500)]
    assert {each.kind for each in findings(text, *spans)} == {"speaker"}
