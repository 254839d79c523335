"""The third stage: which shape the text has, where its body starts and ends, and what each piece is taken for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from backfile.conversion.bounds import body_end, body_start, is_prose
from backfile.conversion.head import declared_label, label_head
from backfile.conversion.insets import set_apart
from backfile.conversion.notes import is_note
from backfile.conversion.people import has_given_name, is_name
from backfile.conversion.state import BODY, Label, Piece, State
from backfile.conversion.titles import ends_sentence, is_title_case
from backfile.model import Doubt
from backfile.rules import Shape


def segment(state: State) -> State:
    """Find head, body and tail, and label every piece."""
    pieces = state.pieces
    shape = _shape(state)
    head = body_start(state, shape)
    state = state._replace(shape=shape, head=head)
    tail = body_end(state, shape, head)
    labels = [BODY] * len(pieces)
    label_head(state, shape, head, labels)
    for i in range(head, tail):
        labels[i] = _inside(state, i, head)
    set_apart(state, shape, labels, head, tail)
    tail = _trim(state, labels, head, tail)
    tail = _end_byline(state, shape, labels, head, tail)
    after = False
    for i in range(tail, len(pieces)):
        if labels[i].rule in ("byline.end", "date.end"):
            continue
        labels[i], after = _behind(state, i, after)
    doubts = state.doubts
    body = sum(len(p.text) for p in pieces[head:tail])
    beyond = sum(len(p.text) for p in pieces[tail:] if is_prose(p) and not p.hits and p.declared is None)
    if body and beyond > body and beyond > 1500 and not shape.page:
        doubts = (
            *doubts,
            Doubt("body", "two-articles", "Much prose follows the credits; the text may hold two articles"),
        )
    return state._replace(head=head, tail=tail, labels=tuple(labels), doubts=doubts)


def _shape(state: State) -> Shape:
    known: Shape | None = None
    marked = [(i, piece) for i, piece in enumerate(state.pieces) if piece.hits]
    for shape in state.rules.shapes:
        if not shape.any_of:
            known = known or shape
        elif sum(i < shape.within and p.hit(*shape.any_of) is not None for i, p in marked) >= shape.least:
            return shape
    shape = known or Shape("plain")
    short = sum(len(p.text) < 40 and not ends_sentence(p.text) for p in state.pieces)
    if ((short >= 25 and short > 0.4 * len(state.pieces)) or _under_menu(state.pieces)) and not state.raw.declared:
        return replace(shape, name="page", page=True)
    return shape


def _under_menu(pieces: Sequence[Piece]) -> bool:
    """Whether a page's title stands again below a menu: many short lines, and then what the first line began with."""
    if len(pieces) < 12 or len(pieces[0].text) < 20:
        return False
    title = pieces[0].text
    again = next(
        (i for i in range(8, min(200, len(pieces))) if len(pieces[i].text) >= 16 and title.startswith(pieces[i].text)),
        0,
    )
    return again > 0 and sum(len(p.text) < 40 for p in pieces[1:again]) > 0.8 * (again - 1)


def _inside(state: State, i: int, head: int) -> Label:
    """The label of a piece between the first and the last of the body."""
    piece = state.pieces[i]
    if piece.declared is not None:
        return declared_label(piece)
    if piece.hits and (label := _told(state, i, head)) is not None:
        return label
    if i > head and piece.gap and is_note(piece.text, state.rules.words):
        return Label("discard", "note")
    if i > head and is_related(state, i):
        return Label("discard", "related-headline")
    return BODY


def _told(state: State, i: int, head: int) -> Label | None:
    """What the rules say of a piece inside the body, if it is to be believed there."""
    piece = state.pieces[i]
    hit = piece.hit("correction", "discard", "caption", "separator", "tag") or piece.hit("end", "footer")
    if hit is not None and hit.rule.kind in ("end", "footer") and hit.rule.where == "tail":
        hit = None
    if (
        hit is None
        or (hit.rule.kind == "tag" and state.shape.name != "tagged")
        or (hit.rule.where == "head" and i > head + 1)
        or (hit.rule.kind == "caption" and len(piece.text) > 700)
    ):
        return None
    if hit.rule.kind == "tag" and hit.match["value"]:
        return BODY
    if hit.rule.kind == "correction":
        return Label("field", hit.rule.name, "corrections")
    return Label("discard", hit.rule.name)


def is_related(state: State, i: int) -> bool:
    """Whether a line in the body is another article's headline: title case, too long for a sub-heading, alone."""
    piece = state.pieces[i]
    text = piece.text
    if (
        piece.inner
        or not 44 <= len(text) <= 120
        or ends_sentence(text)
        or text[0] in "-–—"
        or text[-1:] in ",;:-—"
        or state.shape.name != "plain"
    ):
        return False
    following = state.pieces[i + 1] if i + 1 < len(state.pieces) else None
    alone = piece.gap > 0 and (following is None or following.gap > 0)
    return alone and len(text.split()) >= 6 and is_title_case(text, state.rules.words["title_small"])


_NOTES = ("end", "footer", "bio", "separator")


def _trim(state: State, labels: list[Label], head: int, tail: int) -> int:
    """Move the body's end up over what is no body, so that it ends with prose.

    Notes on authors, a footer's lines and headlines of other articles end a body even where much follows them.
    """
    pieces, small = state.pieces, state.rules.words["title_small"]
    while tail > head:
        piece = pieces[tail - 1]
        if labels[tail - 1].kind == "body" and tail - 1 > head and piece.declared is None:
            text = piece.text
            if piece.hit("date") is not None and len(text) <= 90:
                labels[tail - 1] = Label("field", "date.end", "date")
            elif is_note(text, state.rules.words, last=True):
                labels[tail - 1] = Label("discard", "note")
            elif (hit := piece.hit(*_NOTES)) is not None:
                labels[tail - 1] = Label("discard", hit.rule.name)
            elif (
                len(text.split()) >= 6
                and len(text) <= 140
                and not piece.inner
                and piece.gap > 0
                and not ends_sentence(text)
                and is_title_case(text, small)
                and any(ends_sentence(p.text) for p in pieces[head : tail - 1])
            ):
                labels[tail - 1] = Label("discard", "related-headline")
            elif (
                state.shape.name == "factiva"
                and len(text) <= 60
                and not ends_sentence(text)
                and not is_name(text, state.rules)
            ):
                labels[tail - 1] = Label("discard", "factiva.owner")
        if labels[tail - 1].kind == "body":
            break
        tail -= 1
    return tail


def _end_byline(state: State, shape: Shape, labels: list[Label], head: int, tail: int) -> int:
    """Take a bare name below the last paragraph for the byline of a text that has none above."""
    if shape.page or tail - head < 2 or any(label.field == "reporters" for label in labels[:head]):
        return tail
    last = state.pieces[tail - 1]
    if (
        is_name(last.text, state.rules)
        and has_given_name(last.text, state.rules)
        and ends_sentence(state.pieces[tail - 2].text)
    ):
        labels[tail - 1] = Label("field", "byline.end", "reporters")
        return tail - 1
    return tail


def _behind(state: State, i: int, after: bool) -> tuple[Label, bool]:
    """The label of a piece behind the body; `after` tells whether a credit has stood there."""
    piece = state.pieces[i]
    if piece.declared is not None:
        return declared_label(piece), after
    hit = piece.hit(
        "tag",
        "credit",
        "correction",
        "key.end",
        "end",
        "discard",
        "caption",
        "footer",
        "bio",
        "separator",
        "byline",
        "date",
        "url",
        "key.source",
        "key.date",
    )
    if hit is not None and hit.rule.kind in ("key.source", "key.date") and state.shape.name == "nexis":
        return Label("field", hit.rule.name, hit.rule.kind.removeprefix("key.")), after
    if hit is not None and hit.rule.kind not in ("byline", "date", "url"):
        if hit.rule.kind == "credit":
            return Label("field", hit.rule.name, "reporters"), True
        if hit.rule.kind == "correction":
            return Label("field", hit.rule.name, "corrections"), after
        if hit.rule.name == "copyright":
            return Label("field", "copyright", "source"), after
        return Label("discard", hit.rule.name), after
    if is_note(piece.text, state.rules.words, last=True):
        return Label("discard", "note"), after
    if (
        not is_prose(piece)
        and is_title_case(piece.text, state.rules.words["title_small"])
        and len(piece.text.split()) >= 3
    ):
        return Label("discard", "teaser-headline"), after
    return Label("discard", "after-credits" if after else "after-body"), after
