"""One command at a time may change an archive: a second one is refused, and told which process holds it.

The system drops the lock when its process ends, however it ends, so that none is ever stale; what stands written in the
file is for people alone. Where the system or the file system has no such locks none is taken.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]

NAME = "lock"


class LockedError(Exception):
    """Another process changes this archive; the message names it."""


_held: dict[Path, tuple[IO[bytes], int]] = {}


def acquire(state: Path) -> None:
    """Take the lock of an archive, or once more where this process has it. Raises LockedError and OSError.

    state: the archive's `.backfile`.
    """
    path = state / NAME
    if path in _held:
        file, times = _held[path]
        _held[path] = file, times + 1
        return
    state.mkdir(parents=True, exist_ok=True)
    file = path.open("a+b")
    if fcntl is not None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EAGAIN):  # a file system without locks
                file.close()
                return
            said = _who(file)
            file.close()
            raise LockedError(
                f"{state.parent}: {said} is changing this archive; wait for it to end, or end it, and try again"
            ) from error
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]]).strip()
    file.truncate(0)
    file.write(json.dumps({"pid": os.getpid(), "command": command}).encode())
    file.flush()
    _held[path] = file, 1


def release(state: Path) -> None:
    """Give the lock back; nothing where this process does not have it."""
    path = state / NAME
    if path not in _held:
        return
    file, times = _held.pop(path)
    if times > 1:
        _held[path] = file, times - 1
        return
    file.truncate(0)
    file.close()


@contextlib.contextmanager
def held(state: Path) -> Iterator[None]:
    """Hold the lock of an archive. Raises LockedError and OSError."""
    acquire(state)
    try:
        yield
    finally:
        release(state)


def _who(file: IO[bytes]) -> str:
    """Which process holds the lock, as it wrote it down."""
    try:
        file.seek(0)
        said = json.loads(file.read(1000))
        return f"process {int(said['pid'])} ({str(said['command'])[:80]})"
    except (ValueError, LookupError, TypeError):
        return "another process"
