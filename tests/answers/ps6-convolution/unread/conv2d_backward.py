# %% [dx_of_padding] dx with the padding still around it
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    k, l = V.shape[2:]
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV = np.zeros(z.shape), np.zeros(V.shape)
    for i in range(delta.shape[2]):
        for j in range(delta.shape[3]):
            s = np.s_[:, :, i * stride:i * stride + k, j * stride:j * stride + l]
            dz[s] += np.einsum("nd,dcpq->ncpq", delta[:, :, i, j], V)
            dV += np.einsum("nd,ncpq->dcpq", delta[:, :, i, j], z[s])
    return dz, dV, delta.sum(axis=(0, 2, 3))

# %% [dx_empty] padding cut by [padding:-padding]: empty when there is none
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    k, l = V.shape[2:]
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV = np.zeros(z.shape), np.zeros(V.shape)
    for i in range(delta.shape[2]):
        for j in range(delta.shape[3]):
            s = np.s_[:, :, i * stride:i * stride + k, j * stride:j * stride + l]
            dz[s] += np.einsum("nd,dcpq->ncpq", delta[:, :, i, j], V)
            dV += np.einsum("nd,ncpq->dcpq", delta[:, :, i, j], z[s])
    return dz[:, :, padding:-padding, padding:-padding], dV, delta.sum(axis=(0, 2, 3))

# %% [dx_overwritten] dx by = in place of +=
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    k, l = V.shape[2:]
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV = np.zeros_like(z), np.zeros_like(V)
    for i, j in np.ndindex(delta.shape[2:]):
        a, b = i * stride, j * stride
        dz[:, :, a:a + k, b:b + l] = np.tensordot(delta[:, :, i, j], V, axes=1)
        dV += np.tensordot(delta[:, :, i, j].T, z[:, :, a:a + k, b:b + l], axes=1)
    return dz[:, :, padding:padding + H, padding:padding + W], dV, delta.sum((0, 2, 3))

# %% [dV_batch_averaged] dV is the mean over the examples
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    k, l = V.shape[2:]
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV = np.zeros_like(z), np.zeros_like(V)
    for i, j in np.ndindex(delta.shape[2:]):
        a, b = i * stride, j * stride
        dz[:, :, a:a + k, b:b + l] += np.tensordot(delta[:, :, i, j], V, axes=1)
        dV += np.tensordot(delta[:, :, i, j].T, z[:, :, a:a + k, b:b + l], axes=1) / N
    return dz[:, :, padding:padding + H, padding:padding + W], dV, delta.sum((0, 2, 3))

# %% [parameters_averaged] dV and db are means over the examples
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    k, l = V.shape[2:]
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    w = np.lib.stride_tricks.sliding_window_view(z, (k, l), axis=(2, 3))[:, :, ::stride, ::stride]
    dV = np.einsum("ndij,ncijpq->dcpq", delta, w) / N
    dz = np.zeros_like(z)
    for i, j in np.ndindex(delta.shape[2:]):
        dz[:, :, i * stride:i * stride + k, j * stride:j * stride + l] += np.tensordot(delta[:, :, i, j], V, axes=1)
    return dz[:, :, padding:padding + H, padding:padding + W], dV, delta.sum((0, 2, 3)) / N

# %% [db_averaged] db is the mean over examples and places
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    k, l = V.shape[2:]
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    w = np.lib.stride_tricks.sliding_window_view(z, (k, l), axis=(2, 3))[:, :, ::stride, ::stride]
    dV = np.einsum("ndij,ncijpq->dcpq", delta, w)
    dz = np.zeros_like(z)
    for i, j in np.ndindex(delta.shape[2:]):
        dz[:, :, i * stride:i * stride + k, j * stride:j * stride + l] += np.tensordot(delta[:, :, i, j], V, axes=1)
    return dz[:, :, padding:padding + H, padding:padding + W], dV, delta.mean(axis=(0, 2, 3))

# %% [db_by_place] db is summed over the examples alone
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    k, l = V.shape[2:]
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    w = np.lib.stride_tricks.sliding_window_view(z, (k, l), axis=(2, 3))[:, :, ::stride, ::stride]
    dV = np.einsum("ndij,ncijpq->dcpq", delta, w)
    dz = np.zeros_like(z)
    for i, j in np.ndindex(delta.shape[2:]):
        dz[:, :, i * stride:i * stride + k, j * stride:j * stride + l] += np.tensordot(delta[:, :, i, j], V, axes=1)
    return dz[:, :, padding:padding + H, padding:padding + W], dV, delta.sum(axis=0)

# %% [db_by_image] db is summed over the places alone: (N, D)
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV = np.zeros_like(z), np.zeros_like(V)
    db = delta.sum(axis=(2, 3))
    for n in range(N):
        for d in range(D):
            for i in range(delta.shape[2]):
                for j in range(delta.shape[3]):
                    a, b = i * stride, j * stride
                    dz[n, :, a:a + k, b:b + l] += delta[n, d, i, j] * V[d]
                    dV[d] += delta[n, d, i, j] * z[n, :, a:a + k, b:b + l]
    return dz[:, :, padding:padding + H, padding:padding + W], dV, db

# %% [db_of_ones] db is the number of places: as if delta were ones
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV = np.zeros_like(z), np.zeros_like(V)
    db = np.zeros(D)
    for n, d, i, j in np.ndindex(delta.shape):
        a, b = i * stride, j * stride
        dz[n, :, a:a + k, b:b + l] += delta[n, d, i, j] * V[d]
        dV[d] += delta[n, d, i, j] * z[n, :, a:a + k, b:b + l]
        db[d] += 1
    return dz[:, :, padding:padding + H, padding:padding + W], dV, db

# %% [dx_last] the order: dV, db, dx
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV, db = np.zeros_like(z), np.zeros_like(V), np.zeros(D)
    for n, d, i, j in np.ndindex(delta.shape):
        a, b = i * stride, j * stride
        dz[n, :, a:a + k, b:b + l] += delta[n, d, i, j] * V[d]
        dV[d] += delta[n, d, i, j] * z[n, :, a:a + k, b:b + l]
        db[d] += delta[n, d, i, j]
    return dV, db, dz[:, :, padding:padding + H, padding:padding + W]

# %% [too_few] dx and dV alone, without db
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV = np.zeros_like(z), np.zeros_like(V)
    for n, d, i, j in np.ndindex(delta.shape):
        a, b = i * stride, j * stride
        dz[n, :, a:a + k, b:b + l] += delta[n, d, i, j] * V[d]
        dV[d] += delta[n, d, i, j] * z[n, :, a:a + k, b:b + l]
    return dz[:, :, padding:padding + H, padding:padding + W], dV

# %% [dV_padding_ignored] padding ignored in dV: x in place of the padded one, indices wrong
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    dz = np.zeros((N, C, H + 2 * padding, W + 2 * padding))
    dV, db = np.zeros_like(V), delta.sum(axis=(0, 2, 3))
    z = np.zeros_like(dz)
    z[:, :, :H, :W] = x
    for n, d, i, j in np.ndindex(delta.shape):
        a, b = i * stride, j * stride
        dz[n, :, a:a + k, b:b + l] += delta[n, d, i, j] * V[d]
        dV[d] += delta[n, d, i, j] * z[n, :, a:a + k, b:b + l]
    return dz[:, :, padding:padding + H, padding:padding + W], dV, db

# %% [dx_not_moved] dx is cut at the upper left: [:H, :W] in place of the middle
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV, db = np.zeros_like(z), np.zeros_like(V), delta.sum(axis=(0, 2, 3))
    for n, d, i, j in np.ndindex(delta.shape):
        a, b = i * stride, j * stride
        dz[n, :, a:a + k, b:b + l] += delta[n, d, i, j] * V[d]
        dV[d] += delta[n, d, i, j] * z[n, :, a:a + k, b:b + l]
    return dz[:, :, :H, :W], dV, db

# %% [dx_stride_ignored+dV_stride_ignored] the stride is ignored: windows at i, j
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV, db = np.zeros_like(z), np.zeros_like(V), np.zeros(D)
    for i in range(delta.shape[2]):
        for j in range(delta.shape[3]):
            d = delta[:, :, i, j]
            dz[:, :, i:i + k, j:j + l] += np.einsum("nd,dcpq->ncpq", d, V)
            dV += np.einsum("nd,ncpq->dcpq", d, z[:, :, i:i + k, j:j + l])
            db += d.sum(axis=0)
    return dz[:, :, padding:padding + H, padding:padding + W], dV, db

# %% [dV_stride_ignored] the stride is there for dx, not for dV
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV, db = np.zeros_like(z), np.zeros_like(V), np.zeros(D)
    for i in range(delta.shape[2]):
        for j in range(delta.shape[3]):
            d = delta[:, :, i, j]
            dz[:, :, i * stride:i * stride + k, j * stride:j * stride + l] += np.einsum("nd,dcpq->ncpq", d, V)
            dV += np.einsum("nd,ncpq->dcpq", d, z[:, :, i:i + k, j:j + l])
            db += d.sum(axis=0)
    return dz[:, :, padding:padding + H, padding:padding + W], dV, db

# %% [dx_not_turned] dx with the kernel turned over in the scatter: flipped twice
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV, db = np.zeros_like(z), np.zeros_like(V), delta.sum(axis=(0, 2, 3))
    K = V[:, :, ::-1, ::-1]
    for n, d, i, j in np.ndindex(delta.shape):
        a, b = i * stride, j * stride
        dz[n, :, a:a + k, b:b + l] += delta[n, d, i, j] * K[d]
        dV[d] += delta[n, d, i, j] * z[n, :, a:a + k, b:b + l]
    return dz[:, :, padding:padding + H, padding:padding + W], dV, db

# %% [dx_not_turned] dx as correlation of the padded delta with V, not turned over (stride by zeros between)
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    wide = np.zeros((N, D, z.shape[2] - k + 1, z.shape[3] - l + 1))
    wide[:, :, ::stride, ::stride] = delta
    w = np.lib.stride_tricks.sliding_window_view
    dV = np.einsum("ndij,ncpqij->dcpq", wide, w(z, wide.shape[2:], axis=(2, 3)))
    full = np.pad(wide, ((0, 0), (0, 0), (k - 1, k - 1), (l - 1, l - 1)))
    dz = np.einsum("ndijpq,dcpq->ncij", w(full, (k, l), axis=(2, 3)), V)
    return dz[:, :, padding:padding + H, padding:padding + W], dV, wide.sum(axis=(0, 2, 3))

# %% [dx_not_spread] the zeros between for a stride are forgotten: full convolution of delta itself
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    w = np.lib.stride_tricks.sliding_window_view
    dV = np.einsum("ndij,ncijpq->dcpq", delta, w(z, (k, l), axis=(2, 3))[:, :, ::stride, ::stride])
    full = np.pad(delta, ((0, 0), (0, 0), (k - 1, k - 1), (l - 1, l - 1)))
    dz = np.einsum("ndijpq,dcpq->ncij", w(full, (k, l), axis=(2, 3)), V[:, :, ::-1, ::-1])
    return dz[:, :, padding:padding + H, padding:padding + W], dV, delta.sum(axis=(0, 2, 3))

# %% [dx_rest_missing] rows that the stride leaves over are forgotten: dx is too small
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    Ho, Wo = delta.shape[2:]
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    w = np.lib.stride_tricks.sliding_window_view
    dV = np.einsum("ndij,ncijpq->dcpq", delta, w(z, (k, l), axis=(2, 3))[:, :, ::stride, ::stride])
    wide = np.zeros((N, D, (Ho - 1) * stride + 1, (Wo - 1) * stride + 1))
    wide[:, :, ::stride, ::stride] = delta
    full = np.pad(wide, ((0, 0), (0, 0), (k - 1, k - 1), (l - 1, l - 1)))
    dz = np.einsum("ndijpq,dcpq->ncij", w(full, (k, l), axis=(2, 3)), V[:, :, ::-1, ::-1])
    return dz[:, :, padding:padding + H, padding:padding + W], dV, delta.sum(axis=(0, 2, 3))

# %% [dV_turned] dV turned over
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV, db = np.zeros_like(z), np.zeros_like(V), delta.sum(axis=(0, 2, 3))
    for n, d, i, j in np.ndindex(delta.shape):
        a, b = i * stride, j * stride
        dz[n, :, a:a + k, b:b + l] += delta[n, d, i, j] * V[d]
        dV[d] += delta[n, d, i, j] * z[n, :, a:a + k, b:b + l]
    return dz[:, :, padding:padding + H, padding:padding + W], np.flip(dV, axis=(2, 3)), db

# %% [dV_exchanged] dV as (C, D, k, l)
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    w = np.lib.stride_tricks.sliding_window_view(z, (k, l), axis=(2, 3))[:, :, ::stride, ::stride]
    dV = np.einsum("ndij,ncijpq->cdpq", delta, w)
    dz = np.zeros_like(z)
    for p, q in np.ndindex(k, l):
        rows, cols = delta.shape[2:]
        dz[:, :, p:p + rows * stride:stride, q:q + cols * stride:stride] += np.einsum("ndij,dc->ncij", delta, V[:, :, p, q])
    return dz[:, :, padding:padding + H, padding:padding + W], dV, delta.sum((0, 2, 3))

# %% [dx_channel_by_channel] the channels of dx are mixed up: only d = c
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV, db = np.zeros_like(z), np.zeros_like(V), delta.sum(axis=(0, 2, 3))
    for n, d, i, j in np.ndindex(delta.shape):
        a, b = i * stride, j * stride
        if d < C:
            dz[n, d, a:a + k, b:b + l] += delta[n, d, i, j] * V[d, d]
        dV[d] += delta[n, d, i, j] * z[n, :, a:a + k, b:b + l]
    return dz[:, :, padding:padding + H, padding:padding + W], dV, db

# %% [dx_of_last_output] dx from the last output channel alone
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dV = np.zeros(V.shape)
    for d in range(D):
        dz = np.zeros(z.shape)
        for n in range(N):
            for i in range(delta.shape[2]):
                for j in range(delta.shape[3]):
                    a, b = i * stride, j * stride
                    dz[n, :, a:a + k, b:b + l] += delta[n, d, i, j] * V[d]
                    dV[d] += delta[n, d, i, j] * z[n, :, a:a + k, b:b + l]
    return dz[:, :, padding:padding + H, padding:padding + W], dV, delta.sum((0, 2, 3))

# %% [dV_of_last_image] dV is set back for each example: of the last example only
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz = np.zeros(z.shape)
    for n in range(N):
        dV = np.zeros(V.shape)
        for d in range(D):
            for i in range(delta.shape[2]):
                for j in range(delta.shape[3]):
                    a, b = i * stride, j * stride
                    dz[n, :, a:a + k, b:b + l] += delta[n, d, i, j] * V[d]
                    dV[d] += delta[n, d, i, j] * z[n, :, a:a + k, b:b + l]
    return dz[:, :, padding:padding + H, padding:padding + W], dV, delta.sum((0, 2, 3))

# %% [dx_padding] delta is padded by `padding` for dx, not by k - 1
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    w = np.lib.stride_tricks.sliding_window_view
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dV = np.einsum("ndij,ncijpq->dcpq", delta, w(z, (k, l), axis=(2, 3))[:, :, ::stride, ::stride])
    full = np.pad(delta, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dx = np.einsum("ndijpq,dcpq->ncij", w(full, (k, l), axis=(2, 3)), np.flip(V, (2, 3)))
    return dx, dV, delta.sum((0, 2, 3))

# %% [db_axes_kept] db as a shape (1, D, 1, 1), kept dimensions
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV = np.zeros_like(z), np.zeros_like(V)
    for n, d, i, j in np.ndindex(delta.shape):
        a, b = i * stride, j * stride
        dz[n, :, a:a + k, b:b + l] += delta[n, d, i, j] * V[d]
        dV[d] += delta[n, d, i, j] * z[n, :, a:a + k, b:b + l]
    return dz[:, :, padding:padding + H, padding:padding + W], dV, delta.sum((0, 2, 3), keepdims=True)

# %% [all_averaged_over_outputs] everything divided by the number of outputs, as the loss were a mean
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    delta = delta / delta.size
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV = np.zeros_like(z), np.zeros_like(V)
    for n, d, i, j in np.ndindex(delta.shape):
        a, b = i * stride, j * stride
        dz[n, :, a:a + k, b:b + l] += delta[n, d, i, j] * V[d]
        dV[d] += delta[n, d, i, j] * z[n, :, a:a + k, b:b + l]
    return dz[:, :, padding:padding + H, padding:padding + W], dV, delta.sum((0, 2, 3))

# %% [kernel_turned] k and l exchanged in the windows
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, l, k = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV = np.zeros_like(z), np.zeros_like(V)
    for n, d, i, j in np.ndindex(delta.shape):
        a, b = i * stride, j * stride
        dz[n, :, a:a + k, b:b + l] += delta[n, d, i, j] * V[d]
        dV[d] += delta[n, d, i, j] * z[n, :, a:a + k, b:b + l]
    return dz[:, :, padding:padding + H, padding:padding + W], dV, delta.sum((0, 2, 3))

# %% [in_place] the products are made in V itself: the caller's kernels change
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV = np.zeros_like(z), np.zeros_like(V)
    db = delta.sum((0, 2, 3))
    for n, d, i, j in np.ndindex(delta.shape):
        a, b = i * stride, j * stride
        V[d] *= delta[n, d, i, j]
        dz[n, :, a:a + k, b:b + l] += V[d]
        dV[d] += delta[n, d, i, j] * z[n, :, a:a + k, b:b + l]
    return dz[:, :, padding:padding + H, padding:padding + W], dV, db

# %% [in_place] x is zeroed and used for dx: the caller's x is lost
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV = np.zeros_like(z), np.zeros_like(V)
    for n, d, i, j in np.ndindex(delta.shape):
        a, b = i * stride, j * stride
        dz[n, :, a:a + k, b:b + l] += delta[n, d, i, j] * V[d]
        dV[d] += delta[n, d, i, j] * z[n, :, a:a + k, b:b + l]
    x[...] = dz[:, :, padding:padding + H, padding:padding + W]
    return x, dV, delta.sum((0, 2, 3))

# %% [all_negative] a step of descent: minus signs
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV = np.zeros_like(z), np.zeros_like(V)
    for n, d, i, j in np.ndindex(delta.shape):
        a, b = i * stride, j * stride
        dz[n, :, a:a + k, b:b + l] -= delta[n, d, i, j] * V[d]
        dV[d] -= delta[n, d, i, j] * z[n, :, a:a + k, b:b + l]
    return dz[:, :, padding:padding + H, padding:padding + W], dV, -delta.sum((0, 2, 3))

# %% [dx_summed_before] dx with the sum over output channels made before the product
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    w = np.lib.stride_tricks.sliding_window_view(z, (k, l), axis=(2, 3))[:, :, ::stride, ::stride]
    dV = np.einsum("ndij,ncijpq->dcpq", delta, w)
    total, kernel = delta.sum(axis=1), V.sum(axis=0)
    dz = np.zeros_like(z)
    for i, j in np.ndindex(delta.shape[2:]):
        dz[:, :, i * stride:i * stride + k, j * stride:j * stride + l] += total[:, i, j, None, None, None] * kernel
    return dz[:, :, padding:padding + H, padding:padding + W], dV, delta.sum((0, 2, 3))

# %% [dV_not_summed] dV is of each example: (N, D, C, k, l)
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    w = np.lib.stride_tricks.sliding_window_view(z, (k, l), axis=(2, 3))[:, :, ::stride, ::stride]
    dV = np.einsum("ndij,ncijpq->ndcpq", delta, w)
    dz = np.zeros_like(z)
    for i, j in np.ndindex(delta.shape[2:]):
        dz[:, :, i * stride:i * stride + k, j * stride:j * stride + l] += np.tensordot(delta[:, :, i, j], V, axes=1)
    return dz[:, :, padding:padding + H, padding:padding + W], dV, delta.sum((0, 2, 3))

# %% [dx_of_padding+db_averaged] two mistakes: padding kept in dx, and db a mean
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    D, C, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV = np.zeros_like(z), np.zeros_like(V)
    for n, d, i, j in np.ndindex(delta.shape):
        a, b = i * stride, j * stride
        dz[n, :, a:a + k, b:b + l] += delta[n, d, i, j] * V[d]
        dV[d] += delta[n, d, i, j] * z[n, :, a:a + k, b:b + l]
    return dz, dV, delta.mean((0, 2, 3))

# %% [right] in the other order of loops: over places of the kernel, with strided slices
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    k, l = V.shape[2:]
    rows, cols = delta.shape[2:]
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV = np.zeros(z.shape), np.zeros(V.shape)
    for p in range(k):
        for q in range(l):
            s = np.s_[:, :, p:p + (rows - 1) * stride + 1:stride, q:q + (cols - 1) * stride + 1:stride]
            dz[s] += np.einsum("ndij,dc->ncij", delta, V[:, :, p, q])
            dV[:, :, p, q] = np.einsum("ndij,ncij->dc", delta, z[s])
    height, width = x.shape[2:]
    return dz[:, :, padding:padding + height, padding:padding + width], dV, np.einsum("ndij->d", delta)
