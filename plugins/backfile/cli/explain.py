"""`backfile explain`: what each line of a raw article was taken for, and by which rule."""

from __future__ import annotations

import argparse

from backfile.cli.command import Command, settings_option
from backfile.cli.console import Console


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="raw files")
    parser.add_argument("--json", action="store_true", help="print one JSON object per article, each on a line")
    settings_option(parser)


def _run(args: argparse.Namespace, console: Console) -> int:
    from backfile import convert
    from backfile.cli import archive
    from backfile.model import Refusal

    console.log()
    settings_file = archive.find_settings(args.settings)
    settings = archive.load(settings_file) if settings_file else None
    failed = False
    for item in convert.explain(args.files, settings):
        if isinstance(item, Refusal):
            failed = True
            console.error(f"{item.path}: {item.reason}; {item.mend}")
        elif args.json:
            console.json(item)
        else:
            from backfile.cli.explain_view import show

            show(item)
    return int(failed)


COMMAND = Command(
    name="explain",
    help="show what each line of a raw article was taken for, and by which rule",
    about=(
        "Shows the source's lines on the left, what each was taken for and by which rule on the right, then the\n"
        "record that was read and the doubts that remain. Writes nothing. In an archive's folder the archive's own\n"
        "rules and vocabularies are used. Exit status 1 when a file holds no article that could be read."
    ),
    examples=(
        ("backfile explain content/raw/wire.txt", "look at one file"),
        ("backfile explain --json content/raw/*.txt", "one JSON object per article, for other programs"),
    ),
    options=_options,
    run=_run,
)
