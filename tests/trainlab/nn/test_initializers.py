"""Initializers and gains against torch.nn.init and SciPy, on the shapes they are drawn for."""

import math

import pytest
import scipy.integrate
import scipy.stats
import torch
from torch import nn

import trainlab as tl
from trainlab.core import streams
from trainlab.nn import gains, initializers
from trainlab.nn.activations import ACTIVATIONS
from trainlab.nn.initializers import INITIALIZERS, Draws
from trainlab.nn.parametric import PARAMETRIC

INPUTS, OUTPUTS = 30, 50
FAMILIES = ("lecun", "glorot", "he")
MODES = ("fan_in", "fan_out", "fan_avg")


def _weights(initializer, members=64, kernel=1):
    keys = streams.keys(streams.member_seeds(0, members), streams.WEIGHTS)
    return initializer.weights(Draws(keys, 0, INPUTS, OUTPUTS, kernel))


def _assert_drawn_from(law, weights):
    assert scipy.stats.kstest(weights.flatten().numpy(), law.cdf).pvalue > 1e-3


def _law(shape, std):
    if shape == "normal":
        return scipy.stats.norm(0, std)
    return scipy.stats.uniform(-std * 3**0.5, 2 * std * 3**0.5)


VARIANCE = {
    "normal": 1.0,
    "uniform": 1 / 3,
    "lecun_normal": 1 / INPUTS,
    "lecun_uniform": 1 / INPUTS,
    "glorot_normal": 2 / (INPUTS + OUTPUTS),
    "glorot_uniform": 2 / (INPUTS + OUTPUTS),
    "he_normal": 2 / INPUTS,
    "he_uniform": 2 / INPUTS,
}


@pytest.mark.parametrize("name", VARIANCE)
def test_initial_weights_have_the_distribution_their_name_says(name):
    law = _law("uniform" if "uniform" in name else "normal", VARIANCE[name] ** 0.5)
    _assert_drawn_from(law, _weights(INITIALIZERS[name]()))


@pytest.mark.parametrize("shape", ["normal", "uniform"])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_has_variance_gain_squared_over_the_fan_of_its_mode(family, mode, shape):
    fan = {"fan_in": INPUTS, "fan_out": OUTPUTS, "fan_avg": (INPUTS + OUTPUTS) / 2}[mode]
    w = _weights(INITIALIZERS[f"{family}_{shape}"](gain=1.7, mode=mode))
    assert w.shape == (64, OUTPUTS, INPUTS)
    _assert_drawn_from(_law(shape, 1.7 / math.sqrt(fan)), w)


@pytest.mark.parametrize("cut", [0.5, 2.0, 4.0])
def test_a_truncated_normal_has_scipys_distribution(cut):
    w = _weights(initializers.truncated_normal(std=0.3, cut=cut))
    assert w.abs().max() < 0.3 * cut
    _assert_drawn_from(scipy.stats.truncnorm(-cut, cut, scale=0.3), w)


@pytest.mark.parametrize("gain", [1.0, 3.0])
def test_orthogonal_weights_have_orthogonal_columns_of_length_gain(gain):
    w = _weights(initializers.orthogonal(gain))
    identity = torch.eye(INPUTS, dtype=w.dtype).expand(64, -1, -1)
    torch.testing.assert_close(w.mT @ w, gain**2 * identity)
    assert abs(w[:, 0, 0].mean()) < 0.1 * gain


# Against PyTorch, on a network's real shapes.

TORCH_INIT = {
    "glorot_normal": nn.init.xavier_normal_,
    "glorot_uniform": nn.init.xavier_uniform_,
    "he_normal": lambda w: nn.init.kaiming_normal_(w, nonlinearity="relu"),
    "he_uniform": lambda w: nn.init.kaiming_uniform_(w, nonlinearity="relu"),
    "lecun_normal": lambda w: nn.init.kaiming_normal_(w, nonlinearity="linear"),
    "lecun_uniform": lambda w: nn.init.kaiming_uniform_(w, nonlinearity="linear"),
    "truncated_normal": lambda w: nn.init.trunc_normal_(w),
    "normal": nn.init.normal_,
    "uniform": lambda w: nn.init.uniform_(w, -1, 1),
}
LAYERS = {
    "affine": (tl.MLP([6, 4, 3]), nn.Linear(6, 4)),
    "2-D convolution": (tl.Convolutional((3, 5, 5), [4], 3, sizes=[1]), nn.Conv2d(3, 4, 3)),
    "1-D convolution": (tl.Convolutional((3, 9), [5], 4, sizes=[1]), nn.Conv1d(3, 5, 4)),
}


@pytest.mark.parametrize("name", TORCH_INIT)
@pytest.mark.parametrize("layer", LAYERS)
def test_first_layers_are_distributed_as_in_torch(name, layer):
    net, module = LAYERS[layer]
    members = 20000 // module.weight.numel() + 1
    params = net.initial(INITIALIZERS[name](), streams.member_seeds(0, members), torch.float64)
    ours = net.layers[0].block(params)[:, :, :-1]
    torch.manual_seed(0)
    weights = [TORCH_INIT[name](torch.empty_like(module.weight)) for _ in range(members)]
    theirs = torch.stack(weights).detach().flatten()
    assert ours.numel() == theirs.numel()
    assert scipy.stats.ks_2samp(ours.flatten().numpy(), theirs.numpy()).pvalue > 1e-3


@pytest.mark.parametrize("mode", ["fan_in", "fan_out"])
@pytest.mark.parametrize("layer", LAYERS)
def test_fans_are_counted_as_in_torch(layer, mode):
    net, module = LAYERS[layer]
    expected = nn.init._calculate_correct_fan(module.weight, mode)
    first = net.layers[0]
    assert first.inputs * first.outputs == module.weight.numel()
    draws = Draws(torch.zeros(1), 0, first.inputs, first.outputs, first.kernel)
    assert draws.fans[mode] == expected


def test_a_modules_convolution_counts_its_fans_as_in_torch():
    module = nn.Sequential(nn.Unflatten(1, (1, 12)), nn.Conv1d(1, 8, 4), nn.Flatten())
    initializer = initializers.lecun_normal(mode="fan_out")
    params = tl.Module(module, 12).initial(initializer, streams.member_seeds(0, 500), torch.float64)
    fan_out = nn.init._calculate_correct_fan(module[1].weight, "fan_out")
    _assert_drawn_from(scipy.stats.norm(0, 1 / math.sqrt(fan_out)), params[:, :32])


# Biases.

SEEDS = streams.member_seeds(0, 400)


@pytest.mark.parametrize("layer", LAYERS)
def test_the_default_start_is_torchs_for_weights_and_biases(layer):
    net, module = LAYERS[layer]
    params = net.initial(INITIALIZERS["torch_default"](), SEEDS, torch.float64)
    block = net.layers[0].block(params)
    torch.manual_seed(0)
    theirs = []
    for _ in range(400):
        module.reset_parameters()
        theirs.append([p.detach().clone().flatten() for p in (module.weight, module.bias)])
    for ours, their in zip(
        (block[:, :, :-1], block[:, :, -1]), zip(*theirs, strict=True), strict=True
    ):
        expected = torch.cat(their).double()
        assert ours.numel() == expected.numel()
        found = scipy.stats.ks_2samp(ours.flatten().numpy(), expected.numpy())
        assert found.pvalue > 1e-3
        assert ours.abs().max() <= module.weight[0].numel() ** -0.5
        assert ours.abs().max() > 0.99 * module.weight[0].numel() ** -0.5


@pytest.mark.parametrize("name", INITIALIZERS)
def test_biases_start_at_zero_unless_told_and_leave_the_weights_as_they_are(name):
    net, init = tl.MLP([3, 5, 4, 2]), INITIALIZERS[name]()
    plain = net.initial(init, SEEDS, torch.float64)
    biased = net.initial(init.with_biases(initializers.uniform(0.3)), SEEDS, torch.float64)
    drawn = []
    for layer in net.layers:
        before, after = layer.block(plain), layer.block(biased)
        assert torch.equal(before[:, :, :-1], after[:, :, :-1])
        assert name == "torch_default" or (before[:, :, -1] == 0).all()
        drawn.append(after[:, :, -1].flatten())
    _assert_drawn_from(scipy.stats.uniform(-0.3, 0.6), torch.cat(drawn))


def test_biases_do_not_repeat_the_numbers_of_the_weights():
    init = initializers.normal().with_biases(initializers.normal())
    params = tl.MLP([3, 5, 4, 2]).initial(init, SEEDS, torch.float64)
    assert len(params[0].unique()) == params.shape[1]


def test_a_bias_may_be_a_number_for_each_member_and_a_member_starts_as_alone():
    init = initializers.he_normal().with_biases(torch.tensor([0.1, -0.2, 0.0]))
    trainer = tl.Trainer(tl.MLP([2, 4, 1]), tl.problems.xor(), init=init, population=3)
    assert torch.equal(trainer.biases(1), torch.tensor([[0.1], [-0.2], [0.0]]).expand(3, 4))
    drawn = initializers.torch_default()
    together = tl.Trainer(tl.MLP([2, 4, 1]), tl.problems.xor(), init=drawn, population=4, seed=2)
    alone = tl.Trainer(tl.MLP([2, 4, 1]), tl.problems.xor(), init="torch_default", seed=4)
    assert torch.equal(together.params[2], alone.params[0])


def test_widths_of_radial_units_start_at_one_whatever_the_biases():
    net = tl.RBF(2, 5)
    params = net.initial(initializers.torch_default(), SEEDS, torch.float64)
    assert (net.units(params)[1] == 1).all()
    assert (net.layers[1].block(params)[:, :, -1] != 0).all()


# Gains.


@pytest.mark.parametrize(
    ("name", "theirs"),
    [
        ("identity", ("linear",)),
        ("sigmoid", ("sigmoid",)),
        ("tanh", ("tanh",)),
        ("relu", ("relu",)),
        ("leaky_relu", ("leaky_relu", 0.01)),
        ("prelu", ("leaky_relu", 0.25)),
        ("selu", ("selu",)),
    ],
)
def test_gains_are_torchs_where_it_has_one(name, theirs):
    assert gains.gain(name) == pytest.approx(nn.init.calculate_gain(*theirs), rel=1e-12)


@pytest.mark.parametrize("name", [*ACTIVATIONS, *PARAMETRIC])
def test_computed_gains_equal_scipys_integral(name):
    f = ACTIVATIONS.get(name) or PARAMETRIC[name]
    own = [torch.tensor(p, dtype=torch.float64) for p in getattr(f, "initial", ())]

    def density(z):
        value = float(f.function(torch.tensor([z], dtype=torch.float64), *own))
        return value**2 * scipy.stats.norm.pdf(z)

    halves = [scipy.integrate.quad(density, *half, epsabs=1e-13)[0] for half in ((-30, 0), (0, 30))]
    assert gains.second_moment_gain(name) == pytest.approx(sum(halves) ** -0.5, rel=1e-9)


@pytest.mark.parametrize(
    ("name", "closed_form"),
    [
        ("relu", 2**0.5),  # He et al. 2015
        ("step", 2**0.5),
        ("identity", 1.0),
        ("gaussian", 5**0.25),
        ("selu", 1.0),  # Klambauer et al. 2017: the fixed point of SELU
        ("leaky_relu", (2 / (1 + 0.01**2)) ** 0.5),
    ],
)
def test_computed_gains_equal_closed_forms(name, closed_form):
    assert gains.second_moment_gain(name) == pytest.approx(closed_form, rel=1e-12)


@pytest.mark.parametrize("activation", ["relu", "gelu", "selu", "lecun_tanh", "elu"])
def test_with_the_computed_gain_the_mean_square_stays_through_a_deep_network(activation):
    width, depth = 300, 10
    gain = gains.second_moment_gain(activation)
    x = torch.randn(64, width, generator=torch.Generator().manual_seed(0)) / gain
    net = tl.MLP([width] * (depth + 1) + [1], activation)
    init = initializers.lecun_normal(gain=gain)
    trainer = tl.Trainer(net, (x, torch.zeros(64, 1)), init=init, population=8)
    scales = trainer.diagnostics().activation[:-1].mean(dim=1)
    torch.testing.assert_close(scales, torch.full_like(scales, 1 / gain), rtol=0.15, atol=0)


# Arguments.


def test_a_gain_can_be_named_and_can_differ_between_members():
    named = _weights(initializers.lecun_normal(gain="tanh"))
    torch.testing.assert_close(named, 5 / 3 * _weights(initializers.lecun_normal()))
    own = torch.tensor([1.0, 2.0, 0.0])
    each = _weights(initializers.glorot_uniform(gain=own), members=3)
    plain = _weights(initializers.glorot_uniform(), members=3)
    torch.testing.assert_close(each, own.double()[:, None, None] * plain)


@pytest.mark.parametrize("name", [n for n in INITIALIZERS if n not in ("zeros", "constant")])
def test_a_member_starts_as_it_would_alone(name):
    together = _weights(INITIALIZERS[name](), members=5)
    keys = streams.keys(streams.member_seeds(3, 1), streams.WEIGHTS)
    alone = INITIALIZERS[name]().weights(Draws(keys, 0, INPUTS, OUTPUTS))
    torch.testing.assert_close(alone[0], together[3], rtol=0, atol=1e-14)
    assert not torch.equal(together[0], together[1])


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: initializers.he_normal(gain="rleu"), "Did you mean 'relu'"),
        (lambda: initializers.he_normal(mode="fan"), "choose one of 'fan_in', 'fan_out'"),
        (lambda: initializers.truncated_normal(cut=0.0), "cut=0.0 was given"),
        (lambda: _weights(initializers.normal(std=-1.0)), "std=-1.0 was given"),
        (lambda: _weights(initializers.uniform(math.nan)), "bound=nan was given"),
        (lambda: _weights(initializers.normal(torch.ones(3))), "one for each of the 64 members"),
        (lambda: _weights(initializers.constant(torch.ones(2, 2))), "expected one number"),
        (lambda: gains.gain("maxout"), "activation='maxout' is not known"),
    ],
)
def test_arguments_that_do_not_fit_are_explained(make, words):
    with pytest.raises(ValueError, match=r"^[^\n]*$") as error:
        make()
    assert words in str(error.value)


def test_constant_weights_are_what_they_say_and_may_be_negative():
    assert (_weights(initializers.constant()) == 0.5).all()
    assert (_weights(initializers.constant(-0.5)) == -0.5).all()
    assert (_weights(initializers.zeros()) == 0).all()
