"""A refresh after a change of vocabulary reads what the change can touch, says how much, and misses nothing."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from backfile.convert import ConvertReport, convert_archive
from backfile.convert.retag import packed, touched_by, unpacked
from backfile.settings import Settings
from tests.archive import tree

TOWNS = ("Quaynor", "Sallow Bay", "Kalmia", "Vostrand")
WIRE = """Northwire

{town} Counts the Cost of Its New Harbour

March {day:02d}, 2012

The council of {town} met on Friday to speak about the harbour of {town}, the mayor of {town} said.

The ferry terminal was opened in 1911 and the ballots of {town} are counted there.
"""


def settings(home: Path) -> Settings:
    return Settings.read({"PATH": str(home / "content"), "OUTPUT_PATH": str(home / "output"), "BACKFILE_JOBS": 1})


def run(home: Path, **options: bool) -> ConvertReport:
    return convert_archive(settings(home), **options)  # type: ignore[arg-type]


def say(home: Path, name: str, text: str) -> None:
    folder = home / "content/vocabulary"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An archive of four converted articles, each about another town."""
    raw = tmp_path / "home/content/raw"
    raw.mkdir(parents=True)
    for day, town in enumerate(TOWNS, 1):
        (raw / f"{day}.txt").write_text(WIRE.format(town=town, day=day), encoding="utf-8")
    run(tmp_path / "home")
    return tmp_path / "home"


CHANGES = {
    "a place is added": ("places.tsv", "name\nQuaynor\n", 1),
    "two places are added": ("places.tsv", "name\tsort\nQuaynor\tcity\nSallow Bay\tcity\n", 2),
    "an authority file": ("places.toml", '["Port Kalmia"]\naliases = ["Kalmia"]\n', 1),
    "a name that no article has": ("people.toml", '["Ada Zunderdorp"]\n', 0),
    "a topic's cue, in all": ("topics.tsv", "name\tstrong\nelections\tferry terminal\n", 4),
    "a name without plain letters": ("places.tsv", "name\nŁ\n", 4),
    "what the site alone reads": ("staff.toml", '["Zed Zunderdorp"]\ndescription = "Zunderdorper."\n', 0),
}


@pytest.mark.parametrize("change", CHANGES)
def test_only_what_the_change_touches_is_read_and_nothing_is_missed(home: Path, change: str, tmp_path: Path) -> None:
    name, text, touched = CHANGES[change]
    say(home, name, text)
    whole = tmp_path / "whole"
    shutil.copytree(home / "content", whole / "content")
    shutil.rmtree(whole / "content/articles")
    run(whole)
    report = run(home, refresh=True)
    assert tree(home / "content/articles") == tree(whole / "content/articles")
    expected = f"{touched} of 4 raw files hold a word" if touched else "nothing was read again"
    if change == "a name without plain letters":
        assert report.notes == []
    else:
        assert expected in report.notes[0]


def test_a_dry_run_says_the_same_and_changes_nothing(home: Path) -> None:
    say(home, "places.tsv", "name\nQuaynor\n")
    before = tree(home)
    report = run(home, refresh=True, dry_run=True)
    assert "1 of 4 raw files" in report.notes[0]
    assert [change.after for change in report.changes if change.field == "places"] == ["Quaynor"]
    assert tree(home) == before


def test_the_next_refresh_has_nothing_to_do(home: Path) -> None:
    say(home, "places.tsv", "name\nQuaynor\n")
    run(home, refresh=True)
    assert "nothing was read again" in run(home, refresh=True).notes[0]


def test_what_was_deleted_or_edited_is_always_read(home: Path) -> None:
    articles = sorted((home / "content/articles").rglob("*.md"))
    articles[0].unlink()
    text = articles[1].read_text(encoding="utf-8").replace("title: ", "title: Now ")
    articles[1].write_text(text, encoding="utf-8")
    os.utime(articles[1], ns=(1, 1))
    report = run(home, refresh=True)
    assert "2 of 4 raw files" in report.notes[0]
    assert report.new == 1
    assert articles[0].exists()


def test_other_rules_read_everything(home: Path) -> None:
    rules = home / "content/rules"
    rules.mkdir()
    (rules / "words.toml").write_text("", encoding="utf-8")
    report = run(home, refresh=True)
    assert report.notes == []
    assert report.kept == 4


def test_articles_of_several_engines_are_all_read(home: Path) -> None:
    from backfile.catalog import Catalog

    with Catalog.open(home / ".backfile") as catalog:
        catalog.replace_tools("another engine", packed({}))
    (home / "content/raw/5.txt").write_text(WIRE.format(town="Astana", day=5), encoding="utf-8")
    run(home)
    assert run(home, refresh=True).notes == []
    assert "nothing was read again" in run(home, refresh=True).notes[0]


def texts(**files: str) -> dict[str, str]:
    return {name.replace("_", "."): text for name, text in files.items()}


@pytest.mark.parametrize(
    ("before", "now", "found", "left"),
    [
        ("name\taliases\nBurma\tRangoon\n", "name\taliases\nBurma\tRangoon|Pegu\n", b"in PEGU", b"in Peru"),
        ("name\tcode\nBurma\t\n", "name\tcode\nBurma\tISO:MM\n", b"in Burma", b"in Peru"),
        ("name\tcountry\nBurma\t\nYangon\tBurma\n", "name\tcountry\nYangon\tBurma\n", b"in Yangon", b"in Peru"),
        ("name\tcues\nBurma\t\n", "name\tcues\nBurma\tpagoda cities\n", b"pagodas", b"in Burma"),
        ("name\nBurma\n", "# a comment\nname\nBurma\n", b"", b"in Burma"),
    ],
)
def test_what_a_change_of_a_table_touches(before: str, now: str, found: bytes, left: bytes) -> None:
    pattern = touched_by(texts(places_tsv=before), texts(places_tsv=now))
    assert pattern is not None
    assert not found or pattern.search(found)
    assert not pattern.search(left)


def test_never_touches_every_form_of_a_name() -> None:
    table = "name\taliases\nPeru\t^Peruvian|Lima government\n"
    pattern = touched_by(texts(countries_tsv=table), texts(countries_tsv=table, tags_toml='never = ["Peru"]\n'))
    assert pattern is not None and pattern.search(b"a Peruvian ship") and pattern.search(b"the government")


def test_too_many_words_touch_everything() -> None:
    many = "name\n" + "".join(f"Town{n:04d}x\n" for n in range(500))
    assert touched_by({}, texts(places_tsv=many)) is None


def test_texts_come_back_from_the_catalog() -> None:
    assert unpacked(packed({"own/a.tsv": "é\n"})) == {"own/a.tsv": "é\n"}
