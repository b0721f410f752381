"""Test surfaces: derivatives against autograd, stationary points against SciPy."""

import math

import numpy as np
import pytest
import scipy.optimize
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.polynomial import Polynomial

from trainlab import race
from trainlab.optimizers import sgd
from trainlab.problems.surfaces import SURFACES, rotated_bowl, two_wells

F64 = torch.float64
coordinates = st.floats(-5, 5)


def _points(*points):
    return torch.tensor(points, dtype=F64).reshape(-1, 2)


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
@given(points=st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=4))
@settings(max_examples=40)
def test_gradient_and_hessian_are_those_of_autograd(surface, points):
    p = _points(*points).requires_grad_()
    gradient = torch.autograd.grad(surface.value(p).sum(), p)[0]
    torch.testing.assert_close(surface.gradient(p).detach(), gradient, rtol=1e-9, atol=1e-9)
    for point, hessian in zip(p.detach(), surface.hessian(p).detach(), strict=True):
        expected = torch.autograd.functional.hessian(surface.value, point)
        torch.testing.assert_close(hessian, expected, rtol=1e-9, atol=1e-8)


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_points_may_have_any_leading_axes(surface):
    p = torch.randn(3, 4, 2, generator=torch.Generator().manual_seed(0))
    assert surface.value(p).shape == (3, 4)
    assert surface.gradient(p).shape == (3, 4, 2)
    assert surface.hessian(p).shape == (3, 4, 2, 2)
    torch.testing.assert_close(surface.value(p)[1, 2], surface.value(p[1, 2]))


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_minima_and_saddle_points_are_stationary_and_curved_as_they_say(surface):
    for points, kind in ((surface.minima, "minimum"), (surface.saddles, "saddle")):
        p = _points(*points)
        assert float(surface.gradient(p).abs().sum()) < 1e-11
        for low, high in torch.linalg.eigvalsh(surface.hessian(p)).tolist():
            assert low > 0 if kind == "minimum" else low < 0 < high or low == high == 0


@pytest.mark.parametrize(
    "surface", [s for s in SURFACES.values() if s.minima], ids=lambda s: s.name
)
def test_scipy_reaches_each_minimum_from_nearby(surface):
    for minimum in surface.minima:
        result = scipy.optimize.minimize(
            lambda p: float(surface.value(torch.as_tensor(p))),
            [minimum[0] + 0.3, minimum[1] - 0.2],
            method="Nelder-Mead",
            options={"xatol": 1e-9, "fatol": 1e-18},
        )
        assert math.dist(result.x, minimum) < 1e-6


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_scipy_finds_all_listed_stationary_points_and_otherwise_only_maxima(surface):
    found = set()
    listed = surface.minima + surface.saddles
    grids = [torch.linspace(low, high, 9, dtype=F64) for low, high in surface.window]
    for start in torch.cartesian_prod(*grids):
        result = scipy.optimize.root(
            lambda p: surface.gradient(torch.as_tensor(p)).numpy(),
            start.numpy(),
            jac=lambda p: surface.hessian(torch.as_tensor(p)).numpy(),
            tol=1e-13,
        )
        p = torch.as_tensor(result.x)
        # Towards (infinity, 1) Beale flattens out: there a gradient may be small without a zero.
        if float(surface.gradient(p).abs().max()) < 1e-10 and float(p.abs().max()) < 10:
            near = [m for m in listed if math.dist(m, result.x) < 1e-3]
            assert near or float(torch.linalg.eigvalsh(surface.hessian(p))[-1]) < 0, result.x
            found |= set(near)
    assert found == set(listed)


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_the_window_shows_the_start_and_every_stationary_point(surface):
    for point in (surface.start, *surface.minima, *surface.saddles):
        for coordinate, (low, high) in zip(point, surface.window, strict=True):
            assert low < coordinate < high


def test_the_minima_have_the_value_zero_but_for_the_double_wells_bad_one():
    for surface in SURFACES.values():
        if surface.minima:
            values = surface.value(_points(*surface.minima)).tolist()
            bad = [18.225] if surface.name == "double_well" else []
            assert values == pytest.approx([0.0] * (len(values) - len(bad)) + bad, abs=1e-28)


def test_the_double_well_is_the_integral_of_a_cubic_with_whole_roots():
    cubic = Polynomial.fromroots([-5, 1, 4]) / 10
    x = torch.linspace(-8, 8, 33, dtype=F64)
    values = SURFACES["double_well"].value(torch.stack([x, torch.zeros_like(x)], dim=-1))
    expected = cubic.integ()(x.numpy()) - cubic.integ()(-5)
    torch.testing.assert_close(values, torch.as_tensor(expected), rtol=1e-12, atol=1e-12)
    assert float(SURFACES["double_well"].value(_points((1.0, 0.0)))) == pytest.approx(21.6)


@given(depth=st.floats(0.05, 20), barrier=st.floats(0.05, 20), x=coordinates, y=coordinates)
@settings(max_examples=60)
def test_two_wells_have_their_depth_and_barrier(depth, barrier, x, y):
    surface = two_wells(depth, barrier)
    p = _points((x, y)).requires_grad_()
    gradient = torch.autograd.grad(surface.value(p).sum(), p)[0]
    torch.testing.assert_close(surface.gradient(p).detach(), gradient, rtol=1e-9, atol=1e-9)
    hessian = torch.autograd.functional.hessian(surface.value, p[0].detach())
    torch.testing.assert_close(surface.hessian(p)[0].detach(), hessian, rtol=1e-9, atol=1e-8)
    good, bad, between = surface.value(_points(*surface.minima, *surface.saddles)).tolist()
    assert good == 0
    assert bad == pytest.approx(depth, rel=1e-9)
    assert between - bad == pytest.approx(barrier, rel=1e-6)
    assert surface.gradient(_points(*surface.minima, *surface.saddles)).abs().max() < 1e-9
    for point, sign in zip((*surface.minima, *surface.saddles), (1, 1, -1), strict=True):
        assert torch.linalg.eigvalsh(surface.hessian(_points(point)))[0, 0] * sign > 0


def test_gradient_descent_stays_in_the_bad_well_and_scipy_finds_both():
    surface = two_wells(depth=1.0, barrier=0.5)
    run = race(surface, [sgd(0.02)], steps=2000)
    assert math.dist(run.paths[-1, 0, 0].tolist(), (-1, 0)) < 1e-6
    for minimum in surface.minima:
        result = scipy.optimize.minimize(
            lambda p: float(surface.value(torch.as_tensor(p))),
            [minimum[0] + 0.2, 0.3],
            method="Nelder-Mead",
            options={"xatol": 1e-9, "fatol": 1e-18},
        )
        assert math.dist(result.x, minimum) < 1e-6
    with pytest.raises(ValueError, match=r"barrier=0.0 was given; expected a positive"):
        two_wells(barrier=0.0)


@given(condition=st.floats(0.05, 200), angle=st.floats(-360, 360), x=coordinates, y=coordinates)
@settings(max_examples=60)
def test_a_rotated_bowl_has_its_curvatures_along_and_across_its_floor(condition, angle, x, y):
    surface = rotated_bowl(condition, angle)
    u = np.exp(1j * np.radians(angle))
    z = complex(x, y) / u  # turned back by the angle
    p = _points((x, y)).requires_grad_()
    expected = (z.real**2 + condition * z.imag**2) / 2
    assert surface.value(p).item() == pytest.approx(expected, rel=1e-9, abs=1e-9)
    gradient = torch.autograd.grad(surface.value(p).sum(), p)[0]
    torch.testing.assert_close(surface.gradient(p).detach(), gradient, rtol=1e-9, atol=1e-9)
    hessian = torch.autograd.functional.hessian(surface.value, p[0].detach())
    torch.testing.assert_close(surface.hessian(p)[0].detach(), hessian, rtol=1e-9, atol=1e-9)


def test_a_rotated_bowl_of_unfit_numbers_is_refused():
    with pytest.raises(ValueError, match=r"condition=0 was given; expected a positive"):
        rotated_bowl(condition=0)
    with pytest.raises(ValueError, match=r"angle=nan was given; expected a number of degrees"):
        rotated_bowl(angle=float("nan"))


def test_the_bowl_has_the_starts_of_both_sources():
    assert SURFACES["bowl"].starts == {"Karniadakis": (-5, -2.5), "Aydore": (-5, -2)}
    run = race("bowl", [sgd(0.1)], start=SURFACES["bowl"].starts["Aydore"], steps=1)
    torch.testing.assert_close(run.paths[1, 0, 0], _points((-4.0, -1.2))[0])


def test_rosenbrock_and_beale_are_scipys_and_the_literatures():
    p = torch.randn(20, 2, generator=torch.Generator().manual_seed(1), dtype=F64)
    expected = torch.tensor([scipy.optimize.rosen(row) for row in p.numpy()], dtype=F64)
    torch.testing.assert_close(SURFACES["rosenbrock"].value(p), expected)
    assert float(SURFACES["beale"].value(_points((1.0, 1.0)))) == pytest.approx(14.203125)
    assert float(SURFACES["beale"].value(_points((0.0, 0.0)))) == pytest.approx(14.203125)
