"""Markdown by a hostile or a clumsy hand: each file is a page or is named and left out; the good one stands."""

from __future__ import annotations

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from backfile.site.report import BuildReport
from tests.archive import Archive, tree

TEXT = "The pier at Ostvik was opened again on Friday, the harbour board said."


def note(front: str, body: str = TEXT) -> str:
    return f"---\n{front}\n---\n\n{body}\n"


LAUGHS = "a: &a [x, x, x, x, x, x, x, x]\n" + "\n".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 8)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)

# Each has a page under this name, with this headline.
PAGES = {
    "good": (note("title: A Good Note\ndate: 2012-03-02"), "2012/03/02/good.html", "A Good Note"),
    "crlf": ("\ufeff" + note("title: Crlf\ndate: 2012-03-02").replace("\n", "\r\n"), "2012/03/02/crlf.html", "Crlf"),
    "early": (note("title: Early\ndate: 0001-01-01"), "0001/01/01/early.html", "Early"),
    "late": (note("title: Late\ndate: 9999-12-31"), "9999/12/31/late.html", "Late"),
    "midnight": (note("title: Zone\ndate: 2012-03-02T00:00+14:00"), "2012/03/02/midnight.html", "Zone"),
    "numbers": (note("title: 1e3\ntags: [1, no, 2012-01-01, ~, {}]"), "undated/numbers.html", "1e3"),
    "nothing": (
        note("title:\ntags:\nreporters:\nslug:\nraw:\nlang:"),
        "undated/nothing.html",
        "The pier at Ostvik was",
    ),
    "long": (note(f"title: {'long ' * 2000}"), "undated/long.html", "long long"),
    "many": (note(f"title: Many\ntags: [{', '.join(f't{n}' for n in range(400))}]"), "undated/many.html", "Many"),
    "odd-people": (note("title: Odd\nreporters: [7, {name: 8}, '']"), "", "Odd"),
    "early-end": (note("title: Early end\n...\ntitle: b"), "undated/early-end.html", "Early end"),
    "slug-up": (note("title: Up\nslug: ../../../../up"), "undated/up.html", "Up"),
    "slug-abs": (note("title: Abs\nslug: /etc/abs"), "undated/etcabs.html", "Abs"),
    "slug-index": (note("title: Index\nslug: index"), "", "Index"),
    "slug-dots": (note('title: Dots\nslug: ".."'), "", "Dots"),
    "slug-nul": (note('title: Nul\nslug: "a\\0b"'), "", "Nul"),
    "slug-long": (note(f"title: Long slug\nslug: {'x' * 3000}"), "", "Long slug"),
    "slug-emoji": (note("title: Ship\nslug: \U0001f6a2"), "", "Ship"),
    "same-1": (note("title: Same 1\nslug: same"), "", "Same 1"),
    "same-2": (note("title: Same 2\nslug: SAME"), "", "Same 2"),
    "no-front": (TEXT, "undated/no-front.html", "The pier at Ostvik was"),
    "rule-first": ("***\n\n" + TEXT, "undated/rule-first.html", "The pier at Ostvik was"),
    "deep-body": (note("title: Deep", "> " * 3000 + TEXT), "undated/deep-body.html", "Deep"),
    "deep-list": (
        note("title: List", "\n".join("  " * n + "- x" for n in range(300))),
        "undated/deep-list.html",
        "List",
    ),
    "brackets": (note("title: Brackets", "[" * 50_000), "undated/brackets.html", "Brackets"),
    "stars": (note("title: Stars", "*a_ " * 20_000), "undated/stars.html", "Stars"),
    "controls": (note("title: Controls", "a\x00b\x07c\x1b[31m\x9bd\ufffee"), "undated/controls.html", "Controls"),
    **{
        f"redirect-{n}": (note(f"title: Redirect {n}\nslug: redirect-{n}\nredirect_from: [{old}]"), "", f"Redirect {n}")
        for n, old in enumerate(
            (
                '"a\\0b.html"',
                '"../../out.html"',
                '"/abs.html"',
                '"..\\\\x.html"',
                "index.html",
                "404.html",
                "index.html/x.html",
                "search/index.html",
                "about/index.html",
                "good/../x.html",
                ".hidden.html",
                ".git/x.html",
                '"' + "x" * 300 + '.html"',
                '"' + "長" * 100 + '.html"',
                '"' + "a/" * 3000 + 'x.html"',
                '"a\\nb.html"',
                '"https://evil.example/x.html"',
                '"//evil.example/x.html"',
                "2012/03/02/good.html",
                "old-address.html",
                "old-address.html",
                "old-address.html/below.html",
                "theme/x.html",
                "{a: b}",
                "[[x]]",
            )
        )
    },
}

# Each is named in the report and left out.
LEFT_OUT = {
    "aliases": note(LAUGHS),
    "tag": note("title: !!python/object/apply:os.system ['touch pwned']"),
    "anchor": note("title: &a x"),
    "deep": note(f"title: {'[' * 5000}{']' * 5000}"),
    "deep-block": note("\n".join(f"{' ' * n}k:" for n in range(2000))),
    "open": "---\ntitle: Open\n\nNo fence ends it.\n",
    "twice": note("title: A\ntitle: B"),
    "list": note("- a\n- b"),
    "control": note("title: a\x07b"),
    "nul": note("title: a\x00b"),
    "people-list": note("title: A\nreporters: [[a]]"),
    "people-map": note("title: A\nreporters: [{b: c}]"),
    "people-deep": note("title: A\neditors: [{name: [d]}]"),
    "title-list": note("title: [a, b]"),
    "title-map": note("title: {a: b}"),
    "date-word": note("title: A\ndate: yesterday"),
    "date-none": note("title: A\ndate: 2012-02-30"),
    "date-far": note("title: A\ndate: 12012-02-03"),
    "date-list": note("title: A\ndate: [2012-02-03]"),
    "date-jinja": note("title: A\ndate: '{{ 7*7 }}'"),
    "lang-list": note("title: A\nlang: [en]"),
    "url-map": note("title: A\nurl: {a: b}"),
}
BYTES = {
    "latin": b"---\ntitle: caf\xe9\n---\n",
    "utf16": note("title: Wide").encode("utf-16"),
    "noise": bytes(range(256)),
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(tmp_path_factory.mktemp("hand") / "archive", {"BACKFILE_SEARCH": False})


@pytest.fixture(scope="module")
def report(archive: Archive) -> BuildReport:
    for name, (text, *_) in PAGES.items():
        archive.article(f"{name}.md", text)
    for name, text in LEFT_OUT.items():
        archive.article(f"{name}.md", text)
    for name, data in BYTES.items():
        archive.article(f"{name}.md", "").write_bytes(data)
    archive.page("about.md", "---\ntitle: About\nslug: about\n---\n\nWhat this is.\n")
    archive.page("broken.md", "---\ntitle: [\n---\n\nText.\n")
    archive.page("up.md", "---\ntitle: Up\nslug: ../../up\n---\n\nText of up.\n")
    archive.page(
        "save.md", "---\ntitle: Save\nsave_as: ../../saved.html\nurl: javascript:alert(1)\n---\n\nText of save.\n"
    )
    return archive.build()


def headings(archive: Archive) -> dict[str, str]:
    """The headline of each article's page."""
    found = {}
    for name in archive.files():
        if name.endswith(".html"):
            page = LexborHTMLParser(archive.text(name))
            if page.css_first("article.story") is not None:
                found[name] = " ".join(page.css_first("h1").text().split())
    return found


@pytest.mark.parametrize("name", PAGES)
def test_it_has_its_page(archive: Archive, report: BuildReport, name: str) -> None:
    _, address, title = PAGES[name]
    assert name not in {refusal.path.removesuffix(".md") for refusal in report.refusals}
    found = [page for page, heading in headings(archive).items() if heading.startswith(title)]
    assert found
    if address:
        assert address in found


@pytest.mark.parametrize("name", [*LEFT_OUT, *BYTES])
def test_it_is_named_and_left_out(report: BuildReport, name: str) -> None:
    (refusal,) = [refusal for refusal in report.refusals if refusal.path == f"{name}.md"]
    assert "by hand" in refusal.mend
    assert any(f"{name}.md: " in line for line in report.lines())


def test_the_rest_of_the_site_is_what_it_was(archive: Archive, report: BuildReport) -> None:
    assert report.articles == len(PAGES)
    assert sorted(p.name for p in archive.home.iterdir()) == [".backfile", "content", "output"]
    names = archive.files()
    assert [name for name in names if not re.fullmatch(r"(?:[\w-][\w.-]*/)*[\w-][\w.-]*", name)] == []
    assert archive.html("index.html").css_first(".front, .news") is not None
    assert archive.html("404.html").css_first('meta[http-equiv="refresh"]') is None
    assert archive.html("about/index.html").css_first('meta[http-equiv="refresh"]') is None
    assert archive.html("2012/03/02/good.html").css_first("h1").text().strip() == "A Good Note"
    assert archive.html("old-address.html").css_first('meta[http-equiv="refresh"]') is not None
    for name in names:
        if name.endswith(".html"):
            assert b"root:x:0" not in names[name]
            assert archive.html(name).css('a[href^="javascript"]') == []


def test_a_second_build_changes_nothing(archive: Archive, report: BuildReport) -> None:
    before = tree(archive.output), tree(archive.content)
    assert archive.build().committed.written == ()
    assert (tree(archive.output), tree(archive.content)) == before
