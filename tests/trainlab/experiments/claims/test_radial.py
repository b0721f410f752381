"""Learning of radial basis functions, against NumPy, SciPy's k-means and a plain PyTorch loop."""

import numpy as np
import pytest
import torch
from scipy.cluster.vq import kmeans2

from tests.trainlab.experiments.claims.plain import settings
from trainlab import experiments
from trainlab.experiments.claims import radial
from trainlab.nn.networks import RBF

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


def test_every_draw_has_other_points_and_networks(monkeypatch):
    monkeypatch.setattr(radial, "learn", lambda part, *arguments: part.seed)
    draws = [*radial._draws(SETTINGS, 3, 4, 6, 1)]
    assert len({float(problem.x[0]) for problem, _ in draws}) == 3
    assert [seed for _, seed in draws] == [3, 7, 11]


def test_shares_and_medians_are_compared_draw_by_draw():
    unseen = np.array(
        [[[2.0, 2, 2, 2], [1, 1, 1, 3], [9, 9, 9, 9]], [[4.0] * 4, [5.0] * 4, [9.0] * 4]]
    )
    found = radial._found(unseen, unseen)
    assert found.shares["unseen"].tolist() == [0.75, 0.0]
    assert found.measured["improved by the third step, unseen points"] == 0.375
    assert found.intervals["improved by the third step, unseen points"] == (0.0, 0.75)
    assert found.measured["error, two steps"] == 3.0
    assert found.intervals["error, two steps"] == (2.0, 4.0)


MOST, MIXED, FEW = np.array([0.9, 1.0, 0.8]), np.array([0.1, 0.9, 0.6]), np.array([0.1, 0.2, 0.4])


@pytest.mark.parametrize(
    ("seen", "unseen", "answer"),
    [(FEW, MOST, False), (MIXED, MIXED, False), (MOST, MOST, True)],
)
def test_the_claim_holds_where_most_networks_of_every_draw_improve(seen, unseen, answer):
    assert radial._holds({"seen": seen, "unseen": unseen}) is answer


@pytest.mark.parametrize(
    ("unseen", "words"),
    [(MIXED, "it depends on the draw of the data"), (FEW, "at unseen points it does not")],
)
def test_the_answer_tells_how_far_the_draws_lie_apart(unseen, words):
    answer = radial._holds({"seen": MOST, "unseen": unseen})
    assert words in answer
    assert f"{unseen.min():.0%} to {unseen.max():.0%} from draw to draw" in answer
