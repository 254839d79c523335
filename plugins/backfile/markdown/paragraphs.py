"""The text of an article's HTML, block by block."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

_INLINE = frozenset(
    {"a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span"}
    | {"strong", "sub", "sup", "time", "u", "var"}
)


def paragraphs_of(content: str) -> tuple[str, ...]:
    """Take the text out of an article's HTML, block by block.

    content: HTML as rendered from Markdown. Returns the text of each paragraph, sub-heading, list item, table cell
    and so on, white space folded, in order; no word of the text is left out.
    """
    root = LexborHTMLParser(content).body
    if root is None:
        return ()
    blocks: list[list[str]] = []
    last = None
    for node in root.traverse(include_text=True):
        if node.tag == "br" and blocks:
            blocks[-1].append(" ")
        if not node.is_text_node:
            continue
        block = node.parent
        while block is not None and block.tag in _INLINE:
            block = block.parent
        if block is None or block.tag in ("script", "style"):
            continue
        if block.mem_id != last:
            blocks.append([])
            last = block.mem_id
        blocks[-1].append(node.text_content or "")
    texts = (" ".join("".join(block).split()) for block in blocks)
    return tuple(text for text in texts if text)
