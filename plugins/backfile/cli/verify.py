"""`backfile verify`: check that a site and its articles are what was archived."""

from __future__ import annotations

import argparse
from pathlib import Path

from backfile.cli.command import Command, settings_option
from backfile.cli.console import Console, Stop


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "site", nargs="?", type=Path, metavar="DIR", help="a built site (default: the archive's output)"
    )
    parser.add_argument("--site-only", action="store_true", help="leave articles and raw files alone")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    settings_option(parser)


def _run(args: argparse.Namespace, console: Console) -> int:
    from backfile import fixity, intake
    from backfile.cli import archive

    settings = archive.load(archive.find_settings(args.settings))
    site = args.site or settings.output
    if not site.is_dir():
        raise Stop(f"{site}: no such folder; name a built site, or build one: backfile build")
    report = fixity.VerifyReport()
    fixity.verify_site(site, report)
    if not args.site_only and settings.articles.is_dir():
        fixity.verify_articles(settings.articles, settings.raw, intake.load_mapping(settings.rules), report)
    console.findings(report, report.faults, as_json=args.json)
    return int(bool(report.faults))


COMMAND = Command(
    name="verify",
    help="check a site against its manifest, and articles against raw files",
    about=(
        "Reads every file of a built site and compares its SHA-256 with manifest-sha256.txt; reads every raw file\n"
        "that an article names and compares its text with the hash that the article has of it; names what differs.\n"
        "A site that lies elsewhere can be checked without Backfile: sha256sum --check manifest-sha256.txt.\n"
        "Exit status 1 when anything differs or is missing."
    ),
    examples=(
        ("backfile verify", "this archive: output, articles, raw files"),
        ("backfile verify /tmp/copy --site-only", "a copy of the site, as fetched from its host"),
        ("backfile verify --json", "for other programs"),
    ),
    options=_options,
    run=_run,
)
