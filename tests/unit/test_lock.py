"""One command at a time: the second is told who holds the archive, and a dead one's lock is no lock."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from backfile import lock
from backfile.cli import main
from backfile.convert import convert_archive
from backfile.settings import Settings
from tests.archive import Archive

HOLDER = """
import sys
from pathlib import Path
from backfile import lock
sys.argv = ["backfile", "build"]
lock.acquire(Path(PLACE))
print("held", flush=True)
sys.stdin.read()
"""


def holder(state: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock until its input ends."""
    code = HOLDER.replace("PLACE", repr(str(state)))
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "held\n"
    return process


@pytest.fixture
def pier(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:
    archive.raw("a.txt", "Northwire\n\nPier Opens\n\nMarch 2, 2012\n\nThe pier at Ostvik was opened again on Friday.\n")
    (archive.home / "pelicanconf.py").write_text('PATH = "content"\nBACKFILE_SEARCH = False\nBACKFILE_JOBS = 1\n')
    monkeypatch.chdir(archive.home)
    return archive


@pytest.mark.parametrize("command", [["build"], ["convert"]])
def test_a_second_command_names_the_first(
    pier: Archive, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with holder(pier.home / ".backfile") as other:
        assert main(command) == 1
        said = capsys.readouterr().err
        assert f"process {other.pid} (backfile build) is changing this archive" in said
        assert said.count("\n") == 1
        assert pier.files() == {} and not (pier.content / "articles").exists()
        assert main(["convert", "--dry-run", "-q"]) == 0
        other.communicate("")
    assert main(command) == 0


def test_the_lock_of_a_killed_process_is_none(pier: Archive) -> None:
    with holder(pier.home / ".backfile") as other:
        other.send_signal(signal.SIGKILL)
        other.wait()
    written = (pier.home / ".backfile" / lock.NAME).read_text()
    assert str(other.pid) in written
    assert main(["build", "-q"]) == 0


def test_a_build_that_fails_gives_the_lock_back(pier: Archive) -> None:
    (pier.content / "takedown.toml").write_text("[[")
    assert main(["build", "-q"]) == 1
    with holder(pier.home / ".backfile") as other:
        other.communicate("")


def test_it_is_held_by_depth(tmp_path: Path) -> None:
    state = tmp_path / ".backfile"
    with lock.held(state):
        with lock.held(state):
            pass
        code = HOLDER.replace("PLACE", repr(str(state)))
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert f"process {os.getpid()} " in done.stderr and "LockedError" in done.stderr
    lock.release(state)  # once too often does no harm
    with holder(state) as other:
        with pytest.raises(lock.LockedError, match=re.escape(f"process {other.pid}")):
            lock.acquire(state)
        (state / lock.NAME).write_text("noise")
        with pytest.raises(lock.LockedError, match="another process"):
            lock.acquire(state)
        other.communicate("")


def test_a_folder_that_cannot_be_locked_is_said(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / ".backfile").write_text("")
    settings = Settings.read({"PATH": str(tmp_path / "content"), "OUTPUT_PATH": str(tmp_path / "output")})
    with pytest.raises(OSError):
        convert_archive(settings)
