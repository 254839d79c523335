"""`backfile convert`: raw articles to Markdown."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from backfile.cli.command import Command, settings_option, whole_number
from backfile.cli.console import Console, Stop, is_terminal


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="only these raw files and folders")
    parser.add_argument("--refresh", action="store_true", help="convert again what is converted; edits are kept")
    parser.add_argument("--dry-run", action="store_true", help="write nothing; show what would change")
    parser.add_argument("--prune", action="store_true", help="remove articles whose raw file is gone")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when an article was refused")
    parser.add_argument(
        "--jobs", type=whole_number(1, 1024), metavar="N", help="how many processes to use (default: one a core)"
    )
    parser.add_argument(
        "--dask", metavar="ADDRESS", help="convert on the Dask cluster whose scheduler is there (needs backfile[dask])"
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    settings_option(parser)


def _run(args: argparse.Namespace, console: Console) -> int:
    from backfile import convert
    from backfile.cli import archive, cluster
    from backfile.settings import Settings

    console.log()
    overrides = {} if args.jobs is None else {"BACKFILE_JOBS": args.jobs}
    values = archive.read_settings(archive.find_settings(args.settings), overrides)
    settings = Settings.read(values)
    if not args.paths:
        archive.content_of(values)
    for path in args.paths:
        if not path.exists():
            raise Stop(f"{path}: no such file or folder; name one inside {settings.raw}")
    with cluster.executor_of(args.dask) as executor, console.progress() as progress:
        report = convert.convert_archive(
            settings,
            paths=tuple(path.absolute() for path in args.paths),
            refresh=args.refresh,
            dry_run=args.dry_run,
            prune=args.prune,
            progress=progress,
            executor=executor,
        )
    if args.json:
        console.json(report)
    else:
        console.report(_coloured(report.lines()))
    return int(args.strict and bool(report.refused))


def _coloured(lines: Iterable[str]) -> Iterator[str]:
    """The lines with old values in red and new ones in green, on a terminal."""
    from backfile.convert.changes import INDENT

    show = is_terminal(sys.stdout) and not os.environ.get("NO_COLOR")
    for line in lines:
        colour = {f"{INDENT}- ": 31, f"{INDENT}+ ": 32}.get(line[: len(INDENT) + 2]) if show else None
        yield line if colour is None else f"\x1b[{colour}m{line}\x1b[0m"


COMMAND = Command(
    name="convert",
    help="turn raw articles into Markdown, only what is new or changed",
    about=(
        "Reads content/raw, writes content/articles, and prints what it read, wrote, kept, refused and doubted.\n"
        "What a person changed in an article is kept, value by value. A refused file stays where it is.\n"
        "New rules change nothing by themselves: --refresh does, and with --dry-run it shows first what would change,\n"
        "by field and rule, with samples."
    ),
    examples=(
        ("backfile convert", "convert what is new or changed"),
        ("backfile convert content/raw/2012", "only this folder"),
        ("backfile convert --refresh --dry-run", "show what today's rules would change"),
        (
            "backfile convert --dask tcp://10.0.0.5:8786",
            "the same articles, read by a cluster that sees the same files",
        ),
    ),
    options=_options,
    run=_run,
)
