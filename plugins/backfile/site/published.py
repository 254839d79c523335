"""What stands in the output folder and why: which pages are still right, and which files are no page's any more."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from backfile.fixity import MANIFEST, ManifestError, hash_file, read_manifest
from backfile.site.facts import hash_of
from backfile.site.views import KINDS

_FOLDERS = ("undated", "dates", "search", "theme", "data", "timeline", "corrections", *(kind.name for kind in KINDS))
_OURS = re.compile(rf"(?:\d{{4}}|{'|'.join(_FOLDERS)})/")


_SHOWN = {
    "article": "its text, its address, its tags, its doubts, or the articles that it names",
    "term": "its name, its list, or on its first page the counts and what stands beside it",
    "period": "its list, its counts, or the periods before and after",
    "terms": "its names or their counts",
    "index": "the latest articles, the counts, or the entrances",
    "feed.atom": "the articles in it",
    "corrections": "its list, or on its first page the count",
    "corrections.atom": "the corrections in it",
    "sitemap.xml": "the addresses in it",
}
"""What a page of each template shows, in words."""


@dataclass(slots=True)
class Published:
    """The files of the site as the last build left them, and as this one will.

    known: what the catalog says of each file: its key, size and time of change. shared: the key of what every page
    depends on (theme, settings, version). stats: of the files as they stand, by `scan`. changed: what of the shared is
    other than at the last build, in words. wrote: files that this build put into the stage, each with its size in bytes
    and its SHA-256.
    """

    output: Path
    known: Mapping[str, str]
    shared: str
    stats: dict[str, tuple[int, int]]
    changed: tuple[str, ...] = ()
    wrote: dict[str, tuple[int, str]] = field(default_factory=dict)
    _now: dict[str, str] = field(default_factory=dict)
    _templates: dict[str, str] = field(default_factory=dict)
    _under: dict[str, list[str]] = field(default_factory=dict)
    _made_by_us: bool = False
    _manifest: Mapping[str, str] | None = None

    def __post_init__(self) -> None:
        self._made_by_us = (
            "index.html" in self.stats and b'content="Backfile ' in (self.output / "index.html").read_bytes()
        )

    def is_current(self, name: str, template: str, key: Iterable[str]) -> bool:
        """Whether a page stands as it should. Notes it as part of the site either way."""
        fingerprint = self._fingerprint((template, *key))
        self._templates[name] = template
        self._now[name] = fingerprint
        stat = self.stats.get(name)
        return stat is not None and self.known.get(name) == _record(fingerprint, stat)

    def why(self, name: str) -> str:
        """Why this build makes a page anew, or does not; for its owner."""
        if name not in self._now:
            return "is no page of this site"
        if not self.known:
            return "is made anew with all others: nothing is known of what stands in the output"
        if name not in self.known:
            return "is new"
        key, size, mtime_ns = self.known[name].rsplit(" ", 2)
        stat = self.stats.get(name)
        if stat is None:
            return "is made anew: its file was gone from the output"
        if stat != (int(size), int(mtime_ns)):
            return "is made anew: something other than Backfile changed its file"
        if key == self._now[name]:
            return "stands as it is: nothing that it shows has changed"
        if self.changed:
            return f"is made anew with all others: {' and '.join(self.changed)} changed"
        return f"is made anew: {_SHOWN.get(self._templates[name], 'what it shows')} changed"

    def keep(self, name: str) -> None:
        """Note a file that is not a page (an asset, a file of a search bundle) as part of the site."""
        self._now.setdefault(name, "")

    def measure(self, name: str) -> tuple[int, str]:
        """The size of a file in bytes, and its SHA-256, as this build wrote it or as it stands in the output."""
        return self.wrote.get(name) or (self.stats[name][0], self.sha256(name))

    def sha256(self, name: str) -> str:
        """The SHA-256 of a file in the output: that which it was published with, where it is known."""
        return self.manifest.get(name) or hash_file(self.output / name)

    @property
    def manifest(self) -> Mapping[str, str]:
        """The SHA-256 of each file that the last build published; empty where its manifest cannot be relied on."""
        if self._manifest is None:
            self._manifest = {}
            with contextlib.suppress(ManifestError, OSError):
                self._manifest = read_manifest((self.output / MANIFEST).read_bytes())
        return self._manifest

    def stands(self, name: str) -> bool:
        """Whether a file is in the output folder."""
        return name in self.stats

    def names(self) -> list[str]:
        """What the site holds by what was noted so far."""
        return list(self._now)

    def under(self, folder: str) -> list[str]:
        """The files in a folder of a folder of the output, as `search/2012-ab12cd34/`, and in those inside it."""
        if not self._under:
            for name in self.stats:
                top, _, rest = name.partition("/")
                self._under.setdefault(f"{top}/{rest.partition('/')[0]}/", []).append(name)
        return self._under.get(folder, [])

    def leftovers(self) -> list[str]:
        """The files that an earlier build made and this one does not.

        Where the catalog knows nothing of the output but its front page says that Backfile made it, those that its
        manifest names and those in the folders that are ours are taken for such; what else lies there (a CNAME, another
        site) is its owner's.
        """
        if self.known:
            return [name for name in self.known if name not in self._now]
        if not self._made_by_us:
            return []
        listed = self.manifest
        return [name for name in self.stats if name not in self._now and (name in listed or _OURS.match(name))]

    def records(self, touched: Iterable[str]) -> dict[str, str]:
        """What to tell the catalog once the site is published. touched: the files that were written or removed."""
        stats = self.stats
        for name in touched:
            try:
                status = (self.output / name).lstat()
            except FileNotFoundError:
                stats.pop(name, None)
            else:
                stats[name] = (status.st_size, status.st_mtime_ns)
        return {name: _record(key, stats[name]) for name, key in self._now.items() if name in stats}

    def _fingerprint(self, key: Iterable[str]) -> str:
        return hash_of("\x1f".join((self.shared, *key)))


def _record(key: str, stat: tuple[int, int]) -> str:
    return f"{key} {stat[0]} {stat[1]}"


def scan(output: Path) -> dict[str, tuple[int, int]]:
    """The files in the output folder, each with its size in bytes and its time of change in nanoseconds."""
    found: dict[str, tuple[int, int]] = {}
    folders = [("", str(output))]
    while folders:
        base, path = folders.pop()
        try:
            entries = list(os.scandir(path))
        except FileNotFoundError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append((f"{base}{entry.name}/", entry.path))
            elif entry.is_file(follow_symlinks=False):
                stat = entry.stat(follow_symlinks=False)
                found[f"{base}{entry.name}"] = (stat.st_size, stat.st_mtime_ns)
    return found
