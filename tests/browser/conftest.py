"""A real Chromium, and pages that complain of whatever a reader should never meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a fresh context; at the end of the test its console must be clean and no host but ours asked.

    forgive: part of a console message that the test itself provokes.
    """
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
