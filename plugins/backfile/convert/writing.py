"""Markdown files onto the disk: each is whole at every moment, whenever the process is killed."""

from __future__ import annotations

import os
from pathlib import Path

from backfile.convert.shelf import TEMPORARY

_FEW = 64
_MANY = 2000


class Writer:
    """Writes files beside their places and renames them into place once their bytes are on the disk."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Path, Path]] = []
        self._folders: set[Path] = set()

    def put(self, path: Path, text: str) -> None:
        """Write a file; it stands in its place after the next `flush` at the latest."""
        if path.parent not in self._folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(path.parent)
        part = path.with_name(f".{path.name}{TEMPORARY}")
        part.write_bytes(text.encode("utf-8"))
        self._waiting.append((part, path))
        if len(self._waiting) >= _MANY:
            self.flush()

    def flush(self) -> None:
        """Put every file that waits into its place."""
        if len(self._waiting) > _FEW and hasattr(os, "sync"):
            os.sync()  # one for all: a sync a file takes longer than converting it
        else:
            for part, _ in self._waiting:
                _sync(part)
        for part, path in self._waiting:
            part.replace(path)
        self._waiting.clear()


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
