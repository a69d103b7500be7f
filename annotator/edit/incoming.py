"""A scheme from a file, as a draft for a project that has one of its own: matched by key, so that spans keep theirs."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from annotator.core.model import Attribute, Label, LinkType
from annotator.core.scheme import Scheme
from annotator.edit.drafts import Draft
from annotator.edit.guidelines import guideline
from annotator.edit.schemes import SchemeFile
from annotator.store.queries import Queries

T = TypeVar("T", bound=Label | Attribute | LinkType)


def incoming(query: Queries, file: SchemeFile, *, remove: bool) -> Draft:
    """The draft that gives a project the scheme of a file.

    What the file lacks is kept behind the rest, or with ``remove`` goes with its spans, values and links. A label that
    is kept loses its key to one of the file.
    """
    before, wanted = query.scheme(), file.scheme
    scheme = Scheme(
        _joined(before.labels, wanted.labels, remove),
        _joined(before.attributes, wanted.attributes, remove),
        _joined(before.link_types, wanted.link_types, remove),
    )
    keys = {label.key for label in scheme.labels}
    moved = {label.key: "" for label in before.labels if label.key not in keys}
    scheme = scheme._replace(attributes=tuple(each for each in scheme.attributes if each.label in keys))
    return Draft(before, _one_key_each(scheme, wanted), moved, guidelines=_other_pages(query, scheme, file))


def _joined(before: tuple[T, ...], wanted: tuple[T, ...], remove: bool) -> tuple[T, ...]:
    here = {_place(each): each for each in before}
    taken: list[T] = [_as_here(each, here.get(_place(each))) for each in wanted]
    there = {_place(each) for each in wanted}
    left: list[T] = [] if remove else [each for each in before if _place(each) not in there]
    return (*taken, *left)


def _place(record: Label | Attribute | LinkType) -> tuple[str, str]:
    return (record.label if isinstance(record, Attribute) else "", record.key)


def _as_here(record: T, here: T | None) -> T:
    """The record of the file under the id that the project has for it, with the rev that came to there."""
    return record if here is None else replace(record, id=here.id, created_at=here.created_at)


def _one_key_each(scheme: Scheme, wanted: Scheme) -> Scheme:
    taken = {label.shortcut.casefold() for label in wanted.labels}
    theirs = {label.key for label in wanted.labels}
    labels: Iterable[Label] = (
        replace(label, shortcut="") if label.key not in theirs and label.shortcut.casefold() in taken else label
        for label in scheme.labels
    )
    return scheme._replace(labels=tuple(labels))


def _other_pages(query: Queries, scheme: Scheme, file: SchemeFile) -> dict[str, str]:
    labels = {label.key: label for label in scheme.labels}
    return {key: text for key, text in file.guidelines.items() if guideline(query, labels[key]).text != text}
