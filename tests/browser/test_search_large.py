"""Five thousand articles in a real browser: the same hits as the oracle for whatever the query language can say."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from backfile.search import SearchDocument
from tests.browser.large_archive import large, queries
from tests.browser.search_oracle import Oracle, Query
from tests.browser.search_page import address, whole_lists
from tests.browser.search_site import Server, build, counts, serving, values

pytestmark = pytest.mark.xdist_group("search-large")

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def documents() -> list[SearchDocument]:
    return large()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, documents: list[SearchDocument]) -> Iterator[Server]:
    site = build(tmp_path_factory.mktemp("large"), documents, bundle_size=1000, with_pages=False)
    with serving(site) as running:
        yield running


@pytest.fixture(scope="module")
def oracle(documents: list[SearchDocument]) -> Iterator[Oracle]:
    found = Oracle(documents)
    yield found
    found.close()


@pytest.fixture
def page(open_page: OpenPage, server: Server) -> Page:
    page = open_page()
    page.goto(f"{server.url}search/")
    return page


def test_every_query_finds_what_the_oracle_finds(page: Page, oracle: Oracle) -> None:
    asked = list(queries(oracle, 100))
    answers = whole_lists(page, [address(query.text) for query in asked])
    for query, answer in zip(asked, answers, strict=True):
        assert not answer["isNear"], query.text
        found = answer["urls"]
        assert set(found) == query.stems, query.text
        assert len(found) == len(set(found)) == answer["total"], query.text


def test_exact_words_are_those_of_the_texts(page: Page, oracle: Oracle) -> None:
    asked = [query for query in queries(oracle, 100, seed=8) if "title:" in query.text or len(query.stems) <= 200]
    assert len(asked) > 30
    assert sum(query.stems != query.words for query in asked) > 5
    answers = whole_lists(page, [address(query.text, "&words=exact") for query in asked])
    whole = 0
    for query, answer in zip(asked, answers, strict=True):
        checked = answer["checked"]
        if checked and checked["of"] > checked["count"]:
            assert checked["count"] == 200
            assert set(answer["urls"]) <= query.words, query.text
        else:
            whole += 1
            assert set(answer["urls"]) == query.words, query.text
    assert whole > 25


def test_facets_and_months_count_what_was_found(page: Page, oracle: Oracle, documents: list[SearchDocument]) -> None:
    query = oracle.text("wheat")
    found = [d for d in documents if d.url in query.stems]
    chosen = [d for d in found if "harvest" in d.topics or "courts" in d.topics]
    within = [d for d in chosen if "2005" <= d.day[:4] <= "2009"]
    (answer,) = whole_lists(page, [address("wheat", "&topic=harvest&topic=courts&dates=2005..2009")])
    assert set(answer["urls"]) == {d.url for d in within}
    in_time = [d for d in found if "2005" <= d.day[:4] <= "2009"]
    for facet in ("source", "reporter", "editor", "place", "organisation", "person"):
        assert dict(answer["counts"][facet]) == counts(within, facet), facet
    assert dict(answer["counts"]["topic"]) == counts(in_time, "topic")
    # Only the spans with those years were asked for, and the chart speaks of these.
    years = {year for span in answer["searched"] for year in span["years"]}
    months: dict[str, int] = {}
    for d in chosen:
        if d.day[:4] in years:
            months[d.day[:7]] = months.get(d.day[:7], 0) + 1
    assert answer["months"] == months


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_the_order_by_date_runs_through_all_bundles(
    page: Page, oracle: Oracle, documents: list[SearchDocument], sort: str
) -> None:
    query = oracle.text("floods")
    (answer,) = whole_lists(page, [address("floods", f"&sort={sort}")])
    assert len(answer["searched"]) > 4
    days = {d.url: d.day for d in documents}
    dated = [days[url] for url in answer["urls"] if days[url]]
    assert dated == sorted(dated, reverse=sort == "newest")
    assert [bool(days[url]) for url in answer["urls"]] == sorted((bool(days[url]) for url in query.stems), reverse=True)


def test_the_page_takes_away_what_it_has_found(page: Page, oracle: Oracle, documents: list[SearchDocument]) -> None:
    query = oracle.text("officials in lindesby") - oracle.text("wheat")
    page.fill("#q", query.text)
    page.press("#q", "Enter")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="JSON", exact=True).click()
    rows = json.loads(waiting.value.path().read_text(encoding="utf-8"))
    by_url = {d.url: d for d in documents}
    taken = {row["url"].split("/archive/")[1]: row for row in rows}
    assert set(taken) == query.stems
    expect(page.locator("[data-part=status]")).to_have_text(f"{len(query.stems):,} articles")
    for url, row in taken.items():
        document = by_url[url]
        assert row["title"] == document.title
        assert row.get("date", "") == document.day
        assert sorted(row.get("places", [])) == sorted(values(document, "place"))


def test_the_page_says_how_many_texts_were_read_for_exact_words(page: Page, server: Server, oracle: Oracle) -> None:
    forms = len(oracle.text("wheat").stems)
    page.goto(f"{server.url}search/?q=wheat&words=exact")
    expect(page.locator("[data-part=reach]")).to_contain_text(
        f"in the texts of the first 200 of {forms:,} articles with forms of them; the others are left out."
    )
    expect(page.locator("[data-part=status]")).to_have_text("200 articles")


def test_queries_are_made_of_every_kind(oracle: Oracle) -> None:
    texts = [query.text for query in queries(oracle, 100)]
    for sign in (" -", " OR ", '"', "title:", "by:", "..", "before:", "place:"):
        assert sum(sign in text for text in texts) >= 3, sign
    assert isinstance(next(queries(oracle, 1)), Query)
