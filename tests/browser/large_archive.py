"""Thousands of invented articles, and queries of every kind for them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from backfile.search import SearchDocument
from tests.browser.search_oracle import Oracle, Query

TOWNS = (
    "Varnholt", "Ostermark", "Lindesby", "Port Carrow", "Sankt Elm", "Tirvane", "Halmere", "Brascombe", "Eskaville",
    "Nordhaven", "Quillon", "Marrow Bay", "Upper Dene", "Castelmont", "Ardvaig", "Zell am Moor", "Rionda", "Kestrelby",
)  # fmt: skip
BODIES = (
    "Grain Board", "Harbour Authority", "Electoral Office", "Rail Union", "Meridian Bank", "Court of Audit",
    "Ministry of Roads", "Dockers' League", "University of Halmere", "Salt Company",
)  # fmt: skip
FIRST = ("Ilse", "Tomas", "Adwoa", "Rafael", "Nadia", "Petra", "Owen", "Sunniva", "Marc", "Ines", "Jude", "Chloé")
LAST = ("Maron", "Beck", "Quist", "Lund", "Orlov", "Vance", "Halloran", "Dahl", "Elling", "Faro", "Okoro", "O'Dowd")
SOURCES = ("Meridian Wire", "The Lindesby Courier", "Coastal Press", "Evening Ledger")
TOPICS = ("elections", "harvest", "shipping", "railways", "budget", "courts", "weather", "schools")
NOUNS = (
    "bridge", "bridges", "harvest", "election", "elections", "strike", "strikes", "vote", "votes", "tunnel", "tunnels",
    "budget", "contract", "contracts", "inquiry", "railway", "railways", "lighthouse", "storm", "storms", "wheat",
    "barley", "school", "schools", "minister", "ministers", "court", "courts", "ship", "ships", "worker", "workers",
    "café", "price", "prices", "wage", "wages", "flood", "floods", "engine", "engines", "tax", "taxes", "loan",
)  # fmt: skip
VERBS = (
    "opened", "opens", "opening", "delayed", "delays", "rejected", "rejects", "rejecting", "approved", "approves",
    "planned", "plans", "planning", "ended", "ends", "ending", "counted", "counts", "counting", "built", "blocked",
    "blocks", "blocking", "watched", "watching", "defended", "defends", "questioned", "questioning", "walked",
)  # fmt: skip
LINKS = ("after", "before", "despite", "because of", "along with", "and then", "as well as", "without", "in spite of")
ODDITIES = (
    "The so-called oil-rich north said nothing.",
    "“It’s over,” the minister’s aide said; 3.5 percent of the loan was paid.",
    "A note was sent to desk@wire.example about the U.S. loan of 1,200 crowns.",
    "Le café de la gare était fermé; the Straße was closed.",
    "Выборы прошли спокойно в городе.",
    "The sign read <b>closed</b> & {{ nothing }} more.",
)


def large(count: int = 5000, seed: int = 41) -> list[SearchDocument]:
    """Invent articles of 1996 to 2015, unevenly spread, a few without a date."""
    rng = random.Random(seed)
    people = [f"{first} {last}" for first in FIRST for last in LAST]
    made = []
    for number in range(count):
        # More of the later years, as archives have.
        day = date(1996, 1, 1) + timedelta(days=int(rng.random() ** 0.6 * 7304)) if number % 40 else None
        town, body, person = rng.choice(TOWNS), rng.choice(BODIES), rng.choice(people)
        sentences = [_sentence(rng, town, body, person) for _ in range(rng.randrange(4, 12))]
        if number % 9 == 0:
            sentences.append(rng.choice(ODDITIES))
        made.append(
            SearchDocument(
                url=f"{f'{day:%Y/%m/%d}' if day else 'undated'}/item-{number + 1}.html",
                title=f"{rng.choice(NOUNS).title()} {rng.choice(VERBS)} in {town}",
                date_iso=day.isoformat() if day else None,
                date_text=f"{day.day} {day:%B %Y}" if day else "Undated",
                lang="en",
                paragraphs=tuple(sentences),
                source=rng.choice(SOURCES) if number % 10 else None,
                reporters=tuple(rng.sample(people[:60], rng.randrange(0, 3))),
                editors=tuple(rng.sample(people[60:72], rng.randrange(0, 2))),
                places=tuple(sorted({town, rng.choice(TOWNS)})),
                organisations=(body,) if rng.random() < 0.5 else (),
                people=(person,) if rng.random() < 0.5 else (),
                topics=tuple(rng.sample(TOPICS, rng.randrange(0, 3))),
            )
        )
    return made


def _sentence(rng: random.Random, town: str, body: str, person: str) -> str:
    first, second, third = rng.sample(NOUNS, 3)
    opening = rng.choice((f"The {body}", person, f"Officials in {town}", f"The {first} {second}", "Nobody"))
    return f"{opening} {rng.choice(VERBS)} the {first} {rng.choice(LINKS)} the {second} {third} in {rng.choice(TOWNS)}."


def leaves(oracle: Oracle) -> dict[str, list[Query]]:
    """Leaves of every kind, to be joined."""
    names = {
        "by": ("reporter", "Petra Vance"),
        "editor": ("editor", "Petra"),
        "place": ("place", "Port Carrow"),
        "org": ("organisation", "Harbour"),
        "person": ("person", "Tomas Beck"),
        "topic": ("topic", "shipping"),
        "source": ("source", "Courier"),
    }

    def field(name: str) -> Query:
        facet, value = names[name]
        typed = f'"{value}"' if " " in value else value.lower()
        return oracle.filed(name, facet, typed, lambda held: f" {value} " in f" {held} ")

    return {
        "word": [
            oracle.text(word) for word in ("wheat", "elections", "planning", "café", "taxes", "Quillon", "Выборы")
        ],
        "phrase": [
            oracle.text(phrase)
            for phrase in (
                "officials in lindesby",
                "in spite of the",
                "harbour authority",
                "rail union rejects",
                "opens in quillon",
            )
        ],
        "title": [oracle.text("bridges", "title"), oracle.text("opened in", "title"), oracle.text("Tirvane", "title")],
        "field": [field(name) for name in names],
        "date": [
            oracle.within("2008..2010", "2008-01-01", "2010-12-31"),
            oracle.within("..2003-06", "0000-01-01", "2003-06-30"),
            oracle.within("on:2012-03", "2012-03-01", "2012-03-31"),
            oracle.within("before:2001", "0000-01-01", "2000-12-31"),
            oracle.within("after:2012-02-29", "2012-03-01", "9999-12-31"),
        ],
    }


def queries(oracle: Oracle, count: int, seed: int = 3) -> Iterator[Query]:
    """Every leaf alone, then chance combinations of them; none is empty or everything."""
    by_kind = leaves(oracle)
    yield from (leaf for kind in by_kind.values() for leaf in kind)
    rng = random.Random(seed)
    every = [leaf for kind in by_kind.values() for leaf in kind]
    made = 0
    while made < count:
        query = rng.choice(every)
        for _ in range(rng.randrange(1, 4)):
            other = rng.choice([leaf for leaf in every if leaf.text not in query.text])
            # OR binds its neighbours alone, so here it stands between the last two leaves only at the beginning.
            is_single = query in every
            query = rng.choice((query.__and__, query.__sub__, *((query.__or__,) if is_single else ())))(other)
        if 0 < len(query.stems) < len(oracle.everything):
            made += 1
            yield query
