"""The oracles of problem set 5, NumPy alone, against SciPy, torch and closed forms."""

from functools import partial

import numpy as np
import pytest
import torch
from scipy import optimize
from scipy.sparse import linalg

from trainlab.checks import QUESTIONS
from trainlab.checks.ps5 import functions, lines, searching
from trainlab.checks.ps5.handing_over import ADAM, LBFGS

CASES = {"rtol": 1e-8, "atol": 1e-10}


def _cases(name, seed=2):
    q = QUESTIONS[f"ps5/{name}"]
    for case in q.draw(True, seed):
        yield case.title, case.inputs, q.expected(**case.inputs)


def _double(array):
    return torch.tensor(np.asarray(array, dtype=np.float64))


def _in_torch(f):
    """Return one of the functions that answers descend on, in torch."""
    if f is functions.canyon:
        return lambda x: (10 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum()
    H, b = (_double(f.keywords[name]) for name in ("H", "b"))
    powers = 0.25 if f.func is functions.quartic else 0.0
    return lambda x: x @ H @ x / 2 - b @ x + powers * (x**4).sum()


def _functions():
    """Yield every function of the cases once, and a place."""
    for _, i, _ in (*_cases("bfgs"), *_cases("finish")):
        yield i.get("f") or partial(functions.bowl, H=i["H"], b=i["b"]), i["theta"]
    for _, i, _ in _cases("LBFGS"):
        yield from ((f, i["theta"]) for f in i["fs"])


def test_gradients_of_the_functions_are_autograds():
    for f, theta in _functions():
        x = _double(theta).requires_grad_()
        value = _in_torch(f)(x)
        value.backward()
        found = f(np.asarray(theta, dtype=np.float64))
        assert found[0] == pytest.approx(value.item(), rel=1e-12, abs=1e-12)
        np.testing.assert_allclose(found[1], x.grad, **CASES)


PROFILES = [
    partial(lines.parabola, slope=-1.0, bend=3.0, value=0.5),
    partial(lines.waves, slope=-0.6, size=0.4, length=1.5),
    partial(lines.barrier, end=4.0, slope=-3.0),
    partial(lines.detour, height=0.3, slope=0.2),
    partial(lines.stretched, by=7.0, inner=partial(lines.parabola, slope=-1.0, bend=2.0)),
]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("t", [0.0, 0.3, 0.9, 1.7])
def test_slopes_of_the_profiles_are_difference_quotients(profile, t):
    h = 1e-6
    quotient = (profile(t + h)[0] - profile(t - h)[0]) / (2 * h)
    assert profile(t)[1] == pytest.approx(quotient, rel=1e-7, abs=1e-8)


def test_gradients_beside_a_line_are_difference_quotients():
    given = lines.given(np.random.default_rng(3), PROFILES[1])
    place, h = given["theta"] + np.array([0.2, -0.1, 0.3]), 1e-6
    quotient = [
        (given["f"](place + h * e)[0] - given["f"](place - h * e)[0]) / (2 * h) for e in np.eye(3)
    ]
    np.testing.assert_allclose(given["f"](place)[1], quotient, rtol=1e-6)
    value, slope = PROFILES[1](0.7)
    found = given["f"](given["theta"] + 0.7 * given["d"])
    assert found[0] == pytest.approx(value)
    assert found[1] @ given["d"] == pytest.approx(slope)


def test_the_best_length_is_scipys_minimum_or_there_is_none():
    for title, i, expected in _cases("best_length"):

        def along(t, g=i["g"], H=i["H"], d=i["d"]):
            return t * (g @ d) + t * t * (d @ H @ d) / 2

        if np.isfinite(expected["t"]):
            least = optimize.minimize_scalar(along, method="brent", options={"xtol": 1e-10}).x
            assert expected["t"] == pytest.approx(least, rel=1e-6, abs=1e-7), title
        else:
            far = [min(along(t), along(-t)) for t in (1e3, 1e6)]
            assert far[1] < far[0] < -100 or abs(i["d"] @ i["H"] @ i["d"]) == 0, title


def test_newtons_path_is_torchs():
    for title, i, expected in _cases("newton"):
        f = _in_torch(i["gradient"].keywords["of"])
        x = _double(i["theta"])
        path = [x]
        for _ in range(i["steps"]):
            g, H = torch.func.grad(f)(x), torch.func.hessian(f)(x)
            np.testing.assert_allclose(i["hessian"](x.numpy()), H, **CASES, err_msg=title)
            x = x - torch.linalg.solve(H, g)
            path.append(x)
        np.testing.assert_allclose(expected["path"], torch.stack(path), **CASES, err_msg=title)


def test_preconditioning_is_descent_in_the_units_z():
    for title, i, expected in _cases("precondition"):
        g, H = _double(i["g"]), _double(i["H"])
        units = 1 / torch.diagonal(H).sqrt()

        def of_z(z, g=g, H=H, units=units):
            theta = units * z
            return g @ theta + theta @ H @ theta / 2

        zero = torch.zeros_like(g)
        by_z = torch.func.hessian(of_z)(zero)
        step = -units * torch.func.grad(of_z)(zero)
        np.testing.assert_allclose(expected["Delta"], step, **CASES, err_msg=title)
        for name, matrix in (("before", H), ("after", by_z)):
            right = torch.linalg.cond(matrix).item()
            assert expected[name] == pytest.approx(right, rel=1e-9), title


def test_conjugate_gradients_are_scipys():
    """SciPy's make nothing of a b of zeros: everything is moved by 1. They know no small of 0.

    Where rounding decides about the path they too take more than n steps, and end small.
    """
    for title, i, expected in _cases("conjugate_gradients"):
        if not i.get("small", 1e-8):
            np.testing.assert_array_equal(expected["path"], [i["theta"]])
            continue
        path = [i["theta"] + 1.0]
        linalg.cg(
            i["H"] * 1.0,
            i["b"] + i["H"] @ np.ones(len(i["b"])),
            x0=path[0],
            rtol=0.0,
            atol=i.get("small", 1e-8),
            maxiter=i["steps"] or 1,
            callback=lambda x, path=path: path.append(x.copy()),
        )
        path = np.array(path[: i["steps"] + 1]) - 1
        if i.get("rounded"):
            assert len(i["b"]) + 1 < len(path) <= i["steps"], title
            assert np.linalg.norm(i["H"] @ path[len(i["b"])] - i["b"]) > 1e3 * i["small"], title
            assert np.linalg.norm(i["H"] @ path[-1] - i["b"]) <= 2 * i["small"], title
            continue
        np.testing.assert_allclose(expected["path"], path, rtol=1e-7, atol=1e-9, err_msg=title)


@pytest.mark.parametrize(
    ("name", "letter", "kind"), [("bfgs_update", "B", "hess"), ("bfgs_inverse", "C", "inv_hess")]
)
def test_updates_are_scipys(name, letter, kind):
    for title, i, expected in _cases(name):
        known = i[letter] * 1.0 if len(i["s"]) > 1 else i[letter].item()
        theirs = optimize.BFGS(min_curvature=0.0, init_scale=known)
        theirs.initialize(len(i["s"]), kind)
        theirs.update(i["s"] * 1.0, i["y"] * 1.0)
        found = theirs.get_matrix() if i["s"] @ i["y"] > 0 else i[letter]
        np.testing.assert_allclose(expected[letter], found, **CASES, err_msg=title)


def test_the_inverse_is_the_nearest_that_maps_y_to_s():
    """In the norm |W^1/2 X W^1/2| with any W that maps s to y (Nocedal and Wright, 6.16)."""
    rng = np.random.default_rng(1)
    for title, i, expected in _cases("bfgs_inverse"):
        C, s, y, n = i["C"], i["s"], i["y"], len(i["s"])
        if s @ y <= 0:
            continue
        np.testing.assert_allclose(expected["C"] @ y, s, **CASES, err_msg=title)
        basis = np.linalg.qr(np.column_stack([s, rng.normal(size=(n, n))]))[0][:, 1:n]
        W = np.outer(y, y) / (s @ y) + basis @ basis.T
        nearest = np.trace(W @ (expected["C"] - C) @ W @ (expected["C"] - C))
        for _ in range(5):
            free = rng.normal(size=(n, n))
            across = np.eye(n) - np.outer(y, y) / (y @ y)
            other = expected["C"] + 0.1 * across @ (free + free.T) @ across
            np.testing.assert_allclose(other @ y, s, rtol=1e-6, atol=1e-8)
            distance = np.trace(W @ (other - C) @ W @ (other - C))
            assert distance >= nearest * (1 - 1e-9), title


def test_backtracking_ends_where_a_parabola_says():
    tried = 0
    for title, i, expected in _cases("backtrack"):
        profile = i["f"].keywords["profile"]
        if profile.func is not lines.parabola or i["d"] @ i["f"](i["theta"])[1] >= 0:
            continue
        slope, bend = (profile.keywords[name] for name in ("slope", "bend"))
        longest = 2 * (1 - i.get("c1", 1e-4)) * -slope / bend
        t, factor = i.get("t", 1.0), i.get("factor", 0.5)
        count = max(int(np.ceil(np.log(longest / t) / np.log(factor) - 1e-9)), 0)
        assert expected["t"] == pytest.approx(t * factor**count, rel=1e-9), title
        tried += 1
    assert tried >= 9


def test_backtracking_gains_nothing_where_no_way_leads_down():
    found = {title: float(expected["t"]) for title, _, expected in _cases("backtrack")}
    assert found["a direction that leads uphill at first"] == 0
    assert found["a level direction"] == 0


def test_forty_looks_are_enough_for_backtracking():
    for title, i, expected in _cases("backtrack"):
        if expected["t"]:
            shortened = np.log(expected["t"] / i.get("t", 1.0)) / np.log(i.get("factor", 0.5))
            assert round(float(shortened)) < 40, title


#: What is decided to the last bit on purpose.
EXACT = {"backtrack": "just enough", "wolfe": "just fulfilled"}


@pytest.mark.parametrize("seed", range(8))
def test_no_length_is_nearly_accepted(seed):
    for title, i, expected in _cases("backtrack", seed):
        value, g = i["f"](i["theta"])
        t, slope = i.get("t", 1.0), g @ i["d"]
        while title != EXACT["backtrack"] and slope < 0 and t >= expected["t"] * (1 - 1e-9):
            new = i["f"](i["theta"] + t * i["d"])[0]
            far = abs(new - value - i.get("c1", 1e-4) * t * slope)
            assert not far < 1e-6 * t * abs(slope), title
            t *= i.get("factor", 0.5)


@pytest.mark.parametrize("seed", range(8))
def test_no_verdict_is_a_close_one(seed):
    for title, i, _ in _cases("wolfe", seed):
        value, g = i["f"](i["theta"])
        slope = g @ i["d"]
        for t in i["t"]:
            new, there = i["f"](i["theta"] + t * i["d"])
            if title != EXACT["wolfe"] and np.isfinite(new):
                gain = abs(new - value - i.get("c1", 1e-4) * t * slope)
                flat = abs(abs(there @ i["d"]) - i.get("c2", 0.9) * abs(slope))
                assert min(gain / t, flat) > 1e-6 * abs(slope), (title, t)


def test_verdicts_on_a_parabola_are_intervals():
    tried = 0
    for title, i, expected in _cases("wolfe"):
        profile = i["f"].keywords["profile"]
        if profile.func is lines.parabola:
            lowest = -profile.keywords["slope"] / profile.keywords["bend"]
            c1, c2, t = i.get("c1", 1e-4), i.get("c2", 0.9), np.array(i["t"])
            np.testing.assert_array_equal(expected["gained"], t <= 2 * (1 - c1) * lowest, title)
            inside = ((1 - c2) * lowest <= t) & (t <= (1 + c2) * lowest)
            np.testing.assert_array_equal(expected["flat"], inside, title)
            tried += 1
    assert tried >= 6


def test_what_is_true_of_a_search_is_what_wolfe_says():
    wolfe = QUESTIONS["ps5/wolfe"]
    for case in QUESTIONS["ps5/wolfe_search"].draw(True, 2):
        for t in (1e-3, 0.4, 1.0, 1.7, 300.0):
            facts = searching._searched(lambda f, theta, d, t=t, **_: t, **case.inputs)
            right = wolfe.expected(**case.inputs, t=[t])
            assert facts["gained"] == right["gained"][0], (case.title, t)
            assert facts["flat"] == right["flat"][0], (case.title, t)


def test_bfgs_goes_where_scipys_goes():
    """Given the lengths that SciPy's own search finds, the directions are the same."""
    for seed in range(4):
        q = QUESTIONS["ps5/bfgs"]
        (inputs,) = (c.inputs for c in q.draw(True, seed) if c.title == "a canyon, 12 steps")
        f, theta = inputs["f"], inputs["theta"] + 0.1 * seed
        places = [theta]
        optimize.minimize(
            f,
            theta,
            jac=True,
            method="BFGS",
            callback=lambda x, places=places: places.append(x.copy()),
        )

        def search(f, here, d, places=places):
            (k,) = (k for k, x in enumerate(places) if np.allclose(x, here, atol=1e-8))
            return float(np.linalg.norm(places[k + 1] - here) / np.linalg.norm(d))

        steps = min(len(places) - 1, 15)
        path = q.answer(f, theta, search, steps)
        np.testing.assert_allclose(path, places[: steps + 1], rtol=1e-5, atol=1e-7)


def test_two_loops_are_scipys():
    """SciPy's begin with the identity: with the scale c they are its pairs (s / c^1/2, c^1/2 y)."""
    for title, i, expected in _cases("two_loops"):
        if i["pairs"]:
            s, y = (np.array(part, dtype=np.float64) for part in zip(*i["pairs"], strict=True))
            scale = (s[-1] @ y[-1]) / (y[-1] @ y[-1])
            theirs = optimize.LbfgsInvHessProduct(s / np.sqrt(scale), y * np.sqrt(scale))
            right = scale * theirs.matvec(i["g"] * 1.0)
        else:
            right = i["g"]
        np.testing.assert_allclose(expected["Cg"], right, rtol=1e-7, atol=1e-9, err_msg=title)


@pytest.mark.parametrize("memory", [1, 3, 10])
def test_lbfgs_moves_as_torchs_does(memory):
    """Torch's, an iteration a call: its first step is shortened, the others have a fixed length."""
    q = QUESTIONS["ps5/LBFGS"]
    lr = 0.3
    for seed in range(3):
        f = q.draw(False, seed)[0].inputs["fs"][0]
        theta = np.array([1.5, -0.8, 1.1])

        def search(f, here, d):
            g = f(here)[1]
            first = np.array_equal(d, -g)
            return lr * min(1.0, 1 / abs(g).sum()) if first else lr

        x = _double(theta).requires_grad_()
        rule = torch.optim.LBFGS(
            [x], lr=lr, max_iter=1, history_size=memory, tolerance_grad=0, tolerance_change=0
        )
        loss = _in_torch(f)

        def closure(rule=rule, loss=loss, x=x):
            rule.zero_grad()
            value = loss(x)
            value.backward()
            return value

        places = [theta]
        for _ in range(8):
            rule.step(closure)
            places.append(x.detach().numpy().copy())
        found = q.expected(fs=[f] * 8, theta=theta, search=search, memory=memory)
        np.testing.assert_allclose(found["moves"], np.diff(places, axis=0), rtol=1e-6, atol=1e-9)


def test_handing_over_is_two_optimizers_of_torch_in_turn():
    for title, i, expected in _cases("finish"):
        x = _double(i["theta"]).requires_grad_()
        loss = _in_torch(partial(functions.bowl, H=i["H"], b=i["b"]))
        rules = [torch.optim.SGD([x], lr=lr, momentum=share) for lr, share in (ADAM, LBFGS)]
        losses = [loss(x).item()]
        for k in range(i["steps"]):
            rule = rules[k >= i["switch"]]
            rule.zero_grad()
            loss(x).backward()
            rule.step()
            losses.append(loss(x).item())
        np.testing.assert_allclose(expected["theta"], x.detach(), **CASES, err_msg=title)
        np.testing.assert_allclose(expected["losses"], losses, **CASES, err_msg=title)


def test_the_listing_of_the_slides_keeps_the_secant_equation_and_loses_symmetry():
    (listed,) = QUESTIONS["ps5/bfgs_inverse"].mistakes["as_listed"].variants
    for title, i, _ in _cases("bfgs_inverse"):
        C = listed(**i)
        if title == "3 unknowns":
            np.testing.assert_allclose(C @ i["y"], i["s"], **CASES)
            assert abs(C - C.T).max() > 0.01
