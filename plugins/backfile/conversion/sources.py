"""Who published an article: the marks that name a house, each with how far it is to be believed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backfile.conversion.state import Found, Piece, State

_COMPANY = re.compile(r",?\s+(?:LLC|L\.L\.C\.|Inc\.?|Ltd\.?|Limited|Corp\.?|plc|PLC|GmbH|Company|Co\.?|LP|L\.P\.?)\s*$")
_OWNER = re.compile(
    r"\b(?:Newspapers?|Group|Company|Limited|Ltd|Inc|Corporation|Digital|Holdings|Media|Publishing|Publishers|US)\b"
)
_SUFFIX = re.compile(r"\s(?:-|–|—|\||»|::)\s(?P<name>[^-–—|»]{2,50})$")
_HOUSE = re.compile(r"^(?:By\s+)?[^,]{4,80},\s*(?P<rest>.+)$")


def named(state: State, text: str) -> str:
    """The short form of an agency's name; other names as printed."""
    return state.rules.tables["source_by_agency"].get(text.lower().strip(" ."), text)


def from_agency(state: State, agency: str, start: int, end: int) -> Iterator[Found]:
    """The agency in a dateline's brackets."""
    yield Found("source", "tag", named(state, agency), state.evidence(start, end, "dateline.tag"))


def from_copyright(state: State, piece: Piece) -> Iterator[Found]:
    """The name in a copyright line, without the form of its company."""
    hit = piece.hit("end", "copyright.head")
    if hit is None or "source" not in hit.match.groupdict() or not hit.match["source"]:
        return
    text = re.split(r"\s*(?:\.\s|\||\bAll [Rr]ights|\bALL RIGHTS|unless\b|\bNot for\b)", hit.match["source"])[0].strip(
        " .,"
    )
    shorter = _COMPANY.sub("", text).strip(" .,")
    if not 2 <= len(shorter) <= 60 or shorter.islower():
        return
    start = piece.start + hit.match.start("source")
    name = named(state, text) if named(state, text) != text else named(state, shorter)
    via = "owner" if _OWNER.search(text.removesuffix(", LLC")) and name == shorter else "copyright"
    yield Found("source", via, name, state.evidence(start, start + len(shorter), "copyright"))


def from_domain(state: State, address: str, start: int, via: str) -> Iterator[Found]:
    """The house behind a web or email address that Backfile knows."""
    host = re.sub(r"^https?://", "", address.lower()).split("/")[0].split(":")[0]
    parts = host.split(".")
    table = state.rules.tables["source_by_domain"]
    for i in range(len(parts) - 1):
        name = table.get(".".join(parts[i:]))
        if name is not None:
            at = state.view.text.lower().find(host, start)
            at = at if at >= 0 else start
            evidence = state.evidence(at, at + len(host), f"source.{via}", inferred=True)
            yield Found("source", via, name, evidence)
            return


def from_byline(state: State, piece: Piece, value: str) -> Iterator[Found]:
    """The agency behind a byline's names: `By A B, Fjord Health News`."""
    match = _HOUSE.match(value)
    if match is None:
        return
    rest = match["rest"].split(",")[-1].strip()
    table = state.rules.tables["source_by_agency"]
    words = rest.split()
    for n in range(min(4, len(words)), 0, -1):
        name = table.get(" ".join(words[:n]).lower())
        if name is not None:
            yield Found("source", "byline", name, state.evidence(piece.start, piece.end, "source.byline"))
            return
    if re.search(r"\b(?:News|Press|Times|Post|Service|Tribune|Journal|Herald|Agency)\s*$", rest) and rest[:1].isupper():
        yield Found("source", "byline", rest, state.evidence(piece.start, piece.end, "source.byline"))


def without_site(title: str) -> str:
    """A page's title without the site's name behind it."""
    match = _SUFFIX.search(title)
    return title[: match.start()] if match else title


def from_page(state: State) -> Iterator[Found]:
    """The site's name behind a page's title."""
    if not state.shape.page or not state.pieces:
        return
    first = state.pieces[0]
    match = _SUFFIX.search(first.text)
    if match is not None:
        start, end = first.start + match.start("name"), first.start + match.end("name")
        yield Found(
            "source", "page", named(state, match["name"].strip()), state.evidence(start, end, "source.page-title")
        )


def from_house(state: State) -> Iterator[Found]:
    """The house whose form of credit or furniture a rule knows (its row's `value`)."""
    for piece, label in zip(state.pieces, state.labels, strict=True):
        if label.kind == "body":
            continue
        for hit in piece.hits:
            if hit.rule.name == "credit.contributed" and (agency := _house_of(state, hit.match["who"])):
                evidence = state.evidence(piece.start, piece.end, "source.contributed", inferred=True)
                yield Found("source", "house", agency, evidence)
            if hit.rule.value:
                evidence = state.evidence(piece.start, piece.end, f"source.{hit.rule.name}", inferred=True)
                yield Found("source", "house", hit.rule.value, evidence)
                return


def _house_of(state: State, who: str) -> str | None:
    """The agency that a credit's people are said to be of: `XYZ's A B`, `Example Press writers C D`."""
    words = re.split(r"\s|[’']s\b", who.split(". ")[-1])[:4]
    table = state.rules.tables["source_by_agency"]
    return next((name for n in (3, 2, 1) if (name := table.get(" ".join(words[:n]).lower())) is not None), None)
