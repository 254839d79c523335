"""The fifth stage: one value for each field; rivals that differ become doubts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from backfile.conversion.language import unsupported
from backfile.conversion.state import Found, State
from backfile.model import Doubt, Person

PRECEDENCE: dict[str, tuple[str, ...]] = {
    "title": ("declared", "header", "glued"),
    "date": ("header", "byline", "declared", "updated", "url"),
    "source": (
        "header",
        "declared",
        "copyright",
        "url",
        "tag",
        "byline",
        "page",
        "credit",
        "signoff",
        "furniture",
        "foreign",
        "house",
        "owner",
    ),
    "dateline": ("header", "text", "declared"),
    "url": ("header", "declared"),
}
"""Where each field's value may come from, the most trusted first."""

PEOPLE = ("reporters", "contributors", "editors")


def resolve(state: State) -> State:
    """Choose the value of each field, and put every reporter, contributor and editor into one person each."""
    chosen: list[Found] = []
    doubts = list(state.doubts)
    found: dict[str, list[Found]] = {}
    for one in state.found:
        found.setdefault(one.field, []).append(one)
    for field, order in PRECEDENCE.items():
        if field not in found:
            continue
        rivals = sorted(found[field], key=lambda f: order.index(f.via))
        winner = rivals[0]
        if field == "date":
            winner = _dated(rivals, doubts)
        if winner.via == "foreign":
            _foreign(rivals, doubts)
            continue
        chosen += [winner, *(r for r in rivals if r is not winner and r.value == winner.value and r.via == winner.via)][
            :4
        ]
    for field in PEOPLE:
        chosen += _people(found.get(field, ()))
    chosen += found.get("corrections", ())
    body = " ".join(p.text for p in state.paragraphs[:6])
    if (language := unsupported(body, state.rules.words)) is not None:
        reason = f"The text seems to be in {language}; its names and credits are not read well"
        doubts.append(Doubt("body", "language", reason, (language,)))
    return state._replace(chosen=tuple(chosen), doubts=tuple(doubts))


def _dated(rivals: Sequence[Found], doubts: list[Doubt]) -> Found:
    """The best date; a second one of the same sort that is another day is a doubt."""
    winner = rivals[0]
    same = [r for r in rivals if r.via == winner.via]
    days = dict.fromkeys(r.value[:10] for r in same)
    # An address or a container is often a day off, by its clock; more than that is another date.
    days |= {r.value[:10]: None for r in rivals if r.via != "updated" and _apart(r.value, winner.value)}
    if len(days) > 1:
        doubts.append(Doubt("date", "two-dates", "The text has dates that differ", tuple(days)))
    # Of several lines that agree on the day, the one that has the time too.
    return max((r for r in same if r.value[:10] == winner.value[:10]), key=lambda r: len(r.value))


def _apart(one: str, other: str) -> bool:
    return abs(date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])) > timedelta(days=1)


def _foreign(rivals: Sequence[Found], doubts: list[Doubt]) -> None:
    """Leave the source open: a form of credit that one house uses stands with an address of another."""
    houses = dict.fromkeys(r.value for r in rivals if r.via == "house")
    if houses:
        reason = (
            f"The credits have the form of {next(iter(houses))}, but the address {rivals[0].value} is not of that house"
        )
        doubts.append(Doubt("source", "house-unknown", reason, tuple(houses)))


def _people(found: Sequence[Found]) -> list[Found]:
    """One entry for each person; place and address from whichever credit has them."""
    merged: dict[str, list[Found]] = {}
    for one in found:
        merged.setdefault(re.sub(r"[^\w]", "", one.value.casefold()), []).append(one)
    result: list[Found] = []
    for same in merged.values():
        people = [f.person for f in same if f.person is not None]
        person = Person(
            people[0].name,
            next((p.location for p in people if p.location), None),
            next((p.email for p in people if p.email), None),
        )
        result += [f._replace(person=person if n == 0 else None) for n, f in enumerate(same)]
    return result
