"""Datelines: where an article was filed, and the agency's tag behind the place."""

from __future__ import annotations

import re
from typing import NamedTuple

from backfile.rules import Rules

_WORD = r"[A-ZÀ-ÞŠŽ][\w.'’À-ÿ-]*"
_PLACE = (
    rf"{_WORD}(?:[ /]{{1,2}}(?:{_WORD}|of|de|la|del|do|di|el|al|and)){{0,5}}"
    r"(?:,\ {1,2}[A-Z][\w.]*(?:\ [A-Z][\w.]*){0,2}){0,2}"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH}\ \d{{1,2}}|\d{{1,2}}\ {_MONTH})(?:,?\ \d{{4}})?"
_TAGGED = re.compile(
    rf"""(?:\(\d\d-\d\d\)\s\d\d:\d\d\s[A-Z]{{2,4}}\s)?(?:(?P<place>{_PLACE})?[,.]?\s{{0,3}}(?P<day>{_DAY})?[.,]?\s{{0,3}})(?:--\s?|[–—]\s?)?
         (?:\((?P<agency>[A-Za-z][\w\ .&/-]{{1,40}})\)|/(?P<slashed>[A-Za-z][\w\ .&-]{{1,40}})/)\.?\s{{0,3}}
         (?P<dash>--|[-–—―:_])?\s{{0,3}}""",
    re.VERBOSE,
)
_BARE = re.compile(
    r"""(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?:[ /]{1,2}[A-ZÀ-Þ][A-ZÀ-Þ.'’-]*){0,3}
        (?:,\ {1,2}[A-Z][\w.]+(?:\ [A-Z][\w.]+)?)?)
        (?P<day>,\ """
    + _DAY
    + r""")?(?P<dash>\ ?(?:—|–|--)\s{0,40}|\ -\ )(?=\S|$)""",
    re.VERBOSE,
)
_DAY_ONLY = re.compile(rf"{_DAY}\ (?:--|—|–)\ ?", re.VERBOSE)
_DATE_TAIL = re.compile(rf",?\s+{_DAY}\s*$|,?\s+\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?\s*$", re.VERBOSE | re.IGNORECASE)


class Dateline(NamedTuple):
    """A dateline at the start of a paragraph: place and agency with their offsets, and where the prose begins."""

    place: str | None
    place_span: tuple[int, int]
    agency: str | None
    agency_span: tuple[int, int]
    end: int


def dateline(text: str, rules: Rules) -> Dateline | None:
    """Read the dateline at the start of a paragraph, with an agency's tag or in capitals before a dash."""
    head = text[:160]
    if "(" in head or "/" in head:
        match = _TAGGED.match(head)
        if match is not None:
            group = "agency" if match["agency"] else "slashed"
            agency = " ".join(match[group].split())
            known = agency.lower() in rules.words["agencies"]
            tight = known and head[match.end() : match.end() + 1].isupper()
            if (known or match["dash"]) and (match["place"] or match["dash"] or tight) and _may_be_house(agency, rules):
                place = " ".join(match["place"].split()) if match["place"] else None
                return Dateline(place, match.span("place"), agency, match.span(group), match.end())
    match = _DAY_ONLY.match(head)
    if match is not None:
        return Dateline(None, (0, 0), None, (0, 0), match.end())
    match = _BARE.match(head)
    if match is not None and len(match["place"]) >= 4 and match["place"] not in ("EDITOR", "NOTE", "UPDATE"):
        return Dateline(" ".join(match["place"].split()), match.span("place"), None, (0, 0), match.end())
    return None


def _may_be_house(agency: str, rules: Rules) -> bool:
    """Whether bracketed words behind a place may name a house: a known agency, or a name of few words in capitals."""
    low = agency.lower()
    if low in rules.words["agencies"]:
        return True
    words = agency.split()
    return (
        low not in rules.words["not_houses"]
        and words[0].lower() not in rules.words["not_houses"]
        and len(words) <= 4
        and all(w[0].isupper() or w in ("of", "the", "and", "&", "de") for w in words)
        and not any(c.isdigit() for c in agency)
    )


def place_only(value: str) -> str:
    """A DATELINE line's place without its date and dash.

    >>> place_only("RIGA, Latvia, March 13 2013"), place_only("    BERGEN, April 9 - ")
    ('RIGA, Latvia', 'BERGEN')
    """
    value = re.sub(r"[\s,-]*(?:--|[-–—])?\s*$", "", value.strip())
    value = re.sub(r"\s*\((?:[A-Z][\w ]{1,30})\)$", "", value)
    return " ".join(_DATE_TAIL.sub("", value).split()).strip(" ,-")
