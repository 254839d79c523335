"""Two articles side by side: whether the later one is the earlier one filed again, or printed again elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

RelationKind = Literal["version_of", "reprint_of"]

_SHARED = 0.55  # of the shorter text's passages of four words
_FEW_WORDS = 40  # a shorter text says too little to be known by
_BRIEF = 0.8  # what a brief, or a text much shorter than the other, must share
_SAME_FIGURES = 0.34  # of the figures, where both texts are full of them
_FULL_OF_FIGURES = 5
_REFILED_DAYS = 3  # within which a story is updated; later it is printed again
_NEARLY_ALL = 0.85
_SAME_HEADLINE = 0.5

_FIGURE = re.compile(r"\d")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Story:
    """What is compared of an article. day: its date as a number of days; None where it is not known."""

    title: str
    day: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Relation:
    """What a later article is to an earlier one. share: of the shorter text that stands in the other, 0 to 1."""

    kind: RelationKind
    share: float
    reason: str


class Text:
    """The words of one article, cut into passages when first compared."""

    __slots__ = ("count", "figures", "passages")

    def __init__(self, words: Sequence[str]) -> None:
        self.count = len(words)
        self.passages = frozenset(zip(words, words[1:], words[2:], words[3:], strict=False))
        self.figures = frozenset(word for word in words if _FIGURE.match(word))


def compare(earlier: Story, later: Story, mine: Text, yours: Text) -> Relation | None:
    """How `later` (its text is `yours`) depends on `earlier` (`mine`); None where they are two stories.

    A follow-up that repeats the background is another story, and so is one of a series written after one pattern:
    its sentences are alike and its figures are not.
    """
    shorter = min(len(mine.passages), len(yours.passages))
    if min(mine.count, yours.count) < _FEW_WORDS or not shorter:
        return None
    common = len(mine.passages & yours.passages)
    share = common / shorter
    alike = common / len(mine.passages | yours.passages)
    if share < _SHARED or (alike < share / 3 and share < _BRIEF):
        return None
    if share < _NEARLY_ALL and _is_series(mine, yours):
        return None
    apart = None if earlier.day is None or later.day is None else later.day - earlier.day
    elsewhere = bool(earlier.source and later.source and earlier.source != later.source)
    headline = _likeness(earlier.title, later.title)
    again = (
        elsewhere
        or (apart is not None and apart > _REFILED_DAYS)
        or (alike >= _NEARLY_ALL and headline < _SAME_HEADLINE)
    )
    return Relation("reprint_of" if again else "version_of", share, _reason(share, apart, elsewhere, headline))


def _is_series(mine: Text, yours: Text) -> bool:
    fewer = min(len(mine.figures), len(yours.figures))
    return fewer >= _FULL_OF_FIGURES and len(mine.figures & yours.figures) < _SAME_FIGURES * fewer


def _likeness(one: str, other: str) -> float:
    mine, yours = set(_WORD.findall(one.casefold())), set(_WORD.findall(other.casefold()))
    return len(mine & yours) / min(len(mine), len(yours)) if mine and yours else 0.0


def _reason(share: float, apart: int | None, elsewhere: bool, headline: float) -> str:
    parts = [f"{int(share * 100)} % of the text"]
    if elsewhere:
        parts.append("another source")
    if headline < _SAME_HEADLINE:
        parts.append("another headline")
    if apart is not None:
        parts.append("the same day" if not apart else f"{apart} day{'' if apart == 1 else 's'} apart")
    return ", ".join(parts)
