"""The rooms and their walls: which may import which, who knows Pelican, and what stays pure."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import backfile

ROOT = Path(backfile.__file__).parent

# From the bottom up: a room may import from the floors below its own, and of its own floor only itself. A module
# that is named with its room stands on a floor of its own: `site/build` runs Pelican with the plugin.
FLOORS = (
    {"version", "model", "settings", "progress", "slug", "forks", "heap"},
    {"authority", "versions"},
    {"rules", "intake", "tagging", "markdown"},
    {"conversion"},
    {"catalog", "stage", "takedown", "fixity", "lock"},
    {"convert", "data", "search"},
    {"check", "site"},
    {"plugin", "server", "scaffold", "takedown/taking"},
    {"site/build"},
    {"cli", "__init__"},
)
KNOW_PELICAN = {"site", "plugin", "cli"}
PURE = {"model", "authority", "versions", "conversion", "tagging", "markdown", "slug", "rules"}
# Rules and vocabularies are files; these modules alone read them, once, before any article.
READ_FILES = {"rules/__init__", "authority/files", "tagging/__init__", "tagging/vocabulary"}
DISK = {"os", "pathlib", "io", "shutil", "tempfile", "glob", "subprocess", "socket", "urllib", "sqlite3", "fileinput"}
CLOCKS = {"time", "random", "secrets", "uuid"}
CLOCK_CALLS = {"now", "today", "utcnow", "fromtimestamp", "getenv", "urandom"}


def modules() -> Iterator[tuple[str, str, ast.Module]]:
    """Room, name and syntax tree of every module."""
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).with_suffix("").as_posix()
        if not name.startswith("scaffold/files/"):
            yield name.partition("/")[0], name, ast.parse(path.read_text(encoding="utf-8"))


def imported(name: str, tree: ast.Module) -> Iterator[str]:
    """The full names of the modules that a module imports."""
    package = ["backfile", *name.split("/")[:-1]]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            base = [*base, *(node.module.split(".") if node.module else [])]
            if base == ["backfile"]:
                yield from (f"backfile.{alias.name}" for alias in node.names)
            else:
                yield ".".join(base)


def test_every_room_has_its_floor() -> None:
    names = {name for _, name, _ in modules()}
    rooms = {room for room, _, _ in modules()}
    known = set().union(*FLOORS)
    assert rooms <= known, "a new room must be given its floor here"
    assert known - rooms - names == set(), "a room that is gone leaves its floor"
    assert sum(map(len, FLOORS)) == len(known)


def test_rooms_import_only_from_below() -> None:
    floor = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
    wrong = []
    for room, name, tree in modules():
        own = name if name in floor else room
        for target in imported(name, tree):
            parts = target.split(".")[1:] if target.startswith("backfile.") else []
            other = "/".join(parts[:2]) if "/".join(parts[:2]) in floor else "".join(parts[:1])
            if other in floor and other != own and floor[other] >= floor[own]:
                wrong.append(f"{name} imports {target}")
    assert wrong == []


def test_the_records_import_nothing_of_ours() -> None:
    (tree,) = (tree for _, name, tree in modules() if name == "model")
    assert [target for target in imported("model", tree) if target.startswith("backfile")] == []


def test_only_the_site_knows_pelican() -> None:
    wrong = [
        name
        for room, name, tree in modules()
        if room not in KNOW_PELICAN and any(t.split(".")[0] == "pelican" for t in imported(name, tree))
    ]
    assert wrong == []


def test_pure_rooms_touch_no_disk_and_read_no_clock() -> None:
    wrong = []
    for room, name, tree in modules():
        if room not in PURE:
            continue
        for target in imported(name, tree):
            top = target.split(".")[0]
            if top in CLOCKS or (top in DISK and name not in READ_FILES):
                wrong.append(f"{name} imports {target}")
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            if isinstance(called, ast.Attribute) and called.attr in CLOCK_CALLS:
                wrong.append(f"{name}:{node.lineno} calls {called.attr}")
            if isinstance(called, ast.Name) and called.id in ("open", "print") and name not in READ_FILES:
                wrong.append(f"{name}:{node.lineno} calls {called.id}")
    assert wrong == []


def test_nothing_is_printed_outside_the_commands() -> None:
    wrong = [
        f"{name}:{node.lineno}"
        for room, name, tree in modules()
        if room != "cli"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert wrong == []
