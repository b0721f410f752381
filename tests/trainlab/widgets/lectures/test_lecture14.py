"""The widget of lecture 14: what it counts, by PyTorch's own counter, and what it promises."""

import pytest
from torch.utils.flop_counter import FlopCounterMode

from trainlab.widgets.lectures import OneMore
from trainlab.widgets.lectures.one_more import POINTS, multiplications


def _tried(number: int) -> OneMore:
    return OneMore(OneMore.tries[number].state)


def _products(live: OneMore) -> int:
    return multiplications(live.sizes, POINTS)


@pytest.mark.parametrize("state", ["defaults", "population=64&width=5&depth=1", "width=16"])
def test_multiplications_are_those_that_pytorch_counts(state):
    live = OneMore(state)
    with FlopCounterMode(display=False) as counted:
        live.model.trainer.step(1, record=False)
    each = counted.get_total_flops() / 2 / live.model.trainer.population
    assert each == _products(live)


def test_more_networks_make_no_more_calls_until_they_need_chunks():
    sixteen, more = OneMore(), _tried(0)
    assert sixteen.model.calls == more.model.calls == 87
    alone, many = _tried(1), _tried(2)
    assert alone.model.calls == 49
    assert len(many.model.trainer.engine.chunks) == 4
    assert many.model.calls == 360
    in_one = OneMore(population=256)
    assert len(in_one.model.trainer.engine.chunks) == 1
    assert many.model.calls / 1024 >= in_one.model.calls / 256


def test_twice_the_width_is_nearly_four_times_the_work():
    before, wide = OneMore(), _tried(3)
    assert wide.model.calls == before.model.calls
    assert round(_products(wide) / _products(before), 1) == 3.7


def test_the_learning_rate_costs_nothing_and_keeps_the_weights():
    live = OneMore()
    live._train(3)
    calls, params = live.model.calls, live.model.trainer.params.clone()
    live.restore(OneMore.tries[4].state)
    assert live.model.steps_taken == 3
    assert live.model.trainer.params.equal(params)
    assert live.model.calls == calls


def test_counting_takes_no_step():
    counted, plain = OneMore(), OneMore()
    for live in (counted, plain):
        assert live.model.steps_taken == 0
    assert counted.model.trainer.params.equal(plain.model.trainer.params)


def test_populations_of_one_shape_are_compared_and_others_forgotten():
    live = OneMore()
    live.set(population=4)
    numbers = live.costs()
    products, calls = numbers["y"]
    assert list(numbers["x"]) == [4, 16]
    assert list(products) == [_products(live)] * 2
    assert [mark["text"] for mark in numbers["marks"]] == ["4", "16"]
    assert calls[0] == 4 * calls[1]
    live.set(width=9)
    assert list(live.costs()["x"]) == [4]
