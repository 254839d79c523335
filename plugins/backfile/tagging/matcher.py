"""Known names in a run of tokens: longest first, left to right, never overlapping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .entries import Sense

Senses = tuple[Sense, ...]
Longer = Mapping[str, tuple[tuple[list[str], Senses], ...]]

Index = Mapping[str, tuple[Longer, Senses]]
"""First token of a form → (second token → (the further tokens, the senses), the longest first; senses of it alone)."""


@dataclass(slots=True, eq=False)  # made by the hundred: frozen, or a tuple, it takes twice the time
class Match:
    """A known name at tokens[start:end], what it may mean, and (once the text has been asked) what it does mean."""

    start: int
    end: int
    senses: Senses
    sense: Sense | None = None


def find(tokens: list[str], capitals: list[int], names: Index, small: frozenset[str]) -> list[Match]:
    """Find every known name, in order.

    capitals: where tokens begin with a capital letter, in order. small: the first tokens of those names that do
    not ("al-Qaeda"), as far as the text has them. A hyphenated word that is no name itself ("China-based",
    "Franco-German") is looked up by its parts.
    """
    starts = [i for i in capitals if (token := tokens[i]) in names or "-" in token]
    if small:
        starts = sorted({*starts, *(i for i, token in enumerate(tokens) if token in small)})
    found: list[Match] = []
    free = 0
    last = len(tokens) - 1
    for i in starts:
        if i < free:
            continue
        token = tokens[i]
        if token in names:
            longer, senses = names[token]
            end = i + 1
            if longer and i < last and (ahead := tokens[end]) in longer:
                for rest, its in longer[ahead]:
                    far = end + 1 + len(rest)
                    if not rest or tokens[end + 1 : far] == rest:
                        end, senses = far, its
                        break
            if senses:
                found.append(Match(i, end, senses))
                free = end
            continue
        for part in token.split("-"):
            senses = names[part][1] if part in names else ()
            if senses:
                found.append(Match(i, i + 1, senses))
    return found
