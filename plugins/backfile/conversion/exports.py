"""The lines of an export's head that have no key: house, headline, byline, section, by their place and their words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backfile.conversion.people import has_given_name, read_byline
from backfile.conversion.sources import is_house
from backfile.conversion.state import State


def exported(state: State, bare: Sequence[int], wanted: list[str]) -> list[str]:
    """What an export's lines without a key are: the house may stand above the headline, below it, or nowhere."""
    named = [i for i in bare if _names_house(state, state.pieces[i].text)]
    if wanted == ["source"] and len(bare) == 1:
        below = any(not p.hits and p.start > state.pieces[bare[0]].start for p in state.pieces[: state.head])
        titled = below or any(p.hit("key.title") for p in state.pieces[: state.head])
        return ["source"] if named or titled else ["title"]
    if wanted == ["source"] or (named and named[0] == bare[0]):
        house = named[0] if named else bare[-1]
        first = [i for i in bare if i != house][:1]
        return ["source" if i == house else "title" if [i] == first else "standfirst" for i in bare]
    return wanted


def _names_house(state: State, text: str) -> bool:
    """Whether a line is a house's name: as such names end, or said again in a copyright line."""
    name = re.escape(text)
    again = rf"(?:©|Copyright|COPYRIGHT)[^\n]{{0,12}}\b{name}"
    return is_house(text, state.rules, weak=True) or re.search(again, state.view.text) is not None


def factiva(lines: list[str], state: State) -> list[str]:
    """What the lines above "N words" are: perhaps a section, the headline, perhaps a byline."""
    if not lines:
        return []
    printed = any(p.hit("byline") for p in state.pieces[: state.head])
    last = len(lines) > 1 and not printed and _names_only(lines, state)
    titles = len(lines) - last
    # A section that no rule knows stands above the headline in a word or two.
    section = titles > 1 and len(lines[0].split()) <= 2 < len(lines[1].split())
    above = ["code"] if section else []
    return [*above, "title", *["standfirst"] * (titles - 1 - section), *(["byline"] if last else [])]


def _names_only(lines: list[str], state: State) -> bool:
    """Whether the last line above "N words" is a byline: names, perhaps with what those people do."""
    line = lines[-1]
    longest = max(len(above.split()) for above in lines[:-1])
    credit = read_byline(line, state.rules)
    jobs = state.rules.words["job_words"]
    return (
        bool(credit.people)
        and len(line) <= 110
        and (
            bool(credit.rest)
            or len(credit.people) > 1
            or has_given_name(credit.people[0].name, state.rules)
            or (len(line.split()) <= 3 and longest >= 4)
        )
        and all(r.split()[-1].lower() in jobs for r in credit.rest.split(", ") if r)
    )
