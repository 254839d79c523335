"""What is read from single lines: the values of the head, of declared stretches, and of a line's own kind."""

from __future__ import annotations

import re
from dataclasses import replace

from backfile.conversion import dates
from backfile.conversion.datelines import dateline, place_only
from backfile.conversion.head import special
from backfile.conversion.people import is_name, read_byline
from backfile.conversion.sources import (
    from_byline,
    from_copyright,
    from_domain,
    house_in,
    house_of_domain,
    without_site,
)
from backfile.conversion.state import Found, Label, Mark, Piece, State
from backfile.model import Doubt, Paragraph, Person

_DOMAIN = re.compile(r"(?:https?://)?(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}/?")
_BY = re.compile(r"^(?:[-–—]{1,2}\s*)?(?:(?:By|BY|by|Von|VON|From|FROM)\s+)")
_EDITED = re.compile(r"^(?:Edited\s+by|Editors?:?)\s+", re.IGNORECASE)
# What stands behind a byline's names: the sort of piece, where they write from, their address.
_WITHOUT = re.compile(
    r"\s+(?:[-–—|]\s+|\b)?(?:Analysis|ANALYSIS|Commentary|COMMENTARY|Comment|COMMENT|Opinion|OPINION|Column|COLUMN|Feature)\b.{0,40}$"
    r"|\s+(?:reports?|REPORTS?|writes|WRITES|reporting|REPORTING)\b(?:\s+(?:from|in|on|for|FROM|IN)\s+[^,;]*)?"
    r"|\s+(?:[Oo]n|ON|[Aa]t|AT)\s+\d.*$|[,|\s]+[\w.+-]+@[\w.-]+$|[,|\s]+@\w{2,30}\b"
    r"|[,|\s]+(?:Updated|Published|Posted|UPDATED|Last updated).*$"
)
_NAMES = r"[A-ZÀ-Þ][\w.’'-]+(?: [A-ZÀ-Þ][\w.’'-]*){1,3}(?: and [A-ZÀ-Þ][\w.’'-]+(?: [A-ZÀ-Þ][\w.’'-]*){1,3})?"
_WRITES = re.compile(
    rf"(?:,|—|–|-|\.)\s?(?:writes|reports|by|By|Report by|Interview by)\s(?P<behind>{_NAMES})\.?$"
    rf"|^(?P<before>{_NAMES}) (?:writes|reports|report|talks to|meets|finds out|looks at|asks|explains)\b"
)
# Who wrote, edited or published, beside a date: "Source: Harbour Wire | 2 May 2015 | Editor: Ann Example".
_BESIDE = re.compile(
    r"(?:^|[|•·]|\s/)\s*(?P<key>Source|SOURCE|Quelle|Editors?|EDITORS?|Edited by|By|BY|Author)(?::\s*|\s+)"
    r"(?P<value>[^|•·]*[^|•·\s])"
)
_ON = re.compile(r"\s+(?:on|at|am)$")
_AND_DATE = re.compile(r"\s+(?:-|–|—|\|)\s+(?=[^|]*\d{4})")


class Reading:
    """What has been read so far, and how a single line is read for the field that it was taken for."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.found: list[Found] = []
        self.marks: list[Mark] = []
        self.doubts: list[Doubt] = []
        self.paragraphs: list[Paragraph] = []

    def mark(self, start: int, end: int, label: Label) -> None:
        """Say what a stretch of the view was taken for."""
        if end > start:
            self.marks.append(Mark(start, end, label))

    def add(self, field: str, via: str, value: str, start: int, end: int, rule: str, *, inferred: bool = False) -> None:
        """Add a candidate for a field, its white space folded; `via` is what the precedence table knows."""
        value = " ".join(value.split())
        if value:
            self.found.append(Found(field, via, value, self.state.evidence(start, end, rule, inferred=inferred)))

    def line(self, piece: Piece, label: Label) -> None:
        """Read a line for the field that it was taken for, and mark it."""
        self.mark(piece.start, piece.end, label)
        if piece.declared is not None:
            self._declared(piece)
        elif label.kind == "field" and label.field is not None:
            getattr(self, f"_{label.field}")(piece, label)
        elif label.rule == "standfirst":
            self.standfirst(piece)
        elif (hit := piece.hit("url")) is not None:
            self.found += from_domain(self.state, hit.match["url"], piece.start, "url")

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
        first, bar, _ = piece.text.partition("|")
        if bar and is_name(first.strip(), self.state.rules):
            self._people(piece, first.strip(), label.rule, "byline")
        for part in _BESIDE.finditer(piece.text):
            start, end = piece.start + part.start("value"), piece.start + part.end("value")
            if part["key"].lower() in ("source", "quelle"):
                self.add("source", "header", part["value"], start, end, label.rule)
            else:
                if part["key"].lower() == "by":
                    self.found += from_byline(self.state, piece, part["value"])
                told = f"{part['key']} {part['value']}" if part["key"].lower().startswith("edit") else part["value"]
                self._people(piece, told, label.rule, "byline")

    def _source(self, piece: Piece, label: Label) -> None:
        hit = piece.hit("agency", "key.source", "tag")
        if label.rule == "copyright":
            self.found += from_copyright(self.state, piece)
        elif label.rule == "head.house":
            value = house_in(self.state, special(piece.text)) or special(piece.text)
            self.add("source", "byline", value, piece.start, piece.end, label.rule)
        elif hit is not None and hit.rule.kind == "agency":
            via = "header" if piece.start == self.state.pieces[0].start or self.state.shape.name == "nexis" else "tag"
            value = piece.text.split(" -- ")[0]
            self.add("source", via, value, piece.start, piece.start + len(value), label.rule)
        else:
            value = hit.match["value"] if hit is not None else piece.text
            value = value.split(" -- ")[0]
            self.add("source", "header", value, piece.start, piece.end, label.rule)
            if label.rule == "export.publication-info" and (stamp := dates.find(piece.text)) is not None:
                first, last = piece.start + stamp.start, piece.start + stamp.end
                self.add("date", "header", stamp.iso, first, last, label.rule)

    def _dateline(self, piece: Piece, label: Label) -> None:
        hit = piece.hit("key.dateline")
        if hit is not None:
            self.add("dateline", "header", place_only(hit.match["value"]), piece.start, piece.end, label.rule)
        elif (line := dateline(piece.text, self.state.rules)) is not None and line.place is not None:
            first, last = piece.start + line.place_span[0], piece.start + line.place_span[1]
            self.add("dateline", "header", line.place, first, last, label.rule)
            self.add("source", "byline", piece.text[line.end :], piece.start + line.end, piece.end, label.rule)

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
        dated = piece.hit("date") is not None or (hit is not None and "date" in hit.match.groupdict())
        if dated and (stamp := dates.find(piece.text)) is not None:
            self.add("date", "byline", stamp.iso, piece.start + stamp.start, piece.start + stamp.end, label.rule)
        self._people(piece, value, label.rule, "byline")

    def standfirst(self, piece: Piece) -> None:
        """Read the reporters of a standfirst that names them: `… the pier is shut, writes ANN EXAMPLE`."""
        match = _WRITES.search(piece.text)
        if match is None:
            return
        group = "behind" if match["behind"] else "before"
        credit = read_byline(match[group], self.state.rules)
        evidence = self.state.evidence(piece.start + match.start(group), piece.start + match.end(group), "standfirst")
        for person in credit.people if not credit.rest else ():
            self.found.append(
                Found("reporters", "byline", person.name, evidence, Person(person.name, None, person.email))
            )

    def _corrections(self, piece: Piece, label: Label) -> None:
        last = self.found[-1] if self.found else None
        if last is not None and last.field == "corrections" and last.value[:1] in "([" and last.value[-1:] not in ")]":
            # A note in brackets that goes on over several lines is one.
            evidence = replace(last.evidence, end=self.state.view.raw(piece.start, piece.end)[1])
            self.found[-1] = last._replace(value=f"{last.value} {' '.join(piece.text.split())}", evidence=evidence)
            return
        self.add("corrections", "text", piece.text, piece.start, piece.end, label.rule)

    def _people(self, piece: Piece, value: str, rule: str, via: str) -> None:
        role = "editors" if _EDITED.match(value) else "reporters"
        text = _EDITED.sub("", _BY.sub("", value.strip()))
        cut = _AND_DATE.search(text)
        if (stamp := dates.find(text)) is not None:
            if cut or "|" in text or piece.hit("date") is None:
                self.add("date", "byline", stamp.iso, piece.start, piece.end, rule)
            text = _ON.sub("", text[: stamp.start].rstrip(" ,-–—|")) if stamp.start > 4 else text
        text = text[: cut.start()] if cut else text
        text = _WITHOUT.sub("", text)
        inverted = piece.text.startswith("Author:")
        credit = read_byline(text, self.state.rules, inverted=inverted)
        for person in credit.people:
            turned = inverted and person.name.casefold() not in piece.text.casefold()
            evidence = self.state.evidence(piece.start, piece.end, rule, inferred=turned)
            self.found.append(Found(role, via, person.name, evidence, Person(person.name, None, person.email)))
        if not credit.people and is_name(text, self.state.rules):
            self.doubts.append(Doubt("reporters", "byline-unread", f"The byline {text!r} was not read as a name"))


def _dated(text: str) -> bool:
    return dates.find(text) is not None
