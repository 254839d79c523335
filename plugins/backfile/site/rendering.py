"""Rendering many pages over all cores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Template
from pelican import signals

from backfile import progress
from backfile.forks import spread
from backfile.site.pages import Page
from backfile.site.writer import write_page
from backfile.stage import Stage

_MANY = 200  # from so many pages on, they are shared out


def render(
    pages: Sequence[Page],
    templates: Mapping[str, Template],
    shared: Mapping[str, Any],
    stage: Stage,
    *,
    workers: int,
    shown: progress.Stage,
) -> None:
    """Render pages into the stage; the bytes are the same for any number of workers.

    templates: by name. shared: the variables of all pages. shown: is told of every page. Where another plugin wants
    to see each page as it is written, there is one worker: this process, in which that plugin lives.
    """

    def some(part: int, parts: int) -> bytes:
        for page in pages[part::parts]:
            write_page(page, templates[page.template], shared, stage)
            if part == 0:
                shown.advance(parts)  # the others do about as much at the same time
        return b""

    spread(some, workers if len(pages) >= _MANY and not signals.content_written.receivers else 1)
