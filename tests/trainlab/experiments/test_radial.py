"""Learning of radial basis functions, against NumPy, SciPy's k-means and a plain PyTorch loop."""

import numpy as np
import torch
from scipy.cluster.vq import kmeans2

from tests.trainlab.experiments.plain import settings
from trainlab import experiments
from trainlab.experiments import radial
from trainlab.networks import RBF

SETTINGS = settings(4, seed=3)


def _design(x, centres, widths):
    units = np.exp(-((x - centres) ** 2) / (2 * widths**2))
    return np.hstack([units, np.ones((len(x), 1))])


def _two_steps(x, y, k, seed):
    centres = kmeans2(x, k, minit="++", seed=seed)[0][:, 0]
    distances = np.sort(np.abs(centres[:, None] - centres), axis=1)[:, 1:3]
    design = _design(x, centres, np.sqrt((distances**2).mean(axis=1)))
    return np.mean((design @ np.linalg.lstsq(design, y, rcond=None)[0] - y) ** 2) / y.var()


def test_two_steps_fit_as_well_as_scipys_clusters_and_numpys_least_squares():
    problem = radial.data(0)
    x, y = problem.x.double().numpy(), problem.y.double().numpy()
    plain = [_two_steps(x, y, radial.CENTRES, seed) for seed in range(20)]
    two, *_ = radial.learn(settings(60), problem, radial.CENTRES, 1)
    ours = radial.errors(two, problem.x, problem.y)
    assert 0.7 < np.median(ours) / np.median(plain) < 1.4


def test_the_third_step_is_adam_on_centres_widths_and_weights():
    problem, steps = radial.data(1), 30
    two, three, _ = radial.learn(SETTINGS, problem, 6, steps)
    net = RBF(1, 6, 1)
    for member in range(2):
        centres, widths = (part[0].clone() for part in net.units(two.params[[member]]))
        top = net.layers[1].block(two.params[[member]])[0].clone()
        plain = [centres[:, 0], widths.log(), top]
        for part in plain:
            part.requires_grad_()
        optimizer = torch.optim.Adam(plain, lr=3e-3)
        for _ in range(steps):
            optimizer.zero_grad()
            units = torch.exp(-((problem.x - plain[0]) ** 2) / (2 * plain[1].exp() ** 2))
            out = units @ plain[2][:, :-1].T + plain[2][:, -1]
            (out - problem.y).square().mean().backward()
            optimizer.step()
        centres, widths = (part[0] for part in net.units(three.params[[member]]))
        assert torch.allclose(centres[:, 0], plain[0], atol=0.01)
        assert torch.allclose(widths, plain[1].exp(), atol=0.01)


def test_the_third_step_lowers_the_error_at_the_points_seen():
    result = experiments.run("rbf-learning", networks=24, quick=True, device="cpu", progress=False)
    assert result.measured["improved by the third step, seen points"] > 0.9
    assert result.measured["error, two steps"] < result.measured["error, descent alone"]
    assert len(result.data["errors two steps"]) == 24


def test_the_claim_fails_where_the_third_step_does_not_surely_help_most():
    better = {"seen": "40% to 60%", "unseen": "45% to 55%"}
    assert radial._holds(0.4, better) is False
    assert "40% to 60%" in radial._holds(0.6, better)
