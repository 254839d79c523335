"""The normal form of a date that a container declares in a form of its own."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(
    r"""(?P<day>\d{4}-\d\d-\d\d)
        (?:[T ]\s?(?P<time>\d\d:\d\d)(?::(?P<seconds>\d\d)(?:[.,]\d{1,9})?)?
           \s?(?P<zone>Z|UTC|[+-]\d\d:?\d\d|[+-]\d\d)?)?$""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_ISO_BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T\d{6}Z?)?$", re.ASCII)
_SLASHED = re.compile(r"(\d{4})/(\d\d?)/(\d\d?)$", re.ASCII)
_MAIL = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),\s)?\d{1,2}\s[A-Z][a-z]{2}\s\d{4}\s\d\d:\d\d(?::\d\d)?\s(?:GMT|UT|UTC|Z|[+-]\d{4})$",
    re.ASCII,
)
_EPOCH = re.compile(r"\d{9,10}$|\d{12,13}$", re.ASCII)


def normal_date(stated: str) -> str | None:
    """Give the ISO form of a date as a container states it, or None where its form is not unambiguous.

    Known: ISO 8601 and its basic form, YYYY/MM/DD, RFC 2822, and epoch seconds or milliseconds (from 1973 on).
    The result is a day, or a day with time and zone, to the minute. A time without a zone says nothing that can be
    cited, and midnight is what programs write for "no time": both leave the day alone.

    >>> normal_date("2012-03-02T14:05:33Z"), normal_date("Fri, 02 Mar 2012 14:05:00 -0500")
    ('2012-03-02T14:05+00:00', '2012-03-02T14:05-05:00')
    >>> normal_date("2012-03-02 00:00:00"), normal_date("03/04/2012")
    ('2012-03-02', None)
    """
    stated = stated.strip()
    if len(stated) > 60:
        return None
    try:
        return _iso(stated) or _compact(stated) or _mail(stated)
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _iso(stated: str) -> str | None:
    found = _ISO.match(stated)
    if found is None:
        slashed = _SLASHED.match(stated)
        return None if slashed is None else _day(date(*map(int, slashed.groups())))
    day = date.fromisoformat(found["day"])
    if not found["time"] or not found["zone"]:
        return _day(day)
    zone = found["zone"].upper()
    if zone in ("Z", "UTC"):
        zone = "+00:00"
    return _moment(datetime.fromisoformat(f"{day.isoformat()}T{found['time']}:{found['seconds'] or '00'}{zone}"))


def _compact(stated: str) -> str | None:
    basic = _ISO_BASIC.match(stated)
    if basic is not None:
        return _day(date(*map(int, basic.groups())))
    if _EPOCH.match(stated) is None:
        return None
    seconds = int(stated) / (1 if len(stated) <= 10 else 1000)
    return _moment(datetime.fromtimestamp(seconds, UTC))


def _mail(stated: str) -> str | None:
    if _MAIL.match(stated) is None:
        return None
    return _moment(parsedate_to_datetime(re.sub(r"(?:UTC|UT|Z)$", "GMT", stated)))


def _day(day: date) -> str | None:
    return day.isoformat() if 1500 <= day.year <= 2200 else None


def _moment(moment: datetime) -> str | None:
    if moment.hour == moment.minute == moment.second == 0 or moment.tzinfo is None:
        return _day(moment.date())
    return moment.isoformat(timespec="minutes") if 1500 <= moment.year <= 2200 else None
