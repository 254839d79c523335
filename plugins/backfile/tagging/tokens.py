"""Words and marks of a text, in order: the only form in which the later stages see it."""

from __future__ import annotations

import re
from collections.abc import Container

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
    return read(text)[0]


def read(text: str) -> tuple[list[str], list[int], list[int]]:
    """The tokens of a text, where those stand that begin with a capital letter, and those with a hyphen inside."""
    tokens: list[str] = []
    capitals: list[int] = []
    hyphens: list[int] = []
    # most words need no pattern: plain letters, or those with a comma or a full stop behind
    for chunk in fold(text).replace("\n", " \n ").split(" "):
        if chunk.isalpha():
            if chunk < "[" or (chunk > "\x7f" and chunk[0].isupper()):
                capitals.append(len(tokens))
            tokens.append(chunk)
        elif chunk:
            if chunk[-1] in ",." and len(chunk) > 2 and chunk[:-1].isalpha():
                if chunk < "[" or (chunk > "\x7f" and chunk[0].isupper()):
                    capitals.append(len(tokens))
                tokens += (chunk[:-1], chunk[-1])
            else:
                for token in _TOKEN.findall(chunk):
                    if token[0].isupper():
                        capitals.append(len(tokens))
                    if "-" in token and len(token) > 1:
                        hyphens.append(len(tokens))
                    tokens.append(token)
    return tokens, capitals, hyphens


def marked(tokens: list[str]) -> tuple[list[int], list[int]]:
    """The same places in tokens that are there already."""
    capitals = [i for i, token in enumerate(tokens) if token[0].isupper()]
    return capitals, [i for i, token in enumerate(tokens) if "-" in token and len(token) > 1]


def lowered(tokens: list[str], capitals: list[int], hyphens: list[int]) -> list[str]:
    """The tokens in lower case with hyphenated words taken apart, as topic cues are matched.

    capitals, hyphens: from `read` or `marked`; words without a capital at their head are taken to be small already.
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
