"""Organisations that no vocabulary has: counted with their short forms, or found by the company they keep."""

from __future__ import annotations

from . import organisations
from .entries import Words
from .mentions import Found, Names
from .segments import Segment, spoken
from .vocabulary import Vocabularies

_OFTEN = 4  # mentions that are like one in the headline where there is none


def count_unknown(
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
        if name.casefold() in vocabularies.stopped:
            continue
        found = own.get(name)
        if found is None:
            found = own[name] = Found(name, "organisations")
            found.points = 2 if any(t in words.suffixes for t in body[end : segment.end]) else 1
            found.cue(f"ends or begins as organisations do (“{body[segment.end - 1]}”)")
        if segment.start < start and len(whole := spoken(body, segment.start, end)) > len(found.name):
            found.name = whole  # with its demonym: "British Athletic Federation"
            found.forms.setdefault(name, 0)
        alone = segment.start == start and segment.end == end
        found.mention(name if alone else spoken(body, segment.start, segment.end), start)
        parts = body[start:end]
        short = organisations.acronym(body, segment.end, parts) or organisations.initials(parts)
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


def find_by_company_kept(
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
    often = [(name, spots) for name, spots in [*singles.items(), *others.items()] if len(spots) > 1 and len(name) > 1]
    if not often:
        return
    heads = {token for token in title if token[0].isupper()}
    claimed = {form for found in names.found.values() for form in found.forms}
    claimed |= {found.name.split(" ")[0] for found in names.found.values() if found.kind == "organisations"}
    for name, spots in often:
        if name in claimed or name in words.no_people or name.split(" ")[0] in words.first_names:
            continue
        if any(s.title for s in spots) or sum(s.initial for s in spots) * 2 > len(spots) + 1:
            continue
        cues = [cue for s in spots if (cue := organisations.evidence(body, s.start, s.end, words))]
        if not cues or len(spots) + max(point for point, _ in cues) < 5:
            continue
        points = sum(point for point, _ in cues)
        needed = 2 if name.split(" ")[0] in heads or (not heads and len(spots) >= _OFTEN) else 4
        if points < needed or (points < 6 and any(c.isdigit() for c in name)):
            continue
        found = names.found[name] = Found(name, "organisations")
        for segment in spots:
            found.mention(name, segment.start)
        for _, text in cues:
            found.cue(text)
