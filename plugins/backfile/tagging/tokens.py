"""Words and marks of a text, in order: the only form in which the later stages see it."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from itertools import chain, compress, count
from typing import Generic, TypeVar

_T = TypeVar("_T")

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}"  # U.S., J.P.
    r"|[A-Z]\.(?= [A-Z]|\Z)"  # a middle initial
    r"|\w+(?:[-&]\w+|\.(?:com|org|net|\d+)\b|'(?!s\b)\w+)*"
    r"|'s\b|\n|[^\w\s]"
)
BREAK = "\n"
"""The token between two paragraphs."""

SENTENCE_MARKS = frozenset({".", "!", "?", BREAK, '"', "“", "”", ":", ";", "(", ")", "•", "—", "–", "'"})
"""Marks after which a capital letter proves nothing about a word."""

_ROOM = 30_000  # words remembered at once
_LONGEST = 40  # letters of a word that is remembered


class _Memory(dict[str, _T], Generic[_T]):
    """What a function makes of a word, worked out once: looked up without a call, as most words of a text are old."""

    def __init__(self, make: Callable[[str], _T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> _T:
        made = self._make(word)
        if len(word) <= _LONGEST:
            if len(self) >= _ROOM:
                self.clear()
            self[word] = made
        return made


_chunks = _Memory(lambda chunk: tuple(_TOKEN.findall(chunk)))
_marked = _Memory(lambda token: token[0].isupper() or ("-" in token and len(token) > 1))


def fold(text: str) -> str:
    """Make apostrophes, spaces and hyphens plain; the length stays the same."""
    if text.isascii():
        return text.replace("`", "'")
    # a chain of replace is a hundred times faster than translate on such text
    return (
        text.replace("’", "'")
        .replace("‘", "'")
        .replace("\u00a0", " ")
        .replace("\u202f", " ")
        .replace("‑", "-")
        .replace("`", "'")
    )


def tokenise(text: str) -> list[str]:
    """Split a text into words, possessive endings ('s), marks and paragraph breaks; time is linear in its length."""
    chunks = fold(text).replace("\n", " \n ").split(" ")
    return list(chain.from_iterable(map(_chunks.__getitem__, chunks)))


def marked(tokens: list[str]) -> tuple[list[int], list[int]]:
    """Where the tokens stand that begin with a capital letter, and where those with a hyphen inside."""
    either = list(compress(count(), map(_marked.__getitem__, tokens)))
    return [i for i in either if tokens[i][0].isupper()], [i for i in either if "-" in tokens[i]]


def lowered(tokens: list[str], capitals: list[int], hyphens: list[int]) -> list[str]:
    """The tokens in lower case with hyphenated words taken apart, as topic cues are matched.

    capitals, hyphens: from `marked`; words without a capital at their head are taken to be small already.
    """
    small = tokens.copy()
    for i in capitals:
        small[i] = tokens[i].lower()
    for i in reversed(hyphens):
        small[i : i + 1] = small[i].split("-")
    return small


def calm(tokens: list[str], keep: Container[str]) -> None:
    """Bring an opening set in capitals ("JANE ROE was urged …", "WITHOUT proper rules …") to capitals at word starts.

    keep: words that are written so; changes the tokens in place.
    """
    end = next((i for i, t in enumerate(tokens[:12]) if not (t.isupper() and t.isalpha())), 0)
    if not any(len(t) > 4 and t not in keep for t in tokens[:end]) and tokens[:1] not in (["THE"], ["A"], ["AN"]):
        return
    for i in range(end):
        if tokens[i] not in keep or tokens[i] in ("THE", "A", "AN"):
            tokens[i] = tokens[i].capitalize()


def headline(title: str) -> list[str]:
    """Tokens of a headline; one set in capitals alone is brought to capitals at the start of words."""
    tokens = tokenise(title)
    if title.isupper():
        return [t if "." in t else t.capitalize() for t in tokens]
    return tokens
