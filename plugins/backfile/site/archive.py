"""The archive as a whole: articles in order, what they are listed under, and the calendar they fill."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from itertools import groupby

from pelican.utils import slugify

from backfile.site.dates import ENGLISH, DateWords
from backfile.site.load import kind_terms
from backfile.site.views import KINDS, ArticleView, Kind, ListPage, Period, Term, TermRef, YearCount
from backfile.takedown import Notice

Neighbours = tuple[ArticleView | None, ArticleView | None]


@dataclass(slots=True)
class Archive:
    """Everything that the pages are made of.

    dated: newest first. undated: by address. articles: the dated, then the undated. neighbours: of each article's
    url, the one before it in time and the one after. words: in which dates are written. moved: former addresses of
    terms' pages, each with the term. notices: what stands where articles were removed.
    """

    dated: list[ArticleView]
    undated: list[ArticleView]
    terms: dict[str, list[Term]]
    periods: list[Period]
    words: DateWords
    neighbours: dict[str, Neighbours]
    moved: list[tuple[str, Term]] = field(default_factory=list)
    notices: tuple[Notice, ...] = ()

    @property
    def articles(self) -> list[ArticleView]:
        """All articles, newest first, those without a date last."""
        return self.dated + self.undated

    def open_terms(self, kind: str) -> list[Term]:
        """The terms of a kind that search engines may know: of which an article is listed."""
        return [term for term in self.terms[kind] if not term.is_unlisted]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds that have terms, in the order of KINDS."""
        return tuple(kind for kind in KINDS if self.terms[kind.name])


def assemble(articles: Iterable[ArticleView], words: DateWords = ENGLISH) -> Archive:
    """Order the articles and group them; one pass each, nothing quadratic. words: in which periods are named."""
    every = list(articles)
    undated = sorted((a for a in every if a.date_iso is None), key=lambda a: a.url)
    dated = sorted((a for a in every if a.date_iso is not None), key=_time_order, reverse=True)
    return Archive(
        dated=dated,
        undated=undated,
        terms=_terms(dated + undated),
        periods=[*_periods(dated, words), *_undated_period(undated)],
        words=words,
        neighbours=_neighbours(dated, undated),
    )


def _time_order(article: ArticleView) -> tuple[str, str]:
    return (article.date_iso or "")[:19], article.url


def _neighbours(dated: list[ArticleView], undated: list[ArticleView]) -> dict[str, Neighbours]:
    found: dict[str, Neighbours] = {}
    for in_time in (dated[::-1], undated):
        for at, article in enumerate(in_time):
            before = in_time[at - 1] if at else None
            after = in_time[at + 1] if at + 1 < len(in_time) else None
            found[article.url] = (before, after)
    return found


def _terms(articles: list[ArticleView]) -> dict[str, list[Term]]:
    found: dict[str, dict[str, Term]] = {kind.name: {} for kind in KINDS}
    kinds = {kind.name: kind for kind in KINDS}
    for article in articles:
        named = [article.day_url[:5], article.robots]
        under = []
        for name, refs in kind_terms(article):
            terms = found[name]
            for ref in refs:
                if not ref.url:  # too rare for a page
                    continue
                term = terms.get(ref.slug)
                if term is None:
                    term = terms[ref.slug] = Term(kinds[name], ref.name, ref.slug, ref.url, f"{ref.url}feed.atom", [])
                term.articles.append(article)
                term.code = term.code or ref.code
                named += (ref.url, ref.name)
                under.append(term)
        mark = blake2b("\x1f".join(named).encode("utf-8", "surrogatepass"), digest_size=8).digest()
        for term in under:
            term.marks.append(mark)
    return {name: sorted(terms.values(), key=_index_order) for name, terms in found.items()}


def _index_order(term: Term) -> tuple[str, str]:
    return slugify(term.name), term.name


def letters(terms: list[Term]) -> list[tuple[str, list[Term]]]:
    """The terms of an index under their first letters; digits and signs together under "#"."""

    def first(term: Term) -> str:
        letter = slugify(term.name)[:1].upper()
        return letter if letter.isalpha() else "#"

    return [
        (letter, list(group))
        for letter, group in groupby(sorted(terms, key=lambda t: (first(t), _index_order(t))), first)
    ]


def together(term: Term, most: int = 8) -> list[tuple[str, list[tuple[TermRef, int]]]]:
    """Who and what else occurs in a term's articles that search engines may know, the most frequent first, by kind."""
    counts: dict[str, dict[TermRef, int]] = {}
    for article in term.articles:
        if article.is_unlisted:
            continue
        for kind, refs in kind_terms(article):
            if kind in ("sources", "editors"):
                continue
            of_kind = counts.setdefault(kind, {})
            for ref in refs:
                if ref.url not in ("", term.url):
                    plain = TermRef(ref.name, ref.slug, ref.url)
                    of_kind[plain] = of_kind.get(plain, 0) + 1
    found = []
    for kind, of_kind in counts.items():
        best = sorted(of_kind.items(), key=lambda pair: (-pair[1], pair[0].url))[:most]
        if best:
            found.append((kind, best))
    return found


def _periods(dated: list[ArticleView], words: DateWords) -> Iterator[Period]:
    years = [list(group) for _, group in groupby(dated, lambda a: a.day_url[:5])]
    months = [list(group) for _, group in groupby(dated, lambda a: a.day_url[:8])]
    days = [list(group) for _, group in groupby(dated, lambda a: a.day_url)]
    made = [_year(group, words) for group in years]
    made += [_month(group, words) for group in months] + [_day(group, words) for group in days]
    for level in ("year", "month", "day"):
        of_level = [period for period in made if period.level == level]  # newest first
        for at, period in enumerate(of_level):
            if at:
                period.following = (of_level[at - 1].label, of_level[at - 1].url)
            if at + 1 < len(of_level):
                period.previous = (of_level[at + 1].label, of_level[at + 1].url)
    yield from made


def _counts(articles: list[ArticleView], width: int) -> dict[str, int]:
    counts: dict[str, int] = {}
    for article in articles:
        url = article.day_url[:width]
        counts[url] = counts.get(url, 0) + 1
    return counts


def empty_year(words: DateWords) -> list[YearCount]:
    """The months of a year that has no article."""
    return [YearCount(name, 0, "") for name in words.months]


def _year(articles: list[ArticleView], words: DateWords) -> Period:
    year = articles[0].day_url[:4]
    counts = _counts(articles, 8)
    months = []
    for number, name in enumerate(words.months, 1):
        url = f"{year}/{number:02d}/"
        months.append(YearCount(name, counts.get(url, 0), url if url in counts else ""))
    return Period("year", year, year, f"{year}/", articles, (), months)


def _month(articles: list[ArticleView], words: DateWords) -> Period:
    year, month = articles[0].day_url.split("/")[:2]
    counts = _counts(articles, 11)
    first_weekday, length = calendar.monthrange(int(year), int(month))
    days = []
    for day in range(1, length + 1):
        url = f"{year}/{month}/{day:02d}/"
        days.append(YearCount(str(day), counts.get(url, 0), url if url in counts else ""))
    name = words.months[int(month) - 1]
    url = f"{year}/{month}/"
    label = words.month_text(year, int(month))
    return Period("month", label, name, url, articles, ((year, f"{year}/"),), days, first_weekday)


def _day(articles: list[ArticleView], words: DateWords) -> Period:
    year, month, day = articles[0].day_url.split("/")[:3]
    name = words.months[int(month) - 1]
    parents = ((year, f"{year}/"), (name, f"{year}/{month}/"))
    label = words.day_text(date(int(year), int(month), int(day)))
    return Period("day", label, str(int(day)), articles[0].day_url, articles, parents, [])


def _undated_period(undated: list[ArticleView]) -> Iterator[Period]:
    if undated:
        yield Period("undated", "Undated", "Undated", "undated/", undated, (), [])


def list_pages(url: str, articles: list[ArticleView], size: int) -> Iterator[tuple[str, ListPage]]:
    """Cut a list into pages, newest first, each with its address.

    The pages behind the first are numbered from the oldest, and every one of them is full: a new article changes
    the first page alone, until that holds twice `size` and its older half becomes the next page.
    """
    behind = max(0, len(articles) // size - 1)
    first = len(articles) - behind * size
    urls = (url, *(f"{url}page/{number}/" for number in range(behind, 0, -1)))
    yield url, ListPage(articles[:first], 1, len(urls), urls)
    for at, address in enumerate(urls[1:]):
        start = first + at * size
        yield address, ListPage(articles[start : start + size], at + 2, len(urls), urls)
