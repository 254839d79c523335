"""Which name is shown for a name that stands in an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from backfile.authority.records import FILE_OF, Authority, Name

_NOT_TAGS = ("sources", "staff")


class Canon:
    """Finds the name that is shown; articles keep the name that was printed.

    authority: of the archive. shipped: names that come with Backfile; what the archive says of one goes before it.
    renamed: further tags that the archive's tables of names have renamed.
    """

    def __init__(
        self, authority: Authority, shipped: Iterable[Name] = (), renamed: Mapping[str, str] | None = None
    ) -> None:
        self.authority = authority
        self._renamed = {**(renamed or {}), **authority.renamed}
        self._never = frozenset(name.casefold() for name in authority.never)
        self._entries: dict[tuple[str, str], Name] = {}
        self._forms: dict[tuple[str, str], str] = {}
        for entry in (*shipped, *authority.names.values()):
            if entry.kind == "sources":
                self._join(entry)
            self._entries[entry.kind, entry.name] = entry
            for form in (entry.name, *entry.sure):
                self._forms[entry.kind, form.casefold()] = entry.name
        self._known: dict[tuple[str, str], str] = {}

    def _join(self, entry: Name) -> None:
        """Take over the forms of shipped names that the archive's entry has among its own."""
        for form in (entry.name, *entry.sure):
            old = self._forms.get((entry.kind, form.casefold()))
            if old is not None and old != entry.name:
                for key, name in list(self._forms.items()):
                    if name == old and key[0] == entry.kind:
                        self._forms[key] = entry.name
                self._entries.pop((entry.kind, old), None)

    def shown(self, kind: str, name: str) -> str:
        """The name that is shown for `name` among terms of a kind (`people`, `reporters`, …)."""
        known = self._known.get((kind, name))
        if known is None:
            known = self._known[kind, name] = self._find(FILE_OF.get(kind, kind), name)
        return known

    def _find(self, kind: str, name: str) -> str:
        found = self._forms.get((kind, name.casefold()), name)
        if kind in _NOT_TAGS:
            return found
        new = self._renamed.get(found) or self._renamed.get(name)
        return self._forms.get((kind, new.casefold()), new) if new else found

    def is_never(self, name: str) -> bool:
        """Whether the owner wants no tag of that name, whichever its letters' case."""
        return name.casefold() in self._never

    def entry(self, kind: str, name: str) -> Name | None:
        """What is known of a shown name."""
        return self._entries.get((FILE_OF.get(kind, kind), name))

    def is_named(self, kind: str, name: str) -> bool:
        """Whether the owner's files speak of a shown name, or rename another to it."""
        return self.entry(kind, name) is not None or name in self.authority.always or name in self._renamed.values()

    def former(self, kind: str) -> Iterator[tuple[str, str]]:
        """Names of a kind that the owner's files lead to another, each with that one."""
        of_file = FILE_OF.get(kind, kind)
        for (entry_kind, name), entry in self.authority.names.items():
            if entry_kind == of_file:
                for alias in entry.sure:
                    yield alias, self.shown(kind, name)
        if of_file not in _NOT_TAGS:
            for old in self._renamed:
                yield old, self.shown(kind, old)
