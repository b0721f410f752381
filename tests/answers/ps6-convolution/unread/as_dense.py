# %% [transposed] transposed: (n, n')
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    m = len(v)
    rows = (n + 2 * padding - m) // stride + 1
    W = np.zeros((n, rows))
    for i in range(rows):
        for p in range(m):
            k = i * stride + p - padding
            if 0 <= k < n:
                W[k, i] = v[p]
    return W

# %% [convolution] the kernel is turned over in the rows
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    m = len(v)
    rows = (n + 2 * padding - m) // stride + 1
    W = np.zeros((rows, n + 2 * padding))
    for i in range(rows):
        W[i, i * stride:i * stride + m] = v[::-1]
    return W[:, padding:padding + n]

# %% [columns_of_padding] the columns of the padding are kept
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    m = len(v)
    N = n + 2 * padding
    rows = (N - m) // stride + 1
    W = np.zeros((rows, N))
    for i in range(rows):
        W[i, i * stride:i * stride + m] = v
    return W

# %% [empty] the columns of the padding are cut by -padding: empty without padding
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    m = len(v)
    N = n + 2 * padding
    W = np.zeros(((N - m) // stride + 1, N))
    for i in range(len(W)):
        W[i, i * stride:i * stride + m] = v
    return W[:, padding:-padding]

# %% [same_size] square: n rows whatever the kernel (zero rows or cut off)
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    W = np.zeros((n, n))
    for i in range(n):
        for p in range(len(v)):
            k = i * stride + p - padding
            if 0 <= k < n:
                W[i, k] = v[p]
    return W

# %% [padding_ignored] the padding is ignored
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    m = len(v)
    rows = (n - m) // stride + 1
    return np.array([[v[k - i * stride] if 0 <= k - i * stride < m else 0.0 for k in range(n)] for i in range(rows)])

# %% [stride_ignored] the stride is ignored
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    m = len(v)
    rows = n + 2 * padding - m + 1
    W = sum(v[p] * np.eye(rows, n, p - padding) for p in range(m))
    return W

# %% [stride_in_rows_alone] the rows are right in number, and all shifted by one only
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    rows = (n + 2 * padding - len(v)) // stride + 1
    return sum(v[p] * np.eye(rows, n, p - padding) for p in range(len(v)))

# %% [negative_indices] places before the first wrap around: negative index
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    m = len(v)
    rows = (n + 2 * padding - m) // stride + 1
    W = np.zeros((rows, n))
    for i in range(rows):
        for p in range(m):
            k = i * stride + p - padding
            if k < n:
                W[i, k] = v[p]
    return W

# %% [wrapped] circulant: modulo n at the border
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    m = len(v)
    rows = (n + 2 * padding - m) // stride + 1
    W = np.zeros((rows, n))
    for i in range(rows):
        for p in range(m):
            W[i, (i * stride + p - padding) % n] += v[p]
    return W

# %% [wrapped] by np.roll of the first row, with padding put in the first row: comes round
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    m = len(v)
    first = np.zeros(n)
    first[:m] = v
    rows = (n + 2 * padding - m) // stride + 1
    return np.array([np.roll(first, i * stride - padding) for i in range(rows)])

# %% [padding_the_other_way] the padding is added in place of subtracted
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    m = len(v)
    rows = (n + 2 * padding - m) // stride + 1
    W = np.zeros((rows, n))
    for i in range(rows):
        for p in range(m):
            k = i * stride + p + padding
            if 0 <= k < n:
                W[i, k] = v[p]
    return W

# %% [beyond_the_end] out of bounds with padding: no test whether the place is inside
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    m = len(v)
    rows = (n + 2 * padding - m) // stride + 1
    W = np.zeros((rows, n))
    for i in range(rows):
        for p in range(m):
            W[i, i * stride + p - padding] = v[p]
    return W

# %% [kernel_not_cut] slices assign a whole kernel: shapes differ at the border
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    m = len(v)
    rows = (n + 2 * padding - m) // stride + 1
    W = np.zeros((rows, n))
    for i in range(rows):
        start = max(0, i * stride - padding)
        W[i, start:start + m] = v
    return W

# %% [cut_at_the_wrong_side] at the border the kernel is cut at the wrong side: v[:left] for the first rows
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    m = len(v)
    rows = (n + 2 * padding - m) // stride + 1
    W = np.zeros((rows, n))
    for i in range(rows):
        start = i * stride - padding
        lo, hi = max(start, 0), min(start + m, n)
        W[i, lo:hi] = v[:hi - lo]
    return W

# %% [last_place_missing] a row too few
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    m = len(v)
    N = n + 2 * padding
    W = []
    for i in range(0, N - m, stride):
        row = np.zeros(N)
        row[i:i + m] = v
        W.append(row[padding:padding + n])
    return np.array(W)

# %% [one_row] returns a list of rows that are all the same array
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    m = len(v)
    N = n + 2 * padding
    rows = (N - m) // stride + 1
    W = [[0.0] * N] * rows
    for i in range(rows):
        for p in range(m):
            W[i][i * stride + p] = v[p]
    return np.array(W)[:, padding:padding + n]

# %% [transposed] applied to the identity matrix by correlation of its rows, not transposed back
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    W = []
    for k in range(n):
        e = np.zeros(n)
        e[k] = 1
        W.append(np.correlate(np.pad(e, padding), v, "valid")[::stride])
    return np.array(W)

# %% [convolution] the unit vectors' responses by np.convolve: turned over
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    return np.stack([np.convolve(np.pad(e, padding), v, "valid")[::stride] for e in np.eye(n)], axis=1)

# %% [cut_to_whole] an array of whole numbers takes the weights
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    m = len(v)
    rows = (n + 2 * padding - m) // stride + 1
    W = np.zeros((rows, n), dtype=int)
    for i in range(rows):
        for k in range(n):
            p = k + padding - i * stride
            if 0 <= p < m:
                W[i, k] = v[p]
    return W

# %% [last_weight_missing] p < m - 1: the last weight is left out
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    m = len(v)
    rows = (n + 2 * padding - m) // stride + 1
    W = np.zeros((rows, n))
    for i in range(rows):
        for k in range(n):
            p = k + padding - i * stride
            if 0 <= p < m - 1:
                W[i, k] = v[p]
    return W

# %% [mask] only the number of weights, ones in place of the kernel's numbers
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    m = len(v)
    rows = (n + 2 * padding - m) // stride + 1
    i, k = np.indices((rows, n))
    p = k + padding - i * stride
    return ((p >= 0) & (p < m)).astype(float)

# %% [padding_shared] the padding is divided among both ends: padding // 2 each
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    m = len(v)
    rows = (n + padding - m) // stride + 1
    W = np.zeros((rows, n + padding))
    for i in range(rows):
        W[i, i * stride:i * stride + m] = v
    left = padding // 2
    return W[:, left:left + n]

# %% [centred] symmetric band around the diagonal, as in the lecture: k = i + p - m // 2, whatever the padding
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    m = len(v)
    rows = (n + 2 * padding - m) // stride + 1
    W = np.zeros((rows, n))
    for i in range(rows):
        for p in range(m):
            k = i * stride + p - m // 2
            if 0 <= k < n:
                W[i, k] = v[p]
    return W

# %% [border_repeated] where padding hides the kernel the weights are added to the edge
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    m = len(v)
    rows = (n + 2 * padding - m) // stride + 1
    W = np.zeros((rows, n))
    for i in range(rows):
        for p in range(m):
            W[i, np.clip(i * stride + p - padding, 0, n - 1)] += v[p]
    return W

# %% [no_return] forgets to return
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    W = np.zeros(((n + 2 * padding - len(v)) // stride + 1, n))
    for i in range(W.shape[0]):
        for k in range(n):
            if 0 <= k + padding - i * stride < len(v):
                W[i, k] = v[k + padding - i * stride]

# %% [not_rounded] the size from the formula with the real division: a float as a shape
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    m = len(v)
    rows = (n + 2 * padding - m) / stride + 1
    W = np.zeros((rows, n))
    for i in range(rows):
        W[i, i * stride - padding:i * stride - padding + m] = v
    return W

# %% [right] indices with np.where and clip
import numpy as np

def as_dense(v, n, padding=0, stride=1):
    v = np.asarray(v)
    rows = (n + 2 * padding - len(v)) // stride + 1
    p = np.arange(n)[None, :] + padding - stride * np.arange(rows)[:, None]
    return np.where((p >= 0) & (p < len(v)), v[np.clip(p, 0, len(v) - 1)], 0.0)

# %% [right] column by column: what each input does, as lists
def as_dense(v, n, padding=0, stride=1):
    rows = (n + 2 * padding - len(v)) // stride + 1
    columns = []
    for k in range(n):
        column = [0.0] * rows
        for p, weight in enumerate(v):
            i, rest = divmod(k + padding - p, stride)
            if rest == 0 and 0 <= i < rows:
                column[i] = float(weight)
        columns.append(column)
    return [list(row) for row in zip(*columns)]
