"""How `backfile explain` shows an article on a terminal: its lines, the record, the doubts."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from backfile.cli.source_view import COLOURS, printable, source_table, terminal
from backfile.convert import Explained
from backfile.model import TAG_KINDS, Article, Evidence, Person

_FIELDS = ("title", "date", "source", "dateline", "reporters", "contributors", "editors", "url", "corrections")


def show(item: Explained, console: Console | None = None) -> None:
    """Print an article with all that was read from it."""
    console = console or terminal()
    raw = item.raw
    where = f"{raw.path}, article {raw.record + 1}" if raw.record else raw.path
    print_all(
        console,
        heading(where, f"{raw.encoding}, {raw.shape}", console.width),
        source_table(raw.text, item.article.zones, console.width),
        Text(),
        _record(item),
        *_doubts(item.article),
        Text(),
    )


def heading(name: str, more: str, width: int) -> Text:
    """A line across the terminal with a name in it, and something dim at its end."""
    text = Text.assemble("── ", (f"{printable(name)} ", "bold"), no_wrap=True, overflow="ellipsis")
    tail = f" {printable(more)} ──" if more else ""
    text.append("─" * max(3, width - text.cell_len - len(tail)), "dim")
    return text.append(tail, "dim")


def print_all(console: Console, *parts: RenderableType) -> None:
    """Print on the terminal; elsewhere without the blanks that fill up its lines."""
    if console.is_terminal:
        console.print(Group(*parts))
        return
    with console.capture() as captured:
        console.print(Group(*parts))
    out = console.file if console.file is not None else sys.stdout
    out.writelines(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def _record(item: Explained) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", ratio=3)
    table.add_column(overflow="fold", style="dim", ratio=2)
    table.expand = True
    for row in _rows(item):
        table.add_row(*row)
    return table


def _rows(item: Explained) -> Iterator[tuple[Text, Text, Text]]:
    article = item.article
    starts = [0]
    for line in item.raw.text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for field in _FIELDS:
        value = getattr(article, field)
        proof = _proof(article.evidence.get(field, ()), starts)
        for number, one in enumerate(value if isinstance(value, tuple) else (value,) if value else ()):
            shown = printable(_person(one) if isinstance(one, Person) else str(one))
            label = Text("" if number else field, COLOURS[field])
            yield label, Text(shown, "bold" if field == "title" else ""), Text("" if number else proof)
    words = sum(len(paragraph.text.split()) for paragraph in article.paragraphs)
    paragraphs = len(article.paragraphs)
    yield Text("body"), Text(f"{paragraphs:,} paragraph{'' if paragraphs == 1 else 's'}, {words:,} words"), Text()
    for kind in TAG_KINDS:
        for number, tag in enumerate(getattr(item.tags, kind)):
            name = f"{tag.name} ({tag.code})" if tag.code else tag.name
            yield Text("" if number else kind), Text(printable(name)), Text(printable(tag.reason))
    if empty := [field for field in _FIELDS if not getattr(article, field)]:
        yield Text("not said", "dim"), Text(", ".join(empty), "dim"), Text()


def _doubts(article: Article) -> Iterator[RenderableType]:
    yield Text()
    if not article.doubts:
        yield Text("No doubts.", "dim")
        return
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="bold yellow")
    table.add_column(overflow="fold")
    for doubt in article.doubts:
        table.add_row(f"? {doubt.field}", Text(f"{printable(doubt.reason)}.", "yellow"))
        for candidate in doubt.candidates:
            table.add_row("", Text.assemble(("or  ", "dim"), printable(candidate)))
    yield table


def _proof(evidence: Sequence[Evidence], starts: Sequence[int]) -> str:
    return "; ".join(
        f"line {bisect_right(starts, one.start)}, {one.rule}{', inferred' if one.kind == 'inferred' else ''}"
        for one in evidence
    )


def _person(person: Person) -> str:
    place = f" in {person.location}" if person.location else ""
    return f"{person.name}{place}{f' <{person.email}>' if person.email else ''}"
