"""The manifest and `backfile verify`: one flipped byte anywhere is found and named."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from backfile.cli import main
from backfile.fixity import MANIFEST, ManifestError, VerifyReport, read_manifest, verify_site, write_manifest
from tests.archive import Archive, tree

STORY = (
    "Northwire\n\nPier Note {n} From the Board\n\nMarch {n}, 2012\n\nThe pier at Ostvik was opened, note {n} said.\n"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = Archive(tmp_path_factory.mktemp("fixity") / "archive")
    for number in (2, 3, 4):
        archive.raw(f"{number}.txt", STORY.format(n=number))
    archive.raw("two.jsonl", "\n".join(json.dumps({"headline": f"J{n}", "text": STORY.format(n=n)}) for n in (7, 8)))
    archive.article("hand.md", "---\ntitle: By Hand\n---\n\nWritten by hand.\n")
    archive.build()
    return archive


@pytest.fixture
def site(built: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """A copy to be damaged; commands run in its folder."""
    shutil.copytree(built.home, tmp_path / "archive")
    monkeypatch.chdir(tmp_path / "archive")
    return Archive(tmp_path / "archive", built.settings)


def flip(path: Path, at: int) -> None:
    """Change one bit of a file and leave its size and times as they were."""
    status = path.stat()
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(bytes(data))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def faults(output: Path) -> list[str]:
    report = VerifyReport()
    verify_site(output, report)
    return [fault.name for fault in report.faults]


def test_a_site_as_built_has_no_fault(site: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify"]) == 0
    said = capsys.readouterr().out
    assert "All as it was." in said and "5 checked against raw, 1 without a raw file" in said
    names = set(tree(site.output))
    assert set(read_manifest((site.output / MANIFEST).read_bytes())) == names - {MANIFEST}


def test_others_can_check_it_without_backfile(site: Archive) -> None:
    program = shutil.which("sha256sum")
    if program is None:
        pytest.skip("there is no sha256sum on this machine")
    command = [program, "--check", "--strict", "--quiet", MANIFEST]
    assert subprocess.run(command, cwd=site.output, check=False).returncode == 0
    flip(site.output / "index.html", 30)
    done = subprocess.run(command, cwd=site.output, check=False, capture_output=True, text=True)
    assert done.returncode == 1 and "index.html: FAILED" in done.stdout


def test_one_flipped_byte_in_any_file_is_named(site: Archive) -> None:
    random.seed(7)
    for name, data in tree(site.output).items():
        if not data:
            continue
        at = random.randrange(len(data))
        flip(site.output / name, at)
        assert faults(site.output) == [name], (name, at)
        flip(site.output / name, at)
    assert faults(site.output) == []


def test_one_flipped_byte_anywhere_in_the_manifest_is_named(site: Archive) -> None:
    path = site.output / MANIFEST
    size = path.stat().st_size
    for at in (*range(0, size, 97), *range(size - 100, size)):
        flip(path, at)
        assert faults(site.output) == [MANIFEST], at
        flip(path, at)


def test_a_build_does_not_bless_what_was_tampered_with(site: Archive) -> None:
    """What the build did not write keeps the hash with which it was published."""
    names = [name for name in tree(site.output) if "/undated-" in name or name.startswith("2012/03/02/pier")]
    for name in names:
        flip(site.output / name, 20)
    site.raw("9.txt", STORY.format(n=9))
    site.build()
    standing = sorted(name for name in names if name in site.files())
    assert any("/undated-" in name for name in standing)
    assert [name for name in faults(site.output) if name.startswith("search/")] == [
        name for name in standing if name.startswith("search/")
    ]


def test_what_is_missing_or_beside_it_is_named(site: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    (site.output / "404.html").unlink()
    (site.output / "CNAME").write_text("news.example\n")
    assert main(["verify", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert [fault["name"] for fault in report["faults"]] == ["404.html"]
    assert report["extra"] == ["CNAME"]
    (site.output / MANIFEST).unlink()
    assert main(["verify", "-q"]) == 1
    assert MANIFEST in capsys.readouterr().out


def test_articles_are_checked_against_raw(site: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    flip(site.content / "raw/3.txt", 40)
    lines = (site.content / "raw/two.jsonl").read_text().splitlines()
    (site.content / "raw/two.jsonl").write_text("\n".join((lines[0], lines[1].replace("opened", "closed"))))
    (site.content / "raw/4.txt").unlink()
    assert main(["verify", "-q"]) == 1
    said = sorted(capsys.readouterr().out.splitlines())
    assert len(said) == 3
    assert sum("its raw file 3.txt does not hold the text" in line for line in said) == 1
    assert sum("its raw file 4.txt cannot be read" in line for line in said) == 1
    assert sum("two.jsonl, article 2" in line for line in said) == 1
    assert main(["verify", "--site-only"]) == 0


def test_names_of_every_kind_come_back(tmp_path: Path) -> None:
    names = ["a b.txt", "ünï.txt", "back\\slash", "new\nline", "car\rriage", "# sha256", "trail ", "\udcff"]
    data = write_manifest(names, lambda name: "a" * 64)
    assert sorted(read_manifest(data)) == sorted(names)
    for bad in (b"", data[:-1], data + b"\n", data.replace(b"aaaa", b"bbbb", 1), b"x" + data):
        with pytest.raises(ManifestError):
            read_manifest(bad)


def test_a_copy_elsewhere_can_be_named(site: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(site.output, tmp_path / "copy")
    assert main(["verify", "--site-only", str(tmp_path / "copy")]) == 0
    assert main(["verify", str(tmp_path / "none")]) == 1
    assert "no such folder" in capsys.readouterr().err
