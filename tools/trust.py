"""Writes the figures of docs/trust.md from what the test runs left in .trust/, and from the fuzzer's notes.

`make trust` runs the tests and then this; `make soak` and `make fuzz` leave more for it. Nothing counts that did not
run: a test that failed or was passed over is named in the table.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/trust.md"
BEGIN, END = "<!-- figures: written by `make trust` -->", "<!-- end of figures -->"

# What a row of the table counts: the tests of these modules whose names match.
ROWS = (
    ("Deaths (SIGKILL) in the middle of a build, chosen", "tests.hostile.test_kill", "killed"),
    ("Deaths at a moment that chance chose", "tests.soak.test_kills", ""),
    ("Faults of disks, folders, raw files, catalog, journal, Pagefind", "tests.hostile.test_files", ""),
    ("Files that may not grow; names held for one; files that change while read", "tests.hostile.test_limits", ""),
    ("Hostile raw files and names, each a right page or a reasoned refusal", "tests.hostile.test_inputs", ""),
    ("Tests of the search box with queries that nobody would type", "tests.fuzz.test_queries", ""),
    ("Faults in Markdown written by hand", "tests.hostile.test_by_hand", ""),
    ("Tests of script injection, in the parsed pages and in Chromium", "tests.hostile.test_scripts", ""),
    ("Tests of taking down", "tests.hostile.test_takedown", ""),
    ("Tests of what is kept out of search engines", "tests.hostile.test_unlisted", ""),
    ("Tests of taking down where facts are kept and builds passed over", "tests.hostile.test_takedown_memory", ""),
    ("Tests of fixity: bytes flipped in every file of a site", "tests.unit.test_fixity", ""),
    ("Tests of the lock", "tests.unit.test_lock", ""),
    ("Builds under other locales, zones, seeds, folders and cores, byte for byte", "tests.site.test_reproducible", ""),
    ("Rules whose time grows with the text and not faster", "tests.soak.test_growth", ""),
    ("10,000 articles with 1 GB for each process", "tests.soak.test_memory", ""),
)


@dataclass(frozen=True, slots=True)
class Test:
    """A test that ran: its module, its name, how it ended, and the bytes that it searched."""

    module: str
    name: str
    outcome: str
    searched: int


def main() -> int:
    tests = list(ran())
    if not tests:
        print("nothing ran yet; run: make trust", file=sys.stderr)
        return 1
    text = PAGE.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    PAGE.write_text(f"{head}{BEGIN}\n\n{table(tests)}\n\n{END}{tail}", encoding="utf-8")
    return 0


def ran() -> Iterator[Test]:
    """Every test of the last runs."""
    for path in sorted((ROOT / ".trust").glob("*.xml")):
        for case in ElementTree.parse(path).iter("testcase"):
            kinds = {child.tag for child in case}
            outcome = "failed" if kinds & {"failure", "error"} else "passed over" if "skipped" in kinds else "passed"
            values = [p.get("value", "") for p in case.iter("property") if p.get("name") == "bytes searched"]
            yield Test(case.get("classname", ""), case.get("name", ""), outcome, sum(map(int, values)))


def table(tests: list[Test]) -> str:
    lines = ["| what | passed | not passed |", "|---|---|---|"]
    for label, module, name in ROWS:
        here = [test for test in tests if test.module == module and re.search(name, test.name)]
        passed = sum(test.outcome == "passed" for test in here)
        other = ", ".join(f"{test.name} {test.outcome}" for test in here if test.outcome != "passed") or "–"
        lines.append(f"| {label} | {passed if here else 'not run'} | {other} |")
    payloads = (ROOT / "tests/hostile/payloads.txt").read_text(encoding="utf-8").split("\n")
    count = sum(1 for line in payloads if line and not line.startswith("# "))
    lines += ["", "| what | figure |", "|---|---|", f"| Payloads of script injection | {count} |"]
    searched = sum(test.searched for test in tests)
    lines.append(f"| Bytes searched for what was taken down, unpacked | {searched:,} |")
    notes = ROOT / "tests/fuzz/figures.json"
    fuzzed = json.loads(notes.read_text()) if notes.is_file() else {}
    minutes = sum(each["seconds"] for each in fuzzed.values()) / 60
    inputs = sum(each["inputs"] for each in fuzzed.values())
    findings = sum(each["findings"] for each in fuzzed.values())
    lines.append(f"| Minutes fuzzed, all targets together | {minutes:,.0f} |")
    lines.append(f"| Inputs that fuzzing tried | {inputs:,} |")
    lines.append(f"| Findings of fuzzing, all mended | {findings} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
