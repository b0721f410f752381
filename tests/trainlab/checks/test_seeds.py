"""Rare cases are built, not drawn: whatever the seed, a mistake that shows in them is named."""

import pytest

from trainlab.checks import QUESTIONS, CheckFailed
from trainlab.checks.verdict import check_question

#: Mistakes that pass the usual cases, or would pass the rare ones if these were drawn.
RARE = {
    "numerical_gradient": ("flat_to_f", "own_precision", "integer_step", "not_put_back"),
    "tanh_forward": ("overflow", "overflow_of_square", "overflow_of_inverse"),
    "relu_backward": ("one_at_zero", "half_at_zero", "zero_over_zero", "sign"),
    "softmax_cross_entropy": (
        *("overflow", "overflow_of_sum", "log_of_zero", "log_floor", "batch_maximum"),
        *("one_hot_by_labels", "over_batch", "every_row"),
    ),
    "gradient_check": ("no_floor", "floor_added", "one_sided", "abs_of_sum", "smallest", "mean"),
}


@pytest.mark.parametrize("name", RARE)
def test_the_verdict_is_the_same_for_50_seeds(name):
    q = QUESTIONS[f"ps1/{name}"]
    for seed in range(50):
        check_question(q, q.answer, True, seed)
        for mistake in RARE[name]:
            with pytest.raises(CheckFailed) as failed:
                check_question(q, q.mistakes[mistake].variants[0], True, seed)
            assert failed.value.mistake == mistake
