"""The widgets of lecture 13: what each suggested state promises, and PyTorch's convolution."""

import itertools

import numpy as np
import pytest
import torch
from scipy import signal
from torch.nn import functional

from tests.trainlab.widgets.page import Recorder
from trainlab.widgets.lectures import DenseOrConvolution, KernelExplorer, StencilLearner
from trainlab.widgets.lectures.dense_or_convolution import KINDS
from trainlab.widgets.lectures.models.sliding import KERNELS, SIDE, picture

# The kernel explorer.


@pytest.mark.parametrize(
    ("padding", "stride", "flip"), [*itertools.product((0, 1, 2), (1, 2, 3), ("off", "on"))]
)
def test_the_response_is_pytorchs_and_flipped_it_is_scipys(padding, stride, flip):
    live = KernelExplorer("picture=blank", padding=padding, stride=stride, flip=flip)
    rng = np.random.default_rng(0)
    live.model.drawn, live.model.kernel = rng.normal(size=(SIDE, SIDE)), rng.normal(size=(3, 3))
    live._drawn(picture="own", kernel="own")
    image, kernel = live.model.drawn, live.model.kernel
    if flip == "on":
        whole = signal.convolve2d(np.pad(image, padding), kernel, mode="valid")
        expected = whole[::stride, ::stride]
    else:
        image, kernel = (torch.tensor(part)[None, None] for part in (image, kernel))
        expected = functional.conv2d(image, kernel, stride=stride, padding=padding)[0, 0]
    np.testing.assert_allclose(live.model.response, expected, atol=1e-12)


def _response(number, **settings):
    return KernelExplorer(KernelExplorer.tries[number].state, **settings).model.response


def test_half_of_right_minus_left_sees_upright_edges_alone():
    found = _response(0)
    assert set(np.unique(found)) == {-0.5, 0, 0.5}
    assert np.flatnonzero((found == 0.5).any(axis=0)).tolist() == [0, 1]
    assert np.flatnonzero((found == -0.5).any(axis=0)).tolist() == [5, 6]
    assert np.flatnonzero(found.any(axis=1)).tolist() == [1, 2, 3, 4, 5]


def test_the_laplacian_answers_on_edges_and_twice_in_corners():
    whole = np.pad(_response(1), 1)  # as large as the image
    inside = picture("square") == 1
    expected = np.full((5, 5), 0.0)
    expected[[0, -1]] -= 1
    expected[:, [0, -1]] -= 1
    np.testing.assert_array_equal(whole[inside].reshape(5, 5), expected)
    assert set(np.unique(whole[~inside])) == {0, 1}
    assert whole[~inside].sum() == 4 * 5


def test_one_pixel_shows_the_kernel_turned_over():
    around = slice(2, 5), slice(2, 5)
    for number, name in ((2, "diagonal"), (3, "d/dx")):
        kernel = KERNELS[name]
        np.testing.assert_array_equal(_response(number)[around], kernel[::-1, ::-1])
        np.testing.assert_array_equal(_response(number, flip="on")[around], kernel)
    assert (KERNELS["diagonal"] == KERNELS["diagonal"][::-1, ::-1]).all()
    assert _response(3)[3, 2:5].tolist() == [0.5, 0, -0.5]


def test_the_diagonal_kernel_finds_the_diagonal():
    found = _response(4)
    assert found.max() == 3
    rows, columns = np.nonzero(found == 3)
    assert (rows == columns).all()
    assert len(rows) >= 3


def test_the_response_moves_along_and_with_a_stride_by_its_multiples():
    plain = _response(5, shift=0)
    np.testing.assert_array_equal(_response(5)[:, 2:], plain[:, :-2])
    strided = [_response(5, shift=shift, stride=2) for shift in (0, 1, 2)]
    np.testing.assert_array_equal(strided[2][:, 1:], strided[0][:, :-1])
    assert not np.array_equal(strided[1], strided[0])
    assert not np.array_equal(strided[1][:, 1:], strided[0][:, :-1])


def test_a_mean_makes_a_ramp_and_padding_keeps_the_size():
    found = _response(6)
    assert found.shape == (SIDE, SIDE)
    np.testing.assert_allclose(found[4, :5], [0, 1 / 3, 2 / 3, 1, 1])


def test_what_is_drawn_on_the_page_is_seen_by_the_kernel():
    live = KernelExplorer("picture=blank&shift=1")
    page = Recorder(live)
    page.say(kind="paint", panel="image", row=4, column=5, value=1)
    assert page.numbers["image"]["pixels"][4, 5] == 1
    assert live.model.drawn[4, 4] == 1
    assert page.last("values")["picture"] == "own"
    page.say(kind="paint", panel="kernel", row=1, column=1, value=-1)
    expected = signal.correlate2d(page.numbers["image"]["pixels"], live.model.kernel, mode="valid")
    np.testing.assert_array_equal(page.numbers["response"]["pixels"], expected)
    page.say(kind="paint", panel="image", row=4, column=0, value=1)  # beside what was drawn
    assert page.numbers["image"]["pixels"][4, 0] == 0
    live.set(picture="cross")
    np.testing.assert_array_equal(live.model.drawn, picture("cross"))
    assert live.model.kernel[1, 1] == -1


def test_the_walk_writes_out_every_sum():
    live = KernelExplorer("kernel=d/dx")
    page = Recorder(live)
    assert "window" not in page.numbers["image"]
    for _ in range(10):
        page.press("next")
    assert page.numbers["image"]["window"] == (1, 1, 3, 3)
    assert page.numbers["response"]["window"] == (1, 1, 1, 1)
    assert page.last("status")[0].endswith("output row 2, column 2: (0.5)·1 = 0.5.")


# The stencil learner.


def _learned(number, steps, **settings):
    live = StencilLearner(StencilLearner.tries[number].state, **settings)
    live._train(steps)
    return live


def test_kernels_find_the_stencil_as_fast_as_the_rate_says():
    far = StencilLearner().model.distance()[1]
    assert far == pytest.approx(4.4, abs=0.1)
    near = _learned(0, 30).model.distance()[1]
    assert near == pytest.approx(0.002, abs=0.0005)
    assert 0.75 < (near / far) ** (1 / 30) < 0.8
    assert _learned(1, 5).model.distance()[1] < 0.012
    assert _learned(3, 30).model.distance()[1] == pytest.approx(0.002, abs=0.0005)


def test_beyond_two_over_the_curvature_they_run_away():
    live = _learned(2, 300)
    assert live.notice.startswith("All 16 networks have run away")


def test_the_root_of_the_loss_is_the_distance_on_rough_fields_alone():
    rough = _learned(0, 5).model.both()["y"][:, -1]
    assert rough[0] / rough[1] == pytest.approx(1, abs=0.15)
    start = StencilLearner(StencilLearner.tries[4].state).model.both()["y"][:, -1]
    root, distance = _learned(4, 500).model.both()["y"][:, -1] / start
    assert root**2 == pytest.approx(0.06, abs=0.01)
    assert distance == pytest.approx(0.6, abs=0.03)
    assert _learned(5, 500).model.distance()[1] == pytest.approx(0.004, abs=0.001)


def test_a_kernel_too_small_learns_nothing_and_one_too_large_learns_zeros():
    live = _learned(6, 100)
    y = live.model.problem.y
    assert live.model.now()[1] == pytest.approx(float(y.square().mean()), rel=0.02)
    assert live.model.now()[1] == pytest.approx(0.14, abs=0.005)
    assert _learned(6, 100, kernel=5).model.distance()[1] < 0.01
    large = _learned(7, 100)
    assert large.model.distance()[1] < 0.01
    assert float(large.model.kernels()[:, 0].abs().max()) < 0.01


def test_the_rate_and_the_rule_change_on_the_way_and_the_weights_stay():
    live = _learned(0, 3)
    before = live.model.trainer.params.clone()
    live.set(lr=0.01, rule="adam")
    assert torch.equal(live.model.trainer.params, before)
    live._train(1)
    moved = (live.model.trainer.params - before).abs()
    assert float(moved.max()) == pytest.approx(0.01, rel=1e-3)  # a first step of Adam


# Dense or convolution.


def test_parameters_are_those_that_the_lecture_counts():
    live = DenseOrConvolution()
    sizes = dict(zip(KINDS, (f.trainer.net.parameter_count for f in live.model.fits), strict=True))
    assert sizes == {
        "dense": 32 * 145 + 10 * 33,
        "convolution": 8 * 10 + 10 * 801,
        "pooled": 8 * 10 + 16 * 73 + 10 * 17,
    }


def _accuracies(live, steps):
    """Train on; return the accuracies (kinds, 5) by shift from -2 to 2."""
    live._train(steps)
    return live.model.by_shift()["y"]


def test_only_what_pools_knows_digits_that_have_moved():
    live = DenseOrConvolution()
    dense, convolution, pooled = _accuracies(live, 60)
    for found, centred, moved in ((dense, 0.85, 0.43), (convolution, 0.9, 0.48)):
        assert found[2] == pytest.approx(centred, abs=0.03)
        assert found[3] == pytest.approx(moved, abs=0.03)
        assert max(found[0], found[4]) <= 0.2
    np.testing.assert_allclose(pooled, 0.78, atol=0.03)
    assert np.ptp(pooled) < 0.03
    assert _accuracies(live, 90)[2, 2] == pytest.approx(0.89, abs=0.03)


def test_neither_width_nor_a_larger_rate_helps_and_zeros_learn_nothing():
    assert _accuracies(DenseOrConvolution(DenseOrConvolution.tries[1].state), 60)[0, 3] < 0.46
    dense, convolution, pooled = _accuracies(
        DenseOrConvolution(DenseOrConvolution.tries[2].state), 60
    )
    assert min(dense[2], convolution[2]) > 0.8
    assert pooled[2] < 0.15
    live = DenseOrConvolution(DenseOrConvolution.tries[3].state)
    assert _accuracies(live, 10).max() < 0.15
    for fits in live.model.fits:
        assert not fits.trainer.weights(1).any()


def test_a_shift_changes_what_is_asked_and_not_the_networks():
    live = DenseOrConvolution()
    live._train(2)
    before = [f.trainer.params.clone() for f in live.model.fits]
    live.set(shift=1, lr=0.02)
    for fits, params in zip(live.model.fits, before, strict=True):
        assert torch.equal(fits.trainer.params, params)
    assert live.model.curves()["x"].tolist() == [2]
    assert live.model.curves()["y"][:, 0].tolist() == live.model.accuracy(1)
    pixels = live.model.digit()["pixels"]
    live.set(shift=0)
    np.testing.assert_array_equal(pixels[:, 1:], live.model.digit()["pixels"][:, :-1])
