"""Versions of one story among the hits: one entry, opened by a click or a key; counts of articles and of stories."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from backfile.search import SearchDocument
from tests.browser.search_oracle import Oracle
from tests.browser.search_page import all_listed, ask, facet, go, listed, settled, total
from tests.browser.search_site import Server, articles, build, counts, newest_first, serving

OpenPage = Callable[..., Page]
SHARED = "The ferry company of Upper Dene sold its last steamer."


def _told(document: SearchDocument, number: int) -> SearchDocument:
    """Every third article tells one of ten stories; the next ones of a story lie in other spans of time."""
    if number % 3:
        return document
    return replace(document, story=f"story-{number // 3 % 10}", paragraphs=(*document.content, SHARED))


@pytest.fixture(scope="module")
def documents() -> list[SearchDocument]:
    return [_told(document, number) for number, document in enumerate(articles())]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, documents: list[SearchDocument]) -> Path:
    return build(tmp_path_factory.mktemp("stories"), documents, with_pages=False)


@pytest.fixture
def server(told: Path) -> Iterator[Server]:
    with serving(told) as running:
        yield running


def leads(documents: list[SearchDocument], urls: list[str]) -> list[str]:
    """Of articles in order, those that stand first for their story or alone."""
    story = {d.url: d.story or d.url for d in documents}
    seen: dict[str, str] = {}
    for url in urls:
        seen.setdefault(story[url], url)
    return list(seen.values())


def test_hits_of_one_story_are_one_entry(open_page: OpenPage, server: Server, documents: list[SearchDocument]) -> None:
    page = open_page()
    go(page, server, "?q=steamer&sort=newest")
    found = [d for d in documents if SHARED in d.content]
    assert total(page) == len(found) == 50
    expect(page.locator("[data-part=status]")).to_have_text("50 articles in 10 stories")
    assert all_listed(page) == leads(documents, newest_first(found))
    expect(page.locator(".others summary").first).to_have_text("4 other versions")
    assert facet(page, "Source") == counts(found, "source")  # facets count articles
    page.get_by_role("button", name="Oldest").click()
    settled(page)
    dated = [url for url in reversed(newest_first(found)) if not url.startswith("undated/")]
    assert listed(page) == leads(documents, dated)


def test_the_other_versions_open(open_page: OpenPage, server: Server, documents: list[SearchDocument]) -> None:
    page = open_page()
    go(page, server, "?q=steamer&sort=newest")
    asked = len(server.requests)
    entry = page.locator("[data-part=hits] > li").first
    assert entry.locator(".others li").count() == 0
    page.press("#q", "ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    links = entry.locator(".others h3 a")
    expect(links).to_have_count(4)
    story = next(d.story for d in documents if listed(page)[0] == d.url)
    own = newest_first([d for d in documents if d.story == story])
    found = [link.get_attribute("href") or "" for link in links.all()]
    assert [href.split("/archive/")[1].partition("#")[0] for href in found] == own[1:]
    assert all("highlight=steamer" in href for href in found)
    assert {path.rpartition("/")[0].rpartition("/")[2] for path in server.requests[asked:]} <= {"fragment"}
    page.press("#q", "ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(links.first).to_be_focused()  # the arrow keys walk through what is open
    requests = len(server.requests)
    entry.locator("summary").click()
    entry.locator("summary").click()
    expect(links).to_have_count(4)
    assert len(server.requests) == requests


def test_the_switch_shows_each_version_for_itself(
    open_page: OpenPage, server: Server, documents: list[SearchDocument]
) -> None:
    page = open_page()
    go(page, server, "?q=steamer&sort=newest")
    page.get_by_label("Versions of a story as one").uncheck()
    settled(page)
    assert "versions=apart" in page.url
    expect(page.locator("[data-part=status]")).to_have_text("50 articles")
    assert all_listed(page) == newest_first([d for d in documents if SHARED in d.content])
    assert page.locator(".others").count() == 0
    page.reload()
    settled(page)
    expect(page.get_by_label("Versions of a story as one")).not_to_be_checked()
    page.get_by_label("Versions of a story as one").check()
    settled(page)
    assert "versions=" not in page.url


def test_pages_of_the_list_count_entries(open_page: OpenPage, server: Server, documents: list[SearchDocument]) -> None:
    page = open_page()
    go(page, server, "?q=steamer+OR+wheat+OR+harbour&sort=newest")
    oracle = Oracle(documents)
    found = frozenset().union(*(oracle.text(word).stems for word in ("steamer", "wheat", "harbour")))
    oracle.close()
    expected = leads(documents, newest_first([d for d in documents if d.url in found]))
    assert 20 < len(expected) < len(found)
    assert listed(page) == expected[:20]
    assert all_listed(page) == expected


def test_what_is_taken_away_are_all_articles(
    open_page: OpenPage, server: Server, documents: list[SearchDocument]
) -> None:
    page = open_page()
    go(page, server, "?q=steamer")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="JSON", exact=True).click()
    rows = json.loads(waiting.value.path().read_text(encoding="utf-8"))
    assert len(rows) == 50


def test_an_entry_tells_of_the_hits_alone(open_page: OpenPage, server: Server, documents: list[SearchDocument]) -> None:
    page = open_page()
    source = next(d.source for d in documents if d.story == "story-1" and d.source)
    go(page, server)
    ask(page, f'steamer source:"{source}"')
    found = [d for d in documents if d.story and d.source == source]
    assert total(page) == len(found)
    assert sum(int(text.split()[0]) for text in page.locator(".others summary").all_inner_texts()) == len(found) - len(
        leads(documents, [d.url for d in found])
    )


def test_other_versions_that_fail_are_asked_for_again(open_page: OpenPage, server: Server) -> None:
    page = open_page(forgive="500")
    go(page, server, "?q=steamer&sort=newest")
    server.faults["/fragment/"] = 100
    page.locator(".others summary").first.click()
    expect(page.locator(".others li").first).to_have_text(
        "The other versions could not be loaded. Close and open to try again."
    )
    server.faults["/fragment/"] = 0
    page.locator(".others summary").first.click()
    page.locator(".others summary").first.click()
    expect(page.locator(".others").first.locator("h3 a")).to_have_count(4)
