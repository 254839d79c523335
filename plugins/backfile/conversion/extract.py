"""The fourth stage: read every field inside its zone, by one small function each."""

from __future__ import annotations

import re
from dataclasses import replace

from backfile.conversion import dates
from backfile.conversion.credits import gather, read_credit
from backfile.conversion.datelines import dateline, place_only
from backfile.conversion.paragraphs import Block, blocks
from backfile.conversion.people import is_name, read_byline
from backfile.conversion.sources import (
    from_agency,
    from_byline,
    from_copyright,
    from_domain,
    from_house,
    from_page,
    house_in,
    house_of_domain,
    without_site,
)
from backfile.conversion.state import Found, Label, Mark, Piece, State
from backfile.conversion.titles import ends_sentence, glued
from backfile.model import Doubt, Paragraph

_SPACE = re.compile(r"\s+")
_DOMAIN = re.compile(r"(?:https?://)?(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}/?")
_BY = re.compile(r"^(?:[-–—]{1,2}\s*)?(?:(?:By|BY|by|Von|VON|From|FROM)\s+)")
_EDITED = re.compile(r"^(?:Edited\s+by|Editors?:)\s*", re.IGNORECASE)
# What stands behind a byline's names: the sort of piece, where they write from, their address.
_WITHOUT = re.compile(
    r"\s+(?:[-–—|]\s+|\b)?(?:Analysis|ANALYSIS|Commentary|COMMENTARY|Comment|COMMENT|Opinion|OPINION|Column|COLUMN|Feature)\b.{0,40}$"
    r"|\s+(?:reports?|REPORTS?|writes|WRITES|reporting|REPORTING)\b(?:\s+(?:from|in|on|for|FROM|IN)\s+[^,;]*)?"
    r"|[,|\s]+[\w.+-]+@[\w.-]+$|[,|\s]+@\w{2,30}\b|[,|\s]+(?:Updated|Published|Posted|UPDATED|Last updated).*$"
)
_AND_DATE = re.compile(r"\s+(?:-|–|—|\|)\s+(?=[^|]*\d{4})")


def extract(state: State) -> State:
    """Read all candidates from head, body and tail, and mark every stretch of the text with what it was taken for."""
    work = _Work(state)
    for i in range(state.head):
        work.above(i)
    work.body()
    i = state.tail
    while i < len(state.pieces):
        i = work.behind(i)
    work.found += list(from_house(state)) + list(from_page(state))
    return replace(
        state,
        found=tuple(work.found),
        marks=tuple(work.marks),
        paragraphs=tuple(work.paragraphs),
        doubts=(*state.doubts, *work.doubts),
    )


class _Work:
    """What extraction gathers while it walks over the pieces; gone when the stage is over."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.found: list[Found] = []
        self.marks: list[Mark] = []
        self.doubts: list[Doubt] = []
        self.paragraphs: list[Paragraph] = []

    def mark(self, start: int, end: int, label: Label) -> None:
        if end > start:
            self.marks.append(Mark(start, end, label))

    def add(self, field: str, via: str, value: str, start: int, end: int, rule: str, *, inferred: bool = False) -> None:
        value = _SPACE.sub(" ", value).strip()
        if value:
            self.found.append(Found(field, via, value, self.state.evidence(start, end, rule, inferred=inferred)))

    # Above the body

    def above(self, i: int) -> None:
        piece, label = self.state.pieces[i], self.state.labels[i]
        self.mark(piece.start, piece.end, label)
        if piece.declared is not None:
            self._declared(piece)
        elif label.kind == "field" and label.field is not None:
            getattr(self, f"_{label.field}")(piece, label)

    def _declared(self, piece: Piece) -> None:
        declared = piece.declared
        assert declared is not None
        value = declared.value if declared.value is not None else piece.text
        if declared.field == "byline":
            self._people(piece, value, declared.rule, "declared")
        elif declared.field == "date":
            stamp = dates.find(value)
            if stamp:
                self.add("date", "declared", stamp.iso, piece.start, piece.end, declared.rule)
        elif declared.field == "dateline":
            self.add("dateline", "declared", place_only(value), piece.start, piece.end, declared.rule)
        elif declared.field == "correction":
            self.add("corrections", "declared", value, piece.start, piece.end, declared.rule)
        elif declared.field == "source" and _DOMAIN.fullmatch(value):
            name = house_of_domain(self.state, value)
            if name is not None:
                self.add("source", "declared", name, piece.start, piece.end, declared.rule, inferred=True)
        elif declared.field in ("title", "source", "url"):
            inferred = declared.value is not None and declared.field == "source"
            self.add(declared.field, "declared", value, piece.start, piece.end, declared.rule, inferred=inferred)

    def _title(self, piece: Piece, label: Label) -> None:
        start, text = piece.start, piece.text
        hit = piece.hit("dash", "key.title", "tag")
        if hit is not None:
            start, text = piece.start + hit.match.start("value"), hit.match["value"]
        if label.rule == "title.page" and piece.start == self.state.pieces[0].start:
            text = without_site(text)
        self.add("title", "header", text, start, start + len(text), label.rule)

    def _date(self, piece: Piece, label: Label) -> None:
        stamp = dates.find(piece.text)
        if stamp is not None:
            via = "updated" if stamp.updated else "header"
            self.add("date", via, stamp.iso, piece.start + stamp.start, piece.start + stamp.end, label.rule)

    def _source(self, piece: Piece, label: Label) -> None:
        hit = piece.hit("agency", "key.source", "tag", "end")
        if label.rule == "copyright":
            self.found += from_copyright(self.state, piece)
        elif label.rule == "head.house":
            value = house_in(self.state, piece.text) or piece.text
            self.add("source", "byline", value, piece.start, piece.end, label.rule)
        elif hit is not None and hit.rule.kind == "agency":
            via = "header" if piece.start == self.state.pieces[0].start or self.state.shape.name == "nexis" else "tag"
            value = piece.text.split(" -- ")[0]
            self.add("source", via, value, piece.start, piece.start + len(value), label.rule)
        else:
            value = hit.match["value"] if hit is not None else piece.text
            value = value.split(" -- ")[0]
            self.add("source", "header", value, piece.start, piece.end, label.rule)

    def _dateline(self, piece: Piece, label: Label) -> None:
        hit = piece.hit("key.dateline")
        if hit is not None:
            self.add("dateline", "header", place_only(hit.match["value"]), piece.start, piece.end, label.rule)

    def _url(self, piece: Piece, label: Label) -> None:
        hit = piece.hit("url")
        if hit is None:
            return
        start, url = piece.start + hit.match.start("url"), hit.match["url"]
        self.add("url", "header", url, start, start + len(url), label.rule)
        stamp = dates.find_in_url(url)
        if stamp is not None:
            self.add("date", "url", stamp.iso, start + stamp.start, start + stamp.end, "date.url", inferred=True)
        self.found += from_domain(self.state, url, start, "url")

    def _reporters(self, piece: Piece, label: Label) -> None:
        hit = piece.hit("byline")
        tag = piece.hit("tag")
        value = hit.match["people"] if hit is not None else tag.match["value"] if tag is not None else piece.text
        if label.rule == "byline.bare" or (hit is not None and not _dated(value)):
            self.found += from_byline(self.state, piece, value)
        if piece.hit("date") and (stamp := dates.find(piece.text)) is not None:
            self.add("date", "byline", stamp.iso, piece.start + stamp.start, piece.start + stamp.end, label.rule)
        self._people(piece, value, label.rule, "byline")

    def _corrections(self, piece: Piece, label: Label) -> None:
        self.add("corrections", "text", piece.text, piece.start, piece.end, label.rule)

    def _people(self, piece: Piece, value: str, rule: str, via: str) -> None:
        role = "editors" if _EDITED.match(value) else "reporters"
        text = _EDITED.sub("", _BY.sub("", value.strip()))
        cut = _AND_DATE.search(text)
        if cut or (_dated(text) and "|" in text):
            stamp = dates.find(text)
            if stamp is not None:
                self.add("date", "byline", stamp.iso, piece.start, piece.end, rule, inferred=False)
            text = text[: cut.start()] if cut else text
        text = _WITHOUT.sub("", text)
        credit = read_byline(text, self.state.rules)
        for person in credit.people:
            evidence = self.state.evidence(piece.start, piece.end, rule)
            self.found.append(Found(role, via, person.name, evidence, replace(person, location=None)))
        if not credit.people and is_name(text, self.state.rules):
            self.doubts.append(Doubt("reporters", "byline-unread", f"The byline {text!r} was not read as a name"))

    # The body

    def body(self) -> None:
        state = self.state
        for piece, label in zip(
            state.pieces[state.head : state.tail], state.labels[state.head : state.tail], strict=True
        ):
            if label.kind != "body":
                self.mark(piece.start, piece.end, label)
                if label.field == "corrections":
                    self._corrections(piece, label)
                elif piece.declared is not None:
                    self._declared(piece)
        pieces = [self._untagged(p) for p in state.pieces[state.head : state.tail]]
        found = list(blocks(pieces, state.labels[state.head : state.tail]))
        for n, block in enumerate(found):
            start = block.start
            text = block.text
            if n == 0:
                start, text = self._opening(block, found[1:])
            if text:
                self.mark(start, block.end, Label("body", "body"))
                self.paragraphs.append(Paragraph(text, "subhead" if block.subhead else "text"))
        last = self.paragraphs[-1] if self.paragraphs else Paragraph("")
        if last.kind == "text" and len(last.text) > 60 and not ends_sentence(last.text):
            self.doubts.append(Doubt("body", "mid-sentence", "The body ends in the middle of a sentence"))

    def _untagged(self, piece: Piece) -> Piece:
        """A paragraph of a tagged export without its tag."""
        tag = piece.hit("tag") if self.state.shape.name == "tagged" else None
        if tag is None:
            return piece
        start = tag.match.start("value")
        self.mark(piece.start, piece.start + start, Label("discard", tag.rule.name))
        return piece._replace(start=piece.start + start, text=piece.text[start:])

    def _opening(self, block: Block, rest: list[Block]) -> tuple[int, str]:
        """Take dateline or glued headline from the first paragraph; where the prose then starts, and what it says."""
        start, text = self._headline(block, rest)
        raw = self.state.view.text[start : block.end]
        line = dateline(raw, self.state.rules)
        if line is None:
            return start, text
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
        return start + line.end, _SPACE.sub(" ", raw[line.end :]).strip()

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
        self.mark(piece.start, piece.end, label)
        if piece.declared is not None:
            self._declared(piece)
        elif label.rule == "copyright":
            self.found += from_copyright(self.state, piece)
        elif label.field == "corrections":
            self._corrections(piece, label)
        elif label.field == "reporters":
            self._reporters(piece, label)
        elif (hit := piece.hit("url")) is not None and label.kind == "discard":
            self.found += from_domain(self.state, hit.match["url"], piece.start, "url")
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
                words = _SPACE.sub(" ", part.credit.rest)[:80]
                reason = "A credit names nobody that could be read" + (f": {words!r}" if words else "")
                self.doubts.append(Doubt(part.role, "credit-without-name", reason))
        self._leftover(at, pieces[-1].end)
        return end

    def _leftover(self, start: int, end: int) -> None:
        if self.state.view.text[start:end].strip():
            self.mark(start, end, Label("discard", "credit.rest"))


def _dated(text: str) -> bool:
    return dates.find(text) is not None


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
