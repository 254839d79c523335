"""Whether anything at all has changed since the last build: if not, there is nothing to load and nothing to compare.

What a build depends on is looked at from outside, by size and time of change of every file. The look is taken before
the build reads them, so that what is saved in the meantime is met by the next build.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from backfile.convert import ConvertReport
from backfile.forks import spread
from backfile.model import Doubt, Refusal
from backfile.search import SearchReport
from backfile.site.facts import File, files
from backfile.site.published import scan
from backfile.site.report import BuildReport

logger = logging.getLogger(__name__)

NAME = "unchanged.json"


@dataclass(frozen=True, slots=True)
class Look:
    """What stands on the disk, as hashes. sources: all that a build reads, but the articles."""

    sources: str
    articles: str
    output: str


def look(
    sources: Iterable[Path], articles: Path, raw: Path, output: Path, *, settings: str, workers: int
) -> tuple[Look, dict[str, tuple[int, int]]]:
    """Look at every file that a build reads or writes; the files of the output come with their sizes and times.

    sources: folders. articles, raw: the folders of the articles, which lie in one of them. settings: a hash of what
    is not on the disk.
    """
    stats: dict[str, tuple[int, int]] = {}

    def some(part: int, parts: int) -> bytes:
        if part == 0:
            stats.update(scan(output))
        if part < parts - 1:
            return b""
        digest = blake2b(settings.encode("utf-8", "surrogatepass"), digest_size=16)
        for root in sources:
            for line in _lines(str(root), str(articles), f"{raw}/"):
                digest.update(line)
        return f"{digest.hexdigest()} {of_articles(files(articles))}".encode()

    of_sources, of_theirs = spread(some, min(2, workers))[-1].decode().split()
    return Look(of_sources, of_theirs, of_output(stats)), stats


def of_articles(found: Iterable[File]) -> str:
    """A hash of what stands in the articles folder."""
    digest = blake2b(digest_size=16)
    for file in found:
        digest.update(f"{file.name}\0{file.size} {file.mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def of_output(stats: Mapping[str, tuple[int, int]]) -> str:
    """A hash of what stands in the output, from the size and the time of each file."""
    lines = "\n".join([f"{name}\0{size} {mtime_ns}" for name, (size, mtime_ns) in sorted(stats.items())])
    return blake2b(lines.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _lines(root: str, but: str, raw: str) -> Iterator[bytes]:
    """A line for each folder and the files in it; `but` and what it holds are left out. raw: the raw folder."""
    try:
        entries = sorted(os.scandir(root), key=lambda entry: entry.name)
    except FileNotFoundError:
        yield b"none\n"
        return
    said = [root]
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if entry.path != but and entry.name != "__pycache__":
                yield from _lines(entry.path, but, raw)
        elif _leads_to_folder(entry):
            # The raw folder's links are not followed; what lies behind another cannot be vouched for.
            yield entry.path.encode("utf-8", "surrogateescape") + (b"" if entry.path.startswith(raw) else os.urandom(8))
        else:
            said.append(f"{entry.name}\0{_stamp(entry)}")
    yield "\n".join(said).encode("utf-8", "surrogateescape")


def _stamp(entry: os.DirEntry[str]) -> str:
    try:
        status = entry.stat()
    except OSError:  # a link to nothing or to itself, or gone by now
        return "none"
    return f"{status.st_size} {status.st_mtime_ns} {status.st_mode}"


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def remember(state: Path, seen: Look, report: BuildReport) -> None:
    """Write down what a build has left, and what the next one is to say if nothing changes until then."""
    part = state / f"{NAME}.new"
    values = {"seen": asdict(seen), "report": asdict(report.settled())}
    part.write_text(json.dumps(values, separators=(",", ":")), encoding="utf-8")
    part.replace(state / NAME)


def forget(state: Path) -> None:
    """Drop what was written down: a build is about to change what it describes."""
    (state / NAME).unlink(missing_ok=True)


def recall(state: Path, seen: Look) -> BuildReport | None:
    """The report of a build that finds everything as the last one left it; None where something differs."""
    try:
        values = json.loads((state / NAME).read_text(encoding="utf-8"))
        if values["seen"] != asdict(seen):
            return None
        return _report(values["report"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, LookupError) as error:
        logger.debug("%s cannot be read (%s)", state / NAME, error)
        return None


def _report(values: dict[str, Any]) -> BuildReport:
    conversion, search = values.pop("conversion"), values.pop("search")
    values.pop("committed")  # nothing was
    report = BuildReport(**{**values, "refusals": [Refusal(**one) for one in values["refusals"]]})
    if conversion is not None:
        report.conversion = ConvertReport(
            **{
                **conversion,
                **{key: [Refusal(**one) for one in conversion[key]] for key in ("refused", "taken_down")},
                "doubts": [(name, _doubt(one)) for name, one in conversion["doubts"]],
                **{key: [(one, other) for one, other in conversion[key]] for key in ("duplicates", "missing")},
            }
        )
    if search is not None:
        kept = {key: tuple(search[key]) for key in ("rebuilt", "kept", "removed")}
        report.search = SearchReport(**{**search, **kept})
    return report


def _doubt(values: dict[str, Any]) -> Doubt:
    return Doubt(**{**values, "candidates": tuple(values["candidates"])})
