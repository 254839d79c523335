"""Articles in other languages and scripts than the archive's are found by whole words, and stand in their direction."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from backfile.search import SearchDocument
from tests.browser.search_page import ask, go, listed, settled
from tests.browser.search_site import build, serving

pytestmark = pytest.mark.xdist_group("search-tools")

OpenPage = Callable[..., Page]

TEXTS = {
    "en": ("The harbour opens", "Dockers ended their strike at the new harbour on Friday."),
    "de": ("Der Hafen öffnet", "Die Hafenarbeiter beendeten ihren Streik in Großwerder."),
    "ru": ("Порт открыт", "Докеры закончили забастовку в новом порту в пятницу."),
    "el": ("Το λιμάνι άνοιξε", "Οι λιμενεργάτες έληξαν την απεργία τους την Παρασκευή."),
    "ar": ("ميناء جديد", "افتتح الميناء الجديد يوم الجمعة بعد إضراب العمال."),
    "he": ("נמל חדש", "עובדי הנמל סיימו את השביתה ביום שישי."),
}


def archive() -> list[SearchDocument]:
    return [
        SearchDocument(
            url=f"2012/03/{number:02}/{lang}.html",
            title=title,
            date_iso=f"2012-03-{number:02}",
            date_text=f"{number}",
            lang=lang,
            paragraphs=(text,),
        )
        for number, (lang, (title, text)) in enumerate(TEXTS.items(), 1)
    ]


@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_whole_words_find_articles_in_every_script(open_page: OpenPage, tmp_path: Path, language: str) -> None:
    site = build(tmp_path, archive(), language=language)
    with serving(site) as server:
        page = open_page(forgive="status of 404")  # this site has no words of the interface but English
        go(page, server)
        for lang, (title, text) in TEXTS.items():
            words = [word.strip(".,") for word in text.split()]
            for query in (max(words, key=len), f'"{words[1]} {words[2]}"', title.split()[-1]):
                ask(page, query)
                assert f"2012/03/{list(TEXTS).index(lang) + 1:02}/{lang}.html" in listed(page), (language, query)
                assert page.inner_text("[data-part=remark]") == "", (language, query)
                assert page.locator("[data-part=hits] mark").count() > 0, (language, query)


def test_a_hit_stands_in_its_own_direction(open_page: OpenPage, tmp_path: Path) -> None:
    site = build(tmp_path, archive())
    with serving(site) as server:
        page = open_page(viewport={"width": 1280, "height": 900})
        go(page, server, "?q=השביתה")
        settled(page)
        hit, line = (page.locator(f"[data-part=hits] {part}") for part in ("li", "p"))
        edges = line.evaluate("""element => {
            const range = document.createRange();
            range.selectNodeContents(element);
            const [text, box] = [range.getBoundingClientRect(), element.getBoundingClientRect()];
            return [Math.round(text.left - box.left), Math.round(box.right - text.right)];
        }""")
        assert hit.count() == 1
        assert edges[0] > 100 > 5 > edges[1]
