"""The catalog: gives back what was put in, and is made anew when it cannot be read."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from backfile.catalog import NAME, SCHEMA, ArticleRow, Catalog, RawRow, RecordRow
from backfile.model import Doubt, Refusal

RAW = [
    RawRow("a.txt", 3, 2**62, "aa", (Refusal("a.txt", "it is empty", "fill it", 2),)),
    RawRow("é 'b'.txt", 0, 1, "bb"),
]
RECORDS = [
    RecordRow("a.txt", 0, "cc", "2012/03/a.md", (Doubt("title", "glued", "why", ("A", "B")),), {"title": 2}),
    RecordRow("a.txt", 1, "dd", "", (), {}),
]
ARTICLES = [ArticleRow("2012/03/a.md", 10, 20, "ee", "[]")]


def fill(state: Path) -> None:
    with Catalog.open(state) as catalog:
        catalog.replace_conversion(RAW, RECORDS, ARTICLES)
        catalog.replace_pages({"index.html": "1", "b/index.html": "2"})
        catalog.replace_bundles({"2012": "x"})


def test_what_is_written_down_is_there_again(tmp_path: Path) -> None:
    fill(tmp_path / "state")
    with Catalog.open(tmp_path / "state") as catalog:
        assert not catalog.is_new
        assert list(catalog.raw().values()) == RAW
        assert list(catalog.records().values()) == RECORDS
        assert list(catalog.articles().values()) == ARTICLES
        assert catalog.pages() == {"b/index.html": "2", "index.html": "1"}
        assert catalog.bundles() == {"2012": "x"}
        assert catalog.doubted() == [(RECORDS[0], ARTICLES[0])]
        catalog.replace_pages({})
        assert catalog.pages() == {}
        assert catalog.bundles() == {"2012": "x"}


@pytest.mark.parametrize("damage", ["noise", "cut", "empty", "inside", "newer", "no tables"])
def test_a_catalog_that_cannot_be_read_is_made_anew(tmp_path: Path, damage: str) -> None:
    fill(tmp_path)
    path = tmp_path / NAME
    whole = path.read_bytes()
    if damage == "newer":
        connection = sqlite3.connect(path)
        connection.execute(f"pragma user_version = {SCHEMA + 1}")
        connection.commit()
        connection.close()
    elif damage == "no tables":
        path.unlink()
        connection = sqlite3.connect(path)
        connection.execute(f"pragma user_version = {SCHEMA}")
        connection.commit()
        connection.close()
    else:
        page = len(whole) // 2 // 4096 * 4096
        path.write_bytes(
            {
                "noise": b"\x93" * 9000,
                "cut": whole[:5000],
                "empty": b"",
                "inside": whole[:page] + b"\xee" * 4096 + whole[page + 4096 :],
            }[damage]
        )
    with Catalog.peek(tmp_path) as catalog:
        assert catalog.is_new
        assert catalog.raw() == {}
    with Catalog.open(tmp_path) as catalog:
        assert catalog.is_new
        assert catalog.raw() == catalog.records() == catalog.articles() == catalog.pages() == {}
    fill(tmp_path)
    with Catalog.open(tmp_path) as catalog:
        assert not catalog.is_new
        assert list(catalog.raw().values()) == RAW


def test_looking_into_a_catalog_leaves_it_as_it_is(tmp_path: Path) -> None:
    fill(tmp_path / "state")
    before = (tmp_path / "state" / NAME).read_bytes()
    with Catalog.peek(tmp_path / "state") as catalog:
        assert list(catalog.raw().values()) == RAW
        catalog.replace_conversion([], [], [])
        assert catalog.raw() == {}
    assert (tmp_path / "state" / NAME).read_bytes() == before
    with Catalog.peek(tmp_path / "none") as catalog:
        assert catalog.is_new
    assert not (tmp_path / "none").exists()


def test_a_failed_writing_leaves_the_former_state(tmp_path: Path) -> None:
    fill(tmp_path)
    with Catalog.open(tmp_path) as catalog, pytest.raises(sqlite3.IntegrityError):
        catalog.replace_conversion([*RAW, RAW[0]], [], [])
    with Catalog.open(tmp_path) as catalog:
        assert list(catalog.raw().values()) == RAW
        assert list(catalog.records().values()) == RECORDS
