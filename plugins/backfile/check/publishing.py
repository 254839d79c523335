"""What the site takes on GitHub Pages: its share of the limits, what it is made of, how long a deployment may take."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from backfile.check.report import Finding, counted, size

PAGES_LIMIT = 1_000_000_000
"""The size of a published site on GitHub Pages, in bytes ("GitHub Pages limits")."""

DEPLOY_LIMIT = 600
"""After so many seconds GitHub gives a deployment up ("GitHub Pages limits")."""

ARTIFACT_LIMIT = 10_000_000_000
"""From this size on, in bytes, GitHub does not try to publish a site's tar file (actions/upload-pages-artifact)."""

_SECONDS = 15  # what small sites take
_SECONDS_A_GIGABYTE = 105
"""GitHub names no rate. Seven public deployments of 1.1 to 2.9 GB took 51 to 105 seconds for each; this is the slowest.
How many files they had is not known, nor is the time in GitHub's queue, which can be longer than all the rest."""

_CLOSE = 0.8  # of a limit: time to say so
_FILE_LIMIT = 100_000_000  # what a Git repository on GitHub takes in one file
_BLOCK = 512  # of a tar file: one for the name, then the content in whole blocks


@dataclass(frozen=True, slots=True)
class Weight:
    """What a site takes, in bytes.

    parts: of what it is made, the largest first. artifact: as the one tar file that is deployed. articles: how many
    there are.
    """

    total: int
    parts: tuple[tuple[str, int], ...]
    artifact: int
    articles: int

    @property
    def share(self) -> float:
        """The share of GitHub Pages' limit, 1 where the site just fits."""
        return self.total / PAGES_LIMIT

    @property
    def an_article(self) -> float | None:
        """Bytes an article, data files apart; None where there is no article."""
        return (self.total - dict(self.parts).get("data files", 0)) / self.articles if self.articles else None

    @property
    def room(self) -> int | None:
        """How many more articles like these the limit leaves room for; below 0 how many are too many."""
        return int((PAGES_LIMIT - self.total) * self.articles / self.total) if self.articles else None

    @property
    def deploy_seconds(self) -> int:
        """How long a deployment may take: a guess from the artifact's size."""
        return round(_SECONDS + _SECONDS_A_GIGABYTE * self.artifact / 1e9)

    def rows(self) -> Iterator[tuple[str, str]]:
        """What it takes, as rows of the report."""
        each = "" if self.an_article is None else f"; {self.an_article / 1000:.1f} kB an article, data files apart"
        yield "Share", f"{self.share:.1%} of GitHub Pages' 1 GB{each}"
        yield "Made of", ", ".join(f"{name} {size(count)}" for name, count in self.parts)
        if self.room is not None:
            number = counted(abs(self.room), "article")
            yield (
                "Room",
                f"for {number} more of this size" if self.room >= 0 else f"none: {number} of this size too many",
            )
        minutes = f"{self.deploy_seconds / 60:.1f} of {DEPLOY_LIMIT // 60} minutes"
        yield "Deploy", f"about {minutes}, guessed from {size(self.artifact)} in one file; GitHub's queue comes on top"


def weigh(sizes: Mapping[str, int], articles: Collection[str]) -> Weight:
    """Weigh a site. sizes: of every file, in bytes. articles: the pages of articles among them."""
    pages = frozenset(articles)
    parts: dict[str, int] = {}
    for name, count in sizes.items():
        part = "articles" if name in pages else _part(name)
        parts[part] = parts.get(part, 0) + count
    artifact = sum(_BLOCK + -(-count // _BLOCK) * _BLOCK for count in sizes.values())
    ordered = sorted(parts.items(), key=lambda part: (-part[1], part[0]))
    return Weight(sum(sizes.values()), tuple(ordered), artifact, len(pages))


def _part(name: str) -> str:
    first, _, rest = name.partition("/")
    last = name.rpartition("/")[2]
    if rest and first in ("data", "search", "theme"):
        return {"data": "data files", "search": "search", "theme": "theme"}[first]
    if re.fullmatch(r"evidence(-[0-9a-f]{2})?\.json", last):
        return "evidence"
    return "lists and other pages" if last.endswith(".html") else "feeds and other files"


def check_weight(weight: Weight) -> Iterator[Finding]:
    """What is too large for GitHub Pages, or soon will be."""
    if weight.share > _CLOSE:
        over = weight.share > 1
        message = f"the site takes {size(weight.total)} {'and is over' if over else 'of'} GitHub Pages' 1 GB"
        yield Finding("error" if over else "warning", "size", ".", message, _advice(weight))
    if weight.artifact > ARTIFACT_LIMIT:
        message = f"GitHub does not deploy a file of {size(weight.artifact)}"
        yield Finding("error", "deploy", ".", message, _advice(weight))
    elif weight.deploy_seconds > DEPLOY_LIMIT * _CLOSE:
        message = f"a deployment may take {weight.deploy_seconds / 60:.0f} minutes, GitHub gives up after 10"
        yield Finding("warning", "deploy", ".", message, _advice(weight))


def check_files(sizes: Mapping[str, int]) -> Iterator[Finding]:
    """Single files that are too large."""
    for name, count in sizes.items():
        if count > _FILE_LIMIT:
            yield Finding("warning", "size", name, f"takes {size(count)}", "split it")


def _advice(weight: Weight) -> str:
    """The least that brings the site under the mark where it would be said."""
    parts = dict(weight.parts)
    data, evidence = parts.get("data files", 0), parts.get("evidence", 0)
    mark = PAGES_LIMIT * _CLOSE
    for switches, saved in (("BACKFILE_DATA", data), ("BACKFILE_EVIDENCE", evidence), ("both", data + evidence)):
        if saved and weight.total - saved <= mark:
            named = "BACKFILE_DATA and BACKFILE_EVIDENCE" if switches == "both" else switches
            return f"set {named} to False, which saves {size(saved)}"
    sites = -(-(weight.total - data - evidence) // int(mark))
    return f"split the archive by years into {max(2, sites)} sites, or publish it where there is more room"
