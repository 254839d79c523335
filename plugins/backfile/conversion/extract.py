"""The fourth stage: read every field inside its zone; what single lines say is read in `fields`."""

from __future__ import annotations

import re

from backfile.conversion.credits import Part, gather, read_credit
from backfile.conversion.datelines import dateline
from backfile.conversion.fields import Reading
from backfile.conversion.paragraphs import Block, blocks
from backfile.conversion.people import has_given_name, is_name
from backfile.conversion.sources import (
    from_agency,
    from_domain,
    from_furniture,
    from_house,
    from_page,
)
from backfile.conversion.state import BODY, Found, Label, Piece, State
from backfile.conversion.titles import ends_sentence, glued
from backfile.model import Doubt, Paragraph, Person

# "Ann Example Riga THE harbour is shut": who wrote it and where, run into a lead that opens in capitals.
_BYLINE_LEAD = re.compile(
    r"(?P<name>[A-ZÀ-Þ][\w’'-]+ [A-ZÀ-Þ][\w’'-]*[a-zß-ÿ])(?: [A-ZÀ-Þ][a-zß-ÿ]+)? (?=(?:[A-Z]{2,}|A|I) [a-z])"
)


def extract(state: State) -> State:
    """Read all candidates from head, body and tail, and mark every stretch of the text with what it was taken for."""
    work = _Work(state)
    for piece, label in zip(state.pieces[: state.head], state.labels, strict=False):
        work.line(piece, label)
    work.body()
    i = state.tail
    while i < len(state.pieces):
        i = work.behind(i)
    work.found += [*from_house(state), *from_page(state), *from_furniture(state)]
    return state._replace(
        found=tuple(work.found),
        marks=tuple(work.marks),
        paragraphs=tuple(work.paragraphs),
        doubts=(*state.doubts, *work.doubts),
    )


class _Work(Reading):
    """What extraction gathers while it walks over the pieces; gone when the stage is over."""

    def body(self) -> None:
        state = self.state
        pieces, labels = state.pieces[state.head : state.tail], state.labels[state.head : state.tail]
        for piece, label in zip(pieces, labels, strict=True):
            if label.kind != "body":
                self.line(piece, label)
        if state.shape.name == "tagged":
            pieces = tuple(map(self._untagged, pieces))
        found = blocks(pieces, labels)
        for n, block in enumerate(found):
            start = block.start
            text = block.text
            if n == 0:
                start, text = self._opening(block, found[1:])
            if text:
                self.mark(start, block.end, BODY)
                self.paragraphs.append(Paragraph(text, "subhead" if block.subhead else "text"))
        last = self.paragraphs[-1] if self.paragraphs else Paragraph("")
        if last.kind == "text" and len(last.text) > 60 and not ends_sentence(last.text):
            self.doubts.append(Doubt("body", "mid-sentence", "The body ends in the middle of a sentence"))

    def _untagged(self, piece: Piece) -> Piece:
        """A paragraph of a tagged export without its tag."""
        tag = piece.hit("tag")
        if tag is None:
            return piece
        start = tag.match.start("value")
        self.mark(piece.start, piece.start + start, Label("discard", tag.rule.name))
        return piece._replace(start=piece.start + start, text=piece.text[start:])

    def _opening(self, block: Block, rest: list[Block]) -> tuple[int, str]:
        """Take dateline or glued headline from the first paragraph; where the prose then starts, and what it says."""
        start, text = self._headline(block, rest)
        start = self._glued_byline(start)
        raw = self.state.view.text[start : block.end]
        line = dateline(raw, self.state.rules)
        if line is None:
            return start, " ".join(raw.split()) if start > block.start else text
        has_own = any(f.field == "dateline" for f in self.found)
        if line.place is not None and not has_own:
            first, last = line.place_span
            self.add("dateline", "text", line.place, start + first, start + last, "dateline.tag")
        if line.agency is not None:
            self.found += from_agency(self.state, line.agency, start + line.agency_span[0], start + line.agency_span[1])
        field = "dateline" if line.place is not None else "source" if line.agency else None
        self.mark(
            start,
            start + line.end,
            Label("field", "dateline.tag", field) if field else Label("discard", "dateline.tag"),
        )
        return start + line.end, " ".join(raw[line.end :].split())

    def _glued_byline(self, start: int) -> int:
        """Take a byline from before a lead that opens in capitals, in exports that have none above; where it ends."""
        state = self.state
        match = _BYLINE_LEAD.match(state.view.text, start) if state.shape.name == "factiva" else None
        if match is None or any(f.field == "reporters" for f in self.found):
            return start
        name = match["name"]
        if not (is_name(name, state.rules) and has_given_name(name, state.rules)):
            return start
        self.mark(start, match.end(), Label("field", "byline.glued", "reporters"))
        evidence = state.evidence(start, start + len(name), "byline.glued")
        self.found.append(Found("reporters", "byline", name, evidence, Person(name)))
        return match.end()

    def _headline(self, block: Block, rest: list[Block]) -> tuple[int, str]:
        state = self.state
        if (
            any(f.field == "title" for f in self.found)
            or state.shape.page
            or any(f.field == "date" for f in self.found)
        ):
            return block.start, block.text
        ahead = " ".join([block.text[200:], *(b.text for b in rest[:12])])[:6000]
        splits = glued(block.text, ahead, state.rules.words)
        if not splits:
            return block.start, block.text
        at = splits[0].at
        title = block.text[:at].rstrip()
        end = _unfold(state.view.text, block.start, len(title))
        self.mark(block.start, end, Label("field", "title.glued", "title"))
        self.add("title", "glued", title, block.start, end, "title.glued")
        others = tuple(block.text[: s.at].rstrip() for s in splits[:3])
        reason = "The headline runs on into the first sentence; where it ends was judged by its words"
        self.doubts.append(Doubt("title", "glued-headline", reason, others))
        start = _unfold(state.view.text, block.start, at)
        return start, block.text[at:].lstrip()

    # Behind the body

    def behind(self, i: int) -> int:
        """Read what stands at piece `i` of the tail; the index of the next to read."""
        piece, label = self.state.pieces[i], self.state.labels[i]
        if piece.hit("credit") and piece.declared is None:
            return self._credit(i)
        self.line(piece, label)
        return i + 1

    def _credit(self, i: int) -> int:
        end = gather(self.state, i)
        pieces = self.state.pieces[i:end]
        at = pieces[0].start
        for part in read_credit(self.state, pieces):
            roles = ("reporters", "editors", "contributors")
            self._leftover(at, part.start)
            if part.role in roles:
                self.mark(part.start, part.end, Label("field", part.rule.name, part.role))
            else:
                self.mark(part.start, part.end, Label("discard", f"credit.{part.role}"))
            at = part.end
            evidence = self.state.evidence(part.start, part.end, part.rule.name)
            for person in part.credit.people:
                if part.role in roles:
                    self.found.append(Found(part.role, "credit", person.name, evidence, person))
                if person.email:
                    self.found += from_domain(self.state, person.email.split("@")[1], part.start, "credit")
            if part.role in roles and not part.credit.people and part.rule.name != "credit.contributed":
                words = " ".join(part.credit.rest.split())[:80]
                reason = "A credit names nobody that could be read" + (f": {words!r}" if words else "")
                self.doubts.append(Doubt(part.role, "credit-without-name", reason))
            if part.role in roles and part.rule.name != "credit.contributed":
                self._places(part)
        self._leftover(at, pieces[-1].end)
        return end

    def _places(self, part: Part) -> None:
        for word in part.credit.doubtful:
            reason = f"In a credit stands {word!r}, which may be a name or a place, and was not taken for a name"
            self.doubts.append(Doubt(part.role, "name-or-place", reason, (word,)))

    def _leftover(self, start: int, end: int) -> None:
        if self.state.view.text[start:end].strip():
            self.mark(start, end, Label("discard", "credit.rest"))


def _unfold(text: str, start: int, length: int) -> int:
    """The offset in `text` that stands `length` characters behind `start` when blanks are folded to one."""
    at = start
    seen = 0
    while seen < length and at < len(text):
        if text[at].isspace():
            while at < len(text) and text[at].isspace():
                at += 1
        else:
            at += 1
        seen += 1
    return at
