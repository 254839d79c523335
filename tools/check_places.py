"""Check `countries.tsv` against CLDR (through the `babel` package): every code known, every country there.

    python tools/check_places.py

Needs `babel` at authoring time only.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel import Locale

COUNTRIES = Path(__file__).resolve().parent.parent / "plugins/backfile/tagging/vocabulary/countries.tsv"
GONE = {"SUHH", "YUCS", "CSHH", "DDDE"}  # ISO 3166-3, no longer in CLDR's territories
UNINHABITED_OR_SMALL = frozenset(
    (
        "AC",
        "AQ",
        "AX",
        "AI",
        "BL",
        "BQ",
        "BV",
        "CC",
        "CP",
        "CQ",
        "CX",
        "DG",
        "EA",
        "EU",
        "EZ",
        "GF",
        "GP",
        "GS",
        "HM",
        "IC",
        "IO",
        "MF",
        "MP",
        "MQ",
        "MS",
        "MU",
        "NF",
        "NU",
        "PM",
        "PN",
        "QO",
        "RE",
        "SH",
        "SJ",
        "SX",
        "TA",
        "TC",
        "TF",
        "TK",
        "UM",
        "UN",
        "WF",
        "XA",
        "XB",
        "YT",
        "ZZ",
    )
)


def main() -> int:
    territories = {c: n for c, n in Locale("en").territories.items() if len(c) == 2 and c.isalpha()}
    listed = {}
    for line in COUNTRIES.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) > 1 and cells[1].startswith("ISO:"):
            listed[cells[1][4:]] = cells[0]
    unknown = [f"{c} ({n}) is not in CLDR" for c, n in listed.items() if c not in territories and c not in GONE]
    missing = [
        f"{c} ({n}) is missing" for c, n in territories.items() if c not in listed | dict.fromkeys(UNINHABITED_OR_SMALL)
    ]
    print("\n".join([*unknown, *missing]) or f"{len(listed)} countries and territories: all agree")
    return int(bool(unknown or missing))


if __name__ == "__main__":
    sys.exit(main())
