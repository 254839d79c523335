"""Killed at any moment: the site is whole, the content undamaged, and the next build ends as if nothing had been.

A build runs in a process of its own, which counts the steps that change the disk (renames, removals, programs
started) and kills itself at the one it was told; so each death is at the same place at every run.
"""

from __future__ import annotations

import json
import posixpath
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from backfile import markdown
from tests.archive import Archive, tree

STEPS = '''
import os, pathlib, shutil, signal, sqlite3, subprocess, sys

last = int(sys.argv[1])
log = open(sys.argv[2], "w", buffering=1)
count = 0


def step(name, before):
    """Count a step; die before it is taken, or right after it."""
    global count
    count += 1
    print(count, name, file=log)
    if count == last:
        os.kill(os.getpid(), signal.SIGKILL)


def counted(owner, name, when=lambda *args: True):
    taken = getattr(owner, name)

    def call(*args, **kwargs):
        if when(*args):
            step(f"{name} {' '.join(str(a) for a in args[:2])[-120:]}", True)
        return taken(*args, **kwargs)

    setattr(owner, name, call)


counted(pathlib.Path, "replace")
counted(pathlib.Path, "unlink")
counted(pathlib.Path, "rmdir")
counted(pathlib.Path, "mkdir")
counted(shutil, "rmtree")
counted(subprocess, "run")
counted(os, "fsync")
counted(os, "sync")

from backfile.catalog import Catalog
counted(Catalog, "replace_conversion")
counted(Catalog, "distrust_pages")
counted(Catalog, "replace_pages")
counted(Catalog, "replace_bundles")

from backfile.convert import writing
put = writing.Writer.put
def half(self, path, text):
    """A death in the middle of a file: half of it is on the disk."""
    global count
    if count + 1 == last:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_name(f".{path.name}{writing.TEMPORARY}").write_text(text[: len(text) // 2], encoding="utf-8")
    step(f"put {path}", True)
    put(self, path, text)
writing.Writer.put = half

from backfile.stage import Stage
write = Stage.write
def half_page(self, name, data):
    global count
    if count + 1 == last:
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_bytes(data[: len(data) // 2])
    step(f"stage {name}", True)
    return write(self, name, data)
Stage.write = half_page

from backfile.cli import main
status = main(["build", "-q"])
log.close()
sys.exit(status)
'''

PLACES = ("Ostvik", "Bergen", "Stavanger", "Oslo", "Tromsø", "Bodø", "Molde", "Narvik")
SETTINGS = """SITENAME = "Test archive"
PATH = "content"
OUTPUT_PATH = "output"
TIMEZONE = "UTC"
BACKFILE_JOBS = 1
BACKFILE_BUNDLE_SIZE = 20
"""


def story(number: int, note: str = "as it was") -> str:
    place = PLACES[number % len(PLACES)]
    return "\n\n".join(
        (
            "Northwire",
            f"Pier Note Number {number} From the Board",
            f"{('March', 'April', 'May')[number % 3]} {number % 28 + 1}, {2010 + number % 4}",
            f"The pier at {place} was opened again after a winter of repairs, note {number} of the board said {note}.",
            f"The ferries of {place} will sail twice a day until the end of September, according to the board.",
            "-- Editors: Bea Marsh, Carl Obrecht",
            f"To contact the reporter on this story: Ada Lindqvist in {place} at ada@northwire.example\n",
        )
    )


@dataclass(frozen=True)
class Case:
    """An archive that was built and then changed, and what its builds give before and after."""

    home: Path
    old: dict[str, bytes]
    new: dict[str, bytes]
    articles: dict[str, bytes]
    steps: list[str]


def change(content: Path) -> None:
    """What happened since the last build: new, changed and removed raw files, edits by hand, a page."""
    raw, articles = content / "raw", content / "articles"
    for number in (50, 51, 52):
        (raw / f"{number}.txt").write_text(story(number))
    for number in (3, 4):
        (raw / f"{number}.txt").write_text(story(number, "a second time"))
    for path in sorted(articles.rglob("*note-number-7-*.md")):
        path.write_text(path.read_text().replace("title: Pier Note", "title: Harbour Note"))
    for path in sorted(articles.rglob("*note-number-9-*.md")):
        path.unlink()
        (raw / "9.txt").unlink()
    (content / "pages").mkdir()
    (content / "pages" / "rights.md").write_text("---\ntitle: Rights\nslug: rights\n---\n\nNone.\n")


def copy(home: Path, to: Path) -> Archive:
    """A copy with the times of its files, so that the catalog holds for it."""
    shutil.copytree(home, to, symlinks=True)
    return Archive(to)


def build(archive: Archive, last: int = 0) -> tuple[int, list[str]]:
    """Build in a process of its own that kills itself at step `last`; its exit status and the steps it took."""
    wrapper, log = archive.home.with_suffix(".py"), archive.home.with_suffix(".log")
    wrapper.write_text(STEPS)
    done = subprocess.run(
        [sys.executable, str(wrapper), str(last), str(log)],
        cwd=archive.home,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode, log.read_text().splitlines()


def site_of(archive: Archive) -> dict[str, bytes]:
    """The published files but those of Pagefind's, whose bytes differ from run to run (design 9)."""
    return {
        name: data
        for name, data in archive.files().items()
        if not name.startswith("search/") or name.endswith(("index.html", "articles.json", "spans.json"))
    }


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    base = tmp_path_factory.mktemp("kill")
    archive = Archive(base / "archive")
    for number in range(40):
        archive.raw(f"{number}.txt", story(number))
    (archive.home / "pelicanconf.py").write_text(SETTINGS)
    assert build(archive)[0] == 0
    old = site_of(archive)
    change(archive.content)
    whole = copy(archive.home, base / "whole")
    status, steps = build(whole)
    assert status == 0
    new = site_of(whole)
    assert new != old
    return Case(archive.home, old, new, tree(whole.content), steps)


def broken_links(archive: Archive) -> list[tuple[str, str]]:
    """Internal links that lead to nothing, on every page that a reader can come to from the front page."""
    names = set(archive.files())
    found = []
    seen, todo = {"index.html"}, ["index.html"]
    while todo:
        name = todo.pop()
        page = LexborHTMLParser((archive.output / name).read_text())
        for node in page.css("[href], [src]"):
            link = node.attributes.get("href") or node.attributes.get("src") or ""
            parts = urlsplit(urljoin(f"//site/{name}", link))
            if parts.scheme or parts.netloc != "site":
                continue
            path = unquote(parts.path).lstrip("/")
            target = posixpath.join(path, "index.html") if not path or path.endswith("/") else path
            if target not in names:
                found.append((name, link))
            elif target.endswith(".html") and target not in seen:
                seen.add(target)
                todo.append(target)
    return found


def missing_bundles(archive: Archive) -> list[str]:
    """Folders that the list of search bundles names and that are not whole."""
    listed = json.loads(archive.text("search/spans.json"))
    folders = [span["bundle"] for span in listed["spans"]]
    return [f for f in folders if not (archive.output / "search" / f / "pagefind-entry.json").is_file()]


def moments(steps: list[str]) -> list[int]:
    """Ten steps worth dying at, spread over the build: by what they do, not by their number."""

    def nth(sign: str, n: int = 0) -> int:
        found = [number for number, step in enumerate(steps, 1) if sign in step]
        assert found, f"no step {sign!r} in {steps}"
        return found[n]

    published = [n for n, step in enumerate(steps, 1) if step.split(" ", 2)[1] == "replace" and "/stage/files/" in step]
    assert len(published) > 5
    return [
        nth("put ", 1),  # half of a Markdown file is written
        nth("replace", 1),  # one article is in its place, the next is not
        nth("replace_conversion"),  # articles are written, the catalog knows nothing of them
        nth("stage ", 3),  # half of a page is staged
        nth("run ", 1),  # Pagefind is about to index
        nth("distrust_pages"),  # all is staged, no journal is written
        nth("replace", steps_of_journal(steps)),  # the journal lies there under its scratch name
        published[0] + 1,  # one file is published
        published[len(published) // 2],  # half of them are
        nth("unlink", -1),  # all are published and removed, the journal stands
        nth("replace_pages", -1),  # the journal is gone, the catalog knows nothing of it
    ]


def steps_of_journal(steps: list[str]) -> int:
    replaces = [step for step in steps if "replace" in step]
    return next(n for n, step in enumerate(replaces) if "journal.new" in step)


@pytest.mark.parametrize("moment", range(11))
def test_killed_in_the_middle(case: Case, tmp_path: Path, moment: int) -> None:
    die_and_recover(case, tmp_path, moments(case.steps)[moment])


def die_and_recover(case: Case, tmp_path: Path, last: int) -> None:
    """Die at a step; the site is whole, the content undamaged, and the next build ends as if nothing had been."""
    archive = copy(case.home, tmp_path / "archive")
    status, steps = build(archive, last)
    assert status == -signal.SIGKILL
    where = steps[-1]

    after = site_of(archive)
    for name in case.old.keys() | case.new.keys():
        assert after.get(name) in (case.old.get(name), case.new.get(name)), (where, name)
    assert after.keys() <= case.old.keys() | case.new.keys(), where
    assert broken_links(archive) == [], where
    assert missing_bundles(archive) == [], where
    for name, text in archive.markdown().items():
        if name.endswith(".md"):
            assert markdown.parse(text).body, (where, name)
    hand = [text for text in archive.markdown().values() if "title: Harbour Note" in text]
    assert len(hand) == 1, where

    assert build(archive)[0] == 0, where
    assert site_of(archive) == case.new, where
    assert tree(archive.content) == case.articles, where
    assert not (archive.home / ".backfile" / "stage").exists()
    assert list(archive.content.rglob("*.backfile-part")) == []


def test_the_build_that_was_not_killed_equals_a_clean_one(case: Case, tmp_path: Path) -> None:
    """So that each of the others, which equal it, does."""
    clean = Archive(tmp_path / "clean")
    for name, data in case.articles.items():
        path = clean.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (clean.home / "pelicanconf.py").write_text(SETTINGS)
    assert build(clean)[0] == 0
    assert site_of(clean) == case.new


def test_killed_twice_in_a_row(case: Case, tmp_path: Path) -> None:
    """In the middle of publishing, and then in the middle of finishing that."""
    archive = copy(case.home, tmp_path / "archive")
    assert build(archive, moments(case.steps)[8])[0] == -signal.SIGKILL
    status, steps = build(archive, 8)
    assert status == -signal.SIGKILL
    assert any("replace" in step for step in steps)
    assert all(data in (case.old.get(name), case.new.get(name)) for name, data in site_of(archive).items())
    assert build(archive)[0] == 0
    assert site_of(archive) == case.new
