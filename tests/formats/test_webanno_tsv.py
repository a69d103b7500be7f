"""WebAnno TSV 3: by hand, written and read back, and in files that INCEpTION made."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from annotator.core import ids
from annotator.core.text import Ruler, sha256
from annotator.files import write_folder
from annotator.formats import Bundle, Refused, Written, detect, unique_names, webanno_tsv
from annotator.formats.articles import articles_in
from annotator.formats.layers import SPAN, feature_of, key_of, text_of, value_of
from annotator.formats.webanno_tsv_reader import read
from annotator.formats.webanno_tsv_text import cut, escape_text, escape_value, unescape_text, unescape_value
from annotator.formats.webanno_tsv_writer import write
from tests.formats import interop
from tests.formats.records import CONTEXT, bundles, sample, set_values, strings

GOLDEN = Path(__file__).parent / "golden" / "webanno"
HEAD = "#FORMAT=WebAnno TSV 3.3\n"


def found_in(text: str, original: str | None = None) -> tuple[Bundle, list[str]]:
    parsed = list(read(text.split("\n"), "a.tsv", CONTEXT, otherwise="a", original=original))
    (bundle,) = [each for each in parsed if isinstance(each, Bundle)]
    assert interop.wrong(bundle) == []
    return bundle, [str(each) for each in parsed if isinstance(each, Refused)]


def refusal(text: str) -> str:
    (refused,) = read(text.split("\n"), "a.tsv", CONTEXT, otherwise="a")
    assert isinstance(refused, Refused)
    return str(refused)


def texts(bundle: Bundle) -> list[tuple[str, str]]:
    return [(span.label, span.text) for span in bundle.spans]


def ties(bundle: Bundle) -> list[tuple[str, str, str]]:
    text = {span.id: span.text for span in bundle.spans}
    return sorted((link.type, text[link.from_id], text[link.to_id]) for link in bundle.links)


def test_every_kind_of_column_made_by_hand() -> None:
    parsed = list(webanno_tsv.read_file(GOLDEN / "cranes.tsv", CONTEXT))
    (bundle,) = [each for each in parsed if isinstance(each, Bundle)]
    assert interop.wrong(bundle) == []
    assert bundle.text == "Cranes 🏗 rose.\nThe port \\ said\tso.  Twelve\nrose again"
    assert Counter(texts(bundle)) == Counter(
        [
            ("claim", "Cranes 🏗 rose"),
            ("claim|x]", "Cranes 🏗"),
            ("Frame", "said"),
            ("Name", "port"),
            ("Name", "por"),
            ("org", "The port"),
            ("Link", "Cranes 🏗 rose"),
            ("it", "Twelve"),
            ("Token", "rose"),
            ("Token", "Twelve"),
        ]
    )
    assert [dict(span.attributes) for span in bundle.spans[:2]] == [{"sure": "*"}, {}]
    assert ties(bundle) == [
        ("agent", "said", "The port"),
        ("coref", "Cranes 🏗 rose", "Twelve"),
        ("said_by", "Cranes 🏗 rose", "The port"),
        ("what", "said", "port"),
        ("word", "rose", "Twelve"),
    ]
    assert [str(each).split(": ", 1)[1] for each in parsed if isinstance(each, Refused)] == [
        "marks nothing: it starts and ends at 19"
    ]
    told = " ".join(bundle.notes)
    assert "took the place of 1 character" in told
    assert "2 words that relations tie became spans" in told
    assert "left out: 1 Lemma annotations" in told
    assert "left out: 1 values of Said relations" in told


def test_text_between_sentences_is_that_of_the_original_where_it_fits() -> None:
    text = HEAD + "\n\n#Text=one .\n1-1\t1-4\tone\t\n1-2\t5-6\t.\t\n\n#Text=two\n2-1\t9-12\ttwo\t\n"
    assert found_in(text)[0].text == " one .\n  two"
    assert found_in(text, "-one .\t\t\ntwo")[0].text == "-one .\t\t\ntwo"
    assert found_in(text, "-one .\t\ntwo")[0].text == " one .\n  two"


@pytest.mark.parametrize("unit", ["utf16", "codepoint"])
def test_the_unit_is_the_one_under_which_the_tokens_are_right(unit: str) -> None:
    at = 3 if unit == "utf16" else 2
    rows = f"1-1\t0-{at - 1}\t😀\t_\t\n1-2\t{at}-{at + 3}\tone\tx\t\n"
    bundle, refused = found_in(HEAD + f"#T_SP=a.B|value\n\n\n#Text=😀 one\n{rows}")
    assert texts(bundle) == [("x", "one")]
    assert refused == []
    assert ("positions count characters" in str(bundle.notes)) == (unit == "codepoint")


def test_a_span_whose_words_stand_elsewhere_is_moved_or_refused() -> None:
    rows = "1-1\t0-3\tone\t_\t\n1-2\t3-6\ttwo\tx\t\n1-3\t8-9\te\ty\t\n"
    bundle, refused = found_in(HEAD + f"#T_SP=a.B|value\n\n\n#Text=one two three\n{rows}")
    assert texts(bundle) == [("x", "two")]
    assert "line 7: moved to 4" in str(bundle.notes)
    assert refused == ["a.tsv:8: its text 'e' is not what stands at 8 to 9"]


def test_older_files_escape_as_java_does() -> None:
    head = "#FORMAT=WebAnno TSV 3.1\n#T_SP=a.B|value\n\n\n"
    rows = "1-1\t0-1\t„\t_\t\n1-2\t1-5\teins\tx\t\n1-3\t7-9\t😀\ty\t\n"
    bundle, _ = found_in(head + '#Text=\\u201Eeins\\" \\uD83D\\uDE00\n' + rows)
    assert bundle.text == '„eins" 😀'
    assert texts(bundle) == [("x", "eins"), ("y", "😀")]


def test_what_cannot_be_read_is_refused_and_the_rest_goes_in() -> None:
    head = HEAD + "#T_SP=a.B|value\n#T_RL=a.R|BT_a.B\n\n\n#Text=one two\n"
    bundle, refused = found_in(
        head
        + "1-1\t0-3\tone\tx\t_\t\n"
        + "1-2\t4-7\ttwo\n"
        + "1-2\t4-7\ttwo\ty\t1-9\t\n"
        + "nonsense\n"
        + "1-3\t4-99999999999999\ttwo\ty\t_\t\n"
        + f"1-4\t{'9' * 11}-{'9' * 12}\tx\tz\t_\t\n"
        + "#Text=no tokens\n"
    )
    assert texts(bundle) == [("x", "one"), ("y", "two")]
    assert [line.split(": ", 1)[0] for line in sorted(refused)] == [
        "a.tsv", "a.tsv:10", "a.tsv:11", "a.tsv:12", "a.tsv:8", "a.tsv:9"
    ]  # fmt: skip
    assert any("leads to nothing that went in" in line for line in refused)


def test_hostile_files_are_refused_in_one_line(tmp_path: Path) -> None:
    assert "is no WebAnno TSV 3" in refusal("#FORMAT=WebAnno TSV 2.0\n")
    assert "holds no sentence" in refusal(HEAD)
    assert "is no layer" in refusal(HEAD + "#T_XX=\n")
    assert "without a column of targets" in refusal(HEAD + "#T_SP=a.B|ROLE_a.B:c_a.D\n\n\n#Text=a\n1-1\t0-1\ta\t_\t\n")
    huge = "\n\n#Text=a\n1-1\t0-1\ta\t\n\n#Text=b\n2-1\t900000000000-900000000001\tb\t\n"
    assert "lacks 899,999,999,999 characters before a sentence" in refusal(HEAD + huge)
    path = tmp_path / "a.tsv"
    path.write_bytes(HEAD.encode() + b"\xff")
    assert [str(each) for each in webanno_tsv.read_file(path, CONTEXT)] == [f"{path}: is not UTF-8 (byte 25)"]
    assert "cannot be read" in str(*webanno_tsv.read_file(tmp_path / "none", CONTEXT))


@pytest.mark.parametrize(
    "first", [" # webanno.custom.Opinion | aspect\n#id=1", "#id=1\n#text=one", "#FORMAT=WebAnno TSV 2"]
)
def test_older_versions_are_known_and_told(first: str, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text(f"{first}\n1-1\tone\n")
    assert detect(tmp_path / "a.tsv").name == "webanno-tsv"
    assert "the version to export it in" in str(*webanno_tsv.read_file(tmp_path / "a.tsv", CONTEXT))


def test_a_file_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webanno_tsv, "LARGEST", 10)
    (tmp_path / "a.tsv").write_text(HEAD)
    assert "a TSV file may have 10" in str(*webanno_tsv.read_file(tmp_path / "a.tsv", CONTEXT))


def test_the_sample_is_written_as_the_golden_files_say() -> None:
    written = Written()
    files = dict(write([sample()], unique_names(sample().annotators), written))
    wanted = {str(path.relative_to(GOLDEN)): path.read_text() for path in GOLDEN.glob("*/*/*.tsv")}
    wanted["TypeSystem.xml"] = (GOLDEN / "TypeSystem.xml").read_text()
    assert files == wanted
    assert written.spans == 5
    assert written.links == 1
    assert written.told() == (
        "not in this format: 1 verdicts, 1 comments, 1 sources of gold spans and 1 states of progress"
    )


def test_an_export_tells_who_by_the_names_of_its_files(tmp_path: Path) -> None:
    write_folder(tmp_path / "out", write([sample()], unique_names(sample().annotators), Written()))
    files = list(articles_in([tmp_path / "out"]))
    assert {detect(path).name for path in files} == {"webanno-tsv"}
    found = [each for path in files for each in webanno_tsv.read_file(path, CONTEXT) if isinstance(each, Bundle)]
    assert [(person.name, person.kind) for each in found for person in each.annotators] == [
        ("Wen", "person"), ("gold", "gold")
    ]  # fmt: skip
    assert found[1].annotators[0].id == ids.GOLD_ID
    assert {each.text for each in found} == {sample().text}


def read_back(files: dict[str, str]) -> list[Bundle]:
    found = []
    for name, text in files.items():
        if name.endswith(".tsv"):
            for parsed in webanno_tsv.read_bytes(text.encode(), name, Path("/" + name), CONTEXT):
                assert isinstance(parsed, Bundle), parsed
                assert interop.wrong(parsed) == []
                found.append(parsed)
    return found


@settings(max_examples=100)
@given(bundles())
def test_what_the_format_holds_comes_back(bundle: Bundle) -> None:
    written = Written()
    names = {person.id: person.name for person in bundle.annotators}
    back = read_back(dict(write([bundle], names, written)))
    words = any(each.isalnum() for each in bundle.text)
    if not back:
        assert not words
        assert "documents without a word" in written.lost
        return
    lost_lead = any("beginnings" in each for each in written.lost)
    assert lost_lead or {each.text for each in back} == {bundle.text}
    tagged = [span for span in bundle.spans if span.text.strip()]
    assert written.spans == len(tagged) == sum(len(each.spans) for each in back)
    trimmed = Counter(
        (
            span.label,
            span.text.strip(),
            span.start + len(span.text) - len(span.text.lstrip()),
            span.note,
            repr(sorted((key, value) for key, value in span.attributes.items())),
        )
        for span in tagged
    )
    assert trimmed == Counter(
        (
            span.label,
            span.text,
            span.start,
            span.note,
            repr(sorted((key, value) for key, value in span.attributes.items())),
        )
        for each in back
        for span in each.spans
    )
    assert written.links == sum(len(each.links) for each in back)
    assert written.links + written.links_left_out == len(bundle.links)


def of_text(text: str) -> Bundle:
    document = replace(sample().document, sha256=sha256(text), length=len(text))
    return Bundle(document, text)


def test_a_text_comes_back_whole_but_for_white_space_before_its_first_word() -> None:
    for text in ("one", " one. Two\n\n three \n", "一二。三四", "a\\b\t\\t c\\", "Mr. A\u2028B\x85C.\u3000D"):
        written = Written()
        (back,) = read_back(dict(write([of_text(text)], {}, written)))
        assert back.text == text
        assert written.told() == ""
    written = Written()
    (back,) = read_back(dict(write([of_text("\n\tone")], {}, written)))
    assert back.text == "  one"
    assert "1 texts’ beginnings of white space other than blanks" in written.told()
    written = Written()
    assert read_back(dict(write([of_text(" \n ")], {}, written))) == []
    assert (written.documents, written.lost) == (0, {"documents without a word": 1})


@given(strings, set_values)
def test_names_and_values_are_told_in_a_way_that_comes_back(key: str, value: object) -> None:
    assert key_of(feature_of(key)) == key
    assert feature_of(key).isascii()
    assert feature_of(key)[0].isalpha()
    back = value_of(text_of(value))
    assert back == value
    assert type(back) is type(value)


@given(strings, strings)
def test_escapes_come_back(one: str, other: str) -> None:
    assert unescape_value(escape_value(one)) == one
    assert unescape_text(escape_text(one)) == one
    assert [unescape_value(each) for each in cut(f"{escape_value(one)}|{escape_value(other)}", "|")] == [one, other]


def test_names_that_no_file_can_have_are_changed_and_that_is_told() -> None:
    whole = sample()
    people = tuple(
        replace(person, name=name) for person, name in zip(whole.annotators, ("a/b", "..", "gold"), strict=True)
    )
    written = Written()
    names = dict(write([whole], unique_names(people), written))
    assert sorted(name.rpartition("/")[2] for name in names) == ["CURATION_USER.tsv", "TypeSystem.xml", "a-b.tsv"] or (
        sorted(name.rpartition("/")[2] for name in names) == ["CURATION_USER.tsv", "TypeSystem.xml", "_.tsv"]
    )
    assert "annotators’ names as they were" in written.told()


def test_the_type_system_names_the_layer_and_its_features() -> None:
    files = dict(write([sample()], unique_names(sample().annotators), Written()))
    described = files["TypeSystem.xml"]
    assert f"<name>{SPAN}</name>" in described
    for key in {key for span in sample().spans for key in span.attributes}:
        assert f"<name>{key}</name>" in described


# Files of others


def test_files_of_inception_have_no_wrong_offsets() -> None:
    spans = 0
    for path in interop.files("inception/*/*/*.tsv"):
        assert detect(path).name == "webanno-tsv"
        found = list(webanno_tsv.read_file(path, CONTEXT))
        (bundle,) = [each for each in found if isinstance(each, Bundle)]
        assert interop.wrong(bundle) == []
        assert all("marks nothing" in str(each) for each in found if isinstance(each, Refused))
        spans += len(bundle.spans)
    assert spans == 24


def test_the_emoji_is_one_character_to_us_and_two_to_them() -> None:
    (path,) = interop.files("inception/xmi/testSentenceWithEmoji/reference.tsv")
    (bundle,) = webanno_tsv.read_file(path, CONTEXT)
    assert isinstance(bundle, Bundle)
    assert [(span.start, span.end, span.text) for span in bundle.spans] == [(10, 11, "😊")]
    assert Ruler(bundle.text).to_qt(11) == 12
