"""How problem set 6 calls a student's function, and what it says of what comes back."""

import numpy as np
import pytest

from trainlab.checks import CheckFailed, check

view = np.lib.stride_tricks.sliding_window_view


def said(name, function, **options) -> str:
    with pytest.raises(CheckFailed) as failed:
        check(f"ps6/{name}", function, **options)
    return str(failed.value)


def test_padding_and_stride_have_points_of_their_own(capsys):
    def no_stride(x, v, padding=0, stride=1):
        return view(np.pad(x, padding), len(v)) @ v

    for part in ("plain", "padded"):
        check("ps6/correlate", no_stride, part=part, thorough=True)
        assert f"{part} of correlate is right" in capsys.readouterr().out
    assert said("correlate", no_stride, part="strided").endswith("[ps6/correlate: stride_ignored]")


def test_a_layer_without_padding_is_right_in_part():
    def no_padding(x, V, b, padding=0, stride=1):
        seen = view(x, V.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
        return np.einsum("ncijpq,dcpq->ndij", seen, V) + b[:, None, None]

    check("ps6/conv2d", no_padding, part="plain", thorough=True)
    assert said("conv2d", no_padding, part="padded").endswith("[ps6/conv2d: padding_ignored]")


def test_two_mistakes_in_two_outputs_are_both_named():
    def answer(n, layers):
        for m, padding, stride in layers:
            n = (n + padding - m) // stride + 1
        return n, 1 + sum(m - 1 for m, _, _ in layers)

    assert said("sizes", answer).endswith("[ps6/sizes: padding_once+strides_ignored]")
    assert said("sizes", answer, thorough=True, part="field").endswith("+strides_ignored]")


def test_other_names_of_padding_and_stride_are_told():
    told = said("correlate", lambda x, v, pad=0, step=1: np.correlate(x, v))
    assert "padding and stride are handed in by their names" in told


def test_nothing_is_said_to_be_nothing():
    assert "nothing (None); expected h" in said("correlate", lambda x, v, padding=0, stride=1: None)


def test_a_signal_that_is_written_over_is_told():
    def answer(x, v, padding=0, stride=1):
        x *= 1.5
        return view(np.pad(x, padding), len(v))[::stride] @ v

    assert "changed its argument x in place" in said("correlate", answer)


def test_a_bias_along_the_columns_gets_advice():
    def answer(x, V, b, padding=0, stride=1):
        seen = view(np.pad(x, [(0, 0)] * 2 + [(padding, padding)] * 2), V.shape[2:], axis=(2, 3))
        return np.einsum("ncijpq,dcpq->ndij", seen[:, :, ::stride, ::stride], V) + b

    told = said("conv2d", answer)
    assert "b is added along the columns" in told
    assert "[ps6/conv2d: bias_by_column" in told


def test_a_window_that_is_cut_at_the_border_gets_advice():
    def answer(x, v, padding=0, stride=1):
        wide = np.pad(x, padding)
        return np.array([wide[i : i + len(v)] @ v for i in range(0, len(wide), stride)])

    assert "Window and kernel differ in size" in said("correlate", answer)


def test_an_index_beyond_the_border_gets_advice():
    def answer(delta, x, v):
        dx = np.zeros(len(delta))
        for i in range(len(delta)):
            for p in range(len(v)):
                dx[i + p] += delta[i] * v[p]
        return dx, dx

    assert "An index goes beyond the border" in said("correlate_backward", answer)


def test_a_broken_size_gets_advice():
    def answer(v, n, padding=0, stride=1):
        return np.zeros(((n + 2 * padding - len(v)) / stride + 1, n))

    assert "divide by //" in said("as_dense", answer)


def _kernel_of(W):
    rows, n = W.shape
    v = W[0, : n - rows + 1]
    right = sum(number * np.eye(rows, n, k=p) for p, number in enumerate(v))
    return v if np.allclose(W, right) else None


def test_a_right_test_for_kernels_passes():
    check("ps6/kernel_of", _kernel_of, thorough=True)


def test_a_test_for_kernels_by_a_wrong_layer_is_sent_back_to_the_layer():
    names = {"check": check}
    exec(
        "import numpy as np\n"
        "def as_dense(v, n, padding=0, stride=1):\n"
        "    return sum(w * np.eye(n - len(v) + 1, n, k=p) for p, w in enumerate(v[::-1]))\n"
        "def kernel_of(W):\n"
        "    v = W[0, : W.shape[1] - len(W) + 1]\n"
        "    return v if np.allclose(W, as_dense(v, W.shape[1])) else None\n",
        names,
    )
    with pytest.raises(CheckFailed, match="your as_dense fails its own check; mend that first"):
        exec("check('ps6/kernel_of', kernel_of, part='kernel')", names)


def test_whether_there_is_a_kernel_has_points_of_its_own():
    def always(W):
        return W[0, : W.shape[1] - len(W) + 1]

    check("ps6/kernel_of", always, part="kernel", thorough=True)
    told = said("kernel_of", always, part="none")
    assert told.endswith("[ps6/kernel_of: never_none]")
    assert "this should be so, and is not: where W is not the cross-correlation" in told
    check("ps6/kernel_of", lambda W: None, part="none", thorough=True)
    assert "this W is a cross-correlation" in said("kernel_of", lambda W: None, part="kernel")


@pytest.mark.parametrize(
    ("overlooked", "name", "words"),
    [
        (lambda W: len(W) == 1, "one_row_excluded", "with one output W is its own kernel"),
        (lambda W: not W.any(), "zeros_excluded", "a kernel of zeros is a kernel"),
        (lambda W: len(W) == W.shape[1] > 1, "square_excluded", "a kernel of one number"),
        (
            lambda W: W.shape == (4, 6) and 0 < abs(W[1, 0]) < 1e-9,
            "exactly",
            "these differ by rounding alone",
        ),
    ],
)
def test_kernels_that_are_overlooked_are_told_one_by_one(overlooked, name, words):
    answer = lambda W: None if overlooked(W) else _kernel_of(W)
    check("ps6/kernel_of", answer)
    told = said("kernel_of", answer, thorough=True)
    assert words in told
    assert told.endswith(f"[ps6/kernel_of: {name}]")


@pytest.mark.parametrize("instead", [False, np.False_, [], np.array([]), "none"])
def test_what_is_not_none_is_told(instead):
    def answer(W):
        found = _kernel_of(W)
        return instead if found is None else found

    told = said("kernel_of", answer)
    assert "which is not None; where W is no cross-correlation, return None" in told
    assert told.endswith("[ps6/kernel_of: false_for_none]")


def test_a_function_that_is_handed_in_is_called_with_arrays_alone():
    seen = []

    def answer(f, x, stride=1):
        h = f(x)
        seen.append((np.shape(x), np.shape(h), stride))
        late = [f(np.roll(x, k * stride)) for k in range(len(h))]
        one = max(abs(late[k] - np.roll(h, k)).max() for k in range(len(h)))
        return one, max(abs(a - h).max() for a in late)

    check("ps6/shift_errors", answer, thorough=True)
    assert all(n == count * stride for (n,), (count,), stride in seen)


def test_a_singular_system_and_whole_powers_get_advice():
    def singular(places, order, a=1.0):
        P = [[p ** (j + 0 * p) for p in places] for j in [1] * len(places)]
        return np.linalg.solve(P, np.zeros(len(places))), 1

    assert "Two equations are alike" in said("stencil", singular)

    def whole(places, order, a=1.0):
        return np.array(places) ** np.array(-order), 1

    assert "make floats first" in said("stencil", whole)


def test_learning_by_a_rate_that_grows_is_right_too():
    def answer(fields, targets, m, lr, steps):
        X = view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
        y, v, losses = targets.ravel(), np.zeros(m * m), []
        for _ in range(steps):
            losses.append(((X @ v - y) ** 2).mean())
            v = v - lr * 2 / len(y) * (X @ v - y) @ X
        return v.reshape(m, m), [*losses, ((X @ v - y) ** 2).mean()]

    check("ps6/learn_kernel", answer, thorough=True)
