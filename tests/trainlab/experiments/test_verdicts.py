"""Verdicts from intervals, against all the values that the intervals allow."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainlab.experiments import verdicts

INTERVALS = st.lists(st.integers(0, 6), min_size=2, max_size=2).map(lambda ends: (*sorted(ends),))


def _values(interval):
    """Whole numbers and halves from end to end."""
    return [i / 2 for i in range(2 * interval[0], 2 * interval[1] + 1)]


@given(INTERVALS, INTERVALS)
def test_one_interval_is_lower_where_every_value_is(mine, yours):
    pairs = [*itertools.product(_values(mine), _values(yours))]
    word = verdicts.compared(mine, yours)
    assert (word == "lower") == all(one < other for one, other in pairs)
    assert (word == "higher") == all(one > other for one, other in pairs)
    assert word in ("lower", "higher", "undecided")


@given(INTERVALS, st.integers(0, 6))
def test_above_a_bound_means_every_value_is(interval, bound):
    word = verdicts.above(interval, bound)
    assert (word == "yes") == all(value > bound for value in _values(interval))
    assert (word == "no") == all(value < bound for value in _values(interval))


@given(INTERVALS, INTERVALS)
def test_within_bounds_means_every_value_is(interval, bounds):
    low, high = bounds
    word = verdicts.within(interval, low, high)
    inside = [low < value < high for value in _values(interval)]
    outside = [not low <= value <= high for value in _values(interval)]
    assert (word == "yes") == all(inside)
    assert (word == "no") == (all(outside) and (interval[1] < low or interval[0] > high))


@given(st.lists(INTERVALS, min_size=1, max_size=4))
def test_intervals_are_alike_where_they_share_a_value(intervals):
    shared = set.intersection(*(set(_values(interval)) for interval in intervals))
    assert verdicts.alike(*intervals) == bool(shared)


@pytest.mark.parametrize(
    ("answers", "agreement"),
    [
        (["yes"], True),
        (["yes", "yes"], True),
        (["no", "no"], False),
        (["yes", "no"], None),
        (["undecided"], None),
        (["yes", "undecided"], None),
        ([], None),
    ],
)
def test_answers_agree_when_all_say_yes_or_all_say_no(answers, agreement):
    assert verdicts.agreed(answers) is agreement


def test_a_claim_in_parts_holds_or_is_told_part_by_part():
    assert verdicts.in_parts({"it leaves": "yes", "it arrives": "yes"}) is True
    assert verdicts.in_parts({"it leaves": "no"}) is False
    told = verdicts.in_parts({"it leaves": "yes", "it arrives": "undecided"})
    assert told == "It holds in part: it leaves: yes; it arrives: undecided."


def test_cases_stand_together_by_their_answer():
    assert verdicts.by_answer({"a": "no", "b": "yes", "c": "no"}) == {
        "no": ["a", "c"],
        "yes": ["b"],
    }
