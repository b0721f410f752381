# %% [convolution] v reversed in the rows
def as_dense(v, n, padding=0, stride=1):
    wide = n + 2 * padding
    rows = []
    for start in range(0, wide - len(v) + 1, stride):
        row = np.zeros(wide)
        row[start : start + len(v)] = v[::-1]
        rows.append(row[padding : padding + n])
    return np.array(rows)

# %% [columns_of_padding] a matrix for the padded signal
def as_dense(v, n, padding=0, stride=1):
    wide = n + 2 * padding
    rows = []
    for start in range(0, wide - len(v) + 1, stride):
        rows.append([0.0] * start + list(v) + [0.0] * (wide - len(v) - start))
    return np.array(rows)

# %% [empty] cut off by negative numbers
def as_dense(v, n, padding=0, stride=1):
    wide = n + 2 * padding
    count = (wide - len(v)) // stride + 1
    W = np.zeros((count, wide))
    for i in range(count):
        W[i, i * stride : i * stride + len(v)] = v
    return W[:, padding:-padding]

# %% [negative_indices] Python takes -1 for the last column
def as_dense(v, n, padding=0, stride=1):
    W = np.zeros(((n + 2 * padding - len(v)) // stride + 1, n))
    for i in range(W.shape[0]):
        for p in range(len(v)):
            column = i * stride - padding + p
            if column < n:
                try:
                    W[i, column] = v[p]
                except IndexError:
                    pass
    return W

# %% [stride_ignored] every row one further
def as_dense(v, n, padding=0, stride=1):
    columns = []
    for k in range(n):
        unit = np.zeros(n + 2 * padding)
        unit[k + padding] = 1
        columns.append(np.correlate(unit, v, "valid"))
    return np.stack(columns, axis=1)

# %% [transposed] a column for each output
def as_dense(v, n, padding=0, stride=1):
    wide = n + 2 * padding
    W = np.zeros((wide, (wide - len(v)) // stride + 1))
    for i in range(W.shape[1]):
        W[i * stride : i * stride + len(v), i] = v
    return W[padding : padding + n]

# %% [padding_once] n + padding in the number of rows
def as_dense(v, n, padding=0, stride=1):
    rows = (n + padding - len(v)) // stride + 1
    return np.array(
        [
            [v[j] if 0 <= (j := k - i * stride + padding) < len(v) else 0.0 for k in range(n)]
            for i in range(rows)
        ]
    ).reshape(-1, n)

# %% [never_none] the first row is believed
def kernel_of(W):
    size = W.shape[1] - W.shape[0] + 1
    return np.array(W[0][:size])

# %% [exactly] == for floats
def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    v = W[0, :m]
    for i in range(rows):
        for k in range(n):
            p = k - i
            if W[i, k] != (v[p] if 0 <= p < m else 0):
                return None
    return v

# %% [numbers_but_zero] the kernel is what is not 0
def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    v = W[0, :m]
    built = np.zeros((rows, n))
    for i in range(rows):
        built[i, i : i + m] = v
    return v[np.nonzero(v)] if np.allclose(W, built) else None

# %% [circular] rows that are rolled
def kernel_of(W):
    rows, n = W.shape
    for i in range(1, rows):
        if not np.allclose(W[i], np.roll(W[i - 1], 1)):
            return None
    return W[0, : n - rows + 1]

# %% [false_for_none] False where there is none
def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    built = sum(W[0, p] * np.eye(rows, n, k=p) for p in range(m))
    if np.allclose(built, W):
        return W[0, :m]
    return False

# %% [nearly] a generous tolerance
def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    built = np.array([np.concatenate([np.zeros(i), W[0, :m], np.zeros(rows - 1 - i)]) for i in range(rows)])
    return W[0, :m] if np.max(np.abs(W - built)) < 0.1 else None
