"""What the headline, the dateline and the things that belong to a country say for the names of an article."""

from __future__ import annotations

from backfile.model import Article

from .entries import Entry, Sense
from .matcher import Match, find
from .mentions import Found, Names
from .resolve import Context
from .tokens import headline as headline_tokens
from .tokens import marked
from .vocabulary import Vocabularies

_DATELINE = 0.5  # what a place of the dateline that the text does not name adds to its country
_LEAN = {"city": 0.5, "state": 0.5, "region": 0.5, "body": 0.5, "person": 0.25, "company": 0.25}
"""What a mention of something that belongs to a country adds to the country's weight."""


def count_headline(title: list[str], matches: list[Match], names: Names, families: dict[str, Found]) -> None:
    """Let the headline raise the names that are known or stand in the body; it makes no others.

    families: family name → whoever of that name is named in full.
    """
    taken: set[int] = set()
    for match in matches:
        sense = match.sense
        if sense is not None:
            form = " ".join(title[match.start : match.end])
            found = names.entry(sense.entry)
            if sense.entry.kind == "people" and not sense.sure:
                found = families.get(form, found)
            found.in_headline(form)
            found.weight += 1.0
            if sense.adjective:
                found.derived.add(form)
            taken.update(range(match.start, match.end))
    free = {token for at, token in enumerate(title) if at not in taken}
    for found in names.found.values():
        if not found.headline and (found.entry is None or found.kind == "people" or found.entry.sort == "company"):
            for form in found.forms:
                parts = form.split(" ")
                family = found.kind == "people" and parts[-1] in free
                if family or form in free or (len(parts) > 1 and free.issuperset(parts)):
                    found.in_headline(form)
                    found.weight += 1.0
                    break


def count_dateline(article: Article, vocabularies: Vocabularies, context: Context, names: Names) -> None:
    """Let the dateline raise the places that the text names, and a little the country of another."""
    if not article.dateline:
        return
    tokens = headline_tokens(article.dateline)
    for match in find(tokens, marked(tokens)[0], vocabularies.names, frozenset()):
        sense: Sense | None = context.decide(match.senses)
        if sense is None or sense.entry.kind != "places":
            continue
        known = names.found.get(sense.entry)
        if known is not None and known.count:
            known.weight += 1.0
            known.cue("in the dateline")
            continue
        for home in vocabularies.homes.get(sense.entry.country or "", ()):
            if home.sort == "country":  # enough where nothing else says where the story plays
                country = names.entry(home)
                country.weight += _DATELINE
                country.cue("in the dateline")


def lend_to_countries(names: Names, vocabularies: Vocabularies) -> None:
    """Let what belongs to a country speak for it: its cities and states, its government, its people.

    A company speaks for its country only where the headline has it, or the text names the country, a place in it, or
    another company there.
    """
    companies: list[tuple[Found, Entry, str]] = []
    lenders: list[tuple[Found, Entry, str]] = []
    seats: dict[str, int] = {}
    for found in names.found.values():
        entry = found.entry
        if entry is None or not entry.country or entry.sort not in _LEAN:
            continue
        if entry.sort != "company":
            lenders.append((found, entry, entry.country))
            continue
        companies.append((found, entry, entry.country))
        if found.count > 1:
            seats[entry.country] = seats.get(entry.country, 0) + 1
    for found, entry, land in lenders + companies:
        for home in vocabularies.homes.get(land, ()):
            if home.sort != "country":
                continue
            named = home in names.found and names.found[home].count
            if entry.sort == "company" and not (named or found.headline) and seats.get(land, 0) < 2:
                continue
            country = names.entry(home)
            country.weight += _LEAN[entry.sort] * min(found.weight + (2.0 if found.headline else 0.0), 6.0)
            if entry.sort != "company":
                country.first = min(country.first, found.first)
            country.cue(f"{found.name} belongs there")
