"""Line searches and the rules that use them, against SciPy, torch.optim.LBFGS and the conditions
themselves.
"""

import numpy as np
import pytest
import scipy.optimize
import scipy.sparse.linalg
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import trainlab as tl
from trainlab import optimizers
from trainlab.optimizers.line_search import C1, strong_wolfe
from trainlab.optimizers.objective import Objective
from trainlab.problems.surfaces import SURFACES

F64 = torch.float64
RULES = {
    "CG": optimizers.conjugate_gradient(),
    "BFGS": optimizers.bfgs(),
    "L-BFGS-B": optimizers.lbfgs(),
}


def _rosenbrock(p):
    """Of any number of coordinates (E, P)."""
    return ((1 - p[:, :-1]) ** 2 + 100 * (p[:, 1:] - p[:, :-1] ** 2) ** 2).sum(dim=1)


def _path(rule, objective, start, steps):
    """The points (steps + 1, E, P) that a rule visits."""
    params, state, path = start.clone(), rule.init(start), [start]
    for _ in range(steps):
        rule.update(params, objective.at(params), state, rule.lr, objective)
        path.append(params.clone())
    return torch.stack(path)


def _normal(*shape, seed=0):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=F64)


# The search.


@given(
    seed=st.integers(0, 10_000),
    exponent=st.floats(-6, 6),
    c2=st.sampled_from([0.9, 0.1, 1e-3]),
)
@settings(max_examples=60)
def test_an_accepted_step_fulfils_the_strong_wolfe_conditions(seed, exponent, c2):
    """The functions are smooth and bounded below, so that every member has such a step."""
    a, b, c, start = _normal(4, 8, 3, seed=seed)
    objective = Objective(lambda p: (a**2 * p**4 + b * p**2 + torch.sin(3 * c * p)).sum(dim=1))
    here = objective.at(start)
    direction = -here.gradient
    first = torch.full((8,), 10**exponent, dtype=F64)
    search = strong_wolfe(objective, start, direction, here, first, c2)
    there = objective.at(start + search.step[:, None] * direction)
    slope = (here.gradient * direction).sum(dim=1)
    torch.testing.assert_close(search.point, there)
    assert search.accepted.all()
    assert (search.step > 0).all()
    assert (there.value <= here.value + C1 * search.step * slope).all()
    assert ((there.gradient * direction).sum(dim=1).abs() <= -c2 * slope).all()


def test_a_tight_search_finds_the_minimum_along_the_line():
    a = _normal(5, 4, seed=1).square() + 0.1
    objective = Objective(lambda p: (a * p**2).sum(dim=1))
    start, direction = _normal(5, 4, seed=2), None
    here = objective.at(start)
    direction = -here.gradient
    search = strong_wolfe(objective, start, direction, here, torch.ones(5, dtype=F64), c2=1e-9)
    exact = -(a * start * direction).sum(dim=1) / (a * direction**2).sum(dim=1)
    torch.testing.assert_close(search.step, exact)


def test_a_search_steps_back_from_where_the_objective_is_not_a_number():
    objective = Objective(lambda p: (p - torch.log(p)).sum(dim=1))
    start = torch.tensor([[2.0], [5.0], [0.1]], dtype=F64)
    for rule in RULES.values():
        state, params = rule.init(start), start.clone()
        for _ in range(40):
            rule.update(params, objective.at(params), state, 1e3, objective)
        torch.testing.assert_close(params, torch.ones(3, 1, dtype=F64), rtol=0, atol=1e-6)


def test_a_start_that_is_not_a_number_is_passed_on():
    objective = Objective(lambda p: torch.log(p).square().sum(dim=1))
    start = torch.tensor([[2.0], [-1.0]], dtype=F64)
    for rule in RULES.values():
        path = _path(rule, objective, start, 1)
        assert path[1, 0].isfinite()
        assert path[1, 1].isnan()


@pytest.mark.parametrize("name", RULES)
def test_a_search_that_finds_nothing_better_leaves_the_member_where_it_is(name):
    """The gradient's sign is wrong, so that no step along its negative is any good."""
    wrong = Objective(lambda p: p.square().sum(dim=1), lambda p: -2 * p)
    start = _normal(4, 3)
    path = _path(RULES[name], wrong, start, 5)
    assert torch.equal(path[-1], start)


@pytest.mark.parametrize("dtype", [torch.float32, F64])
@pytest.mark.parametrize("name", RULES)
def test_a_converged_member_stands_still_while_the_others_go_on(name, dtype):
    start = torch.tensor([[1.0, 1.0], [-1.2, 1.0]], dtype=dtype)
    path = _path(RULES[name], Objective(_rosenbrock), start, 120)
    assert torch.equal(path[:, 0], torch.ones(121, 2, dtype=dtype))
    assert path.isfinite().all()
    assert torch.equal(path[-1], path[-10])
    torch.testing.assert_close(path[-1, 1], torch.ones(2, dtype=dtype), rtol=0, atol=2e-3)


# Against SciPy.


CASES = {
    "rosenbrock": (_rosenbrock, [-1.2, 1.0]),
    "rosenbrock in ten dimensions": (_rosenbrock, [0.5] * 10),
    "beale": (SURFACES["beale"].value, [1.0, 1.0]),
    "himmelblau": (SURFACES["himmelblau"].value, [2.5, 1.0]),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("method", RULES)
def test_a_rule_finds_the_minimum_that_scipy_finds(method, case):
    function, start = CASES[case]
    objective = Objective(function)
    rows = torch.tensor(start, dtype=F64) + 0.1 * _normal(3, len(start))

    def numbers(x):
        point = objective.at(torch.from_numpy(x)[None])
        return float(point.value), point.gradient[0].numpy()

    ours = _path(RULES[method], objective, rows, 150)[-1]
    for row, found in zip(rows, ours, strict=True):
        theirs = scipy.optimize.minimize(numbers, row.numpy(), method=method, jac=True, tol=1e-10)
        np.testing.assert_allclose(found, theirs.x, atol=2e-5)


@pytest.mark.parametrize("name", RULES)
def test_members_of_a_population_move_as_they_would_alone(name):
    start = _normal(6, 5)
    objective = Objective(_rosenbrock)
    together = _path(RULES[name], objective, start, 40)
    for i in range(6):
        alone = _path(RULES[name], objective, start[i : i + 1], 40)
        torch.testing.assert_close(alone[:, 0], together[:, i])


@pytest.mark.parametrize("name", RULES)
def test_a_learning_rate_for_each_member_is_the_first_step_that_it_tries(name):
    start = _normal(3, 5)
    rates = torch.tensor([[0.01], [0.3], [1.0]], dtype=F64)
    rule, objective = RULES[name], Objective(_rosenbrock)
    together, state = start.clone(), rule.init(start)
    for _ in range(5):
        rule.update(together, objective.at(together), state, rates, objective)
    for i in range(3):
        alone, state = start[i : i + 1].clone(), rule.init(start[:1])
        for _ in range(5):
            rule.update(alone, objective.at(alone), state, float(rates[i]), objective)
        torch.testing.assert_close(alone[0], together[i])


# Conjugate gradients.


@pytest.mark.parametrize("formula", ["polak-ribiere", "fletcher-reeves"])
@pytest.mark.parametrize("n", [2, 5, 9])
def test_conjugate_gradients_solve_a_quadratic_in_n_dimensions_in_n_steps(n, formula):
    root = _normal(3, n, n, seed=n)
    a, b = root @ root.mT + torch.eye(n, dtype=F64), _normal(3, n)
    objective = Objective(lambda p: torch.einsum("ep,epq,eq->e", p, a, p) / 2 - (b * p).sum(dim=1))
    rule = optimizers.conjugate_gradient(formula=formula, c2=1e-10)
    path = _path(rule, objective, torch.zeros(3, n, dtype=F64), n)
    solution = torch.linalg.solve(a, b)
    torch.testing.assert_close(path[-1], solution, rtol=1e-5, atol=1e-5)
    for member in range(3):
        steps = path.diff(dim=0)[:, member]
        products = steps @ a[member] @ steps.T
        size = products.diagonal().sqrt()
        assert (products / size / size[:, None] - torch.eye(n)).abs().max() < 1e-3
        iterates = []
        scipy.sparse.linalg.cg(
            a[member].numpy(),
            b[member].numpy(),
            rtol=0,
            maxiter=n - 1,
            callback=lambda x, kept=iterates: kept.append(x.copy()),
        )
        np.testing.assert_allclose(path[1:-1, member], iterates, rtol=1e-4, atol=1e-5)


# Quasi-Newton methods.


def test_bfgs_keeps_an_estimate_that_is_symmetric_positive_and_fulfils_the_secant_condition():
    objective, rule = Objective(_rosenbrock), optimizers.bfgs()
    params = _normal(4, 6)
    state = rule.init(params)
    for _ in range(15):
        before = params.clone()
        rule.update(params, objective.at(params), state, 1.0, objective)
        s, y = params - before, objective.at(params).gradient - objective.at(before).gradient
        inverse = state["inverse"]
        torch.testing.assert_close((inverse @ y[..., None])[..., 0], s, rtol=1e-6, atol=1e-9)
        torch.testing.assert_close(inverse, inverse.mT)
        assert (torch.linalg.eigvalsh(inverse) > 0).all()


def test_lbfgs_with_a_long_memory_takes_the_first_steps_of_bfgs():
    """They differ from the second pair on in the scale of the matrix that they start from."""
    start, objective = _normal(3, 6), Objective(_rosenbrock)
    long = _path(optimizers.lbfgs(history=50), objective, start, 2)
    torch.testing.assert_close(long, _path(optimizers.bfgs(), objective, start, 2))


def _torchs(closure_of, params, steps, **settings):
    """Parameters after each iteration of torch.optim.LBFGS."""
    reference = torch.optim.LBFGS(
        params,
        max_iter=1,
        max_eval=100,
        tolerance_grad=0,
        tolerance_change=0,
        line_search_fn="strong_wolfe",
        **settings,
    )

    def closure():
        reference.zero_grad()
        loss = closure_of()
        loss.backward()
        return loss

    path = []
    for _ in range(steps):
        reference.step(closure)
        path.append(torch.cat([p.detach().flatten() for p in params]))
    return torch.stack(path)


@pytest.mark.parametrize("history", [1, 3, 10])
@pytest.mark.parametrize("seed", range(4))
def test_lbfgs_follows_that_of_torch(seed, history):
    start = 1 + 0.3 * _normal(1, 6, seed=seed)
    leaf = start[0].clone().requires_grad_()
    theirs = _torchs(lambda: _rosenbrock(leaf[None])[0], [leaf], 12, history_size=history)
    ours = _path(optimizers.lbfgs(history=history), Objective(_rosenbrock), start, 12)
    torch.testing.assert_close(ours[1:, 0], theirs, rtol=1e-6, atol=1e-9)


def test_lbfgs_trains_a_network_as_that_of_torch_does():
    x, y = _normal(20, 2), _normal(20, 1, seed=1)
    trainer = tl.Trainer(
        tl.MLP([2, 6, 1]), (x, y), optimizer=optimizers.lbfgs(history=5), population=3, dtype=F64
    )
    for member in range(3):
        leaf = trainer.params[member].clone().requires_grad_()
        loss = lambda leaf=leaf: torch.nn.functional.mse_loss(
            trainer.net.forward(leaf[None], x)[0], y
        )
        theirs = _torchs(loss, [leaf], 25, history_size=5)
        twin = tl.Trainer(
            trainer.net, (x, y), optimizer=optimizers.lbfgs(history=5), seed=member, dtype=F64
        )
        for step in range(25):
            twin.step(1)
            torch.testing.assert_close(twin.params[0], theirs[step], rtol=1e-5, atol=1e-7)


def test_another_length_of_history_starts_afresh_and_another_learning_rate_does_not():
    x, y = _normal(20, 2), _normal(20, 1, seed=1)
    changed, fresh, kept = (
        tl.Trainer(tl.MLP([2, 6, 1]), (x, y), optimizer=optimizers.lbfgs(history=5), dtype=F64)
        for _ in range(3)
    )
    changed.step(4)
    kept.step(4)
    fresh.params.copy_(changed.params)
    kept.set(lr=1.0)
    changed.set(optimizer=optimizers.lbfgs(history=7))
    fresh.set(optimizer=optimizers.lbfgs(history=7))
    for trainer in (changed, fresh, kept):
        trainer.step(4)
    assert torch.equal(changed.params, fresh.params)
    assert not torch.equal(changed.params, kept.params)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: optimizers.lbfgs(history=0), "history=0 was given"),
        (lambda: optimizers.conjugate_gradient(formula="fletcher"), "Did you mean 'fletcher-ree"),
        (lambda: optimizers.conjugate_gradient(c2=1.5), "c2=1.5 was given"),
    ],
)
def test_settings_that_make_no_sense_are_explained(make, words):
    with pytest.raises(ValueError, match=words):
        make()
