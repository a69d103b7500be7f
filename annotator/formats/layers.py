"""Layers of UIMA and INCEpTION <-> spans and links: what is a label, what an attribute, and how our own layer is named.

Our spans go out as one layer of our own, ``AnnotatorSpan``, whose features are ``label``, ``note`` and the attributes;
links as the relation layer ``AnnotatorLink``. Layers of others are read by what their features are called. Pure.
"""

import json
import keyword
import re
from collections.abc import Iterable, Mapping

from annotator.core.model import Json
from annotator.core.text import clean
from annotator.formats.strict import Refusal, cleaned, decode_line

SPAN, LINK = "webanno.custom.AnnotatorSpan", "webanno.custom.AnnotatorLink"
LABEL, NOTE = "label", "note"

DKPRO = "de.tudarmstadt.ukp.dkpro.core.api."
TOKEN = f"{DKPRO}segmentation.type.Token"
SENTENCE = f"{DKPRO}segmentation.type.Sentence"
WORDS = TOKEN, SENTENCE
METADATA = f"{DKPRO}metadata.type.DocumentMetaData"
POS = f"{DKPRO}lexmorph.type.pos.POS"
_STRING, _ANNOTATION = "uima.cas.String", "uima.tcas.Annotation"

_NAMES_OF_LABELS = (
    "value",
    "label",
    "category",
    "posvalue",
    "chunkvalue",
    "dependencytype",
    "referencetype",
    "identifier",
)
_TOKENS_OWN = (
    *("segmentation.type.Token", "segmentation.type.Sentence", "segmentation.type.Lemma", "segmentation.type.Stem"),
    *("segmentation.type.TokenForm", "segmentation.type.Div", "segmentation.type.Paragraph"),
    *(
        "lexmorph.type.morph.MorphologicalFeatures",
        "metadata.type.DocumentMetaData",
        "metadata.type.MetaDataStringField",
    ),
    *("metadata.type.TagsetDescription", "metadata.type.TagDescription"),
)
_WORTH = ("Lemma", "Stem")
_BASE = ("uima.", "org.dkpro.core.api.xml.type.", "org.dkpro.core.api.pdf.type.")
_NOBODYS = ("de.tudarmstadt.ukp.clarin.webanno.api.type.CASMetadata", "de.tudarmstadt.ukp.inception.")

_PLAIN = re.compile(r"(?!a_|ROLE_|BT_)[A-Za-z][A-Za-z0-9_]*")
_CODED = re.compile(r"a_(?:[A-Za-z0-9]|_[0-9a-f]+_)*")
_TAKEN = frozenset((LABEL, NOTE, "begin", "end", "sofa", "self", "get", "set", "value_", "xmiID"))


def short(layer: str) -> str:
    """``NamedEntity`` of ``de.....NamedEntity``: what a layer is called where its annotations carry no label."""
    return layer.rpartition(".")[2]


def is_told(layer: str) -> bool:
    """Whether apparatus is worth a word where it is left out: somebody may look for lemmas, nobody for tokens."""
    return layer.startswith(f"{DKPRO}lexmorph.") or layer in (f"{DKPRO}segmentation.type.{each}" for each in _WORTH)


def is_apparatus(layer: str) -> bool:
    """Whether a layer is not of what people mark but of what the tool needs: words, sentences, lemmas, metadata."""
    if layer == _ANNOTATION:
        return False  # what nobody has said more of than that it is one
    return (
        layer.startswith(_BASE)
        or layer.startswith(_NOBODYS)
        or (layer.startswith(DKPRO) and layer.removeprefix(DKPRO) in _TOKENS_OWN)
    )


def feature_of(key: str) -> str:
    """A name that UIMA and INCEpTION allow for an attribute: its key, if it is one; else ``a_`` and its characters."""
    if _PLAIN.fullmatch(key) and key not in _TAKEN and not keyword.iskeyword(key):
        return key
    return "a_" + re.sub(r"[^A-Za-z0-9]", lambda found: f"_{ord(found[0]):x}_", key)


def key_of(feature: str) -> str:
    """The attribute that ``feature_of`` made this name of."""
    if not _CODED.fullmatch(feature):
        return feature
    try:
        return re.sub(r"_([0-9a-f]+)_", lambda found: chr(int(found[1], 16)), feature[2:])
    except (ValueError, OverflowError):
        return feature


def text_of(value: Json) -> str:
    """The value of an attribute as a string: a text as it is unless it reads as JSON, anything else as JSON."""
    if isinstance(value, str) and value and not _reads_as_json(value):
        return value
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def value_of(text: str) -> Json:
    """The value that ``text_of`` wrote."""
    try:
        return decode_line(text)[0]
    except (Refusal, RecursionError):
        return text


def _reads_as_json(text: str) -> bool:
    try:
        decode_line(text)
    except (Refusal, RecursionError):
        return False
    return True


def label_feature(features: Iterable[str]) -> str | None:
    """Which feature of somebody's layer says what an annotation is; ``None`` if none does."""
    by_name = {feature.lower(): feature for feature in features}
    return next((by_name[name] for name in _NAMES_OF_LABELS if name in by_name), None)


def record_of(layer: str, features: Iterable[str], values: Mapping[str, Json]) -> dict[str, Json]:
    """Label, note and attributes of an annotation, clean. ``features`` are all the layer has, ``values`` those set."""
    note: Json = ""
    if layer == SPAN:
        label, note = values.get(LABEL), values.get(NOTE, "")
        others = {
            key_of(name): value_of(value) if isinstance(value, str) else value
            for name, value in values.items()
            if name not in (LABEL, NOTE)
        }
    else:
        named = label_feature(features)
        label = values.get(named) if named else None
        others = {name: value for name, value in values.items() if name != named}
    return {
        "label": clean(_label(label) or short(layer)),
        "note": clean(note) if isinstance(note, str) else "",
        "attributes": cleaned(others),
    }


def link_type(layer: str, features: Iterable[str], values: Mapping[str, Json]) -> tuple[str, int]:
    """The type of a relation, and how many other values it has, for which a link has no place."""
    named = LABEL if layer == LINK else label_feature(features)
    found = _label(values.get(named)) if named else ""
    return clean(found or short(layer)), len(values) - bool(found)


def _label(value: Json) -> str:
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    return value if isinstance(value, str) else ""


def types(keys: Iterable[str], *, whole: bool = False) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Our layers, with a feature for each attribute, as (name, its supertype, features with their types). The ``whole``
    type system has tokens, sentences and metadata too, which INCEpTION knows anyway."""
    features = [(LABEL, _STRING), (NOTE, _STRING), *((feature_of(key), _STRING) for key in sorted(set(keys)))]
    found = [
        (SPAN, _ANNOTATION, features),
        (LINK, _ANNOTATION, [("Governor", SPAN), ("Dependent", SPAN), (LABEL, _STRING)]),
    ]
    if whole:
        metadata = [(name, _STRING) for name in ("documentTitle", "documentId", "documentUri")]
        found += [(TOKEN, _ANNOTATION, []), (SENTENCE, _ANNOTATION, [])]
        found.append((METADATA, "uima.tcas.DocumentAnnotation", metadata))
    return found


def type_system(keys: Iterable[str], *, whole: bool = False) -> str:
    """The same as UIMA's XML, from which INCEpTION imports layers."""
    described = "".join(_type(*each) for each in types(keys, whole=whole))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">\n  <types>\n'
        f"{described}  </types>\n</typeSystemDescription>\n"
    )


def _type(name: str, above: str, features: Iterable[tuple[str, str]]) -> str:
    parts = [
        f"        <featureDescription>\n          <name>{feature}</name>\n          <description/>\n"
        f"          <rangeTypeName>{kind}</rangeTypeName>\n        </featureDescription>\n"
        for feature, kind in features
    ]
    listed = f"      <features>\n{''.join(parts)}      </features>\n" if parts else ""
    return (
        f"    <typeDescription>\n      <name>{name}</name>\n      <description/>\n"
        f"      <supertypeName>{above}</supertypeName>\n{listed}    </typeDescription>\n"
    )
