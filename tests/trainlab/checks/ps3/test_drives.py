"""How problem set 3 drives a student's function and class, and what it says of what they return."""

from functools import partial

import numpy as np
import pytest

from trainlab.checks import CheckFailed, check, hint
from trainlab.checks.ps3 import xor


def said(name, function, **options) -> str:
    with pytest.raises(CheckFailed) as failed:
        check(f"ps3/{name}", function, **options)
    return str(failed.value)


def he(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    variance = {"lecun": 1 / fan_in, "glorot": 2 / (fan_in + fan_out), "he": 2 / fan_in}[scheme]
    limit = np.sqrt(3 * variance)
    if distribution == "uniform":
        return rng.uniform(-limit, limit, (fan_out, fan_in))
    return rng.normal(0, np.sqrt(variance), (fan_out, fan_in))


def test_layers_with_relu_are_told_from_those_without(capsys):
    def without(widths, s, q, relu=False):
        return q * np.cumprod(np.array(widths[:-1]) * s)

    check("ps3/variances", without, part="variances", thorough=True)
    assert "variances of variances is right" in capsys.readouterr().out
    told = said("variances", without, part="variances_with_relu")
    assert told.endswith("[ps3/variances: input_not_halved]")


def test_advice_is_given_where_one_number_is_taken_for_a_list():
    def listed(widths, s, q, relu=False):
        return np.array([q * widths[0] * s[0]] * (len(widths) - 1))

    assert "np.broadcast_to(weight_variance" in said("variances", listed)


def test_weights_of_another_shape_are_said_to_be():
    told = said("draw_weights", lambda n, m, rng, *a, **k: he(n, m, rng, *a, **k).T)
    assert "an array of shape (5, 4) for W, from 5 to 4 units; expected (fan_out, fan_in)" in told
    assert told.endswith("[ps3/draw_weights: transposed]")


@pytest.mark.parametrize(
    ("repeated", "name"),
    [
        (lambda W: np.tile(W[0], (len(W), 1)), "one_row"),
        (lambda W: np.repeat(W[:, :1], W.shape[1], axis=1), "one_column"),
    ],
)
@pytest.mark.parametrize("laws", [("normal", "uniform"), ("uniform",)])
def test_weights_that_repeat_are_told_before_their_statistics(repeated, name, laws):
    def drawn(n, m, rng, scheme="he", distribution="normal"):
        W = he(n, m, rng, scheme, distribution)
        return repeated(W) if distribution in laws else W

    told = said("draw_weights", drawn, part="deviation_over_right_one")
    assert "are equal; draw fan_out times fan_in numbers." in told
    assert told.endswith(f"[ps3/draw_weights: {name}]")


def test_numbers_from_elsewhere_than_rng_are_named():
    rng = np.random.default_rng(3)
    told = said("draw_weights", lambda n, m, _, *a, **k: he(n, m, rng, *a, **k))
    assert told.endswith("[ps3/draw_weights: own_generator]")


def test_what_is_to_be_true_of_weights_is_said_where_no_mistake_is_known():
    def by_halves(n, m, rng, scheme="he", distribution="normal"):
        half = he(n, m, rng, scheme, distribution)[::2]
        return np.repeat(half, 2, axis=0)

    told = said("draw_weights", by_halves)
    assert (
        "this should be so, and is not: the rows are independent of each other: draw every weight."
        in told
    )


def test_a_product_that_leaves_the_numbers_is_named():
    def product(factors, x):
        with np.errstate(all="ignore"):
            P, found = np.eye(len(x)), []
            for M in factors:
                P = M @ P
                found.append(np.log(np.linalg.norm(P @ x) / np.linalg.norm(x)))
            return np.array(found)

    told = said("log_growth", product)
    assert "divide the vector by its length after every factor" in told
    assert told.endswith("[ps3/log_growth: overflow]")


def white(train, x, eps=0.0):
    mean = train.mean(axis=0)
    _, s, V = np.linalg.svd(train - mean, full_matrices=False)
    return (x - mean) @ V.T / np.sqrt(s**2 / len(train) + eps) @ V


@pytest.mark.parametrize("name", ["min_max", "z_score", "zca"])
def test_the_training_points_in_place_of_the_new_ones_are_named(name):
    told = said(name, lambda train, x, eps=0.0: white(train, train, eps))
    assert told.endswith(f"[ps3/{name}: training_points]")


@pytest.mark.parametrize("name", ["min_max", "z_score", "zca"])
def test_points_of_another_shape_are_said_to_be(name):
    assert "expected that of x" in said(name, lambda train, x, eps=0.0: x[:, 0])


def test_columns_that_vary_are_told_from_constant_ones():
    def odd(train, x):
        low, width = train.min(axis=0), np.ptp(train, axis=0)
        return np.where(width > 0, (x - low) / np.where(width > 0, width, 1), 7.25)

    check("ps3/min_max", odd, part="varying", thorough=True)
    assert "varying is right; constant is wrong." in said("min_max", odd)


def test_an_answer_is_not_lucky_where_a_deviation_is_almost_zero():
    def by_equality(train, x):
        s = train.std(axis=0)
        return (x - train.mean(axis=0)) / np.where(s == 0, 1.0, s)

    check("ps3/z_score", by_equality)
    assert "zero_by_equality]" in said("z_score", by_equality, thorough=True)


def test_white_points_that_are_turned_have_the_right_covariance(capsys):
    def turned(train, x, eps=0.0):
        found = white(train, x, eps)
        return found @ np.linalg.qr(np.eye(found.shape[1]) + 0.3)[0]

    check("ps3/zca", turned, part="covariance", thorough=True)
    assert "covariance is right; whitened is wrong" in said("zca", turned)


def test_the_formula_that_the_hint_tells_is_right_for_one_column_too(capsys):
    hint("ps3/zca", 3)
    told, x = capsys.readouterr().out, "(x - train.mean(axis=0)) @ U / np.sqrt(L + eps) @ U.T"
    assert "c = train - train.mean(axis=0), L, U = np.linalg.eigh(c.T @ c / len(train))" in told
    assert x in told

    def hinted(train, x, eps=0.0):
        c = train - train.mean(axis=0)
        L, U = np.linalg.eigh(c.T @ c / len(train))
        return (x - train.mean(axis=0)) @ U / np.sqrt(L + eps) @ U.T

    check("ps3/zca", hinted, thorough=True)


def test_the_covariance_of_one_column_that_is_a_number_is_told():
    def numpys(train, x, eps=0.0):
        L, U = np.linalg.eigh(np.cov(train.T, bias=True))
        return (x - train.mean(axis=0)) @ U / np.sqrt(L + eps) @ U.T

    check("ps3/zca", numpys)
    assert "np.cov of one column is a number, and no matrix" in said("zca", numpys, thorough=True)


def test_two_results_in_one_array_are_told_to_be_taken_apart():
    def stacked(x, eps=1e-5):
        return np.array([np.sqrt(x.var(axis=0) + eps), x.mean(axis=0)])

    told = said("identity_parameters", stacked)
    assert (
        "expected 2 values: gamma, beta; if it holds them all, take it apart: return gamma, beta."
        in told
    )


class Norm:
    """A right layer."""

    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.gamma, self.beta = np.ones(features), np.zeros(features)
        self.running_mean, self.running_var = np.zeros(features), np.ones(features)
        self.momentum, self.eps = momentum, eps

    def __call__(self, x, training=True):
        mean, var = self.running_mean, self.running_var
        if training:
            mean, var, m = x.mean(axis=0), x.var(axis=0), self.momentum
            self.running_mean = (1 - m) * self.running_mean + m * mean
            self.running_var = (1 - m) * self.running_var + m * x.var(axis=0, ddof=1)
        return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta


def test_a_layer_passes_by_its_parts(capsys):
    for part in ("training", "running_mean", "running_var", "inference", ""):
        check("ps3/BatchNorm", Norm, part=part, thorough=True)
    assert capsys.readouterr().out.count("is right") == 5


def test_a_layer_that_changes_what_it_is_given_is_found():
    class InPlace(Norm):
        def __call__(self, x, training=True):
            x -= 0.0
            x += 1.0
            return super().__call__(x, training)

    assert "changed its argument x in place" in said("BatchNorm", InPlace)


def test_a_layer_without_an_attribute_or_with_another_shape_is_said_to_be():
    class Column(Norm):
        def __init__(self, features, **settings):
            super().__init__(features, **settings)
            self.running_mean = np.zeros((1, features))

    assert "running_mean has shape (1, 3); expected (3,)" in said("BatchNorm", Column)

    class Without(Norm):
        def __init__(self, features, **settings):
            super().__init__(features, **settings)
            del self.beta

    assert "has no attribute 'beta'" in said("BatchNorm", Without)


def test_two_layers_that_share_arrays_are_found():
    class Shared(Norm):
        kept: dict = {}  # noqa: RUF012

        def __init__(self, features, momentum=0.1, eps=1e-5):
            super().__init__(features, momentum, eps)
            self.running_mean = Shared.kept.setdefault(features, self.running_mean)

        def __call__(self, x, training=True):
            before = self.running_mean
            y = super().__call__(x, training)
            if training:
                before[:] = self.running_mean
                self.running_mean = before
            return y

    assert "two layers know nothing of each other" in said("BatchNorm", Shared, part="layers_apart")


def test_a_network_that_is_sure_of_what_is_wrong_has_a_loss_that_no_cut_gives():
    def cut(starts, lr, momentum, steps):
        return np.full(len(starts), 27.6)

    told = said("train_xor", cut, thorough=True)
    assert "losses is wrong" in told


def masked(W1, w2, x, y, lr, masks, slope=lambda a: 1 - a**2, of_mask=lambda mask: mask):
    for mask in masks:
        a = np.tanh(x @ W1.T)
        e = (a * mask @ w2 - y) / len(y)
        back = np.outer(e, w2) * of_mask(mask) * slope(a)
        W1, w2 = W1 - lr * back.T @ x, w2 - lr * (a * mask).T @ e
    return W1, w2


def test_one_step_without_dropout_has_points_of_its_own(capsys):
    no_slope = partial(masked, slope=lambda a: 1.0)
    check("ps3/train_masked", no_slope, part="w2_of_one_step", thorough=True)
    told = said("train_masked", no_slope, part="W1_of_one_step")
    assert told.endswith("[ps3/train_masked: no_slope]")
    not_back = partial(masked, of_mask=np.ones_like)
    check("ps3/train_masked", not_back, part="W1_of_one_step", thorough=True)
    assert said("train_masked", not_back).endswith("[ps3/train_masked: mask_not_back]")


def test_the_loss_of_sure_networks_has_points_of_its_own(capsys):
    def sure_alone(starts, lr, momentum, steps):
        found = []
        for start in starts:
            end = xor._trained(start, lr, momentum, steps)
            p = 1 / (1 + np.exp(-xor._forward(end)[1]))
            losses = np.where(xor.TARGETS == 1, -np.log(p), -np.log(1 - p))
            found.append(losses.mean())
        return np.array(found)

    check("ps3/train_xor", sure_alone, part="losses", thorough=True)
    told = said("train_xor", sure_alone, part="losses_of_sure_networks")
    assert told.endswith("[ps3/train_xor: log_of_zero]")


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("variances", lambda w, s, q, relu=False: q * np.cumprod(np.array(w[:-1]) * s / (1 + relu)
         * np.append(1 + relu, np.ones(len(w) - 2)))),
        ("z_score", lambda train, x: (x - train.mean(0)) / np.where(np.ptp(train, 0), train.std(0),
         1)),
        ("batch_norm", lambda x, g, b, eps=1e-5: g * (x - x.mean(0)) / np.sqrt(x.var(0) + eps)
         + b),
        ("zca", white),
    ],
)  # fmt: skip
def test_results_in_float32_pass_everywhere(name, right, capsys):
    def rounded(*given):
        return np.float32(right(*given))

    check(f"ps3/{name}", rounded, thorough=True)


def test_new_points_have_another_mean_where_students_see_it():
    def own(train, x, eps=0.0):
        return white(train, x - x.mean(axis=0) + train.mean(axis=0), eps)

    assert said("zca", own).endswith("[ps3/zca: own_mean]")


def test_many_outputs_are_counted_rather_than_listed():
    class Shifted(Norm):
        def __call__(self, x, training=True):
            return super().__call__(x, training) + 0.25

    told = said("BatchNorm", Shifted)
    assert "training1, training2" in told
    assert "more are" in told
