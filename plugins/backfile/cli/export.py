"""`backfile export`: the whole archive as data."""

from __future__ import annotations

import argparse
import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from backfile.cli.command import Command, settings_option
from backfile.cli.console import Console, Stop


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("form", choices=("jsonl", "csv", "sqlite"), help="the form of the data")
    parser.add_argument("file", metavar="FILE", help="where to write it; - is the standard output (not for sqlite)")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    settings_option(parser)


def _run(args: argparse.Namespace, console: Console) -> int:
    from backfile import tagging
    from backfile.authority import Canon, shipped_sources
    from backfile.cli import archive
    from backfile.data import csv_header, csv_row, jsonl_row, write_sqlite
    from backfile.settings import Settings
    from backfile.site.archive import assemble
    from backfile.site.data import record
    from backfile.site.load import load
    from backfile.site.naming import settle_names

    values = archive.read_settings(archive.find_settings(args.settings))
    archive.content_of(values)
    settings = Settings.read(values)
    to_stdout = args.file == "-"
    if to_stdout and args.form == "sqlite":
        raise Stop("a database cannot go to the standard output; name a file", status=2)
    path = Path(args.file)
    if not to_stdout and not path.absolute().parent.is_dir():
        raise Stop(f"{path.parent}: no such folder; make it first")
    vocabularies = tagging.load(settings.vocabulary)
    canon = Canon(vocabularies.authority, shipped_sources(), vocabularies.renamed)
    loaded = load(settings, vocabularies, canon)
    settle_names(loaded.articles, canon, vocabularies, settings)
    for refusal in loaded.refusals:
        console.error(f"{refusal.path}: {refusal.reason}; {refusal.mend}")
    articles = assemble(loaded.articles).articles
    records = (record(article, settings.site_url) for article in articles)
    if args.form == "sqlite":
        write_sqlite(path, records)
    else:
        header, row = ("", jsonl_row) if args.form == "jsonl" else (csv_header(), csv_row)
        with _opened(path, to_stdout) as out:
            out.write(header)
            out.writelines(map(row, records))
    if args.json and not to_stdout:
        console.json({"file": str(path), "articles": len(articles), "left_out": len(loaded.refusals)})
    elif not to_stdout:
        console.report([f"{len(articles):,} articles in {path}"])
    return int(bool(loaded.refusals))


@contextlib.contextmanager
def _opened(path: Path, to_stdout: bool) -> Iterator[TextIO]:
    """Standard output, or a file that takes its place when it is whole."""
    if to_stdout:
        with os.fdopen(os.dup(1), "w", encoding="utf-8", errors="replace", newline="") as out:
            yield out
        return
    fresh = path.with_name(f".{path.name}.new")
    try:
        with fresh.open("w", encoding="utf-8", errors="replace", newline="") as out:
            yield out
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


COMMAND = Command(
    name="export",
    help="the whole archive as JSON Lines, CSV or SQLite",
    about=(
        "Writes every published article of content/articles to one file. JSON Lines has one article a line with all\n"
        "fields; CSV leaves out the text and guards cells that a spreadsheet would take for formulas; SQLite has\n"
        "tables for articles, credits, tags and corrections, and full-text search (FTS5), as Datasette opens it.\n"
        "Drafts are left out. Exit status 1 when an article could not be read."
    ),
    examples=(
        ("backfile export sqlite archive.db", "then: datasette archive.db"),
        ("backfile export csv articles.csv", "for a spreadsheet"),
        ("backfile export jsonl - | jq .title", "for other programs"),
    ),
    options=_options,
    run=_run,
)
