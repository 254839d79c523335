"""What a raw text says, its page says; and Markdown that people write becomes harmless, well-ordered HTML."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backfile import markdown
from backfile.markdown import rendering
from backfile.markdown.escaping import body_of
from backfile.model import Paragraph

PIECES = st.sampled_from(
    [
        *"\\`*_{}[]()#+-.!<>&|~=:\"'$^%@/,;?",
        *(
            " ",
            "  ",
            "\t",
            "\n",
            "\r\n",
            "\u00a0",
            "\u2003",
            "\u2028",
            "\u200b",
            "\x0b",
            "\x00",
            "\x85",
            "\ufeff",
        ),
        *(
            "&amp;",
            "&#60;",
            "&lt",
            "&copy;",
            "&#x26;",
            "1.",
            "1986.",
            "2)",
            "- ",
            "+ ",
            "* ",
            "---",
            "- - -",
            "===",
        ),
        *(
            "***",
            "___",
            "~~~",
            "```",
            "``",
            "**",
            "__",
            "](",
            "]:",
            "![",
            "[a]: /b",
            "[a](b)",
            "[a][b]",
            "<!--",
            "-->",
        ),
        *(
            "{{ 7*7 }}",
            "{% x %}",
            "{# x #}",
            "{filename}",
            "|filename|",
            "<b>",
            "</b>",
            "<http://a.example>",
            "<a:b>",
        ),
        *(
            "<?php",
            "<![CDATA[",
            "> ",
            "# ",
            "###",
            " #",
            "\\*",
            "\\\\",
            "a_b",
            "_a_",
            "*a*",
            "é",
            "Ж",
            "字",
            "😀",
            "İ",
        ),
        *(
            "word",
            "a",
            "B",
            "7",
            "javascript:",
            "www.a.example",
            "http://a.example/?a=b&c=d",
            "me_too@a.example",
            "\ud800",
        ),
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text(max_size=60))


class _Paragraphs(HTMLParser):
    """The texts of the <p> and <h2> elements of a page; any other element is an error."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("p", "h2"), f"the text became a <{tag}>"
        self.texts.append((tag, ""))

    def handle_data(self, data: str) -> None:
        if self.texts:
            tag, text = self.texts[-1]
            self.texts[-1] = tag, text + data


def shown(html: str) -> list[tuple[str, str]]:
    # The parser of a browser drops nothing here: white space between the blocks is all that is stripped.
    return [(tag, text.removesuffix("\n")) for tag, text in _Paragraphs(html).texts]


@settings(max_examples=400, deadline=None)
@given(TEXTS)
@example("* * *")
@example("a `b` ``c")
@example("`a\\`")
@example("``So he said,'' she said, ``and went.''")
@example("1986. A year")
@example("[note]: see below")
@example("a* b*c *")
@example("__a__b_")
@example("<script>alert(1)</script> & &amp; &#38;")
def test_a_paragraph_says_on_the_page_what_it_said_in_the_source(text: str) -> None:
    expected = markdown.fold(text)
    written = markdown.escape(text)
    assert "\n" not in written
    assert markdown.plain(written) == ((expected,) if expected else ())
    for allow_html in (False, True):
        html = markdown.render(written, allow_html=allow_html)
        assert shown(html) == ([("p", expected)] if expected else [])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(TEXTS, st.sampled_from(["text", "subhead"])), max_size=5))
def test_an_article_body_says_on_the_page_what_its_paragraphs_said(parts: list[tuple[str, str]]) -> None:
    paragraphs = [Paragraph(text, "subhead" if kind == "subhead" else "text") for text, kind in parts]
    expected = [
        ("h2" if p.kind == "subhead" else "p", markdown.fold(p.text)) for p in paragraphs if markdown.fold(p.text)
    ]
    body = body_of(paragraphs)
    assert shown(markdown.render(body)) == expected
    assert markdown.plain(body) == tuple(text for _, text in expected)
    again = markdown.parse(markdown.dump(markdown.Document({"title": "x"}, body)))
    assert again.body == body


@pytest.mark.parametrize(
    "text",
    [
        "Shares of Kestrel & Sons fell 3.5% to $12.40 -- their lowest since May.",
        "Write to jane_doe@paper.example or see http://paper.example/a_b?c=1&d=2.",
        '"We won\'t," she said [laughing]. (It was 5 < 6.)',
        "One * alone, 2 * 3 = 6, and a #1 hit; the rate [2] rose.",
        "-5 degrees, +3 points, 1.5 metres, #2",
        "A `tick alone",
    ],
)
def test_what_needs_no_escape_is_left_as_it_was(text: str) -> None:
    assert markdown.escape(text) == text


def test_control_characters_vanish_and_surrogates_are_marked() -> None:
    assert markdown.fold("a\x00b\x1b[0m \ud800\ufffe\u00a0 c\n") == "ab[0m \ufffd\ufffd c"


BLOCKS = st.one_of(
    TEXTS.map(markdown.escape),
    st.lists(PIECES, max_size=8).map("".join),
    st.sampled_from(
        [
            "",
            "### Sub",
            "### Sub #",
            "###",
            "#### Deep",
            "    code",
            "- a\n- b",
            "> quote",
            "para\n===",
            "[a]: /x",
            "[a]",
            "<div>",
            "```\ncode",
            "~~~",
            "\\- no list",
            "1\\. no list",
            "a\\",
            "Text \\*\\*b\\*\\*",
            "---",
            "-- b",
            "*a* and **b**",
            "`code`",
            "![x](y.png)",
            "a  \nb",
            " lead",
            "trail ",
            "\tx",
            "\u00a0x",
            "x\u00a0",
            "\x0bx",
        ]
    ),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(BLOCKS, max_size=5).map("\n\n".join), st.booleans())
@example("", False)
@example("### A\n\ntext", False)
@example("-\ttab", False)
def test_the_short_way_gives_what_markdown_it_gives(body: str, allow_html: bool) -> None:
    assert markdown.render(body, allow_html=allow_html) == rendering._parser(allow_html).render(body)


@settings(max_examples=300, deadline=None)
@given(st.lists(BLOCKS, max_size=5).map("\n\n".join), st.booleans())
@example("a <b>c</b>", True)
@example("### A &amp; b\n\nc <!-- d -->", True)
def test_the_plain_text_is_that_of_the_page(body: str, allow_html: bool) -> None:
    content = markdown.render(body, allow_html=allow_html)
    assert markdown.plain(body, allow_html=allow_html) == markdown.paragraphs_of(content)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<p>one  two</p>\n<p>three</p>", ("one two", "three")),
        ("<ul><li>one</li><li><p>two</p></li></ul>", ("one", "two")),
        ("<blockquote><p>said</p></blockquote>", ("said",)),
        ("<blockquote>said plainly</blockquote>", ("said plainly",)),
        ("<h2>Head</h2><p>a<br>b <strong>c</strong></p><pre><code>d\n e</code></pre>", ("Head", "a b c", "d e")),
        ("<table><tr><th>x</th><td>1</td></tr></table>", ("x", "1")),
        ("<ul><li>one<ul><li>two</li></ul>three</li></ul>", ("one", "two", "three")),
        ("loose <em>wo</em>rds<p>then</p><script>not()</script>", ("loose words", "then")),
        ('<p id="p1">One &amp; two</p>\n<p>Three<br>four</p>', ("One & two", "Three four")),
        ("<p>a</p><script>bad()</script><p>b</p>", ("a", "b")),
        ("<p></p>", ()),
        ("", ()),
    ],
)
def test_text_is_taken_block_by_block(content: str, expected: tuple[str, ...]) -> None:
    assert markdown.paragraphs_of(content) == expected


def test_ordinary_paragraphs_take_the_short_way() -> None:
    body = 'He said: "No."\n\n### What next\n\nIn 2012, 5 < 6 & 7 > 3; see _this_ \\[note\\].'
    assert rendering._simple_blocks(body) is not None
    assert markdown.render(body) == (
        '<p id="p1">He said: &quot;No.&quot;</p>\n<h2>What next</h2>\n'
        '<p id="p2">In 2012, 5 &lt; 6 &amp; 7 &gt; 3; see <em>this</em> [note].</p>\n'
    )


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "java&Tab;script:alert(1)",
        "<java\tscript:alert(1)>",
        "&#9;javascript:alert(1)",
        "javascript&colon;alert(1)",
        "data:text/html,x",
        "data:image/png;base64,AAAA",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:https://a.example/x",
    ],
)
def test_a_link_to_a_script_or_to_data_is_refused(target: str) -> None:
    for body in (f"[x]({target})", f"![x]({target})", f"[x]\n\n[x]: {target}", f"<{target}>"):
        html = markdown.render(body)
        assert "href" not in html
        assert "src" not in html.replace("javascript", "")


def test_ordinary_links_stay() -> None:
    assert 'href="https://a.example/"' in markdown.render("[x](https://a.example/)")
    assert 'href="../b.html#p2"' in markdown.render("[x](../b.html#p2)")
    assert "href" not in markdown.render("https://a.example/ and www.a.example")


def test_raw_html_is_text_unless_allowed() -> None:
    assert markdown.render("<b>x</b>") == '<p id="p1">&lt;b&gt;x&lt;/b&gt;</p>\n'
    assert markdown.render("<b>x</b>", allow_html=True) == '<p id="p1"><b>x</b></p>\n'


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([3, 3], [2, 2]),
        ([1, 2, 2, 1], [2, 3, 3, 2]),
        ([2, 4, 4, 3, 2], [2, 3, 3, 3, 2]),
        ([6, 1, 6], [2, 2, 3]),
    ],
)
def test_headings_make_an_outline_without_gaps(levels: list[int], expected: list[int]) -> None:
    html = markdown.render("\n".join(f"{'#' * level} x" for level in levels))
    assert html == "".join(f"<h{level}>x</h{level}>\n" for level in expected)
    assert html.startswith("<h2>")


def test_paragraphs_are_numbered_in_order() -> None:
    html = markdown.render("a\n\n> b\n\n- c\n\n  d\n\ne")
    assert [f'id="p{n}"' in html for n in range(1, 7)] == [True] * 5 + [False]
    assert html.index('id="p4"') < html.index('id="p5"')
