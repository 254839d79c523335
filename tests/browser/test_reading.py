"""What readers click on an article and on the front page: citations, evidence, paragraphs, a random article."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.archive import Archive, SiteServer
from tests.browser.test_pages import LEVELS

pytestmark = pytest.mark.xdist_group("browser")

OpenPage = Callable[..., Page]

ARTICLE = "2011/03/12/blast-wrecks-building-at-japanese-nuclear-plant.html"
ADDRESS = f"https://wire.example/repo/{ARTICLE}"
TITLE = "Blast wrecks building at Japanese nuclear plant"


@pytest.fixture
def article(open_page: OpenPage, sample_server: SiteServer) -> Page:
    page = open_page(permissions=["clipboard-read", "clipboard-write"], bypass_csp=True)
    page.goto(f"{sample_server.url}/{ARTICLE}")
    return page


def cited(page: Page, form: str) -> str:
    page.locator(".cite select").select_option(form)
    return page.locator(".cite pre").inner_text()


def test_an_article_is_cited_in_every_form(article: Page, sample: Archive) -> None:
    article.get_by_role("button", name="Copy, BibTeX, RIS …").click()
    source = sample.html(ARTICLE).css_first(".cite cite").text()
    note = " ".join(sample.html(ARTICLE).css_first(".cite p").text().split())
    assert cited(article, "Chicago (note)") == note
    assert cited(article, "Chicago (bibliography)") == (
        f"Marumoto, Keiko, and Jiro Tamashiro. “{TITLE}.” {source}, March 12, 2011. {ADDRESS}."
    )
    assert cited(article, "MLA") == (
        f"Marumoto, Keiko, and Jiro Tamashiro. “{TITLE}.” {source}, 12 Mar. 2011, {ADDRESS.removeprefix('https://')}."
    )
    assert cited(article, "APA") == (f"Marumoto, K., & Tamashiro, J. (2011, March 12). {TITLE}. {source}. {ADDRESS}")
    assert cited(article, "Permalink") == ADDRESS
    ris = cited(article, "RIS").split("\r\n")
    assert ris[0] == "TY  - NEWS"
    assert {f"TI  - {TITLE}", "AU  - Marumoto, Keiko", "DA  - 2011/03/12", f"T2  - {source}"} <= set(ris)
    assert ris[-3:] == [f"UR  - {ADDRESS}", "ER  - ", ""]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in ris if line)
    bibtex = cited(article, "BibTeX")
    assert bibtex.startswith("@article{marumoto2011blast,\n")
    assert "author = {Marumoto, Keiko and Tamashiro, Jiro}" in bibtex
    assert f"title = {{{{{TITLE}}}}}" in bibtex and "month = mar" in bibtex
    (item,) = json.loads(cited(article, "CSL-JSON"))
    assert item["type"] == "article-newspaper"
    assert item["author"][0] == {"family": "Marumoto", "given": "Keiko"}
    assert item["issued"] == {"date-parts": [[2011, 3, 12]]}


def test_a_citation_is_copied_and_saved(article: Page) -> None:
    article.get_by_role("button", name="Copy, BibTeX, RIS …").click()
    shown = cited(article, "BibTeX")
    article.get_by_role("button", name="Copy", exact=True).click()
    article.locator(".cite [role=status]", has_text="Copied").wait_for()
    assert article.evaluate("navigator.clipboard.readText()") == shown.rstrip()
    with article.expect_download() as download:
        article.get_by_role("link", name="Save as a file").click()
    assert download.value.suggested_filename == "marumoto2011blast.bib"
    assert Path(download.value.path()).read_text().strip() == shown.strip()


def test_hard_names_and_signs_are_cited_as_they_should_be(article: Page) -> None:
    found = article.evaluate(
        """async (address) => {
        const { FORMATS, itemOf, nameParts } = await import(address);
        const item = itemOf({name: "50% of {all} R&D_costs: ~$3", author: [{name: "Ludwig van Rhee"}, {name: "张伟"},
          {name: "Cher"}, {name: "Sam Hill Jr."}]}, "https://x.example/a");
        return {forms: Object.fromEntries(FORMATS.map(f => [f.name, f.make(item)])), one: nameParts("Ana de la Cruz")};
        }""",
        article.evaluate("document.querySelector('script[src]').src.replace('backfile.js', 'article/formats.js')"),
    )
    assert found["one"] == {"given": "Ana", "family": "de la Cruz", "suffix": ""}
    assert "title = {{50\\% of \\{all\\} R\\&D\\_costs: \\textasciitilde{}\\$3}}" in found["forms"]["BibTeX"]
    assert "author = {van Rhee, Ludwig and {张伟} and {Cher} and Hill, Jr., Sam}" in found["forms"]["BibTeX"]
    assert found["forms"]["APA"].startswith("van Rhee, L., 张伟, Cher, & Hill, S., Jr. (n.d.). 50%")
    assert found["forms"]["MLA"].startswith("van Rhee, Ludwig, et al. “50%")


def test_how_we_know_shows_the_line_of_each_value(article: Page, sample: Archive) -> None:
    article.get_by_role("button", name="Line by line, with hash").press("Enter")
    panel = article.locator(".provenance .panel")
    panel.locator("dl").wait_for()
    marked = panel.locator("dt", has_text="Headline").locator("+ dd mark").inner_text()
    assert marked == TITLE
    folder = ARTICLE.rpartition("/")[0]
    entry = json.loads(sample.text(f"{folder}/evidence.json"))[ARTICLE.rpartition("/")[2]]
    assert entry["sha256"] in panel.inner_text()
    found = Axe().run(article, options={"runOnly": LEVELS})
    assert found.response["violations"] == [], found.generate_report()
    article.get_by_role("button", name="Line by line, with hash").press(" ")
    assert not panel.is_visible()


def test_how_we_know_shows_the_passage_of_each_tag(article: Page) -> None:
    article.get_by_role("button", name="Line by line, with hash").click()
    panel = article.locator(".provenance .panel")
    panel.locator("dl").wait_for()
    names = article.locator(".tags dd").all_inner_texts()
    lines = panel.locator("dd", has=article.locator("b"))
    assert lines.locator("b").all_inner_texts() == names
    quoted = 0
    for line in lines.all():
        link = line.locator("a")
        if not link.count():
            assert line.locator(".meta").inner_text() != ""
            continue
        quoted += 1
        paragraph = article.locator(link.get_attribute("href") or "").inner_text()
        passage = line.locator("q").inner_text()
        assert passage in paragraph
        assert line.locator("mark").inner_text() in passage
    assert quoted >= len(names) - 3
    topic = lines.filter(has_text="nuclear power").first
    assert topic.locator("mark").inner_text() != "nuclear power"  # a topic's own name seldom stands in the text
    topic.locator("a").click()
    assert re.search(r"#p\d+$", article.url)


def test_data_that_cannot_be_loaded_are_asked_for_again(open_page: OpenPage, sample_server: SiteServer) -> None:
    page = open_page(forgive="status of 503")
    page.goto(f"{sample_server.url}/{ARTICLE}")
    page.route("**/evidence.json", lambda route: route.fulfill(status=503))
    page.get_by_role("button", name="Line by line, with hash").click()
    page.get_by_text("The data could not be loaded. Try again.").wait_for()
    page.unroute("**/evidence.json")
    page.get_by_role("button", name="Line by line, with hash").click()
    page.locator(".provenance .panel dl").wait_for()
    assert not page.get_by_text("Try again.").is_visible()


def test_a_paragraph_is_linked(article: Page) -> None:
    before = article.locator(".body").inner_text()
    article.locator("#p2").hover()
    article.locator("#p2 .pin").click()
    assert article.url.endswith("#p2")
    assert article.locator(".body").inner_text() == before  # the number is no part of the text
    article.get_by_role("button", name="Copy, BibTeX, RIS …").click()
    article.get_by_role("button", name="Number the paragraphs").click()
    assert article.locator("#p3 .pin").evaluate("pin => [getComputedStyle(pin).opacity, pin.tabIndex]") == ["1", 0]
    found = Axe().run(article, options={"runOnly": LEVELS})
    assert found.response["violations"] == [], found.generate_report()


def test_a_random_article_is_an_article(open_page: OpenPage, sample_server: SiteServer) -> None:
    page = open_page()
    page.goto(f"{sample_server.url}/")
    page.get_by_role("button", name="A random article").click()
    page.wait_for_url(re.compile(r"/\d{4}/\d\d/\d\d/.+\.html$"))
    assert page.locator("article.story").count() == 1


def test_the_front_page_knows_the_readers_day(open_page: OpenPage, sample_server: SiteServer) -> None:
    page = open_page()
    page.clock.set_fixed_time("2026-03-18T12:00:00")
    page.goto(f"{sample_server.url}/")
    link = page.locator(".today a", has_text="18 2011").or_(page.locator(".today a", has_text="18 March 2011"))
    link.first.wait_for()
    link.first.click()
    assert page.url.endswith("/2011/03/18/")


def test_the_data_page_hands_out_files(open_page: OpenPage, sample_server: SiteServer) -> None:
    page = open_page()
    page.goto(f"{sample_server.url}/data/")
    with page.expect_download() as download:
        page.get_by_role("link", name="2011.jsonl.gz").click()
    assert Path(download.value.path()).read_bytes()[:2] == b"\x1f\x8b"
