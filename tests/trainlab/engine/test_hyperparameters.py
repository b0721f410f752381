"""What a training may be told: written once, shown everywhere, checked together."""

import inspect
from dataclasses import fields, replace

import pytest
import torch

import trainlab as tl
from trainlab import optimizers, problems, schedules
from trainlab.engine.hyperparameters import Given, Hyperparameters
from trainlab.nn.losses import mse
from trainlab.training.loop import TrainOptions
from trainlab.training.options import Options

NET = tl.MLP([2, 4, 3, 1])


def test_every_setting_that_can_be_given_is_one_that_is_kept():
    assert [f.name for f in fields(Hyperparameters)] == list(Given.__annotations__)


@pytest.mark.parametrize(
    ("function", "table", "own", "without"),
    [
        (tl.Trainer, Options, set(), set()),
        (tl.train, Options, {"steps", "val_every", "snapshots", "progress", "cluster"}, set()),
        (tl.range_test, Options, {"low", "high", "steps", "spacing"}, {"schedule"}),
        (tl.rbf.fit, TrainOptions, {"placement", "neighbours", "steps"}, {"init"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_signature_shows_every_argument_with_its_default(function, table, own, without):
    shown = inspect.signature(function).parameters
    assert set(shown) - {"net", "problem"} == set(table.__annotations__) - without | own
    for name in set(shown) & set(inspect.signature(tl.Trainer).parameters) - {"net", "problem"}:
        expected = 32 if (function, name) == (tl.range_test, "population") else None
        default = inspect.signature(tl.Trainer).parameters[name].default
        assert shown[name].default == (expected or default)
        assert shown[name].kind is inspect.Parameter.KEYWORD_ONLY


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"optimizer": optimizers.adam(torch.tensor([0.1, 0.2, 0.3]))},
        {"optimizer": None, "schedule": None, "dropout": None, "clip_norm": None},
        {"schedule": lambda step: 0.5, "batch_size": 3},
        {"schedule": schedules.Plateau(), "l1": torch.ones(3), "l2": 0.5},
        {"dropout": [0.1, 0.2], "clip_value": torch.ones(3), "clip_norm": 2},
        {"dropout": torch.tensor([0.1, 0.2, 0.3])},
    ],
    ids=lambda given: "-".join(given),
)
def test_what_is_checked_stays_as_it_is_when_checked_again(given):
    once = replace(Hyperparameters(), **given).checked(NET, mse, 3, 10)
    twice = once.checked(NET, mse, 3, 10)
    for setting in fields(once):
        before, after = getattr(once, setting.name), getattr(twice, setting.name)
        if isinstance(before, optimizers.Optimizer):
            torch.testing.assert_close(torch.as_tensor(before.lr), torch.as_tensor(after.lr))
        elif isinstance(before, torch.Tensor):
            assert torch.equal(before, after)
        else:
            assert before == after


@pytest.mark.parametrize("call", [tl.Trainer, tl.train, tl.range_test])
def test_an_argument_that_does_not_exist_is_named_with_the_nearest_that_does(call):
    with pytest.raises(ValueError, match=r"argument=.popluation. is not .* mean .population."):
        call(tl.MLP([1, 2, 1]), problems.sine(), popluation=3)


def test_an_optimizer_shows_its_settings():
    assert repr(optimizers.adam(0.01)) == "<adam: lr=0.01, betas=(0.9, 0.999), eps=1e-08>"
