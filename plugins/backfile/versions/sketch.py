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
_ANCHOR = 5  # letters
_ONE_IN = 8  # of the longer words


class _Anchors(dict[str, bool]):
    """Whether a word, as it stands between spaces, is an anchor: remembered, which is most of the speed."""

    def __missing__(self, printed: str) -> bool:
        if len(self) > 400_000:
            self.clear()
        word = _NO_WORD.sub("", printed)
        found = self[printed] = len(word) >= _ANCHOR and crc32(_bytes(word)) % _ONE_IN == 0
        return found


_anchors = _Anchors()


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters and without punctuation."""
    return _WORD.findall(text.casefold())


def sketch(text: str) -> array[int]:
    """The numbers of a text, each once, in order of size; about 30 for 500 words."""
    anchors = _anchors
    words = text.lower().split()
    spots = [at for at, word in enumerate(words) if anchors[word]]
    passages = {_NO_WORD.sub("", "".join(words[at : at + 4])) for at in spots}
    return array("I", sorted({crc32(_bytes(passage)) for passage in passages}))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
