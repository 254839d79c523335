"""`backfile review`: the doubts of an archive, one after the other, settled by a key."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli.command import Command, settings_option
from backfile.cli.console import Console, Stop

if TYPE_CHECKING:
    from backfile.convert.reviewing import Review


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="only these raw files, articles, or folders of either"
    )
    parser.add_argument(
        "--field", action="append", default=[], metavar="NAME", help="only doubts about this field; may be repeated"
    )
    parser.add_argument("--json", action="store_true", help="list the open doubts, one JSON object a line; ask nothing")
    settings_option(parser)


def _run(args: argparse.Namespace, console: Console) -> int:
    from backfile.cli import archive
    from backfile.convert.reviewing import Review
    from backfile.convert.values import FIELDS
    from backfile.settings import Settings

    console.log()
    for name in args.field:
        if name not in FIELDS:
            raise Stop(f"{name} is no field of an article; the fields are {', '.join(FIELDS)}", status=2)
    if not args.json and sys.stdin.isatty() and not sys.stdout.isatty():
        raise Stop("the doubts are shown on a terminal, and the output is none; --json lists them", status=2)
    values = archive.read_settings(archive.find_settings(args.settings))
    archive.content_of(values)
    with console.progress() as progress:
        review = Review(Settings.read(values), paths=args.paths, fields=args.field, progress=progress)
    if args.json:
        for number in range(len(review.doubts)):
            console.json(review.question(number))
        return 0
    return _talk(review, console)


def _talk(review: Review, console: Console) -> int:
    from backfile.cli.keys import open_keys
    from backfile.cli.review_talk import talk

    fresh = review.converted.new + review.converted.changed
    if fresh:
        console.note(f"{fresh:,} article{'' if fresh == 1 else 's'} converted first")
    if not review.doubts:
        console.report(["No open doubts."])
        return 0
    interrupted = False
    try:
        with open_keys() as keys:
            talk(review, keys)
    except KeyboardInterrupt:
        interrupted = True
        console.result("")
    with console.progress() as progress:
        kept = review.finish(progress)
    for name in kept:
        console.error(f"{name}: somebody changed the value in the file; the file's stands, and not the answer")
    left = sum(not review.is_settled(number) for number in range(len(review.doubts)))
    answered = len(review.given)
    console.report(
        [
            f"{answered:,} answered, {left:,} open"
            + ("; the articles are written, content/reviews.toml keeps the answers" if answered else "")
        ]
    )
    if interrupted:
        console.note("interrupted; every answer is kept")
        return 130
    return int(bool(kept))


COMMAND = Command(
    name="review",
    help="go through the doubts of the archive and settle them, by a key each",
    about=(
        "Shows each open doubt with the lines of the source that matter, the value as it stands, and what could stand\n"
        "there instead. A key accepts the value or takes another one; a correction may be typed. Answers are written\n"
        "into the articles' Markdown, as a person's edits, and into content/reviews.toml, so that they hold when the\n"
        "archive is made anew from its raw files. What is new is converted first. Nothing answered is lost by Ctrl-C.\n"
        "Where stdin is no terminal, each line of it is a key, or the text that a key asked for."
    ),
    examples=(
        ("backfile review", "all open doubts, one after the other"),
        ("backfile review --field date content/raw/wire", "only dates, only articles from this folder"),
        ("backfile review --json", "list the open doubts for another program"),
    ),
    options=_options,
    run=_run,
)
