"""`check_site` over small sites made here: what it says of a sound one, and of each thing that can be wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from backfile.check import CheckReport, check_site

POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'"
ROOT = "https://example.org/repo"


def page(
    body: str = "", *, url: str = "", head: str = "", title: str = "A page", heading: str = "<h1>A page</h1>"
) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<title>{title}</title><link rel="canonical" href="{ROOT}/{url}">{head}</head>'
        f"<body>{heading}{body}</body></html>"
    )


def article(url: str, body: str = "") -> str:
    return page(body, url=url, head='<meta property="og:type" content="article">')


def listing(articles: int, bundle: str = "2010s-aaaa") -> str:
    return json.dumps({"articles": articles, "engine": "engine-1", "spans": [{"articles": articles, "bundle": bundle}]})


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A sound site: a front page, a list, two articles, search, a feed, a sitemap."""
    root = tmp_path / "output"
    files = {
        "index.html": page(
            '<a href="./2012/">2012</a> <a href="#top">up</a>', head='<link rel="stylesheet" href="./theme/a.css">'
        ),
        "2012/index.html": page(
            '<p id="first"></p><a href="../2012/03/a.html#p1">A</a><a href="03/b.html">B</a><a href="#first">1</a>',
            url="2012/",
        ),
        "2012/03/a.html": article("2012/03/a.html", '<p id="p1">One.</p><a href="https://elsewhere.example/x">x</a>'),
        "2012/03/b.html": article("2012/03/b.html", f'<a href="{ROOT}/2012/">2012</a> <a href="/repo/">home</a>'),
        "404.html": page('<a href="/repo/">home</a>', url="404.html"),
        "theme/a.css": "body{background:url(paper.svg)}",
        "theme/paper.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "feed.atom": f'<feed xmlns="http://www.w3.org/2005/Atom"><link href="{ROOT}/2012/03/a.html"/></feed>',
        "sitemap.xml": f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{ROOT}/2012/</loc></url></urlset>',
        "search/spans.json": listing(2),
        "search/2010s-aaaa/pagefind.js": "",
        "search/engine-1/wasm.en.pagefind": "",
        ".gitignore": "*",
    }
    for name, text in files.items():
        write(root, name, text)
    return root


def write(root: Path, name: str, text: str | bytes) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)


def kinds(report: CheckReport) -> set[tuple[str, str, str]]:
    return {(finding.severity, finding.kind, finding.file) for finding in report.findings}


def test_a_sound_site_has_no_findings(site: Path) -> None:
    report = check_site(site)
    assert report.findings == ()
    assert report.ok
    assert (report.pages, report.articles, report.clicks, report.indexed, report.spans) == (5, 2, 2, 2, 1)
    assert report.site_url == ROOT
    assert report.files == 12  # what starts with a dot is not published
    assert report.weight.total == sum(path.stat().st_size for path in site.rglob("[!.]*") if path.is_file())
    assert "0 errors, 0 warnings" in "\n".join(report.lines())


def test_processes_find_what_one_process_finds(site: Path) -> None:
    for number in range(1100):
        write(site, f"many/{number}/index.html", page('<a href="../none.html">x</a>', url=f"many/{number}/"))
    alone, together = check_site(site), check_site(site, jobs=2)
    assert len(alone.findings) == 1100
    assert alone.findings == together.findings
    assert (alone.pages, alone.links) == (together.pages, together.links)


BROKEN = {
    "a link that leads nowhere": ('<a href="../gone.html">x</a>', "link"),
    "a link above the root": ('<a href="../../../../etc/passwd">x</a>', "link"),
    "a path of the host that is not the site's": ('<a href="/other/">x</a>', "link"),
    "an absolute link that leads nowhere": (f'<a href="{ROOT}/gone/">x</a>', "link"),
    "a picture that is not there": ('<img src="gone.png" alt="">', "link"),
    "a candidate of srcset that is not there": ('<img src="a.html" srcset="a.html 1x, gone.png 2x" alt="">', "link"),
    "an anchor that is nowhere": ('<a href="#gone">x</a>', "anchor"),
    "an anchor that is nowhere on another page": ('<a href="b.html#gone">x</a>', "anchor"),
    "an id twice": ('<p id="p2"></p><p id="p2"></p>', "id"),
    "a script in the page": ("<script>alert(1)</script>", "unsafe"),
    "a script in an attribute": ('<p onclick="alert(1)">x</p>', "unsafe"),
    "a link that runs a script": ('<a href="javascript:alert(1)">x</a>', "unsafe"),
    "the same, hidden": ('<a href=" java&#10;script:alert(1)">x</a>', "unsafe"),
    "a data: link": ('<a href="data:text/html,<script>alert(1)</script>">x</a>', "unsafe"),
    "a style attribute": ('<p style="color:red">x</p>', "unsafe"),
    "a style element": ("<style>p{}</style>", "unsafe"),
    "a base": ('<base href="https://elsewhere.example/">', "unsafe"),
    "a script from elsewhere": ('<script src="https://elsewhere.example/x.js"></script>', "foreign"),
    "a picture from elsewhere": ('<img src="//elsewhere.example/x.png" alt="">', "foreign"),
    "a stylesheet from elsewhere": ('<link rel="stylesheet" href="https://elsewhere.example/x.css">', "foreign"),
    "a form that sends elsewhere": ('<form action="https://elsewhere.example/"></form>', "foreign"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_fault_is_an_error(site: Path, name: str) -> None:
    body, kind = BROKEN[name]
    write(site, "2012/03/a.html", article("2012/03/a.html", f'<p id="p1">One.</p>{body}'))
    report = check_site(site)
    assert kinds(report) == {("error", kind, "2012/03/a.html")}
    assert not report.ok
    assert str(report.findings[0]) in "\n".join(report.lines())


def test_a_page_lacks_title_heading_or_policy(site: Path) -> None:
    write(site, "about/index.html", f'<title> </title><link rel=canonical href="{ROOT}/about/"><h1></h1>')
    found = kinds(check_site(site))
    assert found == {("error", kind, "about/index.html") for kind in ("title", "heading", "policy")}


def test_a_policy_that_allows_inline_scripts(site: Path) -> None:
    text = page(url="about/").replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
    write(site, "about/index.html", text)
    assert kinds(check_site(site)) == {("error", "policy", "about/index.html")}


def test_a_page_says_a_wrong_address(site: Path) -> None:
    write(site, "about/index.html", page(url="2012/"))
    report = check_site(site)
    assert {finding.kind for finding in report.findings} == {"canonical"}
    assert "says its address is https://example.org/repo/2012/, not https://example.org/repo/about/" in str(
        report.findings
    )


def test_an_address_is_compared_decoded(site: Path) -> None:
    write(site, "people/joão/index.html", page(url="people/jo%C3%A3o/", body='<a href="../jo%C3%A3o/">x</a>'))
    assert check_site(site).ok


def test_a_redirect_needs_no_more_than_its_target(site: Path) -> None:
    text = page(url="2012/03/a.html", head='<meta http-equiv="refresh" content="0; url=2012/03/a.html">')
    write(site, "old.html", text)
    assert check_site(site).findings == ()
    write(site, "old.html", text.replace("url=2012/03/a", "url=2012/03/gone"))
    assert kinds(check_site(site)) == {("error", "link", "old.html")}


def test_the_page_for_what_is_missing_needs_links_that_hold_at_any_depth(site: Path) -> None:
    write(site, "404.html", page('<a href="./2012/">2012</a>', url="404.html"))
    assert kinds(check_site(site)) == {("error", "link", "404.html")}


def test_an_article_that_no_link_leads_to(site: Path) -> None:
    write(site, "2012/03/c.html", article("2012/03/c.html"))
    write(site, "search/spans.json", listing(3))
    report = check_site(site)
    assert kinds(report) == {("error", "reach", "2012/03/c.html")}
    assert report.clicks is None


def test_search_that_knows_another_number_of_articles(site: Path) -> None:
    write(site, "search/spans.json", listing(3))
    report = check_site(site)
    assert [finding.message for finding in report.findings] == ["search knows 3 articles, the site has 2"]


def test_a_bundle_that_is_missing_and_one_that_is_left_over(site: Path) -> None:
    write(site, "search/spans.json", listing(2, bundle="2010s-bbbb"))
    assert kinds(check_site(site)) == {
        ("error", "search", "search/2010s-bbbb"),
        ("warning", "search", "search/2010s-aaaa"),
    }


@pytest.mark.parametrize("text", ["", "[]", '{"spans": 3}', "{"])
def test_a_list_of_spans_that_cannot_be_read(site: Path, text: str) -> None:
    write(site, "search/spans.json", text)
    assert ("error", "search", "search/spans.json") in kinds(check_site(site))


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("feed.atom", "<feed><entry></feed>", "xml"),
        ("feed.atom", '<!DOCTYPE x [<!ENTITY a "b">]><feed>&a;</feed>', "xml"),
        ("feed.atom", f'<feed xmlns="http://www.w3.org/2005/Atom"><link href="{ROOT}/gone.html"/></feed>', "link"),
        ("sitemap.xml", f"<urlset><url><loc>{ROOT}/gone/</loc></url></urlset>", "link"),
        ("sitemap.xml", "<urlset><url><loc>https://elsewhere.example/</loc></url></urlset>", "link"),
        ("theme/a.css", "@import 'https://elsewhere.example/a.css';", "foreign"),
        ("theme/a.css", "body{background:url('gone.svg')}", "link"),
    ],
)
def test_feeds_sitemaps_and_styles(site: Path, name: str, text: str, kind: str) -> None:
    write(site, name, text)
    assert kinds(check_site(site)) == {("error", kind, name)}


def test_names_that_differ_in_capitals_only(site: Path) -> None:
    write(site, "2012/03/A.html", page(url="2012/03/A.html"))
    if len(list((site / "2012/03").iterdir())) == 2:
        pytest.skip("this file system folds case")
    assert ("error", "name", "2012/03/a.html") in kinds(check_site(site))


def test_a_heavy_page_is_a_warning(site: Path) -> None:
    digits = " ".join(str(number**7) for number in range(8000))
    write(site, "2012/03/b.html", article("2012/03/b.html", f"<p>{digits}</p>"))
    report = check_site(site)
    assert kinds(report) == {("warning", "weight", "2012/03/b.html")}
    assert report.ok


def test_a_long_page_that_compresses_well_is_none(site: Path) -> None:
    write(site, "2012/03/b.html", article("2012/03/b.html", f"<p>{'the same words again. ' * 5000}</p>"))
    assert check_site(site).findings == ()


def test_a_site_without_an_address_is_judged_by_its_paths(site: Path) -> None:
    for path in (*site.rglob("*.html"), site / "feed.atom"):
        text = re.sub('<link rel="canonical"[^>]*>', "", path.read_text())
        path.write_text(text.replace(f"{ROOT}/", "/").replace("/repo/", "/"))
    (site / "sitemap.xml").unlink()
    report = check_site(site)
    assert (report.findings, report.site_url) == ((), "")


def test_a_base_path_may_be_given(site: Path) -> None:
    report = check_site(site, base_path="elsewhere/", site_url="")
    assert {(f.file, f.kind) for f in report.findings if "'/repo/'" in f.message} == {
        ("404.html", "link"),
        ("2012/03/b.html", "link"),
    }


def test_the_report_for_programs_is_json(site: Path) -> None:
    write(site, "2012/03/a.html", article("2012/03/a.html", '<a href="../gone.html">x</a>'))
    report = json.loads(json.dumps(check_site(site).to_json()))
    assert report["errors"] == 2 and not report["ok"]
    assert {finding["kind"] for finding in report["findings"]} == {"link", "anchor"}


def test_many_findings_of_a_kind_are_summed_up(site: Path) -> None:
    write(site, "2012/index.html", page("".join(f'<a href="gone{n}.html">x</a>' for n in range(30)), url="2012/"))
    lines = check_site(site).lines()
    assert "  and 20 more like it (link); --json lists them all" in lines


def test_an_empty_folder_is_no_site(tmp_path: Path) -> None:
    report = check_site(tmp_path)
    assert ("error", "reach", "index.html") in kinds(report)
