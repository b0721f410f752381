"""The checks of our problem sets against answers whose mistake is known; of others by a command."""

from collections import Counter
from pathlib import Path

import pytest

from gradelab import cli
from gradelab.commands import audit
from gradelab.core.errors import GradelabError
from trainlab.checks import CheckFailed

ROOT = Path(__file__).parents[3]
PS = "ps1-backprop"
#: By problem set, the least number of answers that are wrong and unread, wrong, and right.
SETS = {
    PS: (100, 200, 25),
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


ANSWERS = """
# %% [sigmoid] a name that is right
def tanh_forward(z):
    return 1 / (1 + np.exp(-z))

# %% [slope] a name that is wrong
def tanh_forward(z):
    return 1 / (1 + np.exp(-z))

# %% nothing known
def tanh_forward(z):
    return np.tanh(z) + z**7

# %% [odd] told a number alone
def tanh_forward(z):
    return np.tanh(z) + 0.3 * z**6

# %% [right] but it is not
def tanh_forward(z):
    return z

# %% [none] but it is right
def tanh_forward(z):
    return np.tanh(z)
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    (tmp_path / "answers.py").write_text(ANSWERS)
    return tmp_path


def test_an_instructors_own_answers_are_told_apart(folder):
    kinds = [one.kind for one in audit.run(PS, folder, seeds=1)]
    assert kinds == ["named", "misleading", "unlabelled", "useless", "refused", "missed"]


def test_the_command_prints_a_table_and_what_answers_are_told(folder, capsys):
    asked = ["audit", PS, "--answers", str(folder), "--seeds", "1"]
    assert cli.main(asked) == 1
    head, counts, *rest = capsys.readouterr().out.splitlines()
    assert head.split() == ["answers", *audit.KINDS[1:3], *audit.FAULTS]
    assert counts.split() == ["all", *"111111"]
    assert any(line.endswith("answers.py:10: unlabelled: no label: nothing known") for line in rest)


def test_a_name_may_be_one_of_two_where_one_alone_shows(folder):
    (folder / "answers.py").write_text(
        "# %% [log_of_zero+wrong_sign]\ndef softmax_cross_entropy(u, y):\n"
        "    p = np.exp(u - u.max(axis=1, keepdims=True))\n"
        "    p = p / p.sum(axis=1, keepdims=True)\n"
        "    hot = np.eye(u.shape[1])[y]\n"
        "    return -np.log(p[range(len(y)), y]).mean(), (hot - p) / len(y)\n"
    )
    (one,) = audit.run(PS, folder, seeds=1)
    assert one.kind == "named"


@pytest.mark.parametrize(
    ("told", "label", "thorough", "kind"),
    [
        ("a", "a", True, "named"),
        ("a", "a+b", False, "named"),
        ("a", "a+b", True, "misleading"),
        ("a+more", "a+b", True, "named"),
        ("a+more", "a", False, "named"),
        ("a+more", "b", False, "misleading"),
        ("a+b", "a", False, "misleading"),
    ],
)
def test_a_name_with_more_is_true_where_it_is_one_of_those_on_the_label(
    told, label, thorough, kind
):
    assert audit._failed(label, CheckFailed("no", "ps9/f", told), thorough) == kind


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "defines none of the functions"),
        ("def g(x):\n    return x", "none of the functions"),
        ("def tanh_forward(z:\n    return z", r"answers.py:1 is no Python: .*line 1"),
        (
            "tanh_forward = tanh",
            r"answers.py:1 cannot be run: NameError: name 'tanh' is not defined",
        ),
    ],
)
def test_a_file_that_answers_nothing_is_an_error(folder, text, words):
    (folder / "answers.py").write_text(text)
    with pytest.raises(GradelabError, match=words):
        audit.run(PS, folder, seeds=1)


def test_a_folder_without_answers_is_an_error(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    with pytest.raises(GradelabError, match="holds no answers"):
        audit.run(PS, tmp_path, seeds=1)
