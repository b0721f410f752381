"""Least squares for the last layer, against torch.linalg.lstsq, normal equations, and a plain
PyTorch loop.
"""

import pytest
import torch

import trainlab as tl
from trainlab import optimizers, problems
from trainlab.optimizers import adam, lbfgs, lsgd, sequence, sgd

F64 = torch.float64


def _data(n=40, outputs=2):
    g = torch.Generator().manual_seed(0)
    x = torch.randn(n, 2, generator=g, dtype=F64)
    return x, torch.stack([torch.sin(2 * x[:, 0]), x[:, 1] ** 2], dim=1)[:, :outputs]


def _trainer(rule, sizes=(2, 6, 5, 2), population=3, net=None, **kwargs):
    net = net or tl.MLP(sizes)
    data = kwargs.pop("data", None) or _data(outputs=sizes[-1])
    return tl.Trainer(net, data, optimizer=rule, population=population, dtype=F64, **kwargs)


def _features(trainer, member, x):
    """The outputs of the last hidden layer (N, units), and a column of ones, by plain products."""
    a = x
    for layer in range(1, len(trainer.net.layers)):
        a = torch.tanh(a @ trainer.weights(layer)[member].T + trainer.biases(layer)[member])
    return torch.cat([a, torch.ones_like(a[:, :1])], dim=1)


def _last(trainer, member):
    last = len(trainer.net.layers)
    bias = trainer.biases(last)[member]
    return torch.cat([trainer.weights(last)[member], bias[:, None]], dim=1)


def test_the_last_layer_is_the_least_squares_solution_after_every_step():
    x, y = _data()
    trainer = _trainer(lsgd(adam(0.01), ridge=0))
    for _ in range(5):
        trainer.step(1)
        for member in range(3):
            solution = torch.linalg.lstsq(_features(trainer, member, x), y, driver="gelsd").solution
            torch.testing.assert_close(_last(trainer, member), solution.T)


def test_a_ridge_and_l2_add_up_to_one_penalty_on_the_weights_alone():
    x, y = _data()
    l2 = torch.tensor([0.0, 0.01, 0.3], dtype=F64)
    trainer = _trainer(lsgd(sgd(0.01), ridge=0.05), l2=l2)
    trainer.step(4)
    for member in range(3):
        features = _features(trainer, member, x)
        scale = 2 / y.numel()
        diagonal = torch.full((features.shape[1],), 0.05 + float(l2[member]), dtype=F64)
        diagonal[-1] = 0
        matrix = scale * features.T @ features + torch.diag(diagonal)
        solution = torch.linalg.solve(matrix, scale * features.T @ y)
        torch.testing.assert_close(_last(trainer, member), solution.T)


def test_the_gradient_of_the_last_layer_is_zero():
    trainer = _trainer(lsgd(adam(0.01), ridge=0))
    trainer.step(3)
    start = trainer.net.layers[-1].start
    assert trainer.gradients()[:, start:].abs().max() < 1e-12
    assert trainer.gradients()[:, :start].abs().max() > 1e-6


@pytest.mark.parametrize("every", [1, 3])
def test_training_equals_a_plain_pytorch_loop(every):
    x, y = _data()
    trainer = _trainer(lsgd(adam(0.02), every=every, ridge=0))
    member = 1
    hidden = [
        torch.nn.Parameter(part[member].clone())
        for layer in (1, 2)
        for part in (trainer.weights(layer), trainer.biases(layer))
    ]

    def features():
        a = torch.tanh(x @ hidden[0].T + hidden[1])
        return torch.tanh(a @ hidden[2].T + hidden[3])

    def solve():
        with torch.no_grad():
            a = features()
            ones = torch.cat([a, torch.ones_like(a[:, :1])], dim=1)
            return torch.linalg.lstsq(ones, y, driver="gelsd").solution

    reference = torch.optim.Adam(hidden, lr=0.02)
    last = solve()
    for step in range(12):
        reference.zero_grad()
        torch.nn.functional.mse_loss(features() @ last[:-1] + last[-1], y).backward()
        reference.step()
        if (step + 1) % every == 0:
            last = solve()
    trainer.step(12)
    for found, expected in zip(
        (trainer.weights(1), trainer.biases(1), trainer.weights(2), trainer.biases(2)),
        hidden,
        strict=True,
    ):
        torch.testing.assert_close(found[member], expected.detach(), rtol=1e-6, atol=1e-9)
    torch.testing.assert_close(_last(trainer, member), last.T, rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize("name", optimizers.OPTIMIZERS)
def test_every_first_order_rule_leaves_the_last_layer_to_least_squares(name):
    x, y = _data()
    trainer = _trainer(lsgd(optimizers.OPTIMIZERS[name](lr=0.01), every=2, ridge=0))
    trainer.step(4)
    kept = _last(trainer, 0).clone()
    hidden = trainer.weights(1).clone()
    trainer.step(1)
    assert torch.equal(_last(trainer, 0), kept)
    assert not torch.equal(trainer.weights(1), hidden)
    trainer.step(1)
    solution = torch.linalg.lstsq(_features(trainer, 0, x), y, driver="gelsd").solution
    torch.testing.assert_close(_last(trainer, 0), solution.T)


def test_the_last_layer_of_a_radial_basis_network_is_solved_for_too():
    x, y = _data()
    net = tl.RBF(2, 7, 2)
    trainer = _trainer(lsgd(adam(0.05), ridge=0), net=net)
    losses = trainer.step(20)
    assert (losses[-1] < losses[1]).all()
    for member in range(3):
        centres, widths = (part[member] for part in net.units(trainer.params))
        squares = (x[:, None] - centres).square().sum(dim=2)
        units = torch.exp(-squares / (2 * widths**2))
        ones = torch.cat([units, torch.ones_like(units[:, :1])], dim=1)
        solution = torch.linalg.lstsq(ones, y, driver="gelsd").solution
        fitted = ones @ _last(trainer, member).T
        torch.testing.assert_close(fitted, ones @ solution, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("batch_size", [None, 16])
def test_a_member_of_a_population_trains_as_it_would_alone(batch_size):
    rates = torch.tensor([0.001, 0.01, 0.03], dtype=F64)
    together = _trainer(lsgd(adam(rates)), batch_size=batch_size, seed=4)
    losses = together.step(15)
    for i, rate in enumerate(rates.tolist()):
        alone = _trainer(lsgd(adam(rate)), population=1, batch_size=batch_size, seed=4 + i)
        torch.testing.assert_close(alone.step(15)[:, 0], losses[:, i], rtol=1e-6, atol=1e-10)


def test_features_that_repeat_each_other_get_the_smallest_weights():
    """Two equal units and one that is always off: infinitely many solutions."""
    x, y = _data(outputs=1)
    trainer = _trainer(lsgd(sgd(1e-9), ridge=0), sizes=(2, 4, 1), population=2)
    trainer.weights(1)[:, 1] = trainer.weights(1)[:, 0]
    trainer.weights(1)[:, 2] = 0
    trainer.biases(1)[:, 2] = 0
    trainer.step(1)
    features = _features(trainer, 0, x)[:, :-1]
    centred = features - features.mean(dim=0)
    weights = torch.linalg.pinv(centred, rtol=1e-6) @ (y - y.mean(dim=0))
    torch.testing.assert_close(_last(trainer, 0)[:, :-1], weights.T, rtol=1e-5, atol=1e-6)


def test_single_precision_reaches_a_lower_loss_than_adam_alone():
    problem = problems.sine(n=100)
    net = tl.MLP([1, 16, 1])
    settings = {"population": 8, "steps": 200, "progress": False}
    solved = tl.train(net, problem, optimizer=lsgd(adam(1e-3)), **settings)
    alone = tl.train(net, problem, optimizer=adam(1e-3), **settings)
    assert not solved.diverged.any()
    assert (solved.train_loss[-1] < alone.train_loss[-1]).all()


@pytest.mark.parametrize(
    "net",
    [
        tl.MLP([2, 6, 2], batch_norm=True),
        tl.MLP([2, 9, 9, 2], dropout=0.2),
        tl.MLP([2, 5, 2], "prelu"),
    ],
    ids=["batch norm", "dropout", "prelu"],
)
def test_other_kinds_of_layers_train_too(net):
    trainer = _trainer(lsgd(adam(0.01)), net=net)
    losses = trainer.step(30)
    assert (losses[-1] < losses[0]).all()
    assert not trainer.divergence.members.any()


@pytest.mark.parametrize("size", [1e200, 1e308])
def test_a_member_that_diverges_is_named_and_the_others_go_on(size):
    net = tl.MLP([2, 6, 2], "relu")
    trainer, calm = (_trainer(lsgd(sgd(0.01)), net=net) for _ in range(2))
    trainer.params[1] = size
    trainer.step(10)
    calm.step(10)
    assert trainer.divergence.members.tolist() == [False, True, False]
    assert "Network 1 diverged at step 0" in trainer.divergence.message(1)
    assert trainer.params.isfinite().all()
    for member in (0, 2):
        torch.testing.assert_close(trainer.params[member], calm.params[member])


def test_it_can_be_followed_by_another_rule():
    trainer = _trainer(sequence(lsgd(adam(0.01)), lbfgs(), switch=10))
    losses = trainer.step(40)
    assert (losses[-1] < losses[10]).all()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: lsgd(lbfgs()), "rule='lbfgs' was given; expected a first-order rule"),
        (lambda: lsgd("adam"), "rule='adam' was given"),
        (lambda: lsgd(adam(), every=0), "every=0 was given"),
        (lambda: lsgd(adam(), ridge=-1), "ridge=-1 was given"),
        (lambda: _trainer(lsgd(adam()), loss="mae"), "loss='mae' or an L1 penalty was given"),
        (lambda: _trainer(lsgd(adam()), l1=0.1), "no L1 penalty"),
        (lambda: _trainer(lsgd(adam()), sizes=(2, 2)), "with hidden layers"),
        (
            lambda: _trainer(lsgd(adam()), net=tl.MLP([2, 4, 4, 2], residual=True)),
            "without shortcuts",
        ),
        (
            lambda: _trainer(lsgd(adam()), net=tl.Module(torch.nn.Linear(2, 2).double(), 2)),
            "last layer of an MLP",
        ),
    ],
)
def test_what_cannot_be_solved_is_explained(make, words):
    with pytest.raises(ValueError, match=words):
        make()


def test_a_surface_has_no_last_layer():
    surface = problems.surfaces.SURFACES["bowl"]
    objective = tl.objective.Objective(surface.value)
    params, rule = torch.ones(1, 2), lsgd(adam())
    with pytest.raises(ValueError, match="expected a network"):
        rule.step(params, objective.at(params), rule.init(params), 0.1, lambda: objective)
