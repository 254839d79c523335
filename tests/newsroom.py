"""Stories, and what newsrooms do to them: filed again with changes, cut, reprinted, followed up, written in series.

All names and sentences are invented. The same seed makes the same cases.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

BANK = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Piece:
    """An article. story: pieces with the same number tell the same story, filed or printed again."""

    story: int
    title: str
    paragraphs: tuple[str, ...]
    day: int
    source: str
    edit: str = "original"

    @property
    def words(self) -> list[str]:
        return " ".join(self.paragraphs).casefold().replace(".", "").replace(",", "").replace("”", "").split()


class Newsroom:
    """Writes stories and edits them; one source of chance for all."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def name(self, parts: int = 2) -> str:
        return "".join(self.pick("syllables") for _ in range(parts)).capitalize()

    def person(self) -> str:
        return f"{self.name(1)} {self.name()}"

    def pick(self, words: str) -> str:
        return str(self.chance.choice(BANK[words]))

    def sentence(self) -> str:
        where = self.chance.choice(("", f" in {self.name()}", f" near {self.name()}", f" of {self.person()}"))
        figures = ("", "", f", {self.chance.randint(2, 980)} in all", f", up {self.chance.randint(2, 60)} percent")
        said = f"{self.pick('did')} {self.pick('what')} {self.pick('tail')}"
        text = f"{self.pick('who')}{where} {said}{self.chance.choice(figures)}."
        return text[0].upper() + text[1:]

    def paragraph(self) -> str:
        if self.chance.random() < 0.25:
            return f"“{self.pick('says')},” said {self.person()}, {self.pick('who')}. {self.sentence()}"
        return " ".join(self.sentence() for _ in range(self.chance.randint(1, 3)))

    def background(self) -> str:
        n = self.chance.randint
        return self.pick("background").format(
            place=self.name(), firm=f"{self.name()} & Sons", person=self.person(), n=n(2, 9), nn=n(10, 99)
        )

    def headline(self) -> str:
        what = self.pick("what").removeprefix("the ").removeprefix("a ")
        return f"{self.name()} {self.chance.choice(BANK['did'])} {what}".title()

    def story(self, number: int) -> Piece:
        body = [self.paragraph() for _ in range(self.chance.randint(5, 14))]
        body += [self.background() for _ in range(self.chance.randint(1, 3))]
        return Piece(number, self.headline(), tuple(body), self.chance.randint(0, 900), self.source())

    def source(self) -> str:
        return self.chance.choice(("Northwire", "Harbour Post", "Sound Telegraph", "Island Courier"))

    # What makes a version.

    def copy_edit(self, p: Piece) -> Piece:
        return replace(p, paragraphs=tuple(map(self._touch, p.paragraphs)))

    def _touch(self, text: str) -> str:
        for old, new in BANK["swaps"]:
            if self.chance.random() < 0.5:
                text = text.replace(old, new)
        words = text.split()
        for _ in range(max(1, len(words) // 40)):
            at = self.chance.randrange(len(words))
            words[at : at + 1] = self.chance.choice(([], [words[at], "now"], [self.chance.choice(words)]))
        return " ".join(words) or text

    def new_lead(self, p: Piece) -> Piece:
        count = 1 if len(p.paragraphs) < 9 else 2
        return replace(p, paragraphs=(*(self.paragraph() for _ in range(count)), *p.paragraphs[count:]))

    def more(self, p: Piece) -> Piece:
        body = list(p.paragraphs)
        for _ in range(self.chance.randint(1, max(1, len(body) // 2))):
            body.insert(self.chance.randint(1, len(body)), self.paragraph())
        return replace(p, paragraphs=tuple(body))

    def moved(self, p: Piece) -> Piece:
        body = list(p.paragraphs)
        for _ in range(2):
            body.insert(self.chance.randrange(len(body)), body.pop(self.chance.randrange(1, len(body))))
        return replace(p, paragraphs=tuple(body))

    def new_figures(self, p: Piece) -> Piece:
        def text(words: str) -> str:
            return " ".join(
                str(self.chance.randint(2, 980)) if w.isdigit() and self.chance.random() < 0.4 else w
                for w in words.split()
            )

        return replace(p, paragraphs=tuple(map(text, p.paragraphs)))

    def corrected(self, p: Piece) -> Piece:
        note = f"Corrects the spelling of {self.person()} in the third paragraph."
        return replace(p, paragraphs=(note, *p.paragraphs))

    def cut(self, p: Piece) -> Piece:
        keep = max(3, int(len(p.paragraphs) * self.chance.uniform(0.45, 0.8)))
        return replace(p, paragraphs=p.paragraphs[:keep])

    def joined(self, p: Piece) -> Piece:
        body = list(p.paragraphs)
        at = self.chance.randrange(len(body) - 1)
        body[at : at + 2] = [f"{body[at]} {body[at + 1]}"]
        return replace(p, paragraphs=tuple(body))

    def refiled(self, p: Piece) -> Piece:
        """The same story filed again within hours or a day or two: several edits at once."""
        edits: list[Callable[[Piece], Piece]] = [self.copy_edit, self.new_lead, self.more, self.moved]
        edits += [self.new_figures, self.corrected, self.cut, self.joined]
        chosen = self.chance.sample(edits, self.chance.randint(1, 3))
        for edit in chosen:
            p = edit(p)
        title = p.title if self.chance.random() < 0.5 else f"Update {self.chance.randint(1, 4)}-{p.title}"
        names = "+".join(edit.__name__ for edit in chosen)
        return replace(p, title=title, day=p.day + self.chance.randint(0, 1), edit=f"version: {names}")

    def reprinted(self, p: Piece) -> Piece:
        """Another paper prints it under a headline of its own, days or years later, cut to fit."""
        edits: list[Callable[[Piece], Piece]] = [self.copy_edit, self.cut, self.joined]
        chosen = self.chance.sample(edits, self.chance.randint(0, 2))
        for edit in chosen:
            p = edit(p)
        other = next(s for s in iter(self.source, "") if s != p.source)
        day = p.day + self.chance.choice((0, 1, 2, 7, 30, 365))
        names = "+".join(edit.__name__ for edit in chosen) or "as it was"
        return replace(p, title=self.headline(), source=other, day=day, edit=f"reprint: {names}")

    # What looks like a version and is none.

    def follow_up(self, p: Piece, number: int) -> Piece:
        """Another day's story that repeats the background, a quarter to two fifths of it word for word."""
        fresh = [self.paragraph() for _ in range(self.chance.randint(6, 11))]
        old = p.paragraphs[-self.chance.randint(2, 3) :]
        title = self.headline() if self.chance.random() < 0.5 else f"{p.title} Again"
        return Piece(number, title, (*fresh, *old), p.day + self.chance.randint(1, 9), p.source, "follow-up")

    def series(self, first: int, length: int) -> list[Piece]:
        """A weekly report written after one pattern."""
        city, index, source = self.name(), self.name(), self.source()
        start = self.chance.randint(0, 800)
        made = []
        for week in range(length):
            rise = self.chance.choice(("rose", "fell"))
            known = {"city": city, "index": index, "rise": rise}
            body = [self._filled(pattern, known) for pattern in BANK["series"]]
            title = f"{city} Shares {rise.title()}"
            made.append(Piece(first + week, title, (*body, self.paragraph()), start + 7 * week, source, "series"))
        return made

    def _filled(self, pattern: str, known: dict[str, str]) -> str:
        return re.sub(r"\{(\w+)\}", lambda field: known.get(field[1]) or self._fresh(field[1]), pattern)

    def _fresh(self, field: str) -> str:
        """What fills a field of a series this week."""
        if field in ("d", "nn", "nnn"):
            return str(self.chance.randint(*{"d": (1, 9), "nn": (10, 99), "nnn": (100, 999)}[field]))
        if field == "says":
            return self.pick("says")
        return {"person": self.person, "sentence": self.sentence, "firm": self.name}[field]()

    def archive(self, stories: int) -> list[Piece]:
        """A mixed archive: originals, their versions and reprints, follow-ups and series, in order of time."""
        pieces: list[Piece] = []
        number = 0
        for _ in range(stories):
            original = self.story(number)
            pieces.append(original)
            number += 1
            if self.chance.random() < 0.35:
                pieces.append(self.refiled(original))
                if self.chance.random() < 0.3:
                    pieces.append(self.refiled(pieces[-1]))
            if self.chance.random() < 0.25:
                pieces.append(self.reprinted(original))
            if self.chance.random() < 0.4:
                pieces.append(self.follow_up(original, number))
                number += 1
            if self.chance.random() < 0.1:
                pieces += self.series(number, 4)
                number += 4
        return sorted(pieces, key=lambda p: p.day)
