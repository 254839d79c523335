"""`make fuzz`: coverage-guided fuzzing with atheris; what is found is kept as a case and fails every later test run.

python -m tests.fuzz.run [--seconds N] [TARGET…]: each target runs in a process of its own for N seconds. Corpora grow
in `.fuzz/`, which is not committed; a finding is written to `tests/fuzz/found/TARGET/`, which is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import subprocess
import sys
import time
import traceback
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CORPUS = ROOT / ".fuzz"
TARGETS = ("intake", "conversion", "markdown", "settings", "rules", "vocabulary")
QUERY = "query"  # the browser's parser, by a generator of our own in Chromium: atheris sees no JavaScript
BATCH = 50_000  # queries in one call of the page


def seeds(target: str) -> list[bytes]:
    """What the fuzzer starts from: the repository's own examples."""
    package = ROOT / "plugins/backfile"
    cases = [p.read_bytes() for p in sorted((ROOT / "tests/cases").glob("*/*")) if p.suffix != ".json"]
    payloads = [line for line in (ROOT / "tests/hostile/payloads.txt").read_bytes().split(b"\n") if line]
    articles = [p.read_bytes() for p in sorted((ROOT / "content/articles").rglob("*.md"))[:60]]
    raw = [p for p in sorted((ROOT / "content/raw").rglob("*")) if p.is_file()][:80]
    suffixes = [".txt", ".html", ".json", ".jsonl", ".csv", ".sgml", ""]
    if target == "intake":
        kinds = [(suffixes.index(p.suffix) if p.suffix in suffixes else 6, p.read_bytes()[:20_000]) for p in raw]
        return [bytes([kind]) + data for kind, data in kinds] + [bytes([0]) + data for data in cases]
    if target == "conversion":
        return cases + [p.read_bytes()[:20_000] for p in raw if p.suffix == ".txt"] + payloads
    if target == "markdown":
        return articles + payloads
    if target == "settings":
        return [
            b'BACKFILE_JOBS = 2\nBACKFILE_RAW = "../x"\nBACKFILE_STRICT = true\nBACKFILE_DATE_FROM = ["text"]\n',
            b'[[review]]\nsha256 = "' + b"a" * 64 + b'"\nfield = "title"\nkind = "glued"\nvalue = "A Title"\n',
            b'salt = "' + b"0" * 64 + b'"\n[[article]]\naction = "remove"\ndate = 2026-11-25\nby = "x"\nreason = "y"\n'
            b'address = "a/b.html"\nknown_by = ["ab"]\nnear = "00000001"\n[[person]]\ndate = 2026-11-25\nby = "x"\n'
            b'reason = "y"\nstand_in = "A. B."\nnames = ["2:ab:' + b"c" * 24 + b'"]\n',
        ]
    if target == "rules":
        return [p.read_bytes() for p in sorted((package / "rules").glob("*.toml"))] + [
            b'[fields]\nbody = "story.text"\n'
        ]
    tables = sorted((package / "tagging/vocabulary").glob("*.tsv"))
    return [bytes([n]) + p.read_bytes()[:3000] for n, p in enumerate(tables)] + [b"\x05[rename]\nA = 'B'\n[merge]\n"]


def place_of(error: BaseException) -> str:
    """Where an error came from, so that the same one is kept once."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if "/backfile/" in f.filename] or frames
    last = ours[-1]
    return f"{type(error).__name__} {Path(last.filename).name}:{last.name}:{last.line}"


def fuzz(target: str, seconds: int) -> None:
    """Fuzz one target in this process, which atheris ends."""
    import atheris

    with atheris.instrument_imports(include=["backfile", "yaml", "tomllib"]):
        from tests.fuzz import targets

    one, seen = targets.TARGETS[target], set[str]()
    corpus = CORPUS / target
    corpus.mkdir(parents=True, exist_ok=True)
    for data in seeds(target):
        (corpus / hashlib.sha1(data, usedforsecurity=False).hexdigest()).write_bytes(data)

    def attempt(data: bytes) -> None:
        try:
            one(data)
        except Exception as error:
            place = place_of(error)
            if place not in seen:
                seen.add(place)
                folder = HERE / "found" / target
                folder.mkdir(parents=True, exist_ok=True)
                (folder / hashlib.sha256(place.encode()).hexdigest()[:12]).write_bytes(data)
                print(f"FOUND {target}: {place}", file=sys.stderr, flush=True)

    limits = [f"-max_total_time={seconds}", "-timeout=30", "-rss_limit_mb=3000", "-max_len=20000", "-verbosity=0"]
    stopped = CORPUS / "stopped"  # what took too long or too much memory
    stopped.mkdir(exist_ok=True)
    atheris.Setup(
        [sys.argv[0], *limits, "-print_final_stats=1", f"-artifact_prefix={stopped}/{target}-", str(corpus)], attempt
    )
    atheris.Fuzz()


def fuzz_queries(seconds: int) -> None:
    """Try invented queries in a browser, and tell of them as atheris does."""
    from playwright.sync_api import sync_playwright
    from tools.ensure_browser import find_browser

    from tests.fuzz import queries

    tried, until, seen = 0, time.monotonic() + seconds, set[str]()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        with queries.query_page(browser) as page:
            while time.monotonic() < until:
                batch = queries.attempt(page, random.getrandbits(31), BATCH, [])
                tried += batch.count
                for text, what in batch.faults:
                    if what.partition(":")[0] not in seen:
                        seen.add(what.partition(":")[0])
                        queries.keep(text, hashlib.sha256(what.encode()).hexdigest()[:12])
                        print(f"FOUND {QUERY}: {what} {text!a}", file=sys.stderr, flush=True)
        browser.close()
    print(f"stat::number_of_executed_units: {tried}", file=sys.stderr)


def main() -> int:
    parser = argparse.ArgumentParser(description="Fuzz with atheris")
    parser.add_argument(
        "targets", nargs="*", default=(*TARGETS, QUERY), metavar="TARGET", help=", ".join((*TARGETS, QUERY))
    )
    parser.add_argument("--seconds", type=int, default=600, help="for each target (default: 600)")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.here:
        if args.targets == [QUERY]:
            fuzz_queries(args.seconds)
        else:
            fuzz(args.targets[0], args.seconds)
        return 0
    done: dict[str, dict[str, int]] = {}
    bad = 0
    for target in args.targets:
        started = time.monotonic()
        command = [sys.executable, "-m", "tests.fuzz.run", "--here", "--seconds", str(args.seconds), target]
        run = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, errors="replace", check=False)
        lines = run.stderr.splitlines()
        inputs = next((int(line.split()[-1]) for line in lines if "number_of_executed_units" in line), 0)
        found = [line for line in lines if line.startswith("FOUND ")]
        bad += len(found) + bool(run.returncode)
        done[target] = {"seconds": round(time.monotonic() - started), "inputs": inputs, "findings": len(found)}
        print(f"{target:<12}{done[target]['seconds']:>6} s{inputs:>12,} inputs{len(found):>4} findings", flush=True)
        print(*found, *(lines[-20:] if run.returncode else ()), sep="\n", flush=True)
    note(done)
    return int(bool(bad))


def note(done: dict[str, dict[str, int]]) -> None:
    """Add what was done to the figures that `make trust` writes down."""
    path = HERE / "figures.json"
    known = json.loads(path.read_text()) if path.is_file() else {}
    for target, figures in done.items():
        before = known.get(target, {})
        known[target] = {key: before.get(key, 0) + value for key, value in figures.items()}
    path.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    sys.exit(main())
