"""The archive in time: calendars of years, earlier years on a day, the timeline, and reporters' careers."""

from __future__ import annotations

import calendar
import json

from backfile.site.almanac import calendar_of, days_json, on_this_day, timeline
from backfile.site.archive import Archive, assemble
from backfile.site.dates import ENGLISH
from backfile.site.reporters import career
from backfile.site.views import TermRef
from tests.views import make_view


def archive() -> Archive:
    oslo, vane = TermRef("Oslo", "oslo", "places/oslo/"), TermRef("U. Vane", "u-vane", "people/u-vane/")
    return assemble(
        [
            make_view("a", "2009-03-18", places=(oslo,)),
            make_view("b", "2009-03-19", places=(oslo,), people=(vane,)),
            make_view("c", "2012-03-18T14:00Z"),
            make_view("d", "2012-07-01"),
            make_view("e", "2014-03-18"),
            make_view("f", None),
        ]
    )


def test_a_years_calendar_has_every_day_on_its_weekday() -> None:
    found = archive()
    months = {period.url: period for period in found.periods if period.level == "month"}
    year = next(period for period in found.periods if period.url == "2012/")
    twelve = calendar_of(year, months, ENGLISH)
    assert [len(month.days) for month in twelve] == [calendar.monthrange(2012, n)[1] for n in range(1, 13)]
    assert [month.first_weekday for month in twelve] == [calendar.monthrange(2012, n)[0] for n in range(1, 13)]
    filled = [(month.label, day.label, day.url) for month in twelve for day in month.days if day.count]
    assert filled == [("March", "18", "2012/03/18/"), ("July", "1", "2012/07/01/")]


def test_on_this_day_is_the_newest_articles_day_in_earlier_years() -> None:
    assert [article.slug for article in on_this_day(archive())] == ["c", "a"]
    assert on_this_day(assemble([])) == []


def test_a_year_gives_two_articles_of_a_day_at_most() -> None:
    many = [make_view(f"x{n}", "2010-03-18") for n in range(5)]
    assert len(on_this_day(assemble([*many, make_view("new", "2014-03-18")]))) == 2


def test_the_days_as_data_count_every_dated_article() -> None:
    assert json.loads(days_json(archive())) == {
        "2009": {"0318": 1, "0319": 1},
        "2012": {"0318": 1, "0701": 1},
        "2014": {"0318": 1},
    }


def test_the_timeline_leaves_out_no_year_and_names_what_each_was_about() -> None:
    years = timeline(archive())
    assert [(year.label, year.count, year.url) for year in years][:3] == [
        ("2009", 2, "2009/"),
        ("2010", 0, ""),
        ("2011", 0, ""),
    ]
    assert years[0].busiest is not None and years[0].busiest.label == "March"
    assert [(kind.name, ref and ref.name, count) for kind, ref, count in years[0].subjects] == [
        ("places", "Oslo", 2),
        ("people", "U. Vane", 1),
    ]
    assert [ref for _, ref, _ in years[1].subjects] == [None, None]


def test_a_reporters_page_knows_where_they_filed_from() -> None:
    url = "reporters/ada/"
    there, plain = TermRef("Ada", "ada", url, location="Tokyo"), TermRef("Ada", "ada", url)
    other = TermRef("Bo", "bo", "reporters/bo/")
    found = assemble(
        [
            make_view("a", "2009-01-01", reporters=(there,), dateline="LONDON"),
            make_view("b", "2010-01-01", reporters=(plain,), dateline="TOKYO"),
            make_view("c", "2012-01-01", reporters=(plain, other), dateline="PARIS"),  # whose dateline is it?
            make_view("d", None, reporters=(plain,), dateline="Oslo"),
        ]
    )
    work = career(next(term for term in found.terms["reporters"] if term.name == "Ada"))
    assert work.filed_from == [("Tokyo", 2), ("Oslo", 1)]
    assert work.years == "2009–2012"
