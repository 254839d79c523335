"""JSON Lines, and JSON files that hold one article or a list of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from backfile.intake.fields import MEND, field_parts
from backfile.intake.record import compose
from backfile.model import Intake, RawArticle, Refusal

_SUFFIXES = frozenset({".jsonl", ".ndjson", ".json"})
_LISTS = ("articles", "items", "documents", "docs", "results", "records", "stories", "data", "entries")
_LONGEST_INTEGER = 20
_REPAIR = "repair the JSON, or take it out of the raw folder"


def is_jsonl(suffix: str, text: str) -> bool:
    """Say whether a file is of this container: `.jsonl`, `.ndjson` or `.json`."""
    return suffix in _SUFFIXES


def split(path: str, text: str, encoding: str, mapping: Mapping[str, str] | None = None) -> Intake:
    """Split a JSON file into its articles.

    text: the decoded file: one object a line, one object, a list of objects, or an object with such a list under a
    usual name (`articles`, `items`, …). mapping: field to key. What is broken, no object, or without a body is
    refused alone; records count from 0 in the order of the file, refused ones included.
    """
    articles: list[RawArticle] = []
    refusals: list[Refusal] = []
    for record, (loaded, twice, where) in enumerate(_records(path, text)):
        found = _article(path, record, loaded, twice, where, encoding, mapping or {})
        if isinstance(found, Refusal):
            refusals.append(found)
        else:
            articles.append(found)
    if not articles and not refusals:
        refusals.append(Refusal(path, "the list in it is empty", "put articles into it, or remove it"))
    return Intake(tuple(articles), tuple(refusals))


def parse(text: str) -> tuple[object, tuple[str, ...]]:
    """Parse hostile JSON: the value, and the keys that stood twice in one object (the last one counts).

    Raises ValueError with a short reason for what is broken, and for nesting too deep to be an article. Integers
    too long for any date stay text, so that no digit is lost and none takes quadratic time.
    """
    twice: list[str] = []

    def pairs(found: list[tuple[str, object]]) -> dict[str, object]:
        made = dict(found)
        if len(made) < len(found):
            keys = [key for key, _ in found]
            twice.extend(sorted({key for key in keys if keys.count(key) > 1}) if len(keys) < 1000 else ["(many)"])
        return made

    try:
        return json.loads(text, object_pairs_hook=pairs, parse_int=_integer), tuple(twice)
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"it is broken JSON: {error.msg} at character {error.pos}") from None


def _records(path: str, text: str) -> Iterator[tuple[object, tuple[str, ...], str]]:
    """Give each record parsed (a ValueError in place of a broken one), its double keys, and where it stands."""
    opening = text[:4096].lstrip()
    whole_first = path.lower().endswith(".json") or opening.startswith("[")
    broken: ValueError | None = None
    if whole_first:
        try:
            value, twice = parse(text)
        except ValueError as error:
            broken = error
        else:
            for item in _listed(value):
                yield item, twice, ""
            return
    lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line and not line.isspace()]
    if broken is not None and not _is_object(lines[0][1] if len(lines) > 1 else ""):
        yield broken, (), ""
        return
    for number, line in lines:
        try:
            value, twice = parse(line)
        except ValueError as error:
            yield error, (), f"line {number}"
        else:
            yield value, twice, f"line {number}"


def _listed(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        for name in _LISTS:
            held = value.get(name)
            if isinstance(held, list) and held and all(isinstance(h, dict) for h in held):
                return held
    return [value]


def _is_object(line: str) -> bool:
    try:
        return isinstance(parse(line)[0], dict)
    except ValueError:
        return False


def _article(
    path: str,
    record: int,
    loaded: object,
    twice: tuple[str, ...],
    where: str,
    encoding: str,
    mapping: Mapping[str, str],
) -> RawArticle | Refusal:
    prefix = f"{where}: " if where else ""
    if isinstance(loaded, ValueError):
        return Refusal(path, f"{prefix}{loaded}", _REPAIR, record)
    if not isinstance(loaded, dict):
        kind = {list: "a list", str: "a string", type(None): "null", bool: "true or false"}
        return Refusal(
            path,
            f"{prefix}it is {kind.get(type(loaded), 'a number')}, not an object with the fields of an article",
            "give each article as one JSON object, or take it out of the raw folder",
            record,
        )
    found = field_parts(loaded, "jsonl", mapping)
    if isinstance(found, str):
        return Refusal(path, f"{prefix}{found}", MEND, record)
    parts, notes = found
    if twice:
        notes = (*notes, f"keys that stand twice, the last one taken: {', '.join(sorted(set(twice))[:10])}")
    return compose(path, record, parts, encoding, "jsonl", notes)


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_INTEGER else digits
