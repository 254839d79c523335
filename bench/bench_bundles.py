"""Measure how large a search bundle should be: its rebuild against the requests and bytes of a search over everything.

    python bench/bench_bundles.py [ARTICLES]

The invented articles of bench_search.py (10,000 unless said otherwise) are indexed in bundles of at most 500, 1,000,
2,000 and 4,000. For each size one full bundle is built three times, alone; then the search page is opened in Chromium,
a word is typed, and what is sent until the first hit and until the whole archive is searched is counted.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.bench_search import articles, ask, ask_first, opened
from tests.browser.search_site import build

from backfile.search import SearchDocument, build_bundles
from backfile.settings import Settings

SIZES = (500, 1000, 2000, 4000)
RUNS = 3
AGAIN = "lighthouse"


def rebuild(documents: Sequence[SearchDocument], folder: Path) -> tuple[float, float]:
    """Seconds to build one bundle of articles of one decade, and CPU seconds."""
    settings = Settings.read({"PATH": str(folder / "content"), "BACKFILE_BUNDLE_SIZE": len(documents)})
    started, before = time.perf_counter(), os.times()
    build_bundles(documents, out=folder / "search", known={}, present=lambda _: False, settings=settings)
    wall, after = time.perf_counter() - started, os.times()
    return wall, sum(after[:4]) - sum(before[:4])


def main() -> None:
    """Print the table."""
    documents = articles(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    decades: dict[str, list[SearchDocument]] = defaultdict(list)
    for document in documents:
        decades[document.day[:3]].append(document)
    decade = max(decades.values(), key=len)
    built: dict[int, tuple[int, list[tuple[float, float]], float]] = {}
    with tempfile.TemporaryDirectory(prefix="backfile-bench-") as name:
        folder = Path(name)
        # From the smallest on: the system tells the memory of the largest process so far.
        for size in SIZES:
            runs = [rebuild(decade[:size], folder / f"{size}-{run}") for run in range(RUNS)]
            memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
            built[size] = (len(decade[:size]), runs, memory * (1 if sys.platform == "darwin" else 1024) / 1e6)
        print(f"{len(documents):,} articles; a rebuild is the median of {RUNS} (range)\n")
        print(
            "| at most | built | bundles | rebuild s | CPU s | Pagefind's memory MB | first hit: requests, kB "
            "| all searched: requests, kB | a further word ms |"
        )
        print("|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
        for size, (count, runs, memory) in built.items():
            seconds, cpu = zip(*runs)
            site = build(folder / str(size), documents, bundle_size=size, with_pages=False)
            bundles = len(list((site / "search").glob("*/pagefind-entry.json")))
            with opened(site) as (server, page):
                early, whole = ask_first(server, page)
                further = ask(page, AGAIN)
            print(
                f"| {size:,} | {count:,} | {bundles} | {median(seconds):.1f} ({min(seconds):.1f}-{max(seconds):.1f}) "
                f"| {median(cpu):.1f} | {memory:,.0f} | {_sum(early)} | {_sum(whole)} | {further:.0f} |",
                flush=True,
            )


def _sum(sent: list[tuple[str, int]]) -> str:
    return f"{len(sent)}, {sum(size for _, size in sent) / 1000:,.0f}"


if __name__ == "__main__":
    main()
