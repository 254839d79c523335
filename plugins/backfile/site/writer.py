"""Writes pages into the stage, and tells Pelican's plugins of each."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from gettext import NullTranslations
from typing import Any

from jinja2 import Environment, Template
from pelican import signals
from pelican.writers import Writer

from backfile.site.pages import Page
from backfile.site.stories import by_story
from backfile.site.templates import frame, kept
from backfile.stage import Stage

# XML 1.0 allows no other control characters, and no way to write them.
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class StageWriter(Writer):
    """Pelican's writer for what its own generators make, and Backfile's for the archive's pages.

    Pelican's generators write under `output_path`, which is the stage while a site is built.
    """

    def write_file(self, name: str, template: Template, context: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        """Write a page of Pelican's own generators, giving it the address that our templates show."""
        if self.settings["backfile_run"].is_unchanged:
            return
        url = kwargs.get("url") or getattr(kwargs.get("page"), "url", None) or name
        super().write_file(name, template, context, *args, **{"page_url": str(url), **kwargs})


def write_page(page: Page, template: Template, shared: Mapping[str, Any], stage: Stage) -> tuple[int, str]:
    """Render one page into the stage and send Pelican's `content_written` to who wants it.

    shared: the variables of all pages. Returns the size of the file in bytes, and its SHA-256.
    """
    root = root_from(page.save_as) if page.template != "404" else shared["site_path"]
    local = {
        **shared,
        "SITEURL": root,
        "localsiteurl": root,
        "output_file": page.save_as,
        "page_url": page.url,
        "page_name": page.save_as.removesuffix(".html"),
        "absolute": _absolute(shared["site_url"], page.save_as),
        **page.context(),
    }
    text = template.render(local)
    if page.save_as.endswith((".atom", ".xml")):
        text = _NOT_XML.sub("\ufffd", text)
    data = text.encode("utf-8", "replace")
    sha256 = stage.write(page.save_as, data)
    if signals.content_written.receivers:
        signals.content_written.send(str(stage.path(page.save_as)), context=local)
    return len(data), sha256


def _absolute(site_url: str, save_as: str) -> Callable[[str], str]:
    """Make `absolute(url)` for one page: the full address where the site's is known, else a way from this page."""
    root = site_url or root_from(save_as)
    return lambda url: f"{root}/{url}"


def root_from(save_as: str) -> str:
    """The way from a page to the site's root, without a slash at its end: ".", "..", "../..".

    >>> root_from("2012/03/index.html")
    '../..'
    """
    depth = save_as.count("/")
    return "/".join([".."] * depth) or "."


def add_filters(env: Environment, translations: NullTranslations) -> None:
    """Give a template environment what our templates use beyond Jinja's own, and the interface's language."""
    env.filters["rfc3339"] = _rfc3339
    env.filters["urn"] = _urn
    env.filters["by_story"] = by_story
    env.globals.update(frame=frame(), kept=kept())
    if "jinja2.ext.InternationalizationExtension" in env.extensions:
        env.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]


def _rfc3339(moment: datetime) -> str:
    return moment.isoformat() if moment.tzinfo else f"{moment.isoformat()}Z"


def _urn(text: str) -> str:
    return f"urn:uuid:{uuid.UUID(bytes=hashlib.sha256(text.encode()).digest()[:16], version=5)}"
