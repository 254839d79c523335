"""Which names of an archive's people are one person: titles before a name, short given names, initials.

A name is joined to another only where the archive shows it: by the name without its title, or by the company that
both keep. What looks alike and is not shown is given back as a question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

_NEEDED = 3  # points: a shared organisation or person gives two, a shared place one, a shared topic one
_NAMESAKES = 12  # forms of one given and family name that are compared with one another


@dataclass(frozen=True, slots=True)
class Sighting:
    """The people of one article, and what else it is about: organisations, places, topics."""

    people: tuple[str, ...]
    organisations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two names that may be one person's: the one to show first, and why in plain words."""

    name: str
    other: str
    reason: str


@dataclass(frozen=True, slots=True)
class SamePeople:
    """merged: each name that is another's, with that one. questions: what only a person can decide."""

    merged: Mapping[str, Likeness]
    questions: tuple[Likeness, ...]


@dataclass(frozen=True, slots=True)
class _Parts:
    given: str
    middle: tuple[str, ...]
    family: str
    generation: str


@dataclass(slots=True)
class _Company:
    """What stands beside a name, by how many articles."""

    firm: Counter[str] = field(default_factory=Counter)  # organisations and people
    places: set[str] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)


def find_same_people(
    sightings: Sequence[Sighting],
    *,
    titles: frozenset[str],
    generations: frozenset[str],
    given_names: Iterable[tuple[str, frozenset[str]]],
    is_known: Callable[[str], bool],
    are_others: Callable[[str, str], bool],
) -> SamePeople:
    """Compare the names of an archive's people; near-linear in their number.

    sightings: in order of time, so that the name shown does not change as articles arrive. titles, generations:
    words before and after a name ("President", "Jr."). given_names: with their short forms. is_known: whether a
    vocabulary has the name; two known names are two people. are_others: whether the owner said so.
    """
    first: dict[str, int] = {}
    for sighting in sightings:
        for name in sighting.people:
            first.setdefault(name, len(first))
    merged = {
        name: Likeness(plain, name, f"“{name}” is “{plain}” with a title")
        for name in first
        if (plain := _without_title(name, first, titles)) and not are_others(plain, name)
    }
    pairs = [
        pair
        for pair in _pairs([name for name in first if name not in merged], generations, given_names)
        if not (is_known(pair[0]) and is_known(pair[1])) and not are_others(*pair)
    ]
    company = _company(sightings, {name for pair in pairs for name in pair})
    shown: dict[tuple[str, str], str] = {}
    questions: dict[tuple[str, str], str] = {}
    for one, other in pairs:
        points, reason = _shared(company[one], company[other])
        apart = company[one].firm[other]
        if apart:
            questions[one, other] = f"both stand in {_articles(apart)}"
        elif points >= _NEEDED:
            shown[one, other] = reason
        else:
            questions[one, other] = reason or "nothing in the archive connects them"

    def rank(name: str) -> tuple[bool, bool, int]:
        return not is_known(name), any(len(part.rstrip(".")) == 1 for part in name.split()), first[name]

    related = {frozenset(pair) for pair in pairs}
    for group in _groups(shown):
        if all(frozenset(pair) in related for pair in combinations(group, 2)):
            name, *others = sorted(group, key=rank)
            for other in others:
                why = shown.get((name, other)) or shown.get((other, name)) or "through a third form of the name"
                merged[other] = Likeness(name, other, why)
        else:
            questions |= {pair: reason for pair, reason in shown.items() if pair[0] in group}
    asked = []
    for pair, reason in questions.items():
        one, other = sorted(pair, key=rank)
        if merged.get(other, merged.get(one)) is None:
            asked.append(Likeness(one, other, reason))
    return SamePeople(merged, tuple(sorted(asked, key=lambda q: (q.name, q.other))))


def shared_company(sightings: Sequence[Sighting], pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What stands beside both names of each pair, in plain words; empty where nothing does."""
    listed = list(pairs)
    company = _company(sightings, {name for pair in listed for name in pair})
    return {pair: _shared(company[pair[0]], company[pair[1]])[1] for pair in listed}


def _without_title(name: str, names: Mapping[str, int], titles: frozenset[str]) -> str | None:
    """The longest part of a name behind a title that is a name of the archive itself."""
    words = name.split()
    for at in range(1, len(words) - 1):
        if words[at - 1] in titles or words[at - 1].rstrip(".") in titles:
            plain = " ".join(words[at:])
            if plain in names:
                return plain
    return None


def _parts(name: str, generations: frozenset[str]) -> _Parts | None:
    words = name.replace(",", " ").split()
    generation = ""
    if len(words) > 2 and (words[-1] in generations or words[-1].rstrip(".") in generations):
        generation = words.pop().rstrip(".")
    if len(words) < 2:
        return None
    return _Parts(words[0], tuple(words[1:-1]), words[-1].casefold(), generation)


def _pairs(
    names: Iterable[str], generations: frozenset[str], given_names: Iterable[tuple[str, frozenset[str]]]
) -> list[tuple[str, str]]:
    """Names of the same family whose given names may be one."""
    forms_of: dict[str, set[str]] = {}
    for name, short in given_names:
        for form in (name, *short):
            forms_of.setdefault(form, set()).add(name)
    blocks: dict[tuple[str, str, str], list[tuple[str, _Parts]]] = {}
    for name in names:
        parts = _parts(name, generations)
        if parts is not None:
            for given in forms_of.get(parts.given, set()) | {parts.given}:
                blocks.setdefault((parts.family, parts.generation, given), []).append((name, parts))
    found: dict[tuple[str, str], None] = {}
    for _, block in sorted(blocks.items()):
        for (one, a), (other, b) in combinations(block[:_NAMESAKES], 2):
            if _fits(a, b, forms_of) and (other, one) not in found:
                found[one, other] = None
    return list(found)


def _fits(a: _Parts, b: _Parts, forms_of: Mapping[str, set[str]]) -> bool:
    """Whether given and middle names do not contradict each other; two short forms of one name do fit."""
    if a.given != b.given:
        mine, yours = forms_of.get(a.given, set()), forms_of.get(b.given, set())
        if b.given not in mine and a.given not in yours and not mine & yours - {a.given, b.given}:
            return False
    return all(
        x[0].casefold() == y[0].casefold() and (len(x.rstrip(".")) == 1 or len(y.rstrip(".")) == 1 or x == y)
        for x, y in zip(a.middle, b.middle, strict=False)
    )


def _company(sightings: Iterable[Sighting], wanted: set[str]) -> dict[str, _Company]:
    found = {name: _Company() for name in wanted}
    for sighting in sightings:
        for name in wanted.intersection(sighting.people):
            one = found[name]
            one.firm.update(sighting.organisations)
            one.firm.update(person for person in sighting.people if person != name)
            one.places.update(sighting.places)
            one.topics.update(sighting.topics)
    return found


def _shared(a: _Company, b: _Company) -> tuple[int, str]:
    """Points for the company that two names share, and the best of it in words."""
    firm = sorted(a.firm.keys() & b.firm.keys(), key=lambda name: (-(a.firm[name] + b.firm[name]), name))
    places, topics = sorted(a.places & b.places), sorted(a.topics & b.topics)
    points = 2 * len(firm) + bool(places) + bool(topics)
    if firm:
        return points, f"{_articles(a.firm[firm[0]] + b.firm[firm[0]])} together with {firm[0]}"
    beside = [*places[:1], *topics[:1]]
    return points, f"both together with {' and '.join(beside)}" if beside else ""


def _articles(count: int) -> str:
    return f"{count} article{'' if count == 1 else 's'}"


def _groups(pairs: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    """The names that pairs connect."""
    near: dict[str, set[str]] = {}
    for one, other in pairs:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    seen: set[str] = set()
    for start in near:
        if start in seen:
            continue
        group, todo = [], [start]
        seen.add(start)
        while todo:
            name = todo.pop()
            group.append(name)
            for other in sorted(near[name] - seen):
                seen.add(other)
                todo.append(other)
        yield group
