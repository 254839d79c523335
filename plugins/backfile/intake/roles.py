"""What the elements of a web page are for, by tag, ARIA role, microdata and class: prose, or what stands apart."""

from __future__ import annotations

import re


def words(listed: str) -> frozenset[str]:
    """Give the set of names that a line lists, blanks between them."""
    return frozenset(listed.split())


SKIPPED = words(
    "script style noscript template svg math iframe object embed audio video canvas head select textarea "
    "button dialog datalist map frameset title"
)
BLOCKS = words(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section summary table tbody tfoot thead tr ul "
    "html"
)
PROSE = words("p li blockquote dd pre h1 h2 h3 h4 h5 h6 tr")
_BY_TAG = {
    "nav": "navigation",
    "aside": "aside",
    "footer": "footer",
    "form": "form",
    "figure": "caption",
    "figcaption": "caption",
    "h1": "h1",
}
_BY_ARIA = {
    "navigation": "navigation",
    "complementary": "aside",
    "contentinfo": "footer",
    "search": "form",
    "dialog": "form",
}
_BY_CLASS = (
    ("byline", re.compile(r"byline|(?:^|[\s_-])(?:author|post-author)(?:$|\s)", re.IGNORECASE), 300),
    (
        "time",
        re.compile(
            r"(?:^|[\s_-])(?:time-?stamp|pub-?date|publish(?:ed)?-?(?:date|time|on)|date(?:time)?|posted-on)(?:$|\s)",
            re.IGNORECASE,
        ),
        200,
    ),
    ("correction", re.compile(r"(?:^|[\s_-])corrections?(?:$|[\s_-])", re.IGNORECASE), 3000),
    ("caption", re.compile(r"(?:^|[\s_-])(?:caption(?:-text)?|photo-?credit)(?:$|[\s_-])", re.IGNORECASE), 1500),
    (
        "comments",
        re.compile(r"(?:^|\s)(?:comments(?:-area)?|comment-list|disqus_thread)(?:$|\s)", re.IGNORECASE),
        10**9,
    ),
    (
        "aside",
        re.compile(
            r"(?:^|[\s_-])(?:share|sharing|social|related|newsletter|advert\w*|promo|recommended|sidebar|breadcrumbs?)"
            r"(?:$|[\s_-])",
            re.IGNORECASE,
        ),
        1500,
    ),
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def is_hidden(attributes: dict[str, str | None]) -> bool:
    """Say whether an element's own attributes keep it from being seen; style sheets are not read."""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return style is not None and _HIDDEN_STYLE.search(style) is not None


def role_of(tag: str, attributes: dict[str, str | None]) -> tuple[str, int]:
    """Give what an element is for, and the most text that a role read from a class name may hold (0: any)."""
    role = _BY_TAG.get(tag) or _BY_ARIA.get(attributes.get("role") or "")
    if role:
        return role, 0
    if tag == "time":
        return "time", 0
    if not attributes:
        return "text", 0
    about = attributes.get("itemprop")
    if about == "author" or attributes.get("rel") == "author":
        return "byline", 300
    if about in ("datePublished", "dateModified"):
        return "time", 200
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    if names != " " and tag not in ("body", "html", "article", "main"):
        for name, pattern, limit in _BY_CLASS:
            if pattern.search(names[:500]):
                return name, limit
    return "text", 0


def rank_of(tag: str, attributes: dict[str, str | None]) -> int:
    """Say how surely an element is the article: 3 `articleBody`, 2 `article`, 1 `main`, 0 any other."""
    if attributes.get("itemprop") == "articleBody":
        return 3
    if tag == "article":
        return 2
    return 1 if tag == "main" or attributes.get("role") == "main" else 0
