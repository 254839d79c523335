"""What was corrected is shown in the article, on a page and in a feed of its own, and in the data."""

from __future__ import annotations

import gzip
import json
from xml.etree import ElementTree

import pytest

from backfile.settings import Settings
from backfile.site.archive import assemble
from backfile.site.corrections import correction_pages
from backfile.site.views import Correction
from tests.archive import Archive
from tests.views import make_view

ATOM = "{http://www.w3.org/2005/Atom}"
TEXT = "The board of the pier met on Friday and said that the work would begin in spring."


def article(archive: Archive, slug: str, date: str, corrections: str, more: str = "") -> None:
    front = f"title: {slug.title()}\ndate: {date}\nslug: {slug}\n{more}corrections:\n{corrections}"
    archive.article(f"{slug}.md", f"---\n{front}---\n\n{TEXT} Of {slug}.\n")


@pytest.fixture
def corrected(archive: Archive) -> Archive:
    article(archive, "ferry", "2012-03-02", "- date: 2020-05-04\n  text: The ferry has <two> decks.\n")
    article(archive, "pier", "2013-03-02", "- The pier is of oak.\n- Its length was wrong.\n")
    article(archive, "quay", "2014-03-02", "- The quay is old.\n", "robots: noindex\n")
    archive.article("plain.md", f"---\ntitle: Plain\ndate: 2015-03-02\nslug: plain\n---\n\n{TEXT}\n")
    archive.build(BACKFILE_SEARCH=False, SITEURL="https://wire.example/repo")
    return archive


def entries(archive: Archive) -> list[tuple[str, str]]:
    feed = ElementTree.fromstring(archive.text("corrections/feed.atom"))
    found = list(feed.iter(f"{ATOM}entry"))
    assert len({entry.findtext(f"{ATOM}id") for entry in found}) == len(found)
    return [(entry.findtext(f"{ATOM}summary", ""), entry.findtext(f"{ATOM}updated", "")) for entry in found]


def test_the_latest_correction_comes_first_and_what_crawlers_must_not_see_is_in_no_feed(corrected: Archive) -> None:
    assert entries(corrected) == [
        ("The ferry has <two> decks.", "2020-05-04T00:00:00Z"),
        ("The pier is of oak.", "2013-03-02T00:00:00Z"),
        ("Its length was wrong.", "2013-03-02T00:00:00Z"),
    ]
    page = corrected.html("corrections/index.html")
    assert [link.text()[:10] for link in page.css(".ledger a")] == ["Ferry", "An article", "Pier"]
    assert "4 May 2020: The ferry has <two> decks." in [note.text() for note in page.css(".ledger p")]


def test_the_article_and_the_data_say_what_was_corrected_and_when(corrected: Archive) -> None:
    page = corrected.html("2012/03/02/ferry.html")
    (note,) = page.css(".corrections p")
    assert note.text() == "4 May 2020: The ferry has <two> decks."
    script = page.css_first('script[type="application/ld+json"]')
    assert script is not None
    assert json.loads(script.text())["correction"] == [
        {"@type": "CorrectionComment", "text": "The ferry has <two> decks.", "datePublished": "2020-05-04"}
    ]
    (row,) = map(json.loads, gzip.decompress((corrected.output / "data/2012.jsonl.gz").read_bytes()).splitlines())
    assert row["corrections"] == ["2020-05-04: The ferry has <two> decks."]


def test_pages_lead_to_the_corrections(corrected: Archive) -> None:
    front = corrected.html("index.html")
    feeds = [link.attributes["href"] for link in front.css('link[type="application/atom+xml"]')]
    assert any(str(href).endswith("corrections/feed.atom") for href in feeds)
    assert front.css_first('footer a[href$="corrections/"]') is not None
    assert corrected.html("corrections/index.html").css_first('.head a[href$="corrections/feed.atom"]') is not None
    assert "https://wire.example/repo/corrections/<" in corrected.text("sitemap-pages.xml")


def test_the_first_correction_changes_the_article_and_the_corrections_alone(archive: Archive) -> None:
    archive.article("plain.md", f"---\ntitle: Plain\ndate: 2015-03-02\nslug: plain\n---\n\n{TEXT}\n")
    archive.article("pier.md", f"---\ntitle: Pier\ndate: 2013-03-02\nslug: pier\n---\n\n{TEXT} Of pier.\n")
    archive.build(BACKFILE_SEARCH=False, BACKFILE_DATA=False)
    assert "No article in this archive" in archive.text("corrections/index.html")
    assert entries(archive) == []
    before = archive.files()
    article(archive, "pier", "2013-03-02", "- The pier is of oak.\n")
    archive.build(BACKFILE_SEARCH=False, BACKFILE_DATA=False)
    after = archive.files()
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert changed - {"manifest-sha256.txt"} == {
        "2013/03/02/pier.html",
        "corrections/index.html",
        "corrections/feed.atom",
    }


def test_a_page_of_the_owners_at_that_address_stands(archive: Archive) -> None:
    archive.page("corrections.md", "---\ntitle: How We Correct\nslug: corrections\n---\n\nWe say so.\n")
    article(archive, "pier", "2013-03-02", "- The pier is of oak.\n")
    archive.build(BACKFILE_SEARCH=False, SITEURL="https://wire.example")
    assert "We say so." in archive.text("corrections/index.html")
    assert entries(archive) == [("The pier is of oak.", "2013-03-02T00:00:00Z")]
    assert archive.text("sitemap-pages.xml").count("wire.example/corrections/<") == 1


@pytest.mark.parametrize("value", ["- [a]\n", "- date: 2020-05-04\n", "- {date: soon, text: x}\n"])
def test_what_is_no_correction_is_named(archive: Archive, value: str) -> None:
    article(archive, "pier", "2013-03-02", value)
    report = archive.build(BACKFILE_SEARCH=False)
    assert [(one.path, "corrections" in one.reason) for one in report.refusals] == [("pier.md", True)]


def test_of_many_articles_only_the_feeds_few_make_its_key() -> None:
    settings = Settings.read({"PATH": "/nowhere/content", "BACKFILE_FEED_SIZE": 5, "BACKFILE_PAGE_SIZE": 10})
    views = [
        make_view(f"a{n}", f"20{n // 28 + 10}-03-{n % 28 + 1:02d}", corrections=(Correction(f"Note {n}."),) * (n % 2))
        for n in range(200)
    ]
    pages = {page.save_as: page for page in correction_pages(assemble(views), settings)}
    assert len(pages["corrections/feed.atom"].key) == 5
    assert len(pages) == 11  # the feed, and a hundred articles, ten a page
    later = [*views, make_view("late", "2020-01-01", corrections=(Correction("Late."),))]
    again = {page.save_as: page for page in correction_pages(assemble(later), settings)}
    assert {name for name in again if again[name].key != pages[name].key} == {
        "corrections/index.html",
        "corrections/feed.atom",
    }
