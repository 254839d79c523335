"""`backfile rules`: all rules, how often each fires over the archive, and the lines that no rule knows."""

from __future__ import annotations

import argparse
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backfile.cli.command import Command, settings_option, whole_number
from backfile.cli.console import Console, Stop

if TYPE_CHECKING:
    from backfile.convert.census import Census
    from backfile.rules import Rule, Rules


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="only these rules, with more of what they took; byline.* is a pattern"
    )
    parser.add_argument("--unmatched", action="store_true", help="only the lines that no rule knows")
    parser.add_argument(
        "--path",
        action="append",
        default=[],
        type=Path,
        metavar="PATH",
        help="only this raw file or folder; may be repeated",
    )
    parser.add_argument("--json", action="store_true", help="print all as JSON")
    parser.add_argument(
        "--jobs", type=whole_number(1, 1024), metavar="N", help="how many processes to use (default: one a core)"
    )
    settings_option(parser)


def _run(args: argparse.Namespace, console: Console) -> int:
    from backfile.cli import archive
    from backfile.convert import census
    from backfile.settings import Settings

    console.log()
    if args.names and args.unmatched:
        raise Stop("lines that no rule knows have no NAME; leave the names or --unmatched away", status=2)
    overrides = {} if args.jobs is None else {"BACKFILE_JOBS": args.jobs}
    values = archive.read_settings(archive.find_settings(args.settings), overrides)
    archive.content_of(values)
    for path in args.path:
        if not path.exists():
            raise Stop(f"{path}: no such file or folder; name raw files or folders")
    with console.progress() as progress:
        rules, counted = census.count(
            Settings.read(values), paths=tuple(path.absolute() for path in args.path), progress=progress
        )
    rows = chosen(rules, counted, args.names)
    if args.json:
        console.json(report(rows, counted, args))
    else:
        from backfile.cli import rules_view

        if not args.unmatched:
            rules_view.show_rules(rows, counted, detailed=bool(args.names))
        if not args.names:
            rules_view.show_unmatched(counted, all_of_them=args.unmatched)
    for name in counted.lost:
        console.note(f"{name}: not counted, since it cannot be read; `backfile convert` says why")
    return 0


def chosen(rules: Rules, counted: Census, names: list[str]) -> list[tuple[str, Rule | None]]:
    """The rules to show, by name; None for a rule that is no row but goes by a line's place or its container.

    names: of rules, or patterns; without any, all. Raises Stop for one that fits no rule.
    """
    known: dict[str, Rule | None] = {row.name: row for row in rules.rows}
    known |= {name: None for name in counted.fired if name not in known and name != "body"}
    for name in names:
        if not any(fnmatchcase(one, name) for one in known):
            raise Stop(f"{name}: no such rule; `backfile rules` lists them all", status=2)
    wanted = [one for one in known if not names or any(fnmatchcase(one, name) for name in names)]
    return [(name, known[name]) for name in sorted(wanted)]


def report(rows: list[tuple[str, Rule | None]], counted: Census, args: argparse.Namespace) -> dict[str, Any]:
    """What `--json` prints."""
    from backfile.convert.census import Tally

    found: dict[str, Any] = {
        "articles": counted.articles,
        "shapes": dict(sorted(counted.shapes.items())),
        "not_counted": counted.lost,
    }
    if not args.unmatched:
        found["rules"] = [
            {
                "name": name,
                "kind": row.kind if row else None,
                "scope": row.scope if row else None,
                "where": row.where if row else None,
                "origin": row.origin if row else None,
                **counted.fired.get(name, Tally()).to_json(),
            }
            for name, row in rows
        ]
    if not args.names:
        found["unmatched"] = [
            {"looks_like": why, "form": form, **tally.to_json()} for why, form, tally in counted.unmatched()
        ]
    return found


COMMAND = Command(
    name="rules",
    help="list the rules, how often each fires, and the lines that none knows",
    about=(
        "Reads all raw articles again and counts, for each rule that Backfile ships and each of the archive's own in\n"
        "content/rules/*.toml, how often it took something, in how many articles, with an example. Then the lines\n"
        "that look like a credit or like boilerplate, or stand in several articles, and matched no rule, the most\n"
        "frequent first: they are what an archive's own rules are for (docs/adding-a-rule.md). Writes nothing."
    ),
    examples=(
        ("backfile rules", "all rules, and the lines that none knows"),
        ("backfile rules 'byline.*' copyright", "these rules, with more of what they took"),
        ("backfile rules --unmatched --path content/raw/2012", "only what no rule knows, in one folder"),
    ),
    options=_options,
    run=_run,
)
