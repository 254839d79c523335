"""Known names in a run of tokens: longest first, left to right, never overlapping."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from .entries import Sense

Index = Mapping[str, tuple[tuple[list[str], tuple[Sense, ...]], ...]]
"""First token of a form → (the further tokens, the senses), the longest form first."""


class Match(NamedTuple):
    """A known name at tokens[start:end] and what it may mean."""

    start: int
    end: int
    senses: tuple[Sense, ...]


def find(tokens: list[str], capitals: list[int], names: Index, small: frozenset[str]) -> list[Match]:
    """Find every known name, in order.

    capitals: where tokens begin with a capital letter, in order. small: the first tokens of those names that do
    not ("al-Qaeda"), as far as the text has them. A hyphenated word that is no name itself ("China-based",
    "Franco-German") is looked up by its parts.
    """
    starts = [i for i in capitals if tokens[i] in names or "-" in tokens[i]]
    if small:
        starts = sorted({*starts, *(i for i, token in enumerate(tokens) if token in small)})
    found: list[Match] = []
    free = 0
    for i in starts:
        if i < free:
            continue
        token = tokens[i]
        if token in names:
            for rest, senses in names[token]:
                end = i + 1 + len(rest)
                if not rest or tokens[i + 1 : end] == rest:
                    found.append(Match(i, end, senses))
                    free = end
                    break
            continue
        for part in token.split("-"):
            for rest, senses in names.get(part, ()):
                if not rest:
                    found.append(Match(i, i + 1, senses))
    return found
