"""An authority file with one more thing in it, its comments and its form kept."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence

from backfile.authority.files import read_names
from backfile.authority.records import VocabularyError


def with_aliases(source: str, kind: str, text: str, name: str, aliases: Sequence[str]) -> str:
    """The text of an authority file in which a name has further aliases.

    source: the file's name for messages. Raises VocabularyError where the file cannot be used, and where an alias
    has a table of its own: what stands in that one only a person can move.
    """
    before = {one.name: one for one in read_names(source, kind, text)}
    for alias in aliases:
        if alias in before:
            raise VocabularyError(
                f'{source}: "{alias}" has a table of its own; move what it says to ["{name}"], then merge again'
            )
    known = before[name].aliases if name in before else ()
    new = [alias for alias in dict.fromkeys(aliases) if alias not in known]
    if not new:
        return text
    header = _header(text, name)
    if header is None:
        gap = "" if not text.strip() else "\n" if text.endswith("\n") else "\n\n"
        changed = f"{text}{gap}[{_quoted(name)}]\naliases = [{', '.join(map(_quoted, new))}]\n"
    else:
        changed = _in_table(text, header.end(), new)
    after = {one.name: one for one in read_names(source, kind, changed)}
    others = {key: one for key, one in after.items() if key != name}
    if others != {key: one for key, one in before.items() if key != name} or after[name].aliases != (*known, *new):
        raise VocabularyError(f'{source}: cannot be added to safely; write aliases of "{name}" by hand')
    return changed


def with_rename(source: str, text: str, old: str, new: str) -> str:
    """The text of `tags.toml` in which a tag has a new name. Raises VocabularyError where it cannot be added."""
    line = f"{_quoted(old)} = {_quoted(new)}\n"
    header = _header(text, "rename")
    if header is None:
        gap = "" if not text.strip() else "\n" if text.endswith("\n") else "\n\n"
        changed = f"{text}{gap}[rename]\n{line}"
    else:
        end = header.end()
        changed = f"{text[:end]}{'' if text[:end].endswith(chr(10)) else chr(10)}{line}{text[end:]}"
    try:
        found = tomllib.loads(changed).get("rename", {})
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError(f"{source}: {error}; write the renaming by hand") from error
    if found.get(old) != new:
        raise VocabularyError(f"{source}: cannot be added to safely; write the renaming by hand")
    return changed


def _header(text: str, name: str) -> re.Match[str] | None:
    forms = "|".join(map(re.escape, (_quoted(name), f"'{name}'", name)))
    return re.search(rf"^[ \t]*\[[ \t]*(?:{forms})[ \t]*\][ \t]*(?:#[^\n]*)?(?:\n|\Z)", text, re.MULTILINE)


def _in_table(text: str, start: int, new: Sequence[str]) -> str:
    """Put aliases into the table whose header ends at `start`."""
    following = re.compile(r"^[ \t]*\[", re.MULTILINE).search(text, start)
    end = following.start() if following else len(text)
    key = re.compile(r"^[ \t]*aliases[ \t]*=[ \t]*\[", re.MULTILINE).search(text, start, end)
    quoted = list(map(_quoted, new))
    if key is None:
        gap = "" if text[:start].endswith("\n") else "\n"
        return f"{text[:start]}{gap}aliases = [{', '.join(quoted)}]\n{text[start:]}"
    last, close = _array(text, key.end())
    inside = text[last:close]
    comma = "" if last == key.end() or "," in _without_comments(inside) else ","
    if "\n" in inside:
        indent = re.search(r"\n([ \t]*)\S", text[key.end() : close])
        lines = "".join(f"{indent[1] if indent else '    '}{one},\n" for one in quoted)
        return f"{text[:last]}{comma}{inside[: inside.rindex(chr(10)) + 1]}{lines}{text[close:].lstrip(' ')}"
    lead = "" if last == key.end() else " " if comma or inside.endswith(",") else ""
    return f"{text[:last]}{comma}{inside}{lead}{', '.join(quoted)}{text[close:]}"


def _array(text: str, at: int) -> tuple[int, int]:
    """Where the last value of an array of strings ends, and where its bracket closes."""
    last = at
    for token in re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|\]').finditer(text, at):
        if token[0] == "]":
            return last, token.start()
        if token[0][0] != "#":
            last = token.end()
    return last, len(text)


def _without_comments(text: str) -> str:
    return re.sub(r"#[^\n]*", "", text)


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f")
