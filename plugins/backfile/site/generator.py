"""The archive generator: Backfile's own, beside Pelican's for pages and static files."""

from __future__ import annotations

import logging
import posixpath
from collections.abc import Mapping
from gettext import NullTranslations
from typing import Any

from jinja2 import Template
from markupsafe import Markup
from pelican import signals
from pelican.generators import ArticlesGenerator, Generator
from pelican.writers import Writer

from backfile.heap import growing
from backfile.site import pages
from backfile.site.archive import Archive, assemble
from backfile.site.colours import NAME, stylesheet
from backfile.site.corrections import correction_pages
from backfile.site.crawlers import ai_crawlers
from backfile.site.data import data_pages
from backfile.site.dates import DateWords
from backfile.site.evidence import evidence_pages
from backfile.site.load import load
from backfile.site.naming import describe_terms, settle_names
from backfile.site.rendering import render
from backfile.site.run import Run
from backfile.site.templates import PageEnvironment, page_environment
from backfile.site.translations import for_scripts
from backfile.site.veiling import veil_terms
from backfile.version import __version__

logger = logging.getLogger(__name__)

# No inline script or style, and nothing from elsewhere. It stands on every page, so it is short.
CSP = Markup("default-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'")


class ArchiveGenerator(Generator):
    """Loads content/articles and writes every page of the archive that has changed.

    It carries the attributes of Pelican's ArticlesGenerator that plugins use, and sends its signals.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run: Run = self.settings["backfile_run"]
        self.archive: Archive = assemble(())
        self.drafts: list[Any] = []
        self.hidden_articles: list[Any] = []
        self.translations: list[Any] = []
        self.drafts_translations: list[Any] = []
        self.hidden_translations: list[Any] = []
        self.categories: list[Any] = []
        signals.article_generator_init.send(self)
        options = dict(self.settings["JINJA_ENVIRONMENT"])
        is_plain = type(self.run.translations) is NullTranslations
        self.env: PageEnvironment = page_environment(
            self.env, options, self.run.settings.state / "templates", is_plain=is_plain
        )

    @property
    def articles(self) -> list[Any]:
        """All published articles, newest first, undated ones last."""
        return self.archive.articles

    @property
    def dates(self) -> list[Any]:
        """The dated articles, newest first."""
        return self.archive.dated

    @property
    def authors(self) -> list[tuple[Any, list[Any]]]:
        """Pelican's form of the reporters: each with their articles."""
        return [(term, term.articles) for term in self.archive.terms["reporters"]]

    @property
    def tags(self) -> dict[Any, list[Any]]:
        """Pelican's form of the tags."""
        kinds = ("places", "organisations", "people", "topics", "tags")
        return {term.name: term.articles for kind in kinds for term in self.archive.terms[kind]}

    def generate_context(self) -> None:
        """Load the articles and put what every template may use into Pelican's context."""
        run = self.run
        if run.is_unchanged:
            return
        with run.progress.stage("Loading", None), growing():
            words = DateWords.of(run.translations)
            loaded = load(run.settings, run.vocabularies, run.canon, words)
            naming = settle_names(loaded.articles, run.canon, run.vocabularies, run.settings)
            run.link_versions(loaded.articles)
            self.archive = assemble(loaded.articles, words)
            describe_terms(self.archive, run.canon, naming)
            self.archive.notices = loaded.takedowns.notices
            veil_terms(self.archive, loaded.takedowns)
        run.loaded(self.archive, loaded)
        self.context.update(
            {
                "articles": self.archive.articles,
                "dates": self.archive.dated,
                "authors": self.authors,
                "tags": [(name, articles) for name, articles in self.tags.items()],
                "categories": [],
                **_shared_names(run),
                "kinds": self.archive.kinds,
                "undated": bool(self.archive.undated),
            }
        )
        signals.article_generator_finalized.send(self)

    def generate_output(self, writer: Writer) -> None:
        """Write the pages whose key has changed; all of them where another plugin wants to see each."""
        run = self.run
        if run.is_unchanged:
            return
        content_pages = self.context.get("pages", [])
        published = run.publish(
            (
                *(kind.name for kind in self.archive.kinds),
                *(f"{page.url}\x1e{page.title}" for page in content_pages),
            )
        )
        every = bool(signals.content_written.receivers)
        seen: set[str] = set()
        todo: list[pages.Page] = []
        colours = stylesheet(run.settings)
        with run.progress.stage("Comparing", None), growing():
            for page in (
                *pages.all_pages(self.archive, run.settings, run.doubts, [str(page.url) for page in content_pages]),
                *evidence_pages(self.archive, run.settings, run.doubts, run.quotes, run.veiled, run.canon.shown),
                *correction_pages(self.archive, run.settings, [str(page.url) for page in content_pages]),
                *([pages.verbatim(NAME, (), lambda: colours)] if colours else []),
                pages.verbatim("strings.json", (), lambda: for_scripts(run.translations)),
                *data_pages(self.archive, run.settings, self.settings["SITENAME"], published, run.stage),
            ):
                if page.save_as in seen:
                    logger.warning("%s: two pages want this address; the first stays", page.save_as)
                    continue
                seen.add(page.save_as)
                if every or not published.is_current(page.save_as, page.template, page.key):
                    todo.append(page)
        templates = {name: self._template(name) for name in sorted({page.template for page in todo})}
        with run.progress.stage("Pages", len(todo)) as shown:
            workers = run.settings.workers()
            published.wrote |= render(todo, templates, self.context, run.stage, workers=workers, shown=shown)
        run.report.rendered = len(todo)
        run.report.why = [(name, published.why(name)) for name in self.settings.get("backfile_why", ())]
        run.report.pages = len(seen)
        signals.article_writer_finalized.send(self, writer=writer)

    def _template(self, name: str) -> Template:
        found: Template = self.env.get_template(name) if "." in name else self.get_template(name)
        return found


def tell_the_truth(generators: list[Generator]) -> None:
    """Let Pelican's last line count our articles: its own generator, which has none, is given them.

    Called when all output is written, so that it does not write them a second time.
    """
    ours = next((g for g in generators if isinstance(g, ArchiveGenerator)), None)
    stock = next((g for g in generators if isinstance(g, ArticlesGenerator)), None)
    if ours is not None and stock is not None:
        stock.articles = ours.articles or [None] * ours.run.report.articles


def _shared_names(run: Run) -> Mapping[str, Any]:
    site_url = run.settings.site_url
    folder = run.asset_folder
    return {
        "site_url": site_url,
        "site_path": _path_of(site_url),
        "asset": lambda name: f"{folder}/{name}",
        "absolute": lambda url: f"{site_url}/{url}" if site_url else url,
        "licence": run.settings.licence,
        "has_search": run.settings.search,
        "has_feeds": True,
        "has_evidence": run.settings.evidence,
        "has_data": run.settings.data,
        "has_colours": bool(run.settings.accent or run.settings.accent_dark),
        "generator": f"Backfile {__version__}",
        "csp": CSP,
        "robots": run.settings.robots,
        "crawlers": () if run.settings.ai_crawlers else ai_crawlers(),
    }


def _path_of(site_url: str) -> str:
    """The path under which the site lies, for pages that are shown at any depth: "/repo", or ""."""
    return posixpath.join("/", *site_url.split("/")[3:]).rstrip("/") if site_url else ""
