"""What the site needs to know of a Markdown file, and the memory that spares reading it again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import marshal
import os
import sqlite3
import stat
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backfile import markdown
from backfile.forks import spread
from backfile.markdown import Document
from backfile.site.values import address, text_of
from backfile.takedown import Takedowns

logger = logging.getLogger(__name__)

NAME = "articles.sqlite"
FORM = 2  # raised when `Facts` or what goes into them changes: all files are read again
OPENING_WORDS = 41

_MANY = 200  # from so many files on, reading them is shared out


@dataclass(frozen=True, slots=True)
class Facts:
    """A Markdown file as the site may show it: all that lists show and search counts, not the text itself.

    edited: the fields that a person changed. opening: the first words of the text. words: how many there are.
    digest: of the whole file. body: of the text alone. is_veiled: whether it is shown without something that it has.
    """

    front: Mapping[str, Any]
    edited: frozenset[str]
    opening: tuple[str, ...]
    words: int
    digest: str
    body: str
    is_veiled: bool = False


Read = Facts | Exception | None
"""What came of a file: what it says, what kept it from being read, or nothing where all of it was taken down."""


@dataclass(frozen=True, slots=True)
class File:
    """A Markdown file as it lies on the disk; name: inside the articles folder."""

    name: str
    path: str
    size: int
    mtime_ns: int


def files(folder: Path) -> list[File]:
    """The Markdown files of a folder and those in it, by name; hidden ones are passed over."""
    found: list[File] = []
    waiting = [("", str(folder))]
    while waiting:
        base, place = waiting.pop()
        try:
            entries = list(os.scandir(place))
        except FileNotFoundError:
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append((f"{base}{entry.name}/", entry.path))
            elif entry.name.endswith(".md"):
                with contextlib.suppress(OSError):  # a link to nothing: reading it says so
                    status = entry.stat()
                    found.append(File(f"{base}{entry.name}", entry.path, status.st_size, status.st_mtime_ns))
                    continue
                found.append(File(f"{base}{entry.name}", entry.path, -1, -1))
    return sorted(found, key=lambda file: file.name)


def facts_of(name: str, text: str, takedowns: Takedowns, *, allow_html: bool = False) -> Facts | None:
    """Read a Markdown file's text, less what was taken down; None where all of it was.

    name: of the file inside the articles folder. Raises FrontMatterError and WithheldError, and ValueError for a value
    of the wrong kind.
    """
    document = markdown.parse(text)
    seen = shown(name, document, takedowns)
    if seen is None:
        return None
    first, words = markdown.opening(seen.body, OPENING_WORDS, allow_html=allow_html)
    if takedowns.has_people:
        content = markdown.render(seen.body, allow_html=allow_html)
        takedowns.check(content, " ".join(first), text_of(seen.front, "title") or "")
    return Facts(
        seen.front,
        markdown.edited(document),
        tuple(first),
        words,
        hash_of(text if seen is document else markdown.dump(seen)),
        hash_of(f"{allow_html} {seen.body}"),
        _is_less(seen, document),
    )


def shown(name: str, document: Document, takedowns: Takedowns) -> Document | None:
    """An article as the site may show it; None where all of it was taken down. Raises ValueError."""
    return takedowns.apply(name, document, address(document, name)) if takedowns else document


def _is_less(seen: Document, document: Document) -> bool:
    """Whether an article is shown without something that its file has, more than a word to crawlers."""
    if seen is document:
        return False
    fronts = ({key: value for key, value in one.front.items() if key != "robots"} for one in (seen, document))
    return seen.body != document.body or next(fronts) != next(fronts)


def hash_of(text: str) -> str:
    """A short hash of a text."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def read_text(path: str) -> str:
    """The text of a Markdown file. Raises OSError, UnicodeDecodeError, and ValueError for what is no file."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):  # a pipe would be waited for, a device never ends
            raise ValueError("is no ordinary file")
        return file.read().decode("utf-8-sig")


def reason(error: Exception) -> str:
    """Why a file cannot be shown, for its owner."""
    if isinstance(error, OSError):
        return f"cannot be read ({error.strerror})"
    if isinstance(error, UnicodeDecodeError):
        return f"is not UTF-8 (byte {error.start})"
    return str(error)


def forget(state: Path) -> None:
    """Drop all facts that are kept: something was taken down."""
    for suffix in ("", "-journal"):
        (state / f"{NAME}{suffix}").unlink(missing_ok=True)


class Memory:
    """The facts of each Markdown file as they were last read, kept in the archive's state folder.

    It can be made anew: without it, where it is damaged, and where something else was taken down since then, every
    file is read. What was taken down is never in it.
    """

    def __init__(self, state: Path, takedowns: Takedowns, *, allow_html: bool) -> None:
        state.mkdir(parents=True, exist_ok=True)
        self._state = state
        self._path = state / NAME
        self._takedowns = takedowns
        self._allow_html = allow_html
        self._stamp = f"{FORM} {allow_html} {takedowns.stamp}"

    def facts(self, found: Sequence[File], workers: int) -> list[Read]:
        """What comes of the files, in their order."""
        known = self._known()
        facts: list[Read] = [None] * len(found)
        unread = []
        for at, file in enumerate(found):
            row = known.pop(file.name, None)
            if row is not None and row[:2] == (file.size, file.mtime_ns):
                facts[at] = _facts(json.loads(row[2]))
            else:
                unread.append(at)
        read = self._read([found[at] for at in unread], workers)
        for at, one in zip(unread, read, strict=True):
            facts[at] = one
        if unread or known:
            self._keep(((found[at], one) for at, one in zip(unread, read, strict=True)), known)
        return facts

    def _read(self, found: Sequence[File], workers: int) -> list[Read]:
        if len(found) < _MANY:
            return [self._one(file) for file in found]

        def some(part: int, parts: int) -> bytes:
            each = [self._one(file) for file in found[part::parts]]
            return marshal.dumps([_plain(one) if isinstance(one, Facts) else None for one in each])

        facts: list[Read] = [None] * len(found)
        results = spread(some, workers)
        for part, result in enumerate(results):
            for at, values in zip(range(part, len(found), len(results)), marshal.loads(result), strict=True):
                # What could not be read is read again, for its error.
                facts[at] = self._one(found[at]) if values is None else _facts(values)
        return facts

    def _one(self, file: File) -> Read:
        try:
            return facts_of(file.name, read_text(file.path), self._takedowns, allow_html=self._allow_html)
        except (OSError, UnicodeDecodeError, ValueError) as error:
            return error

    def _known(self) -> dict[str, tuple[int, int, str]]:
        try:
            with contextlib.closing(sqlite3.connect(self._path)) as connection:
                if connection.execute("select value from stamp").fetchone() == (self._stamp,):
                    rows = connection.execute("select name, size, mtime_ns, facts from articles")
                    return {name: (size, mtime_ns, facts) for name, size, mtime_ns, facts in rows}
        except sqlite3.Error as error:
            logger.debug("%s cannot be read (%s); it is made anew", self._path, error)
        forget(self._state)
        return {}

    def _keep(self, read: Iterable[tuple[File, Read]], known: Iterable[str]) -> None:
        rows, gone = [], list(known)
        for file, one in read:
            if isinstance(one, Facts):
                rows.append((file.name, file.size, file.mtime_ns, json.dumps(_plain(one), separators=(",", ":"))))
            else:
                gone.append(file.name)
        with contextlib.closing(sqlite3.connect(self._path)) as connection, connection:
            connection.execute("pragma secure_delete = on")
            connection.executescript(
                "begin; create table if not exists stamp (value text); create table if not exists articles "
                "(name text primary key, size integer, mtime_ns integer, facts text) without rowid; commit;"
            )
            connection.execute("delete from stamp")
            connection.execute("insert into stamp values (?)", (self._stamp,))
            connection.executemany("delete from articles where name = ?", ((name,) for name in gone))
            connection.executemany("insert or replace into articles values (?, ?, ?, ?)", rows)


def _plain(facts: Facts) -> tuple[Any, ...]:
    return (
        facts.front,
        sorted(facts.edited),
        list(facts.opening),
        facts.words,
        facts.digest,
        facts.body,
        facts.is_veiled,
    )


def _facts(values: tuple[Any, ...]) -> Facts:
    front, edited, opening, *rest = values
    return Facts(front, frozenset(edited), tuple(opening), *rest)
