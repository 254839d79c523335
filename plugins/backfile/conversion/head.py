"""The lines above the body: what each is, by kind where it has one, by place where it has none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backfile.conversion.people import has_given_name, is_name
from backfile.conversion.state import Label, Piece, State
from backfile.conversion.titles import ends_sentence
from backfile.rules import Shape

HEAD_KINDS = (
    "date",
    "byline",
    "url",
    "section",
    "agency",
    "rubbish",
    "counter",
    "dash",
    "key",
    "key.title",
    "key.source",
    "key.date",
    "key.dateline",
    "key.body",
    "words",
    "language",
    "copyright.head",
    "tag",
)
_TAGS = {"HD": "title", "BY": "reporters", "PD": "date", "SN": "source"}
SKIP_KINDS = ("discard", "caption", "correction", "separator")
ENDS = ("credit", "end", "key.end", "footer", "bio", "separator")
_FIELDS = {
    "date": "date", "key.date": "date", "byline": "reporters", "url": "url", "agency": "source", "key.source": "source",
    "key.title": "title", "key.dateline": "dateline", "dash": "title", "correction": "corrections",
}  # fmt: skip
_SUFFIX = re.compile(r"\s(?:-|–|—|\||»|::)\s(?=[^-–—|»]{2,50}$)")


def label_head(state: State, shape: Shape, head: int, labels: list[Label]) -> None:
    """Label the pieces above the body: by kind where they have one, by place where they have none."""
    pieces = state.pieces[:head]
    stages = list(shape.bare)
    declares_title = any(d.field == "title" for d in state.raw.declared)
    title = page_title(pieces) if shape.page else -1
    bare: list[int] = []
    taken: set[str] = {"title"} if declares_title else set()
    for i, piece in enumerate(pieces):
        while len(stages) > 1 and piece.hit(stages[0][0]):
            _take(state, bare, stages.pop(0)[1], labels, taken)
            bare = []
        labels[i] = _above(piece)
        if shape.page:
            if i == title or (title == 0 and i == 0):
                labels[i] = Label("field", "title.page", "title")
            elif labels[i].kind == "body":
                name = "menu" if i < title else "head.unread"
                labels[i] = Label("discard", name)
                if i == title + 1 or (title < i <= title + 4 and is_name(piece.text, state.rules)):
                    bare.append(i)
            elif i < title and labels[i].field in ("date", "reporters"):
                labels[i] = Label("discard", "menu")
        elif labels[i].kind == "body":
            labels[i] = Label("discard", "head.unread")
            bare.append(i)
    if shape.page:
        bare = [i for i in bare if is_name(pieces[i].text, state.rules) and has_given_name(pieces[i].text, state.rules)]
        taken.add("title")
    for _, takes in stages[:1]:
        _take(state, bare, takes, labels, taken)


def _above(piece: Piece) -> Label:
    if piece.declared is not None:
        return declared_label(piece)
    hit = piece.hit("byline") or piece.hit(*HEAD_KINDS, "correction", "discard", "caption", *ENDS)
    if hit is None:
        return Label("body", "body")
    field = _TAGS.get(hit.match["tag"]) if hit.rule.kind == "tag" else _FIELDS.get(hit.rule.kind)
    return Label("field", hit.rule.name, field) if field else Label("discard", hit.rule.name)


def declared_label(piece: Piece) -> Label:
    """The label of what the container itself names."""
    assert piece.declared is not None
    field = {"byline": "reporters", "correction": "corrections"}.get(piece.declared.field, piece.declared.field)
    if field == "discard":
        return Label("discard", piece.declared.rule)
    return Label("field", piece.declared.rule, field)


def _take(state: State, bare: list[int], takes: tuple[str, ...], labels: list[Label], taken: set[str]) -> None:
    """Give the head's lines of no kind their parts, in turn."""
    pieces, rules = state.pieces, state.rules
    wanted = list(takes)
    if wanted[:1] == ["factiva"]:
        wanted = _factiva([pieces[i].text for i in bare], state)
    for i in bare:
        text = pieces[i].text
        part = wanted[0] if wanted else "standfirst"
        if "title" in taken and part == "title":
            part = "byline?"
        if part == "title" and (len(text.split()) < 2 or (state.shape.name == "plain" and _is_sentence(text))):
            continue
        if part == "code":
            labels[i] = Label("discard", "export.code")
            continue
        wanted = wanted[1:]
        if (
            part in ("standfirst", "byline?")
            and is_name(text, rules)
            and has_given_name(text, rules)
            and "byline" not in taken
        ):
            labels[i] = Label("field", "byline.bare", "reporters")
            taken.add("byline")
        elif part in ("title", "source"):
            labels[i] = Label("field", f"head.{part}", part)
            taken.add(part)
        elif part == "byline" and is_name(text, rules):
            labels[i] = Label("field", "byline.bare", "reporters")
        elif part in ("standfirst", "byline?", "byline"):
            labels[i] = Label("discard", "standfirst")


def _is_sentence(text: str) -> bool:
    """Whether a line ends with a full stop, as a caption or a standfirst does and a headline does not."""
    return text.endswith(".") and ends_sentence(text) and not text.endswith("..")


def _factiva(lines: list[str], state: State) -> list[str]:
    """What the lines above "N words" are: perhaps a section, the headline, perhaps a byline."""
    if not lines:
        return []
    last = len(lines) > 1 and is_name(lines[-1], state.rules)
    titles = len(lines) - last
    return ["title", *["standfirst"] * (titles - 1), *(["byline"] if last else [])]


def page_title(pieces: Sequence[Piece]) -> int:
    """The place of the headline in a flattened page: the page's title again, without the site's name."""
    if not pieces:
        return -1
    whole = pieces[0].text
    match = _SUFFIX.search(whole)
    wanted = {whole.casefold(), (whole[: match.start()] if match else whole).casefold()}
    again = [i for i, p in enumerate(pieces[1:500], 1) if p.text.casefold() in wanted]
    if not again and match:
        longest = whole[: match.start()].casefold()
        inside = [i for i, p in enumerate(pieces[1:500], 1) if len(p.text) >= 24 and p.text.casefold() in longest]
        again = [i for i in inside if len(pieces[i].text) > 0.5 * len(longest)]
    return again[0] if again else 0
