"""A hundred thousand raw files in one folder: each becomes a page, and one more costs no more than one more."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from backfile.site.facts import files
from tests.archive import Archive

pytestmark = pytest.mark.soak

COUNT = 100_000
BUILD = "import sys; from backfile.cli import main; sys.exit(main(['build', '--no-search', '-v']))"
SETTINGS = (
    'PATH = "content"\nOUTPUT_PATH = "output"\nTIMEZONE = "UTC"\nBACKFILE_DATA = False\nBACKFILE_EVIDENCE = False\n'
)


def story(number: int) -> str:
    day = f"{('March', 'April', 'May', 'June')[number % 4]} {number % 28 + 1}, {1900 + number % 100}"
    return (
        f"Northwire\n\nHarbour Board Takes Note Number {number}\n\n{day}\n\n"
        f"The harbour board took note {number} on Friday, it said in a statement of {number % 977 + 2} words.\n"
    )


def test_a_hundred_thousand_files_in_one_folder(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    folder = archive.content / "raw"
    folder.mkdir(parents=True)
    for number in range(COUNT):
        (folder / f"{number}.txt").write_text(story(number))
    (archive.home / "pelicanconf.py").write_text(SETTINGS)

    def build() -> str:
        command = [sys.executable, "-c", BUILD]
        done = subprocess.run(command, cwd=archive.home, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout + done.stderr

    build()
    assert len(files(archive.content / "articles")) == COUNT
    pages = sum(1 for path in archive.output.rglob("*note-number-*.html"))
    assert pages == COUNT
    before = (archive.output / "manifest-sha256.txt").read_bytes()
    (folder / f"{COUNT}.txt").write_text(story(COUNT))
    build()
    after = (archive.output / "manifest-sha256.txt").read_bytes()
    # One more file in the folder costs a handful of pages, not a hundred thousand.
    changed = set(after.splitlines()) - set(before.splitlines())
    assert 1 < len(changed) < 60
