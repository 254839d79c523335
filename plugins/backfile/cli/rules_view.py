"""How `backfile rules` shows its counts on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from backfile.cli.explain_view import print_all
from backfile.cli.source_view import printable, terminal
from backfile.convert.census import Census, Sample, Tally
from backfile.rules import Rule

_COUNTS = 2  # columns of figures
_MOST = 25  # unmatched lines that are shown beside the rules

Row = tuple[str, Rule | None]


def show_rules(rows: list[Row], counted: Census, *, detailed: bool) -> None:
    """Print the rules: those that fired with an example, the others by name. detailed: with all samples."""
    console = terminal()
    fired = [(name, row, counted.fired[name]) for name, row in rows if name in counted.fired]
    fired.sort(key=lambda one: (-one[2].times, one[0]))
    idle = [row for name, row in rows if row is not None and name not in counted.fired]
    shapes = ", ".join(f"{name} {count:,}" for name, count in counted.shapes.most_common())
    console.print(Text(f"{counted.articles:,} articles read; their shapes: {shapes or 'none'}", "dim"))
    by_row = [one for one in fired if one[1] is not None]
    by_place = [one for one in fired if one[1] is None]
    parts = [
        part
        for label, some in (("Rules that fired", by_row), ("By place, or by the container", by_place))
        if some
        for part in (Text(), Text(f"{label}: {len(some):,}", "bold"), _fired(some, console.width, detailed=detailed))
    ]
    if idle:
        parts += [
            Text(),
            Text(f"Rules that never fired: {len(idle):,}", "bold"),
            Text(", ".join(_named(row.name, row) for row in idle)),
        ]
    if any(row is not None and _is_own(row) for _, row in rows):
        parts += [Text(), Text("* the archive's own", "dim")]
    print_all(console, *parts)


def show_unmatched(counted: Census, *, all_of_them: bool) -> None:
    """Print the lines that match no rule and look as if they should."""
    console = terminal()
    found = counted.unmatched()
    shown = found if all_of_them else found[:_MOST]
    if not found:
        print_all(console, Text(), Text("No line without a rule looks like a credit or like boilerplate.", "dim"))
        return
    lines = [
        (*_counts(tally), Text(why, "yellow"), Text.assemble(printable(form), "\n", (_place(tally.samples[0]), "dim")))
        for why, form, tally in shown
    ]
    table = _table(("times", "articles", "looks like", "line"), lines, console.width, one_line=False)
    more = f"{len(found) - len(shown):,} more: backfile rules --unmatched. " if len(shown) < len(found) else ""
    hint = f"{more}Rows in content/rules/*.toml take them: docs/adding-a-rule.md."
    title = Text(f"Lines that no rule knows: {len(found):,}", "bold")
    print_all(console, Text(), title, table, Text(hint, "dim"))


def _fired(rows: Iterable[tuple[str, Rule | None, Tally]], width: int, *, detailed: bool) -> Table:
    """A line for each rule with an example; detailed: with its kind, its file, and each sample with its place."""
    lines = []
    for name, row, tally in rows:
        label = Text(_named(name, row), "green" if row is not None and _is_own(row) else "")
        took = Text(printable(tally.samples[0].text))
        if detailed:
            if row is not None:
                label.append(f"\n{row.kind}, {Path(row.origin).name}", "dim")
            took = Text("\n").join(
                Text.assemble(printable(sample.text), "\n", (_place(sample), "dim")) for sample in tally.samples
            )
        lines.append((*_counts(tally), label, took))
    return _table(("times", "articles", "rule", "took"), lines, width, one_line=not detailed)


def _counts(tally: Tally) -> tuple[Text, Text]:
    return Text(f"{tally.times:,}"), Text(f"{tally.articles:,}")


def _place(sample: Sample) -> str:
    article = f"article {sample.record + 1}, " if sample.record else ""
    return f"{printable(sample.raw)}, {article}line {sample.line}"


def _table(names: Sequence[str], rows: Sequence[Sequence[Text]], width: int, *, one_line: bool) -> Table:
    """Lay out counts, names and a last column that takes what is left of the width.

    one_line: cut the last column where the terminal ends, rather than going on in a second line.
    """
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for number, name in enumerate(names[:-1]):
        cells = [line.cell_len for row in rows for line in row[number].split("\n", allow_blank=True)]
        widest = max(len(name), *cells)
        width -= widest + 2
        table.add_column(name, width=widest, justify="right" if number < _COUNTS else "left", no_wrap=True)
    table.add_column(names[-1], overflow="fold")
    for row in rows:
        if one_line:
            row[-1].truncate(max(width, 20), overflow="ellipsis")
        table.add_row(*row)
    return table


def _named(name: str, row: Rule | None) -> str:
    return f"{name} *" if row is not None and _is_own(row) else name


def _is_own(row: Rule) -> bool:
    """Whether a row is the archive's own; the shipped ones are known by the bare name of their file."""
    return Path(row.origin).name != row.origin
