"""Width against depth, against torch.optim and known effects."""

import numpy as np
import pytest
import torch
from torch import nn

from tests.trainlab.experiments.claims import plain
from trainlab import experiments
from trainlab.core import streams
from trainlab.data.batches import Batches
from trainlab.experiments.claims import architecture
from trainlab.experiments.experiment import Settings
from trainlab.nn.networks import MLP
from trainlab.training.trainer import Trainer


def _twin(trainer, sizes):
    """Return the same network in plain PyTorch, and its Adam."""
    net = plain.network(sizes, nn.Tanh, trainer, 0)
    return net, torch.optim.Adam(net.parameters(), lr=3e-3)


def _steps(net, rule, batches):
    """Take a step on each batch; return the losses, each before its step."""
    losses = []
    for x, y in batches:
        rule.zero_grad()
        loss = nn.functional.mse_loss(net(x), y)
        loss.backward()
        rule.step()
        losses.append(loss.item())
    return np.array(losses)


@pytest.mark.parametrize(
    ("data", "batch_size", "init"),
    [
        (architecture.newman, 5, "torch_default"),
        (architecture.few_points, None, "glorot_normal"),
    ],
)
def test_a_cell_is_trained_as_torch_trains_it(data, batch_size, init):
    steps, sizes, problem = 20, [1, 4, 4, 4, 4, 1], data(5)
    trainer = Trainer(
        MLP(sizes, activation="tanh"), problem, seed=5, init=init, batch_size=batch_size
    )
    columns = torch.cat([problem.x, torch.ones_like(problem.x)], dim=1).mT[None]
    seeds = streams.member_seeds(5, 1, "cpu")
    batches = Batches(columns, problem.y.mT[None], seeds, batch_size)
    served = [batches.at(step) for step in range(steps)]
    net, rule = _twin(trainer, sizes)
    losses = _steps(net, rule, [(batch.x[0, :1].mT, batch.y[0].mT) for batch in served])
    found = architecture.grid(
        plain.settings(2, seed=5),
        steps,
        3e-3,
        sizes=(4,),
        draws=1,
        data=data,
        batch_size=batch_size,
        init=init,
    )
    assert found.shape == (2, 1, 1, 10, 2)
    np.testing.assert_allclose(found[0, 0, 0, :, 0], losses.reshape(10, 2).mean(axis=1), rtol=1e-3)
    validation = nn.functional.mse_loss(net(problem.x_val), problem.y_val).item()
    assert found[1, 0, 0, -1, 0] == pytest.approx(validation, rel=1e-3)


def test_the_setting_is_the_source_s():
    problem = architecture.newman(0)
    assert problem.x.shape == (2000, 1)
    assert problem.x_val.shape == (100, 1)
    assert problem.domain == ((-3.0, 3.0),)
    noise = (problem.y - torch.sin(problem.x)).std()
    assert float(noise) == pytest.approx(0.2, abs=0.01)


def test_effects_are_the_exponents_of_a_power_law():
    width, depth = np.meshgrid(architecture.SIZES, architecture.SIZES, indexing="ij")
    losses = 3.0 * width[..., None] ** -1.5 * depth[..., None] ** np.array([0.5, 0.25])
    expected = np.log10(2) * np.array([[-1.5, 0.5], [-1.5, 0.25]])
    np.testing.assert_allclose(architecture.effects(losses), expected, atol=1e-12)


def test_effects_of_too_few_finished_cells_are_unknown():
    losses = np.full((4, 4, 3), np.nan)
    losses[0] = 1.0
    assert np.isnan(architecture.effects(losses)).all()


@pytest.mark.parametrize(
    ("interval", "word"), [((-2, -1), "lowers"), ((1, 2), "raises"), ((-1, 1), "does not clearly")]
)
def test_the_direction_needs_an_interval_on_one_side(interval, word):
    assert architecture._direction(interval).startswith(word)


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(architecture, "SIZES", (2, 3))
    monkeypatch.setattr(architecture, "CORNERS", (2, 3))
    for function in (architecture.grid, architecture.effects):
        defaults = tuple((2, 3) if d == (4, 8, 16, 32) else d for d in function.__defaults__)
        monkeypatch.setattr(function, "__defaults__", defaults)


def test_width_depth_fills_its_grid(small):
    result = experiments.run("width-depth", networks=16, quick=True, progress=False, device="cpu")
    assert result.complete
    assert result.data["training"].shape == (2, 2, 4)
    assert np.isfinite(result.data["validation"]).all()
    assert "no number" in result.holds
    picture = result.picture()
    assert "at width 2 and depth 3" in picture.alt
    titles = [axes.get_title(loc="left") for axes in picture.figure.axes]
    assert titles[2:] == ["width 2", "width 3", "depth 2", "depth 3"]
    assert result.data["curves"].shape == (2, 2, 2, 10)


def test_an_interrupted_grid_keeps_the_cells_it_has(small, monkeypatch):
    full, calls = Settings.train, []

    def interrupted(settings, *arguments, **options):
        calls.append(1)
        if len(calls) > 4:
            raise KeyboardInterrupt
        return full(settings, *arguments, **options)

    monkeypatch.setattr(Settings, "train", interrupted)
    result = experiments.run("width-depth", networks=16, quick=True, progress=False, device="cpu")
    assert not result.complete
    assert np.isfinite(result.data["training"][0]).all()
    assert np.isnan(result.data["training"][1]).all()
    assert result.picture().figure
    assert result.summary()["measured"]


def test_rows_are_compared_over_the_same_corners(monkeypatch, small):
    asked, full = [], architecture.grid

    def grid(settings, steps, **options):
        asked.append((options.get("sizes", architecture.SIZES), options.get("draws")))
        return full(settings, 10, **options)

    monkeypatch.setattr(architecture, "grid", grid)
    result = experiments.run("width-depth", networks=64, quick=False, progress=False, device="cpu")
    assert asked == [((2, 3), None)] * 5
    assert [(row["changed"], row["cells"]) for row in result.sensitivity] == [
        ("nothing changed", "all"),
        ("nothing changed", "corners"),
        *((name, "corners") for name in architecture.CHANGES),
    ]


def test_the_corners_are_those_of_the_grid():
    found = np.arange(2 * 16 * 3.0).reshape(2, 4, 4, 3)
    corners = architecture._corners(found)
    assert corners.shape == (2, 2, 2, 3)
    for i, w in enumerate((0, 3)):
        for k, d in enumerate((0, 3)):
            assert np.array_equal(corners[:, i, k], found[:, w, d])


def test_the_depths_factors_are_told_side_by_side():
    name = "factor per doubling of the depth"
    rows = [{"changed": "nothing changed", name: 0.9}, {"changed": "lr 1", name: 2.0}]
    said = architecture._at_corners(rows)
    assert said.endswith("factor of 0.90 with nothing changed, 2.00 with lr 1.")
    assert architecture._at_corners([]) == ""
