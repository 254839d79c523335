"""Ten thousand articles on a machine of one gigabyte: slower, but whole."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.archive import Archive

pytestmark = pytest.mark.soak

LIMIT = 1_000_000_000  # bytes of data for each process; one works at a time
COUNT = 10_000
WORDS = ("pier", "harbour", "ferry", "board", "winter", "repairs", "season", "island", "captain", "lighthouse", "storm")
BUILD = "import sys; from backfile.cli import main; sys.exit(main(['build', '-q', '--jobs', '1']))"


def story(number: int) -> str:
    def sentence(start: int) -> str:
        said = " ".join(WORDS[(start * 7 + n * (1 + start % 5)) % len(WORDS)] for n in range(22))
        return f"The {said}, note {number} said."

    paragraphs = "\n\n".join(" ".join(sentence(number * 31 + p * 5 + s) for s in range(3)) for p in range(6))
    day = f"{('March', 'April', 'May', 'June')[number % 4]} {number % 28 + 1}, {1990 + number % 25}"
    return f"Northwire\n\nPier Note Number {number} From the Board\n\n{day}\n\n{paragraphs}\n"


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (LIMIT, LIMIT))


def test_ten_thousand_articles_in_a_gigabyte(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    for number in range(COUNT):
        archive.raw(f"{number % 100:02d}/{number}.txt", story(number))
    settings = 'PATH = "content"\nOUTPUT_PATH = "output"\nTIMEZONE = "UTC"\nBACKFILE_BUNDLE_SIZE = 1000\n'
    (archive.home / "pelicanconf.py").write_text(settings)
    done = subprocess.run(
        [sys.executable, "-c", BUILD],
        cwd=archive.home,
        preexec_fn=limited,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(archive.markdown()) == COUNT
    pages = [name for name in archive.files() if "pier-note-number" in name and name.endswith(".html")]
    assert len(pages) == COUNT
    assert (archive.output / "search" / "spans.json").is_file()
