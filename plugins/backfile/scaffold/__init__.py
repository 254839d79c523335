"""A new archive: the files that `backfile init` writes, as templates with `@NAME@` where a value goes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable

# Where each file goes, and its template. Names here are plain, so that no tool takes a template for the real thing.
FILES: Mapping[str, str] = {
    ".github/workflows/pages.yml": "workflows/pages.yml",
    ".gitignore": "gitignore",
    "README.md": "readme.md",
    "content/articles/README.txt": "articles.txt",
    "content/pages/about.md": "about.md",
    "content/raw/2013/ferry-returns.txt": "raw/ferry-returns.txt",
    "content/rules/README.txt": "rules.txt",
    "content/vocabulary/README.txt": "vocabulary.txt",
    "pelicanconf.py": "pelicanconf.py.txt",
    "publishconf.py": "publishconf.py.txt",
}

WORKFLOW = ".github/workflows/pages.yml"

_FIELD = re.compile(r"@(?P<name>[A-Z]+)@")


def render(path: str, values: Mapping[str, str]) -> str:
    """The text of one file of a new archive.

    path: a key of FILES. values: by name, for each `@NAME@` of the template; a value of several lines keeps the
    indentation of the line that it stands on. Raises KeyError for a path or a name that is not known.
    """
    lines = _template(FILES[path]).read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(_fill(line, values) for line in lines)


def _fill(line: str, values: Mapping[str, str]) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    return _FIELD.sub(lambda match: values[match["name"]].replace("\n", f"\n{indent}"), line)


def _template(name: str) -> Traversable:
    return resources.files(__name__).joinpath("files", *name.split("/"))
