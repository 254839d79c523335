"""What is fuzzed: each function takes any bytes and raises only where Backfile breaks a promise.

The errors that a reader is meant to raise (for settings, rules, vocabularies) are caught here; all others, and every
broken assertion, are findings. They run under atheris (`make fuzz`), and in each test run on the cases in `found/`.
"""

from __future__ import annotations

import re
import tempfile
import tomllib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from backfile import conversion, intake, markdown, rules, tagging
from backfile.convert import answers
from backfile.markdown import FrontMatterError, Provenance
from backfile.settings import Settings, SettingsError
from backfile.slug import slugify
from backfile.tagging.vocabulary import VocabularyError, load_vocabularies
from backfile.takedown import listing

SUFFIXES = (".txt", ".html", ".json", ".jsonl", ".csv", ".sgml", "")
_MAPPINGS: tuple[dict[str, str], ...] = ({}, {"body": "text", "title": "head.line"})
_RAW = intake.read("wire.txt", b"Northwire\n\nPier Opens Again\n\nMarch 2, 2012\n\nThe pier was opened.\n").articles[0]
# What Markdown may become: nothing that runs, nothing that leaves, nothing that looks like the page's own frame.
_TAGS = frozenset(
    [
        "html",
        "head",
        "body",
        "-text",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
        "a",
        "img",
        "hr",
        "br",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "s",
        "del",
        "sup",
        "sub",
        "dl",
        "dt",
        "dd",
        "section",
    ]
)
_SAFE = re.compile(r"(?![^:/?#]*:)|https?:|mailto:|data:image/(?:gif|png|jpeg|webp);", re.IGNORECASE)


def fuzz_intake(data: bytes) -> None:
    """Any file is read, or refused with a reason; no declared stretch lies outside its text."""
    suffix = SUFFIXES[data[0] % len(SUFFIXES)] if data else ""
    found = intake.read(f"a/b{suffix}", data[1:], _MAPPINGS[data[0] // 128] if data else None)
    assert found.articles or found.refusals
    assert all(refusal.reason and refusal.mend for refusal in found.refusals)
    for article in found.articles:
        for part in article.declared:
            assert 0 <= part.start <= part.end <= len(article.text), part


def fuzz_conversion(data: bytes) -> None:
    """A text becomes an article with nothing lost, tags and a Markdown file that says the same again."""
    for raw in intake.read("wire.txt", data).articles[:3]:
        article = conversion.convert(raw, _rules())
        end = 0
        for zone in article.zones:
            assert zone.start >= end, "zones overlap"
            assert not raw.text[end : zone.start].strip(), "text between zones is lost"
            end = zone.end
        assert not raw.text[end:].strip(), "text after the last zone is lost"
        tags = tagging.tag(article, _vocabularies(), raw.text)
        document = markdown.write(
            article,
            tags,
            slug=slugify(article.title or "x", raw.sha256),
            raw=Provenance(raw.path, raw.record, raw.sha256),
        )
        again = markdown.parse(markdown.dump(document))
        assert (again.front, again.body) == (document.front, document.body), "the file says something else"
        shown = LexborHTMLParser(markdown.render(document.body)).text()
        said = " ".join(paragraph.text for paragraph in article.paragraphs)
        assert "".join(shown.split()) == "".join(said.replace("\0", "\ufffd").split()), "the page says something else"


def fuzz_markdown(data: bytes) -> None:
    """A file by hand is read or refused with its line; it is written as it was read, and its page is harmless."""
    try:
        document = markdown.parse(data.decode("utf-8", "replace"))
    except FrontMatterError as error:
        assert error.line > 0 and error.message
        return
    again = markdown.parse(markdown.dump(document))
    assert (again.front, again.body) == (document.front, document.body), "written, it says something else"
    page = LexborHTMLParser(markdown.render(document.body))
    for node in page.css("*"):
        assert node.tag in _TAGS, node.tag
        for name, value in node.attributes.items():
            assert not name.startswith("on") and name != "style", name
            if name in ("href", "src"):
                assert _SAFE.match((value or "").strip()), value


def fuzz_settings(data: bytes) -> None:
    """Settings of any kind are taken, or refused by their names; so are the answers to doubts."""
    text = data.decode("utf-8", "replace")
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        values = {}
    try:
        settings = Settings.read({"PATH": "/a/content", "OUTPUT_PATH": "/a/output", **values})
        assert settings.content in settings.raw.parents
    except SettingsError as error:
        assert "BACKFILE_" in str(error) or "PATH" in str(error)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / answers.NAME).write_text(text, encoding="utf-8", newline="")
        try:
            answers.load(Path(folder))
        except answers.AnswersError as error:
            assert answers.NAME in str(error)
    try:
        assert listing.read(listing.dump(listing.read(text))) == listing.read(text)
    except listing.TakedownError as error:
        assert listing.NAME in str(error)


def fuzz_rules(data: bytes) -> None:
    """Rules and mappings of an archive's own are taken, or refused with the file's name."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("own.toml", "mapping.toml"):
            (Path(folder) / name).write_bytes(data)
        try:
            conversion.convert(_RAW, rules.load(Path(folder)))
        except rules.RuleError as error:
            assert str(error)
        try:
            intake.load_mapping(Path(folder))
        except intake.MappingError as error:
            assert str(error)


def fuzz_vocabulary(data: bytes) -> None:
    """Vocabularies of an archive's own are taken, or refused with file and line; what they name is found."""
    names = ("people.tsv", "places.tsv", "organisations.tsv", "topics.tsv", "stop.tsv", "people.toml", "tags.toml")
    name, text = names[data[0] % len(names)] if data else names[0], data[1:]
    with tempfile.TemporaryDirectory() as shipped, tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(text)
        try:
            load_vocabularies(Path(shipped), Path(folder))
        except VocabularyError as error:
            assert folder in str(error)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "intake": fuzz_intake,
    "conversion": fuzz_conversion,
    "markdown": fuzz_markdown,
    "settings": fuzz_settings,
    "rules": fuzz_rules,
    "vocabulary": fuzz_vocabulary,
}


@lru_cache(maxsize=1)
def _rules() -> rules.Rules:
    return rules.load()


@lru_cache(maxsize=1)
def _vocabularies() -> tagging.Vocabularies:
    return tagging.load()
