"""Finding raw files: order, links, special files, odd names."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

import pytest

from backfile.intake import walk as walking
from backfile.intake.walk import RawFile, walk
from backfile.model import Refusal


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


def put(path: Path, text: str = "words") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def files(folder: Path) -> list[str]:
    return [f.name for f in walk(folder) if isinstance(f, RawFile)]


def refused(folder: Path, most: int = 1000) -> dict[str, str]:
    return {f.path: f.reason for f in walk(folder, most) if isinstance(f, Refusal)}


def test_names_come_in_posix_order_whatever_the_folders(raw: Path) -> None:
    names = ["a-b/x.txt", "a.txt", "a/b.txt", "a/b/c.txt", "a0.txt", "B.txt", "é.txt", "z"]
    for name in reversed(names):
        put(raw / name)
    assert files(raw) == sorted(names)


def test_a_file_is_told_with_its_size_and_time(raw: Path) -> None:
    path = put(raw / "2011" / "a.txt", "12345")
    (found,) = walk(raw)
    assert found == RawFile("2011/a.txt", path, 5, path.stat().st_mtime_ns)


def test_hidden_files_and_folders_are_passed_over(raw: Path) -> None:
    for name in (".gitignore", ".git/config", ".DS_Store", "README.md"):
        put(raw / name)
    assert files(raw) == ["README.md"]
    assert refused(raw) == {}


def test_links(raw: Path, tmp_path: Path) -> None:
    outside = put(tmp_path / "outside" / "secret.txt")
    put(raw / "in" / "a.txt")
    (raw / "file-inside.txt").symlink_to(raw / "in" / "a.txt")
    (raw / "file-outside.txt").symlink_to(outside)
    (raw / "folder-inside").symlink_to(raw / "in")
    (raw / "folder-outside").symlink_to(outside.parent)
    (raw / "in" / "loop").symlink_to(raw)
    (raw / "nowhere.txt").symlink_to(tmp_path / "gone")
    (raw / "self.txt").symlink_to(raw / "self.txt")
    (raw / "up.txt").symlink_to("../outside/secret.txt")
    assert files(raw) == ["file-inside.txt", "in/a.txt"]
    reasons = refused(raw)
    assert set(reasons) == {"file-outside.txt", "folder-outside", "nowhere.txt", "self.txt", "up.txt"}
    assert all("out of the raw folder" in reasons[n] for n in ("file-outside.txt", "folder-outside", "up.txt"))
    assert "nowhere" in reasons["nowhere.txt"]


def test_a_folder_beside_with_the_same_opening_is_outside(raw: Path, tmp_path: Path) -> None:
    (raw / "a.txt").symlink_to(put(tmp_path / "raw-other" / "a.txt"))
    assert list(refused(raw)) == ["a.txt"]


def test_a_raw_folder_that_is_itself_a_link(raw: Path, tmp_path: Path) -> None:
    put(raw / "a.txt")
    (raw / "b.txt").symlink_to("a.txt")
    (tmp_path / "other").symlink_to(raw)
    assert files(tmp_path / "other") == ["a.txt", "b.txt"]


def test_special_files_are_refused_without_being_opened(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(raw / "pipe.txt")
    monkeypatch.chdir(raw)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("socket.txt")
        assert refused(raw) == {"pipe.txt": "it is a pipe, not a file", "socket.txt": "it is a socket, not a file"}


def test_what_is_too_large_is_refused_with_the_setting_to_raise(raw: Path) -> None:
    put(raw / "big.txt", "x" * 1001)
    put(raw / "fits.txt", "x" * 1000)
    found = list(walk(raw, 1000))
    assert [isinstance(f, Refusal) for f in found] == [True, False]
    assert isinstance(found[0], Refusal) and "BACKFILE_MAX_RAW_BYTES" in found[0].mend


def test_names_that_are_no_utf8_are_read_and_shown_apart(raw: Path) -> None:
    for name in (b"caf\xe9.txt", b"caf\xe8.txt", b"caf\\xe9.txt", b"line\nend.txt"):
        with open(os.path.join(os.fsencode(raw), name), "wb") as made:  # noqa: PTH118, PTH123
            made.write(name)
    found = [f for f in walk(raw) if isinstance(f, RawFile)]
    assert [f.name for f in found] == ["_caf\\xe9.txt", "caf\\xe8.txt", "caf\\xe9.txt", "line\\x0aend.txt"]
    assert {f.path.read_bytes() for f in found} == {b"caf\xe9.txt", b"caf\xe8.txt", b"caf\\xe9.txt", b"line\nend.txt"}
    assert all(f.name.encode().decode().isprintable() for f in found)


def test_a_name_that_turns_round_is_spelled(raw: Path) -> None:
    put(raw / "note-\u202etxt.exe.txt")
    assert [f.name for f in walk(raw) if isinstance(f, RawFile)] == ["note-\\u202etxt.exe.txt"]


def test_what_may_not_be_read_is_refused(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(raw / "a.txt")
    put(raw / "b.txt")
    monkeypatch.setattr(walking.os, "access", lambda path, mode: not path.endswith("a.txt"))
    assert files(raw) == ["b.txt"]
    assert refused(raw) == {"a.txt": "it may not be read"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_refused(raw: Path) -> None:
    put(raw / "shut" / "a.txt")
    (raw / "shut").chmod(0)
    try:
        assert "may not be read" in refused(raw)["shut"]
    finally:
        (raw / "shut").chmod(0o700)


def test_what_vanishes_on_the_way_is_refused_and_the_walk_goes_on(raw: Path) -> None:
    for name in ("a.txt", "b.txt", "c/d.txt", "e.txt"):
        put(raw / name)
    going = walk(raw)
    assert isinstance(next(going), RawFile)
    (raw / "b.txt").unlink()
    (raw / "c" / "d.txt").unlink()
    (raw / "c").rmdir()
    rest = list(going)
    assert [(type(f), f.path if isinstance(f, Refusal) else f.name) for f in rest] == [
        (Refusal, "b.txt"),
        (Refusal, "c"),
        (RawFile, "e.txt"),
    ]


def test_a_missing_folder_is_one_refusal(tmp_path: Path) -> None:
    (found,) = walk(tmp_path / "none")
    assert isinstance(found, Refusal) and "gone" in found.reason


def test_folders_nest_deeper_than_pythons_stack(raw: Path) -> None:
    here = os.open(raw, os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("d", dir_fd=here)
        deeper = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(os.open("a.txt", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)
    try:
        assert files(raw) == ["d/" * 1200 + "a.txt"]
    finally:
        # Python's own rmtree, by which pytest clears away old folders, goes no deeper than its stack.
        subprocess.run(["rm", "-rf", raw / "d"], check=True)
