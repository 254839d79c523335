"""All names of an article, known and unknown, with each stretch of words taken once."""

from __future__ import annotations

from collections.abc import Iterable

from backfile.model import Article

from . import organisations, people
from .known import count_known, count_short_forms, count_surnames, families
from .matcher import Match, find
from .mentions import Names
from .resolve import Context
from .segments import Segment, segments, spoken
from .surroundings import count_dateline, count_headline, lend_to_countries
from .tokens import marked
from .unknown import count_unknown, find_by_company_kept
from .vocabulary import Vocabularies

_GROUP = frozenset({"Group", "Holding", "Holdings", "Groep", "Gruppe"})
"""Words that a company's name may have or lack."""


def read_names(
    article: Article, title: list[str], body: list[str], capitals: list[int], vocabularies: Vocabularies
) -> Names:
    """Find and merge all names of an article.

    title, body: its tokens; capitals: where those of the body begin with a capital letter. Names inside names are not
    names; words of the headline raise names that are known or stand in the body, but make none; the article's own
    credits and publisher are no subjects.
    """
    words = vocabularies.words
    distinct = {*body, *title}
    small = vocabularies.small_names & distinct
    matches = find(body, capitals, vocabularies.names, small)
    title_matches = find(title, marked(title)[0], vocabularies.names, small)
    context = Context(body, title, distinct, [*matches, *title_matches])
    names = Names()
    covering: dict[int, Match] = {}
    for known in matches:
        covering[known.start] = known
        for at in range(known.start + 1, known.end):
            covering[at] = known
    taken: list[tuple[int, int]] = []  # tokens of unknown names
    unknown: list[tuple[Segment, int, int]] = []
    candidates: list[tuple[Segment, list[str]]] = []
    singles: dict[str, list[Segment]] = {}
    others: dict[str, list[Segment]] = {}  # unknown names of several words that are shaped like nothing
    for segment in segments(body, capitals, words):
        adjectives = segment.start
        match = covering.get(adjectives)
        if match is not None:
            if match.start < segment.start:
                segment = segment.begun_at(match.start)  # a name that opens with a word of sentences: "Great Wall"
            elif match.end < segment.end:
                segment = _without_adjectives(segment, covering)
                match = covering.get(segment.start)
            whole = match is not None and match.start <= segment.start and match.end >= segment.end
            if whole and match is not None and (segment.end - segment.start > 1 or match.sense is not None):
                continue
        if segment.end - segment.start == 1:
            singles.setdefault(body[segment.start], []).append(segment)
            continue
        span = organisations.core(body, segment, words)
        if span is not None:
            match = covering.get(span[0])
            if match is not None and match.start == span[0] and match.end >= span[1] - (body[span[1] - 1] in _GROUP):
                if span[1] < segment.end:  # a legal form follows: a company beyond doubt
                    match.sense = next((s for s in match.senses if s.entry.kind == "organisations"), match.sense)
                continue
            if adjectives < segment.start == span[0]:
                segment = segment.begun_at(adjectives)
            unknown.append((segment, *span))
            taken.append(span)
            continue
        parts = people.full_name(body, segment, words)
        if parts is not None and (match is None or parts[0] in words.first_names or segment.title):
            if not _all_known(segment, covering):
                shorter = people.without_opening(segment, parts, distinct, words)
                if shorter is not segment:
                    segment, parts = shorter, body[shorter.start : shorter.end]
                candidates.append((segment, parts))
        elif match is None and body[segment.end - 1] not in words.things:
            others.setdefault(spoken(body, segment.start, segment.end), []).append(segment)
    credits = _credits(article)
    for person, spots in people.gather(
        body, candidates, singles, {t for t in title if t.lower() not in distinct}, words
    ):
        taken.extend((s.start, s.end) for s in spots)
        if person.name not in credits:
            names.found[person.name] = person
    starts = {start for start, _ in taken}
    for segment, _ in candidates:
        if segment.start not in starts:
            others.setdefault(spoken(body, segment.start, segment.end), []).append(segment)
    count_unknown(unknown, body, singles, others, names, words, vocabularies)
    inside = _cover(taken)
    by_family = families(matches, names)
    count_known(matches, names, by_family, inside, body, words)
    count_short_forms(singles, others, names, words)
    find_by_company_kept(others, singles, body, title, names, words)
    count_surnames(singles, names)
    count_headline(title, title_matches, names, by_family)
    count_dateline(article, vocabularies, context, names)
    lend_to_countries(names, vocabularies)
    _drop_publisher(article, names)
    return names


def _without_adjectives(segment: Segment, covering: dict[int, Match]) -> Segment:
    """A segment without the demonyms, countries and possessors at its head that are no part of a name."""
    start = segment.start
    while start < segment.end:
        match = covering.get(start)
        if match is None or match.start != start or match.end >= segment.end:
            break
        if not all(s.adjective for s in match.senses):
            break
        start = match.end
    return segment if start == segment.start else Segment(start, segment.end, segment.title, False, segment.joined)


def _all_known(segment: Segment, covering: dict[int, Match]) -> bool:
    """Whether known names alone fill a segment."""
    at = segment.start
    while at < segment.end:
        match = covering.get(at)
        if match is None or match.start != at or match.sense is None:
            return False
        at = match.end
    return True


def _credits(article: Article) -> frozenset[str]:
    return frozenset(p.name for p in (*article.reporters, *article.contributors, *article.editors))


def _cover(spans: Iterable[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    return {at: span for span in spans for at in range(*span)}


def _drop_publisher(article: Article, names: Names) -> None:
    """The publisher is no subject unless its own headline names it."""
    if not article.source:
        return
    source = article.source.casefold()
    for key, found in list(names.found.items()):
        if found.kind != "organisations" or found.headline:
            continue
        if source in (found.name.casefold(), *(f.casefold() for f in found.forms)):
            del names.found[key]
