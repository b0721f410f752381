"""A Ctrl-C that comes where nothing can be raised."""

import signal

import pytest

from gradelab.core.interrupts import stoppable


class Interrupted:
    """Interrupted while it is taken away, where Python prints what is raised and goes on."""

    def __del__(self):
        signal.raise_signal(signal.SIGINT)


def test_an_interrupt_that_was_lost_is_raised_at_the_next_result(capsys):
    before = signal.getsignal(signal.SIGINT)
    with stoppable() as go_on:
        numbers = map(go_on, range(5))
        assert next(numbers) == 0
        Interrupted()
        with pytest.raises(KeyboardInterrupt):
            next(numbers)
    assert capsys.readouterr().err == ""
    assert signal.getsignal(signal.SIGINT) is before


def test_without_one_everything_passes():
    with stoppable() as go_on:
        assert [*map(go_on, "abc")] == ["a", "b", "c"]
