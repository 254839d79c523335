"""`backfile check`: look over a built site before it is published."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from backfile.cli.command import Command, settings_option, whole_number
from backfile.cli.console import Console, Stop


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("output", nargs="?", type=Path, metavar="OUTPUT", help="the built site (default: output)")
    parser.add_argument(
        "--base-path", metavar="PATH", help="where the site lies on its host, as /repo (default: of SITEURL)"
    )
    parser.add_argument(
        "--jobs", type=whole_number(1, 1024), metavar="N", help="how many processes to use (default: one a core)"
    )
    parser.add_argument("--strict", action="store_true", help="exit with 1 for warnings, too")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    settings_option(parser)


def _run(args: argparse.Namespace, console: Console) -> int:
    from backfile.check import check_site
    from backfile.cli import archive

    values = archive.read_settings(archive.find_settings(args.settings))
    output = args.output or Path(values["OUTPUT_PATH"])
    if not output.is_dir():
        raise Stop(f"{output}: no such folder; build the site first: backfile build")
    with console.progress() as progress:
        report = check_site(
            output,
            base_path=args.base_path,
            content=Path(values["PATH"]),
            site_url=str(values.get("SITEURL") or "") or None,
            jobs=args.jobs or os.cpu_count() or 1,
            progress=progress,
        )
    console.findings(report, report.findings, as_json=args.json)
    return int(bool(report.errors or (args.strict and report.warnings)))


COMMAND = Command(
    name="check",
    help="look over a built site: links, markup, sizes, doubts left",
    about=(
        "Follows every link, anchor and file of a built site; looks for pages that share an address, for unsafe\n"
        "markup, for articles that search or readers cannot reach, and at the limits of GitHub Pages.\n"
        "Exit status 1 when there is an error; warnings do not count unless --strict."
    ),
    examples=(
        ("backfile check", "check ./output"),
        ("backfile check /tmp/site --base-path /repo", "a site that will lie at https://host/repo/"),
        ("backfile check --json", "for other programs"),
    ),
    options=_options,
    run=_run,
)
