"""What stands around the list: notes, the chart of hits over time, long facets, exact words, taking the list away."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from backfile.search import SearchDocument
from tests.browser.search_oracle import Oracle
from tests.browser.search_page import all_listed, ask, box, facet, go, listed, settled, total
from tests.browser.search_site import Server, articles, values

pytestmark = pytest.mark.xdist_group("search-tools")

OpenPage = Callable[..., Page]
ARCHIVE = articles()


def modules(page: Page, server: Server, script: str, argument: object = None) -> Any:
    """Call functions of the page's modules; `use(name)` imports one."""
    page.goto(f"{server.url}search/")
    use = "const use = name => import(new URL(`../theme/js/search/${name}.js`, location.href).href);"
    return page.evaluate(f"async argument => {{ {use} {script} }}", argument)


# ---- how a query is read


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("auther:vance wheat", "There is no field “auther:”; perhaps author: was meant. It was read as a word."),
        ("wheat by:", 'by: wants a value: by:name, or by:"two words".'),
        ("wheat on:2011-02-29", "“on:2011-02-29” is no date: write 2008, 2008-03 or 2008-03-15, and 2008..2010"),
        ("wheat 2012..2009", "“2012..2009” runs backwards; it was read the other way round."),
        ("wheat 2009-2012", "“2009-2012” was looked for as words; for the dates write 2009..2012."),
        ("OR wheat", "OR is left out: it stands between two words"),
        ("wheat AND harvest", "AND is left out"),
        ("wheat OR -harvest", "OR is left out before -harvest"),
        ("(wheat OR barley) harvest", "The bracket in “(wheat” is left out"),
        ("whea*", "The * or ? in “whea*” stands for nothing"),
        ('"wheat harvest', "The quotation mark before “wheat harvest” has no partner"),
    ],
)
def test_what_cannot_be_read_as_it_stands_is_explained(
    open_page: OpenPage, server: Server, query: str, note: str
) -> None:
    page = open_page()
    go(page, server)
    ask(page, query)
    expect(page.locator("[data-part=notes]")).to_contain_text(note)
    ask(page, "wheat")
    expect(page.locator("[data-part=notes]")).to_be_empty()


@pytest.mark.parametrize("query", ["by:", "on:yesterday", "before:2010-13 after:", "OR", "-"])
def test_a_query_that_asks_nothing_lists_nothing(open_page: OpenPage, server: Server, query: str) -> None:
    page = open_page()
    go(page, server)
    ask(page, query)
    if query != "-":
        expect(page.locator("[data-part=notes]")).not_to_be_empty()
    expect(page.locator("[data-part=results]")).to_be_hidden()
    assert listed(page) == []


RANGES = [
    ("2008", "2008", "2008-01-01", "2008-12-31"),
    ("2008-2", "2008-02", "2008-02-01", "2008-02-29"),
    ("2008/03/02", "2008-03-02", "2008-03-02", "2008-03-02"),
    ("2008..2010-06", "2008..2010-06", "2008-01-01", "2010-06-30"),
    ("2008-03-01..2008-03-31", "2008-03", "2008-03-01", "2008-03-31"),
    ("..1999", "..1999", "0000-01-01", "1999-12-31"),
    ("2009-11-30..", "2009-11-30..", "2009-11-30", "9999-12-31"),
    ("2010..2008", "2008..2010", "2008-01-01", "2010-12-31"),
]


def test_stretches_of_time_are_read_and_written(open_page: OpenPage, server: Server) -> None:
    read = modules(
        open_page(),
        server,
        "const { readRange, writeRange } = await use('dates'); return argument.map(text => {"
        " const days = readRange(text); return days && [text, writeRange(days), days.from, days.to]; });",
        [text for text, *_ in RANGES] + ["2011-02-29", "2010-13", "..", "2008..2009..2010", "0000", "next week", ""],
    )
    assert read == [list(row) for row in RANGES] + [None] * 7


def test_dates_in_the_query_load_their_own_bundles_only(open_page: OpenPage, server: Server, oracle: Oracle) -> None:
    page = open_page()
    go(page, server, "?q=wheat+2009..2010-06")
    wanted = oracle.text("wheat").stems & oracle.within("", "2009-01-01", "2010-06-30").stems
    assert set(all_listed(page)) == wanted
    bundles = {re.sub(r".*/search/([^/]*)-[0-9a-f]{8}/.*", r"\1", path) for path in server.requests if ".pf_" in path}
    assert bundles == {"2009", "2010"} or bundles <= {"2008-2009", "2009", "2010", "2010-2011"}
    assert not page.get_by_role("button", name="more", exact=False).filter(has_text="Search").count()


def test_names_like_an_unknown_one_are_offered(open_page: OpenPage, server: Server, oracle: Oracle) -> None:
    page = open_page()
    go(page, server, "?q=wheat+by:halorran")
    remark = page.locator("[data-part=remark]")
    expect(remark).to_contain_text("No article has “by:halorran”.")
    remark.get_by_role("button", name="Owen Halloran").click()
    settled(page)
    assert page.input_value("#q") == 'wheat by:"Owen Halloran"'
    by_him = oracle.filed("by", "reporter", "", lambda name: name == "Owen Halloran").stems
    assert set(all_listed(page)) == oracle.text("wheat").stems & by_him


def test_what_is_too_much_can_be_left_out(open_page: OpenPage, server: Server, oracle: Oracle) -> None:
    page = open_page()
    go(page, server, "?q=wheat+zzzqq+harvest")
    expect(page.locator("[data-part=status]")).to_contain_text("with some of it")
    assert page.locator("[data-part=hits] .missing").first.inner_text() == "Without “zzzqq”"
    both = oracle.urls("wheat harvest")
    page.locator("[data-part=remark]").get_by_role("button", name=f"“zzzqq” ({len(both)} articles)").click()
    settled(page)
    assert page.input_value("#q") == "wheat harvest"
    assert set(all_listed(page)) == both


def test_the_help_is_open_until_something_is_asked(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    go(page, server)
    expect(page.get_by_text('"harbour strike"')).to_be_visible()
    ask(page, "wheat")
    expect(page.get_by_text('"harbour strike"')).to_be_hidden()
    page.get_by_text("How to search").click()
    ask(page, "harvest")
    expect(page.get_by_text('"harbour strike"')).to_be_visible()


def test_the_same_query_asked_twice_at_once_is_answered(open_page: OpenPage, server: Server, oracle: Oracle) -> None:
    page = open_page()
    go(page, server)
    page.evaluate(
        """texts => {
            const box = document.querySelector('#q');
            for (const text of texts) {
                box.value = text;
                box.form.requestSubmit();
            }
        }""",
        ["wheat zzzqq", "wheat zzzqq", "tunnel", "wheat zzzqq", "wheat by:halorran", "wheat"],
    )
    settled(page)
    assert set(all_listed(page)) == oracle.urls("wheat")


# ---- exact words


def test_exact_words_leave_other_forms_out(open_page: OpenPage, server: Server, oracle: Oracle) -> None:
    page = open_page()
    go(page, server, "?q=elected")
    assert set(all_listed(page)) == oracle.text("elected").stems
    page.get_by_label("Exact words only").check()
    settled(page)
    assert "words=exact" in page.url
    assert set(all_listed(page)) == oracle.text("elected").words < oracle.text("elected").stems
    assert set(page.locator("[data-part=hits] mark").all_inner_texts()) == {"elected"}
    page.locator("[data-part=hits] h2 a").first.click()
    page.wait_for_url("**/report-*.html*")
    expect(page.locator("article mark").first).to_be_visible()
    assert set(page.locator("article mark").all_inner_texts()) == {"elected"}
    page.go_back()
    settled(page)
    expect(page.get_by_label("Exact words only")).to_be_checked()


def test_forms_alone_are_called_so(open_page: OpenPage, server: Server, oracle: Oracle) -> None:
    page = open_page()
    go(page, server, "?q=farming+elects&words=exact")
    assert listed(page) == []
    ask(page, "elects")
    forms = len(oracle.text("elects").stems)
    assert page.inner_text("[data-part=remark]") == (
        f"No article has these very words; {forms} articles have forms of them."
    )


# ---- the hits over time


def bars(page: Page, title: str = "By year") -> Locator:
    return page.get_by_role("group", name=title).get_by_role("button")


def figures(buttons: Locator) -> dict[str, int]:
    labels = [str(label) for label in buttons.evaluate_all("all => all.map(one => one.ariaLabel)")]
    return {name: int(re.sub(r"\D", "", count)) for name, count in (label.split(": ") for label in labels)}


def by_year(documents: Iterable[SearchDocument]) -> dict[str, int]:
    return dict(Counter(d.day[:4] for d in documents if d.day))


def with_urls(urls: Iterable[str]) -> list[SearchDocument]:
    wanted = set(urls)
    return [d for d in ARCHIVE if d.url in wanted]


def test_the_chart_and_its_table_show_the_hits_by_year(open_page: OpenPage, server: Server, oracle: Oracle) -> None:
    page = open_page()
    go(page, server, "?q=wheat")
    expected = by_year(with_urls(oracle.urls("wheat")))
    shown = figures(bars(page))
    assert list(shown) == [str(year) for year in range(2007, 2015)]
    assert {year: count for year, count in shown.items() if count} == expected
    heights = bars(page).locator(".ink").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert heights.index(max(heights)) == list(shown.values()).index(max(shown.values()))
    page.get_by_text("As a table").click()
    rows = page.locator(".time tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(c => c.textContent))"
    )
    table = {when: int(count) for when, count in rows}
    undated = sum(not d.day for d in with_urls(oracle.urls("wheat")))
    assert table == shown | ({"Undated": undated} if undated else {})


def test_a_year_is_chosen_then_a_month_then_none(open_page: OpenPage, server: Server, oracle: Oracle) -> None:
    page = open_page()
    go(page, server, "?q=wheat")
    found = [d for d in with_urls(oracle.urls("wheat")) if d.day]
    before = figures(bars(page))
    bars(page).nth(4).click()
    settled(page)
    assert page.url.endswith("?q=wheat&dates=2011")
    in_year = [d for d in found if d.day[:4] == "2011"]
    assert set(all_listed(page)) == {d.url for d in in_year}
    assert figures(bars(page)) == before  # the choice itself is left aside
    months = figures(bars(page, "2011 by month"))
    assert list(months.values()) == [sum(d.day[5:7] == f"{m:02}" for d in in_year) for m in range(1, 13)]
    fullest = max(range(12), key=list(months.values()).__getitem__)
    bars(page, "2011 by month").nth(fullest).click()
    settled(page)
    assert total(page) == list(months.values())[fullest]
    bars(page, "2011 by month").nth(fullest).click()
    settled(page)
    assert page.url.endswith("&dates=2011")
    page.get_by_role("button", name="Remove Date: 2011").click()
    settled(page)
    assert page.url.endswith("?q=wheat")


def test_a_stretch_is_chosen_by_dragging(open_page: OpenPage, server: Server, oracle: Oracle) -> None:
    page = open_page(viewport={"width": 1000, "height": 900})
    go(page, server, "?q=wheat")
    places = [bars(page).nth(at).bounding_box() for at in (5, 2)]
    first, last = ((b["x"] + b["width"] / 2, b["y"] + b["height"] / 2) for b in places if b)
    page.mouse.move(*first)
    page.mouse.down()
    page.mouse.move(*last, steps=4)
    expect(page.locator(".charted .num").first).to_have_text(re.compile("^2009–2012: "))
    page.mouse.up()
    settled(page)
    assert page.url.endswith("&dates=2009..2012")
    expected = [d for d in with_urls(oracle.urls("wheat")) if "2009" <= d.day[:4] <= "2012"]
    assert set(all_listed(page)) == {d.url for d in expected}
    assert page.locator("[data-part=chips] button").first.inner_text() == "Date: 2009–2012"
    pressed = bars(page).evaluate_all("all => all.map(one => one.ariaPressed === 'true')")
    assert pressed == [False, False, True, True, True, True, False, False]


def test_a_stretch_is_chosen_by_keys(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    go(page, server, "?q=wheat")
    bars(page).first.focus()
    for key in ("End", "ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft", "Enter"):
        page.keyboard.press(key)
    settled(page)
    assert page.url.endswith("&dates=2011..2013")
    assert page.evaluate("document.activeElement.dataset.unit") == "2011"
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    settled(page)
    assert page.url.endswith("&dates=2007")
    page.keyboard.press("Space")
    settled(page)
    assert "dates" not in page.url


def test_years_outside_the_bundles_searched_have_no_figure(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    go(page, server, "?q=wheat&dates=2012")
    labels = bars(page).evaluate_all("all => all.map(one => one.ariaLabel)")
    assert "2008: not searched" in labels
    assert any(re.fullmatch(r"2012: \d+ articles?", label) for label in labels)


# ---- what is searched


def test_the_rest_of_a_large_archive_is_offered(open_page: OpenPage, server: Server, oracle: Oracle) -> None:
    page = open_page()

    def enlarged(route: Route) -> None:
        listing = route.fetch().json()
        for span in listing["spans"]:
            span["articles"] *= 200
        route.fulfill(json=listing)

    page.route("**/spans.json", enlarged)
    go(page, server, "?q=wheat")
    reach = page.locator("[data-part=reach]")
    expect(reach).to_contain_text("Searched: ")
    expect(reach).to_contain_text("Not yet: ")
    found = oracle.urls("wheat")
    some = total(page)
    assert 0 < some < len(found)
    assert any("not searched" in label for label in bars(page).evaluate_all("all => all.map(one => one.ariaLabel)"))
    reach.get_by_role("button", name=re.compile("^Search .* more$")).click()
    settled(page)
    assert page.url.endswith("&span=all")
    assert set(all_listed(page)) == found
    expect(reach).to_contain_text("The whole archive was searched")


def test_scores_of_bundles_are_put_on_one_scale(open_page: OpenPage, server: Server) -> None:
    rare, common, lone = modules(
        open_page(),
        server,
        "const { scales } = await use('relevance');"
        "return [...scales([{ articles: 1000, hits: 2 }, { articles: 1000, hits: 500 }]),"
        " ...scales([{ articles: 10, hits: 3 }])];",
    )
    assert rare < 1 < common
    assert lone == 1


# ---- long facets


def test_a_long_facet_can_be_searched(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    page.route("**/articles.json", with_many_topics)
    go(page, server, "?q=wheat")
    topics = page.locator("fieldset", has=page.locator("legend", has_text="Topic"))
    topics.get_by_role("button", name=re.compile("^All ")).click()
    topics.get_by_role("searchbox", name="Find in Topic").fill("ÉLECTIONS")
    visible = topics.locator("label:visible")
    assert all("élections" in text.lower() for text in visible.all_inner_texts())
    assert visible.count() == 4
    visible.first.get_by_role("checkbox").check()
    settled(page)
    assert topics.get_by_role("searchbox").input_value() == "ÉLECTIONS"
    assert page.locator("[data-part=chips] button").count() == 1


def with_many_topics(route: Route) -> None:
    """Gives each article a topic out of twenty, by its number."""
    table = route.fetch().json()
    kinds = ("Élections", "harvest", "shipping", "budget", "courts")
    names = [f"{kind} {number}" for kind in kinds for number in range(4)]
    table["facets"]["topic"] = {
        "names": names,
        "rows": [[row % len(names), (row + 7) % len(names)] for row, _ in enumerate(table["ids"].split())],
    }
    route.fulfill(json=table)


# ---- taking the list away


def taken(page: Page, form: str) -> str:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=form, exact=True).click()
    assert waiting.value.suggested_filename.startswith("search-")
    return waiting.value.path().read_bytes().decode()


def test_the_list_is_taken_away_in_its_order(open_page: OpenPage, server: Server, oracle: Oracle) -> None:
    page = open_page()
    go(page, server, "?q=wheat+harvest&sort=newest")
    by_url = {d.url: d for d in ARCHIVE}
    order = [by_url[url] for url in all_listed(page)]
    assert len(order) > 20

    server.requests.clear()
    rows = list(csv.DictReader(io.StringIO(taken(page, "CSV"))))
    assert not [path for path in server.requests if ".pf_fragment" in path]
    assert [row["title"] for row in rows] == [d.title for d in order]
    assert [row["date"] for row in rows] == [d.day for d in order]
    assert [row["url"] for row in rows] == [f"{server.url}{d.url}" for d in order]
    assert [set(filter(None, row["topics"].split("; "))) for row in rows] == [set(d.topics) for d in order]

    entries = json.loads(taken(page, "JSON"))
    assert [entry["title"] for entry in entries] == [d.title for d in order]
    assert [set(entry.get("reporters", [])) for entry in entries] == [set(d.reporters) for d in order]
    assert all(entry.get("source") == d.source for entry, d in zip(entries, order, strict=True))

    bibtex = taken(page, "BibTeX")
    keys = re.findall(r"^@article\{([^,]+),$", bibtex, re.M)
    assert len(keys) == len(set(keys)) == len(order)
    assert re.findall(r"^  title = \{\{(.*)\}\},$", bibtex, re.M) == [d.title for d in order]

    ris = taken(page, "RIS")
    assert ris.count("TY  - NEWS\r\n") == ris.count("ER  - \r\n") == len(order)
    assert re.findall(r"^DA  - (.*)\r$", ris, re.M) == [d.day.replace("-", "/") for d in order if d.day]
    expect(page.locator("[data-part=take] [role=status]")).to_have_text("search-wheat-harvest.ris was saved.")


def test_forms_are_written_so_that_nothing_breaks_them(open_page: OpenPage, server: Server) -> None:
    row = {
        "title": '=cmd|"x" & 50% {of} a_b, ~^\\',
        "url": "https://wire.example/2012/a%7B.html",
        "day": "2012-03-02",
        "source": "",
        "reporter": ["Jo de O'Neil", "Ann, the Elder"],
        **{name: [] for name in ("editor", "place", "organisation", "person", "topic")},
    }
    written = modules(
        open_page(),
        server,
        "const { FORMS } = await use('takeaway');"
        "return Object.fromEntries(Object.entries(FORMS).map(([name, { write }]) => [name, write(argument)]));",
        [row, {**row, "title": "-5 degrees\nand snow", "day": ""}],
    )
    rows = list(csv.reader(io.StringIO(written["CSV"])))
    assert rows[1][0] == "'" + str(row["title"])
    assert rows[2][0] == "'-5 degrees\nand snow"
    assert json.loads(written["JSON"])[0]["title"] == row["title"]
    assert (
        'title = {{=cmd|"x" \\& 50\\% \\{of\\} a\\_b, \\textasciitilde{}\\textasciicircum{}\\textbackslash{}}}'
        in written["BibTeX"]
    )
    assert "author = {{Jo de O'Neil} and {Ann, the Elder}}" in written["BibTeX"]
    assert written["BibTeX"].count("@article{undated-a7B") + written["BibTeX"].count("@article{undated-a,") == 1
    assert "TI  - -5 degrees and snow\r\n" in written["RIS"]


# ---- in the article


def test_a_bar_leads_from_mark_to_mark(open_page: OpenPage, server: Server) -> None:
    wanted = next(d for d in ARCHIVE if " ".join(d.content).lower().count("harvest") >= 2)
    page = open_page(viewport={"width": 360, "height": 400})
    page.goto(f"{server.url}{wanted.url}#highlight=harvest&highlight=%22the+harvest%22")
    bar = page.get_by_role("complementary", name="What was searched for")
    marks = page.locator("article mark")
    expect(bar).to_be_visible()
    count = marks.count()
    assert count >= 2
    expect(bar.get_by_role("status")).to_have_text(f"{count} places")
    bar.get_by_role("button", name="Next").click()
    expect(bar.get_by_role("status")).to_have_text(f"1 of {count}")
    bar.get_by_role("button", name="Previous").click()
    expect(bar.get_by_role("status")).to_have_text(f"{count} of {count}")
    expect(marks.last).to_have_class("here")
    expect(marks.last).to_be_in_viewport()
    before = page.inner_text("article")
    bar.get_by_role("button", name="Hide marks").click()
    expect(marks).to_have_count(0)
    assert page.inner_text("article") == before
    expect(bar.get_by_role("button", name="Next")).to_be_disabled()
    bar.get_by_role("button", name="Show marks").click()
    expect(marks).to_have_count(count)


def test_an_article_read_without_a_search_has_no_bar(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    page.goto(f"{server.url}{ARCHIVE[0].url}")
    page.wait_for_load_state("networkidle")
    assert page.locator("aside.marks").count() == 0
    assert not [path for path in server.requests if "marks" in path]


# ---- every facet by its field


@pytest.mark.parametrize(
    ("query", "name", "value"),
    [
        ("wheat by:vance", "reporter", "Petra Vance"),
        ('wheat editor:"Lena Storm"', "editor", "Lena Storm"),
        ("wheat place:carrow", "place", "Port Carrow"),
        ("wheat org:grain", "organisation", "Grain Board"),
        ("wheat person:Quist", "person", "Adwoa Quist"),
        ("wheat topic:harvest", "topic", "harvest"),
        ("wheat source:coastal", "source", "Coastal Press"),
    ],
)
def test_a_field_finds_what_its_facet_holds(
    open_page: OpenPage, server: Server, oracle: Oracle, query: str, name: str, value: str
) -> None:
    page = open_page()
    go(page, server)
    ask(page, query)
    expected = {d.url for d in with_urls(oracle.urls("wheat")) if value in values(d, name)}
    assert set(all_listed(page)) == expected
    assert facet(page, name.title())[value] == len(expected)
    assert box(page, value).count() == 1
