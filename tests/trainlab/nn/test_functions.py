"""Activations, losses and random streams against torch.autograd, torch.nn.functional and SciPy."""

import math

import pytest
import scipy.special
import scipy.stats
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from trainlab.core import streams
from trainlab.nn.activations import ACTIVATIONS
from trainlab.nn.losses import LOSSES, as_columns

Z = torch.tensor(
    [-1000.0, -30, -3, -1, -0.5, -1e-3, 1e-3, 0.5, 1, 3, 30, 1000], dtype=torch.float64
)
TORCH = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "lecun_tanh": lambda z: 1.7159 * torch.tanh(z * 2 / 3),
    "relu": torch.relu,
    "leaky_relu": torch.nn.functional.leaky_relu,
    "elu": torch.nn.functional.elu,
    "selu": torch.nn.functional.selu,
    "gelu": torch.nn.functional.gelu,
    "silu": torch.nn.functional.silu,
    "softplus": lambda z: torch.nn.functional.softplus(z, threshold=500),
    "identity": lambda z: z,
    "gaussian": lambda z: torch.exp(-(z**2)),
    "step": lambda z: torch.heaviside(z, torch.zeros_like(z)),
}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_values_equal_torchs_and_both_passes_agree(name):
    f = ACTIVATIONS[name]
    torch.testing.assert_close(f.function(Z), TORCH[name](Z))
    out = torch.empty(2, len(Z) + 1, dtype=Z.dtype)[:, :-1]
    torch.testing.assert_close(f.forward(Z.expand(2, -1).clone(), out)[1], f.function(Z))


@pytest.mark.parametrize("name", [n for n in ACTIVATIONS if n != "step"])
def test_derivatives_equal_those_of_autograd(name):
    z = Z.clone().requires_grad_()
    TORCH[name](z).sum().backward()
    torch.testing.assert_close(ACTIVATIONS[name].derivative(Z), z.grad, atol=1e-12, rtol=1e-9)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_where_a_limit_is_finite_the_function_saturates_and_elsewhere_it_does_not(name):
    f = ACTIVATIONS[name]
    far = torch.tensor([-1e4, 1e4], dtype=torch.float64)
    for limit, z in zip(f.limits, far, strict=True):
        if math.isinf(limit):
            assert float(f.function(z)) == pytest.approx(float(f.derivative(z) * z), rel=1e-3)
            assert f.function(z).sign() == math.copysign(1, limit)
        else:
            assert float(f.function(z)) == pytest.approx(limit, abs=1e-12)
            assert abs(float(f.derivative(z))) < 1e-12


def test_the_step_function_has_no_slope():
    assert not ACTIVATIONS["step"].derivative(Z).any()


def _targets(name, members, n, outputs, generator):
    if name == "cross_entropy":
        return torch.randint(outputs, (n,), generator=generator)
    y = torch.randn(n, outputs, generator=generator, dtype=torch.float64)
    return (y > 0).double() if name == "bce" else y


def _torch_loss(name, outputs, y):
    f = torch.nn.functional
    return {
        "mse": f.mse_loss,
        "mae": f.l1_loss,
        "bce": f.binary_cross_entropy_with_logits,
        "cross_entropy": f.cross_entropy,
    }[name](outputs, y)


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("scale", [1.0, 1e4])
@given(members=st.integers(1, 3), n=st.integers(1, 5), outputs=st.integers(1, 4))
@settings(max_examples=15)
def test_losses_and_gradients_equal_torchs(name, scale, members, n, outputs):
    g = torch.Generator().manual_seed(members + 10 * n + 100 * outputs)
    y = _targets(name, members, n, outputs, g)
    raw = scale * torch.randn(members, n, outputs, generator=g, dtype=torch.float64)
    loss = LOSSES[name]
    columns = as_columns(y, loss, outputs, torch.float64)
    values = loss.value(raw.mT, columns)
    gradients = loss.gradient_(raw.mT.clone(), columns).mT
    for i in range(members):
        o = raw[i].clone().requires_grad_()
        expected = _torch_loss(name, o, y)
        expected.backward()
        torch.testing.assert_close(values[i], expected.detach())
        torch.testing.assert_close(gradients[i], o.grad)


@pytest.mark.parametrize("target", [0.0, 0.3, 1.0])
def test_binary_cross_entropy_has_its_derivatives_everywhere_for_autograd_and_all_its_digits(
    target,
):
    """The slope is sigmoid - t and the curvature sigmoid (1 - sigmoid), at a logit of 0 too."""
    logits = torch.tensor([-1e4, -30.0, -1.0, -1e-9, 0.0, 1e-9, 1.0, 30.0, 1e4]).double()
    o = logits.clone().requires_grad_()
    value = LOSSES["bce"].value(o[:, None, None], torch.full((1, 1, 1), target, dtype=o.dtype))
    (slope,) = torch.autograd.grad(value.sum(), o, create_graph=True)
    (curvature,) = torch.autograd.grad(slope.sum(), o)
    positive, negative = (scipy.special.log_expit(sign * logits.numpy()) for sign in (1, -1))
    expected = torch.from_numpy(-target * positive - (1 - target) * negative)
    sigmoid = torch.sigmoid(logits)
    torch.testing.assert_close(value.detach(), expected, rtol=1e-12, atol=0)
    torch.testing.assert_close(slope.detach(), sigmoid - target, rtol=1e-9, atol=1e-15)
    torch.testing.assert_close(curvature, sigmoid * torch.sigmoid(-logits), rtol=1e-2, atol=1e-30)


@pytest.mark.parametrize(
    ("loss", "y", "words"),
    [
        ("mse", torch.zeros(3), "expected \\(N, 2\\)"),
        ("bce", torch.full((3, 2), 2.0), "encode the two classes as 0 and 1"),
        ("cross_entropy", torch.zeros(3, 2), "expects class indices"),
        ("cross_entropy", torch.tensor([0, 5]), "expects 0 to 1"),
    ],
)
def test_targets_that_do_not_fit_are_explained(loss, y, words):
    with pytest.raises(ValueError, match=words):
        as_columns(y, LOSSES[loss], 2, torch.float64)


# Random streams.


def test_uniform_numbers_are_uniform_and_normal_ones_normal():
    keys = streams.keys(streams.member_seeds(0, 200), streams.WEIGHTS)
    u = streams.uniform(keys, 0, 500).flatten().numpy()
    assert u.min() > 0
    assert u.max() < 1
    assert scipy.stats.kstest(u, "uniform").pvalue > 1e-3
    z = streams.normal(keys, 0, 500).flatten().numpy()
    assert scipy.stats.kstest(z, "norm").pvalue > 1e-3


def test_streams_of_neighbouring_seeds_and_of_two_purposes_are_uncorrelated():
    members = streams.member_seeds(0, 100)
    a, b = (
        streams.uniform(streams.keys(members, p), 0, 1000)
        for p in (streams.WEIGHTS, streams.BATCHES)
    )
    correlations = torch.corrcoef(torch.cat([a, b])) - torch.eye(200)
    assert correlations.abs().max() < 6 / math.sqrt(1000)
    assert correlations.square().mean().sqrt() < 1.1 / math.sqrt(1000)


def test_a_stream_does_not_depend_on_where_it_is_cut_or_who_else_draws():
    keys = streams.keys(streams.member_seeds(7, 5), streams.WEIGHTS)
    whole = streams.bits(keys, 0, 20)
    assert torch.equal(streams.bits(keys, 12, 8), whole[:, 12:])
    alone = streams.keys(streams.member_seeds(9, 1), streams.WEIGHTS)
    assert torch.equal(streams.bits(alone, 0, 20)[0], whole[2])


@given(n=st.integers(1, 40), draw=st.integers(0, 5))
@settings(max_examples=30)
def test_orders_are_permutations(n, draw):
    keys = streams.keys(streams.member_seeds(0, 3), streams.BATCHES)
    orders = streams.permutations(keys, draw, n)
    assert torch.equal(orders.sort(dim=1).values, torch.arange(n).expand(3, -1))


def test_every_position_of_an_order_is_equally_likely():
    keys = streams.keys(streams.member_seeds(0, 6000), streams.BATCHES)
    first = streams.permutations(keys, 3, 6)[:, 0].numpy()
    assert scipy.stats.chisquare([(first == k).sum() for k in range(6)]).pvalue > 1e-3
