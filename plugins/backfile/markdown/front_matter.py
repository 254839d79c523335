"""Front matter as YAML: read as text, never as objects, and written so that every YAML reader agrees."""

from __future__ import annotations

import re
from typing import Any

import yaml

from backfile.markdown.document import Document, FrontMatterError, Value, iso_date
from backfile.markdown.quick import NULLS, quick
from backfile.markdown.yaml_text import flow, scalar

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_DEPTH = 20
_FLOW_KEYS = frozenset(("places", "organisations", "people", "tags", "wrote"))


def parse(text: str) -> Document:
    """Read a Markdown file's text; one without front matter is all body.

    Every scalar is read as the text that stands there (`no`, `1e3` and `12:30` are text), nothing and `null`
    as None; `date` is brought into ISO form where it is a date. Anchors, aliases and tags are refused.

    Raises FrontMatterError, with the line, where the front matter is no mapping in YAML.
    """
    front_matter, body = _parts(text)
    front = quick(front_matter)
    if front is None:
        front = _load(front_matter)
    date = front.get("date")
    if isinstance(date, str):
        front["date"] = iso_date(date) or date
    return Document(front, body)


def body_in(text: str) -> str:
    """The body in a Markdown file's text, whatever its front matter says. Raises FrontMatterError if it never ends."""
    return _parts(text)[1]


def _parts(text: str) -> tuple[str, str]:
    """The front matter without the lines around it, empty where there is none, and the body."""
    if text[:1] == "\ufeff":
        text = text.lstrip("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    if first.rstrip(" \t") != "---":
        return "", _trimmed(text)
    end = rest.find("\n---\n\n")
    if end > 0 and "\n---" not in rest[:end] and "\n..." not in rest[:end] and rest[:3] not in ("---", "..."):
        return rest[: end + 1], _trimmed(rest[end + 6 :])
    closing = _CLOSING.search(rest)
    if closing is None:
        raise FrontMatterError(1, "the front matter is opened but not closed; put a line of --- after it")
    return rest[: closing.start()], _trimmed(rest[closing.end() :])


def dump(document: Document) -> str:
    """Write a document as the text of its file, which ends with one newline; the keys keep their order."""
    body = f"{document.body}\n" if document.body else ""
    if not document.front:
        return f"---\n---\n\n{body}" if body.startswith(("---", "\ufeff")) else body
    lines = ["---\n"]
    for key, value in document.front.items():
        _write(lines, key, value, "")
    lines.append("---\n")
    if body:
        lines.append(f"\n{body}")
    return "".join(lines)


def _trimmed(body: str) -> str:
    """The body without blank lines before it and white space after it; the first keeps its indentation."""
    body = body.rstrip(" \t\n")
    if body[:1] not in ("\n", " ", "\t"):
        return body
    return re.sub(r"\A(?:[ \t]*\n)+", "", body)


def _load(text: str) -> dict[str, Value]:
    try:
        loader = _LOADER(text)
        try:
            value = _document(loader)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 2 if mark is not None else 1
        raise FrontMatterError(line, f"{error.problem or error.context or 'this is no YAML'}") from error
    except yaml.reader.ReaderError as error:
        # The C reader counts bytes, the other one characters; the line is right in either for what precedes.
        line = text.encode("utf-8", "replace")[: error.position].count(b"\n") + 2
        raise FrontMatterError(line, "a control character stands here that YAML forbids; take it out") from error
    except (UnicodeError, RecursionError) as error:
        raise FrontMatterError(1, "the front matter cannot be read as text; write it anew") from error
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise FrontMatterError(2, "the front matter must be keys with values, as in “title: …”")
    return value


def _document(loader: Any) -> Value:
    loader.get_event()  # the stream's start
    if isinstance(loader.get_event(), yaml.StreamEndEvent):
        return None
    value = _value(loader, loader.get_event(), 0)
    loader.get_event()  # the document's end
    event = loader.get_event()
    if not isinstance(event, yaml.StreamEndEvent):
        raise _error(event, "the front matter must be one YAML document")
    return value


def _value(loader: Any, event: Any, depth: int) -> Value:
    kind = type(event)
    if kind is yaml.ScalarEvent:
        if event.anchor or (event.tag and event.tag != "!"):
            raise _special(event)
        text: str = event.value
        return None if text in NULLS and event.implicit[0] and event.style in (None, "") else text
    if kind is yaml.AliasEvent or event.anchor or event.tag:
        raise _special(event)
    if depth >= _DEPTH:
        raise _error(event, f"lists and mappings go deeper than {_DEPTH} levels")
    if kind is yaml.SequenceStartEvent:
        items: list[Value] = []
        while type(event := loader.get_event()) is not yaml.SequenceEndEvent:
            items.append(_value(loader, event, depth + 1))
        return items
    mapping: dict[str, Value] = {}
    while type(event := loader.get_event()) is not yaml.MappingEndEvent:
        if type(event) is not yaml.ScalarEvent or event.anchor or event.tag:
            raise _error(event, "a key must be plain text")
        key = event.value
        if key in mapping:
            raise _error(event, f"the key {key!r} stands here a second time; keep one")
        mapping[key] = _value(loader, loader.get_event(), depth + 1)
    return mapping


def _special(event: Any) -> FrontMatterError:
    return _error(event, "YAML's anchors (&), aliases (*) and tags (!) are not read; put the text in quotes")


def _error(event: Any, message: str) -> FrontMatterError:
    # Marks count from 0, and the opening line is not part of the YAML.
    return FrontMatterError(event.start_mark.line + 2, message)


def _write(lines: list[str], key: str, value: Value, indent: str) -> None:
    name = scalar(key, indent, in_flow=False, is_key=True)
    if value is None:
        lines.append(f"{indent}{name}:\n")
    elif isinstance(value, str):
        if not indent and key == "date" and iso_date(value) == value:
            lines.append(f"date: {value}\n")
        elif key == "record" and value.isascii() and value.isdigit():
            lines.append(f"{indent}record: {value}\n")
        elif indent and key == "outside" and value == "true":
            lines.append(f"{indent}outside: true\n")
        else:
            lines.append(f"{indent}{name}: {scalar(value, indent)}\n")
    elif not value or (not indent and key in _FLOW_KEYS and _is_flat(value)):
        lines.append(f"{indent}{name}: {flow(value)}\n")
    elif isinstance(value, dict):
        lines.append(f"{indent}{name}:\n")
        for inner, item in value.items():
            _write(lines, inner, item, f"{indent}  ")
    else:
        lines.append(f"{indent}{name}:\n")
        for item in value:
            _write_item(lines, item, indent)


def _write_item(lines: list[str], item: Value, indent: str) -> None:
    if item is None:
        lines.append(f"{indent}-\n")
    elif isinstance(item, str):
        lines.append(f"{indent}- {scalar(item, indent)}\n")
    elif isinstance(item, dict) and item:
        inner: list[str] = []
        for key, value in item.items():
            _write(inner, key, value, f"{indent}  ")
        inner[0] = f"{indent}- {inner[0].lstrip(' ')}"
        lines += inner
    else:
        lines.append(f"{indent}- {flow(item)}\n")


def _is_flat(value: Value) -> bool:
    items = value.values() if isinstance(value, dict) else value or ()
    return all(isinstance(item, str) for item in items)
