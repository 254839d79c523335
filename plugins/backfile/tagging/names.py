"""All names of an article, known and unknown, with each stretch of words taken once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from backfile.model import Article

from . import organisations, people
from .entries import Entry, Sense, Words
from .matcher import Match, find
from .mentions import Found
from .resolve import Context
from .segments import Segment, segments, spoken
from .tokens import capitalised
from .tokens import headline as headline_tokens
from .vocabulary import Vocabularies

_LEAN = {"city": 0.5, "state": 0.5, "region": 0.5, "body": 0.5, "person": 0.25, "company": 0.25}
"""What a mention of something that belongs to a country adds to the country's weight."""

_GROUP = frozenset({"Group", "Holding", "Holdings", "Groep", "Gruppe"})
"""Words that a company's name may have or lack."""


@dataclass(slots=True)
class Names:
    """What was found, by the entry of the vocabulary or by the name as written."""

    found: dict[Entry | str, Found] = field(default_factory=dict)

    def of(self, kind: str) -> list[Found]:
        """The findings of one kind that may become tags."""
        return [f for f in self.found.values() if f.kind == kind and not (f.entry and f.entry.stopped)]

    def entry(self, entry: Entry) -> Found:
        """The finding of a known name, made when first asked for."""
        known = self.found.get(entry)
        if known is None:
            known = self.found[entry] = Found(entry.name, entry.kind, entry)
        return known


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
    title_matches = find(title, capitalised(title), vocabularies.names, small)
    context = Context(body, title, distinct, [*matches, *title_matches])
    names = Names()
    covering = {at: match for match in matches for at in range(match.start, match.end)}
    taken: list[tuple[int, int]] = []  # tokens of unknown names
    unknown: list[tuple[Segment, int, int]] = []
    candidates: list[tuple[Segment, list[str]]] = []
    singles: dict[str, list[Segment]] = {}
    others: dict[str, list[Segment]] = {}  # unknown names of several words that are shaped like nothing
    firm: set[Match] = set()  # a legal form follows: a company beyond doubt
    for segment in segments(body, capitals, words):
        match = covering.get(segment.start)
        adjectives = segment.start
        if match is not None and match.start < segment.start:
            segment = segment._replace(start=match.start)  # a name that opens with a word of sentences: "Great Wall"
        elif match is not None and match.end < segment.end:
            segment = _without_adjectives(segment, covering)
            match = covering.get(segment.start)
        whole = match is not None and match.start <= segment.start and match.end >= segment.end
        if whole and match is not None and (segment.end - segment.start > 1 or context.decide(match.senses)):
            continue
        if segment.end - segment.start == 1:
            singles.setdefault(body[segment.start], []).append(segment)
            continue
        span = organisations.core(body, segment, words)
        if span is not None:
            known = covering.get(span[0])
            if known is not None and known.start == span[0] and known.end >= span[1] - (body[span[1] - 1] in _GROUP):
                if span[1] < segment.end and any(s.entry.kind == "organisations" for s in known.senses):
                    firm.add(known)
                continue
            if adjectives < segment.start == span[0]:
                segment = segment._replace(start=adjectives)
            unknown.append((segment, *span))
            taken.append(span)
            continue
        parts = people.full_name(body, segment, words)
        if parts is not None and (match is None or parts[0] in words.first_names or segment.title):
            if not _all_known(segment, covering, context):
                shorter = people.without_opening(segment, parts, distinct, words)
                if shorter is not segment:
                    segment, parts = shorter, body[shorter.start : shorter.end]
                candidates.append((segment, parts))
        elif match is None and body[segment.end - 1] not in words.things:
            others.setdefault(spoken(body, segment.start, segment.end), []).append(segment)
    credits = _credits(article)
    for person, spots in people.gather(body, candidates, singles, words):
        taken.extend((s.start, s.end) for s in spots)
        if person.name not in credits:
            names.found[person.name] = person
    starts = {start for start, _ in taken}
    for segment, _ in candidates:
        if segment.start not in starts:
            others.setdefault(spoken(body, segment.start, segment.end), []).append(segment)
    _unknown_organisations(unknown, body, singles, others, names, words, vocabularies)
    inside = _cover(taken)
    _known(matches, context, names, vocabularies, inside, firm, body, words.landforms)
    _by_company_kept(others, singles, body, title, names, words)
    _surnames(singles, names)
    _headline(title, title_matches, context, names)
    _dateline(article, vocabularies, context, names)
    _countries(names, vocabularies)
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
    return segment if start == segment.start else segment._replace(start=start, initial=False)


def _all_known(segment: Segment, covering: dict[int, Match], context: Context) -> bool:
    """Whether known names alone fill a segment."""
    at = segment.start
    while at < segment.end:
        match = covering.get(at)
        if match is None or match.start != at or context.decide(match.senses) is None:
            return False
        at = match.end
    return True


def _credits(article: Article) -> frozenset[str]:
    return frozenset(p.name for p in (*article.reporters, *article.contributors, *article.editors))


def _cover(spans: Iterable[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    return {at: span for span in spans for at in range(*span)}


def _unknown_organisations(
    unknown: list[tuple[Segment, int, int]],
    body: list[str],
    singles: dict[str, list[Segment]],
    others: dict[str, list[Segment]],
    names: Names,
    words: Words,
    vocabularies: Vocabularies,
) -> None:
    """Count organisations that no vocabulary has, under their full name, with their acronyms and short forms."""
    own: dict[str, Found] = {}
    for segment, start, end in unknown:
        name = spoken(body, start, end)
        whole = spoken(body, min(segment.start, start), end)
        if name.casefold() in vocabularies.stopped:
            continue
        found = own.get(name)
        if found is None:
            found = own[name] = Found(name, "organisations")
            found.points = 2 if any(t in words.suffixes for t in body[end : segment.end]) else 1
            found.cue(f"ends or begins as organisations do (“{body[segment.end - 1]}”)")
        if len(whole) > len(found.name):
            found.name = whole  # with its demonym: "British Athletic Federation"
            found.forms.setdefault(name, 0)
        found.mention(spoken(body, segment.start, segment.end), start)
        short = organisations.acronym(body, segment.end, body[start:end]) or organisations.initials(body[start:end])
        if short and short not in found.forms and (short in singles or body[segment.end : segment.end + 1] == ["("]):
            found.forms.setdefault(short, 0)
            for single in singles.get(short, ()):
                found.mention(short, single.start)
    organisations.merge(own)
    for name, found in own.items():
        parts = name.split(" ")
        shorter = [" ".join(parts[:size]) for size in range(2, len(parts))]
        spots = [(form, s) for form in shorter for s in others.get(form, ())]
        if parts[0] not in words.headings:
            spots += [(parts[0], s) for s in singles.get(parts[0], ())]
        for form, spot in spots:
            if spot.start > found.first:
                found.mention(form, spot.start)
        names.found[name] = found


def _known(
    matches: list[Match],
    context: Context,
    names: Names,
    vocabularies: Vocabularies,
    inside: dict[int, tuple[int, int]],
    firm: set[Match],
    body: list[str],
    landforms: frozenset[str],
) -> None:
    """Count the mentions of known names, each in the meaning that the text speaks for."""
    families = {f.name.split(" ")[-1]: f for f in names.found.values() if f.kind == "people"}
    for entry in sorted((e for e in context.present if e.kind == "people"), key=lambda e: e.name):
        families.setdefault(entry.name.split(" ")[-1], names.entry(entry))
    for match in matches:
        span = inside.get(match.start)
        if span is not None and span[1] - span[0] > match.end - match.start:
            continue
        sense = context.decide(match.senses)
        if match in firm:
            sense = next((s for s in match.senses if s.entry.kind == "organisations"), sense)
        if sense is None or (span is not None and sense.entry.kind != "people"):
            continue
        form = spoken(body, match.start, match.end)
        if sense.adjective and body[match.end : match.end + 1] and body[match.end] in landforms:
            continue  # "Indian Creek"
        found = names.entry(sense.entry)
        if sense.entry.kind == "people" and not sense.sure and sense.entry not in context.present:
            found = families.get(form, found)  # another of that name is named in full
        elif sense.entry.kind == "places" and form in names.found:
            found = names.found[form]  # a company named after the place, with its legal form elsewhere
        found.mention(form, match.start, 0.75 if sense.adjective else 1.0)
        if sense.adjective:
            found.derived.add(form)


def _headline(title: list[str], matches: list[Match], context: Context, names: Names) -> None:
    taken: set[int] = set()
    for match in matches:
        sense = context.decide(match.senses)
        if sense is not None:
            found = names.entry(sense.entry)
            found.in_headline(" ".join(title[match.start : match.end]))
            found.weight += 1.0
            if sense.adjective:
                found.derived.add(" ".join(title[match.start : match.end]))
            taken.update(range(match.start, match.end))
    free = {token for at, token in enumerate(title) if at not in taken}
    for found in list(names.found.values()):
        if not found.headline and (found.entry is None or found.kind == "people"):
            for form in list(found.forms):
                parts = form.split(" ")
                family = found.kind == "people" and parts[-1] in free
                if family or form in free or (len(parts) > 1 and all(p in free for p in parts)):
                    found.in_headline(form)
                    found.weight += 1.0
                    break


def _dateline(article: Article, vocabularies: Vocabularies, context: Context, names: Names) -> None:
    if not article.dateline:
        return
    tokens = headline_tokens(article.dateline)
    for match in find(tokens, capitalised(tokens), vocabularies.names, frozenset()):
        sense: Sense | None = context.decide(match.senses)
        if sense is None or sense.entry not in names.found:
            continue
        found = names.found[sense.entry]
        if found.kind == "places" and found.count:
            found.weight += 1.0
            found.cue("in the dateline")


def _countries(names: Names, vocabularies: Vocabularies) -> None:
    """Let what belongs to a country speak for it: its cities and states, its government, its people.

    A company speaks for its country only where the text names the country or a place in it, or another company there.
    """
    seats = Counter(
        f.entry.country for f in names.found.values() if f.entry and f.entry.sort == "company" and f.count > 1
    )
    for found in sorted(names.found.values(), key=lambda f: f.entry is not None and f.entry.sort == "company"):
        entry = found.entry
        if entry is None or not entry.country or entry.sort not in _LEAN:
            continue
        for home in vocabularies.homes.get(entry.country, ()):
            if home.sort != "country":
                continue
            named = home in names.found and names.found[home].count
            if entry.sort == "company" and not named and seats[entry.country] < 2:
                continue
            country = names.entry(home)
            country.weight += _LEAN[entry.sort] * min(found.weight + (2.0 if found.headline else 0.0), 6.0)
            if entry.sort != "company":
                country.first = min(country.first, found.first)
            country.cue(f"{found.name} belongs there")


def _surnames(singles: dict[str, list[Segment]], names: Names) -> None:
    """Count family names that stand alone for the known people whose full names the text has."""
    for found in [f for f in names.found.values() if f.entry is not None and f.kind == "people" and f.count]:
        family = found.name.split(" ")[-1]
        if family in found.forms:
            continue
        for segment in singles.get(family, ()):
            if segment.start > found.first:
                found.mention(family, segment.start)


def _by_company_kept(
    others: dict[str, list[Segment]],
    singles: dict[str, list[Segment]],
    body: list[str],
    title: list[str],
    names: Names,
    words: Words,
) -> None:
    """Find organisations by what stands beside the name; it must come three times and not be a person's.

    Two words of evidence are needed, one if the headline has the name. With a ticker two mentions are enough.
    """
    heads = {token for token in title if token[0].isupper()}
    claimed = {form for found in names.found.values() for form in found.forms}
    claimed |= {found.name.split(" ")[0] for found in names.found.values() if found.kind == "organisations"}
    for name, spots in [*singles.items(), *others.items()]:
        if len(spots) < 2 or name in claimed or name in words.no_people or len(name) < 2:
            continue
        if any(s.title for s in spots) or name.split(" ")[0] in words.first_names:
            continue
        cues = [cue for s in spots if (cue := organisations.evidence(body, s.start, s.end, words))]
        initial = sum(s.initial for s in spots)
        points = sum(point for point, _ in cues)
        if len(spots) + max((point for point, _ in cues), default=0) < 5 or initial * 2 > len(spots) + 1:
            continue
        if points < (2 if name.split(" ")[0] in heads else 4) or (points < 6 and any(c.isdigit() for c in name)):
            continue
        found = names.found[name] = Found(name, "organisations")
        for segment in spots:
            found.mention(name, segment.start)
        for _, text in cues:
            found.cue(text)


def _drop_publisher(article: Article, names: Names) -> None:
    """The publisher is no subject unless its own headline names it."""
    if not article.source:
        return
    source = article.source.casefold()
    for key, found in list(names.found.items()):
        named = source in (found.name.casefold(), *(f.casefold() for f in found.forms))
        if named and found.kind == "organisations" and not found.headline:
            del names.found[key]
