"""Conversion's result into a document, and a new document into the one that people have edited.

`wrote` holds a short hash of each value that Backfile wrote; a value that no longer has it is a person's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring
from typing import TypeVar

from backfile.markdown.document import (
    FIELDS,
    KEY_ORDER,
    Document,
    Provenance,
    Value,
    entries,
    name_of,
    names,
    text_of,
)
from backfile.markdown.escaping import body_of, fold
from backfile.markdown.tag_list import read_tags
from backfile.model import TAG_KINDS, Article, Person, Tag, Tags

T = TypeVar("T")

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode

_LISTS = frozenset(("reporters", "contributors", "editors", "corrections", "tags", *TAG_KINDS))
_HASHED = (*FIELDS, "body")


def write(article: Article, tags: Tags, *, slug: str, raw: Provenance, also: Iterable[Provenance] = ()) -> Document:
    """Make the document of an article.

    slug: permanent from now on. raw: the record it was read from. also: further records with the same text.
    """
    by_kind: dict[str, tuple[Tag, ...]] = {kind: getattr(tags, kind) for kind in TAG_KINDS}
    front: dict[str, Value] = {
        "title": fold(article.title or ""),
        "date": article.date,
        "source": fold(article.source or ""),
        "dateline": fold(article.dateline or ""),
        "reporters": [_person(person) for person in article.reporters],
        "contributors": [_person(person) for person in article.contributors],
        "editors": [_person(person) for person in article.editors],
        **{kind: [_tag(kind, tag) for tag in of_kind] for kind, of_kind in by_kind.items()},
        "corrections": [fold(text) for text in article.corrections],
        "url": fold(article.url or ""),
    }
    front["tags"] = _union(front)
    body = body_of(article.paragraphs)
    front["slug"] = slug
    front["raw"] = raw.as_value()
    front["also"] = [entry.as_value() for entry in also]
    front["wrote"] = _hashes({**front, "body": body})
    return Document({key: front[key] for key in KEY_ORDER if front.get(key)}, body)


def edited(document: Document) -> frozenset[str]:
    """The fields that a person wrote, changed or took out, `body` among them.

    A field that says nothing and that Backfile never wrote is not among them.
    """
    wrote = _wrote(document)
    values = {**document.front, "body": document.body}
    return frozenset(key for key in _HASHED if _hash(key, values.get(key)) != wrote.get(key))


def merge(old: Document, new: Document) -> Document:
    """Refresh a document value by value: what a person changed in `old` stays, the rest is `new`'s.

    `slug` and every key that is not the format's stay as in `old`, and so does the order of its keys.
    Where a person changed `tags`, the list stays, and what they took out, or named with a minus sign, is left out of
    its kind as well.
    """
    kept = edited(old)
    wrote, new_wrote = _wrote(old), _wrote(new)
    values: dict[str, Value] = dict(old.front)
    hashes: dict[str, str] = {}
    for key in FIELDS:
        if key in kept:
            _put(hashes, key, wrote.get(key))
        else:
            _put(values, key, new.front.get(key))
            _put(hashes, key, new_wrote.get(key))
    if "tags" in kept:
        typed = read_tags(names(values.get("tags")))
        for kind in TAG_KINDS:
            if kind not in kept:
                _put(values, kind, [entry for entry in entries(values.get(kind)) if typed.keeps(name_of(entry))])
                _put(hashes, kind, _hash(kind, values.get(kind)))
    else:
        _put(values, "tags", _union(values))
        _put(hashes, "tags", _hash("tags", values.get("tags")))
    body, body_hash = (old.body, wrote.get("body")) if "body" in kept else (new.body, new_wrote.get("body"))
    _put(hashes, "body", body_hash)
    if not old.text("slug"):
        _put(values, "slug", new.front.get("slug"))
    for key in ("raw", "also"):
        _put(values, key, new.front.get(key))
    written: dict[str, Value] = dict(hashes)
    _put(values, "wrote", written)
    return Document(_in_order(values, list(old.front)), body)


def rewritten(document: Document, body: str) -> Document:
    """The document with another body, as Backfile's own: its hash stands in `wrote`, as after a conversion."""
    hashes: dict[str, Value] = dict(_wrote(document))
    _put(hashes, "body", _hash("body", body))
    return Document({**document.front, "wrote": hashes}, body)


def confirmed(document: Document, fields: Iterable[str]) -> Document:
    """The document with these fields as a person's own, also where they say what Backfile wrote."""
    hashes: dict[str, Value] = dict(_wrote(document))
    for key in fields:
        if hashes.get(key) == _hash(key, document.front.get(key)):
            hashes.pop(key, None)
    return Document({**document.front, "wrote": hashes}, document.body)


def in_order(document: Document) -> Document:
    """The document without empty values, a key of the format that was added standing where the format puts it."""
    order = [key for key in document.front if key not in ("also", "redirect_from")]
    values = {key: value for key, value in document.front.items() if value or key not in KEY_ORDER}
    return Document(_in_order(values, order), document.body)


def fingerprint(document: Document) -> str:
    """A hash of all that a document says, for telling whether two are the same."""
    text = json.dumps([list(document.front.items()), document.body], ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _person(person: Person) -> Value:
    more = {"location": fold(person.location or ""), "email": fold(person.email or "")}
    if not any(more.values()):
        return fold(person.name)
    return {"name": fold(person.name), **{key: value for key, value in more.items() if value}}


def _tag(kind: str, tag: Tag) -> Value:
    # Places, organisations and people are known by name; a topic's label may change, its code does not.
    return {"name": fold(tag.name), "code": tag.code} if kind == "topics" and tag.code else fold(tag.name)


def _union(front: Mapping[str, Value]) -> Value:
    return list(dict.fromkeys(name for kind in TAG_KINDS for name in names(front.get(kind))))


def _wrote(document: Document) -> Mapping[str, str]:
    wrote = document.front.get("wrote")
    return {key: text_of(value) for key, value in wrote.items()} if isinstance(wrote, dict) else {}


def _hashes(values: Mapping[str, Value]) -> Value:
    return {key: digest for key in _HASHED if (digest := _hash(key, values.get(key))) is not None}


def _hash(key: str, value: Value) -> str | None:
    """Eight hexadecimal digits for a value, the same for every way of writing it; None for nothing."""
    if not value:
        return None
    if key == "body":
        said: object = "\n".join(line.rstrip() for line in value.split("\n")) if isinstance(value, str) else ""
    elif key in _LISTS:
        said = [_said(entry) for entry in entries(value)]
    else:
        said = _said(value)
    if not said:
        return None
    text = encode_basestring(said) if isinstance(said, str) else _encode(said)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _said(value: Value) -> object:
    if isinstance(value, str):
        return text_of(value)
    if isinstance(value, list):
        return [_said(item) for item in value]
    if isinstance(value, dict):
        said = {key: _said(item) for key, item in value.items() if item}
        return said["name"] if said.keys() == {"name"} else said
    return None


def _put(mapping: dict[str, T], key: str, value: T | None) -> None:
    if value:
        mapping[key] = value
    else:
        mapping.pop(key, None)


def _in_order(values: Mapping[str, Value], order: list[str]) -> dict[str, Value]:
    """The values in the given order of keys, further ones after the key that the format puts before them."""
    for key in KEY_ORDER:
        if key in values and key not in order:
            before = KEY_ORDER[: KEY_ORDER.index(key)]
            order.insert(max((order.index(k) for k in before if k in order), default=-1) + 1, key)
    return {key: values[key] for key in order if key in values}
