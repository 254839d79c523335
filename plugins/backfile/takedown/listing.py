"""The list of what was taken down, `content/takedown.toml`: read, checked, and written."""

from __future__ import annotations

import json
import os
import re
import secrets
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

from backfile.takedown.words import Key, Mark

NAME = "takedown.toml"
"""The file's name inside the content folder."""

SECRET = "BACKFILE_TAKEDOWN_KEY"
"""The environment's name of a secret that joins the salt, where the list must withstand guessing."""

REMOVE, UNLIST = "remove", "unlist"
PASSAGE_GONE = "[passage removed]"

_ADDRESS = re.compile(r"(?:[\w-][\w.-]*/)*[\w-][\w.-]*\.html")
_HEADER = """\
# What was taken down, written by `backfile takedown`. Names, passages and articles stand here as salted hashes.
# Commit this file: without it, what was taken down comes back.
"""


class TakedownError(Exception):
    """The list cannot be used, and no site is built without it; the message names the file and the mend."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what when. reason: published where an article stood; `by` is not."""

    date: date
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class TakenArticle:
    """An article that is removed, or kept out of search engines.

    address: of the page that says so, for a removed one. known_by: hashes of its text's SHA-256, its address and its
    file's name. near: the sketch of its text, by which it is known again under another form.
    """

    action: str
    decision: Decision
    known_by: frozenset[str]
    address: str = ""
    near: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenPerson:
    """A person who goes under a stand-in. parts: single names, replaced in articles that have the whole name."""

    decision: Decision
    stand_in: str
    names: tuple[Mark, ...]
    parts: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenPassage:
    """Words that are taken out. known_by: of the articles where; everywhere where it is empty."""

    decision: Decision
    texts: tuple[Mark, ...]
    instead: str = PASSAGE_GONE
    known_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Listing:
    """The whole list. key: what its hashes are made with. secret: whether the environment's secret is part of it."""

    salt: str
    key: Key
    secret: bool = False
    articles: tuple[TakenArticle, ...] = ()
    people: tuple[TakenPerson, ...] = ()
    passages: tuple[TakenPassage, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was taken down."""
        return not (self.articles or self.people or self.passages)

    @property
    def stamp(self) -> str:
        """A hash of the whole list, made with its key: whoever has it can try nothing with it."""
        return self.key.of(dump(self))

    def with_article(self, entry: TakenArticle) -> Listing:
        """The list with one more article."""
        return replace(self, articles=(*self.articles, entry))

    def with_person(self, entry: TakenPerson) -> Listing:
        """The list with one more person."""
        return replace(self, people=(*self.people, entry))

    def with_passage(self, entry: TakenPassage) -> Listing:
        """The list with one more passage."""
        return replace(self, passages=(*self.passages, entry))


def new() -> Listing:
    """An empty list with a salt of its own, and the environment's secret where it has one."""
    salt = secrets.token_hex(32)
    given = os.environ.get(SECRET, "")
    return Listing(salt, _key(salt, given), bool(given))


def read(text: str, name: str = NAME) -> Listing:
    """Read the text of a list. Raises TakedownError."""
    try:
        data = tomllib.loads(text)
        _only(data, {"salt", "secret", "check", "article", "person", "passage"})
        salt, is_secret = _text(data, "salt"), bool(data.get("secret", False))
        given = os.environ.get(SECRET, "")
        if is_secret and not given:
            raise TakedownError(f"{name}: its hashes need the secret that it was made with; set {SECRET}")
        key = _key(salt, given if is_secret else "")
        if is_secret and data.get("check") != key.of("check"):
            raise TakedownError(f"{name}: {SECRET} is not the secret that it was made with; set that one")
        return Listing(
            salt,
            key,
            is_secret,
            tuple(_article(row) for row in _rows(data, "article")),
            tuple(_person(row) for row in _rows(data, "person")),
            tuple(_passage(row) for row in _rows(data, "passage")),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise TakedownError(f"{name}: {error}; mend it, or take it from the history of the repository") from error


def load(content: Path) -> Listing | None:
    """The list of an archive; None where it has none. Raises TakedownError."""
    path = content / NAME
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise TakedownError(f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    return read(text, str(path))


def dump(listing: Listing) -> str:
    """The text of a list."""
    lines = [_HEADER, f"salt = {_quoted(listing.salt)}"]
    if listing.secret:
        lines += ["secret = true", f"check = {_quoted(listing.key.of('check'))}"]
    for article in listing.articles:
        lines += ["\n[[article]]", f"action = {_quoted(article.action)}", *_decided(article.decision)]
        lines += [f"address = {_quoted(article.address)}"] * bool(article.address)
        lines.append(f"known_by = {_list(sorted(article.known_by))}")
        lines += [f"near = {_quoted(''.join(f'{number:08x}' for number in article.near))}"] * bool(article.near)
    for person in listing.people:
        lines += ["\n[[person]]", *_decided(person.decision), f"stand_in = {_quoted(person.stand_in)}"]
        lines.append(f"names = {_list(map(str, person.names))}")
        lines += [f"parts = {_list(map(str, person.parts))}"] * bool(person.parts)
    for passage in listing.passages:
        lines += ["\n[[passage]]", *_decided(passage.decision), f"instead = {_quoted(passage.instead)}"]
        lines.append(f"texts = {_list(map(str, passage.texts))}")
        lines += [f"known_by = {_list(sorted(passage.known_by))}"] * bool(passage.known_by)
    return "\n".join(lines) + "\n"


def _key(salt: str, secret: str) -> Key:
    if not re.fullmatch(r"[0-9a-f]{32,}", salt):
        raise ValueError("salt must be hexadecimal digits")
    return Key(blake2b(f"{salt}\0{secret}".encode(), digest_size=32).digest())


def _decided(decision: Decision) -> list[str]:
    return [
        f"date = {decision.date.isoformat()}",
        f"by = {_quoted(decision.by)}",
        f"reason = {_quoted(decision.reason)}",
    ]


def _decision(row: Mapping[str, Any]) -> Decision:
    day = row["date"]
    if type(day) is not date:
        raise ValueError(f"date must be a day, as 2026-11-25, not {day!r}")
    return Decision(day, _text(row, "by"), _text(row, "reason"))


def _article(row: Mapping[str, Any]) -> TakenArticle:
    _only(row, {"action", "date", "by", "reason", "address", "known_by", "near"})
    action, address, near = _text(row, "action"), _text(row, "address", ""), _text(row, "near", "")
    if action not in (REMOVE, UNLIST):
        raise ValueError(f"action must be {REMOVE} or {UNLIST}, not {action!r}")
    if address and (not _ADDRESS.fullmatch(address) or ".." in address):
        raise ValueError(f"address {address!r} is no page inside the site")
    if len(near) % 8:
        raise ValueError("near must be hexadecimal numbers of eight digits")
    numbers = tuple(int(near[n : n + 8], 16) for n in range(0, len(near), 8))
    return TakenArticle(action, _decision(row), frozenset(_texts(row, "known_by")), address, numbers)


def _person(row: Mapping[str, Any]) -> TakenPerson:
    _only(row, {"date", "by", "reason", "stand_in", "names", "parts"})
    return TakenPerson(_decision(row), _text(row, "stand_in"), _marks(row, "names"), _marks(row, "parts"))


def _passage(row: Mapping[str, Any]) -> TakenPassage:
    _only(row, {"date", "by", "reason", "instead", "texts", "known_by"})
    return TakenPassage(
        _decision(row), _marks(row, "texts"), _text(row, "instead", PASSAGE_GONE), frozenset(_texts(row, "known_by"))
    )


def _only(row: Mapping[str, Any], keys: set[str]) -> None:
    # A key that is misspelt would leave something standing that must not.
    for key in sorted(row.keys() - keys):
        raise ValueError(f"unknown key {key}; the keys are {', '.join(sorted(keys))}")


def _rows(data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    rows = data.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError(f"{key} must be tables, each under [[{key}]]")
    return rows


def _text(row: Mapping[str, Any], key: str, default: str | None = None) -> str:
    value = row.get(key, default)
    if not isinstance(value, str):
        raise ValueError(f"{key} is missing" if value is None else f"{key} must be text, not {value!r}")
    return value


def _texts(row: Mapping[str, Any], key: str) -> list[str]:
    values = row.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError(f"{key} must be a list of texts")
    return values


def _marks(row: Mapping[str, Any], key: str) -> tuple[Mark, ...]:
    return tuple(Mark.read(text) for text in _texts(row, key))


def _quoted(text: str) -> str:
    # TOML's basic strings are JSON's, but for DEL.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(values: Iterable[str]) -> str:
    return f"[{', '.join(_quoted(value) for value in values)}]"
