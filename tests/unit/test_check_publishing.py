"""What `check` says of a site's weight: made of what, how much of GitHub's limits, and what to do when it is over."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from backfile.check.publishing import Weight, check_files, check_weight, weigh

MB = 1_000_000
PAGES = ("2012/03/02/a.html", "2012/03/02/b.html")


def site(**sizes_in_mb: float) -> Weight:
    """A site of two articles that weighs what is said of each part."""
    names = {
        "articles": PAGES[0],
        "lists": "2012/index.html",
        "data": "data/2012.jsonl",
        "evidence": "2012/03/02/evidence.json",
        "search": "search/2012-aaaa/pagefind.js",
    }
    sizes = {names[part]: int(mb * MB) for part, mb in sizes_in_mb.items()}
    return weigh({PAGES[0]: 0, PAGES[1]: 0, **sizes}, PAGES)


def test_a_site_is_taken_apart() -> None:
    weight = weigh(
        {
            PAGES[0]: 7000,
            PAGES[1]: 5000,
            "index.html": 3000,
            "2012/03/02/evidence.json": 450,
            "undated/evidence-3f.json": 150,
            "data/2012.jsonl": 2000,
            "data/index.html": 100,
            "search/index.html": 300,
            "theme/aa/css/a.css": 400,
            "feed.atom": 250,
            "evidence.html": 50,
        },
        PAGES,
    )
    assert dict(weight.parts) == {
        "articles": 12_000,
        "lists and other pages": 3050,
        "data files": 2100,
        "evidence": 600,
        "theme": 400,
        "search": 300,
        "feeds and other files": 250,
    }
    assert [part for part, _ in weight.parts][:2] == ["articles", "lists and other pages"]
    assert weight.total == sum(count for _, count in weight.parts)
    assert weight.an_article == (weight.total - 2100) / 2


def test_the_artifact_is_as_large_as_the_tar_file_of_the_site(tmp_path: Path) -> None:
    sizes = {"a.html": 1, "b.html": 512, "c.html": 513, "empty.html": 0}
    with tarfile.open(tmp_path / "site.tar", "w", format=tarfile.GNU_FORMAT) as tar:
        for name, count in sizes.items():
            (tmp_path / name).write_bytes(b"x" * count)
            tar.add(tmp_path / name, name)
    ending = 2 * 512
    with tarfile.open(tmp_path / "site.tar") as tar:
        last = tar.getmembers()[-1]
    assert weigh(sizes, ()).artifact == last.offset_data
    assert (tmp_path / "site.tar").stat().st_size >= last.offset_data + ending


def test_the_report_says_share_room_and_how_long_a_deployment_may_take() -> None:
    rows = dict(site(articles=100, data=25).rows())
    assert rows["Share"] == "12.5% of GitHub Pages' 1 GB; 50000.0 kB an article, data files apart"
    assert rows["Made of"] == "articles 100.0 MB, data files 25.0 MB"
    assert rows["Room"] == "for 14 articles more of this size"
    assert rows["Deploy"].startswith("about 0.5 of 10 minutes, guessed from 125.0 MB in one file")
    assert dict(site(articles=2000).rows())["Room"] == "none: 1 article of this size too many"
    assert [label for label, _ in weigh({"index.html": 5}, ()).rows()] == ["Share", "Made of", "Deploy"]


@pytest.mark.parametrize(
    ("parts", "severity", "advice"),
    [
        ({"articles": 700, "data": 150}, "warning", "set BACKFILE_DATA to False, which saves 150.0 MB"),
        ({"articles": 700, "evidence": 150}, "warning", "set BACKFILE_EVIDENCE to False, which saves 150.0 MB"),
        (
            {"articles": 700, "evidence": 200, "data": 150},
            "error",
            "set BACKFILE_DATA and BACKFILE_EVIDENCE to False, which saves 350.0 MB",
        ),
        ({"articles": 900, "data": 20}, "warning", "split the archive by years into 2 sites"),
        ({"articles": 2500, "data": 500}, "error", "split the archive by years into 4 sites"),
    ],
)
def test_a_site_near_the_limit_is_told_what_helps(parts: dict[str, float], severity: str, advice: str) -> None:
    (finding,) = check_weight(site(**parts))
    assert (finding.severity, finding.kind) == (severity, "size")
    assert finding.mend.startswith(advice)


def test_a_site_that_github_gives_up_on() -> None:
    assert [(f.severity, f.kind) for f in check_weight(site(articles=5000))] == [
        ("error", "size"),
        ("warning", "deploy"),
    ]
    assert [(f.severity, f.kind) for f in check_weight(site(articles=10_000))] == [
        ("error", "size"),
        ("error", "deploy"),
    ]
    assert list(check_weight(site(articles=799))) == []


def test_a_single_large_file_is_a_warning() -> None:
    (finding,) = check_files({"a.html": 5, "data/2012.jsonl": 100 * MB + 1})
    assert (finding.severity, finding.file) == ("warning", "data/2012.jsonl")
