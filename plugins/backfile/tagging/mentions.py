"""What was found of one person, organisation or place in an article."""

from __future__ import annotations

from dataclasses import dataclass, field

from .entries import Entry


@dataclass(slots=True, eq=False)
class Found:
    """A name met in an article: how often, where first, in which forms, and what speaks for it.

    first: the token of its first mention in the body. weight: mentions and what counts like one. points: how sure
    it is that this is a name of its kind. derived: forms that are no names, as demonyms.
    """

    name: str
    kind: str
    entry: Entry | None = None
    count: int = 0
    weight: float = 0.0
    first: int = 1_000_000
    headline: bool = False
    points: int = 0
    forms: dict[str, int] = field(default_factory=dict)
    cues: list[str] = field(default_factory=list)
    derived: set[str] = field(default_factory=set)

    def mention(self, form: str, at: int, weight: float = 1.0) -> None:
        """Count one mention in the body at a token."""
        self.count += 1
        self.weight += weight
        if at < self.first:
            self.first = at
        self.forms[form] = self.forms.get(form, 0) + 1

    def in_headline(self, form: str) -> None:
        """Count a mention in the headline."""
        self.headline = True
        self.forms[form] = self.forms.get(form, 0) + 1

    def cue(self, text: str) -> None:
        """Note what speaks for it, once."""
        if text not in self.cues:
            self.cues.append(text)


@dataclass(slots=True)
class Names:
    """What was found, by the entry of the vocabulary or by the name as written."""

    found: dict[Entry | str, Found] = field(default_factory=dict)

    def of(self, kind: str) -> list[Found]:
        """The findings of one kind that may become tags."""
        return [f for f in self.found.values() if f.kind == kind and not (f.entry and f.entry.stopped)]

    def entry(self, entry: Entry) -> Found:
        """The finding of a known name, made when first asked for."""
        known = self.found.get(entry)
        if known is None:
            known = self.found[entry] = Found(entry.name, entry.kind, entry)
        return known
