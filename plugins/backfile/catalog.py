"""What was converted from what, and what stands published: SQLite, rebuildable from raw files and Markdown.

The catalog saves work and remembers which articles people deleted; nothing that people wrote lives in it alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, TypeVar

from backfile.model import Doubt, Refusal

logger = logging.getLogger(__name__)

T = TypeVar("T")

NAME = "catalog.sqlite"
SCHEMA = 4
_TABLES = """
create table raw (name text primary key, size integer, mtime_ns integer, sha256 text, refusals text) without rowid;
create table records (raw text, record integer, sha256 text, markdown text, doubts text, evidence text,
                      primary key (raw, record)) without rowid;
create table articles (name text primary key, size integer, mtime_ns integer, sha256 text, facts text) without rowid;
create table quotes (raw text, record integer, hash text, value text, primary key (raw, record)) without rowid;
create table pages (name text primary key, value text) without rowid;
create table bundles (name text primary key, value text) without rowid;
create table sketches (key text primary key, value blob) without rowid;
create table versions (name text primary key, kind text, of text, reason text) without rowid;
create table stamps (name text primary key, value text) without rowid;
"""
_NAMES = {"raw", "records", "quotes", "articles", "pages", "bundles", "sketches", "versions", "stamps"}


@dataclass(frozen=True, slots=True)
class RawRow:
    """A raw file as it was last read: size in bytes, time of change, SHA-256 of its bytes, what was refused."""

    name: str
    size: int
    mtime_ns: int
    sha256: str
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A raw record as it was last converted.

    sha256: of its text. markdown: the name of its article inside the articles folder, which stays when a person
    deletes the file. evidence: how many spans each field has.
    """

    raw: str
    record: int
    sha256: str
    markdown: str
    doubts: tuple[Doubt, ...] = ()
    evidence: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """A Markdown file as it was last read; facts: what `convert.shelf` knows of it, as JSON."""

    name: str
    size: int
    mtime_ns: int
    sha256: str
    facts: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """What an article is to an earlier one, both by their Markdown files; kind: `version_of` or `reprint_of`."""

    name: str
    kind: str
    of: str
    reason: str


Known = tuple[dict[str, RawRow], dict[tuple[str, int], RecordRow], dict[str, ArticleRow]]
"""The rows of raw files, records and Markdown files."""


class Catalog:
    """The catalog of one archive; a context manager that closes it. Made by `Catalog.open`."""

    def __init__(self, connection: sqlite3.Connection, *, is_new: bool, path: Path | None = None) -> None:
        self._connection = connection
        self._path = path
        self.is_new = is_new

    @classmethod
    def open(cls, state: Path) -> Catalog:
        """Open the catalog in the archive's state folder.

        One that is missing, damaged or of another schema is made anew. Raises OSError where the folder cannot be
        written.
        """
        state.mkdir(parents=True, exist_ok=True)
        path = state / NAME
        existed = path.exists()
        if existed:
            try:
                # As this process left it, it needs no second look.
                was_ours = _CLOSED.get(path) == _state_of(path)
                connection = _connect(path)
                if was_ours or _is_sound(connection):
                    return cls(connection, is_new=False, path=path)
                connection.close()
                logger.info("%s is of another version of Backfile; it is made anew", path)
            except sqlite3.OperationalError as error:
                if "locked" in str(error):
                    raise OSError(f"{path} is in use by another process; wait for it to end") from error
                logger.info("%s cannot be read (%s); it is made anew", path, error)
            except sqlite3.DatabaseError as error:
                logger.info("%s is damaged (%s); it is made anew", path, error)
        for suffix in ("", "-journal", "-wal", "-shm"):
            path.with_name(NAME + suffix).unlink(missing_ok=True)
        return cls(_create(path), is_new=True, path=path)

    @classmethod
    def peek(cls, state: Path) -> Catalog:
        """Open a copy in memory: what is written to it is forgotten, and nothing is written to the disk."""
        memory = _create(":memory:")
        path = state / NAME
        if path.is_file():
            with contextlib.suppress(sqlite3.Error), contextlib.closing(_connect(path)) as connection:
                if _is_sound(connection):
                    connection.backup(memory)
                    return cls(memory, is_new=False)
        return cls(memory, is_new=True)

    def __enter__(self) -> Catalog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
        if self._path is not None:
            with contextlib.suppress(OSError):
                _CLOSED[self._path] = _state_of(self._path)

    def raw(self) -> dict[str, RawRow]:
        """The raw files by name."""
        rows = self._connection.execute("select name, size, mtime_ns, sha256, refusals from raw order by name")
        return {
            name: RawRow(name, size, mtime_ns, sha256, _refusals(refusals))
            for name, size, mtime_ns, sha256, refusals in rows
        }

    def records(self) -> dict[tuple[str, int], RecordRow]:
        """The raw records by file and place in it."""
        rows = self._connection.execute(
            "select raw, record, sha256, markdown, doubts, evidence from records order by raw, record"
        )
        return {
            (raw, record): RecordRow(raw, record, sha256, markdown, _doubts(doubts), _counts(evidence))
            for raw, record, sha256, markdown, doubts, evidence in rows
        }

    def articles(self) -> dict[str, ArticleRow]:
        """The Markdown files by name."""
        rows = self._connection.execute("select name, size, mtime_ns, sha256, facts from articles order by name")
        return {row[0]: ArticleRow(*row) for row in rows}

    def doubted(self) -> list[tuple[RecordRow, ArticleRow]]:
        """The raw records that have doubts, answered or not, each with the Markdown file of its article."""
        rows = self._connection.execute(
            "select r.raw, r.record, r.sha256, r.markdown, r.doubts, r.evidence, a.* from records r "
            "join articles a on a.name = r.markdown where r.doubts != '[]' order by r.raw, r.record"
        )
        return [
            (RecordRow(row[0], row[1], row[2], row[3], _doubts(row[4]), json.loads(row[5])), ArticleRow(*row[6:]))
            for row in rows
        ]

    def replace_conversion(
        self,
        raw: Iterable[RawRow],
        records: Iterable[RecordRow],
        articles: Iterable[ArticleRow],
        stamp: str = "",
        quotes: Mapping[tuple[str, int], str] | None = None,
        known: Known | None = None,
    ) -> None:
        """Write down the state of raw files, records and Markdown files, in one transaction; only rows that differ.

        stamp: of the archive's own mapping of fields, by which the raw files were read. quotes: where the values of
        the records stand that were converted in this run, by file and place, as `convert.quotes` writes them; those
        of other records stay. known: what `raw`, `records` and `articles` gave, where it need not be read again.
        """
        with self._connection:
            self._connection.execute("insert or replace into stamps values ('mapping', ?)", (stamp,))
            fresh_raw = self._without_old("raw", ("name",), lambda: _by_name(known[0] if known else self.raw()), raw)
            self._connection.executemany(
                "insert into raw values (?, ?, ?, ?, ?)",
                ((r.name, r.size, r.mtime_ns, r.sha256, _json([astuple(e) for e in r.refusals])) for r in fresh_raw),
            )
            fresh_records = self._without_old(
                "records", ("raw", "record"), lambda: known[1] if known else self.records(), records
            )
            self._connection.executemany(
                "insert into records values (?, ?, ?, ?, ?, ?)",
                (
                    (
                        r.raw,
                        r.record,
                        r.sha256,
                        r.markdown,
                        _json([astuple(d) for d in r.doubts]),
                        _json(r.evidence or {}),
                    )
                    for r in fresh_records
                ),
            )
            fresh_articles = self._without_old(
                "articles", ("name",), lambda: _by_name(known[2] if known else self.articles()), articles
            )
            self._connection.executemany(
                "insert into articles values (?, ?, ?, ?, ?)",
                ((a.name, a.size, a.mtime_ns, a.sha256, a.facts) for a in fresh_articles),
            )
            self._connection.executemany(
                "insert or replace into quotes values (?, ?, ?, ?)",
                ((*place, _short_hash(value), value) for place, value in (quotes or {}).items()),
            )
            self._connection.execute(
                "delete from quotes where not exists "
                "(select 1 from records r where r.raw = quotes.raw and r.record = quotes.record)"
            )

    def quote_hashes(self) -> dict[tuple[str, int], str]:
        """A hash of where the values of each raw record stand, by file and place."""
        rows = self._connection.execute("select raw, record, hash from quotes")
        return {(raw, record): value for raw, record, value in rows}

    def forget(self, articles: Iterable[str], raw: Iterable[str]) -> None:
        """Forget Markdown and raw files that were taken down, as if they had never been there."""
        with self._connection:
            for name in articles:
                self._connection.execute("delete from articles where name = ?", (name,))
                self._connection.execute("delete from versions where name = ? or of = ?", (name, name))
                self._connection.execute(
                    "delete from quotes where (raw, record) in (select raw, record from records where markdown = ?)",
                    (name,),
                )
                self._connection.execute("delete from records where markdown = ?", (name,))
            for name in raw:
                self._connection.execute("delete from raw where name = ?", (name,))
                self._connection.execute("delete from quotes where raw = ?", (name,))
                self._connection.execute("delete from records where raw = ?", (name,))
            # No name leads from an article to its sketch: all bodies are sketched and compared again.
            self._connection.execute("delete from sketches")
            self._connection.execute("delete from stamps where name = 'versions'")

    def _without_old(
        self,
        table: str,
        columns: tuple[str, ...],
        known: Callable[[], Mapping[tuple[Any, ...], T]],
        rows: Iterable[T],
    ) -> list[T]:
        """Delete the rows of a table that are not among `rows`, all of them where they cannot be read.

        Returns what remains to be inserted.
        """
        key = attrgetter(*columns)
        try:
            left = dict(known())
        except (sqlite3.Error, ValueError, TypeError):
            self._connection.execute(f"delete from {table}")
            return list(rows)
        fresh = []
        for row in rows:
            at = key(row) if len(columns) > 1 else (key(row),)
            if left.get(at) == row:
                del left[at]
            else:
                fresh.append(row)
        where = " and ".join(f"{column} = ?" for column in columns)
        self._connection.executemany(f"delete from {table} where {where}", left)
        return fresh

    def has_unread_raw(self) -> bool:
        """Whether there is a raw file that could not be opened, and that the next run tries again."""
        return self._connection.execute("select 1 from raw where mtime_ns = -1").fetchone() is not None

    def mapping_stamp(self) -> str:
        """The stamp of the mapping of fields by which raw files were last read; empty where there was none."""
        row = self._connection.execute("select value from stamps where name = 'mapping'").fetchone()
        return str(row[0]) if row else ""

    def tools(self) -> tuple[str, str]:
        """The stamp of the engine and the vocabularies that all articles were converted with; empty: not known."""
        rows = dict(self._connection.execute("select name, value from stamps where name in ('engine', 'vocabulary')"))
        return rows.get("engine", ""), rows.get("vocabulary", "")

    def replace_tools(self, engine: str, vocabulary: str) -> None:
        """Write down with what all articles are converted now."""
        with self._connection:
            pairs = (("engine", engine), ("vocabulary", vocabulary))
            self._connection.executemany("insert or replace into stamps values (?, ?)", pairs)

    def pages(self) -> dict[str, str]:
        """The fingerprint of each published page, by its name in the output; none after `distrust_pages`."""
        if self._connection.execute("select value from stamps where name = 'distrust'").fetchone():
            return {}
        return self._pairs("pages")

    def distrust_pages(self) -> None:
        """Vouch for no page until the next `replace_pages`: the output is about to be changed."""
        with self._connection:
            self._connection.execute("insert or replace into stamps values ('distrust', '')")

    def replace_pages(self, pages: Mapping[str, str]) -> None:
        """Write down what is published now."""
        known = self._pairs("pages")
        with self._connection:
            self._connection.execute("delete from stamps where name = 'distrust'")
            self._connection.executemany(
                "delete from pages where name = ?", ((name,) for name in known.keys() - pages.keys())
            )
            self._connection.executemany(
                "insert or replace into pages values (?, ?)",
                ((name, value) for name, value in sorted(pages.items()) if known.get(name) != value),
            )

    def bundles(self) -> dict[str, str]:
        """The hash of each search bundle, by its identifier."""
        return self._pairs("bundles")

    def replace_bundles(self, bundles: Mapping[str, str]) -> None:
        """Write down which search bundles stand now."""
        self._replace_pairs("bundles", bundles)

    def versions(self) -> tuple[list[str], list[VersionRow]]:
        """The marks of the articles that were last compared, in order of time, and what was found among them."""
        row = self._connection.execute("select value from stamps where name = 'versions'").fetchone()
        rows = self._connection.execute("select name, kind, of, reason from versions order by name")
        return row[0].split() if row else [], [VersionRow(*values) for values in rows]

    def sketches(self) -> dict[str, bytes]:
        """The sketch of each body, by its article's mark."""
        return dict(self._connection.execute("select key, value from sketches"))

    def replace_versions(
        self, marks: Iterable[str], versions: Iterable[VersionRow], sketches: Mapping[str, bytes], gone: Iterable[str]
    ) -> None:
        """Write down the versions, and the sketches that are new; gone: marks of what is no more."""
        with self._connection:
            self._connection.execute("insert or replace into stamps values ('versions', ?)", ("\n".join(marks),))
            self._connection.execute("delete from versions")
            self._connection.executemany("insert into versions values (?, ?, ?, ?)", map(astuple, versions))
            self._connection.executemany("insert or replace into sketches values (?, ?)", sketches.items())
            self._connection.executemany("delete from sketches where key = ?", ((key,) for key in gone))

    def _pairs(self, table: str) -> dict[str, str]:
        return dict(self._connection.execute(f"select name, value from {table} order by name"))

    def _replace_pairs(self, table: str, pairs: Mapping[str, str]) -> None:
        with self._connection:
            self._connection.execute(f"delete from {table}")
            self._connection.executemany(f"insert into {table} values (?, ?)", sorted(pairs.items()))


_CLOSED: dict[Path, tuple[int, int, int]] = {}
"""The catalogs that this process has closed, and how it left their files."""


def _state_of(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


def read_quotes(state: Path, places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Where the values of some raw records stand, out of the catalog in the archive's state folder.

    It is read as it is, without looking over the whole file as `Catalog.open` does: it was opened so in this run.
    """
    with contextlib.closing(_connect(state / NAME)) as connection:
        found = {}
        for place in places:
            row = connection.execute("select value from quotes where raw = ? and record = ?", place).fetchone()
            if row is not None:
                found[place] = str(row[0])
        return found


def _short_hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _connect(path: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=30)
    connection.execute("pragma synchronous = full")
    connection.execute("pragma secure_delete = on")  # what is taken down must not lie on in free pages
    return connection


def _create(path: Path | str) -> sqlite3.Connection:
    connection = _connect(path)
    connection.executescript(f"begin; {_TABLES} pragma user_version = {SCHEMA}; commit;")
    return connection


def _is_sound(connection: sqlite3.Connection) -> bool:
    if connection.execute("pragma user_version").fetchone() != (SCHEMA,):
        return False
    tables = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
    if not tables >= _NAMES:
        return False
    # The quick check reads every page, so that damage is met here and not in the middle of a build.
    if connection.execute("pragma quick_check(1)").fetchone() != ("ok",):
        raise sqlite3.DatabaseError("the quick check failed")
    return True


def _refusals(text: str) -> tuple[Refusal, ...]:
    return () if text == "[]" else tuple(Refusal(*entry) for entry in json.loads(text))


def _by_name(rows: Mapping[str, T]) -> dict[tuple[Any, ...], T]:
    return {(name,): row for name, row in rows.items()}


@lru_cache(maxsize=10_000)
def _counts(text: str) -> Mapping[str, int]:
    """How many spans each field has; most records have the same few numbers, which are read once."""
    counts: dict[str, int] = json.loads(text)
    return MappingProxyType(counts)


def _doubts(text: str) -> tuple[Doubt, ...]:
    return (
        ()
        if text == "[]"
        else tuple(Doubt(name, kind, reason, tuple(rivals)) for name, kind, reason, rivals in json.loads(text))
    )


def _json(value: Sequence[object] | Mapping[str, object]) -> str:
    if not value:
        return "[]" if isinstance(value, list) else "{}"
    value = dict(value) if isinstance(value, Mapping) else value
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
