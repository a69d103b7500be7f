"""The articles that ship with the program: tagged ones hold together, and each special one is what it stands for."""

import json
import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from annotator.core.text import canonical, sha256
from annotator.formats.articles import read_article

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "sample_docs"
ARTICLES = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".txt", ".md"))
TAGGED = sorted(SAMPLES.glob("*.jsonl"))
FEATURE = SAMPLES / "village-clinics.txt"
BORROWED = 8
"""So many words in a row that are also in somebody else's article are no coincidence."""

SCHEME = tomllib.loads((ROOT / "resources/schemes/news.toml").read_text(encoding="utf-8"))
LABELS = {label["key"]: {one["key"]: one for one in label.get("attributes", [])} for label in SCHEME["labels"]}
LINK_TYPES = {one["key"]: one for one in SCHEME["link_types"]}
DOCUMENT_SCHEMA = json.loads((ROOT / "resources/schema/documents.schema.json").read_text(encoding="utf-8"))


def text_of(path: Path) -> str:
    return canonical(path.read_bytes().decode("utf-8")).text


def sample(name: str) -> str:
    return text_of(SAMPLES / name)


def lines(path: Path) -> list[dict[str, Any]]:
    raw = path.read_bytes().decode("utf-8")
    assert raw.endswith("\n")
    assert raw.count("\n") == len(raw.splitlines()), "a line break inside a line: U+0085, U+2028 or U+2029 unescaped"
    return [json.loads(line) for line in raw.splitlines()]


each_tagged = pytest.mark.parametrize(
    ("document", "path"), [pytest.param(document, path, id=path.stem) for path in TAGGED for document in lines(path)]
)
each_article = pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)


# All of them


def test_there_are_enough_and_they_differ() -> None:
    assert len(ARTICLES) >= 8
    assert len({sha256(text_of(path)) for path in ARTICLES}) == len(ARTICLES)
    assert len(TAGGED) == 2


@each_article
def test_an_article_is_of_a_size_to_read(path: Path) -> None:
    assert 800 <= len(text_of(path)) <= 12_000


@each_article
def test_an_article_needs_no_cleaning_but_line_ends_and_has_a_title(path: Path) -> None:
    found = read_article(path)
    assert found.notes == ()
    assert "\ufffd" not in found.text
    first = found.text.split("\n", 1)[0].removeprefix("# ")
    assert found.title == first
    assert 5 <= len(first) <= 80


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[at : at + BORROWED]) for at in range(len(found) - BORROWED + 1)}


def test_runs_of_words_are_found_across_marks_and_lines() -> None:
    assert runs("One, two “three” four;\nfive six seven. Eight nine") & runs("ONE two three four five six seven eight")
    assert not runs("one two three four five six seven") & runs("one two three four five six seven eight")


def test_no_sample_borrows_from_the_real_article(shared: Path) -> None:
    real = [path for path in sorted((shared / "articles").iterdir()) if path.suffix == ".txt"]
    assert real
    foreign = set().union(*(runs(text_of(path)) for path in real))
    assert len(foreign) > 1000
    for path in ARTICLES:
        assert not runs(text_of(path)) & foreign, path.name


# The tagged ones


@each_tagged
def test_a_tagged_sample_keeps_to_the_schema(document: dict[str, Any], path: Path) -> None:
    jsonschema.Draft202012Validator(DOCUMENT_SCHEMA).validate(document)
    assert document["format"] == "annotator/1"
    assert document["offset_unit"] == "codepoint"


@each_tagged
def test_a_tagged_sample_is_the_article_beside_it(document: dict[str, Any], path: Path) -> None:
    beside = read_article(path.with_suffix(".txt"))
    assert document["text"] == beside.text
    assert document["title"] == beside.title
    assert document["sha256"] == sha256(document["text"]) == beside.sha256
    # The id that the plain file gets too, so nothing has to be joined when both are imported.
    assert document["id"] == beside.document().id


@each_tagged
def test_every_span_is_where_it_says(document: dict[str, Any], path: Path) -> None:
    text = document["text"]
    assert len(document["spans"]) >= 30
    for span in document["spans"]:
        assert text[span["start"] : span["end"]] == span["text"] == span["text"].strip() != ""


@each_tagged
def test_spans_nest_and_no_annotator_tags_one_thing_twice(document: dict[str, Any], path: Path) -> None:
    spans = document["spans"]
    inside = [
        (a, b)
        for a in spans
        for b in spans
        if a is not b and a["annotator"] == b["annotator"] and a["start"] <= b["start"] < b["end"] <= a["end"]
    ]
    assert len(inside) >= 20
    places = [(span["annotator"], span["label"], span["start"], span["end"]) for span in spans]
    assert len(set(places)) == len(places)


@each_tagged
def test_labels_attributes_and_values_are_of_the_default_scheme(document: dict[str, Any], path: Path) -> None:
    used = set()
    for span in document["spans"]:
        known = LABELS[span["label"]]
        used.add(span["label"])
        for key, value in span["attributes"].items():
            kind = known[key]["type"]
            if kind == "choice":
                assert value in known[key]["values"], (span["text"], key, value)
            elif kind == "number":
                assert type(value) in (int, float), (span["text"], key, value)
            else:
                assert kind == "text"
                assert isinstance(value, str)
                assert value
        if "value_to" in span["attributes"]:
            assert span["attributes"]["value"] < span["attributes"]["value_to"]
    assert used == set(LABELS)


@each_tagged
def test_links_are_of_the_default_scheme_and_join_spans_of_one_annotator(document: dict[str, Any], path: Path) -> None:
    spans = {span["id"]: span for span in document["spans"]}
    for link in document["links"]:
        kind, source, target = LINK_TYPES[link["type"]], spans[link["from"]], spans[link["to"]]
        assert source["label"] in kind.get("from", LABELS)
        assert target["label"] in kind.get("to", LABELS)
        assert source["annotator"] == target["annotator"] == link["annotator"]
    assert {link["type"] for link in document["links"]} >= {"said_by", "supports", "contradicts"}
    joined = [(link["type"], link["from"], link["to"]) for link in document["links"]]
    assert len(set(joined)) == len(joined)


@each_tagged
def test_order_is_that_of_an_export(document: dict[str, Any], path: Path) -> None:
    ids = {one["name"]: one["id"] for one in document["annotators"]}
    order = [(s["start"], s["end"], s["label"], ids[s["annotator"]], s["id"]) for s in document["spans"]]
    assert order == sorted(order)
    assert [link["id"] for link in document["links"]] == sorted(link["id"] for link in document["links"])
    assert list(ids) == sorted(ids)
    assert document["progress"] == dict.fromkeys(ids, "done")


def test_ids_are_unique_over_all_tagged_samples() -> None:
    found = [document for path in TAGGED for document in lines(path)]
    ids = [document["id"] for document in found]
    ids += [one["id"] for document in found for one in (*document["spans"], *document["links"])]
    assert len(set(ids)) == len(ids)
    people = {(one["name"], one["id"]) for document in found for one in document["annotators"]}
    assert len({name for name, _ in people}) == len({id_ for _, id_ in people}) == len(people) == 2


def test_two_annotators_agree_in_part() -> None:
    [document] = lines(SAMPLES / "city-budget.jsonl")
    first, second = (
        {
            (s["label"], s["start"], s["end"]): s["attributes"]
            for s in document["spans"]
            if s["annotator"] == one["name"]
        }
        for one in document["annotators"]
    )
    both = first.keys() & second.keys()
    assert len(both) >= 20
    only_first, only_second = first.keys() - both, second.keys() - both
    assert sum(first[key] != second[key] for key in both) >= 5, "same place and label, other attributes"
    places = {key[1:]: key[0] for key in first}
    assert any(places.get(key[1:], key[0]) != key[0] for key in second), "same place, other label"
    moved = [(a, b) for a in only_first for b in only_second if a[0] == b[0] and a[1] < b[2] and b[1] < a[2]]
    assert len(moved) >= 10, "same label, other boundary"
    for ours, theirs in ((only_first, second), (only_second, first)):
        alone = [a for a in ours if not any(a[0] == b[0] and a[1] < b[2] and b[1] < a[2] for b in theirs)]
        assert len(alone) >= 5, "seen by one alone"


# What each special one stands for


def test_the_feature_has_the_noise_of_a_real_one() -> None:
    text = text_of(FEATURE)
    assert len(text) >= 9000
    assert "\n\n" not in text
    assert len(re.findall("^●", text, re.MULTILINE)) >= 3
    assert re.search(r"^Zuvelo(?=[A-Z])", text, re.MULTILINE), "an advertising word glued to a sentence's first word"
    assert re.search(r"\d[A-Z][a-z]+ \w+ \d", text), "one inside a number"
    assert re.search(r"\d{4}[A-Z][a-z]+", text), "one behind a year"
    assert re.search(r"[a-z][A-Z][a-z]+ and ", text), "one inside a heading"
    assert re.search(r"[a-z]\.[A-Z]", text), "no space behind a full stop"
    assert re.search(r"\.\d{3}\.$", text, re.MULTILINE), "a stray number"
    assert re.search(r"^[^\n]*Photo (by|provided by) ", text, re.MULTILINE)
    assert re.search("【[^】]+】", text)
    assert re.search(r"\[[^\]]+\]", text)
    assert re.search("“[^”]*‘[^’]*’[^”]*”", text), "a quotation within a quotation"
    assert len(re.findall("“(?=[^”]*“)", text)) >= 3, "marks that nothing closes before the next opens"
    assert text.count("“") > text.count("”")
    assert "“white mules”" in text, "scare quotes"


def test_the_wire_report_is_short_and_the_interview_is_full_of_quotes() -> None:
    assert len(sample("wire-harbour.txt")) < 1500
    interview = sample("clock-keeper.txt")
    spoken = "".join(re.findall("“[^”]*”", interview))
    assert len(spoken) > len(interview) / 2
    assert len(re.findall("‘[^’]*’", spoken)) >= 10, "quotations within quotations"
    assert re.search("^“[^”]*\n“[^”]*\n“[^”]*”", interview, re.MULTILINE), "a quotation over several paragraphs"


def test_the_budget_is_full_of_figures() -> None:
    text = sample("city-budget.txt")
    assert len(re.findall(r"\d[\d,.]*\d|\d", text)) >= 60
    for kind in (
        "percentage points",
        "percent of",
        "At least",
        "More than",
        "just under",
        "Close to",
        "some ",
        "about ",
        "between 15 and 20 million",
        "second highest",
        "on average",
        "median",
    ):
        assert kind in text


def test_chinese() -> None:
    text = sample("night-school.txt")
    assert sum("\u4e00" <= char <= "\u9fff" for char in text) > 0.6 * len(text)
    for mark in "。，！？：；「」“”":
        assert mark in text, mark
    assert re.search(r"\d万", text)
    assert re.search(r"\d亿", text)


def test_arabic() -> None:
    text = sample("road-school.txt")
    directions = [unicodedata.bidirectional(char) for char in text]
    assert directions.count("AL") > 10 * directions.count("L") > 0
    assert directions.count("AN") >= 20, "Arabic-Indic digits"
    assert directions.count("EN") >= 10, "Latin digits"
    assert text.count("«") == text.count("»") >= 6
    assert "Almond Road Trust" in text
    assert unicodedata.bidirectional(text[0]) == "AL"


def test_names_in_all_the_ways_that_unicode_writes_them() -> None:
    text = sample("registry-names.txt")
    astral = [char for char in text if ord(char) > 0xFFFF]
    assert any(unicodedata.category(char) == "Lo" for char in astral), "a Han character off the first plane"
    assert any(unicodedata.name(char).startswith("MATHEMATICAL SCRIPT") for char in astral)
    assert "👨\u200d👩\u200d👧\u200d👦" in text
    assert re.search("[\U0001f3fb-\U0001f3ff]\u200d", text), "a skin tone inside a sequence"
    assert re.search("[\U0001f1e6-\U0001f1ff]{2}", text), "a flag of two letters"
    assert "\U000e007f" in text, "a flag of tags"
    assert "❤\ufe0f" in text
    assert "❤\ufe0e" in text
    assert "e\u0301" in text
    assert unicodedata.normalize("NFC", text) != text
    assert re.search(r"\w[\u0300-\u036f]{3,}", text), "marks stacked on one letter"
    assert "\u094d\u200d" in text, "a joiner in Devanagari"
    assert "\u200c" in text
    assert "\xa0" in text
    assert len(text.encode("utf-16-le")) // 2 > len(text)


def test_crlf_and_byte_order_mark_are_kept_in_the_file_and_by_git() -> None:
    name = "ferry-timetable.txt"
    raw = (SAMPLES / name).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r") >= 5
    assert f"sample_docs/{name} -text" in (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()
    assert "\r" not in read_article(SAMPLES / name).text
    others = [path for path in (*ARTICLES, *TAGGED) if path.name != name]
    assert not any(b"\r" in path.read_bytes() for path in others)


def test_markdown() -> None:
    text = sample("tool-library.md")
    for mark in ("# ", "\n## ", "**", "\n> ", "\n- ", "](https://", "\n| ", "`", "~~"):
        assert mark in text
    assert read_article(SAMPLES / "tool-library.md").title == "The library that lends a ladder"
