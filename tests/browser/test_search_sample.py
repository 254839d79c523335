"""Searching the repository's own sample archive, built as for publishing, with the oracle beside."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from backfile.markdown import paragraphs_of
from backfile.search import SearchDocument
from tests.archive import Archive, SiteServer
from tests.browser.search_oracle import Oracle, Query
from tests.browser.search_page import address, whole_lists
from tests.browser.test_pages import LEVELS

pytestmark = pytest.mark.xdist_group("browser")

OpenPage = Callable[..., Page]


def published(sample: Archive) -> Iterator[SearchDocument]:
    """The articles as their pages show them, with the front matter of their Markdown for the facets."""
    by_slug = {}
    for name, text in sample.markdown().items():
        front = yaml.safe_load(text.split("---\n")[1])
        by_slug[front["slug"]] = (front, name)
    for name in sample.files():
        slug = name.rsplit("/", 1)[-1].removesuffix(".html")
        page = sample.html(name) if name.endswith(".html") and slug in by_slug else None
        body = page.css_first("article.story .body") if page is not None else None
        if page is None or body is None:
            continue
        for dateline in body.css(".dateline"):
            dateline.decompose()
        front, _ = by_slug[slug]
        heading = page.css_first("h1")
        assert heading is not None
        yield SearchDocument(
            url=name,
            title=heading.text(),
            date_iso=str(front["date"])[:10] if front.get("date") else None,
            date_text="",
            lang="en",
            paragraphs=paragraphs_of(body.html or ""),
            source=front.get("source"),
            reporters=tuple(r["name"] if isinstance(r, dict) else r for r in front.get("reporters", ())),
            places=tuple(front.get("places", ())),
        )


@pytest.fixture(scope="module")
def sample_oracle(sample: Archive) -> Iterator[Oracle]:
    found = Oracle(list(published(sample)))
    yield found
    found.close()


def asked(oracle: Oracle) -> list[Query]:
    word, phrase = oracle.text("bank"), oracle.text("prime minister")
    quake, said = oracle.text("earthquakes"), oracle.text("said")
    japan = oracle.filed("place", "place", "japan", lambda name: name == "Japan")
    year, later = (
        oracle.within("on:2011", "2011-01-01", "2011-12-31"),
        oracle.within("2012..", "2012-01-01", "9999-12-31"),
    )
    title = oracle.text("discovered", "title")
    return [
        word, phrase, quake, said, japan, year, later, said - quake, word & said, (quake | word) & year, said & japan,
        said - japan, later - said, said & later - word, title, phrase - japan,
    ]  # fmt: skip


def test_the_sample_is_searched_as_the_oracle_searches_it(
    open_page: OpenPage, sample_server: SiteServer, sample_oracle: Oracle
) -> None:
    page = open_page()
    page.goto(f"{sample_server.url}/search/")
    queries = asked(sample_oracle)
    assert sum(bool(query.stems) for query in queries) > 10
    for exact in ("", "&words=exact"):
        answers = whole_lists(page, [address(query.text, exact) for query in queries])
        for query, answer in zip(queries, answers, strict=True):
            found = set() if answer["isNear"] else set(answer["urls"])
            assert found == (query.words if exact else query.stems), query.text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("query", ["?q=said&dates=2011", "?q=said+zzzqq+by:nobody+auther:x", "?q=bank&words=exact"])
def test_axe_finds_nothing_in_results(
    open_page: OpenPage, sample_server: SiteServer, query: str, width: int, scheme: str
) -> None:
    page = open_page(color_scheme=scheme, bypass_csp=True, viewport={"width": width, "height": 900})
    page.goto(f"{sample_server.url}/search/{query}")
    expect(page.locator("[data-part=hits] > li").first).to_be_visible()
    page.wait_for_selector("[data-part=results]:not([aria-busy])")
    for details in page.locator("details").all():
        details.evaluate("element => { element.open = true }")
    found = Axe().run(page, options={"runOnly": LEVELS})
    assert found.response["violations"] == [], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_article_opened_from_a_search(
    open_page: OpenPage, sample_server: SiteServer, scheme: str
) -> None:
    page = open_page(color_scheme=scheme, bypass_csp=True, viewport={"width": 360, "height": 740})
    page.goto(f"{sample_server.url}/search/?q=said")
    page.locator("[data-part=hits] h2 a").first.click()
    page.get_by_role("button", name="Next").click()
    found = Axe().run(page, options={"runOnly": LEVELS})
    assert found.response["violations"] == [], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_whole_journey_goes_by_keyboard(open_page: OpenPage, sample_server: SiteServer) -> None:
    page = open_page(reduced_motion="reduce")
    page.goto(f"{sample_server.url}/")
    page.keyboard.press("/")
    page.keyboard.type("said")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=said")
    expect(page.locator("[data-part=hits] > li").first).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    link = page.locator("[data-part=hits] h2 a").nth(1)
    expect(link).to_be_focused()
    target = link.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(str(target))
    expect(page.get_by_role("complementary", name="What was searched for")).to_be_visible()
