"""`backfile tags`: the names of the archive, what looks like one, and the merging of two."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli.command import Command, settings_option
from backfile.cli.console import Console, Stop

if TYPE_CHECKING:
    from backfile.settings import Settings
    from backfile.site.overview import Overview

_SHOWN = 10  # of a kind, unless it is named


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words",
        nargs="*",
        metavar="KIND | merge NAME OTHER…",
        help="list one kind (people, places, sources, …) whole; or show each OTHER as NAME from now on",
    )
    parser.add_argument("--kind", metavar="KIND", help="merge: of which kind the names are, where several have them")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    settings_option(parser)


def _run(args: argparse.Namespace, console: Console) -> int:
    from backfile.cli import archive
    from backfile.settings import Settings
    from backfile.site.overview import overview
    from backfile.site.views import KINDS

    console.log()
    values = archive.read_settings(archive.find_settings(args.settings))
    archive.content_of(values)
    settings = Settings.read(values)
    kinds = [kind.name for kind in KINDS]
    merging = args.words[:1] == ["merge"]
    if merging and len(args.words) < 3:
        raise Stop('name two: backfile tags merge "The name to show" "Another form of it"', status=2)
    if args.kind not in (None, *kinds):
        raise Stop(f"{args.kind} is no kind; the kinds are {', '.join(kinds)}", status=2)
    if not merging and (unknown := [word for word in args.words if word not in kinds]):
        raise Stop(f"{unknown[0]} is no kind and no command; the kinds are {', '.join(kinds)}", status=2)
    with console.progress() as progress, progress.stage("Loading", None):
        found = overview(settings)
    if merging:
        return _merge(settings, found, args.words[1], args.words[2:], args.kind, console, json=args.json)
    if args.json:
        console.json(found)
    else:
        console.report(_lines(found, args.words))
    return int(bool(found.refusals))


def _merge(
    settings: Settings,
    found: Overview,
    name: str,
    others: Sequence[str],
    kind: str | None,
    console: Console,
    *,
    json: bool,
) -> int:
    from backfile.authority import FILE_OF, read_text
    from backfile.authority.writing import with_aliases, with_rename

    for other in others:
        if not found.kinds_of(other):
            raise Stop(f'no article names "{other}"; backfile tags lists the names as they are shown')
    if name in others:
        raise Stop(f'"{name}" is named twice; name two different forms', status=2)
    shared = [k for k in found.kinds_of(others[0]) if all(k in found.kinds_of(other) for other in others)]
    likely = [k for k in shared if k in found.kinds_of(name)] or shared
    files = sorted({FILE_OF.get(k, k) for k in likely})
    if kind is not None and kind not in shared:
        raise Stop(f"{' and '.join(others)}: none of the {kind}; they are of {', '.join(shared) or 'different kinds'}")
    if kind is None and len(files) != 1:
        raise Stop(f"the names are of several kinds ({', '.join(likely) or 'none together'}); say which: --kind KIND")
    stem = FILE_OF.get(kind, kind) if kind is not None else files[0]
    path = settings.vocabulary / f"{'tags' if stem == 'tags' else stem}.toml"
    text = read_text(path) if path.is_file() else ""
    if stem == "tags":
        for other in others:
            text = with_rename(str(path), text, other, name)
    else:
        text = with_aliases(str(path), stem, text, name, others)
    _put(path, text)
    of_kind = [k for k in found.counts if FILE_OF.get(k, k) == stem]
    counted = [(other, sum(found.count(k, other) for k in of_kind)) for other in others]
    if json:
        console.json({"name": name, "file": str(path), "merged": [{"name": o, "articles": c} for o, c in counted]})
    else:
        console.report(f"{other} is shown as {name} from the next build on: {_articles(c)}" for other, c in counted)
        console.report([f"Written to {path}"])
    return 0


def _put(path: Path, text: str) -> None:
    """Write a file that is whole at every moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def _lines(found: Overview, kinds: Sequence[str]) -> list[str]:
    from backfile.site.views import KINDS

    lines = [f"{'Articles':<16}{found.articles:,}"]
    for kind in KINDS:
        names = found.counts[kind.name]
        if not names or (kinds and kind.name not in kinds):
            continue
        pages = len(found.pages[kind.name])
        rest = f", {pages:,} with a page" if pages != len(names) else ""
        lines.append(f"{kind.label:<16}{len(names):,} name{'' if len(names) == 1 else 's'}{rest}")
        most = len(names) if kinds else _SHOWN
        lines += [f"{count:>8,}  {name}" for name, count in names[:most]]
        if len(names) > most:
            lines.append(f"          … and {len(names) - most:,} more; backfile tags {kind.name} lists them")
    merged = [m for m in found.merged if not kinds or "people" in kinds]
    if merged:
        lines.append(f"{'Taken for one':<16}{len(merged):,}, shown under the first name")
        lines += [f"          {m.name} / {m.other}: {m.reason}" for m in merged]
    likely = [(kind, one) for kind, pairs in found.likely.items() for one in pairs if not kinds or kind in kinds]
    if likely:
        lines.append(f"{'Likely the same':<16}{len(likely):,}; backfile tags merge NAME OTHER makes two one")
        lines += [f"          {one.name} / {one.other}: {one.reason} ({kind})" for kind, one in likely]
    lines += [f"{refusal.path}: {refusal.reason}; {refusal.mend}" for refusal in found.refusals]
    return lines


def _articles(count: int) -> str:
    return f"{count:,} article{'' if count == 1 else 's'}"


COMMAND = Command(
    name="tags",
    help="list the names of the archive, find likely duplicates, merge two",
    about=(
        "Lists people, places, organisations, topics, sources, reporters and editors with their numbers of articles,\n"
        "and shows which names are likely the same. Merging writes the authority file in content/vocabulary: the\n"
        "pages change with the next build, the Markdown of the articles does not."
    ),
    examples=(
        ("backfile tags", "the most frequent names of each kind, and likely duplicates"),
        ("backfile tags people", "all people"),
        ('backfile tags merge "Ada Lorne" "A. Lorne"', "show A. Lorne as Ada Lorne"),
    ),
    options=_options,
    run=_run,
)
