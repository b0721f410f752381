"""The oracles of problem set 7, NumPy alone, against torch, SciPy, closed forms and lecture 12."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
import torch
from scipy import integrate, optimize, stats
from torch.nn import functional

from trainlab.checks import QUESTIONS
from trainlab.checks.ps7 import drawing
from trainlab.experiments.statistics import clopper_pearson

CASES = {"rtol": 1e-9, "atol": 1e-11}


def _cases(name, seed=2):
    q = QUESTIONS[f"ps7/{name}"]
    for case in q.draw(True, seed):
        yield case.title, case.inputs, q.expected(**case.inputs)


def _double(array, grad=False):
    return torch.tensor(np.asarray(array, dtype=np.float64), requires_grad=grad)


def test_absolute_values_are_torchs_and_have_a_part_for_each_depth():
    for title, i, expected in _cases("absolute"):
        assert list(expected) == ["two_layers" if i["L"] == 2 else "deep"], title
        (found,) = expected.values()
        np.testing.assert_allclose(found, (_double(i["M"]) @ _double(i["x"])).abs(), **CASES)


def _through(params, x):
    """Return what torch makes of x: the biases, the sums of the hidden layers, the outputs."""
    biases = [_double(b, True) for _, b in params]
    sums, a = [], _double(x)
    for (W, _), b in zip(params, biases, strict=True):
        sums.append(_double(W) @ a + b[:, None])
        a = sums[-1].relu()
    return biases, sums[:-1], sums[-1]


def test_dead_units_are_those_whose_biases_have_no_gradient():
    for title, i, expected in _cases("find_dead"):
        biases, sums, y = _through(i["params"], i["x"])
        layers = []
        for number, (b, z) in enumerate(zip(biases, sums, strict=False), start=1):
            (grad,) = torch.autograd.grad(z.relu().sum(), b, retain_graph=True)
            np.testing.assert_array_equal(expected[f"units{number}"], grad == 0, err_msg=title)
            layers.append(bool((grad == 0).all()))
        assert expected["layer"] == (layers.index(True) + 1 if any(layers) else 0), title
        dead = bool(((y - y[:, :1]).abs() < 1e-9).all())
        assert expected["network"] == dead, title
        assert len(expected) == len(sums) + 2


def test_both_fates_of_a_network_and_of_its_layers_are_tried():
    fates = {(e["layer"] > 0, bool(e["network"])) for _, _, e in _cases("find_dead")}
    assert fates == {(False, False), (False, True), (True, True)}


def test_best_constants_have_the_least_loss_and_others_have_more():
    losses = {
        "mse": lambda c, y: functional.mse_loss(c.expand(len(y)), y),
        "mae": lambda c, y: functional.l1_loss(c.expand(len(y)), y),
        "max": lambda c, y: (c - y).abs().max(),
    }
    for title, i, expected in _cases("best_constants"):
        y, (low, high) = _double(i["y"]), expected[i["loss"]]

        def loss(c, y=y, of=losses[i["loss"]]):
            return of(_double(c), y).item()

        least = optimize.minimize_scalar(
            loss, bounds=(i["y"].min(), i["y"].max() + 1e-6), method="bounded"
        )
        for c in (low, high, (low + high) / 2):
            assert loss(c) <= least.fun + 1e-9, title
        for c in (low - 1e-3, high + 1e-3):
            assert loss(c) > loss(low) + 1e-8, title


def test_the_constants_of_lecture_12_are_right():
    y = np.array([0, 0, 0, 1, 9])
    q = QUESTIONS["ps7/best_constants"]
    np.testing.assert_allclose(q.expected(y=y, loss="mse")["mse"], [2, 2], **CASES)
    np.testing.assert_allclose(q.expected(y=y, loss="mae")["mae"], [0, 0], **CASES)
    even = q.expected(y=np.array([3.0, 1.0, 7.0, 4.0]), loss="mae")["mae"]
    np.testing.assert_allclose(even, [3, 4], **CASES)


def test_paths_of_constants_are_torchs_gradient_descent():
    for title, i, expected in _cases("constants"):
        c, y = _double(i["c"], True), _double(i["y"])
        rule, path = torch.optim.SGD([c], lr=i["lr"]), [c.item()]
        loss = {"mse": functional.mse_loss, "mae": functional.l1_loss}[i.get("loss", "mse")]
        for _ in range(i["steps"]):
            rule.zero_grad()
            loss(c.expand(len(y)), y).backward()
            rule.step()
            path.append(c.item())
        (found,) = expected.values()
        np.testing.assert_allclose(found, path, rtol=1e-9, atol=1e-9, err_msg=title)


def _solved(N, L, q):
    """Return the chain by the closed forms of the lecture's fold, for any q."""
    h, k = 0.5**N, L - 2
    p_one, p_two = 1 - h, 1 - 2 * h + q**N - N * q**N
    m = 2 * (h - q**N) + N * q**N
    s, t = 2 * h, 1 - 2 * h
    one = s * p_one**k
    if t:
        one += m * t * (p_one**k - p_two**k) / (p_one - p_two)
    two = t * p_two**k
    return 1 - one - two, one, two


def test_the_chain_is_the_closed_form():
    for title, i, expected in _cases("chain"):
        right = _solved(i["N"], i["L"], i.get("q", 0.25))
        np.testing.assert_allclose(list(expected.values()), right, **CASES, err_msg=title)


def test_the_chain_of_three_layers_is_what_patterns_of_signs_count():
    count = 0
    for s in itertools.product([-1, 1], repeat=6):
        first = np.maximum(np.array([[s[0]], [s[1]]]) @ [[-1, 1]], 0)
        count += not np.maximum(np.array([s[2:4], s[4:6]]) * [1, 2] @ first, 0).any()
    assert QUESTIONS["ps7/chain"].expected(N=2, L=3)["none"] == count / 64 == 10 / 64


def test_bounds_are_those_of_the_theorems_as_printed():
    for title, i, expected in _cases("bounds"):
        N, L = i["N"], i["L"]
        P22, P33 = 1 - 1 / 2**N, 1 - 1 / 2 ** (N - 1) - (N - 1) / 4**N
        factor = (1 - 2.0 ** (-N + 1)) * (1 - 2.0**-N) / (1 + (N - 1) * 2.0**-N)
        lower = 1 - P22 ** (L - 2) - factor * (P22 ** (L - 2) - P33 ** (L - 2))
        assert expected["lower"] == pytest.approx(lower, rel=1e-9, abs=1e-11), title
        assert expected["upper"] == pytest.approx(1 - P22 ** (L - 1), rel=1e-9), title


def test_the_numbers_of_lecture_12_are_right():
    found = QUESTIONS["ps7/bounds"].expected(N=2, L=10)
    assert found["lower"] == pytest.approx(0.8703, abs=5e-5)
    assert found["upper"] == pytest.approx(0.925, abs=5e-4)
    depths = [QUESTIONS["ps7/safe_depth"].expected(N=N, rho=0.1)["L"] for N in range(2, 10)]
    assert depths == [1, 1, 2, 4, 7, 14, 27, 54]


def _risk(N, L):
    """Return theorem 1's bound exactly."""
    return 1 - (1 - Fraction(1, 2**N)) ** (L - 1)


def test_safe_depths_are_safe_and_one_layer_more_is_not():
    for title, i, expected in _cases("safe_depth"):
        N, rho, L = i["N"], i["rho"], int(expected["L"])
        if L < 1000:
            assert _risk(N, L) <= Fraction(rho) < _risk(N, L + 1), title
        else:
            root = optimize.brentq(
                lambda L, N=N, rho=rho: -np.expm1((L - 1) * np.log1p(-(0.5**N))) - rho, 1, 1e19
            )
            assert -1e-8 * L <= root - L <= 1 + 1e-8 * L, title


def test_safe_widths_are_safe_and_one_unit_less_is_not():
    for title, i, expected in _cases("safe_width"):
        L, rho, N = i["L"], i["rho"], int(expected["N"])
        for width, safe in ((N, True), (N - 1, False)):
            if width:
                risk = -np.expm1((L - 1) * np.log1p(-(0.5**width)))
                assert (risk <= rho) == safe, title
                assert L == 1 or risk == rho or abs(risk / rho - 1) > 1e-4, title


def test_exact_intervals_are_scipys():
    for title, i, expected in _cases("exact_interval"):
        level = i.get("level", 0.95)
        right = stats.binomtest(i["count"], i["n"]).proportion_ci(level, method="exact")
        np.testing.assert_allclose(
            list(expected.values()), right, rtol=0, atol=1e-10, err_msg=title
        )
        ours = clopper_pearson(i["count"], i["n"], level)
        np.testing.assert_allclose(list(expected.values()), ours, rtol=0, atol=1e-10)


def test_ends_of_exact_intervals_have_the_tails_that_define_them():
    for title, i, expected in _cases("exact_interval"):
        count, n, tail = i["count"], i["n"], (1 - i.get("level", 0.95)) / 2
        if count:
            assert stats.binom(n, expected["low"]).sf(count - 1) == pytest.approx(tail), title
        if count < n:
            assert stats.binom(n, expected["high"]).cdf(count) == pytest.approx(tail), title


def test_so_many_networks_are_enough_and_one_fewer_is_not():
    for title, i, expected in _cases("networks_needed"):
        n, deviations = int(expected["n"]), i.get("deviations", 2.0)
        reach = lambda n: deviations * np.sqrt(i["p"] * (1 - i["p"]) / n)  # noqa: B023
        assert reach(n) <= i["error"], title
        assert n == 1 or reach(n - 1) > i["error"], title


def test_mended_networks_live_and_differ_in_the_biases_of_dead_units_alone():
    for title, i, expected in _cases("revive"):
        margin, a = i.get("margin", 0.1), _double(i["x"])
        *hidden, last = i["params"]
        for number, (W, b) in enumerate(hidden, start=1):
            np.testing.assert_array_equal(expected[f"W{number}"], W)
            new = _double(expected[f"b{number}"])
            top = (_double(W) @ a + new[:, None]).amax(dim=1)
            moved = (new != _double(b)).numpy()
            before = (_double(W) @ a + _double(b)[:, None]).amax(dim=1)
            np.testing.assert_array_equal(moved, before <= 0, err_msg=title)
            np.testing.assert_allclose(top[moved], margin, **CASES, err_msg=title)
            assert (top > 0).all(), title
            a = (_double(W) @ a + new[:, None]).relu()
        for name, right in zip("Wb", last, strict=True):
            np.testing.assert_array_equal(expected[f"{name}{len(hidden) + 1}"], right)


# The law of drawn networks: what passes, and what fails.

#: How rare a wrong verdict is to be.
RARE = 1e-6


def _drawn(params, x, networks, seed=5):
    """Return torch's share of dead networks, of He's normal start."""
    N, L, bias, shortcuts = params
    torch.manual_seed(seed)
    a = _double(x).expand(networks, -1, -1)
    dead = torch.zeros(networks, dtype=torch.bool)
    for layer in range(L - 1):
        W = torch.randn(networks, N, a.shape[1], dtype=torch.float64)
        W *= torch.nn.init.calculate_gain("relu") / np.sqrt(a.shape[1])
        z = W @ a + bias
        a = a + z.relu() if shortcuts and layer else z.relu()
        dead |= ~(a > 0).any(dim=2).any(dim=1)
    return dead.double().mean().item()


def test_the_shares_are_those_of_networks_that_torch_draws():
    count = 100_000
    for title, i, expected in _cases("dead_at_start"):
        given = i["N"], i["L"], i.get("bias", 0.0), i.get("shortcuts", False)
        right = expected[drawing._name(*given[2:])]
        off = 5 * np.sqrt(right * (1 - right) / count)
        assert abs(_drawn(given, i["x"], count) - right) <= off, title


def test_the_second_of_two_single_units_dies_as_scipys_integral_says():
    bias, spread = 0.4, np.sqrt(2)
    right, _ = integrate.quad(
        lambda a: (
            stats.norm(bias, spread).pdf(a) * stats.norm.cdf(-bias / (np.sqrt(2) * max(a, 1e-12)))
        ),
        0,
        bias + 12 * spread,
        limit=500,
    )
    assert drawing._second_of_one(bias, spread) == pytest.approx(right, abs=1e-7)


def _passes(share, expected, count=drawing.NETWORKS):
    """Return the probability that networks of this share pass for those of the expected one."""
    bound = drawing.TOLERANCE * (1 + expected)
    low, high = (expected + sign * bound for sign in (-1, 1))
    law = stats.binom(count, share)
    return law.cdf(np.floor(count * high)) - law.cdf(np.ceil(count * low) - 1)


def _shares():
    return {
        title: next(iter(expected.values())).item()
        for title, _, expected in _cases("dead_at_start")
    }


@pytest.mark.parametrize("share", sorted(set(_shares().values())), ids=str)
def test_a_right_answer_fails_rarer_than_once_in_a_million(share):
    chance = 1 - _passes(share, share)
    low, high = drawing.VARIED
    if low < share < high:
        equal = (share**2 + (1 - share) ** 2) ** drawing.FEW
        chance += 2 * equal + _related(share)
        # One share in all is no chance, so that calls for two networks are never made.
        chance += stats.binom(drawing.NETWORKS, share).pmf([0, drawing.NETWORKS]).sum()
    assert chance < RARE


def _related(share):
    """Bound on the probability that pairs, neighbours or halves, seem related.

    The share that is found is off by little; the pairs of one kind are independent, and agree as
    often as two coins of the right share but for the rest of what is allowed.
    """
    count = stats.binom(drawing.NETWORKS, share)
    ends = count.ppf(RARE / 20), count.isf(RARE / 20)
    off = max(abs(end / drawing.NETWORKS - share) for end in ends)
    agree = share**2 + (1 - share) ** 2
    rest = drawing.RELATED - off * (abs(2 - 4 * share) + 2 * off)
    pairs = drawing.NETWORKS // 2
    law = stats.binom(pairs, agree)
    apart = law.cdf(np.ceil(pairs * (agree - rest))) + law.sf(np.floor(pairs * (agree + rest)) - 1)
    return 2 * RARE / 20 + 2 * apart


@pytest.mark.parametrize("share", sorted(set(_shares().values())), ids=str)
def test_networks_that_come_in_pairs_are_found(share):
    low, high = drawing.VARIED
    if low < share < high:
        off = stats.binom(drawing.NETWORKS // 2, share).isf(RARE) / (drawing.NETWORKS // 2) - share
        for found in (share - off, share + off):
            assert 1 - found**2 - (1 - found) ** 2 > drawing.RELATED


def _below(z):
    return stats.norm.cdf(z)


#: What wrong answers have in a case that is tried, by what is wrong.
WRONG = {
    "one input in place of all": ("3 layers of width 2, inputs of both signs", 7 / 16),
    "a hidden layer more": (
        "4 layers of width 3, inputs in one direction",
        1 - (7 / 8) ** 4,
    ),
    "a hidden layer fewer": (
        "4 layers of width 3, inputs in one direction",
        1 - (7 / 8) ** 2,
    ),
    "variance 1": ("one unit of 8 inputs, a bias of 0.5", _below(-0.5)),
    "LeCun's variance": ("one unit of 8 inputs, a bias of 0.5", _below(-np.sqrt(2))),
    "Glorot's variance": (
        "2 layers of width 2, biases of 0.5",
        _below(-0.5 / np.sqrt(2 / 3)) ** 2,
    ),
    "a uniform law": ("one unit, a bias that no uniform law of He's reaches", 0.0),
    "no biases": ("2 layers of width 2, biases of 0.5", 1 / 4),
    "biases in the first layer alone": (
        "3 layers of width 2, biases of 0.3, the input 0",
        1 / 4,
    ),
    "no shortcuts": ("6 layers of width 2, shortcuts", 1 - (3 / 4) ** 5),
    "units that are alike": ("4 layers of width 3, inputs in one direction", 1 - 1 / 2**3),
}


@pytest.mark.parametrize("what", WRONG)
def test_another_law_passes_rarer_than_once_in_a_million(what):
    title, share = WRONG[what]
    assert _passes(share, _shares()[title]) < RARE
