"""The Markdown files by name, by the raw record they came from, and by its text."""

from __future__ import annotations

from collections.abc import Iterator

from backfile.convert.shelf import Shelved
from backfile.convert.sources import OUTSIDE
from backfile.markdown import Provenance

Place = tuple[str, int]


class Index:
    """Finds Markdown files. Of two with one provenance or one text, the one that was added first has it."""

    def __init__(self) -> None:
        self._by_name: dict[str, Shelved] = {}
        self._of_origin: dict[Provenance, str] = {}
        self._of_key: dict[str, set[str]] = {}
        self._of_text: dict[str, str] = {}
        self._also: dict[Place, tuple[str, str]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Shelved:
        return self._by_name[name]

    def __iter__(self) -> Iterator[Shelved]:
        return iter(sorted(self._by_name.values(), key=lambda one: one.name))

    def get(self, name: str) -> Shelved | None:
        """The file of that name, if there is one."""
        return self._by_name.get(name)

    def add(self, one: Shelved) -> None:
        """Add a file, in place of one of that name."""
        self.remove(one.name)
        self._by_name[one.name] = one
        if one.raw is None:
            return
        if one.raw.file:
            self._of_origin.setdefault(one.raw, one.name)
            self._of_key.setdefault(key_of(one.raw), set()).add(one.name)
        if one.raw.sha256:
            self._of_text.setdefault(one.raw.sha256, one.name)
        for entry in one.also:
            self._also[place_of(entry)] = (one.name, entry.sha256)

    def remove(self, name: str) -> None:
        """Forget a file."""
        one = self._by_name.pop(name, None)
        if one is None or one.raw is None:
            return
        if self._of_origin.get(one.raw) == name:
            del self._of_origin[one.raw]
        self._of_key.get(key_of(one.raw), set()).discard(name)
        if self._of_text.get(one.raw.sha256) == name:
            del self._of_text[one.raw.sha256]
        for entry in one.also:
            self._also.pop(place_of(entry), None)

    def of_origin(self, raw: Provenance) -> str | None:
        """The file that was made from a raw record with this very text."""
        return self._of_origin.get(raw)

    def of_text(self, sha256: str) -> str | None:
        """The file that holds a text."""
        return self._of_text.get(sha256)

    def of_key(self, key: str) -> list[Shelved]:
        """The files of a raw file, by name."""
        found = (self._by_name[name] for name in sorted(self._of_key.get(key, ())))
        return [one for one in found if one.raw and self._of_origin.get(one.raw) == one.name]

    def also(self, place: Place) -> tuple[str, str] | None:
        """The file that names a raw record as a further one with its text, and the text's hash."""
        return self._also.get(place)


def key_of(raw: Provenance) -> str:
    """A raw file's name in the catalog."""
    return f"{OUTSIDE}{raw.file}" if raw.outside else raw.file


def origin_of(place: Place, sha256: str) -> Provenance:
    """The provenance of a record, from its place and its text's hash."""
    key, record = place
    return Provenance(key.removeprefix(OUTSIDE), record, sha256, outside=key.startswith(OUTSIDE))


def place_of(raw: Provenance) -> Place:
    """A raw record's place."""
    return key_of(raw), raw.record
