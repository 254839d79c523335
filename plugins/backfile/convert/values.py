"""Values of an article's fields, as people type them on one line."""

from __future__ import annotations

import re

from backfile import markdown
from backfile.markdown import Value

TEXTS = ("title", "date", "source", "dateline", "url", "body")
PEOPLE = ("reporters", "contributors", "editors")
FIELDS = (*TEXTS, *PEOPLE, "corrections")
"""The fields that an answer may give a value for."""

_PERSON = re.compile(
    r"(?P<name>[^<>]+?)(?:\s+in\s+(?P<location>[^<>]+?))?(?:\s*<(?P<email>[^<>\s@]+@[^<>\s@]+)>)?", re.DOTALL
)
_WEB = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)


def read_value(name: str, typed: str) -> Value:
    """Read a value as a person types it on one line; "-" says that there is none.

    name: of the field. People are parted by semicolons, or by commas where there is none: `A. Reporter in Riga
    <a@paper.example>; B. Quill`. Raises ValueError with what to type.
    """
    text = markdown.fold(typed)
    if not text:
        raise ValueError("nothing was typed; type - if there is none")
    if text == "-":
        return ""
    if name in PEOPLE:
        return [_person(one) for one in re.split(";" if ";" in text else ",", text) if one.strip()] or ""
    if name == "corrections":
        return [text]
    if name == "date":
        date = markdown.iso_date(text)
        if date is None:
            raise ValueError(f"{text!r} is no date; type it as 2012-03-02 or 2012-03-02T14:05-05:00")
        return date
    if name == "url" and not _WEB.fullmatch(text):
        raise ValueError(f"{text!r} is no address of the web; type it whole, as https://paper.example/story")
    return text


def shown_value(value: Value) -> str:
    """A value on one line, in the form that `read_value` reads."""
    if isinstance(value, list):
        shown = "; ".join(map(shown_value, value))
        return f"{shown};" if len(value) == 1 and "," in shown else shown  # one name, and not two
    if isinstance(value, dict):
        place, email = markdown.text_of(value.get("location")), markdown.text_of(value.get("email"))
        name = markdown.text_of(value.get("name"))
        return f"{name}{f' in {place}' if place else ''}{f' <{email}>' if email else ''}"
    return markdown.text_of(value)


def _person(text: str) -> Value:
    match = _PERSON.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text.strip()!r} is no person; type NAME, or NAME in PLACE <EMAIL>")
    more = {key: match[key] for key in ("location", "email") if match[key]}
    return {"name": match["name"], **more} if more else match["name"]
