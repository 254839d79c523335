"""What a web page declares about its article: JSON-LD, meta elements, links."""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Iterator, Mapping
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from backfile.intake.dates import normal_date
from backfile.intake.fields import is_web_address
from backfile.intake.jsonl import parse as parse_json
from backfile.intake.record import Part
from backfile.intake.roles import words

_ARTICLE_TYPES = (
    words(
        "NewsArticle ReportageNewsArticle AnalysisNewsArticle BackgroundNewsArticle OpinionNewsArticle "
        "ReviewNewsArticle AskPublicNewsArticle AdvertiserContentArticle"
    ),
    words("Article Report BlogPosting LiveBlogPosting ScholarlyArticle"),
)
_ORGANISATIONS = words("Organization NewsMediaOrganization Corporation")
_MOST_NODES = 5000
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{4}\)(https?://\S+)\s*-->", re.IGNORECASE)

# Highwire Press tags as Zotero and Google Scholar read them, the Open Graph protocol, Dublin Core in HTML.
_META: Mapping[str, tuple[str, ...]] = {
    "title": ("citation_title", "og:title", "dc.title", "dcterms.title", "parsely-title", "twitter:title"),
    "byline": (
        *("citation_author", "author", "byl", "dc.creator", "dcterms.creator", "parsely-author", "article:author"),
        "sailthru.author",
    ),
    "date": (
        *("article:published_time", "og:article:published_time", "citation_publication_date", "citation_date"),
        *("citation_online_date", "datepublished", "parsely-pub-date", "dc.date.issued", "dcterms.issued", "dc.date"),
        *("dcterms.date", "dcterms.created", "pubdate", "publish-date", "publication_date", "sailthru.date", "date"),
    ),
    "source": (
        *("citation_newspaper_title", "citation_journal_title", "prism.publicationname", "og:site_name"),
        *("dc.publisher", "dcterms.publisher", "dc.source", "application-name"),
    ),
    "url": ("og:url", "citation_public_url", "citation_fulltext_html_url", "dc.identifier", "parsely-link"),
}


def declared_parts(tree: LexborHTMLParser, markup: str) -> tuple[dict[str, list[Part]], list[Part]]:
    """Collect what a page declares: for each field the claims, best first; and the bodies that JSON-LD states.

    markup: the page's source, for the comment in which browsers keep the address of a saved page.
    """
    claims: dict[str, list[Part]] = {f: [] for f in (*_META, "dateline", "correction", "editors")}
    bodies: list[Part] = []
    article = _linked_article(tree)
    for part in _from_json_ld(article) if article is not None else ():
        (bodies if part.field == "body" else claims[part.field]).append(part)
    metas = _metas(tree)
    for field, names in _META.items():
        for name in names:
            values = [v for v in metas.get(name, ()) if field != "byline" or not is_web_address(v)]
            if values:
                joined = _joined(values) if field == "byline" else values[0]
                claims[field].append(_part(field, joined, f"html.meta.{name}"))
    for selector in ("[itemprop=datePublished][datetime]", "article time[datetime]", "main time[datetime]"):
        for node in tree.css(selector)[:1]:
            claims["date"].append(_part("date", node.attributes.get("datetime") or "", "html.time.datetime"))
    for link in tree.css("link[rel=canonical]")[:1]:
        claims["url"].insert(0, _part("url", link.attributes.get("href") or "", "html.link.canonical"))
    saved = _SAVED_FROM.search(markup[:4096])
    if saved:
        claims["url"].append(_part("url", saved[1], "html.comment.saved-from"))
    heads = tree.css("head title")[:1]
    if heads:
        claims["title"].append(_part("title", heads[0].text(), "html.title"))
    return {f: [p for p in parts if p.text.strip()] for f, parts in claims.items()}, bodies


def _metas(tree: LexborHTMLParser) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        content = (attributes.get("content") or "").strip()
        if not content:
            continue
        names = {(attributes.get(a) or "").lower().strip() for a in ("name", "property", "itemprop")} - {""}
        for name in names:
            held = metas.setdefault(name, [])
            if content not in held[:50]:
                held.append(content)
    return metas


def _linked_article(tree: LexborHTMLParser) -> dict[str, object] | None:
    """Find the article in the page's JSON-LD (schema.org): alone, in a list, in @graph or inside another thing."""
    found: dict[int, dict[str, object]] = {}
    by_id: dict[str, dict[str, object]] = {}
    for script in tree.css("script[type]"):
        if (script.attributes.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            value, _ = parse_json(script.text().strip())
        except ValueError:
            continue
        for node in _things(value):
            known_as = node.get("@id")
            if isinstance(known_as, str) and len(node) > 1:
                by_id.setdefault(known_as, node)
            types = _types(node)
            for rank, names in enumerate(_ARTICLE_TYPES):
                if types & names:
                    found.setdefault(rank, node)
    if not found:
        return None
    article = dict(found[min(found)])
    for key in ("author", "publisher", "editor", "sourceOrganization", "isPartOf"):
        article[key] = [_followed(v, by_id) for v in _listed(article.get(key))]
    return article


def _things(value: object) -> Iterator[dict[str, object]]:
    waiting = deque([value])
    seen = 1
    while waiting:
        node = waiting.popleft()
        if isinstance(node, dict):
            yield node
        inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        held = [v for v in islice(inner, _MOST_NODES - seen) if isinstance(v, (dict, list))]
        seen += len(held)
        waiting.extend(held)


def _from_json_ld(article: Mapping[str, object]) -> Iterator[Part]:
    def part(field: str, key: str, text: str) -> Part:
        return _part(field, html.unescape(text), f"html.json-ld.{key}")

    for key in ("headline", "name", "alternativeHeadline"):
        yield part("title", key, _string(article.get(key)))
    people = [a for a in _listed(article.get("author")) if not _types(a) & _ORGANISATIONS]
    houses = [a for a in _listed(article.get("author")) if _types(a) & _ORGANISATIONS]
    yield part("byline", "author", _joined(map(_string, people)))
    yield part("editors", "editor", _joined(map(_string, _listed(article.get("editor")))))
    for key in ("datePublished", "dateCreated"):
        yield part("date", key, _string(article.get(key)))
    for key in ("publisher", "sourceOrganization", "isPartOf"):
        yield part("source", key, next((s for s in map(_string, _listed(article.get(key))) if s), ""))
    yield part("source", "author", _joined(map(_string, houses)))
    yield part("dateline", "dateline", _string(article.get("dateline")))
    for key in ("url", "mainEntityOfPage"):
        value = article.get(key)
        yield part("url", key, _string(value.get("@id") if isinstance(value, dict) else value))
    for value in _listed(article.get("correction"))[:20]:
        yield part("correction", "correction", _string(value))
    yield part("body", "articleBody", _string(article.get("articleBody")))


def _part(field: str, text: str, rule: str) -> Part:
    return Part(field, text, rule, normal_date(text) if field == "date" else None)


def _types(node: object) -> frozenset[str]:
    if not isinstance(node, dict):
        return frozenset()
    return frozenset(t.rsplit("/", 1)[-1] for t in _listed(node.get("@type")) if isinstance(t, str))


def _followed(value: object, by_id: Mapping[str, dict[str, object]]) -> object:
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return by_id.get(str(value["@id"]), value)
    return value


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _string(value: object) -> str:
    if isinstance(value, dict):
        value = next((value[k] for k in ("name", "text", "@value") if isinstance(value.get(k), str)), "")
    if isinstance(value, list):
        value = next((v for v in value if isinstance(v, str)), "")
    return value.strip() if isinstance(value, str) else ""


def _joined(names: Iterator[str] | list[str]) -> str:
    stated = list(dict.fromkeys(n for n in names if n))
    return ("; " if len(stated) > 1 and any("," in n for n in stated) else ", ").join(stated)
