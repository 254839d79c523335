"""Count and time conversion: `python bench/bench_conversion.py [FILE...]`, by default over the golden cases.

Prints articles, words, Python function calls per article and milliseconds of one core per article and per 500 words.
Calls are the same on every run and every machine; milliseconds are the best of five.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import time
from pathlib import Path

from backfile import rules
from backfile.conversion import convert
from backfile.intake import read

CASES = Path(__file__).resolve().parent.parent / "tests/cases"


def main() -> None:
    files = [Path(a) for a in sys.argv[1:]] or sorted(CASES.glob("*/*.txt"))
    raws = [a for f in files for a in read(f.name, f.read_bytes()).articles]
    words = sum(len(a.text.split()) for a in raws)
    loaded = rules.load()
    best = min(_seconds(raws, loaded) for _ in range(5))
    profile = cProfile.Profile()
    profile.runcall(_run, raws, loaded)
    calls = pstats.Stats(profile).total_calls  # type: ignore[attr-defined]
    print(f"{len(raws)} articles, {words} words, {len(loaded.rows)} rules")
    print(f"{calls / len(raws):.0f} calls an article")
    print(f"{best / len(raws) * 1000:.3f} ms an article, {best / words * 500_000:.3f} ms per 500 words")


def _run(raws: list, loaded: rules.Rules) -> None:  # type: ignore[type-arg]
    for raw in raws:
        convert(raw, loaded)


def _seconds(raws: list, loaded: rules.Rules) -> float:  # type: ignore[type-arg]
    start = time.process_time()
    _run(raws, loaded)
    return time.process_time() - start


if __name__ == "__main__":
    main()
