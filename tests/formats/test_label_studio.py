"""Label Studio: tasks there and back, what its files get wrong, and the configuration for a scheme."""

import json
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from annotator.core.model import Attribute, Document, Label, LinkType, Span
from annotator.core.scheme import Scheme
from annotator.core.text import sha256
from annotator.formats import Bundle, Refused, Written, detect, label_studio
from annotator.formats.bundle import Context
from annotator.formats.label_studio_writer import configuration, write
from tests.formats import interop
from tests.formats.records import CONTEXT, GOLD, ME, WEN, bundles, sample

GOLDEN = Path(__file__).parent / "golden" / "label_studio.json"

SCHEME = Scheme(
    labels=(
        Label(id="1", key="claim", name="Claim", color="#0072B2", shortcut="1"),
        Label(id="2", key="a,b", name="<&", color="red"),
    ),
    attributes=(
        Attribute(id="3", label="claim", key="type", name="Type", type="choice", values=("quantity", 'a "b"')),
        Attribute(id="4", label="claim", key="checkable", name="Checkable", type="boolean"),
        Attribute(id="5", label="claim", key="value", name="Value", type="number"),
        Attribute(id="6", label="a,b", key="who", name="Who", type="text"),
    ),
    link_types=(LinkType(id="7", key="said_by", name="Said by"),),
)


def read(path: Path, value: Any, context: Context = CONTEXT) -> tuple[list[Bundle], list[str]]:
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    found = list(label_studio.read_file(path, context))
    good = [each for each in found if isinstance(each, Bundle)]
    assert not any(interop.wrong(bundle) for bundle in good)
    return good, [str(each).removeprefix(f"{path}: ") for each in found if isinstance(each, Refused)]


def region(start: Any, end: Any, text: str | None, id_: str = "r", **more: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": ["claim"]} | ({} if text is None else {"text": text})
    return {"id": id_, "from_name": "label", "to_name": "text", "type": "labels", "value": value | more}


def task(text: Any, *results: dict[str, Any], **annotation: Any) -> dict[str, Any]:
    return {"data": {"text": text}, "annotations": [{"result": list(results), **annotation}]}


def facts(bundle: Bundle) -> Counter[str]:
    who = {person.id: (person.name, person.kind) for person in bundle.annotators}
    place = {span.id: (span.id, span.start, span.end, span.label) for span in bundle.spans}
    owner = {span.id: span.annotator_id for span in bundle.spans}
    told = [
        repr((place[span.id], who[span.annotator_id], span.note, sorted(span.attributes.items())))
        for span in bundle.spans
    ]
    links = [link for link in bundle.links if owner[link.from_id] == owner[link.to_id]]
    return Counter([*told, *(repr((link.type, place[link.from_id], place[link.to_id])) for link in links)])


@settings(max_examples=40)
@given(bundles())
def test_what_label_studio_holds_comes_back(tmp_path_factory: pytest.TempPathFactory, bundle: Bundle) -> None:
    path = tmp_path_factory.mktemp("d") / "a.json"
    for scheme in (None, SCHEME):
        (back,), refused = read(path, "".join(write([bundle], {}, Written(scheme=scheme))))
        assert refused == []
        assert (back.text, back.document.meta) == (bundle.text, bundle.document.meta)
        assert facts(back) == facts(bundle)


@pytest.mark.parametrize("text", ["https://example.org/a", "/data/a.txt", "<p>One</p>", "\\n\n"])
def test_a_text_of_ours_is_a_text_whatever_it_looks_like(tmp_path: Path, text: str) -> None:
    document = Document(id="d", title="Title", source="x", sha256=sha256(text), length=len(text))
    span = Span(id="s", document_id="d", annotator_id=ME.id, label="claim", start=0, end=1, text=text[0])
    for spans in ((), (span,)):
        (back,), refused = read(
            tmp_path / "a.json", "".join(write([Bundle(document, text, (ME,), (), spans)], {}, Written()))
        )
        assert (back.text, [one.text for one in back.spans], refused) == (text, [one.text for one in spans], [])


def test_the_sample_is_written_as_the_golden_file_says() -> None:
    written = Written(scheme=SCHEME)
    names = {person.id: person.name for person in (WEN, GOLD)}
    assert "".join(write([sample()], names, written)) == GOLDEN.read_text(encoding="utf-8")
    assert "1 verdicts" in written.told()
    assert detect(GOLDEN).name == "label-studio"


def test_attributes_of_the_scheme_are_answers_with_controls_for_them(tmp_path: Path) -> None:
    bundle = sample()
    spans = json.loads("".join(write([bundle], {}, Written(scheme=SCHEME))))[0]["annotations"]
    kinds = {result["from_name"]: result["type"] for one in spans for result in one["result"] if "from_name" in result}
    assert kinds == {"label": "labels", "claim.type": "choices"}
    name, text = configuration(SCHEME)
    root = ElementTree.fromstring(text)
    assert name == "labels.xml"
    assert {label.get("value"): label.get("background") for label in root.iter("Label")} == {
        "claim": "#0072B2",
        "a,b": "red",
    }
    controls = {each.get("name"): each for each in root.iter() if each.get("perRegion")}
    assert {name: each.tag for name, each in controls.items()} == {
        "claim.type": "Choices",
        "claim.checkable": "Choices",
        "claim.value": "Number",
        "a,b.who": "TextArea",
    }
    assert controls["claim.type"].get("whenLabelValue") == "claim"
    assert controls["a,b.who"].get("whenLabelValue") is None  # a comma there parts several labels
    assert [each.get("value") for each in controls["claim.checkable"]] == ["true", "false"]
    assert [each.get("value") for each in root.iter("Relation")] == ["said_by"]


def test_answers_about_a_region_become_attributes(tmp_path: Path) -> None:
    def answer(name: str, kind: str, value: Any) -> dict[str, Any]:
        place = {"start": 0, "end": 3, "text": "One"} | {"text" if kind == "textarea" else kind: value}
        return {"id": "r", "from_name": name, "to_name": "text", "type": kind, "value": place}

    results = [
        answer("claim.checkable", "choices", ["true"]),
        answer("kinds", "choices", ["a", "b"]),
        answer("comment", "textarea", ["x", "y"]),
        answer("stars", "rating", 4),
        answer("where", "taxonomy", [["Asia", "Nepal"]]),
        answer("nothing", "choices", []),
        region(0, 3, "One") | {"meta": {"text": ["a note"]}, "score": 0.5},
        {"id": "x", "from_name": "mood", "to_name": "text", "type": "choices", "value": {"choices": ["sad"]}},
    ]
    (bundle,), refused = read(tmp_path / "a.json", [task("One two", *results)], Context(ME, scheme=SCHEME))
    assert refused == []
    (span,) = bundle.spans
    assert span.note == "a note"
    assert span.attributes == {
        "checkable": True,
        "kinds": ["a", "b"],
        "comment": "x\ny",
        "stars": 4,
        "where": "Asia / Nepal",
    }
    assert "1 answers about the whole text (mood: 'sad')" in bundle.notes[-1]
    assert "1 scores" in bundle.notes[-1]


def test_who_made_what(tmp_path: Path) -> None:
    def by(**said: Any) -> dict[str, Any]:
        return {"result": [region(0, 3, "One")], **said}

    tasks = {
        "data": {"text": "One two"},
        "annotations": [
            by(completed_by={"id": 1, "email": "li@example.org", "first_name": "", "last_name": ""}),
            by(completed_by={"first_name": "Wen", "last_name": "Wu", "email": "w@example.org"}),
            by(completed_by=5),
            by(ground_truth=True, completed_by=6),
            by(was_cancelled=True),
        ],
        "predictions": [by(model_version="bert"), 17],
        "drafts": [{"result": []}],
    }
    (bundle,), refused = read(tmp_path / "a.json", [tasks])
    assert refused == []
    kinds = {person.name: person.kind for person in bundle.annotators}
    assert kinds == {
        "li@example.org": "person",
        "Wen Wu": "person",
        "user 5": "person",
        "gold": "gold",
        "bert": "suggester",
    }
    assert len(bundle.spans) == 5
    told = " ".join(bundle.notes)
    assert "annotation 4, by 'user 6', is the ground truth" in told
    assert "annotation 5 was cancelled: its 1 results are left out" in told
    assert "1 drafts" in told
    assert "1 predictions named by number only" in told
    made = [by(), by(created_username=" li, 7")]
    (old,), _ = read(tmp_path / "b.json", [{"data": {"text": "One"}, "completions": made}])
    assert [person.name for person in old.annotators] == ["Me", "li"]


def test_results_of_models_often_have_no_ids(tmp_path: Path) -> None:
    def without(result: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in result.items() if key != "id"}

    kind = {
        "from_name": "kind",
        "to_name": "text",
        "type": "choices",
        "value": {"start": 0, "end": 3, "choices": ["a"]},
    }
    mood = {"from_name": "mood", "to_name": "text", "type": "choices", "value": {"choices": ["sad"]}}
    results = [without(region(0, 3, "One")), without(region(4, 7, "two")), kind, mood]
    whole = {"data": {"text": "One two"}, "predictions": [{"result": results, "score": 0.5}]}
    (bundle,), refused = read(tmp_path / "a.json", [whole])
    assert refused == []
    assert [(span.text, dict(span.attributes)) for span in bundle.spans] == [("One", {"kind": "a"}), ("two", {})]
    assert [(person.name, person.kind) for person in bundle.annotators] == [("prediction", "suggester")]
    assert "1 answers about the whole text (mood: 'sad')" in bundle.notes[0]


def test_relations_have_directions(tmp_path: Path) -> None:
    def relation(direction: str, *labels: str, to: str = "b") -> dict[str, Any]:
        return {"type": "relation", "from_id": "a", "to_id": to, "direction": direction, "labels": list(labels)}

    results = [region(0, 3, "One", "a"), region(4, 7, "two", "b"), relation("right", "x"), relation("left", "y")]
    (bundle,), refused = read(
        tmp_path / "a.json", [task("One two", *results, relation("bi"), relation("right", "z", to="gone"))]
    )
    text = {span.id: span.text for span in bundle.spans}
    assert [(link.type, text[link.from_id], text[link.to_id]) for link in bundle.links] == [
        ("x", "One", "two"),
        ("y", "two", "One"),
        ("related", "One", "two"),
        ("related", "two", "One"),
    ]
    assert refused == ["task 1: relation 4: an end of it is no span that went in"]


@pytest.mark.parametrize(("start", "unit"), [(4, ""), (5, "UTF-16 units")])
def test_the_unit_is_the_one_under_which_the_texts_are_right(tmp_path: Path, start: int, unit: str) -> None:
    (bundle,), refused = read(tmp_path / "a.json", [task("So 😀said it", region(start, start + 4, "said"))])
    assert [span.text for span in bundle.spans] == ["said"]
    assert refused == []
    assert all(unit in note for note in bundle.notes)
    assert bool(bundle.notes) == bool(unit)


def test_a_stale_text_moves_a_span_or_refuses_it(tmp_path: Path) -> None:
    text = "One two.\r\nThree two.\r\nFour"
    results = [
        region(0, 3, "Four", "a"),
        region(0, 3, "two", "b"),
        region(6, 99, "two.\\nThree", "c"),
        region(3, 3, "One", "d"),
        region(0, 3, None, "e", labels=[]),
        region(0, 3, None, "f", labels=["claim", "quote"]),
        region(90, 99, None, "g"),
        region(0, 3, None, "f", labels=["source", "claim"]),
    ]
    (bundle,), refused = read(tmp_path / "a.json", [task(text, *results)])
    assert [(span.label, span.text) for span in bundle.spans] == [
        ("claim", "Four"),
        ("claim", "two.\nThree"),
        ("claim", "One"),
        ("claim", "One"),
        ("quote", "One"),
        ("source", "One"),
    ]
    assert "span 1: moved to 20, where its text 'Four' stands" in bundle.notes[0]
    assert [why.split(":")[1] for why in refused] == [" span 2", " span 5", " span 7"]
    assert "its text 'two' is not what stands at 0 to 3: 'One'" in refused[0]


def test_html_and_dialogues_are_read_by_their_own_ways_to_count(tmp_path: Path) -> None:
    html = "<div><p>One <b>two</b> 😀</p><p>three<br>two</p></div>"

    def at(path: str, start: int, end: int, text: str | None, **more: Any) -> dict[str, Any]:
        return region(path, path, text, "same", startOffset=start, endOffset=end, **more)

    results = [
        at("/div[1]/p[2]/text()[2]", 0, 3, "two"),
        at("/div[1]/p[1]/b[1]/text()[1]", 0, 3, None),
        at("/div[9]", 0, 1, None, globalOffsets={"start": 9, "end": 14}),
        at("/div[9]", 0, 1, "two"),
    ]
    (bundle,), refused = read(tmp_path / "a.json", [task(html, *results)])
    assert bundle.text == "One two 😀\nthree\ntwo"
    assert [(span.start, span.text) for span in bundle.spans] == [(16, "two"), (4, "two"), (10, "three")]
    assert "span 4: lies outside the text, and its text 'two' does not stand there once" in refused[0]
    turns = [{"author": "Mia:", "text": "Why?"}, {"text": "So 😀."}]
    value = {"start": "0", "end": "1", "startOffset": 1, "endOffset": 2, "paragraphlabels": ["claim"]}
    result = {"id": "a", "to_name": "text", "from_name": "label", "type": "paragraphlabels", "value": value}
    (bundle,), refused = read(tmp_path / "a.json", [task(turns, result)])
    assert bundle.text == "Mia: Why?\nSo 😀."
    assert [span.text for span in bundle.spans] == ["hy?\nSo"]


def test_each_text_of_a_task_is_a_document(tmp_path: Path) -> None:
    results = [region(0, 3, "One", "a"), region(0, 3, "Two", "b") | {"to_name": "second"}]
    relation = {"type": "relation", "from_id": "a", "to_id": "b"}
    whole = {
        "data": {"text": "One", "second": "Two", "url": "https://example.org/x", "n": 1},
        "annotations": [{"result": [*results, relation]}],
    }
    found, refused = read(tmp_path / "a.json", [whole])
    assert [(bundle.text, [span.text for span in bundle.spans]) for bundle in found] == [
        ("One", ["One"]),
        ("Two", ["Two"]),
    ]
    assert found[0].document.meta["url"] == "https://example.org/x"
    assert refused == ["task 1: relation 1: an end of it is no span that went in"] * 2


def test_other_shapes_of_the_same(tmp_path: Path) -> None:
    row = {"text": "One two", "id": 1, "annotator": 3, "annotation_id": 2, "lead_time": 1.5, "genre": "news"}
    row["label"] = [{"start": 4, "end": 7, "text": "two", "labels": ["claim"]}]
    row["kind"] = [{"start": 4, "end": 7, "text": "two", "choices": ["event"]}]
    row["stars"] = [{"start": 4, "end": 7, "text": "two", "rating": 3}]
    path = tmp_path / "min.json"
    (bundle,), _ = read(path, [row])
    assert [(span.text, dict(span.attributes)) for span in bundle.spans] == [("two", {"kind": "event", "stars": 3})]
    assert bundle.document.meta == {"genre": "news"}
    assert [person.name for person in bundle.annotators] == ["user 3"]
    assert detect(path).name == "label-studio"
    (tmp_path / "long.json").write_text(json.dumps([task("long " * 20_000)]))
    assert detect(tmp_path / "long.json").name == "label-studio"
    stored = {
        "id": 7,
        "result": [region(0, 3, "One")],
        "completed_by": 4,
        "task": {"id": 1, "data": {"text": "One two"}},
    }
    (bundle,), _ = read(path, stored)
    assert [span.text for span in bundle.spans] == ["One"]
    assert detect(path).name == "label-studio"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[{"data": {"text": NaN}}]', "is not JSON: NaN is no JSON number"),
        ('[{"data": {"text": "a", "text": "b"}}]', "has the key 'text' twice in one object"),
        ('[{"data": ' + '{"a": ' * 2000, "is nested too deeply"),
        ('[{"data": {"text": "a"}', "is not JSON: Expecting"),
        ('"data"', "is 'data', not a list of tasks"),
        ("[7]", "task 1: is 7, not an object"),
        ('[{"data": {}}]', "task 1: has no text (its data is empty)"),
        ('[{"data": {"image": "s3://bucket/a.png"}}]', "task 1: has no text ('image')"),
        ('[{"data": {"text": "a"}, "annotations": {"result": 1}}]', "task 1: its annotations is"),
        ('[{"data": {"text": "a"}, "annotations": [{"result": [4]}]}]', "task 1: is 4, not an object"),
        ('[{"data": {"text": "' + "\\u0000" + '", "a": []}}]', ""),
    ],
)
def test_hostile_files_are_refused_in_one_line(tmp_path: Path, text: str, why: str) -> None:
    _, refused = read(tmp_path / "a.json", text)
    assert [line.startswith(why) for line in refused] == ([True] if why else [])


@pytest.mark.parametrize("path", ["labelstudio/*.json"])
def test_files_that_label_studio_made(path: str) -> None:
    for file in interop.files(path):
        assert detect(file).name == "label-studio"
        found = list(label_studio.read_file(file, CONTEXT))
        spans = [span.text for each in found if isinstance(each, Bundle) for span in each.spans]
        refused = [str(each) for each in found if isinstance(each, Refused)]
        if "wrong_offsets" in file.name:  # its text stands nowhere in the task
            assert spans == []
            assert "its text 'February 22' is not what stands at 343 to 354: ' supporters'" in refused[0]
        else:
            assert (spans, refused) == (["February 22"], [])
