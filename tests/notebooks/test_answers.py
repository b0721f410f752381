"""The checks of our problem sets against answers whose mistake is known."""

from collections import Counter
from pathlib import Path

import pytest

from gradelab.commands import audit

ROOT = Path(__file__).parents[2]
#: By problem set, the least number of answers that are wrong and unread, wrong, and right.
SETS = {
    "ps1-backprop": (100, 200, 25),
    "ps2-optimizers": (80, 160, 15),
    "ps3-initialization": (100, 200, 15),
    "ps4-schedules": (100, 200, 15),
    "ps5-second-order": (100, 200, 15),
    "ps6-convolution": (100, 200, 25),
    "ps7-dying-relu": (100, 200, 25),
    "ps8-project": (40, 75, 20),
}
#: By hand: answers written by somebody who had not read the table of mistakes, and by one who had.
HALVES = ("unread", "read")


@pytest.fixture(scope="module", params=SETS)
def audited(request):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        yield audit.run(request.param, None, seeds=3)


def test_no_answer_is_misled_left_alone_missed_or_refused(audited):
    faults = [one for one in audited if one.kind in audit.FAULTS]
    assert not faults, audit.as_text(faults)


@pytest.mark.parametrize("half", HALVES)
def test_most_wrong_answers_are_named_and_nearly_all_localised(audited, half):
    kinds = Counter(one.kind for one in audited if one.group == half)
    assert kinds["named"] >= 0.7 * kinds.total()
    assert kinds["named"] + kinds["localised"] >= 0.9 * kinds.total()


def test_the_bank_is_large_and_half_of_it_unread(audited, request):
    unread, wrong, right = SETS[request.node.callspec.params["audited"]]
    groups = Counter(one.group for one in audited)
    assert groups["unread"] >= unread
    assert groups["unread"] + groups["read"] >= wrong
    assert groups["right"] >= right
    assert all(one.label for one in audited)


def test_every_question_has_right_and_wrong_answers(audited):
    questions = {one.question for one in audited}
    for group in ("unread", "read", "right"):
        assert {one.question for one in audited if one.group == group} == questions
