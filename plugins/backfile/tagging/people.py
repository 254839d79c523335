"""Who is a person: evidence beside a name, full name first, surname after."""

from __future__ import annotations

from .entries import Words
from .mentions import Found
from .segments import Segment, spoken

_NEEDED = 3  # points of evidence
_OFTEN = 3  # later mentions of a family name that the headline has: evidence by their number
_NAMESAKES = 20  # people of one family name among whom a bare one is given out: keeps hostile text linear
_AGES = frozenset(str(n) for n in range(15, 105))


def full_name(tokens: list[str], segment: Segment, words: Words) -> list[str] | None:
    """The words of a segment if it has the shape of a person's full name, else None."""
    if segment.joined or not 2 <= segment.end - segment.start <= 8:
        return None
    parts = [t for t in tokens[segment.start : segment.end] if t != "."]
    if parts[-1] in words.things or not 2 <= len(parts) <= 6:
        return None
    plain = initials = 0
    for part in parts:
        if part in words.generational or part in words.particles:
            continue
        if len(part) == 1 or (len(part) == 2 and part[1] == "."):
            initials = 1
            continue
        plain += 1
        if part in words.no_people or (part.isupper() and part.capitalize() in words.starters):
            return None
        letters = part if part.isalpha() else part.replace("-", "").replace("'", "")
        if not letters.isalpha() or (len(letters) > 2 and letters.isupper()):
            return None
    return parts if 1 <= plain <= 4 and plain + initials >= 2 else None


def without_opening(segment: Segment, parts: list[str], distinct: set[str], words: Words) -> Segment:
    """A segment without words glued to the front of a name: those that the text (distinct) writes small as well."""
    if segment.title or len(parts) < 3 or parts[0] in words.first_names:
        return segment
    cut = next((i for i, part in enumerate(parts) if part in words.first_names), 0)
    if 0 < cut <= len(parts) - 2 and any(part.lower() in distinct for part in parts[:cut]):
        return segment.begun_at(segment.start + cut)
    return segment


def key(parts: list[str]) -> tuple[str, ...]:
    """A name without initials and dots, by which its full forms are one."""
    return tuple([p for p in parts if len(p.rstrip(".")) > 1]) or tuple(parts)


def surname(parts: list[str], words: Words) -> str:
    """The last name, without Jr."""
    return next((p for p in reversed(parts) if p.rstrip(".") not in words.generational), parts[-1])


def evidence(tokens: list[str], segment: Segment, parts: list[str], words: Words) -> list[tuple[int, str]]:
    """What the surroundings of a full name say for its being a person's: points and a word for each."""
    found: list[tuple[int, str]] = []
    start, end = segment.start, segment.end
    before = tokens[start - 1] if start else ""
    after = tokens[end] if end < len(tokens) else ""
    if segment.title:
        found.append((2, f"title “{before if before != '.' else tokens[start - 2]}”"))
    elif before.lower() in words.roles:
        found.append((2, f"“{before}” before the name"))
    first = parts[0]
    if first in words.first_names or first.split("-")[0] in words.first_names:
        found.append((2, f"first name {first}"))
    elif len(parts) > 2 and parts[1] in words.first_names:
        found.append((1, f"first name {parts[1]}"))
    if before in words.speech or after in words.speech:
        found.append((2, "speaks"))
    elif after == "who" or (after == "," and end + 1 < len(tokens) and tokens[end + 1] in ("who", "whose")):
        found.append((2, "“who”"))
    if after == ",":
        ahead = [t.lower() for t in tokens[end + 1 : end + 9]]
        if ahead and ahead[0] in _AGES:
            found.append((2, f"age {ahead[0]}"))
        elif not words.roles.isdisjoint(ahead):
            found.append((2, f"“{next(t for t in ahead if t in words.roles)}” after the name"))
    return found


def _merge(people: dict[tuple[str, ...], tuple[Found, list[str], list[Segment]]]) -> None:
    """Let a shorter form of a full name ("Vega Soto", "Ana Soto") count for the longer one ("Ana Vega Soto")."""
    by_last: dict[str, list[tuple[str, ...]]] = {}
    for identity in people:
        by_last.setdefault(identity[-1], []).append(identity)
    for namesakes in by_last.values():
        if len(namesakes) < 2:
            continue
        namesakes = sorted(namesakes[:_NAMESAKES], key=len, reverse=True)
        for shorter in namesakes[1:]:
            if len(shorter) < 2:
                continue
            size = len(shorter)
            alike = (n for n in namesakes if len(n) > size and (n[-size:] == shorter or n[0] == shorter[0]))
            longer = next(alike, None)
            if longer is None:
                continue
            found, _, segments = people[longer]
            other, _, spots = people.pop(shorter)
            for segment in spots:
                found.mention(other.name, segment.start)
            segments.extend(spots)
            found.points += other.points
            for cue in other.cues:
                found.cue(cue)


def gather(
    tokens: list[str],
    candidates: list[tuple[Segment, list[str]]],
    singles: dict[str, list[Segment]],
    heads: set[str],
    words: Words,
) -> list[tuple[Found, list[Segment]]]:
    """Merge full names and surnames into people; those without enough evidence are left out.

    candidates: segments that have the shape of a full name, with their parts. singles: segments of one word by that
    word. heads: the words of the headline that the text never writes small. Returns each person with the segments
    that name them.
    """
    people: dict[tuple[str, ...], tuple[Found, list[str], list[Segment]]] = {}
    for segment, parts in candidates:
        form = spoken(tokens, segment.start, segment.end)
        identity = key(parts)
        known = people.get(identity)
        if known is None:
            known = people[identity] = (Found(form, "people"), parts, [])
        found, _, segments = known
        found.mention(form, segment.start)
        segments.append(segment)
        for points, text in evidence(tokens, segment, parts, words):
            if text not in found.cues:
                found.points += points
                found.cue(text)
    _merge(people)
    by_surname: dict[str, list[tuple[Found, list[Segment]]]] = {}
    for found, parts, segments in people.values():
        last = surname(parts, words)
        family = last
        if last not in singles and parts[0] in singles and parts[0] not in words.first_names:
            family = parts[0]  # Chinese, Korean, Hungarian order
        by_surname.setdefault(family, []).append((found, segments))
    for family, owners in by_surname.items():
        later = f"later “{family}”"
        for segment in singles.get(family, ()):
            found, segments = _owner(owners, segment)
            found.mention(family, segment.start)
            segments.append(segment)
            if later not in found.cues:
                found.points += 2
                found.cue(later)
    for found, parts, segments in people.values():
        family = surname(parts, words)
        often = family in heads and found.forms.get(family, 0) >= _OFTEN
        if often and any(not s.initial or not s.start for s in segments if s.end - s.start > 1):
            found.points += 1
    return [(found, segments) for found, _, segments in people.values() if found.points >= _NEEDED]


def _owner(owners: list[tuple[Found, list[Segment]]], segment: Segment) -> tuple[Found, list[Segment]]:
    """Whose a bare family name is: of those named in full before it, the one named most."""
    if len(owners) == 1:
        return owners[0]
    earlier = [o for o in owners[:_NAMESAKES] if o[0].first <= segment.start]
    return max(earlier, key=lambda o: o[0].count) if earlier else owners[0]
