"""The page of notation lists exactly the letters of each lecture's formulas."""

import re
from collections import defaultdict

import pytest

from tests.lectures import COURSE, LECTURES, markdown, rows
from tests.notebooks.letters import letters

ROWS = rows(markdown(COURSE / "notation.ipynb"))


def _listed():
    """The letters by lecture, as the tables have them."""
    listed = defaultdict(set)
    for symbol, *_, where in ROWS:
        for number in where.split(", "):
            listed[number] |= letters(symbol)
    return listed


def test_a_row_is_of_one_letter_with_its_meaning_and_lectures_in_order():
    for symbol, meaning, *_, where in ROWS:
        assert len(letters(symbol)) == 1, symbol
        assert meaning
        assert re.fullmatch(r"\d\d(, \d\d)*", where), where
        assert where == ", ".join(sorted(set(where.split(", "))))


def test_no_row_is_of_a_lecture_that_is_not_there():
    assert _listed().keys() <= {path.name[:2] for path in LECTURES}


@pytest.mark.parametrize("lecture", LECTURES, ids=lambda path: path.stem)
def test_it_lists_the_letters_of_a_lecture(lecture):
    # What stands after this heading, and the references, are the letters of others.
    used = letters(markdown(lecture).partition("### Where the sources differ")[0])
    listed = _listed()[lecture.name[:2]]
    lacking, idle = sorted(used - listed), sorted(listed - used)
    assert not lacking, f"{lecture.name} uses {lacking}, and no row of notation.ipynb says so"
    assert not idle, f"rows of notation.ipynb name {lecture.name}, which nowhere has {idle}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"$$W x + b$$ by $\overline{x^2}$", {"W", "x", "b", "bar"}),
        (r"$\varphi_i$, $\Phi$, $\phi$", {"varphi", "i", "Phi", "phi"}),
        (r"$h_{\max}$, $d_\text{in}$, $\text{a \textbf{b}}$, $\sin \le \ldots$", {"h", "d"}),
        (r"$\mathbb{R}^d$, $\mathbb E R$", {"mathbb R", "d", "mathbb E", "R"}),
        ("`$a$`, ```\n$b$\n``` and c", set()),
        (r"$\theta'$", {"theta", "'"}),
    ],
)
def test_letters_are_those_of_formulas(text, expected):
    assert letters(text) == expected
