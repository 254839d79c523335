"""Looks over a built site before it is published: links, markup, search, sizes, doubts left.

HTML itself is checked by a validator in the tests; this is what an owner wants to know of every build, at any size.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from backfile.check.files import check_names, check_search, check_styles, check_xml
from backfile.check.links import Site, url_of
from backfile.check.page import PageFacts, anchors_of, read_pages
from backfile.check.publishing import check_files, check_weight, weigh
from backfile.check.report import CheckReport, Finding, sort_findings
from backfile.progress import SILENT, Progress

__all__ = ["CheckReport", "Finding", "check_site"]

_FEW = 1000  # up to so many pages one process is quicker
_LARGEST = 3


def check_site(
    output: Path,
    *,
    base_path: str | None = None,
    content: Path | None = None,
    site_url: str | None = None,
    jobs: int = 1,
    progress: Progress = SILENT,
) -> CheckReport:
    """Check a built site.

    output: its folder. base_path: where it lies on its host, as "/repo"; of the site's address unless given.
    content: the archive's content folder, to ask its catalog for doubts. site_url: the site's address; what the
    front page says unless given. jobs: how many processes read pages.

    Time and memory grow with the number of links. Raises OSError for a folder that cannot be read.
    """
    started = time.monotonic()
    sizes = _files(output)
    files = tuple(sorted(sizes))
    address = (_address(output) if site_url is None else site_url).rstrip("/")
    path = urlsplit(address).path if base_path is None else f"/{base_path.strip('/')}".rstrip("/")
    site = Site.at(output, files, address, path)
    names = [name for name in files if name.endswith(".html")]
    pages = _read(site, names, jobs, progress)

    findings = [finding for page in pages for finding in page.findings]
    findings += _anchors(site, pages)
    findings += _canonicals(pages)
    articles = [page.name for page in pages if page.is_article]
    clicks, lost = _reach(site, pages, articles)
    findings += lost
    findings += check_names(files)
    findings += check_styles(site)
    findings += check_xml(site)
    indexed, spans, wrong = check_search(site, len(articles))
    findings += wrong
    weight = weigh(sizes, articles)
    findings += check_weight(weight)
    findings += check_files(sizes)
    if "404.html" not in sizes:
        findings.append(Finding("warning", "404", "404.html", "is missing", "build the site again"))
    largest = sorted(sizes.items(), key=lambda item: (-item[1], item[0]))[:_LARGEST]
    return CheckReport(
        findings=sort_findings(findings),
        pages=len(pages),
        articles=len(articles),
        files=len(files),
        weight=weight,
        links=sum(page.links for page in pages),
        largest=tuple(largest),
        clicks=clicks,
        indexed=indexed,
        spans=spans,
        doubts=_doubts(content),
        site_url=address,
        seconds=round(time.monotonic() - started, 3),
    )


def _files(output: Path) -> dict[str, int]:
    """Every file that would be published, with its size; what starts with a dot is not."""
    found: dict[str, int] = {}
    folders = [(output, "")]
    while folders:
        folder, prefix = folders.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(".") and entry.name != ".well-known":
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append((folder / entry.name, f"{prefix}{entry.name}/"))
                elif entry.is_file():
                    found[prefix + entry.name] = entry.stat().st_size
    return found


def _address(output: Path) -> str:
    """The site's address, as its front page says; empty when it does not."""
    front = output / "index.html"
    if not front.is_file():
        return ""
    link = LexborHTMLParser(front.read_bytes()).css_first("link[rel=canonical]")
    href = (link.attributes.get("href") or "") if link is not None else ""
    return href if urlsplit(href).netloc else ""


def _read(site: Site, names: Sequence[str], jobs: int, progress: Progress) -> list[PageFacts]:
    jobs = jobs if len(names) > _FEW else 1
    # A process is sent the names of all files with each batch: few batches, but enough to share the work evenly.
    length = _FEW if jobs == 1 else max(_FEW, len(names) // (4 * jobs) + 1)
    batches = [names[start : start + length] for start in range(0, len(names), length)]
    pages: list[PageFacts] = []
    with progress.stage("Checking", len(names)) as stage, contextlib.ExitStack() as stack:
        spread = stack.enter_context(ProcessPoolExecutor(jobs)).map if jobs > 1 else map
        for read in spread(partial(read_pages, site), batches):
            pages += read
            stage.advance(len(read))
    return pages


def _anchors(site: Site, pages: Sequence[PageFacts]) -> list[Finding]:
    """Links to a place in another page that is not there; only the pages that such links lead to are read again."""
    wanted: dict[int, list[tuple[str, str]]] = {}
    for page in pages:
        for number, place in page.anchors:
            if site.files[number].endswith(".html"):
                wanted.setdefault(number, []).append((page.name, place))
    findings = []
    for number, links in wanted.items():
        there = anchors_of((site.root / site.files[number]).read_bytes())
        for name, place in links:
            if place not in there:
                message = f"{url_of(site.files[number])}#{place} leads nowhere"
                findings.append(Finding("error", "anchor", name, message, "mend the link or give the place its id"))
    return findings


def _canonicals(pages: Sequence[PageFacts]) -> list[Finding]:
    """Pages that share an address."""
    first: dict[str, str] = {}
    findings = []
    for page in pages:
        if page.canonical is None or page.is_redirect:
            continue
        other = first.setdefault(page.canonical, page.name)
        if other != page.name:
            message = f"has the same canonical address as {other}"
            findings.append(Finding("error", "canonical", page.name, message, "build the site again"))
    return findings


def _reach(site: Site, pages: Sequence[PageFacts], articles: Sequence[str]) -> tuple[int | None, list[Finding]]:
    """How many clicks from the front page every article is; a finding for each that no link leads to."""
    targets: Mapping[int, PageFacts] = {site.numbers[page.name]: page for page in pages}
    start = site.numbers.get("index.html")
    clicks: dict[int, int] = {}
    if start is not None:
        clicks[start] = 0
        queue = deque([start])
        while queue:
            number = queue.popleft()
            for target in targets[number].targets:
                if target not in clicks and target in targets:
                    clicks[target] = clicks[number] + 1
                    queue.append(target)
    mend = "build the site again, or list the article on a page"
    lost = [
        Finding("error", "reach", name, "no way of links leads here from the front page", mend)
        for name in articles
        if site.numbers[name] not in clicks
    ]
    if start is None:
        lost.append(Finding("error", "reach", "index.html", "is missing", "build the site: backfile build"))
    farthest = max((clicks.get(site.numbers[name], 0) for name in articles), default=0)
    return (None if lost else farthest), lost


def _doubts(content: Path | None) -> int | None:
    if content is None:
        return None
    from backfile.catalog import NAME, Catalog
    from backfile.convert import open_doubts

    state = content.absolute().parent / ".backfile"
    if not (state / NAME).is_file():
        return None
    with Catalog.peek(state) as catalog:
        return sum(len(doubts) for doubts in open_doubts(catalog, content).values())
