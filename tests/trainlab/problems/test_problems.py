"""Data sets: shapes, classes, noise, determinism."""

import pytest
import scipy.stats
import torch

import trainlab as tl
from trainlab import problems
from trainlab.problems import PROBLEMS, REAL

PLANE = [n for n, make in PROBLEMS.items() if make(n=2).inputs == 2]
CLASSES = [n for n in PLANE if PROBLEMS[n](n=2).loss == "bce"]
FUNCTIONS = [n for n in PROBLEMS if n not in CLASSES]


@pytest.mark.parametrize("name", PROBLEMS)
def test_shapes_types_and_domain(name):
    p = PROBLEMS[name](n=40, n_val=15, seed=2)
    assert p.name == name
    assert p.x.shape == (40, p.inputs)
    assert p.y.shape == (40, p.outputs)
    assert p.x_val.shape == (15, p.inputs)
    assert {t.dtype for t in (p.x, p.y, p.x_val, p.y_val)} == {torch.float32}
    assert len(p.domain) == p.inputs


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_seed_decides_the_points_and_n_does_not_move_validation(name):
    a, b, other, larger = (
        PROBLEMS[name](n=n, seed=s) for n, s in ((20, 1), (20, 1), (20, 2), (30, 1))
    )
    assert torch.equal(a.x, b.x)
    assert torch.equal(a.y, b.y)
    assert not torch.equal(a.x, other.x)
    assert torch.equal(a.x_val, larger.x_val)
    assert not torch.equal(a.x, a.x_val[:20])


@pytest.mark.parametrize("name", FUNCTIONS)
def test_without_noise_a_target_is_its_function(name):
    p = PROBLEMS[name](n=50, noise=0.0)
    torch.testing.assert_close(p.y, p.target(p.x.double()).float(), atol=1e-5, rtol=1e-5)
    noisy = PROBLEMS[name](n=5000, noise=0.3)
    residual = noisy.y - noisy.target(noisy.x.double()).float()
    expected = 0.3 / 3**0.5 if name == "line" else 0.3
    assert residual.std().item() == pytest.approx(expected, rel=0.05)
    low, high = p.domain[0]
    assert ((p.x >= low) & (p.x <= high)).all()


@pytest.mark.parametrize("name", CLASSES)
def test_classes_are_zero_and_one_in_equal_parts_and_fill_the_plane(name):
    p = PROBLEMS[name](n=400)
    assert set(p.y.unique().tolist()) == {0.0, 1.0}
    assert 0.4 < p.y.mean() < 0.6
    assert p.x.abs().max() < 1.8


@pytest.mark.parametrize("name", PLANE)
def test_a_network_can_learn_the_classes(name):
    net = tl.MLP([2, 24, 24, 1])
    run = tl.train(
        net, PROBLEMS[name](), optimizer=tl.optimizers.adam(0.02), steps=1500, progress=False
    )
    assert run.train_loss[-1].item() < 0.1


# A target of one's own.


def test_a_target_of_ones_own_has_points_on_its_domain_and_noise_about_it():
    f = lambda x: (x[:, 0] * x[:, 1]).sin()
    p = problems.function(f, [(0, 2), (-3, -1)], n=4000, noise=0.2, n_val=10, seed=3)
    assert p.x.shape == (4000, 2)
    assert p.y.shape == (4000, 1)
    for i, (low, high) in enumerate(((0, 2), (-3, -1))):
        assert scipy.stats.kstest(p.x[:, i], "uniform", (low, high - low)).pvalue > 1e-3
    residual = p.y[:, 0] - f(p.x)
    assert scipy.stats.kstest(residual, "norm", (0, 0.2)).pvalue > 1e-3
    assert torch.equal(p.x_val, problems.function(f, [(0, 2), (-3, -1)], n_val=10, seed=3).x_val)
    run = tl.train(tl.MLP([2, 8, 1]), p, steps=3, progress=False)
    assert run.val_loss.isfinite().all()


def test_a_target_may_have_several_outputs_and_no_noise_is_the_function():
    p = problems.function(lambda x: torch.cat([x, 2 * x], dim=1), (-1, 1), n=5)
    assert torch.equal(p.y, torch.cat([p.x, 2 * p.x], dim=1))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: problems.function(torch.sin, (1, 0)), "low below high"),
        (lambda: problems.function(torch.sin, "ab"), "expected a pair"),
        (lambda: problems.function(lambda x: 3.0), "f gives float for x"),
        (lambda: problems.function(lambda x: x.sum()), r"f gives \(\) for x of shape \(100, 1\)"),
        (lambda: problems.function(torch.log), r"f\(x\) has nan in row"),
    ],
)
def test_targets_that_are_none_are_explained(call, words):
    with pytest.raises(ValueError, match=words):
        call()


# Measured data.


def test_digits_are_those_of_the_repository():
    p = problems.digits(n=1797, n_val=0)
    assert torch.bincount(p.y).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    pixels = p.x * 16
    assert torch.equal(pixels, pixels.round())
    assert (pixels.min(), pixels.max()) == (0, 16)
    assert float(pixels.mean()) == pytest.approx(4.8842, abs=1e-4)
    zero = p.x[p.y == 0].mean(dim=0).view(8, 8)
    assert zero[3:5, 3:5].mean() < 0.15 < zero[3:5, 1:3].mean()  # a ring is empty inside


def test_tumours_are_those_of_the_repository():
    p = problems.breast_cancer(n=569, n_val=0)
    assert p.y.sum() == 357
    means = dict(zip(p.columns, p.x.double().mean(dim=0).tolist(), strict=True))
    assert means["mean radius"] == pytest.approx(14.127, abs=1e-3)
    assert means["worst area"] == pytest.approx(880.58, abs=1e-2)
    assert p.x.max() == 4254


@pytest.mark.parametrize("name", REAL)
def test_measured_data_are_parted_without_replacement_and_say_where_they_come_from(name):
    a, b, other = (REAL[name](n=200, n_val=100, seed=seed) for seed in (1, 1, 2))
    assert torch.equal(a.x, b.x)
    assert not torch.equal(a.x, other.x)
    both = torch.cat([a.x, a.x_val])
    assert len(torch.unique(both, dim=0)) == len(both) == 300
    assert len(a.domain) == a.inputs == len(a.columns)
    assert a.licence == "CC BY 4.0"
    assert "UCI" in a.origin
    with pytest.raises(ValueError, match="n=5000 and n_val=100 were given; there are"):
        REAL[name](n=5000, n_val=100)


def test_digits_are_learnt_as_images_and_tumours_when_normalized():
    p = problems.digits(n=600, n_val=300)
    net = tl.Convolutional((1, 8, 8), [6], 3, sizes=[p.outputs])
    run = tl.train(net, p, optimizer=tl.optimizers.adam(0.02), steps=80, progress=False)
    assert (run.predict(p.x_val)[0].argmax(dim=1) == p.y_val).float().mean() > 0.85
    p = problems.breast_cancer()
    z = tl.normalization.z_score(p.x)
    run = tl.train(
        tl.MLP([30, 1]),
        (z.transform(p.x), p.y),
        loss="bce",
        optimizer=tl.optimizers.adam(0.05),
        steps=150,
        progress=False,
    )
    found = run.predict(z.transform(p.x_val))[0] > 0
    assert (found == (p.y_val > 0.5)).float().mean() > 0.92


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"n": 0}, "n=0 was given"),
        ({"n_val": -1}, "n_val=-1 was given"),
        ({"noise": -0.1}, "noise=-0.1 was given"),
        ({"seed": "x"}, "seed='x' was given"),
    ],
)
def test_bad_arguments_are_explained(arguments, words):
    with pytest.raises(ValueError, match=words):
        tl.problems.xor(**arguments)
