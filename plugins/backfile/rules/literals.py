"""Finding which of some hundred literals stand in which lines of a text, without looking for each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

_RUN = re.compile(rb"[a-z]+")
_KNOWN = 1 << 16
_COMMON = " 0123456789()"
# One byte a character, all that is no small letter and no line end a blank: words are split off much faster so.
_LETTERS = bytes(c if 97 <= c <= 122 or c == 10 else 32 for c in range(256))


class _Literal(NamedTuple):
    """A literal, and the whole words in it."""

    text: str
    words: frozenset[bytes]


def _read(literal: str) -> tuple[bytes, _Literal]:
    """A literal with its core: its longest run of letters, a blank at each side where it goes on with no letter."""
    letters = literal.encode("ascii", "replace").translate(_LETTERS)
    runs = list(_RUN.finditer(letters))
    whole = frozenset(run[0] for run in runs if run.start() > 0 and run.end() < len(letters))
    longest = max(runs, key=lambda run: len(run[0]), default=None)
    core = letters[max(0, longest.start() - 1) : longest.end() + 1] if longest is not None else b""
    return core, _Literal(literal, whole)


class Literals:
    """A set of literals in small letters, made once and shared.

    The words of a line are looked up for the cores inside them, at their beginnings and ends where the literal parts
    words there, and what was found is remembered from text to text. Only literals whose core stands in some word, and
    whose other words the line has, are then looked for.
    """

    def __init__(self, literals: Iterable[str]) -> None:
        """literals: in small letters; none is empty or holds a line end."""
        self._literals: list[_Literal] = []
        self._plain: list[tuple[str, str]] = []  # those without letters, each behind its rarest sign
        self._by_core: dict[bytes, list[int]] = {}
        for text in sorted(set(literals)):
            core, literal = _read(text)
            if core:
                self._by_core.setdefault(core, []).append(len(self._literals))
                self._literals.append(literal)
            else:
                self._plain.append((next((c for c in text if c not in _COMMON), text[0]), text))
        self._shortest = min(map(len, self._by_core), default=1)
        self._by_opening: dict[bytes, list[bytes]] = {}
        for core in self._by_core:
            self._by_opening.setdefault(core[: self._shortest], []).append(core)
        self._by_word: dict[bytes, tuple[int, ...]] = {}
        self._silent: set[bytes] = set()  # words without any core, as nearly all are

    def lines(self, lines: Sequence[str]) -> Mapping[str, list[int]]:
        """For each literal that stands in the lines (in small letters), the numbers of those lines, in order."""
        text = "\n".join(lines)
        found = {literal: [n for n, line in enumerate(lines) if literal in line] for literal in self._signs_in(text)}
        silent, by_word, literals = self._silent, self._by_word, self._literals
        letters = text.encode("ascii", "replace").translate(_LETTERS).split(b"\n")
        for number, line in enumerate(lines):
            words = set(letters[number].split())
            for word in words - silent:
                for place in by_word.get(word) or self._cores_in(word):
                    literal, whole = literals[place]
                    if whole <= words and literal in line:
                        numbers = found.setdefault(literal, [])
                        if numbers[-1:] != [number]:  # another word of the line may have led here
                            numbers.append(number)
        return found

    def _signs_in(self, text: str) -> Iterator[str]:
        """The literals without letters that stand in a text."""
        for sign, literal in self._plain:
            if sign in text and literal in text:
                yield literal

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
