"""Raw text into Markdown that says the same: only what must be escaped is, so that it stays readable."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from backfile.model import Paragraph

# Control characters and what Unicode calls non-characters can stand neither in HTML nor in YAML.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1b\x7f-\x84\x86-\x9f\ufeff]")
_NO_TEXT = re.compile(
    "[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
    + "|["
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)

_INLINE = re.compile(r"[\\`*_&<\]]")
_LESS_THAN = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#|[A-Za-z][A-Za-z0-9]*;)")
_STAR = re.compile(r"(?<![^ ])\*(?![^ ])|(\*)")
_UNDERSCORE = re.compile(r"(?<=[A-Za-z0-9])_(?=[A-Za-z0-9])|(_)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_TICKS = re.compile(r"`+")
# What opens a block at the start of a line: heading, quote, list, rule, fence, reference definition.
_OPENS = re.compile(
    r"""(?P<sign>\#{1,6}(?![^ ])|>|[-+*](?![^ ])|(?:-[ ]*){3}|~~~|\[)
        |(?P<number>\d{1,9})[.)](?![^ ])""",
    re.ASCII | re.VERBOSE,
)


def fold(text: str) -> str:
    """Fold white space to single spaces, strip, and leave out what no page can hold.

    Control characters and the byte order mark vanish; lone surrogates and non-characters become U+FFFD.
    """
    if text.isprintable():  # most texts: nothing to leave out, and no white space but spaces
        return " ".join(text.split()) if "  " in text else text.strip(" ")
    return " ".join(_NO_TEXT.sub("\ufffd", _FORBIDDEN.sub("", text)).split())


def escape(text: str) -> str:
    r"""Escape the text of one paragraph, so that its Markdown renders as that very text.

    text: folded first (`fold`). The result is one line.

    >>> escape("1. A_B* costs $5 & more <b> [see](x)")
    '1\\. A_B* costs $5 & more \\<b> [see\\](x)'
    """
    text = fold(text)
    if _INLINE.search(text):
        text = _inline(text)
    opening = _OPENS.match(text)
    if opening is None:
        return text
    if opening["number"]:
        at = opening.end("number")
        return f"{text[:at]}\\{text[at:]}"
    if opening["sign"] == "[" and "]:" not in text:
        return text
    return f"\\{text}"


def unescape(text: str) -> str:
    r"""What a paragraph that `escape` wrote says.

    >>> unescape(escape("1. A_B* [see](x)"))
    '1. A_B* [see](x)'
    """
    return _ESCAPED.sub(r"\1", text)


def _inline(text: str) -> str:
    text = text.replace("\\", "\\\\")
    if "`" in text:
        # Two runs of one length would be a code span; an escaped run counts, so all are escaped or none.
        lengths = Counter(len(run) for run in _TICKS.findall(text))
        if max(lengths.values()) > 1 or text.startswith("```"):
            text = text.replace("`", "\\`")
    if "*" in text and (text.count("*") > 1):
        text = _STAR.sub(lambda m: "\\*" if m[1] else m[0], text)
    if "_" in text:
        text = _UNDERSCORE.sub(lambda m: "\\_" if m[1] else m[0], text)
    if "&" in text:
        text = _ENTITY.sub(r"\\&", text)
    if "<" in text:
        text = _LESS_THAN.sub(r"\\<", text)
    return text.replace("](", "\\](")


def body_of(paragraphs: Iterable[Paragraph]) -> str:
    """The body of a Markdown file: a paragraph a line, a blank line between, sub-headings as `###`."""
    blocks = []
    for paragraph in paragraphs:
        text = escape(paragraph.text)
        if not text:
            continue
        if paragraph.kind == "subhead":
            # A heading's closing signs would vanish.
            text = "### " + re.sub(r"(?<![^ ])(#+)\Z", r"\\\1", text)
        blocks.append(text)
    return "\n\n".join(blocks)
