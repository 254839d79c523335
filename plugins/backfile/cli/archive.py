"""Which archive a command works on: the settings file, its values, and Backfile's settings out of them."""

from __future__ import annotations

import os
import runpy
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from backfile.cli.console import Stop
from backfile.settings import Settings

SETTINGS_FILE = "pelicanconf.py"


def find_settings(named: Path | None) -> Path | None:
    """The settings file that was named, or pelicanconf.py in the current folder; None when there is neither.

    Raises Stop when the named file is not there.
    """
    if named is None:
        here = Path.cwd() / SETTINGS_FILE
        return here if here.is_file() else None
    path = named.absolute()
    if not path.is_file():
        raise Stop(f"{named}: no such settings file; name one that exists, or leave --settings away", status=2)
    return path


def read_settings(settings_file: Path | None, overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The values of a settings file, as Pelican would take them: names in capitals, paths from the file's folder.

    Without a file there are only the overrides and Pelican's defaults for `content` and `output`. Pelican itself is
    not loaded, so that short commands start quickly. Raises Stop with file and line when the file is no good Python.
    """
    values: dict[str, Any] = {"PATH": "content", "OUTPUT_PATH": "output"}
    folder = Path.cwd()
    if settings_file is not None:
        folder = settings_file.parent
        values |= {name: value for name, value in _run(settings_file).items() if name.isupper()}
    values |= overrides or {}
    for name in ("PATH", "OUTPUT_PATH"):
        values[name] = os.path.normpath(folder / values[name])
    return values


def content_of(values: Mapping[str, Any]) -> Path:
    """The content folder. Raises Stop when it is not there."""
    content = Path(values["PATH"])
    if not content.is_dir():
        raise Stop(
            f"{content}: no such content folder; name yours as PATH in the settings, or start with: backfile init DIR"
        )
    return content


def load(settings_file: Path | None, overrides: Mapping[str, Any] | None = None) -> Settings:
    """Backfile's settings for an archive. Raises SettingsError, and Stop for a bad settings file."""
    return Settings.read(read_settings(settings_file, overrides))


def _run(path: Path) -> dict[str, Any]:
    try:
        return runpy.run_path(str(path))
    except SyntaxError as error:
        raise Stop(f"{path}, line {error.lineno}: {error.msg}; correct that line") from error
    except Exception as error:
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
        where = f"{path}, line {lines[-1]}" if lines else str(path)
        raise Stop(f"{where}: {type(error).__name__}: {error}; correct that line") from error


def base_path(site_url: str) -> str:
    """Where a site lies on its host: "/repo", or "" at the root or when the address is not known.

    >>> base_path("https://example.org/repo/")
    '/repo'
    """
    return urlsplit(site_url).path.rstrip("/")
