"""UIMA's XML from outside, made harmless before a library reads it: XMI files and descriptions of type systems.

No document type is let through, so there are no entities; nothing is loaded from anywhere; names that become Python's
are checked; an element that is not what it should be is refused by its id and taken out, so that it costs no other.
Texts are taken out as well: the library gets the annotations with their positions as they are.
"""

import keyword
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from annotator.core.text import visible
from annotator.formats.layers import WORDS, short
from annotator.formats.strict import Refusal, shown

LARGEST = 200_000_000
DEEPEST = 20
MOST_TYPES = 3_000
XMI, CAS = "{http://www.omg.org/XMI}", "{http:///uima/cas.ecore}"
ID = f"{XMI}id"

_WORDS = tuple(f"{{http:///{name.rpartition('.')[0].replace('.', '/')}.ecore}}{short(name)}" for name in WORDS)
_TAG = re.compile(r"\{http:///([\w./$]+)\.ecore\}([\w$]+)")
_TYPE = re.compile(r"[^\W\d][\w$]*(?:\.[^\W\d][\w$]*)*(?:\[\])?")
_NUMBER = re.compile(r"-?\d{1,10}")


class Cas(NamedTuple):
    """The parts of a CAS for the library, its texts by the name of the view, and what was taken out: (record, why)."""

    source: Any
    texts: dict[str, str]
    refused: list[tuple[str, str]]


def checked(data: bytes) -> None:
    """Raises ``Refusal`` for what is not well-formed XML, has a document type (entities), or is nested too deeply."""
    if len(data) > LARGEST:
        raise Refusal(f"has {len(data):,} bytes; such a file may have {LARGEST:,}")
    from xml.parsers import expat

    depth = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Refusal(f"is nested more than {DEEPEST} deep")

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*of_what: Any) -> None:
        raise Refusal("has a document type (<!DOCTYPE>), which no such file needs and which can do harm: not read")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Refusal(f"is not XML: {error}") from None


def parsed(data: bytes) -> Any:
    """The outermost element of checked XML. Raises ``Refusal``."""
    from lxml import etree

    checked(data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise Refusal(f"is not XML: {error}") from None


def is_name(feature: str) -> bool:
    """Whether a feature's name is one that can be a name in Python, which is what the library makes of it."""
    return feature.isidentifier() and not keyword.iskeyword(feature) and not feature.startswith("__")


def is_type(name: str) -> bool:
    return _TYPE.fullmatch(name) is not None


def type_system(data: bytes) -> bytes:
    """A description of a type system that can be handed on. Raises ``Refusal``."""
    root = parsed(data)
    if not root.tag.endswith("typeSystemDescription"):
        raise Refusal(f"is no type system: its outermost element is {shown(root.tag)}")
    types = list(root.iterfind(".//{*}typeDescription"))
    if len(types) > MOST_TYPES:
        raise Refusal(f"describes {len(types):,} types; at most {MOST_TYPES:,} are read")
    for one in types:
        names = [one.findtext("{*}name"), one.findtext("{*}supertypeName")]
        for feature in one.iterfind("{*}features/{*}featureDescription"):
            name = (feature.findtext("{*}name") or "").strip()
            if not is_name(name):
                raise Refusal(f"its feature {shown(name)} cannot be used: that is no name")
            names += [feature.findtext("{*}rangeTypeName"), feature.findtext("{*}elementType") or "uima.cas.TOP"]
        for name in names:
            if not is_type((name or "").strip()):
                raise Refusal(f"names a type {shown(name or '')}: that is no name")
    return data


def cas(data: bytes) -> Cas:
    """The elements of an XMI file that can be handed on. Raises ``Refusal`` for what is none at all."""
    root = parsed(data)
    if root.tag != f"{XMI}XMI":
        raise Refusal(f"is no XMI: its outermost element is {shown(root.tag)}")
    texts: dict[str, str] = {}
    refused: list[tuple[str, str]] = []
    sofas = _take_texts(root, texts)
    known: set[str] = set()
    _take_words(root)
    for element in list(root):
        if element.tag in (f"{CAS}Sofa", f"{CAS}View"):
            continue
        why = _wrong(element, sofas)
        if why:
            if element.tag != f"{CAS}NULL":
                refused.append((_called(element), why))
            root.remove(element)
        else:
            known.add(element.get(ID))
    for view in root.findall(f"{CAS}View"):
        if view.get("sofa") not in sofas:
            root.remove(view)
            continue
        members = view.get("members", "").split()
        view.set("members", " ".join(each for each in members if each in known))
    return Cas(root, texts, refused)


def _take_texts(root: Any, texts: dict[str, str]) -> set[str]:
    """Take the texts out of the sofas, and everything else the library does not need; their ids."""
    sofas: set[str] = set()
    for number, sofa in enumerate(root.findall(f"{CAS}Sofa"), 1):
        id_, name, text = sofa.get(ID, ""), sofa.get("sofaID"), sofa.get("sofaString")
        if name is None or not _NUMBER.fullmatch(id_) or id_ in sofas or name in texts:
            root.remove(sofa)
            continue
        texts[name] = text or ""
        sofas.add(id_)
        sofa.attrib.clear()
        for child in list(sofa):
            sofa.remove(child)
        sofa.set(ID, id_)
        sofa.set("sofaID", name)
        sofa.set("sofaNum", str(number))
    return sofas


def _take_words(root: Any) -> None:
    """Take out the tokens and sentences that nothing else names: nearly all of a file, and nobody's work."""
    words, named = [], set()
    for element in root:
        if element.tag in _WORDS:
            words.append(element)
        else:
            for name, value in element.attrib.items():
                if name not in ("begin", "end", "sofa", "members", ID):
                    named.update(value.split())
    for word in words:
        if word.get(ID) not in named:
            root.remove(word)


def _wrong(element: Any, sofas: set[str]) -> str:
    """Why an element cannot be handed on; "" if it can."""
    if not _TAG.fullmatch(element.tag):
        return "is of no type"
    if not _NUMBER.fullmatch(element.get(ID, "")):
        return "has no id"
    for name in ("begin", "end"):
        if name in element.attrib and not _NUMBER.fullmatch(element.get(name)):
            return f"its {name} is {shown(element.get(name))}, not a number"
    if "sofa" in element.attrib and element.get("sofa") not in sofas:
        return "is about a text that is not in the file"
    if "begin" in element.attrib and "sofa" not in element.attrib:
        return "does not say which text it is about"
    if any(len(child) for child in element):
        return "is nested too deeply"
    return ""


def _called(element: Any) -> str:
    return visible(f"{element.tag.rpartition('}')[2][:60]} {element.get(ID, '')[:20]}".strip())


def elements(root: Any) -> Iterator[tuple[str, Any]]:
    """Every feature structure with the name of its type."""
    for element in root:
        found = _TAG.fullmatch(element.tag)
        if found and element.tag not in (f"{CAS}Sofa", f"{CAS}View"):
            package = found[1].replace("/", ".")
            yield found[2] if package == "uima.noNamespace" else f"{package}.{found[2]}", element


def bytes_of(root: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))
