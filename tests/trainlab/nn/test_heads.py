"""Output activations against torch.autograd, and their pairing with the losses."""

import pytest
import torch

import trainlab as tl
from trainlab import problems
from trainlab.nn.heads import HEADS, maxout
from trainlab.nn.losses import LOSSES

TORCH = {
    "linear": lambda z: z,
    "sigmoid": torch.nn.Sigmoid(),
    "softmax": torch.nn.Softmax(dim=-1),
}
Z = torch.tensor([[0.3, -1.0, 2.0], [0.0, 0.0, 0.0], [800.0, -800.0, 1.0]], dtype=torch.float64)


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_heads_and_their_jacobians_equal_torchs(head):
    torch.testing.assert_close(head.function(Z), TORCH[head.name](Z))
    expected = [torch.autograd.functional.jacobian(TORCH[head.name], z) for z in Z]
    torch.testing.assert_close(head.jacobian(Z), torch.stack(expected))


def test_maxout_is_the_largest_piece_and_its_derivative_one_by_it():
    z = Z[[0, 2]]
    torch.testing.assert_close(maxout.function(z), torch.tensor([[2.0], [800.0]]).double())
    expected = [torch.autograd.functional.jacobian(lambda z: z.amax(-1, True), row) for row in z]
    torch.testing.assert_close(maxout.jacobian(z), torch.stack(expected))
    assert maxout.jacobian(Z[1]).sum() == 1


def test_every_loss_has_its_head():
    assert set(HEADS) == set(LOSSES)


@pytest.mark.parametrize("name", ["mse", "bce", "cross_entropy"])
def test_the_gradient_of_a_loss_is_head_minus_target(name):
    z = Z[None, :2].mT.clone()
    target = torch.tensor([[1.0, 0, 0], [0, 1, 0]], dtype=torch.float64)[None].mT
    factor = {"mse": 2 / 6, "bce": 1 / 6, "cross_entropy": 1 / 2}[name]
    expected = factor * (HEADS[name].function(z.mT).mT - target)
    torch.testing.assert_close(LOSSES[name].gradient_(z.clone(), target), expected)


def test_a_runs_predictions_become_probabilities():
    problem = problems.circle(50)
    run = tl.train(tl.MLP([2, 4, 1]), problem, population=3, steps=20, progress=False)
    probabilities = HEADS[run.loss].function(run.predict(problem.x))
    expected = torch.nn.functional.binary_cross_entropy(probabilities[2], problem.y)
    trainer = tl.Trainer(tl.MLP([2, 4, 1]), problem, population=3, init=run.params)
    torch.testing.assert_close(trainer.loss(problem.x, problem.y)[2], expected)
