"""Where the mentions of a tag stand in the record's text: evidence with real offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from backfile.model import Article, Evidence

from .tokens import fold

_MOST = 50  # mentions kept of one tag


class Text:
    """The record's text made searchable once: same length, plain apostrophes, every white space a space."""

    def __init__(self, text: str, article: Article) -> None:
        self._text = fold(text).replace("\n", " ").replace("\t", " ")
        self._lower: str | None = None
        zones = [(z.start, z.end) for z in article.zones if z.kind == "body" or z.field in ("title", "dateline")]
        self._zones = zones or [(0, len(text))]

    def find(self, forms: Iterable[str], rule: str, *, any_case: bool = False) -> tuple[Evidence, ...]:
        """All places of some forms as whole words, in order, none inside another."""
        text = self._text
        if any_case:
            if self._lower is None:
                lower = text.lower()
                self._lower = lower if len(lower) == len(text) else text
            text = self._lower
        spans: list[tuple[int, int]] = []
        for form in forms:
            plain = fold(form)
            if any_case:
                plain = plain.lower()
            spans.extend(self._spans(text, plain) or self._loose(text, plain))
        spans.sort(key=lambda s: (s[0], -s[1]))
        kept: list[Evidence] = []
        end = -1
        for start, stop in spans:
            if start >= end:
                kept.append(Evidence(start, stop, rule))
                end = stop
                if len(kept) == _MOST:
                    break
        return tuple(kept)

    def _spans(self, text: str, form: str) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        size, open_end = len(form), form[-1].isalnum()
        for low, high in self._zones:
            at = text.find(form, low, high)
            while at >= 0 and len(found) < _MOST:
                end = at + size
                if not (at and text[at - 1].isalnum()) and not (open_end and text[end : end + 1].isalnum()):
                    found.append((at, end))
                at = text.find(form, end, high)
        return found

    def _loose(self, text: str, form: str) -> list[tuple[int, int]]:
        """The same where line ends or double spaces part the words."""
        if " " not in form or form not in " ".join(text.split()):
            return []  # a pattern is dear to make: only where it will find something
        pattern = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, form.split())) + r"(?!\w)")
        return [match.span() for low, high in self._zones for match in islice(pattern.finditer(text, low, high), _MOST)]
