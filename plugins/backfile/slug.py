"""An article's slug: the last part of its address, from its headline, permanent once written."""

from __future__ import annotations

import re
import unicodedata

from unidecode import unidecode

LONGEST = 80

_APOSTROPHE = re.compile("['’‘`´]")
_UNWRITABLE = re.compile("[\ud800-\udfff]")
_OTHER = re.compile(r"[^a-z0-9]+")
# "index" and "page" have a meaning in addresses; the others are no file names on Windows.
_RESERVED = re.compile(r"index|page|con|prn|aux|nul|com[0-9]|lpt[0-9]")


def slugify(text: str, sha256: str) -> str:
    """Make a slug of small ASCII letters, digits and hyphens, at most 80 characters, cut at a word; never empty.

    text: the headline, or the opening words where there is none. sha256: of the article's text; where `text` has
    no letter to show, the slug is its beginning. Other scripts become Latin letters, as Pelican writes them.

    >>> slugify("Kestrel’s £3m Dam — “On Time”, Says Åsa", "")
    'kestrels-ps3m-dam-on-time-says-asa'
    """
    # Long texts are cut before they are transliterated: a headline may be a whole page.
    text = unicodedata.normalize("NFKC", _UNWRITABLE.sub("", text[: 8 * LONGEST]))
    latin = _APOSTROPHE.sub("", unidecode(_APOSTROPHE.sub("", text)))
    slug = _OTHER.sub("-", latin.lower()).strip("-")
    if len(slug) > LONGEST:
        head = slug[: LONGEST + 1].rpartition("-")[0]
        slug = (head if len(head) >= LONGEST // 2 else slug[:LONGEST]).strip("-")
    if not slug:
        return sha256[:10] or "article"
    return with_suffix(slug, sha256) if _RESERVED.fullmatch(slug) else slug


def with_suffix(slug: str, sha256: str, length: int = 6) -> str:
    """Tell a slug from the same one of another article, by the first `length` digits of the hash of its text."""
    return f"{slug}-{sha256[:length]}" if sha256 else f"{slug}-2"
