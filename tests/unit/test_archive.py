"""Lists, calendar and terms: the order readers see, and pages that stay put when an article arrives."""

from __future__ import annotations

import cProfile
import pstats
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.settings import Settings
from backfile.site.archive import Archive, assemble, letters, list_pages, together
from backfile.site.dates import read_date
from backfile.site.pages import all_pages
from backfile.site.views import ArticleView, TermRef
from tests.views import make_view

SETTINGS = Settings.read({"PATH": "/nowhere/content", "SITEURL": "https://example.org"})


def days(count: int, start: str = "2012-01-01") -> list[ArticleView]:
    first = date.fromisoformat(start)
    return [make_view(f"a{n:04d}", (first + timedelta(days=n)).isoformat()) for n in range(count)]


@settings(deadline=None)
@given(st.integers(0, 400), st.integers(1, 60))
def test_pages_cut_a_list_without_loss_newest_first(count: int, size: int) -> None:
    articles = assemble(days(count)).articles
    pages = list(list_pages("places/x/", articles, size))
    assert [a for _, page in pages for a in page.object_list] == articles
    assert pages[0][0] == "places/x/"
    assert [address for address, _ in pages] == list(pages[0][1].urls)
    assert all(len(page.object_list) == size for _, page in pages[1:])
    assert len(pages[0][1].object_list) < 2 * size or count == 0


@settings(deadline=None)
@given(st.integers(1, 400), st.integers(2, 60))
def test_one_more_article_changes_the_first_page_alone_unless_it_overflows(count: int, size: int) -> None:
    def by_address(articles: list[ArticleView]) -> dict[str, list[str]]:
        ordered = assemble(articles).articles
        return {address: [a.url for a in page.object_list] for address, page in list_pages("x/", ordered, size)}

    before, after = by_address(days(count)), by_address(days(count + 1))
    assert {address for address, urls in before.items() if after[address] != urls} == {"x/"}
    assert len(after) - len(before) <= 1


def test_undated_articles_come_last_and_have_a_page_of_their_own() -> None:
    archive = assemble([make_view("loose", None), *days(2)])
    assert [a.slug for a in archive.articles] == ["a0001", "a0000", "loose"]
    assert [(p.level, p.url, p.count) for p in archive.periods if p.level in ("year", "undated")] == [
        ("year", "2012/", 2),
        ("undated", "undated/", 1),
    ]
    assert archive.neighbours["undated/loose.html"] == (None, None)


def test_neighbours_follow_time() -> None:
    archive = assemble(days(3))
    before, after = archive.neighbours["2012/01/02/a0001.html"]
    assert before is not None and after is not None
    assert (before.slug, after.slug) == ("a0000", "a0002")


def test_the_calendar_counts_every_article_once_at_every_level() -> None:
    archive = assemble([*days(40), *days(3, "2014-02-27")])
    for level in ("year", "month", "day"):
        assert sum(p.count for p in archive.periods if p.level == level) == 43
    year = next(p for p in archive.periods if p.url == "2012/")
    assert [(c.label, c.count) for c in year.children[:3]] == [("January", 31), ("February", 9), ("March", 0)]
    assert (year.previous, year.following) == (None, ("2014", "2014/"))
    march = next(p for p in archive.periods if p.url == "2014/03/")
    assert march.first_weekday == 5  # 1 March 2014 was a Saturday
    assert len(march.children) == 31


def test_times_of_a_day_sort_after_the_bare_day() -> None:
    archive = assemble(
        [
            make_view("bare", "2012-03-02"),
            make_view("noon", "2012-03-02T12:00Z"),
            make_view("dawn", "2012-03-02T05:10Z"),
        ]
    )
    assert [a.slug for a in archive.articles] == ["noon", "dawn", "bare"]


def tagged(slug: str, *places: str) -> ArticleView:
    refs = tuple(TermRef(name, name.lower(), f"places/{name.lower()}/") for name in places)
    return make_view(slug, "2012-01-01", places=refs)


def test_terms_hold_their_articles_and_know_their_company() -> None:
    archive: Archive = assemble([tagged("a", "Oslo", "Bergen"), tagged("b", "Oslo"), tagged("c", "Ålesund", "Oslo")])
    oslo = next(term for term in archive.terms["places"] if term.name == "Oslo")
    assert oslo.count == 3
    assert [(ref.name, n) for ref, n in together(oslo)[0][1]] == [("Bergen", 1), ("Ålesund", 1)]
    assert [letter for letter, _ in letters(archive.terms["places"])] == ["A", "B", "O"]


@pytest.mark.parametrize(
    ("value", "iso", "text", "time"),
    [
        ("2012-03-02", "2012-03-02", "2 March 2012", ""),
        ("2012-03-02T14:05-05:00", "2012-03-02T14:05-05:00", "2 March 2012", "14:05 GMT−05"),
        ("2012-03-02 14:05", "2012-03-02T14:05", "2 March 2012", "14:05"),
        ("2012-03-02T14:05:09Z", "2012-03-02T14:05:09+00:00", "2 March 2012", "14:05 GMT"),
    ],
)
def test_dates_are_read_as_people_write_them(value: str, iso: str, text: str, time: str) -> None:
    stamp = read_date(value)
    assert stamp is not None
    assert (stamp.iso, stamp.text, stamp.time_text, stamp.day_url) == (iso, text, time, "2012/03/02/")


@pytest.mark.parametrize("value", ["2012-13-02", "March 2", "2012", "2012-03-02T25:00", "02/03/2012"])
def test_what_is_no_date_says_how_to_write_one(value: str) -> None:
    with pytest.raises(ValueError, match="is no date"):
        read_date(value)


def crowd(count: int) -> list[ArticleView]:
    """Articles that all name one place, one of six others, and one of forty reporters."""
    return [
        make_view(
            f"a{n:05d}",
            (date(2001, 1, 1) + timedelta(days=n)).isoformat(),
            card=f"card {n}",
            digest=f"digest {n}",
            places=(TermRef("Oslo", "oslo", "places/oslo/"), TermRef(f"P{n % 6}", f"p{n % 6}", f"places/p{n % 6}/")),
            reporters=(TermRef(f"R{n % 40}", f"r{n % 40}", f"reporters/r{n % 40}/"),),
        )
        for n in range(count)
    ]


def calls(count: int) -> float:
    """How many functions are called for each article, from the views to every page's key."""
    articles = crowd(count)
    profile = cProfile.Profile()
    profile.enable()
    for page in all_pages(assemble(articles), SETTINGS, {}):
        assert page.key is not None
    profile.disable()
    return pstats.Stats(profile).total_calls / count  # type: ignore[attr-defined]


def test_the_work_for_an_article_does_not_grow_with_the_archive() -> None:
    assert calls(4000) <= 1.1 * calls(1000)


def changed(count: int) -> set[str]:
    """The pages that one more article changes."""
    before, after = (
        {page.save_as: (page.template, *page.key) for page in all_pages(assemble(crowd(n)), SETTINGS, {})}
        for n in (count, count + 1)
    )
    return {name for name, key in after.items() if before.get(name) != key}


def test_one_more_article_changes_as_many_pages_in_a_large_archive_as_in_a_small_one() -> None:
    small, large = changed(610), changed(4810)
    assert len(large) <= len(small)
    assert len(small) < 25
    assert {"places/oslo/index.html", "index.html", "feed.atom", "places/index.html"} <= large
    assert not any("/page/" in name for name in large)
