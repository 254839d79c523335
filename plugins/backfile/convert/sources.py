"""Which raw files there are: those of the raw folder, or those that the command line names."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from backfile.convert.work import unreadable
from backfile.intake.walk import RawFile, walk
from backfile.model import Refusal
from backfile.settings import Settings

OUTSIDE = "//"
"""Begins the catalog's name of a raw file outside the raw folder; no name inside begins so."""


@dataclass(frozen=True, slots=True)
class Source:
    """A raw file. name: POSIX, inside the raw folder, or inside the folder that holds all files given."""

    name: str
    path: Path
    size: int
    mtime_ns: int
    outside: bool = False

    @property
    def key(self) -> str:
        """Its name in the catalog."""
        return f"{OUTSIDE}{self.name}" if self.outside else self.name


@dataclass(frozen=True, slots=True)
class Sources:
    """The raw files, by name in order; whole: they are all that the raw folder holds."""

    files: tuple[Source, ...]
    refusals: tuple[Refusal, ...]
    whole: bool


def find(settings: Settings, paths: Sequence[Path] = ()) -> Sources:
    """Find the raw files to look at.

    paths: files and folders, in the raw folder or elsewhere; without any, the raw folder. Names of files elsewhere
    are those inside the deepest folder that holds all of them; a single folder's are those inside it.
    """
    given = [Path(os.path.normpath(path.absolute())) for path in paths] or [settings.raw]
    inside = [path for path in given if path == settings.raw or settings.raw in path.parents]
    outside = [path for path in given if path not in inside]
    found: dict[str, Source] = {}
    refusals: set[Refusal] = set()
    for item in _inside(settings, inside):
        _sort(item, False, found, refusals)
    for item in _outside(settings, outside):
        _sort(item, True, found, refusals)
    files = tuple(found[key] for key in sorted(found))
    return Sources(files, tuple(sorted(refusals, key=lambda r: r.path)), settings.raw in given)


def _sort(item: RawFile | Refusal, outside: bool, found: dict[str, Source], refusals: set[Refusal]) -> None:
    if isinstance(item, Refusal):
        refusals.add(item)
    else:
        source = Source(item.name, item.path, item.size, item.mtime_ns, outside)
        found[source.key] = source


def _inside(settings: Settings, paths: Sequence[Path]) -> Iterator[RawFile | Refusal]:
    # The whole folder is walked also for a part of it: names are told apart among all of a folder's files.
    if not paths or not settings.raw.is_dir():
        return
    every = walk(settings.raw, settings.max_raw_bytes)
    if settings.raw in paths:
        yield from every
        return
    wanted = {path.relative_to(settings.raw).as_posix() for path in paths}
    for item in every:
        place = item.path if isinstance(item, Refusal) else item.path.relative_to(settings.raw).as_posix()
        if any(place == one or place.startswith(f"{one}/") for one in wanted):
            yield item


def _outside(settings: Settings, paths: Sequence[Path]) -> Iterator[RawFile | Refusal]:
    folders = [path if path.is_dir() else path.parent for path in paths]
    base = Path(os.path.commonpath(folders)) if folders else Path()
    for path, folder in zip(paths, folders, strict=True):
        prefix = "" if folder == base else f"{_shown(folder.relative_to(base))}/"
        if path == folder:
            for item in walk(folder, settings.max_raw_bytes):
                yield _renamed(item, prefix)
        else:
            yield _single(path, f"{prefix}{_shown(Path(path.name))}", settings.max_raw_bytes)


def _renamed(item: RawFile | Refusal, prefix: str) -> RawFile | Refusal:
    return (
        replace(item, path=prefix + item.path) if isinstance(item, Refusal) else replace(item, name=prefix + item.name)
    )


def _single(path: Path, name: str, most: int) -> RawFile | Refusal:
    try:
        status = path.stat()
    except OSError as error:
        return unreadable(name, error)
    if status.st_size > most:
        reason = f"it has {status.st_size:,} bytes, more than the {most:,} that are read"
        return Refusal(name, reason, "split it, or raise BACKFILE_MAX_RAW_BYTES")
    return RawFile(name, path, status.st_size, status.st_mtime_ns)


def _shown(path: Path) -> str:
    """A name that can be written down, whatever its bytes are."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")
