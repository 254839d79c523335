"""A refresh where only the vocabularies have changed: which raw files hold a word that the change touches.

What a change can touch is taken too widely rather than too narrowly: a file that is read for nothing costs time, one
that is passed over would keep tags of yesterday.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import backfile
from backfile.convert.work import Tools, shipped

MIXED = "mixed"
"""The engine's stamp where articles were converted by several."""

_ENGINE = ("model.py", "intake", "rules", "conversion", "tagging", "authority", "markdown")
_TABLES = Path("tagging/vocabulary")
_LISTS = ("aliases", "cues", "strong", "weak", "words")
_FORMS = ("name", "aliases")
_MOST = 400  # words that one pattern looks for
_RUN = re.compile(r"[0-9A-Za-z]+")

Texts = dict[str, str]
Row = dict[str, str]


def engine_stamp(tools: Tools) -> str:
    """A hash of all that conversion depends on but the vocabularies: code, rules, the archive's own rules and mapping.

    Empty for stages other than the shipped ones, of which nothing is known.
    """
    if tools.stages != shipped():
        return ""
    home = Path(backfile.__file__).parent
    digest = hashlib.sha256(tools.mapping_stamp.encode())
    roots = [(home, home / name) for name in _ENGINE] + ([(tools.rules, tools.rules)] if tools.rules else [])
    for base, root in roots:
        for path in sorted(p for p in ([root] if root.is_file() else root.rglob("*")) if p.is_file()):
            name = path.relative_to(base)
            if path.suffix != ".pyc" and _TABLES not in name.parents:
                digest.update(f"{name.as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def vocabulary_texts(tools: Tools) -> Texts:
    """The text of every vocabulary file, the shipped ones and the archive's own, by name."""
    home = Path(backfile.__file__).parent / _TABLES
    folders = [("shipped", home)] + ([("own", tools.vocabulary)] if tools.vocabulary else [])
    return {
        f"{label}/{path.name}": path.read_text(encoding="utf-8-sig", errors="replace")
        for label, folder in folders
        for path in sorted(folder.iterdir())
        if path.suffix in (".tsv", ".toml")
    }


def packed(texts: Texts) -> str:
    """Texts for the catalog."""
    return base64.b85encode(zlib.compress(json.dumps(texts).encode(), 6)).decode()


def unpacked(value: str) -> Texts:
    """Texts from the catalog."""
    texts: Texts = json.loads(zlib.decompress(base64.b85decode(value)))
    return texts


def touched_by(before: Texts, now: Texts) -> re.Pattern[bytes] | None:
    """What to look for in raw files, without regard to capitals, after the vocabularies changed.

    Returns None where the change may touch any file: too many words, or one that holds no letter of ours.
    """
    words: set[str] = set()
    rows = [row for texts in (before, now) for name in texts if name.endswith(".tsv") for row in _rows(texts[name])]
    for name in before.keys() | now.keys():
        old, new = before.get(name, ""), now.get(name, "")
        if old != new:
            words |= _changed_rows(old, new) if name.endswith(".tsv") else set(_strings(old)) ^ set(_strings(new))
            if name.endswith(".toml"):
                words |= _changed_tables(old, new)
    words |= {form for row in rows if words & _parts(row, (*_FORMS, "country")) for form in _parts(row, _FORMS)}
    runs = {_run(word) for word in words}
    if "" in runs or len(runs) > _MOST:
        return None
    return re.compile("|".join(sorted(map(re.escape, runs))).encode() or rb"(?!)", re.IGNORECASE)


def _rows(text: str) -> Iterator[Row]:
    head: list[str] | None = None
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("\t")]
            if head is None:
                head = cells
            else:
                yield dict(zip(head, cells, strict=False))


def _changed_rows(old: str, new: str) -> set[str]:
    """The words that tables do not share: of a row whose lists alone differ, what is new or gone in them."""
    mine, yours = ({tuple(row.items()): row for row in _rows(text)} for text in (old, new))
    by_name: dict[str, list[Row]] = {}
    for key in mine.keys() ^ yours.keys():
        row = mine.get(key) or yours[key]
        by_name.setdefault(next(iter(row.values()), ""), []).append(row)
    words: set[str] = set()
    for rows in by_name.values():
        if len(rows) == 2 and _without_lists(rows[0]) == _without_lists(rows[1]):
            words |= _parts(rows[0], _LISTS) ^ _parts(rows[1], _LISTS)
        else:
            words |= set().union(*(_parts(row, (*_FORMS, *_LISTS)) for row in rows))
    return words


def _without_lists(row: Row) -> Row:
    return {key: value for key, value in row.items() if key not in _LISTS}


def _parts(row: Mapping[str, str], columns: Iterable[str]) -> set[str]:
    parts = (part.strip(" ~^=") for column in columns for part in row.get(column, "").split("|"))
    return {part for part in parts if part}


def _strings(text: str) -> list[str]:
    """What stands between quotes in a TOML file, and its bare keys."""
    found = re.findall(r'"((?:[^"\\\n]|\\.)*)"|\'([^\'\n]*)\'|^[ \t]*\[?([\w-]+)[ \t]*[\]=]', text, re.MULTILINE)
    return [word for one in found for word in one if word.strip(" ~^")]


def _changed_tables(old: str, new: str) -> set[str]:
    """The words of every table that is not the same: a changed code or alias touches all forms of its name."""
    mine, yours = (set(re.split(r"^(?=[ \t]*\[)", text, flags=re.MULTILINE)) for text in (old, new))
    return {word.strip(" ~^=") for table in mine ^ yours for word in _strings(table)}


def _run(word: str) -> str:
    """The longest stretch of plain letters and figures in a word, without a y that becomes ies in the plural."""
    run = max(_RUN.findall(word), key=len, default="")
    return run[:-1] if len(run) > 2 and run[-1] in "yY" else run
