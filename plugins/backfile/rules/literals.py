"""Finding which of some hundred literals stand in which lines of a text, without looking for each of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain

_RUN = re.compile(rb"[a-z]+")
_LONGEST = 40
_KNOWN = 1 << 16
_COMMON = " 0123456789()"
# One byte a character, all that is no small letter a blank: words are split off much faster so.
_LETTERS = bytes(c if 97 <= c <= 122 else 32 for c in range(256))


class _ByWord(dict[bytes, tuple[str, ...]]):
    """The literals with a core in a word, found when first asked for and then remembered, up to a number of words."""

    def __init__(self, by_core: Mapping[bytes, list[str]]) -> None:
        self._by_core = by_core
        self._lengths = sorted({len(core) for core in by_core})

    def __missing__(self, word: bytes) -> tuple[str, ...]:
        text = b" %s " % word
        size = len(text)
        if size > _LONGEST:
            return tuple(chain.from_iterable(found for core, found in self._by_core.items() if core in text))
        parts = {text[i : i + n] for n in self._lengths for i in range(size - n + 1)}
        literals = tuple(chain.from_iterable(self._by_core[core] for core in sorted(parts & self._by_core.keys())))
        if len(self) < _KNOWN:
            self[word] = literals
        return literals


def _core(literal: str) -> bytes:
    """The longest run of letters in a literal, with a blank at each side where the literal goes on with no letter."""
    letters = literal.encode("ascii", "replace").translate(_LETTERS)
    run = max(_RUN.finditer(letters), key=lambda match: len(match[0]), default=None)
    return letters[max(0, run.start() - 1) : run.end() + 1] if run is not None else b""


class Literals:
    """A set of literals in small letters, made once and shared.

    The longest run of letters in a literal is its core. The words of a text are looked up for the cores inside them,
    at their beginnings and ends where the literal parts words there, and what was found is remembered from text to
    text; only literals whose core stands in some word are then looked for.
    """

    def __init__(self, literals: Iterable[str]) -> None:
        """literals: in small letters; none is empty or holds a line end."""
        self._plain: list[tuple[str, str]] = []
        by_core: dict[bytes, list[str]] = {}
        for literal in sorted(set(literals)):
            core = _core(literal)
            if core:
                by_core.setdefault(core, []).append(literal)
            else:
                self._plain.append((next((c for c in literal if c not in _COMMON), literal[0]), literal))
        self._by_word = _ByWord(by_core)

    def lines(self, lines: Sequence[str]) -> Mapping[str, list[int]]:
        """For each literal that stands in the lines (in small letters), the numbers of those lines, in order."""
        text = "\n".join(lines)
        starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        words = set(text.encode("ascii", "replace").translate(_LETTERS).split())
        sought = set(chain.from_iterable(map(self._by_word.__getitem__, words)))
        found: dict[str, list[int]] = {}
        signs = (literal for sign, literal in self._plain if sign in text)
        for literal in chain(signs, sought):
            at = text.find(literal)
            while at >= 0:
                number = bisect_right(starts, at) - 1
                found.setdefault(literal, []).append(number)
                at = text.find(literal, starts[number + 1])
        return found
