"""Taking down as the site is loaded: no file is rewritten, and nothing that must go reaches a page."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from backfile import markdown
from backfile.markdown import Document, Value
from backfile.model import RawArticle, Refusal
from backfile.takedown.listing import REMOVE, UNLIST, Listing, TakenPassage, TakenPerson
from backfile.takedown.words import Finder, Key, Mark, is_near
from backfile.version import __version__

MEND = "nothing is to be done; `backfile takedown` names what may be deleted"
"""The mend of what is refused because it was taken down; the report keeps it apart from what must be mended."""

NOINDEX = "noindex"

_APART = "\n\n\n"  # no name goes over it, so that many texts are looked through as one
_TAG = re.compile(r"<[^>]*>")
_CREDITS = ("reporters", "editors", "contributors")
_TAGS = ("places", "organisations", "people", "topics", "tags")
_ADDRESSES = ("url", "redirect_from")


class WithheldError(ValueError):
    """What must go stands in an article in a form that could not be replaced: it stays off the site."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The page that stands where an article was removed."""

    address: str
    date: str
    reason: str


class Takedowns:
    """What was taken down, ready to be applied to articles. listing: None where there is no list."""

    def __init__(self, listing: Listing | None) -> None:
        self._listing = listing
        people = listing.people if listing else ()
        self._passages = (
            Finder(listing.key, {m: p for p in listing.passages if not p.known_by for m in p.texts})
            if listing is not None
            else None
        )
        self._people = Finder(listing.key, {m: p for p in people for m in p.names}) if listing and people else None

    def __bool__(self) -> bool:
        """Whether there is a list."""
        return self._listing is not None

    @property
    def stamp(self) -> str:
        """Tells this list, and how it is applied, from every other; empty where there is none."""
        return f"{__version__} {self._listing.stamp}" if self._listing else ""

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The pages that say that an article was removed, by address."""
        articles = self._listing.articles if self._listing else ()
        entries = {a.address: a.decision for a in articles if a.action == REMOVE and a.address}
        return tuple(Notice(url, d.date.isoformat(), d.reason) for url, d in sorted(entries.items()))

    def apply(self, name: str, document: Document, address: str) -> Document | None:
        """An article without what must go: the same document where nothing must, None where all of it must.

        name: of its file inside the articles folder. address: of its page.
        """
        listing = self._listing
        if listing is None:
            return document
        known_by = identity(listing, name, document, address)
        actions = {entry.action for entry in listing.articles if entry.known_by & known_by}
        if REMOVE in actions:
            return None
        if UNLIST in actions:
            document = Document({**document.front, "robots": NOINDEX}, document.body)
        return self._veil(listing, name, document, known_by)

    @property
    def has_people(self) -> bool:
        """Whether a person was taken down."""
        return self._people is not None

    def names(self, text: str) -> bool:
        """Whether a text names a person who was taken down."""
        return self._people is not None and any(True for _ in self._people.find(unquote(text)))

    def check(self, content: str, *texts: str) -> None:
        """Raise WithheldError where a person's name still stands in what would be published. content: HTML."""
        if self._people is None:
            return
        forms = [*texts, html.unescape(_TAG.sub("", content))]
        if "=" in content or "%" in content:  # attributes, addresses
            forms.append(html.unescape(unquote(content)))
        if any(True for _ in self._people.find(_APART.join(forms))):
            raise WithheldError(
                "a name that was taken down stands where it cannot be replaced (parted by markup, or a vocabulary's)"
            )

    def _veil(self, listing: Listing, name: str, document: Document, known_by: frozenset[str]) -> Document:
        people: dict[Mark, TakenPerson] = {}
        if self._people:
            text = unquote(_APART.join((*_strings(document.front), document.body, name)))
            found = {person.names: person for _, _, person in self._people.find(text)}
            for person in found.values():
                people |= dict.fromkeys((*person.names, *person.parts), person)
        passages = {m: p for p in listing.passages if p.known_by & known_by for m in p.texts}
        if self._passages:
            texts = (*_strings(document.front), document.body, name)
            forms = (form for text in texts for form in {text, unquote(text)})
            if any(True for form in forms for _ in self._passages.find(form, across=True)):
                passages |= {m: p for p in listing.passages if not p.known_by for m in p.texts}
        if not (people or passages):
            return document
        return _Veil(listing.key, people, passages).document(name, document)


class _Veil:
    """Replaces what one article holds of people and passages that were taken down."""

    def __init__(self, key: Key, people: Mapping[Mark, TakenPerson], passages: Mapping[Mark, TakenPassage]) -> None:
        self._key = key
        self._people = Finder(key, people)
        self._passages = Finder(key, passages)

    def document(self, name: str, document: Document) -> Document:
        front: dict[str, Value] = {}
        for key, value in document.front.items():
            new = self._field(key, value)
            if new is not None or value is None:
                front[self._text(key)] = new
        slug = document.text("slug") or name.rpartition("/")[2].removesuffix(".md")
        if self._holds(slug):
            front["slug"] = f"x-{self._key.of(slug)[:10]}"
        body = self._text(document.body, markdown.escape)
        if (front, body) == (dict(document.front), document.body):
            return document
        return Document(front, body)

    def _field(self, key: str, value: Value) -> Value:
        if key in _TAGS:
            return [entry for entry in _entries(value) if not self._holds_any(entry)]
        if key in _CREDITS:
            return [self._credit(entry) for entry in _entries(value)]
        if key in _ADDRESSES:
            kept: list[Value] = [entry for entry in _entries(value) if not self._holds_any(entry)]
            return kept if isinstance(value, list) else next(iter(kept), None)
        if key in ("raw", "also"):
            entries: list[Value] = [self._provenance(entry) for entry in _entries(value)]
            return entries if isinstance(value, list) else next(iter(entries), None)
        return self._value(value)

    def _credit(self, entry: Value) -> Value:
        """A person's credit: under the stand-in, it keeps neither place nor email."""
        if not self._holds_any(entry):
            return entry
        name = entry.get("name") if isinstance(entry, dict) else entry
        return self._text(name) if isinstance(name, str) else None

    def _provenance(self, entry: Value) -> Value:
        """A raw file whose name says what must not be said is known by its hash alone."""
        if isinstance(entry, dict):
            return {key: value for key, value in entry.items() if not self._holds_any(value)}
        return None if self._holds_any(entry) else entry

    def _value(self, value: Value) -> Value:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, list):
            return [self._value(item) for item in value]
        if isinstance(value, dict):
            return {self._text(key): self._value(item) for key, item in value.items()}
        return value

    def _text(self, text: str, escape: Callable[[str], str] = str) -> str:
        """A text with the stand-ins in their places."""
        text = _replaced(text, ((s, e, escape(p.instead)) for s, e, p in self._passages.find(text, across=True)))
        found = ((*_whole_address(text, s, e), escape(p.stand_in)) for s, e, p in self._people.find(text))
        return _replaced(text, found)

    def _holds_any(self, value: Value) -> bool:
        return any(map(self._holds, _strings(value)))

    def _holds(self, text: str) -> bool:
        plain = unquote(text)
        return any(True for _ in self._people.find(plain)) or any(True for _ in self._passages.find(plain))


def _replaced(text: str, stretches: Iterable[tuple[int, int, str]]) -> str:
    parts, at = [], 0
    for start, end, instead in stretches:
        if start >= at:
            parts += [text[at:start], instead]
            at = end
    return "".join((*parts, text[at:])) if parts else text


def identity(listing: Listing, name: str, document: Document, address: str) -> frozenset[str]:
    """The hashes by which the list knows an article: of its text, its address and its file's name."""
    raw = document.raw
    texts = [f"text:{raw.sha256}"] if raw is not None and raw.sha256 else []
    return frozenset(map(listing.key.of, (*texts, f"page:{address}", f"file:{name}")))


def barred(listing: Listing | None, raw: RawArticle, name: str) -> Refusal | None:
    """The refusal of a raw article that was taken down, whatever its file is called by now.

    name: of the raw file, for the report.
    """
    removed = [entry for entry in listing.articles if entry.action == REMOVE] if listing else []
    if listing is None or not removed:
        return None
    known = listing.key.of(f"text:{raw.sha256}")
    shingles = None
    for entry in removed:
        how = "" if known in entry.known_by else "nearly "
        if how and entry.near:
            shingles = listing.key.shingles(raw.text) if shingles is None else shingles
        if not how or is_near(entry.near, shingles or frozenset()):
            return Refusal(name, f"it is {how}a text that was taken down on {entry.decision.date}", MEND, raw.record)
    return None


def _whole_address(text: str, start: int, end: int) -> tuple[int, int]:
    """A name inside an email or web address takes the whole of it along."""
    left, right = start, end
    while left and not text[left - 1].isspace() and text[left - 1] not in "<>()\"'":
        left -= 1
    while right < len(text) and not text[right].isspace() and text[right] not in "<>()\"'":
        right += 1
    around = text[left:right]
    if "@" in around or "://" in around or "/" in around.strip("/"):
        return left, left + len(around.rstrip(".,;:!?"))
    return start, end


def _entries(value: Value) -> list[Value]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _strings(item)
    elif isinstance(value, Iterable):
        for item in value:
            yield from _strings(item)
