"""The learned Laplacian, against loops, NumPy's least squares and torch.nn.Conv2d."""

import numpy as np
import pytest
import torch
from torch import nn

from tests.trainlab.experiments.claims import plain
from trainlab import experiments
from trainlab.experiments.claims import convolution
from trainlab.training.trainer import Trainer


def _rough(seed=0):
    return convolution.rough(torch.Generator().manual_seed(seed))


def test_differences_are_the_sum_of_four_neighbours_less_four_times_the_middle():
    fields = _rough()
    values, found = fields[3, 0].numpy(), convolution.differences(fields)[3, 0].numpy()
    for i in range(1, convolution.SIZE - 1):
        for j in range(1, convolution.SIZE - 1):
            around = values[i - 1, j] + values[i + 1, j] + values[i, j - 1] + values[i, j + 1]
            assert np.isclose(found[i - 1, j - 1], around - 4 * values[i, j], atol=1e-5)


def test_differences_of_long_waves_are_nearly_their_laplacian():
    fields, laplacian = convolution.waves(torch.Generator().manual_seed(1), 0.1)
    error = (convolution.differences(fields) - laplacian).abs().max()
    assert error < 1e-2 * laplacian.abs().max()


def test_least_squares_is_numpys():
    fields, laplacian = convolution.waves(torch.Generator().manual_seed(2), 2.0)
    values = fields[:, 0].double().numpy()
    rows = [
        np.r_[field[i : i + 3, j : j + 3].ravel(), 1]
        for field in values
        for i in range(convolution.SIZE - 2)
        for j in range(convolution.SIZE - 2)
    ]
    expected = np.linalg.lstsq(np.array(rows), laplacian.double().numpy().ravel())[0][:9]
    kernel, condition = convolution.least_squares(fields, laplacian)
    assert np.allclose(kernel.numpy().ravel(), expected, atol=1e-6)
    assert np.isclose(condition, np.linalg.cond(np.array(rows)))


def test_a_kernel_learns_as_in_conv2d():
    fields = _rough()
    targets, steps = convolution.differences(fields), 60
    kernels, _ = convolution.learn(plain.settings(3, seed=4), fields, targets, steps, "")
    data = fields.flatten(1), targets.flatten(1)
    start = Trainer(convolution.NET, data, init="lecun_uniform", seed=6)
    conv = nn.Conv2d(1, 1, 3)
    with torch.no_grad():
        conv.weight.copy_(start.weights(1)[0].view(1, 1, 3, 3))
        conv.bias.zero_()
    rule = torch.optim.Adam(conv.parameters(), lr=convolution.LR)
    plain.train(conv, fields, targets, rule, steps)
    assert np.allclose(kernels[2], conv.weight[0, 0].detach().numpy(), atol=1e-4)


def test_every_kernel_is_the_stencil_and_smooth_fields_hide_it():
    result = experiments.run("laplacian", networks=10, quick=True, device="cpu", progress=False)
    assert result.holds is True
    assert result.measured["largest_distance"] < 1e-4
    assert result.measured["data sets on which all are"] == 1
    four_of_four = 0.025**0.25  # where the probability of four in a row is 2.5%
    assert result.interval["data sets on which all are"] == pytest.approx((four_of_four, 1))
    assert all(row["distance_of_least_squares"] < 1e-3 for row in result.sensitivity[::2])
    assert result.sensitivity[0]["median_distance"] > 0.5
    assert "5-point stencil" in result.picture().alt


def _row(trained, closed, name="waves up to 1 rad/step"):
    return {
        "changed": name,
        "median_distance": trained,
        "distance_of_least_squares": closed,
        "loss": 2e-4,
        "condition_number": 4071.0,
    }


def test_what_is_said_of_smooth_fields_follows_the_rows():
    assert convolution.smooth_told([]) == ""
    found = convolution.smooth_told([_row(1e-6, 1e-8)])
    assert found == " On smooth fields training misses the stencil in 0 of 1 cases."
    told = convolution.smooth_told([_row(1e-6, 1e-8), _row(2.6, 1e-5, "slow"), _row(1.1, 1.1)])
    assert "in 2 of 3 cases, most with slow: off by 2.6 at a loss of 2e-04" in told
    assert "in 1 of them least squares finds it (condition number up to 4071)" in told
    assert told.endswith("; in 1 another kernel is the best one.")


def test_the_picture_says_what_the_rows_say():
    result = experiments.run("laplacian", networks=10, quick=True, device="cpu", progress=False)
    result.sensitivity = [_row(1e-6, 1e-8)] * 2
    result.measured["median_distance"] = 0.5
    picture = result.picture()
    assert convolution.smooth_told(result.sensitivity) not in picture.caption  # the verdict's
    assert "the median kernel, by rows 0 1 0; 1 -4 1; 0 1 0; the 5-point" in picture.alt
    assert "5e-01 for independent values, 1e-06 to 1e-06 for smooth waves" in picture.alt
    assert f"sums of {convolution.WAVES} plane waves" in result.setting["smooth fields"]
