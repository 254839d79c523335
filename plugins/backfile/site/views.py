"""What the templates see: articles, terms, periods and pages of a list, as records without behaviour of their own.

Every `url` is relative to the site's root and starts without a slash; templates write `{{ SITEURL }}/{{ x.url }}`.
Where Pelican has a name for a thing (`title`, `date`, `authors`, `tags`, `content`, `save_as`), it has it here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from markupsafe import Markup

from backfile.authority import Name
from backfile.markdown import Provenance


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that articles are listed under, and has an index page and a page for each of its terms."""

    name: str  # "places": the folder of its pages, the front matter's key, the search facet's plural
    singular: str  # "place": the search facet
    label: str  # "Places"
    label_one: str  # "Place"


KINDS = (
    Kind("reporters", "reporter", "Reporters", "Reporter"),
    Kind("editors", "editor", "Editors", "Editor"),
    Kind("sources", "source", "Sources", "Source"),
    Kind("places", "place", "Places", "Place"),
    Kind("organisations", "organisation", "Organisations", "Organisation"),
    Kind("people", "person", "People", "Person"),
    Kind("topics", "topic", "Topics", "Topic"),
    Kind("tags", "tag", "Other tags", "Tag"),  # a person's own tags that no vocabulary gives a kind
)


@dataclass(frozen=True, slots=True)
class TermRef:
    """A term as an article names it: its page, and for a credited person where they filed from."""

    name: str
    slug: str
    url: str
    location: str | None = None
    email: str | None = None  # only where BACKFILE_PUBLISH_EMAILS is set
    code: str | None = None

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Correction:
    """A note of correction: as printed, or a person's, who may say on which day it was made."""

    text: str
    date: datetime | None = None
    date_iso: str | None = None
    date_text: str = ""

    def __str__(self) -> str:
        return f"{self.date_iso}: {self.text}" if self.date_iso else self.text


@dataclass(frozen=True, slots=True)
class YearCount:
    """How many articles a year (or a month, or a day) has; url is empty where there are none."""

    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """Another article of the same story, as seen from one: what it is to that one, and how we know."""

    label: str  # "Earlier version", "Later version", "Reprint", "Reprinted from"
    article: ArticleView
    reason: str  # "91 % of the text, the same day"; empty where a person said so, or a third article connects them

    @property
    def key(self) -> str:
        """All that a page shows of it."""
        other = self.article
        source = other.source.name if other.source else ""
        return "\x1e".join(
            (self.label, self.reason, other.url, other.title, other.lang, other.robots, other.date_text, source)
        )


class ArticleText(Protocol):
    """Where the text of an article is read, by the name of its Markdown file."""

    def content(self, name: str, /) -> Markup:
        """The text as HTML."""

    def paragraphs(self, name: str, /) -> tuple[str, ...]:
        """The text, block by block."""

    def metadata(self, name: str, /) -> dict[str, Any]:
        """The front matter."""


@dataclass(slots=True, eq=False)
class ArticleView:
    """An article as the templates and other plugins see it. `content` is HTML, all else is plain text.

    What only its own page shows, its text and its whole front matter, is read when it is asked for: an archive has
    more of it than memory should hold.
    """

    title: str  # the headline, or the opening words where there is none
    has_headline: bool
    slug: str
    url: str
    save_as: str
    source_path: str  # of the Markdown file, inside the content folder, POSIX
    date: datetime | None
    date_iso: str | None  # as the front matter has it: a day, or with time and zone
    date_text: str  # "15 March 2012", or "Undated"
    weekday: str  # "Thursday", or ""
    time_text: str  # "14:05 GMT", or ""
    day_url: str  # the page of its day; "undated/" where there is no date
    source: TermRef | None
    dateline: str | None
    reporters: tuple[TermRef, ...]
    contributors: tuple[TermRef, ...]  # no pages of their own: url is empty
    editors: tuple[TermRef, ...]
    places: tuple[TermRef, ...]
    organisations: tuple[TermRef, ...]
    people: tuple[TermRef, ...]
    topics: tuple[TermRef, ...]
    other_tags: tuple[TermRef, ...]
    text: ArticleText
    summary: str  # the opening, about 40 words, whole words
    word_count: int
    corrections: tuple[Correction, ...]
    original_url: str | None  # where it was first published, if the raw article says so (http or https only)
    raw_file: str | None  # the raw file's name inside the raw folder
    raw_sha256: str | None
    also: tuple[str, ...]  # further raw files with the same text
    lang: str
    origin: Provenance | None = None  # the raw record that it was read from
    edited: tuple[str, ...] = ()  # the fields whose values people changed
    dek: str | None = None  # the line under the headline, which a person wrote
    status: str = "published"
    redirect_from: tuple[str, ...] = ()  # urls it had before
    own_tags: frozenset[str] = frozenset()  # urls of the tags that a person wrote
    printed_source: str | None = None  # as the front matter has it
    version_wishes: Mapping[str, str] = field(default_factory=dict)  # what a person wrote of other versions, by key
    versions: tuple[Version, ...] = ()  # the same story filed again, or reprinted, in order of time
    story: str = ""  # the same for all articles of one story; empty where there is but one
    is_veiled: bool = False  # something of it was taken down: what the raw file says of it is not shown
    robots: str = ""  # what its page asks of crawlers: "noindex", "noai"
    text_digest: str = ""  # of its text
    digest: str = ""  # of all that its page shows
    card: str = ""  # of what a list shows of it

    @property
    def content(self) -> Markup:
        """The text as HTML."""
        return self.text.content(self.source_path)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text, block by block."""
        return self.text.paragraphs(self.source_path)

    @property
    def metadata(self) -> dict[str, Any]:
        """The whole front matter."""
        return self.text.metadata(self.source_path)

    @property
    def evidence_url(self) -> str:
        """The data file that says which lines of the raw file the article's values were read from.

        One for each day; what has no date is spread over files by its slug, so that none of them grows large and one
        more article changes one.
        """
        if self.date_iso:
            return f"{self.day_url}evidence.json"
        return f"{self.day_url}evidence-{hashlib.sha256(self.slug.encode()).hexdigest()[:2]}.json"

    @property
    def authors(self) -> tuple[TermRef, ...]:
        """Pelican's name for the reporters."""
        return self.reporters

    @property
    def author(self) -> str:
        """Pelican's name for the reporters, as one string."""
        return ", ".join(r.name for r in self.reporters)

    @property
    def tags(self) -> tuple[TermRef, ...]:
        """Pelican's name for everything that the article is tagged with."""
        return self.places + self.organisations + self.people + self.topics + self.other_tags

    @property
    def locale_date(self) -> str:
        """Pelican's name for the date as text."""
        return self.date_text

    @property
    def is_unlisted(self) -> bool:
        """Whether search engines are asked to keep it out."""
        return "noindex" in self.robots or "none" in self.robots.split(", ")

    def get_content(self, siteurl: str) -> str:
        """Pelican's writer asks for the content so; nothing in it depends on where the site lies."""
        return str(self.content)


@dataclass(slots=True)
class Term:
    """A place, person, reporter … with the articles under it, newest first, undated ones last."""

    kind: Kind
    name: str
    slug: str
    url: str  # "places/kazakhstan/"
    feed_url: str  # "places/kazakhstan/feed.atom"
    articles: list[ArticleView]
    code: str | None = None
    about: Name | None = None  # what the owner's authority file says of it
    marks: list[bytes] = field(default_factory=list)  # for each article, a hash of its year and of what it names

    @property
    def count(self) -> int:
        """How many articles there are."""
        return len(self.articles)

    @property
    def is_unlisted(self) -> bool:
        """Whether search engines are asked to keep out all of its articles, and so its page."""
        return all(article.is_unlisted for article in self.articles)

    @property
    def years(self) -> list[YearCount]:
        """Articles a year, from the first to the last, years without any included."""
        return year_counts(self.articles)


@dataclass(slots=True)
class Period:
    """A year, a month or a day, or all that has no date, with its articles, newest first."""

    level: str  # "year", "month", "day", "undated"
    label: str  # "2012", "March 2012", "15 March 2012", "Undated"
    short: str  # "2012", "March", "15", "Undated"
    url: str  # "2012/03/"
    articles: list[ArticleView]
    parents: tuple[tuple[str, str], ...]  # (label, url), outermost first
    children: list[YearCount]  # the year's twelve months, the month's days; empty for a day
    first_weekday: int = 0  # of a month: the weekday of its first day, Monday is 0
    previous: tuple[str, str] | None = None  # the nearest earlier period of this level that has articles
    following: tuple[str, str] | None = None

    @property
    def count(self) -> int:
        """How many articles there are."""
        return len(self.articles)


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a long list (Pelican's `articles_page`)."""

    object_list: list[ArticleView]
    number: int
    num_pages: int
    urls: tuple[str, ...]  # of all pages; urls[number - 1] is this one

    def has_previous(self) -> bool:
        """Whether there is a page before this one."""
        return self.number > 1

    def has_next(self) -> bool:
        """Whether there is a page after this one."""
        return self.number < self.num_pages

    def has_other_pages(self) -> bool:
        """Whether the list takes more than one page."""
        return self.num_pages > 1

    def around(self) -> list[tuple[int, str]]:
        """The pages that a way through the list names, each with its address: (0, "") is a gap."""
        near = range(max(1, self.number - 2), min(self.num_pages, self.number + 2) + 1)
        found = [(number, self.urls[number - 1]) for number in near]
        if near[0] > 1:
            found[:0] = [(1, self.urls[0])] + [(0, "")] * (near[0] > 2)
        if near[-1] < self.num_pages:
            found += [(0, "")] * (near[-1] < self.num_pages - 1) + [(self.num_pages, self.urls[-1])]
        return found

    @property
    def previous_url(self) -> str:
        """The page before this one."""
        return self.urls[self.number - 2]

    @property
    def next_url(self) -> str:
        """The page after this one."""
        return self.urls[self.number]


def year_counts(articles: list[ArticleView]) -> list[YearCount]:
    """Count dated articles by year, from the first year to the last without a gap."""
    counts: dict[int, int] = {}
    for article in articles:
        if article.date is not None:
            counts[article.date.year] = counts.get(article.date.year, 0) + 1
    if not counts:
        return []
    return [
        YearCount(f"{year:04d}", counts.get(year, 0), f"{year:04d}/" if year in counts else "")
        for year in range(min(counts), max(counts) + 1)
    ]
