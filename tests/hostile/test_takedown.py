"""What is taken down is gone: a canary that stood wherever an article's text can reach is afterwards found nowhere.

Every byte is searched, of what is published and of what Backfile keeps for itself: gzipped files are unpacked, SQLite's
are read as bytes too, and names of files count.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backfile.cli import main
from backfile.site.build import build_site
from backfile.takedown import TakedownError, listing
from tests.archive import Archive, tree

SITE = "https://wire.example/repo"
OPENING = "The pier at Ostvik was opened again on Friday after a winter of repairs, the harbour board said."
# Words that no other text has, since what searches stems them and what lists them makes slugs.
CANARY = "Qwyzzlebrook"
NAME, FAMILY, EMAIL = "Zorabelle Qwyzzlebrook", "Qwyzzlebrook", "z.qwyzzlebrook@northwire.example"

Note = Callable[[str, object], None]
SETTINGS = f"""SITENAME = "Test archive"
PATH = "content"
OUTPUT_PATH = "output"
TIMEZONE = "UTC"
SITEURL = "{SITE}"
BACKFILE_JOBS = 1
BACKFILE_PUBLISH_EMAILS = True
BACKFILE_PUBLISH_RAW = True
"""


def wire(title: str, *paragraphs: str, byline: str = "Ada Marsh", day: int = 2) -> str:
    return "\n\n".join(
        (
            "Northwire",
            title,
            f"By {byline}",
            f"March {day}, 2012",
            f"OSTVIK (Northwire) - {OPENING}",
            *paragraphs,
            "The ferries will sail twice a day until the end of September, according to the board.",
            f"To contact the reporter on this story: {byline} in Ostvik at {EMAIL}\n",
        )
    )


def everywhere() -> str:
    """An article by hand that says the name under every key, and in the body in every form."""
    person = {"name": NAME, "location": f"{FAMILY} House", "email": EMAIL}
    values = {
        "title": f"Pier Board Sues {NAME}, Records Show",
        "date": "2012-03-05",
        "source": f"The {NAME} Gazette",
        "dateline": NAME.upper(),
        "reporters": [person, "Bea Lind"],
        "editors": [NAME],
        "contributors": [{"name": f"{FAMILY}, Zorabelle"}],
        "places": [f"{NAME} Square", "Ostvik"],
        "organisations": [f"{NAME} & Sons"],
        "people": [NAME, "Carl Obrecht"],
        "topics": [{"name": f"trial of {NAME}", "code": "x"}],
        "tags": [NAME, "pier"],
        "corrections": [f"An earlier version misspelt {NAME}."],
        "url": f"https://wire.example/{NAME.replace(' ', '-').lower()}-sued",
        "slug": "pier-board-sues-zorabelle-qwyzzlebrook",
        "redirect_from": ["old/zorabelle-qwyzzlebrook.html", "old/pier.html"],
        "raw": {"file": "2012/zorabelle%20qwyzzlebrook.txt", "sha256": "a" * 64},
        "also": [{"file": f"{NAME}.txt", "sha256": "b" * 64}],
        "lang": "en",
        "note": {NAME: [f"said {NAME}"]},
    }
    body = (
        f"{OPENING}\n\nThe board named {NAME} on Friday. Mr. {FAMILY}'s lawyer said {FAMILY.upper()} would appeal.\n\n"
        f"> It was {NAME.lower()}, or **{NAME}**, or Zorabelle\n> {FAMILY}, or Zorabelle_{FAMILY}.\n\n"
        f"Write to {EMAIL}, [the page](https://wire.example/{NAME.replace(' ', '%20')}) or @Zorabelle{FAMILY}.\n\n"
        f"{unicodedata.normalize('NFKD', 'Zórabelle')} Qwyzzle\u00adbrook and {FAMILY}, Zorabelle are one.\n"
    )
    return "\n".join(("---", *(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in values.items()), "---", "", body))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """An archive of which one raw article, one by hand and one more speak of the person; built."""
    archive = Archive(tmp_path_factory.mktemp("takedown") / "archive")
    archive.raw(
        f"2012/{NAME}.txt",
        wire(f"Harbour Master {NAME} Resigns", f"{NAME} had led the harbour of Ostvik for nine years.", byline=NAME),
    )
    archive.raw(
        "2012/other.txt", wire("Ferry Prices Rise", f"The rise was asked for by {NAME}, the board said.", day=3)
    )
    archive.raw("2012/plain.txt", wire("Pier Painted Green", "The paint was given by a shop in Bergen.", day=4))
    archive.article("2012/03/by-hand.md", everywhere())
    (archive.home / "pelicanconf.py").write_text(SETTINGS)
    build_site(settings_file=archive.home / "pelicanconf.py", content=archive.content, output=archive.output)
    return archive


@pytest.fixture
def pier(built: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """A copy of it to take from; commands run in its folder."""
    shutil.copytree(built.home, tmp_path / "archive")
    monkeypatch.chdir(tmp_path / "archive")
    return Archive(tmp_path / "archive")


def searched(data: bytes) -> Iterator[str]:
    """The texts of a file: as it stands, and unpacked."""
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    yield data.decode("utf-8", "replace")
    yield data.decode("utf-16-le", "replace")


def holding(folder: Path, canary: str = CANARY) -> list[str]:
    """The files below a folder that hold the canary in any form, or bear it in their names."""
    bare = re.compile(r"[\W_]+")
    wanted = bare.sub("", canary.casefold())
    found = []
    for name, data in tree(folder).items():
        texts = (name, *searched(data))
        if any(wanted in bare.sub("", unicodedata.normalize("NFKC", text).casefold()) for text in texts):
            found.append(name)
    return found


def size_of(folder: Path) -> int:
    """How many bytes were searched there, unpacked."""
    return sum(len(text.encode()) for data in tree(folder).values() for text in [next(searched(data))])


def the_page(archive: Archive, sign: str) -> str:
    (name,) = (n for n, t in archive.markdown().items() if sign in t)
    text = archive.markdown()[name]
    slug, date = re.search(r"^slug: (.+)$", text, re.M), re.search(r"^date: (.+)$", text, re.M)
    assert slug and date
    return f"{date[1].replace('-', '/')}/{slug[1]}.html"


def decided(*more: str) -> list[str]:
    return [*more, "--by", "The desk", "--reason", "By order of a court"]


def test_the_canary_is_everywhere_before(pier: Archive) -> None:
    """Else its absence would prove nothing."""
    found = holding(pier.output)
    for kind in (
        r"^index\.html",
        r"^2012/index|^2012/03/index",
        r"^2012/03/05/[\w-]*qwyzzlebrook\.html",
        r"^old/",
        r"^reporters/.*qwyz",
        r"^editors/.*qwyz",
        r"^sources/.*qwyz",
        r"^people/.*qwyz",
        r"^places/.*qwyz",
        r"^organisations/",
        r"^topics/",
        r"^feed\.atom",
        r"^reporters/.*/feed\.atom",
        r"^sitemap-2012\.xml",
        r"^search/.*pf_fragment",
        r"^search/.*pf_index",
        r"^search/.*articles\.json",
        r"^manifest-sha256\.txt",
    ):
        assert any(re.search(kind, name) for name in found), kind
    assert "catalog.sqlite" in holding(pier.home / ".backfile")


def test_a_removed_article_is_gone_and_its_page_says_so(pier: Archive, record_property: Note) -> None:
    page = the_page(pier, "Harbour Master")
    text = pier.text(page)
    marks = ("Harbour Master", "had led the harbour")
    assert all(mark in text for mark in marks)
    assert main(["takedown", "remove", *decided(f"{SITE}/{page}"), "--hide-url", "--delete"]) == 0
    assert main(["build", "-q"]) == 0
    for mark in marks:
        for folder in (pier.output, pier.home / ".backfile", pier.content):
            assert holding(folder, mark) == [], (mark, folder)
            record_property("bytes searched", size_of(folder))
    notice = next(name for name in pier.files() if "/removed-" in name)
    assert notice.startswith("2012/03/02/removed-")
    shown = pier.html(notice)
    main_text = " ".join((shown.css_first("main") or shown).text().split())
    assert "This article was removed" in main_text and "By order of a court" in main_text
    assert shown.css_first("meta[name=robots]").attributes["content"] == "noindex"  # type: ignore[union-attr]
    assert "desk" not in main_text
    assert page not in pier.files()
    assert all(notice not in pier.text(name) for name in pier.files() if name.startswith("sitemap"))
    assert (pier.content / "raw" / "2012" / "other.txt").exists()


def test_it_may_keep_its_address(pier: Archive) -> None:
    page = the_page(pier, "Ferry Prices")
    assert main(["takedown", "remove", *decided("content/raw/2012/other.txt")]) == 0
    assert main(["build", "-q"]) == 0
    assert "This article was removed" in pier.text(page)
    assert holding(pier.output, "asked for by") == []
    assert holding(pier.output, "ferry-prices") == [page, "manifest-sha256.txt"]
    assert (pier.content / "raw/2012/other.txt").exists()


@pytest.mark.parametrize("form", ["same", "other", "json"])
def test_what_was_removed_comes_back_never(pier: Archive, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    raw = pier.content / "raw/2012/other.txt"
    text = raw.read_text()
    assert main(["takedown", "remove", *decided(the_page(pier, "Ferry Prices")), "--delete"]) == 0
    assert not raw.exists()
    if form == "same":
        pier.raw("found/again.txt", text)
    elif form == "other":
        changed = text.replace("Northwire\n\n", "Southwire\n\nADVERTISEMENT\n\n", 1).replace(
            "twice a day", "once a day"
        )
        pier.raw("found/again.txt", f"{changed}\n\nMost read today: the weather of the week in the north\n")
    else:
        pier.raw("found/again.json", json.dumps({"headline": "Prices of Ferries", "date": "2013-01-01", "text": text}))
    capsys.readouterr()
    assert main(["build", "--strict", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["conversion"]["refused"] == []
    (gone,) = report["conversion"]["taken_down"]
    assert gone["path"].startswith("found/again") and "was taken down on" in gone["refused"]
    assert report["articles"] == 3
    assert holding(pier.output, "asked for by") == []
    assert main(["build", "-q"]) == 0
    assert holding(pier.output, "asked for by") == []


def test_other_articles_of_the_kind_are_not_barred(pier: Archive) -> None:
    assert main(["takedown", "remove", *decided(the_page(pier, "Ferry Prices")), "--delete"]) == 0
    rest = "Fares between the islands had been the same since the bridge was closed, and few had asked for a change."
    pier.raw("new.txt", f"Northwire\n\nFerry Prices Fall\n\nMarch 9, 2012\n\n{OPENING}\n\n{rest}\n")
    assert main(["build", "-q"]) == 0
    assert "Ferry Prices Fall" in pier.text("index.html")


def test_a_person_is_gone_from_the_whole_archive(
    pier: Archive, capsys: pytest.CaptureFixture[str], record_property: Note
) -> None:
    before = tree(pier.content)
    assert main(["takedown", "person", *decided(NAME), "--also", EMAIL, "--given"]) == 0
    said = capsys.readouterr().out
    assert "4 articles will change" in said
    assert main(["build", "-q"]) == 0
    assert holding(pier.output) == []
    assert holding(pier.output, "Zorabelle") == []
    record_property("bytes searched", 2 * size_of(pier.output))
    shown = [name for name in pier.files() if re.match(r"2012/03/0[235]/x-[0-9a-f]{10}\.html", name)]
    assert len(shown) == 2  # those whose slug had the name
    by_hand = next(name for name in shown if name.startswith("2012/03/05/"))
    text = " ".join((pier.html(by_hand).css_first("main") or pier.html(by_hand)).text().split())
    assert "The board named Z. Q. on Friday. Mr. Z. Q.'s lawyer said Z. Q. would appeal." in text
    assert "Bea Lind" in text and "Carl Obrecht" in text and "Z. Q." in text
    assert pier.text("old/pier.html")
    after = tree(pier.content)
    listed = after.pop("takedown.toml").decode()
    assert after == before  # nothing was rewritten
    assert CANARY.casefold() not in listed.casefold() and "zorabelle" not in listed.casefold()
    assert main(["check", "-q"]) == 0


def test_a_family_name_alone_is_named_and_left(pier: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    pier.raw(
        "alone.txt", wire("Board Meets", f"Nobody spoke of the {FAMILY} affair, the board said.", day=8, byline="Eve")
    )
    assert main(["build", "-q"]) == 0
    capsys.readouterr()
    assert main(["takedown", "person", *decided(NAME), "--also", EMAIL, "--stand-in", "the harbour master"]) == 0
    said = capsys.readouterr().out
    assert f"{FAMILY} affair" not in said


def test_a_name_that_cannot_be_replaced_keeps_its_article_off(
    pier: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = f"---\ntitle: Broken\ndate: 2012-03-09\n---\n\n{OPENING} Zora*bel*le &#81;wyzzle**brook** was there.\n"
    pier.article("broken.md", broken)
    assert main(["takedown", "person", *decided(NAME), "--also", EMAIL, "--given"]) == 0
    capsys.readouterr()
    assert main(["build", "--json"]) == 0
    (out,) = json.loads(capsys.readouterr().out)["left_out"]
    assert out["path"] == "broken.md" and "taken down" in out["reason"]
    assert holding(pier.output) == []


def test_vocabularies_do_not_bring_a_name_back(pier: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    """What the owner's files say of names is theirs; what was taken down is left out of it all the same."""
    folder = pier.content / "vocabulary"
    folder.mkdir()
    (folder / "people.toml").write_text('["Carl Obrecht"]\n' + f'description = "He took over from {NAME}."\n')
    (folder / "staff.toml").write_text(
        f'["{NAME}"]\naliases = ["Zed Brook"]\n["Bea Lind"]\naliases = ["{FAMILY} Bea"]\n'
    )
    front = "title: Zed\ndate: 2012-03-09\nreporters: [Zed Brook]"
    pier.article("zed.md", f"---\n{front}\n---\n\n{OPENING} Nobody else was there.\n")
    assert main(["build", "-q"]) == 0
    assert CANARY in pier.text("people/carl-obrecht/index.html")
    assert main(["takedown", "person", *decided(NAME), "--also", EMAIL, "--given"]) == 0
    capsys.readouterr()
    assert main(["build", "--json"]) == 0
    (out,) = json.loads(capsys.readouterr().out)["left_out"]
    assert out["path"] == "zed.md" and "vocabulary" in out["reason"]
    assert holding(pier.output, NAME) == []


def test_a_passage_is_taken_out(pier: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    page = the_page(pier, "Pier Painted")
    words = "paint was given by a SHOP in bergen"
    assert main(["takedown", "passage", *decided(words), "--in", page]) == 0
    assert main(["build", "-q"]) == 0
    assert "The [passage removed]." in pier.text(page)
    assert holding(pier.output, "given by a shop") == []
    assert main(["takedown", "passage", *decided("nobody ever wrote this")]) == 1


def test_an_unlisted_article_is_read_but_not_indexed(pier: Archive) -> None:
    page = the_page(pier, "Pier Painted")
    assert page in pier.text("sitemap-2012.xml") and page in pier.text("feed.atom")
    assert main(["takedown", "unlist", *decided(page)]) == 0
    assert main(["build", "-q"]) == 0
    robots = pier.html(page).css_first("meta[name=robots]")
    assert robots is not None and robots.attributes["content"] == "noindex"
    assert page not in pier.text("sitemap-2012.xml")
    assert not [name for name in pier.files() if name.endswith(".atom") and page in pier.text(name)]
    assert page in pier.text("2012/03/index.html")


def test_an_incremental_build_equals_a_clean_one(pier: Archive, tmp_path: Path) -> None:
    page = the_page(pier, "Ferry Prices")
    assert main(["takedown", "remove", *decided(page), "--delete"]) == 0
    assert main(["takedown", "person", *decided(NAME), "--also", EMAIL]) == 0
    assert main(["build", "-q"]) == 0
    assert main(["build", "-q", "--output", str(tmp_path / "clean")]) == 0
    assert tree(tmp_path / "clean") == pier.files()


def test_git_is_not_forgotten(pier: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    (pier.home / ".git").mkdir()
    page = the_page(pier, "Ferry Prices")
    assert main(["takedown", "remove", *decided(page), "--delete"]) == 0
    said = capsys.readouterr().out
    assert "history of the Git repository still holds it" in said
    assert "git filter-repo --invert-paths --path content/articles/2012/03/" in said
    assert "--path content/raw/2012/other.txt" in said and "git push --force" in said


def test_a_raw_file_of_several_articles_is_not_deleted(pier: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {"headline": f"Note {n} of the Board", "date": f"2014-01-0{n}", "text": f"{OPENING} Note {n} was read out."}
        for n in (1, 2)
    ]
    pier.raw("two.jsonl", "\n".join(map(json.dumps, rows)))
    assert main(["build", "-q"]) == 0
    assert main(["takedown", "remove", *decided("content/raw/two.jsonl")]) == 1
    assert "holds 2 articles" in capsys.readouterr().err
    assert main(["takedown", "remove", *decided(the_page(pier, "Note 1 of the Board")), "--delete"]) == 0
    assert "it holds 1 other articles" in capsys.readouterr().out
    assert main(["build", "-q", "--strict"]) == 0
    assert holding(pier.output, "Note 1 was read") == []
    assert "Note 2" in pier.text("index.html")


def test_the_list_can_be_kept_from_guessers(pier: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(listing.SECRET, "long and secret")
    assert main(["takedown", "person", *decided(NAME), "--also", EMAIL]) == 0
    assert main(["build", "-q"]) == 0
    assert holding(pier.output) == []
    for wrong in ("", "another"):
        monkeypatch.setenv(listing.SECRET, wrong)
        before = pier.files()
        assert main(["build", "-q"]) == 1
        assert pier.files() == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("salt = 1", "salt"),
        ("[[", "mend it"),
        (f'salt = "{"0" * 64}"\nperson = 1', "person"),
        (f'salt = "{"0" * 64}"\n[[person]]\nstand_in = "A."\nnames = ["x"]', "date"),
        (f'salt = "{"0" * 64}"\n[[article]]\naction = "hide"\ndate = 2026-01-01\nby = "a"\nreason = "b"', "action"),
        (f'salt = "{"0" * 64}"\n[[artcle]]\naction = "remove"', "unknown key artcle"),
        (
            f'salt = "{"0" * 64}"\n[[article]]\naction = "remove"\ndate = 2026-01-01\nby = "a"\nreason = "b"\n'
            'address = "../x.html"',
            "address",
        ),
    ],
)
def test_a_list_that_cannot_be_read_stops_the_build(
    archive: Archive, text: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else what was taken down would come back by a slip of the hand."""
    archive.raw("plain.txt", wire("Pier Painted Green"))
    monkeypatch.chdir(archive.home)
    (archive.content / "takedown.toml").write_text(text)
    capsys.readouterr()
    assert main(["build"]) == 1
    error = capsys.readouterr().err
    assert said in error and "takedown.toml" in error and error.count("\n") == 1
    assert archive.files() == {} and not (archive.content / "articles").exists()


def test_the_list_reads_as_it_was_written() -> None:
    from datetime import date

    new = listing.new()
    decision = listing.Decision(date(2026, 11, 25), 'The "desk" \\ \n\x7f', "Ünïcode")
    new = new.with_article(
        listing.TakenArticle("remove", decision, frozenset({"ab", "cd"}), "a/b.html", (1, 2**32 - 1))
    )
    new = new.with_person(listing.TakenPerson(decision, "Z. Q.", (new.key.mark(["a", "b"]),), (new.key.mark(["b"]),)))
    new = new.with_passage(listing.TakenPassage(decision, (new.key.mark(["c"]),), "[out]", frozenset({"ef"})))
    assert listing.read(listing.dump(new)) == new
    with pytest.raises(TakedownError):
        listing.read(listing.dump(new).replace("salt = ", "salt = 'x' #"))
