"""The lines of a raw article that its values were read from: evidence in a form that people can be shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from backfile.markdown import FIELDS
from backfile.model import TAG_KINDS, Article, Evidence, RawArticle, Tags

AROUND = 60
"""How many characters of a long line are shown on either side of a value."""
LONGEST = 160
"""How many characters of a value itself are shown."""

_encode = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of the raw text and what was read from it.

    line: the line, or the part of it around the value. start, end: of the value in `line`. number: of the line in the
    record's text, from 1. kind: `quoted`, or `inferred` where the value follows from what stands there.
    """

    field: str
    rule: str
    kind: str
    number: int
    line: str
    start: int
    end: int


def of(raw: RawArticle, article: Article) -> Iterator[Quote]:
    """The quotes behind every value of an article, field by field; the body, which stands on the page, is left out."""
    for name in FIELDS:
        for evidence in article.evidence.get(name, ()):
            yield _quote(name, raw.text, evidence)


def _quote(name: str, text: str, evidence: Evidence) -> Quote:
    start, end = evidence.start, min(evidence.end, evidence.start + LONGEST)
    first = text.rfind("\n", 0, start) + 1
    if start - first > AROUND:  # from a whole word on
        first = min(text.find(" ", start - AROUND, start) + 1 or start, start)
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    if last - end > AROUND:
        last = max(text.rfind(" ", end, end + AROUND), end)
    number = text.count("\n", 0, start) + 1
    return Quote(name, evidence.rule, evidence.kind, number, text[first:last], start - first, end - first)


@dataclass(frozen=True, slots=True)
class Mention:
    """A tag, and the words of the text that gave it; where there are none, the reason says what it follows from."""

    kind: str
    name: str
    forms: tuple[str, ...]
    reason: str


def mentions(tags: Tags) -> Iterator[Mention]:
    """The words behind every tag, in the tags' order; none for one that stands in the text by its own name."""
    for kind in TAG_KINDS:
        for tag in getattr(tags, kind):
            if tag.name not in tag.forms:
                yield Mention(kind, tag.name, tag.forms, "" if tag.forms else tag.reason)


def write(quotes: Iterable[Quote], named: Iterable[Mention] = ()) -> str:
    """Quotes, and mentions of tags, as the catalog keeps them."""
    rows = [[q.field, q.rule, q.kind, q.number, q.line, q.start, q.end] for q in quotes]
    tags = [[m.kind, m.name, m.forms, m.reason] for m in named]
    return _encode([rows, tags])


def read(text: str) -> tuple[tuple[Quote, ...], tuple[Mention, ...]]:
    """Quotes and mentions out of the catalog."""
    rows, tags = json.loads(text or "[[], []]")
    found = tuple(Mention(kind, name, tuple(forms), reason) for kind, name, forms, reason in tags)
    return tuple(Quote(*row) for row in rows), found
