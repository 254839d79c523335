"""Versions of one story on a whole site, as a reader, a researcher and a reader with a keyboard alone meet them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.archive import Archive, SiteServer
from tests.browser.test_pages import LEVELS
from tests.newsroom import Newsroom, Piece

pytestmark = pytest.mark.xdist_group("browser")

OpenPage = Callable[..., Page]
ROOM = Newsroom(51)
STORY = ROOM.story(0)


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """A story filed four times on one day, another paper's reprint a year later, and a story of its own between."""
    archive = Archive(tmp_path_factory.mktemp("wire") / "archive")
    filed = [STORY, *(ROOM.copy_edit(ROOM.new_lead(STORY)) for _ in range(3))]
    pieces = [(f"take-{n}", piece, f"2012-03-02T1{n}:00+00:00") for n, piece in enumerate(filed)]
    pieces.append(("alone", ROOM.story(1), "2012-03-02T12:30+00:00"))
    pieces.append(
        ("again", Piece(0, "Quite Another Headline", STORY.paragraphs, 0, "Paper of Another Town"), "2013-05-01")
    )
    for slug, piece, date in pieces:
        front = f'title: "{piece.title}"\ndate: {date}\nsource: {piece.source}\nslug: {slug}\n'
        archive.article(f"{slug}.md", f"---\n{front}---\n\n" + "\n\n".join(piece.paragraphs) + "\n")
    archive.build()
    return archive


@pytest.fixture(scope="module")
def server(wire: Archive) -> Iterator[SiteServer]:
    with SiteServer(wire.output, "/wire") as running:
        yield running


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("where", ["", "2012/03/", "2012/03/02/", "sources/"])
def test_one_entry_with_the_others_folded(open_page: OpenPage, server: SiteServer, where: str, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 800}, bypass_csp=True)
    page.goto(f"{server.url}/{where}")
    if where == "sources/":
        page.get_by_role("link", name=STORY.source).first.click()
    details = page.locator("main details.others")
    expect(details).to_have_count(1)
    expect(details.locator("summary")).to_have_text("and 3 other versions")
    details.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(details.locator("a")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options={"runOnly": LEVELS})
    assert found.response["violations"] == [], found.generate_report()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/2012/03/02/take-\d\.html$"))
    assert page.locator(".versions li").count() == 4  # with the reprint of another year


def test_a_random_article_may_be_one_that_is_folded(open_page: OpenPage, server: SiteServer) -> None:
    page = open_page()
    for number, place in enumerate(("first", "last")):
        page.goto(f"{server.url}/")
        page.evaluate(f"Math.random = () => {number * 0.99 / 1.25}")
        page.get_by_role("button", name="A random article").click()
        page.wait_for_url(re.compile(r"/2012/03/02/[^/]+\.html$"))
        assert page.locator("article.story").count() == 1, place


def test_a_researcher_counts_articles_and_stories(open_page: OpenPage, server: SiteServer) -> None:
    page = open_page()
    page.goto(f"{server.url}/search/")
    page.keyboard.press("/")
    page.keyboard.type("2012..2013")
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=status]")).to_have_text("6 articles in 2 stories")
    expect(page.locator("[data-part=hits] > li")).to_have_count(2)
    page.get_by_role("button", name="Newest").click()
    expect(page.locator("[data-part=hits] > li h2 a").first).to_have_text("Quite Another Headline")
    page.locator("[data-part=hits] summary").click()
    expect(page.locator("[data-part=hits] h3 a")).to_have_count(4)
    page.get_by_label("Versions of a story as one").uncheck()
    expect(page.locator("[data-part=hits] > li")).to_have_count(6)
    page.go_back()
    expect(page.locator("[data-part=hits] > li")).to_have_count(2)
