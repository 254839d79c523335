"""Which span of time an article's bundle covers: local, so that one more article concerns one bundle only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backfile.search.documents import SearchDocument

UNDATED = "undated"
_LENGTHS = (4, 7, 10)  # of a year, a month and a day in an ISO date


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time with the articles in it, oldest first.

    id: `2010s`, `2012`, `2012-03`, `2012-03-02` or `undated`. first, last: the first and last ISO day on
    which it has an article; empty for the undated ones.
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

    documents: all articles, in any order. size: about how many articles a span may hold. A decade stays whole
    while it holds no more than that; a larger one falls into years, a larger year into months, a larger month
    into days. A day is never divided, nor are the undated articles. So a span depends on nothing but the
    articles of its own decade, and one more article concerns its own span alone, but for the moment at which
    a span falls apart.

    Returns the spans, newest first, the undated articles last.
    """
    decades: dict[str, list[SearchDocument]] = defaultdict(list)
    for document in documents:
        decades[f"{document.day[:3]}0s" if document.day else UNDATED].append(document)
    found: list[Span] = []
    for name, members in decades.items():
        found.extend(_divide(name, members, size, _LENGTHS if name != UNDATED else ()))
    return sorted(found, key=lambda span: span.first, reverse=True)


def _divide(name: str, documents: list[SearchDocument], size: int, lengths: tuple[int, ...]) -> list[Span]:
    if len(documents) <= size or not lengths:
        ordered = sorted(documents, key=lambda document: (document.date_iso or "", document.url))
        return [Span(name, ordered[0].day, ordered[-1].day, tuple(ordered))]
    parts: dict[str, list[SearchDocument]] = defaultdict(list)
    for document in documents:
        parts[document.day[: lengths[0]]].append(document)
    return [span for part, members in parts.items() for span in _divide(part, members, size, lengths[1:])]


def listing(
    found: Sequence[Span], folders: Mapping[str, str], *, engine: str, language: str
) -> dict[str, object]:
    """Make the list of spans that the browser reads first (`search/spans.json`).

    found: newest first. folders: each span's bundle, by the span's id. engine: the folder of the code that
    all bundles share. language: the archive's.
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
            }
            for span in found
        ],
    }
