"""Bundles -> tasks that Label Studio imports, and the labelling configuration for a scheme.

Whoever works on them there owns what comes back: Label Studio refuses annotators it does not know, so ours are named in
a key of our own, which it leaves aside. Answers about a region are results that the configuration has a control for;
what it has none for stays with the region's note, where Label Studio keeps it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import quoteattr

from annotator.core.model import Annotator, Attribute, Json, Link, Span
from annotator.core.scheme import Scheme, fits
from annotator.formats.bundle import Bundle, Written
from annotator.formats.foreign import count

OURS: dict[str, Json] = {"annotator": {"text": "text"}}
"""What says in a task that it is ours, with plain text under this key of its data, whatever that looks like."""

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(bundles: Iterable[Bundle], names: Mapping[str, str], written: Written) -> Iterator[str]:
    before = "["
    for number, bundle in enumerate(bundles, 1):
        count(written, bundle, "notes", "attributes", "links", "annotators")
        yield before + "\n" + json.dumps(_task(bundle, number, names, written), ensure_ascii=False, allow_nan=False)
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _task(bundle: Bundle, number: int, names: Mapping[str, str], written: Written) -> dict[str, Json]:
    people = {person.id: person for person in bundle.annotators}
    spans: dict[str, list[Span]] = {}
    for span in sorted(bundle.spans, key=lambda one: (one.start, one.end, one.label, one.id)):
        spans.setdefault(span.annotator_id, []).append(span)
    owner = {span.id: span.annotator_id for span in bundle.spans}
    links: dict[str, list[Link]] = {}
    for link in sorted(bundle.links, key=lambda one: one.id):
        if link.from_id not in owner or link.to_id not in owner:
            written.links -= 1
            written.links_left_out += 1
        elif owner[link.from_id] != owner[link.to_id]:
            written.links -= 1
            written.lose("links between spans of different annotators")
        else:
            links.setdefault(owner[link.from_id], []).append(link)
            if link.annotator_id != owner[link.from_id]:
                written.lose("annotators of links on another’s spans")
    annotations: list[Json] = []
    predictions: list[Json] = []
    for who in sorted(spans, key=lambda one: names.get(one, one)):
        person = people.get(who) or Annotator(id=who, name=names.get(who, who))
        results = [result for span in spans[who] for result in _results(span, written.scheme)]
        results += [_relation(link) for link in links.get(who, ())]
        told = {"id": person.id, "name": names.get(who, person.name), "kind": person.kind}
        if person.kind == "suggester":
            predictions.append({"model_version": told["name"], "result": results, "annotator": told})
        else:
            # Without these two Label Studio takes every annotation it imports for the ground truth.
            state = {"was_cancelled": False, "ground_truth": person.kind == "gold"}
            annotations.append({"id": len(annotations) + 1, "result": results, **state, "annotator": told})
    data = {"text": bundle.text, "title": bundle.document.title, "source": bundle.document.source}
    meta = dict(sorted(bundle.document.meta.items()))
    return {"id": number, "data": data, "meta": meta, **OURS, "annotations": annotations, "predictions": predictions}


def _results(span: Span, scheme: Scheme | None) -> Iterator[dict[str, Json]]:
    place = {"start": span.start, "end": span.end, "text": span.text}
    known = {one.key: one for one in scheme.attributes_of(span.label)} if scheme else {}
    answers, others = [], {}
    for key, value in sorted(span.attributes.items()):
        if key in known and fits(known[key], value):
            answers.append(_answer(span, known[key], value, place))
        else:
            others[key] = value
    region: dict[str, Json] = {
        "id": span.id,
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": place | {"labels": [span.label]},
    }
    meta: dict[str, Json] = ({"text": [span.note]} if span.note else {}) | ({"attributes": others} if others else {})
    yield region | ({"meta": meta} if meta else {})
    yield from answers


def _answer(span: Span, attribute: Attribute, value: Json, place: dict[str, Json]) -> dict[str, Json]:
    kind = _control(attribute).lower()
    said = {"textarea": {"text": [value]}, "choices": {kind: [_word(value)]}, "number": {kind: value}}[kind]
    name = _name(attribute)
    return {"id": span.id, "from_name": name, "to_name": "text", "type": kind, "value": place | said}


def _relation(link: Link) -> dict[str, Json]:
    ends = {"from_id": link.from_id, "to_id": link.to_id}
    return {"type": "relation", **ends, "direction": "right", "labels": [link.type]}


# The labelling configuration


def configuration(scheme: Scheme) -> tuple[str, str]:
    """The labels with their colours and keys; for each attribute a control that shows with its label; link types."""
    keys: set[str] = set()
    lines = ["<View>", '  <Labels name="label" toName="text">']
    for label in scheme.labels:
        hotkey = label.shortcut.lower() if len(label.shortcut) == 1 and label.shortcut.lower() not in keys else ""
        keys.add(hotkey)
        hint = label.description or label.name
        given = {"value": label.key, "background": label.color, "hotkey": hotkey, "hint": hint}
        lines.append(f"    <Label{_attributes(given)}/>")
    lines += ["  </Labels>", '  <Text name="text" value="$text"/>']
    for label in scheme.labels:
        for attribute in scheme.attributes_of(label.key):
            lines += _controls(label.key, f"{label.name}: {attribute.name}", attribute)
    lines.append("  <Relations>")
    lines += [f"    <Relation{_attributes({'value': kind.key})}/>" for kind in scheme.link_types]
    return "labels.xml", "\n".join([*lines, "  </Relations>", "</View>"]) + "\n"


def _controls(label: str, heading: str, attribute: Attribute) -> Iterator[str]:
    kind = _control(attribute)
    when = {"whenTagName": "label"} | ({"whenLabelValue": label} if "," not in label else {})
    named = {"name": _name(attribute), "toName": "text", "perRegion": "true", **when}
    yield f"  <View{_attributes({'visibleWhen': 'region-selected', **when})}>"
    yield f"    <Header{_attributes({'value': heading, 'size': '5'})}/>"
    if kind == "Choices":
        yield f"    <Choices{_attributes(named | {'choice': 'single', 'showInline': 'true'})}>"
        values = attribute.values if attribute.type == "choice" else ("true", "false")
        yield from (f"      <Choice{_attributes({'value': value})}/>" for value in values)
        yield "    </Choices>"
    else:
        more = {"maxSubmissions": "1", "editable": "true"} if kind == "TextArea" else {}
        yield f"    <{kind}{_attributes(named | more)}/>"
    yield "  </View>"


def _control(attribute: Attribute) -> str:
    return {"text": "TextArea", "number": "Number"}.get(attribute.type, "Choices")


def _name(attribute: Attribute) -> str:
    """The name of an attribute's control: labels may have attributes of one key with different values."""
    return f"{attribute.label}.{attribute.key}"


def _word(value: Json) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _attributes(given: Mapping[str, str]) -> str:
    return "".join(f" {key}={quoteattr(_NO_XML.sub('', value))}" for key, value in given.items() if value)
