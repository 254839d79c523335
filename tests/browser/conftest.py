"""A real Chromium, and pages that complain of whatever a reader should never meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.search_oracle import Oracle
from tests.browser.search_site import Server, articles, build, serving

expect.set_options(timeout=20_000)  # milliseconds; what is waited for comes at once, but on a machine that is busy


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Opens a page in a fresh context; at the end of the test its console must be clean and no host but ours asked.

    forgive: part of a console message that the test itself provokes.
    """
    if "server" in request.fixturenames:
        request.getfixturevalue("server")  # so that it ends after the pages, which may still ask it for something
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(*, forgive: str = "\0", **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda m: complaints.append(m.text) if m.type in ("error", "warning") and forgive not in m.text else None,
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda r: None if r.url.startswith(("http://127.0.0.1", "data:", "blob:")) else complaints.append(r.url),
        )
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small invented archive with its search page."""
    return build(tmp_path_factory.mktemp("search"), articles())


@pytest.fixture
def server(site: Path) -> Iterator[Server]:
    """The small archive, served; each test gets a server of its own to make fail."""
    with serving(site) as running:
        yield running


@pytest.fixture(scope="session")
def oracle() -> Iterator[Oracle]:
    """What must be found in the small archive."""
    found = Oracle(articles())
    yield found
    found.close()
