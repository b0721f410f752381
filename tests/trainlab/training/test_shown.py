"""What a call gives back can be looked at: one line of text, one picture with its alternative."""

import base64
import io
import re
import sys
from types import ModuleType

import numpy as np
import pytest
import torch
from PIL import Image

import trainlab as tl
from trainlab import optimizers, problems


def _run(net, data, **given):
    return tl.train(net, data, **({"steps": 6, "population": 3, "progress": False} | given))


RATES = optimizers.sgd(torch.tensor([0.01, 1e30, 0.01]))
MODULE = torch.nn.Sequential(torch.nn.Linear(1, 3), torch.nn.Linear(3, 1))
SHOWN = {
    "a fit": lambda: _run(tl.MLP([1, 4, 1]), problems.sine()),
    "a map": lambda: _run(tl.MLP([2, 4, 1], batch_norm=True), problems.xor()),
    "a map without validation": lambda: _run(tl.MLP([2, 4, 1]), (torch.eye(2), torch.ones(2, 1))),
    "many inputs": lambda: _run(tl.MLP([3, 4, 2]), (torch.ones(5, 3), torch.ones(5, 2))),
    "classes": lambda: _run(
        tl.MLP([2, 4, 3]), (torch.ones(5, 2), torch.arange(5) % 3), loss="cross_entropy"
    ),
    "a module": lambda: _run(MODULE, problems.sine()),
    "a line": lambda: _run(tl.MLP([1, 1]), problems.line()),
    "no step": lambda: _run(tl.MLP([1, 4, 1]), problems.sine(), steps=0),
    "one step": lambda: _run(tl.MLP([1, 4, 1]), problems.sine(), steps=1),
    "diverged": lambda: _run(tl.MLP([1, 4, 1], "relu"), problems.sine(), optimizer=RATES),
    "all diverged": lambda: _run(
        tl.MLP([1, 4, 1], "relu"), problems.sine(), optimizer=optimizers.sgd(1e30)
    ),
    "a loss of zero": lambda: _run(
        tl.MLP([1, 1]), (torch.ones(4, 1), torch.zeros(4, 1)), init="zeros"
    ),
    "a race": lambda: tl.race(
        "beale", [optimizers.sgd(), optimizers.adam()], steps=5, population=2
    ),
    "a race below zero": lambda: tl.race("saddle", [optimizers.sgd()], steps=5),
    "a race that diverged": lambda: tl.race("beale", [optimizers.sgd(10.0)], steps=30),
    "a range test": lambda: tl.range_test(tl.MLP([1, 4, 1]), problems.sine(), steps=20),
    "a network": lambda: tl.MLP([2, 30, 1], "gelu"),
}


@pytest.mark.parametrize("kind", SHOWN)
def test_a_result_shows_a_picture_that_says_what_it_is_and_one_line_of_text(kind):
    result = SHOWN[kind]()
    assert "\n" not in repr(result)
    assert "tensor" not in repr(result)
    html = result._repr_html_()
    (alt,) = re.findall(r'alt="([^"]*)"', html)
    assert len(alt) > 20
    (image,) = re.findall(r"base64,([^\"]*)", html)
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(image))).convert("L"))
    assert pixels.std() > 5
    figure = result.plot()
    assert figure.axes
    sys.modules["matplotlib.pyplot"].close(figure)


def test_a_run_says_first_and_last_loss_and_who_diverged():
    run = _run(tl.MLP([1, 4, 1], "relu"), problems.sine(), optimizer=RATES)
    first, last = np.median(run.train_loss[0]), np.nanmedian(run.train_loss[-1])
    assert f"median mse {first:.3g} at first, {last:.3g} at last" in repr(run)
    assert "Run of 3 MLP of 13 parameters, 6 steps" in repr(run)
    assert repr(run).endswith("1 diverged.")


def test_a_picture_counts_units_that_pass_nothing_on():
    net = tl.MLP([1, 4, 1], "relu")
    start = torch.zeros(net.parameter_count)
    start[0], start[1] = 1.0, -100.0
    run = _run(net, problems.sine(), init=start, steps=0)
    assert "100% of the hidden units dead" in run._repr_html_()
    alive = _run(tl.MLP([1, 4, 1]), problems.sine(), steps=0)
    assert "dead" not in alive._repr_html_()


def test_a_run_draws_its_points_and_the_networks_outputs():
    problem = problems.sine(n=40)
    run = _run(tl.MLP([1, 4, 1]), problem)
    assert torch.equal(run.points, problem.x)
    assert torch.equal(run.targets, problem.y)
    fit = next(axes for axes in run.plot().axes if axes.get_title(loc="left") == "Fit")
    data, middle = fit.lines
    np.testing.assert_array_equal(data.get_xydata(), torch.cat([problem.x, problem.y], dim=1))
    x = torch.tensor(middle.get_xdata())[:, None]
    expected = np.median(run.predict(x)[:, :, 0], axis=0)
    np.testing.assert_allclose(middle.get_ydata(), expected, atol=1e-6)


def test_a_large_data_set_is_drawn_by_some_of_its_points():
    x = torch.arange(5000.0)[:, None] / 5000
    run = _run(tl.MLP([1, 1]), (x, x))
    assert run.points.shape == (500, 1)
    assert (run.points[0], run.points[-1]) == (x[0], x[-1])


def test_a_run_of_an_older_file_has_no_points_and_is_shown_without(tmp_path):
    run = _run(tl.MLP([1, 4, 1]), problems.sine())
    run.points = run.targets = None
    run.save(tmp_path / "old.npz")
    with np.load(tmp_path / "old.npz") as file:
        arrays = dict(file)
    arrays["header"] = np.array(re.sub(r', "(points|targets)": null', "", str(arrays["header"])))
    assert "points" not in str(arrays["header"])
    np.savez(tmp_path / "old.npz", **arrays)
    back = tl.Run.load(tmp_path / "old.npz")
    assert back.points is None
    assert "<img" in back._repr_html_()


def test_losses_go_to_a_pandas_table_where_pandas_is_there(monkeypatch):
    run = _run(tl.MLP([1, 2, 1]), problems.sine())
    made = []

    class DataFrame:
        def __init__(self, values):
            made.append(values)

        def rename_axis(self, **names):
            made.append(names)
            return self

    pandas = ModuleType("pandas")
    pandas.DataFrame = DataFrame
    monkeypatch.setitem(sys.modules, "pandas", pandas)
    assert isinstance(run.table(), DataFrame)
    np.testing.assert_array_equal(made[0], run.train_loss.numpy())
    assert made[1] == {"index": "step", "columns": "member"}
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match="pip install pandas, or take run"):
        run.table()
