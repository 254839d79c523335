"""Same content, same bytes: whatever the machine, its language, its clock's zone, its folders and its cores."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.archive import Archive, tree

BUILD = "import sys; from backfile.cli import main; sys.exit(main(['build', '-q', *sys.argv[1:]]))"
SETTINGS = 'SITENAME = "Test archive"\nPATH = "content"\nOUTPUT_PATH = "output"\nTIMEZONE = "Europe/Oslo"\n'
PLACES = ("Ostvik", "Bergen", "Tromsø", "Ålesund", "İzmir", "Łódź")

ENVIRONMENTS = (
    ({"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0", "USER": "ada", "HOME": "/nonexistent"}, "1"),
    ({"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4711"}, "3"),
    ({"LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "America/St_Johns", "PYTHONHASHSEED": "99", "COLUMNS": "20"}, "2"),
)


def story(number: int) -> str:
    place = PLACES[number % len(PLACES)]
    return (
        f"Northwire\n\nPier Note {number} From {place}\n\nBy Ada Lindqvist\n\n"
        f"March {number % 28 + 1}, {2009 + number % 4}\n\n"
        f"{place.upper()} (Northwire) - The pier at {place} was opened again on Friday, note {number} said.\n"
    )


def test_builds_under_other_skies_give_the_same_bytes(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "raw").mkdir(parents=True)
    for number in range(30):
        (content / "raw" / f"{number}.txt").write_text(story(number), encoding="utf-8")
    made = []
    for number, (environment, jobs) in enumerate(ENVIRONMENTS):
        home = tmp_path / ("a" * (1 + 40 * number)) / f"år {number}" / "archive"
        shutil.copytree(content, home / "content")
        for raw in sorted((home / "content/raw").iterdir(), reverse=bool(number % 2)):
            os.utime(raw, (1_000_000_000 + number * 86_400, 1_000_000_000 + number * 86_400))
        (home / "pelicanconf.py").write_text(SETTINGS)
        clean = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
        done = subprocess.run(
            [sys.executable, "-c", BUILD, "--jobs", jobs],
            cwd=home,
            env={**clean, **environment},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
        made.append((Archive(home).files(), tree(home / "content/articles")))
    assert len(made[0][1]) == 30
    for site, articles in made[1:]:
        assert articles == made[0][1]
        assert site.keys() == made[0][0].keys()
        assert [name for name in site if site[name] != made[0][0][name]] == []
