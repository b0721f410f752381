"""Networks of layers against torch.nn.functional and autograd, which share nothing with them."""

import math

import pytest
import scipy.stats
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st
from torch.nn import functional

import trainlab as tl
from trainlab import optimizers
from trainlab.core import streams
from trainlab.nn.layers import Context, Dropout
from trainlab.nn.parametric import PARAMETRIC

F64 = torch.float64
PARAMETERS = {"prelu": 1, "parametric_tanh": 1, "parametric_elu": 1, "swish": 1, "soboleva": 4}


def _soboleva(z, a, b, c, d):
    return (torch.exp(a * z) - torch.exp(-b * z)) / (torch.exp(c * z) + torch.exp(-d * z))


FUNCTIONS = {
    "tanh": torch.tanh,
    "relu": torch.relu,
    "prelu": functional.prelu,
    "parametric_tanh": lambda z, a: torch.tanh(a * z),
    "parametric_elu": lambda z, a: torch.where(z > 0, z, a * (torch.exp(z) - 1)),
    "swish": lambda z, b: z * torch.sigmoid(b * z),
    "soboleva": _soboleva,
}


def _data(n, inputs, outputs=1, seed=0):
    g = torch.Generator().manual_seed(seed)
    return (torch.randn(n, size, generator=g, dtype=F64) for size in (inputs, outputs))


class Plain:
    """One MLP in torch.nn.functional, taking its numbers from the flat vector in order.

    A layer is [W | b] row by row, then gamma and beta, then the activation's own parameters.
    """

    def __init__(self, net):
        self.net = net
        self.running = [
            (torch.zeros(n, dtype=F64), torch.ones(n, dtype=F64)) for n in self._norms()
        ]

    def _norms(self):
        after = self.net.batch_norm == "after"
        pieces = self.net.pieces if self.net.activation == "maxout" and not after else 1
        return [n * pieces for n in self.net.sizes[1:-1]] if self.net.batch_norm else []

    def __call__(self, flat, x, training=False, masks=None):
        net = self.net
        position = 0

        def take(count):
            nonlocal position
            position += count
            return flat[position - count : position]

        pieces = net.pieces if net.activation == "maxout" else 1
        for index, size in enumerate(net.sizes[1:]):
            last = index == len(net.sizes) - 2
            if last:
                pieces = net.pieces if net.head == "maxout" else 1
            out = size * pieces
            block = take(out * (x.shape[1] + 1)).view(out, -1)
            z = functional.linear(x, block[:, :-1], block[:, -1])
            if last:
                # Of equals max gives the derivative to one, amax a share to each.
                z = z.view(len(x), size, pieces).max(dim=2).values
                break
            if net.batch_norm:
                mean, var = self.running[index]
                gamma, beta = take(len(mean)), take(len(mean))

                def norm(a, mean=mean, var=var, gamma=gamma, beta=beta):
                    return functional.batch_norm(
                        a, mean, var, gamma, beta, training=training, momentum=net.norm_momentum
                    )

            if net.batch_norm is True:
                z = norm(z)
            if net.activation == "maxout":
                a = z.view(len(x), size, pieces).max(dim=2).values
            else:
                own = take(PARAMETERS.get(net.activation, 0))
                a = FUNCTIONS[net.activation](z, *own[:, None])
            if net.batch_norm == "after":
                a = norm(a)
            if masks:
                a = a * masks[index]
            if net.dense:
                x = torch.cat([x, a], dim=1)
            elif net.residual and x.shape == a.shape:
                x = x + a
            else:
                x = a
        assert position == len(flat)
        return z


def _loss(outputs, y):
    return functional.mse_loss(outputs, y)


# Forward and backward passes.


@st.composite
def networks(draw):
    kind = draw(st.sampled_from(["", "residual", "dense"]))
    return tl.MLP(
        [2, *draw(st.lists(st.integers(1, 3), max_size=3)), 2],
        activation=draw(st.sampled_from([*FUNCTIONS, "maxout"])),
        residual=kind == "residual",
        dense=kind == "dense",
        batch_norm=draw(st.sampled_from([False, True, "after"])),
        pieces=draw(st.integers(2, 3)),
        head=draw(st.sampled_from(["linear", "maxout"])),
    )


@given(net=networks(), members=st.integers(1, 3), n=st.integers(2, 5), seed=st.integers(0, 5))
@settings(max_examples=120)
def test_gradients_equal_those_of_autograd_through_torchs_functions(net, members, n, seed):
    x, y = _data(n, 2, 2, seed)
    trainer = tl.Trainer(net, (x, y), population=members, seed=seed, init="normal", dtype=F64)
    trainer.params += 0.05 * torch.randn(trainer.params.shape, dtype=F64)
    gradients = trainer.gradients()
    for member in range(members):
        flat = trainer.params[member].clone().requires_grad_()
        _loss(Plain(net)(flat, x, training=True), y).backward()
        torch.testing.assert_close(gradients[member], flat.grad, rtol=1e-8, atol=1e-10)


@given(net=networks(), seed=st.integers(0, 5))
@example(net=tl.MLP([2, 1, 2], "relu", head="maxout"), seed=0)  # pieces that are equal
@settings(max_examples=60)
def test_training_and_inference_equal_a_plain_loop(net, seed):
    x, y = _data(6, 2, 2, seed)
    trainer = tl.Trainer(
        net, (x, y), optimizer=optimizers.sgd(0.02), population=2, seed=seed, dtype=F64
    )
    plain, flat = Plain(net), trainer.params[1].clone().requires_grad_()
    losses = trainer.step(8)
    for step in range(8):
        loss = _loss(plain(flat, x, training=True), y)
        torch.testing.assert_close(losses[step, 1], loss.detach(), rtol=1e-7, atol=1e-10)
        (gradient,) = torch.autograd.grad(loss, flat)
        flat = (flat - 0.02 * gradient).detach().requires_grad_()
    at = torch.randn(4, 2, dtype=F64)
    torch.testing.assert_close(
        trainer.predict(at)[1], plain(flat, at).detach(), rtol=1e-7, atol=1e-10
    )


@pytest.mark.parametrize("momentum", [0.0, 0.1, 0.6])
def test_running_statistics_follow_torchs_batch_norm(momentum):
    x, y = _data(9, 3, 1)
    net = tl.MLP([3, 4, 1], batch_norm=True, norm_momentum=momentum)
    trainer = tl.Trainer(net, (x, y), optimizer=optimizers.sgd(0.1), dtype=F64)
    norm = torch.nn.BatchNorm1d(4, momentum=momentum, dtype=F64)
    for _ in range(5):
        norm(functional.linear(x, trainer.weights(1)[0], trainer.biases(1)[0]))
        trainer.step()
    running = torch.stack([norm.running_mean, norm.running_var])
    torch.testing.assert_close(trainer.buffers[0].view(2, 4), running)


def test_without_training_the_running_statistics_stay():
    x, y = _data(9, 3, 1)
    trainer = tl.Trainer(tl.MLP([3, 4, 1], batch_norm=True), (x, y), dtype=F64)
    before = trainer.buffers.clone()
    trainer.predict(x)
    trainer.loss(x, y)
    trainer.diagnostics()
    assert torch.equal(trainer.buffers, before)


def test_units_after_batch_norm_have_mean_zero_and_variance_one():
    x, y = _data(500, 3, 1)
    net = tl.MLP([3, 6, 1], activation="identity", batch_norm=True)
    trainer = tl.Trainer(net, (5 + 3 * x, y), optimizer=optimizers.sgd(0.0), dtype=F64)
    trainer.step(300)
    z = functional.linear(5 + 3 * x, trainer.weights(1)[0], trainer.biases(1)[0])
    torch.testing.assert_close(trainer.buffers[0, :6], z.mean(dim=0), rtol=1e-6, atol=0)
    torch.testing.assert_close(trainer.buffers[0, 6:], z.var(dim=0), rtol=1e-6, atol=0)


# Dropout.


def _mask(rate, shape=(3, 50, 40), step=0, index=0, seeds=(0, 1, 2)):
    keys = streams.keys(torch.tensor(seeds), streams.DROPOUT)
    return Dropout(index).forward(torch.ones(shape, dtype=F64), Context(step, keys, rate, rate))


@pytest.mark.parametrize("rate", [0.05, 0.3, 0.5, 0.9])
def test_units_are_dropped_at_the_stated_rate_and_the_mean_stays(rate):
    mask = torch.stack([_mask(rate, step=step) for step in range(10)])
    kept = 1 / (1 - rate)
    assert ((mask == 0) | ((mask - kept).abs() < 1e-12)).all()
    dropped = int((mask == 0).sum())
    interval = scipy.stats.binom(mask.numel(), rate).interval(1 - 1e-9)
    assert interval[0] <= dropped <= interval[1]


def test_masks_differ_by_member_step_layer_and_point_and_repeat_for_the_same():
    mask = _mask(0.5)
    assert torch.equal(mask, _mask(0.5))
    others = [mask.roll(1, 0), _mask(0.5, step=1), _mask(0.5, index=1), mask.roll(1, 2)]
    for other in others:
        share = ((mask == 0) & (other == 0)).double().mean()
        assert abs(share - 0.25) < 5 * math.sqrt(0.25 * 0.75 / mask.numel())


def test_each_member_has_its_own_rate():
    rates = torch.tensor([0.0, 0.2, 0.7]).view(3, 1, 1)
    share = (_mask(rates, (3, 100, 100)) == 0).double().mean(dim=(1, 2))
    torch.testing.assert_close(share, rates.flatten().double(), atol=0.02, rtol=0)


@pytest.mark.parametrize("kind", ["plain", "residual", "dense", "batch_norm"])
def test_gradients_through_dropout_equal_autograd_with_the_same_masks(kind):
    extra = {} if kind == "plain" else {kind: True}
    net = tl.MLP([2, 4, 4, 1], activation="relu", dropout=0.4, **extra)
    x, y = _data(7, 2)
    trainer = tl.Trainer(
        net, (x, y), optimizer=optimizers.sgd(0.1), population=2, seed=4, dtype=F64
    )
    start = trainer.params.clone()
    losses = trainer.step()
    for member in range(2):
        masks = [_mask(0.4, (1, 4, 7), 0, i, [4 + member])[0].mT for i in range(2)]
        flat = start[member].clone().requires_grad_()
        loss = _loss(Plain(net)(flat, x, training=True, masks=masks), y)
        loss.backward()
        torch.testing.assert_close(losses[0, member], loss.detach())
        torch.testing.assert_close(trainer.params[member], start[member] - 0.1 * flat.grad)


def test_each_hidden_layer_can_have_its_own_rate():
    rates = (0.6, 0.0, 0.2)
    net = tl.MLP([2, 8, 8, 8, 1], activation="relu", dropout=rates)
    x, y = _data(7, 2)
    trainer = tl.Trainer(
        net, (x, y), optimizer=optimizers.sgd(0.1), population=2, seed=4, dtype=F64
    )
    start = trainer.params.clone()
    trainer.step()
    for member in range(2):
        masks = [_mask(r, (1, 8, 7), 0, i, [4 + member])[0].mT for i, r in enumerate(rates)]
        flat = start[member].clone().requires_grad_()
        _loss(Plain(net)(flat, x, training=True, masks=masks), y).backward()
        torch.testing.assert_close(trainer.params[member], start[member] - 0.1 * flat.grad)
    changed = tl.Trainer(tl.MLP([2, 8, 8, 8, 1], activation="relu"), (x, y), dropout=rates)
    same = tl.Trainer(net, (x, y))
    assert torch.equal(changed.step(3), same.step(3))


@pytest.mark.parametrize("hidden", [0.0, 0.4])
@pytest.mark.parametrize("kind", ["plain", "residual", "dense"])
def test_inputs_are_dropped_at_each_members_own_rate(kind, hidden):
    extra = {} if kind == "plain" else {kind: True}
    net = tl.MLP([2, 2, 4, 1], activation="relu", dropout=hidden, **extra)
    x, y = _data(9, 2)
    rates = torch.tensor([0.25, 0.5, 0.0])
    trainer = tl.Trainer(
        net, (x, y), optimizer=optimizers.sgd(0.1), population=3, input_dropout=rates, dtype=F64
    )
    start = trainer.params.clone()
    losses = trainer.step()
    for member, rate in enumerate(rates.tolist()):
        dropped = _mask(rate, (1, 2, 9), 0, None, [member])[0].mT
        masks = [_mask(hidden, (1, n, 9), 0, i, [member])[0].mT for i, n in enumerate((2, 4))]
        flat = start[member].clone().requires_grad_()
        loss = _loss(Plain(net)(flat, x * dropped, training=True, masks=masks), y)
        loss.backward()
        torch.testing.assert_close(losses[0, member], loss.detach())
        torch.testing.assert_close(trainer.params[member], start[member] - 0.1 * flat.grad)


def test_a_single_rate_leaves_the_inputs_whole_and_their_rate_can_change():
    x, y = _data(30, 2)
    whole, dropping = (
        tl.Trainer(tl.MLP([2, 8, 1], input_dropout=rate), (x, y), dtype=F64) for rate in (0.0, 0.5)
    )
    torch.testing.assert_close(dropping.predict(x), whole.predict(x))
    assert not torch.equal(dropping.step(), whole.step())
    dropping = tl.Trainer(tl.MLP([2, 8, 1]), (x, y), input_dropout=0.5, dtype=F64)
    dropping.set(input_dropout=0.0)
    whole = tl.Trainer(tl.MLP([2, 8, 1]), (x, y), dtype=F64)
    assert torch.equal(dropping.step(3), whole.step(3))
    radial = tl.Trainer(tl.RBF(2, 5), (x, y), input_dropout=0.5, dtype=F64)
    assert not torch.equal(radial.step(), tl.Trainer(tl.RBF(2, 5), (x, y), dtype=F64).step())


def test_dropping_inputs_of_a_line_is_on_average_its_ridge_penalty():
    """Wager et al. 2013: the mean over the masks is the loss plus p / (1-p) times the mean square
    of each w_j x_j.
    """
    x, y = _data(200, 2)
    net, rate = tl.MLP([2, 1]), 0.3
    trainer = tl.Trainer(
        net,
        (x, y),
        optimizer=optimizers.sgd(1e-30),
        input_dropout=rate,
        population=4000,
        init=torch.tensor([1.5, -0.7, 0.2], dtype=F64),
        dtype=F64,
    )
    found = trainer.step()[0]
    weights = torch.tensor([1.5, -0.7], dtype=F64)
    plain = _loss((x @ weights + 0.2)[:, None], y)
    expected = plain + rate / (1 - rate) * (weights * x).square().sum(dim=1).mean()
    assert abs(float(found.mean() - expected)) < 4 * float(found.std()) / 4000**0.5


def test_nothing_is_dropped_at_inference_and_the_rate_can_change():
    x, y = _data(30, 2)
    net = tl.MLP([2, 8, 1], dropout=0.5)
    trainer = tl.Trainer(net, (x, y), dtype=F64)
    expected = Plain(net)(trainer.params[0], x)
    torch.testing.assert_close(trainer.predict(x)[0], expected)
    with_masks = trainer.step()
    assert abs(float(with_masks) - float(_loss(expected, y))) > 1e-6
    trainer.set(dropout=0.0)
    expected = _loss(Plain(net)(trainer.params[0], x), y)
    torch.testing.assert_close(trainer.step()[0, 0], expected)


# Populations.


torch.manual_seed(0)  # for the module's own biases
VARIANTS = {
    "residual": tl.MLP([2, 4, 4, 1], residual=True),
    "dense": tl.MLP([2, 4, 3, 1], activation="swish", dense=True),
    "batch norm": tl.MLP([2, 4, 1], batch_norm=True),
    "dropout": tl.MLP([2, 4, 4, 1], dropout=0.3),
    "maxout": tl.MLP([2, 4, 1], activation="maxout"),
    "radial": tl.RBF(2, 4, 1),
    "convolution": tl.Convolutional((1, 2), [3], kernel=2, padding=1, sizes=[1]),
    "module": tl.Module(
        torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.SiLU(), torch.nn.Linear(3, 1)).double(),
        2,
    ),
}


@pytest.mark.parametrize("batch_size", [None, 4])
@pytest.mark.parametrize("kind", VARIANTS)
def test_a_member_trains_as_it_would_alone(kind, batch_size):
    x, y = _data(12, 2)
    common = {"batch_size": batch_size, "dtype": F64, "optimizer": optimizers.adam(0.02)}
    together = tl.Trainer(VARIANTS[kind], (x, y), population=4, seed=3, **common)
    losses = together.step(70)
    assert losses[-10:].mean() < losses[:10].mean()
    for member in (0, 3):
        alone = tl.Trainer(VARIANTS[kind], (x, y), seed=3 + member, **common)
        torch.testing.assert_close(alone.step(70)[:, 0], losses[:, member], rtol=1e-7, atol=1e-12)
        torch.testing.assert_close(
            alone.predict(x)[0], together.predict(x)[member], rtol=1e-6, atol=1e-10
        )


@pytest.mark.parametrize("kind", VARIANTS)
def test_members_that_diverge_stop_and_disturb_no_other(kind):
    x, y = _data(12, 2)
    rates = torch.tensor([0.01, 1e30, 0.01])
    calm, wild = (
        tl.Trainer(VARIANTS[kind], (x, y), population=3, optimizer=optimizers.sgd(r))
        for r in (0.01, rates)
    )
    calm.step(100)
    wild.step(100)
    assert wild.divergence.members.tolist() == [False, True, False]
    assert wild.params.isfinite().all()
    assert wild.buffers.isfinite().all()
    for member in (0, 2):
        assert torch.equal(wild.params[member], calm.params[member])
        assert torch.equal(wild.buffers[member], calm.buffers[member])


# Parametric activations.


@pytest.mark.parametrize("name", PARAMETRIC)
@given(parameter=st.floats(0.3, 1.5))
@settings(max_examples=10)
def test_parametric_activations_and_all_their_derivatives_equal_autograd(name, parameter):
    f = PARAMETRIC[name]
    z = torch.tensor([-8.0, -2, -0.5, -1e-3, 1e-3, 0.5, 2, 8], dtype=F64, requires_grad=True)
    own = [
        torch.tensor([parameter + 0.1 * i], dtype=F64, requires_grad=True)
        for i in range(PARAMETERS[name])
    ]
    expected = FUNCTIONS[name](z, *own)
    torch.testing.assert_close(f.function(z, *own), expected)
    gradients = torch.autograd.grad(expected.sum(), [z, *own])
    with torch.no_grad():
        torch.testing.assert_close(f.slope(z, *own), gradients[0])
        for slope, gradient in zip(f.parameter_slopes(z, *own), gradients[1:], strict=True):
            torch.testing.assert_close(slope.sum()[None], gradient)


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("parametric_tanh", torch.tanh),
        ("parametric_elu", functional.elu),
        ("swish", functional.silu),
        ("soboleva", torch.tanh),
        ("prelu", lambda z: functional.leaky_relu(z, 0.25)),
    ],
)
def test_parametric_activations_start_as_a_known_function_also_far_out(name, same):
    z = torch.tensor([-2000.0, -50, -1, 0, 1, 50, 2000], dtype=F64)
    own = [torch.tensor([p], dtype=F64) for p in PARAMETRIC[name].initial]
    torch.testing.assert_close(PARAMETRIC[name].function(z, *own), same(z))
    assert PARAMETRIC[name].slope(z, *own).isfinite().all()
    assert all(s.isfinite().all() for s in PARAMETRIC[name].parameter_slopes(z, *own))


# Convolution.


@st.composite
def convolutions(draw):
    dimensions = draw(st.integers(1, 2))
    size = [draw(st.integers(1, 5)) for _ in range(dimensions)]
    padding = draw(st.integers(0, 2))
    return {
        "shape": (draw(st.integers(1, 2)), *size),
        "channels": [draw(st.integers(1, 3)) for _ in range(draw(st.integers(1, 2)))],
        "kernel": draw(st.integers(1, min(size) + 2 * padding)),
        "stride": draw(st.integers(1, 2)),
        "padding": padding,
        "sizes": draw(st.sampled_from([(), (2,), (3, 1)])),
        "max_pool": draw(st.booleans()),
    }


def _convolved(net, flat, x):
    """The network in torch.nn.functional."""
    convolve = functional.conv2d if len(net.shape) == 3 else functional.conv1d
    a, position = x.view(len(x), *net.shape), 0
    count = len(net.channels) + len(net.sizes)
    for index, out in enumerate([*net.channels, *net.sizes]):
        if index < len(net.channels):
            kernel = (out, a.shape[1], *[net.kernel] * (a.ndim - 2))
        else:
            a = a.flatten(1)
            kernel = (out, a.shape[1])
        inputs = math.prod(kernel[1:])
        block = flat[position : position + out * (inputs + 1)].view(out, inputs + 1)
        position += block.numel()
        weights, bias = block[:, :-1].reshape(kernel), block[:, -1]
        if index < len(net.channels):
            a = convolve(a, weights, bias, stride=net.stride, padding=net.padding)
        else:
            a = functional.linear(a, weights, bias)
        a = torch.relu(a) if index < count - 1 else a
        if net.max_pool and index == len(net.channels) - 1:
            a = functional.adaptive_max_pool2d(a, 1) if a.ndim == 4 else a.amax(2, keepdim=True)
    assert position == len(flat)
    return a.flatten(1)


@given(arguments=convolutions(), members=st.integers(1, 2), n=st.integers(1, 3))
@settings(max_examples=80)
def test_convolutions_and_their_gradients_equal_torchs(arguments, members, n):
    try:
        net = tl.Convolutional(**arguments)
    except ValueError as error:
        assert "smaller kernel" in str(error)  # noqa: PT017
        return
    x, y = _data(n, net.inputs, net.outputs)
    trainer = tl.Trainer(net, (x, y), population=members, init="he_normal", dtype=F64)
    trainer.params += 0.1
    predictions, gradients = trainer.predict(x), trainer.gradients()
    for member in range(members):
        flat = trainer.params[member].clone().requires_grad_()
        expected = _convolved(net, flat, x)
        _loss(expected, y).backward()
        torch.testing.assert_close(predictions[member], expected.detach())
        torch.testing.assert_close(gradients[member], flat.grad, rtol=1e-8, atol=1e-11)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"shape": (8,), "channels": [1]}, "expected (channels, height, width)"),
        ({"shape": (1, 8, 8), "channels": []}, "channels is empty"),
        ({"shape": (1, 4, 4), "channels": [2], "kernel": 5}, "choose a smaller kernel"),
        ({"shape": (1, 4, 4), "channels": [0]}, "channels"),
    ],
)
def test_bad_convolutions_are_explained(arguments, words):
    with pytest.raises(ValueError, match=r"^[^\n]*$") as error:
        tl.Convolutional(**arguments)
    assert words in str(error.value)


# Modules.


class Gated(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.up, self.gate = torch.nn.Linear(3, 4), torch.nn.Linear(3, 4)
        self.down = torch.nn.Linear(4, 2)
        self.scale = torch.nn.Parameter(torch.tensor([2.0, 3.0]))

    def forward(self, x):
        return self.scale * self.down(self.up(x) * torch.sigmoid(self.gate(x)))


def test_a_module_trains_as_in_a_plain_pytorch_loop():
    x, y = _data(10, 3, 2)
    module = Gated().double()
    given = [p.detach().clone() for p in module.parameters()]
    rule = optimizers.adam(0.01)
    trainer = tl.Trainer(tl.Module(module, 3), (x, y), optimizer=rule, population=2, dtype=F64)
    position = 0
    for p, own in zip(module.parameters(), given, strict=True):
        values = trainer.params[1, position : position + p.numel()].view(p.shape)
        assert torch.equal(p.detach(), own)
        assert torch.equal(values, own) == (p.ndim == 1)
        position += p.numel()
        with torch.no_grad():
            p.copy_(values)
    losses = trainer.step(30)
    reference = torch.optim.Adam(module.parameters(), lr=0.01)
    for step in range(30):
        reference.zero_grad()
        loss = _loss(module(x), y)
        loss.backward()
        reference.step()
        torch.testing.assert_close(losses[step, 1], loss.detach())
    torch.testing.assert_close(trainer.predict(x)[1], module(x).detach())


@pytest.mark.parametrize(
    ("module", "words"),
    [
        (torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(2)), "BatchNorm1d"),
        (torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.Dropout()), "Dropout"),
        (torch.nn.Tanh(), "no parameters"),
        (torch.nn.Linear(4, 2), "fails on a tensor (2, 3)"),
        (torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.Unflatten(1, (1, 2))), "nn.Flatten()"),
    ],
)
def test_modules_that_do_not_fit_are_explained(module, words):
    with pytest.raises(ValueError, match=r"^[^\n]*$") as error:
        tl.Module(module, 3)
    assert words in str(error.value)


# Arguments.


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"sizes": [2, 3, 1], "activation": "rleu"}, "relu"),
        ({"sizes": [2, 3, 1], "pieces": 1}, "pieces"),
        ({"sizes": [2, 3, 1], "dropout": 1.0}, "dropout"),
        ({"sizes": [2, 3, 3, 1], "dropout": [0.1]}, "each of the 2 hidden layers"),
        ({"sizes": [2, 3, 3, 1], "dropout": [0.1, 1.0]}, "each of dropout"),
        ({"sizes": [2, 3, 1], "norm_momentum": -0.1}, "norm_momentum"),
        ({"sizes": [2, 3, 1], "residual": True, "dense": True}, "choose one"),
    ],
)
def test_bad_networks_are_explained(arguments, words):
    with pytest.raises(ValueError, match=r"^[^\n]*$") as error:
        tl.MLP(**arguments)
    assert words in str(error.value)


def test_batch_norm_refuses_a_batch_of_one_point():
    x, y = _data(9, 2)
    net = tl.MLP([2, 3, 1], batch_norm=True)
    for size in (1, 4, 8):
        with pytest.raises(ValueError, match="batch of one point"):
            tl.Trainer(net, (x, y), batch_size=size)
    tl.Trainer(net, (x, y), batch_size=3).step()


def test_dropout_rates_and_modules_that_do_not_fit_are_explained():
    x, y = _data(9, 2)
    with pytest.raises(ValueError, match=r"expected numbers in \[0, 1\)"):
        tl.Trainer(tl.MLP([2, 3, 1]), (x, y), dropout=1.0)
    module = tl.Module(torch.nn.Linear(2, 1), 2)
    with pytest.raises(ValueError, match="dropout needs a network such as MLP"):
        tl.Trainer(module, (x, y), dropout=0.1)
    with pytest.raises(ValueError, match="have layers here"):
        tl.Trainer(module, (x, y)).weights(1)
