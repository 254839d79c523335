"""What `backfile takedown` does: write the decision down, show what it reaches, delete what is asked to be deleted."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from backfile import intake, markdown
from backfile.catalog import Catalog
from backfile.convert import answers
from backfile.markdown import Document
from backfile.settings import Settings
from backfile.site import facts, unchanged
from backfile.site.facts import files, read_text
from backfile.site.values import address
from backfile.takedown import listing
from backfile.takedown.applying import Takedowns, identity
from backfile.takedown.listing import (
    REMOVE,
    UNLIST,
    Decision,
    Listing,
    TakedownError,
    TakenArticle,
    TakenPassage,
    TakenPerson,
)
from backfile.takedown.words import Finder, fold, forms_of, words_of

_INITIAL = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Standing:
    """An article of the archive: its file's name inside the articles folder, what it holds, its page's address."""

    name: str
    document: Document
    address: str


@dataclass(slots=True)
class Taken:
    """What was done. reached: addresses of the articles that change. look_at: those that may need a look.

    deleted: files that were deleted. left: files that still hold it, with the reason why they were left.
    """

    reached: list[str] = field(default_factory=list)
    look_at: list[str] = field(default_factory=list)
    deleted: list[Path] = field(default_factory=list)
    left: list[tuple[Path, str]] = field(default_factory=list)


def remove(settings: Settings, wanted: str, decision: Decision, *, hide: bool = False, delete: bool = False) -> Taken:
    """Remove an article; its page says so, with day and reason.

    wanted: its page's address, its Markdown file or its raw file. hide: the page's address says nothing either.
    delete: delete Markdown and raw file too. Raises TakedownError.
    """
    found = _find(settings, wanted)
    known = _opened(settings)
    folder, _, name = found.address.rpartition("/")
    page = f"{folder}/removed-{known.key.of(name)[:10]}.html" if hide else found.address
    sketch = known.key.sketch("\n".join(markdown.plain(found.document.body)))
    entry = TakenArticle(REMOVE, decision, _identity(known, found), page, sketch)
    _save(settings, known.with_article(entry))
    taken = Taken([found.address])
    raws = [settings.raw / raw.file for raw in (found.document.raw, *found.document.also) if raw and not raw.outside]
    if delete:
        _delete(settings, found, raws, taken)
    else:
        taken.left = [(settings.articles / found.name, ""), *((raw, "") for raw in raws if raw.exists())]
    return taken


def unlist(settings: Settings, wanted: str, decision: Decision) -> Taken:
    """Keep an article, and ask search engines not to. Raises TakedownError."""
    found = _find(settings, wanted)
    known = _opened(settings)
    _save(settings, known.with_article(TakenArticle(UNLIST, decision, _identity(known, found))))
    return Taken([found.address])


def pseudonymise(
    settings: Settings, names: Sequence[str], decision: Decision, *, stand_in: str = "", given: bool = False
) -> Taken:
    """Put a stand-in, by default the initials, for a person in the whole archive.

    names: the person's, every form with more than case and accents for a difference; emails and other identifiers
    too. given: in articles that have the whole name, replace given names that stand alone as well as the family name.
    Raises TakedownError.
    """
    known = _opened(settings)
    stand_in = stand_in.strip() or _initials(names[0])
    if any(stand_in == person.stand_in for person in known.people):
        raise TakedownError(f"{stand_in!r} stands for somebody else already; choose another with --stand-in")
    forms = {form: None for name in names for form in forms_of(name)}
    if () in forms:
        raise TakedownError("a name must hold letters or digits")
    marks = tuple(known.key.mark(form) for form in forms)
    whole = [[word.folded for word in words_of(name)] for name in names if "@" not in name]
    singles = {words[-1] for words in whole if len(words) > 1}
    singles |= {word for words in whole if given for word in words[:-1] if len(word) > 2}
    parts = tuple(known.key.mark((word,)) for word in sorted(singles))
    if any(True for _ in Finder(known.key, dict.fromkeys(marks)).find(stand_in)):
        raise TakedownError(f"the stand-in {stand_in!r} says the name; choose another with --stand-in")
    new = known.with_person(TakenPerson(decision, stand_in, marks, parts))
    taken = _reached(settings, known, new)
    if not taken.reached:
        raise TakedownError("no article has that name; check how it is written, or give another form of it with --also")
    families = {words[-1] for words in whole if len(words) > 1}
    taken.look_at = [
        one.address
        for one in _articles(settings)
        if one.address not in taken.reached
        and any(fold(word.folded) in families for word in words_of(one.document.body))
    ]
    _save(settings, new)
    return taken


def redact(settings: Settings, passage: str, decision: Decision, *, wanted: str = "", instead: str = "") -> Taken:
    """Take a passage out: of one article, or wherever it stands. Raises TakedownError."""
    known = _opened(settings)
    found = _find(settings, wanted) if wanted else None
    try:
        mark = known.key.mark([word.folded for word in words_of(passage)])
    except ValueError as error:
        raise TakedownError(str(error)) from error
    known_by = _identity(known, found) if found else frozenset()
    new = known.with_passage(TakenPassage(decision, (mark,), instead or listing.PASSAGE_GONE, known_by))
    taken = _reached(settings, known, new)
    if not taken.reached:
        raise TakedownError(
            f"the passage does not stand in {wanted or 'any article'}; give its words as the page has them"
        )
    _save(settings, new)
    return taken


def _opened(settings: Settings) -> Listing:
    return listing.load(settings.content) or listing.new()


def _save(settings: Settings, known: Listing) -> None:
    path = settings.content / listing.NAME
    part = path.with_name(f".{listing.NAME}.part")
    with part.open("wb") as file:
        file.write(listing.dump(known).encode())
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    # What is kept of articles and of the last build was made without this decision.
    facts.forget(settings.state)
    unchanged.forget(settings.state)


def _articles(settings: Settings) -> Iterator[Standing]:
    for file in files(settings.articles):
        try:
            document = markdown.parse(read_text(file.path))
            yield Standing(file.name, document, address(document, file.name))
        except (OSError, ValueError):
            continue  # it is not on the site; the build reports it


def _find(settings: Settings, wanted: str) -> Standing:
    plain = unquote(wanted).removeprefix(settings.site_url or "\0").lstrip("/")
    path = Path(os.path.normpath(Path(wanted).absolute()))

    def is_meant(one: Standing) -> bool:
        raw = one.document.raw
        files = {settings.articles / one.name, settings.raw / raw.file if raw else settings.raw}
        return plain in (one.address, one.name, raw.file if raw else None) or path in files

    return _only(wanted, [one for one in _articles(settings) if is_meant(one)])


def _only(wanted: str, found: list[Standing]) -> Standing:
    if not found:
        raise TakedownError(f"{wanted}: no article of the archive; name its page, its Markdown file or its raw file")
    if len(found) > 1:
        names = ", ".join(one.address for one in found[:5])
        raise TakedownError(f"{wanted}: holds {len(found)} articles ({names} …); name one by its page's address")
    return found[0]


def _identity(known: Listing, found: Standing) -> frozenset[str]:
    further = (known.key.of(f"text:{raw.sha256}") for raw in found.document.also if raw.sha256)
    return identity(known, found.name, found.document, found.address) | frozenset(further)


def _reached(settings: Settings, before: Listing, after: Listing) -> Taken:
    old, new = Takedowns(before), Takedowns(after)
    return Taken(
        [
            one.address
            for one in _articles(settings)
            if old.apply(one.name, one.document, one.address) != new.apply(one.name, one.document, one.address)
        ]
    )


def _initials(name: str) -> str:
    """The initials of a name.

    >>> _initials("Zoë O'Hara Lind")
    'Z. O. L.'
    """
    letters = (_INITIAL.search(word) for word in name.split())
    found = [f"{match[0].upper()}." for match in letters if match]
    if not found:
        raise TakedownError(f"{name!r} has no initials; give a stand-in with --stand-in")
    return " ".join(found)


def _delete(settings: Settings, found: Standing, raws: Sequence[Path], taken: Taken) -> None:
    """Delete an article's files and what the answers to doubts and the catalog know of it."""
    gone = []
    for raw in raws:
        others = _records(settings, raw) - 1
        if others > 0:
            taken.left.append((raw, f"it holds {others} other articles; take this one out of it by hand"))
        elif raw.is_file():
            gone.append(raw)
    for path in (settings.articles / found.name, *gone):
        path.unlink()
        taken.deleted.append(path)
    texts = {raw.sha256 for raw in (found.document.raw, *found.document.also) if raw}
    given = answers.load(settings.content)
    if texts & given.by_text.keys():
        kept = {sha256: rows for sha256, rows in given.by_text.items() if sha256 not in texts}
        answers.save(settings.content, answers.Answers(kept))
    with Catalog.open(settings.state) as catalog:
        catalog.forget([found.name], [raw.relative_to(settings.raw).as_posix() for raw in gone])


def _records(settings: Settings, raw: Path) -> int:
    try:
        return len(intake.read(raw.name, raw.read_bytes(), intake.load_mapping(settings.rules)).articles)
    except OSError:
        return 0
