"""Measure searching in a real browser: bytes and requests to the first result, milliseconds for the next query.

    python bench/bench_search.py [ARTICLES]

On invented articles of about 500 words (10,000 unless said otherwise), their words as unevenly frequent as in real
text, served compressed as GitHub Pages does. The page is opened, a word is typed, and all that was transferred until
its first hit stands is counted. Then further queries are asked, each with words that were not asked before, and timed
from the key to the complete list.
"""

from __future__ import annotations

import gzip
import itertools
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.browser.large_archive import large
from tests.browser.search_site import build
from tools.ensure_browser import find_browser

from backfile.search import SearchDocument

COMPRESSED = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json"}
FIRST = "wheat"
NEXT = (
    "election",
    "harbour authority",
    '"officials in lindesby"',
    "bridges -storm",
    "tunnel OR lighthouse",
    "school 2008..2010",
    "by:Vance ship",
    "title:taxes",
)
FIRST_HIT = "first-hit"  # what the page asks for to say so
SYLLABLES = (
    "ba",
    "con",
    "der",
    "fi",
    "gal",
    "her",
    "in",
    "kor",
    "lu",
    "men",
    "no",
    "per",
    "ri",
    "sta",
    "tor",
    "ul",
    "ve",
)


def articles(count: int) -> list[SearchDocument]:
    """The test's articles, each filled up to about 500 words out of 40,000 whose frequency falls as in real text."""
    rng = random.Random(5)
    words = ["".join(rng.choices(SYLLABLES, k=rng.randrange(2, 5))) for _ in range(40_000)]
    weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(words))))
    made = []
    for document in large(count):
        more = tuple(f"{' '.join(rng.choices(words, cum_weights=weights, k=45))}." for _ in range(9))
        made.append(replace(document, paragraphs=(*document.content, *more)))
    return made


class Server(ThreadingHTTPServer):
    """Serves a folder, and counts what it sends: the compressed bodies, and 200 bytes of head a request."""

    daemon_threads = True

    def __init__(self, site: Path) -> None:
        self.site = site
        self.sent: list[tuple[str, int]] = []
        self.early: list[tuple[str, int]] = []  # until the page said that its first hit stands
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for the browser's acknowledgement
    server: Server

    def do_GET(self) -> None:
        name = self.path.split("?")[0].lstrip("/")
        if name == FIRST_HIT:
            self.server.early = list(self.server.sent)
        path = self.server.site / (f"{name}index.html" if name.endswith("/") else name)
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        self.send_response(200)
        if path.suffix in COMPRESSED:
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", COMPRESSED.get(path.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.server.sent.append((name, len(body) + 200))
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


def ask(page: Page, text: str) -> float:
    """Ask in the box, and return the milliseconds until the complete list stands."""
    return float(
        page.evaluate(
            """text => new Promise(resolve => {
                const box = document.querySelector('#q');
                const results = document.querySelector('[data-part=results]');
                box.value = text;
                const start = performance.now();
                box.form.requestSubmit();
                const look = () => results.hasAttribute('aria-busy')
                    ? requestAnimationFrame(look) : resolve(performance.now() - start);
                look();
            })""",
            text,
        )
    )


FETCH = """async names => {
    const start = performance.now();
    await Promise.all(names.map(name => fetch(name).then(response => response.arrayBuffer())));
    return performance.now() - start;
}"""


@contextmanager
def opened(site: Path) -> Iterator[tuple[Server, Page]]:
    """The search page of a site in a real browser, with nothing asked yet."""
    server = Server(site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(bypass_csp=True).new_page()  # for waiting by script
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/search/")
        page.wait_for_load_state("networkidle")
        yield server, page
        browser.close()
    server.shutdown()
    server.server_close()


def ask_first(server: Server, page: Page) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Ask the first word; what was sent until its first hit stood, and until the whole archive was searched."""
    page.evaluate(
        """path => new MutationObserver((_, observer) => {
            const first = document.querySelector('[data-part=hits] > li');
            if (!first) return;
            fetch(path).then(() => { window.firstHit = performance.now(); });
            observer.disconnect();
        }).observe(document.querySelector('[data-part=hits]'), { childList: true })""",
        f"/{FIRST_HIT}",
    )
    page.focus("#q")
    page.keyboard.type(FIRST)
    page.wait_for_function("window.firstHit")
    early = server.early
    page.wait_for_selector("[data-part=results]:not([aria-busy])")
    page.wait_for_load_state("networkidle")
    return early, list(server.sent)


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory(prefix="backfile-bench-") as folder, ExitStack() as stack:
        site = build(Path(folder), articles(count), bundle_size=2000, with_pages=False)
        server, page = stack.enter_context(opened(site))
        before = len(server.sent)
        bytes_opened = sum(size for _, size in server.sent)
        early, whole = ask_first(server, page)
        kilobytes = sum(size for _, size in early) / 1000
        print(f"{count:,} articles in {len(list((site / 'search').glob('*/pagefind-entry.json')))} bundles")
        print(f"page opened: {bytes_opened / 1000:.0f} kB in {before} requests, no search yet")
        print(f"first result: {kilobytes:.0f} kB in {len(early)} requests, the page included")
        print(f"whole archive searched: {sum(s for _, s in whole) / 1000:.0f} kB in {len(whole)} requests")
        by_kind: dict[str, int] = {}
        for name, size in early:
            kind = Path(name).suffix or "page"
            by_kind[kind] = by_kind.get(kind, 0) + size
        print("  " + ", ".join(f"{kind} {size / 1000:.0f}" for kind, size in sorted(by_kind.items())))
        cold = [ask(page, text) for text in NEXT]
        warm = [ask(page, f"{text} ") for text in (*NEXT[::-1], FIRST)]
        for text, milliseconds in zip(NEXT, cold, strict=True):
            print(f"  {milliseconds:6.0f} ms  {text}")
        print(f"next query: median {median(cold):.0f} ms with new words, {median(warm):.0f} ms asked again")
        names = [path.relative_to(site).as_posix() for path in sorted(site.glob("search/*/fragment/*"))[:40]]
        bare = [page.evaluate(FETCH, [f"../{name}" for name in half]) for half in (names[:20], names[20:])]
        print(f"20 bare fetches from the same server meanwhile: {min(bare):.0f} ms")


if __name__ == "__main__":
    started = time.monotonic()
    main()
    print(f"({time.monotonic() - started:.0f} s)")
