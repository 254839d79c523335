"""The catalog: gives back what was put in, and is made anew when it cannot be read."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from backfile.catalog import NAME, SCHEMA, ArticleRow, Catalog, RawRow, RecordRow, VersionRow
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


def test_of_what_was_taken_down_no_byte_stays(tmp_path: Path) -> None:
    gone = b"Qwyzzlebrook"
    name, said = f"2012/03/{gone.decode()}.md", f"By {gone.decode()}"
    with Catalog.open(tmp_path) as catalog:
        catalog.replace_conversion(
            [*RAW, RawRow(f"{said}.txt", 1, 1, "ff", (Refusal(said, said, said, 2),))],
            [*RECORDS, RecordRow(f"{said}.txt", 0, "gg", name, (Doubt("title", "glued", said, (said,)),))],
            [*ARTICLES, ArticleRow(name, 1, 2, "hh", f'["{said}"]')],
            quotes={(f"{said}.txt", 0): said, ("a.txt", 0): "as it was"},
        )
        found = [
            VersionRow(name, "version_of", "2012/03/a.md", said),
            VersionRow("2012/03/a.md", "reprint_of", name, ""),
        ]
        catalog.replace_versions(["mark", "other"], found, {"mark": gone * 20, "other": b"other"}, ())
    assert (tmp_path / NAME).read_bytes().count(gone) > 30
    with Catalog.open(tmp_path) as catalog:
        catalog.forget([name], [f"{said}.txt"])
    assert gone not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    with Catalog.open(tmp_path) as catalog:
        assert list(catalog.raw().values()) == RAW
        assert list(catalog.records().values()) == RECORDS
        assert list(catalog.articles().values()) == ARTICLES
        assert catalog.quote_hashes().keys() == {("a.txt", 0)}
        assert (catalog.versions(), catalog.sketches()) == (([], []), {})
