"""Find the raw files of an archive: every ordinary file under the raw folder, in one order everywhere."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from backfile.model import Refusal

_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class RawFile:
    """A raw file that may be read.

    name: its path inside the raw folder, POSIX separators, printable, and no other file's. path: what to open; the
    two differ where the name on disk is not valid UTF-8 or holds control characters. size: bytes. mtime_ns: when it
    was last changed, nanoseconds since 1970.
    """

    name: str
    path: Path
    size: int
    mtime_ns: int


Found = RawFile | Refusal


@dataclass(frozen=True, slots=True)
class _Place:
    folder: str
    root: str
    most: int


def walk(folder: Path, max_bytes: int = 64_000_000) -> Iterator[Found]:
    """List the raw files under a folder, sorted by name as POSIX paths sort.

    max_bytes: a larger file is refused. Hidden files and folders are passed over. A link to a file inside the
    folder is a file like any other; a link to a folder is not followed, since what lies inside the raw folder is
    met there anyway. Refused, each by a `Refusal`: links that lead out or nowhere, pipes, sockets and devices, and
    what is too large, unreadable, or gone before it was looked at.
    """
    root = os.path.realpath(folder)
    place = _Place(os.fspath(folder), root, max_bytes)
    pending = [("", place.folder, True)]
    while pending:
        name, path, is_folder = pending.pop()
        if is_folder:
            listed = _listed(name, path)
            if isinstance(listed, Refusal):
                yield listed
            else:
                pending += reversed(listed)
            continue
        found = _look(name, path, place)
        if found is not None:
            yield found


def _listed(name: str, path: str) -> list[tuple[str, str, bool]] | Refusal:
    """Give the entries of a folder as (name, path, is a folder), sorted so that the whole walk is."""
    try:
        with os.scandir(path) as entries:
            seen = [(e.name, e.path, e.is_dir(follow_symlinks=False)) for e in entries if not e.name.startswith(".")]
    except OSError as error:
        return _unreadable(name or ".", error, "folder")
    taken = {n for n, _, _ in seen if not _UNSHOWABLE.search(n)}
    shown: list[tuple[str, str, bool]] = []
    for entry, where, is_folder in sorted(seen):
        own = entry
        if entry not in taken:
            own = _UNSHOWABLE.sub(_spelled, entry)
            while own in taken:
                own = "_" + own
            taken.add(own)
        shown.append((f"{name}/{own}" if name else own, where, is_folder))
    shown.sort(key=lambda s: s[0] + "/" if s[2] else s[0])
    return shown


def _look(name: str, path: str, place: _Place) -> Found | None:
    try:
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode):
            target = os.path.realpath(path, strict=True)
            if target != place.root and not target.startswith(place.root.rstrip(os.sep) + os.sep):
                return Refusal(name, "the link leads out of the raw folder", "put a copy of the file in its place")
            status = Path(target).stat()
            if stat.S_ISDIR(status.st_mode):
                return None
        if not stat.S_ISREG(status.st_mode):
            return Refusal(name, f"it is {_kind(status.st_mode)}, not a file", "take it out of the raw folder")
        if status.st_size > place.most:
            reason = f"it has {status.st_size:,} bytes, more than the {place.most:,} that are read"
            return Refusal(name, reason, "split it, or raise BACKFILE_MAX_RAW_BYTES")
        if not os.access(path, os.R_OK):
            return Refusal(name, "it may not be read", "give yourself the right to read it")
    except OSError as error:
        return _unreadable(name, error, "file")
    return RawFile(name, Path(path), status.st_size, status.st_mtime_ns)


def _unreadable(name: str, error: OSError, what: str) -> Refusal:
    if isinstance(error, FileNotFoundError):
        return Refusal(name, f"the {what} is gone, or a link that leads nowhere", "put it back, or remove the link")
    if isinstance(error, PermissionError):
        return Refusal(name, f"the {what} may not be read", "give yourself the right to read it")
    reason = error.strerror or type(error).__name__
    return Refusal(name, f"the {what} cannot be read: {reason}", "repair it, or take it out of the raw folder")


def _kind(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "a pipe"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device" if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) else "something special"


def _spelled(found: re.Match[str]) -> str:
    """Spell what cannot be shown by its number: `x` and two digits after a backslash, `u` and four.

    That is a byte that is no UTF-8, a control character, and a sign that turns the direction of writing round, behind
    which a name can pass for another.
    """
    code = ord(found[0])
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
