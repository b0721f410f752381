"""The right answers to problem set 8 against SciPy, all orders of coins, and plain loops."""

from itertools import product

import numpy as np
import pytest
from scipy import stats

from trainlab.checks import QUESTIONS


def _cases(name, seed=3):
    question = QUESTIONS[f"ps8/{name}"]
    return [
        (case.title, case.inputs, question.expected(**case.inputs))
        for case in question.draw(True, seed)
    ]


@pytest.mark.parametrize(("title", "given", "expected"), _cases("at_budget"))
def test_what_a_budget_buys_step_by_step(title, given, expected):
    for budget, reached in zip(given["budgets"], expected["reached"], strict=True):
        steps = [k for k, spent in enumerate(given["spent"]) if spent <= budget]
        loss = given["losses"][max(steps)]
        assert reached == (np.inf if np.isnan(loss) else loss)


@pytest.mark.parametrize(("title", "given", "expected"), _cases("median_interval"))
def test_the_coverage_is_that_of_scipys_binomial_distribution(title, given, expected):
    n, level = len(given["values"]), given["level"]
    ordered = np.sort(np.where(np.isnan(given["values"]), np.inf, given["values"]))
    k = np.arange(1, n // 2 + 1)
    covered = 1 - 2 * stats.binom.cdf(k - 1, n, 0.5)
    enough = k[covered >= level - 1e-13]
    if not len(enough):
        assert [*expected.values()] == [-np.inf, np.inf, 1.0]
        return
    best = enough[-1]
    assert expected["low"] == ordered[best - 1]
    assert expected["high"] == ordered[n - best]
    assert expected["coverage"] == pytest.approx(covered[best - 1], abs=1e-13)


def test_the_coverage_is_that_of_all_orders_of_few_coins():
    values = np.arange(7.0)
    expected = QUESTIONS["ps8/median_interval"].expected(values=values, level=0.8)
    k = int(expected["low"]) + 1
    tosses = [sum(coins) for coins in product((0, 1), repeat=7)]
    assert expected["coverage"] == np.mean([k <= heads <= 7 - k for heads in tosses])


def test_intervals_of_drawn_values_cover_as_often_as_they_say():
    rng, question = np.random.default_rng(5), QUESTIONS["ps8/median_interval"]
    values = rng.exponential(size=(4000, 12))
    found = [question.expected(values=row, level=0.9) for row in values]
    covers = np.mean([one["low"] <= np.log(2) <= one["high"] for one in found])
    expected = float(found[0]["coverage"])
    # Five standard deviations: a false alarm in two million.
    assert abs(covers - expected) < 5 * np.sqrt(expected * (1 - expected) / len(values))


@pytest.mark.parametrize(("title", "given", "expected"), _cases("verdicts"))
def test_a_verdict_is_that_of_a_sign_test_by_scipy(title, given, expected):
    results, others = given["results"], len(given["results"]) - 1
    error = (1 - given["level"]) / others
    for m in range(others):
        with np.errstate(invalid="ignore"):
            signs = np.sign(np.nan_to_num(results[m + 1] - results[0], nan=0.0))
        verdict = 0
        for sign in (-1, 1):
            # What is 0 speaks against both sides.
            wins, n = int((signs == sign).sum()), len(signs)
            if 2 * stats.binom.sf(wins - 1, n, 0.5) <= error + 1e-12:
                verdict = sign
        assert expected["verdict"][m] == verdict


@pytest.mark.parametrize(("title", "given", "expected"), _cases("fair"))
def test_a_fair_comparison_by_plain_loops(title, given, expected):
    clean = lambda v: np.inf if np.isnan(v) else v
    tried = len(given["tuning"])
    for m in range(len(given["methods"])):
        medians = [np.median([clean(v) for v in row[:tried]]) for row in given["val"][m]]
        best = medians.index(min(medians))
        assert expected["chosen"][m] == given["rates"][m, best]
        tests = [clean(v) for v in given["test"][m, best, tried:]]
        np.testing.assert_array_equal(expected["results"][m], tests)


@pytest.mark.parametrize(("title", "given", "expected"), _cases("draw"))
def test_lines_are_numpys_medians_and_bands_scipys_intervals(title, given, expected):
    for number, losses in enumerate(given["runs"].values(), start=1):
        n = len(losses)
        k = int(stats.binom.ppf(0.025, n, 0.5))
        np.testing.assert_allclose(expected[f"line{number}"], np.median(losses, axis=0))
        ordered = np.sort(losses, axis=0)
        np.testing.assert_array_equal(expected[f"band{number}"], ordered[[k - 1, n - k]])
