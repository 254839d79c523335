"""What the stages hand on: the repaired view, its pieces, what each was taken for, and what was read from them."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from backfile.model import Declared, Doubt, Evidence, Paragraph, Person, RawArticle, ZoneKind
from backfile.rules import Rule, Rules, Shape


class View(NamedTuple):
    """A record's text as it is read: entities decoded, mojibake mended, odd spaces plain.

    breaks, raws: the offset in the view from which on an offset in the raw text holds, one for one.
    """

    text: str
    breaks: tuple[int, ...] = (0,)
    raws: tuple[int, ...] = (0,)
    length: int = 0

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """Turn a stretch of the view into the stretch of the raw text that it came from."""
        if len(self.breaks) == 1:
            return start, end
        return self._raw(start), max(self._raw(end - 1) + 1, self._raw(end) if self._starts(end) else 0)

    def _raw(self, at: int) -> int:
        i = bisect_right(self.breaks, at) - 1
        here = self.raws[i] + at - self.breaks[i]
        following = self.raws[i + 1] if i + 1 < len(self.raws) else self.length
        return min(here, following)

    def _starts(self, at: int) -> bool:
        i = bisect_right(self.breaks, at) - 1
        return self.breaks[i] == at


class Line(NamedTuple):
    """A line of the view without the blanks round it; `gap` is the number of blank lines before it."""

    start: int
    end: int
    indent: int
    gap: int


class Hit(NamedTuple):
    """A rule that a piece matched, and how."""

    rule: Rule
    match: re.Match[str]


class Piece(NamedTuple):
    """A line, or a part of one where a credit or a discard was glued in; offsets count in the view."""

    start: int
    end: int
    text: str
    line: int
    indent: int = 0
    gap: int = 0
    inner: bool = False
    hits: tuple[Hit, ...] = ()
    declared: Declared | None = None

    def hit(self, *kinds: str) -> Hit | None:
        """The first hit of one of these kinds."""
        for found in self.hits:
            if found.rule.kind in kinds:
                return found
        return None


class Label(NamedTuple):
    """What a piece, or a stretch of the view, was taken for."""

    kind: ZoneKind
    rule: str
    field: str | None = None


BODY = Label("body", "body")
"""The label of a paragraph, or of a line that nothing is known of yet."""


class Mark(NamedTuple):
    """A stretch of the view with its label."""

    start: int
    end: int
    label: Label


class Found(NamedTuple):
    """A candidate for a field: where from (`via` is what the precedence table knows), its value, its evidence."""

    field: str
    via: str
    value: str
    evidence: Evidence
    person: Person | None = None


class State(NamedTuple):
    """All that is known of an article so far; each stage returns a new one with more in it."""

    raw: RawArticle
    rules: Rules
    view: View = View("")
    lines: tuple[Line, ...] = ()
    pieces: tuple[Piece, ...] = ()
    shape: Shape = Shape("plain")
    head: int = 0
    tail: int = 0
    labels: tuple[Label, ...] = ()
    marks: tuple[Mark, ...] = ()
    found: tuple[Found, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    chosen: tuple[Found, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def evidence(self, start: int, end: int, rule: str, *, inferred: bool = False) -> Evidence:
        """Evidence for a stretch of the view, its offsets in the raw text."""
        first, last = self.view.raw(start, end)
        return Evidence(first, last, rule, "inferred" if inferred else "quoted")
