"""Check `topics.tsv` against IPTC's spreadsheet of Media Topics, and write its official names from there.

    python tools/build_topics.py IPTC-MediaTopic-NewsCodes.xlsx           # check: exit 1 and a line for each fault
    python tools/build_topics.py IPTC-MediaTopic-NewsCodes.xlsx --write   # put the official names in

Labels and cues are written by hand in `topics.tsv`; codes and official names are IPTC's (CC BY 4.0). A code must be
there and not retired. Needs nothing but Python: a spreadsheet is a zip of XML.
"""

from __future__ import annotations

import argparse
import re
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

TOPICS = Path(__file__).resolve().parent.parent / "plugins/backfile/tagging/vocabulary/topics.tsv"
NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def read_codes(spreadsheet: Path) -> dict[str, str]:
    """The active codes with their British English names."""
    with zipfile.ZipFile(spreadsheet) as archive:
        strings = [
            "".join(t.text or "" for t in item.iter(f"{{{NS['m']}}}t"))
            for item in ElementTree.fromstring(archive.read("xl/sharedStrings.xml")).findall("m:si", NS)
        ]
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    rows: list[dict[str, str]] = []
    for row in sheet.iter(f"{{{NS['m']}}}row"):
        cells: dict[str, str] = {}
        for cell in row.findall("m:c", NS):
            value = cell.find("m:v", NS)
            inline = cell.find("m:is", NS)
            column = re.sub(r"\d", "", cell.get("r", ""))
            if value is not None and value.text is not None:
                cells[column] = strings[int(value.text)] if cell.get("t") == "s" else value.text
            elif inline is not None:
                cells[column] = "".join(t.text or "" for t in inline.iter(f"{{{NS['m']}}}t"))
        rows.append(cells)
    head = next(r for r in rows if "NewsCode-QCode (flat)" in r.values())
    at = {name: column for column, name in head.items()}
    code, name, retired = at["NewsCode-QCode (flat)"], at["Name (en-GB)"], at["RetiredDate"]
    return {
        r[code]: r[name] for r in rows if r.get(code, "").startswith("medtop:") and r.get(name) and not r.get(retired)
    }


def main() -> int:
    cli = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    cli.add_argument("spreadsheet", type=Path)
    cli.add_argument("--write", action="store_true")
    args = cli.parse_args()
    codes = read_codes(args.spreadsheet)
    faults, lines = [], []
    for number, line in enumerate(TOPICS.read_text(encoding="utf-8").splitlines(), 1):
        cells = line.split("\t")
        if line.startswith("#") or cells[0] == "name" or not line.strip():
            lines.append(line)
            continue
        official = codes.get(cells[1])
        if official is None:
            faults.append(f"{TOPICS}:{number}: {cells[1]} is no active Media Topic")
        elif official != cells[2]:
            faults.append(f"{TOPICS}:{number}: {cells[1]} is “{official}”, not “{cells[2]}”")
            cells[2] = official
        lines.append("\t".join(cells))
    if args.write:
        TOPICS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(faults) or f"{len(lines)} lines, {len(codes)} active codes: all agree")
    return int(bool(faults) and not args.write)


if __name__ == "__main__":
    sys.exit(main())
