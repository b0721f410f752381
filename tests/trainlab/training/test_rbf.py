"""RBF networks and their learning against autograd, SciPy's k-means and plain least squares."""

import numpy as np
import pytest
import scipy.cluster.vq
import scipy.spatial
import scipy.stats
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import trainlab as tl
from trainlab import optimizers, problems
from trainlab.data.clustering import kmeans
from trainlab.nn.layers import Radial
from trainlab.training import rbf

F64 = torch.float64


def _points(n=60, inputs=2, seed=0):
    return torch.randn(n, inputs, generator=torch.Generator().manual_seed(seed), dtype=F64)


# The network.


def _outputs(net, flat, x):
    """One RBF network, unit by unit, from its formula."""
    rows = flat[: net.centres * (net.inputs + 1)].view(net.centres, -1)
    top = flat[len(rows.flatten()) :].view(net.outputs, -1)
    total = top[:, -1].expand(len(x), -1)
    for j, row in enumerate(rows):
        distance = ((x - row[:-1]) ** 2).sum(dim=1)
        total = total + torch.exp(-distance / (2 * row[-1].exp() ** 2))[:, None] * top[:, j]
    return total


@given(
    inputs=st.integers(1, 3),
    centres=st.integers(1, 4),
    outputs=st.integers(1, 2),
    members=st.integers(1, 3),
    n=st.integers(1, 5),
)
@settings(max_examples=40)
def test_outputs_and_gradients_equal_those_of_autograd(inputs, centres, outputs, members, n):
    net = tl.RBF(inputs, centres, outputs)
    x, y = _points(n, inputs), _points(n, outputs, seed=1)
    trainer = tl.Trainer(net, (x, y), population=members, init="normal", dtype=F64)
    trainer.params += 0.3 * _points(members, net.parameter_count, seed=2)
    predictions, gradients = trainer.predict(x), trainer.gradients()
    for member in range(members):
        flat = trainer.params[member].clone().requires_grad_()
        expected = _outputs(net, flat, x)
        torch.nn.functional.mse_loss(expected, y).backward()
        torch.testing.assert_close(predictions[member], expected.detach())
        torch.testing.assert_close(gradients[member], flat.grad, rtol=1e-9, atol=1e-12)


def test_what_reaches_the_input_of_radial_units_equals_autograd():
    block = _points(4, 3)[None].clone()
    layer = Radial(block, torch.empty_like(block))
    x = _points(5, 2).mT[None].clone().requires_grad_()
    out = layer.forward(x, None)
    delta = torch.randn_like(out)
    out.backward(delta)
    with torch.no_grad():
        torch.testing.assert_close(layer.backward(delta), x.grad)


def test_far_from_the_origin_no_digits_are_lost():
    net, x = tl.RBF(2, 3, 1), _points(20)
    flat = _points(1, net.parameter_count)
    moved = flat.clone()
    net.layers[0].block(moved)[:, :, :-1] += 2.0**40
    torch.testing.assert_close(
        net.forward(moved, x + 2.0**40), net.forward(flat, x), rtol=0, atol=1e-3
    )


def test_the_penalty_is_on_the_output_weights_alone():
    net = tl.RBF(2, 3, 1)
    expected = torch.cat([torch.zeros(9), torch.ones(3), torch.zeros(1)]).double()
    assert torch.equal(net.is_weight(), expected)


def test_units_far_from_every_point_count_as_dead():
    x = _points(30)
    trainer = tl.Trainer(tl.RBF(2, 4, 1), (x, x[:, :1]), dtype=F64)
    assert float(trainer.diagnostics().dead[0, 0]) == 0
    trainer.weights(1)[:, :2] = 1e3
    assert float(trainer.diagnostics().dead[0, 0]) == 0.5


@pytest.mark.parametrize("arguments", [{"inputs": 0}, {"centres": 0}, {"outputs": 1.5}])
def test_bad_networks_are_explained(arguments):
    with pytest.raises(ValueError, match="expected a whole number of at least 1"):
        tl.RBF(**arguments)


# Clustering.


@pytest.mark.parametrize("k", [1, 3, 8])
@pytest.mark.parametrize("inputs", [1, 2, 5])
def test_from_the_same_start_the_clusters_are_scipys(k, inputs):
    x = _points(80, inputs)
    starts = kmeans(x, k, population=6, iterations=0).centres
    ours = kmeans(x, k, population=6, iterations=100)
    for member in range(6):
        centres, labels = scipy.cluster.vq.kmeans2(
            x.numpy(), starts[member].numpy(), iter=100, minit="matrix", missing="raise"
        )
        np.testing.assert_allclose(ours.centres[member], centres, rtol=1e-9, atol=1e-12)
        np.testing.assert_array_equal(ours.labels[member], labels)
        tree = scipy.spatial.KDTree(centres)
        inertia = (tree.query(x.numpy())[0] ** 2).sum()
        assert float(ours.inertia[member]) == pytest.approx(inertia)


@pytest.mark.filterwarnings("ignore:One of the clusters is empty")
@pytest.mark.parametrize(("points", "seed"), [(2, 227), (46, 1318), (48, 200)])
def test_a_cluster_that_loses_all_its_points_stays_in_place_as_in_scipy(points, seed):
    x = _points(12, seed=points)
    clusters = kmeans(x, 6, seed=seed)
    assert len(clusters.labels.unique()) == 5
    start = kmeans(x, 6, seed=seed, iterations=0).centres[0].numpy()
    centres, _ = scipy.cluster.vq.kmeans2(
        x.numpy(), start, iter=100, minit="matrix", missing="warn"
    )
    np.testing.assert_allclose(clusters.centres[0], centres, rtol=1e-12)


def test_more_iterations_never_worsen_a_clustering_and_end_at_a_fixed_point():
    x = _points(200)
    inertia = [kmeans(x, 7, population=20, iterations=i).inertia for i in (0, 1, 2, 5, 20, 500)]
    for before, after in zip(inertia, inertia[1:], strict=False):
        assert (after <= before * (1 + 1e-12)).all()
    done = kmeans(x, 7, population=20, iterations=500)
    for member in range(20):
        for j in range(7):
            mean = x[done.labels[member] == j].mean(dim=0)
            torch.testing.assert_close(done.centres[member, j], mean)


def test_starts_are_drawn_as_arthur_and_vassilvitskii_say():
    x = torch.tensor([[0.0], [1.0], [3.0], [7.0]], dtype=F64)
    starts = kmeans(x, 2, population=20_000, iterations=0).centres[:, :, 0]
    squares = (x - x.mT).square()
    expected = squares / squares.sum(dim=1, keepdim=True) / 4
    observed = torch.stack([((starts[:, :1] == a) & (starts[:, 1:] == x.mT)).sum(dim=0) for a in x])
    off = ~torch.eye(4, dtype=torch.bool)
    assert not observed[~off].any()
    result = scipy.stats.chisquare(observed[off], 20_000 * expected[off])
    assert result.pvalue > 1e-3


def test_as_many_clusters_as_distinct_points_fit_exactly():
    x = torch.tensor([[0.0], [0.0], [1.0], [5.0], [5.0]])
    clusters = kmeans(x, 3, population=50, seed=7)
    assert (clusters.inertia == 0).all()
    assert torch.equal(
        clusters.centres.sort(dim=1).values[:, :, 0], torch.tensor([0.0, 1, 5]).expand(50, -1)
    )


def test_a_member_is_clustered_as_it_would_be_alone():
    x = _points(100)
    together = kmeans(x, 6, population=5, seed=3)
    alone = kmeans(x, 6, seed=7)
    for name in ("centres", "labels", "inertia"):
        assert torch.equal(getattr(together, name)[4:], getattr(alone, name))


@pytest.mark.parametrize(
    ("x", "k", "words"),
    [
        (torch.zeros(5, 2), 2, "x has 1 distinct points; 2 clusters need at least 2"),
        (torch.full((5, 2), torch.nan), 2, "expected finite points"),
        (torch.zeros(5), 1, "expected finite points, a tensor (N, in)"),
        ([[1.0]], 1, "x is list"),
        (torch.zeros(5, 2), 0, "k=0 was given"),
    ],
)
def test_points_that_cannot_be_clustered_are_explained(x, k, words):
    with pytest.raises(ValueError, match=r"^[^\n]*$") as error:
        kmeans(x, k)
    assert words in str(error.value)


# Learning.


def test_widths_are_root_mean_squares_of_the_nearest_centres_distances():
    centres = _points(7, 3)
    for neighbours in (1, 2, 6, 50):
        tree = scipy.spatial.KDTree(centres.numpy())
        count = min(neighbours, 6)
        distances = tree.query(centres.numpy(), k=range(2, count + 2))[0]
        widths = rbf.neighbour_widths(centres[None], neighbours)[0]
        np.testing.assert_allclose(widths, np.sqrt((distances**2).mean(axis=1)))


@pytest.mark.parametrize("outputs", [1, 2])
def test_two_steps_give_the_weights_of_least_squared_error(outputs):
    x, y = _points(40), _points(40, outputs, seed=1)
    net = tl.RBF(2, 6, outputs)
    run = rbf.fit(net, (x, y), population=3, seed=5, dtype=F64, progress=False)
    expected = kmeans(x, 6, population=3, seed=5).centres
    for member in range(3):
        centres, widths = (part[member].numpy() for part in net.units(run.params))
        np.testing.assert_array_equal(centres, expected[member])
        distance = scipy.spatial.distance.cdist(x.numpy(), centres)
        values = np.exp(-(distance**2) / (2 * widths**2))
        design = np.column_stack([values, np.ones(40)])
        best = np.linalg.solve(design.T @ design, design.T @ y.numpy())
        np.testing.assert_allclose(net.layers[1].block(run.params)[member].T, best, rtol=1e-7)
        np.testing.assert_allclose(run.predict(x)[member], design @ best, rtol=1e-7, atol=1e-9)


def test_as_many_centres_as_points_interpolate_them():
    x = torch.linspace(-1, 1, 12, dtype=F64)[:, None]
    y = torch.sin(3 * x)
    run = rbf.fit(tl.RBF(1, 12, 1), (x, y), dtype=F64, progress=False)
    torch.testing.assert_close(run.predict(x)[0], y, rtol=0, atol=1e-7)


def test_one_unit_is_as_wide_as_the_cloud_of_points():
    x = _points(50)
    net = tl.RBF(2, 1, 1)
    run = rbf.fit(net, (x, x[:, :1]), dtype=F64, progress=False)
    centres, widths = net.units(run.params)
    torch.testing.assert_close(centres[0, 0], x.mean(dim=0))
    torch.testing.assert_close(widths[0, 0] ** 2, x.var(dim=0, correction=0).sum())


def test_the_third_step_starts_from_the_first_two_and_improves_on_them():
    problem, net = problems.x_sin_5x(100), tl.RBF(1, 6, 1)
    common = {"population": 8, "seed": 2, "progress": False}
    two = rbf.fit(net, problem, **common)
    three = rbf.fit(net, problem, steps=300, optimizer=optimizers.adam(0.01), **common)
    reached = (two.predict(problem.x) - problem.y).square().mean(dim=(1, 2))
    torch.testing.assert_close(three.train_loss[0], reached, rtol=1e-4, atol=1e-7)
    assert two.train_loss.shape == (0, 8)
    assert two.val_steps == [0]
    assert (three.train_loss[-1] < 0.9 * reached).all()
    for layer in net.layers:
        assert not torch.allclose(layer.block(two.params), layer.block(three.params), atol=1e-3)


@pytest.mark.parametrize("kind", ["bce", "cross_entropy"])
def test_classes_are_told_apart_by_the_sign_or_the_largest_output(kind):
    problem = problems.xor(200)
    labels = problem.y[:, 0]
    data = problem if kind == "bce" else (problem.x, labels.long())
    net = tl.RBF(2, 8, 1 if kind == "bce" else 2)
    for steps in (0, 200):
        run = rbf.fit(net, data, loss=kind, steps=steps, population=4, progress=False)
        out = run.predict(problem.x)
        chosen = out[:, :, 0] > 0 if kind == "bce" else out[:, :, 1] > out[:, :, 0]
        assert (chosen == labels.bool()).double().mean() > 0.95


def test_a_member_is_fitted_as_it_would_be_alone():
    x, y = _points(50), _points(50, 1, seed=1)
    common = {"steps": 40, "dtype": F64, "progress": False, "batch_size": 8}
    together = rbf.fit(tl.RBF(2, 5, 1), (x, y), population=4, seed=3, **common)
    alone = rbf.fit(tl.RBF(2, 5, 1), (x, y), seed=6, **common)
    torch.testing.assert_close(alone.train_loss[:, 0], together.train_loss[:, 3])
    torch.testing.assert_close(alone.params[0], together.params[3])


def test_members_fitted_in_several_parts_are_those_fitted_at_once(monkeypatch):
    fit = {"population": 7, "dtype": F64, "progress": False}
    at_once = rbf.fit(tl.RBF(1, 4, 1), problems.sine(30), **fit)
    monkeypatch.setattr(rbf, "NUMBERS", 3 * 30 * tl.RBF(1, 4, 1).unit_count)
    assert torch.equal(rbf.fit(tl.RBF(1, 4, 1), problems.sine(30), **fit).params, at_once.params)


def test_a_fitted_run_is_saved_and_read(tmp_path):
    run = rbf.fit(tl.RBF(1, 5, 1), problems.sine(30), population=2, progress=False)
    run.save(tmp_path / "run.npz")
    back = tl.Run.load(tmp_path / "run.npz")
    assert back.net == run.net
    x = torch.linspace(-1, 1, 9)[:, None]
    assert torch.equal(back.predict(x), run.predict(x))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"net": tl.MLP([1, 3, 1])}, "net is a MLP; expected a trainlab.RBF"),
        ({"init": "normal"}, "init was given"),
        ({"neighbours": 0}, "neighbours=0"),
        ({"net": tl.RBF(1, 31, 1)}, "31 clusters need at least 31: ask for fewer"),
        ({"net": tl.RBF(2, 3, 1)}, "a network of 2 inputs expects"),
        ({"steps": -1}, "steps=-1"),
    ],
)
def test_arguments_that_do_not_fit_are_explained(arguments, words):
    given_ = {"net": tl.RBF(1, 4, 1), "progress": False} | arguments
    with pytest.raises(ValueError, match=r"^[^\n]*$") as error:
        rbf.fit(given_.pop("net"), problems.sine(30), **given_)
    assert words in str(error.value)


# Placements.


def _centres(placement, net, x, population=1, seed=0):
    y = x.sum(dim=1, keepdim=True)
    run = tl.rbf.fit(
        net,
        (x, y),
        placement=placement,
        population=population,
        seed=seed,
        dtype=F64,
        progress=False,
    )
    return net.units(run.params)[0]


def test_random_centres_are_distinct_points_each_as_often_as_any_other():
    x = torch.arange(7, dtype=F64)[:, None].repeat(3, 1)
    centres = _centres("random", tl.RBF(1, 3), x, population=4000)[:, :, 0].round().long()
    assert all(len(set(row)) == 3 for row in centres.tolist())
    assert scipy.stats.chisquare(torch.bincount(centres.flatten(), minlength=7)).pvalue > 1e-3
    alone = _centres("random", tl.RBF(1, 3), x, seed=5)[:, :, 0].round().long()
    assert torch.equal(alone[0], centres[5])


def test_kmeanss_start_is_what_it_makes_better():
    x = torch.randn(60, 2, generator=torch.Generator().manual_seed(0), dtype=F64)
    found = _centres("kmeans++", tl.RBF(2, 6), x, population=3)
    torch.testing.assert_close(found, kmeans(x, 6, population=3, iterations=0).centres)
    torch.testing.assert_close(
        _centres("kmeans", tl.RBF(2, 6), x, population=3), kmeans(x, 6, population=3).centres
    )


def test_a_grid_has_its_centres_in_the_middle_of_its_cells():
    x = torch.tensor([[0.0, 10.0], [4.0, 30.0], [1.0, 20.0]], dtype=F64)
    found = _centres("grid", tl.RBF(2, 4), x, population=2)
    expected = [[1.0, 15.0], [1.0, 25.0], [3.0, 15.0], [3.0, 25.0]]
    assert found.tolist() == [expected, expected]
    line = _centres("grid", tl.RBF(1, 5), torch.tensor([[0.0], [10.0]], dtype=F64))
    assert line.flatten().tolist() == [1.0, 3.0, 5.0, 7.0, 9.0]


@pytest.mark.parametrize(
    ("placement", "centres", "words"),
    [
        ("grid", 5, "5 centres were asked for on a grid in 2 dimensions; expected a power"),
        ("random", 9, "x has 3 distinct points; 9 centres at points need at least 9"),
        ("lattice", 4, "placement='lattice' is not known"),
    ],
)
def test_placements_that_do_not_fit_are_explained(placement, centres, words):
    x = torch.tensor([[0.0, 1.0], [4.0, 3.0], [1.0, 2.0]], dtype=F64)
    with pytest.raises(ValueError, match=words):
        _centres(placement, tl.RBF(2, centres), x)
