"""What Backfile knows of newsrooms' forms, as rows of data: shipped in `*.toml` here, added to by an archive."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import cached_property, lru_cache
from importlib import resources
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, Literal, NamedTuple

from backfile.rules import checking
from backfile.rules.literals import Literals

Scope = Literal["line", "inline"]
Where = Literal["any", "head", "body", "tail"]
Until = Literal["match", "line"]


SHORT = 130
"""Up to how many characters a line is short: most rows without a literal of their own are for such lines."""

BRIEF = 60
"""Up to how many characters a line may be of any row for short lines; most of these are for such lines alone."""


class RuleError(Exception):
    """A row of rules that cannot be used; the message names the file, the row and the mend."""


@dataclass(frozen=True)
class Rule:
    """One row: how a line, or a stretch inside one, is known for what it is.

    kind: what the stretch is taken for. scope: `line` matches a whole line, `inline` finds a stretch in one.
    until: where an inline stretch ends, at its match or with its line. literals: lower case; one of them must
    occur before the pattern is tried, and if `starts`, at the line's beginning. max: the longest line, in characters,
    that a `line` rule is tried on. seek: the pattern looks on from where it starts (`.{0,300}?…`), so that it is tried
    only where a literal stands. spans: whether an inline stretch may lie over the end of a line; inline rows for the
    `tail` are sought in the last 600 characters.
    value: what the row says where the text does not (the house behind a form of credit).
    """

    name: str
    kind: str
    pattern: re.Pattern[str]
    scope: Scope = "line"
    where: Where = "any"
    until: Until = "match"
    literals: tuple[str, ...] = ()
    max: int = 300
    seek: bool = False
    spans: bool = False
    starts: bool = False
    value: str | None = None
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    origin: str = ""

    def find(self, text: str) -> re.Match[str] | None:
        """Match `text` as this rule would: a whole line, or the first stretch of one."""
        low = text.lower()
        if self.literals and not (
            low.startswith(self.literals) if self.starts else any(map(low.__contains__, self.literals))
        ):
            return None
        if self.scope == "inline":
            return self.pattern.search(text)
        return self.pattern.fullmatch(text) if len(text) <= self.max else None


KEYS: Mapping[str, type] = {
    f.name: list if f.default == () else str if f.default in (MISSING, None) else type(f.default)
    for f in fields(Rule)
    if f.name != "origin"
}
"""The keys of a row, each with the type of its value."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One row: a way in which texts are laid out, known by the kinds of its lines.

    any_of: `least` lines of these kinds among the first `within` make a text of this shape. bare: for each anchor
    (a kind, or `body`), what lines of no kind before it are, in turn. body_after: the body starts after the last
    head line of these kinds. page: a web page flattened to text, with menus round the article.
    """

    name: str
    any_of: tuple[str, ...] = ()
    within: int = 40
    least: int = 1
    bare: tuple[tuple[str, tuple[str, ...]], ...] = ()
    body_after: tuple[str, ...] = ()
    page: bool = False


class Gate(NamedTuple):
    """One pattern that matches every line that one of some rows might match.

    opened: the group of the pattern that is a row's → the places in `line` of this row and of those after it.
    """

    pattern: re.Pattern[str]
    opened: Mapping[int, tuple[int, ...]]

    def open(self, line: str) -> tuple[int, ...]:
        """The places of the rows that a line might be of: none before the first that matches it."""
        match = self.pattern.fullmatch(line)
        return self.opened[match.lastindex or 0] if match is not None else ()


@dataclass(frozen=True, eq=False)  # compared by identity, so that what was read by them can be remembered
class Rules:
    """All rules and words that a conversion uses; made once, shared by all articles, never changed."""

    rows: tuple[Rule, ...]
    shapes: tuple[Shape, ...]
    words: Mapping[str, frozenset[str]]
    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def inline(self) -> tuple[Rule, ...]:
        """The rows that look inside lines."""
        return tuple(r for r in self.rows if r.scope == "inline" and not r.kind.startswith("role."))

    @cached_property
    def line(self) -> tuple[Rule, ...]:
        """The rows that match whole lines."""
        return tuple(r for r in self.rows if r.scope == "line")

    @cached_property
    def literals(self) -> Literals:
        """The literals that are looked for in a text: of rows that a line's length or beginning does not rule out."""
        sought = (r for i, r in enumerate(self.line) if i not in self._told)
        return Literals(chain.from_iterable(r.literals for r in (*self.inline, *sought)))

    @cached_property
    def by_literal(self) -> Mapping[str, tuple[int, ...]]:
        """For each literal that is looked for, the places in `line` of the rows that are tried where it stands."""
        return _by_literal((place, rule) for place, rule in enumerate(self.line) if place not in self._told)

    @cached_property
    def inline_by_literal(self) -> Mapping[str, tuple[int, ...]]:
        """For each literal that is looked for, the places in `inline` of the rows that are tried where it stands."""
        return _by_literal(enumerate(self.inline))

    @cached_property
    def inline_always(self) -> tuple[int, ...]:
        """The places in `inline` of the rows without literals, which are tried on every text."""
        return tuple(place for place, rule in enumerate(self.inline) if not rule.literals)

    @cached_property
    def by_start(self) -> Mapping[str, tuple[tuple[int, tuple[str, ...]], ...]]:
        """For the first two characters of a line, the places of rows that it may be of, and how lines of each begin."""
        found: dict[str, dict[int, list[str]]] = {}
        for place, rule in enumerate(self.line):
            if rule.starts:
                for literal in rule.literals:
                    found.setdefault(literal[:2], {}).setdefault(place, []).append(literal)
        return {first: tuple((place, tuple(begun)) for place, begun in rows.items()) for first, rows in found.items()}

    @cached_property
    def short(self) -> tuple[int, ...]:
        """The places in `line` of the rows for short lines: they stand behind a gate and are not looked for."""
        return tuple(
            i for i, r in enumerate(self.line) if not r.starts and not r.seek and (not r.literals or r.max <= SHORT)
        )

    @cached_property
    def brief_gate(self) -> Gate:
        """The gate for lines of up to `BRIEF` characters."""
        return self._gate(self.short)

    @cached_property
    def short_gate(self) -> Gate:
        """The gate for lines of more, up to `SHORT` characters."""
        return self._gate(tuple(i for i in self.short if self.line[i].max > BRIEF))

    def _gate(self, places: tuple[int, ...]) -> Gate:
        parts = [re.sub(r"\(\?P<\w+>", "(?:", self.line[i].pattern.pattern) for i in places]
        before = accumulate((1 + re.compile(part, re.VERBOSE).groups for part in parts), initial=1)
        opened = {group: places[n:] for n, group in enumerate(before)}
        return Gate(re.compile("|".join(f"({part}\n)" for part in parts), re.VERBOSE), opened)

    @cached_property
    def _told(self) -> frozenset[int]:
        return frozenset((*self.short, *(i for i, r in enumerate(self.line) if r.starts)))

    @cached_property
    def roles(self) -> tuple[Rule, ...]:
        """The rows that open a part of a credit: who reported, who edited."""
        return tuple(r for r in self.rows if r.kind.startswith("role."))

    @cached_property
    def longest(self) -> int:
        """The longest line, in characters, that any `line` row is tried on."""
        return max((r.max for r in self.line), default=0)

    @cached_property
    def houses(self) -> Mapping[str, str]:
        """The names of the houses that the tables know, as they are printed, by their small letters."""
        names = {n for table in ("source_by_domain", "source_by_agency") for n in self.tables.get(table, {}).values()}
        agencies = {key: name for key, name in self.tables.get("source_by_agency", {}).items() if " " in key}
        return {**agencies, **{name.lower(): name for name in sorted(names)}}

    @cached_property
    def house(self) -> re.Pattern[str]:
        """One pattern that finds a known house's name, printed as it is or in capitals, with or without "The"."""
        return re.compile(rf"(?<!\w)(?:[Tt]he\ |THE\ )?(?P<name>{'|'.join(map(re.escape, self._listed))})(?!\w)")

    @cached_property
    def _listed(self) -> tuple[str, ...]:
        names = {n.removeprefix("The ") for n in self.houses.values()}
        names |= {key.title() for key, name in self.houses.items() if key != name.lower() and "." not in key}
        return tuple(sorted({*names, *(n.upper() for n in names)}, key=lambda n: (-len(n), n)))

    def ends_in_house(self, text: str) -> bool:
        """Whether a text ends as a known house's name does: most do not, and need no search by `house`."""
        return text.endswith(self._listed)

    def named(self, name: str) -> Rule:
        """The row of that name; KeyError if there is none."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Rule]:
        return {r.name: r for r in self.rows}

    def __reduce__(self) -> tuple[Any, ...]:
        # Compiled once per process: caches and patterns are not worth carrying to a pool's workers.
        return (Rules, (self.rows, self.shapes, self.words, self.tables))


def _by_literal(rows: Iterable[tuple[int, Rule]]) -> dict[str, tuple[int, ...]]:
    """For each literal, the places of the rows that it is of."""
    found: dict[str, list[int]] = {}
    for place, rule in rows:
        for literal in rule.literals:
            found.setdefault(literal, []).append(place)
    return {literal: tuple(places) for literal, places in found.items()}


def load(extra: Path | None = None) -> Rules:
    """Load the shipped rows, then an archive's own.

    extra: a folder of `*.toml` files in the form of the shipped ones (docs/adding-a-rule.md); a row there with the
    name of a shipped one takes its place, all others come first. None, or a folder that is not there: none.

    Raises RuleError for a row that lacks a key or whose pattern does not compile, match its examples, or refuse
    its counter-examples.
    """
    if extra is None or not extra.is_dir():
        return _shipped()
    base = _shipped()
    kinds = {rule.kind for rule in base.rows} | {kind for shape in base.shapes for kind in shape.any_of}
    own = _read([(str(path), _text(path)) for path in sorted(extra.glob("*.toml"))], checked=True, kinds=kinds)
    names = {r.name for r in own.rows}
    shapes = {s.name for s in own.shapes}
    words = {k: base.words.get(k, frozenset()) | own.words.get(k, frozenset()) for k in {*base.words, *own.words}}
    tables = {k: {**base.tables.get(k, {}), **own.tables.get(k, {})} for k in {*base.tables, *own.tables}}
    return Rules(
        rows=(*own.rows, *(r for r in base.rows if r.name not in names)),
        shapes=(*own.shapes, *(s for s in base.shapes if s.name not in shapes)),
        words=words,
        tables=tables,
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleError(f"{path}: it is no UTF-8 text; save it as UTF-8") from error


@lru_cache(maxsize=1)
def _shipped() -> Rules:
    folder = resources.files(__name__)
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return _read([(f.name, f.read_text(encoding="utf-8")) for f in found], checked=False)


def check(rule: Rule) -> Iterator[str]:
    """Say what is wrong with a row: an example it does not match, a counter-example it does."""
    if not rule.examples:
        yield f"{rule.name} has no examples; give at least one line that it is for"
    for example in rule.examples:
        if rule.find(example) is None:
            yield f"{rule.name} does not match its example {example!r}"
    for example in rule.counter_examples:
        if rule.find(example) is not None:
            yield f"{rule.name} matches its counter-example {example!r}"


def _read(files: list[tuple[str, str]], *, checked: bool, kinds: Collection[str] | None = None) -> Rules:
    """Read files of rows. checked: say what is wrong with them. kinds: that a row may have, those of shapes aside."""
    rows: list[Rule] = []
    shapes: list[Shape] = []
    words: dict[str, frozenset[str]] = {}
    tables: dict[str, dict[str, str]] = {}
    read: list[tuple[str, dict[str, Any]]] = []
    for origin, text in files:
        try:
            read.append((origin, tomllib.loads(text)))
        except tomllib.TOMLDecodeError as error:
            raise RuleError(f"{origin}: {error}; mend the file's TOML") from error
        for fault in checking.file_faults(read[-1][1]) if checked else ():
            raise RuleError(f"{origin}: {fault}")
        for number, row in enumerate(read[-1][1].get("shape", []), 1):
            for fault in checking.shape_faults(row) if checked else ():
                raise RuleError(f"{origin}: {row.get('name') or f'shape {number}'}: {fault}")
            shapes.append(_shape(row))
    if kinds is not None:
        kinds = {*kinds, *(kind for shape in shapes for kind in (*shape.any_of, *shape.body_after))}
    for origin, data in read:
        for number, row in enumerate(data.get("rule", []), 1):
            for fault in checking.row_faults(row, KEYS, kinds) if checked else ():
                raise RuleError(f"{origin}: {row.get('name') or f'row {number}'}: {fault}")
            rows.append(_rule(origin, row))
        for name, listed in data.get("words", {}).items():
            words[name] = words.get(name, frozenset()) | frozenset(listed)
        for name, table in data.get("table", {}).items():
            tables.setdefault(name, {}).update(table)
    if checked:
        for rule in rows:
            for fault in check(rule):
                raise RuleError(f"{rule.origin}: {fault}")
        if twice := [name for name, count in Counter(rule.name for rule in rows).items() if count > 1]:
            raise RuleError(f"{rows[-1].origin}: two rows are named {twice[0]}; give one of them another name")
    return Rules(tuple(rows), tuple(shapes), words, tables)


def _rule(origin: str, row: dict[str, Any]) -> Rule:
    return Rule(
        name=row["name"],
        kind=row["kind"],
        pattern=re.compile(row["pattern"], re.VERBOSE),
        scope=row.get("scope", "line"),
        where=row.get("where", "any"),
        until=row.get("until", "match"),
        literals=tuple(literal.lower() for literal in row.get("literals", ())),
        max=row.get("max", 300),
        seek=row.get("seek", False),
        spans=row.get("spans", False),
        starts=row.get("starts", False),
        value=row.get("value"),
        examples=tuple(row["examples"]),
        counter_examples=tuple(row.get("counter_examples", ())),
        origin=origin,
    )


def _shape(row: dict[str, Any]) -> Shape:
    return Shape(
        name=row["name"],
        any_of=tuple(row.get("any_of", ())),
        within=row.get("within", 40),
        least=row.get("least", 1),
        bare=tuple((b["before"], tuple(b["takes"])) for b in row.get("bare", ())),
        body_after=tuple(row.get("body_after", ())),
        page=row.get("page", False),
    )


def read_rows(origin: str, text: str) -> tuple[Rule, ...]:
    """Read rows that stand elsewhere, in the form of ours. origin: names them in errors. Raises RuleError."""
    return _read([(origin, text)], checked=True).rows
