"""L1, L2 and dropout on a step, against plain PyTorch one network at a time."""

import numpy as np
import pytest
import torch
from torch import nn

from tests.trainlab.experiments.claims import plain
from trainlab import experiments
from trainlab.experiments.claims import heaviside
from trainlab.training.trainer import Trainer

STEPS = 20


def _alone(depth, seed, data, init="he_uniform"):
    net = heaviside.MLP([1, *[heaviside.WIDTH] * depth, 1], activation="relu")
    start = Trainer(net, data, init=init, seed=seed)
    return plain.network(net.sizes, nn.ReLU, start, 0)


def _penalty(net, method):
    weights = [layer.weight for layer in net if isinstance(layer, nn.Linear)]
    sizes = {
        "none": lambda w: 0.0 * w.sum(),
        "l1": lambda w: heaviside.ALPHA * w.abs().sum(),
        "l2": lambda w: heaviside.ALPHA / 2 * w.square().sum(),
    }
    return sum(sizes[method](w) for w in weights)


@pytest.mark.parametrize("method", ["none", "l1", "l2"])
def test_a_network_fits_as_the_slow_version_does(method):
    data = heaviside.points(0.1, seed=0)
    found = heaviside.fits(plain.settings(3, seed=7), data, 2, method, [STEPS])[0]
    net = _alone(2, 8, data)
    rule = torch.optim.Adam(net.parameters(), lr=heaviside.LR)
    for _ in range(STEPS):
        rule.zero_grad()
        (nn.functional.mse_loss(net(data[0]), data[1]) + _penalty(net, method)).backward()
        rule.step()
    expected = net(heaviside.GRID)[:, 0].detach()
    assert torch.allclose(found[1], expected, atol=0.02)


@pytest.mark.parametrize("method", ["l1", "l2"])
def test_a_network_as_listed_fits_as_the_listing_does(method):
    data = heaviside.points(0.0, seed=0)
    variant = heaviside.VARIANTS["all as listed"]
    found = heaviside.fits(plain.settings(2, seed=7), data, 2, method, [STEPS], variant)[0]
    net = _alone(2, 8, data, init="torch_default")
    assert net[0].bias.abs().max() > 0.5
    decay = {"l1": 1e-5, "l2": 1e-4}[method]
    rule = torch.optim.Adam(net.parameters(), lr=0.01, weight_decay=decay)
    for _ in range(STEPS):
        rule.zero_grad()
        penalty = sum(p.abs().sum() for p in net.parameters()) if method == "l1" else 0.0
        (nn.functional.mse_loss(net(data[0]), data[1]) + 1e-4 * penalty).backward()
        rule.step()
    expected = net(heaviside.GRID)[:, 0].detach()
    assert torch.allclose(found[1], expected, atol=0.02)


def test_a_penalty_on_all_parameters_pulls_at_biases_too():
    data, biases = heaviside.points(0.0, seed=0), {}
    for name, variant in (("weights", heaviside.Variant()), *heaviside.VARIANTS.items()):
        if variant.init == "he_uniform" and not variant.noise:
            found = heaviside.method_arguments("l2", 2, variant)
            trainer = Trainer(
                heaviside.MLP([1, 100, 1], activation="relu"), data, init="zeros", **found
            )
            trainer.biases(1).fill_(1.0)
            trainer.step(1)
            biases[name] = float(trainer.biases(1).mean())
    assert biases["weights"] == 1.0
    assert np.isclose(biases["penalties on all parameters"], 1 - heaviside.LR, atol=1e-4)


def test_the_penalties_change_the_fit():
    data = heaviside.points(0.0, seed=0)
    fits = {m: heaviside.fits(plain.settings(1), data, 2, m, [100]) for m in heaviside.METHODS}
    for method in ("l1", "l2", "dropout"):
        assert (fits[method] - fits["none"]).abs().max() > 1e-3


def test_the_error_is_the_area_between_the_fit_and_the_step():
    ramp = (heaviside.GRID[:, 0] / 0.4 + 0.5).clamp(0, 1)
    # Both halves of the ramp, over the interval of length 2.
    expected = 2 * sum(((0.5 - t / 0.4) ** 2) * 1e-4 for t in np.arange(0, 0.2, 1e-4)) / 2
    assert np.isclose(heaviside.errors(ramp[None])[0], expected, rtol=0.02)


def test_a_look_on_the_way_is_the_end_of_a_shorter_training():
    data = heaviside.points(0.0, seed=0)
    looks = heaviside.fits(plain.settings(2), data, 2, "l1", [5, 12])
    shorter = heaviside.fits(plain.settings(2), data, 2, "l1", [5])
    assert torch.allclose(looks[0], shorter[0], atol=1e-5)
    assert (looks[1] - looks[0]).abs().max() > 1e-3


def test_each_data_set_has_noise_of_its_own():
    error, shown = heaviside.study(plain.settings(4), [1, 2], heaviside.Variant(noise=0.3))
    assert {value.shape for value in error.values()} == {(2, 4)}
    assert shown[2, "none"].shape == (4, 2001)
    assert not torch.equal(heaviside.points(0.3, 0)[1], heaviside.points(0.3, 1)[1])


def test_the_shares_are_counted_member_by_member():
    low, high = np.array([1.0, 5.0, 1.0, 1.0]), np.array([2.0, 2.0, 2.0, 2.0])
    share, (least, most) = heaviside.share_below(low, high)
    assert share == 0.75
    assert least < 0.75 < most


def test_the_picture_names_the_errors(monkeypatch):
    monkeypatch.setattr(heaviside, "WIDTH", 10)
    result = experiments.run("heaviside", networks=2, quick=True, device="cpu", progress=False)
    assert f"{result.measured['median error, L1, 2 layers']:.4f}" in result.picture().alt
    assert 0 <= result.measured["share of networks, dropout with 3 layers below that with 2"] <= 1
    assert f"after {heaviside.QUICK_STEPS} of the source's 30000 steps" in result.holds
    assert result.setting["steps"] == f"{heaviside.QUICK_STEPS} of the source's 30000"


def test_the_looks_on_the_way_are_rows_and_an_interruption_leaves_them(monkeypatch):
    def stop(share, doing):
        if 0.7 < share < 1:
            raise KeyboardInterrupt

    for name, value in {"WIDTH": 5, "STEPS": 80, "WAY": (10, 60), "CHANGED_STEPS": 60}.items():
        monkeypatch.setattr(heaviside, name, value)
    whole = experiments.run("heaviside", networks=2, device="cpu", progress=False)
    changed = [f"{name}, 60 steps" for name in heaviside.VARIANTS]
    assert [row["changed"] for row in whole.sensitivity] == ["10 steps", "60 steps", *changed]
    assert [row["networks"] for row in whole.sensitivity] == [2, 2, 6, 2, 2, 2]
    low, high = whole.sensitivity[0]["share of networks, L1 below L2, 2 layers: interval"]
    assert low <= whole.sensitivity[0]["share of networks, L1 below L2, 2 layers"] <= high
    part = experiments.run("heaviside", networks=2, device="cpu", progress=stop)
    assert not part.complete
    assert part.measured == whole.measured
    assert part.sensitivity == whole.sensitivity[:2]
    assert "noise" not in part.verdict


NO, OPEN, YES = (0.1, (0.0, 0.3)), (0.5, (0.3, 0.7)), (0.9, (0.7, 1.0))


def _shares(*three):
    return dict(zip(heaviside.REMARKS, three, strict=True))


def _along(*looks):
    """Shares at the looks of a full run, of which the last is at the source's steps."""
    return dict(zip((*heaviside.WAY, heaviside.STEPS), looks, strict=True))


NOISE = f"noise {heaviside.NOISE} on the values"


@pytest.mark.parametrize("noisy", [{}, {NOISE: _shares(YES, YES, YES)}])
def test_it_holds_when_every_remark_does_at_the_sources_steps(noisy):
    early, late = _shares(NO, NO, YES), _shares(YES, YES, YES)
    assert heaviside._holds(_along(early, late, late, late), noisy) is True


@pytest.mark.parametrize("noisy", [{}, {NOISE: _shares(NO, NO, NO)}])
def test_it_does_not_hold_when_every_remark_fails(noisy):
    early, late = _shares(YES, YES, YES), _shares(NO, NO, NO)
    assert heaviside._holds(_along(early, late, late, late), noisy) is False


def test_a_change_is_blamed_only_where_equal_steps_disagree():
    yes, mixed = _shares(YES, YES, YES), _shares(NO, YES, YES)
    found = heaviside._holds(_along(mixed, yes, yes, yes), {NOISE: mixed})
    assert found.startswith(f"It depends on what the source does not name: {NOISE}.")
    assert "2 layers: no after 1000, yes after 4000 and 10000 and 30000 steps" in found
    assert f"(after 4000, with {NOISE}: no)" in found
    same = heaviside._holds(_along(mixed, mixed, yes, yes), {NOISE: mixed})
    assert same.startswith("It holds on the exact step from our start, not for certain with every")


def test_a_change_counts_only_where_the_exact_step_is_decided_by_then():
    yes, open_ = _shares(YES, YES, YES), _shares(YES, OPEN, YES)
    assert heaviside._holds(_along(yes, open_, yes, yes), {NOISE: open_}) is True
    assert isinstance(heaviside._holds(_along(yes, yes, yes, yes), {NOISE: open_}), str)


def test_what_holds_in_part_and_what_is_undecided_are_told_apart():
    part, unknown = _shares(OPEN, YES, NO), _shares(OPEN, OPEN, NO)
    found = heaviside._holds(_along(part, part, part, part), {})
    assert found == (
        "It holds in part. L1 better with 2 layers: undecided; L1 better with 3 layers: yes; "
        "dropout better with 3 layers: no."
    )
    nothing = heaviside._holds(_along(part, part, part, unknown), {})
    assert nothing.startswith("On the exact step no part of it holds for certain")
    assert "yes after 1000 and 4000 and 10000, undecided after 30000 steps" in nothing


def test_fewer_steps_than_the_sources_judge_nothing():
    for share in (NO, YES):
        found = heaviside._holds({150: _shares(share, share, share)}, {})
        assert found.startswith("Not to be judged after 150 of the source's 30000 steps.")


def test_the_verdict_tells_the_shares_at_every_look():
    medians = {
        heaviside.median_error(method, depth): (0.001, (0.0, 1.0))
        for method in heaviside.METHODS
        for depth in heaviside.DROPOUT
    }
    along = _along(*[_shares((share, ()), YES, NO) for share in (0.2, 0.4, 0.6, 1.0)])
    bare = {"2": (0.9, ()), "3": (0.7, ())}
    found = heaviside._verdict(medians, along, {}, bare)
    assert "After 1000, 4000, 10000, 30000 steps L1 is ahead of L2 in 20%, 40%, 60%, 100%" in found
    assert "it is better than both in 90% of the networks of two layers and in 70%" in found
    assert "noise" not in found
    told = heaviside._verdict(medians, along, {NOISE: _shares(NO, YES, YES)}, bare)
    assert f"With {NOISE}, after 4000 steps, L1 is ahead in 10% and 90%, dropout" in told


def test_no_penalty_must_be_below_both():
    error = {(d, m): np.array([1.0, 2.0]) for d in (2, 3) for m in ("none", "l1", "l2")}
    error[2, "l1"], error[2, "l2"] = np.array([3.0, 3.0]), np.array([2.0, 1.0])
    shares = heaviside.unpenalized(error)
    assert [share for share, _ in shares.values()] == [0.5, 0.0]
