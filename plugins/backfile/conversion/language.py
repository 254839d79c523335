"""Which language a text is in, as far as a doubt needs it: by its commonest words, or by its script."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set

_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_LETTER = re.compile(r"[^\W\d_]")
_FIRST = 900
# German is read as far as heads, bylines and exports go.
_READ = ("English", "German")
_EDGE = ".,;:!?\"“”‘’'()«»"


def unsupported(text: str, words: Mapping[str, Set[str]]) -> str | None:
    """Name the language of a text whose credits Backfile does not read well; None for English, German and short texts.

    text: the body; its first 900 characters are looked at. words: the rules' words, of which `language.NAME` hold the
    commonest words of a language each.

    >>> from backfile import rules
    >>> text = "Le port est fermé depuis lundi et les pêcheurs ne savent pas quand il sera ouvert. " * 3
    >>> unsupported(text, rules.load().words)
    'French'
    """
    text = text[:_FIRST]
    if not text.isascii() and len(text.encode("ascii", "ignore")) < 0.6 * len(text):
        letters = len(_LETTER.findall(text))
        if letters >= 120 and len(_LATIN.findall(text)) < 0.5 * letters:
            return "a script other than Latin"
    found = text.lower().split()
    english = words["language.English"].__contains__
    if len(found) < 20 or sum(map(english, found)) > 0.15 * len(found):
        return None
    found = [w.strip(_EDGE) for w in found]
    if sum(map(english, found)) > 0.15 * len(found):
        return None
    counts = {
        name.removeprefix("language."): sum(map(common.__contains__, found))
        for name, common in words.items()
        if name.startswith("language.")
    }
    best = max(counts, key=lambda name: counts[name])
    return None if best in _READ or counts[best] < 0.08 * len(found) else best
