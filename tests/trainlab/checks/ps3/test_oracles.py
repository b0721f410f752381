"""The oracles of problem set 3, NumPy alone, against torch, SciPy, closed forms and sampling."""

import numpy as np
import pytest
import torch
from scipy import linalg, stats
from torch import nn

from trainlab.checks import QUESTIONS
from trainlab.checks.ps3 import weights
from trainlab.checks.ps3.running import ATTRIBUTES


def _cases(name, seed=2):
    q = QUESTIONS[f"ps3/{name}"]
    for case in q.draw(True, seed):
        yield case.title, case.inputs, q.expected(**case.inputs)


def _double(array, grad=False):
    return torch.tensor(np.asarray(array, dtype=np.float64), requires_grad=grad)


def _network(widths, weight_variance, relu, rng, rows):
    """Return inputs, pre-activations by layer, of networks drawn anew for each row."""
    s = np.broadcast_to(weight_variance, len(widths) - 1)
    a, found = torch.ones(rows, widths[0], dtype=torch.float64), []
    for n, m, variance in zip(widths, widths[1:], s, strict=False):
        W = torch.tensor(rng.normal(0, variance**0.5, (rows, m, n)))
        z = torch.einsum("rmn,rn->rm", W, a).requires_grad_()
        found.append(z)
        a = z.relu() if relu else z
    return found


@pytest.mark.parametrize("relu", [False, True])
def test_variances_are_those_of_many_networks_drawn(relu):
    widths, s, rows = [3, 5, 4, 2], [0.3, 0.5, 0.4], 40_000
    found = _network(widths, s, relu, np.random.default_rng(0), rows)
    sampled = [float((z.detach() ** 2).mean()) for z in found]
    name = "variances_with_relu" if relu else "variances"
    given = {"widths": widths, "weight_variance": s, "mean_square": 1.0, "relu": relu}
    expected = QUESTIONS["ps3/variances"].expected(**given)[name]
    np.testing.assert_allclose(sampled, expected, rtol=0.04)


@pytest.mark.parametrize("relu", [False, True])
def test_gradient_variances_are_autograds_of_many_networks_drawn(relu):
    widths, s, rows = [3, 5, 4, 2], [0.3, 0.5, 0.4], 40_000
    rng = np.random.default_rng(1)
    found = _network(widths, s, relu, rng, rows)
    sent = torch.tensor(rng.normal(0, 1.7**0.5, (rows, widths[-1])))
    slopes = torch.autograd.grad((found[-1] * sent).sum(), found)
    sampled = [float((g**2).mean()) for g in slopes]
    name = "gradients_with_relu" if relu else "gradients"
    given = {"widths": widths, "weight_variance": s, "last": 1.7, "relu": relu}
    expected = QUESTIONS["ps3/gradient_variances"].expected(**given)[name]
    np.testing.assert_allclose(sampled, expected, rtol=0.05)


def test_a_tenth_more_than_he_is_a_power_of_eleven_tenths():
    deep = {title: expected for title, _, expected in _cases("variances")}["thirty layers of ReLU"]
    right = 1.5 * 2.2 * 1.1 ** np.arange(30)
    np.testing.assert_allclose(deep["variances_with_relu"], right, rtol=1e-12)


# The law of drawn weights: what passes, and what fails.

#: Weights drawn in each case, and how rare a wrong verdict is to be.
COUNT, RARE = 40_000, 1e-6


def _passes(statistic, expected):
    return abs(statistic - expected) <= weights.TOLERANCE * (1 + abs(expected))


def _variance_off(ratio):
    """Probability that N(0, ratio) weights pass the bounds on the deviation."""
    bound = 2 * weights.TOLERANCE
    chi = stats.chi2(COUNT - 1)
    low, high = ((1 + sign * bound) ** 2 / ratio * COUNT for sign in (-1, 1))
    return chi.cdf(high) - chi.cdf(low)


def _share_off(law):
    """Bound on the probability that the share within one deviation fails in the right law.

    The deviation of the weights themselves is within 2% of the law's but for a chi-square's tails
    (the uniform law has thinner ones than the normal); the share within any distance is within
    0.02 of its probability but for Dvoretzky, Kiefer and Wolfowitz's bound.
    """
    chi = stats.chi2(COUNT - 1)
    tails = chi.cdf(0.98**2 * COUNT) + chi.sf(1.02**2 * COUNT)
    expected = weights.WITHIN[law]
    moved = max(abs(_within(law, 1 + d) - expected) for d in (-0.02, 0.02))
    assert _passes(expected + moved + 0.02, expected)
    return tails + 2 * np.exp(-2 * COUNT * 0.02**2)


def _ends_off(law):
    """Probability that no normal weight lies far out; a uniform one cannot, nor the deviation."""
    if law == "normal":
        return (1 - 2 * stats.norm.sf(weights.BEYOND * 1.02)) ** COUNT
    assert np.sqrt(3) < weights.WITHOUT * 0.98
    return 0.0


def _within(law, distance):
    if law == "normal":
        return 1 - 2 * stats.norm.sf(distance)
    return distance / np.sqrt(3)


@pytest.mark.parametrize("law", ["normal", "uniform"])
def test_a_right_draw_fails_rarer_than_once_in_a_million(law):
    zero = weights.NEARLY_ZERO * np.sqrt(COUNT)
    # The mean, and the products of neighbours, have the deviation 1 / root N of what they are
    # compared with; means are over no fewer than 40 000 - 400 numbers.
    three_means = 3 * 2 * stats.norm.sf(0.99 * zero * 0.98)
    assert 1 - _variance_off(1.0) + _share_off(law) + three_means + _ends_off(law) < RARE
    assert weights.WITHIN[law] == pytest.approx(_within(law, 1.0), rel=1e-12)


@pytest.mark.parametrize(
    "ratio",
    [2, 1 / 2, 3, 1 / 3, 4, 1 / 4, 1.25, 0.8],
    ids=str,
)
def test_a_wrong_variance_passes_rarer_than_once_in_a_million(ratio):
    assert _variance_off(ratio) < RARE


def test_fans_exchanged_and_a_variance_for_a_deviation_are_farther_off_than_these():
    for _, i, _ in _cases("draw_weights"):
        n, m = i["fan_in"], i["fan_out"]
        right = weights.VARIANCES[i.get("scheme", "he")]
        assert n * m == COUNT
        if i.get("scheme") != "glorot":  # in which both fans have one part
            assert max(right(n, m) / right(m, n), right(m, n) / right(n, m)) >= 4
        assert right(n, m) < 1 / 4


@pytest.mark.parametrize("cut", [2, 2.5, 3])
def test_a_normal_law_that_is_cut_does_not_reach_far_enough(cut):
    # What lies beyond is at the cut, so the deviation is less, by 5% at most.
    assert cut < weights.BEYOND * 0.95


def test_the_other_law_passes_rarer_than_once_in_a_million():
    apart = weights.WITHIN["normal"] - weights.WITHIN["uniform"]
    allowed = weights.TOLERANCE * (1 + weights.WITHIN["normal"])
    # As above: 0.02 for the sample, and what 2% of the deviation move.
    assert apart - allowed > 0.02 + 0.02 * max(2 * stats.norm.pdf(1), 1 / np.sqrt(3))
    assert 2 * np.exp(-2 * COUNT * 0.02**2) < RARE / 10


@pytest.mark.parametrize("law", ["normal", "uniform"])
def test_the_schemes_have_the_variances_of_torch(law):
    for scheme, fill in {
        "lecun": lambda w: getattr(nn.init, f"kaiming_{law}_")(w, nonlinearity="linear"),
        "glorot": lambda w: getattr(nn.init, f"xavier_{law}_")(w),
        "he": lambda w: getattr(nn.init, f"kaiming_{law}_")(w, nonlinearity="relu"),
    }.items():
        torch.manual_seed(0)
        drawn = fill(torch.empty(400, 100, dtype=torch.float64))
        assert float(drawn.var()) == pytest.approx(weights.VARIANCES[scheme](100, 400), rel=0.03)


def test_growth_is_that_of_a_triangular_decomposition():
    for _, i, expected in _cases("log_growth"):
        # With x as the first column of an orthogonal matrix, R's first entry is the growth.
        q = linalg.qr(np.column_stack([i["x"] * 1.0, np.eye(len(i["x"]))]))[0]
        found, total = [], 0.0
        for factor in i["factors"]:
            q, r = np.linalg.qr(factor @ q)
            total += np.log(abs(r[0, 0]))
            found.append(total)
        (growth,) = expected.values()
        np.testing.assert_allclose(growth, found, rtol=1e-9, atol=1e-9)


def test_masked_training_is_torchs():
    for _, i, expected in _cases("train_masked"):
        W1, w2 = _double(i["W1"], True), _double(i["w2"], True)
        rule = torch.optim.SGD([W1, w2], i["lr"])
        for mask in _double(i["masks"]):
            rule.zero_grad()
            prediction = (torch.tanh(_double(i["x"]) @ W1.T) * mask) @ w2
            (nn.functional.mse_loss(prediction, _double(i["y"])) / 2).backward()
            rule.step()
        first, second = expected.values()
        np.testing.assert_allclose(first, W1.detach(), rtol=1e-10)
        np.testing.assert_allclose(second, w2.detach(), rtol=1e-10)


@pytest.mark.parametrize("broken", [False, True])
def test_equal_units_stay_equal_but_for_dropout(broken):
    title = f"units that start equal, {'' if broken else 'no '}dropout"
    (expected,) = (e for t, _, e in _cases("train_masked") if t == title)
    assert (np.ptp(expected["w2"]) > 1e-3) == broken
    assert (np.ptp(expected["W1"], axis=0) > 1e-3).any() == broken
    assert np.ptp(expected["w2"]) < 1e-15 or broken


def _whole(expected, i):
    """Return scaled points with their columns put together."""
    constant = np.ptp(i["train"], axis=0) == 0
    found = np.empty(np.shape(i["x"]))
    found[:, ~constant] = expected.get("varying", 0)
    found[:, constant] = expected.get("constant", 0)
    return found


def test_scaled_points_are_the_quotients():
    for _, i, expected in _cases("min_max"):
        low, high = i["train"].min(axis=0), i["train"].max(axis=0)
        right = (i["x"] - low) / np.where(high > low, high - low, 1)
        np.testing.assert_allclose(_whole(expected, i), right, rtol=1e-9, atol=1e-9)


def test_z_scores_are_scipys():
    for title, i, expected in _cases("z_score"):
        flat = np.ptp(i["train"], axis=0) == 0
        with np.errstate(all="ignore"):
            right = stats.zmap(i["x"][:, ~flat], i["train"][:, ~flat], axis=0)
        shifted = i["x"][:, flat] - i["train"][0, flat]
        np.testing.assert_allclose(_whole(expected, i)[:, ~flat], right, rtol=1e-9, err_msg=title)
        np.testing.assert_allclose(_whole(expected, i)[:, flat], shifted, atol=1e-12)


def test_whitening_is_scipys_fractional_power_of_the_covariance():
    for title, i, expected in _cases("zca"):
        covariance = np.atleast_2d(np.cov(i["train"].T, bias=True))
        with_eps = covariance + i.get("eps", 0.0) * np.eye(len(covariance))
        matrix = linalg.fractional_matrix_power(with_eps, -0.5)
        white = (i["x"] - i["train"].mean(axis=0)) @ matrix
        np.testing.assert_allclose(expected["whitened"], white, rtol=1e-7, err_msg=title)
        if "eps" not in i:
            white = matrix @ covariance @ matrix
            np.testing.assert_allclose(expected["covariance"], white, atol=1e-8, err_msg=title)


def test_batch_norm_forward_and_back_is_torchs():
    for title, i, expected in _cases("batch_norm_backward"):
        x, gamma = _double(i["x"], True), _double(i["gamma"], True)
        beta = torch.zeros(len(gamma), dtype=torch.float64, requires_grad=True)
        eps = i.get("eps", 1e-5)
        if len(x) > 1:
            y = nn.functional.batch_norm(x, None, None, gamma, beta, training=True, eps=eps)
        else:  # which torch refuses
            y = 0 * gamma * x + beta
        y.backward(_double(i["dy"]))
        for name, tensor in (("dx", x), ("dgamma", gamma), ("dbeta", beta)):
            np.testing.assert_allclose(
                expected[name], tensor.grad, rtol=1e-8, atol=1e-10, err_msg=title
            )


def test_batch_norm_is_torchs():
    for title, i, expected in _cases("batch_norm"):
        eps = i.get("eps", 1e-5)
        y = _double(i["beta"]).expand(len(i["x"]), -1)
        if len(i["x"]) > 1:
            given = (_double(i[name]) for name in ("x", "gamma", "beta"))
            x, gamma, beta = given
            y = nn.functional.batch_norm(x, None, None, gamma, beta, training=True, eps=eps)
        np.testing.assert_allclose(expected["y"], y, rtol=1e-9, atol=1e-12, err_msg=title)


def test_identity_parameters_give_x_back():
    norm = QUESTIONS["ps3/batch_norm"]
    for title, i, expected in _cases("identity_parameters"):
        back = norm.expected(**i, gamma=expected["gamma"], beta=expected["beta"])["y"]
        np.testing.assert_allclose(back, i["x"], rtol=1e-12, err_msg=title)


def test_the_layer_is_torchs_step_for_step():
    for title, i, expected in _cases("BatchNorm"):
        settings = {name: i[name] for name in ("momentum", "eps") if name in i}
        layer = nn.BatchNorm1d(i["x"].shape[1], dtype=torch.float64, **settings)
        theirs = (layer.weight, layer.bias, layer.running_mean, layer.running_var)
        for ours, right in zip(ATTRIBUTES, theirs, strict=True):
            np.testing.assert_array_equal(expected[f"{ours}_at_first"], right.detach())
        if "gamma" in i:
            layer.weight.data, layer.bias.data = _double(i["gamma"]), _double(i["beta"])
        close = {"rtol": 1e-9, "atol": 1e-12, "err_msg": title}
        first = layer.eval()(_double(i["x"])).detach()
        np.testing.assert_allclose(expected["inference_at_first"], first, **close)
        layer.train()
        for row, batch in enumerate(i["batches"]):
            y = layer(_double(batch)).detach()
            np.testing.assert_allclose(expected[f"training{row + 1}"], y, **close)
            np.testing.assert_allclose(expected["running_mean"][row], layer.running_mean, **close)
            np.testing.assert_allclose(expected["running_var"][row], layer.running_var, **close)
        y = layer.eval()(_double(i["x"])).detach()
        np.testing.assert_allclose(expected["inference"], y, **close)


def _xor_loss(W1, b1, W2, b2):
    x = torch.tensor([[0.0, 0], [0, 1], [1, 0], [1, 1]]).double()
    z = (torch.sigmoid(x @ W1.T + b1) @ W2.T + b2)[:, 0]
    return nn.functional.binary_cross_entropy_with_logits(z, _double([0, 1, 1, 0]))


def test_xor_is_trained_as_torchs_momentum_does():
    for title, i, expected in _cases("train_xor"):
        losses = []
        for start in i["starts"]:
            parts = [_double(part, True) for part in start]
            rule = torch.optim.SGD(parts, i["lr"], momentum=i["momentum"])
            for _ in range(i["steps"]):
                rule.zero_grad()
                _xor_loss(*parts).backward()
                rule.step()
            losses.append(_xor_loss(*parts).item())
        (right,) = expected.values()
        np.testing.assert_allclose(right, losses, rtol=1e-8, err_msg=title)
