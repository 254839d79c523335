"""Pages published before search is indexed: they are whole at once, and the end is that of any other build."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from backfile.site.build import build_site
from backfile.site.report import BuildReport
from tests.archive import Archive, tree


def article(number: int, words: str = "The ferry was late again.") -> str:
    return (
        f"---\ntitle: Ferry No. {number}\ndate: 2012-03-0{number}\nsource: Northwire\nslug: ferry-{number}\n---\n\n"
        f"{words}\n"
    )


@pytest.fixture
def pier(archive: Archive) -> Archive:
    for number in range(1, 5):
        archive.article(f"{number}.md", article(number))
    archive.build()
    return archive


def build(archive: Archive, pages_first: Callable[[], None]) -> BuildReport:
    overrides = {"SITENAME": "Test archive", "BACKFILE_JOBS": 1}
    return build_site(content=archive.content, output=archive.output, overrides=overrides, pages_first=pages_first)


def of_nothing(archive: Archive, home: Path) -> dict[str, bytes]:
    """The files of a build that knows of none before."""
    clean = Archive(home)
    shutil.copytree(archive.content, clean.content)
    clean.build()
    return tree(clean.output)


def test_a_page_is_there_before_search_is(pier: Archive, tmp_path: Path) -> None:
    page, listing = "2012/03/02/ferry-2.html", "search/spans.json"
    before = pier.files()
    seen: list[tuple[bool, bool, bool]] = []

    def look() -> None:
        now = pier.files()
        search = {name for name in before if name.startswith("search/")}
        seen.append(("zwieback" in pier.text(page), now[listing] == before[listing], search <= set(now)))

    pier.article("2.md", article(2, "They ate zwieback."))
    (pier.content / "articles/4.md").unlink()
    report = build(pier, look)

    assert seen == [(True, True, True)]
    assert pier.files() == of_nothing(pier, tmp_path / "clean")
    assert {page, listing, "manifest-sha256.txt"} <= set(report.committed.written)
    assert len(set(report.committed.written)) == len(report.committed.written)
    assert "2012/03/04/ferry-4.html" in report.committed.removed


def test_what_stops_in_between_is_made_whole_by_the_next_build(pier: Archive, tmp_path: Path) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    pier.article("2.md", article(2, "They ate zwieback."))
    pier.article("5.md", article(5))
    with pytest.raises(KeyboardInterrupt):
        build(pier, stop)
    assert "zwieback" in pier.text("2012/03/02/ferry-2.html")
    pier.build()
    assert pier.files() == of_nothing(pier, tmp_path / "clean")


def test_nobody_is_told_where_nothing_changed(pier: Archive) -> None:
    told: list[None] = []
    (pier.home / ".backfile/unchanged.json").unlink()
    before = pier.files()
    assert build(pier, lambda: told.append(None)).committed.written == ()
    assert (told, pier.files()) == ([], before)
