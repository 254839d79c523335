"""How well articles are read and tagged, and what has changed since docs/quality.md was written.

`python tools/score.py [--write] [--misses]`, from anywhere. The labelled real texts are not part of this repository:
they lie in `../shared` beside the checkout, with a script each for conversion and for tags. Without them there is
nothing to do, and this says so. `--write` puts the figures into docs/quality.md; `--misses` shows what was missed.
"""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCORE = ROOT.parent / "shared" / "score"
PAGE = ROOT / "docs" / "quality.md"

TABLES: Mapping[str, tuple[str, ...]] = {
    "conversion": ("figure", "precision", "recall", "F1", "labels", "wanted"),
    "tags": ("kind", "precision", "recall", "given", "labels", "wanted"),
    "sample": ("figure", "precision", "recall", "F1", "labels"),
}
"""The tables of the page, by the name in their comment, and their columns."""

WANTED: Mapping[str, Mapping[str, str]] = {
    "conversion": {
        **dict.fromkeys(("title", "date", "source"), "F1 0.97"),
        **dict.fromkeys(("reporters", "contributors", "editors"), "F1 0.97, precision 0.98"),
        **dict.fromkeys(("dateline", "emails", "locations"), "F1 0.95"),
        "body right": "0.93",
        "whole right": "0.80",
    },
    "tags": {
        **dict.fromkeys(("places", "topics"), "precision 0.92, recall 0.80"),
        **dict.fromkeys(("organisations", "people"), "precision 0.95, recall 0.80"),
    },
}

Rows = dict[str, tuple[str, ...]]
"""The numbers of each row as printed, by the row's name."""


def main() -> int:
    """Score, show, and write the page if asked to; 1 if a script failed."""
    cli = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    cli.add_argument("--write", action="store_true", help="put the figures into docs/quality.md")
    cli.add_argument("--misses", action="store_true", help="show what was missed")
    options = cli.parse_args()
    if not SCORE.is_dir():
        print("score: skipped, there are no labelled texts in ../shared beside this checkout")
        return 0
    program = shlex.quote(str(Path(sys.executable).with_name("backfile")))
    scripts = {"conversion": SCORE / "score_conversion.py", "tags": SCORE / "score_tags.py"}
    misses = ["--misses"] if options.misses else []
    commands = {name: [str(path), "--backfile", program, *misses] for name, path in scripts.items()}
    page = PAGE.read_text(encoding="utf-8")
    failed = False
    for name, arguments in {**commands, "sample": ["-m", "tests.quality.measure"]}.items():
        run = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        print(f"\n{name}\n{run.stdout.rstrip()}")
        rows = numbers(run.stdout)
        if run.returncode or not rows:
            print(f"score: {name} failed\n{run.stderr.rstrip()}", file=sys.stderr)
            failed = True
            continue
        print(*(changes(read(page, name), rows) or ["as in docs/quality.md"]), sep="\n")
        page = replaced(page, name, rows)
    if options.write and not failed:
        PAGE.write_text(page, encoding="utf-8")
        print(f"\nwritten: {PAGE.relative_to(ROOT)}")
    return int(failed)


def numbers(output: str) -> Rows:
    """The rows of a script's printed table: a name, then numbers and nothing else."""
    lines = re.finditer(r"^([a-z]+(?: right)?) {2,}((?:[\d.]+ *)+)$", output, re.MULTILINE)
    rows = {line[1]: tuple(line[2].split()) for line in lines}
    return {name: ("", "", *row) if name.endswith(" right") else row for name, row in rows.items()}


def read(page: str, name: str) -> Rows:
    """The numbers that the page's table of this name holds; none before it was first written."""
    cells = (
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in block(page, name)[1].splitlines()
        if line.startswith("|")
    )
    return {first: tuple(rest[:4]) for first, *rest in list(cells)[2:]}


def changes(old: Rows, new: Rows) -> list[str]:
    """What differs, in words: the row, the column's old number and the new one."""
    found = []
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name, ()), new.get(name, ())
        if was != now:
            found.append(f"changed: {name}: {' '.join(was).strip() or 'none'} -> {' '.join(now).strip() or 'none'}")
    return found


def replaced(page: str, name: str, rows: Rows) -> str:
    """The page with its table of this name made from these rows."""
    columns = TABLES[name]
    lines = ["| " + " | ".join(columns) + " |", "|---|" + "---:|" * 4 + "---|" * (len(columns) - 5)]
    for row, values in rows.items():
        cells = (row, *values, WANTED.get(name, {}).get(row, ""))[: len(columns)]
        lines.append("| " + " | ".join(cells) + " |")
    before, _, after = block(page, name)
    return before + "\n".join(lines) + "\n" + after


def block(page: str, name: str) -> tuple[str, str, str]:
    """The page before the table of this name, the table, and the page after it."""
    opening, closing = f"<!-- figures: {name} -->\n", "<!-- end of figures -->"
    start = page.index(opening) + len(opening)
    end = page.index(closing, start)
    return page[:start], page[start:end], page[end:]


if __name__ == "__main__":
    sys.exit(main())
