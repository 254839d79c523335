"""Which key of a record, or column of a table, holds which field: as the owner declares, else as crawlers name them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from backfile.intake.dates import normal_date
from backfile.intake.markup import fragment_parts
from backfile.intake.record import Part

KNOWN: Mapping[str, tuple[str, ...]] = {
    "title": ("headline", "title", "article_title", "head_line", "hed", "name"),
    "byline": ("byline", "authors", "author", "reporters", "reporter", "creator"),
    "editors": ("editors", "editor"),
    "date": (
        *("date", "published", "date_published", "date_publish", "publish_date", "published_date", "pub_date"),
        *("published_at", "published_time", "published_on", "publication_date", "pubdate", "date_time", "datetime"),
    ),
    "source": (
        *("source", "publication", "publisher", "newspaper", "outlet", "site_name", "source_name"),
        *("source_domain", "domain"),
    ),
    "dateline": ("dateline",),
    "url": ("url", "link", "article_url", "canonical_url", "canonical_link", "source_url", "web_url", "permalink"),
    "body": (
        *("body", "text", "content", "maintext", "main_text", "article_body", "article_text", "body_text"),
        *("full_text", "fulltext", "cleaned_text", "plain_text", "story", "article", "content_html", "body_html"),
    ),
    "correction": ("correction", "corrections"),
    "caption": ("caption", "captions", "image_caption"),
}
"""For each field that a mapping may name, the keys that are taken for it without one, the likeliest first."""

MEND = 'name the one that holds it in content/rules/intake.toml, under [intake.mapping], as body = "its name"'

_LONE_URL = re.compile(r"https?://[^\s/]\S*$", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_WORD = re.compile(r"[\W_]+")
_MARKUP = re.compile(r"\s*<(?:!--|/?[a-z][a-z0-9]*\b)[^<>]{0,2000}>", re.IGNORECASE)
_BLOCK_MARKUP = re.compile(r"</(?:p|div|h[1-6]|li)>|<br\b", re.IGNORECASE)
_NAME_KEYS = ("name", "full_name", "fullName", "title", "text", "content", "value", "body", "@value", "rendered")
_DEEPEST = 4
_MOST_NAMED = 20


def field_parts(
    values: Mapping[str, object], shape: str, mapping: Mapping[str, str]
) -> tuple[tuple[Part, ...], tuple[str, ...]] | str:
    """Take the fields out of one record.

    values: key or column to whatever stood there. shape: the container's name, the first half of every rule.
    mapping: field to key, as the owner declares it; a key may be a path, `story.text`.

    Returns the parts to compose and notes; or, for a record without a body, the reason in plain words. Prose under
    keys that stand for no field is kept apart as a discard; other keys are named in a note.
    """
    stated = {field: list(_candidates(field, values, mapping)) for field in KNOWN}
    parts: list[Part] = []
    used: set[str] = set()
    for field, candidates in stated.items():
        for key, value in candidates:
            if key in used:
                continue
            taken = list(_taken(field, key, value, shape))
            if taken:
                parts += taken
                used.add(key)
                if any(p.field == (_FIELD_OF.get(field) or field) for p in taken):
                    break
    if not any(p.field == "body" and p.text.strip() for p in parts):
        return _no_body(values, [key for key, _ in stated["body"]])
    seen = {p.text.strip() for p in parts}
    unused: list[str] = []
    for key, value in values.items():
        if key in used or not _text(value).strip():
            continue
        text = _text(value).strip() if isinstance(value, str) else ""
        if text in seen and text:
            continue
        if len(text.split(None, 3)) >= 3 and not _MARKUP.match(text):
            parts.append(Part("discard", text, f"{shape}.{key}"))
            seen.add(text)
        else:
            unused.append(key)
    notes = (f"not used: {_list(unused)}",) if unused else ()
    return tuple(parts), notes


_FIELD_OF: Mapping[str, str] = {"editors": "byline", "caption": "discard"}


def _candidates(field: str, values: Mapping[str, object], mapping: Mapping[str, str]) -> Iterator[tuple[str, object]]:
    declared = mapping.get(field)
    if declared is not None:
        if declared in values:
            yield declared, values[declared]
        elif "." in declared:
            yield declared, _at(values, declared.split("."))
    spoken_for = set(mapping.values())
    by_name = {_plain_key(key): key for key in reversed(list(values)) if key not in spoken_for}
    for name in KNOWN[field]:
        key = by_name.get(name)
        if key is not None:
            yield key, values[key]


def _taken(field: str, key: str, value: object, shape: str) -> Iterator[Part]:
    rule = f"{shape}.{key}"
    if field == "body":
        text = _text(value, "\n\n")
        if _MARKUP.match(text) and (_BLOCK_MARKUP.search(text) or key.lower().endswith("html")):
            yield from fragment_parts(text, rule)
        elif text.strip():
            yield Part("body", text, rule)
        return
    text = _text(value, "\n\n" if field in ("correction", "caption") else ", ").strip()
    if not text:
        return
    if field == "editors":
        yield Part("byline", text if text.lower().startswith("edit") else f"Editors: {text}", rule)
    elif field == "caption":
        yield Part("discard", text, rule)
    elif field == "date":
        yield Part("date", text, rule, normal_date(text))
    elif field == "url":
        yield Part("url" if _LONE_URL.match(text) else "discard", text, rule)
    else:
        yield Part(field, text, rule)


def is_web_address(text: str) -> bool:
    """Say whether a declared address is one of the web, which alone may become a link."""
    return _LONE_URL.match(text.strip()) is not None


def _text(value: object, joint: str = ", ", depth: int = _DEEPEST) -> str:
    """Give the text of a value as JSON or CSV holds it: a list is joined, an object speaks by its name or text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None or depth == 0:
        return ""
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        texts = (_text(value[k], joint, depth - 1) for k in _NAME_KEYS if k in value)
        return next((t for t in texts if t.strip()), "")
    if isinstance(value, Iterable):
        texts_in = [t for t in (_text(v, joint, depth - 1) for v in value) if t.strip()]
        # "Doe, Jane" in a list of names: a comma between them would make four of two.
        return ("; " if joint == ", " and any("," in t for t in texts_in) else joint).join(texts_in)
    return ""


def _at(values: Mapping[str, object], path: list[str]) -> object:
    found: object = values
    for name in path:
        if not isinstance(found, Mapping):
            return None
        found = found.get(name)
    return found


@lru_cache(maxsize=4096)
def _plain_key(key: str) -> str:
    """`datePublished`, `Date-Published` and `date_published` are one name."""
    return _NOT_WORD.sub("_", _CAMEL.sub("_", key.strip())).strip("_").casefold()


def _no_body(values: Mapping[str, object], empty: list[str]) -> str:
    if empty:
        return f"{_list(empty)} holds no text"
    return f"none of its fields is known to hold the article's text; it has {_list(list(values)) or 'none'}"


def _list(names: list[str]) -> str:
    shown = [n if len(n) <= 40 else n[:39] + "…" for n in map(str, names[:_MOST_NAMED])]
    more = len(names) - _MOST_NAMED
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")
