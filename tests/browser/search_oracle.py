"""Which articles a query must find: SQLite's full-text index for what the texts say, plain sets for the rest.

What the query language joins, it joins as sets: so a query here is a pair of what a reader types and what must be
found, and the pairs are joined as sets are.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from backfile.search import SearchDocument
from tests.browser.search_site import values, words_of


@dataclass(frozen=True)
class Query:
    """What a reader types, and the URLs that must be found: by stems, and by the very words."""

    text: str
    stems: frozenset[str]
    words: frozenset[str]

    def __and__(self, other: Query) -> Query:
        return Query(f"{self.text} {other.text}", self.stems & other.stems, self.words & other.words)

    def __or__(self, other: Query) -> Query:
        return Query(f"{self.text} OR {other.text}", self.stems | other.stems, self.words | other.words)

    def __sub__(self, other: Query) -> Query:
        return Query(f"{self.text} -{other.text}", self.stems - other.stems, self.words - other.words)


class Oracle:
    """Which articles answer a leaf of the query language."""

    def __init__(self, documents: Sequence[SearchDocument]) -> None:
        self.documents = documents
        self.everything = frozenset(d.url for d in documents)
        self._database = sqlite3.connect(":memory:")
        for table, tokenizer in (("stems", "porter unicode61"), ("words", "unicode61")):
            self._database.execute(
                f"create virtual table {table} using fts5(url unindexed, title, text, tokenize='{tokenizer}')"
            )
            rows = [(d.url, d.title, words_of(d).partition("\n")[2]) for d in documents]
            self._database.executemany(f"insert into {table} values (?, ?, ?)", rows)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def urls(self, asked: str, table: str = "stems") -> set[str]:
        """The articles that answer a query in SQLite's language, by stems or by the very words."""
        rows = self._database.execute(f"select url from {table} where {table} match ?", (asked,))
        return {url for (url,) in rows}

    def text(self, text: str, column: str = "") -> Query:
        """A word or a phrase, anywhere or in the headline."""
        quoted = f'"{text}"'
        typed = quoted if " " in text else text
        asked = f"{column} : {quoted}" if column else quoted
        stems, words = frozenset(self.urls(asked)), frozenset(self.urls(asked, "words"))
        return Query(f"{column}:{typed}" if column else typed, stems, words)

    def filed(self, field: str, facet: str, typed: str, holds: Callable[[str], bool]) -> Query:
        """A field that looks through the names under a facet."""
        found = frozenset(d.url for d in self.documents if any(holds(value) for value in values(d, facet)))
        return Query(f"{field}:{typed}", found, found)

    def within(self, typed: str, first: str, last: str) -> Query:
        """A stretch of days, both ends included."""
        found = frozenset(d.url for d in self.documents if d.day and first <= d.day <= last)
        return Query(typed, found, found)
