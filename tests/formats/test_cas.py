"""UIMA CAS as XMI and JSON: by hand, written and read back, in files of INCEpTION, and files made to do harm."""

import io
import json
import sys
import warnings
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from annotator.core.scheme import Scheme
from annotator.core.text import sha256
from annotator.edit.schemes import default_scheme
from annotator.files import write_folder
from annotator.formats import FORMATS, Bundle, Refused, Written, cas_xml, detect, unique_names
from annotator.formats.articles import articles_in
from annotator.formats.cas_member import read_bytes
from annotator.formats.cas_writer import write_json, write_xmi
from annotator.formats.layers import LINK, METADATA, SENTENCE, SPAN, TOKEN
from tests.formats import interop
from tests.formats.records import CONTEXT, bundles, sample

GOLDEN = Path(__file__).parent / "golden" / "cas"
CAS = FORMATS["uima-cas"]
WRITERS = {"xmi": write_xmi, "json": write_json}


def found_in(path: Path) -> tuple[Bundle, list[str]]:
    parsed = list(CAS.read(path, CONTEXT))
    (bundle,) = [each for each in parsed if isinstance(each, Bundle)]
    assert interop.wrong(bundle) == []
    return bundle, [each.why for each in parsed if isinstance(each, Refused)]


def refusal(data: bytes, name: str = "a.xmi", described: bytes | None = None) -> str:
    (refused,) = read_bytes(data, name, Path("/" + name), CONTEXT, lambda: described)
    assert isinstance(refused, Refused)
    assert "\n" not in str(refused)
    return refused.why


def texts(bundle: Bundle) -> list[tuple[str, str]]:
    return [(span.label, span.text) for span in bundle.spans]


def ties(bundle: Bundle) -> list[tuple[str, str, str]]:
    label = {span.id: span.label for span in bundle.spans}
    return sorted((link.type, label[link.from_id], label[link.to_id]) for link in bundle.links)


def xmi(body: str, text: str = "one two") -> bytes:
    return (
        '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" '
        f'xmlns:c="http:///webanno/custom.ecore">{body}'
        f'<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" sofaString="{text}"/>'
        '<cas:View sofa="1" members="2 3 4 5"/></xmi:XMI>'
    ).encode()


def test_every_kind_of_layer_made_by_hand() -> None:
    bundle, refused = found_in(GOLDEN / "cranes.xmi")
    assert bundle.text == 'Cranes 😁 rose.\n"A\t<b>" & more'
    assert (bundle.document.title, bundle.document.source) == ("Cranes", "https://news.example/cranes")
    assert [person.name for person in bundle.annotators] == ["wen"]
    assert texts(bundle) == [
        ("NNS", "Cranes"),
        ("claim", "Cranes 😁 rose"),
        ("Claim", "rose"),
        ("Frame", "rose"),
        ("it", "Cranes"),
        ("SameLink", "😁"),
        ("Token", "rose"),
    ]
    attributes = {"sure": True, "count": 7, "share": 0.5, "tags": ["a b", "c"], "type": "quantity"}
    assert dict(bundle.spans[1].attributes) == attributes
    assert ties(bundle) == [
        ("Said", "NNS", "Token"),
        ("agent", "Frame", "claim"),
        ("coref", "it", "SameLink"),
        ("parts", "Frame", "Claim"),
        ("said_by", "claim", "Claim"),
    ]
    assert refused == [
        "Claim 15: its begin is 'x', not a number",
        "Claim 16: is about a text that is not in the file",
        "Claim: has no id",
        "span 12: the position 8 is inside a character (UTF-16)",
        "span 13: 0 to 900 is outside the text of 31 characters",
        "span 14: marks nothing: it starts and ends at 3",
    ]
    told = " ".join(bundle.notes)
    assert "1 words that relations tie became spans" in told
    assert "left out: 1 Lemma annotations" in told
    assert "left out: 1 values of Said relations" in told


def test_a_type_system_that_is_missing_or_does_not_fit_is_made_of_the_file(tmp_path: Path) -> None:
    lone = tmp_path / "a" / "b" / "c" / "cranes.xmi"
    lone.parent.mkdir(parents=True)
    lone.write_bytes((GOLDEN / "cranes.xmi").read_bytes())
    bundle, _ = found_in(lone)
    assert "without a type system" in bundle.notes[0]
    assert ties(bundle) == ties(found_in(GOLDEN / "cranes.xmi")[0])
    described = (GOLDEN / "TypeSystem.xml").read_text()
    (lone.parent / "TypeSystem.xml").write_text(described.replace("<name>tags</name>", "<name>others</name>"))
    bundle, _ = found_in(lone)
    assert "its type system does not fit" in bundle.notes[0]
    assert ("claim", "Cranes 😁 rose") in texts(bundle)
    (lone.parent / "TypeSystem.xml").unlink()
    (lone.parents[2] / "TypeSystem.xml").write_text(described)
    assert "type system" not in " ".join(found_in(lone)[0].notes)


def test_names_that_would_become_python_are_never_handed_on(capsys: pytest.CaptureFixture[str]) -> None:
    described = (GOLDEN / "TypeSystem.xml").read_text()
    for bad in ("x=print(1), y", "class", "__init__", "a b", ""):
        data = described.replace("<name>tags</name>", f"<name>{bad}</name>").encode()
        with pytest.raises(Exception, match="cannot be used: that is no name"):
            cas_xml.type_system(data)
    for bad in ("a.b; print(1)", "a..b", ""):
        with pytest.raises(Exception, match="names a type"):
            cas_xml.type_system(described.replace("<name>webanno.custom.Said</name>", f"<name>{bad}</name>").encode())
    types = {
        "a.B": {"%NAME": "a.B", "%SUPER_TYPE": "uima.tcas.Annotation", "x=print(1)": {"%RANGE": "uima.cas.String"}}
    }
    data = json.dumps({"%TYPES": types, "%FEATURE_STRUCTURES": [], "%VIEWS": {}}).encode()
    assert "its feature 'x=print(1)' cannot be used" in refusal(data, "a.json")
    assert capsys.readouterr().out == ""


ENTITY = '<!DOCTYPE x [<!ENTITY a "{}">]>'
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "head",
    [
        ENTITY.format("x"),
        BOMB + "]>",
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://localhost:1/a.dtd">%a;]>',
    ],
)
def test_a_document_type_is_refused_before_anything_reads_it(head: str, tmp_path: Path) -> None:
    data = head.encode() + xmi('<c:Claim xmi:id="2" sofa="1" begin="0" end="3" value="&a;"/>')
    assert "has a document type" in refusal(data)
    assert "has a document type" in refusal(b'<?xml version="1.0" encoding="UTF-8"?>' + data)
    assert "has a document type" in refusal(data.decode().encode("utf-16"))
    described = head.encode() + (GOLDEN / "TypeSystem.xml").read_bytes().partition(b"?>")[2]
    good = xmi('<c:Claim xmi:id="2" sofa="1" begin="0" end="3" value="x"/>')
    (bundle,) = read_bytes(good, "a.xmi", Path("/a.xmi"), CONTEXT, lambda: described)
    assert isinstance(bundle, Bundle)
    assert "has a document type" in bundle.notes[0]
    assert texts(bundle) == [("x", "one")]


def test_what_is_no_cas_is_refused_in_one_line() -> None:
    assert "is not XML" in refusal(b"<xmi:XMI")
    assert "is not XML" in refusal(xmi("")[:-20])
    assert "is not XML" in refusal(b"")
    assert "is not XML" in refusal(b"<a>&nbsp;</a>")
    assert "is no XMI" in refusal(b"<a/>")
    assert "nested more than 20 deep" in refusal(b"<a>" * 100_000)
    assert "holds no text" in refusal(b'<xmi:XMI xmlns:xmi="http://www.omg.org/XMI"/>')
    assert "is not JSON" in refusal(b'{"%TYPES": NaN}', "a.json")
    assert "has no %FEATURE_STRUCTURES" in refusal(b'{"%TYPES": {}}', "a.json")
    assert "holds no text" in refusal(b'{"%FEATURE_STRUCTURES": []}', "a.json")
    assert "its %TYPES are" in refusal(b'{"%TYPES": [1], "%FEATURE_STRUCTURES": []}', "a.json")
    circle = {"a.A": {"%SUPER_TYPE": "a.B"}, "a.B": {"%SUPER_TYPE": "a.A"}}
    assert "cannot be read as UIMA CAS" in refusal(json.dumps({"%TYPES": circle, "%FEATURE_STRUCTURES": []}).encode())


def test_limits_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cas_xml, "MOST_TYPES", 3)
    with pytest.raises(Exception, match="describes 11 types; at most 3 are read"):
        cas_xml.type_system((GOLDEN / "TypeSystem.xml").read_bytes())
    monkeypatch.setattr(cas_xml, "LARGEST", 10)
    assert "such a file may have 10" in refusal(xmi(""))


def test_a_bad_record_costs_no_other() -> None:
    body = (
        '<c:Claim xmi:id="2" sofa="1" begin="0" end="3" value="good"/><!-- a comment --><odd/>'
        '<c:Deep xmi:id="3"><a><b><d/></b></a></c:Deep>'
        '<c:Said xmi:id="4" sofa="1" begin="0" end="3" Governor="2" Dependent="77" value="x"/>'
    )
    bundle, *refused = reversed(list(read_bytes(xmi(body), "a.xmi", Path("/a.xmi"), CONTEXT, lambda: None)))
    assert isinstance(bundle, Bundle)
    assert texts(bundle) == [("good", "one")]
    assert len(refused) == 3
    assert any("the relation x leads to nothing" in str(each) for each in refused)


def test_json_refuses_by_record_as_well() -> None:
    (name,) = [each for each in files_of("json", sample()) if "Wen" in each]
    whole = json.loads(files_of("json", sample())[name])
    records = whole["%FEATURE_STRUCTURES"]
    ours = [each for each in records if each["%TYPE"] == SPAN]
    ours[0]["end"] = 10**6
    ours[1]["begin"] = "x"
    ours[2]["@sofa"] = 77
    records += [7, {"%ID": 10**8}, {"%ID": 10**9, "%TYPE": "no.such.Type"}, {"%ID": 10**9, "%TYPE": "a.B"}]
    records.append({"%ID": 10**9 + 1, "%TYPE": SPAN, "@sofa": 1, "begin": 0, "end": 3, "odd": 1})
    whole["%VIEWS"]["_InitialView"]["%MEMBERS"] += [None, 10**10]
    parsed = list(read_bytes(json.dumps(whole).encode(), name, Path("/" + name), CONTEXT, lambda: None))
    (bundle,) = [each for each in parsed if isinstance(each, Bundle)]
    assert texts(bundle) == [("source", "the council")]
    assert [each.why for each in parsed if isinstance(each, Refused)] == [
        f"'{SPAN}' 10000001: its begin is 'x', not a number",
        f"'{SPAN}' 10000002: is about a text that is not in the file",
        "feature structure: is 7, not an object",
        "null 100000000: is of no type",
        "'no.such.Type' 1000000000: is of a type that the file does not describe",
        "'a.B' 1000000000: is of a type that the file does not describe",
        f"'{SPAN}' 1000000001: has a feature 'odd' that its type has not",
        "span 10000000: 0 to 1000000 is outside the text of 90 characters",
        "the relation said_by leads to nothing that went in",
    ]


def test_without_the_library_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cassis", None)
    assert refusal(xmi("")) == 'reading UIMA CAS needs cassis: pip install "annotator[uima]"'


# Writing


def files_of(layout: str, *made: Bundle, written: Written | None = None) -> dict[str, str]:
    people = {person.id: person.name for bundle in made for person in bundle.annotators}
    return dict(WRITERS[layout](made, people, written or Written()))


def read_back(files: dict[str, str]) -> list[Bundle]:
    described = files.get("TypeSystem.xml", "").encode() or None
    found = []
    for name, text in files.items():
        if name != "TypeSystem.xml":
            for parsed in read_bytes(text.encode(), name, Path("/" + name), CONTEXT, lambda: described):
                assert isinstance(parsed, Bundle), parsed
                assert interop.wrong(parsed) == []
                assert [note for note in parsed.notes if "by the file’s name" not in note] == []
                found.append(parsed)
    return found


@pytest.mark.parametrize("layout", WRITERS)
def test_the_sample_is_written_as_the_golden_files_say(layout: str) -> None:
    written = Written()
    files = dict(WRITERS[layout]([sample()], unique_names(sample().annotators), written))
    folder = GOLDEN / layout
    assert files == {
        str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*.[xj]*") if path.is_file()
    }
    assert (written.spans, written.links) == (5, 1)
    assert written.told() == (
        "not in this format: 1 verdicts, 1 comments, 1 sources of gold spans and 1 states of progress"
    )


def described(one: Any, label: str) -> Any:
    return label, one.text, one.start, one.note, repr(sorted(one.attributes.items()))


@pytest.mark.parametrize("layout", WRITERS)
@settings(max_examples=12, deadline=None)
@given(bundles())
def test_what_the_format_holds_comes_back(layout: str, bundle: Bundle) -> None:
    written = Written()
    back = read_back(files_of(layout, bundle, written=written))
    if any("XML cannot have" in each for each in written.lost):
        return  # said, and held below
    assert {each.text for each in back} == {bundle.text}
    assert Counter(described(span, span.label) for each in back for span in each.spans) == Counter(
        described(span, span.label) for span in bundle.spans
    )
    assert written.links == sum(len(each.links) for each in back)
    assert written.links + written.links_left_out == len(bundle.links)


@pytest.mark.parametrize("layout", WRITERS)
def test_the_library_itself_reads_what_is_written(layout: str) -> None:
    import cassis

    for name, text in files_of(layout, sample()).items():
        if name == "TypeSystem.xml":
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it tells that it renames a feature called type
            if layout == "xmi":
                system = cassis.load_typesystem(io.BytesIO(files_of("xmi", sample())["TypeSystem.xml"].encode()))
                cas = cassis.load_cas_from_xmi(io.BytesIO(text.encode()), system)
            else:
                cas = cassis.load_cas_from_json(text)
        assert cas.sofa_string == sample().text
        owner = "gold" if "curation" in name else "Wen"
        who = {person.id: person.name for person in sample().annotators}
        mine = [span for span in sample().spans if who[span.annotator_id] == owner]
        assert Counter((one.label, one.get_covered_text()) for one in cas.select(SPAN)) == Counter(
            (span.label, span.text) for span in mine
        )
        assert next(one.get_covered_text() for one in cas.select(SENTENCE)).startswith("Harbour")
        assert all(each.get_covered_text().strip() == each.get_covered_text() for each in cas.select(TOKEN))
        assert [one.documentTitle for one in cas.select(METADATA)] == ["Harbour"]
        for link in cas.select(LINK):
            assert (link.label, link.Governor.label, link.Dependent.label) == ("said_by", "quote", "source")


def test_characters_that_xml_cannot_have_are_replaced_and_told() -> None:
    text = "a\ufffeb \uffffc"
    bundle = Bundle(replace(sample().document, sha256=sha256(text), length=len(text)), text)
    written = Written()
    (back,) = read_back(files_of("xmi", bundle, written=written))
    assert back.text == "a\ufffdb \ufffdc"
    assert "2 characters that XML cannot have (now U+FFFD)" in written.told()
    (back,) = read_back(files_of("json", bundle))
    assert back.text == text


def test_the_type_system_has_every_attribute_of_the_scheme() -> None:
    written = Written(scheme=default_scheme())
    described = files_of("xmi", written=written)["TypeSystem.xml"]
    assert all(f"<name>{each.key}</name>" in described for each in default_scheme().attributes)
    assert f"<name>{SPAN}</name>" in files_of("xmi", written=Written(scheme=Scheme()))["TypeSystem.xml"]


@pytest.mark.parametrize("layout", WRITERS)
def test_a_folder_is_read_by_what_is_in_it(layout: str, tmp_path: Path) -> None:
    write_folder(tmp_path / "out", files_of(layout, sample()).items())
    files = list(articles_in([tmp_path / "out"]))
    assert [path.name for path in files] == [f"Wen.{layout}", f"CURATION_USER.{layout}"]
    for path in files:
        assert detect(path) is CAS
        assert [person.name for person in found_in(path)[0].annotators] in (["Wen"], ["gold"])


# Files of others


def test_files_of_inception_have_no_wrong_offsets() -> None:
    spans = links = 0
    for path in interop.files("inception/xmi/*/*.xmi"):
        assert detect(path) is CAS
        bundle, refused = found_in(path)
        assert all("marks nothing" in why for why in refused)
        spans += len(bundle.spans)
        links += len(bundle.links)
    assert (spans, links) == (15, 1)


def test_the_emoji_is_one_character_to_us_and_two_to_them() -> None:
    bundle, _ = found_in(*interop.files("inception/xmi/testSentenceWithEmoji/reference.xmi"))
    assert [(span.start, span.end, span.text) for span in bundle.spans] == [(10, 11, "😊")]
