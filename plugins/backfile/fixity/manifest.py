"""The manifest of a site: the SHA-256 of every file, in the form that `sha256sum --check` reads."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

MANIFEST = "manifest-sha256.txt"

_LINE = re.compile(r"(?P<escaped>\\?)(?P<sha256>[0-9a-f]{64})  (?P<name>.+)")
_SEAL = re.compile(r"# sha256 of the lines above: (?P<sha256>[0-9a-f]{64})\n")
_BLOCK = 1 << 20


class ManifestError(Exception):
    """A manifest that cannot be relied on; the message says why."""


def write_manifest(names: Iterable[str], hash_of: Callable[[str], str]) -> bytes:
    """The manifest of the files with these names, sorted; its last line is the hash of the others.

    hash_of: gives the SHA-256 of a file, in hexadecimal.
    """
    lines = [_line(name, hash_of(name)) for name in sorted(set(names) - {MANIFEST})]
    body = "".join(lines).encode("utf-8", "surrogateescape")
    return body + f"# sha256 of the lines above: {hashlib.sha256(body).hexdigest()}\n".encode()


def read_manifest(data: bytes) -> Mapping[str, str]:
    """The SHA-256 of each file by its name. Raises ManifestError where a byte of the manifest is not as written."""
    text = data.decode("utf-8", "surrogateescape")
    body, mark, end = text.rpartition("# sha256")
    seal = _SEAL.fullmatch(mark + end)
    if seal is None or hashlib.sha256(body.encode("utf-8", "surrogateescape")).hexdigest() != seal["sha256"]:
        raise ManifestError("is not as it was written: its last line is not the hash of those above")
    found = {}
    for line in body.split("\n")[:-1]:
        match = _LINE.fullmatch(line)
        if match is None:
            raise ManifestError(f"holds a line that is no hash with a name: {line[:80]!r}")
        name = match["name"]
        found[_unescaped(name) if match["escaped"] else name] = match["sha256"]
    return found


def hash_file(path: Path) -> str:
    """The SHA-256 of a file. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _line(name: str, sha256: str) -> str:
    # The form of GNU coreutils: a backslash before the hash says that the name is escaped.
    escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return f"{'' if escaped == name else chr(92)}{sha256}  {escaped}\n"


def _unescaped(name: str) -> str:
    plain = {"\\\\": "\\", "\\n": "\n", "\\r": "\r"}
    return re.sub(r"\\[\\nr]", lambda match: plain[match[0]], name)
