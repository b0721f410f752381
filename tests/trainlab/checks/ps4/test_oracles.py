"""The oracles of problem set 4, NumPy alone, against torch, SciPy, closed forms, known curves."""

import numpy as np
import pytest
import torch
from scipy import optimize, stats
from torch.optim import lr_scheduler

from trainlab.checks import QUESTIONS
from trainlab.checks.ps4 import dropping

CASES = {"rtol": 1e-9, "atol": 1e-12}


def _cases(name, seed=2):
    q = QUESTIONS[f"ps4/{name}"]
    for case in q.draw(True, seed):
        yield case.title, case.inputs, q.expected(**case.inputs)


def _double(array, grad=False):
    return torch.tensor(np.asarray(array, dtype=np.float64), requires_grad=grad)


def _run(make, lr, steps, **settings):
    """Return rates and momenta of the first so many steps under a schedule of torch."""
    rule = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=lr, momentum=0.5)
    schedule, rates, momenta = make(rule, **settings), [], []
    for step in range(steps):
        rates.append(rule.param_groups[0]["lr"])
        momenta.append(rule.param_groups[0]["momentum"])
        rule.step()
        if step < steps - 1:
            schedule.step()
    return np.array(rates), np.array(momenta)


def test_decay_is_torchs():
    for title, i, expected in _cases("decay"):
        steps, factor = int(np.max(i["t"])) + 1, i.get("factor", 0.5)
        if i.get("smooth"):
            gamma = factor ** (1 / i["every"])
            rates, _ = _run(lr_scheduler.ExponentialLR, i["lr"], steps, gamma=gamma)
        else:
            settings = {"step_size": i["every"], "gamma": factor}
            rates, _ = _run(lr_scheduler.StepLR, i["lr"], steps, **settings)
        (found,) = expected.values()
        np.testing.assert_allclose(found, rates[i["t"]], **CASES, err_msg=title)


def test_cosine_is_torchs_to_its_end_and_low_after_it():
    for title, i, expected in _cases("cosine"):
        low, t = i.get("low", 0.0), np.asarray(i["t"])
        settings = {"T_max": i["steps"], "eta_min": low}
        rates, _ = _run(lr_scheduler.CosineAnnealingLR, i["high"], i["steps"] + 1, **settings)
        if "within" in expected:
            right = rates[t[t <= i["steps"]]]
            np.testing.assert_allclose(expected["within"], right, **CASES, err_msg=title)
        if "beyond" in expected:
            np.testing.assert_allclose(expected["beyond"], low, atol=1e-12, err_msg=title)
            assert expected["beyond"].size == (t > i["steps"]).sum()


def test_warm_restarts_are_torchs():
    for title, i, expected in _cases("warm_restarts"):
        settings = {"T_0": i["period"], "T_mult": i.get("growth", 1), "eta_min": i.get("low", 0.0)}
        steps = int(np.max(i["t"])) + 1
        rates, _ = _run(lr_scheduler.CosineAnnealingWarmRestarts, i["high"], steps, **settings)
        (found,) = expected.values()
        np.testing.assert_allclose(found, rates[i["t"]], **CASES, err_msg=title)


def test_power_decay_is_torchs_with_a_factor_of_the_first_rate():
    for title, i, expected in _cases("power_decay"):
        factors = (1.0 + i["c"] * np.arange(i["epochs"])) ** -i["power"]
        rates, _ = _run(lr_scheduler.LambdaLR, i["lr"], i["epochs"], lr_lambda=factors.__getitem__)
        np.testing.assert_allclose(expected["rates"], rates, **CASES, err_msg=title)


def test_polynomial_decay_is_torchs():
    for title, i, expected in _cases("polynomial_decay"):
        settings = {"total_iters": i["steps"], "power": i["power"]}
        rates, _ = _run(lr_scheduler.PolynomialLR, i["lr"], i["steps"], **settings)
        np.testing.assert_allclose(expected["rates"], rates, **CASES, err_msg=title)


def test_the_listings_do_what_the_mistakes_named_after_them_do():
    lr, power, steps = 0.8, 0.5, 30
    squared, _ = _run(
        lr_scheduler.LambdaLR, lr, steps, lr_lambda=lambda t: lr * (1 - t / steps) ** power
    )
    (listed,) = QUESTIONS["ps4/polynomial_decay"].mistakes["as_listed"].variants
    np.testing.assert_allclose(listed(lr, power, steps), squared, **CASES)

    compounded, _ = _run(
        lr_scheduler.MultiplicativeLR, lr, steps, lr_lambda=lambda t: (1 + 0.1 * t) ** -power
    )
    (listed,) = QUESTIONS["ps4/power_decay"].mistakes["as_listed"].variants
    np.testing.assert_allclose(listed(lr, 0.1, power, steps), compounded, **CASES)

    settings = {"base_lr": lr / 25, "max_lr": lr, "step_size_up": 3}
    cycles, momenta = _run(lr_scheduler.CyclicLR, lr, steps, **settings)
    listed = QUESTIONS["ps4/one_cycle"].mistakes["as_listed"].variants[0]
    np.testing.assert_allclose(listed(np.arange(steps), lr, steps), (cycles, momenta), **CASES)


def test_one_cycle_is_torchs_rate_and_momentum():
    for title, i, expected in _cases("one_cycle"):
        settings = {"max_lr": i["high"], "total_steps": i["steps"], "pct_start": i.get("rise", 0.3)}
        rates, momenta = _run(lr_scheduler.OneCycleLR, 1.0, i["steps"], **settings)
        np.testing.assert_allclose(expected["rate"], rates[i["t"]], **CASES, err_msg=title)
        np.testing.assert_allclose(expected["momentum"], momenta[i["t"]], **CASES, err_msg=title)


def test_the_plateau_is_torchs_look_for_look():
    for title, i, expected in _cases("Plateau"):
        rule = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=i["lr"])
        theirs = lr_scheduler.ReduceLROnPlateau(
            rule,
            factor=i.get("factor", 0.5),
            patience=i["patience"],
            threshold=0,
            min_lr=i.get("lowest", 0.0),
            eps=0,
        )
        rates = []
        for loss in i["losses"]:
            theirs.step(loss)
            rates.append(rule.param_groups[0]["lr"])
        np.testing.assert_allclose(expected["rates"], rates, **CASES, err_msg=title)


#: Where low and high are, by the way in which the curves are built.
BOUNDS = {
    "a curve of 60 steps": (12, 42),
    "a loss that falls late": (31, 48),
    "a loss that rises now and then": (14, 45),
    "a loss that never shoots up": (12, 59),
    "a loss that ends in inf": (12, 42),
    "a loss that is inf at once": (12, 42),
    "lowest at the end": (12, 30),
    "a lowest loss that comes twice": (12, 34),
    "losses below 0": (12, 42),
    "a small fall": (12, 42),
    "rates by equal differences": (12, 42),
    "exactly a tenth": (2, 6),
}


@pytest.mark.parametrize("seed", range(3))
def test_bounds_are_where_the_curves_were_built_to_have_them(seed):
    found = {}
    for title, i, expected in _cases("range_bounds", seed):
        low, high = (int(np.argmin(abs(i["rates"] - expected[n]))) for n in ("low", "high"))
        found[title] = low, high
        assert i["rates"][low] == expected["low"]
        assert expected["pick"] == i["rates"][high] / 2
    assert found == BOUNDS


def _ridge_loss(w, b, i):
    errors = _double(i["x"]) @ w + b - _double(i["y"])
    return (errors**2).sum() + i["alpha"] / 2 * (w**2).sum()


def test_the_gradient_of_ridge_is_autograds():
    for title, i, expected in _cases("ridge_gradient"):
        w, b = _double(i["w"], True), _double(i["b"], True)
        _ridge_loss(w, b, i).backward()
        np.testing.assert_allclose(expected["dw"], w.grad, **CASES, err_msg=title)
        np.testing.assert_allclose(expected["db"], b.grad, **CASES, err_msg=title)


def test_the_gradient_is_zero_at_the_weights_of_ridge():
    for title, i, expected in _cases("ridge"):
        w, b = _double(expected["w"], True), _double(expected["b"], True)
        _ridge_loss(w, b, i).backward()
        size = (i["x"] ** 2.0).sum() * (abs(expected["w"]).max() + abs(expected["b"])) + 1
        assert abs(w.grad).max() < 1e-11 * size, title
        assert abs(b.grad) < 1e-11 * size, title


def test_a_constant_column_has_no_weight_and_equal_ones_share_theirs():
    found = {title: expected["w"] for title, _, expected in _cases("ridge")}
    assert abs(found["a constant column"][1]) < 1e-12
    first, second = found["two columns alike"]
    assert first == pytest.approx(second, rel=1e-9)


def _value(v, u, lr, l1, l2):
    return (v - u) ** 2 / (2 * lr) + l1 * abs(v) + l2 * v**2 / 2


def test_the_proximal_step_is_scipys_minimum():
    for title, i, expected in _cases("proximal_step"):
        u = np.asarray(i["w"] - i["lr"] * i["gradient"], dtype=np.float64)
        lr, l1, l2 = i["lr"], i["l1"], i.get("l2", 0.0)
        for index, center in np.ndenumerate(u):
            least = optimize.minimize_scalar(
                _value,
                bounds=(-9, 9),
                args=(center, lr, l1, l2),
                method="bounded",
                options={"xatol": 1e-10},
            ).x
            assert expected["w"][index] == pytest.approx(least, abs=1e-5), title
        if not l2:
            right = torch.nn.functional.softshrink(_double(u), lr * l1)
            np.testing.assert_allclose(expected["w"], right, **CASES, err_msg=title)


def test_what_the_threshold_stops_is_zero_to_the_last_bit():
    for title, i, expected in _cases("proximal_step"):
        u = np.asarray(i["w"] - i["lr"] * i["gradient"], dtype=np.float64)
        np.testing.assert_array_equal(expected["w"] == 0, abs(u) <= i["lr"] * i["l1"], title)


def test_the_strengths_of_dropout_are_wagers():
    for title, i, expected in _cases("dropout_ridge"):
        x, y, p = i["x"] * 1.0, i["y"], i["p"]
        products = x.T @ x / len(x)
        alpha = 2 * p / (1 - p) * np.diag(products)
        w = np.linalg.solve(products + np.diag(alpha) / 2, x.T @ y / len(x))
        np.testing.assert_allclose(expected["alpha"], alpha, rtol=1e-9, atol=1e-12, err_msg=title)
        np.testing.assert_allclose(expected["w"], w, rtol=1e-8, atol=1e-10, err_msg=title)


# The law of dropout: what passes, and what fails.

#: Numbers in each case, and how rare a wrong verdict is to be.
COUNT, RARE = 20_000, 1e-6


def _passes(kept, p):
    """Probability that a mask that keeps with one probability passes for one that drops p."""
    expected = 1 - p
    bound = dropping.TOLERANCE * (1 + expected)
    share = stats.binom(COUNT, kept)
    return share.cdf((expected + bound) * COUNT) - share.cdf((expected - bound) * COUNT)


def _drop_rates():
    return sorted({i["p"] for _, i, _ in _cases("dropout") if i.get("training", True)})


def test_cases_have_as_many_numbers():
    assert {np.prod(i["shape"]) for _, i, _ in _cases("dropout")} == {COUNT}


@pytest.mark.parametrize("p", _drop_rates())
def test_a_right_dropout_fails_rarer_than_once_in_a_million(p):
    # Products of neighbours have a deviation of the variance over the root of their number.
    two_means = 2 * 2 * stats.norm.sf(0.99 * dropping.NEARLY_ZERO * np.sqrt(COUNT - 200))
    few = np.prod(dropping.SMALL)
    # Two small masks are equal by chance; all repeated ones keep as many; all rows nearly so.
    equal = 2 * (p**2 + (1 - p) ** 2) ** few
    as_many = stats.binom(few, p).pmf(range(few + 1)).max() ** (dropping.REPEATS - 1)
    # The counts of 100 rows of 200 are nearly normal.
    alike = stats.chi2(99).cdf(100 * dropping.LEAST_VARIED)
    by_chance = two_means + equal + as_many + alike if p else 0.0
    assert 1 - _passes(1 - p, p) + by_chance < RARE


@pytest.mark.parametrize("kept", ["p", "half", "normal", "all"])
def test_another_share_passes_both_usual_cases_rarer_than_once_in_a_million(kept):
    both = 1.0
    for p in (0.2, 0.7):
        share = {"p": p, "half": 0.5, "normal": stats.norm.sf(p), "all": 1.0}[kept]
        both *= _passes(share, p)
    assert both < RARE


def test_torchs_dropout_passes():
    drop = dropping.dropout

    def theirs(a, p, rng, training=True):
        torch.manual_seed(int(rng.integers(2**31)))
        return torch.nn.functional.dropout(_double(a), p, training).numpy()

    for _, i, expected in _cases("dropout"):
        found = drop.unpack(drop.driven(theirs)(**i))
        for name, right in expected.items():
            assert abs(found[name] - right) <= dropping.TOLERANCE * (1 + right), name
