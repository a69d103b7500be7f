"""A type system for an XMI file that came without one, or with one that does not fit: what its elements show.

What is a reference can only be seen by the names that INCEpTION gives references, and by their values.
"""

from collections.abc import Iterable
from typing import Any

from annotator.formats.cas_xml import ID, elements, is_name, is_type

_REFERENCES = ("Governor", "Dependent", "next", "first", "target", "pos")
_GIVEN = ("sofa", "begin", "end", ID)
STRING, STRINGS, ARRAY, TOP = "uima.cas.String", "uima.cas.StringArray", "uima.cas.FSArray", "uima.cas.TOP"


class _Seen:
    """What the elements of one type show."""

    def __init__(self) -> None:
        self.above = TOP
        self.values: dict[str, list[str]] = {}
        self.lists: set[str] = set()


def inferred(root: Any, make: Any) -> Any:
    """The type system of an XMI tree. ``make`` is the library's class of type systems. Attributes and elements that no
    type can have are taken out of the tree."""
    system = make()
    known = {one.name for one in system.get_types(built_in=True)}
    seen: dict[str, _Seen] = {}
    ids, links = set(), set()
    for name, element in list(elements(root)):
        if name in known or not is_type(name):
            continue
        ids.add(element.get(ID))
        if "target" in element.attrib:
            links.add(element.get(ID))
        _look(element, seen.setdefault(name, _Seen()))
    for name, one in seen.items():
        made = system.create_type(name, one.above)
        for feature in one.values.keys() | one.lists:
            kind = STRINGS if feature in one.lists else _kind(feature, one.values[feature], ids, links)
            system.create_feature(made, name=feature, rangeType=kind)
    return system


def _look(element: Any, seen: _Seen) -> None:
    if "begin" in element.attrib:
        seen.above = "uima.tcas.Annotation"
    elif "sofa" in element.attrib and seen.above == TOP:
        seen.above = "uima.cas.AnnotationBase"
    for name, value in list(element.attrib.items()):
        if name in _GIVEN:
            continue
        if is_name(name):
            seen.values.setdefault(name, []).append(value)
        else:
            del element.attrib[name]
    for child in list(element):
        if is_name(child.tag):
            seen.lists.add(child.tag)
        else:
            element.remove(child)


def _kind(feature: str, values: Iterable[str], ids: set[str], links: set[str]) -> str:
    if feature in _REFERENCES and all(value in ids for value in values):
        return TOP
    if all(value and links.issuperset(value.split()) for value in values):
        return ARRAY
    return STRING
