"""The raw folder into the articles folder: nothing lost, nothing twice, people's edits kept."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backfile import markdown
from backfile.catalog import Catalog
from backfile.convert import ConvertReport, Stages, convert_archive, pool
from backfile.markdown import Document, Provenance
from backfile.model import Article, Doubt, Evidence, Intake, Paragraph, Person, RawArticle, Refusal, Tag, Tags
from backfile.settings import Settings

# A raw form of these tests: records parted by "%%", "key: value" lines, a blank line, paragraphs.


def read(path: str, data: bytes, mapping: Mapping[str, str] | None = None) -> Intake:
    if data.startswith(b"\xff\xd8"):
        return Intake(refusals=(Refusal(path, "it is a picture", "take it away"),))
    articles = []
    for record, text in enumerate(data.decode().split("\n%%\n")):
        digest = hashlib.sha256(text.encode()).hexdigest()
        articles.append(RawArticle(path, record, None, text, "utf-8", digest))
    return Intake(tuple(articles))


def load_rules(extra: Path | None) -> str:
    return (extra / "suffix.txt").read_text() if extra else ""


def convert(raw: RawArticle, rules: str) -> Article:
    if "explode" in raw.text:
        raise RuntimeError("it exploded")
    head, _, body = raw.text.partition("\n\n")
    fields = dict(re.findall(r"^(\w+): (.*)$", head, re.MULTILINE))
    return Article(
        path=raw.path,
        record=raw.record,
        sha256=raw.sha256,
        title=fields["title"] + rules if "title" in fields else None,
        date=fields.get("date"),
        source=fields.get("source"),
        reporters=tuple(Person(name) for name in fields.get("by", "").split(", ") if name),
        paragraphs=tuple(Paragraph(" ".join(text.split())) for text in body.split("\n\n")),
        evidence={"title": (Evidence(0, 5, "test.title"),)},
        doubts=(Doubt("title", "glued headline", "the headline runs on"),) if "glued" in head else (),
    )


def load_vocabularies(extra: Path | None) -> tuple[str, ...]:
    return ("Astana", "Almaty")


def tag(article: Article, vocabularies: tuple[str, ...]) -> Tags:
    text = " ".join(p.text for p in article.paragraphs)
    return Tags(places=tuple(Tag(name) for name in vocabularies if name in text))


FAKES = Stages(read, load_rules, convert, load_vocabularies, tag)


class Archive:
    """An archive in a temporary folder, with what the tests do to it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.settings = Settings.read({"PATH": str(home / "content"), "BACKFILE_JOBS": 1})
        self.settings.raw.mkdir(parents=True)

    def raw(self, name: str, text: str | bytes) -> Path:
        path = self.settings.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def convert(self, *paths: Path, **options: Any) -> ConvertReport:
        return convert_archive(self.settings, paths=paths, stages=FAKES, **options)

    @property
    def names(self) -> list[str]:
        folder = self.settings.articles
        return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())

    def bytes(self) -> dict[str, bytes]:
        return {name: (self.settings.articles / name).read_bytes() for name in self.names}

    def text(self, name: str) -> str:
        return (self.settings.articles / name).read_text()

    def document(self, name: str) -> Document:
        return markdown.parse(self.text(name))

    def edit(self, name: str, before: str, after: str) -> None:
        text = self.text(name)
        assert before in text
        (self.settings.articles / name).write_text(text.replace(before, after, 1))

    def forget(self) -> None:
        """Lose the catalog."""
        for path in self.settings.state.iterdir():
            path.unlink()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def article(title: str = "Dam Opens", date: str = "2012-03-02", body: str = "It opened in Almaty.", **more: str) -> str:
    head = {"title": title, "date": date, **more}
    return "".join(f"{key}: {value}\n" for key, value in head.items() if value) + f"\n{body}"


def counts(report: ConvertReport) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.kept, report.written


def test_raw_articles_become_markdown_files(archive: Archive) -> None:
    archive.raw("wire/a.txt", article(source="Harbour Post", by="Ada Lorne"))
    archive.raw("b.txt", article("Second", "", "No date.") + "\n%%\n" + article("", "2013-01-09", "Only words here."))
    report = archive.convert()
    assert archive.names == ["2012/03/dam-opens.md", "2013/01/only-words-here.md", "undated/second.md"]
    assert counts(report) == (3, 0, 0, 3)
    assert report.read == 2
    document = archive.document("2013/01/only-words-here.md")
    assert document.raw is not None and (document.raw.file, document.raw.record) == ("b.txt", 1)
    assert "title" not in document.front
    assert archive.document("2012/03/dam-opens.md").front["places"] == ["Almaty"]


def test_a_second_conversion_writes_nothing(archive: Archive) -> None:
    for number in range(5):
        archive.raw(f"{number}.txt", article(f"Story {number}"))
    archive.convert()
    before = {p: p.stat().st_mtime_ns for p in archive.settings.articles.rglob("*.md")}
    for options in ({}, {"refresh": True}):
        report = archive.convert(**options)
        assert counts(report) == (0, 0, 5, 0)
    archive.forget()
    assert counts(archive.convert()) == (0, 0, 5, 0)
    assert before == {p: p.stat().st_mtime_ns for p in archive.settings.articles.rglob("*.md")}


def test_a_touched_raw_file_is_not_converted_again(archive: Archive) -> None:
    path = archive.raw("a.txt", article())
    archive.convert()
    os.utime(path, ns=(1, 1))
    assert counts(archive.convert()) == (0, 0, 1, 0)


@pytest.mark.parametrize("with_catalog", [True, False])
@pytest.mark.parametrize("refresh", [True, False])
def test_hand_edits_survive_value_by_value(archive: Archive, with_catalog: bool, refresh: bool) -> None:
    archive.raw("a.txt", article(by="Ada Lorne", source="Post"))
    archive.convert()
    name = "2012/03/dam-opens.md"
    archive.edit(name, "title: Dam Opens", "title: Dam Opens at Last\nstatus: draft")
    if not with_catalog:
        archive.forget()
    archive.raw("a.txt", article("Dam Shuts", by="B. Quill", source="Post", body="It shut in Astana."))
    report = archive.convert(refresh=refresh)
    document = archive.document(name)
    assert document.front["title"] == "Dam Opens at Last"
    assert document.front["status"] == "draft"
    assert document.front["reporters"] == ["B. Quill"]
    assert document.front["places"] == ["Astana"]
    assert document.front["slug"] == "dam-opens"
    assert document.body == "It shut in Astana."
    assert markdown.edited(document) == {"title"}
    assert counts(report) == (0, 1, 0, 1)
    assert report.edited == 1
    assert archive.names == [name]


def test_articles_written_by_hand_are_never_touched(archive: Archive) -> None:
    by_hand = "---\ntitle: Dam Opens\ndate: 2012-03-02\n---\nMine.\n"
    path = archive.settings.articles / "2012/03/dam-opens.md"
    path.parent.mkdir(parents=True)
    path.write_text(by_hand)
    archive.raw("a.txt", article())
    report = archive.convert()
    archive.convert(refresh=True, prune=True)
    assert path.read_text() == by_hand
    assert counts(report) == (1, 0, 0, 1)
    (other,) = (name for name in archive.names if name != "2012/03/dam-opens.md")
    assert archive.document(other).front["slug"] != "dam-opens"


def test_one_headline_on_one_day_takes_a_suffix_and_on_two_days_does_not(archive: Archive) -> None:
    archive.raw("c.txt", article("Briefs", "2012-03-09", "Third."))
    archive.raw("b.txt", article("Briefs", "2012-03-02", "Second."))
    archive.raw("a.txt", article("Briefs", "2012-03-02", "First."))
    archive.convert()
    suffix = hashlib.sha256(article("Briefs", "2012-03-02", "Second.").encode()).hexdigest()[:6]
    found = {archive.document(name).body: (name, archive.document(name).front["slug"]) for name in archive.names}
    assert found == {
        "First.": ("2012/03/briefs.md", "briefs"),
        "Second.": (f"2012/03/briefs-{suffix}.md", f"briefs-{suffix}"),
        "Third.": ("2012/03/briefs-09.md", "briefs"),
    }


def test_two_files_never_differ_only_in_case(archive: Archive) -> None:
    path = archive.settings.articles / "2012/03/Dam-Opens.md"
    path.parent.mkdir(parents=True)
    path.write_text("---\ntitle: Other\ndate: 2012-03-05\n---\n")
    archive.raw("a.txt", article())
    archive.convert()
    assert len({name.casefold() for name in archive.names}) == 2


def test_one_text_in_two_files_is_one_article_with_two_provenances(archive: Archive) -> None:
    archive.raw("b.txt", article())
    archive.raw("a.txt", article())
    report = archive.convert()
    assert archive.names == ["2012/03/dam-opens.md"]
    assert report.duplicates == [("b.txt", "2012/03/dam-opens.md")]
    assert counts(report) == (1, 0, 0, 1)
    document = archive.document("2012/03/dam-opens.md")
    assert document.raw is not None and document.raw.file == "a.txt"
    assert [entry.file for entry in document.also] == ["b.txt"]
    before = archive.bytes()
    archive.raw("0.txt", article())
    archive.convert()
    assert [entry.file for entry in archive.document("2012/03/dam-opens.md").also] == ["b.txt", "0.txt"]
    for forget in (False, True):
        if forget:
            archive.forget()
        report = archive.convert()
        assert (report.written, len(report.duplicates), report.kept) == (0, 2, 1)
    assert before.keys() == archive.bytes().keys()


def test_a_second_copy_that_changes_becomes_an_article_of_its_own(archive: Archive) -> None:
    archive.raw("a.txt", article())
    archive.raw("b.txt", article())
    archive.convert()
    archive.raw("b.txt", article("Another", body="Quite another."))
    report = archive.convert()
    assert archive.names == ["2012/03/another.md", "2012/03/dam-opens.md"]
    assert report.new == 1
    assert archive.document("2012/03/dam-opens.md").also == ()
    assert archive.convert().written == 0


def test_an_article_stands_when_its_raw_file_is_gone(archive: Archive) -> None:
    path = archive.raw("a.txt", article())
    archive.raw("b.txt", article("Other"))
    archive.convert()
    path.unlink()
    for _ in range(2):
        report = archive.convert()
        assert report.missing == [("2012/03/dam-opens.md", "a.txt")]
        assert "2012/03/dam-opens.md" in archive.names
    report = archive.convert(prune=True, dry_run=True)
    assert report.removed == ["2012/03/dam-opens.md"]
    assert "2012/03/dam-opens.md" in archive.names
    report = archive.convert(prune=True)
    assert report.removed == ["2012/03/dam-opens.md"]
    assert archive.names == ["2012/03/other.md"]


def test_pruning_spares_an_archive_whose_raw_folder_is_empty(archive: Archive) -> None:
    path = archive.raw("a.txt", article())
    archive.convert()
    path.unlink()
    report = archive.convert(prune=True)
    assert report.removed == []
    assert archive.names == ["2012/03/dam-opens.md"]
    assert "no file at all" in "\n".join(report.lines())


def test_the_second_copy_stands_in_when_the_first_is_gone(archive: Archive) -> None:
    first = archive.raw("a.txt", article())
    archive.raw("b.txt", article())
    archive.convert()
    first.unlink()
    report = archive.convert(prune=True)
    assert report.missing == report.removed == report.duplicates == []
    document = archive.document("2012/03/dam-opens.md")
    assert document.raw is not None and document.raw.file == "b.txt"
    assert document.also == ()
    assert archive.convert().written == 0


def test_a_renamed_raw_file_keeps_its_article(archive: Archive) -> None:
    path = archive.raw("a.txt", article())
    archive.convert()
    path.rename(archive.settings.raw / "z.txt")
    report = archive.convert()
    assert (report.new, report.missing) == (0, [])
    document = archive.document("2012/03/dam-opens.md")
    assert document.raw is not None and document.raw.file == "z.txt"


def test_records_that_shift_in_their_file_keep_their_articles(archive: Archive) -> None:
    texts = [article(f"Story {n}", body=f"Text {n}.") for n in range(3)]
    archive.raw("a.txt", "\n%%\n".join(texts))
    archive.convert()
    archive.edit("2012/03/story-1.md", "title: Story 1", "title: My Story")
    archive.raw("a.txt", "\n%%\n".join([article("New", body="New."), *texts]))
    report = archive.convert()
    assert report.new == 1
    assert archive.names == [f"2012/03/{name}.md" for name in ("new", "story-0", "story-1", "story-2")]
    document = archive.document("2012/03/story-1.md")
    assert document.raw is not None and document.raw.record == 2
    assert (document.front["title"], document.body) == ("My Story", "Text 1.")
    archive.raw("a.txt", "\n%%\n".join(texts[:2]))
    report = archive.convert()
    assert [name for name, _ in report.missing] == ["2012/03/new.md", "2012/03/story-2.md"]


def test_a_changed_date_moves_the_file_and_leaves_a_redirect(archive: Archive) -> None:
    archive.raw("a.txt", article(date=""))
    archive.convert()
    archive.edit("undated/dam-opens.md", "title: Dam Opens", "title: My Dam")
    archive.raw("a.txt", article(date="2012-03-02"))
    report = archive.convert()
    assert report.moved == [("undated/dam-opens.md", "2012/03/dam-opens.md")]
    assert archive.names == ["2012/03/dam-opens.md"]
    document = archive.document("2012/03/dam-opens.md")
    assert document.front["redirect_from"] == ["undated/dam-opens.html"]
    assert document.front["title"] == "My Dam"
    keys = list(document.front)
    assert keys.index("redirect_from") == keys.index("slug") + 1
    archive.raw("b.txt", article("Dam Opens", "", "Another one."))
    archive.raw("a.txt", article(date="2012-04-01"))
    archive.convert()
    document = archive.document("2012/04/dam-opens.md")
    assert document.front["redirect_from"] == ["undated/dam-opens.html", "2012/03/02/dam-opens.html"]
    undated = [name for name in archive.names if name.startswith("undated/")]
    assert len(undated) == 1
    assert archive.document(undated[0]).front["slug"] != "dam-opens", "an address that leads elsewhere is taken"
    assert archive.convert().written == 0


def test_a_date_that_a_person_set_stays(archive: Archive) -> None:
    archive.raw("a.txt", article(date="2012-03-02"))
    archive.convert()
    archive.edit("2012/03/dam-opens.md", "date: 2012-03-02", "date: 2011-01-01")
    archive.raw("a.txt", article(date="2012-03-05"))
    assert archive.convert().moved == []
    assert archive.names == ["2012/03/dam-opens.md"]
    assert archive.document("2012/03/dam-opens.md").front["date"] == "2011-01-01"


def test_a_date_that_a_person_gives_leaves_a_redirect(archive: Archive) -> None:
    archive.raw("a.txt", article(date=""))
    archive.convert()
    archive.edit("undated/dam-opens.md", "title: Dam Opens", "title: Dam Opens\ndate: 2012-03-02")
    for _ in range(2):
        archive.convert()
        assert archive.document("undated/dam-opens.md").front["redirect_from"] == ["undated/dam-opens.html"]
    archive.raw("b.txt", article(date="", body="Another."))
    archive.convert()
    assert [n for n in archive.names if archive.document(n).front["slug"] == "dam-opens"] == ["undated/dam-opens.md"]
    assert archive.convert().written == 0


def test_a_file_that_a_person_moved_is_found_and_stays_there(archive: Archive) -> None:
    archive.raw("a.txt", article())
    archive.convert()
    (archive.settings.articles / "mine").mkdir()
    (archive.settings.articles / "2012/03/dam-opens.md").rename(archive.settings.articles / "mine/dam.md")
    for forget in (False, True):
        if forget:
            archive.forget()
        archive.raw("a.txt", article(date=f"2012-03-0{4 + forget}"))
        archive.convert()
        assert archive.names == ["mine/dam.md"]
    assert archive.document("mine/dam.md").front["redirect_from"] == [
        "2012/03/02/dam-opens.html",
        "2012/03/04/dam-opens.html",
    ]


def test_a_deleted_article_does_not_come_back_unless_asked_for(archive: Archive) -> None:
    archive.raw("a.txt", article())
    archive.raw("b.txt", article("Other", body="Other."))
    archive.convert()
    (archive.settings.articles / "2012/03/dam-opens.md").unlink()
    for _ in range(2):
        report = archive.convert()
        assert archive.names == ["2012/03/other.md"]
        assert report.left_out == ["2012/03/dam-opens.md"]
    archive.raw("c.txt", article())
    archive.convert()
    assert archive.names == ["2012/03/other.md"], "nor under another name"
    archive.convert(refresh=True)
    assert archive.names == ["2012/03/dam-opens.md", "2012/03/other.md"]
    (archive.settings.articles / "2012/03/dam-opens.md").unlink()
    archive.convert()
    archive.raw("a.txt", article(body="A new text."))
    archive.convert()
    assert archive.document("2012/03/dam-opens.md").body == "A new text."


def test_a_bad_article_is_refused_and_the_others_are_made(archive: Archive) -> None:
    archive.raw("a.txt", article("Bad", body="explode") + "\n%%\n" + article("Good"))
    archive.raw("b.jpg.txt", b"\xff\xd8\xff")
    archive.raw("c.txt", b"\xfe\xfe")
    for _ in range(2):
        report = archive.convert()
        assert archive.names == ["2012/03/good.md"]
        assert [(r.path, r.record) for r in report.refused] == [("a.txt", 0), ("b.jpg.txt", None), ("c.txt", None)]
        assert "exploded" in report.refused[0].reason
        assert not report.nothing_lost
        assert report.missing == []
    assert "a.txt, article 1: it could not be converted" in "\n".join(report.lines())


def test_a_raw_file_that_is_refused_later_keeps_its_article(archive: Archive) -> None:
    archive.raw("a.txt", article())
    archive.convert()
    archive.raw("a.txt", b"\xff\xd8\xff")
    report = archive.convert(prune=True)
    assert archive.names == ["2012/03/dam-opens.md"]
    assert (report.missing, report.removed, len(report.refused)) == ([], [], 1)


def test_a_markdown_file_that_cannot_be_read_is_neither_touched_nor_made_twice(archive: Archive) -> None:
    archive.raw("a.txt", article())
    archive.convert()
    archive.edit("2012/03/dam-opens.md", "title: Dam Opens", "title: [Dam")
    before = archive.bytes()
    assert archive.convert().written == 0
    archive.forget()
    assert archive.convert().written == 0
    archive.raw("a.txt", article(body="Changed."))
    archive.convert(refresh=True)
    assert archive.bytes()["2012/03/dam-opens.md"] == before["2012/03/dam-opens.md"]


def test_new_rules_change_nothing_until_a_refresh_and_a_dry_run_shows_what(archive: Archive) -> None:
    archive.raw("a.txt", article())
    archive.raw("b.txt", article("Second"))
    archive.convert()
    archive.edit("2012/03/second.md", "title: Second", "title: Mine")
    archive.settings.rules.mkdir()
    (archive.settings.rules / "suffix.txt").write_text("!")
    assert archive.convert().written == 0
    before, catalog = archive.bytes(), (archive.settings.state / "catalog.sqlite").read_bytes()
    report = archive.convert(refresh=True, dry_run=True)
    assert archive.bytes() == before
    assert (archive.settings.state / "catalog.sqlite").read_bytes() == catalog
    assert [(c.article, c.field, c.rule, c.before, c.after) for c in report.changes] == [
        ("2012/03/dam-opens.md", "title", "test.title", "Dam Opens", "Dam Opens!")
    ]
    shown = "\n".join(report.lines())
    assert "title in 1 article" in shown and "+ Dam Opens!" in shown
    assert report.to_json()["changes"][0]["after"] == "Dam Opens!"
    archive.convert(refresh=True)
    assert archive.document("2012/03/dam-opens.md").front["title"] == "Dam Opens!"
    assert archive.document("2012/03/second.md").front["title"] == "Mine"


def test_a_dry_run_of_a_new_archive_writes_nothing(archive: Archive) -> None:
    archive.raw("a.txt", article())
    archive.raw("b.txt", article())
    report = archive.convert(dry_run=True)
    assert (report.new, report.written, len(report.duplicates)) == (1, 1, 1)
    assert not archive.settings.articles.exists()
    assert not archive.settings.state.exists()


def test_files_from_elsewhere_are_written_into_the_archive(archive: Archive, tmp_path: Path) -> None:
    archive.raw("a.txt", article())
    archive.convert()
    for name, title in (("x/one.txt", "One"), ("x/y/two.txt", "Two"), ("x/a.txt", "Three")):
        path = tmp_path / "elsewhere" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article(title, body=title))
    report = archive.convert(tmp_path / "elsewhere")
    assert report.read == report.new == 3
    raw = archive.document("2012/03/two.md").raw
    assert raw is not None and (raw.file, raw.outside) == ("x/y/two.txt", True)
    report = archive.convert(prune=True)
    assert (report.missing, report.removed, report.written) == ([], [], 0)
    assert len(archive.names) == 4
    assert counts(archive.convert(tmp_path / "elsewhere")) == (0, 0, 3, 0)


def test_a_part_of_the_raw_folder_is_converted_alone(archive: Archive) -> None:
    archive.raw("a/one.txt", article("One"))
    archive.raw("ab/two.txt", article("Two", body="Two."))
    report = archive.convert(archive.settings.raw / "a")
    assert archive.names == ["2012/03/one.md"]
    assert report.read == 1
    archive.convert()
    report = archive.convert(archive.settings.raw / "ab" / "two.txt")
    assert (report.read, report.missing) == (1, [])
    assert archive.convert().written == 0


def test_open_doubts_are_reported_until_a_person_changes_the_value(archive: Archive) -> None:
    archive.raw("a.txt", article(note="glued"))
    for forget in (False, False, True):
        if forget:
            archive.forget()
        report = archive.convert()
        assert [(name, doubt.kind) for name, doubt in report.doubts] == [("2012/03/dam-opens.md", "glued headline")]
    archive.edit("2012/03/dam-opens.md", "title: Dam Opens", "title: Dam")
    assert archive.convert().doubts == []


def test_a_damaged_catalog_is_made_anew_with_the_same_result(archive: Archive) -> None:
    for number in range(4):
        archive.raw(f"{number}.txt", article(f"Story {number}", body="" if number == 3 else f"Text {number}"))
    archive.convert()
    archive.edit("2012/03/story-1.md", "title: Story 1", "title: Mine")
    archive.convert()
    before = archive.bytes()
    path = archive.settings.state / "catalog.sqlite"
    whole = path.read_bytes()
    for damaged in (b"", b"noise" * 999, whole[: len(whole) // 2], whole[:5000] + b"\xff" * 3000 + whole[8000:]):
        path.write_bytes(damaged)
        report = archive.convert()
        assert (report.written, report.kept) == (0, 4)
        assert archive.bytes() == before
        with Catalog.open(archive.settings.state) as catalog:
            assert not catalog.is_new
            assert len(catalog.records()) == 4


class _Backwards(Executor):
    """Does everything at once, when the first result is asked for, last task first."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Future[Any], Any, Any]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        outer = self

        class Lazy(Future[Any]):
            def result(self, timeout: float | None = None) -> Any:
                while outer._waiting:
                    future, function, arguments = outer._waiting.pop()
                    future.set_result(function(*arguments))
                return super().result(timeout)

        future = Lazy()
        self._waiting.append((future, fn, args))
        return future


def test_any_number_of_workers_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_TASK_FILES", 3)
    results = []
    for name in ("one process", "backwards", "our own two"):
        archive = Archive(tmp_path / name)
        for number in range(40):
            same = article("Briefs", body=f"Text {number % 25}.")
            archive.raw(f"{number % 7}/{number}.txt", same if number % 3 else article(f"Story {number}", "", "explode"))
        if name == "our own two":
            monkeypatch.setattr(pool, "FEW_BYTES", 0)
            archive.settings = replace(archive.settings, jobs=2)
        report = archive.convert(executor=_Backwards() if name == "backwards" else None)
        results.append((archive.bytes(), report.to_json()))
    assert results[0] == results[1] == results[2]
    assert len(results[0][0]) > 15


class _GivesUp(Executor):
    """Does every second task, and gives the others up."""

    def __init__(self, error: Exception) -> None:
        self.tasks = 0
        self._error = error

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.tasks += 1
        if self.tasks % 2:
            future.set_exception(self._error)
        else:
            future.set_result(fn(*args))
        return future


def test_what_an_executor_gives_up_is_done_here(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pool, "_TASK_FILES", 1)
    for number in range(5):
        archive.raw(f"{number}.txt", article(f"Story {number}", body=f"Text {number}."))
    archive.convert()
    expected = archive.bytes()
    archive.forget()
    for path in archive.settings.articles.rglob("*.md"):
        path.unlink()
    unlucky = _GivesUp(RuntimeError("its workers died of it"))
    assert archive.convert(executor=unlucky).written == unlucky.tasks == 5
    assert archive.bytes() == expected
    assert "what the executor gave up is done here: its workers died of it" in caplog.text


def test_an_executor_whose_workers_lack_backfile_is_no_executor(archive: Archive) -> None:
    archive.raw("a.txt", article())
    with pytest.raises(ModuleNotFoundError, match="No module named 'backfile'"):
        archive.convert(executor=_GivesUp(ModuleNotFoundError("No module named 'backfile'")))
    archive.convert()
    assert len(archive.bytes()) == 1


def test_what_a_killed_run_left_is_tidied_and_completed(archive: Archive) -> None:
    archive.raw("a.txt", article())
    archive.raw("b.txt", article("Second", body="Second."))
    folder = archive.settings.articles / "2012/03"
    folder.mkdir(parents=True)
    (folder / ".dam-opens.md.backfile-part").write_text("---\nhalf")
    archive.convert()
    expected = archive.bytes()
    assert list(expected) == ["2012/03/dam-opens.md", "2012/03/second.md"]
    archive.forget()
    (folder / "second.md").unlink()
    archive.convert()
    assert archive.bytes() == expected


def test_provenance_is_written_as_the_format_says(archive: Archive) -> None:
    name = "odd  name: #1.txt"
    archive.raw(name, article())
    archive.convert()
    document = archive.document("2012/03/dam-opens.md")
    assert document.raw == Provenance(name, 0, hashlib.sha256(article().encode()).hexdigest())
    assert archive.convert().missing == []


def test_the_closing_report_says_what_happened(archive: Archive) -> None:
    archive.raw("a.txt", article(note="glued"))
    archive.raw("b.txt", article(note="glued"))
    report = archive.convert()
    assert report.lines() == [
        "Read        2 raw files",
        "Articles    1 new, 0 changed, 0 as they were; 1 file written",
        "Twice       1: kept as one article",
        "  b.txt has the text of 2012/03/dam-opens.md",
        "Doubts      1 in 1 article; `backfile review` shows them",
        "       1  glued headline",
    ]
    assert report.to_json()["duplicates"] == [{"raw": "b.txt", "article": "2012/03/dam-opens.md"}]
