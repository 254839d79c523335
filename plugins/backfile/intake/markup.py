"""Visible blocks of an HTML document in order, what each is for, and which stretch of them is the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from backfile.intake.record import Part, whole
from backfile.intake.roles import BLOCKS, PROSE, SKIPPED, is_hidden, rank_of, role_of, words

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,30})([^>]*+)")
_CLOSED_BY_THE_NEXT = words(
    "p li td th tr dt dd option tbody thead tfoot br img hr meta link input area base col embed source track wbr "
    "!doctype"
)
_FORMATTING = words("a b big code em font i nobr s small strike strong tt u")
_SCANNED_FROM = 50_000
_MOST_WORK = 10**9
_SHORTEST_PROSE = 25


class TooTangledError(ValueError):
    """Markup that a parser would take more than linear work for: thousands of elements inside one another."""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of visible text between two block boundaries, white space folded (but not in `pre`).

    role: `text`, or what it is apart from the article's prose: `h1`, `byline`, `time`, `caption`, `correction`,
    `links` (nothing in it but links), `navigation`, `aside`, `footer`, `form`, `comments`.
    """

    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Page:
    """The blocks of a document, and the range of them that is the article."""

    blocks: tuple[Block, ...]
    start: int
    end: int

    @property
    def article(self) -> tuple[Block, ...]:
        """The article's own blocks."""
        return self.blocks[self.start : self.end]


@dataclass(slots=True)
class _Frame:
    node: LexborNode
    tag: str
    role: str
    is_block: bool
    start: int
    rank: int = 0
    limit: int = 0
    mark: str = ""
    marked_from: int = 0
    direct: float = 0
    prose: int = 0
    sections: float = 0


@dataclass(slots=True)
class _Region:
    start: int = 0
    end: int = 0
    worth: float = 0


def parse(markup: str) -> LexborHTMLParser:
    """Parse HTML, nothing executed and nothing fetched.

    Raises TooTangledError where the HTML algorithm itself would not be linear (elements nested or attributes
    heaped by the thousand): counted beforehand, because the parser cannot be stopped.
    """
    if len(markup) > _SCANNED_FROM and _work(markup) > _MOST_WORK:
        raise TooTangledError("its markup is tangled: thousands of elements inside one another")
    return LexborHTMLParser(whole(markup))


def read_page(tree: LexborHTMLParser) -> Page:
    """Walk a document once and find its article.

    The article is the element marked `itemprop=articleBody`, an `article`, or `main`, if it holds the better part
    of the page's prose; else the element whose own paragraphs are longest.
    """
    walk = _Walk()
    if tree.body is not None:
        walk.over(tree.body)
    best = walk.best_of_rank[0]
    for rank in (3, 2, 1):
        region = walk.best_of_rank[rank]
        if region.worth and region.worth * 2 >= best.worth:
            return Page(tuple(walk.blocks), region.start, region.end)
    if best.worth:
        return Page(tuple(walk.blocks), best.start, best.end)
    return Page(tuple(walk.blocks), 0, len(walk.blocks))


def fragment_parts(markup: str, rule: str) -> tuple[Part, ...]:
    """Read a field that holds HTML, as crawlers and blogs write bodies: its prose, and what stands apart from it."""
    try:
        tree = parse(markup)
    except TooTangledError:
        return (Part("body", markup, rule),)
    walk = _Walk()
    if tree.body is not None:
        walk.over(tree.body)
    return block_parts([b if b.role != "h1" else replace(b, role="text") for b in walk.blocks], rule)


def block_parts(blocks: Sequence[Block], rule: str) -> tuple[Part, ...]:
    """Make the parts of a record: the prose as one body, and each run of the rest as a discard named by its role."""
    prose = "\n\n".join(b.text for b in blocks if b.role == "text")
    parts = [Part("body", prose, rule)] if prose else []
    run: list[Block] = []
    for block in [*blocks, Block("", "text")]:
        if run and run[-1].role != block.role:
            field_name = "correction" if run[0].role == "correction" else "discard"
            parts.append(Part(field_name, "\n".join(b.text for b in run), f"html.{run[0].role}"))
            run = []
        if block.role != "text":
            run.append(block)
    return tuple(parts)


def _work(markup: str) -> int:
    """Estimate the steps that the HTML tree construction takes beyond one a tag, from the tags alone.

    Each tag may walk all open elements; each may copy all open formatting elements; attributes are compared in pairs.
    """
    work = 0
    depth = formatting = 0
    opened: dict[str, int] = {}
    for found in _TAG.finditer(markup):
        name = found[2].lower()
        work += depth + 100 * formatting
        if len(found[3]) > 2000:
            work += len(found[3].split()) ** 2
        if work > _MOST_WORK:
            break
        if name in _CLOSED_BY_THE_NEXT:
            continue
        if not found[1]:
            opened[name] = opened.get(name, 0) + 1
            step = 1
        elif opened.get(name, 0):
            opened[name] -= 1
            step = -1
        else:
            continue
        depth += step
        # Without attributes only three of a kind are ever open at once ("Noah's Ark clause").
        if name in _FORMATTING:
            formatting = max(0, formatting + step)
    return work


@dataclass(slots=True)
class _Walk:
    """One pass over a document, iterative: pages nest deeper than Python's stack."""

    blocks: list[Block] = field(default_factory=list)
    best_of_rank: list[_Region] = field(default_factory=lambda: [_Region() for _ in range(4)])
    frames: list[_Frame] = field(default_factory=list)
    block_frames: list[_Frame] = field(default_factory=list)
    buffer: list[str] = field(default_factory=list)
    length: int = 0
    linked: int = 0
    links_open: int = 0
    pre_open: int = 0
    mark: str = ""
    marked: int = 0

    def over(self, root: LexborNode) -> None:
        self._enter(root)
        node = root.first_child
        while self.frames:
            if node is None:
                frame = self.frames[-1]
                self._leave()
                node = None if not self.frames else frame.node.next
            elif node.is_text_node:
                self._take(node.text_content or "")
                node = node.next
            elif node.is_element_node and self._enter(node):
                node = node.first_child
            else:
                node = node.next

    def _take(self, text: str) -> None:
        self.buffer.append(text)
        visible = len(text.strip())
        self.length += visible
        if self.links_open:
            self.linked += visible

    def _enter(self, node: LexborNode) -> bool:
        tag = node.tag or ""
        if tag in SKIPPED:
            return False
        if tag == "br":
            if self.pre_open:
                self.buffer.append("\n")
            else:
                self._flush()
            return False
        attributes = node.attributes
        if attributes and is_hidden(attributes):
            return False
        outer = self.frames[-1].role if self.frames else "text"
        role, limit = role_of(tag, attributes) if outer == "text" else (outer, 0)
        is_block = tag in BLOCKS
        if is_block:
            self._flush()
        frame = _Frame(node, tag, outer if not is_block else role, is_block, len(self.blocks), rank_of(tag, attributes))
        if is_block:
            frame.limit = limit if role != outer else 0
            self.block_frames.append(frame)
        elif role != outer and self.mark in ("", role):
            frame.mark, frame.marked_from = role, self.length
        elif tag in ("td", "th"):
            self.buffer.append(" ")
        self.links_open += tag == "a"
        self.pre_open += tag == "pre"
        self.frames.append(frame)
        return True

    def _leave(self) -> None:
        frame = self.frames[-1]
        if frame.mark:
            self.mark = frame.mark
            self.marked += max(0, self.length - frame.marked_from)
        if frame.is_block:
            self._flush()
            self.block_frames.pop()
        self.links_open -= frame.tag == "a"
        self.pre_open -= frame.tag == "pre"
        self.frames.pop()
        if frame.limit:
            self._reconsider(frame)
        if self.frames:
            outer = self.frames[-1]
            outer.prose += frame.prose
            # Articles are often cut into sections by advertisements: their parent is worth half of each.
            outer.sections += frame.direct / 2 if frame.is_block else frame.sections
        self._compare(frame)

    def _compare(self, frame: _Frame) -> None:
        worth = frame.direct + frame.sections if frame.rank == 0 else float(frame.prose)
        if frame.role == "text" and worth and worth >= self.best_of_rank[frame.rank].worth:
            self.best_of_rank[frame.rank] = _Region(frame.start, len(self.blocks), worth)

    def _reconsider(self, frame: _Frame) -> None:
        """Take back a role that a class name gave: `article no-byline` is no byline, a long one is none either."""
        inside = self.blocks[frame.start :]
        total = sum(len(b.text) for b in inside)
        if total <= frame.limit:
            return
        self.blocks[frame.start :] = [replace(b, role="text") if b.role == frame.role else b for b in inside]
        frame.role = "text"
        frame.prose += total
        frame.direct += total

    def _flush(self) -> None:
        if not self.buffer:
            return
        raw = "".join(self.buffer)
        length, linked, mark, marked = self.length, self.linked, self.mark, self.marked
        self.buffer.clear()
        self.length = self.linked = self.marked = 0
        self.mark = ""
        text = raw.strip("\n").rstrip() if self.pre_open else " ".join(raw.split())
        if not text or text.isspace():
            return
        frame = self.block_frames[-1]
        role = frame.role
        if role == "text" and mark and _is_told_by_mark(text, mark, marked, length, frame.tag):
            role = mark
        elif role == "text" and length and linked == length:
            role = "links"
        self.blocks.append(Block(text, role))
        if role == "text" and len(text) >= _SHORTEST_PROSE:
            frame.prose += len(text)
            owner = self.block_frames[-2] if frame.tag in PROSE and len(self.block_frames) > 1 else frame
            owner.direct += len(text)


def _is_told_by_mark(text: str, mark: str, marked: int, length: int, tag: str) -> bool:
    if mark == "time":
        return len(text) <= 100 and marked * 2 >= length and (tag not in PROSE or marked == length)
    if mark == "byline":
        return len(text) <= 200 and (marked * 2 >= length or text.lower().startswith("by "))
    return marked == length
