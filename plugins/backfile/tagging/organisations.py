"""Organisations that no vocabulary knows: by the words that such names end or begin with, and their acronyms."""

from __future__ import annotations

from .entries import Words
from .mentions import Found
from .segments import Segment

_POSTS = frozenset(
    {"job", "jobs", "work", "works", "worked", "working", "workers", "employed", "plant", "factory", "career"}
)
_OFFICES = frozenset(
    {"chief", "executive", "director", "chairman", "president", "spokesman", "spokeswoman", "founder", "manager"}
)


def core(tokens: list[str], segment: Segment, words: Words) -> tuple[int, int] | None:
    """The span of an organisation's name in a segment, without its legal form, or None if it is none.

    An organisation's name ends in a legal form ("Corp.") or a head word ("Bank", "Ministry"), or begins with a head
    word that "of" or "for" follows.
    """
    start, end = segment.start, segment.end
    stop = end
    while stop > start and (tokens[stop - 1] in words.suffixes or tokens[stop - 1] in (".", ",")):
        stop -= 1
    if stop == end and stop - start >= 3 and tokens[stop - 2] in words.suffixes and tokens[stop - 1].isupper():
        stop -= 2  # a ticker behind the legal form: "El Dorado Corp EDC.N"
    legal = stop < end
    if stop == start:
        return None
    if segment.joined and any(t in words.headings for t in tokens[start:stop]):
        return start, stop
    if "&" in tokens[start:stop] and stop - start >= 3:
        return start, stop
    bare = stop - start == 1 and (tokens[start] in words.heads or tokens[start] in words.headings)
    opens = tokens[start] in words.starters and not (tokens[start] in words.openers and stop - start > 1)
    if legal and not bare and not opens and tokens[stop - 1] not in words.things:
        return start, stop
    if stop - start >= 2 and tokens[stop - 1] in words.heads:
        return start, stop
    return None


def acronym(tokens: list[str], end: int, name: list[str]) -> str | None:
    """The short form that "known as" gives a name, or its initials in brackets behind it; or None."""
    behind = tokens[end : end + 14]
    for at, token in enumerate(behind[:-2] if "known" in behind else ()):
        if token in (".", "\n"):
            break
        if token == "known" and behind[at + 1] == "as" and behind[at + 2][0].isupper():
            return behind[at + 2]
    if end + 2 >= len(tokens) or tokens[end] != "(" or tokens[end + 2] != ")":
        return None
    short = tokens[end + 1]
    letters = short.replace(".", "").replace("&", "")
    if not 2 <= len(letters) <= 8 or not letters[0].isupper() or sum(c.isupper() for c in letters) < 2:
        return None
    return short if _initials(letters.upper(), [w.upper() for w in name if w[0].isalpha()]) else None


def _initials(letters: str, name: list[str]) -> bool:
    """Whether each letter begins a word of the name, in order; words may be left out, or give further letters."""
    at = 0
    for word in name:
        if at < len(letters) and word[0] == letters[at]:
            at += 1
    return at == len(letters) or (at >= 2 and at == len(letters) - 1)


def merge(own: dict[str, Found]) -> None:
    """Let a shorter form ("Harrow Capital") count for the longer one of the same ends ("Harrow Global Capital")."""
    ends: dict[tuple[str, str], str] = {}
    for name in sorted(own, key=lambda n: (-len(n), n)):
        parts = name.split(" ")
        longer = ends.setdefault((parts[0], parts[-1]), name)
        if longer == name or len(parts) < 2:
            continue
        found, other = own[longer], own.pop(name)
        found.count += other.count
        found.weight += other.weight
        found.first = min(found.first, other.first)
        for form, count in other.forms.items():
            found.forms[form] = found.forms.get(form, 0) + count


def initials(name: list[str]) -> str | None:
    """The acronym that a name of three words or more makes ("TWA" of "Trans World Airlines"), or None."""
    letters = "".join([word[0] for word in name if word[0].isupper()])
    return letters if 3 <= len(letters) <= 6 else None


def is_ticker(tokens: list[str], at: int) -> bool:
    """Whether a stock's ticker stands in brackets at a token: "(ARTC)", "( JNJ.N )"."""
    inside = tokens[at + 1 : at + 5]
    if not inside or tokens[at] != "(" or not inside[0].isupper() or not 2 <= len(inside[0]) <= 6:
        return False
    return inside[1:2] == [")"] or (inside[1:2] == ["."] and inside[3:4] == [")"] and inside[2].isupper())


def evidence(tokens: list[str], start: int, end: int, words: Words) -> tuple[int, str] | None:
    """What beside an unknown name says that it is an organisation's: "the phone maker NAME", "NAME shares".

    Returns points (1 for a deed that a person could do too) and the words.
    """
    before = tokens[start - 1] if start else ""
    if before.lower() in words.kindred:
        return 2, f"“{before} {tokens[start]}”"
    if (
        before in ("at", "of", "for")
        and start > 1
        and (tokens[start - 2].lower() in words.roles or (before == "at" and tokens[start - 2] in _POSTS))
    ):
        return 2, f"“{tokens[start - 2]} {before} {tokens[start]}”"
    after = tokens[end : end + 12]
    if after and is_ticker(tokens, end):
        return 3, f"a ticker, “{after[1]}”"
    if len(after) > 3 and after[0] in ("is", "was") and after[1] in ("a", "an", "the", "one"):
        kindred = next((t for t in after[2:] if t in words.kindred), None)
        if kindred:
            return 2, f"“{after[0]} {after[1]} … {kindred}”"
    if after and after[0] == "'s":
        after = after[1:]
        office = next((t for t in after[:3] if t in _OFFICES or t in words.belongings), None)
        if office:
            return 2, f"“{tokens[end - 1]}'s … {office}”"
    if after and after[0] in words.belongings:
        return 2, f"“{tokens[end - 1]} {after[0]}”"
    if after[:3] == [",", "based", "in"]:
        return 2, f"“{tokens[end - 1]}, based in”"
    if len(after) > 2 and after[0] == "," and after[1] in ("a", "an", "the", "one", "which"):
        kindred = next((t for t in after[2:8] if t in words.kindred), None)
        if kindred and (after[1] != "which" or kindred not in ("company",)):
            return 2, f"“{kindred}” after the name"
    if after and after[0] in words.deeds:
        return 1, f"“{tokens[end - 1]} {after[0]}”"
    return None
