"""Words and marks of a text, in order: the only form in which the later stages see it."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}"  # U.S., J.P.
    r"|[A-Z]\.(?= [A-Z])"  # a middle initial
    r"|\w+(?:-\w+|&\w+|\.(?:com|org|net|\d+)\b|'(?!s\b)\w+)*"
    r"|'s\b|\n|[^\w\s]"
)
_CURLY = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\u202f": " ", "‑": "-", "`": "'"})
BREAK = "\n"
"""The token between two paragraphs."""

SENTENCE_MARKS = frozenset({".", "!", "?", BREAK, '"', "“", "”", ":", ";", "(", ")", "•", "—", "–", "'"})
"""Marks after which a capital letter proves nothing about a word."""


def fold(text: str) -> str:
    """Make apostrophes, spaces and hyphens plain; the length stays the same."""
    return text.translate(_CURLY)


def tokenise(text: str) -> list[str]:
    """Split a text into words, possessive endings ('s), marks and paragraph breaks; time is linear in its length."""
    return _TOKEN.findall(fold(text))


def lowered(tokens: list[str]) -> list[str]:
    """The tokens in lower case with hyphenated words taken apart, as topic cues are matched."""
    return "\x00".join(tokens).lower().replace("-", "\x00").split("\x00") if tokens else []


def headline(title: str) -> list[str]:
    """Tokens of a headline; one set in capitals alone is brought to capitals at the start of words."""
    tokens = tokenise(title)
    if title.isupper():
        return [t if "." in t else t.capitalize() for t in tokens]
    return tokens
