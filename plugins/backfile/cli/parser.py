"""The grammar of the command line: the commands, their options, and examples in the help of each."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from backfile.cli import build, check, convert, explain, export, init, review, rules, serve, tags
from backfile.cli.command import Command
from backfile.version import __version__

COMMANDS: tuple[Command, ...] = (
    init.COMMAND,
    convert.COMMAND,
    explain.COMMAND,
    review.COMMAND,
    rules.COMMAND,
    tags.COMMAND,
    build.COMMAND,
    serve.COMMAND,
    check.COMMAND,
    export.COMMAND,
)

_EXAMPLES = (
    ("backfile init herald", "start an archive in the new folder herald"),
    ("backfile build", "convert what is new, build the site and its search"),
    ("backfile serve", "the same, and show it in the browser as you edit"),
)

_STATUS = """\
exit status: 0 nothing was lost, 1 something was or the command failed, 2 wrong usage.
A raw file that was refused is reported, stays where it is and is not lost: --strict makes it count."""


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read the arguments; the result's `run` is the command's function.

    Raises SystemExit: status 0 after --help and --version, 2 for wrong usage.
    """
    shared = _shared()
    parser = argparse.ArgumentParser(
        prog="backfile",
        description="Turns a heap of raw news articles into an archive site that people browse, search and cite.",
        epilog=f"{_examples(_EXAMPLES)}\n\n{_STATUS}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[shared],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"backfile {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command", required=True)
    for command in COMMANDS:
        sub = commands.add_parser(
            command.name,
            help=command.help,
            description=command.about,
            epilog=_examples(command.examples),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            parents=[shared],
            allow_abbrev=False,
        )
        command.options(sub)
        sub.set_defaults(run=command.run)
    return parser.parse_args(argv, argparse.Namespace(quiet=False, verbose=0))


def _shared() -> argparse.ArgumentParser:
    """Options that stand before or after the command's name; without defaults, so that neither undoes the other."""
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("-q", "--quiet", action="store_true", help="print results and errors only")
    shared.add_argument("-v", "--verbose", action="count", help="say more of what is done; -vv for debugging")
    return shared


def _examples(rows: Sequence[tuple[str, str]]) -> str:
    width = max(len(line) for line, _ in rows)
    return "\n".join(("examples:", *(f"  {line:<{width}}  {does}" for line, does in rows)))
