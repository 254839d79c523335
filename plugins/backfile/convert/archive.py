"""The raw folder into the articles folder: what is new or changed is converted, what people wrote is kept."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from pathlib import Path

from backfile import lock, takedown
from backfile.catalog import ArticleRow, Catalog, Known, RawRow
from backfile.convert import answers, pool, retag, shelf, sources
from backfile.convert.keeper import Keeper
from backfile.convert.report import ConvertReport
from backfile.convert.shelf import Shelved
from backfile.convert.work import Job, Outcome, Stages, Tools, shipped
from backfile.heap import growing
from backfile.progress import SILENT, Progress
from backfile.settings import Settings

logger = logging.getLogger(__name__)


def convert_archive(
    settings: Settings,
    *,
    paths: Sequence[Path] = (),
    refresh: bool = False,
    dry_run: bool = False,
    prune: bool = False,
    progress: Progress = SILENT,
    executor: Executor | None = None,
    stages: Stages | None = None,
) -> ConvertReport:
    """Convert the raw articles that are new or changed, and merge them with what people wrote.

    paths: only these files and folders; without any, the raw folder. Files from elsewhere are written into this
    archive too, and their provenance says that they are from outside. refresh: convert also what has not changed,
    and make deleted articles again. dry_run: write nothing; the report says what would change. prune: remove
    articles whose raw file is gone. executor: does the work in place of processes of our own. stages: of
    conversion, for tests.

    Returns the report; the result is the same for any number of workers. Raises OSError where the archive cannot be
    written, and the errors of the archive's own rules, mapping, vocabularies, answers and takedowns.
    """
    given = answers.load(settings.content)
    tools = Tools.of(stages or shipped(), settings.rules, settings.vocabulary, takedown.load(settings.content))
    if tools.rules or tools.vocabulary:
        tools.loaded()  # faults in the archive's own are met before any work; the shipped have none
    report = ConvertReport(dry_run=dry_run)
    with ExitStack() as stack:
        if not dry_run:
            stack.enter_context(lock.held(settings.state))
        catalog = stack.enter_context((Catalog.peek if dry_run else Catalog.open)(settings.state))
        with growing():
            read = _known(catalog)
            known = read or ({}, {}, {})
        raw_rows, records, article_rows = dict(known[0]), known[1], known[2]
        found = sources.find(settings, paths)
        report.read = len(found.files)
        report.refused += found.refusals
        with progress.stage("Looking", None), growing():
            standing = list(shelf.scan(settings.articles, article_rows, tidy=not dry_run))
        keeper = Keeper(settings, standing, records, {s.key for s in found.files}, report, refresh=refresh, given=given)
        keeper.follow(_addresses(standing, article_rows))
        mapping, mapped = tools.mapping_stamp, catalog.mapping_stamp()
        anew = {key for key, row in raw_rows.items() if row.refusals} if mapping != mapped else set()
        engine, texts = retag.engine_stamp(tools), retag.vocabulary_texts(tools)
        looked_for = None
        if refresh and not paths:
            looked_for = _looked_for(catalog, engine, texts)
        jobs = _jobs(found.files, raw_rows, keeper, refresh, anew, looked_for)
        if looked_for is not None:
            report.notes.append(_retagged(len(jobs), len(found.files)))
        fresh = {source.key: source for source in found.files}
        with progress.stage("Converting", len(jobs)) as stage:
            for outcome in pool.outcomes(jobs, tools, workers=settings.workers(), executor=executor):
                stage.advance()
                keeper.take(fresh[outcome.key].name, outcome, outside=fresh[outcome.key].outside)
                raw_rows[outcome.key] = _raw_row(fresh[outcome.key], outcome, raw_rows.get(outcome.key))
        if found.whole:
            refused = {refusal.path for refusal in found.refusals}
            refused |= {key for key, row in raw_rows.items() if row.refusals and key in fresh}
            raw_rows = {key: row for key, row in raw_rows.items() if key in fresh or key.startswith(sources.OUTSIDE)}
            keeper.look_for_missing(refused, prune=prune and bool(found.files))
            if prune and not found.files:
                report.notes.append(f"Nothing was removed: {settings.raw} holds no file at all.")
        keeper.finish()
        report.take_refusals(refusal for key in sorted(raw_rows) if key in fresh for refusal in raw_rows[key].refusals)
        if not dry_run:
            rows, kept = keeper.rows()
            now = (raw_rows, {(row.raw, row.record): row for row in kept}, {row.name: row for row in rows})
            stamp = mapping if found.whole else mapped  # what was not looked at waits for the next run
            if (now, stamp) != (known, mapped) or keeper.quotes:
                catalog.replace_conversion(raw_rows.values(), kept, rows, stamp, keeper.quotes, read)
            if (refresh and found.whole and not paths) or not any(one.raw for one, _ in standing):
                catalog.replace_tools(engine, retag.packed(texts))
            elif jobs and catalog.tools()[0] != engine:
                catalog.replace_tools(retag.MIXED, "")
    return report


def _looked_for(catalog: Catalog, engine: str, texts: retag.Texts) -> re.Pattern[bytes] | None:
    """What the raw files that a refresh must read hold, where the vocabularies alone have changed since then."""
    last, before = catalog.tools()
    return retag.touched_by(retag.unpacked(before), texts) if engine and last == engine else None


def _retagged(read: int, files: int) -> str:
    if not read:
        return "Rules and vocabularies are those of the last refresh: nothing was read again."
    return (
        f"Only the vocabularies have changed since the last refresh: {read:,} of {files:,} raw files hold a word of "
        "the change, or belong to an article that was edited or deleted, and were read again."
    )


def _known(catalog: Catalog) -> Known | None:
    """What the catalog says; None where it cannot be read."""
    try:
        return catalog.raw(), catalog.records(), catalog.articles()
    except (sqlite3.Error, ValueError, TypeError) as error:
        logger.info("the catalog cannot be read (%s); it is made anew", error)
        return None


def _addresses(standing: Sequence[tuple[Shelved, ArticleRow]], known: dict[str, ArticleRow]) -> dict[str, str]:
    """The former addresses of the Markdown files that were changed since the catalog was written."""
    changed = (known[one.name] for one, row in standing if known.get(one.name, row) is not row)
    return {row.name: Shelved.from_facts(row.name, row.facts).url for row in changed}


def _jobs(
    files: Sequence[sources.Source],
    known: dict[str, RawRow],
    keeper: Keeper,
    refresh: bool,
    anew: set[str],
    looked_for: re.Pattern[bytes] | None,
) -> list[tuple[Job, int]]:
    """The raw files that are to be read: new, changed, and those that another mapping of fields may make readable.

    looked_for: of the files that a refresh would read, those that hold this are read, and those whose articles are
    not as Backfile wrote them.
    """
    jobs = []
    for source in files:
        row = None if source.key in anew else known.get(source.key)
        same = row is not None and (row.size, row.mtime_ns) == (source.size, source.mtime_ns)
        if same and (not refresh or _may_stay(source, row, keeper, looked_for)):
            keeper.take_unchanged(source.key)
            continue
        job = Job(
            source.key,
            source.name,
            source.path,
            source.outside,
            row.sha256 if row is not None and row.sha256 and not refresh else None,
            frozenset() if refresh else keeper.known_texts(source.key),
            zones=refresh,
        )
        jobs.append((job, source.size))
    return jobs


def _may_stay(source: sources.Source, row: RawRow | None, keeper: Keeper, looked_for: re.Pattern[bytes] | None) -> bool:
    """Whether a refresh may pass over a raw file that is as it was."""
    if looked_for is None or row is None or row.refusals or not keeper.is_as_written(source.key):
        return False
    try:
        data = source.path.read_bytes()
    except OSError:
        return False  # whoever reads it next says so
    return b"\0" not in data and looked_for.search(data) is None  # zeros: UTF-16


def _raw_row(source: sources.Source, outcome: Outcome, known: RawRow | None) -> RawRow:
    refusals = known.refusals if outcome.unchanged and known is not None else outcome.refusals
    # A file that could not be opened is tried again at the next run.
    mtime = source.mtime_ns if outcome.sha256 else -1
    return RawRow(source.key, source.size, mtime, outcome.sha256, refusals)
