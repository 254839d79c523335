"""Versions on the site: each page shows the others of its story, and changes when one arrives."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest

from tests.archive import Archive
from tests.newsroom import Newsroom, Piece

ROOM = Newsroom(51)
STORY = ROOM.story(0)
LATER = ROOM.copy_edit(ROOM.new_lead(STORY))


def put(archive: Archive, slug: str, piece: Piece, day: str | None, **front: str) -> None:
    keys = {"title": piece.title, **({"date": day} if day else {}), "source": piece.source, **front}
    lines = "".join(f'{key}: "{value}"\n' for key, value in keys.items())
    archive.article(f"{slug}.md", f"---\n{lines}---\n\n" + "\n\n".join(piece.paragraphs) + "\n")


def shown(archive: Archive, page: str) -> list[tuple[str, str]]:
    """The label and the address of each version that a page shows."""
    return [
        (item.css_first(".meta").text().partition(",")[0], item.css_first("a").attributes["href"] or "")
        for item in archive.html(page).css(".versions li")
    ]


def clean_copy(archive: Archive, tmp_path: Path) -> dict[str, bytes]:
    copy = Archive(tmp_path / "clean", archive.settings)
    shutil.copytree(archive.content, copy.content)
    copy.build()
    return copy.files()


@pytest.fixture
def filed(archive: Archive) -> Archive:
    """A story, another one, and a day later the story again."""
    put(archive, "first", STORY, "2012-03-02")
    put(archive, "other", ROOM.story(1), "2012-03-02")
    archive.build()
    put(archive, "second", LATER, "2012-03-03")
    return archive


def test_the_pages_of_a_story_lead_to_one_another(filed: Archive, tmp_path: Path) -> None:
    before = filed.markdown()
    assert shown(filed, "2012/03/02/first.html") == []
    filed.build()
    assert shown(filed, "2012/03/02/first.html") == [("Later version", "../../../2012/03/03/second.html")]
    assert shown(filed, "2012/03/03/second.html") == [("Earlier version", "../../../2012/03/02/first.html")]
    assert shown(filed, "2012/03/02/other.html") == []
    assert "% of the text, 1 day apart" in filed.html("2012/03/02/first.html").css_first(".versions").text()
    assert filed.markdown() == before
    assert filed.files() == clean_copy(filed, tmp_path)


def test_a_version_that_goes_leaves_the_other_page(filed: Archive, tmp_path: Path) -> None:
    filed.build()
    (filed.content / "articles/second.md").unlink()
    filed.build()
    assert shown(filed, "2012/03/02/first.html") == []
    assert filed.files() == clean_copy(filed, tmp_path)


def test_a_reprint_elsewhere_is_called_so(archive: Archive) -> None:
    put(archive, "first", STORY, "2012-03-02")
    reprint = Piece(0, "Quite Another Headline", STORY.paragraphs, 0, "Paper of Another Town")
    put(archive, "again", reprint, "2013-05-01")
    archive.build()
    assert shown(archive, "2012/03/02/first.html") == [("Reprint", "../../../2013/05/01/again.html")]
    assert shown(archive, "2013/05/01/again.html") == [("Reprinted from", "../../../2012/03/02/first.html")]


def test_without_a_date_neither_is_earlier(archive: Archive) -> None:
    put(archive, "first", STORY, "2012-03-02")
    put(archive, "loose", LATER, None)
    archive.build()
    assert shown(archive, "undated/loose.html") == [("Another version", "../2012/03/02/first.html")]


@pytest.mark.parametrize("name", ["other", "2012/03/02/other.html", "other.md"])
def test_what_a_person_says_goes_first(filed: Archive, name: str, tmp_path: Path) -> None:
    put(filed, "second", LATER, "2012-03-03", version_of=name)
    filed.build()
    assert shown(filed, "2012/03/03/second.html") == [("Earlier version", "../../../2012/03/02/other.html")]
    assert shown(filed, "2012/03/02/first.html") == []
    assert filed.files() == clean_copy(filed, tmp_path)


def test_a_person_may_say_that_it_is_none(filed: Archive) -> None:
    put(filed, "second", LATER, "2012-03-03", version_of="none")
    filed.build()
    assert shown(filed, "2012/03/03/second.html") == shown(filed, "2012/03/02/first.html") == []


def test_a_name_of_no_article_is_told(filed: Archive, caplog: pytest.LogCaptureFixture) -> None:
    put(filed, "second", LATER, "2012-03-03", version_of="third")
    with caplog.at_level(logging.WARNING):
        filed.build()
    assert "second.md: version_of 'third' names no article here" in caplog.text


def test_a_changed_text_is_looked_at_anew(filed: Archive, tmp_path: Path) -> None:
    filed.build()
    put(filed, "second", ROOM.story(9), "2012-03-03")
    filed.build()
    assert shown(filed, "2012/03/03/second.html") == []
    assert filed.files() == clean_copy(filed, tmp_path)


def folded(archive: Archive, page: str) -> dict[str, list[str]]:
    """The headline of each entry of a list that has other versions, and the addresses of these."""
    return {
        item.css_first("a").text(): [link.attributes["href"] or "" for link in item.css(".others a")]
        for item in archive.html(page).css(".ledger > li, article")
        if item.css_first(".others") is not None
    }


def test_lists_show_the_versions_of_a_story_as_one_entry(filed: Archive, tmp_path: Path) -> None:
    filed.build()
    assert folded(filed, "2012/03/index.html") == {LATER.title: ["../../2012/03/02/first.html"]}
    summary = filed.html("2012/03/index.html").css_first(".others summary")
    assert summary is not None
    assert summary.text() == "and 1 other version"
    assert filed.html("2012/03/index.html").css_first(".head .meta").text().startswith("3 articles")
    assert list(folded(filed, "index.html").values()) == [["./2012/03/02/first.html"]]
    slug = STORY.source.lower().replace(" ", "-")
    assert list(folded(filed, f"sources/{slug}/index.html").values()) == [["../../2012/03/02/first.html"]]
    assert folded(filed, "2012/03/02/index.html") == {}
    assert filed.files() == clean_copy(filed, tmp_path)


def test_a_list_does_not_change_for_a_version_that_it_does_not_show(filed: Archive) -> None:
    put(filed, "neighbour", ROOM.story(2), "2013-05-02")
    filed.build()
    before = filed.files()
    put(filed, "much-later", Piece(0, STORY.title, STORY.paragraphs, 0, "Paper of Another Town"), "2013-05-01")
    filed.build()
    after = filed.files()
    for page in ("2012/03/index.html", "2012/03/02/index.html"):
        assert after[page] == before[page], page
    assert folded(filed, "2013/05/index.html") == {}
