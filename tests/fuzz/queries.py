"""The browser's query parser, fuzzed in a browser: a page makes queries from a seed and tells what is wrong of them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page

from backfile.settings import theme_path
from tests.archive import SiteServer

HERE = Path(__file__).parent
FOUND = HERE / "found_queries"
"""Queries that went wrong once, each in a file as JSON has it: half a character is no UTF-8."""

_CALL = """async ([seed, count, given]) => {
    const { attempt } = await import(new URL("queries.js", location.href).href);
    return attempt(new URL("js/search/", location.href).href, seed, count, given);
}"""


@dataclass(frozen=True, slots=True)
class Tried:
    """How many queries were tried, and what is wrong: each query with its fault, one of a kind."""

    count: int
    faults: tuple[tuple[str, str], ...]


def found() -> list[str]:
    """The queries that went wrong once."""
    return [json.loads(path.read_text(encoding="ascii")) for path in sorted(FOUND.glob("*.json"))]


def keep(text: str, name: str) -> None:
    """Keep a query that went wrong as a case."""
    FOUND.mkdir(parents=True, exist_ok=True)
    (FOUND / f"{name}.json").write_text(json.dumps(text) + "\n", encoding="ascii")


@contextmanager
def query_page(browser: Browser) -> Iterator[Page]:
    """A page from which the theme's scripts can be called."""
    with TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        shutil.copytree(theme_path() / "static", site)
        shutil.copy(HERE / "queries.js", site)
        (site / "index.html").write_text('<!doctype html><html lang="en"><link rel="icon" href="data:,">')
        with SiteServer(site) as server:
            page = browser.new_page()
            page.goto(f"{server.url}/index.html")
            yield page
            page.close()


def attempt(page: Page, seed: int, count: int, given: list[str]) -> Tried:
    """Try queries that follow from a seed, and those given. page: as from `query_page`."""
    result = page.evaluate(_CALL, [seed, count, given])
    return Tried(result["tried"], tuple((one["text"], one["what"]) for one in result["faults"]))
