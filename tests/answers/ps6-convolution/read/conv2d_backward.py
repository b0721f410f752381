# %% [dx_overwritten] dx without +=
def conv2d_backward(delta, x, V, padding=0, stride=1):
    xz = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    k, l = V.shape[2:]
    dxz, dV = np.zeros(xz.shape), np.zeros(V.shape)
    for i in range(delta.shape[2]):
        for j in range(delta.shape[3]):
            top, left = i * stride, j * stride
            dxz[:, :, top : top + k, left : left + l] = np.tensordot(delta[:, :, i, j], V, axes=1)
            dV += np.tensordot(delta[:, :, i, j].T, xz[:, :, top : top + k, left : left + l], axes=1)
    dx = dxz[:, :, padding : padding + x.shape[2], padding : padding + x.shape[3]]
    return dx, dV, delta.sum((0, 2, 3))

# %% [dx_empty] padding:-padding
def conv2d_backward(delta, x, V, padding=0, stride=1):
    xz = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    k, l = V.shape[2:]
    dxz, dV = np.zeros(xz.shape), np.zeros(V.shape)
    for i, j in np.ndindex(*delta.shape[2:]):
        place = np.s_[:, :, i * stride : i * stride + k, j * stride : j * stride + l]
        dxz[place] += np.einsum("nd,dcpq->ncpq", delta[:, :, i, j], V)
        dV += np.einsum("nd,ncpq->dcpq", delta[:, :, i, j], xz[place])
    return dxz[:, :, padding:-padding, padding:-padding], dV, np.einsum("ndij->d", delta)

# %% [dx_of_padding] nothing cut off
def conv2d_backward(delta, x, V, padding=0, stride=1):
    xz = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    N, D, rows, columns = delta.shape
    k, l = V.shape[2:]
    dxz, dV = np.zeros(xz.shape), np.zeros(V.shape)
    for p in range(k):
        for q in range(l):
            place = np.s_[:, :, p : p + rows * stride : stride, q : q + columns * stride : stride]
            part = xz[place][:, :, :rows, :columns]
            dV[:, :, p, q] = np.einsum("ndij,ncij->dc", delta, part)
            dxz[place][:, :, :rows, :columns] += np.einsum("ndij,dc->ncij", delta, V[:, :, p, q])
    return dxz, dV, delta.sum(axis=(0, 2, 3))

# %% [dV_batch_averaged] a mean over the images
def conv2d_backward(delta, x, V, padding=0, stride=1):
    xz = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    k, l = V.shape[2:]
    seen = np.lib.stride_tricks.sliding_window_view(xz, (k, l), axis=(2, 3))[:, :, ::stride, ::stride]
    dV = np.einsum("ndij,ncijpq->ndcpq", delta, seen).mean(axis=0)
    dxz = np.zeros(xz.shape)
    for i, j in np.ndindex(*delta.shape[2:]):
        dxz[:, :, i * stride : i * stride + k, j * stride : j * stride + l] += np.einsum(
            "nd,dcpq->ncpq", delta[:, :, i, j], V
        )
    dx = dxz[:, :, padding : padding + x.shape[2], padding : padding + x.shape[3]]
    return dx, dV, delta.sum(axis=(0, 2, 3))

# %% [db_by_image] summed over places alone
def conv2d_backward(delta, x, V, padding=0, stride=1):
    xz = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    k, l = V.shape[2:]
    dxz, dV = np.zeros(xz.shape), np.zeros(V.shape)
    for i in range(delta.shape[2]):
        for j in range(delta.shape[3]):
            rows, columns = slice(i * stride, i * stride + k), slice(j * stride, j * stride + l)
            dxz[:, :, rows, columns] += np.einsum("nd,dcpq->ncpq", delta[:, :, i, j], V)
            dV += np.einsum("nd,ncpq->dcpq", delta[:, :, i, j], xz[:, :, rows, columns])
    dx = dxz[:, :, padding : padding + x.shape[2], padding : padding + x.shape[3]]
    return dx, dV, delta.sum(axis=2).sum(axis=2)

# %% [db_averaged] a mean of delta
def conv2d_backward(delta, x, V, padding=0, stride=1):
    xz = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    k, l = V.shape[2:]
    dxz, dV, db = np.zeros(xz.shape), np.zeros(V.shape), np.zeros(len(V))
    for d in range(len(V)):
        db[d] = np.mean(delta[:, d])
        for n in range(len(x)):
            for i in range(delta.shape[2]):
                for j in range(delta.shape[3]):
                    rows, columns = slice(i * stride, i * stride + k), slice(j * stride, j * stride + l)
                    dV[d] += delta[n, d, i, j] * xz[n, :, rows, columns]
                    dxz[n, :, rows, columns] += delta[n, d, i, j] * V[d]
    height, width = x.shape[2:]
    return dxz[:, :, padding : padding + height, padding : padding + width], dV, db

# %% [dx_not_turned] the full correlation of delta
def conv2d_backward(delta, x, V, padding=0, stride=1):
    k, l = V.shape[2:]
    xz = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    spread = np.zeros((*delta.shape[:2], xz.shape[2] - k + 1, xz.shape[3] - l + 1))
    spread[:, :, ::stride, ::stride] = delta
    view = np.lib.stride_tricks.sliding_window_view
    around = np.pad(spread, ((0, 0), (0, 0), (k - 1, k - 1), (l - 1, l - 1)))
    dxz = np.einsum("ndijpq,dcpq->ncij", view(around, (k, l), axis=(2, 3)), V)
    dV = np.einsum("ndij,ncijpq->dcpq", spread, view(xz, (k, l), axis=(2, 3)))
    dx = dxz[:, :, padding : padding + x.shape[2], padding : padding + x.shape[3]]
    return dx, dV, delta.sum(axis=(0, 2, 3))

# %% [all_averaged] delta divided by N first
def conv2d_backward(delta, x, V, padding=0, stride=1):
    delta = delta / x.shape[0]
    xz = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    k, l = V.shape[2:]
    dxz, dV = np.zeros(xz.shape), np.zeros(V.shape)
    for i, j in np.ndindex(*delta.shape[2:]):
        place = np.s_[:, :, i * stride : i * stride + k, j * stride : j * stride + l]
        dxz[place] += np.einsum("nd,dcpq->ncpq", delta[:, :, i, j], V)
        dV += np.einsum("nd,ncpq->dcpq", delta[:, :, i, j], xz[place])
    dx = dxz[:, :, padding : padding + x.shape[2], padding : padding + x.shape[3]]
    return dx, dV, delta.sum(axis=(0, 2, 3))
