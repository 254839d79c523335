"""`backfile takedown`: take an article, a person's name or a passage out of the archive."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli.command import Command, settings_option
from backfile.cli.console import Console, Stop

if TYPE_CHECKING:
    from backfile.settings import Settings
    from backfile.takedown.taking import Taken

_MANY = 10


def _options(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="what to do", metavar="ACTION", dest="action", required=True)
    remove = actions.add_parser("remove", help="remove an article; its page says when and why")
    remove.add_argument("article", help="its page's address, its Markdown file or its raw file")
    remove.add_argument("--hide-url", action="store_true", help="where the address itself says too much")
    remove.add_argument("--delete", action="store_true", help="delete the Markdown and the raw file too")
    person = actions.add_parser("person", help="put a stand-in for a person in the whole archive")
    person.add_argument("name", help="the name as printed; - reads it, and other forms of it, from lines of the input")
    person.add_argument("--also", action="append", default=[], metavar="NAME", help="another form, an email, a handle")
    person.add_argument("--stand-in", default="", metavar="TEXT", help="what to print instead (default: the initials)")
    person.add_argument("--given", action="store_true", help="replace given names that stand alone too")
    passage = actions.add_parser("passage", help="take words out")
    passage.add_argument("passage", help="the words; - reads them from the input")
    passage.add_argument("--in", dest="article", default="", metavar="ARTICLE", help="of this article only")
    passage.add_argument("--instead", default="", metavar="TEXT", help="what to print instead")
    unlist = actions.add_parser("unlist", help="keep an article, but ask search engines not to")
    unlist.add_argument("article", help="its page's address, its Markdown file or its raw file")
    for action in (remove, person, passage, unlist):
        action.add_argument(
            "--by", required=True, metavar="WHO", help="who decided it; kept in the list, not published"
        )
        action.add_argument(
            "--reason", required=True, metavar="TEXT", help="why; published where an article was removed"
        )
        settings_option(action)
    settings_option(actions.add_parser("list", help="show what was taken down"))


def _run(args: argparse.Namespace, console: Console) -> int:
    from datetime import date

    from backfile import lock
    from backfile.cli import archive
    from backfile.takedown import taking
    from backfile.takedown.listing import Decision

    settings = archive.load(archive.find_settings(args.settings))
    if args.action == "list":
        for line in _listed(settings):
            console.result(line)
        return 0
    decision = Decision(date.today(), _line(args.by, "--by"), _line(args.reason, "--reason"))
    with lock.held(settings.state):
        if args.action == "remove":
            taken = taking.remove(settings, args.article, decision, hide=args.hide_url, delete=args.delete)
        elif args.action == "unlist":
            taken = taking.unlist(settings, args.article, decision)
        elif args.action == "person":
            names = [*(_typed() if args.name == "-" else [args.name]), *args.also]
            taken = taking.pseudonymise(settings, names, decision, stand_in=args.stand_in, given=args.given)
        else:
            words = " ".join(_typed()) if args.passage == "-" else args.passage
            taken = taking.redact(settings, words, decision, wanted=args.article, instead=args.instead)
    console.report(_report(args.action, taken, settings))
    return 0


def _line(text: str, option: str) -> str:
    if not text.strip():
        raise Stop(f"{option} says nothing; a takedown without it cannot be answered for later", status=2)
    return " ".join(text.split())


def _typed() -> list[str]:
    lines = [line.strip() for line in sys.stdin if line.strip()]
    if not lines:
        raise Stop("nothing came from the input; type or pipe the words there", status=2)
    return lines


def _listed(settings: Settings) -> Iterator[str]:
    from backfile import takedown

    known = takedown.load(settings.content)
    if known is None or known.is_empty:
        yield "Nothing was taken down."
        return
    rows = [(f"{entry.action} {entry.address}".strip(), entry.decision) for entry in known.articles]
    rows += [(f"person, as {entry.stand_in}", entry.decision) for entry in known.people]
    rows += [(f"passage, as {entry.instead}", entry.decision) for entry in known.passages]
    for what, decision in rows:
        yield f"{decision.date}  {what}: {decision.reason} (decided by {decision.by})"


def _report(action: str, taken: Taken, settings: Settings) -> Iterator[str]:
    count = len(taken.reached)
    yield f"Noted in {settings.content / 'takedown.toml'}; {count:,} article{'' if count == 1 else 's'} will change:"
    yield from _some(taken.reached)
    if taken.look_at:
        yield "The family name stands without the whole name in these, which do not change; look at them:"
        yield from _some(taken.look_at)
    for path in taken.deleted:
        yield f"Deleted {path}"
    for path, why in taken.left:
        yield f"Still holds it: {path}{f' ({why})' if why else ''}"
    yield "Now build and publish: the site holds it until then. Commit the list, or it comes back."
    yield from _history(action, taken, settings)


def _some(items: list[str]) -> Iterator[str]:
    yield from (f"  {item}" for item in items[:_MANY])
    if len(items) > _MANY:
        yield f"  … and {len(items) - _MANY:,} more"


def _history(action: str, taken: Taken, settings: Settings) -> Iterator[str]:
    """What is to be done about a Git repository, which keeps what was deleted."""
    root = next((folder for folder in (settings.home, *settings.home.parents) if (folder / ".git").exists()), None)
    if root is None or action == "unlist":
        return
    yield "The history of the Git repository still holds it. With git-filter-repo, in a new clone:"
    if action == "remove":
        paths = [*taken.deleted, *(path for path, _ in taken.left)]
        names = " ".join(f"--path {shlex.quote(_inside(path, root))}" for path in paths)
        yield f"  git filter-repo --invert-paths {names}"
    else:
        yield "  git filter-repo --replace-text FILE    (FILE holds a line for each form: WORDS==>STAND-IN)"
    yield "  git push --force --all && git push --force --tags"
    yield "All other clones and forks must be made anew, and the host asked to drop what it has cached."


def _inside(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


COMMAND = Command(
    name="takedown",
    help="take an article, a person's name or a passage out of the archive",
    about=(
        "Writes the decision into content/takedown.toml, where names, passages and articles stand as salted hashes.\n"
        "Every later build applies it to pages, lists, feeds, search and data; Markdown and raw files stay as they\n"
        "are unless --delete is given. A removed text is not converted again, under whatever name it comes."
    ),
    examples=(
        ("backfile takedown remove 2012/03/02/slug.html --by Desk --reason 'Court order' --delete", "an article"),
        ("backfile takedown person 'A. Reader' --also a.reader@example.org --by Desk --reason Privacy", "a person"),
        ("backfile takedown passage - --in 2012/03/02/slug.html --by Desk --reason Privacy", "words from the input"),
    ),
    options=_options,
    run=_run,
)
