"""Gradient clipping against torch.nn.utils, one network at a time."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn.utils import clip_grad_norm_, clip_grad_value_

import trainlab as tl
from trainlab import optimizers, problems
from trainlab.optimizers.clipping import clip_gradients_

F64 = torch.float64


def _data():
    g = torch.Generator().manual_seed(0)
    return torch.randn(12, 2, generator=g, dtype=F64), 30 * torch.randn(
        12, 1, generator=g, dtype=F64
    )


def _alone(start, bounds, steps, clip):
    """A 2-4-1 tanh network from flat parameters, trained and clipped by PyTorch."""
    module = torch.nn.Sequential(
        torch.nn.Linear(2, 4, dtype=F64), torch.nn.Tanh(), torch.nn.Linear(4, 1, dtype=F64)
    )
    flat = iter(start.split([12, 5]))
    with torch.no_grad():
        for layer in module[::2]:
            rows = next(flat).view(layer.out_features, -1)
            layer.weight.copy_(rows[:, :-1])
            layer.bias.copy_(rows[:, -1])
    reference = torch.optim.SGD(module.parameters(), lr=0.01)
    x, y = _data()
    for _ in range(steps):
        reference.zero_grad()
        torch.nn.functional.mse_loss(module(x), y).backward()
        clip(module.parameters(), bounds)
        reference.step()
    rows = [torch.cat([layer.weight, layer.bias[:, None]], dim=1) for layer in module[::2]]
    return torch.cat([r.flatten() for r in rows]).detach()


@pytest.mark.parametrize(
    ("name", "clip"), [("clip_value", clip_grad_value_), ("clip_norm", clip_grad_norm_)]
)
@pytest.mark.parametrize("bound", [0.3, torch.tensor([0.1, 2.0, 1e9], dtype=F64)], ids=str)
def test_training_with_clipping_equals_a_pytorch_loop_for_each_network(name, clip, bound):
    trainer = tl.Trainer(
        tl.MLP([2, 4, 1], "tanh"),
        _data(),
        optimizer=optimizers.sgd(0.01),
        population=3,
        dtype=F64,
        **{name: bound},
    )
    start = trainer.params.clone()
    trainer.step(30)
    for member in range(3):
        own = float(torch.as_tensor(bound, dtype=F64).expand(3)[member])
        expected = _alone(start[member], own, 30, clip)
        torch.testing.assert_close(trainer.params[member], expected, rtol=1e-10, atol=1e-12)


@given(
    rows=st.lists(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3), min_size=1, max_size=4),
    value=st.floats(1e-3, 1e6),
    norm=st.floats(1e-3, 1e6),
)
@settings(max_examples=60)
def test_components_are_cut_off_first_and_then_the_norm(rows, value, norm):
    grads = torch.tensor(rows, dtype=F64)
    expected = []
    for row in grads:
        parameter = torch.zeros(3, dtype=F64, requires_grad=True)
        parameter.grad = row.clone()
        clip_grad_value_(parameter, value)
        clip_grad_norm_(parameter, norm)
        expected.append(parameter.grad)
    clipped = clip_gradients_(grads, value, norm)
    torch.testing.assert_close(clipped, torch.stack(expected), rtol=1e-9, atol=1e-12)


def test_an_exploding_gradient_keeps_its_direction_where_its_square_overflows():
    grads = torch.tensor([[3e25, 4e25], [0.0, 0.0]])
    clipped = clip_gradients_(grads, None, 1.0)
    torch.testing.assert_close(clipped, torch.tensor([[0.6, 0.8], [0.0, 0.0]]))


@pytest.mark.parametrize("dtype", [torch.float32, F64])
@pytest.mark.parametrize("size", [1e-30, 1e-3, 1e15, 1.0])
@pytest.mark.parametrize("bound", [1e-3, 1.0, 1e3])
def test_a_gradient_of_any_size_keeps_its_direction(size, bound, dtype):
    largest = torch.finfo(dtype).max * 0.9
    row = torch.tensor(
        [largest] * 3 if size == 1.0 else [3 * size, -4 * size, 12 * size], dtype=dtype
    )
    exact = row / row.abs().max()
    norm = float(exact.norm()) * float(row.abs().max())
    clipped = clip_gradients_(row[None].clone(), None, bound)[0]
    expected = exact / exact.norm() * bound if norm > bound else row
    torch.testing.assert_close(clipped, expected.to(dtype), rtol=1e-4, atol=1e-6 * bound)


def test_the_gradient_that_is_clipped_includes_the_penalties():
    common = {"optimizer": optimizers.sgd(1.0), "l2": 100.0, "dtype": F64}
    trainer = tl.Trainer(tl.MLP([2, 4, 1]), _data(), clip_norm=0.5, **common)
    before = trainer.params.clone()
    trainer.step()
    assert float((trainer.params - before).norm()) == pytest.approx(0.5, rel=1e-5)


def test_clipping_keeps_a_training_finite_that_would_diverge():
    rule = optimizers.sgd(50.0)
    runs = [
        tl.train(
            tl.MLP([1, 8, 8, 1], "relu"),
            problems.sine(),
            optimizer=rule,
            population=4,
            steps=200,
            clip_norm=clip,
            progress=False,
        )
        for clip in (None, 1e-3)
    ]
    assert runs[0].diverged.all()
    assert not runs[1].diverged.any()


def test_a_bound_can_be_set_and_taken_away_while_training():
    changed, plain = (tl.Trainer(tl.MLP([2, 4, 1]), _data()) for _ in range(2))
    changed.set(clip_norm=1e-3)
    changed.set(clip_norm=None)
    changed.step(5)
    plain.step(5)
    assert torch.equal(changed.params, plain.params)
    changed.set(optimizer=optimizers.sgd(1.0), clip_value=1e-4)
    before = changed.params.clone()
    changed.step()
    assert float((changed.params - before).abs().max()) <= 1.001e-4


@pytest.mark.parametrize("name", ["clip_value", "clip_norm"])
@pytest.mark.parametrize(
    ("bound", "words"),
    [
        (0.0, "=0.0 was given; expected a positive, finite number"),
        (float("inf"), "=inf was given; expected a positive"),
        (torch.ones(3), r" has shape \(3,\); expected one number"),
    ],
    ids=str,
)
def test_a_bound_that_makes_no_sense_is_explained(name, bound, words):
    with pytest.raises(ValueError, match=name + words):
        tl.Trainer(tl.MLP([2, 4, 1]), _data(), **{name: bound})
