"""Words and their keyed hashes: how a name is known in a text by a list that does not say it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Generic, TypeVar

# Letters and digits, with what may stand unseen among them: accents apart from their letters, soft hyphens, joiners.
# A blank in a web address (%20) parts words too.
_WORD = re.compile(r"%[0-9A-Fa-f]{2}|([^\W_]++(?:[\u00ad\u0300-\u036f\u200b-\u200f\u2060\ufeff]++[^\W_]*+)*+)")
# What may part the words of a name: signs and blanks, in Markdown too, but neither a paragraph nor a sentence's length.
_GAP = 12
_SHINGLE = 4
_SKETCH = 64
_FEW = 8
_ALIKE = 0.8
_KEPT = 200_000  # pieces of texts, about a hundred bytes each

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, and its form for comparison."""

    start: int
    end: int
    folded: str


def words_of(text: str) -> list[Word]:
    """The words of a text, without case, accents, compatibility forms and unseen signs.

    >>> [word.folded for word in words_of("Zoë O’Hara-Lind")]
    ['zoe', 'o', 'hara', 'lind']
    """
    return [Word(match.start(), match.end(), fold(match[1])) for match in _WORD.finditer(text) if match[1]]


@lru_cache(maxsize=20_000)
def _words_in(piece: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in _WORD.findall(piece) if word)


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """A word's form for comparison."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word)
    return "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf")).casefold()


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of words as the list has it: how many, eight bits of the first one's hash, and the hash of all."""

    count: int
    first: int
    digest: str

    def __str__(self) -> str:
        return f"{self.count}:{self.first:02x}:{self.digest}"

    @classmethod
    def read(cls, text: str) -> Mark:
        """From the list. Raises ValueError."""
        count, first, digest = text.split(":")
        if len(first) != 2 or len(digest) != 24 or int(count) < 1:
            raise ValueError("no hash of words")
        return cls(int(count), int(first, 16), digest)


@dataclass(frozen=True, slots=True)
class Key:
    """Makes the hashes of one list."""

    secret: bytes

    def of(self, text: str) -> str:
        """The hash of a text."""
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=self.secret, digest_size=12).hexdigest()

    def first(self, word: str) -> int:
        """Eight bits of a word's hash: by them most words are passed over."""
        data = word.encode("utf-8", "surrogatepass")
        return hashlib.blake2b(data, key=self.secret, digest_size=1, person=b"first").digest()[0]

    def mark(self, words: Sequence[str]) -> Mark:
        """The mark of a run of folded words. Raises ValueError where there are none."""
        if not words:
            raise ValueError("a name or passage must hold letters or digits")
        return Mark(len(words), self.first(words[0]), self.of(" ".join(words)))

    def sketch(self, text: str) -> tuple[int, ...]:
        """What tells a nearly equal text: the smallest hashes of its runs of four words."""
        return tuple(sorted(self.shingles(text))[:_SKETCH])

    def shingles(self, text: str) -> frozenset[int]:
        """The hashes of all runs of four words of a text."""
        words = [word.folded for word in words_of(text)]
        runs = {" ".join(words[n : n + _SHINGLE]) for n in range(len(words) - _SHINGLE + 1)}
        return frozenset(
            int.from_bytes(
                hashlib.blake2b(run.encode("utf-8", "surrogatepass"), key=self.secret, digest_size=4).digest()
            )
            for run in runs
        )


def is_near(sketch: Sequence[int], shingles: frozenset[int]) -> bool:
    """Whether a text holds most of another, of which the sketch was kept; a very short one must be held whole."""
    held = sum(1 for number in sketch if number in shingles)
    return held >= (_ALIKE if len(sketch) >= _FEW else 1) * len(sketch) > 0


class Finder(Generic[Value]):
    """Finds the runs of words that marks stand for. marks: each with what it means to who looks."""

    def __init__(self, key: Key, marks: Mapping[Mark, Value]) -> None:
        self._key = key
        self._marks = marks
        self._counts: dict[int, list[int]] = {}
        for mark in marks:
            counts = self._counts.setdefault(mark.first, [])
            if mark.count not in counts:
                counts.append(mark.count)
                counts.sort(reverse=True)
        self._firsts: dict[str, int] = {}
        self._digests = {mark.digest for mark in marks}
        # What stands between blanks: in which no mark begins, and in which one may, at which word, of how many.
        self._dull: set[str] = set()
        self._keen: dict[str, tuple[tuple[int, int], ...]] = {}

    def __bool__(self) -> bool:
        return bool(self._marks)

    def find(self, text: str, *, across: bool = False) -> Iterator[tuple[int, int, Value]]:
        """Find each run, longest first, none inside another: start and end in the text, and the mark's meaning.

        across: the run may go over paragraphs.
        """
        if not self._marks:
            return
        # Nearly every text has nothing of it: whether it may is asked of its words alone, without their places.
        if not self._may_hold(text):
            return
        words = words_of(text)
        at = 0
        while at < len(words):
            first = self._first(words[at].folded)
            step = 1
            for count in self._counts.get(first, ()):
                run = words[at : at + count]
                if len(run) < count or not (across or _hangs_together(text, run)):
                    continue
                mark = Mark(count, first, self._key.of(" ".join(word.folded for word in run)))
                if mark in self._marks:
                    yield run[0].start, run[-1].end, self._marks[mark]
                    step = count
                    break
            at += step

    def _may_hold(self, text: str) -> bool:
        """Whether a run of the text's words is one that is looked for, however far apart they stand."""
        pieces = text.split()
        keen = set(pieces) - self._dull
        unknown = keen - self._keen.keys()
        if unknown:
            if len(self._dull) > _KEPT:
                self._dull.clear()
            for piece in unknown:
                begun = tuple((at, n) for at, word in enumerate(_words_in(piece)) for n in self._counts_from(word))
                if begun:
                    self._keen[piece] = begun
                else:
                    self._dull.add(piece)
            keen &= self._keen.keys()
        return bool(keen) and any(self._begins(pieces, at) for at, piece in enumerate(pieces) if piece in keen)

    def _begins(self, pieces: Sequence[str], at: int) -> bool:
        """Whether a run that is looked for begins in a piece of a text."""
        words = _words_in(pieces[at])
        for start, count in self._keen[pieces[at]]:
            while len(words) < start + count and at + 1 < len(pieces):
                at += 1
                words += _words_in(pieces[at])
            if self._key.of(" ".join(words[start : start + count])) in self._digests:
                return True
        return False

    def _counts_from(self, word: str) -> Sequence[int]:
        """How many words the runs have that may begin with this one."""
        return self._counts.get(self._first(word), ())

    def _first(self, word: str) -> int:
        known = self._firsts.get(word)
        if known is None:
            known = self._firsts[word] = self._key.first(word)
        return known


def _hangs_together(text: str, run: Sequence[Word]) -> bool:
    for one, following in pairwise(run):
        gap = text[one.end : following.start]
        if len(gap) > _GAP or gap.count("\n") > 1:
            return False
    return True


def forms_of(name: str) -> Iterable[tuple[str, ...]]:
    """The forms in which a person's name is looked for: as given, family name first, and in one word.

    >>> list(forms_of("Zoë Lind"))
    [('zoe', 'lind'), ('lind', 'zoe'), ('zoelind',)]
    """
    words = tuple(word.folded for word in words_of(name))
    yield words
    if len(words) > 1:
        yield (words[-1], *words[:-1])
        yield ("".join(words),)
