"""The playground's six experiments: each shows what its answer says."""

import torch

from trainlab.widgets import Playground
from trainlab.widgets.playground.tries import TRIES

LENGTH, DEPTH, START, EQUAL, NOISE, AROUND = (each.state for each in TRIES)


def _median(p, kind=0):
    return float(p.model.measured()[kind, 1])


def test_how_long_a_step():
    reached, back = {}, {}
    for lr in (0.01, 0.1, 1.0, 3.0, 10.0):
        p = Playground(LENGTH, lr=lr)
        start = _median(p)
        p.step(1500)
        reached[lr] = _median(p)
        p.set(lr=0.1)
        p.step(1500)
        back[lr] = p.model.trainer.loss(p.model.problem.x, p.model.problem.y)
    assert start > reached[0.01] > reached[0.1] > reached[1.0]
    assert reached[3.0] > 0.5
    assert reached[10.0] > start
    assert 0 < int((back[3.0] < 0.5).sum()) < 16
    assert int((back[10.0] < 0.5).sum()) == 0


def test_a_depth_too_far():
    constant = {}
    for depth, steps in ((1, 1500), (10, 500)):  # what is dead stays so
        p = Playground(DEPTH, depth=depth)
        p.step(steps)
        outputs = p.model.outputs_at(p.model.problem.x)
        constant[depth] = float((outputs.std(dim=1) < 0.01).double().mean())
    assert constant[10] > 0.9
    assert constant[1] < 0.1


def test_where_the_weights_begin():
    ratio = {}
    for init in ("normal", "glorot_normal", "he_normal"):
        gradient = Playground(START, init=init).model.scales().gradient.median(dim=1).values
        ratio[init] = float(gradient[-1] / gradient[0])
    assert 1e8 < ratio["glorot_normal"] < 1e9
    assert 1e6 < ratio["he_normal"] < 1e8
    assert 100 < ratio["normal"] < 2000


def test_all_weights_equal():
    p = Playground(EQUAL)
    p.step(1000)
    for layer in (1, 2):
        rows = p.model.trainer.weights(layer)
        torch.testing.assert_close(rows, rows[:, :1].expand_as(rows), atol=1e-4, rtol=1e-4)
    assert _median(p) > 0.3


def test_learning_the_noise():
    gap = {}
    for l2 in (0.0, 0.001):
        p = Playground(NOISE, l2=l2)
        p.step(3000)
        gap[l2] = _median(p, 1) - _median(p)
        validation = [losses[1, 1] for losses in p.model.losses]
        if l2 == 0:
            assert validation[-1] > 1.15 * min(validation)
    assert gap[0.001] < 0.75 * gap[0.0]


def test_a_way_around():
    reached = {}
    for name, value in (("seed", 0), ("shortcut", "residual"), ("shortcut", "dense"),
                        ("batch_norm", "before")):  # fmt: skip
        p = Playground(AROUND, **{name: value})
        p.step(1000)
        reached[value] = _median(p)
    assert abs(reached[0] - 0.693) < 0.005
    assert reached["dense"] < 0.05 < reached["before"] < reached["residual"] < 0.66
