"""Searching in a real browser, with SQLite's full-text index over the same articles as the oracle."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from backfile.search import SearchDocument
from backfile.search.pagefind import Pagefind
from tests.browser.search_oracle import Oracle
from tests.browser.search_page import all_listed, ask, box, facet, go, listed, settled, total
from tests.browser.search_site import Server, articles, counts, newest_first, values

OpenPage = Callable[..., Page]
ARCHIVE = articles()
NO_WAIT = "status of 500"  # the console's line for a fetch that the test lets fail


def with_urls(urls: set[str]) -> list[SearchDocument]:
    return [document for document in ARCHIVE if document.url in urls]


ASKED = [
    ("wheat", "wheat"),
    ("harvesting", "harvesting"),
    ("elected", "elected"),
    ("bridges", "bridges"),
    ("bridge contract", "bridge contract"),
    ("officials counting votes", "officials counting votes"),
    ('"orderly vote"', '"orderly vote"'),
    ('"vote so orderly"', '"vote so orderly"'),
    ('"orderly vote" harvest', '"orderly vote" harvest'),
    ('lighthouse "snow on the northern line"', 'lighthouse "snow on the northern line"'),
    ("wheat -strike", "wheat not strike"),
    ("wheat -lighthouse -tunnel", "wheat not lighthouse not tunnel"),
    ("tunnel OR lighthouse", "tunnel or lighthouse"),
    ("wheat tunnel OR lighthouse", "wheat and (tunnel or lighthouse)"),
    ("“quiet night” Lindesby", '"quiet night" lindesby'),
    ("SHIPPING", "shipping"),
    ("onerror", "onerror"),
]


def test_the_articles_that_must_be_found_are_found(open_page: OpenPage, server: Server, oracle: Oracle) -> None:
    page = open_page()
    go(page, server)
    for query, asked in ASKED:
        expected = oracle.urls(re.sub(r"\b(not|or|and)\b", lambda word: word[0].upper(), asked))
        assert expected, query
        ask(page, query)
        assert total(page) == len(expected), query
        assert set(all_listed(page)) == expected, query
        assert page.inner_text("[data-part=remark]") == "", query
        assert page.inner_text("[data-part=reach]") == "The whole archive was searched: 150 articles.", query


def test_facet_counts_are_the_archive_s(open_page: OpenPage, server: Server, oracle: Oracle) -> None:
    page = open_page()
    go(page, server, "?q=wheat")
    found = with_urls(oracle.urls("wheat"))
    for name in ("Year", "Source", "Reporter", "Editor", "Place", "Organisation", "Person", "Topic"):
        assert facet(page, name) == counts(found, name.lower())


def test_facets_are_or_within_and_and_across(open_page: OpenPage, server: Server, oracle: Oracle) -> None:
    page = open_page()
    go(page, server, "?q=wheat")
    found = with_urls(oracle.urls("wheat"))
    box(page, "Port Carrow").check()
    box(page, "Lindesby").check()
    settled(page)
    in_towns = [d for d in found if set(values(d, "place")) & {"Port Carrow", "Lindesby"}]
    assert set(all_listed(page)) == {d.url for d in in_towns}
    assert facet(page, "Place") == counts(found, "place")  # what one more choice would give
    assert facet(page, "Topic") == counts(in_towns, "topic")

    box(page, "harvest").check()
    settled(page)
    both = [d for d in in_towns if "harvest" in d.topics]
    assert total(page) == len(both) > 0
    assert facet(page, "Place") == counts([d for d in found if "harvest" in d.topics], "place") | {
        town: 0
        for town in ("Port Carrow", "Lindesby")
        if town not in counts([d for d in found if "harvest" in d.topics], "place")
    }

    chips = page.locator("[data-part=chips] button")
    assert chips.all_inner_texts() == ["Place: Port Carrow", "Place: Lindesby", "Topic: harvest", "Clear all"]
    chips.first.click()
    settled(page)
    assert total(page) == len([d for d in both if "Lindesby" in d.places])
    page.get_by_role("button", name="Clear all").click()
    settled(page)
    assert total(page) == len(found)


def test_a_facet_alone_lists_the_archive_newest_first(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    go(page, server, "?place=Tirvane")
    assert all_listed(page) == newest_first(d for d in ARCHIVE if "Tirvane" in d.places)
    assert not [path for path in server.requests if "pagefind.js" in path or ".pf_index" in path]


def test_chosen_years_load_their_own_bundles_only(open_page: OpenPage, server: Server, oracle: Oracle) -> None:
    page = open_page()
    go(page, server, "?q=wheat&year=2012")
    assert set(all_listed(page)) == {d.url for d in with_urls(oracle.urls("wheat")) if d.day[:4] == "2012"}
    assert "Searched: 2012, " in page.inner_text("[data-part=reach]")
    bundles = {re.sub(r".*/search/([^/]*)-[0-9a-f]{8}/.*", r"\1", path) for path in server.requests if ".pf_" in path}
    assert bundles == {"2012"}


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_date_order_holds_across_bundles(open_page: OpenPage, server: Server, oracle: Oracle, sort: str) -> None:
    page = open_page()
    go(page, server, "?q=orderly")
    relevance = all_listed(page)
    page.get_by_role("button", name=sort.title()).click()
    settled(page)
    ordered = all_listed(page)
    found = with_urls(oracle.urls("orderly"))
    newest = newest_first(found)
    undated = [url for url in newest if url.startswith("undated/")]
    dated = [url for url in newest if not url.startswith("undated/")]
    assert len(undated) > 1
    if sort == "newest":
        assert ordered == dated + undated
    else:
        assert ordered == dated[::-1] + undated[::-1]
    assert set(relevance) == set(ordered)
    assert relevance != ordered


def test_a_hit_shows_headline_date_source_reporters_and_an_excerpt(open_page: OpenPage, server: Server) -> None:
    wanted = next(d for d in ARCHIVE if d.source and d.reporters and d.date_iso and "lighthouse" in " ".join(d.content))
    page = open_page()
    go(page, server, f"?q=lighthouse&year={wanted.day[:4]}")
    hit = page.locator("[data-part=hits] > li", has=page.get_by_role("link", name=wanted.title, exact=True))
    facts = f"{wanted.date_text} · {wanted.source} · {', '.join(wanted.reporters)}"
    assert hit.locator(".meta").inner_text() == facts
    assert hit.locator("time").get_attribute("datetime") == wanted.date_iso
    assert hit.locator("p mark").all_inner_texts() == ["lighthouse"]


def test_forms_of_a_word_are_marked_in_excerpt_and_headline(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    go(page, server, "?q=election")
    marks = set(page.locator("[data-part=hits] mark").all_inner_texts())
    assert {"election", "elected", "Elections"} <= marks
    assert all(mark.lower().startswith("elect") for mark in marks)
    assert "electricity" not in marks


def test_the_address_is_the_state(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    go(page, server)
    ask(page, "wheat")
    first = listed(page)
    box(page, "Sankt Elm").check()
    settled(page)
    page.get_by_role("button", name="Oldest").click()
    settled(page)
    last = listed(page)
    assert page.url.endswith("/search/?q=wheat&place=Sankt+Elm&sort=oldest")
    page.reload()
    settled(page)
    assert listed(page) == last
    page.go_back()
    settled(page)
    assert page.get_by_role("button", name="Relevance").get_attribute("aria-pressed") == "true"
    page.go_back()
    settled(page)
    expect(box(page, "Sankt Elm")).not_to_be_checked()
    assert listed(page) == first
    page.go_back()
    expect(page.locator("[data-part=hits] > li")).to_have_count(0)
    assert page.input_value("#q") == ""
    page.go_forward()
    settled(page)
    assert listed(page) == first

    other = open_page()
    other.goto(page.url)
    settled(other)
    assert listed(other) == first


def test_a_longer_list_is_there_again_on_the_way_back(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    go(page, server, "?q=vote")
    expect(page.locator("[data-part=hits] > li")).to_have_count(20)
    page.locator("button.more").click()
    expect(page.locator("[data-part=hits] > li")).to_have_count(40)
    assert page.evaluate("document.activeElement === document.querySelectorAll('[data-part=hits] h2 a')[20]")
    page.locator("[data-part=hits] h2 a").nth(30).click()
    page.wait_for_url("**/report-*.html*")
    page.go_back()
    expect(page.locator("[data-part=hits] > li")).to_have_count(40)


def test_typing_searches_and_makes_one_entry_of_the_history(
    open_page: OpenPage, server: Server, oracle: Oracle
) -> None:
    page = open_page()
    go(page, server)
    before = page.evaluate("history.length")
    page.locator("#q").press_sequentially("lighthouse", delay=30)
    expect(page).to_have_url(re.compile(r"\?q=lighthouse$"))
    settled(page)
    assert total(page) == len(oracle.urls("lighthouse"))
    assert page.evaluate("history.length") == before + 1


def test_the_box_of_another_page_leads_here(open_page: OpenPage, server: Server, oracle: Oracle) -> None:
    page = open_page()
    go(page, server, "?q=barley+oats")
    assert total(page) == len(oracle.urls("barley oats"))
    assert page.input_value("#q") == "barley oats"


@pytest.mark.parametrize(("query", "marks"), [("election", "elect"), ('"orderly vote"', "orderly vote")])
def test_the_opened_article_shows_what_was_searched(
    open_page: OpenPage, server: Server, query: str, marks: str
) -> None:
    page = open_page()
    go(page, server)
    ask(page, query)
    page.locator("[data-part=hits] h2 a").first.click()
    page.wait_for_url("**/report-*.html*")
    expect(page.locator("article mark").first).to_be_visible()
    assert all(text.lower().startswith(marks) for text in page.locator("article mark").all_inner_texts())
    document = next(d for d in ARCHIVE if d.url in page.url)
    assert page.inner_text("h1") == document.title


@pytest.mark.parametrize("way", ["?", "#"])
def test_a_link_with_words_marks_them(open_page: OpenPage, server: Server, way: str) -> None:
    document = next(d for d in ARCHIVE if "onerror" in " ".join(d.content) and "harvest" in " ".join(d.content))
    page = open_page()
    page.goto(f"{server.url}{document.url}{way}highlight=harvesting&highlight=%3Cimg+onerror%3E&highlight=zzz")
    expect(page.locator("article mark").first).to_be_visible()
    assert {text.lower() for text in page.locator("article mark").all_inner_texts()} <= {"harvest", "harvested"}
    assert page.locator("article img").count() == 0


@pytest.mark.parametrize(
    ("query", "remark"),
    [
        ("?q=zzzqq", "No article has “zzzqq”."),
        ("?q=%22wheat+lighthouse%22", 'No article has "wheat lighthouse".'),
        ("?q=wheat&topic=opera", "No article has wheat with Topic opera. Take a filter out to see more."),
        ("?q=wheat+-harvest", "No article has wheat -harvest."),
    ],
)
def test_an_empty_list_says_why(open_page: OpenPage, server: Server, query: str, remark: str) -> None:
    page = open_page()
    go(page, server, query)
    assert total(page) == 0
    assert page.inner_text("[data-part=remark]") == remark
    assert listed(page) == []


def test_near_matches_are_called_so(open_page: OpenPage, server: Server, oracle: Oracle) -> None:
    page = open_page()
    go(page, server, "?q=wheat+zzzqq")
    assert page.inner_text("[data-part=remark]").startswith("No article has “zzzqq”.")
    assert set(all_listed(page)) == oracle.urls("wheat")

    asked = ("wheat", "lighthouse", "tunnel", "barley", "snow", "court", "wages", "council")
    assert not oracle.urls(" ".join(asked))
    ask(page, " ".join(asked))
    assert page.inner_text("[data-part=remark]").startswith("No article has all of this together.")
    matched = [sum(url in oracle.urls(word) for word in asked) for url in all_listed(page)]
    assert matched == sorted(matched, reverse=True)
    assert len(matched) == len(oracle.urls(" OR ".join(asked)))


def test_words_like_an_unknown_one_are_called_so(open_page: OpenPage, server: Server, oracle: Oracle) -> None:
    page = open_page()
    go(page, server, "?q=lightho")
    assert page.inner_text("[data-part=remark]") == "No article has “lightho”; words like it are shown."
    assert set(all_listed(page)) == oracle.urls("lighthouse")


@pytest.mark.parametrize("part", ["spans.json", "wasm.en", ".pf_meta", ".pf_index", "articles.json", ".pf_fragment"])
def test_a_failed_fetch_is_tried_again_in_silence(
    open_page: OpenPage, server: Server, oracle: Oracle, part: str
) -> None:
    server.faults[part] = 1
    page = open_page(forgive=NO_WAIT)
    go(page, server, "?q=wheat")
    assert total(page) == len(oracle.urls("wheat"))
    assert page.inner_text("[data-part=problem]") == ""
    assert server.faults[part] == 0


@pytest.mark.parametrize("part", ["spans.json", "wasm.en", "pagefind.js", "articles.json", ".pf_fragment"])
def test_a_lasting_failure_is_said_and_can_be_retried(
    open_page: OpenPage, server: Server, oracle: Oracle, part: str
) -> None:
    server.faults[part] = 1000
    page = open_page(forgive="")
    page.goto(f"{server.url}search/?q=wheat")
    retry = page.get_by_role("button", name="Try again")
    expect(retry).to_be_visible()
    server.faults.clear()
    retry.click()
    expect(page.locator("[data-part=status]")).to_have_text(f"{len(oracle.urls('wheat'))} articles")
    expect(retry).to_have_count(0)


@pytest.mark.parametrize("kind", [".pf_meta", ".pf_index", "pagefind-entry.json", "articles.json"])
def test_a_part_that_fails_is_named_and_the_rest_is_shown(
    open_page: OpenPage, server: Server, site: Any, oracle: Oracle, kind: str
) -> None:
    spans = json.loads((site / "search" / "spans.json").read_text())["spans"]
    bundle = next(span["bundle"] for span in spans if span["id"] == "2012")
    path = next(path for path in (site / "search" / bundle).rglob(f"*{kind}"))
    where = "index/" if kind == ".pf_index" else path.name
    server.faults[f"{bundle}/{where}"] = 1000
    page = open_page(forgive="")
    go(page, server, "?q=wheat")
    rest = {d.url for d in with_urls(oracle.urls("wheat")) if d.day[:4] != "2012"}
    assert total(page) == len(rest)
    assert page.inner_text("[data-part=problem] p").endswith("missing from this list: 2012.")
    assert page.inner_text("[data-part=reach]").endswith("could not be loaded: 2012.")
    server.faults.clear()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("[data-part=status]")).to_have_text(f"{len(oracle.urls('wheat'))} articles")


def test_the_keyboard_alone_is_enough(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    go(page, server)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("tunnel/")
    page.keyboard.press("Enter")
    settled(page)
    assert page.input_value("#q") == "tunnel/"
    links = page.locator("[data-part=hits] h2 a")
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Escape")
    assert page.input_value("#q") == ""
    expect(links).to_have_count(0)
    page.go_back()
    settled(page)
    page.keyboard.press("ArrowDown")
    target = links.first.get_attribute("href")
    links.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/report-*.html*")
    assert page.url == target


def test_choosing_a_facet_keeps_the_focus(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    go(page, server, "?q=wheat")
    box(page, "Tirvane").focus()
    page.keyboard.press("Space")
    settled(page)
    expect(box(page, "Tirvane")).to_be_focused()
    expect(box(page, "Tirvane")).to_be_checked()


def test_the_count_is_announced(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    go(page, server, "?q=wheat")
    status = page.get_by_role("status").first
    assert re.fullmatch(r"\d+ articles", status.inner_text())
    assert status.get_attribute("aria-live") == "polite"


def test_the_filters_fold_away_on_a_phone(open_page: OpenPage, server: Server) -> None:
    page = open_page(viewport={"width": 360, "height": 740})
    go(page, server, "?q=wheat")
    expect(box(page, "Tirvane")).to_be_hidden()
    page.get_by_text("Filters", exact=True).click()
    expect(box(page, "Tirvane")).to_be_visible()


def test_without_javascript_there_are_other_ways(open_page: OpenPage, server: Server) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{server.url}search/")
    expect(page.get_by_role("link", name="Dates")).to_be_visible()
    expect(page.get_by_role("link", name="People")).to_be_visible()


def test_before_a_search_nothing_large_is_loaded(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    go(page, server)
    page.wait_for_load_state("networkidle")
    assert not [path for path in server.requests if "wasm" in path or ".pf_" in path or "articles.json" in path]


@pytest.mark.parametrize(
    "address",
    [
        "?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E",
        "?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&place=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E",
        "?place=javascript:alert(1)&year=9999&sort=__proto__&show=-5&span=%00",
        "?q=" + "a%20" * 400,
        '?q="""-OR+-"-',
    ],
)
def test_an_address_made_to_harm_is_text(open_page: OpenPage, server: Server, address: str) -> None:
    page = open_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    go(page, server, address)
    assert dialogs == []
    assert page.locator("main img, main script").count() == 0


PARSED: list[tuple[str, list[list[str]], list[list[str]]]] = [
    ("one two", [["one"], ["two"]], []),
    ('"one two" three', [['"one two"'], ["three"]], []),
    ('"one" two', [["one"], ["two"]], []),
    ("one -two", [["one"]], [["two"]]),
    ('-"one two" x', [["x"]], [['"one two"']]),
    ("one OR two three", [["one", "two"], ["three"]], []),
    ("one or two", [["one"], ["or"], ["two"]], []),
    ("OR one OR", [["one"]], []),
    ('one "two three', [["one"], ["two"], ["three"]], []),
    ("“one  two”", [['"one two"']], []),
    ("- & — one", [["one"]], []),
    ("oil-rich", [["oil-rich"]], []),
    ("", [], []),
]


def test_queries_are_read(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    page.goto(f"{server.url}search/")
    script = """async texts => {
        const { parse, textOf } = await import(new URL('../theme/js/search/query.js', location.href).href);
        const read = choices => choices.map(leaves => leaves.map(textOf));
        return texts.map(parse).map(query => [read(query.all), read(query.none)]);
    }"""
    texts = [text for text, _, _ in PARSED]
    assert page.evaluate(script, texts) == [[wanted, unwanted] for _, wanted, unwanted in PARSED]


def test_words_are_stemmed_as_the_index_stems_them(open_page: OpenPage, server: Server, tmp_path: Path) -> None:
    words = STEMMED.split()
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "words.html").write_text(f"<html><body data-pagefind-body><p>{STEMMED}</p></body></html>")
    Pagefind.find().index(pages, tmp_path / "bundle", "en", "words")
    index = b"".join(gzip.decompress(path.read_bytes()) for path in (tmp_path / "bundle" / "index").iterdir())
    page = open_page()
    page.goto(f"{server.url}search/")
    script = """async words => {
        const { stem } = await import(new URL('../theme/js/search/stem.js', location.href).href);
        return words.map(word => stem(word, 'en'));
    }"""
    stems = page.evaluate(script, words)
    # In the index a stem stands as a CBOR string of less than 24 bytes: its length, then its letters.
    unknown = {
        word: stem
        for word, stem in zip(words, stems, strict=True)
        if bytes([0x60 + len(stem)]) + stem.encode() not in index
    }
    assert unknown == {}
    assert len(set(stems)) < len(words) * 0.8


STEMMED = """
election elections elected electing elector electricity generously generation communism relational rational hopping
hoping agreed feed flies dies dying ties tying vying cries skies happily gently knightly argument arguments arguing
national nationally organisation organization organiser organizing sanctioned sanctions troubling activities activated
possible possibly effective effectiveness hopefulness formative adoption adopted controller controlled rolled rolling
using uses used studies studying studied says said sayings negotiations negotiators negotiated announced announcement
kazakhstan's news succeed succeeded proceeding exceeded herring apologies technology technological ecologists beaten
parliamentary seen being interfered interstate university universal emergency emerging organised past pastes later
bias andes atlas cosmos early only ugly singly innings outing cannings replacement replaced adjustment
dependent activate angularity homologous bowdlerize probate rate cease falling falls fizzed failing filing sized
trouble conflated tanned plastered motoring bled sing happy sky enjoy enjoyed boys saying ponies caress caresses gas
this kiwis gaps generic arsenal
"""


def test_more_is_offered_when_the_list_is_whole_and_one_press_is_enough(
    open_page: OpenPage, server: Server, oracle: Oracle
) -> None:
    """A press on a list that is still being searched was lost when the whole one took its place."""
    page = open_page()
    spans = json.loads((server.site / "search/spans.json").read_text())["spans"]
    server.held = tuple(f"/{span['bundle']}/articles.json" for span in spans[1:])
    page.goto(f"{server.url}search/?q=vote")
    expect(page.locator("[data-part=hits] > li").first).to_be_visible()  # the first hits, while the rest is held
    more = page.locator("button.more")
    expect(more).to_be_hidden()
    server.release()
    more.click()  # as soon as it is there
    expect(page.locator("[data-part=hits] > li")).to_have_count(40)
    settled(page)
    expect(page.locator("[data-part=hits] > li")).to_have_count(40)
    assert "show=40" in page.url
    assert set(all_listed(page)) == oracle.urls("vote")


def test_the_button_for_more_stays_the_same_element(open_page: OpenPage, server: Server) -> None:
    """A button that is put there anew between pressing and letting go takes no click."""
    page = open_page()
    go(page, server, "?q=vote")
    page.evaluate("document.querySelector('button.more').mark = 1")
    page.evaluate(
        """() => {
            window.moved = 0;
            const isMore = node => node.matches?.("button.more");
            new MutationObserver(list => window.moved += list.filter(one => [...one.addedNodes].some(isMore)).length)
                .observe(document.querySelector("[data-part=results]"), { childList: true });
        }"""
    )
    page.locator("button.more").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=hits] > li")).to_have_count(40)
    ask(page, "wheat")
    assert page.evaluate("[document.querySelector('button.more').mark, window.moved]") == [1, 0]
