"""What is wrong with a row that somebody wrote: said so that they can mend it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

_NEEDED = ("name", "kind", "pattern", "examples")
_CHOICES = {"scope": ("line", "inline"), "where": ("any", "head", "body", "tail"), "until": ("match", "line")}
_GROUPS = {
    "byline": ("people",),
    "date": ("date",),
    "url": ("url",),
    "tag": ("tag", "value"),
    **dict.fromkeys(("key.title", "key.source", "key.dateline"), ("value",)),
}
"""The named groups that the stages read from a row of a kind."""

_TYPES = {str: "text in quotes", list: "a list of texts", int: "a whole number", bool: "true or false"}
_TABLES = {"rule": "[[rule]]", "shape": "[[shape]]"}
_SHAPE = {"name": str, "any_of": list, "within": int, "least": int, "bare": list, "body_after": list, "page": bool}
_BACK = re.compile(r"(?<!\\)(?:\\\\)*\\[1-9]")


def file_faults(data: Mapping[str, Any]) -> Iterator[str]:
    """Say what is wrong with a file of rows as a whole: a table that is none of ours, or not in its form."""
    known = ("rule", "shape", "words", "table", "intake")
    for key, value in data.items():
        if key not in known:
            yield f"{key} is no table of rules; write [[rule]], [[shape]], [words], or [table.NAME]"
        elif key in _TABLES and not (isinstance(value, list) and all(isinstance(row, dict) for row in value)):
            yield f"{key} is no list of rows; begin each row with {_TABLES[key]}"
        elif key == "words":
            yield from _misplaced_words(value)
        elif key == "table" and not _is_tables(value):
            yield 'a table gives texts for texts; write [table.NAME] and lines like "post.example" = "The Post"'


def _misplaced_words(words: Any) -> Iterator[str]:
    if not isinstance(words, dict):
        yield "words is no table; write [words] and lines like NAME = [...]"
        return
    for name, listed in words.items():
        if not _is_texts(listed):
            yield f'the words of {name} are no list of texts; write {name} = ["one", "another"]'


def _is_tables(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(table, dict) and all(isinstance(text, str) for text in table.values()) for table in value.values()
    )


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def shape_faults(row: Mapping[str, Any]) -> Iterator[str]:
    """Say what is wrong with a row of shapes."""
    if not isinstance(row.get("name"), str) or not row["name"]:
        yield "a shape has no name; give it one, in quotes"
        return
    for key, value in row.items():
        if key not in _SHAPE:
            yield f"{key} is no key of shapes; the keys are {', '.join(_SHAPE)}"
        elif key == "bare":
            if not (isinstance(value, list) and all(map(_is_bare, value))):
                yield 'bare is no list of rows like { before = "body", takes = ["title", "source"] }'
        elif type(value) is not _SHAPE[key] or (_SHAPE[key] is list and not _is_texts(value)):
            yield f"{key} must be {_TYPES[_SHAPE[key]]}"


def _is_bare(row: Any) -> bool:
    is_whole = isinstance(row, dict) and row.keys() == {"before", "takes"}
    return is_whole and isinstance(row["before"], str) and _is_texts(row["takes"])


def row_faults(row: Mapping[str, Any], keys: Mapping[str, type], kinds: Collection[str] | None) -> Iterator[str]:
    """Say what is wrong with a row of rules; after a fault of its form nothing more is said.

    keys: that a row may have, each with the type of its value. kinds: those that the stages know; None: any.
    """
    name = row.get("name") if isinstance(row.get("name"), str) else "it"
    faults = [*_form(row, keys)]
    yield from faults
    if faults:
        return
    for key, choices in _CHOICES.items():
        if row.get(key, choices[0]) not in choices:
            yield f"{key} = {row[key]!r} is none of {', '.join(choices)}"
    if kinds is not None and row["kind"] not in kinds:
        yield f"kind = {row['kind']!r} is none of {', '.join(sorted(kinds))}"
    yield from _pattern(row, str(name))


def _form(row: Mapping[str, Any], keys: Mapping[str, type]) -> Iterator[str]:
    unknown = sorted(row.keys() - keys.keys())
    missing = [key for key in _NEEDED if not row.get(key)]
    if missing:
        yield f"it has no {', '.join(missing)}; the keys are {', '.join(keys)}"
    if unknown:
        yield f"it has the unknown key {unknown[0]}; the keys are {', '.join(keys)}"
    for key, kind in keys.items():
        if key not in row or not row[key]:
            continue
        if type(row[key]) is not kind or (kind is list and not _is_texts(row[key])):
            yield f"its {key} must be {_TYPES[kind]}"
    if row.get("max") == 0 or (type(row.get("max")) is int and row["max"] < 0):
        yield "its max must be more than nothing; leave it away for 300 characters"


def _pattern(row: Mapping[str, Any], name: str) -> Iterator[str]:
    text = row["pattern"]
    try:
        pattern = re.compile(text, re.VERBOSE)
    except (re.error, RecursionError, OverflowError) as error:
        yield f"its pattern does not compile: {error}"
        return
    if row["kind"] in _GROUPS and (lacking := [g for g in _GROUPS[row["kind"]] if g not in pattern.groupindex]):
        yield f"its pattern has no group {lacking[0]!r}; write (?P<{lacking[0]}>…) round what is to be read"
    if _BACK.search(text) or "(?P=" in text:
        yield "its pattern refers back to a group; write the words twice, or make two rows"
    elif row.get("scope", "line") == "line":
        try:
            re.compile(f"(?:x\n)|(?:{re.sub(r'[(][?]P<[^>]+>', '(?:', text)}\n)", re.VERBOSE)
        except re.error as error:
            yield f"its pattern cannot stand beside others ({error}); write (?i:…) round what (?i) is for"
    if pattern.fullmatch(""):
        yield f"its pattern matches an empty line; let {name} begin with what must be there"
