"""What a conversion changes in articles that stand: which value, by which rule, from what to what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from backfile import markdown
from backfile.markdown import Document, Value
from backfile.model import TAG_KINDS

SAMPLES = 3
"""How many changes by one rule are shown."""

TAGGING = "tagging"
"""What a change of tags is put down to."""

NOTHING = "no rule any more"
"""What a value is put down to that nothing reads, and whose words no rule took."""

INDENT = " " * 10
"""Stands before a sample; before the old value `- ` follows, before the new one `+ `."""

_WIDTH = 90
_BEFORE = 30
_ALIKE = 40  # characters by which a paragraph is known again in what was left out of the body


@dataclass(frozen=True, slots=True)
class Change:
    """A value that a conversion changed, or would change: in which article, by which rule, from what to what."""

    article: str
    field: str
    rule: str
    before: str
    after: str


def differences(
    name: str,
    old: Document,
    new: Document,
    rules: Mapping[str, str],
    zones: Sequence[tuple[str, str]] = (),
) -> Iterator[Change]:
    """The values in which two documents of an article differ.

    name: of the article. rules: that gave the new values, by field. zones: what stands outside the body, each with
    the rule that took it, so that it is known where words went that are no value any more.
    """
    for key in markdown.FIELDS:
        before, after = old.front.get(key), new.front.get(key)
        if before != after:
            said = _text(before)
            yield Change(name, key, rules.get(key) or _cause(key, said, zones), said, _text(after))
    if old.body != new.body:
        before, after = _first_difference(old.body, new.body)
        yield Change(name, "body", rules.get("body") or _cause("body", before, zones), before, after)


def _cause(field: str, before: str, zones: Sequence[tuple[str, str]]) -> str:
    """The rule that takes today what the field said before."""
    if field in ("tags", *TAG_KINDS):
        return TAGGING
    words = markdown.fold(markdown.unescape(before.lstrip("# ")) if field == "body" else before)
    begins = words[:_ALIKE].casefold()
    for rule, text in zones:
        whole = text.casefold()
        if begins and whole and (begins in whole or (len(whole) > 2 and whole in words.casefold())):
            return rule
    return "" if field == "body" else NOTHING


def _text(value: Value) -> str:
    return ", ".join(markdown.names(value))


def _first_difference(before: str, after: str) -> tuple[str, str]:
    """The first paragraphs that differ."""
    old, new = before.split("\n\n"), after.split("\n\n")
    at = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    return "".join(old[at : at + 1]), "".join(new[at : at + 1])


def change_lines(changes: Sequence[Change]) -> Iterator[str]:
    """Say what would change, by field and rule, with samples: the field with the most changes first."""
    if not changes:
        yield "No value of an article would change."
        return
    by_field: dict[str, dict[str, list[Change]]] = {}
    for change in _told_once(changes):
        by_field.setdefault(change.field, {}).setdefault(change.rule, []).append(change)
    for name, by_rule in sorted(by_field.items(), key=lambda f: (-sum(map(len, f[1].values())), f[0])):
        count = sum(map(len, by_rule.values()))
        yield f"{'Would change':<14}{name} in {count:,} article{'' if count == 1 else 's'}"
        for rule, some in sorted(by_rule.items(), key=lambda r: (-len(r[1]), r[0])):
            yield f"  {len(some):>6,}  {f'by {rule}' if rule else 'paragraphs, otherwise parted or mended'}"
            for change in some[:SAMPLES]:
                before, after = beside(change.before, change.after)
                yield from (f"{INDENT}{change.article}", f"{INDENT}- {before}", f"{INDENT}+ {after}")
            if len(some) > SAMPLES:
                yield f"{INDENT}… and {len(some) - SAMPLES:,} more (--json lists them all)"


def _told_once(changes: Sequence[Change]) -> Iterator[Change]:
    """The changes without those of `tags` that are those of a kind of tag."""
    kinds = {change.article for change in changes if change.field in TAG_KINDS}
    return (change for change in changes if change.field != "tags" or change.article not in kinds)


def beside(before: str, after: str) -> tuple[str, str]:
    """Two texts, each short enough for a line and both cut alike, so that where they differ is seen."""
    texts = [" ".join(text.split()) for text in (before, after)]
    same = next((n for n, (a, b) in enumerate(zip(*texts, strict=False)) if a != b), min(map(len, texts)))
    start = 0
    if max(map(len, texts)) > _WIDTH and same > _BEFORE:
        start = texts[0].rfind(" ", 0, same - _BEFORE // 2) + 1
    shown = [_cut(text, start) for text in texts]
    return shown[0], shown[1]


def _cut(text: str, start: int) -> str:
    part = text[start:]
    end = part if len(part) <= _WIDTH else f"{part[: _WIDTH - 2].rsplit(' ', 1)[0]} …"
    return f"{'… ' if start and end else ''}{end}" or "nothing"
