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

logger = logging.getLogger(__name__)

NAME = "articles.sqlite"
FORM = 1  # raised when `Facts` or what goes into them changes: all files are read again
OPENING_WORDS = 41

_MANY = 200  # from so many files on, reading them is shared out


@dataclass(frozen=True, slots=True)
class Facts:
    """A Markdown file, read: all that lists show and search counts, not the text itself.

    edited: the fields that a person changed. opening: the first words of the text. words: how many there are.
    digest: of the whole file. body: of the text alone.
    """

    front: Mapping[str, Any]
    edited: frozenset[str]
    opening: tuple[str, ...]
    words: int
    digest: str
    body: str


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


def facts_of(text: str, *, allow_html: bool = False) -> Facts:
    """Read a Markdown file's text. Raises FrontMatterError."""
    document = markdown.parse(text)
    first, words = markdown.opening(document.body, OPENING_WORDS, allow_html=allow_html)
    return Facts(
        document.front,
        markdown.edited(document),
        tuple(first),
        words,
        _hash(text),
        _hash(f"{allow_html} {document.body}"),
    )


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def read_text(path: str) -> str:
    """The text of a Markdown file. Raises OSError, UnicodeDecodeError, and ValueError for what is no file."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):  # a pipe would be waited for, a device never ends
            raise ValueError("is no ordinary file")
        return file.read().decode("utf-8-sig")


class Memory:
    """The facts of each Markdown file as they were last read, kept in the archive's state folder.

    It can be made anew: without it, or where it is damaged, every file is read.
    """

    def __init__(self, state: Path, *, allow_html: bool) -> None:
        state.mkdir(parents=True, exist_ok=True)
        self._path = state / NAME
        self._allow_html = allow_html
        self._stamp = f"{FORM} {allow_html}"

    def facts(self, found: Sequence[File], workers: int) -> list[Facts | Exception]:
        """The facts of the files, in their order, or what kept them from being read."""
        known = self._known()
        facts: list[Facts | Exception | None] = [None] * len(found)
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
        return [one for one in facts if one is not None]

    def _read(self, found: Sequence[File], workers: int) -> list[Facts | Exception]:
        if len(found) < _MANY:
            return [self._one(file) for file in found]

        def some(part: int, parts: int) -> bytes:
            each = [self._one(file) for file in found[part::parts]]
            return marshal.dumps([None if isinstance(one, Exception) else _plain(one) for one in each])

        facts: list[Facts | Exception] = [ValueError()] * len(found)
        results = spread(some, workers)
        for part, result in enumerate(results):
            for at, values in zip(range(part, len(found), len(results)), marshal.loads(result), strict=True):
                # What could not be read is read again, for its error.
                facts[at] = self._one(found[at]) if values is None else _facts(values)
        return facts

    def _one(self, file: File) -> Facts | Exception:
        try:
            return facts_of(read_text(file.path), allow_html=self._allow_html)
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
        self._path.unlink(missing_ok=True)
        return {}

    def _keep(self, read: Iterable[tuple[File, Facts | Exception]], gone: Iterable[str]) -> None:
        rows = [
            (file.name, file.size, file.mtime_ns, json.dumps(_plain(one), separators=(",", ":")))
            for file, one in read
            if not isinstance(one, Exception)
        ]
        with contextlib.closing(sqlite3.connect(self._path)) as connection, connection:
            connection.executescript(
                "begin; create table if not exists stamp (value text); create table if not exists articles "
                "(name text primary key, size integer, mtime_ns integer, facts text) without rowid; commit;"
            )
            connection.execute("delete from stamp")
            connection.execute("insert into stamp values (?)", (self._stamp,))
            connection.executemany("delete from articles where name = ?", ((name,) for name in gone))
            connection.executemany("insert or replace into articles values (?, ?, ?, ?)", rows)


def _plain(facts: Facts) -> tuple[Any, ...]:
    return facts.front, sorted(facts.edited), list(facts.opening), facts.words, facts.digest, facts.body


def _facts(values: tuple[Any, ...]) -> Facts:
    front, edited, opening, *rest = values
    return Facts(front, frozenset(edited), tuple(opening), *rest)
