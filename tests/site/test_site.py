"""The sample archive, built whole: every link leads somewhere, every article is found, the counts agree."""

from __future__ import annotations

import gzip
import json
import posixpath
from collections import deque
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.archive import Archive

BASE = "https://wire.example/repo/"
CLICKS = 4


def page_names(site: Archive) -> list[str]:
    return [name for name in site.files() if name.endswith(".html") and not name.startswith("search/engine")]


def article_names(site: Archive) -> set[str]:
    found = set()
    for name in page_names(site):
        kind = site.html(name).css_first('meta[property="og:type"]')
        if kind is not None and kind.attributes.get("content") == "article":
            found.add(name)
    return found


def links(site: Archive, name: str) -> list[str]:
    tree = site.html(name)
    wanted = (("a", "href"), ("link", "href"), ("script", "src"), ("img", "src"), ("form", "action"))
    found = [node.attributes.get(attribute) for tag, attribute in wanted for node in tree.css(f"{tag}[{attribute}]")]
    base = BASE + ("" if name == "404.html" else name)
    return [urljoin(base, link or "") for link in found]


def file_of(url: str) -> str:
    path = unquote(urlsplit(url).path).removeprefix("/repo/")
    return posixpath.join(path, "index.html") if not path or path.endswith("/") else path


def test_every_link_and_anchor_leads_somewhere(sample: Archive) -> None:
    files = sample.files()
    ids = {name: {node.attributes.get("id") for node in sample.html(name).css("[id]")} for name in page_names(sample)}
    broken = []
    for name in page_names(sample):
        for url in links(sample, name):
            if not url.startswith(BASE):
                if urlsplit(url).netloc == "wire.example":
                    broken.append((name, url))  # leads out of /repo/
                continue
            target, fragment = file_of(url), unquote(urlsplit(url).fragment)
            if target not in files or (fragment and fragment not in ids[target]):
                broken.append((name, url))
    assert broken == []


def test_every_article_is_reached_in_four_clicks(sample: Archive) -> None:
    distance = {"index.html": 0}
    queue = deque(["index.html"])
    while queue:
        name = queue.popleft()
        tree = sample.html(name)
        for node in tree.css("a[href]"):
            target = file_of(urljoin(BASE + name, node.attributes["href"] or ""))
            if target not in distance and (sample.output / target).is_file() and target.endswith(".html"):
                distance[target] = distance[name] + 1
                queue.append(target)
    far = {name: distance.get(name) for name in article_names(sample) if distance.get(name, 99) > CLICKS}
    assert far == {}


def test_the_counts_agree(sample: Archive) -> None:
    articles = article_names(sample)
    assert len(articles) >= 40
    spans = json.loads(sample.text("search/spans.json"))
    assert sum(span["articles"] for span in spans["spans"]) == len(articles)
    locations = set()
    for name in sample.files():
        if name.startswith("sitemap-"):
            locations |= {
                node.text for node in ElementTree.fromstring(sample.text(name)).iter() if node.tag.endswith("loc")
            }
    assert {BASE + name for name in articles} <= locations
    front = sample.html("index.html").body
    assert front is not None
    assert str(len(articles)) in front.text()


def test_feeds_are_atom_and_hold_dated_articles_newest_first(sample: Archive) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feeds = [name for name in sample.files() if name.endswith(".atom")]
    assert "feed.atom" in feeds
    assert any(name.startswith("reporters/") for name in feeds)
    assert any(name.startswith("places/") for name in feeds)
    for name in feeds:
        feed = ElementTree.fromstring(sample.text(name))
        updated = [entry.findtext(f"{atom}updated") for entry in feed.iter(f"{atom}entry")]
        assert updated == sorted(updated, reverse=True), name  # type: ignore[type-var]
        assert feed.findtext(f"{atom}id", "").startswith("urn:uuid:")
        for entry in feed.iter(f"{atom}entry"):
            assert entry.find(f"{atom}author/{atom}name") is not None
            href = entry.find(f"{atom}link").attrib["href"]  # type: ignore[union-attr]
            assert file_of(href) in article_names(sample)


def test_the_head_says_what_machines_need(sample: Archive) -> None:
    name = next(n for n in sorted(article_names(sample)) if n.startswith("2012/"))
    tree = sample.html(name)
    meta = {
        n.attributes.get("name") or n.attributes.get("property"): n.attributes.get("content") for n in tree.css("meta")
    }
    assert meta["z:itemType"] == "newspaperArticle"
    assert meta["og:title"] == meta["citation_title"]
    assert meta["citation_publication_date"] == name[:10]
    assert tree.css_first('link[rel="canonical"]').attributes["href"] == BASE + name
    data = json.loads(tree.css_first('script[type="application/ld+json"]').text())
    assert data["@type"] == "NewsArticle"
    assert data["datePublished"].startswith(name[:10].replace("/", "-"))
    assert data["headline"] == meta["citation_title"]


@pytest.mark.parametrize(
    "forbidden",
    ["style", "script:not([src]):not([type='application/ld+json'])", "[style]", "[onclick]", "[onload]"],
)
def test_nothing_is_inline(sample: Archive, forbidden: str) -> None:
    assert [name for name in page_names(sample) if sample.html(name).css(forbidden)] == []


def test_every_page_carries_the_policy_a_title_and_one_main_heading(sample: Archive) -> None:
    for name in page_names(sample):
        tree = sample.html(name)
        policy = tree.css_first('meta[http-equiv="Content-Security-Policy"]')
        assert policy is not None, name
        assert "'unsafe-inline'" not in (policy.attributes["content"] or "")
        assert tree.css_first("title").text().strip(), name
        if tree.css_first('meta[http-equiv="refresh"]') is None:
            assert len(tree.css("h1")) == 1, name


def test_nothing_is_asked_of_another_host(sample: Archive) -> None:
    for name in page_names(sample):
        tree: LexborHTMLParser = sample.html(name)
        for selector, attribute in (
            ("script[src]", "src"),
            ("link[rel~=stylesheet]", "href"),
            ("img[src]", "src"),
        ):
            for node in tree.css(selector):
                assert urlsplit(urljoin(BASE + name, node.attributes[attribute] or "")).netloc == "wire.example", name


def test_pages_are_light(sample: Archive) -> None:
    """25 kB of HTML, CSS and script as they go over the wire; GitHub Pages compresses all three."""
    files = sample.files()
    shared = sum(len(gzip.compress(files[n])) for n in files if n.endswith((".css", "js/backfile.js")))
    pages = (name for name in page_names(sample) if not name.startswith("search/"))
    weights = {name: shared + len(gzip.compress(files[name])) for name in pages}
    assert {name: weight for name, weight in weights.items() if weight > 25_000} == {}
