"""Views made by hand, for tests that need no files."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from backfile.site.dates import read_date
from backfile.site.load import VERSION_KEYS
from backfile.site.views import ArticleView


class Text:
    """The text of a view made by hand."""

    def __init__(self, content: str) -> None:
        self._content = Markup(content)

    def content(self, _: str) -> Markup:
        return self._content

    def metadata(self, _: str) -> dict[str, Any]:
        return {}


def make_view(slug: str, date: str | None, **more: Any) -> ArticleView:
    """An article with nothing but a headline, an address and what `more` names."""
    stamp = read_date(date)
    folder = stamp.day_url if stamp else "undated/"
    content = more.pop("content", "<p>Text.</p>")
    values: dict[str, Any] = {
        "title": slug.title(),
        "has_headline": True,
        "slug": slug,
        "url": f"{folder}{slug}.html",
        "save_as": f"{folder}{slug}.html",
        "source_path": f"{slug}.md",
        "date": stamp.moment if stamp else None,
        "date_iso": stamp.iso if stamp else None,
        "date_text": stamp.text if stamp else "Undated",
        "weekday": stamp.weekday if stamp else "",
        "time_text": stamp.time_text if stamp else "",
        "day_url": folder,
        "source": None,
        "dateline": None,
        "text": Text(content),
        "text_digest": content,
        "version_wishes": {k: v for k, v in more.pop("metadata", {}).items() if k in VERSION_KEYS},
        "summary": "Text.",
        "word_count": 1,
        "original_url": None,
        "raw_file": None,
        "raw_sha256": None,
        "lang": "en",
    }
    lists = (
        "reporters",
        "contributors",
        "editors",
        "places",
        "organisations",
        "people",
        "topics",
        "other_tags",
    )
    values |= dict.fromkeys((*lists, "corrections", "also"), ())
    return ArticleView(**{**values, **more})
