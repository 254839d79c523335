"""What a command is made of."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from backfile.cli.console import Console


@dataclass(frozen=True, slots=True)
class Command:
    """One command of `backfile`.

    help: one line for the list of commands. about: what --help says of it. examples: lines as typed, each with
    what it does. options: adds the command's own arguments. run: does it, and returns the exit status.
    """

    name: str
    help: str
    about: str
    examples: tuple[tuple[str, str], ...]
    options: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Console], int]


def settings_option(parser: argparse.ArgumentParser) -> None:
    """Add --settings, which every command that works on an archive takes."""
    parser.add_argument(
        "--settings",
        type=Path,
        metavar="FILE",
        help="the settings file (default: pelicanconf.py here, or else defaults)",
    )


def whole_number(low: int, high: int) -> Callable[[str], int]:
    """A type for argparse: a whole number from low to high."""

    def read(text: str) -> int:
        number = int(text)
        if not low <= number <= high:
            raise argparse.ArgumentTypeError(f"{number} is not between {low} and {high}")
        return number

    read.__name__ = "whole number"  # argparse names the type so in its message
    return read
