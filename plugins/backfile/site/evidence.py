"""How we know: for each article, which line of its raw file every value was read from, by which rule.

One data file holds a day's articles. Beside the articles' pages, which readers open more often, it costs little: about
a third of what a page of its own for each article would take, and nothing until somebody asks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

from backfile import intake
from backfile.catalog import read_quotes
from backfile.convert import quotes
from backfile.convert.index import Place, place_of
from backfile.markdown import Provenance
from backfile.settings import Settings
from backfile.site.archive import Archive
from backfile.site.pages import Page, verbatim
from backfile.site.views import ArticleView

_EMAIL = re.compile(r"[^\s<>()\[\]{},;:\"]+@[^\s<>()\[\]{},;:\"]+")


def evidence_pages(
    archive: Archive,
    settings: Settings,
    doubts: Mapping[str, tuple[str, ...]],
    hashes: Mapping[Place, str],
    veiled: Set[str] = frozenset(),
    shown: Callable[[str, str], str] = lambda _, name: name,
) -> Iterator[Page]:
    """A data file for each day that has articles from raw files, and their raw texts where the owner allows.

    doubts: of each article's Markdown file, in plain words. hashes: of what the catalog knows of each raw record.
    veiled: the Markdown files of articles that are shown without something, which the raw file's lines would tell.
    shown: the name that is shown for a tag's, by kind.
    """
    if settings.evidence:
        groups: dict[str, list[ArticleView]] = {}
        for article in archive.articles:
            if article.raw_file and article.source_path not in veiled:
                groups.setdefault(article.evidence_url, []).append(article)
        quoted = _Quoted(settings.state, groups)
        for url, articles in groups.items():
            key = tuple(
                part
                for article in articles
                for part in (article.digest, hashes.get(_place(article), ""), *doubts.get(article.source_path, ()))
            )
            yield verbatim(url, key, _Evidence(articles, settings, doubts, quoted, shown))
    if settings.publish_raw:
        for article in archive.articles:
            # A text file has no place to ask search engines to leave it out.
            is_open = not article.is_unlisted and article.source_path not in veiled
            if article.raw_file and is_open and not _provenance(article).outside:
                yield from _raw_page(article, settings)


class _Quoted:
    """What the catalog knows of the articles of one month, or of those without a date: read once for its data files."""

    def __init__(self, state: Path, groups: Mapping[str, Sequence[ArticleView]]) -> None:
        self._state = state
        self._groups = groups
        self._month = ""
        self._known: dict[Place, str] = {}

    def of(self, url: str) -> dict[Place, str]:
        """The quotes of all articles of a data file's month, by the place of their raw record."""
        if url[:8] != self._month:
            self._month = url[:8]
            some = (articles for other, articles in self._groups.items() if other[:8] == self._month)
            self._known = read_quotes(self._state, (_place(article) for articles in some for article in articles))
        return self._known


class _Evidence:
    """The text of one data file, made when it is asked for."""

    def __init__(
        self,
        articles: list[ArticleView],
        settings: Settings,
        doubts: Mapping[str, tuple[str, ...]],
        quoted: _Quoted,
        shown: Callable[[str, str], str],
    ) -> None:
        self._articles = articles
        self._settings = settings
        self._doubts = doubts
        self._quoted = quoted
        self._name = shown

    def __call__(self) -> str:
        known = self._quoted.of(self._articles[0].evidence_url)
        data = {
            article.url.rpartition("/")[2]: self._entry(article, *quotes.read(known.get(_place(article), "")))
            for article in self._articles
        }
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    def _entry(
        self, article: ArticleView, found: Sequence[quotes.Quote], mentions: Sequence[quotes.Mention]
    ) -> dict[str, Any]:
        entry: dict[str, Any] = {"raw": article.raw_file, "sha256": article.raw_sha256}
        if article.also:
            entry["also"] = article.also
        if article.edited:
            entry["edited"] = article.edited
        if article.source_path in self._doubts:
            entry["doubts"] = self._doubts[article.source_path]
        if self._settings.publish_raw and not article.is_unlisted:
            entry["text"] = raw_url(article)
        values = []
        for quote in found:
            value = [quote.field, quote.rule, quote.number, self._shown(quote.line), quote.start, quote.end]
            values.append(value if quote.kind == "quoted" else [*value, quote.kind])
        entry["values"] = values
        if tags := self._tags(article, mentions):
            entry["tags"] = tags
        return entry

    def _tags(self, article: ArticleView, mentions: Sequence[quotes.Mention]) -> dict[str, list[list[Any]]]:
        """The words of the text that gave a tag, or what it follows from: of the tags that the page shows, by kind.

        A tag whose shown name is among the words of the text needs none: the page's script looks for that itself.
        """
        found: dict[str, list[list[Any]]] = {}
        for mention in mentions:
            name = self._name(mention.kind, mention.name)
            if name in mention.forms or name not in {ref.name for ref in getattr(article, mention.kind)}:
                continue
            told = [name, list(mention.forms)]
            found.setdefault(mention.kind, []).append([*told, mention.reason] if mention.reason else told)
        return found

    def _shown(self, line: str) -> str:
        """A line as it may be published; an address is covered where the site shows none, its length kept."""
        if self._settings.publish_emails:
            return line
        return _EMAIL.sub(lambda match: "*" * len(match[0]), line)


def raw_url(article: ArticleView) -> str:
    """Where the text of an article's raw record lies, where it is published."""
    return article.url.removesuffix(".html") + ".txt"


def _raw_page(article: ArticleView, settings: Settings) -> Iterator[Page]:
    """The text of a record, character for character as it was read: the SHA-256 of the file is the article's."""
    path = settings.raw / str(article.raw_file)
    if not path.is_file():
        return
    origin = _provenance(article)

    def text() -> str:
        found = intake.read(origin.file, path.read_bytes(), intake.load_mapping(settings.rules))
        texts = (raw.text for raw in found.articles if raw.sha256 == origin.sha256)
        return next(texts, "The raw file is no longer the one that this article was read from.\n")

    yield verbatim(raw_url(article), (origin.sha256, str(path.stat().st_size)), text)


def _provenance(article: ArticleView) -> Provenance:
    return article.origin or Provenance("")


def _place(article: ArticleView) -> Place:
    return place_of(_provenance(article))
