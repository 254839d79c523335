"""Mentions of known names: each in the meaning that the text speaks for."""

from __future__ import annotations

from .entries import Words
from .matcher import Match
from .mentions import Found, Names
from .segments import Segment, spoken

_HOUSES = frozenset({"First", "National", "Standard", "Royal"})
"""Words before a city's name that make it a company's: "First Boston"."""

_LEGAL = frozenset({"Corp", "Inc", "Ltd", "Plc", "plc", "PLC", "Co", "SA", "AG", "NV", "LLC"})
"""Legal forms that are never part of the name itself."""

_SOURCE = 0.25  # what a mention of a source adds
_THROUGH = frozenset(
    {"on", "On", "via", "told", "to", "with", "by", "newspaper", "magazine", "daily", "weekly", "paper", "broadcaster"}
)
_REPORTING = frozenset(
    {"reported", "reports", "poll", "interview", "newspaper", "editorial", "op-ed", "report", "survey"}
)


def count_known(
    matches: list[Match],
    names: Names,
    by_family: dict[str, Found],
    inside: dict[int, tuple[int, int]],
    body: list[str],
    words: Words,
) -> None:
    """Count the mentions of known names, each in the meaning that the text speaks for.

    by_family: from `families`. inside: token → the unknown name that has it.
    """
    namesakes = _namesakes(matches, body, names)
    for match in matches:
        start, end = match.start, match.end
        span = inside.get(start)
        if span is not None and span[1] - span[0] > end - start:
            continue
        sense = match.sense
        if sense is None:
            continue
        entry = sense.entry
        if span is not None and entry.kind != "people":
            continue
        if sense.adjective and end < len(body) and body[end] in words.landforms:
            continue  # "Indian Creek"
        if entry.sort == "city" and start > 1 and body[start - 1] in _HOUSES:
            continue  # "First Boston"
        form = spoken(body, start, end)
        found = names.found.get(entry) or names.entry(entry)
        if entry.kind == "people" and not sense.sure:
            found = by_family.get(form, found)  # the first of that name who is named in full
        elif entry.kind == "places" and namesakes:
            found = namesakes.get(form, found)
        if entry.name in words.outlets and _is_source(body, match):
            found.mention(form, start, _SOURCE)
        else:
            found.mention(form, start, 0.75 if sense.adjective else 1.0)
        if sense.adjective:
            found.derived.add(form)


def _is_source(body: list[str], match: Match) -> bool:
    """Whether a paper, station or network is where something was said, not what the sentence is about."""
    before = body[match.start - 1] if match.start else ""
    if before in ("the", "The"):
        before = body[match.start - 2] if match.start > 1 else ""
    after = body[match.end] if match.end < len(body) else ""
    return before in _THROUGH or after in _REPORTING


def families(matches: list[Match], names: Names) -> dict[str, Found]:
    """Family name → whoever of that name stands first in full in the text, known or unknown."""
    first: dict[str, tuple[int, Found]] = {}
    for found in names.found.values():
        if found.kind == "people":
            first.setdefault(found.name.split(" ")[-1], (found.first, found))
    for match in matches:
        if match.end - match.start < 2 or len(match.senses) > 1:
            continue
        sense = match.senses[0]
        if sense.sure and sense.entry.kind == "people":
            family = sense.entry.name.split(" ")[-1]
            if family not in first or match.start < first[family][0]:
                first[family] = (match.start, names.entry(sense.entry))
    return {family: found for family, (_, found) in first.items()}


def _namesakes(matches: list[Match], body: list[str], names: Names) -> dict[str, Found]:
    """Name without legal form → the company that has it with one in the text ("El Paso" of "El Paso Corp.")."""
    found = {str(key): f for key, f in names.found.items() if f.entry is None and f.kind == "organisations"}
    for match in matches:
        if match.end - match.start < 2:
            continue
        entry = match.senses[0].entry
        last = match.end - (2 if body[match.end - 1] == "." else 1)
        if entry.sort == "company" and last > match.start and body[last] in _LEGAL:
            found[spoken(body, match.start, last)] = names.entry(entry)
    return found


def count_short_forms(
    singles: dict[str, list[Segment]], others: dict[str, list[Segment]], names: Names, words: Words
) -> None:
    """Count the first words of a company's name ("Great Wall" of "Great Wall Motor") where they stand for it."""
    for found in [f for f in names.found.values() if f.entry is not None and f.entry.sort == "company" and f.count]:
        parts = found.name.split(" ")
        for size in range(2, len(parts)):
            form = " ".join(parts[:size])
            for spot in others.pop(form, ()):
                found.mention(form, spot.start)
        first = parts[0]
        if (
            len(parts) > 1
            and first not in words.first_names
            and first not in words.no_people
            and first not in words.things
        ):
            for spot in singles.pop(first, ()):
                found.mention(first, spot.start)


def count_surnames(singles: dict[str, list[Segment]], names: Names) -> None:
    """Count family names that stand alone for the known people whose full names the text has."""
    for found in [f for f in names.found.values() if f.entry is not None and f.kind == "people" and f.count]:
        family = found.name.split(" ")[-1]
        if family in found.forms:
            continue
        for segment in singles.get(family, ()):
            if segment.start > found.first:
                found.mention(family, segment.start)
