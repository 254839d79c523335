"""An article that is kept out of search engines: no page that they read says more of it than its date and address."""

from __future__ import annotations

import contextlib
import sqlite3

import pytest

from backfile.cli import main
from tests.archive import Archive
from tests.hostile.test_takedown import CANARY, OPENING, SETTINGS, holding

PAGE = "2012/03/02/pier.html"


def markdown(title: str, day: int, more: str = "", opening: str = OPENING) -> str:
    front = f"title: {title}\ndate: 2012-03-{day:02}\nsource: Northwire\nplaces: [Ostvik]\n{more}"
    return f"---\n{front}---\n\n{opening}\n"


@pytest.fixture
def pier(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """One article with a word of its own in headline, opening, dateline, names, tags and correction; and others."""
    archive.home.mkdir()
    (archive.home / "pelicanconf.py").write_text(SETTINGS)
    more = f"slug: pier\ndateline: {CANARY}\nreporters: [Zora {CANARY}]\npeople: [Mr {CANARY}]\ntopics: [{CANARY}]\n"
    more += f"corrections: [The {CANARY} note.]\nredirect_from: [old/pier.html]\n"
    archive.article("pier.md", markdown(f"The {CANARY} Pier", 2, more, f"{CANARY} said. {OPENING}"))
    for day in (1, 3, 4):
        more = f"version_of: pier\nslug: note-{day}\n" if day == 4 else f"slug: note-{day}\n"
        archive.article(f"note-{day}.md", markdown(f"Pier Note {day}", day, more, f"{OPENING} Note {day}."))
    monkeypatch.chdir(archive.home)
    return archive


def shown_to_engines(archive: Archive) -> list[str]:
    """The files that say the word and that a search engine reads as pages, feeds, sitemaps or texts."""
    names = [name for name in holding(archive.output) if name.endswith((".html", ".atom", ".xml", ".txt"))]
    pages = {name: archive.html(name) for name in names if name.endswith(".html")}
    asks = {name for name, page in pages.items() if page.css_first('meta[name=robots][content*="noindex"]') is not None}
    return [name for name in names if name not in asks and name != "manifest-sha256.txt"]


def test_nothing_that_engines_read_says_its_headline(pier: Archive) -> None:
    assert main(["build", "-q"]) == 0
    before = shown_to_engines(pier)
    lists = {"index.html", "2012/03/index.html", "2012/03/02/index.html", "people/index.html"}
    assert {PAGE, "feed.atom", "2012/03/01/note-1.html", *lists} <= {*before}
    assert main(["takedown", "unlist", PAGE, "--by", "Desk", "--reason", "Privacy"]) == 0
    assert main(["build", "-q"]) == 0
    assert shown_to_engines(pier) == []
    assert CANARY in pier.text(PAGE)
    for name in ("index.html", "2012/03/index.html", "2012/03/02/index.html", "places/ostvik/index.html"):
        links = [link for link in pier.html(name).css("a") if (link.attributes["href"] or "").endswith(PAGE)]
        assert [link.text() for link in links] == ["An article that search engines are asked to leave out"], name
    assert any(name.startswith("search/") for name in holding(pier.output))


def test_its_raw_text_is_not_published(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.raw("a.txt", f"Northwire\n\nThe {CANARY} Pier\n\nMarch 2, 2012\n\n{OPENING}\n")
    (archive.home / "pelicanconf.py").write_text(SETTINGS)
    monkeypatch.chdir(archive.home)
    assert main(["build", "-q"]) == 0
    (text,) = [name for name in holding(archive.output) if name.endswith(".txt") and name.startswith("2012/")]
    page = text.replace(".txt", ".html")
    assert main(["takedown", "unlist", page, "--by", "Desk", "--reason", "Privacy"]) == 0
    assert main(["build", "-q"]) == 0
    assert not (archive.output / text).exists()
    assert '"text":' not in archive.text("2012/03/02/evidence.json")


def test_what_was_removed_and_deleted_stands_in_the_catalog_as_an_address_until_the_next_build(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By it that build knows which of the published files it must take away; then nothing is left."""
    archive.raw("a.txt", f"Northwire\n\nThe {CANARY} Pier\n\nMarch 2, 2012\n\n{OPENING}\n")
    archive.raw("b.txt", f"Northwire\n\nA Ferry Is Bought\n\nMarch 3, 2012\n\n{OPENING} It was the second one.\n")
    (archive.home / "pelicanconf.py").write_text(SETTINGS)
    monkeypatch.chdir(archive.home)
    assert main(["build", "-q"]) == 0
    (page,) = [name for name in archive.files() if name.endswith("-pier.html")]
    command = ["takedown", "remove", page, "--by", "Desk", "--reason", "Privacy", "--delete", "--hide-url"]
    assert main(command) == 0
    with contextlib.closing(sqlite3.connect(archive.home / ".backfile/catalog.sqlite")) as catalog:
        tables = [name for (name,) in catalog.execute("select name from sqlite_master where type = 'table'")]
        held = [
            name for name in tables if CANARY.casefold() in repr([*catalog.execute(f"select * from {name}")]).casefold()
        ]
    assert held == ["pages"]
    assert main(["build", "-q"]) == 0
    assert holding(archive.home) == []
