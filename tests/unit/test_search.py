"""Bundles of the search: which articles they hold, when they are built anew, what goes wrong and how it is said."""

from __future__ import annotations

import gzip
import json
import os
import stat
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pagefind_bin
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from backfile.search import FACETS, SearchDocument, SearchError, build_bundles, spans
from backfile.search.documents import page
from backfile.search.pagefind import fragments
from backfile.settings import Settings


def document(number: int, day: str | None = "2012-03-02", **values: Any) -> SearchDocument:
    folder = day.replace("-", "/") if day else "undated"
    given: dict[str, Any] = {
        "url": f"{folder}/report-{number}.html",
        "title": f"Report {number}",
        "date_iso": day,
        "date_text": day or "Undated",
        "lang": "en",
        "paragraphs": (f"The harvest of field {number} was early.",),
    }
    return SearchDocument(**(given | values))


def settings(home: Path, **values: Any) -> Settings:
    return Settings.read({"PATH": str(home / "content"), "OUTPUT_PATH": str(home / "output"), **values})


def build(home: Path, documents: Sequence[SearchDocument], size: int = 5, known: dict[str, str] | None = None) -> Any:
    out = home / "search"
    return build_bundles(
        documents,
        out=out,
        known=known or {},
        present=lambda name: (out / name).exists(),
        settings=settings(home, BACKFILE_BUNDLE_SIZE=size),
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


days = st.none() | st.dates(date(1985, 1, 1), date(2015, 12, 31)).map(date.isoformat)


@given(st.lists(days, max_size=60), st.integers(1, 12))
@hypothesis_settings(deadline=None, max_examples=60)
def test_every_article_is_in_one_span(given_days: list[str | None], size: int) -> None:
    documents = [document(number, day) for number, day in enumerate(given_days)]
    found = spans(documents, size)
    assert sorted(d.url for span in found for d in span.documents) == sorted(d.url for d in documents)
    assert len({span.id for span in found}) == len(found)
    assert all(span.count <= size or len(span.id) == 10 or span.id == "undated" for span in found)
    dated = [span for span in found if span.first]
    assert found[len(dated) :] == [span for span in found if span.id == "undated"]
    for newer, older in pairwise(dated):
        assert newer.first > older.last
    assert spans(list(reversed(documents)), size) == found


@given(st.lists(days, min_size=1, max_size=60), st.integers(1, 12), days)
@hypothesis_settings(deadline=None, max_examples=60)
def test_one_more_article_touches_its_own_decade_alone(
    given_days: list[str | None], size: int, day: str | None
) -> None:
    documents = [document(number, given_day) for number, given_day in enumerate(given_days)]
    before = {span.id: span for span in spans(documents, size)}
    after = {span.id: span for span in spans([*documents, document(999, day)], size)}
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert all(name == "undated" if day is None else name[:3] == day[:3] for name in changed)
    if set(before) == set(after):
        assert len(changed) == 1


@pytest.mark.parametrize(
    ("count", "spread", "names"),
    [
        (4, 300, ["2010s"]),
        (8, 300, ["2014-2015", "2012-2013", "2010-2011"]),
        (9, 100, ["2012-2013", "2011", "2010"]),
        (12, 40, ["2011", "2010-h2", "2010-h1"]),
        (8, 20, ["2010-q2", "2010-q1"]),
        (6, 8, ["2010-02", "2010-01"]),
        (8, 0, ["2010-01-01"]),
    ],
)
def test_spans_fall_apart_by_size(count: int, spread: int, names: list[str]) -> None:
    first = date(2010, 1, 1)
    documents = [document(n, (first + timedelta(days=n * spread)).isoformat()) for n in range(count)]
    assert [span.id for span in spans(documents, 5)] == names


def test_a_page_is_words_alone() -> None:
    written = page(document(1, title='A <b> & "c"', paragraphs=("x <script> y",), topics=("harvest",)))
    assert 'content="A &lt;b&gt; &amp; &quot;c&quot;"' in written
    assert "<p>x &lt;script&gt; y</p>" in written
    assert "<script" not in written
    assert "harvest" not in written


def test_bundles_hold_every_article_and_its_facets(tmp_path: Path) -> None:
    documents = [
        *(document(n, f"{2009 + n}-01-05", source="Meridian Wire", places=("Lindesby",)) for n in range(3)),
        document(
            7, "2010-06-01", title="Выборы <i>", people=("Ilse Maron", "Tomas Beck"), url="2010/06/01/выборы.html"
        ),
        document(8, None, paragraphs=(), title="Headline alone"),
    ]
    report = build(tmp_path, documents)
    out = tmp_path / "search"
    listing = json.loads((out / "spans.json").read_text())
    assert [(s["id"], s["articles"], s["first"], s["last"], s["years"]) for s in listing["spans"]] == [
        ("2010s", 3, "2010-01-05", "2011-01-05", {"2010": 2, "2011": 1}),
        ("2000s", 1, "2009-01-05", "2009-01-05", {"2009": 1}),
        ("undated", 1, "", "", {}),
    ]
    assert (report.articles, report.indexed, listing["articles"]) == (5, 5, 5)
    assert report.files == len(contents(out))
    assert report.bytes == sum(map(len, contents(out).values()))
    by_url = {d.url: d for d in documents}
    seen = []
    for span in listing["spans"]:
        bundle = out / span["bundle"]
        table = json.loads((bundle / "articles.json").read_text())
        urls = dict(fragments(bundle))
        lines = json.loads((bundle / "headlines.json").read_text())
        assert lines["urls"] == [urls[name] for name in table["ids"].split()]
        assert lines["titles"] == [by_url[url].title for url in lines["urls"]]
        for row, name in enumerate(table["ids"].split()):
            found = by_url[urls[name]]
            seen.append(found.url)
            for number, facet in enumerate(FACETS):
                column = table["facets"][facet]
                assert {column["names"][value] for value in column["rows"][row]} == set(found.facets[number])
        assert [day for day, _, count in table["days"] for _ in range(count)] == [
            by_url[urls[name]].day for name in table["ids"].split()
        ]
    assert sorted(seen) == sorted(by_url)


def test_a_bundle_holds_nothing_that_the_browser_does_not_read(tmp_path: Path) -> None:
    build(tmp_path, [document(1)])
    names = {name.split("/", 1)[-1].split("/")[0] for name in contents(tmp_path / "search")}
    assert {name for name in names if not name.endswith(".pf_meta")} == {
        "spans.json", "articles.json", "headlines.json",
        "fragment", "index", "pagefind-entry.json", "pagefind.js", "wasm.en.pagefind",
    }  # fmt: skip


def test_same_articles_same_bytes(tmp_path: Path) -> None:
    documents = [
        document(n, f"20{n % 20:02}-0{n % 9 + 1}-11", topics=("harvest", f"t{n % 7}"), reporters=(f"R {n % 5}",))
        for n in range(60)
    ]
    build(tmp_path / "one", documents)
    build(tmp_path / "two", list(reversed(documents)))
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_only_stale_bundles_are_built(tmp_path: Path) -> None:
    documents = [document(n, f"{year}-02-03") for n, year in enumerate((1999, 2005, 2006, 2012))]
    documents.append(document(9, None))
    first = build(tmp_path, documents)
    assert sorted(first.rebuilt) == ["1990s", "2000s", "2010s", "undated"]
    again = build(tmp_path, documents, known=dict(first.bundles))
    assert again.rebuilt == ()
    assert again.bundles == first.bundles

    documents[1] = replace(documents[1], paragraphs=("Another text.",))
    edited = build(tmp_path, documents, known=dict(first.bundles))
    assert edited.rebuilt == ("2000s",)
    assert len(edited.kept) == 3

    fewer = build(tmp_path, documents[1:], known=dict(edited.bundles))
    assert (fewer.rebuilt, fewer.removed) == ((), ("1990s",))

    documents[3] = replace(documents[3], topics=("harvest",))
    assert build(tmp_path, documents[1:], known=dict(fewer.bundles)).rebuilt == ("2010s",)


def test_a_bundle_that_is_not_published_is_built(tmp_path: Path) -> None:
    documents = [document(1), document(2, None)]
    known = dict(build(tmp_path, documents).bundles)
    (gone,) = (tmp_path / "search").glob("undated-*")
    gone.rename(tmp_path / "gone")
    report = build(tmp_path, documents, known=known)
    assert report.rebuilt == ("undated",)
    assert contents(gone) == contents(tmp_path / "gone")


def test_the_engine_is_built_again_when_it_is_not_published(tmp_path: Path) -> None:
    known = dict(build(tmp_path, [document(1)]).bundles)
    (engine,) = (tmp_path / "search").glob("engine-*")
    before = contents(engine)
    for path in engine.iterdir():
        path.unlink()
    engine.rmdir()
    build(tmp_path, [document(1)], known=known)
    assert contents(engine) == before


def test_an_empty_archive_has_an_empty_list(tmp_path: Path) -> None:
    report = build(tmp_path, [])
    assert json.loads((tmp_path / "search" / "spans.json").read_text())["spans"] == []
    assert (report.bundles, report.kept) == ({}, ())


def test_progress_counts_articles(tmp_path: Path) -> None:
    said: list[tuple[str, int, int | None]] = []
    documents = [document(n, f"{1980 + n}-01-01") for n in range(30)]
    build_bundles(
        documents,
        out=tmp_path / "search",
        known={},
        present=lambda _: False,
        settings=settings(tmp_path),
        progress=lambda *counts: said.append(counts),
    )
    assert said[-1] == ("indexing", 30, 30)
    assert [done for _, done, _ in said] == sorted(done for _, done, _ in said)


@pytest.mark.parametrize("url", ["../x.html", "/x.html", "a/../../x.html", "x", ""])
def test_a_url_that_leads_out_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(SearchError, match="no page inside the site"):
        build(tmp_path, [document(1, url=url)])


def test_two_articles_with_one_url_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SearchError, match="two articles have the URL"):
        build(tmp_path, [document(1), document(1)])


def stand_in(folder: Path, script: str) -> Path:
    path = folder / "pagefind"
    path.write_text(f'#!/bin/sh\nif [ "$1" = --version ]; then echo pagefind 1.5.9; exit; fi\n{script}\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("echo 'no space left' >&2; exit 3", r"failed on 2010s \(1 articles\) \(exit 3: no space left\)"),
        ("kill -9 $$", r"stopped by SIGKILL while it indexed 2010s .*BACKFILE_BUNDLE_SIZE"),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_failures_of_pagefind_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, message: str
) -> None:
    program = stand_in(tmp_path, script)
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: program)
    with pytest.raises(SearchError, match=message) as caught:
        build(tmp_path, [document(1)])
    assert "\n" not in str(caught.value)


def test_a_missing_pagefind_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: tmp_path / "nothing")
    with pytest.raises(SearchError, match=r"missing or cannot be run .* reinstall the package pagefind-bin"):
        build(tmp_path, [document(1)])


def test_an_article_that_pagefind_passes_over_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = pagefind_bin.get_executable()
    program = stand_in(tmp_path, f'rm -f "$2"/2012/03/02/report-2.html; exec {real} "$@"')
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: program)
    with pytest.raises(SearchError, match=r"passed over 2012/03/02/report-2\.html"):
        build(tmp_path, [document(1), document(2)])


def test_fragments_hold_the_text_as_text(tmp_path: Path) -> None:
    build(tmp_path, [document(1, paragraphs=("a <img onerror=x> {{ 7*7 }} &amp; b",))])
    (fragment,) = (tmp_path / "search").glob("*/fragment/*")
    content = json.loads(gzip.decompress(fragment.read_bytes())[12:])["content"]
    assert content == "a <img onerror=x> {{ 7*7 }} &amp; b."


def test_stories_lie_beside_the_bundles(tmp_path: Path) -> None:
    documents = [document(n, f"200{n % 2}-0{n % 9 + 1}-01") for n in range(8)]
    first = build(tmp_path, documents)
    assert not list((tmp_path / "search").glob("stories-*"))
    told = [replace(d, story="aa" if n in (1, 4, 6) else "bb" if n == 5 else "") for n, d in enumerate(documents)]
    report = build(tmp_path, told, known=first.bundles)
    assert report.rebuilt == ()  # no bundle is stale because a version was found
    spans_json = json.loads((tmp_path / "search/spans.json").read_text())
    held = {}
    for span, found in zip(spans_json["spans"], spans(told, 5), strict=True):
        if "stories" in span:
            for story, rows in json.loads((tmp_path / "search" / span["stories"]).read_text()).items():
                held.setdefault(story, set()).update(found.documents[row].url for row in rows)
    assert held == {"aa": {documents[n].url for n in (1, 4, 6)}}  # a story told once is no group
