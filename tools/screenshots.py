"""Takes the pictures of docs/tour.md: builds the sample as for publishing, serves it, opens it in a browser.

make screenshots
"""

from __future__ import annotations

import functools
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from ensure_browser import find_browser
from playwright.sync_api import Page, sync_playwright

from backfile.site.build import build_site

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
MOST_BYTES = 150_000
ADDRESS = "https://wire.example/archive"
ARTICLE = "2011/03/12/blast-wrecks-building-at-japanese-nuclear-plant.html"


def nothing(_: Page) -> None:
    """As the page opens."""


def cite(page: Page) -> None:
    """The citation's panel, in BibTeX."""
    page.locator(".cite button").first.click()
    page.locator(".cite select").select_option("BibTeX")
    page.locator(".cite").scroll_into_view_if_needed()


def explain(page: Page) -> None:
    """The lines that the values were read from."""
    page.locator("a.evidence").click()
    page.locator(".provenance .panel dl").wait_for()
    page.locator(".provenance").evaluate("section => section.scrollIntoView()")


def found(page: Page) -> None:
    """The answer to a search."""
    page.locator("[data-part=hits] li").first.wait_for()


# Name, address, width and height of the window, light or dark, and what is done before.
SHOTS: tuple[tuple[str, str, int, int, str, Callable[[Page], None]], ...] = (
    ("front", "", 1100, 740, "light", nothing),
    ("front-phone", "", 360, 740, "dark", nothing),
    ("article", ARTICLE, 1100, 740, "light", nothing),
    ("article-phone", ARTICLE, 360, 740, "light", nothing),
    ("cite", ARTICLE, 900, 620, "light", cite),
    ("how-we-know", ARTICLE, 820, 680, "light", explain),
    ("year", "2011/", 1100, 740, "light", nothing),
    ("timeline", "timeline/", 1100, 700, "light", nothing),
    ("day", "2011/03/18/", 1100, 740, "dark", nothing),
    ("reporter", "reporters/keiko-marumoto/", 1100, 740, "light", nothing),
    ("search", "search/?q=tsunami", 1100, 740, "light", found),
    ("data", "data/", 1100, 700, "light", nothing),
)


def build(folder: Path) -> Path:
    """Build a copy of the sample in a folder; where the site lies."""
    shutil.copytree(ROOT / "content", folder / "content")
    output = folder / "output"
    build_site(
        settings_file=ROOT / "pelicanconf.py",
        content=folder / "content",
        output=output,
        overrides={"SITEURL": ADDRESS},
    )
    return output


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder; the address of its root."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def main() -> int:
    """Take them all; 1 where one is too large for a repository."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    large = []
    with (
        tempfile.TemporaryDirectory() as folder,
        served(build(Path(folder))) as root,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        for name, address, width, height, scheme, prepare in SHOTS:
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme=scheme,  # type: ignore[arg-type]
                reduced_motion="reduce",
            )
            page.goto(root + address)
            page.wait_for_load_state("networkidle")
            prepare(page)
            path = IMAGES / f"{name}.png"
            page.screenshot(path=path)
            page.close()
            large += [path.name] if path.stat().st_size > MOST_BYTES else []
        browser.close()
    if large:
        sys.stderr.write(f"larger than {MOST_BYTES:,} bytes: {', '.join(large)}\n")
    return int(bool(large))


if __name__ == "__main__":
    sys.exit(main())
