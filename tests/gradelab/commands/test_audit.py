"""The checks of a problem set against answers whose mistake is known, by a command."""

from pathlib import Path

import pytest

from gradelab import cli
from gradelab.commands import audit
from gradelab.core.errors import GradelabError
from trainlab.checks import CheckFailed

ROOT = Path(__file__).parents[3]
PS = "ps1-backprop"
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
