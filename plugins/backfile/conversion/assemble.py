"""The last stage: the article, with a partition of its text into zones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter

from backfile.conversion.state import Found, State
from backfile.model import Article, Evidence, Person, Zone


def assemble(state: State) -> Article:
    """Make the article of what was chosen."""
    values = {f.field: f.value for f in reversed(state.chosen) if f.person is None}
    people = {field: tuple(_persons(state.chosen, field)) for field in ("reporters", "contributors", "editors")}
    evidence: dict[str, list[Evidence]] = {}
    for found in state.chosen:
        listed = evidence.setdefault(found.field, [])
        if found.evidence not in listed:
            listed.append(found.evidence)
    raw = state.raw
    return Article(
        path=raw.path,
        record=raw.record,
        sha256=raw.sha256,
        title=values.get("title"),
        date=values.get("date"),
        source=values.get("source"),
        dateline=values.get("dateline"),
        reporters=people["reporters"],
        contributors=people["contributors"],
        editors=people["editors"],
        url=values.get("url"),
        corrections=tuple(f.value for f in state.chosen if f.field == "corrections"),
        paragraphs=state.paragraphs,
        zones=tuple(zones(state)),
        evidence={field: tuple(listed) for field, listed in evidence.items()},
        doubts=state.doubts,
    )


def _persons(chosen: Sequence[Found], field: str) -> Iterator[Person]:
    for found in chosen:
        if found.field == field and found.person is not None:
            yield found.person


def zones(state: State) -> Iterator[Zone]:
    """Every non-blank stretch of the raw text in one zone, in order.

    What no mark covers (control characters, soft hyphens, the brackets round an address) is a discard of its own.
    """
    text, view = state.raw.text, state.view
    at = 0
    first, taken = 0, None
    for mark in sorted(state.marks, key=_BY_PLACE):
        start, end = view.raw(mark.start, mark.end)
        start = max(start, at)
        end = min(end, len(text))
        if end <= start:
            continue
        rest = _gap(text, at, start)
        # Paragraphs with nothing but blanks between them are one zone.
        if rest is not None or taken != mark.label or mark.label.kind != "body":
            if taken is not None:
                yield Zone(first, at, taken.kind, taken.rule, taken.field)
            if rest is not None:
                yield rest
            first, taken = start, mark.label
        at = end
    if taken is not None:
        yield Zone(first, at, taken.kind, taken.rule, taken.field)
    if (rest := _gap(text, at, len(text))) is not None:
        yield rest


_BY_PLACE = itemgetter(0, 1)
"""The key of a mark: where it starts, then where it ends."""


def _gap(text: str, start: int, end: int) -> Zone | None:
    between = text[start:end]
    bare = between.strip()
    if not bare:
        return None
    start += len(between) - len(between.lstrip())
    return Zone(start, start + len(bare), "discard", "unread")
