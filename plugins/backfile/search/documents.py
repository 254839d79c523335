"""What search knows of an article, and the page that Pagefind reads in its stead."""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

FACETS = ("source", "reporter", "editor", "place", "organisation", "person", "topic")
"""The facets, in the order in which the search page shows them; years come from the date."""

FORM = 2
"""The version of `page` and of the tables of articles; raised when either changes: all is built anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """An article as search sees it. All values are plain text.

    url: relative to the site's root (`2012/03/02/slug.html`). date_iso: a day, or with time and zone; None
    when undated. date_text: as the site prints the day. paragraphs: the main text, block by block, or what gives
    it: it is read for stale bundles alone. text: a hash that tells one main text from another; the text itself unless
    given. story: the same for all versions and reprints of one story; it lies beside the bundle, not in it, so that a
    version which arrives makes no bundle stale.
    """

    url: str
    title: str
    date_iso: str | None
    date_text: str
    lang: str
    paragraphs: Sequence[str] | Callable[[], Sequence[str]]
    text: str = ""
    story: str = ""
    source: str | None = None
    reporters: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    @property
    def day(self) -> str:
        """The ISO day, or the empty string when undated."""
        return (self.date_iso or "")[:10]

    @property
    def facets(self) -> tuple[tuple[str, ...], ...]:
        """The names under each of FACETS, in that order."""
        sources = (self.source,) if self.source else ()
        others = (self.editors, self.places, self.organisations, self.people, self.topics)
        return (sources, self.reporters, *others)

    @property
    def content(self) -> Sequence[str]:
        """The main text, block by block."""
        return self.paragraphs() if callable(self.paragraphs) else self.paragraphs

    def fingerprint(self) -> str:
        """Hash all that the bundle holds of the article."""
        text = self.text or list(self.content)
        values = (self.url, self.title, self.date_iso, self.date_text, self.lang, self.facets, text)
        return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def page(document: SearchDocument) -> str:
    """Write the page that Pagefind reads: headline and text, nothing else.

    The headline is metadata and no part of the text, so that excerpts do not begin with it; Pagefind searches
    it all the same. It passes over pages without text: there the headline stands in. Other metadata is
    searched too (a date would be found by the name of its month), which is why there is none.
    """
    title = html.escape(document.title)
    body = "".join(f"<p>{html.escape(paragraph)}</p>\n" for paragraph in document.content)
    return (
        f'<!doctype html><html lang="{html.escape(document.lang)}"><head><meta charset="utf-8">'
        f'<title></title><meta data-pagefind-meta="title[content]" content="{title}"></head>'
        f"<body data-pagefind-body>\n{body or f'<p>{title}</p>'}</body></html>"
    )


def headlines(documents: tuple[SearchDocument, ...]) -> dict[str, object]:
    """Make the table of a bundle's headlines and addresses, row by row as in the table of its articles.

    documents: of the bundle, oldest first. The browser loads it when headlines alone are searched and when a list is
    taken away, not for every search.
    """
    return {
        "version": FORM,
        "titles": [document.title for document in documents],
        "urls": [document.url for document in documents],
    }
