"""An owner's theme, before anything of it is used."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from backfile.settings import SettingsError, theme_path


def check_links(folders: Iterable[Path]) -> None:
    """See that no link in a theme leads out of it: what lies there, a key or a password, would be published.

    folders: the theme, and what overrides its templates. The shipped theme is trusted; some installers link each of
    its files. Raises SettingsError, which names the link.
    """
    for folder in folders:
        if folder == theme_path():
            continue
        home = os.path.realpath(folder)
        for place, folders_in, files in os.walk(folder):
            for path in (Path(place, name) for name in (*folders_in, *files)):
                if path.is_symlink() and Path(home) not in Path(os.path.realpath(path)).parents:
                    raise SettingsError(f"{path}: the link leads out of the theme; put a copy in its place")
