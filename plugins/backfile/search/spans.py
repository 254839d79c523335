"""Which span of time an article's bundle covers: local, so that one more article concerns one bundle only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from backfile.search.documents import SearchDocument

UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time with the articles in it, oldest first.

    id: `2010s`, `2012-2013`, `2012`, `2012-h1`, `2012-q1`, `2012-03`, `2012-03-02` or `undated`. first, last:
    the first and last ISO day on which it has an article; empty for the undated ones.
    """

    id: str
    first: str
    last: str
    documents: tuple[SearchDocument, ...]

    @property
    def count(self) -> int:
        """How many articles it holds."""
        return len(self.documents)

    @property
    def years(self) -> dict[str, int]:
        """How many articles each of its years holds."""
        counts = Counter(document.day[:4] for document in self.documents if document.day)
        return dict(sorted(counts.items()))


def spans(documents: Sequence[SearchDocument], size: int) -> list[Span]:
    """Divide the archive by time.

    documents: all articles, in any order. size: how many articles a span may hold. A decade stays whole while
    it holds no more; a larger one falls into pairs of years, then years, halves, quarters, months, days. A
    day is never divided, nor are the undated articles. So a span depends on nothing but the articles of its
    own decade, and one more article concerns its own span alone, but for the moment at which a span falls
    apart. The steps are small because a query costs about the same for a small bundle as for a full one.

    Returns the spans, newest first, the undated articles last.
    """
    undated = [document for document in documents if not document.day]
    dated = [document for document in documents if document.day]
    found = _divide(dated, size, _LEVELS)
    if undated:
        found.append(_span(UNDATED, undated))
    return sorted(found, key=lambda span: span.first, reverse=True)


def _divide(documents: list[SearchDocument], size: int, levels: tuple[_Level, ...]) -> list[Span]:
    name, *finer = levels
    parts: dict[str, list[SearchDocument]] = defaultdict(list)
    for document in documents:
        parts[name(document.day)].append(document)
    found: list[Span] = []
    for part, members in parts.items():
        if len(members) <= size or not finer:
            found.append(_span(part, members))
        else:
            found.extend(_divide(members, size, tuple(finer)))
    return found


def _span(name: str, documents: list[SearchDocument]) -> Span:
    ordered = sorted(documents, key=lambda document: (document.date_iso or "", document.url))
    return Span(name, ordered[0].day, ordered[-1].day, tuple(ordered))


def _pair(day: str) -> str:
    first = int(day[:4]) // 2 * 2
    return f"{first:04}-{first + 1:04}"


_Level = Callable[[str], str]
_LEVELS: tuple[_Level, ...] = (
    lambda day: f"{day[:3]}0s",
    _pair,
    lambda day: day[:4],
    lambda day: f"{day[:4]}-h{(int(day[5:7]) + 5) // 6}",
    lambda day: f"{day[:4]}-q{(int(day[5:7]) + 2) // 3}",
    lambda day: day[:7],
    lambda day: day,
)
"""The names of the spans that a day lies in, the longest span first."""


def listing(
    found: Sequence[Span],
    folders: Mapping[str, str],
    stories: Mapping[str, str],
    *,
    engine: str,
    language: str,
) -> dict[str, object]:
    """Make the list of spans that the browser reads first (`search/spans.json`).

    found: newest first. folders: each span's bundle, by the span's id. stories: the file that says which of its
    articles tell one story, by the span's id, where there are any. engine: the folder of the code that all bundles
    share. language: the archive's.
    """
    return {
        "version": 1,
        "language": language,
        "engine": engine,
        "articles": sum(span.count for span in found),
        "spans": [
            {
                "id": span.id,
                "first": span.first,
                "last": span.last,
                "articles": span.count,
                "years": span.years,
                "bundle": folders[span.id],
                **({"stories": stories[span.id]} if span.id in stories else {}),
            }
            for span in found
        ],
    }
