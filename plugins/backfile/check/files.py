"""What is not a page: names, styles, feeds and sitemaps, the search bundles."""

from __future__ import annotations

import json
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from backfile.check.links import Follower, Site
from backfile.check.report import Finding

_XML = (".xml", ".atom", ".rss")
_STYLE_URL = re.compile(rb"""@import\s*['"](?P<import>[^'"]*)|url\(\s*['"]?(?P<url>[^'")\s]*)""", re.IGNORECASE)


def check_names(files: Sequence[str]) -> Iterator[Finding]:
    """Files that are one file where a file system folds case or composes letters, as on macOS and Windows."""
    first: dict[str, str] = {}
    for name in files:
        other = first.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
        if other != name:
            message = f"differs from {other} in capitals or accents only"
            yield Finding("error", "name", name, message, "change the slug of one of them")


def check_styles(site: Site) -> Iterator[Finding]:
    """Stylesheets that ask other hosts, or for files that are not there."""
    follower = Follower(site)
    for name in site.files:
        if not name.endswith(".css"):
            continue
        for match in _STYLE_URL.finditer((site.root / name).read_bytes()):
            link = (match["import"] or match["url"] or b"").decode("utf-8", "replace")
            if not link or link.startswith("#"):
                continue
            target = follower.from_page(name, link)
            if target.host or target.outside:
                yield Finding("error", "foreign", name, f"asks {target.host or link}", "publish the file with the site")
            elif target.number is None and not target.scheme:
                yield Finding("error", "link", name, f"{link!r} leads nowhere", "mend the theme's stylesheet")


def check_xml(site: Site) -> Iterator[Finding]:
    """Feeds and sitemaps that are no XML, or name pages that are not there."""
    follower = Follower(site)
    for name in site.files:
        if not name.endswith(_XML):
            continue
        data = (site.root / name).read_bytes()
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            yield Finding("error", "xml", name, "declares a document type", "take it out of the template")
            continue
        try:
            tree = ET.fromstring(data)
        except ET.ParseError as error:
            yield Finding("error", "xml", name, f"is no XML ({error})", "report it: Backfile writes well-formed XML")
            continue
        for link in _addresses(tree):
            target = follower.from_page(name, link)
            if target.outside and not target.host:
                yield Finding("error", "link", name, f"{link!r} leads out of the site", "build with the right SITEURL")
            elif target.number is None and not target.outside:
                yield Finding("error", "link", name, f"{link!r} leads nowhere", "build the site again")
            elif target.outside and tree.tag.endswith(("urlset", "sitemapindex")):
                message = f"{link!r} is on another host"
                yield Finding("error", "link", name, message, "build with the right SITEURL")


def _addresses(tree: ET.Element) -> Iterator[str]:
    for element in tree.iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag == "link" and (href := element.get("href")):
            yield href
        elif tag in ("loc", "link") and element.text and element.text.strip():
            yield element.text.strip()


def check_search(site: Site, articles: int) -> tuple[int | None, int, list[Finding]]:
    """Whether the search bundles hold as many articles as there are pages of articles.

    Returns how many articles they hold (None when the site has no search), in how many spans, and the findings.
    """
    name = "search/spans.json"
    again = "build the site again, with search"
    if name not in site.numbers:
        if "search/index.html" in site.numbers:
            message = "is missing, and the site has a search page"
            return None, 0, [Finding("warning", "search", name, message, again)]
        return None, 0, []
    try:
        listing: Mapping[str, Any] = json.loads((site.root / name).read_bytes())
        spans = list(listing["spans"])
        held = sum(int(span["articles"]) for span in spans)
        folders = [*(str(span["bundle"]) for span in spans), *([str(listing["engine"])] if spans else [])]
    except (ValueError, KeyError, TypeError) as error:
        return None, 0, [Finding("error", "search", name, f"cannot be read ({error!r})", again)]
    findings = []
    if held != articles:
        message = f"search knows {held:,} articles, the site has {articles:,}"
        findings.append(Finding("error", "search", name, message, again))
    there = {file.split("/", 2)[1] for file in site.files if file.startswith("search/") and file.count("/") > 1}
    for folder in folders:
        if folder not in there:
            findings.append(Finding("error", "search", f"search/{folder}", "is missing", again))
    for folder in sorted(there - set(folders)):
        findings.append(Finding("warning", "search", f"search/{folder}", "is no part of search any more", again))
    return held, len(spans), findings
