"""Build a site from Python: Pelican with Backfile, with good defaults where there is no settings file."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.settings import DEFAULT_CONFIG, read_settings

from backfile.progress import SILENT, Progress
from backfile.site.report import BuildReport, NotWholeError
from backfile.site.run import Run
from backfile.site.stock import STOCK_FEEDS

DEFAULT_SITENAME = "News archive"


def site_settings(
    *,
    settings_file: Path | None = None,
    content: Path | None = None,
    output: Path | None = None,
    overrides: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Read Pelican's settings as a build uses them.

    settings_file: a Pelican settings module; defaults stand in without one. content, output: folders that win over
    the file's. overrides: further settings that win over the file's.
    """
    # Pelican's own feeds are never written; asked for none, it does not warn of their addresses.
    given: dict[str, Any] = {**dict.fromkeys(STOCK_FEEDS), **(overrides or {})}
    if content is not None:
        given["PATH"] = str(content.absolute())
    if settings_file is None:
        given = {"PATH": str(Path("content").absolute()), "TIMEZONE": "UTC", **given}
    if output is not None:
        given["OUTPUT_PATH"] = str(output.absolute())
    settings: dict[str, Any] = read_settings(str(settings_file) if settings_file else None, override=given)
    if settings_file is not None and settings["OUTPUT_PATH"] == DEFAULT_CONFIG["OUTPUT_PATH"]:
        settings["OUTPUT_PATH"] = str(settings_file.absolute().parent / "output")
    if settings["SITENAME"] == DEFAULT_CONFIG["SITENAME"]:
        settings["SITENAME"] = DEFAULT_SITENAME
    if not any(_is_backfile(plugin) for plugin in settings["PLUGINS"] or ()):
        settings["PLUGINS"] = [*(settings["PLUGINS"] or ()), "backfile"]
    return settings


def build_site(
    *,
    settings_file: Path | None = None,
    content: Path | None = None,
    output: Path | None = None,
    overrides: Mapping[str, Any] | None = None,
    progress: Progress = SILENT,
    pages_first: Callable[[], None] | None = None,
) -> BuildReport:
    """Convert what is new, build the site, index it and publish it; see `site_settings` for the arguments.

    pages_first: for an owner who waits for a page. Pages are published before search is indexed, and this is called
    when any has changed; until the end search finds what it found before.

    Raises SettingsError, SearchError, OutputError, TakedownError and LockedError: one line each, which names the mend.
    """
    settings = site_settings(settings_file=settings_file, content=content, output=output, overrides=overrides)
    settings["backfile_progress"] = progress
    settings["backfile_pages_first"] = pages_first
    # Pelican prints a last line of its own; the report says more, of a strict build that fails too.
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(NotWholeError):
            Pelican(settings).run()
    finally:
        run: Run | None = settings.get("backfile_run")
        if run is not None:
            run.close()
    assert run is not None  # Pelican ran our plugin
    return run.report


def _is_backfile(plugin: object) -> bool:
    return plugin == "backfile" or getattr(plugin, "__name__", "") == "backfile"
