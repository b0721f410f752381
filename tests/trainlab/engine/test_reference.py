"""The engine against the loop in its own docstring, which is run as it stands there."""

import inspect
import re
import textwrap

import pytest
import torch

import trainlab as tl
from trainlab import engine, optimizers

F64 = torch.float64
(TEXT,) = re.findall(r"::\n\n((?:    .*\n|\n)+)", inspect.getdoc(engine))


def _loop():
    """The function that the engine's docstring spells out."""
    names = {"torch": torch}
    exec(textwrap.dedent(TEXT), names)
    return names["train"]


@pytest.mark.parametrize("population", [1, 5])
@pytest.mark.parametrize("sizes", [[2, 1], [2, 4, 1], [3, 5, 5, 2], [1, 2, 2, 2, 2, 1]])
def test_every_member_trains_as_the_loop_in_the_docstring_does(sizes, population):
    generator = torch.Generator().manual_seed(0)
    x, y = (torch.randn(9, n, generator=generator, dtype=F64) for n in (sizes[0], sizes[-1]))
    trainer = tl.Trainer(
        tl.MLP(sizes), (x, y), optimizer=optimizers.sgd(0.1), population=population, dtype=F64
    )
    numbers = range(1, len(sizes))
    starts = [
        [(trainer.weights(n)[i].clone(), trainer.biases(n)[i, :, None].clone()) for n in numbers]
        for i in range(population)
    ]
    losses = trainer.step(100)
    for i, layers in enumerate(starts):
        expected = _loop()(layers, x.T, y.T, lr=0.1, steps=100)
        torch.testing.assert_close(losses[:, i], expected, rtol=1e-12, atol=1e-15)
        for n, (W, b) in zip(numbers, layers, strict=True):
            torch.testing.assert_close(trainer.weights(n)[i], W, rtol=1e-11, atol=1e-13)
            torch.testing.assert_close(trainer.biases(n)[i], b[:, 0], rtol=1e-11, atol=1e-13)


def test_the_loop_is_short_enough_to_be_read_at_once():
    code = [line for line in TEXT.splitlines() if line.strip()]
    assert len(code) <= 30
