"""`backfile init`: what a new archive holds, and that nothing is overwritten."""

from __future__ import annotations

import ast
import os
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from backfile import scaffold
from backfile.cli import main
from backfile.version import __version__

GIT = "git+https://example.org/owner/backfile@v1.2.3"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "valley-herald"


def test_a_new_archive_has_all_that_it_needs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", str(folder)]) == 0
    made = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert made == set(scaffold.FILES)
    assert "backfile serve" in capsys.readouterr().out
    text = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file())
    assert not re.search("@[A-Z]+@", text)
    assert set((folder / ".gitignore").read_text().split()) >= {".backfile/", "output/"}


def test_the_settings_are_short_and_name_the_archive(folder: Path) -> None:
    assert main(["init", str(folder)]) == 0
    settings = runpy.run_path(str(folder / "pelicanconf.py"))
    assert settings["SITENAME"] == "Valley Herald"
    assert settings["PLUGINS"] == ["backfile"]
    assert (folder / settings["PATH"]).is_dir()


@pytest.mark.parametrize("name", ["The \"Herald\" 'n' Times", "Zeitung für Ä", "{{ 7*7 }}", "\\n"])
def test_a_name_stands_in_the_settings_as_it_was_given(folder: Path, name: str) -> None:
    assert main(["init", str(folder), "--name", name]) == 0
    assert runpy.run_path(str(folder / "pelicanconf.py"))["SITENAME"] == name
    ast.parse((folder / "publishconf.py").read_text(encoding="utf-8"))


def test_a_name_of_two_lines_is_wrong_usage(folder: Path) -> None:
    assert main(["init", str(folder), "--name", "a\nimport os"]) == 2
    assert not folder.exists()


def test_nothing_is_overwritten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder.mkdir()
    for name in "gfedcba":
        (folder / name).write_text("mine")
    assert main(["init", str(folder)]) == 1
    assert capsys.readouterr().err == (
        f"backfile: {folder}: not empty, a, b, c, d, e and 2 more in the way; name a new folder\n"
    )
    assert sorted(path.name for path in folder.iterdir()) == list("abcdefg")


def test_a_file_is_no_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder.write_text("mine")
    assert main(["init", str(folder)]) == 1
    assert capsys.readouterr().err == f"backfile: {folder}: is a file; name a new folder\n"
    assert folder.read_text() == "mine"


def test_a_fresh_repository_is_taken(folder: Path) -> None:
    (folder / ".git").mkdir(parents=True)
    assert main(["init", str(folder)]) == 0
    assert (folder / "pelicanconf.py").is_file()


def install_line(folder: Path) -> str:
    workflow = yaml.safe_load((folder / scaffold.WORKFLOW).read_text(encoding="utf-8"))
    runs: list[str] = [step["run"] for step in workflow["jobs"]["build"]["steps"] if "run" in step]
    return runs[0].strip()


def test_the_workflow_installs_the_version_that_made_it(folder: Path) -> None:
    assert main(["init", str(folder)]) == 0
    assert install_line(folder) == f"python -m pip install 'backfile=={__version__}'"


def test_the_workflow_installs_from_a_git_address(folder: Path) -> None:
    assert main(["init", str(folder), "--from", GIT]) == 0
    assert install_line(folder) == f"python -m pip install 'backfile @ {GIT}'"
    assert GIT in (folder / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "address",
    ["https://example.org/x", "git+https://x/'; curl evil", "git+https://x/$(id)", "git+file:///x", "git+https://x/ y"],
)
def test_an_address_that_a_shell_would_read_is_wrong_usage(folder: Path, address: str) -> None:
    assert main(["init", str(folder), "--from", address]) == 2
    assert not folder.exists()


@pytest.fixture
def clean_modules() -> Iterator[None]:
    before = sys.path[:]
    sys.modules.pop("pelicanconf", None)
    yield
    sys.path[:] = before
    sys.modules.pop("pelicanconf", None)


@pytest.mark.usefixtures("clean_modules")
@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("", ""),
        ("https://owner.github.io/repo/", "https://owner.github.io/repo"),
        ("http://owner.github.io/repo", "https://owner.github.io/repo"),
        ("http://news.example.org", "https://news.example.org"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1:8000/repo", "http://127.0.0.1:8000/repo"),
    ],
)
def test_publishing_takes_the_address_and_makes_it_secure(
    folder: Path, monkeypatch: pytest.MonkeyPatch, given: str, used: str
) -> None:
    assert main(["init", str(folder)]) == 0
    monkeypatch.setenv("SITEURL", given)
    settings = runpy.run_path(str(folder / "publishconf.py"))
    assert settings["SITEURL"] == used
    assert settings["SITENAME"] == "Valley Herald"


def test_the_new_archive_builds_without_a_checkout(folder: Path) -> None:
    assert main(["init", str(folder)]) == 0
    command = [sys.executable, "-m", "backfile.cli", "build", "--no-search", "--strict"]
    built = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env={**os.environ, "BACKFILE_DEBUG": "1"}, check=False
    )
    assert built.returncode == 0, built.stderr
    page = (folder / "output/2013/05/04/harbour-ferry-returns-to-lisbon-after-winter-refit.html").read_text(
        encoding="utf-8"
    )
    assert "<h1>Harbour Ferry Returns to Lisbon After Winter Refit</h1>" in page
    assert "Orla Tennfield" in page
    assert "otennfield@example.org" not in page
    checked = subprocess.run(
        [sys.executable, "-m", "backfile.cli", "check"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
