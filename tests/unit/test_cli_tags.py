"""`backfile tags`: what it lists, what it asks, and what merging writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backfile.cli import main

ARTICLE = """---
title: Article {n}
date: 2012-03-{n:02d}
source: {source}
reporters: [{reporter}]
people: [{person}]
organisations: [Harbour Board]
---

Words of article {n}.
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive of three articles whose names differ, and the current folder."""
    folder = tmp_path / "content/articles"
    folder.mkdir(parents=True)
    rows = (
        ("Harbour Post", "Ada Lindqvist", "Jim Quill"),
        ("The Harbour Post", "Ada Lindquist", "James Quill"),
        ("Harbour Post", "Ada Lindqvist", "Jo Bloggs"),
    )
    for n, (source, reporter, person) in enumerate(rows, 1):
        text = ARTICLE.format(n=n, source=source, reporter=reporter, person=person)
        (folder / f"{n}.md").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_names_are_listed_and_counted_by_kind(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tags"]) == 0
    out = capsys.readouterr().out
    assert "Sources         2 names\n       2  Harbour Post\n       1  The Harbour Post\n" in out
    assert "People          3 names" in out
    assert "Harbour Post / The Harbour Post: the same words" in out
    assert "James Quill / Jim Quill: 2 articles together with Harbour Board (people)" in out
    assert "Ada Lindqvist / Ada Lindquist: one letter differs" in out


def test_one_kind(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tags", "people"]) == 0
    out = capsys.readouterr().out
    assert "Jo Bloggs" in out and "Harbour Post" not in out


def test_json_holds_everything(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tags", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["articles"] == 3
    assert {"name": "Harbour Post", "articles": 2, "page": True} in data["kinds"]["sources"]
    assert {one["kind"] for one in data["likely"]} == {"people", "reporters", "sources"}


def test_merging_writes_the_authority_file_and_no_article(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in home.rglob("*.md")}
    assert main(["tags", "merge", "Jim Quill", "James Quill"]) == 0
    assert "James Quill is shown as Jim Quill from the next build on: 1 article\n" in capsys.readouterr().out
    people = home / "content/vocabulary/people.toml"
    assert people.read_text(encoding="utf-8") == '["Jim Quill"]\naliases = ["James Quill"]\n'
    assert main(["tags", "merge", "Ada Lindqvist", "Ada Lindquist"]) == 0
    assert (home / "content/vocabulary/staff.toml").exists()
    assert {path: path.read_bytes() for path in home.rglob("*.md")} == before
    capsys.readouterr()
    assert main(["tags", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [n["name"] for n in data["kinds"]["people"]] == ["Jim Quill", "Jo Bloggs"]
    assert [one["kind"] for one in data["likely"]] == ["sources"]


def test_a_name_that_no_article_has_yet_may_be_the_one_to_show(home: Path) -> None:
    assert main(["tags", "merge", "The Post", "Harbour Post", "The Harbour Post", "--json"]) == 0
    text = (home / "content/vocabulary/sources.toml").read_text(encoding="utf-8")
    assert text == '["The Post"]\naliases = ["Harbour Post", "The Harbour Post"]\n'


def test_names_kept_apart_are_no_question_any_more(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "content/vocabulary").mkdir()
    text = '["Jim Quill"]\nnot = ["James Quill"]\n'
    (home / "content/vocabulary/people.toml").write_text(text, encoding="utf-8")
    assert main(["tags", "people"]) == 0
    assert "James Quill:" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["merge", "Jim Quill"], 2, "name two: backfile tags merge"),
        (["merge", "Jim Quill", "Nobody"], 1, 'no article names "Nobody"'),
        (["merge", "Jim Quill", "Jim Quill"], 2, "is named twice"),
        (["merge", "Jim Quill", "James Quill", "--kind", "places"], 1, "none of the places; they are of people"),
        (["merge", "X", "James Quill", "Harbour Post"], 1, "say which: --kind KIND"),
        (["persons"], 2, "persons is no kind and no command; the kinds are reporters"),
        (["--kind", "persons"], 2, "persons is no kind"),
    ],
)
def test_wrong_usage_is_one_line(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, message: str
) -> None:
    assert main(["tags", *arguments]) == status
    err = capsys.readouterr().err
    assert message in err and err.count("\n") == 1
    assert not (home / "content/vocabulary").exists()


def test_a_faulty_authority_file_is_one_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "content/vocabulary").mkdir()
    (home / "content/vocabulary/people.toml").write_text('["A"]\nalias = ["B"]\n', encoding="utf-8")
    assert main(["tags"]) == 1
    err = capsys.readouterr().err
    assert 'people.toml:1: "A" has the key "alias"' in err and err.count("\n") == 1
