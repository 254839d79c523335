"""Credits behind the body: where each ends, which part of it names whom, and what is left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from backfile.conversion.people import Credit, is_name, read_contacts, read_names
from backfile.conversion.state import Piece, State
from backfile.rules import Rule

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,40}")
_OPEN_END = re.compile(r"(?:[:;,]|\bat|\band|\bor|\bin|\bby)$")
_LIST = re.compile(r"^[\w.’'-]+(?:\s[\w.’'-]+){1,5}(?:\s*[,;]\s*[\w.’'-]+(?:\s[\w.’'-]+){1,5})*[,;.]?$")


class Part(NamedTuple):
    """One part of a credit: its role, its stretch of the view, the rule that opened it, and who is named."""

    role: str
    start: int
    end: int
    rule: Rule
    credit: Credit


def gather(state: State, i: int) -> int:
    """The index behind the last piece that belongs to the credit that opens at piece `i`.

    A credit goes on over the lines of its block while they are contacts or bare names, and over a blank line only
    where it cannot have ended: after a colon, or before an address.
    """
    pieces = state.pieces
    contact = pieces[i].text[:11].lower() == "to contact "
    brackets = pieces[i].text[:1] in "([" and not _closed(pieces[i].text)
    j = i + 1
    while j < len(pieces) and j < i + 40:
        piece, before = pieces[j], pieces[j - 1].text
        if (
            piece.hit("credit", "end", "key.end", "separator", "correction")
            or piece.declared is not None
            or piece.inner
        ):
            break
        unfinished = _OPEN_END.search(before) is not None
        if piece.gap and not (unfinished and (before.endswith(":") or _EMAIL.match(piece.text))):
            break
        if not (brackets or _goes_on(piece.text, contact, unfinished, state)):
            break
        if brackets and _closed(piece.text):
            return j + 1
        j += 1
    return j


def _closed(text: str) -> bool:
    return ")" in text or "]" in text


def _goes_on(text: str, contact: bool, unfinished: bool, state: State) -> bool:
    if len(text) > 400:
        return False
    if _EMAIL.match(text):
        return True
    if contact and (_EMAIL.search(text) or re.search(r"\sat\s*$", text)):
        return True
    if not _LIST.match(text) and not unfinished:
        return False
    found = read_names(text, state.rules)
    return bool(found.people) and not found.rest


def read_credit(state: State, pieces: Sequence[Piece]) -> Iterator[Part]:
    """Split the credit that these pieces make into its parts and read the names of each."""
    start, end = pieces[0].start, pieces[-1].end
    text = state.view.text[start:end]
    if text[:1] in "([":
        end = start + _bracket(text)
        text = state.view.text[start:end]
    opened = _openings(state, text)
    whole = pieces[0].hit("credit")
    assert whole is not None
    if whole.rule.name == "credit.contributed":
        who = whole.match["who"]
        names = read_contributors(who, state)
        yield Part("contributors", start, end, whole.rule, names)
        return
    for role in ("reporters", "contributors", "editors"):
        if who := whole.match.groupdict().get(role):
            read = read_contacts if role == "reporters" else read_names
            yield Part(role, start, end, whole.rule, read(who, state.rules))
            return
    lead = text[: opened[0][1]] if opened else text
    if opened and whole.rule.name.startswith("credit.dash-names") and len(lead.strip("-—– ")) > 4:
        yield Part("reporters", start, start + len(lead.rstrip()), whole.rule, read_names(lead, state.rules))
    for n, (rule, at, behind) in enumerate(opened):
        stop = opened[n + 1][1] if n + 1 < len(opened) else len(text)
        first = (
            start
            if n == 0 and not (whole.rule.name.startswith("credit.dash-names") and len(lead.strip("-—– ")) > 4)
            else start + at
        )
        role = rule.kind.removeprefix("role.")
        chunk, stop = _unglued(text, behind, stop, contact="contact" in rule.name)
        # Only a contact says where its people are; "Reporting by A B in Riga" says where they were that day.
        contact = "contact" in rule.name
        credit = (
            read_contacts(chunk, state.rules)
            if contact
            else read_names(chunk, state.rules, places=role == "contributors")
        )
        yield Part(role, first, start + len(text[:stop].rstrip()), rule, credit)


_GLUE = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]+\s(?!in\b|and\b|at\b|of\b|or\b)[a-z])")


def _unglued(text: str, start: int, stop: int, *, contact: bool) -> tuple[str, int]:
    """A part's names without the sentence that was glued to the last of them."""
    chunk = text[start:stop]
    match = None if contact else _GLUE.search(chunk)
    if match is None:
        return chunk, stop
    return chunk[: match.start()], start + match.start()


def _bracket(text: str) -> int:
    """How far a bracket reaches: to the one that closes it, or to the end."""
    depth = 0
    for match in re.finditer(r"[()\[\]]", text):
        depth += 1 if match[0] in "([" else -1
        if depth <= 0:
            return match.end()
    return len(text)


def _openings(state: State, text: str) -> list[tuple[Rule, int, int]]:
    lower = text.lower()
    found: list[tuple[Rule, int, int]] = []
    for rule in state.rules.roles:
        if any(map(lower.__contains__, rule.literals)):
            found += [(rule, m.start(), m.end()) for m in rule.pattern.finditer(text)]
    found.sort(key=lambda f: (f[1], -f[2]))
    kept: list[tuple[Rule, int, int]] = []
    for one in found:
        if not kept or one[1] >= kept[-1][2]:
            kept.append(one)
    return kept


# What those who helped are, before their names: "Example Press writers A and B", "C's video producer D", "XYZ's E".
_JOB = re.compile(
    r"""(?:\b[A-Z][\w.&]*(?:[’']s?)?\s|\b(?:video|photo|staff|special|medical|senior|former|freelance)\s){0,5}
        \b(?:[Ww]riters?|[Rr]eporters?|[Cc]orrespondents?|[Jj]ournalists?|[Ee]ditors?|[Ss]pecialists?|[Ss]taffers?|[Pp]roducers?
        |[Rr]esearchers?|[Ii]nterns?)\s+(?=[A-Z])""",
    re.VERBOSE,
)
_OWNER = re.compile(r"^.*?(?:\b[A-Z]{2,6}[’']s?|[’']s|s[’'])\s+(?=[A-Z])")


def read_contributors(text: str, state: State) -> Credit:
    """Read who contributed: `Example Press writers A B in Riga and C D`, `XYZ's E F`, `A B and C D`."""
    sentence = re.split(r"(?<=[a-z])\.\s+(?=[A-Z])", text)[-1]
    body = _OWNER.sub("", _JOB.sub("", sentence), count=1)
    body = re.sub(r",?\s+(?:all\s+)?of\s+(?:the\s+)?[A-Z][\w\s]+$", "", body)
    credit = read_names(body, state.rules)
    if not credit.people:
        # "Service Specialist Ann Example": the name is at the end.
        words = body.split()
        for n in (3, 2):
            if len(words) > n and is_name(" ".join(words[-n:]), state.rules):
                return read_names(" ".join(words[-n:]), state.rules)
    return credit
