"""The rows of the vocabularies as the stages see them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)  # one object a row: compared by identity, which is fast
class Entry:
    """A known place, organisation or person.

    sort: country, state, city, region, body, company, person. cues: words of which one must stand in the text
    before an ambiguous form is taken for this entry. country: where it lies or belongs to. stopped: recognised,
    so that its words are taken for nothing else, but never a tag.
    """

    kind: str
    name: str
    sort: str
    code: str | None = None
    country: str | None = None
    cues: tuple[str, ...] = ()
    stopped: bool = False


@dataclass(frozen=True, slots=True, eq=False)  # one object a row: compared by identity, which is fast
class Sense:
    """What a form may mean. sure: the form alone says so. adjective: of a country ("Kazakh"), not its name."""

    entry: Entry
    sure: bool = True
    adjective: bool = False


@dataclass(frozen=True, slots=True, eq=False)  # one object a row: compared by identity, which is fast
class Topic:
    """A subject of the IPTC Media Topics under the short label that is shown.

    general: so wide ("politics") that it is given only where fewer than two narrower ones are. above: the general
    topic of which this is a part in IPTC's tree; it is not given beside this one.
    """

    name: str
    code: str
    official: str
    general: bool = False
    above: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Closed lists of words that the stages ask for.

    breaks: titles, courtesies, days and months, which end a name. no_people: words of no person's name. openers:
    those of the starters that begin names too ("First", "Great"). deeds: what companies do ("posted", "acquired").
    landforms: words after which a demonym belongs to a name of nature or a town ("Indian Creek"). outlets: those
    through which others speak ("told NBC", "on Twitter"). links: what may stand between the capitalised words of a
    name: particles, "&", "," and ".".
    """

    titles: frozenset[str]
    roles: frozenset[str]
    courtesies: frozenset[str]
    speech: frozenset[str]
    suffixes: frozenset[str]
    heads: frozenset[str]
    headings: frozenset[str]
    starters: frozenset[str]
    breaks: frozenset[str]
    particles: frozenset[str]
    first_names: frozenset[str]
    generational: frozenset[str]
    things: frozenset[str]
    no_people: frozenset[str]
    kindred: frozenset[str]
    openers: frozenset[str]
    deeds: frozenset[str]
    landforms: frozenset[str]
    outlets: frozenset[str]
    belongings: frozenset[str]
    links: frozenset[str]
