"""What the commands print, and how: results on stdout, everything else on stderr."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol, TextIO

if TYPE_CHECKING:
    from backfile.cli.progress import Bars


class Stop(Exception):
    """A command cannot go on: the message names what is wrong and the mend; `status` is the exit status."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self.status = status


class Report(Protocol):
    """What a command found, in words."""

    def lines(self) -> Iterable[str]:
        """The closing report."""


class Console:
    """Prints for one command. quiet: results and errors only. verbose: 1 shows information, 2 debugging."""

    def __init__(self, *, quiet: bool = False, verbose: int = 0) -> None:
        self.quiet = quiet
        self.verbose = verbose

    def result(self, text: str) -> None:
        """Print what the command was asked for."""
        _line(sys.stdout, text)

    def report(self, lines: Iterable[str]) -> None:
        """Print the closing report, unless quiet."""
        if not self.quiet:
            for line in lines:
                self.result(line)

    def json(self, value: Any) -> None:
        """Print one JSON value on one line; what has `to_json` is asked for it, a path is written as text."""
        import json

        text = json.dumps(value, ensure_ascii=False, default=_plain)
        try:
            text.encode(sys.stdout.encoding or "utf-8")
        except UnicodeEncodeError:
            text = json.dumps(value, default=_plain)
        self.result(text)

    def findings(self, report: Report, found: Iterable[object], *, as_json: bool) -> None:
        """Print a report on what was looked over: whole, as JSON, or when quiet only what was found, a line each."""
        if as_json:
            self.json(report)
        elif self.quiet:
            for one in found:
                self.result(str(one))
        else:
            self.report(report.lines())

    def note(self, text: str) -> None:
        """Say something on stderr, unless quiet."""
        if not self.quiet:
            _line(sys.stderr, f"backfile: {text}")

    def error(self, text: str) -> None:
        """Say on stderr what went wrong."""
        _line(sys.stderr, f"backfile: {text}")

    def progress(self) -> Bars:
        """Bars for the stages of a long command on a terminal, lines with -v elsewhere, nothing when quiet."""
        from backfile.cli.progress import Bars

        return Bars(show=not self.quiet and is_terminal(sys.stderr))

    def log(self) -> None:
        """Show log records on stderr: warnings, or more with -v, or only errors with -q."""
        level = logging.ERROR if self.quiet else (logging.WARNING, logging.INFO, logging.DEBUG)[min(self.verbose, 2)]
        logging.basicConfig(level=level, format="backfile: %(message)s", stream=sys.stderr)


def is_terminal(stream: TextIO) -> bool:
    """Whether a person watches the stream, on a terminal that can move its cursor."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _line(stream: TextIO, text: str) -> None:
    # A lone surrogate (a file name that is no UTF-8) must not hide the message that names it.
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def _plain(value: Any) -> Any:
    if hasattr(value, "to_json"):
        return value.to_json()
    return str(value)
