"""Lists story by story: what stands together, what keeps its own place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backfile.site.stories import NEAR_DAYS, by_story, first_entries, folds
from backfile.site.views import ArticleView
from tests.views import make_view


def view(slug: str, day: str | None, story: str = "") -> ArticleView:
    return make_view(slug, day, story=story)


def slugs(articles: list[ArticleView]) -> list[tuple[str, list[str]]]:
    return [(lead.slug, [other.slug for other in others]) for lead, others in by_story(articles)]


def test_versions_stand_together_under_the_newest() -> None:
    listed = [
        view("c", "2012-03-04", "s"),
        view("x", "2012-03-03"),
        view("b", "2012-03-03", "s"),
        view("a", "2012-03-02", "s"),
    ]
    assert slugs(listed) == [("c", ["b", "a"]), ("x", [])]


def test_what_was_printed_again_much_later_keeps_its_place() -> None:
    listed = [view("reprint", "2013-05-01", "s"), view("late", "2012-03-03", "s"), view("first", "2012-03-02", "s")]
    assert slugs(listed) == [("reprint", []), ("late", ["first"])]


def test_undated_versions_stand_together_and_apart_from_dated_ones() -> None:
    listed = [view("dated", "2012-03-02", "s"), view("one", None, "s"), view("two", None, "s")]
    assert slugs(listed) == [("dated", []), ("one", ["two"])]


def test_the_key_names_what_stands_together_and_nothing_else() -> None:
    alone = [view("c", "2012-03-04", "s"), view("x", "2012-03-03"), view("a", "2012-02-01", "s")]
    assert folds(alone) == ()  # the version that lies elsewhere is no part of this list
    together = [view("c", "2012-03-04", "s"), view("b", "2012-03-03", "s")]
    assert folds(together) == folds([view("c", "2012-03-04", "t"), view("b", "2012-03-03", "t")]) != ()


def test_the_first_entries_come_with_their_versions() -> None:
    listed = [view(f"s{n}", "2012-03-04", "s") for n in range(5)] + [view(f"x{n}", "2012-03-03") for n in range(5)]
    assert [a.slug for a in first_entries(listed, 3)] == ["s0", "s1", "s2", "s3", "s4", "x0", "x1"]
    assert len(first_entries([view(f"s{n}", "2012-03-04", "s") for n in range(50)], 3)) == 12


listed_at_random = st.lists(
    st.builds(
        view,
        st.uuids().map(str),
        st.none() | st.integers(1, 28).map(lambda day: f"2012-03-{day:02}"),
        st.sampled_from(("", "s", "t")),
    ),
    max_size=12,
)


@given(listed_at_random)
def test_every_article_stands_once_and_near_its_lead(articles: list[ArticleView]) -> None:
    entries = by_story(articles)
    assert sorted(a.url for lead, others in entries for a in (lead, *others)) == sorted(a.url for a in articles)
    for lead, others in entries:
        for other in others:
            assert other.story == lead.story != ""
            assert (lead.date is None) == (other.date is None)
            assert lead.date is None or other.date is None or abs((lead.date - other.date).days) <= NEAR_DAYS
