"""How problem set 6 calls a student's function, and what it says of what comes back."""

import linecache
import math

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


def _as_dense(v, n, *, stride=1, padding=0):
    rows = (n + 2 * padding - len(v)) // stride + 1
    wide = np.array([[v[k - i * stride] if 0 <= k - i * stride < len(v) else 0.0
                      for k in range(n + 2 * padding)] for i in range(rows)])  # fmt: skip
    return wide[:, padding : padding + n]


def _counts(C, D, size, kernel, *, stride=1, padding=0):
    rows, columns = ((n + 2 * padding - m) // stride + 1 for n, m in zip(size, kernel, strict=True))
    inputs, weights = C * size[0] * size[1], C * kernel[0] * kernel[1]
    outputs = D * rows * columns
    return D * (weights + 1), outputs * (inputs + 1), outputs * weights


def _conv2d_backward(delta, x, V, *, stride=1, padding=0):
    around = [(0, 0)] * 2 + [(padding, padding)] * 2
    seen = view(np.pad(x, around), V.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    wide = np.zeros(np.pad(x, around).shape)
    writable = np.lib.stride_tricks.sliding_window_view(
        wide, V.shape[2:], axis=(2, 3), writeable=True
    )[:, :, ::stride, ::stride]
    for i, j in np.ndindex(delta.shape[2:]):
        writable[:, :, i, j] += np.tensordot(delta[:, :, i, j], V, axes=1)
    dx = wide[:, :, padding : padding + x.shape[2], padding : padding + x.shape[3]]
    return dx, np.einsum("ndij,ncijpq->dcpq", delta, seen), delta.sum(axis=(0, 2, 3))


def _shift_errors(f, x, *, stride=1):
    late = [f(np.roll(x, k)) for k in range(0, len(x), stride)]
    moved = max(np.abs(h - np.roll(late[0], k)).max() for k, h in enumerate(late))
    return moved, max(np.abs(h - late[0]).max() for h in late)


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("as_dense", _as_dense),
        ("counts", _counts),
        ("conv2d_backward", _conv2d_backward),
        ("shift_errors", _shift_errors),
    ],
)
def test_padding_and_stride_may_be_named_in_any_order(name, function):
    check(f"ps6/{name}", function, thorough=True)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_kernel_with_a_zero_in_it_that_is_overlooked_is_told(place):
    def answer(W):
        found = _kernel_of(W)
        return None if found is not None and not found[1:-1].all() else found

    told = said("kernel_of", answer, part="kernel")
    assert "a kernel may have zeros in it" in told
    assert told.endswith("[ps6/kernel_of: zero_excluded]")


@pytest.mark.parametrize(
    ("instead", "name", "words"),
    [
        (np.zeros(3), "zeros_for_none", "returned zeros, which is not None"),
        (np.full(3, np.nan), "nan_for_none", "returned nan, which is not None"),
        (False, "false_for_none", "returned False, which is not None"),
        ((None, False), "too_many", "2 values; expected kernel alone"),
    ],
)
def test_what_stands_for_none_is_told(instead, name, words):
    def answer(W):
        found = _kernel_of(W)
        return instead if found is None else found

    told = said("kernel_of", answer)
    assert words in told
    assert told.endswith(f"[ps6/kernel_of: {name}]")


@pytest.mark.parametrize("change", [list.sort, list.reverse, lambda places: places.pop()])
def test_a_list_of_places_that_changes_is_told(change):
    def answer(places, order, a=1.0):
        p, j = np.array(places, dtype=float), len(places)
        w = np.linalg.solve(p ** np.arange(j)[:, None], math.factorial(order) * np.eye(j)[order])
        while abs(w @ p**j) < 1e-9 * (abs(w) @ abs(p) ** j):
            j += 1
        change(places)
        return w / a**order, j - order

    told = said("stencil", answer)
    assert "changed its argument places in place; work on a copy instead" in told


def test_a_part_is_told_of_itself():
    def answer(delta, x, v):
        return np.convolve(delta, v) + 0.1 * np.convolve(delta, v) ** 2, np.arange(9)

    told = said("correlate_backward", answer, part="dx")
    assert "dv" not in told
    assert "In 7 numbers, a kernel of 3, dx[0]" in told
    assert "dv has too many entries" in said("correlate_backward", answer, part="dv")


def test_an_index_is_told_once():
    def answer(F, G):
        (r, c), shape = F.shape, np.add(F.shape, G.shape) - 1
        H = np.zeros(shape)
        for i, j, p, q in np.ndindex(*H.shape, *G.shape):
            if i - p < r and j - q < c:
                H[i, j] += G[p, q] * F[i - p, j - q]
        return H

    told = said("convolve", answer)
    assert told.count("IndexError") == 1
    assert "[ps6/convolve: negative_indices]" in told


@pytest.mark.parametrize(
    ("name", "function", "words"),
    [
        (
            "correlate",
            "def f(x, v, padding=0, stride=1):\n"
            "    xz = np.zeros(len(x) + 2 * padding)\n"
            "    xz[padding:-padding] = x\n"
            "    return np.correlate(xz, v)[::stride]",
            "Where padding is 0, padding:-padding is empty",
        ),
        (
            "derivatives",
            "def f(phi, a):\n    return 0, 0, np.diff(phi, 2, axis=0) + np.diff(phi, 2, axis=1)",
            "has to belong to the same points",
        ),
        (
            "convolve",
            "def f(F, G):\n"
            "    H = np.zeros((len(F) + len(G) - 1, len(F[0]) + len(G[0]) - 1))\n"
            "    H[:2, :2] += G * F\n"
            "    return H",
            "a copy of G takes k rows and l columns",
        ),
        (
            "as_dense",
            "def f(v, n, padding=0, stride=1):\n"
            "    W = np.zeros((n, n))\n"
            "    W[-1, n - 1 :] = v\n"
            "    return W",
            "has no column: put in its numbers one by one",
        ),
        (
            "conv2d",
            "def f(x, V, b, padding=0, stride=1):\n"
            "    w = np.lib.stride_tricks.sliding_window_view(x, V.shape[3:], axis=3)\n"
            "    return np.tensordot(w, V, axes=([1, 2, 4], [1, 2, 3]))",
            "np.pad(x, padding) would pad batch and channels too",
        ),
        (
            "stencil",
            "def f(places, order, a=1.0):\n    return places**2, 1",
            "A list does not compute",
        ),
    ],
)
def test_sizes_that_do_not_fit_get_the_advice_of_their_question(name, function, words):
    names = {"np": np}
    exec(compile(function, "<answer>", "exec"), names)
    linecache.cache["<answer>"] = (len(function), None, function.splitlines(keepends=True), "")
    assert words in said(name, names["f"])


@pytest.mark.parametrize(("mean", "name"), [(False, "listing"), (True, "listing_by_means")])
def test_the_listing_that_is_not_repaired_is_known(mean, name):
    def answer(fields, targets, m, lr, steps):
        V, losses = np.zeros((m, m)), []
        for _ in range(steps):
            for x, y in zip(fields, targets, strict=True):
                seen = view(x, (m, m))
                e = (seen * V).sum(axis=(2, 3)) - y
                gradient = 2 * (seen * e[..., None, None]).sum(axis=(0, 1))
                V = V - lr * gradient / (e.size if mean else 1)
            losses.append((e**2).mean())
        return V, np.array(losses)

    for part in ("V", "losses"):
        assert said("learn_kernel", answer, part=part).endswith(f"[ps6/learn_kernel: {name}]")


def test_a_part_is_named_whatever_is_wrong_with_the_others():
    def answer(delta, x, V, padding=0, stride=1):
        return 0, 0, delta.mean(axis=(0, 2, 3))

    told = said("conv2d_backward", answer, part="db")
    assert told.endswith("[ps6/conv2d_backward: db_averaged]")
    for part in ("dx", "dV"):
        assert said("conv2d_backward", answer, part=part).endswith("[ps6/conv2d_backward]")


def test_a_part_is_not_named_by_a_mistake_that_concerns_others():
    def answer(delta, x, v):
        dv = np.array([delta @ x[p : p + len(delta)] for p in range(len(v))])
        return dv, np.zeros(len(v))

    assert said("correlate_backward", answer, part="dx").endswith("[ps6/correlate_backward]")
