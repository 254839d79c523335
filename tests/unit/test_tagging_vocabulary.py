"""The vocabularies: what is shipped is sound, and what the archive adds is heeded."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from backfile import tagging
from backfile.model import Article, Paragraph, Tags

SHIPPED = Path(tagging.__file__).parent / "vocabulary"
FILES = sorted(SHIPPED.glob("*.tsv"))


def rows(name: str) -> list[dict[str, str]]:
    lines = [x for x in (SHIPPED / f"{name}.tsv").read_text(encoding="utf-8").splitlines() if x and x[0] != "#"]
    head = lines[0].split("\t")
    return [dict.fromkeys(head, "") | dict(zip(head, line.split("\t"), strict=False)) for line in lines[1:]]


def tag(text: str, extra: Path | None = None, title: str | None = None) -> Tags:
    return tagging.tag(Article("x", 0, "", title=title, paragraphs=(Paragraph(text),)), tagging.load(extra))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_each_file_names_its_source_and_licence(path: Path) -> None:
    head = " ".join(x for x in path.read_text(encoding="utf-8").splitlines() if x.startswith("#"))
    assert "Source:" in head or "Codes and names:" in head
    assert "MIT" in head or "CC BY 4.0" in head


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_no_row_has_stray_cells_or_marks(path: Path) -> None:
    lines = [x for x in path.read_text(encoding="utf-8").splitlines() if x and x[0] != "#"]
    width = len(lines[0].split("\t"))
    for line in lines:
        assert len(line.split("\t")) <= width, line
        assert "||" not in line, line
        assert "  " not in line, line


@pytest.mark.parametrize("name", ["countries", "states", "regions", "bodies", "companies", "people", "topics"])
def test_no_name_stands_twice(name: str) -> None:
    assert [n for n, count in Counter(r["name"] for r in rows(name)).items() if count > 1] == []


def test_a_sure_form_means_one_thing_of_its_kind() -> None:
    kinds = {
        "places": ("countries", "states", "regions", "cities"),
        "organisations": ("bodies", "companies"),
        "people": ("people",),
    }
    for files in kinds.values():
        owners: dict[str, set[str]] = {}
        for name in files:
            for row in rows(name):
                aliases = row["aliases"].split("|")
                sure = [a for a in aliases if a and a[0] not in "~^"]
                if f"~{row['name']}" not in aliases:
                    sure.append(row["name"])
                for form in sure:
                    owners.setdefault(form, set()).add(f"{row['name']} ({row.get('country', '')})")
        assert {form: o for form, o in owners.items() if len(o) > 1} == {}


def test_codes_are_well_formed() -> None:
    for row in rows("countries"):
        assert re.fullmatch(r"ISO:[A-Z]{2}([A-Z]{2})?", row["code"]), row
    for row in rows("states"):
        assert re.fullmatch(r"(ISO:[A-Z]{2}-[A-Z0-9]{1,3})?", row["code"]), row
    for row in rows("topics"):
        assert re.fullmatch(r"medtop:\d{8}", row["code"]), row
        assert row["official"], row


def test_what_belongs_to_a_country_names_one_that_is_there() -> None:
    places = {r["name"] for r in rows("countries")} | {r["name"].removesuffix(" State") for r in rows("states")}
    for name in ("states", "regions", "cities", "bodies", "companies", "people"):
        for row in rows(name):
            assert not row["country"] or row["country"] in places | {""}, row


def test_an_ambiguous_name_has_cues_or_a_country() -> None:
    for name in ("countries", "states", "cities", "bodies", "companies", "people"):
        for row in rows(name):
            if f"~{row['name']}" in row["aliases"].split("|"):
                assert row["cues"] or row["country"], row


def test_there_are_topics_enough_with_distinct_cues() -> None:
    topics = rows("topics")
    assert len(topics) >= 120
    for row in topics:
        cues = [c for column in ("strong", "cues", "weak") for c in row[column].split("|") if c]
        assert [c for c, count in Counter(cues).items() if count > 1] == [], row["name"]
        assert row["strong"], row["name"]
        assert row["name"] == row["name"].lower() or row["name"] in {"HIV and AIDS", "American football", "Olympics"}


def test_kinds_and_codes_of_names() -> None:
    known = tagging.load()
    assert known.kind_of("kazakhstan") == "places"
    assert known.kind_of("OSCE") == "organisations"
    assert known.kind_of("Nelson Mandela") == "people"
    assert known.kind_of("elections") == "topics"
    assert known.kind_of("nothing of the sort") is None
    assert known.topic_code("Elections") == "medtop:20000574"
    assert known.topic_code("no topic") is None
    assert known.code_of("places", "Kazakhstan") == "ISO:KZ"
    assert known.code_of("organisations", "Kazakhstan") is None


def test_the_archive_adds_a_name(tmp_path: Path) -> None:
    (tmp_path / "organisations.tsv").write_text("name\taliases\nQuaynor Mills\tQuaynor\n", encoding="utf-8")
    text = "Quaynor hired again. The mill of Quaynor is full, and Quaynor pays well."
    assert [t.name for t in tag(text, tmp_path).organisations] == ["Quaynor Mills"]
    assert tag(text).organisations == ()


def test_the_archive_renames(tmp_path: Path) -> None:
    (tmp_path / "places.tsv").write_text("name\taliases\nBurma\tMyanmar\n", encoding="utf-8")
    tags = tag("Myanmar votes. Myanmar counts. Burmese parties wait.", tmp_path)
    assert [(t.name, t.code) for t in tags.places] == [("Burma", "ISO:MM")]
    assert tagging.load(tmp_path).renamed == {"Myanmar": "Burma"}


def test_the_archive_stops_a_name(tmp_path: Path) -> None:
    (tmp_path / "stop.tsv").write_text("name\nPeru\nelections\n", encoding="utf-8")
    tags = tag("Peru votes. Peru counts each ballot of the election. A runoff in Peru is likely.", tmp_path, "Peru")
    assert tags.places == ()
    assert "elections" not in [t.name for t in tags.topics]


def test_the_archive_adds_cues_and_topics(tmp_path: Path) -> None:
    (tmp_path / "topics.tsv").write_text("name\tcode\tstrong\nkelp\tmedtop:20000210\tkelp|seaweed\n", encoding="utf-8")
    assert "kelp" in [t.name for t in tag("Kelp grows. Seaweed too. More kelp.", tmp_path, "Kelp").topics]


def test_authority_files(tmp_path: Path) -> None:
    (tmp_path / "people.toml").write_text('["Jo Bloggs"]\naliases = ["Josephine Bloggs"]\n', encoding="utf-8")
    (tmp_path / "tags.toml").write_text(
        'never = ["Chile"]\nalways = ["Caspian Sea"]\n[rename]\nMyanmar = "Burma"\n', encoding="utf-8"
    )
    long = "The nets were mended and the boats were painted in the yard that week. " * 40
    tags = tag(f"Chile and Chile. Josephine Bloggs met Josephine Bloggs. {long} The Caspian Sea is far.", tmp_path)
    assert [t.name for t in tags.people] == ["Jo Bloggs"]
    assert [t.name for t in tags.places] == ["Caspian Sea"]
    assert tagging.load(tmp_path).kind_of("Burma") == "places"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("places.tsv", "title\tkode\nx\ty\n", r"places\.tsv:1: the first line must name columns"),
        ("places.tsv", "name\nPeru\tISO:PE\n", r"places\.tsv:2: 2 cells for 1 columns; mend the tabs"),
        ("tags.toml", "never = [", r"tags\.toml:1: .*mend the TOML"),
        ("people.toml", 'a = "b"\n', r'people\.toml:1: "a" must be a table'),
    ],
)
def test_a_faulty_file_is_named(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(tagging.VocabularyError, match=message):
        tagging.load(tmp_path)
