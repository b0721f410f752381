"""When something was handed in: a moment with the name of its time zone, in UTC."""

import re
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import dateutil.parser

#: A moment, and the name of a zone after it: an abbreviation, or a place such as Europe/Berlin.
_NAMED = re.compile(r"(.*(?:\d|\b[ap]m))\s*\b((?![ap]m$)[a-z][a-z_/-]*)", re.IGNORECASE)
#: RFC 5322, 4.3: abbreviations that mean one thing in dates, though places elsewhere use them too.
_RFC_5322 = {"Z": 0, "UT": 0, "UTC": 0, "GMT": 0}
_RFC_5322 |= {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5}
_RFC_5322 |= {"MST": -7, "MDT": -6, "PST": -8, "PDT": -7}


class UnknownZone(ValueError):
    """A moment names a time zone that is unknown, or that could be several."""


def in_utc(text: str, zone: str = "UTC") -> datetime:
    """Return the moment that a text names, in UTC and without a zone.

    Args:
        text: a date and time in nearly any form; without a zone it is in UTC, as in nbgrader.
        zone: the course's own, which decides what an abbreviation means that many places share.

    Raises:
        UnknownZone: for a zone that is unknown or could be several.
        ValueError, OverflowError: for what is no moment.
    """
    named = _NAMED.fullmatch(text.strip())
    moment: datetime = dateutil.parser.parse(named[1] if named else text, tzinfos=_refuse)
    offset = moment.utcoffset()
    if offset is None:
        offset = _offset(named[2], moment, zone) if named else timedelta()
    return moment.replace(tzinfo=None) - offset


def _refuse(name: str | None, seconds: int | None) -> timedelta | int | None:
    """Take offsets in numbers, and no name that the parser would silently read as UTC."""
    if seconds is None and name is not None:
        raise UnknownZone(f"{name} is no time zone that is known")
    return seconds


def _offset(name: str, moment: datetime, own: str) -> timedelta:
    """Return how far a zone's clocks are ahead of UTC at a moment on them."""
    ours = _meanings(name, moment, {own})
    if len(ours) == 1:
        return ours.pop()
    if name.upper() in _RFC_5322:
        return timedelta(hours=_RFC_5322[name.upper()])
    found = _meanings(name, moment, available_timezones())
    if len(found) > 1:
        raise UnknownZone(f"{name} is the name of several time zones")
    if found:
        return found.pop()
    if name not in available_timezones():
        raise UnknownZone(f"{name} is no time zone that is known")
    return _zone(name).utcoffset(moment) or timedelta()


def _meanings(name: str, moment: datetime, zones: set[str]) -> set[timedelta]:
    """Return the offsets of all zones whose clocks have this abbreviation at the moment."""
    twice = [moment, moment.replace(fold=1)]  # the hour that comes again in autumn
    return {
        offset
        for zone in map(_zone, zones)
        for one in twice
        if zone.tzname(one) == name.upper() and (offset := zone.utcoffset(one)) is not None
    }


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
