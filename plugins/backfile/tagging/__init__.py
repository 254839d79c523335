"""Tagging: places, organisations, people and topics of an article, from its text and the vocabularies alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from backfile.model import Article, Tag, Tags

from .locate import Text
from .mentions import Found, Names
from .names import read_names
from .salience import choose as choose_names
from .tokens import BREAK, calm, headline, lowered, marked, read
from .topics import Score
from .topics import choose as choose_topics
from .topics import score as score_topics
from .vocabulary import Vocabularies, VocabularyError, load_vocabularies

__all__ = ["Vocabularies", "VocabularyError", "load", "tag"]

_FORMS = 3  # of a tag, those that are told
_SHIPPED = Path(__file__).parent / "vocabulary"


def load(extra: Path | None = None) -> Vocabularies:
    """Load the shipped vocabularies and the archive's own over them.

    extra: the archive's vocabulary folder (`content/vocabulary`), if it has one. Raises VocabularyError for a file
    that cannot be read, naming file, line and mend.
    """
    return load_vocabularies(_SHIPPED, extra)


def tag(article: Article, vocabularies: Vocabularies, text: str | None = None) -> Tags:
    """Derive the tags of one article; pure, and the same every time.

    article: as conversion read it. text: the record's decoded text (`RawArticle.text`); with it each tag's evidence
    holds the spans of its mentions, without it evidence is empty. Never raises for what a text says.
    """
    body, capitals, hyphens = read(BREAK.join([p.text for p in article.paragraphs]))
    calm(body, vocabularies.names)
    title = headline(article.title) if article.title else []
    words = sum([len(p.text) for p in article.paragraphs]) // 6
    found = read_names(article, title, body, capitals, vocabularies)
    where = Text(text, article) if text is not None else None
    surnames = {f.name.rpartition(" ")[2].lower() for f in found.of("people")}
    scores = score_topics(lowered(title, *marked(title)), lowered(body, capitals, hyphens), vocabularies.cues, surnames)
    return Tags(
        places=_named(found, "places", words, vocabularies, where),
        organisations=_named(found, "organisations", words, vocabularies, where),
        people=_named(found, "people", words, vocabularies, where),
        topics=tuple(
            Tag(
                topic.name,
                topic.code,
                (topic.official,) if topic.official.casefold() != topic.name.casefold() else (),
                _topic_reason(score, needed),
                where.find(score.cues, "tagging.topics", any_case=True) if where else (),
                _most_frequent(score.cues),
            )
            for topic, score, needed in choose_topics(scores, words)
        ),
    )


def _named(found: Names, kind: str, words: int, vocabularies: Vocabularies, where: Text | None) -> tuple[Tag, ...]:
    chosen = choose_names(found.of(kind), kind, words, vocabularies.always)
    return tuple(
        Tag(
            one.name,
            one.entry.code if one.entry else None,
            _aliases(one),
            why,
            where.find(one.forms, f"tagging.{kind}") if where else (),
            _most_frequent(one.forms),
        )
        for one, why in chosen
    )


def _most_frequent(forms: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(sorted(forms, key=lambda form: (-forms[form], form))[:_FORMS])


def _aliases(one: Found) -> tuple[str, ...]:
    """The other forms met, the most frequent first; derived words such as demonyms are no names."""
    forms = [f for f in one.forms if f != one.name and f not in one.derived]
    return tuple(sorted(forms, key=lambda f: (-one.forms[f], f)) if len(forms) > 1 else forms)


def _topic_reason(score: Score, needed: float) -> str:
    most = sorted([(-count, cue) for cue, count in score.cues.items()])[:6]
    cues = ", ".join([f"{cue} ×{-minus}" for minus, cue in most])
    place = ", headline among them" if score.headline else ""
    return f"{score.points:g} points from {cues}{place}; {needed:.1f} needed"
