"""The archive as a SQLite database with full-text search, as Datasette opens it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from backfile.data.record import Record

_TABLES = """
create table articles (
  number integer primary key, id text not null unique,
  url text not null, title text, date text, source text, dateline text, language text not null,
  word_count integer not null, original_url text, raw_file text, raw_sha256 text, text text not null
);
create table credits (
  article text not null references articles (id), role text not null, place integer not null,
  name text not null, location text, email text, primary key (article, role, place)
) without rowid;
create table tags (
  article text not null references articles (id), kind text not null, place integer not null,
  name text not null, code text, primary key (article, kind, place)
) without rowid;
create table corrections (
  article text not null references articles (id), place integer not null, note text not null,
  primary key (article, place)
) without rowid;
"""
_AFTER = """
create index articles_date on articles (date);
create index articles_source on articles (source);
create index credits_name on credits (name, role);
create index tags_name on tags (name, kind);
create virtual table articles_fts using fts5 (
  title, text, content='articles', content_rowid='number', tokenize='porter unicode61 remove_diacritics 2'
);
insert into articles_fts (rowid, title, text) select number, title, text from articles;
"""
_ROLES = (("reporter", "reporters"), ("contributor", "contributors"), ("editor", "editors"))
_KINDS = (("place", "places"), ("organisation", "organisations"), ("person", "people"), ("tag", "tags"))


def write_sqlite(path: Path, records: Iterable[Record]) -> int:
    """Write a database in place of what lies at `path`, which is whole at every moment; the number of articles.

    The text's paragraphs are parted by blank lines. Raises OSError where the file cannot be written.
    """
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    count = 0
    try:
        with closing(sqlite3.connect(fresh)) as database:
            database.executescript("pragma page_size = 4096; pragma journal_mode = off; pragma synchronous = off;")
            database.executescript(_TABLES)
            with database:
                for record in records:
                    _add(database, record)
                    count += 1
            database.executescript(f"begin; {_AFTER} commit; pragma optimize;")
        fresh.replace(path)
    except sqlite3.OperationalError as error:
        raise OSError(f"{path} cannot be written ({error})") from error
    finally:
        fresh.unlink(missing_ok=True)
    return count


def _add(database: sqlite3.Connection, record: Record) -> None:
    database.execute(
        "insert into articles values (null, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(record.id, record.url, record.title, record.date, record.source, record.dateline, record.language),
            *(record.word_count, record.original_url, record.raw_file, record.raw_sha256, "\n\n".join(record.text)),
        ),
    )
    for role, name in _ROLES:
        database.executemany(
            "insert into credits values (?, ?, ?, ?, ?, ?)",
            (
                (record.id, role, place, one.name, one.location, one.email)
                for place, one in enumerate(getattr(record, name), 1)
            ),
        )
    for kind, name in _KINDS:
        database.executemany(
            "insert into tags values (?, ?, ?, ?, null)",
            ((record.id, kind, place, one) for place, one in enumerate(getattr(record, name), 1)),
        )
    database.executemany(
        "insert into tags values (?, 'topic', ?, ?, ?)",
        ((record.id, place, one.name, one.code) for place, one in enumerate(record.topics, 1)),
    )
    database.executemany(
        "insert into corrections values (?, ?, ?)",
        ((record.id, place, note) for place, note in enumerate(record.corrections, 1)),
    )
