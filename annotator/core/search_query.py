"""The little language of the search over all documents: words, phrases, and ``key:value`` for spans and documents.

    wells "no rain" -dry label:quote no:speaker annotator:Li speaker:Oda has:note note:check is:done title:harbour

Reads a query and holds it against the scheme; it searches nothing.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from annotator.core.errors import AnnotatorError
from annotator.core.folding import loose
from annotator.core.model import Annotator, Attribute
from annotator.core.scheme import Scheme

HINT = "words  \"a phrase\"  label:quote  no:speaker"
HELP = """"no rain"  a phrase;  -dry  without that word
label:quote  annotator:Li  spans, and whose
speaker:Oda  part of the value of any attribute
no:speaker  has:unit  also of note and link
note:check  title:harbour  words in them
is:done  is:doing  is:todo  documents;  is:mine"""
_KEYS = ("label", "annotator", "note", "title", "is", "has", "no")
STATES = ("todo", "doing", "done")

_PART = re.compile(r'(-?)(?:([^\W\d][\w-]*):)?(?:"([^"]*)"?|(\S+))')


class Term(NamedTuple):
    """A word or phrase. ``begins``: it may be the beginning of one."""

    text: str
    begins: bool = False
    unwanted: bool = False


class Condition(NamedTuple):
    """What must hold (or, ``unwanted``, must not) of a span; ``state`` of its document too.

    ``kind`` is ``label`` or ``annotator`` (one of the keys or ids ``values``), ``note`` (holds ``values[0]``),
    ``value`` (attribute ``key``; ``how`` is ``part``, ``begins``, ``number`` or ``flag``), ``set`` (attribute ``key``
    has a value), ``any note``, ``any link``, or ``state``.
    """

    kind: str
    values: tuple[str, ...] = ()
    key: str = ""
    how: str = ""
    unwanted: bool = False


class Wanted(NamedTuple):
    """A query that was understood. ``spans``: spans are meant, and not documents."""

    terms: tuple[Term, ...] = ()
    titles: tuple[Term, ...] = ()
    conditions: tuple[Condition, ...] = ()

    @property
    def spans(self) -> bool:
        return any(condition.kind != "state" for condition in self.conditions)

    def __bool__(self) -> bool:
        return bool(self.terms or self.titles or self.conditions)


def understand(query: str, scheme: Scheme, annotators: Iterable[Annotator], mine: str) -> Wanted:
    """Read a query. Raises ``AnnotatorError`` that says which part is not known and what would be."""
    people = tuple(annotators)
    terms, titles, conditions = [], [], []
    for match in _PART.finditer(query):
        unwanted, key = bool(match[1]), (match[2] or "").lower()
        text = match[3] if match[3] is not None else match[4]
        # What is being typed at the end may not be whole yet.
        begins = match[3] is None and match.end() == len(query)
        if match[2] and not text.strip('"'):
            raise AnnotatorError(f"{match[2]}: what? {_example(key)}")
        term = Term(text.rstrip("*"), begins or text.endswith("*"), unwanted)
        if not key or (key in ("http", "https") and text.startswith("//")):
            terms += [term] if _says(term.text) else []
        elif key == "title":
            titles += [term] if _says(term.text) else []
        else:
            conditions += _conditions(key, text, unwanted, scheme, people, mine)
    wanted = Wanted(tuple(terms), tuple(titles), tuple(conditions))
    if wanted.terms + wanted.titles and all(term.unwanted for term in wanted.terms + wanted.titles) and not conditions:
        raise AnnotatorError("Only words to leave out: add one to look for")
    return wanted


def _says(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _example(key: str) -> str:
    return {"is": "is:done", "no": "no:speaker", "has": "has:note"}.get(key, f"such as {key}:something")


def _conditions(
    key: str, text: str, unwanted: bool, scheme: Scheme, people: tuple[Annotator, ...], mine: str
) -> list[Condition]:
    if key == "label":
        names = {label.key: (label.key, label.name) for label in scheme.labels}
        return [Condition("label", _named(text, names, "label"), unwanted=unwanted)]
    if key in ("annotator", "by"):
        named = {each.id: (each.name,) for each in people}
        return [Condition("annotator", _named(text, named, "annotator"), unwanted=unwanted)]
    if key == "note":
        return [Condition("note", (loose(text).text,), unwanted=unwanted)]
    if key == "is":
        return [_is(text.lower(), unwanted, mine)]
    if key in ("has", "no"):
        return _set(text, (key == "no") != unwanted, scheme)
    found = _attributes(key, scheme)
    if not found:
        known = [*_KEYS, *dict.fromkeys(each.key for each in scheme.attributes)]
        raise AnnotatorError(f"There is no “{key}:”; there are {', '.join(known)}")
    how = {"choice": "begins", "number": "number", "boolean": "flag"}.get(found[0].type, "part")
    value = loose(text).text
    if how == "number":
        value = _number(text, key)
    elif how == "flag":
        value = "1" if value in ("yes", "true", "1") else "0"
    return [Condition("value", (value,), found[0].key, how, unwanted)]


def _is(text: str, unwanted: bool, mine: str) -> Condition:
    if text == "mine":
        return Condition("annotator", (mine,), unwanted=unwanted)
    states = tuple(state for state in STATES if state.startswith(text))
    if len(states) != 1:
        raise AnnotatorError("is: what? is:todo, is:doing, is:done or is:mine")
    return Condition("state", states, unwanted=unwanted)


def _set(text: str, without: bool, scheme: Scheme) -> list[Condition]:
    if text.lower() in ("note", "link"):
        return [Condition(f"any {text.lower()}", unwanted=without)]
    found = _attributes(text, scheme)
    if not found:
        known = ["note", "link", *dict.fromkeys(each.key for each in scheme.attributes)]
        raise AnnotatorError(f"There is no attribute “{text}”; there are {', '.join(known)}")
    # Only of spans that could have it: a claim has no speaker to be without.
    labels = tuple(dict.fromkeys(each.label for each in found))
    return [Condition("set", key=found[0].key, unwanted=without), Condition("label", labels)]


def _attributes(name: str, scheme: Scheme) -> list[Attribute]:
    wanted = loose(name).text
    return [each for each in scheme.attributes if wanted in (loose(each.key).text, loose(each.name).text)]


def _named(text: str, names: Mapping[str, tuple[str, ...]], what: str) -> tuple[str, ...]:
    wanted = loose(text).text
    exact = tuple(key for key, known in names.items() if wanted in (loose(name).text for name in known))
    begun = tuple(key for key, known in names.items() if any(loose(name).text.startswith(wanted) for name in known))
    if not begun:
        there = ", ".join(known[-1] for known in names.values())
        raise AnnotatorError(f"There is no {what} “{text}”; there are {there}" if there else f"There is no {what} yet")
    return exact or begun


def _number(text: str, key: str) -> str:
    try:
        return repr(float(text.replace(",", "")))
    except ValueError:
        raise AnnotatorError(f"{key}: is a number, which “{text}” is not") from None
