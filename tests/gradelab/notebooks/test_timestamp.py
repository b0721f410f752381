"""Moments by the names of their time zones; the expected ones are worked out by hand."""

from datetime import datetime

import pytest
from nbgrader.utils import parse_utc

from gradelab.notebooks.timestamp import UnknownZone, in_utc


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-10-01 12:30 CEST", datetime(2026, 10, 1, 10, 30)),
        ("2026-12-01 12:30 CET", datetime(2026, 12, 1, 11, 30)),
        ("2026-10-01 04:30 PDT", datetime(2026, 10, 1, 11, 30)),
        ("2026-10-01 12:30 EST", datetime(2026, 10, 1, 17, 30)),
        ("2026-07-01 12:30 BST", datetime(2026, 7, 1, 11, 30)),
        ("2026-10-01 12:30 JST", datetime(2026, 10, 1, 3, 30)),
        ("2026-10-01 12:30 AEST", datetime(2026, 10, 1, 2, 30)),
        ("2026-10-01 12:30:15.5 Europe/Berlin", datetime(2026, 10, 1, 10, 30, 15, 500000)),
        ("2026-10-01 12:30 America/Argentina/Buenos_Aires", datetime(2026, 10, 1, 15, 30)),
        ("2026-10-25 02:30 CEST", datetime(2026, 10, 25, 0, 30)),
        ("2026-10-25 02:30 CET", datetime(2026, 10, 25, 1, 30)),
        ("Oct 1 2026 12:30 PM CEST", datetime(2026, 10, 1, 10, 30)),
        ("2026-10-01 12:30 PM", datetime(2026, 10, 1, 12, 30)),
        ("2026-10-01T12:30:00Z", datetime(2026, 10, 1, 12, 30)),
        ("2026-10-01T12:30:00+02:00", datetime(2026, 10, 1, 10, 30)),
        ("2026-10-01 12:30 -0700", datetime(2026, 10, 1, 19, 30)),
    ],
)
def test_a_zone_means_what_its_name_says(text, utc):
    assert in_utc(text) == utc


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-01 12:30:00.123456 UTC",
        "2026-10-01 12:30:00",
        "2026-10-01",
        "2026-10-01T12:30:00-03:30",
    ],
)
def test_where_nbgrader_is_right_it_is_the_same(text):
    assert in_utc(text) == parse_utc(text)


@pytest.mark.parametrize("zone", ["XYZ", "Middle/Earth", "IST"])
@pytest.mark.parametrize("before", ["2026-12-01 12:30", "Dec 1 2026 12:30 PM"])
def test_a_zone_that_is_unknown_or_could_be_several_is_refused(before, zone):
    with pytest.raises(UnknownZone, match=zone):
        in_utc(f"{before} {zone}")


def test_the_courses_own_zone_decides_what_an_abbreviation_means():
    assert in_utc("2026-12-01 12:30 IST", "Asia/Kolkata") == datetime(2026, 12, 1, 7)
    assert in_utc("2026-12-01 12:30 IST", "Asia/Jerusalem") == datetime(2026, 12, 1, 10, 30)
    assert in_utc("2026-12-01 12:30 CST", "Asia/Shanghai") == datetime(2026, 12, 1, 4, 30)
    assert in_utc("2026-12-01 12:30 CST", "Europe/Berlin") == datetime(2026, 12, 1, 18, 30)


@pytest.mark.parametrize("text", ["long ago", "CEST", ""])
def test_what_is_no_moment_is_refused(text):
    with pytest.raises((ValueError, OverflowError)):
        in_utc(text)
