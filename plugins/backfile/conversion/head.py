"""The lines above the body: what each is, by kind where it has one, by place where it has none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from backfile.conversion.datelines import dateline
from backfile.conversion.exports import exported, factiva
from backfile.conversion.people import has_given_name, is_name, read_byline
from backfile.conversion.sources import house_in, house_of_domain, is_house, known
from backfile.conversion.state import BODY, Label, Piece, State
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
    "by",
)
_TAGS = {"HD": "title", "BY": "reporters", "PD": "date", "SN": "source"}
SKIP_KINDS = ("discard", "caption", "correction", "separator")
ENDS = ("credit", "end", "key.end", "footer", "bio", "separator")
_FIELDS = {
    "date": "date", "key.date": "date", "byline": "reporters", "url": "url", "agency": "source", "key.source": "source",
    "key.title": "title", "key.dateline": "dateline", "dash": "title", "correction": "corrections",
}  # fmt: skip
# Thai and Lao, Burmese, Khmer, kana and Han: no space parts their words.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
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
                if title < i <= title + 6:
                    bare.append(i)
            elif i < title and labels[i].field in ("date", "reporters"):
                labels[i] = Label("discard", "menu")
        elif labels[i].kind == "body":
            labels[i] = Label("discard", "head.unread")
            bare.append(i)
    seen = Counter(pieces[i].text for i in bare)
    for i in bare:
        # A picture's credit stands there twice, once for the eye and once for who cannot see the picture.
        if seen[pieces[i].text] > 1 and i != title:
            labels[i] = Label("discard", "head.twice")
    bare = [i for i in bare if labels[i].rule != "head.twice"]
    for i, piece in enumerate(pieces[:-1]):
        if piece.hit("by") and i >= title and not pieces[i + 1].hits:
            labels[i], labels[i + 1] = Label("discard", "byline.alone"), Label("field", "byline.bare", "reporters")
            bare = [j for j in bare if j != i + 1]
            taken.add("byline")
    if shape.page:
        bare = [i for i in bare if _is_byline(state, i, dated=_by_date(pieces, i))]
        taken.add("title")
    _take(state, bare, stages[-1][1] if stages else (), labels, taken)


def _above(piece: Piece) -> Label:
    if piece.declared is not None:
        return declared_label(piece)
    if not piece.hits:
        return BODY
    hits = [h for h in piece.hits if h.rule.where in ("any", "head") or h.rule.name == "copyright"]
    piece = piece._replace(hits=tuple(hits))
    hit = piece.hit("byline") or piece.hit(*HEAD_KINDS, "correction", "discard", "caption", *ENDS)
    if hit is not None and hit.rule.kind in ("correction", "key.source", "caption"):
        hit = piece.hit("date") or hit
    if hit is None:
        return BODY
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
    if state.shape.name == "plain" and (masthead := _masthead(state, bare)) is not None:
        labels[masthead] = Label("field", "head.masthead", "source")
        bare = [i for i in bare if i != masthead]
    if state.shape.name == "nexis" and bare:
        wanted = exported(state, bare, wanted)
    if wanted[:1] == ["factiva"]:
        wanted = factiva([pieces[i].text for i in bare], state)
    for i in bare:
        text = pieces[i].text
        part = wanted[0] if wanted else "standfirst"
        if "title" in taken and part == "title":
            part = "byline?"
        line = dateline(text, rules)
        if line is not None and line.place and text[line.end :].strip().lower() in rules.houses:
            labels[i] = Label("field", "head.dateline", "dateline")
            continue
        if part == "title" and _is_house_line(state, i) and _under_byline(pieces, i):
            labels[i] = Label("field", "head.house", "source")
            continue
        if part == "title" and (_is_word(text) or (state.shape.name == "plain" and _is_sentence(text))):
            continue
        if part == "code":
            labels[i] = Label("discard", "export.code")
            wanted = wanted[1:] if wanted != ["code"] else wanted
            continue
        wanted = wanted[1:]
        if part not in ("title", "source") and _is_house_line(state, i):
            labels[i] = Label("field", "head.house", "source")
        elif (
            part in ("standfirst", "byline?")
            and "byline" not in taken
            and _is_byline(state, i, dated=state.shape.page and _by_date(pieces, i))
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


def _is_byline(state: State, i: int, *, dated: bool = False) -> bool:
    """Whether a line without "By" is a byline: names alone, of which one is known or a job or house stands behind.

    dated: the line stands beside the date, where any name is a byline.
    """
    text, rules = state.pieces[i].text, state.rules
    if len(text) > 110 or ends_sentence(text):
        return False
    credit = read_byline(text, rules)
    if not credit.people:
        return False
    between = state.shape.name == "plain" and (
        (_by_date(state.pieces, i) and _by_house(state, i)) or _between_marks(state.pieces, i)
    )
    known_name = has_given_name(credit.people[0].name, rules) or dated or between
    if not credit.rest:
        return known_name
    rests = [r for r in re.split(r"\s*[,|]\s*", credit.rest) if r]
    return all(
        house_in(state, r) is not None or any(w.lower() in rules.words["job_words"] for w in r.split()) for r in rests
    ) and (known_name or house_in(state, rests[-1]) is not None)


def _by_date(pieces: Sequence[Piece], i: int) -> bool:
    return any(p.hit("date") for p in pieces[max(0, i - 1) : i + 2])


def _between_marks(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a line stands right above the date or addresses, or between two lines that rules know."""
    below = pieces[i + 1] if i + 1 < len(pieces) else None
    if below is None or i == 0:
        return False
    known_below = below.hit("date", "discard", "caption") is not None
    return below.hit("date") is not None or below.hit("bio") is not None or (known_below and bool(pieces[i - 1].hits))


def _by_house(state: State, i: int) -> bool:
    return any(
        not p.hits and (is_house(p.text, state.rules) or known(state, p.text))
        for p in state.pieces[max(0, i - 1) : i + 2]
    )


def _masthead(state: State, bare: Sequence[int]) -> int | None:
    """The first line, where it is the name of the house above the headline: as such names end, or as others print it.

    A name without such an ending is one when a mark elsewhere in the text says it again: a dateline's brackets, a
    picture's credit, a copyright line.
    """
    if not bare or bare[0] > 1:
        return None
    text = state.pieces[bare[0]].text
    if is_house(text, state.rules):
        return bare[0]
    if len(bare) < 2 or len(text.split()) > 4 or len(state.pieces[bare[1]].text.split()) < 4 or not text[:1].isupper():
        return None
    whole, name = state.view.text, re.escape(text)
    again = re.search(rf"\({name}\)|/{name}\b|(?:©|Copyright)[^\n]{{0,12}}\b{name}\b", whole)
    return bare[0] if again else None


def _is_house_line(state: State, i: int) -> bool:
    """Whether a line of the head is a house's name: known, as such names end, or below the byline and in a dateline."""
    piece = state.pieces[i]
    under = _under_byline(state.pieces, i)
    return (
        is_house(piece.text, state.rules, weak=under)
        or (_HOST.fullmatch(piece.text) is not None and house_of_domain(state, piece.text) is not None)
        or (len(piece.text) <= 40 and f"({piece.text}" in state.view.text and known(state, piece.text))
        or (under and house_in(state, special(piece.text), alone=False) is not None)
    )


def _is_word(text: str) -> bool:
    """Whether a line is one word, which is no headline; scripts that put no space between words have none."""
    return len(text.split()) < 2 and len(_UNSPACED.findall(text)) < 4


def _under_byline(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a line stands directly under a byline, as the house or the job of who wrote it does."""
    return i > 0 and pieces[i].gap == 0 and pieces[i - 1].hit("byline") is not None


_HOST = re.compile(r"(?:www\.)?[A-Za-z0-9-]{2,40}\.(?:com|org|net|co\.uk|ie|de|fr|ca|com\.au|in)")
_SPECIAL = re.compile(r"^(?:Special\ to|SPECIAL\ TO|For|FOR)\ (?:(?:the|THE)\ )?", re.VERBOSE)


def special(text: str) -> str:
    """The house that a line below a byline names, without "Special to"."""
    return _SPECIAL.sub("", text)


def _is_sentence(text: str) -> bool:
    """Whether a line ends with a full stop, as a caption or a standfirst does and a headline does not."""
    return text.endswith(".") and ends_sentence(text) and not text.endswith("..")


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
    return again[0] if again else _likest(pieces, whole[: match.start()] if match else whole)


def _likest(pieces: Sequence[Piece], title: str) -> int:
    """The line above byline or date that says what the page's title says in other words; 0 if there is none."""
    wanted = set(re.findall(r"\w{4,}", title.casefold()))
    for at, piece in enumerate(pieces[1:500], 1):
        if not piece.hit("byline", "date", "by") or len(wanted) < 3:
            continue
        for i in range(at - 1, max(0, at - 8), -1):
            text = pieces[i].text
            shared = wanted & set(re.findall(r"\w{4,}", text.casefold()))
            if 20 <= len(text) <= 200 and 2 * len(shared) >= len(wanted):
                return i
    return 0
