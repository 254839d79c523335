"""The authority files of an archive, read and checked: TOML, a table a name, and `tags.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from backfile.authority.records import KINDS, Authority, Name, VocabularyError

_HERE = Path(__file__).parent

_LISTS = {"aliases": "aliases", "not": "others", "cues": "cues"}
_TEXTS = ("code", "description", "dates", "wikidata", "photo")
_ENTRY_KEYS = (*_LISTS, *_TEXTS, "links")
_TAGS_KEYS = ("never", "always", "rename")
_WIKIDATA = re.compile(r"Q[1-9]\d*")
_PHOTO = re.compile(r"(?!/)(?:(?!\.)[^/\\:?#\x00-\x1f]+/)*(?!\.)[^/\\:?#\x00-\x1f]+\.(?:avif|gif|jpe?g|png|webp)")


def load(folder: Path | None) -> Authority:
    """Read the authority files of an archive.

    folder: its vocabulary folder; none, or one that is not there, holds nothing. Raises VocabularyError with file,
    line and mend for a file that cannot be used, and for one of another name.
    """
    names: dict[tuple[str, str], Name] = {}
    never: frozenset[str] = frozenset()
    always: frozenset[str] = frozenset()
    renamed: dict[str, str] = {}
    if folder is not None and folder.is_dir():
        for kind in KINDS:
            path = folder / f"{kind}.toml"
            if path.is_file():
                for name in read_names(str(path), kind, read_text(path)):
                    names[kind, name.name] = name
        for path in sorted(folder.glob("*.toml")):
            if path.stem not in (*KINDS, "tags"):
                raise VocabularyError(
                    f"{path}: no authority file has this name; they are {', '.join(KINDS)} and tags "
                    "(reporters and editors stand in staff.toml): rename it"
                )
        path = folder / "tags.toml"
        if path.is_file():
            never, always, renamed = _read_tags(str(path), read_text(path))
    return Authority(names, never, always, renamed)


@cache
def shipped_sources() -> tuple[Name, ...]:
    """The news agencies and houses that sign in several ways."""
    path = _HERE / "sources.toml"
    return tuple(read_names(str(path), "sources", read_text(path)))


@cache
def given_names() -> tuple[tuple[str, frozenset[str]], ...]:
    """Given names with their short forms, as the table has them."""
    found = []
    for line in read_text(_HERE / "given_names.tsv").splitlines()[1:]:
        if line and not line.startswith("#"):
            name, short = line.split("\t")
            found.append((name, frozenset(short.split("|"))))
    return tuple(found)


def read_text(path: Path) -> str:
    """A vocabulary file's text. Raises VocabularyError where it is none."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise VocabularyError(f"{path}: cannot be read as UTF-8 text ({error}); save it as UTF-8") from error


def read_names(source: str, kind: str, text: str) -> list[Name]:
    """The names of an authority file. source: the file's name for messages. Raises VocabularyError."""
    found = [_name(source, kind, text, name, table) for name, table in _parse(source, text).items()]
    owner: dict[str, str] = {}
    for one in found:
        for form in (one.name, *one.sure):
            other = owner.setdefault(_folded(form), one.name)
            if other != one.name:
                raise VocabularyError(
                    f'{_place(source, text, one.name)}: "{form}" stands under "{other}" and under "{one.name}"; '
                    "leave it under one of them"
                )
    return found


def _name(source: str, kind: str, text: str, name: str, table: object) -> Name:
    where = _place(source, text, name)
    if not isinstance(table, dict):
        raise VocabularyError(f'{where}: "{name}" must be a table; write ["{name}"] on a line of its own')
    if not name.strip():
        raise VocabularyError(f"{where}: a name is missing between the quotes; write it there")
    for key in table:
        if key not in _ENTRY_KEYS:
            raise VocabularyError(f'{where}: "{name}" has the key "{key}"; the keys are {", ".join(_ENTRY_KEYS)}')
    values: dict[str, Any] = {}
    for key, attribute in _LISTS.items():
        values[attribute] = tuple(_list(where, name, key, table.get(key, [])))
    for key in _TEXTS:
        value = table.get(key, "")
        if not isinstance(value, str):
            raise VocabularyError(f'{where}: {key} of "{name}" must be text; put it between quotes')
        values[key] = value.strip()
    if values["wikidata"] and not _WIKIDATA.fullmatch(values["wikidata"]):
        raise VocabularyError(f'{where}: wikidata of "{name}" is no item; write its number as in wikidata = "Q42"')
    if values["photo"] and not _PHOTO.fullmatch(values["photo"]):
        raise VocabularyError(
            f'{where}: photo of "{name}" must name an image inside the content folder, as "images/{kind}.jpg"'
        )
    links = table.get("links", {})
    if not isinstance(links, dict) or not all(_is_address(value) for value in links.values()):
        raise VocabularyError(
            f'{where}: links of "{name}" must be labels with addresses; write links = {{ "Label" = "https://…" }}'
        )
    return Name(kind, " ".join(name.split()), links=tuple(links.items()), **values)


def _read_tags(source: str, text: str) -> tuple[frozenset[str], frozenset[str], dict[str, str]]:
    data = _parse(source, text)
    for key in data:
        if key not in _TAGS_KEYS:
            raise VocabularyError(f'{_place(source, text, key)}: "{key}" is no key; they are {", ".join(_TAGS_KEYS)}')
    never, always = (_list(_place(source, text, key), "tags", key, data.get(key, [])) for key in ("never", "always"))
    renamed = data.get("rename", {})
    if not isinstance(renamed, dict) or not all(isinstance(new, str) and new.strip() for new in renamed.values()):
        where = _place(source, text, "rename")
        raise VocabularyError(f'{where}: rename must hold names; write [rename] and below it "Old" = "New"')
    return frozenset(never), frozenset(always), _followed(source, text, renamed)


def _followed(source: str, text: str, renamed: Mapping[str, str]) -> dict[str, str]:
    """Each old name with the last of its new ones."""
    found = {}
    for old in renamed:
        seen, new = {old}, renamed[old].strip()
        while new in renamed and new not in seen:
            seen.add(new)
            new = renamed[new].strip()
        if new in seen:
            where = _place(source, text, old)
            raise VocabularyError(f'{where}: the renaming of "{old}" comes back to "{new}"; take one of them out')
        found[old] = new
    return found


def _parse(source: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        where = line[1] if line else text.count("\n") + 1
        raise VocabularyError(f"{source}:{where}: {error}; mend the TOML") from error


def _list(where: str, name: str, key: str, value: object) -> Iterator[str]:
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip(" ~^") for v in value):
        raise VocabularyError(f'{where}: {key} of "{name}" must be a list of names; write {key} = ["…", "…"]')
    return (" ".join(v.split()) for v in value)


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("https://", "http://")) and not re.search(r"\s", value)


def _place(source: str, text: str, name: str) -> str:
    """File and line of a name's table or a key, as far as it can be told from the text."""
    form = re.escape(name)
    match = re.search(rf"^[ \t]*\[?[ \t]*[\"']?{form}[\"']?[ \t]*(?:\]|=)", text, re.MULTILINE)
    return f"{source}:{text.count(chr(10), 0, match.start()) + 1}" if match else source


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
