"""Related stories and neighbours on a subject: rare things join, common ones do not, and only neighbours change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from backfile.site import related
from backfile.site.archive import assemble
from backfile.site.related import is_version, related_stories
from backfile.site.subjects import on_subject
from backfile.site.views import ArticleView, TermRef, Version
from tests.views import make_view


def ref(kind: str, name: str) -> TermRef:
    return TermRef(name, name.lower(), f"{kind}/{name.lower()}/")


def view(number: int, *, people: str = "", topics: str = "", **more: object) -> ArticleView:
    day = (date(2012, 1, 1) + timedelta(days=number)).isoformat()
    tags = {
        "people": tuple(ref("people", name) for name in people.split()),
        "topics": tuple(ref("topics", name) for name in topics.split()),
    }
    return make_view(f"a{number:03d}", day, **{"summary": f"Opening {number} of story {number}.", **tags, **more})


Lists = dict[str, tuple[ArticleView, ...]]


def found(articles: list[ArticleView]) -> Lists:
    return {article.slug: others for article, others in related_stories(articles)}


def names(articles: tuple[ArticleView, ...]) -> list[str]:
    return [article.slug for article in articles]


def test_a_rare_person_joins_two_stories() -> None:
    articles = [view(n, people="Vane" if n in (3, 40) else "") for n in range(60)]
    lists = found(articles)
    assert names(lists["a003"]) == ["a040"]
    assert names(lists["a040"]) == ["a003"]
    assert lists["a004"] == ()


def test_what_everybody_shares_joins_nobody() -> None:
    assert set(found([view(n, topics="trade") for n in range(60)]).values()) == {()}


def test_two_rare_words_of_the_headline_join_and_one_does_not() -> None:
    titles = {5: "Ferry sinks off Harwick", 9: "Inquiry into Harwick ferry begins", 12: "Harwick votes"}
    lists = found([view(n, title=titles.get(n, f"Item {n}")) for n in range(30)])
    assert names(lists["a005"]) == ["a009"]
    assert lists["a012"] == ()


def test_versions_of_a_story_are_not_related_to_it() -> None:
    opening = "Ministers agreed on Friday to widen the harbour, the ministry said in a statement after long talks."
    articles = [
        view(1, people="Vane", title="Harbour to be widened", summary=opening),
        view(2, people="Vane", title="Harbour to be widened, ministers say", summary=opening),
        view(9, people="Vane", title="Vane resigns"),
        view(11, people="Vane", title="Vane, who resigned, is replaced"),
    ]
    articles[3].versions = (Version("Earlier version", articles[2], ""),)
    lists = found(articles)
    assert names(lists["a001"]) == ["a009", "a011"]
    assert names(lists["a009"]) in (["a002", "a011"], ["a001", "a011"])  # of the two versions one
    assert "a009" not in names(lists["a011"])
    assert not is_version(articles[0], view(40, title="Harbour to be widened", summary=opening))


def test_one_more_article_touches_its_neighbourhood_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(related, "WINDOW", 10)
    before = [view(n, people=f"P{n % 7}", topics=f"t{n % 11}") for n in range(100)]
    after = [*before[:50], make_view("new", "2012-02-19", people=(ref("people", "P1"),), summary="x"), *before[50:]]
    old, new = found(before), found(after)
    touched = {slug for slug in old if old[slug] != new[slug]}
    assert touched
    assert touched <= {f"a{n:03d}" for n in range(40, 60)}


def test_the_result_is_the_same_from_either_end() -> None:
    articles = [view(n, people=f"P{n % 9}") for n in range(60)]
    assert {k: set(v) for k, v in found(articles).items()} == {k: set(v) for k, v in found(articles[::-1]).items()}


def test_neighbours_on_the_main_subject() -> None:
    archive = assemble([view(n, topics="trade" if n in (1, 5, 8) else "sport") for n in range(10)])
    on = on_subject(archive)[archive.dated[4].url]  # a005
    assert on.previous is not None and on.next is not None
    assert (on.subject.name, on.previous.slug, on.next.slug) == ("trade", "a001", "a008")


def test_a_subject_of_one_article_has_no_neighbours() -> None:
    assert on_subject(assemble([view(1, topics="trade"), view(2)])) == {}
