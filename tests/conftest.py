"""What the tests share: small archives, the sample archive built whole, a server, a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright
from tools.ensure_browser import find_browser

from tests.archive import Archive, SiteServer, build_sample

# How long an example takes says more of the machine than of the code.
settings.register_profile("backfile", deadline=None)
settings.load_profile("backfile")

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An empty archive in a folder of its own."""
    return Archive(tmp_path / "archive")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The repository's own sample archive, built with search as for publishing under /repo/."""
    return build_sample(tmp_path_factory.mktemp("sample"), "https://wire.example/repo")


@pytest.fixture(scope="session")
def sample_server(sample: Archive) -> Iterator[SiteServer]:
    """The sample site as GitHub Pages would serve it, under /repo/."""
    with SiteServer(sample.output, "/repo") as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium; one a process, since Playwright cannot be started twice in it."""
    path = find_browser()
    with sync_playwright() as playwright:
        # Without a path Playwright takes the browser that its own installer put there.
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
