"""Every rule against torch.optim, over a hundred steps in float64."""

import numpy as np
import pytest
import torch

from tests.trainlab.optimizers.twins import TWINS, twin
from trainlab import optimizers
from trainlab.optimizers.regularization import add_penalty_gradients_

STEPS, MEMBERS, P = 100, 3, 7
RULES = {name: optimizers.OPTIMIZERS[name](**settings) for name, (*_, settings) in TWINS.items()}


@pytest.fixture(autouse=True)
def _double_precision():
    """torch.optim.NAdam keeps a running product in the default type."""
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def _gradient(params):
    """Of the sum of p^4/4 + 2 p^2 + sin(3 p): curved, and different for every coordinate."""
    scale = torch.linspace(0.1, 2, P, dtype=torch.float64)
    return scale * (params**3 + 4 * params + 3 * torch.cos(3 * params))


def _start():
    return torch.randn(MEMBERS, P, generator=torch.Generator().manual_seed(0), dtype=torch.float64)


def _ours(rule, lr):
    params = _start()
    state = rule.init(params)
    for _ in range(STEPS):
        rule.update(params, _gradient(params), state, lr)
    return params


def test_every_rule_is_compared():
    assert set(RULES) == set(optimizers.OPTIMIZERS)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_follows_torchs_for_a_hundred_steps(name):
    rule = RULES[name]
    params = _start().requires_grad_()
    reference = twin(rule, [params])
    for _ in range(STEPS):
        params.grad = _gradient(params.detach())
        reference.step()
    torch.testing.assert_close(_ours(rule, rule.lr), params.detach(), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_rmsprop_has_torchs_momentum_and_can_gain_and_lose_it_on_the_way(momentum):
    rule = optimizers.rmsprop(0.02, alpha=0.95, momentum=momentum)
    params = _start().requires_grad_()
    reference = twin(rule, [params])
    ours, state = _start(), rule.init(_start())
    for step in range(STEPS):
        if step == STEPS // 2:
            rule = optimizers.rmsprop(0.02, alpha=0.95, momentum=0.7)
            reference.param_groups[0]["momentum"] = 0.7
            if not momentum:
                reference.state[params]["momentum_buffer"] = torch.zeros_like(params)
        rule.update(ours, _gradient(ours), state, 0.02)
        params.grad = _gradient(params.detach())
        reference.step()
    torch.testing.assert_close(ours, params.detach(), rtol=1e-10, atol=1e-12)


def test_nadam_with_a_constant_beta_is_the_sources_algorithm():
    """Karniadakis, algorithm 1, with mu_t = beta1: lines 3 to 10, epsilon outside the root."""
    lr, mu, nu, eps = 0.05, 0.8, 0.99, 1e-8
    rule = optimizers.nadam(lr, betas=(mu, nu), eps=eps, momentum_decay=None)
    theta, m, n = _start().numpy(), 0.0, 0.0
    for t in range(1, STEPS + 1):
        g = _gradient(torch.tensor(theta)).numpy()
        m = mu * m + (1 - mu) * g
        n = nu * n + (1 - nu) * g**2
        m_hat = mu * m / (1 - mu ** (t + 1)) + (1 - mu) * g / (1 - mu**t)
        theta = theta - lr * m_hat / (np.sqrt(n / (1 - nu**t)) + eps)
    torch.testing.assert_close(_ours(rule, lr), torch.tensor(theta), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("name", RULES)
def test_a_learning_rate_for_each_member_equals_that_rate_alone(name):
    rule = RULES[name]
    rates = torch.tensor([[0.001], [0.01], [0.05]], dtype=torch.float64)
    together = _ours(rule, rates)
    for i, rate in enumerate(rates):
        torch.testing.assert_close(together[i], _ours(rule, float(rate))[i], rtol=1e-12, atol=0)


@pytest.mark.parametrize("name", optimizers.OPTIMIZERS)
def test_defaults_are_torchs(name):
    rule = optimizers.OPTIMIZERS[name]()
    torchs, _, _ = TWINS[name]
    if torchs is torch.optim.SGD:
        return
    defaults = torchs([torch.zeros(1)]).defaults
    for key, value in rule.settings.items():
        assert value == defaults[key], key
    assert rule.lr == defaults["lr"]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: optimizers.momentum(momentum=1.0), "momentum=1.0 was given"),
        (lambda: optimizers.adam(betas=0.9), "expected two numbers"),
        (lambda: optimizers.adam(betas=(0.9, 2)), r"betas\[1\]=2 was given"),
        (lambda: optimizers.rmsprop(eps=0.0), "eps=0.0 was given"),
        (lambda: optimizers.adamw(weight_decay=-1), "weight_decay=-1 was given"),
    ],
)
def test_settings_that_make_no_sense_are_explained(make, words):
    with pytest.raises(ValueError, match=words):
        make()


def test_penalties_have_the_gradients_that_autograd_gives():
    params = _start().requires_grad_()
    is_weight = torch.tensor([1.0, 1, 0, 1, 1, 0, 1], dtype=torch.float64)
    l1, l2 = 0.3, torch.tensor([[0.0], [0.1], [2.0]], dtype=torch.float64)
    weights = params * is_weight
    (l1 * weights.abs().sum() + (l2 / 2 * weights**2).sum()).backward()
    grads = add_penalty_gradients_(
        torch.zeros(MEMBERS, P).double(), params.detach(), is_weight, l1, l2
    )
    torch.testing.assert_close(grads, params.grad)
