"""One build: what it works with, and what it reports."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from backfile import heap, lock, tagging, takedown
from backfile.authority import Canon, shipped_sources
from backfile.catalog import Catalog
from backfile.convert import convert_archive, open_doubts
from backfile.fixity import MANIFEST, hash_file, write_manifest
from backfile.progress import Progress
from backfile.search import SearchDocument, SearchReport, build_bundles
from backfile.settings import Settings
from backfile.site import unchanged
from backfile.site.archive import Archive
from backfile.site.facts import hash_of
from backfile.site.load import Loaded
from backfile.site.published import Published, scan
from backfile.site.report import BuildReport
from backfile.site.story import link_versions
from backfile.site.translations import translations
from backfile.site.views import ArticleView
from backfile.stage import Stage
from backfile.tagging import Vocabularies
from backfile.version import __version__


class Run:
    """One run of Pelican with Backfile: settings, stage, catalog, and the report that grows.

    pelican: its settings; Backfile keeps the run itself there, as `backfile_run`, where its generator finds it.
    """

    def __init__(self, pelican: Mapping[str, Any], settings: Settings, theme: Path, progress: Progress) -> None:
        self.pelican = pelican
        self.settings = settings
        self.theme = theme
        self.progress = progress
        self.report = BuildReport(strict=settings.strict)
        self.stage = Stage(settings.output, settings.state)
        self.doubts: Mapping[str, tuple[str, ...]] = {}
        self.quotes: Mapping[tuple[str, int], str] = {}
        self.archive: Archive | None = None
        self.published: Published | None = None
        self.generators: list[Any] = []
        self.is_unchanged = False
        self._seen: unchanged.Look | None = None
        self._loaded = ""
        self._shared = ""
        self._stats: dict[str, tuple[int, int]] | None = None
        self._started = time.monotonic()
        self._has_lock = False
        self.veiled: frozenset[str] = frozenset()

    @cached_property
    def vocabularies(self) -> Vocabularies:
        """The shipped vocabularies with the archive's own."""
        return tagging.load(self.settings.vocabulary)

    @property
    def _place(self) -> str:
        """The output folder for the catalog, whatever the bytes of its name are."""
        return os.fsencode(self.settings.output).decode("utf-8", "backslashreplace")

    @cached_property
    def translations(self) -> NullTranslations:
        """The interface's words in the archive's language."""
        return translations(self.theme, self.settings.language)

    @cached_property
    def canon(self) -> Canon:
        """Which name is shown for which: the archive's authority files over the shipped names of sources."""
        return Canon(self.vocabularies.authority, shipped_sources(), self.vocabularies.renamed)

    @cached_property
    def asset_folder(self) -> str:
        """Where the theme's files are published: a folder named by what is in them, so that caches never lie."""
        return f"theme/{_hash_tree([self.theme / 'static'])[:8]}"

    def begin(self, *, alone: bool) -> None:
        """Convert what is new, and open the stage.

        alone: whether no other plugin takes part, which could want more than what Backfile knows to have changed.
        Raises LockedError where another process is at it, and TakedownError, even if nothing has changed.
        """
        lock.acquire(self.settings.state)
        self._has_lock = True
        takedowns = takedown.Takedowns(takedown.load(self.settings.content))
        if alone and not self.stage.journal.exists():
            self._seen, self._stats = self._look(takedowns.stamp)
        known = unchanged.recall(self.settings.state, self._seen) if self._seen else None
        if known is not None:
            self.is_unchanged = True
            known.strict = self.settings.strict
            said = {True: "stands as it is: nothing has changed", False: "is no page of this site"}
            known.why = [(name, said[name in (self._stats or {})]) for name in self.pelican.get("backfile_why", ())]
            self.report = known
            self.stage.open()
            return
        unchanged.forget(self.settings.state)
        interrupted = self.stage.open()
        if interrupted:
            with Catalog.open(self.settings.state) as catalog:
                catalog.distrust_pages()
        if self.settings.convert:
            self.report.conversion = convert_archive(self.settings, progress=self.progress)
        with Catalog.open(self.settings.state) as catalog:
            self.quotes = catalog.quote_hashes() if self.settings.evidence else {}
            self.doubts = {
                name: tuple(d.reason for d in doubts)
                for name, doubts in open_doubts(catalog, self.settings.content).items()
            }

    def link_versions(self, articles: list[ArticleView]) -> None:
        """Find the articles that tell one story."""
        with Catalog.open(self.settings.state) as catalog:
            link_versions(articles, catalog, self.settings.workers())

    def loaded(self, archive: Archive, loaded: Loaded) -> None:
        """Take note of what the site will hold."""
        self.archive = archive
        self._loaded = unchanged.of_articles(loaded.files) if loaded.is_whole else ""
        self.report.articles = len(archive.articles)
        self.report.undated = len(archive.undated)
        self.report.drafts = loaded.drafts
        self.report.refusals = loaded.refusals
        # A doubt may quote what an article is shown without.
        self.doubts = {name: doubts for name, doubts in self.doubts.items() if name not in loaded.veiled}
        self.veiled = frozenset(loaded.veiled)

    def publish(self, shared: Iterable[str]) -> Published:
        """Look at what stands in the output. shared: what all pages show of the archive, beyond theme and settings."""
        with Catalog.open(self.settings.state) as catalog:
            known = catalog.pages()
        if known.pop(_OUTPUT, self._place) != self._place:
            known = {}
        parts = {
            "the version of Backfile": __version__,
            "the theme": _hash_tree(self._trees()),
            "a setting": _hash_settings(self.pelican),
            "the navigation": hash_of("\x1f".join(shared)),
        }
        before = json.loads(known.pop(_SHARED, "{}"))
        self._shared = json.dumps(parts)
        stats = scan(self.settings.output) if self._stats is None else self._stats
        self.published = Published(
            self.settings.output,
            known,
            hash_of(self._shared),
            stats,
            tuple(what for what, mark in parts.items() if before.get(what) != mark),
        )
        return self.published

    def finish(self) -> None:
        """Index what changed, publish the stage, and write down what stands now."""
        if self.is_unchanged:
            self.stage.drop()
            self.report.seconds = time.monotonic() - self._started
            self.close()
            return
        assert self.archive is not None and self.published is not None  # Pelican ran our generator
        published = self.published
        with Catalog.open(self.settings.state) as catalog:
            bundles: Mapping[str, str] = catalog.bundles()
            early = self._pages_first(catalog, published)
            if self.settings.search:
                self.report.search = search = self._index(published, bundles)
                bundles = search.bundles
                for folder in search.kept:
                    for name in published.under(f"search/{folder}/"):
                        published.keep(name)
            for name in self.stage.names():
                published.keep(name)
            self._write_manifest(published, early)
            # Until the new state is written down, the catalog vouches for nothing: a kill in between costs
            # a full build, never a wrong page.
            catalog.distrust_pages()
            with self.progress.stage("Publishing", None):
                committed = self.stage.commit(published.leftovers())
            committed = replace(committed, written=tuple(sorted({*early, *committed.written})))
            self.report.committed = committed
            records = published.records((*committed.written, *committed.removed))
            catalog.replace_pages({**records, _OUTPUT: self._place, _SHARED: self._shared})
            catalog.replace_bundles(bundles)
            is_whole = bool(self._loaded) and not catalog.has_unread_raw()
        self.report.files = len(records)
        self.report.bytes = sum(int(record.rsplit(" ", 2)[1]) for record in records.values())
        self.report.seconds = time.monotonic() - self._started
        if self._seen is not None and is_whole:
            # The sources are those that were seen before they were read, the articles those that were loaded.
            seen = replace(self._seen, articles=self._loaded, output=unchanged.of_output(published.stats))
            unchanged.remember(self.settings.state, seen, self.report)
        self.close()

    def close(self) -> None:
        """Let other processes at the archive again; once is enough, twice does no harm."""
        if self._has_lock:
            self._has_lock = False
            lock.release(self.settings.state)
            heap.release()

    def _pages_first(self, catalog: Catalog, published: Published) -> tuple[str, ...]:
        """Publish the pages before search is indexed, where somebody waits for them; the files that were written."""
        tell = self.pelican.get("backfile_pages_first")
        if tell is None or not self.settings.search:
            return ()
        for name in self.stage.names():
            published.keep(name)
        catalog.distrust_pages()  # as below: a kill from here on costs a full build
        early = self.stage.commit()
        self.stage.open()
        if early.written:
            tell()
        return early.written

    def _write_manifest(self, published: Published, early: Collection[str]) -> None:
        """Stage the manifest. What this build does not write has the hash that it was published with, not a new one."""
        staged = set(self.stage.names())

        def sha256_of(name: str) -> str:
            if name not in staged and name not in early:
                return published.sha256(name)
            # Another plugin may have changed what was written.
            known = published.wrote.get(name) if self._seen is not None else None
            return known[1] if known else hash_file((self.stage.files if name in staged else published.output) / name)

        published.keep(MANIFEST)
        self.stage.write(MANIFEST, write_manifest(published.names(), sha256_of))

    def _look(self, taken_down: str) -> tuple[unchanged.Look, dict[str, tuple[int, int]]]:
        package = Path(__file__).parent.parent
        return unchanged.look(
            (self.settings.content, *self._trees(), package),
            self.settings.articles,
            self.settings.raw,
            self.settings.output,
            settings=f"{__version__} {self._place} {_hash_settings(self.pelican)} {taken_down}",
            workers=self.settings.workers(),
        )

    def _trees(self) -> list[Path]:
        """The theme, and what overrides its templates."""
        return [self.theme, *map(Path, self.pelican.get("THEME_TEMPLATES_OVERRIDES", ()))]

    def _index(self, published: Published, known: Mapping[str, str]) -> SearchReport:
        assert self.archive is not None
        documents = [search_document(article) for article in self.archive.articles]
        with self.progress.stage("Search", len(documents)) as stage:
            done = 0

            def advance(_: str, indexed: int, __: int | None) -> None:
                nonlocal done
                stage.advance(indexed - done)
                done = indexed

            return build_bundles(
                documents,
                out=self.stage.files / "search",
                known=known,
                present=lambda folder: bool(published.under(f"search/{folder}/")),
                settings=self.settings,
                progress=advance,
                jobs=min(2, self.settings.workers()),
            )


_SHARED = "//shared"  # under this key, the parts of what all its pages depend on
_OUTPUT = "//output"  # the catalog's pages are those of one output folder, named under this key


def search_document(article: ArticleView) -> SearchDocument:
    """What search reads of an article."""

    def names(refs: Iterable[Any]) -> tuple[str, ...]:
        return tuple(ref.name for ref in refs)

    return SearchDocument(
        url=article.url,
        title=article.title,
        date_iso=article.date_iso,
        date_text=article.date_text,
        paragraphs=lambda: article.paragraphs,
        text=article.text_digest,
        story=article.story,
        lang=article.lang,
        source=article.source.name if article.source else None,
        reporters=names(article.reporters),
        editors=names(article.editors),
        places=names(article.places),
        organisations=names(article.organisations),
        people=names(article.people),
        topics=names(article.topics),
    )


def _hash_tree(roots: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for root in roots:
        for path in sorted(p for p in root.rglob("*") if p.is_file()):
            data = path.read_bytes()
            digest.update(f"{path.relative_to(root).as_posix()}\0{len(data)}\0".encode())
            digest.update(data)
    return digest.hexdigest()


_ELSEWHERE = {
    "PATH",
    "OUTPUT_PATH",
    "CACHE_PATH",
    "THEME",
    "THEME_TEMPLATES_OVERRIDES",
    "PLUGINS",
    "PLUGIN_PATHS",
    "PORT",
    "BIND",
    "BACKFILE_JOBS",
    "BACKFILE_STRICT",
}


def is_plain(settings: Mapping[str, Any]) -> bool:
    """Whether the settings hold values alone, and no functions, whose text can change unseen."""
    return all(_is_plain(value) for key, value in settings.items() if key.isupper())


def _is_plain(value: object) -> bool:
    if isinstance(value, Mapping):
        return all(map(_is_plain, value.values()))
    if isinstance(value, list | tuple | set):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, str | int | float | bool)


def _hash_settings(pelican: Mapping[str, Any]) -> str:
    """The settings that a template could show; where things lie on this machine is none of them."""
    shown = {
        key: sorted(value) if isinstance(value, set) else value
        for key, value in pelican.items()
        if key.isupper() and key not in _ELSEWHERE and _is_plain(value)
    }
    return hash_of(repr(sorted(shown.items())))
