"""One rule after another, against the same rules set by hand, and torch's."""

import pytest
import torch

import trainlab as tl
from trainlab import optimizers, problems
from trainlab.engine import population as populations
from trainlab.optimizers import adam, lbfgs, momentum, newton, sequence, sgd

F64 = torch.float64


def _trainer(rule, population=3, **kwargs):
    problem = problems.sine(n=30)
    return tl.Trainer(
        tl.MLP([1, 6, 1]), problem, optimizer=rule, population=population, dtype=F64, **kwargs
    )


PAIRS = {name: (make(), lbfgs()) for name, make in optimizers.OPTIMIZERS.items()} | {
    "conjugate_gradient": (optimizers.conjugate_gradient(), adam(0.01)),
    "lbfgs": (lbfgs(history=3), sgd(0.01)),
    "newton": (newton(damping=1.0), optimizers.bfgs()),
}


@pytest.mark.parametrize("name", PAIRS)
def test_a_chain_takes_the_steps_that_its_rules_take_one_after_the_other(name):
    first, second = PAIRS[name]
    chained, by_hand = _trainer(sequence(first, second, switch=7)), _trainer(first)
    losses = chained.step(12)
    before = by_hand.step(7)
    by_hand.set(optimizer=second)
    torch.testing.assert_close(losses, torch.cat([before, by_hand.step(5)]))
    torch.testing.assert_close(chained.params, by_hand.params)


def test_three_rules_take_turns_at_the_steps_named():
    rules = sgd(0.05), adam(0.01), lbfgs()
    chained, by_hand = _trainer(sequence(*rules, switch=[4, 9])), _trainer(rules[0])
    chained.step(15)
    by_hand.step(4)
    by_hand.set(optimizer=rules[1])
    by_hand.step(5)
    by_hand.set(optimizer=rules[2])
    by_hand.step(6)
    torch.testing.assert_close(chained.params, by_hand.params)


def test_adam_then_lbfgs_is_that_of_torch():
    trainer = _trainer(sequence(adam(0.01), lbfgs(), switch=20))
    x, y = trainer.data_of(F64)
    leaf = trainer.params[2].clone().requires_grad_()

    def closure():
        leaf.grad = None
        loss = torch.nn.functional.mse_loss(trainer.net.forward(leaf[None], x)[0], y[0].T)
        loss.backward()
        return loss

    first = torch.optim.Adam([leaf], lr=0.01)
    for _ in range(20):
        first.step(closure)
    second = torch.optim.LBFGS(
        [leaf],
        max_iter=1,
        max_eval=100,
        history_size=10,
        line_search_fn="strong_wolfe",
        tolerance_grad=0,
        tolerance_change=0,
    )
    for _ in range(20):
        second.step(closure)
    trainer.step(40)
    torch.testing.assert_close(trainer.params[2], leaf.detach(), rtol=1e-5, atol=1e-7)


def test_every_rule_has_its_own_learning_rate_for_each_member(monkeypatch):
    rates = torch.tensor([0.001, 0.01, 0.1], dtype=F64)
    together = _trainer(sequence(adam(rates), momentum(2 * rates), lbfgs(), switch=[5, 10]))
    together.step(15)
    monkeypatch.setattr(populations, "CACHE", 1)
    split = _trainer(sequence(adam(rates), momentum(2 * rates), lbfgs(), switch=[5, 10]))
    split.step(15)
    torch.testing.assert_close(split.params, together.params, rtol=1e-7, atol=1e-10)
    for i, rate in enumerate(rates.tolist()):
        rule = sequence(adam(rate), momentum(2 * rate), lbfgs(), switch=[5, 10])
        alone = _trainer(rule, population=1, seed=i)
        alone.step(15)
        torch.testing.assert_close(alone.params[0], together.params[i], rtol=1e-7, atol=1e-10)


def test_the_factor_multiplies_every_rules_rate():
    factors = torch.tensor([0.5, 1.0, 2.0], dtype=F64)
    together = _trainer(sequence(sgd(0.01), momentum(0.02), switch=5, lr=factors))
    together.step(9)
    for i, factor in enumerate(factors.tolist()):
        rule = sequence(sgd(0.01 * factor), momentum(0.02 * factor), switch=5)
        alone = _trainer(rule, population=1, seed=i)
        alone.step(9)
        torch.testing.assert_close(alone.params[0], together.params[i])


def test_a_chain_within_a_chain_counts_from_where_it_takes_over():
    nested = _trainer(sequence(sgd(0.05), sequence(adam(0.01), lbfgs(), switch=3), switch=4))
    flat = _trainer(sequence(sgd(0.05), adam(0.01), lbfgs(), switch=[4, 7]))
    nested.step(12)
    flat.step(12)
    torch.testing.assert_close(nested.params, flat.params)


@pytest.mark.parametrize("record", [True, False])
def test_a_member_that_diverges_in_the_first_part_is_named_and_the_others_go_on(record):
    rates = torch.tensor([0.01, 1e4, 0.01], dtype=F64)
    problem = problems.sine(n=30)
    settings = {"population": 3, "dtype": F64}
    rule = sequence(momentum(rates), lbfgs(), switch=90)
    trainer = tl.Trainer(tl.MLP([1, 6, 6, 1], "relu"), problem, optimizer=rule, **settings)
    alone = tl.Trainer(tl.MLP([1, 6, 6, 1], "relu"), problem, optimizer=momentum(rates), **settings)
    trainer.step(130, record=record)
    alone.step(60)
    assert trainer.divergence.members.tolist() == [False, True, False]
    assert torch.equal(trainer.divergence.step, alone.divergence.step)
    torch.testing.assert_close(trainer.params[1], alone.params[1])
    calm = _calm(sequence(momentum(0.01), lbfgs(), switch=90), problem)
    for member in (0, 2):
        torch.testing.assert_close(
            trainer.params[member], calm.params[member], rtol=1e-6, atol=1e-9
        )


def _calm(rule, problem):
    net = tl.MLP([1, 6, 6, 1], "relu")
    trainer = tl.Trainer(net, problem, optimizer=rule, population=3, dtype=F64)
    trainer.step(130)
    return trainer


def test_measuring_does_not_count_as_a_step():
    measured, unmeasured = (_trainer(sequence(adam(0.01), lbfgs(), switch=5)) for _ in range(2))
    for trainer in (measured, unmeasured):
        trainer.step(4)
        if trainer is measured:
            for _ in range(3):
                trainer.diagnostics()
        trainer.step(6)
    assert torch.equal(measured.params, unmeasured.params)


def test_another_step_of_switching_keeps_the_state():
    changed, planned = (_trainer(sequence(adam(0.01), lbfgs(), switch=n)) for n in (1000, 12))
    changed.step(10)
    changed.set(optimizer=sequence(adam(0.01), lbfgs(), switch=12))
    changed.step(6)
    planned.step(16)
    assert torch.equal(changed.params, planned.params)


def test_another_first_rule_starts_afresh():
    changed, fresh = (_trainer(sequence(adam(0.01), lbfgs(), switch=4)) for _ in range(2))
    changed.step(10)
    fresh.params.copy_(changed.params)
    for trainer in (changed, fresh):
        trainer.set(optimizer=sequence(sgd(0.01), lbfgs(), switch=3))
        trainer.step(6)
    assert torch.equal(changed.params, fresh.params)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: sequence(adam(), switch=5), "for 1 rules; expected two rules or more"),
        (lambda: sequence(adam(), lbfgs(), switch=[5, 6]), "one step fewer than rules"),
        (lambda: sequence(adam(), sgd(), lbfgs(), switch=[9, 6]), "rising"),
        (lambda: sequence(adam(), lbfgs(), switch=0), "each of switch=0 was given"),
        (lambda: sequence(adam, lbfgs, switch=5), "expected rules, such as sequence"),
        (
            lambda: _trainer(sequence(adam(torch.ones(4)), lbfgs(), switch=5)),
            r"lr of adam has shape \(4,\)",
        ),
        (
            lambda: tl.Trainer(
                tl.MLP([1, 60, 60, 1]),
                problems.sine(),
                optimizer=sequence(adam(), newton(), switch=5),
            ),
            "newton keeps a square matrix",
        ),
    ],
)
def test_what_cannot_be_chained_is_explained(make, words):
    with pytest.raises(ValueError, match=words):
        make()
