"""How problem set 8 reads figures and watches trainings, and what it says of what it finds."""

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from tests.course import PS8, solution_cells
from trainlab.checks import QUESTIONS, CheckFailed, check

SOLVED: dict = {"np": np, "plt": plt, "Figure": Figure}
exec("from itertools import cycle", SOLVED)
for _name in ("at_budget", "fair", "median_interval", "verdicts", "draw"):
    exec(solution_cells(PS8)[_name], SOLVED)


def said(name, function, **options) -> str:
    with pytest.raises(CheckFailed) as failed:
        check(f"ps8/{name}", function, **options)
    return str(failed.value)


@pytest.mark.parametrize("name", ["at_budget", "fair", "median_interval", "verdicts", "draw"])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_solution_is_right(name, seed):
    check(f"ps8/{name}", SOLVED[name], thorough=True, seed=seed)


def _redrawn(change):
    """Return a draw whose right figure is changed afterwards."""

    def draw(x, runs, x_label, y_label):
        figure = SOLVED["draw"](x, runs, x_label, y_label)
        return change(figure, figure.axes[0]) or figure

    return draw


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda figure, axes: axes, "returned an? Axes; expected a figure of matplotlib"),
        (lambda figure, axes: (figure, axes), "a tuple; expected the figure alone"),
        (lambda figure, axes: Figure(), "a figure without axes"),
        (lambda figure, axes: axes.set_xlabel("") and None, r"\[ps8/draw: no_x_label\]"),
        (lambda figure, axes: axes.get_legend().remove(), r"\[ps8/draw: no_legend\]"),
        (lambda figure, axes: axes.set_title("a title") and None, r"\[ps8/draw: no_count\]"),
        (lambda figure, axes: axes.set_yscale("linear"), r"\[ps8/draw: never_log\]"),
        (lambda figure, axes: [b.remove() for b in axes.collections] and None, "no_band"),
    ],
)
def test_a_figure_of_matplotlib_is_read(change, words):
    import re

    assert re.search(words, said("draw", _redrawn(change)))


def test_a_legend_may_be_the_figures_and_its_title_may_say_how_many():
    def changed(figure, axes):
        axes.get_legend().remove()
        count = axes.get_title()
        axes.set_title("")
        figure.legend(title=count)

    check("ps8/draw", _redrawn(changed), thorough=True)


def test_a_number_that_holds_the_count_is_not_the_count():
    draw = _redrawn(lambda figure, axes: axes.set_title("of 120 and 205 networks") and None)
    assert said("draw", draw, part="count").endswith("[ps8/draw: no_count]")


def test_each_part_of_a_figure_has_points_of_its_own():
    draw = _redrawn(lambda figure, axes: axes.get_legend().remove())
    for part in ("line", "band", "x_label", "y_label", "scale", "count"):
        check("ps8/draw", draw, part=part, thorough=True)
    assert "legend" in said("draw", draw, part="legend")


def test_a_comparison_that_never_ends_is_stopped():
    def fair(train, methods, rates, tuning, fresh, budget):
        while True:
            train(methods[0], rates[0][0], tuning[0], budget)

    assert "trains on and on" in said("fair", fair)


def test_rates_and_starts_of_nobody_are_said():
    def foreign(train, methods, rates, tuning, fresh, budget):
        train(methods[0], 0.123, tuning[0], budget)

    def new(train, methods, rates, tuning, fresh, budget):
        train(methods[0], rates[0][0], 1000, budget)

    assert "by a rate that is not among its own" in said("fair", foreign)
    assert "neither in tuning nor in fresh" in said("fair", new)


def test_short_trainings_lose_the_points_of_the_budget_and_of_what_they_choose():
    def fair(train, methods, rates, tuning, fresh, budget):
        def short(method, rate, start, all_of_it):
            return train(method, rate, start, 100 if start in tuning else budget)

        return SOLVED["fair"](short, methods, rates, tuning, fresh, budget)

    assert "short_tuning" in said("fair", fair, part="whole_budget")
    assert "short_tuning" in said("fair", fair, part="chosen")
    check("ps8/fair", fair, part="calls", thorough=True)


def test_no_case_of_a_usual_question_is_decided_by_one_trap_alone():
    """Each way of choosing a rate wrongly chooses another one than the right way does."""
    question = QUESTIONS["ps8/fair"]
    for case in question.draw(False, 0):
        val, tried = case.inputs["val"], len(case.inputs["tuning"])
        clean = np.where(np.isnan(val), np.inf, val)[:, :, :tried]
        right = np.median(clean, axis=2).argmin(axis=1)
        for wrong in (clean.mean(axis=2), clean.min(axis=2), clean.max(axis=2)):
            assert (wrong.argmin(axis=1) != right).any()
