"""Every BACKFILE_* setting: its default, its type and what it means. Nothing else reads them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any


class SettingsError(Exception):
    """A setting that cannot be used; the message names the setting and the mend."""


def _setting(default: Any, meaning: str) -> Any:
    return field(default=default, metadata={"meaning": meaning})


FOLDERS = {
    "raw": "The raw articles",
    "articles": "The converted articles",
    "vocabulary": "The archive's own vocabularies",
    "rules": "The archive's own rules",
}
"""The settings that name folders inside PATH, by default those of their own names, and what lies there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The archive's settings as Backfile uses them. Paths are absolute. Built by `Settings.read`."""

    home: Path
    content: Path
    output: Path
    raw: Path
    articles: Path
    vocabulary: Path
    rules: Path
    site_url: str = ""
    language: str = "en"

    date_from: tuple[str, ...] = _setting(
        ("text", "url", "container"),
        "Where an article's date may come from, best first: its text, a URL that came with it, its container",
    )
    search: bool = _setting(True, "Build the search bundles")
    convert: bool = _setting(True, "Convert new and changed raw articles before the site is built")
    bundle_size: int = _setting(2000, "About how many articles one search bundle holds before its span is split")
    page_size: int = _setting(50, "How many articles a list page shows")
    tag_page_articles: int = _setting(
        0,
        "How many articles a place, organisation or person needs for a page; 0 means 1, and 2 from 50 articles on. "
        "Names of the vocabularies, of headlines and those that people wrote always have one",
    )
    feed_size: int = _setting(30, "How many articles a feed holds")
    jobs: int = _setting(0, "How many processes convert and index; 0 means one a core")
    strict: bool = _setting(False, "Fail the build when an article was refused or could not be read")
    allow_html: bool = _setting(False, "Let raw HTML in hand-written Markdown through to the page")
    publish_emails: bool = _setting(False, "Show the printed email addresses of reporters and editors")
    evidence: bool = _setting(True, "Publish which lines of the raw files each article's values were read from")
    publish_raw: bool = _setting(
        False, "Publish the text of each article's raw record, with whatever addresses and notes it holds"
    )
    data: bool = _setting(True, "Publish the archive as data at /data/: JSON Lines and CSV by year")
    accent: str = _setting("", "The colour of links under the mouse and of marks, on light paper, as #rrggbb")
    accent_dark: str = _setting("", "The same in the dark")
    licence: str = _setting("", "The rights statement shown at the foot of every page, in plain text")
    max_raw_bytes: int = _setting(64_000_000, "The largest raw file that is read; a larger one is refused, saying so")

    @property
    def state(self) -> Path:
        """The folder of what can be made anew: catalog, stage, journal."""
        return self.home / ".backfile"

    @classmethod
    def read(cls, pelican: Mapping[str, Any], home: Path | None = None) -> Settings:
        """Take Backfile's settings out of Pelican's.

        pelican: Pelican's settings after its own processing, or any mapping with PATH and OUTPUT_PATH. home: the
        archive's folder; the one that holds the content folder unless given. BACKFILE_RAW, BACKFILE_ARTICLES,
        BACKFILE_VOCABULARY and BACKFILE_RULES are folders inside PATH.

        Raises SettingsError for a name that is no setting and for a value of the wrong type.
        """
        content = Path(pelican.get("PATH") or "content").absolute()
        folders = FOLDERS.keys()
        plain = {f.name: f for f in fields(cls) if "meaning" in f.metadata}
        values: dict[str, Any] = {}
        for key, value in pelican.items():
            if not key.startswith("BACKFILE_"):
                continue
            name = key.removeprefix("BACKFILE_").lower()
            if name in folders:
                continue
            if name not in plain:
                known = ", ".join(f"BACKFILE_{n.upper()}" for n in sorted(folders | plain.keys()))
                raise SettingsError(f"{key} is no setting of Backfile; the settings are {known}")
            values[name] = _checked(key, value, plain[name].default)
        inside = {
            name: _inside(content, f"BACKFILE_{name.upper()}", pelican.get(f"BACKFILE_{name.upper()}", name))
            for name in folders
        }
        return cls(
            home=(home or content.parent).absolute(),
            content=content,
            output=Path(pelican.get("OUTPUT_PATH") or "output").absolute(),
            raw=inside["raw"],
            articles=inside["articles"],
            vocabulary=inside["vocabulary"],
            rules=inside["rules"],
            site_url=str(pelican.get("SITEURL") or "").rstrip("/"),
            language=str(pelican.get("DEFAULT_LANG") or "en"),
            **values,
        )

    def workers(self) -> int:
        """How many processes to use."""
        return self.jobs or os.cpu_count() or 1


def _inside(content: Path, key: str, value: object) -> Path:
    if not isinstance(value, str) or not value:
        raise SettingsError(f"{key} must name a folder inside PATH, not {value!r}")
    path = Path(os.path.normpath(content / value))
    if content not in path.parents:
        raise SettingsError(f"{key} = {value!r} leads out of {content}; name a folder inside it")
    return path


def _checked(key: str, value: Any, default: Any) -> Any:
    if isinstance(default, tuple):
        if isinstance(value, str) or not all(isinstance(v, str) for v in value):
            raise SettingsError(f"{key} must be a list of names, not {value!r}")
        return tuple(value)
    if type(value) is not type(default):
        raise SettingsError(f"{key} must be of type {type(default).__name__}, not {value!r}")
    return value


def theme_path() -> Path:
    """Where the theme lies: inside the installed package, or beside it in a checkout."""
    here = Path(__file__).parent
    inside = here / "theme"
    return inside if inside.is_dir() else here.parent.parent / "theme"
