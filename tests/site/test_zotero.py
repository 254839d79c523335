"""What Zotero saves of an article's page, by the rules of its translators "Embedded Metadata" and "RDF".

Written from what these translators do ("Embedded Metadata.js" of June 2024 and "RDF.js" in the repository
zotero/translators), as far as it touches our tags:

- A `<meta>` is known by its `name`, else by its `property`; what is empty is passed over. Its prefix (before the first
  of `.`, `:`, `_`) is a vocabulary: `z`, `dc`, `prism`, `og` among others. `citation_…` is matched by the name's end.
- The type is `z:itemType` where that is a type of Zotero's; tags such as `citation_journal_title` would go before it.
- `citation_author` and `citation_editor` are creators, one each; a semicolon parts several, a comma turns a name round,
  and parts two names where each side of it has two words and the tag is the only one.
- The title is `citation_title`, the date `citation_publication_date`, the publication `prism.publicationName` (else
  `og:site_name`), the language `DC.language`, the abstract `description`, the address `link[rel=canonical]`.
- Where they are missing it guesses: the date is the first `time[datetime]` of the page, authors are read from an
  element of the class `byline`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.archive import Archive

_TYPES_OF_TAGS = {  # that would say another type than a newspaper's
    "citation_journal_title", "citation_technical_report_institution", "citation_conference_title",
    "citation_conference", "citation_book_title", "citation_inbook_title", "citation_dissertation_institution",
}  # fmt: skip


@dataclass
class Item:
    """What would be saved."""

    type: str = "webpage"
    title: str = ""
    date: str = ""
    publication: str = ""
    language: str = ""
    abstract: str = ""
    url: str = ""
    creators: list[tuple[str, str, str]] = field(default_factory=list)  # role, given and family name


def saved(page: LexborHTMLParser) -> Item:
    """Read a page as the translators do."""
    tags: dict[str, list[str]] = {}
    for meta in page.css("meta"):
        name = meta.attributes.get("name") or meta.attributes.get("property")
        if name and meta.attributes.get("content"):
            tags.setdefault(name, []).append(meta.attributes["content"] or "")

    def first(*names: str) -> str:
        return next((tags[name][0] for name in names if name in tags), "")

    assert not _TYPES_OF_TAGS & tags.keys()
    canonical = page.css_first("link[rel=canonical]")
    guessed = page.css_first("time[datetime]")
    item = Item(
        first("z:itemType") or ("journalArticle" if "citation_title" in tags else "webpage"),
        first("citation_title", "og:title"),
        first("citation_publication_date") or (guessed.attributes["datetime"] or "" if guessed else ""),
        first("prism.publicationName", "og:site_name"),
        first("DC.language"),
        first("description"),
        canonical.attributes["href"] or "" if canonical else "",
    )
    # What looks like the publication's name at the headline's end is taken off.
    if item.publication:
        item.title = re.sub(rf"\s*[-–—=_:|~#]\s*{re.escape(item.publication)}\s*$", "", item.title, flags=re.I)
    for role in ("author", "editor"):
        item.creators += [(role, *name) for name in _creators(tags.get(f"citation_{role}", []))]
    if not item.creators and (byline := page.css_first(".byline")):
        item.creators = [("author", "", byline.text(strip=True))]
    return item


def _creators(contents: list[str]) -> list[tuple[str, str]]:
    found = []
    for content in contents:
        names = re.split(r"\s*;\s*", content)
        if len(names) == 1 and len(contents) == 1:
            sides = re.split(r"\s*,\s*", names[0])
            if len(sides) > 1 and " " in sides[0] and " " in sides[1]:
                names = sides
        for name in names:
            if "," in name:
                family, _, given = name.partition(",")
            else:
                given, _, family = name.rpartition(" ")
            found.append((given.strip(), family.strip()))
    return found


def article(archive: Archive, front: str, name: str = "one") -> Item:
    archive.article(f"{name}.md", f"---\n{front}---\n\nThe quay was lengthened by ninety metres, the port said.\n")
    archive.build(SITEURL="https://wire.example/archive")
    page = next(file for file in archive.files() if re.fullmatch(rf"(\d{{4}}/\d\d/\d\d|undated)/{name}\.html", file))
    return saved(archive.html(page))


def test_a_newspaper_article_is_saved_whole(archive: Archive) -> None:
    front = (
        "title: Quay Grows Longer\ndate: 2012-03-02\nsource: Northwire\nreporters:\n- Ada Lindqvist\n- Bo van Rhee\n"
    )
    item = article(archive, f"{front}editors:\n- Carl Obrecht\nslug: one\n")
    assert item == Item(
        "newspaperArticle",
        "Quay Grows Longer",
        "2012/03/02",
        "Northwire",
        "en",
        "The quay was lengthened by ninety metres, the port said.",
        "https://wire.example/archive/2012/03/02/one.html",
        [("author", "Ada", "Lindqvist"), ("author", "Bo van", "Rhee"), ("editor", "Carl", "Obrecht")],
    )


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Ada Lindqvist", "Ada", "Lindqvist"),
        ("Sam Hill, Jr.", "Sam Hill", "Jr."),  # not ("Jr.", "Sam Hill")
        ("Eva de Groot, Port Desk", "Eva de Groot Port", "Desk"),  # one name, not two people
    ],
)
def test_a_comma_in_a_name_does_not_turn_it_round(archive: Archive, name: str, given: str, family: str) -> None:
    front = f'title: Quay Grows Longer\ndate: 2012-03-02\nreporters:\n- "{name}"\nslug: one\n'
    assert article(archive, front).creators == [("author", given, family)]


def test_what_is_not_known_is_not_guessed_from_other_articles(archive: Archive) -> None:
    archive.article("other.md", "---\ntitle: Quay Was Built\ndate: 2011-01-05\nreporters:\n- Bea Marsh\n---\n\nText.\n")
    archive.article("third.md", "---\ntitle: Quay Undated Too\n---\n\nThe quay was lengthened, the port said.\n")
    item = article(archive, "title: Quay Grows Longer\nslug: one\n")
    assert item.date == ""
    assert item.creators == []
    assert item.type == "newspaperArticle"


def test_every_article_of_the_sample_is_saved_with_what_its_page_shows(sample: Archive) -> None:
    names = [name for name in sample.files() if re.fullmatch(r"(\d{4}/\d\d/\d\d|undated)/(?!index)[^/]+\.html", name)]
    assert len(names) > 40
    for name in names:
        page = sample.html(name)
        item = saved(page)
        assert item.type == "newspaperArticle"
        assert item.title == " ".join(page.css_first("h1").text().split()), name
        assert item.date == (name[:10] if name[0].isdigit() else ""), name
        assert item.url.endswith(name)
        assert item.language
        byline = page.css_first(".byline")
        authors = [link.text() for link in byline.css("a")] if byline else []
        shown = [f"{given} {family}".strip() for role, given, family in item.creators if role == "author"]
        assert set(authors) <= set(shown), name
