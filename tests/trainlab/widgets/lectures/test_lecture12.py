"""The widgets of lecture 12: what each suggested state promises, from closed forms and counts."""

import numpy as np
import pytest
import torch

from trainlab.experiments.statistics import share_interval
from trainlab.widgets.lectures import BornDead, Remedies
from trainlab.widgets.lectures.born_dead import BATCH


def _drawn(number, networks):
    live = BornDead(BornDead.tries[number].state)
    live._train(networks // BATCH)
    return live, float(live.model.dead(np.array(live.settings.layers))) / networks


def test_the_interval_becomes_narrower_than_the_theorems():
    live = BornDead()
    narrow = []
    for _ in range(2):
        live._train(350 // BATCH)
        found = live.model.by_count(10)
        share, theory = (found["high"][row, -1] - found["low"][row, -1] for row in (1, 0))
        narrow.append(share < theory)
    assert narrow == [False, True]
    assert "theory 0.870 to 0.925" in live.status(live.model, live.settings)[1]


def test_half_of_the_networks_of_width_4_are_dead_with_about_16_layers():
    live, _ = _drawn(1, 800)
    found = live.model.by_depth()
    assert found["x"][found["y"][1] >= 0.5][0] == pytest.approx(16, abs=1.5)
    assert found["x"][found["high"][0] >= 0.5][0] == 12


def test_laws_biases_and_inputs_do_what_the_widget_says():
    uniform = _drawn(2, 400)[1]
    assert 0.85 < uniform < 0.93
    live, share = _drawn(3, 600)
    assert 0.84 < share < 0.9
    assert "at most 0.925" in live.status(live.model, live.settings)[1]
    assert 0.8 < _drawn(4, 600)[1] < 0.87
    assert 0.05 < _drawn(5, 600)[1] < 0.1
    bounds = BornDead("width=8").model.bounds(np.array([27, 28]))[1]
    assert bounds[0] < 0.1 < bounds[1]


def test_counts_are_those_of_the_networks_and_layers_only_choose():
    live = BornDead(width=3)
    live._train(5)
    first = live.model.first.copy()
    live.set(layers=20)
    assert (live.model.first == first).all()
    found = live.model.by_count(20)
    assert found["x"][-1] == 100
    assert found["y"][1, -1] == pytest.approx((first < 20).mean())
    ends = found["low"][1, -1], found["high"][1, -1]
    assert ends == pytest.approx(share_interval(int((first < 20).sum()), 100))
    assert live.model.by_depth()["y"][1, 18] == pytest.approx((first < 20).mean())


def test_where_the_theorems_do_not_speak_the_area_begins_at_0():
    for state in ("inputs=2", "init=torch_default"):
        live = BornDead(state)
        assert not live.model.by_depth()["low"][0].any()
        assert live.panels(live.model)["depth"].names[0] == "theorem 1"


def _fates(number, steps=600):
    live = Remedies(Remedies.tries[number].state)
    live._train(steps)
    return live.model.dead, live.model.counts().tolist()


def test_a_rate_does_not_wake_the_dead():
    assert _fates(0) == (48, [49, 0, 1])
    assert _fates(1) == (48, [49, 0, 1])


def test_batch_norm_learns_with_a_larger_rate():
    live = Remedies("remedy=batch+norm+before&lr=0.1")
    live._train(800)
    constant, _, learnt = live.model.counts()
    assert 10 <= constant <= 35
    assert 1 <= learnt <= 20


@pytest.mark.parametrize(
    ("number", "steps", "dead", "constant", "learnt"),
    [
        (2, 600, (0, 0), (10, 16), (10, 24)),
        (3, 1000, (0, 0), (0, 0), (50, 50)),
        (4, 1000, (0, 0), (0, 4), (0, 0)),
        (5, 600, (0, 0), (0, 0), (3, 7)),
        (6, 600, (1, 1), (1, 3), (44, 48)),
    ],
)
def test_remedies_do_what_the_widget_says(number, steps, dead, constant, learnt):
    born, (flat, _, able) = _fates(number, steps)
    assert dead[0] <= born <= dead[1]
    assert constant[0] <= flat <= constant[1]
    assert learnt[0] <= able <= learnt[1]


def test_every_network_is_drawn_in_the_curve_of_its_fate():
    live = Remedies("remedy=leaky+ReLU", population=10)
    live._train(30)
    model = live.model
    numbers = model.networks()
    outputs = model.trainer.predict(model.x)[..., 0].numpy()
    parts = np.split(np.append(numbers["y"], [[np.nan]] * 3, axis=1), 10, axis=1)
    for part, output, fate in zip(parts, outputs, model.fates(), strict=True):
        np.testing.assert_array_equal(part[fate, :-1], output)
        assert np.isnan(np.delete(part, fate, axis=0)).all()
    shares = model.shares()["y"]
    np.testing.assert_allclose(shares.sum(axis=0), 1)
    spread = torch.from_numpy(np.ptp(model.trainer.predict(model.problem.x).numpy(), axis=1))
    flat = (spread[:, 0] < 1e-3 * np.ptp(model.problem.y.numpy())).numpy()
    assert (flat == (model.fates() == 0)).all()


def test_the_rate_changes_on_the_way_and_the_weights_stay():
    live = Remedies(layers=3, population=10)
    live._train(3)
    before = live.model.trainer.params.clone()
    live.set(lr=0.1)
    assert torch.equal(live.model.trainer.params, before)
    live._train(1)
    moved = (live.model.trainer.params - before).abs().amax()
    assert 0.05 < float(moved) < 0.5
