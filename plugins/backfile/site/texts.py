"""The texts of the articles, read again when a page, a bundle or a data file is made of one."""

from __future__ import annotations

import logging
from typing import Any

from markupsafe import Markup

from backfile import markdown
from backfile.markdown import Document
from backfile.settings import Settings
from backfile.site.facts import Facts, hash_of, read_text, reason, shown
from backfile.takedown import Takedowns

logger = logging.getLogger(__name__)


class Texts:
    """Reads what the site may show of a Markdown file: never the file itself, where something of it was taken down.

    What was taken down is looked for in every reading, but in that of a file which had nothing of it when its facts
    were read and says the same since. Where a file cannot be shown it is empty, and the log says so.
    """

    def __init__(self, settings: Settings, takedowns: Takedowns) -> None:
        self._folder = settings.articles
        self._allow_html = settings.allow_html
        self._takedowns = takedowns
        self._untouched: dict[str, str] = {}

    def note(self, name: str, facts: Facts) -> None:
        """Take note of what a file says, before it is read for the first time."""
        if self._takedowns and not facts.is_veiled:
            self._untouched[name] = facts.digest

    def content(self, name: str) -> Markup:
        """The text as HTML."""
        return Markup(self._rendered(self._body(name)))

    def paragraphs(self, name: str) -> tuple[str, ...]:
        """The text, block by block."""
        return markdown.plain(self._body(name), allow_html=self._allow_html)

    def _body(self, name: str) -> str:
        """The text as Markdown."""
        try:
            text = read_text(f"{self._folder}/{name}")
            if self._may_stand(name, text):
                return markdown.body_in(text)
            body = self._shown(name, text).body
            self._takedowns.check(self._rendered(body))
            return body
        except (OSError, UnicodeDecodeError, ValueError) as error:
            return self._missing(name, error)

    def metadata(self, name: str) -> dict[str, Any]:
        """The front matter."""
        try:
            text = read_text(f"{self._folder}/{name}")
            return dict((markdown.parse(text) if self._may_stand(name, text) else self._shown(name, text)).front)
        except (OSError, UnicodeDecodeError, ValueError) as error:
            self._missing(name, error)
            return {}

    def _may_stand(self, name: str, text: str) -> bool:
        return not self._takedowns or self._untouched.get(name) == hash_of(text)

    def _shown(self, name: str, text: str) -> Document:
        document = shown(name, markdown.parse(text), self._takedowns)
        if document is None:
            raise ValueError("it is a text that was taken down")
        return document

    def _rendered(self, body: str) -> str:
        return markdown.render(body, allow_html=self._allow_html)

    def _missing(self, name: str, error: Exception) -> str:
        logger.warning("%s: was changed while the site was built (%s); build it again", name, reason(error))
        return ""
