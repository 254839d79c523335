"""The command line: help, exit statuses, one-line errors, quiet, pipes, interrupts."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from backfile import cli
from backfile.cli import archive, main
from backfile.cli.console import Console, Stop
from backfile.cli.parser import COMMANDS
from backfile.settings import SettingsError
from backfile.version import __version__

NAMES = [command.name for command in COMMANDS]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_commands_are_those_of_the_documentation() -> None:
    assert NAMES == ["init", "convert", "explain", "review", "rules", "tags", "build", "serve", "check", "export"]


@pytest.mark.parametrize("name", NAMES)
def test_every_command_explains_itself_with_examples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    out = capsys.readouterr().out
    assert f"\nexamples:\n  backfile {name}" in out or f"backfile {name}" in out.partition("\nexamples:\n")[2]
    assert out.startswith(f"usage: backfile {name}")
    assert max(map(len, out.splitlines())) <= 120


def test_help_says_what_the_exit_statuses_mean(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"    {name} " in out for name in NAMES)
    assert "exit status: 0 nothing was lost" in out


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"backfile {__version__}\n"


def test_the_command_starts_without_loading_what_it_does_not_need() -> None:
    """So that --version and --help answer at once."""
    code = (
        "import sys; from backfile.cli import main; main(['--version']); "
        "print(sorted({name.partition('.')[0] for name in sys.modules} "
        "& {'pelican', 'jinja2', 'rich', 'yaml', 'selectolax', 'watchfiles', 'ftfy', 'markdown_it', 'sqlite3'}))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[1] == "[]"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["publish"],
        ["init"],
        ["explain"],
        ["build", "--frobnicate"],
        ["build", "--jobs", "many"],
        ["build", "--jobs", "0"],
        ["serve", "--port", "70000"],
        ["convert", "--dry"],
    ],
)
def test_wrong_usage_is_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("usage: backfile")


@pytest.mark.usefixtures("here")
def test_a_settings_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--settings", "gone.py"]) == 2
    assert capsys.readouterr().err == (
        "backfile: gone.py: no such settings file; name one that exists, or leave --settings away\n"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SITENAME = 'x'\nPATH = (\n", "line 2: '(' was never closed; correct that line"),
        (
            "import os\nPATH = os.gone\n",
            "line 2: AttributeError: module 'os' has no attribute 'gone'; correct that line",
        ),
        ("BACKFILE_SERCH = False\n", "BACKFILE_SERCH is no setting of Backfile; the settings are"),
        ("BACKFILE_SEARCH = 'no'\n", "BACKFILE_SEARCH must be of type bool, not 'no'"),
        ("BACKFILE_RAW = '../..'\n", "BACKFILE_RAW = '../..' leads out of"),
    ],
)
def test_a_bad_settings_file_is_one_line(here: Path, capsys: pytest.CaptureFixture[str], text: str, said: str) -> None:
    (here / "content").mkdir()
    (here / "pelicanconf.py").write_text(text)
    assert main(["convert"]) == 1
    err = capsys.readouterr().err
    assert said in err
    assert err.startswith("backfile: ") and err.count("\n") == 1


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "arguments", [["build", "--content", "gone"], ["serve", "--content", "gone"], ["convert", "gone"]]
)
def test_a_path_that_is_not_there(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 1
    err = capsys.readouterr().err
    assert "gone" in err and "Traceback" not in err and err.count("\n") == 1


@pytest.mark.parametrize("command", ["build", "convert", "serve"])
def test_a_folder_that_is_no_archive(command: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command]) == 1
    assert capsys.readouterr().err == (
        f"backfile: {here}/content: no such content folder; name yours as PATH in the settings, "
        "or start with: backfile init DIR\n"
    )
    assert list(here.iterdir()) == []


def test_check_before_build(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 1
    assert capsys.readouterr().err == f"backfile: {here}/output: no such folder; build the site first: backfile build\n"


def test_settings_are_read_from_their_own_folder(here: Path) -> None:
    (here / "site").mkdir()
    (here / "site/conf.py").write_text(
        "PATH = 'texts'\nOUTPUT_PATH = '../public'\nlower = 1\nSITEURL = 'https://h/p/'\n"
    )
    values = archive.read_settings(here / "site/conf.py", {"BACKFILE_JOBS": 2})
    assert values["PATH"] == str(here / "site/texts")
    assert values["OUTPUT_PATH"] == str(here / "public")
    assert "lower" not in values
    settings = archive.load(here / "site/conf.py", {"BACKFILE_JOBS": 2})
    assert (settings.jobs, settings.home, settings.site_url) == (2, here / "site", "https://h/p")


def test_without_a_settings_file_there_are_defaults(here: Path) -> None:
    assert archive.find_settings(None) is None
    settings = archive.load(None)
    assert (settings.content, settings.output, settings.raw) == (
        here / "content",
        here / "output",
        here / "content/raw",
    )


@pytest.mark.parametrize(
    ("site_url", "path"),
    [
        ("", ""),
        ("https://h.example", ""),
        ("https://h.example/", ""),
        ("https://h.example/repo", "/repo"),
        ("https://h/a/b/", "/a/b"),
    ],
)
def test_the_base_path(site_url: str, path: str) -> None:
    assert archive.base_path(site_url) == path


def raising(error: BaseException) -> Callable[[], int]:
    def command() -> int:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (Stop("a: is wrong; mend it"), 1, "a: is wrong; mend it"),
        (Stop("no such option", status=2), 2, "no such option"),
        (SettingsError("X must be\ntrue"), 1, "X must be true"),
        (PermissionError(13, "Permission denied", "output/index.html"), 1, "output/index.html: permission denied"),
        (OSError(28, "No space left on device"), 1, "no space left on device"),
        (
            ZeroDivisionError("division by zero"),
            1,
            "ZeroDivisionError: division by zero; set BACKFILE_DEBUG=1 to see where",
        ),
        (KeyboardInterrupt(), 130, "interrupted; what was whole before is whole now"),
    ],
)
def test_errors_are_one_line(
    error: BaseException, status: int, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BACKFILE_DEBUG", raising=False)
    assert cli.guarded(raising(error), Console()) == status
    assert capsys.readouterr() == ("", f"backfile: {said}\n")


def test_the_traceback_is_shown_for_debugging(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKFILE_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.guarded(raising(ZeroDivisionError()), Console())


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    code = (
        "import sys; from backfile.cli import guarded; from backfile.cli.console import Console\n"
        "def run():\n"
        "    for _ in range(100_000): Console().result('x' * 100)\n"
        "    return 0\n"
        "sys.exit(guarded(run, Console()))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None and run.stderr is not None
        run.stdout.read(100)
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == 141


@pytest.mark.parametrize("place", ["before", "after"])
def test_quiet_stands_before_or_after_the_command(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["init", str(tmp_path / "x")]
    assert main(["-q", *command] if place == "before" else [*command, "-q"]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_name_that_is_no_unicode_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console()
    console.error("a\udcff.txt: no")
    console.json({"path": "a\udcff.txt"})
    out, err = capsys.readouterr()
    assert err == "backfile: a\\udcff.txt: no\n"
    assert json.loads(out) == {"path": "a\udcff.txt"}
