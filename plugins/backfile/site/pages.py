"""Every page of the site: its file, its template, what it depends on, and what its template is given.

To add a page, add a function that yields it and name it in `all_pages`. A page's `key` must name everything that
its template shows beyond the theme and the settings: a page is written again only when its key has changed.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain, islice
from typing import Any

from markupsafe import Markup

from backfile.settings import Settings
from backfile.site import metadata
from backfile.site.almanac import calendar_of, days_json, on_this_day, timeline
from backfile.site.archive import Archive, Neighbours, empty_year, letters, list_pages, together
from backfile.site.dates import read_date
from backfile.site.related import related_stories
from backfile.site.reporters import Career, career
from backfile.site.stories import first_entries, folds
from backfile.site.subjects import OnSubject, on_subject
from backfile.site.views import ArticleView, Kind, ListPage, Period, Term, year_counts
from backfile.takedown import Notice

logger = logging.getLogger(__name__)

FRONT_LATEST = 15
FRONT_TOP = 8


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site.

    save_as: inside the output folder. url: what links name it by. context: made only when the page is rendered.
    """

    save_as: str
    url: str
    template: str
    key: tuple[str, ...]
    context: Callable[[], Mapping[str, Any]]


def verbatim(save_as: str, key: Sequence[str], text: Callable[[], str]) -> Page:
    """A file that is no page: data in text form. text: makes it, when it is written."""
    return Page(save_as, save_as, "verbatim.txt", tuple(key), lambda: {"text": Markup(text())})


def all_pages(
    archive: Archive,
    settings: Settings,
    doubts: Mapping[str, tuple[str, ...]],
    content_pages: Sequence[str] = (),
) -> Iterator[Page]:
    """All pages of the archive, each once.

    doubts: of each article's Markdown file, in plain words. content_pages: addresses of the pages that Pelican's own
    generator writes, for the sitemap.
    """
    taken = {_folded(f"{url}index.html") for url in content_pages}
    for page in _pages_of_now(archive, settings, doubts, content_pages):
        taken.add(_folded(page.save_as))
        yield page
    yield from redirects(archive, taken)


def _pages_of_now(
    archive: Archive,
    settings: Settings,
    doubts: Mapping[str, tuple[str, ...]],
    content_pages: Sequence[str],
) -> Iterator[Page]:
    yield front_page(archive)
    yield from article_pages(archive, settings, doubts)
    yield from date_pages(archive, settings)
    yield from term_pages(archive, settings)
    yield from feeds(archive, settings)
    yield from moved_terms(archive)
    yield from sitemaps(archive, settings, content_pages)
    yield from notices(archive)
    if settings.search:
        yield Page("search/index.html", "search/", "search", (), dict)
    yield Page("404.html", "404.html", "404", (), dict)
    yield Page("robots.txt", "robots.txt", "robots.txt", (), dict)


def notices(archive: Archive) -> Iterator[Page]:
    """A page where each removed article stood, with the day and the reason, and nothing of the article."""
    for notice in archive.notices:
        key = (notice.date, notice.reason)
        yield Page(notice.address, notice.address, "notice", key, _notice_context(notice))


def _notice_context(notice: Notice) -> Callable[[], dict[str, Any]]:
    stamp = read_date(notice.date)
    return lambda: {"notice": notice, "date_text": stamp.text if stamp else notice.date, "robots": "noindex"}


def front_page(archive: Archive) -> Page:
    """The front page: the latest, and the archive's span, counts and entrances."""
    latest = first_entries(archive.dated or archive.undated, FRONT_LATEST)
    years = year_counts(archive.dated)
    earlier = on_this_day(archive)
    top = []
    for kind in archive.kinds:
        if kind.name in ("places", "people", "organisations", "topics", "reporters"):
            best = sorted(archive.open_terms(kind.name), key=lambda term: (-term.count, term.url))[:FRONT_TOP]
            top.append((kind, best))

    def context() -> dict[str, Any]:
        return {
            "latest": latest,
            "articles": archive.articles,
            "count": len(archive.articles),
            "undated_count": len(archive.undated),
            "first_date_text": archive.dated[-1].date_text if archive.dated else "",
            "last_date_text": archive.dated[0].date_text if archive.dated else "",
            "years": years,
            "top": top,
            "earlier": earlier,
        }

    key = (
        str(len(archive.articles)),
        str(len(archive.undated)),
        *(article.card for article in (*latest, *earlier)),
        *folds(latest),
        *folds(earlier),
        *(f"{year.label}:{year.count}" for year in years),
        *(f"{term.url}:{term.name}:{term.count}" for _, terms in top for term in terms),
        *((archive.dated[0].date_text, archive.dated[-1].date_text) if archive.dated else ()),
    )
    return Page("index.html", "", "index", key, context)


def article_pages(archive: Archive, settings: Settings, doubts: Mapping[str, tuple[str, ...]]) -> Iterator[Page]:
    """A page for each article; it depends on those that it names by their headlines, addresses and dates alone."""
    subjects = on_subject(archive)
    for article, related in chain(related_stories(archive.dated, settings.workers()), related_stories(archive.undated)):
        before, after = archive.neighbours[article.url]
        subject = _apart(subjects.get(article.url), before, after)
        open_doubts = doubts.get(article.source_path, ())
        key = (
            article.digest,
            *map(_link, (before, after)),
            *map(_link, (subject.previous, subject.next) if subject else ()),
            *(f"{_link(other)}\x1e{other.date_text}" for other in related),
            *open_doubts,
            *(version.key for version in article.versions),
        )
        yield Page(
            article.save_as,
            article.url,
            "article",
            key,
            _article_context(article, (before, after), subject, related, open_doubts, settings),
        )


def _apart(subject: OnSubject | None, before: ArticleView | None, after: ArticleView | None) -> OnSubject | None:
    """The neighbours on a subject that are not the neighbours in time as well; None where there are none."""
    if subject is None:
        return None
    previous = None if subject.previous is before else subject.previous
    following = None if subject.next is after else subject.next
    return OnSubject(subject.subject, previous, following) if previous or following else None


def _article_context(
    article: ArticleView,
    neighbours: Neighbours,
    subject: OnSubject | None,
    related: tuple[ArticleView, ...],
    doubts: tuple[str, ...],
    settings: Settings,
) -> Callable[[], dict[str, Any]]:
    def context() -> dict[str, Any]:
        return {
            "article": article,
            "previous": neighbours[0],
            "next": neighbours[1],
            "on_subject": subject,
            "related": related,
            "doubts": doubts,
            "citation": metadata.citation(article),
            "cited": metadata.cited(article, settings.site_url),
            "jsonld": metadata.json_ld(article, settings.site_url),
            "robots": metadata.robots(article, settings.robots),
        }

    return context


def _link(article: ArticleView | None) -> str:
    return f"{article.url}\x1e{article.title}\x1e{article.lang}\x1e{article.robots}" if article else ""


def date_pages(archive: Archive, settings: Settings) -> Iterator[Page]:
    """The calendar: an index of the years, a page for each year, month and day, and one for what has no date."""
    months_of = {period.label: period.children for period in archive.periods if period.level == "year"}
    years = [(year, months_of.get(year.label) or empty_year(archive.words)) for year in year_counts(archive.dated)]
    key = tuple(f"{year.label}:{','.join(str(month.count) for month in months)}" for year, months in years)
    yield Page("dates/index.html", "dates/", "dates", (*key, str(bool(archive.undated))), lambda: {"years": years})
    yield from _timeline_pages(archive)
    by_url = {period.url: period for period in archive.periods if period.level == "month"}
    for period in archive.periods:
        months = calendar_of(period, by_url, archive.words) if period.level == "year" else []
        # A day reads as that day's paper, on one page; a year shows its months.
        size = settings.page_size if period.level in ("month", "undated") else max(1, period.count)
        for url, page in list_pages(period.url, period.articles, size):
            cards = _cards(page.object_list) if period.level != "year" else ()
            yield Page(
                f"{url}index.html",
                url,
                "period",
                (
                    *_period_key(period, page.number),
                    *(f"{day.count}" for month in months for day in month.days),
                    str(page.number),
                    str(page.num_pages),
                    *cards,
                ),
                list_context(page.object_list, articles_page=page, period=period, months=months),
            )


def _cards(articles: Sequence[ArticleView]) -> tuple[str, ...]:
    """All that a list shows of its articles."""
    return (*(article.card for article in articles), *folds(articles))


def _timeline_pages(archive: Archive) -> Iterator[Page]:
    """The timeline of the whole archive, and the counts of its days as data."""
    if not archive.dated:
        return
    years = timeline(archive)
    key = tuple(
        f"{year.label}:{','.join(str(month.count) for month in year.months)}:"
        f"{','.join(f'{ref.url} {ref.name} {count}' if ref else '' for _, ref, count in year.subjects)}"
        for year in years
    )
    yield Page("timeline/index.html", "timeline/", "timeline", key, lambda: {"years": years})
    days = days_json(archive)
    yield verbatim("dates/days.json", (days,), lambda: days)


def _period_key(period: Period, page: int) -> tuple[str, ...]:
    around = (*(period.previous or ("",)), *(period.following or ("",)))
    # The first page alone shows how many articles there are, and the calendar.
    return around if page > 1 else (*around, str(period.count), *(str(child.count) for child in period.children))


def list_context(articles: list[ArticleView], **more: Any) -> Callable[[], dict[str, Any]]:
    """The variables of a page that lists articles, made when it is rendered."""
    return lambda: {"articles": articles, **more}


def term_pages(archive: Archive, settings: Settings) -> Iterator[Page]:
    """An index for each kind, and a page for each of its terms."""
    for kind in archive.kinds:
        terms = archive.open_terms(kind.name)
        key = tuple(f"{term.url}:{term.name}:{term.count}" for term in terms)
        yield Page(f"{kind.name}/index.html", f"{kind.name}/", "terms", key, _index_context(kind, terms))
        for term in archive.terms[kind.name]:
            yield from _term_pages(archive, kind, term, settings)


def _index_context(kind: Kind, terms: list[Term]) -> Callable[[], dict[str, Any]]:
    return lambda: {"kind": kind, "letters": letters(terms)}


def _term_pages(archive: Archive, kind: Kind, term: Term, settings: Settings) -> Iterator[Page]:
    for url, page in list_pages(term.url, term.articles, settings.page_size):
        # The first page alone shows how many there are, in which years, and what they name.
        beside = blake2b(b"".join(term.marks)).hexdigest() if page.number == 1 else ""
        work = career(term) if kind.name == "reporters" and page.number == 1 else None
        yield Page(
            f"{url}index.html",
            url,
            "term",
            (
                *(term.name, term.code or "", repr(term.about), beside, str(page.number), str(page.num_pages)),
                *(["noindex"] if term.is_unlisted else ()),
                *((work.years, *(f"{place}:{count}" for place, count in work.filed_from)) if work else ()),
                *_cards(page.object_list),
            ),
            _term_context(archive, kind, term, page, work),
        )


def _term_context(
    archive: Archive, kind: Kind, term: Term, page: ListPage, work: Career | None
) -> Callable[[], dict[str, Any]]:
    def context() -> dict[str, Any]:
        by_name = {kind.name: kind for kind in archive.kinds}
        related = together(term) if page.number == 1 else ()
        return {
            "articles": page.object_list,
            "articles_page": page,
            "kind": kind,
            "term": term,
            "career": work,
            "related_terms": [(by_name[name], refs) for name, refs in related],
            **({"robots": "noindex"} if term.is_unlisted else {}),
        }

    return context


def feeds(archive: Archive, settings: Settings) -> Iterator[Page]:
    """The archive's latest as Atom, and each term's; what has no date is in none."""
    yield _feed("feed.atom", "", "", archive.dated, settings)
    for kind in archive.kinds:
        for term in archive.open_terms(kind.name):
            yield _feed(term.feed_url, term.url, term.name, term.articles, settings)


def _feed(save_as: str, url: str, title: str, articles: list[ArticleView], settings: Settings) -> Page:
    listed = (article for article in articles if not article.is_unlisted)
    latest = [article for article in islice(listed, settings.feed_size) if article.date]
    key = (title, *(article.card for article in latest))
    return Page(save_as, save_as, "feed.atom", key, list_context(latest, feed_title=title, feed_of=url))


# What an owner types becomes a file's name: short parts, nothing hidden, no file taken for a folder.
_REDIRECT = re.compile(r"(?:(?![.-])(?![^/]*\.html/)[\w.-]{1,80}/){0,8}(?![.-])[\w.-]{1,120}\.html")


def redirects(archive: Archive, taken: set[str]) -> Iterator[Page]:
    """A page at each address that an article had before. taken: where pages stand now, folded; these go first."""
    for article in archive.articles:
        for url in article.redirect_from:
            if _folded(url) in taken:
                continue
            if not _REDIRECT.fullmatch(url) or max(len(part.encode()) for part in url.split("/")) > 200:
                logger.warning(
                    "%s: redirect_from %r is no address inside the site; it is left out", article.source_path, url
                )
                continue
            taken.add(_folded(url))
            yield Page(url, url, "redirect", (article.url, article.title), _redirect_context(article))


def moved_terms(archive: Archive) -> Iterator[Page]:
    """A page at each address that a term's page had before it was renamed or merged."""
    for url, term in archive.moved:
        yield Page(f"{url}index.html", url, "redirect", (term.url, term.name), _moved_context(term))


def _moved_context(term: Term) -> Callable[[], dict[str, Any]]:
    return lambda: {"target": term.url, "target_title": term.name}


def _folded(url: str) -> str:
    """An address as file systems hold it that know neither case nor Unicode's forms."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", url).casefold())


def _redirect_context(article: ArticleView) -> Callable[[], dict[str, Any]]:
    return lambda: {"target": article.url, "target_title": article.title}


SITEMAP_LIMIT = 45_000  # the protocol allows 50,000 addresses a file


def sitemaps(archive: Archive, settings: Settings, content_pages: Sequence[str]) -> Iterator[Page]:
    """A sitemap for each year and an index of them, where the site's address is known (the protocol wants it)."""
    if not settings.site_url:
        return
    indexes = [f"{kind.name}/" for kind in archive.kinds]
    entrances = list(dict.fromkeys(["", "dates/", "corrections/", *content_pages, *indexes]))
    entrances += ["timeline/"] * bool(archive.dated) + ["data/"] * settings.data
    lists = [
        ("pages", [*entrances, *(period.url for period in archive.periods)]),
        (
            "terms",
            [term.url for kind in archive.kinds for term in archive.open_terms(kind.name)],
        ),
        ("undated", [article.url for article in archive.undated if not article.is_unlisted]),
    ]
    by_year: dict[str, list[str]] = {}
    for article in (article for article in archive.dated if not article.is_unlisted):
        by_year.setdefault(article.day_url[:4], []).append(article.url)
    lists += sorted(by_year.items())
    names = []
    for label, urls in lists:
        for part, start in enumerate(range(0, len(urls), SITEMAP_LIMIT)):
            name = f"sitemap-{label}{f'-{part + 1}' if part else ''}.xml"
            some = sorted(urls[start : start + SITEMAP_LIMIT])
            names.append(name)
            yield Page(name, name, "sitemap.xml", tuple(some), _urls_context(some))
    yield Page("sitemap.xml", "sitemap.xml", "sitemap-index.xml", tuple(names), _urls_context(names))


def _urls_context(urls: list[str]) -> Callable[[], dict[str, Any]]:
    return lambda: {"urls": urls}
