"""Who published an article: the marks that name a house, each with how far it is to be believed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backfile.conversion.state import Found, Piece, State
from backfile.rules import Rules

_COMPANY = re.compile(r",?\s+(?:LLC|L\.L\.C\.|Inc\.?|Ltd\.?|Limited|Corp\.?|plc|PLC|GmbH|Company|Co\.?|LP|L\.P\.?)\s*$")
_YEAR = re.compile(r"[\s,]+(?:19|20)\d\d(?:\s?[-–]\s?\d{2,4})?$")
_OWNER = re.compile(
    r"\b(?:Newspapers?|Group|Company|Limited|Ltd|Inc|Corporation|Digital|Holdings|Media|Publishing|Publishers|US)\b"
)
_SUFFIX = re.compile(r"\s(?:-|–|—|\||»|::)\s(?P<name>[^-–—|»]{2,50})$")
_NO_HOUSE = frozenset('0123456789@:;?!"“”$%,')


def named(state: State, text: str) -> str:
    """The short form of an agency's name; other names as printed."""
    return state.rules.tables["source_by_agency"].get(text.lower().strip(" ."), text)


def is_house(text: str, rules: Rules, *, weak: bool = False) -> bool:
    """Whether a short line reads as the name of a house: capitals, and a last word that such names end in.

    weak: names such as "The Star" count, whose last word is an ordinary one.
    """
    if text.lower().strip(" .") in rules.houses:
        return len(text.split()) > 1 or text.isupper()
    words = text.strip(" .").split()
    if not 1 <= len(words) <= 6 or len(text) > 50 or not _NO_HOUSE.isdisjoint(text):
        return False
    if not all(w[:1].isupper() or w.lower() in ("of", "the", "and", "&", "de", "für", "der") for w in words):
        return False
    last = re.sub(r"[’']s$|\.com$|\.co\.uk$", "", words[-1].lower())
    if last == "news" and all(w.lower() in rules.words["news_sections"] for w in words[:-1]):
        return False
    if last in rules.words["house_words"]:
        return len(words) > 1
    if len(words) > 2 and f"{words[-2]} {last}".lower() in rules.words["house_pairs"]:
        return True
    return (
        len(words) > 1
        and last in rules.words["house_words_weak"]
        and (weak or words[0].lower() in rules.words["house_openers"])
    )


def known(state: State, text: str) -> bool:
    """Whether a text is an agency's or house's name that Backfile knows."""
    low = text.lower().strip(" .")
    rules = state.rules
    return low in rules.tables["source_by_agency"] or low in rules.words["agencies"] or low in rules.houses


def from_agency(state: State, agency: str, start: int, end: int) -> Iterator[Found]:
    """The agency, or a house that Backfile does not know, in a dateline's brackets."""
    yield Found("source", "tag", named(state, agency), state.evidence(start, end, "dateline.tag"))


def from_copyright(state: State, piece: Piece) -> Iterator[Found]:
    """The name in a copyright line, without the form of its company."""
    hit = piece.hit("end", "copyright.head")
    if hit is None or "source" not in hit.match.groupdict() or not hit.match["source"]:
        return
    text = re.split(r"\s*(?:\.\s|\||\bAll [Rr]ights|\bALL RIGHTS|unless\b|\bNot for\b)", hit.match["source"])[0].strip(
        " .,"
    )
    text = text.removeprefix("Copyright ")
    shorter = _COMPANY.sub("", _YEAR.sub("", text)).strip(" .,")
    if not 2 <= len(shorter) <= 60 or shorter.islower():
        return
    start = piece.start + hit.match.start("source")
    name = named(state, text) if named(state, text) != text else named(state, shorter)
    via = "owner" if _OWNER.search(text.removesuffix(", LLC")) and name == shorter else "copyright"
    yield Found("source", via, name, state.evidence(start, start + len(shorter), "copyright"))


def from_domain(state: State, address: str, start: int, via: str) -> Iterator[Found]:
    """The house behind a web or email address that Backfile knows; of any other, that it is another's."""
    host = re.sub(r"^https?://", "", address.lower()).split("/")[0].split(":")[0]
    name = house_of_domain(state, host)
    if name is None and host.removeprefix("www.") in state.rules.words["open_hosts"]:
        return
    at = start + max(0, state.view.text[start:].lower().find(host))
    evidence = state.evidence(at, at + len(host), f"source.{via}", inferred=True)
    yield Found("source", via if name else "foreign", name or host, evidence)


def house_of_domain(state: State, host: str) -> str | None:
    """The house that a host or a domain above it belongs to."""
    parts = host.lower().split(".")
    table = state.rules.tables["source_by_domain"]
    return next((table[d] for i in range(len(parts) - 1) if (d := ".".join(parts[i:])) in table), None)


_BEHIND_NAMES = re.compile(r",\s*|\s*[|/•·]\s*|\s+(?:for|of|FOR|OF|with|WITH)\s+(?=[A-ZÀ-Þ])|\s*\(")


def from_byline(state: State, piece: Piece, value: str) -> Iterator[Found]:
    """The house behind a byline's names, or in their place: `By A B, Fjord Health News`, `By Example Staff`."""
    parts = _BEHIND_NAMES.split(value)
    for n in range(len(parts) - 1, -1, -1):
        part = parts[n].strip(" ).")
        houses = state.rules.house.finditer(part) if state.rules.ends_in_house(part) else ()
        last = next((m for m in houses if m.end() == len(part) and m.start()), None)
        name = _printed(state, last["name"]) if last is not None else house_in(state, part, alone=n == 0)
        if name is not None:
            at = max(0, piece.text.rfind(parts[n].strip(" ).")))
            yield Found("source", "byline", name, state.evidence(piece.start + at, piece.end, "source.byline"))
            return


def house_in(state: State, text: str, *, alone: bool = False) -> str | None:
    """The house that a part of a byline names, without what its people do: `Example Press Writer`.

    alone: the text stands in the place of a person's name, so that one person's own names must not be read as a house.
    """
    words = text.split()
    rules = state.rules
    while words and words[-1].lower() in rules.words["job_words"]:
        words.pop()
    if not words:
        return None
    table = rules.tables["source_by_agency"]
    for n in range(min(4, len(words)), 0, -1):
        name = table.get(" ".join(words[:n]).lower())
        if name is not None and (n == len(words) or not alone):
            return name
    whole = " ".join(words)
    return whole if is_house(whole, rules, weak=not alone) else None


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
    """The house whose form of credit or furniture a rule knows (its row's `value`), or which a credit names."""
    formed = False
    for piece, label in zip(state.pieces, state.labels, strict=True):
        if label.kind == "body":
            continue
        for hit in piece.hits:
            if hit.rule.name == "credit.contributed":
                who = hit.match["who"]
                start = piece.start + hit.match.start("who")
                if agency := _house_of(state, who):
                    evidence = state.evidence(start, piece.end, "source.contributed", inferred=True)
                    yield Found("source", "house", agency, evidence)
                elif (of := _OF.search(who)) and (house := state.rules.house.fullmatch(of["house"])) is not None:
                    evidence = state.evidence(start + of.start("house"), start + of.end("house"), "source.contributed")
                    yield Found("source", "credit", _printed(state, house["name"]), evidence)
                elif (unknown := _UNKNOWN.search(who)) and is_house(unknown["source"], state.rules):
                    first, last = start + unknown.start("source"), start + unknown.end("source")
                    evidence = state.evidence(first, last, "source.contributed")
                    yield Found("source", "credit", unknown["source"], evidence)
            if hit.rule.name == "credit.contributing" and (among := state.rules.house.search(piece.text)) is not None:
                first, last = piece.start + among.start("name"), piece.start + among.end("name")
                name = _printed(state, among["name"])
                yield Found("source", "credit", name, state.evidence(first, last, hit.rule.name))
            if hit.rule.kind == "end" and (owner := hit.match.groupdict().get("owner")):
                first, last = hit.match.span("owner")
                # An inline rule matched the whole text, a line's its own.
                first, last = (first, last) if hit.rule.scope == "inline" else (piece.start + first, piece.start + last)
                yield Found("source", "credit", named(state, owner), state.evidence(first, last, hit.rule.name))
            if hit.rule.kind == "end" and (agency := hit.match.groupdict().get("agency")):
                evidence = state.evidence(piece.start, piece.end, hit.rule.name)
                yield Found("source", "signoff", named(state, agency), evidence)
            if hit.rule.value and not formed:
                formed = True
                evidence = state.evidence(piece.start, piece.end, f"source.{hit.rule.name}", inferred=True)
                yield Found("source", "house", hit.rule.value, evidence)


_OF = re.compile(r"\sof\s(?P<house>(?:[Tt]he\s)?[A-Z][\w&’'. -]{1,40})$")
_UNKNOWN = re.compile(
    r"(?:^|\.\s|\bThe\s)(?P<source>[A-Z][\w&’'-]+(?:\s[A-Z][\w&’'-]+){1,3})\s(?:staff\s|special\s)?(?:[Ww]riter|[Rr]eporter|[Cc]orrespondent|[Jj]ournalist|[Ss]taffer|[Ee]ditor)"
)


_HOST = re.compile(r"(?:@|https?://(?:www\.)?)(?P<host>[\w-]{2,63}(?:\.[\w-]{2,24}){1,3})")
_FURNITURE = ("note", "in-print.edition", "invitation", "footer.furniture", "links.opener", "share-bar", "bio.contact")
_STAFF = re.compile(
    r"\b(?:reporter|staff writer|correspondent|producer|senior writer)s?\b[^.]{0,60}?\b(?:for|at|with|of)\s"
)


def from_furniture(state: State) -> Iterator[Found]:
    """The house whose newsletter, app, staff or pages a line outside the prose speaks of."""
    end = state.pieces[state.tail].start if state.tail < len(state.pieces) else len(state.view.text)
    for piece, label in zip(state.pieces, state.labels, strict=True):
        if label.kind != "discard" or len(piece.text) > 500:
            continue
        start = 0
        if label.rule == "bio":
            staff = _STAFF.search(piece.text)
            if staff is None:
                continue
            start = staff.end()
        elif label.rule not in _FURNITURE and not (label.rule == "caption.source" and piece.start >= end):
            continue
        match = state.rules.house.match(piece.text, start) if start else state.rules.house.search(piece.text)
        for host in _HOST.finditer(piece.text):
            if (owner := house_of_domain(state, host["host"])) is not None:
                first, last = piece.start + host.start("host"), piece.start + host.end("host")
                evidence = state.evidence(first, last, f"source.{label.rule}", inferred=True)
                yield Found("source", "furniture", owner, evidence)
        if match is not None:
            name = _printed(state, match["name"])
            first, last = piece.start + match.start("name"), piece.start + match.end("name")
            yield Found("source", "furniture", name, state.evidence(first, last, f"source.{label.rule}", inferred=True))


def _printed(state: State, name: str) -> str:
    houses = state.rules.houses
    return houses.get(name.lower()) or houses.get(f"the {name.lower()}") or name


def _house_of(state: State, who: str) -> str | None:
    """The agency that a credit's people are said to be of: `XYZ's A B`, `Example Press writers C D`."""
    words = re.split(r"\s|[’']s\b", who.split(". ")[-1])[:4]
    table = state.rules.tables["source_by_agency"]
    # The agency alone ("Example Press contributed") gave help; its people's house is theirs.
    known = next(
        (name for n in (3, 2, 1) if len(words) > n and (name := table.get(" ".join(words[:n]).lower())) is not None),
        None,
    )
    if known is None and (owner := state.rules.house.match(who)) and re.match(r"[’']s?\s[A-Z]", who[owner.end() :]):
        return _printed(state, owner["name"])
    return known
