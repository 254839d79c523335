"""What an article's page says beside its text: related stories, citations, evidence; and the archive as data."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
import shutil
from pathlib import Path

import pytest

from backfile.cli import main
from backfile.settings import Settings
from backfile.site.archive import assemble
from backfile.site.evidence import evidence_pages, raw_url
from tests.archive import Archive
from tests.site.test_build import clean_copy, wire
from tests.views import make_view


@pytest.fixture
def harbour(archive: Archive) -> Archive:
    archive.raw("a.txt", wire("Harbour to Be Widened After Long Dispute", 2))
    archive.raw("b.txt", wire("=Second Harbour Follows", 3, "Bergen"))
    return archive


PAGE = "2012/03/02/harbour-to-be-widened-after-long-dispute.html"


def evidence(archive: Archive, page: str) -> dict[str, object]:
    folder, _, name = page.rpartition("/")
    found: dict[str, object] = json.loads(archive.text(f"{folder}/evidence.json"))[name]
    return found


def test_every_value_names_the_line_it_was_read_from(harbour: Archive) -> None:
    harbour.build()
    entry = evidence(harbour, PAGE)
    assert entry["raw"] == "a.txt"
    lines = (harbour.content / "raw/a.txt").read_text().splitlines()
    quoted = {}
    for field, _rule, number, line, start, end, *_kind in entry["values"]:  # type: ignore[attr-defined]
        quoted[field] = line[start:end]
        covered = re.sub(r"\S+@\S+", lambda m: "*" * len(m[0]), lines[number - 1])
        assert line.splitlines()[0] in covered
    assert quoted["title"] == "Harbour to Be Widened After Long Dispute"
    assert quoted["date"] == "March 02, 2012"
    assert "reporters" in quoted and "editors" in quoted
    link = harbour.html(PAGE).css_first("a.evidence")
    assert link is not None and (link.attributes["href"] or "").endswith("2012/03/02/evidence.json")


QUAKE = wire("Quake Shakes the Harbour", 2).replace(
    "The work will", "A quake of magnitude 7 and its aftershocks shook the coast; its epicentre was near. The work will"
)


def told(archive: Archive) -> tuple[dict[str, list[list[object]]], set[str]]:
    """What the evidence says of the tags of the one article, and the tags that its page shows."""
    page = next(name for name in archive.files() if name.endswith("quake-shakes-the-harbour.html"))
    found: dict[str, list[list[object]]] = evidence(archive, page).get("tags", {})  # type: ignore[assignment]
    return found, {term.text().strip() for term in archive.html(page).css(".tags dd")}


def test_tags_come_with_the_words_that_gave_them(archive: Archive) -> None:
    archive.raw("a.txt", QUAKE)
    archive.build()
    found, shown = told(archive)
    topics = {name: forms for name, forms, *_ in found["topics"]}
    assert "quake" in topics["earthquakes"]  # type: ignore[operator]
    for tags in found.values():
        for name, forms, *reason in tags:
            assert name in shown
            assert name not in forms  # type: ignore[operator]  # what stands by its own name is found without being told
            assert all(form in QUAKE.lower() for form in forms) if forms else reason  # type: ignore[attr-defined]


def test_the_words_of_a_tag_that_is_no_more_are_not_told(archive: Archive) -> None:
    archive.raw("a.txt", QUAKE)
    archive.build()
    ((name, text),) = archive.markdown().items()
    kept = re.sub(r"(?m)^- (name: )?earthquakes\n(  code: .*\n)?", "", text)
    assert kept != text
    (archive.content / "articles" / name).write_text(kept)
    archive.build()
    found, shown = told(archive)
    assert "earthquakes" not in shown
    assert "earthquakes" not in [tag[0] for tag in found.get("topics", [])]


def test_addresses_of_people_are_covered_unless_they_are_published(harbour: Archive) -> None:
    harbour.build()
    assert "ada@northwire.example" not in "".join(
        data.decode("utf-8", "replace") for name, data in harbour.files().items() if name.endswith((".json", ".html"))
    )
    harbour.build(BACKFILE_PUBLISH_EMAILS=True)
    assert "ada@northwire.example" in harbour.text("2012/03/02/evidence.json")


def test_what_a_person_corrected_is_named(harbour: Archive) -> None:
    harbour.build()
    path = next((harbour.content / "articles").rglob("harbour-to*.md"))
    path.write_text(path.read_text().replace("title: Harbour to Be", "title: Harbour Will Be"))
    harbour.build()
    assert evidence(harbour, PAGE)["edited"] == ["title"]


def test_evidence_without_a_catalog_is_the_same(harbour: Archive, tmp_path: Path) -> None:
    harbour.build()
    before = harbour.files()
    shutil.rmtree(harbour.home / ".backfile")
    harbour.build()
    assert harbour.files() == before == clean_copy(harbour, tmp_path)


def test_a_raw_file_that_is_gone_leaves_no_lines(harbour: Archive, tmp_path: Path) -> None:
    harbour.build()
    (harbour.content / "raw/a.txt").unlink()
    harbour.build()
    assert evidence(harbour, PAGE)["values"] == []
    assert harbour.files() == clean_copy(harbour, tmp_path)


def test_the_raw_text_is_published_only_where_the_owner_says_so(harbour: Archive) -> None:
    harbour.raw("cp1252.txt", wire("Café Harbour Opens Again in Spring", 7).encode("cp1252").replace(b"\n", b"\r\n"))
    harbour.build()
    assert not [
        name for name in harbour.files() if name.endswith(".txt") and name not in ("robots.txt", "manifest-sha256.txt")
    ]
    harbour.build(BACKFILE_PUBLISH_RAW=True)
    page = "2012/03/07/cafe-harbour-opens-again-in-spring.html"
    entry = evidence(harbour, page)
    assert entry["text"] == raw_url(make_view("cafe-harbour-opens-again-in-spring", "2012-03-07"))
    data = harbour.files()[str(entry["text"])]
    assert hashlib.sha256(data).hexdigest() == entry["sha256"]
    assert "Café Harbour" in data.decode()


def test_evidence_can_be_left_out(harbour: Archive) -> None:
    harbour.build()
    harbour.build(BACKFILE_EVIDENCE=False)
    assert not [name for name in harbour.files() if "/evidence" in name and name.endswith(".json")]
    page = harbour.html(PAGE)
    assert page.css_first("a.evidence") is None
    assert re.search(r"SHA-256\s*[0-9a-f]{64}", page.css_first(".provenance").text())


def test_a_page_can_be_cited_without_a_script(harbour: Archive) -> None:
    harbour.build(SITEURL="https://paper.example/archive")
    cited = " ".join(harbour.html(PAGE).css_first(".cite p").text().split())
    assert cited == (
        "Ada Lindqvist, “Harbour to Be Widened After Long Dispute,” March 2, 2012, "
        f"https://paper.example/archive/{PAGE}."
    )


def test_a_person_may_write_a_dek(archive: Archive) -> None:
    archive.article("a.md", "---\ntitle: A\ndate: 2012-01-02\ndek: What it <means>\n---\n\nText.\n")
    archive.build()
    assert archive.html("2012/01/02/a.html").css_first(".dek").text() == "What it <means>"


def test_stories_are_related_and_found_on_their_subject(archive: Archive) -> None:
    for day in range(1, 29):
        extra = {3: "people: [Una Vane]\ntopics: [ferries]\n", 9: "topics: [ferries]\n", 20: "people: [Una Vane]\n"}
        front = f"title: Item {day}\ndate: 2012-02-{day:02d}\n{extra.get(day, '')}"
        archive.article(f"{day}.md", f"---\n{front}---\n\nText number {day} of that day {day}.\n")
    archive.build()
    page = archive.html("2012/02/03/3.html")
    assert [a.text() for a in page.css(".near a")] == ["Item 20", "Item 9"]
    assert page.css_first(".around .next").text().split("\n")[0].startswith("Later on ferries")
    assert page.css_first(".around .prev") is None


def test_the_data_hold_every_article_and_are_the_same_bytes_every_time(harbour: Archive, tmp_path: Path) -> None:
    harbour.article("undated/note.md", "---\ntitle: A note\n---\n\nOf no day.\n")
    harbour.build()
    rows = list(csv.DictReader(io.StringIO(gzip.decompress(harbour.files()["data/2012.csv.gz"]).decode(), newline="")))
    assert [row["id"] for row in rows] == [PAGE, "2012/03/03/second-harbour-follows.html"]
    assert rows[1]["title"] == "'=Second Harbour Follows"
    lines = gzip.decompress(harbour.files()["data/undated.jsonl.gz"]).decode().splitlines()
    assert [json.loads(line)["text"] for line in lines] == [["Of no day."]]
    package = json.loads(harbour.text("data/datapackage.json"))
    for resource in package["resources"]:
        data = harbour.files()[f"data/{resource['path']}"]
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert resource["bytes"] == len(data)
        assert f"data/{resource['schema']}" in harbour.files()
    fields = [field["name"] for field in json.loads(harbour.text("data/csv.schema.json"))["fields"]]
    assert fields == list(rows[0])
    assert harbour.files() == clean_copy(harbour, tmp_path)


def test_the_data_can_be_left_out(harbour: Archive) -> None:
    harbour.build()
    harbour.build(BACKFILE_DATA=False)
    assert not [name for name in harbour.files() if name.startswith("data/")]
    assert not harbour.html("index.html").css("footer a[href$='data/']")


@pytest.mark.parametrize("form", ["jsonl", "csv", "sqlite"])
def test_export_writes_the_whole_archive(
    harbour: Archive, form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    harbour.article("draft.md", "---\ntitle: Draft\nstatus: draft\n---\n\nNot yet.\n")
    harbour.build()
    monkeypatch.chdir(harbour.home)
    assert main(["export", form, f"out.{form}"]) == 0
    assert "2 articles" in capsys.readouterr().out
    first = (harbour.home / f"out.{form}").read_bytes()
    assert b"Second Harbour Follows" in first
    assert b"Not yet" not in first
    assert main(["export", form, f"out.{form}", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"file": f"out.{form}", "articles": 2, "left_out": 0}
    assert (harbour.home / f"out.{form}").read_bytes() == first


def test_export_says_what_is_missing(harbour: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    harbour.build()
    monkeypatch.chdir(harbour.home)
    assert main(["export", "csv", "nowhere/out.csv"]) == 1
    assert main(["export", "sqlite", "-"]) == 2
    assert main(["export", "xlsx", "out.xlsx"]) == 2


def test_an_article_shown_without_something_shows_no_lines_either(harbour: Archive) -> None:
    """What is taken out of a text must not be read in the evidence, nor in the raw text."""
    harbour.build()
    settings = Settings.read({"PATH": str(harbour.content), "BACKFILE_PUBLISH_RAW": True})
    raw = {"raw_file": "a.txt", "metadata": {"raw": {"file": "a.txt", "sha256": "00"}}}
    archive = assemble([make_view("told", "2012-03-02", **raw), make_view("veiled", "2012-03-03", **raw)])
    pages = [page.save_as for page in evidence_pages(archive, settings, {}, {}, frozenset({"veiled.md"}))]
    assert pages == ["2012/03/02/evidence.json", "2012/03/02/told.txt"]
