"""Losses of one's own: gradients by autograd, operator residuals, a physics-informed network."""

import math

import pytest
import torch
from torch import nn
from torch.nn import functional

import trainlab as tl
from trainlab import optimizers, problems
from trainlab.nn.losses import LOSSES, Loss, operator_residual

F64 = torch.float64
HUBER = Loss(
    "huber",
    value=lambda o, t: functional.huber_loss(o, t.expand_as(o), reduction="none").mean((-2, -1)),
)


def _columns(members=3, outputs=2, n=5):
    g = torch.Generator().manual_seed(0)
    return (
        2 * torch.randn(e, outputs, n, generator=g, dtype=F64).contiguous() for e in (members, 1)
    )


@pytest.mark.parametrize("name", LOSSES)
def test_without_a_gradient_a_loss_falls_back_to_autograd(name):
    o, t = _columns()
    t = (t > 0).double() if name in ("bce", "cross_entropy") else t
    own = Loss("own", LOSSES[name].value)
    out = o.clone()
    result = own.gradient_(out, t)
    assert result is out
    torch.testing.assert_close(result, LOSSES[name].gradient_(o.clone(), t))


NETS = {
    "small": tl.MLP([2, 3, 1]),
    "plain": tl.MLP([2, 3, 1], "gelu"),
    "layered": tl.MLP([2, 3, 1], batch_norm=True),
    "module": tl.Module(
        nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1)).double(), inputs=2
    ),
}


def _points(n=8):
    g = torch.Generator().manual_seed(0)
    return tuple(torch.randn(n, k, generator=g, dtype=F64) for k in (2, 1))


@pytest.mark.parametrize("batch_size", [None, 4])
@pytest.mark.parametrize("population", [1, 2])
@pytest.mark.parametrize("kind", NETS)
def test_training_with_mse_as_ones_own_loss_equals_training_with_mse(kind, population, batch_size):
    own = Loss("own", LOSSES["mse"].value)
    losses = [
        tl.Trainer(
            NETS[kind],
            _points(),
            loss=loss,
            population=population,
            batch_size=batch_size,
            dtype=F64,
        ).step(10)
        for loss in ("mse", own)
    ]
    torch.testing.assert_close(*losses)


@pytest.mark.parametrize("kind", ["small", "plain", "module"])
def test_training_with_a_loss_of_ones_own_equals_a_plain_loop(kind):
    (x, y), net = _points(), NETS[kind]
    trainer = tl.Trainer(net, (x, y), loss=HUBER, optimizer=optimizers.sgd(0.05), dtype=F64)
    params = trainer.params.clone()
    losses = trainer.step(3)
    for step in range(3):
        leaf = params.clone().requires_grad_()
        value = functional.huber_loss(net.forward(leaf, x)[0], y)
        value.backward()
        torch.testing.assert_close(losses[step, 0], value.detach())
        params = (leaf - 0.05 * leaf.grad).detach()
    torch.testing.assert_close(trainer.params, params)


def test_a_run_keeps_the_losss_name_and_a_trainer_takes_its_validation_loss():
    problem = problems.sine(20)
    run = tl.train(tl.MLP([1, 4, 1]), problem, loss=HUBER, steps=20, progress=False)
    assert run.loss == "huber"
    expected = functional.huber_loss(run.predict(problem.x_val)[0], problem.y_val)
    torch.testing.assert_close(run.val_loss[-1, 0], expected)


def test_a_loss_that_mixes_the_members_is_refused():
    mixed = Loss("mixed", lambda o, t: (o - t).square().mean())
    with pytest.raises(ValueError, match=r"'mixed' gives shape \(\) .* expected \(2,\)"):
        tl.Trainer(tl.MLP([1, 4, 1]), problems.sine(), loss=mixed)


# Operator residuals.


def test_the_operator_residual_of_the_identity_is_mse():
    o, t = _columns()
    loss = operator_residual(lambda u: u)
    torch.testing.assert_close(loss.value(o, t), LOSSES["mse"].value(o, t))
    torch.testing.assert_close(loss.gradient_(o.clone(), t), LOSSES["mse"].gradient_(o.clone(), t))


def test_the_gradient_of_a_matrix_residual_is_its_closed_form():
    o, t = _columns()
    matrix = torch.tensor([[1.0, -1.0], [2.0, 0.5], [0.0, 3.0]], dtype=F64)
    loss = operator_residual(lambda u: matrix @ u)
    expected = 2 * matrix.mT @ matrix @ (o - t) / (3 * o.shape[2])
    torch.testing.assert_close(loss.gradient_(o.clone(), t), expected)


def test_a_derivative_residual_is_blind_to_a_constant_and_finds_the_slope():
    x = torch.linspace(-1, 1, 21, dtype=F64)[:, None]
    loss = operator_residual(lambda u: u.diff(dim=2) / 0.1)
    trainer = tl.Trainer(
        tl.MLP([1, 1]), (x, 3 * x + 7), loss=loss, optimizer=optimizers.sgd(0.1), dtype=F64
    )
    trainer.step(200)
    slope, offset = trainer.params[0]
    assert float(slope) == pytest.approx(3)
    assert abs(float(offset)) < 1e-9


class Poisson(nn.Module):
    """u'' of u(x) = (1 - x^2) N(x), which is zero at both ends whatever N is."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(1, 12), nn.Tanh(), nn.Linear(12, 1))

    def solution(self, x):
        return (1 - x**2) * self.body(x)

    def forward(self, x):
        def u(point):
            return self.solution(point[None])[0, 0]

        return torch.func.vmap(torch.func.hessian(u))(x)[:, :, 0]


def test_a_physics_informed_network_solves_poissons_equation():
    x = torch.linspace(-1, 1, 32, dtype=F64)[:, None]
    forcing = -(math.pi**2) * torch.sin(math.pi * x)
    module = Poisson().double()
    trainer = tl.Trainer(
        tl.Module(module, 1), (x, forcing), optimizer=optimizers.adam(0.02), population=2, dtype=F64
    )
    first = trainer.step(300)[0]
    position = 0
    for p in module.parameters():
        with torch.no_grad():
            p.copy_(trainer.params[1, position : position + p.numel()].view(p.shape))
        position += p.numel()
    assert (trainer.loss(x, forcing) < 1e-2 * first).all()
    at = torch.linspace(-1, 1, 101, dtype=F64)[:, None]
    assert (module.solution(at) - torch.sin(math.pi * at)).abs().max() < 0.02
