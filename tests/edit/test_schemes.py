"""Schemes as TOML: what is written reads back the same; what is wrong is refused in one line that says what to do."""

import tempfile
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.errors import AnnotatorError
from annotator.core.ids import made_id
from annotator.core.model import Attribute, Label, LinkType
from annotator.core.scheme import ATTRIBUTE_TYPES, LINES, UNITS, Scheme
from annotator.core.text import canonical
from annotator.edit import drafts, guidelines, scheming
from annotator.edit.incoming import incoming
from annotator.edit.projects import new_project
from annotator.edit.schemes import SchemeFile, default_scheme, read_scheme, write_scheme
from annotator.store.project import Project
from tests.edit.test_scheming import carry_out, everything, project_with, span_of, take_back
from tests.making import act, make_document

characters = st.one_of(
    st.characters(exclude_categories=["Cs"]), st.sampled_from("a'\"\\\n\t{}[]#=é\u0085\u2028“😀\ufeff\x7f")
)
texts = st.text(characters, max_size=30).map(lambda raw: canonical(raw).text)
lines = texts.map(lambda text: " ".join(text.split()))
names = lines.filter(bool)
keys = names.filter(lambda name: name.isprintable())
some = {"max_size": 3}


@st.composite
def scheme_files(draw: st.DrawFn) -> SchemeFile:
    own_keys = draw(st.lists(keys, min_size=1, max_size=3, unique=True))
    own_names = draw(st.lists(names, min_size=3, max_size=3, unique_by=str.casefold))
    shortcuts = draw(st.permutations(["", "1", "Q", "É"]))
    labels = [
        Label(
            id=made_id("label", key), key=key, name=own_names[place],
            color=draw(st.sampled_from(["#0072B2", "#ABCDEF"])),
            line=draw(st.sampled_from(LINES)), shortcut=shortcuts[place], unit=draw(st.sampled_from(UNITS)),
            auxiliary=draw(st.booleans()), position=place, description=draw(texts),
        )
        for place, key in enumerate(own_keys)
    ]  # fmt: skip
    attributes = [each for key in own_keys for each in draw(_attributes(key))]
    kinds = draw(st.lists(keys, unique=True, **some))
    ends = st.lists(st.sampled_from(own_keys), unique=True, **some).map(tuple)
    link_types = [
        LinkType(
            id=made_id("link_type", key), key=key, name=draw(names), from_labels=draw(ends), to_labels=draw(ends),
            position=place, description=draw(texts),
        )
        for place, key in enumerate(kinds)
    ]  # fmt: skip
    pages = draw(st.dictionaries(st.sampled_from(own_keys), texts))
    return SchemeFile(Scheme(tuple(labels), tuple(attributes), tuple(link_types)), pages)


@st.composite
def _attributes(draw: st.DrawFn, label: str) -> list[Attribute]:
    found = []
    for place, key in enumerate(draw(st.lists(keys, unique=True, **some))):
        kind = draw(st.sampled_from(ATTRIBUTE_TYPES))
        values = draw(st.lists(names, min_size=int(kind == "choice"), unique=True, **some))
        found.append(
            Attribute(
                id=made_id("attribute", label, key), label=label, key=key, name=draw(names), type=kind,
                values=tuple(values), completes=draw(st.booleans()), position=place, description=draw(texts),
            )
        )  # fmt: skip
    return found


@given(scheme_files())
def test_what_is_written_reads_back_the_same(file: SchemeFile) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scheme.toml"
        path.write_text("".join(write_scheme(*file)), encoding="utf-8", newline="")
        found = read_scheme(path)
    assert found.scheme == file.scheme
    assert dict(found.guidelines) == dict(file.guidelines)


@given(scheme_files(), scheme_files())
def test_importing_another_scheme_gives_that_scheme_and_one_undo_brings_the_old_one_back(
    file: SchemeFile, other: SchemeFile
) -> None:
    with tempfile.TemporaryDirectory() as folder, new_project(Path(folder) / "a.annotator", file) as project:
        before = everything(project)
        carry_out(project, incoming(project.query, other, remove=True))
        assert _as_file(project) == (drafts.numbered(other.scheme), _pages(other) | _own(project, other))
        again = incoming(project.query, other, remove=True)
        assert not again.changed
        if everything(project) != before:
            _undo(project)
        assert everything(project) == before
        kept = drafts.numbered(incoming(project.query, other, remove=False).scheme)
        either = {*file.scheme.labels, *other.scheme.labels}
        assert {label.key for label in kept.labels} == {label.key for label in either}
        used = [label.shortcut.casefold() for label in kept.labels if label.shortcut]
        assert len(used) == len(set(used))


def _as_file(project: Project) -> tuple[Scheme, dict[str, str]]:
    scheme = drafts.numbered(project.query.scheme())
    ids = {each.id: made_id("label", each.key) for each in scheme.labels}
    assert all(old == new for old, new in ids.items())
    return scheme, guidelines.written(project.query, scheme)


def _pages(file: SchemeFile) -> dict[str, str]:
    return dict(file.guidelines)


def _own(project: Project, file: SchemeFile) -> dict[str, str]:
    """What labels without a page in the file had before; an import does not take that away."""
    written = guidelines.written(project.query, project.query.scheme())
    return {key: text for key, text in written.items() if key not in file.guidelines}


def _undo(project: Project) -> None:
    entry = project.undoable(act().annotator_id, act().installation)
    assert entry is not None
    project.take_back(entry, act().annotator_id, act().installation)


def test_a_new_project_takes_the_guidelines_of_its_scheme(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    shipped = guidelines.shipped_pages()["claim"]
    path.write_text(
        "".join(write_scheme(default_scheme(), {"claim": shipped, "quote": "# “Ours”\n\\n"})), encoding="utf-8"
    )
    with new_project(tmp_path / "a.annotator", read_scheme(path)) as project:
        pages = [guidelines.guideline(project.query, label) for label in project.query.scheme().labels]
    assert [page.own for page in pages] == [False, False, True, False]
    assert pages[2].text == "# “Ours”\n\\n"
    assert pages[0].text == shipped


def test_what_a_file_lacks_is_kept_or_goes_with_its_data(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text('[[labels]]\nkey = "claim"\nshortcut = "4"\n[[labels]]\nkey = "rumour"\n')
    with project_with(tmp_path, [span_of("claim", type="event"), span_of("quote", 5)]) as project:
        before = everything(project)
        keep = incoming(project.query, read_scheme(path), remove=False)
        assert [label.key for label in keep.scheme.labels] == ["claim", "rumour", "statistic", "quote", "source"]
        assert [label.shortcut for label in keep.scheme.labels] == ["4", "", "2", "3", ""]
        assert scheming.plan(project.query, keep).lines() == []
        drop = incoming(project.query, read_scheme(path), remove=True)
        plan = scheming.plan(project.query, drop)
        assert plan.lines() == [
            "“Quote” is deleted with: 1 span in 1 document",
            "“Type” of “claim” is taken from: 1 span in 1 document",
        ]
        assert "removed: label “Quote”" in plan.scheme
        assert "added: label “rumour”" in plan.scheme
        carry_out(project, drop)
        assert [(span.label, dict(span.attributes)) for span in project.query.spans(make_document().id)] == [
            ("claim", {})
        ]
        take_back(project)
        assert everything(project) == before


CLAIM = '[[labels]]\nkey = "claim"\n'
BAD = {
    "not TOML": ("labels = [", "is not a scheme in TOML: "),
    "no text": ("\ufffe\x00", "is not a scheme in TOML: "),
    "nested too deeply": ("a = " + "[" * 20_000, "is not a scheme in TOML: "),
    "a number without end": (f"a = {'9' * 5000}", "is not a scheme in TOML: "),
    "nothing": ("", "it has no labels; write at least one [[labels]]"),
    "labels are a text": ('labels = "claim"', "“labels” of the scheme has to be a list of tables"),
    "a label is a number": ("labels = [1]", "“labels” of the scheme has to be a list of tables"),
    "no key": ('[[labels]]\nname = "Claim"', "label 1 needs a key"),
    "a key that is a number": (CLAIM + "[[labels]]\nkey = 3", "label 2 needs a key"),
    "a key of two lines": ('[[labels]]\nkey = "a\\nb"', "label 1 needs a key"),
    "an empty key": ('[[labels]]\nkey = ""', "label 1 needs a key"),
    "two labels of one key": (CLAIM + CLAIM, "two labels have the same key “claim”; give one of them another"),
    "two labels on one key": (
        '[[labels]]\nkey = "a"\nshortcut = "1"\n[[labels]]\nkey = "b"\nshortcut = "1"',
        "two labels have the same shortcut “1”; give one of them another",
    ),
    "a key of three letters": (
        CLAIM + 'shortcut = "abc"',
        "shortcut “ABC” of label “claim” is not one digit or letter",
    ),
    "a key that is a bracket": (CLAIM + 'shortcut = "["', "is not one digit or letter"),
    "a shortcut that is a number": (CLAIM + "shortcut = 1", "“shortcut” of label “claim” has to be a text"),
    "a colour by name": (CLAIM + 'color = "teal"', "color “teal” of label “claim” is no colour; write it as #RRGGBB"),
    "a short colour": (CLAIM + 'color = "#12"', "is no colour"),
    "a colour that is a list": (CLAIM + "color = [1]", "“color” of label “claim” has to be a text"),
    "an unknown line": (CLAIM + 'line = "zigzag"', "line “zigzag” of label “claim” is none of: solid, dotted"),
    "an unknown unit": (CLAIM + 'unit = "page"', "unit “page” of label “claim” is none of: sentence"),
    "auxiliary as a text": (CLAIM + 'auxiliary = "no"', "“auxiliary” of label “claim” is true or false, not 'no'"),
    "a name that is a date": (CLAIM + "name = 2026-01-01", "“name” of label “claim” has to be a text"),
    "a description that is a table": (CLAIM + "description = {a = 1}", "“description” of label “claim” has to be"),
    "a guideline that is a list": (CLAIM + "guideline = []", "“guideline” of label “claim” has to be a text"),
    "a misspelt name": (
        CLAIM + 'colour = "#123456"',
        "label “claim” cannot have “colour”; it can have: key, name, color",
    ),
    "labels that inherit in a cycle": (
        CLAIM + 'parent = "b"\n[[labels]]\nkey = "b"\nparent = "claim"',
        "label “claim” cannot have “parent”",
    ),
    "attributes are a table": (
        CLAIM + "[labels.attributes]\ntype = 1",
        "“attributes” of label “claim” has to be a list",
    ),
    "an attribute without a key": (CLAIM + "[[labels.attributes]]", "attribute 1 of label “claim” needs a key"),
    "an unknown type": (
        CLAIM + '[[labels.attributes]]\nkey = "a"\ntype = "date"',
        "type “date” of attribute “claim.a” is none of: choice, text, number, boolean",
    ),
    "a type that is a list": (CLAIM + '[[labels.attributes]]\nkey = "a"\ntype = ["text"]', "is none of: choice"),
    "a choice of nothing": (
        CLAIM + '[[labels.attributes]]\nkey = "a"\ntype = "choice"',
        "attribute “claim.a” is a choice without values; list them",
    ),
    "values that are numbers": (
        CLAIM + '[[labels.attributes]]\nkey = "a"\nvalues = [1, 2]',
        "values of attribute “claim.a” have to be a list of texts",
    ),
    "two values": (
        CLAIM + '[[labels.attributes]]\nkey = "a"\nvalues = ["x", "x"]',
        "two values of attribute “claim.a” have the same name “x”",
    ),
    "two attributes": (
        CLAIM + '[[labels.attributes]]\nkey = "a"\n[[labels.attributes]]\nkey = "a"',
        "two attributes of label “claim” have the same key “a”",
    ),
    "a link from nowhere": (
        CLAIM + '[[link_types]]\nkey = "l"\nfrom = ["quote"]',
        "“from” of link type “l” names “quote”, which is no label here; there are: claim",
    ),
    "a link from a text": (
        CLAIM + '[[link_types]]\nkey = "l"\nfrom = "claim"',
        "“from” of link type “l” has to be a list",
    ),
    "two link types": (CLAIM + '[[link_types]]\nkey = "l"\n' * 2, "two link types have the same key “l”"),
    "something else": ('[[documents]]\nkey = "a"', "the scheme cannot have “documents”; it can have: name, labels"),
}


@pytest.mark.parametrize(("text", "why"), BAD.values(), ids=BAD.keys())
def test_a_bad_scheme_is_refused_in_one_line_with_what_to_do(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(text.encode("utf-16" if text.startswith("\ufffe") else "utf-8"))
    with pytest.raises(AnnotatorError) as refused:
        read_scheme(path)
    line = str(refused.value)
    assert line.startswith(f"{path}: ")
    assert why in line
    assert "\n" not in line
    assert len(line) < 400 + len(str(path))


def test_what_is_no_file_and_what_is_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AnnotatorError, match="cannot be read"):
        read_scheme(tmp_path / "nothing.toml")
    with pytest.raises(AnnotatorError, match="cannot be read"):
        read_scheme(tmp_path)
    large = tmp_path / "large.toml"
    large.write_text("# " + "x" * 4_000_001)
    with pytest.raises(AnnotatorError, match="larger than 4 MB"):
        read_scheme(large)


def test_links_in_a_cycle_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "cycle.toml"
    path.write_text(
        '[[labels]]\nkey = "a"\n[[labels]]\nkey = "b"\n'
        '[[link_types]]\nkey = "x"\nfrom = ["a"]\nto = ["b"]\n[[link_types]]\nkey = "y"\nfrom = ["b"]\nto = ["a"]\n'
    )
    assert [each.from_labels for each in read_scheme(path).scheme.link_types] == [("a",), ("b",)]


def test_the_shipped_scheme_is_written_as_plain_toml() -> None:
    text = "".join(write_scheme(default_scheme(), guidelines.shipped_pages()))
    assert [label["key"] for label in tomllib.loads(text)["labels"]] == ["claim", "statistic", "quote", "source"]
    assert '\nguideline = """\n# Claim\n\nA claim is' in text
    assert text.isascii() is False  # letters stay letters
