"""The standardized line, against gradient descent step by step in PyTorch and against SciPy."""

import numpy as np
import pytest
import torch
from scipy import stats

from tests.trainlab.experiments.claims import plain
from trainlab import experiments
from trainlab.experiments.claims import standardization as line


def _descended(x, y, lr, steps):
    """Return the loss over its least value, by autograd and torch.optim."""
    x, y = torch.tensor(x), torch.tensor(y)
    theta = torch.tensor(line.START, dtype=torch.float64, requires_grad=True)
    rule = torch.optim.SGD([theta], lr=lr)

    def loss():
        return (theta[0] + theta[1] * x - y).square().mean()

    for _ in range(steps):
        rule.zero_grad()
        loss().backward()
        rule.step()
    slope, intercept = np.polyfit(x, y, 1)
    return loss().item() - float(np.mean((intercept + slope * x.numpy() - y.numpy()) ** 2))


@pytest.mark.parametrize("kind", line.KINDS)
@pytest.mark.parametrize("units", ["x on (0, 1)", "x on (9, 10)"])
def test_the_closed_form_is_descent_step_by_step(kind, units):
    x, y = line.draw(plain.settings(3), units)
    found = line.bowls(line.seen(x, kind), y)
    for lr, steps in ((line.LR, 200), (0.9 * float(found.best.min()), 30)):
        excess = found.excess(lr, steps)
        for e in range(3):
            expected = _descended(line.seen(x, kind)[e], y[e], lr, steps)
            assert excess[e] == pytest.approx(expected, rel=1e-6, abs=1e-10)


def test_the_steps_are_the_first_that_arrive():
    x, y = line.draw(plain.settings(50), line.MAIN)
    found = line.bowls(x, y)
    steps = found.steps()
    assert (found.excess(found.best, steps) < line.ARRIVED).all()
    assert (found.excess(found.best, steps - 1) >= line.ARRIVED).all()


def test_what_descent_sees_is_what_scipy_makes_of_it():
    x, _ = line.draw(plain.settings(4), "x on (0, 10)")
    expected = {
        "z_score": stats.zscore(x, axis=1),
        "min_max": (x - x.min(axis=1)[:, None]) / np.ptp(x, axis=1)[:, None],
        "centred": x - stats.tmean(x, axis=1)[:, None],
    }
    for kind, values in expected.items():
        np.testing.assert_allclose(line.seen(x, kind), values, atol=1e-12)


def test_a_line_of_three_points_by_hand():
    """x = 1, 2, 3: twice the moments are [[2, 4], [4, 28/3]]; standardized, twice the identity."""
    x, y = np.array([[1.0, 2.0, 3.0]]), np.array([[5.0, 8.0, 11.0]])
    line_points, line.POINTS = line.POINTS, 3
    try:
        raw = line.bowls(x, y)
        z = line.bowls(np.array([[-1.5, 0.0, 1.5]]) / 1.5**0.5, y)
        again = line.bowls((x - 2) * 1.5**0.5, y, same_line=x)
    finally:
        line.POINTS = line_points
    np.testing.assert_allclose(raw.curvature[0].sum(), 2 + 28 / 3)
    np.testing.assert_allclose(raw.curvature[0].prod(), 2 * 28 / 3 - 16)
    np.testing.assert_allclose(z.curvature, [[2, 2]])
    assert z.steps() == 1
    # 3x + 2 is the minimum; the line 5x + 10 lies 2x + 8 above it: a mean square of 440 / 3.
    assert again.excess(0.0, 0) == pytest.approx(440 / 3)


def test_the_claim_holds_with_few_draws():
    result = experiments.run(
        "standardized-line", networks=40, quick=True, device="cpu", progress=False
    )
    assert result.holds is True
    assert result.measured["steps without over with, x on (0, 1)"] > 30
    assert "arrives in 1 step" in result.verdict
    assert result.verdict.endswith("it diverges with x on (0, 100).")
    assert "1 standardized" in result.picture().alt
