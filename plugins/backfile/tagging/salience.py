"""Which of the names found is what the article is about, and why: mention alone is not enough."""

from __future__ import annotations

from collections.abc import Iterable

from .mentions import Found

_MIDDLING = 600  # words
_MEDIUM = 450  # words
_OPENING = 45  # tokens: the first sentence of a report with a dateline
_LEAD = 70  # tokens: the first paragraph or two
_SHORT = 250  # words
_FIRST_SENTENCE = 30  # tokens
_LEAST = 1.0  # weight below which nothing is kept for its mentions
_ONLY = 0.5  # weight that a country needs where no other place is given
_MOST = {"places": 5, "organisations": 5, "people": 5}


def choose(found: Iterable[Found], kind: str, words: int, always: frozenset[str]) -> list[tuple[Found, str]]:
    """The salient names of a kind, most salient first, each with the reason in plain words.

    words: the length of the article; always: names that are kept at any mention.
    """
    chosen: list[tuple[float, Found, str]] = []
    candidates = list(found)
    top = max([f.weight for f in candidates], default=0.0)
    most = max([f.count for f in candidates], default=0)
    for one in candidates:
        lead = one.first < _LEAD
        if one.headline:
            why = f"in the headline, {_times(one)} in the text"
        elif one.name in always:
            why = "always kept"
        elif one.weight < _LEAST:
            continue
        else:
            state = one.entry is not None and one.entry.sort == "state"
            needed = _needed(one, kind, words, float(most) if state else top)
            if lead and one.weight >= max(min(2.0, needed), needed - 1):
                why = f"in the opening, {_times(one)}"
            elif one.weight >= needed:
                why = f"{_times(one)}, at least {needed:g} needed"
            else:
                continue
        score = one.weight + (4.0 if one.headline else 0.0) + (1.5 if lead else 0.0)
        chosen.append((score, one, "; ".join([why, *one.cues[:4]]) if one.cues else why))
    if kind == "places" and not chosen:
        chosen = _only_place(candidates)
    chosen.sort(key=lambda c: (-c[0], c[1].first, c[1].name))
    return [(one, why) for _, one, why in chosen[: _MOST[kind]]]


def _only_place(candidates: list[Found]) -> list[tuple[float, Found, str]]:
    """The country that most speaks for, where no place stands out: a story plays somewhere."""
    countries = [f for f in candidates if f.entry is not None and f.entry.sort == "country"]
    best = max(countries, key=lambda f: (f.weight, f.name), default=None)
    if best is None or best.weight < _ONLY:
        return []
    return [(best.weight, best, "; ".join([f"{_times(best)}, no other place more", *best.cues[:4]]))]


def _needed(one: Found, kind: str, words: int, top: float) -> float:
    """How much weight a name needs: more in a long text, and for a place beside one that stands out."""
    if words < _SHORT and one.first < _FIRST_SENTENCE and kind != "people":
        return 1.0  # a short report names its subject in its first sentence
    if kind == "organisations" and words < _MEDIUM and one.first < _OPENING and one.entry is not None:
        return 1.0
    if kind == "people":
        if words < _SHORT and (one.points >= 4 or one.entry is not None):
            return 1.0  # a short report that quotes somebody
        if words < _MIDDLING and one.first < _OPENING and (one.points >= 4 or one.entry is not None):
            return 1.0  # a report whose first sentence names somebody with an office
        return 2.0 if words < 1200 else 3.0
    if kind == "organisations":
        sure = one.entry is not None or one.points >= 2
        return (2.0 if sure else 3.0) if words < 1000 else 4.0 - sure
    country = one.entry is not None and one.entry.sort == "country"
    return round(max(2.0 if country else 3.0, words / 250, (0.3 if country else 0.4) * min(top, 15.0)), 1)


def _times(one: Found) -> str:
    return "1 mention" if one.count == 1 else f"{one.count or 'no'} mentions"
