"""Every kind of page as readers meet it: accessible, upright on a phone, in the dark, on paper, by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.archive import Archive, SiteServer

pytestmark = pytest.mark.xdist_group("browser")

OpenPage = Callable[..., Page]

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# One page for each template; the names are patterns for files of the sample site.
TEMPLATES = {
    "front": r"index\.html",
    "article": r"2012/\d\d/\d\d/(?!index)[^/]+\.html",
    "undated article": r"undated/(?!index|page)[^/]+\.html",
    "dates": r"dates/index\.html",
    "timeline": r"timeline/index\.html",
    "data": r"data/index\.html",
    "year": r"2011/index\.html",
    "month": r"2011/\d\d/index\.html",
    "day": r"2011/\d\d/\d\d/index\.html",
    "undated": r"undated/index\.html",
    "index of a kind": r"places/index\.html",
    "term": r"places/[^/]+/index\.html",
    "reporter": r"reporters/[^/]+/index\.html",
    "search": r"search/index\.html",
    "page": r"about/index\.html",
    "not found": r"404\.html",
}


def address(site: Archive, template: str) -> str:
    pattern = re.compile(TEMPLATES[template])
    name = next(name for name in sorted(site.files()) if pattern.fullmatch(name))
    return name.removesuffix("index.html") if name.endswith("index.html") else name


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_axe_finds_nothing(
    open_page: OpenPage, sample: Archive, sample_server: SiteServer, template: str, scheme: str
) -> None:
    # axe is put into the page by the test, which the site's policy rightly refuses to scripts of others.
    page = open_page(color_scheme=scheme, bypass_csp=True, viewport={"width": 1280, "height": 900})
    page.goto(f"{sample_server.url}/{address(sample, template)}")
    found = Axe().run(page, options={"runOnly": LEVELS})
    assert found.response["violations"] == [], found.generate_report()


@pytest.mark.parametrize("width", [320, 768, 1920])
@pytest.mark.parametrize("template", TEMPLATES)
def test_nothing_sticks_out(
    open_page: OpenPage, sample: Archive, sample_server: SiteServer, template: str, width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    page.goto(f"{sample_server.url}/{address(sample, template)}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("template", ["front", "article", "term", "month", "search"])
def test_the_layout_does_not_shift(
    open_page: OpenPage, sample: Archive, sample_server: SiteServer, template: str
) -> None:
    page = open_page(viewport={"width": 360, "height": 740})
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(e => window.shift += e.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(f"{sample_server.url}/{address(sample, template)}")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.shift") < 0.001


def test_the_site_works_without_javascript(open_page: OpenPage, sample: Archive, sample_server: SiteServer) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{sample_server.url}/")
    page.click(".lead h2 a, .lead a")
    assert page.locator("h1").count() == 1
    page.goto(f"{sample_server.url}/search/")
    assert "JavaScript" in page.locator("main").inner_text()
    page.locator("main a", has_text="Dates").first.click()
    assert page.url.endswith("/dates/")


def test_a_keyboard_reader_can_skip_to_the_text(
    open_page: OpenPage, sample: Archive, sample_server: SiteServer
) -> None:
    page = open_page()
    page.goto(f"{sample_server.url}/{address(sample, 'article')}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"#main$"))


def test_the_nameplate_stays_within_two_lines_on_a_phone(
    open_page: OpenPage, sample: Archive, sample_server: SiteServer
) -> None:
    page = open_page(viewport={"width": 360, "height": 740})
    page.goto(f"{sample_server.url}/")
    lines = page.evaluate(
        "(() => { const a = document.querySelector('.nameplate .name'); const style = getComputedStyle(a);"
        " return Math.round(a.getBoundingClientRect().height / parseFloat(style.lineHeight)) })()"
    )
    assert lines <= 2


def test_print_leaves_a_clean_clipping(open_page: OpenPage, sample: Archive, sample_server: SiteServer) -> None:
    page = open_page()
    name = address(sample, "article")
    page.goto(f"{sample_server.url}/{name}")
    page.emulate_media(media="print")
    assert not page.locator("nav").first.is_visible()
    assert page.locator("h1").is_visible()
    assert page.get_by_text(f"https://wire.example/repo/{name}").is_visible()


def test_a_page_that_is_not_there_says_so_at_any_depth(open_page: OpenPage, sample_server: SiteServer) -> None:
    page = open_page(forgive="status of 404")
    with page.expect_response(lambda r: r.status == 404):
        page.goto(f"{sample_server.url}/2012/nowhere/at/all.html")
    assert page.locator("h1").is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize("template", TEMPLATES)
def test_at_200_percent_nothing_is_cut_off(
    open_page: OpenPage, sample: Archive, sample_server: SiteServer, template: str
) -> None:
    """A window of 1280 pixels at 200 % is one of 640, with twice as many dots; text twice as large fits as well."""
    page = open_page(viewport={"width": 640, "height": 450}, device_scale_factor=2)
    page.goto(f"{sample_server.url}/{address(sample, template)}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_nothing_moves_for_readers_who_want_it_still(
    open_page: OpenPage, sample: Archive, sample_server: SiteServer
) -> None:
    for motion, behaviour in (("reduce", "auto"), ("no-preference", "smooth")):
        page = open_page(reduced_motion=motion)
        page.goto(f"{sample_server.url}/{address(sample, 'article')}")
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behaviour
        assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("template", ["front", "year", "timeline", "month", "article"])
def test_forced_colours_leave_charts_links_and_days_visible(
    open_page: OpenPage, sample: Archive, sample_server: SiteServer, template: str
) -> None:
    page = open_page(forced_colors="active", viewport={"width": 1280, "height": 900})
    page.goto(f"{sample_server.url}/{address(sample, template)}")
    invisible = page.evaluate(
        """() => {
        const paper = getComputedStyle(document.documentElement).backgroundColor;
        const rects = [...document.querySelectorAll('.bars rect:not(.hit)')];
        const bars = rects.filter(rect => getComputedStyle(rect).fill === paper);
        const days = [...document.querySelectorAll('.days a, .calendar a, .months a')].filter(a => {
          const style = getComputedStyle(a);
          return style.color === style.backgroundColor || (style.borderBottomWidth === '0px');
        });
        return [...bars, ...days].map(element => element.outerHTML);
        }"""
    )
    assert invisible == []


def test_a_whole_journey_by_keyboard(open_page: OpenPage, sample: Archive, sample_server: SiteServer) -> None:
    """From the front page over a year, a day and an article to its citation and on to the next, without a mouse."""
    page = open_page(reduced_motion="reduce")  # a smooth scroll has not yet arrived when it is looked at
    page.goto(f"{sample_server.url}/")

    def reach(selector: str, most: int = 400) -> None:
        """Press Tab until the focus is on an element, which must then be seen, with a mark."""
        for _ in range(most):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                break
        else:
            raise AssertionError(f"the keyboard does not reach {selector}")
        style = page.evaluate(
            "(() => { const a = document.activeElement, r = a.getBoundingClientRect(), s = getComputedStyle(a);"
            " return [s.outlineStyle, r.width > 0 && r.bottom > 0 && r.top < innerHeight] })()"
        )
        assert style == ["solid", True], f"{selector} has the focus and does not show it"

    reach(".skip")
    page.keyboard.press("Enter")
    reach(".bars a[href$='2011/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/2011/")
    reach(".days a[href$='2011/03/12/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/2011/03/12/")
    reach(".paper h2 a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/2011/03/12/*.html")
    headline = page.locator("h1").inner_text()
    reach(".cite button")
    page.keyboard.press("Enter")
    page.locator(".cite select:focus").wait_for()
    page.keyboard.press("ArrowDown")
    assert "Marumoto, Keiko" in page.locator(".cite pre").inner_text()
    reach("a.evidence")
    page.keyboard.press("Enter")
    page.locator(".provenance .panel dl").wait_for()
    reach(".around [rel=next]")
    page.keyboard.press("Enter")
    page.wait_for_function("before => document.querySelector('h1').innerText !== before", arg=headline)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


def test_the_days_of_a_year_stand_under_their_weekdays(
    open_page: OpenPage, sample: Archive, sample_server: SiteServer
) -> None:
    page = open_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{sample_server.url}/2011/")
    march = page.locator(".almanac section").nth(2)
    assert march.locator(".weekdays span").all_inner_texts() == ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    centre = "element => { const r = element.getBoundingClientRect(); return Math.round(r.left + r.width / 2) }"
    friday = march.locator(".weekdays span").nth(4).evaluate(centre)
    assert march.locator(".days a", has_text="18").evaluate(centre) == friday  # 18 March 2011


def test_the_timeline_keeps_its_figures_legible_on_a_phone(
    open_page: OpenPage, sample: Archive, sample_server: SiteServer
) -> None:
    page = open_page(viewport={"width": 360, "height": 740})
    page.goto(f"{sample_server.url}/timeline/")
    heights = page.locator(".timeline text").evaluate_all("texts => texts.map(t => t.getBoundingClientRect().height)")
    assert min(heights) >= 10
