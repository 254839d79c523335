"""`backfile serve`: build, show the site, and build again whenever something is saved."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.cli.build import build_options, overrides
from backfile.cli.command import Command, whole_number
from backfile.cli.console import Console

if TYPE_CHECKING:
    from backfile.server import SiteServer
    from backfile.site.report import BuildReport


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port",
        type=whole_number(0, 65535),
        metavar="N",
        help="the port (default: 8000, or the next free one)",
    )
    parser.add_argument("--bind", default="127.0.0.1", metavar="ADDRESS", help="the address (default: 127.0.0.1)")
    parser.add_argument("--no-reload", action="store_true", help="serve what is built; do not watch for changes")
    build_options(parser)


def _run(args: argparse.Namespace, console: Console) -> int:
    from backfile.cli import archive
    from backfile.server import open_server

    console.log()
    settings_file = archive.find_settings(args.settings)
    given = overrides(args)
    values = archive.read_settings(settings_file, given)
    content = archive.content_of(values)
    output = Path(values["OUTPUT_PATH"])

    def build(pages_first: Callable[[], None] | None = None) -> BuildReport:
        from backfile.site.build import build_site

        forget_modules(settings_file)
        with console.progress() as progress:
            return build_site(
                settings_file=settings_file,
                content=content,
                output=output,
                overrides=given,
                progress=progress,
                pages_first=pages_first,
            )

    base_path = archive.base_path(str(values.get("SITEURL") or ""))
    server = open_server(output, base_path=base_path, bind=args.bind, port=args.port, live=not args.no_reload)
    watching = saved(watched(content, settings_file, values.get("THEME"))) if server.live else iter([()])
    with server:
        try:
            next(watching)
            console.report(build().lines())
            server.start()
            console.result(f"Serving {server.url} (Ctrl-C ends it)")
            sys.stdout.flush()
            build_again(watching, partial(build, server.reload), server, console)
            server.wait()
        except KeyboardInterrupt:
            console.note("ended")
    return 0


def watched(content: Path, settings_file: Path | None, theme: object) -> tuple[Path, ...]:
    """What a build depends on: the content, the theme, and the folder's settings files."""
    from backfile.settings import theme_path

    folder = settings_file.parent if settings_file else Path.cwd()
    own = folder / theme if isinstance(theme, str) and (folder / theme).is_dir() else theme_path()
    settings = sorted(folder.glob("*.py")) if settings_file else []
    return tuple(path for path in (content, own, *settings) if path.exists())


def saved(paths: Sequence[Path]) -> Iterator[tuple[str, ...]]:
    """What was saved below the paths, in batches; the first one says only that the watching has begun.

    What is saved while somebody works on a batch is in the next one.
    """
    from watchfiles import watch

    has_begun = False
    for changes in watch(*paths, debounce=200, rust_timeout=100, yield_on_timeout=True):
        if changes or not has_begun:
            has_begun = True
            yield tuple(sorted(path for _, path in changes))


def build_again(
    batches: Iterable[tuple[str, ...]], build: Callable[[], BuildReport], server: SiteServer, console: Console
) -> None:
    """Build for each batch of saved files, and tell the browsers at its end when that changed the site.

    A build that fails is said in one line; the site stays as it was and the watching goes on.
    """
    from backfile.cli import one_line

    for batch in batches:
        try:
            report = build()
        except Exception as error:
            console.error(one_line(error))
            continue
        changed = len(report.committed.written) + len(report.committed.removed)
        if changed:
            server.reload()
            more = f" and {len(batch) - 1} more" if len(batch) > 1 else ""
            console.note(f"{batch[0]}{more}: {changed:,} files of the site changed, {report.seconds:.1f} s")


def forget_modules(settings_file: Path | None) -> None:
    """Let a settings file that imports its neighbours (publishconf, pelicanconf) see them as they are now."""
    if settings_file is None:
        return
    for path in settings_file.parent.glob("*.py"):
        module = sys.modules.get(path.stem)
        if module is not None and Path(getattr(module, "__file__", None) or "").absolute() == path.absolute():
            del sys.modules[path.stem]


COMMAND = Command(
    name="serve",
    help="build, and show the site in the browser as you edit",
    about=(
        "Builds the site and serves it at the path that it will have on its host, as GitHub Pages would.\n"
        "Content, theme and settings are watched: what you save is built, and open pages load again.\n"
        "Pages come first; search finds what you saved some seconds later."
    ),
    examples=(
        ("backfile serve", "at http://127.0.0.1:8000/, or the next free port"),
        ("backfile serve --port 9000 --no-search", "quicker, without search"),
        ("SITEURL=https://host/repo backfile serve --settings publishconf.py", "as it will be published"),
    ),
    options=_options,
    run=_run,
)
