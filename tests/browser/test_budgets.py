"""What a page costs a reader: bytes, requests, what holds up the first picture, whether anything jumps."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response

from tests.archive import Archive, SiteServer
from tests.browser.test_pages import address

pytestmark = pytest.mark.xdist_group("browser")

OpenPage = Callable[..., Page]

WATCH = """(() => {
    window.shifts = [];
    window.largest = null;
    const watch = (type, each) => new PerformanceObserver(list => list.getEntries().forEach(each))
        .observe({ type, buffered: true });
    const named = ({ node }) => node?.nodeName;
    watch('layout-shift', ({ value, sources }) => window.shifts.push([value, sources.map(named)]));
    watch('largest-contentful-paint', ({ url, element }) => window.largest = { url, text: element?.textContent ?? '' });
})()"""
PAGES = {"front": 7, "article": 3, "month": 3, "term": 3, "year": 3, "timeline": 3}
"""With the requests of each: the page, its style sheet, its script; the front page's own script and data."""


@dataclass
class Visit:
    """A page that was opened, and the files that came: by path, their compressed bytes."""

    page: Page
    html: str
    files: dict[str, int]
    hosts: set[str]


def visit(page: Page, url: str, until: str = "") -> Visit:
    """Open a page. until: what must be there before it is looked at."""
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    page.add_init_script(WATCH)
    first = page.goto(url)
    assert first is not None
    if until:
        page.locator(until).first.wait_for()
    page.wait_for_load_state("networkidle")
    from_hosts = [r for r in responses if r.url.startswith("http")]
    files = {urlsplit(r.url).path: len(gzip.compress(r.body(), 6)) for r in from_hosts}
    return Visit(page, first.text(), files, {urlsplit(r.url).netloc for r in from_hosts})


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("template", PAGES)
def test_a_page_is_light_and_stands_at_once(
    open_page: OpenPage, sample: Archive, sample_server: SiteServer, template: str, width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    seen = visit(page, f"{sample_server.url}/{address(sample, template)}")
    assert sum(seen.files.values()) <= 25_000, seen.files
    assert len(seen.files) <= PAGES[template], seen.files
    assert len(seen.hosts) == 1
    assert page.evaluate("window.shifts") == []


@pytest.mark.parametrize("width", [360, 1280])
def test_what_was_filed_on_the_readers_day_pushes_nothing_away(
    open_page: OpenPage, sample_server: SiteServer, width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 4000})  # all of it in view
    page.clock.set_fixed_time("2026-03-18T12:00:00")
    visit(page, f"{sample_server.url}/", ".today a")
    assert page.evaluate("window.shifts") == []


@pytest.mark.parametrize("template", [*PAGES, "search"])
def test_nothing_but_one_style_sheet_holds_up_the_first_picture(
    open_page: OpenPage, sample: Archive, sample_server: SiteServer, template: str
) -> None:
    page = open_page()
    seen = visit(page, f"{sample_server.url}/{address(sample, template)}")
    blocking = page.evaluate(
        "performance.getEntriesByType('resource').filter(e => e.renderBlockingStatus === 'blocking').map(e => e.name)"
    )
    assert all(name.endswith(".css") for name in blocking)
    assert len(blocking) <= (2 if template == "search" else 1)
    # The largest picture is text, and stands in the page as it comes: no script and no image is waited for.
    page.wait_for_function("window.largest")
    largest = page.evaluate("window.largest")
    assert largest["url"] == ""
    words = largest["text"].split()
    assert words
    text = page.evaluate("html => new DOMParser().parseFromString(html, 'text/html').body.textContent", seen.html)
    assert " ".join(words) in " ".join(text.split())


def test_a_search_is_light_and_its_list_stands_still(open_page: OpenPage, sample_server: SiteServer) -> None:
    page = open_page(viewport={"width": 1280, "height": 900})
    seen = visit(
        page, f"{sample_server.url}/search/?q=tsunami", "[data-part=results]:not([aria-busy]) [data-part=hits] li"
    )
    assert sum(seen.files.values()) <= 300_000, seen.files
    assert len(seen.files) <= 60, seen.files
    assert len(seen.hosts) == 1
    before = page.locator("[data-part=hits] li").first.bounding_box()
    page.evaluate("window.shifts = []")
    page.fill("#q", "minister")
    page.press("#q", "Enter")
    page.locator("[data-part=results]:not([aria-busy]) [data-part=hits] mark", has_text="inister").first.wait_for()
    after = page.locator("[data-part=hits] li").first.bounding_box()
    assert before is not None and after is not None
    assert (after["x"], after["y"]) == (before["x"], before["y"])
    assert [shift for shift in page.evaluate("window.shifts") if shift[0] > 0.01] == []
