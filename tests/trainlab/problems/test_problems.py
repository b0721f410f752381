"""Data sets: shapes, classes, noise, determinism."""

import pytest
import torch

import trainlab as tl
from trainlab.problems import PROBLEMS

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
