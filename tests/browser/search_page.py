"""The search page as tests use it: asking, and reading what it shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.search_site import PREFIX, Server


def settled(page: Page) -> None:
    expect(page.locator("#search [data-part=results]:not([aria-busy])")).to_be_attached()


def go(page: Page, server: Server, query: str = "") -> None:
    page.goto(f"{server.url}search/{query}")
    settled(page)


def ask(page: Page, text: str) -> None:
    page.fill("#q", text)
    page.press("#q", "Enter")
    settled(page)


def total(page: Page) -> int:
    return int(page.inner_text("[data-part=status] .num").replace(",", ""))


def listed(page: Page) -> list[str]:
    links = page.locator("[data-part=hits] h2 a").evaluate_all("links => links.map(link => link.href)")
    return [unquote(urlsplit(link).path).removeprefix(f"{PREFIX}/") for link in links]


def all_listed(page: Page) -> list[str]:
    more = page.locator("button.more")
    hits = page.locator("[data-part=hits] > li")
    while more.is_visible():
        before = hits.count()
        more.click()
        expect(hits.nth(before)).to_be_attached()
    return listed(page)


def facet(page: Page, name: str) -> dict[str, int]:
    box = page.locator("fieldset", has=page.locator("legend", has_text=re.compile(f"^{name}$", re.I)))
    opener = box.locator("button[aria-expanded=false]")
    if opener.count():
        opener.click()
    rows = box.locator("label").evaluate_all(
        "rows => rows.map(row => [row.querySelector('span').textContent, row.querySelector('.num').textContent])"
    )
    return {label: int(figure.replace(",", "")) for label, figure in rows}


def box(page: Page, value: str) -> Locator:
    return page.locator(f"fieldset input[value='{value}']")


ASK = """async ({ requests }) => {
    const main = document.querySelector('script[type=module]').src;
    const { Client } = await import(new URL('client.js', main).href);
    const { readState } = await import(new URL('state.js', main).href);
    const root = new URL('../', location.href.replace(/[?#].*/, '')).href;
    const client = window.client ??= new Client();
    const answers = [];
    for (const request of requests) {
        const { number, ...answer } = await client.ask('search', { root, ...readState(request) });
        const list = await client.ask('list', { number });
        answers.push({ ...answer, urls: list.map(row => row.url) });
    }
    return answers;
}"""


def whole_lists(page: Page, requests: Sequence[str]) -> list[dict[str, Any]]:
    """Ask the page's own worker for each address's whole list, which the page shows in parts of twenty."""
    answers: list[dict[str, Any]] = page.evaluate(ASK, {"requests": list(requests)})
    return answers


def address(text: str, more: str = "") -> str:
    """The search page's address for a query."""
    return f"?q={quote(text)}{more}"
