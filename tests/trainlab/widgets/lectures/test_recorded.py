"""What is measured while a model trains."""

import numpy as np

from trainlab.widgets.lectures.models.recorded import Recorded


class Counter(Recorded):
    """Counts; its measure is the square of the count."""

    spacing = 1.5

    def __init__(self):
        self.count = 0
        self.begin()

    @property
    def steps_taken(self):
        return self.count

    def go(self, count):
        self.count += count

    def measured(self):
        return {"square": np.array([self.count, self.count**2])}


def test_looks_lie_farther_apart_the_more_steps_were_taken():
    counter = Counter()
    for count in (1, 3, 10, 6):
        counter.step(count)
    assert counter.steps_taken == 20
    assert counter.steps == [0, 1, 2, 3, 4, 6, 9, 13, 19]
    steps, measured = counter.history("square")
    assert steps.tolist() == [*counter.steps, 20]  # now is the last
    np.testing.assert_array_equal(measured, [steps, steps**2])
    counter.begin()
    assert counter.steps == [20]
    assert counter.history("square")[1].tolist() == [[20], [400]]
