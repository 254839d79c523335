"""Saved web pages: what the page declares about its article, and the article's visible text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from backfile.intake.dates import normal_date
from backfile.intake.fields import is_web_address
from backfile.intake.markup import Page, TooTangledError, block_parts, parse, read_page
from backfile.intake.metadata import declared_parts
from backfile.intake.record import Part, compose
from backfile.model import Intake, Refusal

_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_TAG = re.compile(
    r"<(?:!doctype|html|head|body|meta|title|article|main|section|div|p|h[1-6]|br|pre|span|table|ul|ol|li|dl|center|font|strong|em|[abiu]|img)\b",
    re.IGNORECASE,
)
_TITLE_TAIL = re.compile(r"\s+[|\-–—·»:]\s+")
_TRIM = 0.6


_DOCUMENT = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)


def is_html(suffix: str, text: str) -> bool:
    """Say whether a file is a web page: `.html`, `.htm` or `.xhtml` with markup in it, or a text that is one whole."""
    if suffix in _SUFFIXES:
        return _TAG.search(text) is not None
    return suffix in ("", ".txt", ".text") and _DOCUMENT.match(text) is not None and "</p>" in text.lower()


def split(path: str, text: str, encoding: str, mapping: Mapping[str, str] | None = None) -> Intake:
    """Take the one article out of a saved web page.

    text: the decoded page. Nothing in it runs and nothing is fetched. JSON-LD, meta elements and links give the head
    fields (a byline is the printed one where that names the same people); the body is the page's visible text, or
    JSON-LD's `articleBody` where most of that is not visible. Captions, asides, dates and navigation within the
    article are kept apart as discards; the page's frame around it is left out, and a note says how much.
    """
    try:
        tree = parse(text)
    except TooTangledError as error:
        return _refused(path, str(error), "save the article's text as a .txt file instead")
    page = read_page(tree)
    claims, bodies = declared_parts(tree, text)
    parts = [*_head(claims, page), *_rest(page, bodies)]
    if not any(p.field == "body" for p in parts):
        reason = "the page has no visible article text, nor any in its metadata"
        return _refused(path, reason, "save the page again once its text is shown, or save the text as a .txt file")
    frame = sum(len(b.text) for b in (*page.blocks[: page.start], *page.blocks[page.end :]))
    notes = (f"{frame} characters of the page around the article were left out",) if frame else ()
    return Intake(articles=(compose(path, 0, _distinct(parts), encoding, "html", notes),))


def _head(claims: dict[str, list[Part]], page: Page) -> list[Part]:
    head: list[Part] = []
    source = next(iter(claims["source"]), None)
    title = _title(claims["title"], page, source)
    byline = _byline(claims["byline"], page)
    date = next((p for p in claims["date"] if p.value is not None), next(iter(claims["date"]), None))
    shown = next((b for b in page.article if b.role == "time"), None)
    if date is None and shown is not None:
        date = Part("date", shown.text, "html.time", normal_date(shown.text))
    url = next((p for p in claims["url"] if is_web_address(p.text)), None)
    head += [p for p in (title, byline, date, source, next(iter(claims["dateline"]), None), url) if p is not None]
    head += [replace(p, field="byline", text=f"Editors: {p.text}") for p in claims["editors"][:1]]
    head += claims["correction"]
    if url is None:
        head += [replace(p, field="discard") for p in claims["url"][:1]]
    return head


def _title(claims: list[Part], page: Page, source: Part | None) -> Part | None:
    """The page's headline: as its JSON-LD or citation data say, as printed, else as made for other sites."""
    strict = [p for p in claims if p.rule.startswith(("html.json-ld.headline", "html.meta.citation_"))]
    if strict:
        return strict[0]
    printed = [b for b in page.article if b.role == "h1"] or [b for b in page.blocks if b.role == "h1"]
    if len(printed) == 1:
        return Part("title", printed[0].text, "html.h1")
    if not claims:
        return None
    best = claims[0]
    tails = list(_TITLE_TAIL.finditer(best.text))
    if tails and source is not None and best.text[tails[-1].end() :].strip().lower() == source.text.strip().lower():
        return replace(best, text=best.text[: tails[-1].start()])
    return best


def _byline(claims: list[Part], page: Page) -> Part | None:
    printed = next((b for b in page.article if b.role == "byline"), None)
    declared = next(iter(claims), None)
    if printed is not None:
        names = [] if declared is None else re.split(r"[,;]\s*|\sand\s", declared.text.removeprefix("By "))
        if all(name.strip().lower() in printed.text.lower() for name in names):
            return Part("byline", printed.text, "html.byline")
    return declared


def _rest(page: Page, bodies: list[Part]) -> list[Part]:
    """The body and what stands apart from it; a visible block that became a head field is not repeated."""
    parts = list(block_parts(page.article, "html.body"))
    visible = next((p for p in parts if p.field == "body"), None)
    if not bodies:
        return parts
    stated = bodies[0]
    if visible is None or len(visible.text) < _TRIM * len(stated.text):
        teaser = [] if visible is None else [replace(visible, field="discard", rule="html.teaser")]
        return [stated, *teaser, *(p for p in parts if p is not visible)]
    return parts


def _distinct(parts: list[Part]) -> list[Part]:
    """Leave out what is apart and says a head field's words again, or its own."""
    seen: set[str] = set()
    kept: list[Part] = []
    for part in parts:
        folded = " ".join(part.text.split())
        if part.field in ("discard", "correction") and folded in seen:
            continue
        seen.add(folded)
        kept.append(part)
    return kept


def _refused(path: str, reason: str, mend: str) -> Intake:
    return Intake(refusals=(Refusal(path, reason, mend),))
