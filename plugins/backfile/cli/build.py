"""`backfile build`: convert what is new, then the site and its search."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from backfile.cli.command import Command, settings_option, whole_number
from backfile.cli.console import Console


def build_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that `build` and `serve` share."""
    parser.add_argument("--content", type=Path, metavar="DIR", help="the content folder (default: content)")
    parser.add_argument("--output", type=Path, metavar="DIR", help="the folder of the site (default: output)")
    settings_option(parser)
    parser.add_argument("--no-search", action="store_true", help="leave the search bundles as they are")
    parser.add_argument(
        "--no-convert", action="store_true", help="leave the raw articles alone: build from the Markdown that stands"
    )
    parser.add_argument(
        "--jobs", type=whole_number(1, 1024), metavar="N", help="how many processes to use (default: one a core)"
    )


def overrides(args: argparse.Namespace) -> dict[str, Any]:
    """The settings that the command line sets."""
    values: dict[str, Any] = {}
    if args.content is not None:
        values["PATH"] = str(args.content.absolute())
    if args.output is not None:
        values["OUTPUT_PATH"] = str(args.output.absolute())
    if args.no_search:
        values["BACKFILE_SEARCH"] = False
    if args.no_convert:
        values["BACKFILE_CONVERT"] = False
    if args.jobs is not None:
        values["BACKFILE_JOBS"] = args.jobs
    return values


def _options(parser: argparse.ArgumentParser) -> None:
    build_options(parser)
    parser.add_argument(
        "--why",
        action="append",
        default=[],
        metavar="PAGE",
        help="say why a page is made anew, or is not",
    )
    parser.add_argument("--strict", action="store_true", help="exit with 1 when an article was refused or left out")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def _run(args: argparse.Namespace, console: Console) -> int:
    from backfile.cli import archive
    from backfile.site.build import build_site

    console.log()
    settings_file = archive.find_settings(args.settings)
    given = overrides(args)
    if args.why:
        given["backfile_why"] = tuple(args.why)
    values = archive.read_settings(settings_file, given)
    content = archive.content_of(values)
    with console.progress() as progress:
        report = build_site(
            settings_file=settings_file,
            content=content,
            output=Path(values["OUTPUT_PATH"]),
            overrides=given,
            progress=progress,
        )
    report.strict = report.strict or args.strict
    if args.json:
        console.json(report)
    else:
        console.report(report.lines())
    return 0 if report.ok else 1


COMMAND = Command(
    name="build",
    help="convert what is new, then build the site and its search",
    about=(
        "Converts new and changed raw articles, writes the pages that differ, and indexes them for search.\n"
        "Settings come from pelicanconf.py in this folder, or from --settings; without either, from defaults.\n"
        "One bad article never stops a build: it is reported and the rest is built. Exit status 0 when everything\n"
        "else is on the site; with --strict, 1 when anything was refused."
    ),
    examples=(
        ("backfile build", "build ./content into ./output"),
        ("SITEURL=https://example.org backfile build --settings publishconf.py", "build for publishing"),
        ("backfile build --why index.html", "say why the front page changed"),
        ("backfile build --content archive --output /tmp/site --no-search", "other folders, no search"),
    ),
    options=_options,
    run=_run,
)
