"""Limits that the system itself sets, and names that some file systems hold for one."""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path, PurePosixPath

import pytest

from tests.archive import Archive, tree
from tests.hostile.full_disk import hashes

BUILD = "import sys; from backfile.cli import main; sys.exit(main(['build', '-q', *sys.argv[1:]]))"
SETTINGS = 'PATH = "content"\nOUTPUT_PATH = "output"\nTIMEZONE = "UTC"\nBACKFILE_JOBS = 1\n'


def story(number: int) -> str:
    return (
        f"Northwire\n\nPier Note {number} From the Board\n\nMarch {number}, 2012\n\n"
        f"The pier at Ostvik was opened again on Friday, note {number} of the harbour board said.\n"
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = Archive(tmp_path_factory.mktemp("limits") / "archive")
    for number in (2, 3, 4):
        archive.raw(f"{number}.txt", story(number))
    (archive.home / "pelicanconf.py").write_text(SETTINGS)
    archive.build()
    return archive


def build(home: Path, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    """Build in a process of its own, in which no file may grow beyond the limit, in bytes."""

    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    # -B: Python keeps a compiled module that the end of the disk has cut, and fails at the next import.
    command = [sys.executable, "-B", "-c", BUILD]
    return subprocess.run(command, cwd=home, preexec_fn=limited, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("limit", [100, 3_000, 9_000, 30_000, 60_000])
def test_a_disk_that_takes_no_more(built: Archive, tmp_path: Path, limit: int) -> None:
    """The catalog, a page, an index: whichever meets the end of the disk, the site and the articles stay whole."""
    home = tmp_path / "archive"
    shutil.copytree(built.home, home)
    archive = Archive(home)
    archive.raw("9.txt", story(9))
    before = archive.files()
    done = build(home, limit)
    assert done.returncode == 1
    said = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(said) == 1 and "Traceback" not in said[0], said
    assert archive.files() == before
    for text in (text for name, text in archive.markdown().items() if name.endswith(".md")):
        assert text.startswith("---\n") and text.endswith("said.\n")
    assert build(home).returncode == 0
    clean = Archive(tmp_path / "clean")
    shutil.copytree(archive.content, clean.content)
    (clean.home / "pelicanconf.py").write_text(SETTINGS)
    assert build(clean.home).returncode == 0
    assert archive.files() == clean.files()


@pytest.mark.parametrize("spare", [0, 20_000, 60_000, 150_000, 400_000])
def test_a_disk_that_is_full(built: Archive, tmp_path: Path, spare: int) -> None:
    """A file system of a few megabytes, filled but for some bytes: what does not fit leaves all as it was."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("no disk of its own: there is no program unshare")
    home, mount = tmp_path / "archive", tmp_path / "mount"
    shutil.copytree(built.home, home)
    mount.mkdir()
    archive = Archive(home)
    archive.raw("9.txt", story(9))
    command = [unshare, "--mount", sys.executable, str(Path(__file__).with_name("full_disk.py"))]
    done = subprocess.run([*command, mount, home, str(spare)], capture_output=True, text=True, check=False)
    if done.returncode == 77 or "Operation not permitted" in done.stderr:
        pytest.skip(f"no disk of its own may be mounted here: {done.stdout or done.stderr}")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    code, said = told["full"]
    assert code == 1 and len(said.splitlines()) == 1, (code, said)
    assert "no space left" in said or "disk is not full" in said or "disk is full" in said
    assert told["is_as_before"]
    assert told["damaged"] == []
    assert told["again"] == [0, ""]
    assert len(told["articles"]) == 4
    assert all(text.startswith("---\n") and text.endswith("said.\n") for text in told["articles"])
    assert build(home).returncode == 0  # on a disk with room: the same site
    assert told["output"] == hashes(archive.output)


def test_names_that_differ_only_in_case_or_form_have_pages_of_their_own(tmp_path: Path) -> None:
    """Copied to a Mac or to Windows, no file of the site takes another's place."""
    archive = Archive(tmp_path / "archive", {"BACKFILE_SEARCH": False})
    pairs = (("Pier", "PIER"), ("Müller", unicodedata.normalize("NFD", "Müller")), ("straße", "STRASSE"), ("ﬁr", "FIR"))
    number = 0
    for pair in pairs:
        for name in pair:
            number += 1
            front = (
                f"title: {name}\ndate: 2012-03-02\nslug: {name}\nsource: {name}\neditors: [{name}]\npeople: [{name}]"
            )
            tags = f"places: [{name}]\ntopics: [{name}]\ntags: [{name}]\nredirect_from: [old/{name}.html]"
            archive.article(f"{number}.md", f"---\n{front}\n{tags}\n---\n\nThe note {number} of the board.\n")
            archive.raw(f"{name}.txt", story(number))
    report = archive.build()
    assert report.refusals == []
    assert report.articles == 2 * number
    for folder in (archive.output, archive.content / "articles"):
        seen: dict[str, str] = {}
        for name in tree(folder):
            for part in (PurePosixPath(name), *PurePosixPath(name).parents):
                folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", str(part)).casefold())
                assert seen.setdefault(folded, str(part)) == str(part)


def test_a_raw_file_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read is one state of the file, and the next build comes to the other."""
    archive = Archive(tmp_path / "archive", {"BACKFILE_SEARCH": False})
    path = archive.raw("2.txt", story(2))
    read = Path.read_bytes

    def changing(one: Path) -> bytes:
        data = read(one)
        if one == path:
            one.write_text(story(2).replace("Friday", "Sunday at noon"))
        return data

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", changing)
        archive.build()
    (name,) = archive.markdown()
    assert "on Friday" in archive.markdown()[name]
    archive.build()
    assert "on Sunday at noon" in archive.markdown()[name]
