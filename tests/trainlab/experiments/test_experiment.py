"""The frame of the experiments: names, results, progress, interruption, statistics."""

import json
import pkgutil
from importlib import import_module

import numpy as np
import pytest
from matplotlib.figure import Figure
from scipy import optimize, stats

from trainlab import experiments
from trainlab.experiments import REGISTRY, Experiment, Outcome, statistics
from trainlab.experiments.experiment import gathered
from trainlab.experiments.figures.canvas import apart
from trainlab.plots.figure import Picture


def _outcome(settings, complete=True):
    settings.progress(0.5, "half way")
    return Outcome(
        measured={"seed": settings.seed, "lost": float("nan"), "array": np.arange(2.0)},
        claimed={"seed": None},
        holds=True,
        verdict="It does.",
        setting={"networks": settings.networks},
        data={"x": np.arange(3)},
        complete=complete,
    )


@pytest.fixture
def probe(monkeypatch):
    drawn = Picture(Figure(), "A caption.", "Nothing to see.")
    made = Experiment(
        "probe", "A probe", "Nobody", "Nothing", 1000, 20, 1.0, _outcome, draw=lambda result: drawn
    )
    monkeypatch.setitem(REGISTRY, "probe", made)
    return made


def test_a_result_knows_its_claim_and_how_to_repeat_it(probe):
    result = experiments.run("probe", networks=7, seed=3, device="cpu", progress=False)
    assert (result.id, result.networks, result.seed, result.device) == ("probe", 7, 3, "cpu")
    assert result.claim == "Nothing"
    assert result.complete
    assert result.seconds > 0
    assert result.cpu_seconds >= 0


def test_a_quick_run_has_its_own_number_of_networks(probe):
    assert experiments.run("probe", progress=False).networks == 1000
    assert experiments.run("probe", quick=True, progress=False).networks == 20


def test_a_summary_is_plain_json_and_leaves_the_arrays_out(probe):
    summary = experiments.run("probe", progress=False).summary()
    again = json.loads(json.dumps(summary, allow_nan=False))
    assert again["measured"] == {"seed": 0, "lost": None, "array": [0.0, 1.0]}
    assert {"data", "draw"}.isdisjoint(again)
    assert [*again][:2] == ["id", "title"]


def test_a_result_is_drawn_by_what_its_experiment_was_handed(probe):
    result = experiments.run("probe", progress=False)
    assert result.picture().alt == "Nothing to see."
    assert result.plot() is result.picture().figure


def test_progress_goes_to_a_function_and_ends_at_one(probe):
    seen = []
    experiments.run("probe", progress=lambda share, doing: seen.append((share, doing)))
    assert seen == [(0.5, "half way"), (1.0, "done")]


def test_rows_before_an_interruption_are_kept():
    def rows():
        yield 1
        yield 2
        raise KeyboardInterrupt

    assert gathered(rows()) == ([1, 2], False)
    assert gathered(iter([1, 2])) == ([1, 2], True)


def test_interrupted_with_too_few_rows_the_interruption_goes_on():
    def rows():
        yield 1
        raise KeyboardInterrupt

    assert gathered(rows(), at_least=1) == ([1], False)
    with pytest.raises(KeyboardInterrupt):
        gathered(rows(), at_least=2)
    assert gathered(iter([1]), at_least=2) == ([1], True)


@pytest.fixture
def watched():
    seen = []
    settings = experiments.Settings(6, 10, "cpu", lambda share, doing: seen.append(share), False)
    return settings, seen


def test_parts_share_the_progress_by_their_efforts(watched):
    settings, seen = watched
    first, second, nothing = settings.split(2, 6, 0)
    for part, share in ((first, 0.5), (first, 1.0), (second, 0.5), (second, 1.0), (nothing, 0.0)):
        part.progress(share, "")
    assert seen == [0.125, 0.25, 0.625, 1.0, 1.0]
    assert (second.networks, second.seed) == (6, 10)
    assert settings.split() == []


def test_parts_of_parts_cover_the_progress_once(watched):
    settings, seen = watched
    for whole, letter in settings.over("ab"):
        for part, effort in whole.over((1, 3), efforts=(1, 3)):
            part.progress(1.0, f"{letter}{effort}")
    assert seen == [0.125, 0.5, 0.625, 1.0]
    assert [case for _, case in settings.over(())] == []


def test_no_two_draws_share_a_seed(watched):
    settings, seen = watched
    draws = settings.draws(3, networks=2)
    used = [seed for draw in draws for seed in range(draw.seed, draw.seed + draw.networks)]
    assert used == [*range(10, 16)]
    for draw in draws:
        draw.progress(1.0, "")
    assert seen == pytest.approx([1 / 3, 2 / 3, 1])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"id": "prob"}, r"id='prob' is not known.*Did you mean 'probe'"),
        ({"id": "probe", "networks": 0}, "networks=0 was given"),
        ({"id": "probe", "networks": 2.5}, "networks=2.5 was given"),
        ({"id": "probe", "seed": -1}, "seed=-1 was given"),
        ({"id": "probe", "device": "cuda:77"}, "device='cuda:77' is not available"),
    ],
)
def test_a_bad_argument_is_named(probe, arguments, message):
    with pytest.raises(ValueError, match=message):
        experiments.run(**arguments)


def test_every_experiment_is_listed_with_its_claim():
    assert len(set(experiments.list())) == len(experiments.list()) > 0
    for id, experiment in REGISTRY.items():
        assert id == experiment.id == experiment.function.__name__.replace("_", "-")
        assert experiment.claim
        assert experiment.source
        assert 2 <= experiment.quick <= experiment.networks


def test_no_experiment_is_left_out_of_the_list():
    found = pkgutil.walk_packages(experiments.__path__, f"{experiments.__name__}.")
    modules = (import_module(module.name) for module in found)
    written = {id(e) for m in modules for e in vars(m).values() if isinstance(e, Experiment)}
    assert written == {id(e) for e in REGISTRY.values()}


def test_clopper_pearson_is_scipys_exact_interval():
    for k, n in ((0, 20), (3, 20), (20, 20), (930, 1000)):
        expected = stats.binomtest(k, n).proportion_ci(0.95, method="exact")
        assert np.allclose(statistics.clopper_pearson(k, n), expected)


def test_the_bootstrap_of_a_mean_is_nearly_the_normal_interval():
    values = np.random.default_rng(0).normal(3.0, 2.0, 2000)
    half = 1.96 * values.std() / np.sqrt(2000)
    low, high = statistics.bootstrap(values)
    assert np.isclose(low, values.mean() - half, atol=0.1 * half)
    assert np.isclose(high, values.mean() + half, atol=0.1 * half)


def test_the_bootstrap_resamples_members_of_many_quantities_together():
    values = np.random.default_rng(0).normal(size=(300, 2, 3))
    low, high = statistics.bootstrap(values, np.median)
    assert low.shape == high.shape == (2, 3)
    assert (low < np.median(values, axis=0)).all()
    assert (high > np.median(values, axis=0)).all()


def test_bands_are_quantiles_over_the_members_that_did_not_diverge():
    values = np.stack([np.arange(101.0), np.r_[np.arange(51.0) * 2, np.full(50, np.nan)]])
    assert np.allclose(statistics.bands(values), [[5, 5], [25, 25], [50, 50], [75, 75], [95, 95]])


@pytest.mark.parametrize("seed", range(5))
def test_labels_are_moved_apart_no_further_than_needed(seed):
    positions = np.random.default_rng(seed).uniform(0, 1, 8)
    moved = apart(positions, gap=0.1)
    assert (np.diff(np.sort(moved)) >= 0.1 - 1e-12).all()
    assert (np.argsort(moved) == np.argsort(positions)).all()
    ordered = np.sort(positions)
    constraints = {"type": "ineq", "fun": lambda z: np.diff(z) - 0.1}
    nearest = optimize.minimize(
        lambda z: ((z - ordered) ** 2).sum(), np.linspace(0, 1, 8), constraints=constraints
    )
    assert np.allclose(np.sort(moved), nearest.x, atol=1e-3)


def test_labels_that_are_apart_stay():
    assert apart(np.array([0.9, 0.1, 0.5]), gap=0.2).tolist() == [0.9, 0.1, 0.5]
