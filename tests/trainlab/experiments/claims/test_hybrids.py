"""First-order rules with L-BFGS after them, against torch.optim one network at a time."""

import numpy as np
import torch
from torch import nn

from tests.trainlab.experiments.claims import plain
from trainlab import experiments
from trainlab.experiments.claims import hybrids
from trainlab.training.trainer import Trainer


def test_a_pair_goes_as_torchs_adam_and_lbfgs():
    plan = hybrids.Plan(hybrids.MLP([1, 10, 1]), "glorot_uniform", switch=20, then=8)
    found = hybrids.contest(plain.settings(1, seed=3), plan, "adam")
    start = Trainer(plan.net, hybrids.DATA, init=plan.init, seed=3)
    net = plain.network([1, 10, 1], nn.Tanh, start, 0)
    x, y = hybrids.DATA
    first = torch.optim.Adam(net.parameters(), lr=hybrids.RATES["adam"])
    losses = plain.train(net, x, y, first, plan.switch)
    settings = {"max_iter": 1, "max_eval": 100, "tolerance_grad": 0, "tolerance_change": 0}
    second = torch.optim.LBFGS(net.parameters(), line_search_fn="strong_wolfe", **settings)

    def closure():
        second.zero_grad()
        loss = nn.functional.mse_loss(net(x), y)
        loss.backward()
        return loss

    losses += [second.step(closure).item() for _ in range(plan.then)]
    assert np.allclose(found.curve, losses, rtol=1e-2)
    assert losses[-1] < losses[plan.switch] - 0.05


def test_the_listings_pair_goes_as_torchs_adam_and_lbfgs_without_a_line_search(monkeypatch):
    monkeypatch.setattr(hybrids.listings, "LBFGS", 10)
    x, y = hybrids.NEAR
    found = hybrids.as_listed(plain.settings(2, seed=5), (x, y), "")
    start = Trainer(hybrids.listings.NET, (x, y), init="torch_default", seed=6)
    net = plain.network([1, 100, 1], nn.ReLU, start, 0)
    assert net[0].bias.abs().max() > 0.5
    plain.train(net, x, y, torch.optim.Adam(net.parameters(), lr=1e-3), 30)
    rule = torch.optim.LBFGS(net.parameters(), history_size=8, max_iter=1)

    def closure():
        rule.zero_grad()
        loss = nn.functional.mse_loss(net(x), y)
        loss.backward()
        return loss

    for _ in range(10):
        rule.step(closure)
    assert np.isclose(found.paired[1], closure().item(), rtol=2e-2)
    assert found.paired[1] < found.longer[1] < found.alone[1]


def test_alone_and_longer_are_parts_of_one_training():
    plan = hybrids.Plan(switch=40, then=5)
    found = hybrids.contest(plain.settings(2), plan, "sgd")
    start = Trainer(plan.net, hybrids.DATA, init=plan.init, seed=1)
    net = plain.network([1, 100, 1], nn.ReLU, start, 0)
    rule = torch.optim.SGD(net.parameters(), lr=hybrids.RATES["sgd"])
    losses = plain.train(net, *hybrids.DATA, rule, 40 + hybrids.COST * 5)
    assert np.isclose(found.alone[1], np.median(losses[25:45]), rtol=1e-2)
    assert np.isclose(found.longer[1], np.median(losses[-20:]), rtol=1e-2)


def test_the_lowest_pair_wins_each_network():
    contest = hybrids.Contest(*[np.zeros(3)] * 5)
    errors = {name: np.full(3, 9.0) for name in hybrids.RATES}
    errors["adam"] = np.array([1.0, 9.0, 1.0])
    errors["sgd"] = np.array([2.0, 3.0, np.inf])
    found = {name: contest._replace(paired=error) for name, error in errors.items()}
    names = list(hybrids.RATES)
    assert [names[i] for i in hybrids.wins(found)] == ["adam", "sgd", "adam"]


def test_the_result_counts_every_network():
    result = experiments.run("adam-lbfgs", networks=2, quick=True, device="cpu", progress=False)
    assert result.data["wins"].sum() == 2
    assert result.measured["paired_adam"] < result.measured["alone_adam"]
    assert f"{result.measured['lbfgs_alone']:.3f}" in result.picture().alt
    assert f"of {len(hybrids.RATES)} rules" in result.picture().alt
    assert result.setting["rules"]["momentum"] == {"momentum": 0.9}


def _row(changed="150 steps, then 150", wins=0.2, most="nadam", better=0.98, **others):
    """A row of shares of 50 networks; the pairs of other rules are given by name."""
    row = {"changed": changed, "networks": 50, "adam_wins": wins, "most_wins": most}
    pairs = {f"pair_better_{name}": others.get(name, better) for name in hybrids.RATES}
    return row | pairs


def test_a_row_counts_the_pairs_that_beat_their_rule():
    contest = hybrids.Contest(*[np.zeros(4)] * 5)
    found = {
        name: contest._replace(longer=np.array([1.0, 2, 3, 4]), paired=np.full(4, 2.5 + i))
        for i, name in enumerate(hybrids.RATES)
    }
    row = hybrids._row("nothing", found)
    assert (row["changed"], row["networks"], row["most_wins"]) == ("nothing", 4, "sgd")
    assert (row["pair_better_sgd"], row["pair_better_momentum"], row["adam_wins"]) == (0.5, 0.25, 0)
    low, high = hybrids._interval(row, "pair_better_sgd")
    assert np.isclose(low, 1 - high)


def test_it_holds_when_both_halves_do_in_every_row():
    good = _row(wins=0.9, most="adam")
    assert hybrids._holds(good, [], {}) is True
    assert hybrids._holds(good, [good], {}) is True
    assert isinstance(hybrids._holds(good, [_row(wins=0.9, most="adam", adam=0.32)], {}), str)
    assert isinstance(hybrids._holds(good, [_row(wins=0.1)], {}), str)


def test_it_does_not_hold_when_both_halves_fail_in_every_row():
    bad = _row(wins=0.1, sgd=0.1)
    assert hybrids._holds(bad, [bad], {}) is False
    assert isinstance(hybrids._holds(bad, [_row(wins=0.1)], {}), str)
    assert isinstance(hybrids._holds(bad, [_row(wins=0.9, sgd=0.1)], {}), str)


def test_the_rules_that_the_slides_steps_do_not_help_are_named():
    found = hybrids._holds(_row(), [_row(hybrids.SLIDE_STEPS, adam=0.32), _row("another net")], {})
    assert found.startswith(
        "With 150 steps, then 150, the pair beats the rule alone for certain in more than half of "
        "the networks for every rule; with 30 steps, then 50, as on the slide, for every rule but "
        "adam (32%). Adam's pair is not usually the winner: it wins in "
    )
    assert "another net" not in found
    assert "rates" not in found
    assert "every rule but sgd (50%)." in hybrids._holds(_row(sgd=0.5), [], {})


def test_the_rates_are_named_where_a_tenth_of_them_changes_the_winner():
    found = hybrids._holds(_row(), [_row(hybrids.TENTH, most="momentum")], {})
    assert "depends on the rates, chosen by us: nadam's with these, momentum's with a" in found
    assert "rates" not in hybrids._holds(_row(), [_row(hybrids.TENTH)], {})


def test_the_listings_pairs_are_judged_too():
    good = _row(wins=0.9, most="adam")
    named = {"pair below Adam": (0.4, (0.3, 0.45))}
    assert hybrids._holds(good, [good], {"pair below Adam": (0.9, (0.8, 1.0))}) is True
    assert "Without a line search, pair below Adam: 40%." in hybrids._holds(good, [good], named)


def test_how_often_adams_pair_wins_is_told_as_it_is():
    often, open_ = (
        hybrids._holds(_row(wins=0.9, sgd=0.5), [], {}),
        hybrids._holds(_row(wins=0.5), [], {}),
    )
    assert "is usually the winner: it wins in 78% to 97%" in often
    assert "may or may not be usually the winner" in open_
    assert ", in 90% with another net." in hybrids._holds(
        _row(), [_row("another net", wins=0.9)], {}
    )


def test_the_verdict_names_the_winner_and_the_weakest_pair():
    m = {f"paired_{name}": 0.3 for name in hybrids.RATES} | _row(adadelta=0.4)
    found = hybrids._verdict(m | {"paired_sgd": 0.1, "lbfgs_alone": 0.2}, "rmsprop")
    assert "in 40% of the networks or more (least for adadelta)" in found
    assert "sgd's has the lowest median, 0.100, and rmsprop's is the lowest in the most" in found


def test_pairs_that_are_never_better_for_certain_are_those_of_no_rule():
    assert "in more than half of the networks for no rule." in hybrids._holds(
        _row(better=0.5), [], {}
    )
