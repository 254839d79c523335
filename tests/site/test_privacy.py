"""A reader is left alone, and crawlers are told what the owner wants of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.archive import Archive, SiteServer

EMAIL = "ada@northwire.example"
STORY = (
    "Northwire\n\nPier Opens Again, Says Board\n\nBy Ada Lindqvist\n\nMarch 2, 2012\n\nThe pier was opened.\n\n"
    f"To contact the reporter on this story: Ada Lindqvist in Ostvik at {EMAIL}\n"
)
TEXT = "The pier at Ostvik was opened again on Friday."


@pytest.mark.xdist_group("browser")
def test_a_visit_leaves_nothing_in_the_browser(browser: Browser, sample: Archive, sample_server: SiteServer) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    article = next(name for name in sample.files() if re.match(r"20\d\d/\d\d/\d\d/(?!index)", name))
    for name in ("", article, "dates/", "people/", "search/?q=the"):
        page.goto(f"{sample_server.url}/{name}", wait_until="load")
    page.wait_for_function("() => !document.querySelector('[data-part=results]').hasAttribute('aria-busy')")
    assert context.cookies() == []
    left = page.evaluate("""async () => ({
        local: {...localStorage}, session: {...sessionStorage},
        databases: (await indexedDB.databases()).map((d) => d.name), caches: window.caches ? await caches.keys() : [],
        workers: navigator.serviceWorker ? (await navigator.serviceWorker.getRegistrations()).length : 0})""")
    context.close()
    assert set(left.pop("local")) <= {"theme"}  # the reader's own choice of light or dark
    assert left == {"session": {}, "databases": [], "caches": [], "workers": 0}
    assert [url for url in asked if not url.startswith((sample_server.url, "data:", "blob:"))] == []


def test_emails_are_published_only_where_the_owner_says_so(archive: Archive) -> None:
    archive.raw("a.txt", STORY)
    archive.build()
    assert any(EMAIL in text for text in archive.markdown().values())
    assert [name for name, data in archive.files().items() if EMAIL.encode() in data] == []
    archive.build(BACKFILE_PUBLISH_EMAILS=True)
    assert [name for name, data in archive.files().items() if EMAIL.encode() in data] != []


def robots_of(archive: Archive, name: str) -> str | None:
    node = archive.html(name).css_first("meta[name=robots]")
    return node.attributes["content"] if node is not None else None


@pytest.mark.parametrize(
    ("value", "wanted", "listed"),
    [
        ("noindex", "noindex", False),
        ("[noindex]", None, None),
        ("NoAI, noimageai", "noai, noimageai", True),
        ("none", "none", False),
        ("'\"><script>x</script> noindex'", "noindex", False),
    ],
)
def test_an_article_asks_crawlers_for_itself(
    archive: Archive, value: str, wanted: str | None, listed: bool | None
) -> None:
    archive.article("a.md", f"---\ntitle: Pier\ndate: 2012-03-02\nslug: pier\nrobots: {value}\n---\n\n{TEXT}\n")
    archive.article("b.md", f"---\ntitle: Ferry\ndate: 2012-03-03\nslug: ferry\n---\n\n{TEXT} Twice.\n")
    report = archive.build(SITEURL="https://wire.example/repo", BACKFILE_SEARCH=False)
    if listed is None:  # a list is no wish; the article is left out and named, as for every other key
        assert [refusal.path for refusal in report.refusals] == ["a.md"]
        return
    page = "2012/03/02/pier.html"
    assert robots_of(archive, page) == wanted
    assert robots_of(archive, "2012/03/03/ferry.html") is None
    assert (page in archive.text("sitemap-2012.xml")) is listed
    assert (page in archive.text("feed.atom")) is listed
    assert page in archive.text("2012/03/index.html")


def test_an_archive_asks_crawlers_for_all_its_pages(archive: Archive) -> None:
    archive.article("a.md", f"---\ntitle: Pier\ndate: 2012-03-02\nslug: pier\nrobots: noindex\n---\n\n{TEXT}\n")
    archive.build(BACKFILE_SEARCH=False)
    assert "GPTBot" not in archive.text("robots.txt")
    assert robots_of(archive, "index.html") is None
    archive.build(BACKFILE_SEARCH=False, BACKFILE_ROBOTS="noai", BACKFILE_AI_CRAWLERS=False)
    assert robots_of(archive, "index.html") == "noai"
    assert robots_of(archive, "2012/03/02/pier.html") == "noai, noindex"
    groups = [group.splitlines() for group in archive.text("robots.txt").strip().split("\n\n")]
    assert groups[0] == ["User-agent: *", "Disallow:"]
    assert groups[1][-1] == "Disallow: /"
    assert {"User-agent: GPTBot", "User-agent: CCBot", "User-agent: ClaudeBot"} <= set(groups[1])
    assert all(line.startswith("User-agent: ") for line in groups[1][:-1])


def test_the_sites_scripts_write_nothing_down() -> None:
    theme = Path(__file__).parents[2] / "theme/static/js"
    for path in theme.rglob("*.js"):
        found = re.findall(r"document\.cookie|indexedDB|sessionStorage|sendBeacon", path.read_text())
        assert found == [], path
