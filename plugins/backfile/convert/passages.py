"""Which stretches of a raw article a person must see to settle a doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backfile.conversion import dates
from backfile.model import Article, Doubt, RawArticle, Zone

Span = tuple[int, int]

_CREDITED = frozenset(("source", "reporters", "contributors", "editors"))
_QUOTED = re.compile(r"""(?P<mark>['"])(?P<said>.{3,}?)(?P=mark)""")
_LONGEST = 600
_FEW = 4


def passages(raw: RawArticle, article: Article, doubt: Doubt) -> tuple[Span, ...]:
    """Find what a doubt is about: what its field was read from, what its reason quotes, where its candidates stand.

    raw, article: the record, and what conversion reads from it today. Returns stretches of the record's text in
    order; the opening lines where nothing better is known.
    """
    text = raw.text
    found = set(_of_body(text, article.zones) if doubt.field == "body" else _of_field(article, doubt.field))
    seen = [text[start:end] for start, end in found]
    for said in _sayings(doubt):
        if not any(said in one for one in seen) and (span := _place(text, said)) is not None:
            found.add(span)
    if doubt.field == "date":
        found |= set(_dated(text, doubt.candidates))
    if not found and doubt.field in _CREDITED:
        found = {(zone.start, zone.end) for zone in article.zones if _is_credit(zone)}
    return tuple(sorted(found or _opening(text)))


def _of_field(article: Article, field: str) -> Iterator[Span]:
    yield from ((zone.start, zone.end) for zone in article.zones if zone.field == field)
    yield from ((one.start, one.end) for one in article.evidence.get(field, ()) if one.end - one.start <= _LONGEST)


def _of_body(text: str, zones: tuple[Zone, ...]) -> Iterator[Span]:
    """The last line of the body, where most doubts about it lie."""
    body = [zone for zone in zones if zone.kind == "body"]
    if body:
        start, end = body[-1].start, body[-1].end
        yield max(start, text.rfind("\n", start, end) + 1), end


def _sayings(doubt: Doubt) -> Iterator[str]:
    yield from (match["said"] for match in _QUOTED.finditer(doubt.reason))
    yield from (candidate for candidate in doubt.candidates if len(candidate) > 2)


def _place(text: str, said: str) -> Span | None:
    """Where words stand first in the text, however their blanks are; None where they do not."""
    at = text.find(said)
    if at >= 0:
        return at, at + len(said)
    match = re.search(r"\s+".join(map(re.escape, said.split())), text)
    return match.span() if match else None


def _dated(text: str, days: tuple[str, ...]) -> Iterator[Span]:
    """The lines that state one of these days."""
    start = 0
    for line in text.split("\n"):
        stamp = dates.find(line) if days and len(line) <= _LONGEST else None
        if stamp is not None and stamp.iso[:10] in days:
            yield start, start + len(line)
        start += len(line) + 1


def _is_credit(zone: Zone) -> bool:
    return zone.field in _CREDITED or zone.rule.startswith(("credit.", "role.", "byline."))


def _opening(text: str) -> set[Span]:
    lines = [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", text)]
    return set(lines[:_FEW])
