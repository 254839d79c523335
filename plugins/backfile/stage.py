"""Publishing without a half-built moment: files are staged, a journal is written, then each is renamed into place.

A build writes what changed into the stage. `commit` drops what is byte for byte there already, writes a journal
of the renames and removals, makes both durable, and carries them out. A journal that is whole is finished at the
next start; without one the stage is dropped and the site is what it was.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

logger = logging.getLogger(__name__)

_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
_FEW = 64  # up to so many files each is synced by itself; above, the whole file system once


class OutputError(Exception):
    """The output folder cannot be written; the message names it and the mend."""


@dataclass(frozen=True, slots=True)
class Committed:
    """What a commit did: names inside the output folder, sorted."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int


class Stage:
    """The files of one build on their way into `output`.

    output: the folder that is published. state: the archive's `.backfile`; the stage lies in it when it is on
    the same file system as the output, else beside the output, so that a rename is one step.
    """

    def __init__(self, output: Path, state: Path) -> None:
        self.output = output
        try:
            output.mkdir(parents=True, exist_ok=True)
            state.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"{error.filename}: cannot be made ({error.strerror}); choose another --output"
            ) from error
        same = state.stat().st_dev == output.stat().st_dev
        self.root = state / "stage" if same else output.with_name(f".{output.name}.stage")
        self.files = self.root / "files"
        self._files = f"{self.files}/"
        self.journal = self.root / "journal.json"

    def open(self) -> bool:
        """Finish or drop what an earlier build left, and start empty. True if a journal had to be finished."""
        plan = self._plan()
        if plan is not None:
            logger.warning("%s: an earlier build was stopped while publishing; it is finished now", self.output)
            self._carry_out(plan)
        shutil.rmtree(self.root, ignore_errors=True)
        self.files.mkdir(parents=True)
        return plan is not None

    def drop(self) -> None:
        """Leave the output as it is."""
        shutil.rmtree(self.root, ignore_errors=True)

    def write(self, name: str, data: bytes) -> str:
        """Put one file into the stage and return its SHA-256; `name` is its place in the output, POSIX separators."""
        path = self._place(name)
        try:
            handle = os.open(path, _NEW, 0o666)
        except FileNotFoundError:
            self.path(name).parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, _NEW, 0o666)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(handle, rest) :]
        except OSError as error:
            raise OSError(error.errno, error.strerror, path) from error
        finally:
            os.close(handle)
        return hashlib.sha256(data).hexdigest()

    def path(self, name: str) -> Path:
        """Where a file lies in the stage. Raises ValueError for a name that leads out of it."""
        return Path(self._place(name))

    def _place(self, name: str) -> str:
        if name in ("", ".") or name[0] == "/" or "\0" in name or (".." in name and ".." in name.split("/")):
            raise ValueError(f"{name!r} leads out of the output folder")
        return f"{self._files}{name}"

    def names(self) -> Iterator[str]:
        """What lies in the stage, in no order."""
        yield from _names("", str(self.files))

    def commit(self, remove: Iterable[str] = ()) -> Committed:
        """Publish the stage and remove `remove` (names in the output that no page stands for any more).

        Raises OutputError when the output cannot be written; what is published by then is whole files.
        """
        found = _Found()
        self._compare("", _Links(self.output), found)
        links = _Links(self.output)
        put = set(found.written)
        gone = sorted(name for name in set(remove).difference(put) if _is_ours(self.output / name, links))
        if put or gone:
            # What is new comes first: while it is not linked to, no reader meets its absence.
            plan = {"put": sorted(found.new) + sorted(found.changed), "remove": gone}
            self._sync(found.written)
            _write_durably(self.journal, json.dumps(plan).encode())
            self._carry_out(plan)
        shutil.rmtree(self.root, ignore_errors=True)
        return Committed(tuple(sorted(put)), tuple(gone), found.unchanged)

    def _compare(self, folder: str, links: _Links, found: _Found) -> None:
        """Find what is new or different in a folder of the stage; one that the output has not is new as a whole."""
        for entry in os.scandir(self.files / folder):
            name = f"{folder}{entry.name}"
            target = self.output / name
            if entry.is_dir(follow_symlinks=False):
                if os.path.lexists(target):
                    self._compare(f"{name}/", links, found)
                elif inside := list(_names(f"{name}/", entry.path)):
                    found.new.append(f"{name}/")
                    found.written += inside
            elif not links.lead_to(target) and _same(Path(entry.path), target):
                found.unchanged += 1
            else:
                (found.changed if os.path.lexists(target) else found.new).append(name)
                found.written.append(name)

    def _plan(self) -> dict[str, list[str]] | None:
        """What the journal of an earlier build says; None without one, and where it is damaged."""
        if not self.journal.is_file():
            return None
        try:
            plan = json.loads(self.journal.read_bytes())
            names = {key: list(map(str, plan[key])) for key in ("put", "remove")}
            for name in (*names["put"], *names["remove"]):
                self.path(name)
        except (ValueError, TypeError, LookupError) as error:
            logger.warning("%s: is damaged (%s); it is dropped, and all pages are made anew", self.journal, error)
            return None
        return names

    def _sync(self, put: list[str]) -> None:
        if len(put) > _FEW:
            os.sync()
            return
        for name in put:
            _fsync(self.files / name)

    def _carry_out(self, plan: dict[str, list[str]]) -> None:
        # Removals come last: a page is never missing while another still links to it.
        links = _Links(self.output)
        try:
            for name in plan["put"]:
                self._put(name, links)
            for name in plan["remove"]:
                path = self.output / name
                if _is_ours(path, links):  # a folder may stand there by now
                    path.unlink()
                    _prune(path.parent, self.output)
        except OSError as error:
            raise OutputError(
                f"{error.filename}: cannot be written ({error.strerror}); mend it and build again, "
                "which finishes this build"
            ) from error
        self.journal.unlink(missing_ok=True)

    def _put(self, name: str, links: _Links) -> None:
        """Rename a file, or a whole folder (its name ends with a slash), from the stage into the output."""
        source, target = self.files / name, self.output / name
        if not source.exists():  # renamed before the earlier build was stopped
            return
        if name.endswith("/") and os.path.lexists(target):  # somebody made it in the meantime
            for inside in list(_names(name, str(source))):
                self._put(inside, links)
            return
        links.remove_from(target)
        _make_way(target, self.output)
        source.replace(target)


@dataclass(slots=True)
class _Found:
    """What a stage holds. new, changed: files, and new folders as a whole, whose names end with a slash."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    unchanged: int = 0


def _names(prefix: str, folder: str) -> Iterator[str]:
    """The files in a folder and those in it, each with the prefix."""
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from _names(f"{prefix}{entry.name}/", entry.path)
        else:
            yield f"{prefix}{entry.name}"


class _Links:
    """The folders of the output that are links: what lies behind them is not the site's to write or to remove."""

    def __init__(self, output: Path) -> None:
        self._known: dict[Path, Path | None] = {output: None}

    def lead_to(self, path: Path) -> Path | None:
        """The link among the folders that hold a file, if there is one."""
        folder = path.parent
        if folder not in self._known:
            self._known[folder] = folder if folder.is_symlink() else self.lead_to(folder)
        return self._known[folder]

    def remove_from(self, path: Path) -> None:
        """Take the links out of the way to a file; what they lead to stays."""
        while link := self.lead_to(path):
            link.unlink()
            self._known = {folder: found for folder, found in self._known.items() if found != link}


def _is_ours(path: Path, links: _Links) -> bool:
    return not links.lead_to(path) and (path.is_symlink() or path.is_file())


def _same(staged: Path, published: Path) -> bool:
    try:
        status = published.lstat()
        if not stat.S_ISREG(status.st_mode) or staged.stat().st_size != status.st_size:
            return False
        return staged.read_bytes() == published.read_bytes()
    except OSError:
        return False


def _make_way(target: Path, output: Path) -> None:
    """Make the folder of `target`; a file that stands where a folder must be (or the reverse) gives way."""
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    folder = target.parent
    if folder.is_dir():
        return
    for part in (*reversed(folder.relative_to(output).parents), folder.relative_to(output)):
        path = output / part
        if path.exists() and not path.is_dir():
            path.unlink()
    folder.mkdir(parents=True, exist_ok=True)


def _prune(folder: Path, output: Path) -> None:
    while folder != output and output in folder.parents:
        try:
            folder.rmdir()
        except OSError:  # not empty
            return
        folder = folder.parent


def _write_durably(path: Path, data: bytes) -> None:
    scratch = path.with_suffix(".new")
    scratch.write_bytes(data)
    _fsync(scratch)
    scratch.replace(path)
    _fsync(path.parent)


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
