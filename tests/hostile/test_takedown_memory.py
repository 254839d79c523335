"""Taking down where facts are kept, texts are read again and whole builds are passed over."""

from __future__ import annotations

import os
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from pelican import Pelican

from backfile import lock
from backfile.settings import Settings
from backfile.site.build import site_settings
from backfile.site.facts import NAME as FACTS
from backfile.site.facts import Facts, Memory, facts_of, files
from backfile.site.texts import Texts
from backfile.takedown import TakedownError, Takedowns, WithheldError, listing
from backfile.takedown.words import forms_of
from tests.archive import Archive

NAME, FAMILY = "Zorabelle Qwyzzlebrook", "Qwyzzlebrook"
OPENING = "The pier at Ostvik was opened again on Friday after a winter of repairs, the harbour board said."
BROKEN = f"{OPENING} Zora*bel*le &#81;wyzzle**brook** was there."
DECISION = listing.Decision(date(2026, 11, 25), "The desk", "By order of a court")


def markdown(title: str, body: str = OPENING, day: int = 2) -> str:
    return f"---\ntitle: {title}\ndate: 2012-03-{day:02}\nsource: Northwire\n---\n\n{body}\n"


def with_person(known: listing.Listing, stand_in: str = "Z. Q.") -> listing.Listing:
    marks = tuple(known.key.mark(form) for form in forms_of(NAME))
    return known.with_person(listing.TakenPerson(DECISION, stand_in, marks, (known.key.mark((FAMILY.casefold(),)),)))


def without_page(known: listing.Listing, address: str) -> listing.Listing:
    known_by = frozenset({known.key.of(f"page:{address}")})
    return known.with_article(listing.TakenArticle(listing.REMOVE, DECISION, known_by, address))


def put(archive: Archive, known: listing.Listing) -> Path:
    path = archive.content / listing.NAME
    path.write_text(listing.dump(known), encoding="utf-8")
    return path


@pytest.fixture
def pier(archive: Archive) -> Archive:
    """Three articles: one names the person, one does in a form that cannot be replaced, one is to be removed."""
    archive.article("2012/03/named.md", markdown("Board Sues", f"{OPENING} It named {NAME} on Friday."))
    archive.article("2012/03/gone.md", markdown("Ferries Rise", f"{OPENING} The rise was asked for.", day=3))
    archive.article("2012/03/plain.md", markdown("Pier Painted", day=4))
    return archive


def stored(archive: Archive) -> str:
    """Every byte of what is kept for the next build, but for what no text is in."""
    state = archive.home / ".backfile"
    return "".join(path.read_bytes().decode("utf-8", "replace") for path in sorted(state.glob("*")) if path.is_file())


@pytest.mark.parametrize("workers", [1, 3])
def test_facts_hold_nothing_of_what_was_taken_down(tmp_path: Path, workers: int) -> None:
    """From 200 files on, copies of the process read them."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for n in range(220):
        (folder / f"{n:03}.md").write_text(markdown(f"Note {n}", f"{OPENING} Note {n}: {NAME} and Mr. {FAMILY}."))
    (folder / "gone.md").write_text(markdown("Gone Is This"))
    (folder / "broken.md").write_text(markdown("Broken", BROKEN))
    (folder / "plain.md").write_text(markdown("Plain"))
    takedowns = Takedowns(without_page(with_person(listing.new()), "2012/03/02/gone.html"))
    found = files(folder)
    for _ in range(2):  # read, and out of what is kept
        read = Memory(tmp_path / "state", takedowns, allow_html=False).facts(found, workers)
        came = dict(zip((file.name for file in found), read, strict=True))
        assert came.pop("gone.md") is None
        assert isinstance(came.pop("broken.md"), WithheldError)
        plain = came.pop("plain.md")
        assert isinstance(plain, Facts) and not plain.is_veiled
        assert len(came) == 220
        for facts in came.values():
            assert isinstance(facts, Facts) and facts.is_veiled
            assert FAMILY not in repr(facts) and "Z. Q." in " ".join(facts.opening)
        kept = (tmp_path / "state" / FACTS).read_bytes()
        assert b"Plain" in kept and FAMILY.encode() not in kept and b"Gone Is" not in kept and b"broken" not in kept


def test_facts_are_read_anew_for_every_list(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/a.md").write_text(markdown("Board Sues", f"{OPENING} It named {NAME}."))
    found = files(tmp_path / "articles")

    def openings(known: listing.Listing | None) -> str:
        (facts,) = Memory(tmp_path / "state", Takedowns(known), allow_html=False).facts(found, 1)
        assert isinstance(facts, Facts)
        return " ".join(facts.opening)

    first = with_person(listing.new())
    assert NAME in openings(None)
    assert NAME not in openings(first) and "Z. Q." in openings(first)
    assert FAMILY.encode() not in (tmp_path / "state" / FACTS).read_bytes()
    assert "the master" in openings(with_person(listing.new(), "the master"))
    assert NAME in openings(listing.new())
    assert NAME in openings(None)


def test_a_text_that_changes_while_the_site_is_built_brings_nothing_back(pier: Archive) -> None:
    known = without_page(with_person(listing.new()), "2012/03/03/gone.html")
    settings = Settings.read(site_settings(content=pier.content, output=pier.output))
    takedowns = Takedowns(known)
    texts = Texts(settings, takedowns)
    path = pier.content / "articles/2012/03/plain.md"
    facts = facts_of("2012/03/plain.md", path.read_text(), takedowns)
    assert facts is not None
    texts.note("2012/03/plain.md", facts)
    assert OPENING in texts.content("2012/03/plain.md")
    path.write_text(markdown(f"By {NAME}", f"{OPENING} {NAME} came."))
    assert "Z. Q. came" in texts.content("2012/03/plain.md")
    assert texts.metadata("2012/03/plain.md")["title"] == "By Z. Q."
    path.write_text(markdown("Painted", BROKEN))
    assert texts.content("2012/03/plain.md") == ""
    path.write_text(markdown("Painted").replace("---\n\n", "slug: gone\n---\n\n").replace("-02", "-03"))
    assert texts.content("2012/03/plain.md") == "" and texts.metadata("2012/03/plain.md") == {}
    assert "It named Z. Q. on Friday" in texts.content("2012/03/named.md")  # of which nothing was noted
    assert texts.content("2012/03/gone.md") == ""


def test_no_build_is_passed_over_that_a_list_concerns(pier: Archive) -> None:
    assert pier.build().rendered > 0
    assert pier.build().rendered == 0
    assert NAME in pier.text("2012/03/02/named.html") and FAMILY in stored(pier)
    put(pier, known := with_person(listing.new()))
    pier.build()
    assert FAMILY not in stored(pier)
    assert "It named Z. Q. on Friday" in pier.text("2012/03/02/named.html")
    # The same size and the same time of change: another list all the same.
    path = pier.content / listing.NAME
    status = path.stat()
    put(pier, listing.read(listing.dump(known).replace("Z. Q.", "Z. X.")))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat().st_size == status.st_size
    pier.build()
    assert "It named Z. X. on Friday" in pier.text("2012/03/02/named.html")
    path.unlink()
    pier.build()
    assert f"It named {NAME} on Friday" in pier.text("2012/03/02/named.html")


def test_a_build_without_its_secret_fails_though_nothing_changed(
    pier: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(listing.SECRET, "long and secret")
    put(pier, with_person(listing.new()))
    pier.build()
    before = pier.files()
    assert pier.build().rendered == 0
    assert (pier.home / ".backfile/unchanged.json").exists()
    monkeypatch.delenv(listing.SECRET)
    for _ in range(2):
        with pytest.raises(TakedownError, match=listing.SECRET):
            pier.build()
    assert pier.files() == before
    monkeypatch.setenv(listing.SECRET, "long and secret")
    assert pier.build().rendered == 0


def test_every_worker_gives_the_same_bytes(pier: Archive, tmp_path: Path) -> None:
    for n in range(210):
        pier.article(f"2012/04/n{n}.md", markdown(f"Note {n}", f"{OPENING} Note {n}: {NAME} and Mr. {FAMILY}."))
    put(pier, without_page(with_person(listing.new()), "2012/03/03/gone.html"))
    shutil.copytree(pier.content, tmp_path / "other/content")
    other = Archive(tmp_path / "other", {"BACKFILE_JOBS": 3})
    pier.build(), other.build()
    assert pier.files() == other.files()
    said = "".join(pier.files()) + "".join(data.decode("utf-8", "replace") for data in pier.files().values())
    assert not re.search("qwyz|zorabelle|rise was", said, re.IGNORECASE)
    assert not re.search("qwyz|zorabelle|rise was", stored(other), re.IGNORECASE)
    assert "This article was removed" in pier.text("2012/03/03/gone.html")


def test_a_build_that_is_passed_over_says_what_was_taken_down_and_gives_the_lock_back(archive: Archive) -> None:
    text = f"Northwire\n\nFerry Prices Rise\n\nMarch 3, 2012\n\n{OPENING}\n\nThe rise was asked for by the board.\n"
    raw = archive.raw("a.txt", text)
    archive.raw("b.txt", text.replace("Rise", "Fall").replace("rise was", "fall was not"))
    archive.build()
    (name,) = (name for name, text in archive.markdown().items() if "The rise was" in text)
    known = listing.new()
    sha256 = re.search("sha256: ([0-9a-f]{64})", archive.markdown()[name])
    assert sha256
    entry = listing.TakenArticle(listing.REMOVE, DECISION, frozenset({known.key.of(f"text:{sha256[1]}")}))
    put(archive, known.with_article(entry))
    (archive.content / "articles" / name).unlink()
    raw.rename(raw.with_name("c.txt"))
    shutil.rmtree(archive.home / ".backfile")
    first, second = archive.build(), archive.build()
    assert first.conversion and second.conversion
    assert [refusal.path for refusal in second.conversion.taken_down] == ["c.txt"]
    assert (first.conversion.taken_down, second.rendered) == (second.conversion.taken_down, 0)
    for _ in range(2):  # Pelican itself, which knows no lock to give back
        given = {"SITENAME": "Test archive", "BACKFILE_JOBS": 1}
        settings = site_settings(content=archive.content, output=archive.output, overrides=given)
        Pelican(settings).run()
        assert settings["backfile_run"].is_unchanged
        assert (archive.home / ".backfile" / lock.NAME).read_bytes() == b""
