"""Build `first_names.tsv` from the first names that Faker (MIT) ships for its locales, and a list of our own.

    python tools/build_first_names.py > plugins/backfile/tagging/vocabulary/first_names.tsv

Needs `faker` at authoring time only. Names not in Latin letters, and words that are more often something else in
the news (months, places, common words), are left out.
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import faker.providers.person as person

AUTHORED = Path(__file__).with_name("first_names.txt")


def authored() -> dict[str, set[str]]:
    """The lists written by hand: names of our own, and words that are more often something else."""
    lists: dict[str, set[str]] = {}
    for line in AUTHORED.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            lists[line.strip("[]")] = current = set()
        elif not line.startswith("#"):
            current.update(line.split())
    return lists


def main() -> None:
    lists = authored()
    names = set(lists["own"])
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in vars(provider):
            if not attribute.startswith("first_names"):
                continue
            listed = getattr(provider, attribute)
            for name in listed if isinstance(listed, tuple | list | dict) else ():
                if all(ord(c) < 0x250 for c in name) and name.isalpha() and name.istitle() and 2 < len(name) < 12:
                    names.add(name)
    names -= lists["not names"]
    print("# First names of many cultures: evidence that a capitalised name is a person's.")
    print("# Source: the person providers of Faker (MIT, Copyright (c) 2012 Daniele Faraglia) and a list written for")
    print("# Backfile; built by tools/build_first_names.py. Licence: MIT.")
    print("class\twords")
    ordered = sorted(names)
    for at in range(0, len(ordered), 20):
        print("first\t" + "|".join(ordered[at : at + 20]))


if __name__ == "__main__":
    main()
