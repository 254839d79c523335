"""Building: what changed is written again, an incremental build equals a clean one, people's edits stay."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from pelican import Pelican, signals

from backfile.settings import SettingsError
from backfile.site.build import build_site, site_settings
from backfile.site.report import NotWholeError
from tests.archive import Archive, tree

WIRE = """Northwire

{title}

March {day:02d}, 2012

Ministers in {place} agreed on Friday to widen the harbour, the ministry said in a statement.

The work will take two years and cost about 40 million euros, according to the statement.

-- Editors: Bea Marsh, Carl Obrecht

To contact the reporter on this story: Ada Lindqvist in {place} at ada@northwire.example
"""


def wire(title: str, day: int = 2, place: str = "Oslo") -> str:
    return WIRE.format(title=title, day=day, place=place)


@pytest.fixture
def harbour(archive: Archive) -> Archive:
    archive.raw("a.txt", wire("Harbour to Be Widened After Long Dispute", 2))
    archive.raw("b.txt", wire("Second Harbour Follows the First in Plan", 3, "Bergen"))
    archive.raw("c.txt", wire("Third Harbour Waits for Its Money Still", 5, "Stavanger"))
    archive.page("about.md", "---\ntitle: About\nslug: about\n---\n\nWhat this is.\n")
    archive.build()
    return archive


def clean_copy(archive: Archive, tmp_path: Path) -> dict[str, bytes]:
    """What a build from nothing makes of the same content."""
    copy = Archive(tmp_path / "clean", archive.settings)
    shutil.copytree(archive.content, copy.content)
    copy.build()
    return copy.files()


def test_a_raw_file_becomes_an_article_page(harbour: Archive) -> None:
    (name,) = (name for name in harbour.markdown() if name.startswith("2012/03/harbour"))
    front = harbour.markdown()[name]
    assert "title: Harbour to Be Widened After Long Dispute\n" in front
    assert "date: 2012-03-02\n" in front
    page = harbour.html("2012/03/02/harbour-to-be-widened-after-long-dispute.html")
    assert page.css_first("h1").text().strip() == "Harbour to Be Widened After Long Dispute"
    assert [p.text().strip() for p in page.css("p[id^=p]")][1].startswith("The work will take two years")
    assert "ada@northwire.example" not in page.html  # type: ignore[operator]


def test_a_second_build_changes_no_byte_and_renders_nothing(harbour: Archive) -> None:
    before = {name: (harbour.output / name).stat().st_mtime_ns for name in harbour.files()}
    markdown = harbour.markdown()
    report = harbour.build()
    assert report.rendered == 0
    assert report.committed.written == ()
    assert {name: (harbour.output / name).stat().st_mtime_ns for name in harbour.files()} == before
    assert harbour.markdown() == markdown


CHANGES = {
    "a raw file added": lambda a: a.raw("d.txt", wire("Fourth Harbour Opens Early to Great Joy", 9, "Oslo")),
    "a Markdown file edited": lambda a: _edit(a, "Second Harbour Follows the First in Plan", "Second Harbour Comes"),
    "an article deleted, raw and all": lambda a: _delete(a, "c.txt", "2012/03/third"),
    "a tag added": lambda a: _edit(a, "slug: third", "tags: [harbours]\nslug: third"),
    "a day moved": lambda a: _edit(a, "date: 2012-03-05", "date: 2013-07-01"),
    "a draft": lambda a: _edit(a, "slug: third", "status: draft\nslug: third"),
    "an undated article": lambda a: a.article("undated/note.md", "---\ntitle: A note\n---\n\nOf no day.\n"),
    "another page": lambda a: a.page("rights.md", "---\ntitle: Rights\nslug: rights\n---\n\nNone.\n"),
}


def _delete(archive: Archive, raw: str, markdown: str) -> None:
    (archive.content / "raw" / raw).unlink()
    next((archive.content / "articles").glob(f"{markdown}*")).unlink()


def _edit(archive: Archive, old: str, new: str) -> None:
    for name, text in archive.markdown().items():
        if old in text:
            body = text.replace(old, new, 1)
            if new.startswith("tags:"):
                body = re.sub(r"^tags:\n(?:- .*\n)+", "", body, count=1, flags=re.M)
            (archive.content / "articles" / name).write_text(body)
            return
    raise AssertionError(f"no article holds {old!r}")


@pytest.mark.parametrize("change", CHANGES)
def test_an_incremental_build_equals_a_clean_one(harbour: Archive, change: str, tmp_path: Path) -> None:
    CHANGES[change](harbour)
    report = harbour.build()
    assert report.committed.written
    again = harbour.files()
    assert again == clean_copy(harbour, tmp_path)


def test_one_more_article_leaves_the_others_pages_alone(harbour: Archive) -> None:
    harbour.raw("d.txt", wire("Fourth Harbour Opens Early to Great Joy", 9, "Tromsø"))
    report = harbour.build()
    articles = {name for name in report.committed.written if re.fullmatch(r"\d{4}/\d\d/\d\d/[^/]+\.html", name)}
    articles = {name for name in articles if not name.endswith("index.html")}
    assert articles == {
        "2012/03/09/fourth-harbour-opens-early-to-great-joy.html",
        "2012/03/05/third-harbour-waits-for-its-money-still.html",  # its later neighbour is new
    }


def test_a_lost_catalog_costs_time_alone(harbour: Archive) -> None:
    before, markdown = harbour.files(), harbour.markdown()
    (harbour.output / "CNAME").write_text("wire.example")
    (harbour.output / "2012/03/02/left-over.html").write_text("of an article that is no more")
    shutil.rmtree(harbour.home / ".backfile")
    harbour.build()
    assert harbour.files() == {**before, "CNAME": b"wire.example"}
    assert harbour.markdown() == markdown


def test_a_page_that_was_damaged_is_mended(harbour: Archive) -> None:
    before = harbour.files()
    (harbour.output / "index.html").write_text("oops")
    (harbour.output / "feed.atom").unlink()
    assert harbour.build().rendered == 2
    assert harbour.files() == before


def test_another_theme_or_setting_rebuilds_what_shows_it(harbour: Archive) -> None:
    report = harbour.build(SITENAME="The Harbour Gazette")
    assert report.rendered == report.pages
    assert "The Harbour Gazette" in harbour.text("index.html")


def test_a_markdown_file_that_cannot_be_read_is_named_and_the_rest_is_built(harbour: Archive) -> None:
    harbour.article("2012/03/broken.md", "---\ntitle: [\n---\n\nText.\n")
    harbour.article("2012/03/latin.md", "x").write_bytes(b"---\ntitle: caf\xe9\n---\n")
    harbour.article("2012/03/day.md", "---\ntitle: A\ndate: 2012-02-31\n---\n\nText.\n")
    report = harbour.build()
    assert [refusal.path for refusal in report.refusals] == [
        "2012/03/broken.md",
        "2012/03/day.md",
        "2012/03/latin.md",
    ]
    assert all("by hand" in refusal.mend for refusal in report.refusals)
    assert report.articles == 3
    assert report.ok


def test_strict_fails_when_a_file_is_left_out(harbour: Archive) -> None:
    harbour.article("2012/03/broken.md", "---\ntitle: [\n---\n\nText.\n")
    assert not harbour.build(BACKFILE_STRICT=True).ok
    overrides = {"SITENAME": "Test archive", "BACKFILE_JOBS": 1, "BACKFILE_STRICT": True}
    settings = site_settings(content=harbour.content, output=harbour.output, overrides=overrides)
    with pytest.raises(NotWholeError, match=r"broken\.md"):
        Pelican(settings).run()


def test_an_article_by_hand_needs_no_raw_file(archive: Archive) -> None:
    archive.article(
        "2011/05/by-hand.md",
        "---\ntitle: By hand\ndate: 2011-05-04\n---\n\nText with *stress*.\n\n- and\n- a list\n",
    )
    archive.article("nothing.md", "No front matter at all, only words.\n")
    archive.build()
    assert archive.html("2011/05/04/by-hand.html").css_first("em").text() == "stress"
    page = archive.html("undated/nothing.html")
    assert page.css_first("h1").text().strip().startswith("No front matter at all")


def test_an_empty_archive_is_a_site_too(archive: Archive) -> None:
    report = archive.build()
    assert report.articles == 0
    assert archive.html("index.html").css_first("h1") is not None


def test_two_files_with_one_address_are_both_published(archive: Archive) -> None:
    for folder in ("a", "b"):
        archive.article(f"{folder}/same.md", f"---\ntitle: Same\ndate: 2012-01-01\n---\n\nText {folder}.\n")
    report = archive.build()
    assert report.articles == 2
    names = sorted(name for name in archive.files() if name.startswith("2012/01/01/same"))
    assert len(names) == 2
    assert names[0].startswith("2012/01/01/same-")


def test_a_slug_of_a_persons_cannot_leave_the_output(archive: Archive) -> None:
    archive.article(
        "x.md",
        "---\ntitle: X\nslug: ../../../etc/passwd\n"
        "redirect_from: [../../out.html, /abs.html, old.html]\n---\n\nText.\n",
    )
    archive.build()
    assert sorted(p.name for p in archive.home.iterdir()) == [".backfile", "content", "output"]
    assert "undated/etcpasswd.html" in archive.files()
    assert 'url=./undated/etcpasswd.html"' in archive.text("old.html")


def test_deleting_the_output_first_is_refused(archive: Archive) -> None:
    with pytest.raises(SettingsError, match="DELETE_OUTPUT_DIRECTORY"):
        archive.build(DELETE_OUTPUT_DIRECTORY=True)


def test_a_setting_with_a_slip_is_named(archive: Archive) -> None:
    with pytest.raises(SettingsError, match="BACKFILE_SERCH is no setting"):
        archive.build(BACKFILE_SERCH=False)


def test_pelicans_own_command_walks_the_whole_way(
    harbour: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = site_settings(
        content=harbour.content,
        output=tmp_path / "other",
        overrides={"SITENAME": "Test archive", "BACKFILE_JOBS": 1},
    )
    Pelican(settings).run()
    assert "Processed 3 articles" in capsys.readouterr().out
    assert tree(tmp_path / "other") == harbour.files()


def test_pelican_may_run_again_and_again_in_one_process(harbour: Archive) -> None:
    """As `pelican --autoreload` does: one object, many runs, raw files that arrive in between."""
    settings = site_settings(
        content=harbour.content,
        output=harbour.output,
        overrides={"SITENAME": "Test archive", "BACKFILE_JOBS": 1},
    )
    pelican = Pelican(settings)
    pelican.run()
    harbour.raw("d.txt", wire("Fourth Harbour Opens Early to Great Joy", 9, "Oslo"))
    pelican.run()
    assert "2012/03/09/fourth-harbour-opens-early-to-great-joy.html" in harbour.files()


def test_stock_plugins_run_unchanged(archive: Archive) -> None:
    archive.raw("a.txt", wire("Harbour to Be Widened After Long Dispute", 2))
    archive.raw("b.txt", wire("Second Harbour Follows the First in Plan", 3, "Bergen"))
    receivers = {name: dict(signal.receivers) for name, signal in vars(signals).items() if hasattr(signal, "receivers")}
    try:
        archive.build(PLUGINS=["backfile", "sitemap"], SITEURL="https://wire.example", SITEMAP={"format": "xml"})
        first = archive.text("sitemap.xml")
        archive.build(PLUGINS=["backfile", "sitemap"], SITEURL="https://wire.example", SITEMAP={"format": "xml"})
    finally:
        for name, known in receivers.items():
            signal = getattr(signals, name)
            for key, receiver in list(signal.receivers.items()):
                if key not in known:
                    signal.disconnect(receiver())
    for day in ("02/harbour-to-be-widened-after-long-dispute", "03/second-harbour-follows-the-first-in-plan"):
        assert f"https://wire.example/2012/03/{day}.html" in first
    assert archive.text("sitemap.xml").count("<loc>") == first.count("<loc>")


def test_a_settings_file_is_five_lines(tmp_path: Path) -> None:
    conf = tmp_path / "pelicanconf.py"
    conf.write_text("SITENAME = 'Five Lines'\nPATH = 'content'\nTIMEZONE = 'UTC'\nPLUGINS = ['backfile']\n")
    archive = Archive(tmp_path)
    archive.raw("a.txt", wire("Harbour to Be Widened After Long Dispute", 2))
    report = build_site(settings_file=conf, overrides={"BACKFILE_JOBS": 1})
    assert report.articles == 1
    assert "Five Lines" in archive.text("index.html")
