"""The archive as data files at /data/: JSON Lines and CSV, one of each a year, described for people and programs."""

from __future__ import annotations

import gzip
import marshal
from collections.abc import Iterable, Iterator

from backfile.data import FIELDS, Credit, Record, Topic, csv_header, csv_row, datapackage, jsonl_row
from backfile.data.package import CSV_SCHEMA, JSONL_SCHEMA, DataFile, schema
from backfile.forks import spread
from backfile.settings import Settings
from backfile.site.archive import Archive
from backfile.site.pages import Page, verbatim
from backfile.site.published import Published
from backfile.site.views import ArticleView
from backfile.stage import Stage

FOLDER = "data/"
LEVEL = 4
"""Of compression: level 6 takes four times as long for a tenth of the bytes."""


def record(article: ArticleView, site_url: str) -> Record:
    """An article of the site as a record of the data."""
    return Record(
        id=article.url,
        url=f"{site_url}/{article.url}" if site_url else article.url,
        title=article.title if article.has_headline else None,
        date=article.date_iso,
        source=article.source.name if article.source else None,
        dateline=article.dateline,
        reporters=tuple(Credit(ref.name, ref.location, ref.email) for ref in article.reporters),
        contributors=tuple(Credit(ref.name, ref.location, ref.email) for ref in article.contributors),
        editors=tuple(Credit(ref.name, ref.location, ref.email) for ref in article.editors),
        places=tuple(ref.name for ref in article.places),
        organisations=tuple(ref.name for ref in article.organisations),
        people=tuple(ref.name for ref in article.people),
        topics=tuple(Topic(ref.name, ref.code) for ref in article.topics),
        tags=tuple(ref.name for ref in article.other_tags),
        corrections=tuple(map(str, article.corrections)),
        original_url=article.original_url,
        language=article.lang,
        word_count=article.word_count,
        raw_file=article.raw_file,
        raw_sha256=article.raw_sha256,
        text=article.paragraphs,
    )


def data_pages(archive: Archive, settings: Settings, title: str, published: Published, stage: Stage) -> Iterator[Page]:
    """Write the data files that have changed, and yield the page and the package that describe them.

    title: the site's. published: what stands in the output. stage: takes the files.
    """
    if not settings.data:
        return
    years = list(_years(archive))
    stale = []
    for label, articles in years:
        key = (settings.site_url, *(article.digest for article in articles))
        stand = [published.is_current(name, "data", key) for name in _names(label)]
        if not all(stand):
            stale.append((label, articles))

    def some(part: int, parts: int) -> bytes:
        written = {}
        for label, articles in stale[part::parts]:
            packed = _packed(record(article, settings.site_url) for article in articles)
            for name, data in zip(_names(label), packed, strict=True):
                written[name] = (len(data), stage.write(name, data))
        return marshal.dumps(written)

    for written in spread(some, min(settings.workers(), len(stale))):
        published.wrote |= marshal.loads(written)
    files = [
        DataFile(name.removeprefix(FOLDER), len(articles), *published.measure(name))
        for label, articles in years
        for name in _names(label)
    ]
    marks = tuple(f"{file.name} {file.articles} {file.sha256}" for file in files)
    package = datapackage(title, settings.licence, settings.site_url, files)
    yield verbatim(f"{FOLDER}datapackage.json", marks, lambda: package)
    yield verbatim(f"{FOLDER}{CSV_SCHEMA}", (), lambda: schema(is_csv=True))
    yield verbatim(f"{FOLDER}{JSONL_SCHEMA}", (), lambda: schema(is_csv=False))
    yield Page(f"{FOLDER}index.html", FOLDER, "data", marks, lambda: {"files": files, "fields": FIELDS})


def _names(label: str) -> list[str]:
    return [f"{FOLDER}{label}.{form}.gz" for form in ("jsonl", "csv")]


def _years(archive: Archive) -> Iterator[tuple[str, list[ArticleView]]]:
    """The articles of each year in the order of time, then those that have no date."""
    by_year: dict[str, list[ArticleView]] = {}
    for article in reversed(archive.dated):
        by_year.setdefault(article.day_url[:4], []).append(article)
    yield from by_year.items()
    if archive.undated:
        yield "undated", archive.undated


def _packed(records: Iterable[Record]) -> tuple[bytes, bytes]:
    """The records as JSON Lines and as CSV, compressed: the same bytes whenever they say the same."""
    lines, rows = [], [csv_header()]
    for one in records:
        lines.append(jsonl_row(one))
        rows.append(csv_row(one))
    jsonl, table = (gzip.compress("".join(text).encode("utf-8", "replace"), LEVEL, mtime=0) for text in (lines, rows))
    return jsonl, table
