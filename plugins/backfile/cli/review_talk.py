"""The talk of `backfile review`: shows a doubt, takes a key, shows the next one."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from backfile.cli.explain_view import heading, print_all, show
from backfile.cli.keys import END, Keys
from backfile.cli.source_view import COLOURS, printable, source_table, terminal
from backfile.convert import Explained
from backfile.convert.reviewing import Question, Review
from backfile.convert.sources import OUTSIDE
from backfile.convert.values import FIELDS, PEOPLE, read_value, shown_value
from backfile.markdown import Value
from backfile.model import Tags

_CONTEXT = 2
_SHOWN = 9  # candidates that have a key
_ENDING = 30  # words

_HINTS = {
    "date": "as 2012-03-02, or 2012-03-02T14:05-05:00",
    "url": "whole, as https://paper.example/story",
    **dict.fromkeys(PEOPLE, "as NAME, or NAME in PLACE <EMAIL>; several parted by ;"),
}


def talk(review: Review, keys: Keys, console: Console | None = None) -> None:
    """Ask about each open doubt until all are answered or skipped, or the person quits. Raises KeyboardInterrupt."""
    console = console or terminal()
    number = 0
    while number < len(review.doubts):
        if review.is_settled(number) and number not in review.given:
            number += 1  # an answer to another doubt about the same field settled it
            continue
        question = review.question(number)
        _show(question, number, review, console)
        step = None
        while step is None:
            step = _take(keys, question, number, review, console)
        if step > 0:
            number += step
        elif step < 0:
            before = (n for n in range(number - 1, -1, -1) if n in review.given or not review.is_settled(n))
            number = next(before, number)
        else:
            return


def _take(keys: Keys, question: Question, number: int, review: Review, console: Console) -> int | None:
    """Do what a key says; 1 goes on to the next doubt, -1 back, 0 ends, None waits for another key."""
    field = question.doubt.doubt.field
    can_change = field in FIELDS
    choices = _choices(question, number in review.given)
    console.print(_prompt(choices))
    key = keys.key()
    if key in ("q", END):
        return 0
    if key in ("s", "right"):
        console.print("skipped" if number not in review.given else "the answer stays", style="dim")
        return 1
    if key in ("b", "left"):
        if number == 0:
            console.print("this is the first one", style="dim")
            return None
        return -1
    if key == "a":
        review.accept(number)
        console.print(Text("✓ right as it stands", "green"))
        return 1
    if key == "u" and number in review.given:
        review.withdraw(number)
        console.print("open again", style="dim")
        return None
    if key == "?":
        _help(choices, console)
        return None
    if key == "m":
        _more(question, console)
        return None
    if can_change and key.isdecimal() and 0 < int(key) <= min(_SHOWN, len(question.candidates)):
        return _answer(review, number, question.candidates[int(key) - 1], console)
    if can_change and key == "-" and field != "body":
        return _answer(review, number, "", console)
    if can_change and key == "e":
        return _typed(keys, question, number, review, console)
    if key not in ("\n", "\r", " ", "\x1b"):
        console.print(Text(f"{printable(key)!r} is none of the keys", "dim"))
    return None


def _typed(keys: Keys, question: Question, number: int, review: Review, console: Console) -> int | None:
    field = question.doubt.doubt.field
    if field == "body":
        with keys.aside():
            body = _edited(question.body, console)
        return None if body is None else _answer(review, number, body, console)
    hint = f", {_HINTS[field]}" if field in _HINTS else ""
    console.print(Text(f"type the {field}{hint}; - if there is none", "dim"))
    typed: str | None = shown_value(question.value)
    while (typed := keys.line(f"{field}: ", typed or "")) is not None:
        try:
            return _answer(review, number, read_value(field, typed), console)
        except ValueError as error:
            console.print(Text(printable(str(error)), "red"))
    console.print("nothing was typed, nothing is changed", style="dim")
    return None


def _answer(review: Review, number: int, value: Value, console: Console) -> int:
    review.answer(number, value)
    field = review.doubts[number].doubt.field
    said = "the body as you edited it" if field == "body" else shown_value(value) or "nothing"
    console.print(Text(f"✓ {field}: {printable(said)}", "green"))
    return 1


def _edited(body: str, console: Console) -> str | None:
    """The body as a person leaves it in their editor; None where it is the same, or there is no editor."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        console.print("name your editor as EDITOR in the environment, or edit the article's file itself", style="red")
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "body.md"
        path.write_text(f"{body}\n", encoding="utf-8")
        try:
            status = subprocess.run([*shlex.split(editor), str(path)], check=False).returncode
            text = path.read_text(encoding="utf-8-sig").strip("\n")
        except (OSError, UnicodeDecodeError, ValueError) as error:
            console.print(Text(f"{printable(editor)}: {error}", "red"))
            return None
    if status or text == body or not text.strip():
        console.print("nothing is changed", style="dim")
        return None
    return text


def _show(question: Question, number: int, review: Review, console: Console) -> None:
    record, doubt = question.doubt.record, question.doubt.doubt
    raw = record.raw.removeprefix(OUTSIDE)
    where = f"{raw}, article {record.record + 1}" if record.record else raw
    top = heading(f"{number + 1:,} of {len(review.doubts):,}", where, console.width)
    print_all(
        console,
        Text(),
        top,
        *(
            Text.assemble((one.field, f"bold {COLOURS.get(one.field, '')}"), "  ", f"{printable(one.reason)}.")
            for one in (doubt, *question.further)
        ),
        Text(),
        _source(question, console.width),
        Text(),
        _values(question, answered=number in review.given),
        Text(),
    )


def _source(question: Question, width: int) -> Table | Text:
    if question.raw is None or question.article is None:
        return Text("The source cannot be read any more; the article's Markdown holds what was read from it.", "dim")
    text, zones = question.raw.text, question.article.zones
    return source_table(text, zones, width, spans=question.spans, context=_CONTEXT)


def _values(question: Question, *, answered: bool) -> Table:
    doubt = question.doubt.doubt
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    if doubt.field == "body":
        words = len(question.body.split())
        end = " ".join(question.body.split()[-_ENDING:])
        now = Text.assemble((f"{words:,} words, ending ", "dim"), f"… {printable(end)}")
    elif question.value:
        now = Text(printable(shown_value(question.value)), COLOURS.get(doubt.field, ""))
    else:
        now = Text("nothing", "dim")
    table.add_row(Text("answered" if answered else "now", "dim"), now)
    for key, candidate in enumerate(question.candidates[:_SHOWN], 1):
        same = candidate == question.value
        shown = Text.assemble(printable(shown_value(candidate)), ("  (as it stands)", "dim") if same else "")
        table.add_row(Text(str(key), "bold"), shown)
    table.add_row("", Text(f"content/articles/{printable(question.doubt.article)}", "dim"))
    return table


def _choices(question: Question, answered: bool) -> list[tuple[str, str, str]]:
    """The keys that do something, each with a word for it, and what it does."""
    field = question.doubt.doubt.field
    count = min(len(question.candidates), _SHOWN)
    choices = [("a", "accept", "it is right as it stands")]
    if field in FIELDS:
        choices += [("1" if count == 1 else f"1-{count}", "take", "take this one instead")] if count else []
        choices += [("e", "edit", "edit the body in your editor" if field == "body" else "type the value")]
        choices += [("-", "none", "the text says nothing of it")] if field != "body" else []
    choices += [("s", "skip", "leave the doubt open and go on"), ("b", "back", "go back to the one before")]
    choices += [("u", "undo", "take the answer back: the doubt is open again")] if answered else []
    return [*choices, ("m", "more", "show the whole source"), ("q", "quit", "end; every answer is kept")]


def _prompt(choices: list[tuple[str, str, str]]) -> Text:
    parts = [Text.assemble((key, "bold"), " ", (word, "dim")) for key, word, _ in choices]
    return Text("  ").join([*parts, Text.assemble(("?", "bold"), " ", ("help", "dim"))])


def _help(choices: list[tuple[str, str, str]], console: Console) -> None:
    for key, _, does in choices:
        console.print(Text.assemble((f"{key:>5}", "bold"), "  ", does))


def _more(question: Question, console: Console) -> None:
    if question.raw is None or question.article is None:
        console.print("the source cannot be read any more", style="dim")
    else:
        show(Explained(question.raw, question.article, Tags()), console)
