"""Copies of a training go on as the original would, each for itself; what is made of functions
can be sent to another process.
"""

import copy
import pickle
from functools import partial

import cloudpickle
import pytest
import torch

import trainlab as tl
from trainlab import initializers, losses, optimizers, problems, schedules
from trainlab.engine import population as populations

MODULE = torch.nn.Sequential(torch.nn.Linear(1, 4), torch.nn.Tanh(), torch.nn.Linear(4, 1))
HYBRID = optimizers.sequence(optimizers.adam(0.01), optimizers.lbfgs(), switch=15)
TRAININGS = {
    "one small network": (tl.MLP([1, 6, 6, 1]), {"population": 1}),
    "one network": (tl.MLP([1, 6, 1], "gelu"), {"population": 1, "batch_size": 7}),
    "many": (tl.MLP([1, 6, 6, 1]), {"batch_size": 7, "optimizer": optimizers.nadam(0.01)}),
    "layers": (
        tl.MLP([1, 6, 6, 1], batch_norm=True, residual=True, dropout=0.2),
        {"batch_size": 10, "schedule": schedules.Plateau(0.5, patience=1), "l1": torch.ones(20)},
    ),
    "lbfgs": (tl.MLP([1, 5, 1]), {"optimizer": optimizers.lbfgs(history=3)}),
    "bfgs": (tl.MLP([1, 3, 1]), {"optimizer": optimizers.bfgs()}),
    "newton": (tl.MLP([1, 3, 1]), {"optimizer": optimizers.saddle_free()}),
    "lsgd": (tl.MLP([1, 5, 1]), {"optimizer": optimizers.lsgd(optimizers.adam())}),
    "sequence": (tl.MLP([1, 5, 1]), {"optimizer": HYBRID}),
    "module": (tl.Module(MODULE, 1), {"optimizer": optimizers.rmsprop(0.01)}),
    "radial": (tl.RBF(1, 5, 1), {"clip_norm": 1.0, "schedule": schedules.one_cycle(80)}),
    "diverging": (
        tl.MLP([1, 6, 6, 1], "relu"),
        {"optimizer": optimizers.sgd(torch.tensor([0.01, 1e4] * 10))},
    ),
}
COPIES = {
    "deepcopy": copy.deepcopy,
    "copy": copy.copy,
    "pickle": lambda value: pickle.loads(pickle.dumps(value)),
    "cloudpickle": lambda value: pickle.loads(cloudpickle.dumps(value)),
}


@pytest.fixture(autouse=True)
def _many_small_chunks(monkeypatch):
    monkeypatch.setattr(populations, "CACHE", 20_000)


def _same(one, other):
    return torch.equal(one.nan_to_num(nan=-1.0), other.nan_to_num(nan=-1.0))


@pytest.mark.parametrize("name", TRAININGS)
def test_copies_equal_the_original_step_for_step_and_move_nothing_of_it(name):
    net, settings = TRAININGS[name]
    start = partial(tl.Trainer, net, problems.sine(n=30), **({"population": 20} | settings))
    original, uncopied = start(), start()
    original.step(10)
    uncopied.step(10)
    copies = {way: copied(original) for way, copied in COPIES.items()}
    expected = uncopied.step(20)
    for way, trainer in (copies | {"original": original}).items():
        assert _same(trainer.step(20), expected), way
        assert torch.equal(trainer.params, uncopied.params), way
        assert torch.equal(trainer.buffers, uncopied.buffers), way
        assert torch.equal(trainer.divergence.step, uncopied.divergence.step), way
        assert (trainer.steps_taken, trainer.epochs) == (30, uncopied.epochs), way
    uncopied.set(lr=1e-3)
    expected = uncopied.step(5)
    for way, copied in copies.items():
        copied.set(lr=1e-3)
        assert _same(copied.step(5), expected), way


def test_a_copy_of_classes_goes_on_by_the_same_loss():
    x = torch.randn(12, 2, generator=torch.Generator().manual_seed(0))
    original = tl.Trainer(tl.MLP([2, 4, 3]), (x, torch.arange(12) % 3), loss="cross_entropy")
    copied = pickle.loads(pickle.dumps(original))
    assert copied.loss_function is losses.cross_entropy
    assert torch.equal(copied.loss(x, torch.arange(12) % 3), original.loss(x, torch.arange(12) % 3))


def _target(x):
    return x.square()


RULES = {
    **{name: make() for name, make in (optimizers.OPTIMIZERS | optimizers.SECOND_ORDER).items()},
    "sequence": HYBRID,
}


@pytest.mark.parametrize("name", RULES)
def test_a_pickled_rule_takes_the_same_path(name):
    sent = pickle.loads(pickle.dumps(RULES[name]))
    assert repr(sent) == repr(RULES[name])
    paths = [tl.race("beale", [rule], steps=30).paths for rule in (RULES[name], sent)]
    assert torch.equal(*paths)


@pytest.mark.parametrize("name", schedules.SCHEDULES)
def test_a_pickled_schedule_has_the_same_factors(name):
    schedule = schedules.SCHEDULES[name]()
    sent = pickle.loads(pickle.dumps(schedule))
    assert sent == schedule
    if name != "plateau":
        assert [sent(t) for t in range(0, 1500, 7)] == [schedule(t) for t in range(0, 1500, 7)]


@pytest.mark.parametrize("name", problems.PROBLEMS)
def test_a_pickled_problem_has_the_same_points_and_target(name):
    problem = problems.PROBLEMS[name](n=9)
    sent = pickle.loads(pickle.dumps(problem))
    for part in ("x", "y", "x_val", "y_val"):
        assert torch.equal(getattr(sent, part), getattr(problem, part))
    if problem.target:
        assert torch.equal(sent.target(problem.x), problem.target(problem.x))


@pytest.mark.parametrize("name", initializers.INITIALIZERS)
def test_a_pickled_initializer_draws_the_same_weights(name):
    init = initializers.INITIALIZERS[name]()
    sent = pickle.loads(pickle.dumps(init))
    starts = [tl.Trainer(tl.MLP([2, 5, 1]), problems.xor(), init=i).params for i in (init, sent)]
    assert torch.equal(*starts)


def test_losses_come_back_as_themselves_or_equal_to_ones_own():
    for loss in losses.LOSSES.values():
        assert pickle.loads(pickle.dumps(loss)) is loss
        assert copy.deepcopy(loss) is loss
    o, t = torch.ones(1, 1, 4), torch.zeros(1, 1, 4)
    own = pickle.loads(pickle.dumps(losses.operator_residual(_target)))
    assert own.value(o, t) == 1
    assert own.gradient_(o.clone(), t).flatten().tolist() == [1.0] * 4  # 2 (o^2 - t^2) 2 o / 4


def test_what_a_call_returned_can_be_sent_back():
    run = tl.train(tl.MLP([1, 4, 1]), problems.sine(), steps=3, progress=False)
    sent = pickle.loads(pickle.dumps(run))
    assert torch.equal(sent.predict(torch.ones(2, 1)), run.predict(torch.ones(2, 1)))
    race = pickle.loads(pickle.dumps(tl.race("bowl", [optimizers.sgd()], steps=3)))
    assert race.surface.value(torch.ones(2)) == 3
    found = tl.range_test(tl.MLP([1, 4, 1]), problems.sine(), steps=10)
    assert pickle.loads(pickle.dumps(found)).lowest == found.lowest
