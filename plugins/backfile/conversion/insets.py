"""What stands inside a body and is none of it: captions, teasers, menus between paragraphs, pull quotes."""

from __future__ import annotations

import re

from backfile.conversion.state import Label, Piece, State
from backfile.conversion.titles import ends_sentence
from backfile.rules import Shape

_LABELLED = re.compile(
    r"\(?(?:Sources?|Quellen?|Photographer|Photograph|Photos?|Image|Picture|Illustration"
    r"|Image credit|Photo credit|Credit)\b"
)
_MENU_RUN = 5
_FOLD = re.compile(r"[\W_]+")


def set_apart(state: State, shape: Shape, labels: list[Label], head: int, tail: int) -> None:
    """Take from the body, in place, what only its surroundings show to be no part of it.

    head, tail: the body's first piece and the first behind it. labels: one a piece; what is taken becomes a discard.
    """
    pieces = state.pieces
    for i in range(head, tail):
        if labels[i].rule in ("caption.source", "caption.credit") and _LABELLED.match(pieces[i].text):
            _caption_above(pieces, labels, i, head)
    for i in range(head, tail - 1):
        # The note stands below its heading, in a paragraph or two.
        if labels[i].rule == "correction.heading":
            for j in range(i + 1, tail):
                labels[j] = Label("field", "correction.below", "corrections")
    _link_lists(pieces, labels, head, tail)
    if shape.page:
        _page(pieces, labels, head, tail)
    _end(state, labels, head, tail)


def _caption_above(pieces: tuple[Piece, ...], labels: list[Label], i: int, head: int) -> None:
    """The line above a picture's or chart's credit, where its setting shows that it belongs to the picture."""
    at = i - 1
    while at > head and labels[at].kind == "discard" and labels[at].rule.startswith("caption."):
        at -= 1
    if at <= head or labels[at].kind != "body" or pieces[at].inner or pieces[i].inner:
        return
    piece = pieces[at]
    apart = piece.gap > 0 and (pieces[at + 1].gap > 0 or pieces[at + 1].indent > piece.indent + 4)
    if not apart or len(piece.text) > 250:
        return
    indented = piece.indent >= 8 or pieces[i].indent >= piece.indent + 8
    numbered = labels[at - 1].rule == "page-image"
    untitled = not ends_sentence(piece.text) and len(piece.text) <= 140 and piece.text[-1:] not in ",;:—"
    if indented or numbered or untitled:
        labels[at] = Label("discard", "caption.above")


_OPENERS = ("links.opener", "read-more", "footer.furniture")


def _link_lists(pieces: tuple[Piece, ...], labels: list[Label], head: int, tail: int) -> None:
    """The headlines of other articles below a line that opens a list of them."""
    for i in range(head, tail - 1):
        text = pieces[i].text
        if labels[i].rule not in _OPENERS or not (labels[i].rule == "links.opener" or text[-1:] == ":"):
            continue
        for j in range(i + 1, min(tail, i + 11)):
            if labels[j].kind == "body" and not _is_link(pieces[j]):
                break
            if labels[j].kind == "body":
                labels[j] = Label("discard", "related-list")


def _is_link(piece: Piece) -> bool:
    """Whether a line reads as a headline that is a link: short, and no sentence but perhaps a question."""
    text = piece.text
    return 8 <= len(text) <= 150 and (not ends_sentence(text) or text[-1] == "?") and text[-1] not in ",;"


def _page(pieces: tuple[Piece, ...], labels: list[Label], head: int, tail: int) -> None:
    """In a flattened page: menus between paragraphs, teasers that stand twice, the bare numbers of pictures."""
    run: list[int] = []
    for i in range(head, tail + 1):
        short = i < tail and len(pieces[i].text) < 90 and not ends_sentence(pieces[i].text)
        if short:
            run.append(i)
            continue
        if len(run) >= _MENU_RUN and not (run[0] > head and pieces[run[0] - 1].text.endswith(":")):
            for j in run:
                if labels[j].kind == "body":
                    labels[j] = Label("discard", "inset")
        run = []
    for i in range(head, tail):
        text = pieces[i].text
        if labels[i].kind == "body" and text.isdigit() and len(text) <= 2:
            labels[i] = Label("discard", "picture-number")
    _teasers(pieces, labels, head, tail)


def _teasers(pieces: tuple[Piece, ...], labels: list[Label], head: int, tail: int) -> None:
    """In a flattened page: another article's headline that stands twice, with its section above and its deck below."""
    for i in range(head, tail):
        text = pieces[i].text
        if labels[i].kind != "body" or len(text) < 12 or ends_sentence(text):
            continue
        again = [j for j in range(i + 1, min(tail, i + 4)) if pieces[j].text == text]
        between = range(i, again[-1] + 1) if again else range(0)
        if not again or any(is_long(pieces[j].text) for j in between):
            continue
        first = i - 1 if i - 1 > head and _is_label(pieces[i - 1], labels[i - 1]) else i
        last = again[-1]
        if last + 1 < tail and _alike(text, pieces[last + 1].text):
            last += 1
        for j in range(first, last + 1):
            if labels[j].kind == "body":
                labels[j] = Label("discard", "teaser-twice")


def is_long(text: str) -> bool:
    """Whether a line is a paragraph of an article rather than a teaser."""
    return len(text) > 140 and ends_sentence(text)


def _is_label(piece: Piece, label: Label) -> bool:
    return label.kind == "body" and len(piece.text) <= 30 and not ends_sentence(piece.text)


def _alike(headline: str, deck: str) -> bool:
    """Whether a sentence says what a headline says: they share three longer words, or half of the headline's."""
    wanted = set(re.findall(r"\w{4,}", headline.casefold()))
    shared = wanted & set(re.findall(r"\w{4,}", deck.casefold()))
    return len(deck) <= 240 and len(shared) >= min(3, (len(wanted) + 1) // 2) and bool(wanted)


def _end(state: State, labels: list[Label], head: int, tail: int) -> None:
    """At the body's end: the house's name once more, a pull quote, a link's lone word."""
    pieces = state.pieces
    last = next((i for i in range(tail - 1, head, -1) if labels[i].kind == "body"), head)
    if last <= head:
        return
    text = pieces[last].text
    if len(text) <= 60 and any(
        label.field == "source" and p.text == text for p, label in zip(pieces[:head], labels[:head], strict=True)
    ):
        labels[last] = Label("discard", "house-again")
    elif text.strip(" .").lower() in ("here", "click here"):
        labels[last] = Label("discard", "link-word")
    elif 25 <= len(text) <= 240 and not pieces[last].inner and (pieces[last].gap or last - head < 40):
        word = max(re.findall(r"\w+", text), key=len, default="")
        above = [p.text for p, label in zip(pieces[head:last], labels[head:last], strict=True) if label.kind == "body"]
        above = [longer for longer in above if word in longer and len(longer) > len(text)]
        if above and len(folded := _folded(text)) >= 25 and any(folded in _folded(longer) for longer in above):
            labels[last] = Label("discard", "pull-quote")


def _folded(text: str) -> str:
    """A text's letters and figures alone, in small letters."""
    return _FOLD.sub("", text).casefold()
