"""Markdown into HTML, by markdown-it-py; ordinary paragraphs take a short way that gives the same."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from backfile.markdown.paragraphs import paragraphs_of

# A block of one line that can only be a paragraph, and one that is a sub-heading as Backfile writes it.
_PARAGRAPH = re.compile(
    r"""(?![\s\ufeff#>~`<=\[])  # heading, quote, fence, HTML, reference definition
        (?![-+*](?:[ \t]|\Z))   # list
        (?![-*_])               # thematic break, or a list after all
        (?!\d{1,9}[.)](?:[ \t]|\Z))
        [^\n\r\0]+(?<![\s\ufeff])""",
    re.VERBOSE,
)
_SUBHEAD = re.compile(r"###[ ](?P<text>[^\s\ufeff#][^\n\r\0#]*)(?<![\s\ufeff])")
_MARKUP = "\\`*_&<[!"
_TAG = re.compile(r"<[^>]*>")
_SCHEME = re.compile(r"(?P<name>[^:/?#]*):")
_HARMLESS = frozenset(("http", "https", "mailto", "ftp", "tel"))


def render(body: str, *, allow_html: bool = False) -> str:
    """Render a body as HTML: CommonMark, raw HTML as text unless allowed, no link to a script or to data.

    Paragraphs have the ids `p1`, `p2`, … in their order. Headings start at `<h2>`, below the page's headline,
    and never leave out a level.
    """
    blocks = _simple_blocks(body)
    if blocks is None:
        return str(_parser(allow_html).render(body))
    parser = _parser(allow_html)
    is_marked = _is_marked(body)
    out = []
    number = 0
    for block, is_subhead in blocks:
        inner = parser.renderInline(block) if is_marked and _is_marked(block) else escapeHtml(block)
        if is_subhead:
            out.append(f"<h2>{inner}</h2>\n")
        else:
            number += 1
            out.append(f'<p id="p{number}">{inner}</p>\n')
    return "".join(out)


def _is_marked(text: str) -> bool:
    """Whether a text holds a character that could be Markdown within a line."""
    return any(map(text.__contains__, _MARKUP))


def plain(body: str, *, allow_html: bool = False) -> tuple[str, ...]:
    """The text of a body's paragraphs, headings, list items, code blocks and so on, in order, white space folded."""
    blocks = _simple_blocks(body)
    if blocks is None or (allow_html and "<" in body):
        return paragraphs_of(render(body, allow_html=allow_html))
    texts = (
        "".join(map(_token_text, _parser(False).parseInline(block))) if _is_marked(block) else block
        for block, _ in blocks
    )
    return tuple(folded for text in texts if (folded := " ".join(text.split())))


def opening(body: str, most: int, *, allow_html: bool = False) -> tuple[list[str], int]:
    """The first words of a body as its page shows them, `most` at most, and how many there are in all."""
    blocks = _simple_blocks(body)
    if blocks is None:
        words = _words(render(body, allow_html=allow_html))
        return words[:most], len(words)
    first: list[str] = []
    count = 0
    for block, _ in blocks:
        if _is_marked(block):
            words = _words(_parser(allow_html).renderInline(block))
            first += words[: most - len(first)]
            count += len(words)
        else:
            if len(first) < most:
                first += block.split(None, most)[: most - len(first)]
            # Where the only spaces are single ones there is no need to take the words apart.
            is_even = block.isprintable() and "  " not in block
            count += block.count(" ") + 1 if is_even else len(block.split())
    return first, count


def _words(content: str) -> list[str]:
    return html.unescape(_TAG.sub(" ", content)).split()


def _simple_blocks(body: str) -> list[tuple[str, bool]] | None:
    """The blocks of a body that holds only one-line paragraphs and sub-headings; None for any other."""
    blocks: list[tuple[str, bool]] = []
    if not body:
        return blocks
    for block in body.split("\n\n"):
        if block[:1].isalpha() and not block[-1].isspace() and block.isprintable():
            blocks.append((block, False))  # what most are, without a closer look
        elif _PARAGRAPH.fullmatch(block):
            blocks.append((block, False))
        elif subhead := _SUBHEAD.fullmatch(block):
            blocks.append((subhead["text"], True))
        else:
            return None
    return blocks


def _token_text(token: Token) -> str:
    if token.type == "inline":
        return "".join(map(_token_text, token.children or ()))
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return "" if token.type == "image" else token.content


class _Renderer(RendererHTML):
    """Numbers the paragraphs and fits the headings into the page's outline."""

    def render(self, tokens: Sequence[Token], options: Any, env: Any) -> str:
        number = 0
        levels: list[int] = []
        for token in tokens:
            if token.type == "paragraph_open" and not token.hidden:
                number += 1
                token.attrSet("id", f"p{number}")
            elif token.type == "heading_open":
                level = int(token.tag[1:])
                while levels and levels[-1] >= level:
                    levels.pop()
                levels.append(level)
                token.tag = f"h{min(len(levels) + 1, 6)}"
            elif token.type == "heading_close":
                token.tag = f"h{min(len(levels) + 1, 6)}"
        return super().render(tokens, options, env)


def _is_harmless(url: str) -> bool:
    """Whether an address leads to a page, a file or a mailbox, and not to a script or to data.

    Whatever stands before a colon must be a known scheme: browsers drop control characters from it, so that a
    list of bad ones would not do.
    """
    scheme = _SCHEME.match(url.strip())
    return scheme is None or scheme["name"].lower() in _HARMLESS


@cache
def _parser(allow_html: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": allow_html, "xhtmlOut": False}, renderer_cls=_Renderer)
    parser.validateLink = _is_harmless  # type: ignore[method-assign]
    return parser
