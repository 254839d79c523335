"""The first stage: a readable view of the text, with a way back, cut into lines."""

from __future__ import annotations

import html
import re

from backfile.conversion.state import Line, State, View

# One for one, so that offsets stay: odd spaces, tabs and control characters are blanks, separators are line ends.
_BLANKS = {
    **dict.fromkeys((*range(0x00, 0x0A), 0x0B, *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)), " "),
    **dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " "),
    **dict.fromkeys((0x0C, 0x0D, 0x85, 0x2028, 0x2029), "\n"),
}
_ODD = re.compile("[\x00-\x08\t\x0b-\x1f\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
# The joiners U+200C and U+200D stay: without them a word of Persian or Hindi is misspelt.
_UNSEEN = "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_ENTITY = r"&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,24});"
# UTF-8 read as cp1252 or Latin-1 leaves one of these pairs; nothing else in prose does.
_LEADS = "ÂÃâÅÄ"
_MOJIBAKE = re.compile(f"[{_LEADS}][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_REPAIR = re.compile(
    rf"(?P<unseen>[{_UNSEEN}]+)|(?P<entity>{_ENTITY})|(?P<run>[\u0080-\u00ac\u00ae-\u1fff\u2010-\u2027\u2030-\u205f\u2070-\ufefe\uff00-\uffff]{{2,}})",
    re.VERBOSE,
)
_HAS_UNSEEN = re.compile(f"[{_UNSEEN}]")


def read(state: State) -> State:
    """Make the view of the raw text and find its lines."""
    view = look(state.raw.text)
    return state._replace(view=view, lines=tuple(_split(view.text)))


def look(text: str) -> View:
    """Repair a text for reading: decode entities, mend what a marker proves to be mojibake, drop what is not seen."""
    # Nothing unseen or odd is printable, and most texts are printable throughout: no need to look for it then.
    printable = text.replace("\n", " ").isprintable()
    mojibake = any(map(text.__contains__, _LEADS)) and _MOJIBAKE.search(text) is not None
    unseen = not printable and _HAS_UNSEEN.search(text) is not None
    if not (mojibake or unseen or ("&" in text and ";" in text)):
        return View(text if printable else _plain(text), length=len(text))
    parts: list[str] = []
    breaks, raws = [0], [0]
    at = seen = 0
    for match in _REPAIR.finditer(text):
        better = _better(match, mojibake)
        if better is None:
            continue
        parts += text[at : match.start()], better
        seen += match.start() - at
        # The repaired stretch maps to the start of what it stands for; after it, counting goes on one for one.
        breaks += seen, seen + len(better)
        raws += match.start(), match.end()
        seen += len(better)
        at = match.end()
    if not parts:
        return View(_plain(text), length=len(text))
    parts.append(text[at:])
    return View(_plain("".join(parts)), tuple(breaks), tuple(raws), len(text))


def _better(match: re.Match[str], mojibake: bool) -> str | None:
    run = match[0]
    if match["unseen"]:
        return ""
    if match["entity"]:
        decoded = html.unescape(run)
        if decoded.isspace():  # a line break that is spelt out is white space: it breaks no line of the source
            return " "
        return decoded if decoded != run else None
    if not mojibake or not _MOJIBAKE.search(run):
        return None
    import ftfy  # few archives need it, and it is slow to load

    mended = ftfy.fix_encoding(run)
    return mended if mended != run else None


def _plain(text: str) -> str:
    # A text has few such characters, and few of them differ: to replace these is much faster than `translate`.
    for odd in set(_ODD.findall(text)):
        text = text.replace(odd, _BLANKS[ord(odd)])
    return text


def _split(text: str) -> list[Line]:
    """Each line that is not blank."""
    found = []
    start = gap = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            indent = len(line) - len(line.lstrip())
            found.append(Line(start + indent, start + indent + len(stripped), indent, gap))
            gap = 0
        else:
            gap += 1
        start += len(line) + 1
    return found
