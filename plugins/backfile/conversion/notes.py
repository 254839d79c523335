"""Telling what a house says to its readers from what an article says: invitations and notes in any wording."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set

_QUOTED = re.compile(r"[“”\"]|\bsaid\b|\bsays\b")
_WORD = re.compile(r"[\w’'-]+")
_ADDRESS = re.compile(r"https?://|\bwww\.|\b[\w-]{3,}\.(?:com|org|net|co\.uk)\b|(?<!\w)@\w{2,}|\w@\w")
_LONGEST = 320


def is_note(text: str, words: Mapping[str, Set[str]], *, last: bool = False) -> bool:
    """Whether a short paragraph addresses the reader about the house's own pages, letters or programmes.

    text: a paragraph. words: the rules' words: `note_openers` begin such a line (`note_openers_last` as
    well, below the article), `note_cues` are what it speaks of. last: whether the paragraph is the last.
    Two different cues are wanted, of which an address is one; a line with quotations is none.

    >>> from backfile import rules
    >>> known = rules.load().words
    >>> is_note("Visit our website for the latest newsletters and alerts.", known)
    True
    >>> is_note("Visit the old harbour and you will see why.", known)
    False
    """
    first = _WORD.search(text) if len(text) <= _LONGEST else None
    if first is None:
        return False
    opener = first[0].lower()
    if not (opener in words["note_openers"] or (last and opener in words["note_openers_last"])) or _QUOTED.search(text):
        return False
    cues = {w for w in _WORD.findall(text.lower(), first.end()) if w in words["note_cues"]}
    return len(cues) + (_ADDRESS.search(text) is not None) >= 2
