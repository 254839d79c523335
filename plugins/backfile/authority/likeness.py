"""Names that look like one: what only a person can decide, found in near-linear time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

_LEGAL = frozenset(
    {"ab", "ag", "asa", "bv", "co", "company", "corp", "corporation", "gmbh", "group", "holding", "holdings", "inc"}
    | {"incorporated", "limited", "llc", "ltd", "nv", "oy", "oyj", "plc", "pty", "sa", "sab", "se", "spa"}
)
_SHORTEST = 8  # letters of a name in which one may be wrong
_MOST = 12  # names that look alike and are compared with one another
_WORD = re.compile(r"[^\W_]+")


def look_alike(kind: str, names: Iterable[str]) -> dict[tuple[str, str], str]:
    """Pairs of names of one kind that may be the same, each with what is alike in plain words.

    >>> look_alike("sources", ["AP", "Associated Press", "The Harbour Post", "Harbour Post"])
    {('AP', 'Associated Press'): 'initials', ('Harbour Post', 'The Harbour Post'): 'the same words'}
    """
    every = sorted(set(names))
    words = {name: _words(name) for name in every}
    found: dict[tuple[str, str], str] = {}
    for pair in _pairs({name: [" ".join(words[name])] for name in every}):
        found.setdefault(pair, "the same words")
    if kind in ("organisations", "sources"):
        for pair in _initials(every):
            found.setdefault(pair, "initials")
    close = {name: list(_shorter("".join(words[name]))) for name in every}
    for one, other in _pairs(close):
        if _one_letter("".join(words[one]), "".join(words[other])):
            found.setdefault((one, other), "one letter differs")
    return dict(sorted(found.items()))


def _words(name: str) -> list[str]:
    """A name's words in small letters, without accents, article and legal form."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = _WORD.findall(plain.casefold().replace("&", " and ").replace("'", "").replace("’", ""))
    if words[:1] == ["the"]:
        del words[0]
    while len(words) > 1 and words[-1] in _LEGAL:
        del words[-1]
    return words


def _pairs(keys: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """The names that share a key."""
    owners: dict[str, list[str]] = {}
    for name, own in keys.items():
        for key in own:
            if key:
                owners.setdefault(key, []).append(name)
    for group in owners.values():
        yield from combinations(list(dict.fromkeys(group))[:_MOST], 2)


def _initials(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """A short form in capitals and the names whose words begin with its letters."""
    keys: dict[str, list[str]] = {}
    short = set()
    for name in names:
        letters = name.replace(".", "")
        if 2 <= len(letters) <= 6 and letters.isupper() and letters.isalpha():
            keys[name] = [letters]
            short.add(name)
        else:
            capitals = [word[0] for word in _WORD.findall(name.removeprefix("The ")) if word[0].isupper()]
            keys[name] = ["".join(capitals)] if len(capitals) > 1 else []
    yield from (pair for pair in _pairs(keys) if (pair[0] in short) != (pair[1] in short))


def _shorter(letters: str) -> Iterator[str]:
    if len(letters) >= _SHORTEST:
        yield letters
        yield from (letters[:at] + letters[at + 1 :] for at in range(len(letters)))


def _one_letter(one: str, other: str) -> bool:
    """Whether a letter is added, left out, another or in its neighbour's place; a figure is no letter."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    a, b = one[start : len(one) - end], other[start : len(other) - end]
    if any(c.isdigit() for c in a + b):
        return False
    return max(len(a), len(b)) == 1 or (len(a) == len(b) == 2 and a == b[::-1])
