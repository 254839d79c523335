"""The archive in time: a year day by day, what happened on this day in earlier years, the timeline of the whole."""

from __future__ import annotations

import calendar
import json
from collections.abc import Iterator
from dataclasses import dataclass

from backfile.site.archive import Archive, empty_year
from backfile.site.dates import DateWords
from backfile.site.load import kind_terms
from backfile.site.views import ArticleView, Kind, Period, TermRef, YearCount

ON_THIS_DAY = 6
"""How many articles of earlier years the front page shows."""
SUBJECTS = ("places", "people", "organisations", "topics")


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a year's calendar: what it holds, its days, and the weekday of the first (Monday is 0)."""

    label: str
    url: str  # empty where it holds nothing
    count: int
    first_weekday: int
    days: list[YearCount]


def calendar_of(year: Period, months: dict[str, Period], words: DateWords) -> list[Month]:
    """The twelve months of a year. months: those that hold articles, by their addresses."""
    found = []
    for number, name in enumerate(words.months, 1):
        url = f"{year.url}{number:02d}/"
        period = months.get(url)
        if period is None:
            first_weekday, length = calendar.monthrange(int(year.url[:4]), number)
            days = [YearCount(str(day), 0, "") for day in range(1, length + 1)]
            found.append(Month(name, "", 0, first_weekday, days))
        else:
            found.append(Month(name, url, period.count, period.first_weekday, period.children))
    return found


def on_this_day(archive: Archive) -> list[ArticleView]:
    """What was filed in earlier years on the day of the newest article, at most two of a year, newest first."""
    if not archive.dated:
        return []
    year, day = archive.dated[0].day_url[:4], archive.dated[0].day_url[5:]
    found: list[ArticleView] = []
    of_year: dict[str, int] = {}
    for article in archive.dated:
        its_year = article.day_url[:4]
        if article.day_url[5:] == day and its_year != year and of_year.get(its_year, 0) < 2:
            of_year[its_year] = of_year.get(its_year, 0) + 1
            found.append(article)
    return found[:ON_THIS_DAY]


def days_json(archive: Archive) -> str:
    """How many articles each day has, by year, then month and day: what the front page's script chooses from."""
    years: dict[str, dict[str, int]] = {}
    for period in archive.periods:
        if period.level == "day":
            years.setdefault(period.url[:4], {})[period.url[5:7] + period.url[8:10]] = period.count
    return json.dumps(years, separators=(",", ":"), sort_keys=True)


@dataclass(frozen=True, slots=True)
class TimelineYear:
    """A year of the timeline: its months, the one that holds most, and what it was most about, kind by kind."""

    label: str
    url: str
    count: int
    months: list[YearCount]
    busiest: YearCount | None
    subjects: list[tuple[Kind, TermRef | None, int]]


def timeline(archive: Archive) -> list[TimelineYear]:
    """The years from the first to the last, those without articles included, oldest first."""
    years = {period.label: period for period in archive.periods if period.level == "year"}
    if not years:
        return []
    kinds = [kind for name in SUBJECTS for kind in archive.kinds if kind.name == name]
    found = []
    for number in range(int(min(years)), int(max(years)) + 1):
        period = years.get(f"{number:04d}")
        if period is None:
            found.append(
                TimelineYear(
                    f"{number:04d}", "", 0, empty_year(archive.words), None, [(kind, None, 0) for kind in kinds]
                )
            )
            continue
        busiest = max(period.children, key=lambda month: month.count)
        subjects = list(_subjects(period.articles, kinds))
        found.append(TimelineYear(period.label, period.url, period.count, period.children, busiest, subjects))
    return found


def _subjects(articles: list[ArticleView], kinds: list[Kind]) -> Iterator[tuple[Kind, TermRef | None, int]]:
    counts: dict[str, dict[str, int]] = {kind.name: {} for kind in kinds}
    refs: dict[str, TermRef] = {}
    for article in articles:
        if article.is_unlisted:
            continue
        for name, terms in kind_terms(article):
            if name in counts:
                for ref in terms:
                    if ref.url:
                        refs[ref.url] = ref
                        counts[name][ref.url] = counts[name].get(ref.url, 0) + 1
    for kind in kinds:
        best = min(counts[kind.name].items(), key=lambda pair: (-pair[1], pair[0]), default=None)
        yield (kind, refs[best[0]], best[1]) if best else (kind, None, 0)
