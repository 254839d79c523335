"""Builds on a disk of its own that is truly full; run inside a mount namespace by test_limits.py.

python full_disk.py MOUNT HOME SPARE: mounts a small file system on MOUNT, copies the archive in HOME there, fills the
disk but for SPARE bytes, builds, makes room, builds again. Prints what happened as JSON; exit 77 where nothing can be
mounted. With the namespace the disk goes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

BUILD = "import sys; from backfile.cli import main; sys.exit(main(['build', '-q']))"
ROOM = 24_000_000  # bytes; an archive of four articles with search and the state of its builds takes a few


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def build(home: Path) -> tuple[int, str]:
    command = [sys.executable, "-B", "-c", BUILD]
    # What other programs keep for a while lies on another disk; that one is not full.
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def main(mount: Path, source: Path, spare: int) -> int:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(mount)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        print(mounted.stderr.strip())
        return 77
    home = mount / "archive"
    shutil.copytree(source, home)
    before = hashes(home / "output"), hashes(home / "content")
    status = os.statvfs(mount)
    with (mount / "filler").open("wb") as file:
        file.write(bytes(max(0, status.f_bavail * status.f_frsize - spare)))
    full = build(home)
    after = hashes(home / "output"), hashes(home / "content")
    (mount / "filler").unlink()
    again = build(home)
    articles = [path.read_text() for path in sorted((home / "content/articles").rglob("*.md"))]
    print(
        json.dumps(
            {
                "full": full,
                "is_as_before": after[0] == before[0],
                "damaged": [name for name, sha in before[1].items() if after[1].get(name) != sha],
                "again": again,
                "output": hashes(home / "output"),
                "articles": articles,
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
