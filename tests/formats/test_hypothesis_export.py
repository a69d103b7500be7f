"""Hypothesis: its client's export there and back, and annotations of pages whose text is another than ours."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from annotator.core.model import Document
from annotator.core.text import sha256
from annotator.formats import Bundle, Refused, Written, detect, hypothesis_export, unique_names
from annotator.formats.bundle import Context
from annotator.formats.hypothesis_export import write
from tests.formats import interop
from tests.formats.records import ME, bundles, sample

GOLDEN = Path(__file__).parent / "golden" / "hypothesis.json"
TEXT = "Prices 📈 rose.\nThey rose again, said the council."
PAGE = "Menu\n\n" + TEXT.replace("\n", "\n\n    ")


def read(path: Path, value: Any, context: Context | None = None) -> tuple[list[Bundle], list[str]]:
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    document = Document(id="d", title="Harbour", sha256=sha256(TEXT), length=len(TEXT))
    found = list(hypothesis_export.read_file(path, context or Context(ME, document=(document, TEXT))))
    good = [each for each in found if isinstance(each, Bundle)]
    assert not any(interop.wrong(bundle) for bundle in good)
    return good, [str(each).removeprefix(f"{path}: ") for each in found if isinstance(each, Refused)]


def row(exact: str, nth: int = 0, **more: Any) -> dict[str, Any]:
    """A row as the server has it, for the nth time a text stands on the page."""
    start = -1
    for _ in range(nth + 1):
        start = PAGE.index(exact, start + 1)
    units = len(PAGE[:start].encode("utf-16-le")) // 2
    length = len(exact.encode("utf-16-le")) // 2
    selectors = [
        {"type": "RangeSelector", "startContainer": "/p[1]", "startOffset": 0, "endContainer": "/p[1]", "endOffset": 3},
        {"type": "TextPositionSelector", "start": units, "end": units + length},
        {
            "type": "TextQuoteSelector",
            "exact": exact,
            "prefix": PAGE[max(0, start - 32) : start],
            "suffix": PAGE[start + len(exact) :][:32],
        },
    ]
    uri = "https://example.org/harbour"
    fields = {"id": f"{exact}{nth}", "user": "acct:li@hypothes.is", "uri": uri, "text": "", "tags": ["claim"]}
    target = [{"source": uri, "selector": selectors}]
    return fields | {"target": target, "document": {"title": ["Harbour"]}} | more


@settings(max_examples=40)
@given(bundles())
def test_what_hypothesis_holds_comes_back(tmp_path_factory: pytest.TempPathFactory, bundle: Bundle) -> None:
    path = tmp_path_factory.mktemp("d") / "a.json"
    text = "".join(write([bundle], unique_names(bundle.annotators), Written()))
    for one in json.loads(text)["annotations"]:
        place, quote = one["target"][0]["selector"]
        units = bundle.text.encode("utf-16-le")[2 * place["start"] : 2 * place["end"]]
        assert units.decode("utf-16-le") == quote["exact"]
    known = (bundle.document, bundle.text)
    context = Context(ME, lookup=lambda sha, id_: known, called=lambda name: [known])
    back, refused = read(path, text, context)
    assert refused == []
    assert facts(back) == facts([bundle])


def facts(found: list[Bundle]) -> Counter[str]:
    told = []
    for each in found:
        who = {person.id: (person.id, person.name, person.kind) for person in each.annotators}
        told += [repr((one.id, one.start, one.end, one.label, one.note, who[one.annotator_id])) for one in each.spans]
    return Counter(told)


def test_the_sample_is_written_as_the_golden_file_says() -> None:
    written = Written()
    assert "".join(write([sample()], unique_names(sample().annotators), written)) == GOLDEN.read_text(encoding="utf-8")
    assert "1 links" in written.told()
    assert detect(GOLDEN).name == "hypothesis"


def test_quotes_of_a_page_are_found_in_our_text(tmp_path: Path) -> None:
    rows = [
        row("rose", 1, text="again?", created="2026-01-01T00:00:00.5+00:00"),
        row("rose.\n\n    They rose", user_info={"display_name": "Li"}),
        row("📈", tags=["a", "b"]),
        row("Menu"),
        row("said") | {"tags": []},
    ]
    rows[1]["target"][0]["selector"] = rows[1]["target"][0]["selector"][2:]
    (bundle,), refused = read(tmp_path / "a.json", {"total": 5, "rows": rows})
    who = {person.id: person.name for person in bundle.annotators}
    assert [(span.start, span.text, span.label, span.note, who[span.annotator_id]) for span in bundle.spans] == [
        (TEXT.rindex("rose"), "rose", "claim", "again?", "li"),
        (TEXT.index("rose"), "rose.\nThey rose", "claim", "", "Li"),
        (7, "📈", "a", "", "li"),
        (TEXT.index("said"), "said", "highlight", "", "li"),
    ]
    assert bundle.spans[2].attributes == {"tags": ["b"]}
    assert bundle.spans[0].created_at == "2026-01-01T00:00:00.5+00:00"
    assert refused == ["annotation 4: its quote 'Menu' does not stand in the text"]
    assert detect(tmp_path / "a.json").name == "hypothesis"


def test_replies_go_with_the_note_and_page_notes_are_told(tmp_path: Path) -> None:
    rows = [
        row("Prices", text="Which?"),
        row("Prices", id="r1", text="All.", references=["Prices0"], target=[{"source": "x"}], user="acct:wen@else"),
        row("Prices", id="r2", text="Thanks.", references=["Prices0", "r1"], target=[], tags=[]),
        row("Prices", id="r3", text="Lost.", references=["gone"], target=[]),
        row("Prices", id="p", text="On the page.", target=[{"source": "https://example.org/harbour"}]),
    ]
    (bundle,), refused = read(tmp_path / "a.json", {"client_version": "1.2", "annotations": rows})
    assert [span.note for span in bundle.spans] == ["Which?\nwen@else: All.\nli: Thanks."]
    assert refused == []
    assert bundle.notes[-1] == (
        "left out: 2 annotations of a whole document, or of none that is here, 1 tags of replies"
    )


def test_the_document_is_found_by_address_or_title(tmp_path: Path) -> None:
    document = Document(id="d", title="Harbour", sha256=sha256(TEXT), length=len(TEXT))
    for wanted in ("https://example.org/harbour", "Harbour"):
        called = {wanted: [(document, TEXT)]}
        context = Context(ME, called=lambda name, called=called: called.get(name, []))  # type: ignore[misc]
        (bundle,), refused = read(tmp_path / "a.json", [row("Prices")], context)
        assert refused == []
        assert (bundle.document.id, bundle.whole) == ("d", False)
    _, refused = read(tmp_path / "a.json", [row("Prices")], Context(ME))
    assert "the project has no document from 'https://example.org/harbour'" in refused[0]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"rows": [{"target": Infinity}]}', "is not JSON: Infinity"),
        ('{"client_version": "1", "annotations": 7}', "is 7, not a list of annotations"),
        ('{"rows": [7, {"tags": 7}]}', "annotation 1: is 7, not an object"),
        ('{"rows": [{"user": "acct:x", "text": 7}]}', "annotation 1: its text is 7, not a text"),
        ('{"rows": [{"target": [{"selector": {"a": ' + "[" * 3000, "is nested too deeply"),
        ('{"rows": [{"target": [3]}]}', "annotation 1: is 3, not an object"),
    ],
)
def test_hostile_files_are_refused_in_one_line(tmp_path: Path, text: str, why: str) -> None:
    found, refused = read(tmp_path / "a.json", text)
    assert found == []
    assert refused[0].startswith(why)
