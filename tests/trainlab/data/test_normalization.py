"""Normalizations against NumPy's closed forms, and undone."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from trainlab.data import normalization
from trainlab.data.normalization import NORMALIZATIONS

F64 = torch.float64


def _points(n=50, inputs=3, seed=0):
    g = torch.Generator().manual_seed(seed)
    mixing = torch.randn(inputs, inputs, generator=g, dtype=F64)
    return 5 + 10 * torch.randn(n, inputs, generator=g, dtype=F64) @ mixing


def test_min_max_is_its_formula():
    x = _points().numpy()
    expected = -1 + 2 * (x - x.min(axis=0)) / (x.max(axis=0) - x.min(axis=0))
    fitted = normalization.min_max(torch.tensor(x), low=-1, high=1)
    np.testing.assert_allclose(fitted.transform(torch.tensor(x)), expected, atol=1e-12)


def test_z_score_is_its_formula():
    x = _points().numpy()
    expected = (x - x.mean(axis=0)) / x.std(axis=0)
    fitted = normalization.z_score(torch.tensor(x))
    np.testing.assert_allclose(fitted.transform(torch.tensor(x)), expected, atol=1e-12)


@pytest.mark.parametrize("inputs", [1, 2, 7])
def test_whitened_points_have_the_identity_as_covariance(inputs):
    x = _points(inputs=inputs)
    z = normalization.zca_whitening(x).transform(x)
    np.testing.assert_allclose(np.cov(z.numpy().T, bias=True), np.eye(inputs).squeeze(), atol=1e-9)
    np.testing.assert_allclose(z.mean(dim=0), np.zeros(inputs), atol=1e-9)


def test_whitening_is_by_the_symmetric_inverse_root_of_the_covariance():
    x = _points()
    covariance = np.cov(x.numpy().T, bias=True) + 0.1 * np.eye(3)
    matrix = normalization.zca_whitening(x, eps=0.1).matrix.numpy()
    np.testing.assert_allclose(matrix @ covariance @ matrix, np.eye(3), atol=1e-9)
    np.testing.assert_allclose(matrix, matrix.T)
    assert np.linalg.eigvalsh(matrix).min() > 0


def test_of_all_whitenings_zca_moves_the_points_least():
    x = _points(inputs=2)
    fitted = normalization.zca_whitening(x)
    centred, z = x - x.mean(dim=0), fitted.transform(x)
    moved = (z - centred).square().sum()
    for angle in np.linspace(0.1, 2 * math.pi - 0.1, 30):
        turn = torch.tensor(
            [[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]], dtype=F64
        )
        assert (z @ turn - centred).square().sum() > moved


@pytest.mark.parametrize("name", NORMALIZATIONS)
@given(n=st.integers(1, 9), inputs=st.integers(1, 4), seed=st.integers(0, 1000))
@settings(max_examples=30)
def test_the_inverse_gives_the_points_back_even_new_ones(name, n, inputs, seed):
    fitted = NORMALIZATIONS[name](_points(n, inputs, seed))
    new = _points(6, inputs, seed + 1)
    assert fitted.name == name
    torch.testing.assert_close(fitted.inverse(fitted.transform(new)), new, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", NORMALIZATIONS)
@pytest.mark.parametrize("dtype", [torch.float32, F64])
def test_a_constant_coordinate_becomes_zero_and_comes_back(name, dtype):
    x = _points().to(dtype)
    x[:, 1] = 0.1
    fitted = NORMALIZATIONS[name](x)
    z = fitted.transform(x)
    assert z.dtype == dtype
    assert z.isfinite().all()
    assert z[:, 1].abs().max() < 1e-5
    torch.testing.assert_close(fitted.inverse(z), x, rtol=1e-4, atol=1e-4)


FAR = 1.7e9 + 1000 * np.sin(np.arange(2000.0))


@pytest.mark.parametrize("name", ["min_max", "z_score"])
def test_points_far_from_the_origin_lose_no_digits_in_float32(name):
    x = torch.tensor(np.stack([FAR, np.full(2000, 12345.678), FAR / 1e9], axis=1)).float()
    exact = x.double().numpy()
    spread = exact.std(axis=0) if name == "z_score" else np.ptp(exact, axis=0)
    origin = exact.mean(axis=0) if name == "z_score" else exact.min(axis=0)
    expected = (exact - origin) / np.where(spread > 1e-9, spread, 1)
    fitted = NORMALIZATIONS[name](x)
    np.testing.assert_allclose(fitted.transform(x), expected, rtol=1e-6, atol=1e-6)
    assert (fitted.transform(x)[:, 1] == 0).all()
    # 128 is the distance of float32 numbers there.
    np.testing.assert_allclose(fitted.inverse(fitted.transform(x)), exact, rtol=0, atol=128)
    assert (fitted.inverse(fitted.transform(x))[:, 1] == x[:, 1]).all()


def test_whitening_in_float32_sees_coordinates_of_any_size_and_place():
    g = np.random.default_rng(0)
    exact = g.normal(size=(4000, 3)) * [1e6, 1.0, 1e-3] + [1e7, 100.0, 0.0]
    x = torch.tensor(exact).float()
    z = normalization.zca_whitening(x).transform(x).double().numpy()
    np.testing.assert_allclose(np.cov(z.T, bias=True), np.eye(3), atol=2e-3)


def test_whitening_in_float32_leaves_out_what_rounding_alone_makes():
    x = _points(n=500, inputs=2).float()
    x = torch.cat([x, x.sum(dim=1, keepdim=True)], dim=1)
    z = normalization.zca_whitening(x).transform(x).double().numpy()
    np.testing.assert_allclose(np.linalg.eigvalsh(np.cov(z.T, bias=True)), [0, 1, 1], atol=1e-4)


@pytest.mark.parametrize("name", ["min_max", "z_score"])
@pytest.mark.parametrize("hole", [math.nan, math.inf])
def test_a_hole_in_one_coordinate_stays_in_it(name, hole):
    x = _points()
    fitted = NORMALIZATIONS[name](x)
    with_hole = x.clone()
    with_hole[3, 1] = hole
    for turned, whole in (
        (fitted.transform(with_hole), fitted.transform(x)),
        (fitted.inverse(with_hole), fitted.inverse(x)),
    ):
        assert not turned[3, 1].isfinite()
        turned[3, 1] = whole[3, 1]
        assert torch.equal(turned, whole)


def test_whole_numbers_become_real_ones():
    fitted = normalization.z_score(torch.tensor([[0.0], [2.0]]))
    assert fitted.transform(torch.tensor([[3]])).tolist() == [[2.0]]


def test_whitening_leaves_out_directions_without_variance():
    x = _points(inputs=2)
    x = torch.cat([x, x.sum(dim=1, keepdim=True)], dim=1)
    z = normalization.zca_whitening(x).transform(x).numpy()
    variances = np.linalg.eigvalsh(np.cov(z.T, bias=True))
    np.testing.assert_allclose(variances, [0, 1, 1], atol=1e-9)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: normalization.z_score(torch.zeros(3)), r"x is torch.float32 \(3,\); expected"),
        (lambda: normalization.z_score(torch.zeros(0, 2)), r"N of at least 1"),
        (lambda: normalization.z_score(torch.zeros(3, 2, dtype=torch.int64)), "real numbers"),
        (lambda: normalization.min_max([[1.0]]), "x is list"),
        (lambda: normalization.min_max(torch.ones(2, 1), 1, 0), "expected low below high"),
        (lambda: normalization.zca_whitening(torch.ones(2, 1), -1), "eps=-1 was given"),
        (lambda: normalization.zca_whitening(torch.full((2, 1), math.nan)), "not finite"),
    ],
)
def test_bad_points_are_explained(call, words):
    with pytest.raises(ValueError, match=words):
        call()
