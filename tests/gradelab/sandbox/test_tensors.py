"""PyTorch's tensors between the two kernels."""

import json

import numpy as np
import pytest
import torch

from gradelab.execution import runner
from gradelab.sandbox.inside import tensors
from gradelab.sandbox.inside.values import adopt, decode, encode
from tests.gradelab.small import LIMITS, RIGHT, notebook, scores


def refuse(value):
    raise AssertionError(f"{value!r} went by reference")


def passed(value):
    return decode(json.loads(json.dumps(encode(value, refuse))), refuse)


@pytest.mark.parametrize(
    "tensor",
    [
        torch.arange(6.0).reshape(2, 3),
        torch.arange(6).reshape(2, 3).T,
        torch.tensor(1.5, dtype=torch.float64, requires_grad=True),
        torch.nn.Parameter(torch.ones(2)),
        torch.nn.Parameter(torch.ones(2), requires_grad=False),
        torch.tensor([True, False]),
        torch.zeros(0, 3),
    ],
)
def test_a_tensor_comes_out_as_it_went_in(tensor):
    got = passed(tensor)
    assert type(got) is type(tensor)
    assert (got.dtype, got.shape, got.requires_grad) == (
        tensor.dtype,
        tensor.shape,
        tensor.requires_grad,
    )
    assert torch.equal(got, tensor)


def test_a_gradient_travels_with_its_tensor_and_a_graph_does_not():
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    y = (x**2).sum()
    y.backward()
    assert passed(x).grad.tolist() == [2.0, 4.0]
    assert passed(y).grad_fn is None


@pytest.mark.parametrize("tensor", [torch.ones(2, dtype=torch.bfloat16), torch.ones(2).to_sparse()])
def test_a_tensor_that_has_no_array_goes_by_reference(tensor):
    assert encode(tensor, lambda value: {"mine": 7}) == {"mine": 7}


def test_without_pytorch_a_tensor_arrives_as_its_array(monkeypatch):
    data = encode(torch.tensor([1.0, 2.0]), refuse)
    monkeypatch.delitem(tensors.sys.modules, "torch")
    np.testing.assert_array_equal(decode(data, refuse), [1.0, 2.0])


@pytest.mark.parametrize(
    "change",
    [
        {"data": 3},
        {"data": np.array(["x"])},
        {"grad": np.ones(7)},
        {"grad": "x"},
        {"requires_grad": []},
        {"parameter": True, "data": np.array([1])},
        {"more": 1},
    ],
)
def test_a_forged_tensor_is_refused(change):
    parts = {"data": np.ones(2), "grad": None, "requires_grad": True, "parameter": False} | change
    forged = {"tensor": {name: encode(part, refuse) for name, part in parts.items()}}
    with pytest.raises(ValueError, match=r"not an encoded value|made of arrays|not a tensor"):
        decode(forged, refuse)


def test_a_change_in_place_and_a_gradient_are_adopted():
    ours = torch.ones(2, requires_grad=True)
    theirs = torch.full((2,), 3.0, requires_grad=True)
    theirs.grad = torch.tensor([1.0, 2.0])
    assert adopt(ours, theirs) is ours
    assert (ours.tolist(), ours.grad.tolist()) == ([3.0, 3.0], [1.0, 2.0])
    assert adopt(torch.ones(3), theirs) is theirs


def test_a_tensor_that_did_not_change_can_still_be_differentiated_through():
    x = torch.ones(2, requires_grad=True)
    w = torch.full((2,), 2.0)
    y = (x * w).sum()
    adopt(w, w.clone())
    y.backward()
    assert x.grad.tolist() == [2.0, 2.0]


def test_an_answer_in_pytorch_is_tested_from_outside(sandbox):
    answer = """import torch
class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(3, 2)
    def forward(self, x):
        return torch.relu(self.layer(x))
def double(x):
    return 2 * x
def step(weights, gradient, lr=0.1):
    with torch.no_grad():
        weights -= lr * gradient
"""
    test = """import torch
assert torch.equal(double(torch.arange(3)), torch.tensor([0, 2, 4]))
w = torch.ones(2, requires_grad=True)
step(w, torch.tensor([1.0, 2.0]))
assert torch.allclose(w, torch.tensor([0.9, 0.8]))
net = Net()
assert net(torch.ones(5, 3)).shape == (5, 2)
assert sum(p.numel() for p in net.parameters()) == 8
"""
    source = notebook(RIGHT | {"double": answer})
    source.cells[3].source = test
    plan = runner.prepare(source, sandbox, LIMITS)
    assert plan.remarks == ()
    for right, wrong, points in [
        ("", "", 4),
        ("2 * x", "3 * x", 0),
        ("-= lr", "= weights - lr", 0),
    ]:
        submission = notebook(RIGHT | {"double": answer.replace(right, wrong) if right else answer})
        submission.cells[3].source = test
        outcome = runner.run(submission, plan, LIMITS, sandbox)
        assert (outcome.reason, scores(outcome.notebook)["test-double"]) == (None, points)
