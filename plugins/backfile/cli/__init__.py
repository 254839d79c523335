"""The command line: `backfile COMMAND`. One file per command; what they need is imported when they run."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from backfile.cli.console import Console, Stop


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that `argv` names (the process's own arguments unless given) and return its exit status.

    0: nothing was lost. 1: something was, or the command could not do what it was asked. 2: wrong usage.
    130: interrupted from the keyboard. 141: whoever read the output went away. BACKFILE_DEBUG=1 in the
    environment shows the traceback of an error that is otherwise one line.
    """
    from backfile.cli.parser import parse

    try:
        args = parse(argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    console = Console(quiet=args.quiet, verbose=args.verbose)
    return guarded(lambda: int(args.run(args, console)), console)


def guarded(command: Callable[[], int], console: Console) -> int:
    """Call `command` and turn whatever it raises into one line and an exit status."""
    debug = os.environ.get("BACKFILE_DEBUG", "") not in ("", "0")
    try:
        status = command()
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        console.error("interrupted; what was whole before is whole now")
        return 130
    except BrokenPipeError:
        # The interpreter flushes stdout once more when it ends, and must not fail at that again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        if debug:
            raise
        console.error(one_line(error))
        return error.status if isinstance(error, Stop) else 1


def one_line(error: Exception) -> str:
    """Say in one line what went wrong; an error that is not one of ours names its type and where to look."""
    place = _in_template(error)
    if place:
        said = " ".join(str(error).split())
        return f"{place}: {f'there is no template {said}' if _is_not_found(error) else said}; mend the template"
    if isinstance(error, OSError) and error.strerror:
        where = f"{os.fspath(error.filename)!s}: " if error.filename is not None else ""
        return f"{where}{error.strerror[:1].lower()}{error.strerror[1:]}"
    text = " ".join(str(error).split())
    if type(error).__module__.partition(".")[0] == "backfile" and text:
        return text
    return f"{type(error).__name__}: {text}; set BACKFILE_DEBUG=1 to see where"


def _is_not_found(error: Exception) -> bool:
    return type(error).__name__ == "TemplateNotFound"


def _in_template(error: Exception) -> str:
    """The template and its line, where an error is met in one: Jinja puts them into the traceback."""
    place = ""
    at = error.__traceback__
    while at is not None:
        if "__jinja_exception__" in at.tb_frame.f_globals:
            place = f"{at.tb_frame.f_code.co_filename}:{at.tb_lineno}"
        at = at.tb_next
    return place
