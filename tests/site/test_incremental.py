"""Whatever happens to an archive between two builds, the second one leaves what a build from nothing would."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from backfile.settings import theme_path
from backfile.site import generator
from tests.archive import Archive

PLACES = ("Oslo", "Bergen", "Turku", "Riga")
WORDS = ("Ferry", "Harbour", "Winter", "Bridge", "Strike", "Market", "Court", "Storm")


def article(number: int, rng: random.Random) -> str:
    """A Markdown article as a person would write it, one in eight of no known day."""
    day = f"date: 20{rng.randrange(10, 13)}-0{rng.randrange(1, 4)}-{rng.randrange(1, 29):02d}\n" if number % 8 else ""
    places = ", ".join(sorted(rng.sample(PLACES, rng.randrange(3))))
    return (
        f"---\ntitle: {' '.join(rng.sample(WORDS, 3))}\n{day}source: Northwire\nreporters: [Ada Quist]\n"
        f"places: [{places}]\nslug: story-{number}\n---\n\nThe {rng.choice(WORDS).lower()} was here, it was said.\n"
    )


def add(archive: Archive, rng: random.Random) -> None:
    number = rng.randrange(1000)
    archive.article(f"{rng.choice(('2011', 'loose'))}/story-{number}.md", article(number, rng))


def _any(archive: Archive, rng: random.Random) -> Path:
    return rng.choice(sorted((archive.content / "articles").rglob("*.md")))


def edit(archive: Archive, rng: random.Random) -> None:
    path = _any(archive, rng)
    path.write_text(f"{path.read_text()}\nAnd a sentence more ({rng.random()}).\n")


def remove(archive: Archive, rng: random.Random) -> None:
    if len(list((archive.content / "articles").rglob("*.md"))) > 1:
        _any(archive, rng).unlink()


def rename(archive: Archive, rng: random.Random) -> None:
    path = _any(archive, rng)
    path.rename(path.with_name(f"moved-{rng.randrange(1000)}.md"))


def _replaced(archive: Archive, rng: random.Random, key: str, value: str) -> None:
    path = _any(archive, rng)
    lines = path.read_text().split("\n")
    body = lines.index("---", 1)
    kept = [line for line in lines[1:body] if not line.startswith(f"{key}:")]
    path.write_text("\n".join(["---", *kept, f"{key}: {value}", *lines[body:]]))


def retag(archive: Archive, rng: random.Random) -> None:
    _replaced(archive, rng, "places", f"[{rng.choice(PLACES)}]")


def redate(archive: Archive, rng: random.Random) -> None:
    _replaced(archive, rng, "date", f"201{rng.randrange(5)}-0{rng.randrange(1, 10)}-11")


def flip(archive: Archive, rng: random.Random) -> None:
    _replaced(archive, rng, "status", rng.choice(("draft", "published")))


def spoil(archive: Archive, rng: random.Random) -> None:
    _replaced(archive, rng, "date", "some day in spring")


def page(archive: Archive, rng: random.Random) -> None:
    archive.page("about.md", f"---\ntitle: About {rng.randrange(3)}\nslug: about\n---\n\nWhat this is.\n")


def theme(archive: Archive, rng: random.Random) -> None:
    own = archive.home / "theme"
    if not own.exists():
        shutil.copytree(theme_path(), own)
    footer = own / "templates" / "partials" / "footer.html"
    footer.write_text(f"{footer.read_text()}<!-- {rng.randrange(1000)} -->\n")
    archive.settings["THEME"] = str(own)


def setting(archive: Archive, rng: random.Random) -> None:
    archive.settings["SITESUBTITLE"] = rng.choice(("", "Since 1901", "Daily"))


def damage(archive: Archive, rng: random.Random) -> None:
    path = rng.choice(sorted(p for p in archive.output.rglob("*.html")))
    path.write_text("oops") if rng.random() < 0.5 else path.unlink()


def kill(archive: Archive, rng: random.Random) -> None:
    """A build that ends in the middle of its pages."""
    edit(archive, rng)
    real = generator.render

    def stopped(pages: list[object], *args: object, **kwargs: object) -> None:
        real(pages[: len(pages) // 2], *args, **kwargs)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generator, "render", stopped)
        with pytest.raises(KeyboardInterrupt):
            archive.build()


STEPS: tuple[Callable[[Archive, random.Random], None], ...] = (
    *(add, add, edit, edit, remove, rename, retag, redate, flip, spoil),
    *(page, theme, setting, damage, kill),
)


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate],  # a shorter sequence would not say more than the steps' names do
)
@given(st.integers(0, 10**6), st.lists(st.lists(st.sampled_from(STEPS), max_size=3), min_size=2, max_size=4))
def test_builds_one_after_the_other_leave_what_one_from_nothing_does(
    seed: int, rounds: list[list[Callable[[Archive, random.Random], None]]]
) -> None:
    rng = random.Random(seed)
    with TemporaryDirectory() as folder:
        archive = Archive(Path(folder) / "here", {"BACKFILE_SEARCH": False, "BACKFILE_PAGE_SIZE": 3})
        for number in range(9):
            archive.article(f"2011/story-{number}.md", article(number, rng))
        archive.build()
        for steps in rounds:
            for step in steps:
                step(archive, rng)
            archive.build()
            clean = Archive(Path(folder) / "clean", archive.settings)
            shutil.rmtree(clean.home, ignore_errors=True)
            shutil.copytree(archive.content, clean.content)
            clean.build()
            assert archive.files() == clean.files()


def test_the_bytes_are_the_same_for_any_number_of_workers(tmp_path: Path) -> None:
    built = []
    for jobs in (1, 3):
        archive = Archive(tmp_path / str(jobs), {"BACKFILE_SEARCH": False, "BACKFILE_JOBS": jobs})
        for number in range(260):
            archive.article(f"2011/story-{number}.md", article(number, random.Random(number)))
        archive.build()
        built.append(archive.files())
    assert built[0] == built[1]
    assert len(built[0]) > 400, "enough for the work to be shared out"


def test_a_build_that_finds_nothing_changed_says_what_a_whole_one_would(archive: Archive) -> None:
    for number in range(9):
        archive.article(f"2011/story-{number}.md", article(number, random.Random(number)))
    archive.page("about.md", "---\ntitle: About\nslug: about\n---\n\nWhat this is.\n")
    archive.build()
    at_once = archive.build()
    (archive.home / ".backfile" / "unchanged.json").unlink()
    in_full = archive.build()
    assert [line for line in at_once.lines() if not line.startswith("Took")] == [
        line for line in in_full.lines() if not line.startswith("Took")
    ]
    said = [report.to_json() for report in (at_once, in_full)]
    for report in said:
        report["seconds"] = 0
        for key in ("seconds", "files", "bytes"):  # of the list of bundles, which a whole build writes anew
            del report["search"][key]
    assert said[0] == said[1]


@pytest.mark.parametrize("what", ["article", "page", "output", "setting"])
def test_a_change_is_never_taken_for_none(archive: Archive, what: str) -> None:
    path = archive.article("2011/a.md", article(1, random.Random(1)))
    about = archive.page("about.md", "---\ntitle: About\nslug: about\n---\n\nWhat this is.\n")
    archive.build()
    archive.build()
    if what == "article":
        path.write_text(path.read_text().replace("was here", "stood there"))
    elif what == "page":
        about.write_text(about.read_text().replace("What this is", "What that was"))
    elif what == "output":
        (archive.output / "index.html").unlink()
    else:
        archive.settings["SITESUBTITLE"] = "Daily"
    assert archive.build().committed.written


def test_where_nothing_changed_nothing_is_loaded(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.article("2011/a.md", article(1, random.Random(1)))
    archive.build()

    def fail(*_: object) -> None:
        raise AssertionError("there is nothing to load")

    monkeypatch.setattr(generator, "load", fail)
    report = archive.build()
    assert (report.articles, report.rendered) == (1, 0)


def test_why_a_page_is_made_anew(archive: Archive) -> None:
    front, page = "index.html", "2011/03/02/story.html"
    text = "---\ntitle: Ferry\ndate: 2011-03-02\nslug: story\n---\n\nIt was here.\n"
    path = archive.article("2011/a.md", text)

    def why(name: str, **overrides: object) -> str:
        return dict(archive.build(backfile_why=(name,), **overrides).why)[name]

    assert why(page) == "is made anew with all others: nothing is known of what stands in the output"
    assert why(page) == "stands as it is: nothing has changed"
    assert why("no/such.html") == "is no page of this site"
    path.write_text(text.replace("was here", "stood there"))
    assert why(page).startswith("is made anew: its text, ")
    archive.article("2011/b.md", text.replace("story", "other").replace("Ferry", "Bridge"))
    assert why("2011/03/02/other.html") == "is new"
    (archive.output / front).write_text("oops")
    assert why(front) == "is made anew: something other than Backfile changed its file"
    (archive.output / front).unlink()
    assert why(front) == "is made anew: its file was gone from the output"
    assert why(front, SITESUBTITLE="Daily") == "is made anew with all others: a setting changed"
    path.unlink()
    assert why(page, SITESUBTITLE="Daily") == "is no page of this site"
