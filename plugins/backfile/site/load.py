"""Markdown files into the articles of the site; a file that cannot be read is reported and the rest goes on."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from backfile import markdown, takedown
from backfile.authority import Canon
from backfile.markdown import Provenance
from backfile.model import TAG_KINDS, Refusal
from backfile.settings import Settings
from backfile.site.dates import ENGLISH, DateWords, read_date
from backfile.site.facts import Facts, File, Memory, files, hash_of, reason
from backfile.site.texts import Texts
from backfile.site.values import RESERVED, UNDATED, plain_slug, slug_of, text_of
from backfile.site.views import KINDS, ArticleText, ArticleView, Correction, TermRef
from backfile.tagging import Vocabularies
from backfile.takedown import Takedowns

logger = logging.getLogger(__name__)

SUMMARY_WORDS = 40
TITLE_WORDS = 10  # of the opening, where there is no headline

VERSION_KEYS = ("version_of", "reprint_of")  # by which a person says what an article is to another


@dataclass(slots=True)
class Loaded:
    """The articles of the site, in the order of their files' names, and what could not be taken in.

    takedowns: what was left out. veiled: files of articles that are shown without something. files: as they were when
    they were looked at. is_whole: whether the system let every file be read; if not, the next build tries again,
    whatever else is as it was.
    """

    articles: list[ArticleView]
    drafts: int
    refusals: list[Refusal]
    files: list[File]
    takedowns: Takedowns
    veiled: set[str] = field(default_factory=set)
    is_whole: bool = True


def load(settings: Settings, vocabularies: Vocabularies, canon: Canon, words: DateWords = ENGLISH) -> Loaded:
    """Read every Markdown file under the articles folder, less what was taken down. Raises TakedownError.

    Names are those that `canon` shows for what stands there. words: in which dates are written.
    """
    takedowns = Takedowns(takedown.load(settings.content))
    slugs = Slugs(canon)
    urls: dict[str, str] = {}
    clean: set[str] = set()
    text = Texts(settings, takedowns)
    found = files(settings.articles)
    loaded = Loaded([], 0, [], found, takedowns)
    memory = Memory(settings.state, takedowns, allow_html=settings.allow_html)
    for file, facts in zip(found, memory.facts(found, settings.workers()), strict=True):
        try:
            if isinstance(facts, Exception):
                raise facts
            if facts is None:
                continue
            text.note(file.name, facts)
            article = view(file.name, facts, text, settings, vocabularies, slugs, words)
            if takedowns.has_people:
                # Headline and text were looked over when they were read; a name can be the archive's vocabulary's.
                names = {ref.name for _, refs in kind_terms(article) for ref in (*refs, *article.contributors)} - clean
                takedowns.check("", *names)
                clean |= names
            if article.is_veiled:
                loaded.veiled.add(file.name)
        except (OSError, UnicodeDecodeError, ValueError) as error:
            loaded.is_whole = loaded.is_whole and not isinstance(error, OSError)
            loaded.refusals.append(
                Refusal(file.name, reason(error), f"mend {file.path} by hand; it is left out until then")
            )
            continue
        if article.status != "published":
            loaded.drafts += 1
            continue
        _make_distinct(article, file.name, urls)
        loaded.articles.append(article)
    return loaded


class Slugs:
    """The slug of each term's name, distinct within its kind; `canon` knows which name is shown.

    Two names that slugify alike ("G", "G!") are told apart by a hash of the later one, so that neither page's
    address depends on how many articles there are.
    """

    def __init__(self, canon: Canon) -> None:
        self.canon = canon
        self._of: dict[tuple[str, str], str] = {}
        self._refs: dict[tuple[str, str, str | None, str | None, str | None], TermRef] = {}
        self._taken: dict[tuple[str, str], str] = {}

    def __call__(self, kind: str, name: str) -> str:
        """The slug of `name` among the terms of `kind`."""
        known = self._of.get((kind, name))
        if known is not None:
            return known
        slug = plain_slug(name)
        if slug in RESERVED or (kind, slug) in self._taken:
            mark = hashlib.sha256(name.encode()).hexdigest()[:6]
            slug = f"{slug}-{mark}" if slug else mark
        self._of[kind, name] = slug
        self._taken[kind, slug] = name
        return slug

    def ref(
        self, kind: str, name: str, location: str | None = None, email: str | None = None, code: str | None = None
    ) -> TermRef:
        """The term that `name` is shown as: one object, however many articles name it so."""
        key = (kind, name, location, email, code)
        known = self._refs.get(key)
        if known is None:
            shown = self.canon.shown(kind, name)
            slug = self(kind, shown)
            known = self._refs[key] = TermRef(shown, slug, f"{kind}/{slug}/", location, email, code)
        return known


def view(
    name: str,
    facts: Facts,
    text: ArticleText,
    settings: Settings,
    vocabularies: Vocabularies,
    slugs: Slugs,
    words_of_dates: DateWords = ENGLISH,
) -> ArticleView:
    """Make the view of one article.

    name: of its file inside the articles folder. facts: what the file says. text: where the rest can be read. Raises
    ValueError, with a message for the owner, where a value cannot be what its key says.
    """
    front = facts.front
    words = facts.opening
    stamp = read_date(text_of(front, "date"), words_of_dates)
    title = text_of(front, "title")
    slug = slug_of(text_of(front, "slug") or name.rpartition("/")[2].removesuffix(".md"))
    folder = stamp.day_url if stamp else f"{UNDATED}/"
    origin = front.get("raw")
    raw = origin if isinstance(origin, Mapping) else {}
    people = {key: _people(front.get(key), key, slugs, settings) for key in ("reporters", "editors", "contributors")}
    edited = facts.edited if "wrote" in front else None
    tags, own_tags = _tags(front, edited, vocabularies, slugs)
    source = text_of(front, "source")
    article = ArticleView(
        title=title or _opening(words),
        has_headline=bool(title),
        slug=slug,
        url=f"{folder}{slug}.html",
        save_as=f"{folder}{slug}.html",
        source_path=name,
        date=stamp.moment if stamp else None,
        date_iso=stamp.iso if stamp else None,
        date_text=stamp.text if stamp else "Undated",
        weekday=stamp.weekday if stamp else "",
        time_text=stamp.time_text if stamp else "",
        day_url=folder,
        source=slugs.ref("sources", source) if source else None,
        dateline=text_of(front, "dateline"),
        reporters=people["reporters"],
        contributors=people["contributors"],
        editors=people["editors"],
        places=tags["places"],
        organisations=tags["organisations"],
        people=tags["people"],
        topics=tags["topics"],
        other_tags=tags["tags"],
        text=text,
        summary=_summary(words),
        word_count=facts.words,
        corrections=tuple(_corrections(front.get("corrections"), words_of_dates)),
        original_url=_web_address(text_of(front, "url")),
        raw_file=text_of(raw, "file"),
        raw_sha256=text_of(raw, "sha256"),
        also=tuple(_also(front.get("also"))),
        lang=text_of(front, "lang") or settings.language,
        origin=Provenance.from_value(origin),
        edited=tuple(sorted(edited or ())),
        dek=text_of(front, "dek"),
        status=(text_of(front, "status") or "published").lower(),
        redirect_from=tuple(_strings(front.get("redirect_from"))),
        own_tags=own_tags,
        is_veiled=facts.is_veiled,
        robots=_robots(text_of(front, "robots")),
        printed_source=source,
        version_wishes={key: str(front[key]).strip() for key in VERSION_KEYS if front.get(key)},
    )
    article.text_digest = facts.body
    _digest(article, facts.digest)
    return article


def _robots(text: str | None) -> str:
    """What `robots` asks of crawlers: `noindex`, `noai` and the like, parted by commas."""
    words = re.split(r"[\s,]+", (text or "").lower())
    return ", ".join(dict.fromkeys(word for word in words if re.fullmatch(r"[a-z][a-z-]*", word)))


def _digest(article: ArticleView, text: str) -> None:
    """Say what the article's page and its entry in a list depend on; the terms' addresses are part of both."""
    terms = [t.url for t in (*article.reporters, *article.editors, *article.tags)]
    names = [t.name for t in (*article.reporters, *article.contributors, *article.editors, *article.tags)]
    source = (article.source.url, article.source.name) if article.source else ()
    article.digest = digest_of(text, article.url, *terms, *names, *source)
    first_tags = [tags[0].name for tags in (article.topics, article.places) if tags]
    article.card = digest_of(
        article.title,
        str(article.has_headline),
        article.url,
        article.date_iso or "",
        article.lang,
        article.summary,
        article.dateline or "",
        article.robots,
        article.source.url + article.source.name if article.source else "",
        *(f"{r.name}\0{r.url}\0{r.location}\0{r.email}" for r in article.reporters),
        *first_tags,
    )


def digest_of(*parts: str) -> str:
    """A short hash of all that is given, in its order."""
    return hash_of("\x1f".join(parts))


def _make_distinct(article: ArticleView, name: str, urls: dict[str, str]) -> None:
    """Two files with one address (written by hand) are told apart by a hash of the later one's name."""
    key = article.url.casefold()
    if key in urls:
        mark = hashlib.sha256(name.encode()).hexdigest()[:6]
        folder = article.url.rpartition("/")[0]
        logger.warning(
            "%s: has the address of %s; it takes %s-%s until one of them gets another slug",
            *(name, urls[key], article.slug, mark),
        )
        article.slug = f"{article.slug}-{mark}"
        article.url = article.save_as = f"{folder}/{article.slug}.html"
        article.digest, article.card = digest_of(article.digest, mark), digest_of(article.card, mark)
    urls[article.url.casefold()] = name


def _people(value: object, key: str, slugs: Slugs, settings: Settings) -> tuple[TermRef, ...]:
    refs = []
    for entry in _entries(value):
        if isinstance(entry, list) or (isinstance(entry, Mapping) and not entry.get("name")):
            raise ValueError(f"{key} must hold names, or mappings with a name each")
        name = text_of(entry, "name") if isinstance(entry, Mapping) else str(entry).strip()
        if not name:
            continue
        location = email = None
        if isinstance(entry, Mapping):
            location = text_of(entry, "location")
            email = text_of(entry, "email") if settings.publish_emails else None
        if key == "contributors":
            refs.append(TermRef(slugs.canon.shown(key, name), "", "", location, email))
        else:
            refs.append(slugs.ref(key, name, location, email))
    return tuple({ref.name: ref for ref in refs}.values())


def _tags(
    front: Mapping[str, Any], edited: Set[str] | None, vocabularies: Vocabularies, slugs: Slugs
) -> tuple[dict[str, tuple[TermRef, ...]], frozenset[str]]:
    """The tags by kind, and the addresses of those that a person wrote.

    edited: the fields whose values are a person's; None where all are. What a person changed in `tags` wins over the
    kinds that Backfile wrote (design: Settled).
    """
    edited = frozenset((*TAG_KINDS, "tags")) if edited is None else edited
    typed = markdown.read_tags(_strings(front.get("tags")))
    found: dict[str, list[TermRef]] = {kind: [] for kind in (*TAG_KINDS, "tags")}
    own: set[str] = set()
    known: set[str] = set()
    for kind in TAG_KINDS:
        derived = kind not in edited
        for entry in _entries(front.get(kind)):
            name = text_of(entry, "name") if isinstance(entry, Mapping) else str(entry).strip()
            if not name or ("tags" in edited and (derived or typed.signed) and not typed.keeps(name)):
                continue
            known.add(name)
            ref = slugs.ref(kind, name, code=text_of(entry, "code") if isinstance(entry, Mapping) else None)
            if not derived:
                own.add(ref.url)
            elif slugs.canon.is_never(name) or slugs.canon.is_never(ref.name):
                continue
            found[kind].append(ref)
    for name in typed.names if "tags" in edited else ():
        if name not in known:
            kind = vocabularies.kind_of(name) or "tags"
            ref = slugs.ref(kind, name)
            own.add(ref.url)
            found[kind].append(ref)
    return {kind: distinct(refs) for kind, refs in found.items()}, frozenset(own)


def distinct(refs: Iterable[TermRef]) -> tuple[TermRef, ...]:
    """Terms each once, in order: two names of an article may be shown as one."""
    first: dict[str, TermRef] = {}
    for ref in refs:
        first.setdefault(ref.slug, ref)
    return tuple(first.values())


def _also(value: object) -> Iterator[str]:
    for entry in _entries(value):
        name = text_of(entry, "file") if isinstance(entry, Mapping) else str(entry)
        if name:
            yield name


def _corrections(value: object, words: DateWords) -> Iterator[Correction]:
    """Notes of correction: texts, or mappings of a `text` and the `date` on which it was corrected."""
    for entry in _entries(value):
        if isinstance(entry, list):
            raise ValueError("corrections must hold texts, or mappings with a text each")
        mapping = entry if isinstance(entry, Mapping) else {"text": entry}
        text = text_of(mapping, "text")
        if text is None:
            if isinstance(entry, Mapping):
                raise ValueError("corrections must hold texts, or mappings with a text each")
            continue
        try:
            stamp = read_date(text_of(mapping, "date"), words)
        except ValueError as error:
            raise ValueError(f"corrections: {error}") from error
        yield Correction(text, stamp.moment, stamp.iso, stamp.text) if stamp else Correction(text)


def _entries(value: object) -> Iterable[Any]:
    if value is None:
        return ()
    return value if isinstance(value, list | tuple) else (value,)


def _strings(value: object) -> Iterator[str]:
    for entry in _entries(value):
        text = text_of(entry, "name") if isinstance(entry, Mapping) else str(entry).strip()
        if text:
            yield text


def _web_address(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) else None


def _opening(words: Sequence[str]) -> str:
    if not words:
        return "Without text"
    return " ".join(words[:TITLE_WORDS]) + (" …" if len(words) > TITLE_WORDS else "")


def _summary(words: Sequence[str]) -> str:
    return " ".join(words[:SUMMARY_WORDS]) + (" …" if len(words) > SUMMARY_WORDS else "")


def kind_terms(article: ArticleView) -> Iterator[tuple[str, tuple[TermRef, ...]]]:
    """The terms of an article by the name of their kind, in the order of KINDS."""
    held: dict[str, tuple[TermRef, ...]] = {
        "reporters": article.reporters,
        "editors": article.editors,
        "sources": (article.source,) if article.source else (),
        "places": article.places,
        "organisations": article.organisations,
        "people": article.people,
        "topics": article.topics,
        "tags": article.other_tags,
    }
    for kind in KINDS:
        yield kind.name, held[kind.name]
