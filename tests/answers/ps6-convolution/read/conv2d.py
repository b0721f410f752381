# %% [convolution] kernels turned by half a turn
def conv2d(x, V, b, padding=0, stride=1):
    xz = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    seen = np.lib.stride_tricks.sliding_window_view(xz, V.shape[2:], axis=(2, 3))
    seen = seen[:, :, ::stride, ::stride]
    return np.einsum("ncijpq,dcpq->ndij", seen, np.flip(V, (2, 3))) + b.reshape(1, -1, 1, 1)

# %% [channels_exchanged] V as (C, D, k, l)
def conv2d(x, V, b, padding=0, stride=1):
    k, l = V.shape[2:]
    xz = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    rows = (xz.shape[2] - k) // stride + 1
    columns = (xz.shape[3] - l) // stride + 1
    h = np.zeros((len(x), len(b), rows, columns))
    for i in range(rows):
        for j in range(columns):
            patch = xz[:, :, i * stride : i * stride + k, j * stride : j * stride + l]
            h[:, :, i, j] = np.tensordot(patch, V, axes=([1, 2, 3], [0, 2, 3])) + b
    return h

# %% [last_channel_alone] = for += in the loop over channels
def conv2d(x, V, b, padding=0, stride=1):
    xz = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    N, C = x.shape[:2]
    D, _, k, l = V.shape
    rows = (xz.shape[2] - k) // stride + 1
    columns = (xz.shape[3] - l) // stride + 1
    h = np.zeros((N, D, rows, columns))
    for n in range(N):
        for d in range(D):
            for c in range(C):
                for i in range(rows):
                    for j in range(columns):
                        patch = xz[n, c, i * stride : i * stride + k, j * stride : j * stride + l]
                        h[n, d, i, j] = np.sum(patch * V[d, c]) + b[d]
    return h

# %% [bias_for_each_channel] the bias inside of the loop
def conv2d(x, V, b, padding=0, stride=1):
    xz = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    D, C, k, l = V.shape
    rows = (xz.shape[2] - k) // stride + 1
    columns = (xz.shape[3] - l) // stride + 1
    h = np.zeros((len(x), D, rows, columns))
    for d in range(D):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    patch = xz[:, c, i * stride : i * stride + k, j * stride : j * stride + l]
                    h[:, d, i, j] += (patch * V[d, c]).sum(axis=(1, 2)) + b[d]
    return h

# %% [no_bias] forgotten
def conv2d(x, V, b, padding=0, stride=1):
    xz = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    D, C, k, l = V.shape
    rows = (xz.shape[2] - k) // stride + 1
    columns = (xz.shape[3] - l) // stride + 1
    h = 0
    for p in range(k):
        for q in range(l):
            part = xz[:, :, p : p + stride * rows : stride, q : q + stride * columns : stride]
            h = h + np.einsum("ncij,dc->ndij", part[:, :, :rows, :columns], V[:, :, p, q])
    return h

# %% [padding_ignored] never read
def conv2d(x, V, b, padding=0, stride=1):
    if any(n < m for n, m in zip(x.shape[2:], V.shape[2:])):
        return np.zeros((len(x), len(V), 0, 0))
    patches = np.lib.stride_tricks.sliding_window_view(x, V.shape[2:], axis=(-2, -1))
    patches = patches[..., ::stride, ::stride, :, :]
    out = np.tensordot(patches, V, axes=([1, 4, 5], [1, 2, 3]))
    return np.moveaxis(out + b, -1, 1)

# %% [stride_of_rows_alone] the second slice without a step
def conv2d(x, V, b, padding=0, stride=1):
    xz = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    patches = np.lib.stride_tricks.sliding_window_view(xz, V.shape[2:], axis=(2, 3))
    return np.einsum("ncijpq,dcpq->ndij", patches[:, :, ::stride], V) + b[None, :, None, None]

# %% [channels_last] the order of the axes
def conv2d(x, V, b, padding=0, stride=1):
    xz = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    patches = np.lib.stride_tricks.sliding_window_view(xz, V.shape[2:], axis=(2, 3))
    patches = patches[:, :, ::stride, ::stride]
    return np.tensordot(patches, V, axes=([1, 4, 5], [1, 2, 3])) + b

# %% [cut_to_whole] a result of the type of x
def conv2d(x, V, b, padding=0, stride=1):
    xz = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    D, C, k, l = V.shape
    h = np.zeros((len(x), D, (xz.shape[2] - k) // stride + 1, (xz.shape[3] - l) // stride + 1), x.dtype)
    for i in range(h.shape[2]):
        for j in range(h.shape[3]):
            patch = xz[:, :, i * stride : i * stride + k, j * stride : j * stride + l]
            h[:, :, i, j] = np.einsum("ncpq,dcpq->nd", patch, V) + b
    return h
