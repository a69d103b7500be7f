"""Web Annotations: our own there and back, and those of others, whose text is another."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from annotator.core.model import Document, Label
from annotator.core.scheme import Scheme
from annotator.core.text import sha256
from annotator.formats import Bundle, Refused, Written, detect, unique_names, web_annotation
from annotator.formats.bundle import Context
from annotator.formats.markup import Markup
from annotator.formats.web_annotation_writer import write_list, write_page
from tests.formats import interop
from tests.formats.records import CONTEXT, ME, bundles, in_file_order, sample

GOLDEN = Path(__file__).parent / "golden" / "web_annotation.jsonld"
TEXT = "So 😀 it was said.\nIt was said twice, on a long day, said he."


def document(text: str, id_: str = "d") -> tuple[Document, str]:
    return Document(id=id_, title=id_, sha256=sha256(text), length=len(text)), text


def read(path: Path, value: Any, context: Context = CONTEXT) -> tuple[list[Bundle], list[str]]:
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    found = list(web_annotation.read_file(path, context))
    good = [each for each in found if isinstance(each, Bundle)]
    assert not any(interop.wrong(bundle) for bundle in good)
    return good, [str(each).removeprefix(f"{path}: ") for each in found if isinstance(each, Refused)]


def annotation(exact: str | None, start: int | None = None, *bodies: Any, **more: Any) -> dict[str, Any]:
    selectors: list[dict[str, Any]] = []
    if exact is not None:
        selectors.append({"type": "TextQuoteSelector", "exact": exact, **more.pop("around", {})})
    if start is not None:
        end = more.pop("end", start + len(exact or ""))
        selectors.append({"type": "TextPositionSelector", "start": start, "end": end})
    target = {"source": more.pop("source", "https://example.org/x"), "selector": selectors}
    return {"type": "Annotation", "body": list(bodies), "target": target} | more


def tag(value: str, purpose: str = "tagging") -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def told(bundle: Bundle) -> Bundle:
    """What the format says of a bundle: not how far anybody is, no revisions, no times that are none."""

    def timed(record: Any) -> Any:
        times = {key: at for key in ("created_at", "updated_at") if not (at := getattr(record, key)).startswith("2026")}
        return replace(record, rev=0, **dict.fromkeys(times, ""))

    spans = tuple(timed(replace(span, origin="import")) for span in bundle.spans)
    return in_file_order(
        replace(
            bundle,
            document=replace(bundle.document, rev=0),
            progress=(),
            spans=spans,
            links=tuple(map(timed, bundle.links)),
            verdicts=tuple(map(timed, bundle.verdicts)),
            comments=tuple(timed(replace(one, updated_at="")) for one in bundle.comments),
        )
    )


@settings(max_examples=40)
@given(bundles())
def test_everything_but_progress_comes_back(tmp_path_factory: pytest.TempPathFactory, bundle: Bundle) -> None:
    path = tmp_path_factory.mktemp("d") / "a.jsonld"
    names = unique_names(bundle.annotators)
    (back,), refused = read(path, "".join(write_page([bundle], names, Written())))
    assert refused == []
    expected = told(bundle)
    title = expected.document.title
    back = replace(back, document=replace(back.document, title=back.document.title if title else ""))
    assert told(back) == expected


@settings(max_examples=40)
@given(bundles())
def test_the_list_for_recogito_counts_as_recogito_does(
    tmp_path_factory: pytest.TempPathFactory, bundle: Bundle
) -> None:
    path = tmp_path_factory.mktemp("d") / "a.json"
    text = "".join(write_list([bundle], {}, Written()))
    for one in json.loads(text):
        quote, place = one["target"]["selector"]
        units = bundle.text.encode("utf-16-le")[2 * place["start"] : 2 * place["end"]]
        assert units.decode("utf-16-le") == quote["exact"]
    context = Context(ME, lookup=lambda sha, id_: (bundle.document, bundle.text))
    back, refused = read(path, text, context)
    assert refused == []
    assert facts(back) == facts([bundle])


def facts(found: list[Bundle]) -> Counter[str]:
    spans = [span for each in found for span in each.spans]
    return Counter(
        repr((one.id, one.start, one.end, one.label, one.note, sorted(one.attributes.items()))) for one in spans
    )


def test_the_sample_is_written_as_the_golden_file_says() -> None:
    written = Written()
    names = unique_names(sample().annotators)
    assert "".join(write_page([sample()], names, written)) == GOLDEN.read_text(encoding="utf-8")
    assert written.told() == "not in this format: 1 states of progress"
    assert detect(GOLDEN).name == "web-annotation"


@pytest.mark.parametrize("units", ["codepoint", "utf16"])
def test_the_unit_is_the_one_under_which_quotes_stand(tmp_path: Path, units: str) -> None:
    start = TEXT.index("it") + (units == "utf16")
    context = Context(ME, document=document(TEXT))
    (bundle,), refused = read(tmp_path / "a.json", [annotation("it", start, tag("claim"))], context)
    assert refused == []
    assert [(span.label, span.start) for span in bundle.spans] == [("claim", 5)]
    assert any("UTF-16" in note for note in bundle.notes) == (units == "utf16")


def test_quotes_are_found_where_positions_count_another_text(tmp_path: Path) -> None:
    first, second, third = (at for at in range(len(TEXT)) if TEXT.startswith("said", at))
    page = [
        annotation("long\n   day", 9000, tag("claim")),
        annotation("said", 8990, tag("claim"), around={"prefix": "It was ", "suffix": " twice"}),
        annotation("said", None, tag("claim"), around={"prefix": "day, ", "suffix": " he."}),
        annotation("said", None, tag("claim")),
        annotation("nothing", 3, tag("claim")),
        annotation(None, 3, tag("claim"), end=5),
    ]
    context = Context(ME, called=lambda name: [document(TEXT)] if name == "https://example.org/x" else [])
    (bundle,), refused = read(tmp_path / "a.json", page, context)
    assert [(span.start, span.text) for span in bundle.spans] == [
        (TEXT.index("long"), "long day"),
        (second, "said"),
        (third, "said"),
    ]
    assert first not in [span.start for span in bundle.spans]
    assert [line.split(":")[0] for line in refused] == ["annotation 4", "annotation 5", "annotation 6"]
    assert "stands 3 times in the text" in refused[0]
    assert "does not stand in the text" in refused[1]
    assert "counts a text that is not here" in refused[2]
    assert not bundle.whole


def test_of_places_that_are_alike_the_one_nearby_is_meant(tmp_path: Path) -> None:
    text = "One said. " + "Much more of this. " * 200 + "Two said."
    found: dict[int, list[int]] = {}
    for start in (0, 3600, 9000):
        (bundle,), refused = read(
            tmp_path / "a.json", [annotation("said", start, tag("x"))], Context(ME, document=document(text))
        )
        found[start] = [span.start for span in bundle.spans]
        assert len(refused) == (start == 9000)
    assert found == {0: [4], 3600: [text.rindex("said")], 9000: []}


def test_the_document_is_that_of_the_address_in_which_quotes_stand(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    two = [document("Other words", "o"), document(TEXT)]
    (bundle,), _ = read(path, [annotation("twice", None, tag("x"))], Context(ME, called=lambda name: two))
    assert bundle.document.id == "d"
    _, refused = read(path, [annotation("twice")] * 2, Context(ME, called=lambda name: two[1:] * 2))
    assert "2 annotations are left out: 2 documents of the project come from 'https://example.org/x'" in refused[0]
    _, refused = read(path, [annotation("twice")])
    assert "the project has no document from 'https://example.org/x'" in refused[0]
    _, refused = read(path, [annotation("twice", source="")])
    assert "does not say which document it is about" in refused[0]


def test_tags_are_labels_of_the_scheme_by_key_or_name(tmp_path: Path) -> None:
    scheme = Scheme(
        labels=(Label(id="1", key="c", name="Claim", color="red"), Label(id="2", key="q", name="Q", color="r"))
    )
    context = Context(ME, scheme=scheme, document=document(TEXT))
    bodies = [tag("claim"), tag("Q"), tag("later"), {"value": "A note"}, tag("Kyoto", "identifying")]
    (bundle,), _ = read(tmp_path / "a.json", [annotation("twice", None, *bodies), annotation("long")], context)
    assert [(span.label, span.note) for span in bundle.spans] == [("c", "A note"), ("q", ""), ("highlight", "")]
    assert bundle.spans[0].attributes == {"identifying": "Kyoto", "tags": ["later"]}
    assert "1 annotations without a tag have the label highlight" in bundle.notes


def test_links_replies_and_verdicts_of_others(tmp_path: Path) -> None:
    def about(id_: str, target: Any, motivation: str, *bodies: Any) -> dict[str, Any]:
        return {"id": id_, "type": "Annotation", "motivation": motivation, "body": list(bodies), "target": target}

    page = [
        annotation("twice", None, tag("x"), id="#1", creator={"name": "Li"}),
        annotation("long", None, tag("x"), id="#2", creator="https://example.org/wen"),
        about("#3", [{"id": "#1"}, {"id": "#2"}], "linking", tag("isRelatedTo")),
        {"id": "#4", "motivation": "linking", "body": "#1", "target": "#2"},
        about("#5", "#4", "tagging", tag("named")),
        about("#6", "#1", "oa:replying", {"value": "why?"}),
        about("#7", "#6", "replying", {"value": "so"}),
        about("#8", "#1", "assessing", tag("accept", "assessing"), tag("good", "commenting")),
        about("#9", "#8", "replying", {"value": "thanks"}),
        about("#10", [{"id": "#1"}, {"id": "#gone"}], "linking"),
        about("#11", "https://example.org/x", "commenting", {"value": "on all"}),
    ]
    (bundle,), refused = read(tmp_path / "a.json", page, Context(ME, document=document(TEXT)))
    text = {span.id: span.text for span in bundle.spans}
    assert [(link.type, text[link.from_id], text[link.to_id]) for link in bundle.links] == [
        ("isRelatedTo", "twice", "long"),
        ("named", "long", "twice"),
    ]
    assert bundle.spans[0].note == "why?\nso"
    assert [(one.verdict, one.comment) for one in bundle.verdicts] == [("accept", "good")]
    assert [one.text for one in bundle.comments] == ["thanks"]
    assert {person.name for person in bundle.annotators} == {"Li", "https://example.org/wen", "Me"}
    assert refused == ["annotation 10: is a link with an end that is no span of its document here"]
    assert bundle.notes[-1] == "left out: 1 annotations of a whole document, or of none that is here"


def test_pieces_are_linked_and_recogitos_own_shape_is_read(tmp_path: Path) -> None:
    selector = [{"quote": "twice", "start": 0, "end": 5}, {"quote": "long day", "start": 9, "end": 17}]
    own = {"id": "x", "bodies": [tag("claim")], "target": {"selector": selector, "creator": {"id": "guest"}}}
    (bundle,), refused = read(tmp_path / "a.json", [own], Context(ME, document=document(TEXT)))
    assert refused == []
    assert [span.text for span in bundle.spans] == ["twice", "long day"]
    assert [link.type for link in bundle.links] == ["continues"]
    assert detect(tmp_path / "a.json").name == "web-annotation"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"type": "Annotation", "target": NaN}', "is not JSON: NaN"),
        ('{"@context": "http://www.w3.org/ns/anno.jsonld", "items": [', "is not JSON"),
        ('{"type": "AnnotationPage"}', "holds no annotations"),
        (
            '{"type": "AnnotationCollection", "first": "https://example.org/1"}',
            "holds no annotations: they are in pages",
        ),
        ("7", "is 7, not annotations"),
        ("[7, {}]", "annotation 1: is 7, not an object"),
        ('[{"target": ' + "[" * 3000, "is nested too deeply"),
        ('[{"target": [[1]]}]', "annotation 1: is [1], not an object"),
        (
            '[{"target": {"selector": {"type": "TextQuoteSelector", "exact": 7}}}]',
            "left out: 1 annotations whose place is neither",
        ),
        ('[{"id": 5, "target": "x"}]', "annotation 1: its id is 5, not a text"),
    ],
)
def test_hostile_files_are_refused_in_one_line(tmp_path: Path, text: str, why: str) -> None:
    found, refused = read(tmp_path / "a.json", text, Context(ME, document=document(TEXT)))
    assert found == []
    assert refused[0].startswith(why)


def test_files_that_recogito_made() -> None:
    (file,) = interop.files("w3c/annotations.w3c.json")
    page = (file.parent / "index.html").read_text(encoding="utf-8")
    text = Markup(page[page.index('<div id="content"') :]).text
    assert detect(file).name == "web-annotation"
    found = list(web_annotation.read_file(file, Context(ME, document=document(text))))
    quotes = Counter(span.text.split()[0] for each in found if isinstance(each, Bundle) for span in each.spans)
    assert quotes == Counter(["death", "im.", "Now", "t", "d"])
    assert not any(interop.wrong(each) for each in found if isinstance(each, Bundle))
    assert len(list(web_annotation.read_file(file, CONTEXT))) == 2  # one line for each address that is not here
