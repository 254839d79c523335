"""Which of its meanings a known name has in a text: ambiguous forms need a second cue."""

from __future__ import annotations

from collections.abc import Iterable

from .entries import Entry, Sense
from .matcher import Match


class Context:
    """What a text holds that can decide for a meaning: its tokens and the names that are beyond doubt in it.

    Made from all matches of headline and text, it gives each of them its meaning.
    """

    def __init__(self, tokens: list[str], headline: list[str], distinct: set[str], matches: Iterable[Match]) -> None:
        self._tokens = distinct
        self._text: str | None = None
        self._source = (headline, tokens)
        self._decided: dict[tuple[Sense, ...], Sense | None] = {}
        self.present: set[Entry] = set()
        self.present_names: set[str]
        doubtful: list[Match] = []
        for match in matches:
            sense = match.senses[0]
            if sense.sure and len(match.senses) == 1:
                match.sense = sense
                self.present.add(sense.entry)
            else:
                doubtful.append(match)
        self.present_names = {entry.name for entry in self.present}
        for match in doubtful:
            match.sense = self.decide(match.senses)

    def has(self, cue: str) -> bool:
        """Whether a word, or several in a row, stand in the text."""
        if cue in self._tokens or cue in self.present_names:
            return True
        if " " not in cue:
            return False
        if self._text is None:
            self._text = f" {' '.join(self._source[0])} \n {' '.join(self._source[1])} "
        return f" {cue} " in self._text

    def decide(self, senses: tuple[Sense, ...]) -> Sense | None:
        """The meaning that the text speaks for; None if it speaks for none, or the name is ambiguous still."""
        if len(senses) == 1 and senses[0].sure:
            return senses[0]
        if senses not in self._decided:
            self._decided[senses] = self._choose(senses)
        return self._decided[senses]

    def _choose(self, senses: tuple[Sense, ...]) -> Sense | None:
        best: Sense | None = None
        most = 0.0
        for sense in senses:
            points = 0.5 if sense.sure else 0.0
            if sense.entry in self.present:
                points += 3
            points += sum(1 for cue in sense.entry.cues if self.has(cue))
            country = sense.entry.country
            if country is not None and sense.entry.sort != "company" and country in self.present_names:
                points += 0.5 if not sense.entry.cues else 0.25
            if points > most:
                best, most = sense, points
        return best if most >= 0.5 else None
