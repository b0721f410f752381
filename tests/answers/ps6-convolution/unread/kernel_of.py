# %% [never_none] only the first row is read: every matrix has a kernel
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    return W[0, :n - rows + 1]

# %% [off_the_band_ignored] off the band nothing is tested: only the diagonals
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    v = W[0, :m]
    for i in range(rows):
        if not np.allclose(W[i, i:i + m], v):
            return None
    return v

# %% [band_alone+exactly] only zeros off the band are tested, not that diagonals are equal
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    for i in range(rows):
        for k in range(n):
            if (k < i or k >= i + m) and W[i, k] != 0:
                return None
    return W[0, :m]

# %% [never_none] the mean over each diagonal, zeros not tested
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    return np.array([np.mean(np.diagonal(W, p)[:rows]) for p in range(m)])

# %% [diagonals_alone+exactly] compares the next rows only among inner places: W[i + 1, 1:] == W[i, :-1], which accepts any Toeplitz matrix
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    if np.array_equal(W[1:, 1:], W[:-1, :-1]):
        return W[0, :n - rows + 1]
    return None

# %% [circular] each row is compared with np.roll of the first: a kernel that comes in again at the other border is accepted
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    for i in range(rows):
        if not np.allclose(W[i], np.roll(W[0], i)):
            return None
    return W[0, :n - rows + 1]

# %% [as_many_as_rows] the kernel has n' numbers
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    v = W[0, :m]
    T = np.zeros_like(W)
    for i in range(rows):
        T[i, i:i + m] = v
    if np.allclose(T, W):
        return W[0, :rows]
    return None

# %% [whole_row+exactly] returns the whole first row, with its zeros
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    T = np.zeros(W.shape)
    for i in range(rows):
        T[i, i:i + m] = W[0, :m]
    return W[0] if np.array_equal(T, W) else None

# %% [zeros_cut_off+exactly] zeros at the ends of the kernel are stripped away
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    for i in range(rows):
        if np.any(W[i, :i] != 0) or np.any(W[i, i + m:] != 0) or np.any(W[i, i:i + m] != W[0, :m]):
            return None
    return np.trim_zeros(W[0, :m])

# %% [places_ignored] reads the kernel off the nonzero entries of the first row: a zero in the middle is lost
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    v = W[0][W[0] != 0]
    for i in range(rows):
        if not np.array_equal(W[i][W[i] != 0], v):
            return None
    return v

# %% [reversed] turned over
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    v = W[0, :m]
    for i in range(rows):
        row = np.zeros(n)
        row[i:i + m] = v
        if not np.allclose(row, W[i]):
            return None
    return v[::-1]

# %% [never_one] m = n - n': one number too few
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows
    v = W[0, :m]
    want = np.zeros((rows, n))
    for i in range(rows):
        want[i, i:i + m] = v
    return v if np.allclose(want, W) else None

# %% [shape_exchanged] rows and columns are exchanged in the shape
import numpy as np

def kernel_of(W):
    n, rows = W.shape
    m = n - rows + 1
    v = W[0, :m]
    want = np.zeros((rows, n))
    for i in range(rows):
        want[i, i:i + m] = v
    return v if want.shape == W.shape and np.allclose(want, W) else None

# %% [never_one] reads down the first column, as if W were transposed
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    v = W[:m, 0]
    want = np.zeros((rows, n))
    for i in range(rows):
        for p in range(len(v)):
            want[i, i + p] = v[p]
    return v if np.allclose(want, W) else None

# %% [false_for_none] returns False in place of None
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    v = W[0, :m]
    ok = all(np.array_equal(np.concatenate([np.zeros(i), v, np.zeros(n - m - i)]), W[i]) for i in range(rows))
    return v if ok else False

# %% [raises] raises an error where there is no kernel
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    v = W[0, :m]
    for i in range(rows):
        if not np.allclose(W[i, i:i + m], v) or np.abs(W[i]).sum() != np.abs(v).sum():
            raise ValueError("not a convolution")
    return v

# %% [zeros_for_none] np.zeros(m) in place of None
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    v = W[0, :m].copy()
    W2 = np.array(W)
    for i in range(rows):
        if not np.allclose(W2[i, i:i + m], v):
            return np.zeros(m)
        W2[i, i:i + m] = 0
    if np.any(W2 != 0):
        return np.zeros(m)
    return v

# %% [in_place] W is written over with zeros while testing
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    v = W[0, :m].copy()
    for i in range(rows):
        if not np.allclose(W[i, i:i + m], v):
            return None
        W[i, i:i + m] = 0
    if np.any(W != 0):
        return None
    return v

# %% [second_row_alone+one_row_excluded] the loop returns at the first row that fits
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    v = W[0, :m]
    for i in range(1, rows):
        row = np.zeros(n)
        row[i:i + m] = v
        if np.allclose(W[i], row):
            return v
        else:
            return None

# %% [first_and_last_row+exactly] only first and last row are compared
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    v = W[0, :m]
    if np.allclose(v, W[-1, -m:]) and np.all(W[0, m:] == 0) and np.all(W[-1, :n - m] == 0):
        return v
    return None

# %% [padding_too] a square band matrix is taken as a kernel with padding: the middle row is returned
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    mid = rows // 2
    cols = np.nonzero(W[mid])[0]
    if len(cols) == 0:
        return None
    off = cols - mid
    for i in range(rows):
        for o in range(-rows, n):
            k = i + o
            if 0 <= k < n:
                want = W[mid, mid + o] if 0 <= mid + o < n and o in off else 0
                if not np.isclose(W[i, k], want):
                    return None
    return W[mid, cols[0]:cols[-1] + 1]

# %% [nearly] W == 0 with a tolerance that is too coarse: small entries off the band are taken for zero
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    v = W[0, :m]
    T = np.zeros((rows, n))
    for i in range(rows):
        T[i, i:i + m] = v
    if np.allclose(W, T, atol=0.1):
        return v
    return None

# %% [never_none] tests by one random input only the shape: correlate(x, v) has as many numbers as W @ x
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    x = np.arange(n)
    v = W[0, :n - rows + 1]
    if len(np.correlate(x, v, "valid")) == len(W @ x):
        return v
    return None

# %% [sums] tests with the input of ones: row sums are equal
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    v = W[0, :n - rows + 1]
    if np.allclose(W @ np.ones(n), np.sum(v)):
        return v
    return None

# %% [one_column] tests with one unit vector in the middle
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    v = W[0, :n - rows + 1]
    e = np.zeros(n)
    e[n // 2] = 1
    if np.allclose(W @ e, np.correlate(e, v, "valid")):
        return v
    return None

# %% [zero_excluded] tests by columns: the nonzero count of each row is m (a kernel with a zero is refused)
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    v = W[0, :m]
    for i in range(rows):
        if np.count_nonzero(W[i]) != m or not np.allclose(W[i, i:i + m], v):
            return None
    return v

# %% [one_row_excluded] a single row is refused: "one row is a dense layer"
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    if rows < 2:
        return None
    m = n - rows + 1
    T = sum(W[0, p] * np.eye(rows, n, p) for p in range(m))
    return W[0, :m] if np.allclose(T, W) else None

# %% [exactly] compared with ==, so that rounding makes it None
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    T = np.zeros((rows, n))
    for p in range(m):
        T += W[0, p] * np.eye(rows, n, p)
    if (T == W).all():
        return W[0, :max(m, 0)]

# %% [truth_of_an_array] "if v:" on an array raises where there is a kernel
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    v = W[0, :m]
    for i in range(rows):
        if W[i, i:i + m] != v:
            return None
    return v

# %% [too_many] returns a tuple (v, True)
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    v = W[0, :m]
    T = np.array([np.r_[np.zeros(i), v, np.zeros(rows - 1 - i)] for i in range(rows)])
    same = np.allclose(T, W)
    return (v, True) if same else (None, False)

# %% [right] by the responses to unit vectors
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    if rows > n:
        return None
    v = W[0, :n - rows + 1]
    for k, e in enumerate(np.eye(n)):
        if not np.allclose(np.correlate(e, v, "valid"), W[:, k], atol=1e-12):
            return None
    return v

# %% [right] differences down the diagonals, on a frame of zeros
import numpy as np

def kernel_of(W):
    rows, n = np.shape(W)
    m = n - rows + 1
    if m < 1:
        return None
    sheared = np.array([np.roll(row, -i) for i, row in enumerate(W)])
    v = sheared.mean(axis=0)
    if np.allclose(sheared, v) and np.allclose(v[m:], 0):
        return list(v[:m])
    return None
