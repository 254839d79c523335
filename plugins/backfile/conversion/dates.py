"""Dates as newsrooms print them, to ISO 8601; nothing is guessed."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

_NAMES = (
    ("jan", "january", "januar", "jänner", "janvier", "enero", "gennaio", "ene"),
    ("feb", "february", "februar", "février", "fevrier", "febrero", "febbraio", "févr"),
    ("mar", "march", "märz", "maerz", "mars", "marzo", "mär"),
    ("apr", "april", "avril", "abril", "aprile", "avr", "abr"),
    ("may", "mai", "mayo", "maggio"),
    ("jun", "june", "juni", "juin", "junio", "giugno"),
    ("jul", "july", "juli", "juillet", "julio", "luglio", "juil"),
    ("aug", "august", "août", "aout", "agosto", "ago"),
    ("sep", "sept", "september", "septembre", "septiembre", "settembre"),
    ("oct", "okt", "october", "oktober", "octobre", "octubre", "ottobre"),
    ("nov", "november", "novembre", "noviembre"),
    ("dec", "dez", "december", "dezember", "décembre", "decembre", "diciembre", "dicembre", "dic", "déc"),
)
MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names}

_MONTH = "|".join(sorted((re.escape(name) for name in MONTHS), key=len, reverse=True))
# Sought in small letters, which is much faster than to ignore case.
_DATE = re.compile(
    rf"""
    (?<!\d)(?P<y1>(?:1[6-9]|20)\d\d)-(?P<m1>\d\d)-(?P<d1>\d\d)
        (?:[t\ ](?P<h1>\d\d):(?P<n1>\d\d)(?::(?P<s1>\d\d)(?:\.\d{{1,9}})?)?\ ?
            (?P<z1>z\b|[+-]\d\d:?\d\d|(?:gmt|utc|bst|cet|cest|est|edt|et|pst|pdt|pt|cdt|ct)\b)?)?
    |(?<![^\W\d])(?P<m2>{_MONTH})\.?\ {{1,2}}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\ {{1,2}}(?P<y2>(?:1[6-9]|20)\d\d)(?!\d)
    |(?<!\d)(?P<d3>\d{{1,2}})(?:st|nd|rd|th|\.|er)?[\ -]\ ?(?:de\ |of\ )?
        (?P<m3>{_MONTH})\.?,?(?:\ de|\ del)?[\ -](?P<y3>(?:1[6-9]|20)\d\d)(?!\d)
    |(?<!\d)(?P<a4>\d{{1,2}})(?P<sep>[./])(?P<b4>\d{{1,2}})(?P=sep)(?P<y4>(?:1[6-9]|20)\d\d)(?!\d)
    |(?<![\d/])(?P<a6>\d{{1,2}})/(?P<b6>\d{{1,2}})/(?P<y6>\d\d)(?![\d/])
    |(?P<y5>(?:1[6-9]|20)\d\d)年(?P<m5>\d{{1,2}})月(?P<d5>\d{{1,2}})日
    """,
    re.VERBOSE,
)
# No form of a date is without one of these.
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d|/\d\d")
_TIME = re.compile(
    r"""(?<![\d:.])(?:(?P<hour>\d{1,2})[:.](?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d{1,6})?)?
        |(?P<whole>\d{1,2})(?=\ ?[ap]\.?m))
        (?:\ ?(?P<half>[aApP])\.?[mM]\b\.?)?(?:\ ?(?:Uhr|h))?
        (?:\ ?\(?(?P<zone>[A-Z]{2,4}T?|UTC|Z)\)?(?![\w]))?""",
    re.VERBOSE,
)
_URL_DATE = re.compile(r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>[01]?\d)[/-](?P<d>[0-3]?\d)(?=[/_-]|$)")
# A date line holds nothing else but these, in any letters.
_FILLER = re.compile(
    r"""\b(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|lundi|mardi
        |mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|published|posted|updated|first
        |originally|on|at|am|um|the|edition|final|late|early|city|print|uhr|date|datum|a\.?m|p\.?m|local|time|last|modified|of|by)\b""",
    re.VERBOSE,
)
_ZONES = {
    "GMT": 0, "UTC": 0, "Z": 0, "WET": 0, "BST": 60, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180, "MSK": 180,
    "EST": -300, "EDT": -240, "CDT": -300, "MDT": -360, "PST": -480, "PDT": -420, "MST": -420,
    "AKST": -540, "AKDT": -480, "HST": -600, "JST": 540, "KST": 540, "HKT": 480, "SGT": 480, "AEST": 600,
    "AEDT": 660, "ACST": 570, "AWST": 480, "NZST": 720, "NZDT": 780, "SAST": 120,
}  # fmt: skip
"""Minutes east of Greenwich. CST and IST stand for several places, so that they say nothing."""
_BY_DATE = {"ET": -300, "CT": -360, "MT": -420, "PT": -480}


class Stamp(NamedTuple):
    """A date found in a text: ISO 8601, where it stands, and whether the text says that it is of an update."""

    iso: str
    start: int
    end: int
    updated: bool = False


@lru_cache(maxsize=16)  # A line is asked for its date when it is classified, and again when it is read.
def find(text: str) -> Stamp | None:
    """Find the first whole date (with its year) in a line of at most a few hundred characters."""
    if _YEAR.search(text) is None:
        return None
    # One for one, so that offsets stay: no other letter is two when it is small.
    for match in _DATE.finditer(text[:600].replace("İ", "i").lower()):
        day = _day(match)
        if day is None:
            continue
        before = text[max(0, match.start() - 40) : match.start()]
        updated = bool(re.match(r"\W*(?:last\ )?(?:updated?|modified)", text, re.IGNORECASE))
        if match["h1"]:
            clock = f"T{match['h1']}:{match['n1']}" + (f":{match['s1']}" if match["s1"] else "")
            zone = (match["z1"] or "").upper()
            if zone[:1].isalpha():
                zone = _zone(zone, day)
            elif zone and ":" not in zone:
                zone = f"{zone[:3]}:{zone[3:]}"
            if int(match["h1"]) < 24 and int(match["n1"]) < 60 and int(match["s1"] or 0) < 60:
                return Stamp(f"{day.isoformat()}{clock}{zone}", match.start(), match.end(), updated)
            return Stamp(day.isoformat(), match.start(), match.end(), updated)
        after = _TIME.search(text[match.end() : match.end() + 40])
        between = _FILLER.sub("", text[match.end() : match.end() + after.start()].lower()) if after else ""
        if after and not re.search(r"\w{3}", between):
            return Stamp(day.isoformat() + _clock(after, day), match.start(), match.end() + after.end(), updated)
        ahead = _TIME.search(before)
        if ahead:
            start = max(0, match.start() - 40) + ahead.start()
            return Stamp(day.isoformat() + _clock(ahead, day), start, match.end(), updated)
        return Stamp(day.isoformat(), match.start(), match.end(), updated)
    return None


def find_line(text: str) -> Stamp | None:
    """Find the date of a line that holds nothing but a date, its weekday, time, zone and edition."""
    stamp = find(text)
    if stamp is None:
        return None
    rest = _FILLER.sub("", f"{text[: stamp.start]} {text[stamp.end :]}".lower())
    return stamp if len(re.sub(r"\W", "", rest)) <= 12 else None


# What stands beside a date in a line of several parts: the time, an update, a section, who wrote or edited it.
_PARTS = re.compile(r"\s*[|•·]\s*|\s+/\s+")
_BESIDE = re.compile(r"\d{1,2}[:.]\d\d.{0,30}|[A-ZÀ-Þ][^.?!]{0,60}|\d{1,2}\ min.{0,20}", re.VERBOSE)


def find_among(text: str) -> Stamp | None:
    """Find the date of a line whose parts are set off by bars or dots, such as `Riga | 3 May 2009 | 8:05`."""
    parts = [p for p in _PARTS.split(text.strip()) if p]
    dated = [p for p in parts if find_line(p) is not None]
    if len(parts) < 2 or len(dated) != 1 or not all(p is dated[0] or _BESIDE.fullmatch(p) for p in parts):
        return None
    return find(text)


def find_in_url(url: str) -> Stamp | None:
    """Find the day in an address such as `…/2012/03/02/…`."""
    for match in _URL_DATE.finditer(url[:2000]):
        day = _made(match["y"], match["m"], match["d"])
        if day is not None:
            return Stamp(day.isoformat(), match.start() + 1, match.end())
    return None


def _day(match: re.Match[str]) -> date | None:
    if match["y1"]:
        return _made(match["y1"], match["m1"], match["d1"])
    if match["y2"]:
        return _made(match["y2"], MONTHS[match["m2"]], match["d2"])
    if match["y3"]:
        return _made(match["y3"], MONTHS[match["m3"]], match["d3"])
    if match["y5"]:
        return _made(match["y5"], match["m5"], match["d5"])
    if match["y6"]:
        first, second = int(match["a6"]), int(match["b6"])
        year = ("19" if int(match["y6"]) >= 60 else "20") + match["y6"]
        if first > 12:
            return _made(year, second, first)
        return _made(year, first, second) if second > 12 or first == second else None
    first, second = int(match["a4"]), int(match["b4"])
    if match["sep"] == "." or first > 12 or first == second:
        return _made(match["y4"], second, first)
    # 3/4/2012 is a day in March here and in April there.
    return _made(match["y4"], first, second) if second > 12 else None


def _made(year: str, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _clock(match: re.Match[str], day: date) -> str:
    hour = int(match["hour"] or match["whole"])
    minute = int(match["minute"] or 0)
    half = (match["half"] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23:
        return ""
    return f"T{hour:02}:{minute:02}{_zone(match['zone'], day)}"


def _zone(name: str | None, day: date) -> str:
    if name is None:
        return ""
    if name in _BY_DATE:
        minutes = _BY_DATE[name] + (60 if is_us_summer(day) else 0)
    elif name in _ZONES:
        minutes = _ZONES[name]
    else:
        return ""
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def is_us_summer(day: date) -> bool:
    """Whether the United States keep daylight time on that day (Uniform Time Act of 1966, as amended 1986 and 2005)."""
    if day.year >= 2007:
        first, last = _sunday(day.year, 3, 2), _sunday(day.year, 11, 1)
    elif day.year >= 1987:
        first, last = _sunday(day.year, 4, 1), _last_october(day.year)
    else:
        first, last = _sunday(day.year, 5, 1) - timedelta(7), _last_october(day.year)
    return first <= day < last


def _sunday(year: int, month: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta((6 - first.weekday()) % 7 + 7 * (nth - 1))


def _last_october(year: int) -> date:
    return _sunday(year, 11, 1) - timedelta(7)
