"""A text as a handful of numbers, so that texts which share passages share numbers.

A few of the longer words of a text are anchors, chosen by the word itself; each with the three words after it gives
one number. A passage that stands in two texts has the same anchors in both, whatever stands around it, and so a text
that was cut keeps a part of the numbers of the whole one. Stop words are never anchors: they stand everywhere.
"""

from __future__ import annotations

import re
from array import array
from zlib import crc32

FORM = "2"
"""The version of this file's method; raised when the numbers of a text change."""

_WORD = re.compile(r"\w+")
_NO_WORD = re.compile(r"\W+")
_NO_PASSAGE = re.compile(r"[^\w\n]+")
_ANCHOR = 5  # letters
_ONE_IN = 8  # of the longer words


_MOST = 400_000  # words to remember


class _Anchors:
    """Which words are anchors, as they stand between spaces: remembered, which is most of the speed."""

    def __init__(self) -> None:
        self._met: set[str] = set()
        self._chosen: set[str] = set()

    def among(self, words: list[str]) -> list[int]:
        """The places of the anchors in a text."""
        unmet = set(words) - self._met
        if unmet:
            if len(self._met) > _MOST:
                self._met.clear()
                self._chosen.clear()
                unmet = set(words)
            self._met |= unmet
            self._chosen.update(filter(_is_anchor, unmet))
        chosen = self._chosen
        return [at for at, word in enumerate(words) if word in chosen]


def _is_anchor(printed: str) -> bool:
    word = _NO_WORD.sub("", printed)
    return len(word) >= _ANCHOR and crc32(_bytes(word)) % _ONE_IN == 0


_anchors = _Anchors()


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters and without punctuation."""
    return _WORD.findall(text.casefold())


def sketch(text: str) -> array[int]:
    """The numbers of a text, each once, in order of size; about 30 for 500 words."""
    words = text.lower().split()
    passages = "\n".join(["".join(words[at : at + 4]) for at in _anchors.among(words)])
    numbers = set(map(crc32, _bytes(_NO_PASSAGE.sub("", passages)).split(b"\n")))
    return array("I", sorted(numbers)) if passages else array("I")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
