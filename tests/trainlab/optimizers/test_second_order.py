"""Objectives, Newton's method and its relatives, against torch.autograd, SciPy and closed forms."""

import pytest
import torch

import trainlab as tl
from trainlab import optimizers, problems
from trainlab.engine import population as populations
from trainlab.optimizers.objective import Objective

F64 = torch.float64


def _data(n=12, inputs=2, outputs=1, seed=0):
    g = torch.Generator().manual_seed(seed)
    return tuple(torch.randn(n, size, generator=g, dtype=F64) for size in (inputs, outputs))


def _trainer(net=None, population=3, data=None, **kwargs):
    net = net or tl.MLP([2, 3, 1])
    settings = {"optimizer": optimizers.newton(), "dtype": F64} | kwargs
    return tl.Trainer(net, data or _data(), population=population, **settings)


def _objective(trainer, step=0):
    """The objective that the only chunk hands to its rule, and the members' parameters."""
    seen = []
    rule = trainer.optimizer

    def update(params, here, state, lr, objective):
        with torch.inference_mode(False):
            seen.append((params.clone(), here.value.clone(), here.gradient.clone(), objective))

    spy = optimizers.SecondOrder(
        "spy", 1.0, {}, rule.init, update, check=lambda task: None, memory=lambda count: 0
    )
    trainer.set(optimizer=spy)
    trainer.step(1, record=False)
    return seen[0]


def _rosenbrock(p):
    x, y = p[:, 0], p[:, 1]
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def _minimize(rule, function, start, steps):
    """Take steps on a surface; return the parameters (E, 2) and the values seen (steps, E)."""
    params, objective = start.clone(), Objective(function)
    state, values = rule.init(params), []
    for _ in range(steps):
        here = objective.at(params)
        values.append(here.value)
        rule.update(params, here, state, rule.lr, objective)
    return params, torch.stack(values)


# The objective.


def _penalized_loss(trainer, member, x, y, l1, l2):
    def loss(flat):
        weights = flat * trainer.net.is_weight()
        outputs = trainer.net.forward(flat[None], x)[0]
        penalties = l1 * weights.abs().sum() + l2 / 2 * weights.square().sum()
        return torch.nn.functional.mse_loss(outputs, y) + penalties

    return loss


@pytest.mark.parametrize("activation", ["tanh", "gelu", "swish"])
def test_an_objective_has_the_derivatives_of_torch_autograd_penalties_included(activation):
    x, y = _data()
    l2 = torch.tensor([0.0, 0.1, 0.5], dtype=F64)
    trainer = _trainer(tl.MLP([2, 3, 2, 1], activation), l1=0.01, l2=l2)
    params, value, gradient, objective = _objective(trainer)
    at_once, hessian = objective.at(params), objective.hessian(params)
    vectors = torch.randn(params.shape, generator=torch.Generator().manual_seed(1), dtype=F64)
    products = objective.hessian_times(params, vectors)
    for i in range(3):
        loss = _penalized_loss(trainer, i, x, y, 0.01, l2[i])
        expected = torch.autograd.functional.hessian(loss, params[i])
        slope = torch.autograd.functional.jacobian(loss, params[i])
        torch.testing.assert_close(hessian[i], expected)
        torch.testing.assert_close(products[i], expected @ vectors[i])
        for found in (gradient[i], at_once.gradient[i]):
            torch.testing.assert_close(found, slope)
        for found in (value[i], at_once.value[i]):
            torch.testing.assert_close(found, loss(params[i]))


NETWORKS = {
    "batch norm": tl.MLP([2, 4, 4, 1], batch_norm=True),
    "residual": tl.MLP([2, 4, 4, 1], residual=True),
    "dropout": tl.MLP([2, 8, 8, 1], dropout=0.3),
    "maxout": tl.MLP([2, 4, 4, 1], "maxout"),
    "radial": tl.RBF(2, 4, 1),
    "convolutional": tl.Convolutional((1, 2), [2], kernel=2, sizes=[1], activation="tanh"),
    "module": tl.Module(
        torch.nn.Sequential(torch.nn.Linear(2, 4), torch.nn.Tanh(), torch.nn.Linear(4, 1)).double(),
        inputs=2,
    ),
}


@pytest.mark.parametrize("batch_size", [None, 5])
@pytest.mark.parametrize("name", NETWORKS)
def test_gradient_and_hessian_of_every_kind_of_network_are_differences_of_its_objective(
    name, batch_size
):
    trainer = _trainer(NETWORKS[name], batch_size=batch_size, init="normal")
    params, _, gradient, objective = _objective(trainer)
    torch.testing.assert_close(objective.at(params).gradient, gradient)
    direction = torch.randn(params.shape, generator=torch.Generator().manual_seed(1), dtype=F64)
    h = 1e-5
    above, below = objective.at(params + h * direction), objective.at(params - h * direction)
    torch.testing.assert_close(
        (above.value - below.value) / (2 * h),
        (gradient * direction).sum(dim=1),
        rtol=1e-6,
        atol=1e-8,
    )
    curvature = torch.einsum("epq,eq->ep", objective.hessian(params), direction)
    torch.testing.assert_close(
        (above.gradient - below.gradient) / (2 * h), curvature, rtol=1e-5, atol=1e-6
    )


def test_looking_at_other_points_leaves_network_and_statistics_alone():
    trainer = _trainer(tl.MLP([2, 4, 1], batch_norm=True))
    twin = _trainer(tl.MLP([2, 4, 1], batch_norm=True))
    params, *_, objective = _objective(trainer)
    buffers = trainer.buffers.clone()
    objective.at(params + 1)
    objective.hessian(params + 2)
    assert torch.equal(trainer.buffers, buffers)
    assert torch.equal(trainer.params, twin.params)


def test_a_flat_objective_has_no_curvature():
    flat = Objective(lambda p: 3 * p.sum(dim=1))
    params = torch.ones(2, 3)
    assert torch.equal(flat.hessian(params), torch.zeros(2, 3, 3))
    assert torch.equal(flat.at(params).gradient, torch.full((2, 3), 3.0))


def test_derivatives_by_hand_are_used_where_they_are_given():
    quadratic = Objective(
        lambda p: p.square().sum(dim=1), lambda p: 2 * p, lambda p: 2 * torch.eye(3).expand(4, 3, 3)
    )
    params = torch.randn(4, 3)
    by_autograd = Objective(lambda p: p.square().sum(dim=1))
    torch.testing.assert_close(quadratic.at(params), by_autograd.at(params))
    torch.testing.assert_close(quadratic.hessian(params), by_autograd.hessian(params))


# Newton.


def test_newton_solves_least_squares_in_one_step():
    x, y = _data(n=20, inputs=4, outputs=2)
    trainer = _trainer(tl.MLP([4, 2]), data=(x, y))
    trainer.step(1)
    ones = torch.cat([x, torch.ones_like(x[:, :1])], dim=1)
    solution = torch.linalg.lstsq(ones, y).solution.T
    for member in range(3):
        torch.testing.assert_close(trainer.weights(1)[member], solution[:, :-1])
        torch.testing.assert_close(trainer.biases(1)[member], solution[:, -1])


def test_newton_solves_ridge_regression_in_one_step():
    x, y = _data(n=20, inputs=4)
    ridge = torch.tensor([0.1, 1.0, 5.0], dtype=F64)
    trainer = _trainer(tl.MLP([4, 1]), data=(x, y), l2=ridge)
    trainer.step(1)
    ones = torch.cat([x, torch.ones_like(x[:, :1])], dim=1)
    for member in range(3):
        penalty = ridge[member] * torch.diag(torch.tensor([1.0, 1, 1, 1, 0], dtype=F64))
        solution = torch.linalg.solve(2 / 20 * ones.T @ ones + penalty, 2 / 20 * ones.T @ y)
        torch.testing.assert_close(trainer.params[member], solution[:, 0])


def test_newton_takes_no_step_where_least_squares_has_no_curvature():
    """With one input column repeated the solution nearest to the start is found."""
    x, y = _data(n=20, inputs=1)
    x = torch.cat([x, x], dim=1)
    trainer = _trainer(tl.MLP([2, 1]), data=(x, y), population=1)
    start = trainer.params[0].clone()
    trainer.step(1)
    ones = torch.cat([x, torch.ones_like(x[:, :1])], dim=1)
    nearest = start + torch.linalg.pinv(ones) @ (y[:, 0] - ones @ start)
    torch.testing.assert_close(trainer.params[0], nearest)


def test_newton_doubles_its_right_digits_at_every_step():
    start = torch.tensor([[1.2, 1.2], [-1.2, 1.0], [0.5, 2.0]], dtype=F64)
    params, values = _minimize(optimizers.newton(), _rosenbrock, start, 8)
    torch.testing.assert_close(params, torch.ones(3, 2, dtype=F64), rtol=0, atol=1e-12)
    assert (values[-1] < 1e-24).all()


def _saddle(p):
    return p[:, 0] ** 2 - p[:, 1] ** 2 + p[:, 1] ** 4 / 4


def test_newton_stops_at_the_saddle_from_which_the_saddle_free_rule_escapes():
    start = torch.tensor([[1.0, 0.1], [-2.0, -0.2]], dtype=F64)
    caught, _ = _minimize(optimizers.newton(), _saddle, start, 30)
    torch.testing.assert_close(caught, torch.zeros(2, 2, dtype=F64), rtol=0, atol=1e-10)
    free, _ = _minimize(optimizers.saddle_free(damping=0), _saddle, start, 60)
    minima = torch.tensor([[0.0, 2**0.5], [0.0, -(2**0.5)]], dtype=F64)
    torch.testing.assert_close(free, minima, rtol=0, atol=1e-8)


def test_saddle_free_divides_by_the_eigenvalues_absolute_values():
    g = torch.Generator().manual_seed(0)
    a = torch.randn(5, 4, 4, generator=g, dtype=F64)
    a = a + a.mT
    start = torch.randn(5, 4, generator=g, dtype=F64)
    quadratic = Objective(lambda p: torch.einsum("ep,epq,eq->e", p, a, p) / 2)
    moved = start.clone()
    rule = optimizers.saddle_free(damping=0.3)
    rule.update(moved, quadratic.at(start), {}, 0.5, quadratic)
    for i in range(5):
        # |A| is the positive square root of A^2.
        eigenvalues, q = torch.linalg.eigh(a[i] @ a[i])
        size = q @ torch.diag(eigenvalues.sqrt()) @ q.T
        step = torch.linalg.solve(size + 0.3 * torch.eye(4, dtype=F64), a[i] @ start[i])
        torch.testing.assert_close(moved[i], start[i] - 0.5 * step)


def test_damping_leads_from_newton_to_gradient_descent():
    start = torch.tensor([[0.5, 2.0]], dtype=F64)
    objective = Objective(_rosenbrock)
    here = objective.at(start)
    hessian = torch.autograd.functional.hessian(lambda p: _rosenbrock(p[None])[0], start[0])
    for damping in (0.0, 1.0, 1e8):
        moved = start.clone()
        optimizers.newton(damping=damping).update(moved, here, {}, 1.0, objective)
        step = torch.linalg.solve(hessian + damping * torch.eye(2, dtype=F64), here.gradient[0])
        torch.testing.assert_close(moved[0], start[0] - step)


def test_diagonal_newton_reaches_a_minimum_of_unlinked_coordinates_in_one_step():
    scale = torch.tensor([1e-3, 1.0, 1e3], dtype=F64)
    start = torch.randn(4, 3, generator=torch.Generator().manual_seed(0), dtype=F64)
    rule = optimizers.diagonal_newton(lr=1.0, damping=0)
    params, _ = _minimize(rule, lambda p: (scale * (p - 5) ** 2).sum(dim=1), start, 1)
    torch.testing.assert_close(params, torch.full_like(params, 5))


# In training.


RULES = {
    "newton": optimizers.newton(damping=1.0),
    "diagonal_newton": optimizers.diagonal_newton(lr=0.1),
    "saddle_free": optimizers.saddle_free(lr=0.5, damping=0.1),
    "conjugate_gradient": optimizers.conjugate_gradient(),
    "bfgs": optimizers.bfgs(),
    "lbfgs": optimizers.lbfgs(history=4),
}


def test_every_rule_is_tried():
    assert set(RULES) == set(optimizers.SECOND_ORDER)


@pytest.mark.parametrize("batch_size", [None, 5])
@pytest.mark.parametrize("name", RULES)
def test_a_member_of_a_population_trains_as_it_would_alone(name, batch_size):
    x, y = _data()
    common = {"optimizer": RULES[name], "batch_size": batch_size, "dtype": F64, "l2": 0.01}
    together = tl.Trainer(tl.MLP([2, 4, 1]), (x, y), population=3, seed=5, **common)
    losses = together.step(12)
    assert (losses[-1] < losses[0]).all() or batch_size
    for member in range(3):
        alone = tl.Trainer(tl.MLP([2, 4, 1]), (x, y), seed=5 + member, **common)
        torch.testing.assert_close(alone.step(12)[:, 0], losses[:, member], rtol=1e-7, atol=1e-12)
        torch.testing.assert_close(alone.params[0], together.params[member], rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("name", RULES)
def test_the_result_does_not_depend_on_the_size_of_chunks_or_on_recording(name, monkeypatch):
    whole = _trainer(optimizer=RULES[name], population=5)
    assert len(whole.engine.chunks) == 1
    losses = whole.step(6)
    monkeypatch.setattr(populations, "CACHE", 1)
    split = _trainer(optimizer=RULES[name], population=5)
    assert len(split.engine.chunks) == 5
    assert split.step(6, record=False) is None
    torch.testing.assert_close(split.params, whole.params, rtol=1e-7, atol=1e-10)
    assert losses.shape == (6, 5)


@pytest.mark.parametrize("name", RULES)
def test_a_member_that_diverges_is_named_and_the_others_go_on(name):
    trainer, calm = (_trainer(optimizer=RULES[name]) for _ in range(2))
    trainer.params[1] = 1e200
    trainer.step(10)
    calm.step(10)
    assert trainer.divergence.members.tolist() == [False, True, False]
    assert "Network 1 diverged at step 0" in trainer.divergence.message(1)
    assert trainer.params.isfinite().all()
    for member in (0, 2):
        torch.testing.assert_close(trainer.params[member], calm.params[member])


@pytest.mark.parametrize("name", RULES)
def test_the_rule_can_be_swapped_in_mid_run_and_measured(name):
    trainer = tl.Trainer(tl.MLP([1, 6, 1]), problems.sine(n=20), population=4)
    trainer.step(50)
    before = trainer.params.clone()
    trainer.set(optimizer=RULES[name])
    trainer.diagnostics()
    assert torch.equal(trainer.params, before)
    trainer.step(3)
    assert not torch.equal(trainer.params, before)
    trainer.set(optimizer=optimizers.adam())
    trainer.step(3)
    assert trainer.params.isfinite().all()


@pytest.mark.parametrize("name", sorted(set(RULES) - {"newton"}))
def test_the_default_settings_lower_the_loss_of_every_member(name):
    """Newton's do not: near the start of training most curvature is negative."""
    rule = optimizers.SECOND_ORDER[name]()
    problem, settings = problems.circle(n=60), {"population": 6, "progress": False}
    run = tl.train(tl.MLP([2, 6, 1]), problem, optimizer=rule, steps=60, **settings)
    assert not run.diverged.any()
    assert (run.train_loss[-1] < 0.8 * run.train_loss[0]).all()


def test_matrices_count_in_the_size_of_chunks():
    net = tl.MLP([1, 30, 30, 1])
    settings = {"population": 40, "problem": problems.sine(n=20)}
    plain = tl.Trainer(net, optimizer=optimizers.sgd(), **settings)
    assert len(plain.engine.chunks) == 1
    sizes = [members.stop - members.start for members, _ in plain.engine.chunks]
    plain.set(optimizer=optimizers.newton())
    smaller = [members.stop - members.start for members, _ in plain.engine.chunks]
    assert sum(smaller) == sum(sizes) == 40
    assert max(smaller) * net.parameter_count**2 * 4 <= populations.CACHE


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: optimizers.newton(damping=-1), "damping=-1 was given"),
        (lambda: optimizers.saddle_free(damping=torch.ones(2)), "expected one number"),
        (
            lambda: _trainer(tl.MLP([2, 60, 60, 1]), optimizer=optimizers.newton()),
            r"3901 parameters; newton keeps a square matrix .* use lbfgs",
        ),
        (lambda: _trainer(clip_norm=1.0), "newton looks at the objective itself"),
    ],
)
def test_what_cannot_be_done_is_explained(make, words):
    with pytest.raises(ValueError, match=words):
        make()


def test_a_refused_rule_leaves_the_old_one_at_work():
    trainer = _trainer(tl.MLP([2, 60, 60, 1]), optimizer=optimizers.adam())
    with pytest.raises(ValueError, match="use lbfgs"):
        trainer.set(optimizer=optimizers.newton())
    assert trainer.optimizer.name == "adam"
    trainer.step(2)
