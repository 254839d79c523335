"""Rendering many pages over all cores."""

from __future__ import annotations

import marshal
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
) -> dict[str, tuple[int, str]]:
    """Render pages into the stage; the bytes are the same for any number of workers.

    templates: by name. shared: the variables of all pages. shown: is told of every page. Where another plugin wants
    to see each page as it is written, there is one worker: this process, in which that plugin lives.

    Returns the size of each file in bytes, and its SHA-256.
    """

    def some(part: int, parts: int) -> bytes:
        written = {}
        for page in pages[part::parts]:
            written[page.save_as] = write_page(page, templates[page.template], shared, stage)
            if part == 0:
                shown.advance(parts)  # the others do about as much at the same time
        return marshal.dumps(written)

    parts = spread(some, workers if len(pages) >= _MANY and not signals.content_written.receivers else 1)
    return {name: file for part in parts for name, file in marshal.loads(part).items()}
