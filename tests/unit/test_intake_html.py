"""Saved web pages: metadata, visible text, what is kept apart, and pages made to hurt."""

from __future__ import annotations

import json

import pytest

from backfile.intake import read
from backfile.model import RawArticle

PROSE = (
    "<p>The harbour board put off its vote on the new pier on Wednesday after a long night.</p>"
    "<p>Members said that they needed the engineers&rsquo; report first.</p>"
)
BODY = (
    "The harbour board put off its vote on the new pier on Wednesday after a long night.\n\n"
    "Members said that they needed the engineers’ report first."
)


def page_of(body: str, head: str = "") -> RawArticle:
    found = read("2011/page.html", f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode())
    assert found.refusals == ()
    (article,) = found.articles
    return article


def stated(article: RawArticle) -> dict[str, str]:
    """Rule to text, so that an assertion shows both which claim won and what it said."""
    return {f"{d.field} {d.rule}": article.text[d.start : d.end] for d in article.declared}


def json_ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def test_a_page_with_everything() -> None:
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebPage", "name": "no"},
            {
                "@type": ["NewsArticle"],
                "headline": "Board Delays Vote &amp; Leaves",
                "datePublished": "2011-05-04T09:30:00+02:00",
                "author": [{"@type": "Person", "name": "Mara Ilves"}, {"@id": "#tom"}],
                "publisher": {"@id": "#post"},
                "dateline": "Port Example",
                "correction": "An earlier version misnamed the pier.",
            },
            {"@id": "#tom", "@type": "Person", "name": "Tom Reede"},
            {"@id": "#post", "@type": "Organization", "name": "The Example Post"},
        ],
    }
    article = page_of(
        '<nav><a href="/">Home</a></nav><main><article><h1>Board Delays Vote &amp; Leaves</h1>'
        '<div class="byline">By Mara Ilves in Port Example and Tom Reede</div><time>4 May 2011</time>'
        f"<figure><img src=a.jpg><figcaption>The pier.</figcaption></figure>{PROSE}"
        "<aside><h3>Related</h3><a href=/1>Older story</a></aside></article></main><footer>© Example</footer>",
        json_ld(graph)
        + '<meta property="og:title" content="You must read this"><link rel="canonical" href="https://post.example/vote">',
    )
    assert stated(article) == {
        "title html.json-ld.headline": "Board Delays Vote & Leaves",
        "byline html.byline": "By Mara Ilves in Port Example and Tom Reede",
        "date html.json-ld.datePublished": "2011-05-04T09:30:00+02:00",
        "source html.json-ld.publisher": "The Example Post",
        "dateline html.json-ld.dateline": "Port Example",
        "url html.link.canonical": "https://post.example/vote",
        "body html.body": BODY,
        "correction html.json-ld.correction": "An earlier version misnamed the pier.",
        "discard html.time": "4 May 2011",
        "discard html.caption": "The pier.",
        "discard html.aside": "Related\nOlder story",
    }
    assert [d.value for d in article.declared if d.field == "date"] == ["2011-05-04T09:30+02:00"]
    assert article.notes == ("13 characters of the page around the article were left out",)
    assert (article.shape, article.offset, article.record) == ("html", None, 0)


@pytest.mark.parametrize("kind", ["Article", "ReportageNewsArticle", "https://schema.org/NewsArticle"])
@pytest.mark.parametrize("listed", [False, True])
def test_json_ld_of_each_kind_alone_or_in_a_list(kind: str, listed: bool) -> None:
    thing = {"@type": kind, "headline": "Board Delays Vote"}
    article = page_of(PROSE, json_ld([{"@type": "Person"}, thing] if listed else thing))
    assert stated(article)["title html.json-ld.headline"] == "Board Delays Vote"


def test_json_ld_gives_the_body_where_the_page_shows_a_teaser() -> None:
    thing = {"@type": "NewsArticle", "articleBody": "A first sentence that is long. " * 20}
    article = page_of("<article><p>A first sentence that is long.</p></article>", json_ld(thing))
    assert stated(article)["body html.json-ld.articleBody"].count("first") == 20
    assert stated(article)["discard html.teaser"] == "A first sentence that is long."


def test_an_organisation_as_author_is_the_source_and_no_byline() -> None:
    thing = {"@type": "NewsArticle", "author": {"@type": "Organization", "name": "Example Wire"}}
    assert stated(page_of(PROSE, json_ld(thing))) == {
        "source html.json-ld.author": "Example Wire",
        "body html.body": BODY,
    }


@pytest.mark.parametrize(
    ("head", "claim", "text"),
    [
        ('<meta name="citation_title" content="A &amp; B">', "title html.meta.citation_title", "A & B"),
        ('<meta property="og:title" content="Pier">', "title html.meta.og:title", "Pier"),
        ('<meta name="DC.title" content="Pier">', "title html.meta.dc.title", "Pier"),
        ("<title>Pier</title>", "title html.title", "Pier"),
        (
            '<title>Pier Vote | The Post</title><meta property="og:site_name" content="The Post">',
            "title html.title",
            "Pier Vote",
        ),
        ('<meta property="article:published_time" content="2011-05-04">', "date html.meta.article:published_time", ""),
        (
            '<meta name="citation_publication_date" content="2011/05/04">',
            "date html.meta.citation_publication_date",
            "",
        ),
        ('<meta name="dcterms.date" content="2011-05-04">', "date html.meta.dcterms.date", ""),
        ('<meta name="author" content="Mara Ilves">', "byline html.meta.author", "Mara Ilves"),
        (
            '<meta name="citation_author" content="Ilves, Mara"><meta name="citation_author" content="Reede, Tom">',
            "byline html.meta.citation_author",
            "Ilves, Mara; Reede, Tom",
        ),
        ('<meta property="og:site_name" content="The Post">', "source html.meta.og:site_name", "The Post"),
        ('<meta property="og:url" content="https://post.example/a">', "url html.meta.og:url", "https://post.example/a"),
    ],
)
def test_meta_elements(head: str, claim: str, text: str) -> None:
    assert text in stated(page_of(PROSE, head))[claim]


def test_a_printed_headline_beats_what_was_made_for_other_sites() -> None:
    article = page_of(f"<h1>Board Delays Vote</h1>{PROSE}", '<meta property="og:title" content="You must read this">')
    assert stated(article)["title html.h1"] == "Board Delays Vote"


def test_an_author_given_as_a_profile_address_is_no_name() -> None:
    article = page_of(PROSE, '<meta property="article:author" content="https://social.example/mara">')
    assert not any(d.field == "byline" for d in article.declared)


def test_an_address_that_is_not_of_the_web_is_no_url() -> None:
    article = page_of(PROSE, '<link rel="canonical" href="javascript:alert(1)">')
    assert stated(article)["discard html.link.canonical"] == "javascript:alert(1)"
    assert not any(d.field == "url" for d in article.declared)


def test_the_address_in_a_browsers_comment() -> None:
    data = f"<!-- saved from url=(0027)https://post.example/a.html -->\n<html><body>{PROSE}".encode()
    (article,) = read("a.htm", data).articles
    assert stated(article)["url html.comment.saved-from"] == "https://post.example/a.html"


@pytest.mark.parametrize(
    "frame",
    [
        "<div>{}</div>",
        "<article>{}</article>",
        "<main><p>Short.</p><section>{}</section></main>",
        "<div itemprop=articleBody>{}</div>",
        "<article><p>A teaser.</p></article><div class='story no-byline'>{}</div>",
        "<table><tr><td>{}</td></tr></table>",
    ],
)
def test_the_article_is_found_in_any_frame(frame: str) -> None:
    body = "".join(t for r, t in stated(page_of(frame.format(PROSE * 3))).items() if r.startswith("body"))
    assert "\n\n".join([BODY] * 3) in body


def test_an_article_cut_into_sections_stays_whole() -> None:
    section = "<div class=part>" + PROSE + "</div>"
    article = page_of(
        f"<div id=top><div class=story>{section}<div class=advert>Buy now</div>{section}{section}</div></div>"
    )
    assert stated(article)["body html.body"] == "\n\n".join([BODY] * 3)
    assert stated(article)["discard html.aside"] == "Buy now"


def test_breaks_and_blocks_end_paragraphs_and_inline_elements_do_not() -> None:
    article = page_of("<div>One <b>bold</b>\n line,<br>two &lt;i&gt;<h2>Sub</h2><ul><li>three<li>four</ul>five</div>")
    assert stated(article)["body html.body"] == "One bold line,\n\ntwo <i>\n\nSub\n\nthree\n\nfour\n\nfive"


def test_preformatted_wire_copy_keeps_its_lines() -> None:
    article = page_of("<pre>  BOARD DELAYS VOTE\n\n  The board put\n  off its vote.\n</pre>")
    assert stated(article)["body html.body"] == "BOARD DELAYS VOTE\n\n  The board put\n  off its vote."


def test_prose_with_a_time_or_an_author_in_it_stays_prose() -> None:
    article = page_of(
        f'{PROSE}<p>At <time>9 am</time> we asked <a rel="author" href="/m">Mara Ilves</a>, who knew.</p>'
    )
    assert stated(article)["body html.body"].endswith("At 9 am we asked Mara Ilves, who knew.")


def test_what_is_not_seen_is_not_read() -> None:
    article = page_of(
        f"{PROSE}<script>alert('<p>no</p>')</script><style>p{{}}</style><noscript>no</noscript><template>no</template>"
        "<p hidden>no</p><div style='display: none'>no</div><!-- no --><svg><text>no</text></svg><button>no</button>"
        "<iframe srcdoc='no'>no</iframe><textarea>no</textarea>"
    )
    assert stated(article) == {"body html.body": BODY}


def test_markup_as_text_stays_text() -> None:
    article = page_of("<p>Write &lt;script&gt;alert(1)&lt;/script&gt; and {{ 7*7 }} and --- here.</p>")
    assert article.text == "Write <script>alert(1)</script> and {{ 7*7 }} and --- here."


@pytest.mark.parametrize("body", ["", "<script>var a = 1</script>", "<nav><a href=/>Home</a></nav>", "<img src=a>"])
def test_a_page_without_article_text_is_refused(body: str) -> None:
    (refusal,) = read("p.html", f"<html><head><title>T</title></head><body>{body}</body></html>".encode()).refusals
    assert (refusal.path, "no visible article text" in refusal.reason) == ("p.html", True)


def test_plain_text_under_an_html_name_is_plain_text() -> None:
    (article,) = read("p.html", b"Board Delays Vote\n\nProfits were < 5 and > 3.").articles
    assert article.shape == "text"


@pytest.mark.parametrize(
    "markup",
    [
        "<ul><li>" * 100_000,
        "<div>" * 200_000 + "deep",
        "<p " + " ".join(f"a{n}" for n in range(100_000)) + ">x",
        "".join(f"<b id={n}>" for n in range(10_000)) + "<p>x" * 10_000,
    ],
)
def test_tangled_markup_is_refused_before_it_is_parsed(markup: str) -> None:
    (refusal,) = read("p.html", markup.encode()).refusals
    assert "tangled" in refusal.reason


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 3_000 + PROSE,
        "<!--" * 100_000 + PROSE,
        "<article>" * 900 + PROSE * 500,
        "<span class=byline>" * 900 + "words here<br>" * 5_000,
        "<" * 500_000 + PROSE,
        '<p a="' * 1_000 + PROSE,
        json_ld({"@type": "NewsArticle", "headline": "A"}).replace('"A"', "[" * 100_000) + PROSE,
        json_ld([[[{"@type": "NewsArticle", "author": [{"name": ["a", {"name": 3}]}, 4, None]}]]] * 2_000) + PROSE,
        "<p>" + "word " * 200_000,
        PROSE + "<p>\x00 \x07 &#0; &#xD800; &#x110000; \ufffe</p>",
    ],
)
def test_pages_made_to_hurt_give_an_article_or_a_refusal(markup: str) -> None:
    found = read("p.html", markup.encode())
    assert len(found.articles) + len(found.refusals) == 1


def test_a_large_ordinary_page_is_read_whole() -> None:
    article = page_of(f"<article>{PROSE * 5_000}</article>")
    assert stated(article)["body html.body"].count("harbour board") == 5_000
