"""`backfile convert --refresh --dry-run`: what new rules would change, by field and rule, with samples."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.cli import main
from backfile.convert.changes import Change, beside, change_lines
from tests.archive import Archive, tree
from tests.terminal import Terminal

STORY = """\
Mill of {name} Turns Again

By {name}

March 2, 2012

The old mill of {name} at Ely turned again on Friday, the first time in forty years, before a crowd.

The Lowmouth Lantern brings you {name} and more, every evening.
"""
NAMES = ("Ada Quill", "Ben Oast", "Cy Model", "Dora Lindqvist")
OWN = """\
[[rule]]
name = "own.lantern"
kind = "end"
pattern = '''The\\ Lowmouth\\ Lantern\\ .*'''
examples = ["The Lowmouth Lantern brings you Ada and more"]
"""


@pytest.fixture
def lanterns(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Four converted articles, and rules of the archive that came later; the current folder."""
    for name in NAMES:
        archive.raw(f"{name.partition(' ')[0].lower()}.txt", STORY.format(name=name))
    monkeypatch.chdir(archive.home)
    assert main(["convert", "-q"]) == 0
    own = archive.content / "rules" / "own.toml"
    own.parent.mkdir()
    own.write_text(OWN)
    return archive


def test_what_new_rules_would_change_is_shown_by_field_and_rule(
    lanterns: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(lanterns.home)
    assert main(["convert", "--refresh", "--dry-run"]) == 0
    assert tree(lanterns.home) == before
    out = capsys.readouterr().out
    body = out[out.index("Would change  body in 4 articles") :].splitlines()
    assert body[1:5] == [
        "       4  by own.lantern",
        "          2012/03/mill-of-ada-quill-turns-again.md",
        "          - The Lowmouth Lantern brings you Ada Quill and more, every evening.",
        "          + nothing",
    ]
    assert "          … and 1 more (--json lists them all)" in body
    assert "\x1b" not in out


def test_a_program_gets_all_of_them(lanterns: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", "--refresh", "--dry-run", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    bodies = [change for change in report["changes"] if change["field"] == "body"]
    assert report["dry_run"] is True and report["changed"] == 4
    assert [(change["rule"], change["after"]) for change in bodies] == [("own.lantern", "")] * 4
    assert [change["before"] for change in bodies] == [
        f"The Lowmouth Lantern brings you {name} and more, every evening." for name in NAMES
    ]


def test_the_refresh_does_what_was_shown(lanterns: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", "--refresh"]) == 0
    assert not any("Lantern" in text for text in lanterns.markdown().values())
    capsys.readouterr()
    assert main(["convert", "--refresh", "--dry-run"]) == 0
    assert "No value of an article would change." in capsys.readouterr().out.splitlines()


def test_old_and_new_are_coloured_on_a_terminal(lanterns: Archive) -> None:
    with Terminal("convert", "--refresh", "--dry-run", folder=lanterns.home) as terminal:
        assert terminal.status() == 0
    assert "\x1b[31m          - The Lowmouth Lantern" in terminal.raw and "\x1b[32m          + nothing" in terminal.raw
    with Terminal("convert", "--refresh", "--dry-run", folder=lanterns.home, environment={"NO_COLOR": "1"}) as plain:
        assert plain.status() == 0
    assert "\x1b[31m" not in plain.raw


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=300))
@settings(deadline=None)
def test_two_texts_are_cut_alike_where_they_differ(head: str, one: str, two: str) -> None:
    before, after = beside(f"{head}a{one}", f"{head}b{two}")
    assert max(len(before), len(after)) <= 100
    assert before != after or " " not in head


def test_the_difference_of_long_texts_is_seen() -> None:
    same = "The mill turned again on Friday before a crowd of two hundred, the first time in forty years, and"
    assert beside(f"{same} it was old.", f"{same} it was new.") == (
        "… years, and it was old.",
        "… years, and it was new.",
    )


def test_changes_of_tags_are_told_once() -> None:
    changes = [
        Change("a.md", "places", "tagging", "Ely", ""),
        Change("a.md", "tags", "tagging", "Ely", ""),
        Change("b.md", "tags", "tagging", "", "mills"),
    ]
    lines = list(change_lines(changes))
    assert lines[0] == "Would change  places in 1 article" and "Would change  tags in 1 article" in lines
    assert sum("a.md" in line for line in lines) == 1
