"""People's answers to doubts: `content/reviews.toml`, which outlives catalog and Markdown.

An answer is known by the SHA-256 of the record's text, the field and the kind of doubt, so that a rebuild from the
raw files alone comes to the same articles.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backfile import markdown
from backfile.convert.values import FIELDS, PEOPLE, TEXTS, read_value
from backfile.markdown import Document, Value
from backfile.model import Doubt

NAME = "reviews.toml"
"""The file's name inside the content folder."""

_HEADER = """\
# Answers to doubts, written by `backfile review`; keep this file with the articles.
# sha256 is that of the raw article's text. An answer without a value says that all is right as it stands.
"""
_KEYS = frozenset(("sha256", "field", "kind", "value", "raw"))
_ROW = re.compile(r"^[ \t]*\[\[[ \t]*review[ \t]*\]\]", re.MULTILINE)
_SHA256 = re.compile(r"[0-9a-f]{64}")


class AnswersError(Exception):
    """The file of answers cannot be used; the message names the file, the line and the mend."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said to one kind of doubt about one field of one raw article.

    sha256: of the record's text. value: as the front matter holds it, the Markdown for `body`; "" where the field
    says nothing; None when all is right as it stands. raw: the raw file's name when it was asked, for readers.
    """

    sha256: str
    field: str
    kind: str
    value: Value = None
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers of an archive, by the hash of the raw article's text; never changed, `adding` makes anew."""

    by_text: Mapping[str, tuple[Answer, ...]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Answer]:
        held = (answer for answers in self.by_text.values() for answer in answers)
        return iter(sorted(held, key=lambda a: (a.raw, a.sha256, a.field, a.kind)))

    def settles(self, sha256: str, doubt: Doubt) -> bool:
        """Whether a doubt is answered: itself, or by a value that was given for its field."""
        return any(
            answer.field == doubt.field and (answer.kind == doubt.kind or answer.value is not None)
            for answer in self.by_text.get(sha256, ())
        )

    def adding(self, answer: Answer) -> Answers:
        """These answers and one more, in place of what was answered to the same; a field has one value."""
        rest = tuple(one for one in self.by_text.get(answer.sha256, ()) if not _replaces(answer, one))
        return Answers({**self.by_text, answer.sha256: (*rest, answer)})

    def without(self, answer: Answer) -> Answers:
        """These answers but that one, whose doubt is open again."""
        rest = tuple(one for one in self.by_text.get(answer.sha256, ()) if one != answer)
        others = {sha256: held for sha256, held in self.by_text.items() if sha256 != answer.sha256}
        return Answers({**others, answer.sha256: rest} if rest else others)

    def apply(self, document: Document, sha256: str) -> Document:
        """Write the values given for a record into its document, as a person would; the same document if none is.

        A value that was accepted is a person's from then on, as one that was changed. What a person wrote in the
        document itself stays. A glued headline that ends elsewhere takes its words out
        of the body, or gives them back to it.
        """
        given = [answer for answer in self.by_text.get(sha256, ()) if answer.value is not None]
        if not given:
            return document
        kept = markdown.edited(document)
        front, body = dict(document.front), document.body
        for answer in given:
            if answer.field in kept or answer.field == "body":
                continue
            if (answer.field, answer.kind) == ("title", "glued-headline") and "body" not in kept:
                body = _parted(document.text("title"), markdown.text_of(answer.value), body)
            front[answer.field] = answer.value
        changed = Document(front, document.body)
        if body != document.body:
            changed = markdown.rewritten(changed, body)
        for answer in given:
            if answer.field == "body" and isinstance(answer.value, str) and "body" not in kept:
                changed = Document(changed.front, answer.value)
        own = (answer.field for answer in given if answer.field != "body" and answer.field not in kept)
        return markdown.in_order(markdown.confirmed(changed, own))


def _replaces(new: Answer, old: Answer) -> bool:
    if old.field != new.field:
        return False
    return old.kind == new.kind or (old.value is not None and new.value is not None)


def _parted(before: str, after: str, body: str) -> str:
    """Move words between a headline and the body that it was glued to. before, after: the headline."""
    first, blank, rest = body.partition("\n\n")
    if first.startswith("#"):
        return body
    text = markdown.unescape(first)
    if _begins(before, after):
        text = f"{before[len(after) :].strip()} {text}".strip()
    elif _begins(after, before) and _begins(text, after[len(before) :].strip()):
        text = text[len(after[len(before) :].strip()) :].strip()
    return f"{markdown.escape(text)}{blank}{rest}" if text else rest


def _begins(text: str, opening: str) -> bool:
    """Whether a text begins with these words, in capitals or small letters."""
    ahead, behind = opening[-1:], text[len(opening) : len(opening) + 1]
    return text[: len(opening)].casefold() == opening.casefold() and not (ahead.isalnum() and behind.isalnum())


# The file


def load(content: Path) -> Answers:
    """Read the answers of an archive; none where there is no file.

    content: the content folder. Raises AnswersError, with the line and the mend.
    """
    path = content / NAME
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Answers()
    except UnicodeDecodeError as error:
        raise AnswersError(f"{path}: it is no UTF-8 text; save it as UTF-8") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AnswersError(f"{path}: {error}; mend the TOML there, or take that answer out") from error
    rows = data.get("review", [])
    extra = sorted(data.keys() - {"review"})
    if extra or not isinstance(rows, list):
        raise AnswersError(f"{path}: {extra[0] if extra else 'review'} is no answer; each one begins with [[review]]")
    starts = [text.count("\n", 0, match.start()) + 1 for match in _ROW.finditer(text)]
    found: dict[str, tuple[Answer, ...]] = {}
    for number, row in enumerate(rows):
        where = f"{path}, line {starts[number]}" if len(starts) == len(rows) else f"{path}, answer {number + 1}"
        try:
            answer = _answer(row)
        except ValueError as error:
            raise AnswersError(f"{where}: {error}") from error
        before = found.get(answer.sha256, ())
        if any(_replaces(answer, one) for one in before):
            raise AnswersError(f"{where}: {answer.field} of this article is answered twice; keep one of the two")
        found[answer.sha256] = (*before, answer)
    return Answers(found)


def save(content: Path, answers: Answers) -> None:
    """Write the answers down, sorted, whole at every moment. content: the content folder."""
    path = content / NAME
    part = path.with_name(f".{NAME}.part")
    with part.open("wb") as file:
        file.write(dump(answers).encode())
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def dump(answers: Answers) -> str:
    """The text of the file of answers."""
    parts = [_HEADER]
    for answer in answers:
        parts.append("\n[[review]]\n")
        if answer.raw:
            parts.append(f"raw = {_toml(answer.raw)}\n")
        parts += [f"{key} = {_toml(getattr(answer, key))}\n" for key in ("sha256", "field", "kind")]
        if answer.value is not None:
            parts.append(f"value = {_toml(answer.value)}\n")
    return "".join(parts)


def _answer(row: Any) -> Answer:
    if not isinstance(row, dict):
        raise ValueError("this is no answer; each one begins with [[review]]")
    unknown = sorted(row.keys() - _KEYS)
    if unknown:
        raise ValueError(f"{unknown[0]} is no key of an answer; the keys are {', '.join(sorted(_KEYS))}")
    for key in ("sha256", "field", "kind"):
        if not isinstance(row.get(key), str) or not row[key]:
            raise ValueError(f"the answer has no {key}; add it, or take the answer out")
    if not _SHA256.fullmatch(row["sha256"]):
        raise ValueError("sha256 must be the 64 hexadecimal digits of the raw article's text")
    if not isinstance(row.get("raw", ""), str):
        raise ValueError("raw must be the raw file's name")
    name = row["field"]
    if name not in FIELDS and "value" in row:
        raise ValueError(f"{name!r} is no field that can be given a value; the fields are {', '.join(FIELDS)}")
    value = _checked(name, row["value"]) if "value" in row else None
    return Answer(row["sha256"], name, row["kind"], value, row.get("raw", ""))


def _checked(name: str, value: Any) -> Value:
    if value in ("", []):
        return ""
    if name in TEXTS:
        if not isinstance(value, str):
            raise ValueError(f'the value of {name} must be text in quotes; write value = "…"')
        return value.strip("\n") if name == "body" else read_value(name, value)
    if not isinstance(value, list) or not all(map(_is_entry if name in PEOPLE else _is_text, value)):
        form = '["A. Reporter", {name = "B. Quill", location = "Riga"}]' if name in PEOPLE else '["The note."]'
        raise ValueError(f"the value of {name} must be a list; write value = {form}")
    return value


def _is_text(entry: object) -> bool:
    return isinstance(entry, str) and bool(entry.strip())


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, dict):
        return _is_text(entry)
    return "name" in entry and entry.keys() <= {"name", "location", "email"} and all(map(_is_text, entry.values()))


def _toml(value: Value) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key} = {_toml(held)}' for key, held in value.items())}}}"
    text = value or ""
    if "\n" in text:
        return '"""\n' + "".join(c if c == "\n" else _escaped(c) for c in text) + '"""'
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if (character < " " and character != "\t") or character == "\x7f":
        return f"\\u{ord(character):04x}"
    return character if not "\ud800" <= character <= "\udfff" else "\ufffd"
