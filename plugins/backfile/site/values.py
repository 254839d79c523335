"""Single values of front matter as the site reads them: texts, slugs, and the address that an article has by them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from pelican.utils import slugify

from backfile.markdown import Document
from backfile.site.dates import read_date

RESERVED = ("", "page", "index")  # no term's slug: the folders of a list's further pages, and what browsers leave out
UNDATED = "undated"

_SLUG_RULES = ((r"[^\w\s-]", ""), (r"(?u)\A\s*", ""), (r"(?u)\s*\Z", ""), (r"[-\s]+", "-"))
_IS_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def text_of(front: Mapping[str, Any], key: str) -> str | None:
    """A value as one line of text; None where there is none. Raises ValueError for a list or a mapping."""
    value = front.get(key)
    if value is None:
        return None
    if type(value) is str:
        return " ".join(value.split()) or None
    if isinstance(value, Mapping | list):
        raise ValueError(f"{key} must be one value, not a {'mapping' if isinstance(value, Mapping) else 'list'}")
    return " ".join(str(value).split()) or None


def slug_of(text: str) -> str:
    """A slug as it may stand in an address: what a person typed is made safe, never trusted."""
    if len(text) <= 120 and _IS_SLUG.fullmatch(text) and text != "index":
        return text
    safe = str(slugify(text, regex_subs=_SLUG_RULES))[:120].strip("-.")
    if safe in ("", "index"):
        safe = f"{safe}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}".strip("-")
    return safe


def plain_slug(name: str) -> str:
    """The slug of a term's name where no other takes it first; it may be one of RESERVED."""
    return str(slugify(name, regex_subs=_SLUG_RULES))[:80].strip("-")


def address(document: Document, name: str) -> str:
    """Where an article's page lies by its date and slug. Raises ValueError for a value of the wrong kind.

    name: of its file inside the articles folder.
    """
    stamp = read_date(text_of(document.front, "date"))
    slug = slug_of(text_of(document.front, "slug") or name.rpartition("/")[2].removesuffix(".md"))
    return f"{stamp.day_url if stamp else f'{UNDATED}/'}{slug}.html"
