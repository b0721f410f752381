"""What a failed check says of an answer that no known mistake explains, and a right one."""

import builtins
import json
import re
from pathlib import Path

import numpy as np
import pytest
import torch

from trainlab.checks import QUESTIONS, CheckFailed, check, hint, relations
from trainlab.checks.differences import digits
from trainlab.checks.outputs import Each
from trainlab.checks.picture import drawn
from trainlab.checks.question import Case, question
from trainlab.checks.relations import Seen


def said(name, function, **options) -> str:
    with pytest.raises(CheckFailed) as failed:
        check(name, function, **options)
    return str(failed.value)


@pytest.fixture
def asked():
    """A question of two outputs, a matrix (4, 3) and a number, for x (4, 3) and labels y."""

    @question("ps9/both", returns=("m", "t"))
    def both(x, y):
        return x + np.arange(3.0), x.sum() + 10

    @both.cases
    def _(thorough, rng):
        x = rng.uniform(0.5, 1.5, (4, 3))
        yield Case("a batch", {"x": x, "y": np.array([0, 1, 2, 1])})
        if thorough:
            yield Case("a negative batch", {"x": -x, "y": np.array([0, 1, 2, 1])})

    yield both
    del QUESTIONS["ps9/both"]


def _right(x):
    return x + np.arange(3.0), x.sum() + 10


def _changed(change):
    return lambda x, y: (change(_right(x)[0]), _right(x)[1])


def _all_but(place):
    def change(m):
        m = m.copy()
        m[place] += 1
        return m

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda m: -m, "m is right but for its sign."),
        (lambda m: 2 * m, "m is twice what it should be."),
        (lambda m: m / 2, "m is half of what it should be."),
        (lambda m: 4 * m, "m is too large by a factor of N (the size of the batch)."),
        (lambda m: m / 4, "m is too small by a factor of N (the size of the batch)."),
        (
            lambda m: -m / 4,
            "m is too small by a factor of N (the size of the batch), and of the wrong sign.",
        ),
        (lambda m: m / 3, "m is too small by a factor of the number of columns."),
        (lambda m: 0.37 * m, "m is right but for one factor, 0.37."),
        (lambda m: m.T, "m is transposed."),
        (lambda m: 0 * m, "m is zero everywhere."),
        (lambda m: 1e-17 * m, "m is zero everywhere."),
        (lambda m: m * np.nan, "m is not finite (nan or inf)."),
        (lambda m: m[None], "m has the right numbers, but axes of length 1 too many or too few."),
        (lambda m: m.ravel(), "m has the right numbers in another shape."),
        (lambda m: np.stack([m / 2, m / 2]), "m is not summed over axis 0."),
        (lambda m: m.sum(1), "m is the sum over axis 1 of what it should be."),
        (lambda m: m.mean(), "m is the mean of what it should be."),
        (lambda m: m[0], "m is the first entry alone of what it should be."),
        (lambda m: m[-1], "m is the last entry alone of what it should be."),
        (lambda m: m.min(1), "m is the min over axis 1 of what it should be."),
        (lambda m: m[::-1], "m is in reverse order."),
        (lambda m: m[:, ::-1], "m has the right numbers in another order."),
        (lambda m: m + 5, "m is too large or too small by the same number everywhere."),
        (lambda m: np.trunc(m), "m is cut to whole numbers."),
        (_all_but(0), "m is right but for the first row."),
        (_all_but(-1), "m is right but for the last row."),
        (_all_but((slice(None), 0)), "m is right but for the first column."),
        (_all_but(slice(1, None)), "m is right in the first row alone."),
        (_all_but((range(4), [0, 1, 2, 1])), "m is wrong only at the labels' own classes."),
        (_all_but((1, 1)), "m is wrong only at the labels' own classes."),
        (_all_but(([1, 2], [0, 1])), "m is right at the labels' own classes, and wrong elsewhere."),
        (_all_but(([1, 2], [0, 2])), "m is right in some entries and wrong in others."),
        (lambda m: m * 1.001, "m is right but for one factor, 1.001."),
        (lambda m: m + 0.001 * np.sin(9 * m), "m is nearly right (within 1%)."),
        (lambda m: m + 0.05 * np.sin(9 * m), "m is nearly right (within 10%)."),
        (
            _all_but(slice(2, None)),
            "m is right in the first 2 rows, and wrong in all others.",
        ),
        (
            lambda m: m * [[1.5], [1.7], [2.9], [1.1]],
            "m is right in the first row but for one factor, 1.5.",
        ),
        (lambda m: m + m**2, "m has the right signs, and is too large everywhere."),
        (lambda m: m / (1 + m), "m has the right signs, and is too small everywhere."),
        (lambda m: m * np.exp(np.sin(9 * m)), "m has the right signs, and the wrong sizes."),
    ],
)
def test_a_relation_is_told_and_the_other_output_is_right(asked, change, words):
    first, second, _ = said("ps9/both", _changed(change)).partition("\nIn a batch, m")
    assert first == f"both: t is right; m is wrong. {words}"
    assert second


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda m: m + 3e-5 * np.sin(9 * m), "m is nearly right (within 0.01%)."),
        (lambda m: m + 0.001 * np.sin(9 * m), "m is nearly right (within 1%)."),
    ],
)
def test_an_error_in_the_last_digits_is_told_from_one_in_the_third(asked, change, words):
    assert words in said("ps9/both", _changed(change))


@pytest.mark.parametrize(("total", "words"), [(99.0, "large"), (3.0, "small")])
def test_one_number_is_too_large_or_too_small(asked, total, words):
    assert f"m is right; t is wrong. t is too {words}.\n" in said(
        "ps9/both", lambda x, y: (_right(x)[0], total)
    )


def test_a_negative_number_is_too_large_or_too_small_in_size():
    seen = Seen("m", np.array(-9.0), np.array(-2.0), {}, {}, np.isclose)
    assert relations.told([seen]) == "has the right sign, and is too large in size"


@pytest.fixture
def path():
    """A question whose output goes step by step: a rate for each t."""

    @question("ps9/path", returns=("rate",), steps={"rate": "t"})
    def path(t):
        return 1 / (1 + np.asarray(t, dtype=np.float64))

    @path.cases
    def _(thorough, rng):
        yield Case("20 steps", {"t": np.arange(20)})
        if thorough:
            yield Case("steps in any order", {"t": np.array([7, 3, 12, 0])})

    yield path
    del QUESTIONS["ps9/path"]


def _off(*steps):
    """Return an answer to ``path`` that is wrong at these steps, each by another number."""
    return lambda t: 1 / (1 + t) + np.isin(t, steps) * np.sqrt(2 + np.asarray(t))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (range(8, 20), "is right up to t = 7, and wrong from t = 8 on"),
        (range(1, 20), "is right in the first entry alone"),
        (range(12), "is wrong up to t = 11, and right from t = 12 on"),
        ([4, 9, 14], "is wrong at t = 4, t = 9 and t = 14 alone"),
        ([3, 4, 5, 11], "is wrong at t = 3 to t = 5 and t = 11 alone"),
        ([*range(1, 9), *range(10, 19)], "is right at t = 0, t = 9 and t = 19 alone"),
        ([4, 6, 8, 10, 12], "is right up to t = 3, and wrong at t = 4 and later"),
        ([*range(1, 20, 2)], "is right at t = 0, and wrong at t = 1 and later"),
        ([*range(0, 20, 2)], "is right in some entries and wrong in others"),
    ],
)
def test_a_path_is_told_up_to_which_step_it_is_right(path, wrong, words):
    told = said("ps9/path", _off(*wrong))
    assert told.startswith(f"path: rate {words}.\nIn 20 steps, rate[t = {wrong[0]}] is ")


@pytest.mark.parametrize(
    ("got", "right", "words"),
    [
        (np.arange(3.0), np.array(7.5), "is an array, not one number"),
        (np.arange(3.0), np.array([[5.0, 7.5]]), "has 1 axis, not 2"),
    ],
)
def test_another_number_of_axes_is_told(got, right, words):
    assert words in relations.told([Seen("m", got, right, {}, {}, np.isclose)])


def test_a_step_without_a_name_is_told_by_its_place():
    @question("ps9/rates", returns=("rates",), steps={"rates": ""})
    def rates(n):
        return np.ones(n)

    @rates.cases
    def _(thorough, rng):
        yield Case("5 steps", {"n": 5})

    told = said("ps9/rates", lambda n: np.where(np.arange(n) < 3, 1.0, 2.0 + np.arange(n) ** 2))
    del QUESTIONS["ps9/rates"]
    assert told.startswith("rates: rates is right up to rates[2], and wrong from rates[3] on.\n")
    assert "\nIn 5 steps, rates[3] is 11; expected 1 " in told


def test_what_all_outputs_have_to_do_with_the_right_ones_is_told_where_no_mistake_is_named():
    def apart(inputs, got, right):
        both = (got["a"] + got["b"]) == (right["a"] + right["b"])
        return "the sum of a and b is right" if both else ""

    @question("ps9/apart", returns=("a", "b"), related=apart)
    def parts(x):
        return 2.0 * x, 5.0 * x

    @parts.cases
    def _(thorough, rng):
        yield Case("a number", {"x": 2.0})

    @parts.mistake
    def exchanged(x):
        """a and b are exchanged."""
        return 5.0 * x, 2.0 * x

    right_sum = said("ps9/apart", lambda x: (x, 6.0 * x))
    wrong_sum = said("ps9/apart", lambda x: (x, 7.5 * x))
    arrays = said("ps9/apart", lambda x: (np.full(2, x), 6.0 * x))
    named = said("ps9/apart", exchanged)
    del QUESTIONS["ps9/apart"]
    assert "\nIn a number, the sum of a and b is right.\n" in right_sum
    assert "the sum" not in wrong_sum + arrays + named


def test_steps_in_no_order_are_not_told_as_if_they_were(path):
    answer = lambda t: 1 / (1 + t) + 7.0 * (np.diff(t, append=0) < 0)
    told = said("ps9/path", lambda t: answer(t) if len(t) < 9 else 1 / (1 + t), thorough=True)
    assert "rate is right in some entries and wrong in others. What is wrong" in told
    assert "t = " not in told


def test_a_path_without_a_name_for_its_steps_is_told_by_place():
    got, right = np.array([1.0, 2, 3, 9, 8]), np.array([1.0, 2, 3, 4, 5])
    for step, words in (("", "m[2], and wrong from m[3] on"), ("t", "t = 2, and wrong from t = 3")):
        assert words in relations.told([Seen("m", got, right, {}, {}, np.isclose, step)])
    assert "up to" not in relations.told([Seen("m", got, right, {}, {}, np.isclose)])


def test_one_factor_is_not_told_where_a_zero_is_wrong():
    told = said("relu_forward", lambda z: np.where(z > 0, z, np.exp(z) - 1))
    assert "relu_forward: a is wrong exactly where z is negative." in told


def test_zeros_are_not_called_cut_where_the_right_numbers_are_small():
    seen = Seen("m", np.array([1e-17, 0.0]), np.array([0.3, 0.4]), {}, {}, np.isclose)
    assert relations.told([seen]) == "is zero everywhere"
    nearly = Seen("m", np.array([1e-9, 0.0]), np.array([0.3, 0.4]), {}, {}, np.isclose)
    assert "cut" not in relations.told([nearly])


def test_numbers_of_float32_are_not_called_right_but_for_a_factor_of_one():
    x = np.array([0.1, 0.2, 0.7])
    seen = Seen("m", np.float64(np.float32(x)), x, {}, {}, lambda a, b: abs(a - b) < 1e-12)
    assert relations.told([seen]) == "has the digits of float32 alone; numbers are float64"


@pytest.mark.parametrize(
    ("got", "right", "words"),
    [
        (0.25, 0.5, "is half of what it should be"),
        (0.058, 0.159, "is too small"),
        (0.6, 0.15, "is too large"),
    ],
)
def test_statistics_are_called_a_multiple_only_where_they_can_tell(got, right, words):
    close = lambda a, b: abs(a - b) <= 0.03 * (1 + abs(b))
    x = np.ones((1, 4))
    assert relations.told([Seen("m", np.array(got), np.array(right), {}, {"x": x}, close)]) == words


def test_of_two_ways_to_pick_an_entry_none_is_told():
    one = Seen("m", np.array(3.0), np.array([3.0]), {}, {}, np.isclose)
    rising = Seen("m", np.array(5.0), np.array([4.0, 5.0]), {}, {}, np.isclose)
    falling = Seen("m", np.array(5.0), np.array([7.0, 5.0, 6.0, 5.0]), {}, {}, np.isclose)
    assert relations.told([one, rising]) == "is one number, not an array"
    rest = Seen("m", np.array(4.0), np.array([7.0, 2.0, 4.0]), {}, {}, np.isclose)
    assert relations.told([one, rising, rest]) == "is the last entry alone of what it should be"
    assert relations.told([falling]) == "is one number, not an array"


def test_a_relation_of_the_last_of_many_outputs_is_told():
    def signs(params, x, y, lr, steps, l2):
        losses = []
        for _ in range(steps):
            loss, gradients = QUESTIONS["ps1/mlp_loss_and_gradients"].answer(params, x, y, l2)
            losses.append(loss)
            pairs = zip(params, gradients, strict=True)
            params = [(W - lr * np.sign(g), b - lr * np.sign(h)) for (W, b), (g, h) in pairs]
        return params, losses

    assert "losses is right in the first entry alone." in said("train", signs)


def test_an_output_that_is_another_or_an_argument_is_told(asked):
    told = said("affine_backward", lambda dz, x, W: (dz.T @ x, 3.1 * (dz @ W), dz.sum(0)))
    assert "db is right; dx, dW are wrong. dx is what dW should be." in told
    assert "m is the argument x, unchanged." in said("ps9/both", lambda x, y: (x, _right(x)[1]))


def test_where_no_relation_holds_in_all_cases_that_of_the_first_is_told(asked):
    def answer(x, y):
        m, t = _right(x)
        return (m[::-1] if x[0, 0] > 0 else -m), t

    told = said("ps9/both", answer, thorough=True)
    assert "t is right; m is wrong. In a batch, m is in reverse order." in told


def test_the_cases_that_are_right_are_told(asked):
    def answer(x, y):
        m, t = _right(x)
        return m, t if x[0, 0] > 0 else t + 1.234

    told = said("ps9/both", answer, thorough=True)
    assert "m is right; t is wrong." in told
    assert "What is wrong: a negative batch; the other cases are right." in told


def test_hidden_cases_are_named_and_their_numbers_are_not(asked):
    told = said("ps9/both", _changed(lambda m: m + np.sin(7 * m)), thorough=True)
    assert "In a batch, m is wrong." in told
    assert not any(sign.isdigit() for sign in told.replace("ps9", ""))


@pytest.mark.parametrize(
    ("a", "b", "shown"),
    [
        (1.21512345, 1.21512399, ("1.21512345", "1.21512399")),
        (1.0, 2.0, ("1", "2")),
        (0.1, 0.1 + 1e-9, ("0.1", "0.100000001")),
        (1.0, 1.0 + 2**-52, ("1", "1.0000000000000002")),
        (float("nan"), 1.0, ("nan", "1")),
    ],
)
def test_two_numbers_have_as_many_digits_as_differ(a, b, shown):
    mine, right = digits(a, b)
    assert mine != right
    assert (float(mine), float(right)) == pytest.approx((a, b), rel=1e-7, nan_ok=True)
    assert len(right) <= len(shown[1]) + 1


def test_a_small_difference_is_told_with_its_relative_error():
    told = said("affine_forward", lambda x, W, b: (x @ W.T + b) * (1 + 3e-7))
    mine, right = told.partition(" is ")[2].partition(" (rel")[0].rpartition("\n")[2], told
    assert "(relative error 3e-07)" in right
    assert mine


# Forms.

X = np.array([[0.5, -0.25]])


@pytest.mark.parametrize(
    "form",
    [
        lambda a: a.tolist(),
        lambda a: tuple(map(tuple, a)),
        lambda a: a.astype(object),
        lambda a: np.asfortranarray(a),
        lambda a: torch.tensor(a),
        lambda a: torch.tensor(a, requires_grad=True),
        lambda a: [[np.float64(v) for v in row] for row in a],
        lambda a: [[np.array(v) for v in row] for row in a],
        lambda a: [torch.tensor(row) for row in a],
        lambda a: memoryview(a),
    ],
)
def test_right_numbers_pass_in_any_reasonable_form(form):
    check("tanh_forward", lambda z: form(np.tanh(z)), thorough=True)


class Fails:
    def __getattr__(self, name):
        raise RuntimeError("no")


@pytest.mark.parametrize(
    ("result", "words", "mistake"),
    [
        (lambda z: np.tanh(z) + 0j, "complex numbers for a; expected real ones", "complex"),
        (lambda z: np.ma.masked_less(z, 0), "a as a masked array; expected plain", "masked"),
        (lambda z: "no", "a str for a; expected numbers", "no_numbers"),
        (lambda z: [["1"]], "a list for a; expected numbers", "no_numbers"),
        (lambda z: {"a": z}, "a dict for a; expected numbers", "no_numbers"),
        (lambda z: [z, [1]], "a list for a; expected numbers", "no_numbers"),
        (lambda z: (z, [1]), "2 values; expected a alone", "too_many"),
        (lambda z: Fails(), "a Fails for a; expected numbers", "no_numbers"),
        (lambda z: [Fails()], "a list for a; expected numbers", "no_numbers"),
        (lambda z: (v for v in z), "a generator for a; expected numbers", "no_numbers"),
        (lambda z: object, "a type for a; expected numbers", "no_numbers"),
        (lambda z: np.array([None]), "an array of shape (1,) for a; expected", "no_numbers"),
        (lambda z: np.array(["x"]), "an array of shape (1,) for a; expected", "no_numbers"),
        (lambda z: np.datetime64("2020"), "a number for a; expected numbers", "no_numbers"),
        (lambda z: None, "nothing (None); expected a. Did you forget the return", "no_return"),
    ],
)
def test_whatever_an_answer_returns_is_told_in_a_sentence(result, words, mistake):
    told = said("tanh_forward", result)
    assert words in told
    assert told.endswith(f"[ps1/tanh_forward: {mistake}]")


@pytest.mark.parametrize(
    ("result", "words", "mistake"),
    [
        ((1.0,), "1 value; expected 2", "too_few"),
        (1.0, "a number; expected 2 values", "too_few"),
        ((1.0, [], 2), "3 values; expected 2", "too_many"),
        ({"loss": 1.0}, "a dict; expected 2 values", "a_dict"),
        (([(np.ones(2), np.ones(2))], 1.0), "the order is loss, gradients", "order"),
        ((1.0, 2.0), "a number for gradients", ""),
        ((1.0, [1.0]), "a number as entry 1 of gradients", ""),
        ((1.0, [(1.0, 2.0, 3.0)]), "3 values in entry 1 of gradients", ""),
        ((1.0, iter([])), "dW1, db1, dW2, db2 are missing", "no"),
    ],
)
def test_counts_and_order_of_outputs_are_told(result, words, mistake):
    told = said("mlp_loss_and_gradients", lambda params, x, y, l2: result)
    assert words in told
    if mistake != "no":
        assert told.endswith(f": {mistake}]" if mistake else "[ps1/mlp_loss_and_gradients]")


# What a question builds on.


def _unwritten(x, W, b):
    raise NotImplementedError


def test_the_function_that_is_not_written_is_named():
    def mlp_forward(params, x):
        return _unwritten(x, *params[0])

    told = said("mlp_forward", mlp_forward)
    assert told == (
        "_unwritten is not written yet, and mlp_forward calls it. [ps1/mlp_forward: unwritten]"
    )


def test_what_a_question_builds_on_is_told_first_where_it_is_wrong():
    names = {"check": check}
    exec(
        "import numpy as np\n"
        "def affine_forward(x, W, b): return x @ W.T - b\n"
        "def mlp_forward(params, x):\n"
        "    for W, b in params[:-1]: x = np.tanh(affine_forward(x, W, b))\n"
        "    return affine_forward(x, *params[-1])\n",
        names,
    )
    with pytest.raises(CheckFailed) as failed:
        exec("check('ps1/mlp_forward', mlp_forward)", names)
    first, *_ = str(failed.value).splitlines()
    assert first == "mlp_forward: your affine_forward fails its own check; mend that first."
    assert failed.value.mistake == ""
    names["affine_forward"] = lambda x, W, b: x @ W.T + b  # and now all is well
    exec("check('ps1/mlp_forward', mlp_forward)", names)


def test_all_that_a_question_builds_on_and_that_is_wrong_is_named():
    names = ["affine_forward", "tanh_forward"]
    written = dict.fromkeys(names, lambda *given: 0.0)
    code = 'check("ps1/mlp_forward", lambda x, params: 0.0)'
    with pytest.raises(CheckFailed, match=r"your affine_forward and tanh_forward fail their own"):
        exec(code, {"check": check, **written})


@pytest.mark.parametrize(
    ("name", "function", "words"),
    [
        ("ps1/relu_forward", lambda z: max(0, z), "np.maximum and np.where compare number"),
        ("ps1/relu_forward", lambda z: np.max(z, 0.0), "second argument of np.max is an axis"),
        ("ps1/tanh_backward", lambda da, z: da @ (1 - z), "* multiplies number by number"),
        ("ps1/relu_forward", lambda z: z / z.sum(axis=1), "Shapes are compared from"),
        ("ps1/relu_forward", lambda z: np.arange(3).__isub__(0.5), "write x = x - ... in place"),
        ("ps1/relu_forward", lambda z: z(0), "an index stands in [ ], and a product needs *"),
        ("ps1/relu_forward", lambda z: z.size(z), "an index stands in [ ], and a product needs *"),
    ],
)
def test_what_numpy_says_least_of_is_told_with_what_to_do(name, function, words):
    assert words in said(name, function)


def test_no_advice_is_given_where_a_bare_sum_would_not_help():
    other_length = lambda z: z + np.ones(7)
    assert "Shapes are compared" not in said("ps1/relu_forward", other_length)


def test_cases_of_other_depths_are_told_one_by_one():
    """dW2 is right in two layers and wrong in three: what is told is of one case, and true."""

    @question("ps9/depths", returns=(Each("gradients", ("dW",)),))
    def depths(x, n):
        return [x + layer for layer in range(n)]

    @depths.cases
    def _(thorough, rng):
        for n in (2, 3):
            yield Case(f"{n} layers", {"x": rng.normal(size=3), "n": n})

    wrong = lambda x, n: [x + layer + (layer < n - 1) * x for layer in range(n)]
    try:
        assert "In 2 layers: dW2 is right; dW1 is wrong." in said("ps9/depths", wrong)
    finally:
        del QUESTIONS["ps9/depths"]


def test_a_list_handed_in_without_the_rest_is_named():
    answer = lambda params, x, y, lr, steps, l2: params
    assert "returned params alone; expected params, losses" in said("ps1/train", answer)


def test_one_array_beside_other_things_is_no_list_handed_in_alone():
    answer = lambda params, x: (np.zeros(3), 0, False)
    assert "an array of shape (3,) for units; expected a list" in said("ps7/find_dead", answer)


def test_a_statistic_that_is_alike_in_one_case_names_no_mistake():
    @question("ps9/share", returns=("m",), tolerance=0.03)
    def share(p):
        return p

    @share.cases
    def _(thorough, rng):
        yield from (Case(f"p = {p}", {"p": p}) for p in (0.2, 0.9))

    @share.mistake
    def other(p):
        """This is the share of others."""
        return 1 - p

    try:
        assert said("ps9/share", lambda p: 0.8 if p < 0.5 else 0.5).endswith("[ps9/share]")
    finally:
        del QUESTIONS["ps9/share"]


def test_a_question_builds_on_questions_of_its_own_set():
    for q in QUESTIONS.values():
        assert all(f"{q.problem_set}/{name}" in QUESTIONS for name in q.builds_on)


# What is right, hints, pictures.


def test_a_right_answer_is_told_what_was_tried(capsys):
    check("tanh_forward", np.tanh)
    assert capsys.readouterr().out == (
        "tanh_forward is right: 2 cases, among them a square case, 3 by 3. Rarer ones are graded "
        "too.\n"
    )


@pytest.mark.parametrize(
    "name", [n for n in QUESTIONS if n.startswith(tuple(f"ps{number}/" for number in range(1, 9)))]
)
def test_every_question_of_ours_has_three_hints(name, capsys):
    for stage in (1, 2, 3):
        hint(name, stage)
    lines = capsys.readouterr().out.splitlines()
    assert lines[1::2] == [f'hint("{name}", {stage}) says more.' for stage in (2, 3)]
    assert len(set(lines)) == 5


@pytest.mark.parametrize("section", sorted({q.section for q in QUESTIONS.values()}))
def test_the_sections_that_failures_name_are_there(section):
    where, _, heading = section.partition(", ")
    kind, _, number = where.rpartition(" ")
    files = {
        "lecture": f"course/{number}-*.ipynb",
        "problem set": f"solutions/ps{number}-*/*.ipynb",
    }
    (path,) = Path(__file__).parents[3].glob(files[kind])
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    heading = re.sub(r"section (\d+)", r"\1 · .+", heading)
    assert re.search(rf"^##+ {heading}$", text, re.M)


@pytest.mark.parametrize("stage", [0, 4])
def test_a_hint_that_is_not_there_is_an_error(stage):
    with pytest.raises(ValueError, match=f"ps1/train has no hint {stage}; it has 3, from 1"):
        hint("ps1/train", stage)


def test_a_picture_is_shown_in_a_notebook_and_written_elsewhere(monkeypatch, capsys):
    wrong = lambda da, z: da * (z >= -9)
    said("relu_backward", wrong)
    written = capsys.readouterr().out
    assert written.startswith("your dz (wrong: › ‹):\n")
    assert "›" in written
    shown = []
    monkeypatch.setattr(builtins, "display", lambda data, raw: shown.append(data), raising=False)
    said("relu_backward", wrong)
    assert capsys.readouterr().out == ""
    (data,) = shown
    assert data["text/plain"] == written.rstrip("\n")
    assert data["text/html"].count("<table>") == 3


def test_numbers_of_a_picture_have_as_many_digits_as_differ():
    right, close = np.array([1.0, 2.0]), lambda a, b: np.isclose(a, b, rtol=1e-8)
    seen = Seen("m", right + np.array([3e-7, 0.0]), right, {}, {}, close)
    mine, expected, difference = drawn(seen)["text/plain"].split("\n")[1::2]
    assert (mine.split(), expected.split()) == (["›1.0000003‹", "2"], ["›1‹", "2"])
    assert difference.split()[1] == "0"


def test_no_picture_shows_a_hidden_case(monkeypatch, capsys):
    said("relu_backward", lambda da, z: da * (z >= -9), thorough=True)
    assert capsys.readouterr().out == ""


# A part, for partial credit.


def _loss_alone(params, x, y, l2):
    """Right but for dW, which lacks the penalty."""
    q = QUESTIONS["ps1/mlp_loss_and_gradients"]
    loss, gradients = q.answer(params, x, y, l2)
    return loss, [(dW - l2 * W, db) for (W, _), (dW, db) in zip(params, gradients, strict=True)]


def test_a_part_passes_by_itself_and_a_wrong_one_is_named_by_the_whole(capsys):
    for part in ("loss", "db"):
        check("mlp_loss_and_gradients", _loss_alone, part=part, thorough=True)
        assert capsys.readouterr().out.startswith(f"{part} of mlp_loss_and_gradients is right: ")
    told = said("mlp_loss_and_gradients", _loss_alone, part="dW")
    assert "In a network 2-4-3, dW1[0, 0] is " in told
    assert told.endswith(" [ps1/mlp_loss_and_gradients: no_penalty_gradient]")


def test_a_layer_too_few_fails_every_part_that_has_layers():
    def answer(params, x, y, l2):
        loss, gradients = QUESTIONS["ps1/mlp_loss_and_gradients"].answer(params, x, y, l2)
        return loss, gradients[:-1]

    check("mlp_loss_and_gradients", answer, part="loss")
    for part in ("dW", "db"):
        assert "are missing" in said("mlp_loss_and_gradients", answer, part=part)


def test_a_part_that_is_not_there_is_an_error():
    with pytest.raises(ValueError, match="has no part 'W'; choose one of dW, db, loss"):
        check("mlp_loss_and_gradients", _loss_alone, part="W")
