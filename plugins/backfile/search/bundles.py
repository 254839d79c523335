"""Which bundles are stale, and building them."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path, PurePosixPath

from backfile.search import pagefind
from backfile.search.documents import FACETS, FORM, SearchDocument, headlines, page
from backfile.search.pagefind import Pagefind, SearchError
from backfile.search.spans import Span, listing, spans
from backfile.search.stories import write_stories
from backfile.settings import Settings


@dataclass(frozen=True, slots=True)
class SearchReport:
    """What was built.

    bundles: the content hash of every bundle by its id, to be handed in as `known` next time. rebuilt,
    removed: ids of bundles. kept: the folders inside `search/` that are published already and must stay.
    articles: of the whole archive; indexed: of the bundles that were built. files, bytes: of what was written
    into the stage.
    """

    bundles: Mapping[str, str]
    rebuilt: tuple[str, ...]
    kept: tuple[str, ...]
    removed: tuple[str, ...]
    articles: int
    indexed: int
    files: int
    bytes: int
    seconds: float

    def settled(self) -> SearchReport:
        """What the next build would report if nothing changed until then."""
        return replace(self, rebuilt=(), removed=(), indexed=0, files=0, bytes=0)

    def lines(self) -> list[str]:
        """The part of the closing report that speaks of search."""
        built = f"{len(self.rebuilt)} of {len(self.bundles)} bundles built anew"
        if not self.rebuilt:
            return [f"{'Search':<12}{built}"]
        articles = f"{self.indexed:,} article{'' if self.indexed == 1 else 's'}"
        return [f"{'Search':<12}{built}: {articles}, {self.bytes / 1e6:,.1f} MB, {self.seconds:.1f} s"]

    def to_json(self) -> dict[str, object]:
        """The same figures for a program."""
        return {
            "bundles": len(self.bundles),
            "rebuilt": list(self.rebuilt),
            "removed": list(self.removed),
            "articles": self.articles,
            "indexed": self.indexed,
            "files": self.files,
            "bytes": self.bytes,
            "seconds": round(self.seconds, 3),
        }


def build_bundles(
    documents: Sequence[SearchDocument],
    *,
    out: Path,
    known: Mapping[str, str],
    present: Callable[[str], bool],
    settings: Settings,
    progress: Callable[[str, int, int | None], None] | None = None,
    jobs: int = 2,
) -> SearchReport:
    """Build the stale bundles and the list of all.

    documents: every published article, in any order. out: the stage's `search` folder; it gets the stale
    bundles, the shared engine if it is not published yet, and `spans.json`. known: bundle id to content hash,
    from the last report. present: whether a folder of `search/` is published. progress: called with the
    articles indexed so far and those to index in all. jobs: how many of Pagefind's processes run at a time;
    each takes about 0.25 MB of memory an article of its bundle.

    Which articles tell one story is written anew each time, in small files of their own.

    A bundle's folder bears its content hash: a browser never meets an old one beside a new one, and may keep
    what it has fetched. Same articles, same bytes.

    Raises SearchError when Pagefind is missing, fails, is killed, or passes over an article.
    """
    started = time.monotonic()
    _check_urls(documents)
    found = spans(documents, settings.bundle_size)
    program = Pagefind.find()
    language = settings.language.lower()
    hashes = {span.id: _hash(span, program.version, language) for span in found}
    folders = {span_id: f"{span_id}-{digest[:8]}" for span_id, digest in hashes.items()}
    engine = f"engine-{program.version}-{language}"
    stale = [s for s in found if known.get(s.id) != hashes[s.id] or not present(folders[s.id])]
    if found and not stale and not present(engine):
        stale = [min(found, key=lambda span: span.count)]

    out.mkdir(parents=True, exist_ok=True)
    total = sum(span.count for span in stale)
    indexed = 0
    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        waiting = {pool.submit(_build, program, span, out / folders[span.id], language): span for span in stale}
        try:
            for future in as_completed(waiting):
                future.result()
                indexed += waiting[future].count
                if progress is not None:
                    progress("indexing", indexed, total)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    for span in stale:
        pagefind.take_engine(out / folders[span.id], out / engine)
        pagefind.strip(out / folders[span.id])
    stories = write_stories(found, folders, out)
    _write_json(out / "spans.json", listing(found, folders, stories, engine=engine, language=language))

    built = {span.id for span in stale}
    written = [path for path in out.rglob("*") if path.is_file()]
    kept = [folders[span.id] for span in found if span.id not in built]
    if found and not (out / engine).exists():
        kept.append(engine)
    return SearchReport(
        bundles=hashes,
        rebuilt=tuple(span.id for span in stale),
        kept=tuple(kept),
        removed=tuple(sorted(known.keys() - hashes.keys())),
        articles=len(documents),
        indexed=total,
        files=len(written),
        bytes=sum(path.stat().st_size for path in written),
        seconds=time.monotonic() - started,
    )


def _check_urls(documents: Sequence[SearchDocument]) -> None:
    seen: set[str] = set()
    for document in documents:
        parts = PurePosixPath(document.url).parts
        if not parts or parts[0] == "/" or ".." in parts or not document.url.endswith(".html"):
            raise SearchError(f"{document.url!r} is no page inside the site; check the article's slug")
        if document.url in seen:
            raise SearchError(f"two articles have the URL {document.url}; change the slug of one")
        seen.add(document.url)


def _hash(span: Span, version: str, language: str) -> str:
    digest = hashlib.sha256(json.dumps([FORM, version, language]).encode())
    for document in span.documents:
        digest.update(f"{document.url}\0{document.fingerprint()}\n".encode("utf-8", "replace"))
    return digest.hexdigest()


def _build(program: Pagefind, span: Span, bundle: Path, language: str) -> None:
    if bundle.exists():
        shutil.rmtree(bundle)
    with tempfile.TemporaryDirectory(prefix="backfile-search-") as scratch:
        site = Path(scratch)
        for document in span.documents:
            path = site / document.url
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page(document), encoding="utf-8", errors="replace")
        program.index(site, bundle, language, f"{span.id} ({span.count:,} articles)")
    _write_json(bundle / pagefind.TABLE, _table(span, bundle))
    _write_json(bundle / pagefind.HEADLINES, headlines(span.documents))


def _table(span: Span, bundle: Path) -> dict[str, object]:
    """Make the table of a bundle's articles, oldest first: Pagefind's identifiers, days, facets by number."""
    ids = {url: fragment for fragment, url in pagefind.fragments(bundle)}
    missing = [document.url for document in span.documents if document.url not in ids]
    if missing:
        raise SearchError(
            f"Pagefind passed over {missing[0]} (and {len(missing) - 1} more); report it with the article's text"
        )
    days = [
        (day, first.date_text, 1 + sum(1 for _ in rest))
        for day, rest in groupby(span.documents, key=lambda document: document.day)
        for first in [next(rest)]
    ]
    return {
        "version": FORM,
        "ids": " ".join(ids[document.url] for document in span.documents),
        "days": days,
        "facets": {
            facet: _column([document.facets[number] for document in span.documents])
            for number, facet in enumerate(FACETS)
        },
    }


def _column(rows: Sequence[Sequence[str]]) -> dict[str, object]:
    names = sorted({name for row in rows for name in row})
    numbers = {name: number for number, name in enumerate(names)}
    return {"names": names, "rows": [sorted({numbers[name] for name in row}) for row in rows]}


def _write_json(path: Path, value: object) -> None:
    path.write_text(
        json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8", errors="replace"
    )
