"""What a file system may do to a build: one clear line, and the state is as it was before."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from backfile.cli import main
from backfile.search import pagefind
from tests.archive import Archive, tree

STORY = """Northwire

{title}

March {day}, 2012

The pier at Ostvik was opened again on Friday after a winter of repairs, the harbour board said.

The ferries will sail twice a day until the end of September, according to note {day} of the board.
"""


def story(day: int) -> str:
    return STORY.format(title=f"Pier Opens Again, Says Board in Note {day}", day=day)


SETTINGS = """SITENAME = "Test archive"
PATH = "content"
OUTPUT_PATH = "output"
TIMEZONE = "UTC"
BACKFILE_JOBS = 1
BACKFILE_SEARCH = False
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """A good archive of three articles, built without search."""
    archive = Archive(tmp_path_factory.mktemp("pier") / "archive", {"BACKFILE_SEARCH": False})
    for day in (2, 3, 5):
        archive.raw(f"{day}.txt", story(day))
    (archive.home / "pelicanconf.py").write_text(SETTINGS)
    archive.build()
    return archive


@pytest.fixture
def pier(built: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """A copy of it to be spoilt; commands run in its folder."""
    home = tmp_path / "archive"
    shutil.copytree(built.home, home)
    monkeypatch.chdir(home)
    return Archive(home, built.settings)


Clean = Callable[[Archive], dict[str, bytes]]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Clean:
    """What a build from nothing makes of an archive's content; done once for each content."""
    known: dict[frozenset[tuple[str, bytes]], dict[str, bytes]] = {}

    def build(archive: Archive) -> dict[str, bytes]:
        content = frozenset(tree(archive.content).items())
        if content not in known:
            copy = Archive(tmp_path_factory.mktemp("clean") / "archive", archive.settings)
            shutil.copytree(archive.content, copy.content)
            copy.build()
            known[content] = copy.files()
        return known[content]

    return build


def failed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line that a failing command says."""
    capsys.readouterr()
    assert main([*arguments]) == 1
    said = [line for line in capsys.readouterr().err.splitlines() if line.strip()]
    assert len(said) == 1, said
    assert "Traceback" not in said[0]
    return said[0]


class Full:
    """A disk that has no room left after so many bytes or files."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, below: Path, writes: int) -> None:
        self.left = writes
        whole, to_handle = Path.write_bytes, os.write

        def is_full(path: Path) -> bool:
            self.left -= path.is_relative_to(below)
            return path.is_relative_to(below) and self.left < 0

        def write(path: Path, data: bytes) -> int:
            if is_full(path):
                whole(path, data[: len(data) // 2])
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            return whole(path, data)

        def write_to_handle(handle: int, data: bytes) -> int:
            if is_full(Path(f"/proc/self/fd/{handle}").readlink()):
                to_handle(handle, data[: len(data) // 2])
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return to_handle(handle, data)

        monkeypatch.setattr(Path, "write_bytes", write)
        monkeypatch.setattr(os, "write", write_to_handle)


@pytest.mark.parametrize("writes", [0, 1, 5, 12])
def test_a_full_disk_while_pages_are_made(
    pier: Archive, capsys: pytest.CaptureFixture[str], clean: Clean, writes: int
) -> None:
    before = tree(pier.output)
    pier.raw("9.txt", story(9))
    with pytest.MonkeyPatch.context() as patch:
        Full(patch, pier.home / ".backfile", writes)
        said = failed(capsys, "build")
    assert "no space left on device" in said.lower()
    assert str(pier.home) in said
    assert tree(pier.output) == before
    assert main(["build", "-q"]) == 0
    assert tree(pier.output) == clean(pier)


@pytest.mark.parametrize("writes", [0, 1])
def test_a_full_disk_while_articles_are_written(
    pier: Archive, capsys: pytest.CaptureFixture[str], clean: Clean, writes: int
) -> None:
    before, markdown = tree(pier.output), pier.markdown()
    for day in (9, 10):
        pier.raw(f"{day}.txt", story(day))
    with pytest.MonkeyPatch.context() as patch:
        Full(patch, pier.content / "articles", writes)
        assert "no space left on device" in failed(capsys, "build").lower()
    assert tree(pier.output) == before
    assert {name: text for name, text in pier.markdown().items() if name.endswith(".md")} == markdown
    assert main(["build", "-q"]) == 0
    assert len(pier.markdown()) == 5
    assert tree(pier.output) == clean(pier)


@pytest.mark.parametrize("at", ["journal", "first file", "fifth file", "removal"])
def test_a_disk_that_fails_while_publishing(
    pier: Archive, capsys: pytest.CaptureFixture[str], clean: Clean, at: str
) -> None:
    pier.raw("9.txt", story(9))
    (pier.content / "raw" / "2.txt").unlink()
    next((pier.content / "articles" / "2012" / "03").glob("*note-2.md")).unlink()
    before = tree(pier.output)
    replaced = Path.replace
    unlinked = Path.unlink
    count = 0

    def replace(path: Path, target: Path) -> Path:
        nonlocal count
        if path.name == "journal.new" and at == "journal":
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(target))
        if Path(target).is_relative_to(pier.output):
            count += 1
            if count == {"first file": 1, "fifth file": 5}.get(at):
                raise OSError(errno.EIO, os.strerror(errno.EIO), str(target))
        return replaced(path, target)

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if at == "removal" and path.is_relative_to(pier.output):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        unlinked(path, missing_ok)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        patch.setattr(Path, "unlink", unlink)
        said = failed(capsys, "build")
    assert str(pier.home) in said
    after = tree(pier.output)
    if at in ("journal", "first file"):
        assert after == before
    assert main(["build", "-q"]) == 0
    made = clean(pier)
    assert tree(pier.output) == made
    assert all(data in (before.get(name), made.get(name)) for name, data in after.items())


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes where it likes; the next test does it with a real file")
def test_an_output_that_may_not_be_written(pier: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    pier.raw("9.txt", story(9))
    before = tree(pier.output)
    pier.output.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert str(pier.output) in failed(capsys, "build")
    finally:
        pier.output.chmod(stat.S_IRWXU)
    assert tree(pier.output) == before


def test_an_output_that_is_a_file(pier: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    (pier.home / "taken").write_text("a file of the owner's")
    said = failed(capsys, "build", "--output", "taken")
    assert "taken" in said
    assert "--output" in said
    assert (pier.home / "taken").read_text() == "a file of the owner's"
    assert "taken" in failed(capsys, "build", "--output", "taken/below")


def test_a_file_where_the_state_folder_belongs(pier: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree(pier.output)
    (pier.home / ".backfile").rename(pier.home / "aside")
    (pier.home / ".backfile").write_text("in the way")
    assert ".backfile" in failed(capsys, "build")
    assert tree(pier.output) == before


def test_raw_files_that_vanish_or_cannot_be_read_are_refused(
    pier: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, day in (("good.txt", 9), ("gone.txt", 10), ("locked.txt", 11), ("rotten.txt", 12)):
        pier.raw(name, story(day))
    faults = {"gone.txt": errno.ENOENT, "locked.txt": errno.EACCES, "rotten.txt": errno.EIO}
    read = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path.name in faults:
            raise OSError(faults[path.name], os.strerror(faults[path.name]), str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    assert main(["build"]) == 0
    said = capsys.readouterr().out
    for name in faults:
        assert re.search(rf"^  {name}: .+; .+", said, re.MULTILINE), said
    assert "2012/03/09/pier-opens-again-says-board-in-note-9.html" in pier.files()
    assert main(["build", "-q", "--strict"]) == 1
    monkeypatch.undo()
    monkeypatch.chdir(pier.home)
    assert main(["build", "-q"]) == 0
    assert len([name for name in pier.markdown() if name.endswith(".md")]) == 7


def test_loops_of_links_among_raw_files_and_articles(pier: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree(pier.output)
    for folder in (pier.content / "raw", pier.content / "articles", pier.content / "articles" / "2012"):
        (folder / "loop").symlink_to(folder)
        (folder / "root").symlink_to("/")
    assert main(["build"]) == 0
    assert "root: the link leads out" in capsys.readouterr().out
    assert tree(pier.output) == before


def test_articles_that_are_links_out_of_the_folder(pier: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    """A link is the owner's; what is no article is named and left out, and nothing is written through it."""
    secret = pier.home / "secret.md"
    secret.write_text("---\ntitle: [\n---\n\nThe password is swordfish.\n")
    articles = pier.content / "articles"
    (articles / "secret.md").symlink_to(secret)
    (articles / "nothing.md").symlink_to(articles / "no-such.md")
    (articles / "self.md").symlink_to("self.md")
    (articles / "folder.md").mkdir()
    (articles / "device.md").symlink_to("/dev/null")
    assert main(["build"]) == 0
    said = capsys.readouterr().out
    for name in ("secret.md", "nothing.md", "self.md", "device.md"):
        assert f"  {name}: " in said, said
    assert secret.read_text().endswith("swordfish.\n")
    assert b"swordfish" not in b"".join(pier.files().values())


def test_a_pipe_among_the_articles_does_not_stop_the_build(pier: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(pier.content / "articles" / "pipe.md")
    command = [sys.executable, "-m", "backfile.cli", "build"]
    done = subprocess.run(command, cwd=pier.home, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 0, done.stderr
    assert "pipe.md" in done.stdout


def test_nothing_is_written_through_links_in_the_output(pier: Archive, tmp_path: Path, clean: Clean) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "index.html").write_text("another site's")
    (elsewhere / "keep.txt").write_text("a file of another's")
    made = tree(pier.output)
    # A page, a folder of pages and a folder of assets lead elsewhere.
    (pier.output / "feed.atom").unlink()
    (pier.output / "feed.atom").symlink_to(elsewhere / "index.html")
    for folder in ("2012", "theme"):
        (pier.output / folder).rename(tmp_path / f"old-{folder}")
        (pier.output / folder).symlink_to(elsewhere, target_is_directory=True)
    pier.raw("9.txt", story(9))
    assert main(["build", "-q"]) == 0
    assert tree(elsewhere) == {"index.html": b"another site's", "keep.txt": b"a file of another's"}
    assert not (pier.output / "feed.atom").is_symlink()
    assert made.keys() <= tree(pier.output).keys()
    assert tree(pier.output) == clean(pier)


def test_what_is_removed_is_not_removed_through_a_link(pier: Archive, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (pier.output / "2012").rename(elsewhere)
    (pier.output / "2012").symlink_to(elsewhere, target_is_directory=True)
    kept = tree(elsewhere)
    (pier.content / "raw" / "2.txt").unlink()
    next((pier.content / "articles" / "2012" / "03").glob("*note-2.md")).unlink()
    assert main(["build", "-q"]) == 0
    assert tree(elsewhere) == kept


def test_a_folder_in_the_place_of_a_page_gives_way(pier: Archive) -> None:
    (pier.output / "index.html").unlink()
    (pier.output / "index.html").mkdir()
    (pier.output / "index.html" / "x").write_text("in the way")
    assert main(["build", "-q"]) == 0
    assert (pier.output / "index.html").is_file()


def test_deleting_the_output_first_is_refused_in_one_line(pier: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree(pier.output)
    with (pier.home / "pelicanconf.py").open("a") as settings:
        settings.write("DELETE_OUTPUT_DIRECTORY = True\n")
    assert "DELETE_OUTPUT_DIRECTORY must stay False" in failed(capsys, "build")
    assert tree(pier.output) == before


NOISE: dict[str, Callable[[Path], Any]] = {
    "noise": lambda path: path.write_bytes(bytes(range(256)) * 64),
    "empty": lambda path: path.write_bytes(b""),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "holes": lambda path: path.write_bytes(path.read_bytes()[:4096] + bytes(len(path.read_bytes()) - 4096)),
    "another's": lambda path: [path.unlink(), _another(path)],
    "wrong values": lambda path: _spoil(path),
}


def _another(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("create table raw (x)")
    connection.close()


def _spoil(path: Path) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("update raw set refusals = '{}', mtime_ns = 'x'")
        connection.execute("update records set doubts = 'nothing', evidence = '[', markdown = '../../x.md'")
        connection.execute("update articles set facts = '[1]'")
        connection.execute("update pages set value = 'x'")
        connection.execute("update bundles set value = x'00ff'")
    connection.close()


@pytest.mark.parametrize("kind", NOISE)
def test_a_catalog_of_noise_is_made_anew(pier: Archive, kind: str, clean: Clean) -> None:
    before, markdown = tree(pier.output), pier.markdown()
    NOISE[kind](pier.home / ".backfile" / "catalog.sqlite")
    assert main(["build", "-q"]) == 0
    assert tree(pier.output) == before
    assert pier.markdown() == markdown
    pier.raw("9.txt", story(9))
    assert main(["build", "-q"]) == 0
    assert tree(pier.output) == clean(pier)


def test_a_catalog_that_cannot_be_made_anew_is_named(pier: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree(pier.output)
    (pier.home / ".backfile" / "catalog.sqlite").unlink()
    (pier.home / ".backfile" / "catalog.sqlite").mkdir()
    assert "catalog.sqlite: is a directory" in failed(capsys, "build")
    assert tree(pier.output) == before


@pytest.mark.parametrize("journal", [b"\x00noise", b"", b"[]", b"{}", b'{"put": ["../../x"], "remove": ["/etc/x"]}'])
def test_a_journal_of_noise_is_dropped(pier: Archive, journal: bytes) -> None:
    before = tree(pier.output)
    (pier.home / "x").write_text("a file of the owner's")
    at = pier.home / ".backfile" / "stage"
    (at / "files").mkdir(parents=True, exist_ok=True)
    (at / "journal.json").write_bytes(journal)
    assert main(["build", "-q"]) == 0
    assert tree(pier.output) == before
    assert (pier.home / "x").read_text() == "a file of the owner's"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Puts a script in the place of Pagefind's program."""

    def put(text: str) -> None:
        path = tmp_path / "pagefind"
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
        monkeypatch.setattr(pagefind.pagefind_bin, "get_executable", lambda: str(path))

    yield put


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("exit 127", "reinstall the package pagefind-bin"),
        ('case "$1" in --version) echo pagefind 1.5.2;; *) echo "out of ideas" >&2; exit 1;; esac', "out of ideas"),
        ('case "$1" in --version) echo pagefind 1.5.2;; *) kill -9 $$;; esac', "SIGKILL"),
        ('case "$1" in --version) echo pagefind 1.5.2;; esac', "did not write the whole index"),
        ("true", ""),
        ("echo pagefind 2.0.1", "of version '2.0.1', not 1.5.x; reinstall the package pagefind-bin"),
        ("echo pagefind 1.50.0", "of version '1.50.0', not 1.5.x"),
        ("echo what do you want of me", "of version 'me', not 1.5.x"),
    ],
    ids=["cannot be run", "fails", "is killed", "writes nothing", "says nothing", "newer", "other", "another program"],
)
def test_pagefind_fails(
    pier: Archive, capsys: pytest.CaptureFixture[str], program: Callable[[str], None], script: str, says: str
) -> None:
    (pier.home / "pelicanconf.py").write_text(SETTINGS.replace("SEARCH = False", "SEARCH = True"))
    before = tree(pier.output)
    pier.raw("9.txt", story(9))
    program(script)
    said = failed(capsys, "build")
    assert says in said
    assert "agefind" in said
    assert tree(pier.output) == before
    assert main(["build", "-q", "--no-search"]) == 0


def test_pagefind_is_missing(
    pier: Archive, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (pier.home / "pelicanconf.py").write_text(SETTINGS.replace("SEARCH = False", "SEARCH = True"))
    before = tree(pier.output)
    monkeypatch.setattr(pagefind.pagefind_bin, "get_executable", lambda: str(pier.home / "no-such-program"))
    assert "reinstall the package pagefind-bin" in failed(capsys, "build")
    assert tree(pier.output) == before


def test_no_part_of_a_file_is_ever_in_its_place(pier: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both writers go through a rename: no published name and no article is ever opened for writing."""
    opened: list[Path] = []

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and watching and isinstance(arguments[0], str | bytes | Path) and arguments[2] & 3:
            opened.append(Path(os.fsdecode(arguments[0])))

    watching = True
    sys.addaudithook(watch)
    pier.raw("9.txt", story(9))
    assert main(["build", "-q"]) == 0
    watching = False
    assert opened
    inside = [
        p for p in opened if p.is_relative_to(pier.output) or (p.is_relative_to(pier.content) and p.suffix == ".md")
    ]
    assert inside == []
