"""Starting from parameters that are given: saved ones, perturbed ones, one point for all."""

import pytest
import torch

import trainlab as tl
from trainlab import optimizers, problems

NET = tl.MLP([1, 4, 1])


def _train(**arguments):
    return tl.train(NET, problems.sine(20), progress=False, **arguments)


@pytest.mark.parametrize(
    "net",
    [
        NET,
        tl.MLP([1, 4, 1], residual=True, batch_norm=True),
        tl.Module(torch.nn.Sequential(torch.nn.Linear(1, 3), torch.nn.Linear(3, 1)), 1),
    ],
)
def test_starting_from_a_drawn_start_equals_drawing_it(net):
    drawn = tl.Trainer(net, problems.sine(20), population=3)
    given = tl.Trainer(net, problems.sine(20), population=3, init=drawn.params)
    assert torch.equal(drawn.step(30), given.step(30))
    assert torch.equal(drawn.params, given.params)


def test_a_run_continues_where_it_ended_and_keeps_what_it_started_from():
    whole = _train(steps=60, population=3, optimizer=optimizers.sgd(0.1), init="he_normal")
    first = _train(steps=40, population=3, optimizer=optimizers.sgd(0.1), init="he_normal")
    before = first.params.clone()
    second = _train(steps=20, population=3, optimizer=optimizers.sgd(0.1), init=first.params)
    assert torch.equal(first.params, before)
    assert torch.equal(torch.cat([first.train_loss, second.train_loss]), whole.train_loss)


def test_without_a_step_a_run_is_the_start_itself():
    run = _train(steps=0, population=3, snapshots=[0])
    trainer = tl.Trainer(NET, problems.sine(20), population=3)
    assert torch.equal(run.params, trainer.params)
    assert run.train_loss.shape == (0, 3)
    assert run.val_steps == run.snapshot_steps == [0]
    problem = problems.sine(20)
    torch.testing.assert_close(run.val_loss[0], trainer.loss(problem.x_val, problem.y_val))


def test_one_point_starts_every_member_and_only_their_batches_differ():
    point = torch.linspace(-1, 1, NET.parameter_count)
    run = _train(steps=5, population=3, init=point, batch_size=4, snapshots=[0])
    assert torch.equal(run.snapshots[0], point.expand(3, -1))
    assert not torch.equal(run.params[0], run.params[1])
    same = _train(steps=5, population=2, init=point)
    assert torch.equal(same.params[0], same.params[1])
    assert torch.equal(point, torch.linspace(-1, 1, NET.parameter_count))


def test_the_type_of_the_training_is_kept():
    start = torch.zeros(2, NET.parameter_count, dtype=torch.float64, requires_grad=True)
    trainer = tl.Trainer(NET, problems.sine(20), init=start, population=2)
    assert trainer.params.dtype == torch.float32
    assert trainer.params.is_contiguous()
    assert not trainer.params.requires_grad


@pytest.mark.parametrize(
    ("init", "words"),
    [
        (torch.zeros(12), "init has shape (12,); for 2 networks of 13 parameters expected (2, 13)"),
        (torch.zeros(3, 13), "init has shape (3, 13)"),
        (torch.zeros(13, dtype=torch.int64), "torch.int64"),
        (torch.full((13,), torch.nan), "not finite"),
        ("glorot", "init='glorot' is not known"),
    ],
)
def test_starts_that_do_not_fit_are_explained(init, words):
    with pytest.raises(ValueError, match=r"^[^\n]*$") as error:
        _train(steps=1, population=2, init=init)
    assert words in str(error.value)
