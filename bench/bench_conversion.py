"""Count and time conversion: `python bench/bench_conversion.py [FILE...]`, by default over the golden cases.

The cases are short, so that each is made an article of about 500 words by saying its longest line again and again.
Prints articles, words, Python function calls per article, and milliseconds of one core per article of 500 words, beside
the time of a plain loop that tells how fast the machine is and how busy. Calls are the same on every run and every
machine; milliseconds are the best of twenty.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import time
from pathlib import Path

from backfile import rules
from backfile.conversion import convert, people
from backfile.intake import read

CASES = Path(__file__).resolve().parent.parent / "tests/cases"
WORDS = 500


def main() -> None:
    given = [Path(a) for a in sys.argv[1:]]
    files = given or sorted(CASES.glob("*/*.txt"))
    texts = [f.read_text(encoding="utf-8", errors="replace") for f in files]
    if not given:
        texts = [lengthened(text) for text in texts]
    raws = [a for f, text in zip(files, texts, strict=True) for a in read(f.name, text.encode()).articles]
    words = sum(len(a.text.split()) for a in raws)
    loaded = rules.load()
    best, loop = _seconds(raws, loaded)
    profile = cProfile.Profile()
    profile.runcall(_run, raws, loaded)
    calls = pstats.Stats(profile).total_calls  # type: ignore[attr-defined]
    print(f"{len(raws)} articles, {words / len(raws):.0f} words each, {len(loaded.rows)} rules")
    print(f"{calls / len(raws):.0f} calls an article")
    print(f"{best / words * WORDS * 1000:.3f} ms per {WORDS} words; sum(range(10**6)) takes {loop * 1000:.1f} ms here")


def lengthened(text: str) -> str:
    """The text with its longest line said again, as paragraphs of their own, until it has about 500 words."""
    longest = max(text.split("\n"), key=len)
    times = (WORDS - len(text.split())) // max(1, len(longest.split()))
    return text.replace(longest, "\n\n".join([longest] * (1 + max(0, times))), 1)


def _run(raws: list, loaded: rules.Rules) -> None:  # type: ignore[type-arg]
    for remembered in (people.read_names, people.read_byline, people.read_contacts):
        remembered.cache_clear()  # no credit is remembered from one round to the next
    for raw in raws:
        convert(raw, loaded)


def _seconds(raws: list, loaded: rules.Rules) -> tuple[float, float]:  # type: ignore[type-arg]
    """The best of twenty runs, and of a plain loop run between them, in seconds of one core."""
    best = loop = float("inf")
    for _ in range(20):
        start = time.process_time()
        _run(raws, loaded)
        middle = time.process_time()
        sum(range(10**6))
        best, loop = min(best, middle - start), min(loop, time.process_time() - middle)
    return best, loop


if __name__ == "__main__":
    main()
