"""`backfile init`: a new archive in a new folder."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from backfile.cli.command import Command
from backfile.cli.console import Console, Stop
from backfile.version import __version__

# What may stand in the workflow's shell line: an address, a branch, tag or commit, and nothing that a shell reads.
_GIT_ADDRESS = re.compile(r"git\+(?:https|ssh)://[\w.@:/~+-]+(?:\#[\w.=&/+-]+)?", re.ASCII)
_SHOWN = 5


def create(folder: Path, *, name: str | None = None, source: str | None = None) -> tuple[str, ...]:
    """Write a new archive into a new or empty folder; a `.git` may be there already.

    name: the archive's; the folder's name with capitals unless given. source: the Git address from which its
    workflow installs Backfile; this very version from the package index unless given.

    Returns the files written, as names inside the folder. Raises Stop when something is in the way.
    """
    from backfile import scaffold

    if folder.exists() and not folder.is_dir():
        raise Stop(f"{folder}: is a file; name a new folder")
    in_the_way = sorted(entry.name for entry in folder.iterdir() if entry.name != ".git") if folder.exists() else []
    if in_the_way:
        more = f" and {len(in_the_way) - _SHOWN} more" if len(in_the_way) > _SHOWN else ""
        raise Stop(f"{folder}: not empty, {', '.join(in_the_way[:_SHOWN])}{more} in the way; name a new folder")
    site_name = name or _title(folder)
    requirement = f"backfile @ {source}" if source else f"backfile=={__version__}"
    values = {
        "SITENAME": site_name,
        "SITENAMEREPR": repr(site_name),
        "REQUIREMENT": requirement,
        "INSTALL": f"python -m pip install '{requirement}'",
    }
    for path in scaffold.FILES:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(scaffold.render(path, values))
    return tuple(scaffold.FILES)


def _title(folder: Path) -> str:
    words = re.split(r"[-_\s]+", folder.absolute().name)
    return " ".join(word[:1].upper() + word[1:] for word in words if word) or "News archive"


def _git_address(text: str) -> str:
    if not _GIT_ADDRESS.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no address like git+https://host/owner/backfile@v1.0")
    return text


def _one_line(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise argparse.ArgumentTypeError("a name is one line of text")
    return text.strip()


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    parser.add_argument("--name", type=_one_line, help="the archive's name (default: from DIR)")
    parser.add_argument(
        "--from",
        dest="source",
        type=_git_address,
        metavar="ADDRESS",
        help="let the workflow install Backfile from git+https://… (default: this version from the package index)",
    )


def _run(args: argparse.Namespace, console: Console) -> int:
    written = create(args.folder, name=args.name, source=args.source)
    if console.verbose:
        console.report(f"  {path}" for path in written)
    console.report(
        (
            f"{args.folder}: a new archive with a first sample article, {len(written)} files",
            "Next:",
            f"  cd {args.folder}",
            "  backfile serve        build it, and show it as you edit",
        )
    )
    return 0


COMMAND = Command(
    name="init",
    help="start a new archive in a new folder",
    about=(
        "Writes settings, folders, a first sample article, and a workflow that publishes the archive on GitHub Pages\n"
        "with the version of Backfile that made it. Nothing is overwritten: the folder must be new or empty."
    ),
    examples=(
        ("backfile init herald", "an archive named Herald in the folder herald"),
        ('backfile init herald --name "The Valley Herald"', "with a name of its own"),
        ("backfile init herald --from git+https://example.org/backfile@v1", "installs Backfile from there"),
    ),
    options=_options,
    run=_run,
)
