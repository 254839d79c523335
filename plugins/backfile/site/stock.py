"""Pelican's settings where Backfile does something else."""

from __future__ import annotations

from typing import Any

from pelican.settings import DEFAULT_CONFIG

STOCK_FEEDS = tuple(
    key for key in DEFAULT_CONFIG if key.startswith("FEED_ALL") or key.endswith(("FEED_ATOM", "FEED_RSS"))
)
"""The settings of Pelican's own feeds, in whose place Backfile writes its own."""


IN_PLACE_OF_STOCK: dict[str, Any] = {
    "ARTICLE_PATHS": [],
    "DIRECT_TEMPLATES": [],
    "RELATIVE_URLS": True,
    "AUTHOR_SAVE_AS": "",
    "CATEGORY_SAVE_AS": "",
    "TAG_SAVE_AS": "",
    "DRAFT_SAVE_AS": "",
    "YEAR_ARCHIVE_SAVE_AS": "",
    "MONTH_ARCHIVE_SAVE_AS": "",
    "DAY_ARCHIVE_SAVE_AS": "",
    **dict.fromkeys(STOCK_FEEDS),
}
"""What Pelican's article generator would do; it is left nothing to read or write."""

OTHER_DEFAULTS: dict[str, Any] = {
    "PAGE_URL": "{slug}/",
    "PAGE_SAVE_AS": "{slug}/index.html",
    "JINJA_ENVIRONMENT": {
        "autoescape": True,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "extensions": ["jinja2.ext.i18n"],
    },
}
"""Other defaults than Pelican's; a value of the owner's stays."""
