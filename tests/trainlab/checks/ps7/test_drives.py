"""How problem set 7 calls a student's function, and what it says of what comes back."""

import math
from copy import deepcopy

import numpy as np
import pytest

from trainlab.checks import CheckFailed, check


def said(name, function, **options) -> str:
    with pytest.raises(CheckFailed) as failed:
        check(f"ps7/{name}", function, **options)
    return str(failed.value)


def absolute(M, L):
    k = len(M)
    layers = [np.vstack([M, -M]), *[np.eye(2 * k)] * (L - 2), np.hstack([np.eye(k)] * 2)]
    return [(W, np.zeros(len(W))) for W in layers]


def test_two_layers_have_points_of_their_own(capsys):
    def no_depth(M, L):
        return absolute(M, 2)

    check("ps7/absolute", no_depth, part="two_layers")
    assert "two_layers of absolute is right" in capsys.readouterr().out
    told = said("absolute", no_depth, part="deep")
    assert "2 layers for L = 10; expected one pair (W, b) for each" in told
    assert "[ps7/absolute: too_few_layers]" in told


@pytest.mark.parametrize(
    ("change", "words", "name"),
    [
        (lambda W, b: (W.T, b), "expected (out, in), here (2, 1)", "transposed_weights"),
        (lambda W, b: (np.vstack([W, W]), b), "here (2, 1)", "other_width"),
        (lambda W, b: (W, 0.0), "b1 of shape (); expected (2,)", "shape_of_b"),
        (lambda W, b: (W, b[:, None]), "b1 of shape (2, 1); expected (2,)", "shape_of_b"),
    ],
)
def test_layers_of_another_shape_are_told(change, words, name):
    told = said("absolute", lambda M, L: [change(W, b) for W, b in absolute(M, L)])
    assert words in told
    assert told.endswith(f"[ps7/absolute: {name}]")


def test_weights_without_biases_are_told():
    told = said("absolute", lambda M, L: [W for W, _ in absolute(M, L)])
    assert "expected" in told
    assert "(W, b)" in told


def test_weights_and_biases_in_two_lists_are_told():
    told = said("absolute", lambda M, L: tuple(zip(*absolute(M, L), strict=True)))
    assert "a list of weights and one of biases; expected one pair (W, b) for each layer" in told
    assert told.endswith("[ps7/absolute: two_lists]")


def test_a_network_that_is_made_as_it_is_asked_for_is_right(capsys):
    check("ps7/absolute", lambda M, L: (layer for layer in absolute(M, L)))
    assert "absolute is right" in capsys.readouterr().out


def test_halves_side_by_side_are_no_transposed_weights():
    def answer(M, L):
        (_, b), *rest = absolute(M, L)
        return [(np.hstack([M, -M]), b[: len(M)]), *rest]

    assert said("absolute", answer).endswith("[ps7/absolute: halves_beside]")


def test_a_network_by_other_weights_is_right_too(capsys):
    def other(M, L):
        (first, b), *between, (_, out) = absolute(M, L)
        k = len(M)
        between = [(2 * np.tile(np.eye(k), (2, 2)) / 4, b) for _ in between]
        add = np.hstack([np.eye(k)] * 2) if L > 2 else 3 * np.hstack([np.eye(k)] * 2)
        return [(first if L > 2 else first / 3, b), *between, (add, out)]

    check("ps7/absolute", other, thorough=True)
    assert "absolute is right" in capsys.readouterr().out


def _find_dead(params, x):
    units, a = [], x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        units.append((z <= 0).all(axis=1))
        a = np.maximum(z, 0)
    y = params[-1][0] @ a + params[-1][1][:, None]
    layer = next((n for n, dead in enumerate(units, 1) if dead.all()), 0)
    return units, layer, np.allclose(y, y[:, :1], rtol=1e-9)


def test_dead_units_layers_and_networks_have_points_of_their_own():
    def answer(params, x):
        units, layer, _ = _find_dead(params, x)
        return units, layer, layer > 0

    for part in ("units", "layer"):
        check("ps7/find_dead", answer, part=part, thorough=True)
    check("ps7/find_dead", answer)
    told = said("find_dead", answer, part="network", thorough=True)
    assert told.endswith("[ps7/find_dead: by_dead_layers]")


def test_nothing_for_no_dead_layer_is_told():
    def answer(params, x):
        units, layer, network = _find_dead(params, x)
        return units, layer or None, network

    assert "a NoneType for layer; expected numbers" in said("find_dead", answer)


def test_a_network_that_is_written_over_is_told():
    def answer(params, x):
        for _, b in params:
            b += 0.0
        x *= 1.0
        params[0][1][0] += 1.0
        return _find_dead(params, x)

    assert "changed its argument params in place" in said("find_dead", answer)


def test_biases_that_are_written_over_are_told():
    def answer(params, x, margin=0.1):
        a = x
        for W, b in params[:-1]:
            top = (W @ a + b[:, None]).max(axis=1)
            b[top <= 0] += (margin - top)[top <= 0]
            a = np.maximum(W @ a + b[:, None], 0)
        return params

    told = said("revive", answer)
    assert told.split("\n")[0].count("changed its argument params in place")


def _best(y, loss):
    s, n = np.sort(y), len(y)
    if loss == "mae":
        return s[(n - 1) // 2], s[n // 2]
    return (y.mean(),) * 2 if loss == "mse" else ((s[0] + s[-1]) / 2,) * 2


def test_each_loss_has_points_of_its_own():
    def answer(y, loss):
        return (np.median(y),) * 2 if loss == "mae" else _best(y, loss)

    for part in ("mse", "max"):
        check("ps7/best_constants", answer, part=part, thorough=True)
    assert said("best_constants", answer, part="mae").endswith("mae_median_twice]")


def test_one_constant_for_two_ends_is_told():
    assert "a number; expected 2 values: low, high" in said(
        "best_constants", lambda y, loss: y.mean()
    )
    told = said("best_constants", lambda y, loss: (y, y))
    assert "an array of shape (5,) for low; expected one number" in told


def test_targets_that_are_sorted_in_place_are_told():
    def answer(y, loss):
        y.sort()
        return _best(y, loss)

    assert "changed its argument y in place" in said("best_constants", answer)


def test_two_mistakes_at_two_losses_are_both_named():
    def answer(y, loss):
        if loss == "mae":
            return (np.median(y),) * 2
        return (y.max(),) * 2 if loss == "max" else _best(y, loss)

    assert said("best_constants", answer).endswith(
        "[ps7/best_constants: mae_median_twice+max_largest]"
    )


def test_a_path_is_right_up_to_a_step():
    def answer(c, y, lr, steps, loss="mse"):
        path = [c]
        for t in range(steps):
            slope = np.sign(path[-1] - y).mean() if loss == "mae" else 2 * (path[-1] - y.mean())
            path.append(path[-1] - lr * slope * (1 if t < 3 else 0.9))
        return path

    assert "mse is right up to t = 3, and wrong from t = 4 on" in said("constants", answer)


def test_loss_and_the_options_of_a_draw_are_handed_in_by_name():
    def answer(c, y, lr, steps, kind="mse"):
        return y.mean() + (1 - 2 * lr) ** np.arange(steps + 1) * (c - y.mean())

    told = said("constants", answer)
    assert "are handed in by their names" in told


def he(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a, dead = x, np.zeros(networks, dtype=bool)
    for layer in range(L - 1):
        n = a.shape[-2]
        r = np.maximum(rng.normal(0, np.sqrt(2 / n), (networks, N, n)) @ a + bias, 0)
        a = a + r if shortcuts and layer else r
        dead |= ~(a > 0).any(axis=(1, 2))
    return dead


def test_shares_have_points_of_their_own(capsys):
    def no_options(x, N, L, networks, rng, bias=0.0, shortcuts=False):
        return he(x, N, L, networks, rng)

    check("ps7/dead_at_start", no_options, part="share", thorough=True)
    assert "share of dead_at_start is right" in capsys.readouterr().out
    told = said("dead_at_start", no_options)
    assert told.endswith("[ps7/dead_at_start: biases_ignored+shortcuts_ignored]")


def test_an_answer_of_another_kind_is_told():
    told = said("dead_at_start", lambda *a, **k: he(*a, **k).mean())
    assert "a number for 100 networks; expected True or False for each" in told
    told = said("dead_at_start", lambda *a, **k: he(*a, **k)[:, None])
    assert "an array of shape (100, 1) for 100 networks" in told
    assert "neither True nor False" in said("dead_at_start", lambda *a, **k: 2 * he(*a, **k))
    assert "nothing (None)" in said("dead_at_start", lambda *a, **k: None)


def test_networks_from_elsewhere_than_rng_are_named():
    rng = np.random.default_rng(3)
    told = said("dead_at_start", lambda x, N, L, n, _, **k: he(x, N, L, n, rng, **k))
    assert told.endswith("[ps7/dead_at_start: own_generator]")
    told = said(
        "dead_at_start", lambda x, N, L, n, _, **k: he(x, N, L, n, np.random.default_rng(8), **k)
    )
    assert told.endswith("[ps7/dead_at_start: own_seed]")


@pytest.mark.parametrize("seed", range(6))
def test_a_mistake_is_named_in_whatever_order_its_networks_are_drawn(seed):
    def answer(x, N, L, networks, rng, bias=0.0, shortcuts=False):
        rng.random(1001)
        a, dead = x, np.zeros(networks, dtype=bool)
        for layer in range(L - 1):
            W = rng.normal(size=(networks, N, a.shape[-2])) * np.sqrt(2 / a.shape[-2])
            r = np.maximum(W @ a + bias, 0)
            a = a + r if shortcuts and layer else r
            dead |= ~(a > 0).any(axis=2).all(axis=1)
        return dead

    for thorough in (False, True):
        told = said("dead_at_start", answer, thorough=thorough, seed=seed)
        assert told.endswith("[ps7/dead_at_start: some_unit]")


def test_networks_from_a_copy_of_rng_are_named():
    told = said("dead_at_start", lambda x, N, L, n, rng, **k: he(x, N, L, n, deepcopy(rng), **k))
    assert told.endswith("[ps7/dead_at_start: copied_rng]")


def test_one_network_for_all_is_named():
    def answer(x, N, L, networks, rng, bias=0.0, shortcuts=False):
        return np.full(networks, he(x, N, L, 1, rng, bias, shortcuts)[0])

    assert said("dead_at_start", answer).endswith("[ps7/dead_at_start: one_network]")


def test_networks_that_repeat_are_said_to_where_no_mistake_is_known():
    def answer(x, N, L, networks, rng, **options):
        return np.repeat(he(x, N, L, -(-networks // 4), rng, **options), 4)[:networks]

    assert "each network has weights of its own" in said("dead_at_start", answer)


def test_the_methods_of_old_generators_get_advice():
    told = said("dead_at_start", lambda x, N, L, n, rng, **k: rng.randn(n, N, len(x)))
    assert "rng.normal(mean, deviation, shape)" in told


def test_wide_layers_and_one_layer_get_advice():
    def depth(N, rho):
        return int(1 + math.log(1 - rho) / math.log(1 - 2.0**-N))

    check("ps7/safe_depth", depth)
    assert "np.log1p(-h) is ln(1 - h)" in said("safe_depth", depth, thorough=True)

    def by_numpy(N, rho):
        return int(1 + np.log(1 - rho) / np.log(1 - 2.0**-N))

    assert "np.log1p(-h) is ln(1 - h)" in said("safe_depth", by_numpy, thorough=True)

    def width(L, rho):
        return math.ceil(-math.log2(1 - (1 - rho) ** (1 / (L - 1))))

    assert "With one layer there is no hidden one" in said("safe_width", width)


def _by_comb(count, n, level=0.95):
    tail = (1 - level) / 2

    def solved(rises, part):
        low, high = 0.0, 1.0
        for _ in range(60):
            p = (low + high) / 2
            mass = sum(math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in part)
            low, high = (p, high) if (mass < tail) == rises else (low, p)
        return low

    lower = solved(True, range(count, n + 1)) if count else 0.0
    return lower, solved(False, range(count + 1)) if count < n else 1.0


def test_binomial_coefficients_of_many_networks_get_advice():
    check("ps7/exact_interval", _by_comb)
    told = said("exact_interval", _by_comb, thorough=True)
    assert "raised OverflowError" in told
    assert "add logarithms, math.lgamma(n + 1)" in told


def test_both_bounds_have_points_of_their_own():
    def answer(N, L):
        h = 0.5**N
        return 1 - (1 - h) ** (L - 2), 1 - (1 - h) ** (L - 1)

    check("ps7/bounds", answer, part="upper", thorough=True)
    assert said("bounds", answer, part="lower").endswith("[ps7/bounds: lower_first_term_alone]")


def test_two_mistakes_in_two_bounds_are_both_named():
    def answer(N, L):
        h = 0.5**N
        return 1 - (1 - h) ** (L - 2), 1 - (1 - h) ** L

    assert said("bounds", answer).endswith("lower_first_term_alone+upper_all_layers]")
