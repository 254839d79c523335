"""Every known way to make a page run a stranger's script, through every way in: one archive holds them all.

The payloads stand in payloads.txt. The pages are read twice: parsed, for what must not be in them and for the exact
texts that must, and in a real browser that listens for anything that runs, is fetched from elsewhere or is refused.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.archive import Archive, SiteServer

pytestmark = pytest.mark.xdist_group("browser")

LINES = (Path(__file__).parent / "payloads.txt").read_text(encoding="utf-8").split("\n")
PAYLOADS = tuple(line for line in LINES if line and not line.startswith("# "))
NASTY = "\"'><script>alert('set')</script></title><img src=x onerror=alert(0)>{{ 7*7 }}&lt;b&gt;"
SITE = "https://wire.example/repo"
OPENING = "The pier at Ostvik was opened again on Friday after a winter of repairs, the harbour board said."
ATOM = "{http://www.w3.org/2005/Atom}"


def folded(text: str) -> str:
    return " ".join(text.split())


def front(values: dict[str, Any], body: str) -> str:
    """A Markdown file by hand; JSON's strings are YAML's."""
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in values.items()]
    return "\n".join(("---", *lines, "---", "", body, ""))


def by_hand(number: int, text: str) -> str:
    """An article with a payload under every key that there is, and under one that there is not."""
    person = {"name": text, "location": text, "email": text}
    values: dict[str, Any] = {
        "title": text,
        "date": f"2012-03-{number % 28 + 1:02d}",
        "source": text,
        "dateline": text,
        "reporters": [person],
        "contributors": [person],
        "editors": [person, {"name": f"{text} {text}", text: text}],
        **{kind: [{"name": text, "code": text}] for kind in ("places", "organisations", "people", "topics")},
        "tags": [text, f"own {text}"],
        "corrections": [text, f"Second: {text}"],
        "url": text,
        "lang": text,
        "slug": f"hand-{number}",
        "raw": {"file": text, "record": text, "sha256": text},
        "also": [{"file": text, "sha256": text}],
        "redirect_from": [f"{text}.html", f"old/{number}.html"],
        "summary": text,
        "template": text,
        "save_as": f"../../{number}.html",
        "unknown": {text: [text]},
        text: text,
    }
    return front(values, f"{OPENING}\n\n{text}\n\n> {text}\n\n- {text}\n\n# {text}\n\nA word before {text} and after.")


def as_json(number: int, text: str) -> str:
    """The same as a record of a container, so that each field is stated."""
    return json.dumps(
        {
            "headline": text,
            "authors": [text],
            "date": f"2013-05-{number % 28 + 1:02d}",
            "source": text,
            "dateline": text,
            "url": text if ":" in text else f"https://x.example/{text}",
            "correction": text,
            "text": f"{OPENING}\n\nNote {number}: {text}\n\n{text} was what note {number} of the harbour board said.",
        }
    )


def as_text(number: int, text: str) -> str:
    """The same as a wire story."""
    return (
        f"Northwire\n\nPier Note {number} {text}\n\nBy Ada {text}\n\nMay {number % 28 + 1}, 2014\n\n"
        f"OSTVIK, {text} (Northwire) - {OPENING}\n\n{text}\n\n"
        f"(Corrects {text} in the second paragraph.)\n\nNote {number} of the board said {text} twice.\n\n"
        f"-- Editors: Bea {text}, Carl {text}\n\n"
        f"To contact the reporter on this story: Ada {text} in {text} at {text}@northwire.example\n\n{text}\n"
    )


def put(archive: Archive) -> None:
    for number, text in enumerate(PAYLOADS):
        archive.article(f"hand/{number}.md", by_hand(number, text))
        archive.raw(f"wire/{number}.txt", as_text(number, text))
        archive.raw(f"names/{number}-{text.replace('/', '∕')[:60]}.txt", as_text(number, f"named {number}"))
        name = f"named-{number}-{text.replace('/', '∕')[:60]}.md"
        archive.article(f"named/{name}", f"---\ntitle: Named {number}\n---\n\n{OPENING}\n")
    archive.raw("all.jsonl", "\n".join(as_json(number, text) for number, text in enumerate(PAYLOADS)))
    paragraphs = "".join(f"<p>{html.escape(text)}</p>" for text in PAYLOADS)
    raw_ones = "".join(f"<p>{text}</p>\n" for text in PAYLOADS if "plaintext" not in text)
    for name, text in (("escaped", paragraphs), ("raw", raw_ones)):
        archive.raw(f"{name}.html", f"<html><title>{NASTY}</title><body><h1>Pier {name}</h1><p>{OPENING}</p>{text}")
        archive.raw(f"{name}.sgml", f"<DOC><HEADLINE>{NASTY}</HEADLINE><TEXT><P>{OPENING}</P>{text}</TEXT></DOC>")
    for number, text in enumerate((NASTY, *PAYLOADS[:3])):
        values = {
            "title": text,
            "slug": f"page-{number}",
            "summary": text,
            "author": text,
            "category": text,
            text: text,
        }
        archive.page(f"page-{number}.md", front(values, "\n\n".join(PAYLOADS)))
    rows = [text for text in PAYLOADS if not re.search(r"[\t|]", text)]
    for kind in ("places", "people", "organisations"):
        table = "".join(f"{text}\t{kind.title()}mark{chr(97 + n % 26)}{n // 26}\n" for n, text in enumerate(rows))
        path = archive.content / "vocabulary" / f"{kind}.tsv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"name\taliases\n{table}", encoding="utf-8")
    (archive.content / "vocabulary" / "tags.toml").write_text(f"[rename]\nPlacesmarkz9 = {json.dumps(NASTY)}\n")
    marks = "\n\n".join(
        f"The {kind.title()}mark{chr(97 + n % 26)}{n // 26} was seen there, and the {kind.title()}mark"
        f"{chr(97 + n % 26)}{n // 26} again, the board of Ostvik said."
        for kind in ("places", "people", "organisations")
        for n in range(12)
    )
    archive.raw("marks.txt", f"Northwire\n\nPier Marks\n\nMay 3, 2014\n\n{OPENING}\n\n{marks}\n")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = Archive(
        tmp_path_factory.mktemp("scripts") / "archive",
        {
            "SITENAME": NASTY,
            "SITESUBTITLE": NASTY,
            "BACKFILE_LICENCE": NASTY,
            "BACKFILE_PUBLISH_EMAILS": True,
            "SITEURL": SITE,
            "MENUITEMS": [(NASTY, "/")],
        },
    )
    put(archive)
    report = archive.build()
    assert report.conversion is not None
    assert [r for r in report.conversion.refused if "fault of Backfile" in r.mend] == []
    assert report.refusals == []
    return archive


@pytest.fixture(scope="module")
def pages(site: Archive) -> dict[str, LexborHTMLParser]:
    """Every page, parsed."""
    return {name: site.html(name) for name in site.files() if name.endswith(".html")}


def text_of(node: LexborNode | None) -> str:
    assert node is not None
    return folded(node.text())


def test_there_are_enough_payloads() -> None:
    assert len(PAYLOADS) >= 240
    assert len(set(PAYLOADS)) == len(PAYLOADS)


def test_no_page_holds_an_element_or_attribute_of_a_strangers(pages: dict[str, LexborHTMLParser]) -> None:
    wrong: list[tuple[str, str]] = []
    for name, page in pages.items():
        is_by_hand = re.search(r"/hand-\d+\.html|page-\d/", name)
        for node in page.css("*"):
            tag, attributes = node.tag, node.attributes
            if tag == "script":
                src = attributes.get("src")
                ours = src is not None and re.fullmatch(r"(\.\./)*(\./)?(/repo/)?theme/[0-9a-f]{8}/js/[\w/]+\.js", src)
                if not ours and attributes.get("type") != "application/ld+json":
                    wrong.append((name, node.html or ""))
            elif tag in ("iframe", "object", "embed", "base", "style", "template", "math", "video", "audio", "xss"):
                wrong.append((name, tag))
            elif tag == "img" and not is_by_hand:
                wrong.append((name, node.html or ""))
            elif tag == "meta" and attributes.get("http-equiv") == "refresh":
                if not re.fullmatch(r"0; url=(\.\.?/)+\d{4}/\d\d/\d\d/[\w-]+\.html", attributes["content"] or ""):
                    wrong.append((name, node.html or ""))
            elif tag == "form" and not re.fullmatch(r"(\.|\.\.|/|repo|search)+|", attributes.get("action") or ""):
                wrong.append((name, node.html or ""))
            for key, value in attributes.items():
                if key.startswith("on") or key in ("style", "srcdoc", "formaction", "ping"):
                    wrong.append((name, f"{key}={value}"))
                if key in ("href", "src", "action", "content", "xlink:href") and key != "content":
                    bare = re.sub(r"[\x00-\x20]", "", value or "").lower()
                    if re.match(r"(javascript|vbscript|data|file|blob):", bare) and bare != "data:,":
                        wrong.append((name, f"{key}={value}"))
    assert wrong == []


def test_every_page_has_its_policy_before_anything_else(site: Archive, pages: dict[str, LexborHTMLParser]) -> None:
    for name, page in pages.items():
        policy = page.css_first('meta[http-equiv="Content-Security-Policy"]')
        assert policy is not None, name
        content = policy.attributes["content"] or ""
        assert "default-src 'self'" in content
        assert "unsafe-inline" not in content
        text = site.text(name)
        assert text.index("Content-Security-Policy") < min(
            (text.index(sign) for sign in ("<title", "<link", "<script") if sign in text), default=10**9
        )


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_a_page_by_hand_shows_every_value_as_text(site: Archive, number: int) -> None:
    text = folded(PAYLOADS[number])
    page = site.html(f"2012/03/{number % 28 + 1:02d}/hand-{number}.html")
    assert text_of(page.css_first("h1")) == text
    assert text_of(page.css_first("title")).startswith(text)
    assert text_of(page.css_first("p.byline")).startswith(f"By {text} in {text}")
    assert text_of(page.css_first("p.credits")).count(text) >= 3
    assert text_of(page.css_first("p.dateline")) == f"{text} —"
    assert [text_of(p) for p in page.css(".corrections p")] == [text, f"Second: {text}"]
    assert [text_of(dd) for dd in page.css(".tags dd")].count(text) >= 4
    assert text in [text_of(dd) for dd in page.css(".provenance dd")]
    metas = [meta.attributes.get("content") for meta in page.css('meta[name="citation_title"]')]
    assert metas == [text]
    names = [meta.attributes.get("content") for meta in page.css('meta[name="citation_author"]')]
    assert names == [" ".join(re.sub("[,;]", " ", text).split())]  # signs at which Zotero would part a name
    data = json.loads(page.css_first('script[type="application/ld+json"]').text())
    assert data["headline"] == text
    assert data["dateline"] == text
    assert data["publisher"]["name"] == text
    assert [person["name"] for person in data["author"]] == [text]
    assert data["correction"] == [text, f"Second: {text}"]
    # A plus before a tag says to add it.
    assert set(data["keywords"]) == {text, f"own {text}", text.removeprefix("+")}
    assert data["inLanguage"] == text
    assert text_of(page.css_first(".body p")) or page.css_first("p.dateline")


def test_records_show_their_values_as_text(site: Archive) -> None:
    found = {visible(page.css_first("h1").text()): page for page in articles_of(site, "2013/05/")}
    missing = []
    for number, raw in enumerate(PAYLOADS):
        text = folded(raw)
        page = found.get(visible(text))
        if page is None:
            missing.append((number, text, "no page with this headline"))
            continue
        said = folded(page.css_first("main").text())
        for wanted in (f"Note {number}: {text}", f"{text} was what note {number} of the harbour board said."):
            if visible(wanted) not in visible(said):
                missing.append((number, wanted, said[:400]))
    assert missing == [], json.dumps(missing, indent=1, ensure_ascii=False)


def visible(text: str) -> str:
    """A text as readers see it, entities decoded or not, without what has no width."""
    return folded(re.sub("[\u200b-\u200f\u202a-\u202e]", "", html.unescape(html.unescape(html.unescape(text)))))


def articles_of(site: Archive, folder: str) -> Iterator[LexborHTMLParser]:
    for name in site.files():
        if name.startswith(folder) and name.endswith(".html") and not name.endswith("index.html"):
            yield site.html(name)


def test_feeds_and_sitemaps_are_well_formed_and_say_the_same(site: Archive) -> None:
    titles: set[str] = set()
    feeds = [name for name in site.files() if name.endswith((".atom", ".xml"))]
    assert len(feeds) > len(PAYLOADS)
    for name in feeds:
        root = ElementTree.fromstring(site.text(name))
        for link in root.iter(f"{ATOM}link"):
            assert link.attrib["href"].startswith(SITE)
        for place in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc"):
            assert re.fullmatch(rf"{SITE}/[\w./-]*", place.text or "")
        titles |= {folded(title.text or "") for title in root.iter(f"{ATOM}title")}
    for text in PAYLOADS:
        assert any(title == folded(text) or title.startswith(f"{folded(text)} – ") for title in titles), text


def test_no_file_lies_outside_its_place(site: Archive) -> None:
    assert sorted(p.name for p in site.home.iterdir()) == [".backfile", "content", "output"]
    wrong = [name for name in site.files() if not re.fullmatch(r"(?:[\w.-]+/)*[\w.-]+", name)]
    assert wrong == []


def test_the_sites_own_settings_are_text_too(site: Archive) -> None:
    page = site.html("index.html")
    assert text_of(page.css_first(".name")) == folded(NASTY)
    assert text_of(page.css_first(".tagline")) == folded(NASTY)
    assert text_of(page.css_first("footer p")) == folded(NASTY)
    assert "49" not in text_of(page.css_first(".name"))


def test_vocabularies_are_text_too(pages: dict[str, LexborHTMLParser]) -> None:
    page = next(page for page in pages.values() if text_of(page.css_first("h1")) == "Pier Marks")
    tags = {text_of(dd) for dd in page.css(".tags dd")}
    assert len(tags & {folded(text) for text in PAYLOADS}) >= 3


@dataclass
class Watched:
    """A browser's context that notes whatever a page does that it should not."""

    context: BrowserContext
    page: Page
    url: str
    noted: list[str] = field(default_factory=list)
    where: str = ""

    def note(self, what: str) -> None:
        self.noted.append(f"{self.where}: {what}")

    def go(self, name: str) -> None:
        """Open a page of the site and let it come to rest."""
        self.where = name
        self.page.goto(f"{self.url}/{name}", wait_until="load")


@pytest.fixture
def watched(browser: Browser, site: Archive) -> Iterator[Watched]:
    with SiteServer(site.output, "/repo") as server:
        context = browser.new_context()
        page = context.new_page()
        seen = Watched(context, page, server.url)
        context.expose_binding("noteViolation", lambda source, text: seen.note(f"policy: {text}"))
        context.add_init_script(
            "addEventListener('securitypolicyviolation',"
            " (e) => noteViolation(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`));"
        )
        page.on("dialog", lambda dialog: [seen.note(f"dialog: {dialog.message}"), dialog.dismiss()])
        page.on("pageerror", lambda error: seen.note(f"error: {error}"))
        page.on("popup", lambda popup: seen.note(f"popup: {popup.url}"))
        page.on("download", lambda file: seen.note(f"download: {file.url}"))
        page.on("framenavigated", lambda frame: None if inside(frame.url, server) else seen.note(f"left: {frame.url}"))
        page.on("console", lambda m: seen.note(f"console: {m.text}") if complains(m.type, m.text) else None)
        page.on("request", lambda r: None if inside(r.url, server) else seen.note(f"request: {r.url}"))
        yield seen
        context.close()


def inside(url: str, server: SiteServer) -> bool:
    return url.startswith((f"{server.url}/", "about:blank", "data:,"))


def complains(kind: str, text: str) -> bool:
    # Pictures that Markdown by hand names and that are not there.
    return kind in ("error", "warning") and "404" not in text


def test_nothing_runs_on_any_kind_of_page(watched: Watched, site: Archive) -> None:
    names = sorted(name for name in site.files() if name.endswith(".html") and not name.startswith("search/"))
    chosen = [name for name in names if re.search(r"/hand-\d+\.html$|^page-|^named|^\d{4}/index|^[\w-]+/index", name)]
    chosen += [name for name in names if re.match(r"2013/05/\d\d/(?!index)", name)][::4]
    chosen += [name for name in names if re.match(r"201[234]/05/(05/)?index|undated/index", name)]
    kinds = ("reporters", "editors", "sources", "places", "organisations", "people", "topics", "tags")
    for number, kind in enumerate(kinds):
        terms = [name for name in names if name.startswith(f"{kind}/") and name.count("/") == 2]
        chosen += terms[number :: 4 * len(kinds)]
    chosen += ["index.html", "404.html"]
    assert len(chosen) > len(PAYLOADS) + 60
    for name in chosen:
        watched.go(quote(name))
        # What needs a reader's hand to run: everything is hovered, focused and clicked at once.
        watched.page.evaluate(
            """() => { for (const e of document.querySelectorAll('main *')) {
                 for (const kind of ['pointerover', 'mouseover', 'focus', 'toggle', 'animationstart', 'beforeinput'])
                   e.dispatchEvent(new Event(kind, { bubbles: false }));
               } }"""
        )
    assert watched.noted == []


def test_old_addresses_lead_to_their_articles_and_nowhere_else(watched: Watched) -> None:
    for number in range(0, len(PAYLOADS), 10):
        watched.go(f"old/{number}.html")
        watched.page.wait_for_url(f"**/hand-{number}.html")
    assert watched.noted == []


def test_words_to_highlight_are_words(watched: Watched, site: Archive) -> None:
    name = "2012/03/01/hand-0.html"
    text = text_of(site.html(name).css_first("main"))
    query = urlencode([("highlight", payload) for payload in (*PAYLOADS, "pier", '"the harbour"')])
    for address in (f"{name}?{query}", f"{name}#{query}"):
        watched.go("404.html")
        watched.go(address)
        watched.page.wait_for_selector("mark")
        assert folded(watched.page.locator("main").text_content() or "") == text
        assert watched.page.locator("main img, main script, main svg").count() == 0
        marks = set(watched.page.locator("mark").all_text_contents())
        assert {"pier", "the harbour"} <= marks
    assert watched.noted == []


SETTLED = """() => {
  const part = (name) => document.querySelector(`#search [data-part=${name}]`);
  return !part('results').hasAttribute('aria-busy')
    && (/\\d/.test(part('status').textContent) || part('problem').textContent !== '');
}"""


def search(watched: Watched, query: str) -> None:
    watched.go("404.html")
    watched.go(f"search/?{query}")
    watched.page.wait_for_function(SETTLED)


def test_what_is_searched_for_is_text(watched: Watched) -> None:
    names = ("year", "source", "reporter", "editor", "place", "organisation", "person", "topic", "sort", "show", "all")
    for number, text in enumerate(PAYLOADS):
        others = [(name, text) for name in (names if number % 2 else names[-3:])]
        search(watched, urlencode([("q", text), *others, (text, text)]))
        assert watched.page.locator("#q").input_value() == text
        assert watched.page.locator("#search :is(img, script, iframe, svg, style, b:not(.num))").count() == 0
        if number % 2:
            chips = watched.page.locator("[data-part=chips] button").all_text_contents()
            assert f"Source: {text}" in chips
    assert watched.noted == []


def test_what_is_found_is_text(watched: Watched) -> None:
    for query in ("alert", "script", "onerror img", "javascript", "pier"):
        search(watched, urlencode([("q", query), ("show", "200"), ("all", "1")]))
        assert watched.page.locator("[data-part=hits] li").count() > 20
        assert watched.page.locator("#search :is(img, script, iframe, svg, style, b:not(.num))").count() == 0
        links = watched.page.eval_on_selector_all("[data-part=hits] a", "all => all.map(a => a.href)")
        assert all(link.startswith(f"{watched.url}/") for link in links)
    shown = [folded(text) for text in watched.page.locator("[data-part=hits] h2").all_text_contents()]
    assert any("<script>" in text for text in shown)
    watched.page.locator("[data-part=hits] a").first.click()
    watched.page.wait_for_selector("article.story")
    assert watched.noted == []


def test_the_policy_holds_back_what_an_owner_let_through(browser: Browser, tmp_path: Path) -> None:
    """With raw HTML allowed in Markdown by hand, a script in it still does not run; raw files stay text."""
    archive = Archive(tmp_path / "archive", {"BACKFILE_ALLOW_HTML": True, "BACKFILE_SEARCH": False})
    body = "\n\n".join(
        ("<script>alert(1)</script>", "<img src=x onerror=alert(2)>", "![x](https://evil.example/x.png)")
    )
    archive.article("hand.md", front({"title": "Hand", "slug": "hand"}, body))
    archive.raw("wire.txt", as_text(3, "<script>alert(3)</script> <img src=x onerror=alert(4)>"))
    archive.build()
    noted: list[str] = []
    violations: list[str] = []
    with SiteServer(archive.output) as server:
        context = browser.new_context()
        context.expose_binding("noteViolation", lambda source, text: violations.append(text))
        context.add_init_script(
            "addEventListener('securitypolicyviolation', (e) => noteViolation(e.violatedDirective))"
        )
        page = context.new_page()
        page.on("dialog", lambda dialog: [noted.append(dialog.message), dialog.dismiss()])
        served: list[str] = []
        page.on("requestfinished", lambda request: served.append(request.url))
        page.goto(f"{server.url}/undated/hand.html")
        page.wait_for_function("document.readyState === 'complete'")
        raw = next(name for name in archive.files() if name.startswith("2014/05/") and not name.endswith("index.html"))
        page.goto(f"{server.url}/{raw}")
        assert page.locator("main img, main script").count() == 0
        context.close()
    assert noted == []
    assert not any("evil.example" in url for url in served)
    assert {v.split("-")[0] for v in violations} == {"script", "img"}
