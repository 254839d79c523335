"""Names on the site: authority files, people under several names, tags without a page, former addresses."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from backfile import markdown
from backfile.authority import VocabularyError
from backfile.model import Article, Paragraph, Tag, Tags
from backfile.site.build import build_site
from tests.archive import Archive


def say(archive: Archive, name: str, text: str) -> None:
    """Put an authority file into the archive."""
    folder = archive.content / "vocabulary"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")


def article(archive: Archive, slug: str, day: str = "2012-03-02", **front: str) -> None:
    lines = "".join(f"{key}: {value}\n" for key, value in {"title": slug.replace("-", " ").title(), **front}.items())
    archive.article(f"2012/03/{slug}.md", f"---\ndate: {day}\nslug: {slug}\n{lines}---\n\nWords about {slug}.\n")


def derived(archive: Archive, slug: str, day: str = "2012-03-02", **tags: str) -> None:
    """An article as conversion writes it, with tags that nobody typed; several of a kind are parted by commas."""
    words = Paragraph(f"Words about {slug}.")
    converted = Article(f"{slug}.txt", 0, "", title=slug.replace("-", " ").title(), date=day, paragraphs=(words,))
    of_kind = {kind: tuple(Tag(name) for name in names.split(", ")) for kind, names in tags.items()}
    raw = markdown.Provenance(f"{slug}.txt", outside=True)
    document = markdown.write(converted, Tags(**of_kind), slug=slug, raw=raw)
    archive.article(f"2012/03/{slug}.md", markdown.dump(document))


def links(archive: Archive, page: str, selector: str) -> dict[str, str]:
    return {a.text().strip(): a.attributes["href"] or "" for a in archive.html(page).css(f"{selector} a")}


def clean_copy(archive: Archive, tmp_path: Path) -> dict[str, bytes]:
    copy = Archive(tmp_path / "clean", archive.settings)
    shutil.copytree(archive.content, copy.content)
    copy.build()
    return copy.files()


def test_sources_that_sign_in_several_ways_are_one(archive: Archive) -> None:
    for slug, source in (("first", "AP"), ("second", "The Associated Press"), ("third", "Associated Press")):
        article(archive, slug, source=source)
    before = archive.markdown()
    archive.build()
    assert archive.markdown() == before
    assert [a.text() for a in archive.html("sources/index.html").css(".terms a")] == ["Associated Press"]
    assert len(archive.html("sources/associated-press/index.html").css(".ledger li")) == 3
    for old in ("ap", "the-associated-press"):
        page = archive.html(f"sources/{old}/index.html")
        assert page.css_first("main a").attributes["href"] == "../../sources/associated-press/"


def test_an_authority_file_changes_the_pages_and_no_article(archive: Archive, tmp_path: Path) -> None:
    article(archive, "first", people="[Josephine Bloggs]", reporters="[A. Lorne]")
    article(archive, "second", day="2012-03-03", people="[Jo Bloggs]", reporters="[Ada Lorne]", editors="[A. Lorne]")
    archive.build()
    before = archive.markdown()
    say(archive, "people", '["Jo Bloggs"]\naliases = ["Josephine Bloggs"]\ndescription = "Mayor."\nwikidata = "Q42"\n')
    say(archive, "staff", '["Ada Lorne"]\naliases = ["A. Lorne"]\nphoto = "images/ada.png"\ndates = "1961–"\n')
    archive.build()
    assert archive.markdown() == before
    assert "Josephine Bloggs" not in links(archive, "2012/03/02/first.html", ".tags")
    page = archive.html("people/jo-bloggs/index.html")
    assert len(page.css(".ledger li")) == 2
    assert page.css_first(".about p").text() == "Mayor."
    assert "Also: Josephine Bloggs" in page.css_first("header.head").text()
    assert page.css_first("header.head a[href*=wikidata]").attributes["href"] == "https://www.wikidata.org/wiki/Q42"
    assert archive.html("people/josephine-bloggs/index.html").css_first("main a").text() == "Jo Bloggs"
    assert archive.html("editors/a-lorne/index.html").css_first("main a").text() == "Ada Lorne"
    staff = archive.html("reporters/ada-lorne/index.html")
    assert staff.css_first(".about img").attributes["src"] == "../../images/ada.png"
    assert "1961–" in staff.css_first("header.head .meta").text()
    assert archive.files() == clean_copy(archive, tmp_path)


def test_a_rename_keeps_the_old_address(archive: Archive, tmp_path: Path) -> None:
    derived(archive, "first", places="Myanmar")
    archive.build()
    assert "places/myanmar/index.html" in archive.files()
    say(archive, "tags", 'never = ["peru"]\n[rename]\nMyanmar = "Burma"\n')
    archive.build()
    assert links(archive, "2012/03/02/first.html", ".tags") == {"Burma": "../../../places/burma/"}
    assert archive.html("places/myanmar/index.html").css_first("main a").text() == "Burma"
    assert archive.files() == clean_copy(archive, tmp_path)


def test_never_takes_what_was_derived_and_leaves_what_a_person_wrote(archive: Archive) -> None:
    say(archive, "tags", 'never = ["peru"]\n')
    derived(archive, "first", places="Peru, Norway")
    article(archive, "second", places="[Peru]")
    archive.build()
    assert list(links(archive, "2012/03/02/first.html", ".tags")) == ["Norway"]
    assert list(links(archive, "2012/03/02/second.html", ".tags")) == ["Peru"]


def test_a_faulty_file_stops_the_build_with_one_line(archive: Archive) -> None:
    article(archive, "first")
    say(archive, "people", '["A"]\nalias = ["B"]\n')
    with pytest.raises(VocabularyError, match=r'people\.toml:1: "A" has the key "alias"'):
        build_site(content=archive.content, output=archive.output, overrides={"BACKFILE_JOBS": 1})


def test_signs_add_and_take_away(archive: Archive) -> None:
    derived(archive, "first", places="Peru, Norway")
    path = archive.content / "articles/2012/03/first.md"
    text = path.read_text(encoding="utf-8")
    assert "tags: [Peru, Norway]" in text
    path.write_text(text.replace("tags: [Peru, Norway]", "tags: [-Peru, +Chile, +Tide Day]"), encoding="utf-8")
    archive.build()
    assert list(links(archive, "2012/03/02/first.html", ".tags")) == ["Norway", "Chile", "Tide Day"]


def test_people_under_several_names_are_one_where_the_archive_shows_it(archive: Archive, tmp_path: Path) -> None:
    more = {"organisations": "Harbour Board", "places": "Norway"}
    derived(archive, "first", people="Jim Quill", **more)
    archive.build()
    derived(archive, "second", day="2012-03-04", people="James Quill, Mayor Ada Vane", **more)
    derived(archive, "third", day="2012-03-05", people="Ada Vane")
    derived(archive, "fourth", day="2012-03-06", people="Mayor Bo Pell")
    before = archive.markdown()
    archive.build()
    assert archive.markdown() == before
    assert sorted(links(archive, "people/index.html", ".terms")) == ["Ada Vane", "Jim Quill", "Mayor Bo Pell"]
    assert "Jim Quill" in links(archive, "2012/03/04/second.html", ".tags")
    assert archive.html("people/james-quill/index.html").css_first("main a").text() == "Jim Quill"
    assert archive.html("people/mayor-ada-vane/index.html").css_first("main a").text() == "Ada Vane"
    assert archive.files() == clean_copy(archive, tmp_path)


def test_rare_tags_stand_without_a_page(archive: Archive, tmp_path: Path) -> None:
    derived(archive, "first", people="Jo Bloggs, Ada Vane", places="Norway", organisations="Tide Club")
    derived(archive, "second", day="2012-03-03", people="Ada Vane", topics="elections")
    derived(archive, "pell-wins", day="2012-03-04", people="Bo Pell")
    article(archive, "fourth", day="2012-03-05", people="[Cy Marl]")
    archive.build(BACKFILE_TAG_PAGE_ARTICLES=2)
    people = [name.split("/")[1] for name in archive.files() if name.startswith("people/") and name.count("/") == 2]
    # Two articles; in a headline; written by a person.
    assert sorted(set(people)) == ["ada-vane", "bo-pell", "cy-marl"]
    assert "places/norway/index.html" in archive.files()  # a vocabulary has it
    assert "topics/elections/index.html" in archive.files()
    assert "organisations/index.html" not in archive.files()
    tags = archive.html("2012/03/02/first.html").css_first(".tags")
    assert "Jo Bloggs" in tags.text() and "Tide Club" in tags.text()
    assert "Jo Bloggs" not in [a.text() for a in tags.css("a")]
    archive.build()
    assert "people/jo-bloggs/index.html" in archive.files()  # a small archive: one article is enough


def test_one_more_article_gives_the_page_and_the_link(archive: Archive, tmp_path: Path) -> None:
    archive.settings["BACKFILE_TAG_PAGE_ARTICLES"] = 2
    derived(archive, "first", people="Jo Bloggs")
    archive.build()
    derived(archive, "second", day="2012-03-03", people="Jo Bloggs")
    archive.build()
    assert links(archive, "2012/03/02/first.html", ".tags") == {"Jo Bloggs": "../../../people/jo-bloggs/"}
    assert archive.files() == clean_copy(archive, tmp_path)


def test_always_gives_a_page(archive: Archive) -> None:
    say(archive, "tags", 'always = ["Tide Club"]\n')
    derived(archive, "first", organisations="Tide Club, Reef Club")
    archive.build(BACKFILE_TAG_PAGE_ARTICLES=2)
    assert list(links(archive, "organisations/index.html", ".terms")) == ["Tide Club"]
