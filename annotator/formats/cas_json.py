"""UIMA's JSON (version 0.4) from outside, made harmless before a library reads it, as ``cas_xml`` does it. Pure."""

from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.core.model import Json
from annotator.formats.cas_xml import MOST_TYPES, Cas, is_name, is_type
from annotator.formats.layers import WORDS
from annotator.formats.strict import Refusal, shown
from annotator.formats.whole import parse_json

SOFA = "uima.cas.Sofa"
TYPES, STRUCTURES, VIEWS = "%TYPES", "%FEATURE_STRUCTURES", "%VIEWS"


def cas(data: bytes) -> Cas:
    """The parts of a file that can be handed on. Raises ``Refusal`` for what is none at all."""
    try:
        _, raw = parse_json(data)
    except AnnotatorError as error:
        raise Refusal(str(error)) from None
    if not isinstance(raw, dict) or STRUCTURES not in raw:
        raise Refusal(f"is no UIMA CAS in JSON: it has no {STRUCTURES}")
    types = _types(raw.get(TYPES) or {})
    structures = raw[STRUCTURES]
    if isinstance(structures, dict):
        structures = [{**one, "%ID": _id(id_)} for id_, one in structures.items() if isinstance(one, dict)]
    if not isinstance(structures, list):
        raise Refusal(f"is no UIMA CAS in JSON: its {STRUCTURES} are {shown(structures)}")
    texts: dict[str, str] = {}
    refused: list[tuple[str, str]] = []
    sofas = _sofas(structures, texts)
    kept: list[dict[str, Json]] = list(sofas.values())
    taken = set(sofas)
    structures = _without_words(structures)
    for one in structures:
        if isinstance(one, dict) and one.get("%TYPE") == SOFA:
            continue
        why = _wrong(one, sofas, taken) or _unknown(one, types)
        if why:
            refused.append((_called(one), why))
        else:
            taken.add(one["%ID"])
            kept.append(one)
    return Cas({TYPES: types, STRUCTURES: kept, VIEWS: _views(raw.get(VIEWS), texts, taken)}, texts, refused)


def _id(text: str) -> Json:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 else text


def _types(raw: Json) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise Refusal(f"its {TYPES} are {shown(raw)}, not an object")
    if len(raw) > MOST_TYPES:
        raise Refusal(f"describes {len(raw):,} types; at most {MOST_TYPES:,} are read")
    for name, one in raw.items():
        if not isinstance(one, dict):
            raise Refusal(f"its type {shown(name)} is {shown(one)}, not an object")
        ranges = [each.get("%RANGE") if isinstance(each, dict) else each for key, each in one.items() if key[:1] != "%"]
        for each in (name, one.get("%SUPER_TYPE"), *ranges):
            if not isinstance(each, str) or not is_type(each):
                raise Refusal(f"names a type {shown(each)}: that is no name")
        for feature in one:
            if not feature.startswith("%") and not is_name(feature):
                raise Refusal(f"its feature {shown(feature)} cannot be used: that is no name")
    return raw


def _sofas(structures: list[Any], texts: dict[str, str]) -> dict[Any, dict[str, Json]]:
    """The sofas by id, without their texts and whatever else the library does not need."""
    found: dict[Any, dict[str, Json]] = {}
    for one in structures:
        if not isinstance(one, dict) or one.get("%TYPE") != SOFA:
            continue
        id_, name, text = one.get("%ID"), one.get("sofaID"), one.get("sofaString")
        if type(id_) is int and id_ not in found and isinstance(name, str) and name not in texts:
            texts[name] = text if isinstance(text, str) else ""
            found[id_] = {"%ID": id_, "%TYPE": SOFA, "sofaNum": len(found) + 1, "sofaID": name}
    return found


def _without_words(structures: list[Any]) -> list[Any]:
    """All but the tokens and sentences that nothing else names: nearly all of a file, and nobody's work."""
    named: set[Any] = set()
    for one in structures:
        if isinstance(one, dict) and one.get("%TYPE") not in WORDS:
            values = (value for key, value in one.items() if key[:1] == "@" or key == "%ELEMENTS")
            for value in values:
                named.update(each for each in (value if isinstance(value, list) else [value]) if type(each) is int)
    return [
        one
        for one in structures
        if not isinstance(one, dict) or one.get("%TYPE") not in WORDS or _is_in(one.get("%ID"), named)
    ]


def _wrong(one: Any, sofas: dict[Any, Any], taken: set[Any]) -> str:
    """Why a feature structure cannot be handed on; "" if it can."""
    if not isinstance(one, dict):
        return f"is {shown(one)}, not an object"
    if type(one.get("%ID")) is not int:
        return "has no id"
    if one["%ID"] in taken:
        return "its id is taken already"
    if not isinstance(one.get("%TYPE"), str):
        return "is of no type"
    for name in ("begin", "end"):
        if name in one and type(one[name]) is not int:
            return f"its {name} is {shown(one[name])}, not a number"
    if "begin" in one and not _is_in(one.get("@sofa"), sofas):
        return "is about a text that is not in the file"
    for name, value in one.items():
        if name.startswith("@") and type(value) is not int:
            return f"its {name[1:]} is {shown(value)}, not an id"
    return ""


def _unknown(one: dict[str, Json], types: dict[str, Any]) -> str:
    """What of a feature structure the file's own type system lacks; the library's own types are let through."""
    name = one["%TYPE"].removesuffix("[]")
    if name not in types:
        return "" if name.startswith("uima.") else "is of a type that the file does not describe"
    has: set[str] = {"sofa", "begin", "end", "language"}
    above = [name]
    while above[-1] in types and len(above) <= len(types):  # a circle ends, too
        has.update(types[above[-1]])
        above.append(types[above[-1]]["%SUPER_TYPE"])
    odd = [key for key in one if key[:1] != "%" and key.lstrip("@#^") not in has]
    return f"has a feature {shown(odd[0].lstrip('@#^'))} that its type has not" if odd else ""


def _is_in(key: Json, among: Any) -> bool:
    return type(key) is int and key in among


def _called(one: Any) -> str:
    if not isinstance(one, dict):
        return "feature structure"
    return f"{shown(one.get('%TYPE'))} {shown(one.get('%ID'))}"


def _views(raw: Json, texts: dict[str, str], taken: set[Any]) -> dict[str, Any]:
    views: dict[str, Any] = {}
    for name, view in (raw if isinstance(raw, dict) else {}).items():
        members = view.get("%MEMBERS") if isinstance(view, dict) else None
        if name in texts:
            listed = members if isinstance(members, list) else []
            views[name] = {"%MEMBERS": [each for each in listed if _is_in(each, taken)]}
    return views
