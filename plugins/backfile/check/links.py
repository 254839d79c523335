"""Where a link leads: to a file of the site, away from it, or nowhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

_BLANK = re.compile(r"[\x00-\x20]+")
_SCHEME = re.compile(r"(?P<name>[a-z][a-z0-9+.-]*):", re.IGNORECASE)
_RUNS_CODE = ("javascript", "vbscript")


@dataclass(frozen=True, slots=True)
class Site:
    """The files of a built site and where it will lie.

    root: its folder. files: the names of all files in it, sorted. site_url: its address without a slash at the end,
    empty when not known. base_path: the path of the address, "/repo" or "".
    """

    root: Path
    files: tuple[str, ...]
    site_url: str = ""
    base_path: str = ""
    numbers: Mapping[str, int] = field(default_factory=dict, compare=False)

    @classmethod
    def at(cls, root: Path, files: Sequence[str], site_url: str = "", base_path: str = "") -> Site:
        """Number the files, so that links can be followed quickly."""
        return cls(root, tuple(files), site_url, base_path, {name: number for number, name in enumerate(files)})


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads. number: of the file, None when there is none inside the site. scheme: "" for a path.

    outside: to another host, or to a path of this host that is not the site's. code: it would run a script.
    slash: the file is found only after a redirect that adds a slash.
    """

    number: int | None = None
    fragment: str = ""
    scheme: str = ""
    outside: bool = False
    code: bool = False
    slash: bool = False
    host: str = ""


class Follower:
    """Follows the links of one site, each form of a link from each folder once."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._own = urlsplit(site.site_url)
        self.follow = lru_cache(maxsize=100_000)(self._follow)

    def from_page(self, page: str, link: str) -> Target:
        """Follow a link as it stands in a page, named as in the folder of the site."""
        if link.startswith("#"):
            return Target(number=self._site.numbers[page], fragment=unquote(link[1:]))
        if link == "" or link.startswith("?"):
            return Target(number=self._site.numbers[page])
        return self.follow(posixpath.dirname(page), link)

    def _follow(self, folder: str, link: str) -> Target:
        scheme = _SCHEME.match(_BLANK.sub("", link))
        if scheme and scheme["name"].lower() not in ("http", "https"):
            name = scheme["name"].lower()
            return Target(scheme=name, code=name in _RUNS_CODE)
        try:
            parts = urlsplit(link.strip())
        except ValueError:
            return Target()
        path = unquote(parts.path)
        if parts.netloc:
            if parts.netloc.lower() != self._own.netloc.lower():
                return Target(scheme=parts.scheme, outside=True, host=parts.netloc)
            path = path or "/"
        if path.startswith("/"):
            if not f"{path}/".startswith(f"{self._site.base_path}/"):
                return Target(outside=True)
            path = path[len(self._site.base_path) :]
            if not path:
                return self._find("", unquote(parts.fragment), slash=bool(self._site.base_path))
        else:
            path = f"/{folder}/{path}"
        is_folder = path.endswith(("/", "/.", "/.."))
        climbed = posixpath.normpath(path).lstrip("/")
        if path.startswith("/") and _leaves(path):
            return Target(outside=True)
        return self._find(f"{climbed}/" if is_folder and climbed != "." else climbed, unquote(parts.fragment))

    def _find(self, name: str, fragment: str, *, slash: bool = False) -> Target:
        numbers = self._site.numbers
        if name in ("", "/", "."):
            return Target(number=numbers.get("index.html"), fragment=fragment, slash=slash)
        if name.endswith("/"):
            return Target(number=numbers.get(f"{name}index.html"), fragment=fragment)
        number = numbers.get(name, numbers.get(f"{name}.html"))
        if number is not None:
            return Target(number=number, fragment=fragment)
        number = numbers.get(f"{name}/index.html")
        return Target(number=number, fragment=fragment, slash=number is not None)


def _leaves(path: str) -> bool:
    """Whether a path climbs above the root that it starts from; browsers stop there, and hosts differ."""
    depth = 0
    for part in path.split("/"):
        depth += {"": 0, ".": 0, "..": -1}.get(part, 1)
        if depth < 0:
            return True
    return False


def url_of(name: str) -> str:
    """The address of a file inside the site: the folder's for an index.html.

    >>> url_of("2012/03/index.html")
    '2012/03/'
    """
    return name.removesuffix("index.html") if name.endswith("/index.html") or name == "index.html" else name
