"""Finding which of some hundred literals stand in which lines of a text, without looking for each of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

_RUN = re.compile(rb"[a-z]+")
_KNOWN = 1 << 16
_COMMON = " 0123456789()"
_EVERYWHERE = f"{_COMMON}abcdefghijklmnopqrstuvwxyz,.-"
# One byte a character, all that is no small letter a blank: words are split off much faster so.
_LETTERS = bytes(c if 97 <= c <= 122 else 32 for c in range(256))


class _Literal(NamedTuple):
    """A literal, the whole words in it, and the sign in it that fewest texts have (empty: none that is rare)."""

    text: str
    words: frozenset[bytes]
    sign: str


def _read(literal: str) -> tuple[bytes, _Literal]:
    """A literal with its core: its longest run of letters, a blank at each side where it goes on with no letter."""
    letters = literal.encode("ascii", "replace").translate(_LETTERS)
    runs = list(_RUN.finditer(letters))
    whole = frozenset(run[0] for run in runs if run.start() > 0 and run.end() < len(letters))
    if not runs:
        return b"", _Literal(literal, whole, next((c for c in literal if c not in _COMMON), literal[0]))
    longest = max(runs, key=lambda run: len(run[0]))
    sign = next((c for c in literal if c not in _EVERYWHERE), "")
    return letters[max(0, longest.start() - 1) : longest.end() + 1], _Literal(literal, whole, sign)


class Literals:
    """A set of literals in small letters, made once and shared.

    The words of a text are looked up for the cores inside them, at their beginnings and ends where the literal parts
    words there, and what was found is remembered from text to text. Only literals whose core stands in some word, and
    whose other words and rare sign the text has, are then looked for.
    """

    def __init__(self, literals: Iterable[str]) -> None:
        """literals: in small letters; none is empty or holds a line end."""
        self._literals: list[_Literal] = []
        self._plain: list[int] = []  # places of those without letters
        self._by_core: dict[bytes, list[int]] = {}
        for place, text in enumerate(sorted(set(literals))):
            core, literal = _read(text)
            self._literals.append(literal)
            if core:
                self._by_core.setdefault(core, []).append(place)
            else:
                self._plain.append(place)
        self._shortest = min(map(len, self._by_core), default=1)
        self._by_opening: dict[bytes, list[bytes]] = {}
        for core in self._by_core:
            self._by_opening.setdefault(core[: self._shortest], []).append(core)
        self._by_word: dict[bytes, tuple[int, ...]] = {}
        self._silent: set[bytes] = set()  # words without any core, as nearly all are

    def lines(self, lines: Sequence[str]) -> Mapping[str, list[int]]:
        """For each literal that stands in the lines (in small letters), the numbers of those lines, in order."""
        text = "\n".join(lines)
        starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        words = set(text.encode("ascii", "replace").translate(_LETTERS).split())
        sought = {*self._plain}
        for word in words - self._silent:
            sought.update(self._by_word.get(word) or self._cores_in(word))
        found: dict[str, list[int]] = {}
        for place in sought:
            literal, whole, sign = self._literals[place]
            if not whole <= words or sign not in text:
                continue
            at = text.find(literal)
            while at >= 0:
                number = bisect_right(starts, at) - 1
                found.setdefault(literal, []).append(number)
                at = text.find(literal, starts[number + 1])
        return found

    def _cores_in(self, word: bytes) -> tuple[int, ...]:
        """The places of the literals with a core in a word; remembered, up to a number of words."""
        text = b" %s " % word
        size = self._shortest
        cores = {
            core
            for at in range(len(text) - size + 1)
            for core in self._by_opening.get(text[at : at + size], ())
            if text.startswith(core, at)
        }
        literals = tuple(place for core in cores for place in self._by_core[core])
        if len(self._by_word) + len(self._silent) < _KNOWN:
            if literals:
                self._by_word[word] = literals
            else:
                self._silent.add(word)
        return literals
