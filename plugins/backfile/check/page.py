"""One page: its links, what in it is unsafe, what it lacks."""

from __future__ import annotations

import gzip
import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from backfile.check.links import Follower, Site, Target, url_of
from backfile.check.report import Finding, Severity

PAGE_BUDGET = 25_000
"""Bytes of a page's HTML, styles and scripts as they are sent, that is compressed, before search."""

_LINKS = {"a": "href", "area": "href", "form": "action", "link": "href", "script": "src", "img": "src"}
_LINKS |= {"iframe": "src", "source": "src", "video": "src", "audio": "src", "track": "src", "embed": "src"}
_LINKS |= {"object": "data", "input": "src", "use": "href", "image": "href"}
_GOES = ("a", "area")  # the reader decides to go there; everything else is fetched or sent to
_NOT_FETCHED = {"canonical", "alternate", "next", "prev", "author", "license", "help", "search", "up"}
_OPEN_POLICY = re.compile(r"'unsafe-(?:inline|eval|hashes)'")
_RELATIVE = re.compile(r"(?![#/]|[a-z]+:)", re.IGNORECASE)
_REFRESH = re.compile(r"\s*\d+\s*;\s*url\s*=\s*['\"]?(?P<url>[^'\"]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the site's check needs to know of a page.

    targets: the numbers of the files that it links to, each once. anchors: files and places in them. links: how many
    links were followed.
    """

    name: str
    is_article: bool
    is_redirect: bool
    canonical: str | None
    targets: array[int]
    anchors: tuple[tuple[int, str], ...]
    links: int
    findings: tuple[Finding, ...]


def read_pages(site: Site, names: Sequence[str]) -> list[PageFacts]:
    """Read some pages of a site; a function of its own so that processes can share the work."""
    follower = Follower(site)
    weights: dict[str, int] = {}
    return [_Reading(site, follower, name, weights).read() for name in names]


def anchors_of(data: bytes) -> frozenset[str]:
    """The places in a page that a link can lead to."""
    tree = LexborHTMLParser(data.decode("utf-8", "replace"))
    places = {str(node.attributes.get("id") or "") for node in tree.css("[id]")}
    return frozenset(places | {str(node.attributes.get("name") or "") for node in tree.css("a[name]")} - {""})


class _Reading:
    """One page while it is read."""

    def __init__(self, site: Site, follower: Follower, name: str, weights: dict[str, int]) -> None:
        self.site = site
        self.follower = follower
        self.name = name
        self.weights = weights
        self.findings: list[Finding] = []
        self.targets: set[int] = set()
        self.anchors: set[tuple[int, str]] = set()
        self.ids: Counter[str] = Counter()
        self.assets: set[str] = set()
        self.links = 0
        self.headings = 0
        self.title = ""
        self.policy: str | None = None
        self.canonicals: list[str] = []
        self.is_article = False
        self.is_redirect = False

    def read(self) -> PageFacts:
        data = (self.site.root / self.name).read_bytes()
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            self.found("error", "encoding", "is not UTF-8", "report it: Backfile writes UTF-8")
            text = data.decode("utf-8", "replace")
        for tag, attributes in _elements(text, self):
            self.element(tag, attributes)
        self.whole(data)
        number = self.site.numbers[self.name]
        for target, place in sorted(self.anchors):
            if target == number and place and place != "top" and place not in self.ids:
                self.found(
                    "error", "anchor", f"#{place} is nowhere on the page", "mend the link or give the place its id"
                )
        return PageFacts(
            self.name,
            self.is_article,
            self.is_redirect,
            self.canonicals[0] if self.canonicals else None,
            array("l", sorted(self.targets)),
            tuple(sorted((target, place) for target, place in self.anchors if target != number)),
            self.links,
            tuple(self.findings),
        )

    def found(self, severity: Severity, kind: str, message: str, mend: str) -> None:
        self.findings.append(Finding(severity, kind, self.name, message, mend))

    def unsafe(self, message: str) -> None:
        self.found("error", "unsafe", message, "take it out of the template or the article")

    def element(self, tag: str, attributes: dict[str, str | None]) -> None:
        for key, value in attributes.items():
            if key.startswith("on"):
                self.unsafe(f"<{tag}> has {key}=, a script in an attribute")
            elif key == "id" and value:
                self.ids[value] += 1
            elif key == "style":
                self.unsafe(f"<{tag}> has style=, which the page's policy forbids")
            elif key == "srcdoc" or (key == "formaction" and value):
                self.unsafe(f"<{tag}> has {key}=")
        if tag == "meta":
            self.meta(attributes)
        elif tag == "style":
            self.unsafe("<style>, which the page's policy forbids")
        elif tag == "base":
            self.unsafe("<base>, which bends every link of the page")
        elif tag == "script" and not attributes.get("src"):
            if (attributes.get("type") or "") != "application/ld+json":
                self.unsafe("a script inside the page")
            return
        name = _LINKS.get(tag)
        if name and (link := attributes.get(name)) is not None:
            self.link(tag, link, frozenset((attributes.get("rel") or "").lower().split()))
        for candidate in (attributes.get("srcset") or "").split(","):
            if candidate.strip():
                self.link(tag, candidate.split()[0], frozenset())

    def meta(self, attributes: dict[str, str | None]) -> None:
        kind = (attributes.get("http-equiv") or "").lower()
        content = attributes.get("content") or ""
        if kind == "content-security-policy":
            self.policy = content
        elif kind == "refresh" and (goes := _REFRESH.match(content)):
            self.is_redirect = True
            self.link("meta", goes["url"].strip(), frozenset())
        elif attributes.get("property") == "og:type":
            self.is_article = content == "article"

    def link(self, tag: str, link: str, rel: frozenset[str]) -> None:
        self.links += 1
        if "canonical" in rel:
            self.canonicals.append(link)
        target = self.follower.from_page(self.name, link)
        shown = link if len(link) <= 80 else f"{link[:77]}…"
        fetched = tag not in _GOES and not (tag == "link" and rel and rel <= _NOT_FETCHED)
        if target.code:
            self.unsafe(f"<{tag}> leads to {shown!r}, which runs a script")
        elif target.scheme == "data" and (tag in _GOES or tag in ("script", "iframe", "embed", "object", "form")):
            self.unsafe(f"<{tag}> leads to a data: address")
        elif target.scheme in ("http", "https") or target.host:
            if fetched:
                self.found("error", "foreign", f"<{tag}> asks {target.host}", "publish the file with the site instead")
        elif target.scheme:
            return
        elif target.outside:
            self.found("error", "link", f"{shown!r} leads out of the site", "make it a path inside the site")
        elif target.number is None:
            self.found("error", "link", f"{shown!r} leads nowhere", "mend the link, or build the site again")
        else:
            self.inside(tag, shown, target, rel)

    def inside(self, tag: str, shown: str, target: Target, rel: frozenset[str]) -> None:
        assert target.number is not None
        self.targets.add(target.number)
        if self.name == "404.html" and self.site.site_url and _RELATIVE.match(shown):
            message = f"{shown!r} is relative, and this page is shown at addresses of any depth"
            self.found("error", "link", message, "begin the link with the path of SITEURL")
        if target.fragment:
            self.anchors.add((target.number, target.fragment))
        if target.slash:
            self.found("warning", "slash", f"{shown!r} is found by a redirect only", "add a slash to the link")
        if tag == "script" or "stylesheet" in rel:
            self.assets.add(self.site.files[target.number])

    def whole(self, data: bytes) -> None:
        """What concerns the page as a whole."""
        if not self.title:
            self.found("error", "title", "has no title", "give the page's template a title")
        if self.headings != 1:
            some = "no h1" if not self.headings else f"{self.headings} h1 elements"
            self.found("error" if not self.headings else "warning", "heading", f"has {some}", "a page has one h1")
        if self.policy is None:
            mend = "extend base.html in the template"
            self.found("error", "policy", "has no Content-Security-Policy", mend)
        elif _OPEN_POLICY.search(self.policy):
            self.found("error", "policy", "has a Content-Security-Policy that allows inline code", "leave that out")
        for name, times in self.ids.items():
            if times > 1:
                self.found("error", "id", f"has the id {name!r} {times} times", "an id stands once on a page")
        self.canonical()
        sent = len(data) + sum((self.site.root / name).stat().st_size for name in self.assets)
        if sent > PAGE_BUDGET:
            sent = len(gzip.compress(data, 6)) + sum(self.weight(name) for name in self.assets)
            if sent > PAGE_BUDGET:
                message = f"takes {sent / 1000:.0f} kB compressed, over {PAGE_BUDGET // 1000} kB"
                self.found("warning", "weight", message, "shorten the page or the list on it")

    def weight(self, name: str) -> int:
        if name not in self.weights:
            self.weights[name] = len(gzip.compress((self.site.root / name).read_bytes(), 6))
        return self.weights[name]

    def canonical(self) -> None:
        if self.is_redirect or self.name == "404.html":
            return
        if len(self.canonicals) > 1:
            self.found("error", "canonical", "has more than one canonical address", "leave one")
        elif self.site.site_url:
            want = f"{self.site.site_url}/{url_of(self.name)}"
            if not self.canonicals:
                self.found("error", "canonical", "has no canonical address", "extend base.html in the template")
            elif unquote(self.canonicals[0]) != unquote(want):
                message = f"says its address is {self.canonicals[0]}, not {want}"
                self.found("error", "canonical", message, "build the site again with the right SITEURL")


def _elements(text: str, reading: _Reading) -> Iterator[tuple[str, dict[str, str | None]]]:
    """Every element of the page with its attributes; notes the title and the headings on the way."""
    tree = LexborHTMLParser(text)
    title = tree.css_first("head > title")
    reading.title = title.text().strip() if title is not None else ""
    reading.headings = sum(1 for node in tree.css("h1") if node.text().strip())
    for node in tree.css("*"):
        attributes = node.attributes
        if attributes or node.tag in ("script", "style", "base"):
            yield str(node.tag), dict(attributes)
