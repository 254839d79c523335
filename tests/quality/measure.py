"""How well the sample archive's raw articles are read: precision, recall and F1 for each field, against labels by hand.

`python -m tests.quality.measure` prints the figures and every miss; with `--write` it sets the floors to what is
measured. Labels are made from the raw texts alone; what a key of a label means is said in docs/quality.md.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import floor
from pathlib import Path
from typing import Any

from backfile import conversion, intake, rules
from backfile.model import Article, Person, RawArticle

HERE = Path(__file__).parent
RAW = HERE.parent.parent / "content" / "raw"
LABELS = HERE / "labels.jsonl"
FLOORS = HERE / "floors.toml"

FIELDS = ("title", "date", "source", "dateline", "reporters", "contributors", "editors", "emails", "locations")
SLACK = 0.02

_QUOTES = str.maketrans("‘’“”–—", "''\"\"--")

Label = Mapping[str, Any]
Values = frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    """What was right, given and wanted of one field over all labels."""

    right: int
    given: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else float(not self.wanted)

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else float(not self.given)

    @property
    def f1(self) -> float:
        both = self.given + self.wanted
        return 2 * self.right / both if both else 1.0


@dataclass(frozen=True, slots=True)
class Quality:
    """The scores by field, the shares of bodies and of whole articles read right, and what was missed."""

    articles: int
    scores: Mapping[str, Score]
    body: float
    whole: float
    misses: tuple[str, ...]

    def figures(self) -> dict[str, float]:
        """Every figure that has a floor: F1 and precision of each field, body and whole."""
        found = {
            f"{field}.{part}": getattr(s, part) for field, s in self.scores.items() for part in ("precision", "f1")
        }
        return {**found, "body.right": self.body, "whole.right": self.whole}

    def table(self) -> str:
        """The figures as text, one line a field."""
        lines = [f"{'field':14}{'precision':>10}{'recall':>8}{'F1':>8}{'labels':>8}"]
        lines += [f"{f:14}{s.precision:10.3f}{s.recall:8.3f}{s.f1:8.3f}{s.wanted:8}" for f, s in self.scores.items()]
        lines += [f"{f'{name} right':14}{share:26.3f}{self.articles:8}" for name, share in self.shares().items()]
        return "\n".join(lines)

    def shares(self) -> dict[str, float]:
        """The share of articles whose body, and whose every labelled thing, is right."""
        return {"body": self.body, "whole": self.whole}


def labels() -> list[Label]:
    """The labels by hand, in the order of their file."""
    return [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines() if line.strip()]


def raw_articles(files: Iterable[str]) -> Iterator[tuple[str, RawArticle]]:
    """Every record that intake finds in these files of the sample archive, with its file's name."""
    for name in files:
        for raw in intake.read(name, (RAW / name).read_bytes()).articles:
            yield name, raw


def measure(wanted: Sequence[Label]) -> Quality:
    """Convert what is labelled with the shipped rules alone, and compare."""
    shipped = rules.load()
    names = dict.fromkeys(label["file"] for label in wanted)
    found = {(name, raw.record): conversion.convert(raw, shipped) for name, raw in raw_articles(names)}
    counts = {field: Counter[str]() for field in FIELDS}
    misses: list[str] = []
    bodies = wholes = 0
    for label in wanted:
        article = found.get((label["file"], label["record"]))
        faults = [] if article else ["no record"]
        given = values(article) if article else dict.fromkeys(FIELDS, frozenset[str]())
        for field, right in labelled(label).items():
            counts[field].update(right=len(right & given[field]), given=len(given[field]), wanted=len(right))
            if right != given[field]:
                faults.append(f"{field}: {sorted(given[field])}, not {sorted(right)}")
        body = list(body_faults(label, article)) if article else ["body: none"]
        bodies += not body
        faults += body
        if article and len(article.corrections) != label["corrections"]:
            faults.append(f"corrections: {len(article.corrections)}, not {label['corrections']}")
        wholes += not faults
        misses += [f"{label['file']}#{label['record']} {fault}" for fault in faults]
    scores = {field: Score(c["right"], c["given"], c["wanted"]) for field, c in counts.items()}
    return Quality(len(wanted), scores, bodies / len(wanted), wholes / len(wanted), tuple(misses))


def labelled(label: Label) -> dict[str, Values]:
    """The values that a label wants, folded for comparison."""
    reporters, editors = label["reporters"], label["editors"]
    return {
        **{field: _one(label[field]) for field in ("title", "date", "source", "dateline")},
        "reporters": frozenset(fold(p["name"]) for p in reporters),
        "contributors": frozenset(map(fold, label["contributors"])),
        "editors": frozenset(fold(p["name"]) for p in editors),
        "emails": frozenset(fold(p["email"]) for p in (*reporters, *editors) if p["email"]),
        "locations": frozenset(f"{fold(p['name'])}@{fold(p['location'])}" for p in reporters if p["location"]),
    }


def values(article: Article) -> dict[str, Values]:
    """The same values of an article as conversion read them."""
    people = (*article.reporters, *article.editors, *article.contributors)
    return {
        "title": _one(article.title),
        "date": _one(article.date and article.date[:10]),
        "source": _one(article.source),
        "dateline": _one(article.dateline),
        "reporters": _names(article.reporters),
        "contributors": _names(article.contributors),
        "editors": _names(article.editors),
        "emails": frozenset(fold(p.email) for p in people if p.email),
        "locations": frozenset(f"{fold(p.name)}@{fold(p.location)}" for p in article.reporters if p.location),
    }


def body_faults(label: Label, article: Article) -> Iterator[str]:
    """What is wrong with the body: its first or last words, what does not belong in it, its number of paragraphs."""
    paragraphs = [paragraph.text for paragraph in article.paragraphs]
    body = fold(" ".join(paragraphs))
    if not body.startswith(fold(label["body_first_words"])):
        yield f"body starts {body[:60]!r}, not {label['body_first_words']!r}"
    if not body.endswith(fold(label["body_last_words"])):
        yield f"body ends {body[-60:]!r}, not {label['body_last_words']!r}"
    for phrase in label["boilerplate"]:
        if fold(phrase) in body:
            yield f"body holds {phrase!r}"
    wanted, subheads = label["paragraphs"], label.get("subheads", 0)
    if wanted is not None and not wanted <= len(paragraphs) <= wanted + subheads:
        yield f"body has {len(paragraphs)} paragraphs, not {wanted}"


def fold(text: str) -> str:
    """Fold case, the composition of accents, quotes, dashes and white space, and marks at either end."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_QUOTES)
    return re.sub(r"\s+", " ", text).strip(" .,;:-\"'")


def floors() -> dict[str, float]:
    """The figures below which reading must not fall."""
    return {name: float(value) for name, value in tomllib.loads(FLOORS.read_text(encoding="utf-8"))["floors"].items()}


def write_floors(quality: Quality) -> None:
    """Set every floor to what is measured, cut after the third decimal."""
    head = "# Figures of tests/quality below which reading must not fall; `python -m tests.quality.measure --write`.\n"
    lines = [f'"{name}" = {floor(value * 1000) / 1000:.3f}' for name, value in quality.figures().items()]
    FLOORS.write_text(head + "[floors]\n" + "\n".join(lines) + "\n", encoding="utf-8")


def _one(value: str | None) -> Values:
    return frozenset({fold(value)}) if value else frozenset()


def _names(people: Iterable[Person]) -> Values:
    return frozenset(fold(person.name) for person in people)


if __name__ == "__main__":
    measured = measure(labels())
    print(measured.table(), *measured.misses, sep="\n")
    if "--write" in sys.argv[1:]:
        write_floors(measured)
