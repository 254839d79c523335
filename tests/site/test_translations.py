"""The site in other languages: nothing is left in English, and right-to-left languages turn the page."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from tools.strings import THEME, messages

from tests.archive import Archive

# In letters that no message of the interface has, so that whatever is Latin is the interface's.
STORY = """---
title: Ο λιμένας {number}
date: 2012-03-{number:02d}
source: Ταχυδρόμος
dateline: Πάτρα
dek: Δύο πλοία
reporters: [{{name: Άννα Λούκα, location: Αθήνα}}]
editors: [Νίκος]
contributors: [Ελένη]
places: [Πάτρα]
organisations: [Λιμένας]
people: [Βασιλική]
topics: [ναυτιλία]
tags: [ναυτιλία, Πάτρα, Λιμένας, Βασιλική, άλλο]
corrections: [Λάθος αριθμός.]
url: https://paper.example/{number}
raw: {{file: "1", sha256: "00{number}"}}
---

Δύο πλοία για τον λιμένα, {number}.
"""


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """A site in a language in which every message stands in brackets, with every kind of page."""
    home = tmp_path_factory.mktemp("pseudo")
    shutil.copytree(THEME, home / "theme")
    blocks = ['msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n']
    for message, plural in messages().items():
        text, many = (one.replace('"', '\\"') for one in (message, plural))
        second = f'msgid_plural "{many}"\nmsgstr[0] "⟦{text}⟧"\nmsgstr[1] "⟦{many}⟧"\n'
        blocks.append(f'msgid "{text}"\n' + (second if plural else f'msgstr "⟦{text}⟧"\n'))
    path = home / "theme/translations/xx/LC_MESSAGES/messages.po"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(blocks), encoding="utf-8")
    archive = Archive(home / "archive")
    for number in range(1, 8):
        archive.article(f"{number}.md", STORY.format(number=number))
    archive.article("undated.md", "---\ntitle: Κάποτε\n---\n\nΧωρίς ημέρα.\n")
    archive.article("opening.md", "---\ndate: 2013-01-01\n---\n\nΧωρίς τίτλο.\n")
    words = {"DEFAULT_LANG": "xx", "SITENAME": "Αρχείο", "BACKFILE_LICENCE": "Ελεύθερο"}
    archive.build(THEME=str(home / "theme"), BACKFILE_PAGE_SIZE=2, **words)
    return archive


def untranslated(page: LexborHTMLParser) -> set[str]:
    """What a reader would see or hear in Latin letters outside the brackets."""
    page.strip_tags(["script", "style", "code"], recursive=True)
    for node in page.css("a[href^='http'], a[href$='.json'], .cite p, a[download]"):
        node.decompose(recursive=True)
    texts = [node.text_content or "" for node in page.root.traverse(include_text=True) if node.is_text_node]  # type: ignore[union-attr]
    for name in ("aria-label", "title", "placeholder", "alt"):
        texts += [node.attributes[name] or "" for node in page.css(f"[{name}]")]
    found = set()
    for text in texts:
        before = ""
        while before != text:  # from the inside outwards: a date's months stand inside its own brackets
            before, text = text, re.sub(r"⟦[^⟦⟧]*⟧", "", text)
        text = re.sub(r"⟦[^⟦⟧]*$|^[^⟦⟧]*⟧", "", text)  # a message with a link in it, or cut short: "⟦Ja"
        rest = re.sub(r"SHA-256|JavaScript|JSON|CSV|ninjs|\d+", "", text)
        found |= {text.strip()} if re.search(r"[A-Za-z]{2,}", rest) else set()
    return found


def test_nothing_is_left_untranslated(pseudo: Archive) -> None:
    pages = [name for name in pseudo.files() if name.endswith(".html")]
    templates = {"data/index.html", "timeline/index.html", "404.html", "search/index.html", "2012/index.html"}
    assert templates <= set(pages)
    left = {name: found for name in pages if (found := untranslated(pseudo.html(name)))}
    assert left == {}


def test_a_german_site_is_german(archive: Archive) -> None:
    archive.article("1.md", STORY.format(number=2))
    archive.build(DEFAULT_LANG="de")
    page = archive.html("2012/03/02/1.html")
    assert "Freitag, 2. März 2012" in page.css_first("header .meta").text()
    assert "Diesen Artikel zitieren" in page.css_first(".cite").text()
    assert archive.html("2012/03/index.html").css_first("h1").text() == "März 2012"
    assert page.css_first("html").attributes["lang"] == "de"
    assert '"Copy":"Kopieren"' in archive.text("strings.json")


def test_articles_in_other_scripts_say_their_direction(archive: Archive) -> None:
    archive.article("ar.md", "---\ntitle: ميناء جديد\ndate: 2012-03-02\nlang: ar\n---\n\nافتتح الميناء يوم الجمعة.\n")
    archive.article("ja.md", "---\ntitle: 新しい港\ndate: 2012-03-03\nlang: ja\n---\n\n港が開いた。\n")
    archive.build()
    page = archive.html(next(name for name in archive.files() if re.match(r"2012/03/02/(?!index).*\.html", name)))
    assert page.css_first("html").attributes.get("dir") is None
    for selector in ("h1", ".body"):
        assert page.css_first(selector).attributes["dir"] == "rtl"
        assert page.css_first(selector).attributes["lang"] == "ar"
    front = archive.html("index.html")
    assert {node.attributes["lang"] for node in front.css("main [lang]")} >= {"ar", "ja"}


def test_a_right_to_left_site_turns_and_its_latin_articles_do_not(archive: Archive) -> None:
    archive.article("en.md", "---\ntitle: Harbour opens\ndate: 2012-03-02\nlang: en\n---\n\nIt opened on Friday.\n")
    archive.article("he.md", "---\ntitle: נמל חדש\ndate: 2012-03-03\n---\n\nהנמל נפתח.\n")
    archive.build(DEFAULT_LANG="he")
    page = archive.html("2012/03/02/en.html")
    assert page.css_first("html").attributes["dir"] == "rtl"
    assert page.css_first(".body").attributes["dir"] == "ltr"


def test_a_translation_that_cannot_be_read_names_the_line(archive: Archive, tmp_path: Path) -> None:
    shutil.copytree(THEME, tmp_path / "theme")
    path = tmp_path / "theme/translations/xx/LC_MESSAGES/messages.po"
    path.parent.mkdir(parents=True)
    path.write_text("oops\n")
    with pytest.raises(ValueError, match="line 1: is no line of a PO file"):
        archive.build(DEFAULT_LANG="xx", THEME=str(tmp_path / "theme"))
