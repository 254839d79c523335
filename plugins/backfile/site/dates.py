"""Dates as the front matter has them, and as the pages show them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from gettext import NullTranslations

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY, MONTH = "{day} {month} {year}", "{month} {year}"

_ISO = re.compile(
    r"""(?P<day>\d{4}-\d\d-\d\d)
        (?:[T ]\ ?(?P<time>\d\d?:\d\d(?::\d\d(?:\.\d+)?)?)\ ?(?P<zone>Z|[+-]\d\d:?\d\d)?)?""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class DateWords:
    """How the pages write dates: the names of months and days, and the order of a day's parts and of a month's."""

    months: tuple[str, ...] = MONTHS
    weekdays: tuple[str, ...] = WEEKDAYS
    day: str = DAY
    month: str = MONTH

    @classmethod
    def of(cls, translations: NullTranslations) -> DateWords:
        """Take them from the interface's translations."""
        _ = translations.gettext
        return cls(tuple(map(_, MONTHS)), tuple(map(_, WEEKDAYS)), _(DAY), _(MONTH))

    def day_text(self, day: date) -> str:
        """A day as the pages show it: "2 March 2012"."""
        return self.day.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def month_text(self, year: str, month: int) -> str:
        """A month as the pages show it: "March 2012"."""
        return self.month.format(month=self.months[month - 1], year=year)


ENGLISH = DateWords()


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date, with a time and zone where the source printed them.

    iso: as schema.org and `<time datetime>` want it. order: sorts by what was printed; a bare day comes before the
    times of that day.
    """

    moment: datetime
    iso: str
    text: str
    weekday: str
    time_text: str
    day_url: str
    order: str


@lru_cache(maxsize=10_000)
def read_date(value: str | None, words: DateWords = ENGLISH) -> Stamp | None:
    """Read a front matter's date; None stays None.

    Raises ValueError for anything but an ISO 8601 day, alone or with a time and zone.
    """
    if not value:
        return None
    match = _ISO.fullmatch(value)
    if match is None:
        raise ValueError(f"date: {value!r} is no date; write it as 2012-03-02 or 2012-03-02T14:05+01:00")
    zone = (match["zone"] or "").replace("Z", "+00:00")
    time = match["time"] or ""
    if time and time[1] == ":":
        time = f"0{time}"
    try:
        day = date.fromisoformat(match["day"])
        moment = datetime.fromisoformat(f"{match['day']}T{time or '00:00'}{zone}")
    except ValueError as error:
        raise ValueError(f"date: {value!r} is no date ({error})") from error
    iso = f"{match['day']}T{time}{zone}" if time else match["day"]
    return Stamp(
        moment=moment,
        iso=iso,
        text=words.day_text(day),
        weekday=words.weekdays[day.weekday()],
        time_text=f"{time[:5]} {_zone_text(zone)}".strip() if time else "",
        day_url=f"{day.year:04d}/{day.month:02d}/{day.day:02d}/",
        order=iso[:19],
    )


def _zone_text(zone: str) -> str:
    if zone in ("+00:00", "+0000"):
        return "GMT"
    return f"GMT{zone[:3].replace('-', '−')}:{zone[-2:]}".removesuffix(":00") if zone else ""
