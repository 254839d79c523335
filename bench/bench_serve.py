"""Measure how soon `backfile serve` shows a saved edit, and how soon search finds it.

    python bench/bench_serve.py [ARTICLES] [--edits 5] [--site FOLDER]

Of 10,000 invented articles, unless said otherwise, the Markdown of one after the other is saved with one more sentence.
Its page is asked for over HTTP until the sentence is on it; then the published list of search bundles, until a bundle
that it names holds the sentence's word. --site: an archive built before by this script or by hand (its folder holds
content/); it is edited in place.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
PAGE_BUDGET, SEARCH_BUDGET = 1.0, 5.0  # seconds
PATIENCE = 300.0  # seconds
LOOK = 0.02  # seconds between two looks


def main() -> int:
    """Serve, edit, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=int, default=10_000, metavar="ARTICLES")
    parser.add_argument("--edits", type=int, default=5, metavar="N")
    parser.add_argument("--site", type=Path, metavar="FOLDER")
    args = parser.parse_args()
    base = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(prefix="backfile-bench-", dir=base) as folder:
        home = args.site.resolve() if args.site else make(Path(folder), args.articles)
        command = [sys.executable, "-m", "backfile.cli", "serve", "--port", "0", "--content", "content"]
        with (Path(folder) / "log").open("w+") as log:
            serving = subprocess.Popen(
                [*command, "--output", "output"], cwd=home, stdout=subprocess.PIPE, stderr=log, text=True
            )
            try:
                site = address(serving)
                found = [edit(home, site, number) for number in range(args.edits)]
            except SystemExit:
                log.seek(0)
                print(log.read(), file=sys.stderr)
                raise
            finally:
                serving.terminate()
                serving.communicate()
    for what, seconds, budget in zip(("on its page", "found by search"), zip(*found), (PAGE_BUDGET, SEARCH_BUDGET)):
        each = ", ".join(f"{value:.2f}" for value in seconds)
        kept = "kept" if median(seconds) <= budget else "missed"
        print(f"{what}: median {median(seconds):.2f} s ({each}); budget {budget:g} s: {kept}")
    return 0


def make(home: Path, articles: int) -> Path:
    """Make an archive of raw articles; `serve` converts them."""
    command = [sys.executable, str(HERE / "make_archive.py"), str(home / "made"), "--format", "raw"]
    subprocess.run([*command, "--articles", str(articles)], check=True)
    (home / "content").mkdir()
    (home / "made" / "raw").rename(home / "content" / "raw")
    return home


def address(serving: subprocess.Popen[str]) -> str:
    """The address of the site, once its first build is done."""
    assert serving.stdout is not None
    for line in serving.stdout:
        if line.startswith("Serving "):
            return line.split()[1]
    raise SystemExit("backfile serve ended before it served")


def edit(home: Path, site: str, number: int) -> tuple[float, float]:
    """Save one article with one more sentence; seconds until its page shows it, and until search finds it."""
    articles = sorted((home / "content" / "articles").rglob("*.md"))
    path = articles[(number * 2 + 1) * len(articles) // 11 % len(articles)]
    text = path.read_text(encoding="utf-8")
    day = re.search(r"^date: (\d{4})-(\d\d)-(\d\d)", text, re.MULTILINE)
    slug = re.search(r"^slug: (\S+)", text, re.MULTILINE)
    if day is None or slug is None:
        raise SystemExit(f"{path}: an article without a date or a slug")
    word = f"zwieback{time.time_ns()}"
    before = bundles(site)
    path.write_text(f"{text.rstrip()} They ate {word}.\n", encoding="utf-8")
    start = time.monotonic()
    page = f"{site}{'/'.join(day.groups())}/{slug[1]}.html"
    shown = wait(lambda: word.encode() in get(page), start)
    searched = wait(lambda: any(holds(home, bundle, word) for bundle in bundles(site) - before), start)
    return shown, searched


def wait(is_there: Callable[[], bool], start: float) -> float:
    """Seconds since the start until it is there."""
    while not is_there():
        if time.monotonic() - start > PATIENCE:
            raise SystemExit(f"not there after {PATIENCE:.0f} s")
        time.sleep(LOOK)
    return time.monotonic() - start


def bundles(site: str) -> set[str]:
    """The bundles that search uses."""
    return {span["bundle"] for span in json.loads(get(f"{site}search/spans.json"))["spans"]}


def holds(home: Path, bundle: str, word: str) -> bool:
    """Whether a bundle's fragments hold a word."""
    needle = word.encode()
    fragments = (home / "output" / "search" / bundle / "fragment").iterdir()
    return any(needle in gzip.decompress(fragment.read_bytes()) for fragment in fragments)


def get(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:
        return bytes(answer.read())


if __name__ == "__main__":
    sys.exit(main())
