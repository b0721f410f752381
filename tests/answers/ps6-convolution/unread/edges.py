# %% [squeezed] squeezed at the end: axes of length 1 go, such as a batch of one
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    w = np.lib.stride_tricks.sliding_window_view(z, V.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("ncijpq,dcpq->ndij", w, V).squeeze() + b[:, None, None]

# %% [rows_padded_alone] padding for the rows alone
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (0, 0)))
    w = np.lib.stride_tricks.sliding_window_view(z, V.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("ncijpq,dcpq->ndij", w, V) + b[:, None, None]

# %% [cut_to_whole] an array like the images takes the outputs: whole numbers where they are
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    h = np.zeros((N, D, (H + 2 * padding - k) // stride + 1, (W + 2 * padding - l) // stride + 1), dtype=x.dtype)
    for n, d, i, j in np.ndindex(h.shape):
        a, c = i * stride, j * stride
        h[n, d, i, j] = (z[n, :, a:a + k, c:c + l] * V[d]).sum() + b[d]
    return h

# %% [bias_for_each_product] the bias is added to V's products before they are summed
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    h = np.zeros((N, D, (H + 2 * padding - k) // stride + 1, (W + 2 * padding - l) // stride + 1))
    for n, d, i, j in np.ndindex(h.shape):
        a, c = i * stride, j * stride
        h[n, d, i, j] = (z[n, :, a:a + k, c:c + l] * V[d] + b[d]).sum()
    return h

# %% [hangs_over] places where the kernel hangs over are there too, with as much of it as fits
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    D, C, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    rows, cols = range(0, z.shape[2], stride), range(0, z.shape[3], stride)
    h = np.zeros((len(x), D, len(rows), len(cols)))
    for i, top in enumerate(rows):
        for j, left in enumerate(cols):
            patch = z[:, :, top:top + k, left:left + l]
            h[:, :, i, j] = np.einsum("ncpq,dcpq->nd", patch, V[:, :, :patch.shape[2], :patch.shape[3]]) + b
    return h

# %% [dx_squeezed] axes of length 1 of dx go
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    k, l = V.shape[2:]
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV = np.zeros(z.shape), np.zeros(V.shape)
    for n, d, i, j in np.ndindex(delta.shape):
        a, b = i * stride, j * stride
        dz[n, :, a:a + k, b:b + l] += delta[n, d, i, j] * V[d]
        dV[d] += delta[n, d, i, j] * z[n, :, a:a + k, b:b + l]
    H, W = x.shape[2:]
    return np.squeeze(dz[:, :, padding:padding + H, padding:padding + W]), dV, delta.sum(axis=(0, 2, 3))

# %% [square_images] dx is cut with the number of rows for its columns too: square images
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    k, l = V.shape[2:]
    size = x.shape[2]
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV = np.zeros(z.shape), np.zeros(V.shape)
    for n, d, i, j in np.ndindex(delta.shape):
        a, b = i * stride, j * stride
        dz[n, :, a:a + k, b:b + l] += delta[n, d, i, j] * V[d]
        dV[d] += delta[n, d, i, j] * z[n, :, a:a + k, b:b + l]
    return dz[:, :, padding:padding + size, padding:padding + size], dV, delta.sum(axis=(0, 2, 3))

# %% [masked] a ReLU's mask on delta, as in lecture 04
import numpy as np

def conv2d_backward(delta, x, V, padding=0, stride=1):
    k, l = V.shape[2:]
    delta = delta * (delta > 0)
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dz, dV = np.zeros(z.shape), np.zeros(V.shape)
    for n, d, i, j in np.ndindex(delta.shape):
        a, b = i * stride, j * stride
        dz[n, :, a:a + k, b:b + l] += delta[n, d, i, j] * V[d]
        dV[d] += delta[n, d, i, j] * z[n, :, a:a + k, b:b + l]
    H, W = x.shape[2:]
    return dz[:, :, padding:padding + H, padding:padding + W], dV, delta.sum(axis=(0, 2, 3))

# %% [laplacian_divided_by_two_a] the Laplacian is divided by 2 a: a * 2 in place of a ** 2
import numpy as np

def derivatives(phi, a):
    dx = (phi[1:-1, 2:] - phi[1:-1, :-2]) / (a * 2)
    dy = (phi[2:, 1:-1] - phi[:-2, 1:-1]) / (a * 2)
    return dx, dy, (phi[1:-1, 2:] + phi[1:-1, :-2] + phi[2:, 1:-1] + phi[:-2, 1:-1] - 4 * phi[1:-1, 1:-1]) / (a * 2)

# %% [squeezed] squeezed: a field of one inner row gives no matrix
import numpy as np

def derivatives(phi, a):
    dx = (phi[1:-1, 2:] - phi[1:-1, :-2]) / (2 * a)
    dy = (phi[2:, 1:-1] - phi[:-2, 1:-1]) / (2 * a)
    lap = (phi[1:-1, 2:] + phi[1:-1, :-2] + phi[2:, 1:-1] + phi[:-2, 1:-1] - 4 * phi[1:-1, 1:-1]) / a ** 2
    return dx.squeeze(), dy.squeeze(), lap.squeeze()

# %% [other_operator] a^2 by a ^ 2, which is another operation in Python
import numpy as np

def derivatives(phi, a):
    dx = (phi[1:-1, 2:] - phi[1:-1, :-2]) / (2 * a)
    dy = (phi[2:, 1:-1] - phi[:-2, 1:-1]) / (2 * a)
    return dx, dy, (phi[1:-1, 2:] + phi[1:-1, :-2] + phi[2:, 1:-1] + phi[:-2, 1:-1] - 4 * phi[1:-1, 1:-1]) / a ^ 2

# %% [border_alone] the first row and the first column are looked at, and that the last row ends with the kernel: the inside is not
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    if m < 1:
        return None
    v = W[0, :m]
    ok = np.allclose(W[0, m:], 0) and np.allclose(W[1:, 0], 0) and np.allclose(W[-1, -m:], v)
    return v if ok else None

# %% [last_row_missing] the last row is not compared: range(rows - 1)
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    if m < 1:
        return None
    for i in range(rows - 1):
        row = np.zeros(n)
        row[i:i + m] = W[0, :m]
        if not np.allclose(W[i], row):
            return None
    return W[0, :m]

# %% [first_pair_left_out] the first two rows are not compared with each other: the loop begins with the second
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    if m < 1:
        return None
    for i in range(1, rows - 1):
        if not np.allclose(W[i, :-1], W[i + 1, 1:]):
            return None
    return W[0, :m] if np.allclose(np.tril(W, -1), 0) and np.allclose(np.triu(W, m), 0) else None

# %% [last_diagonal_missing] the last diagonal of the band is not compared
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    if m < 1:
        return None
    for p in range(m - 1):
        d = np.diagonal(W, p)[:rows]
        if not np.allclose(d, d[0]):
            return None
    return W[0, :m] if np.allclose(np.tril(W, -1), 0) and np.allclose(np.triu(W, m), 0) else None

# %% [sums_off_the_band] outside the band he adds up, and plus and minus cancel
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    if m < 1:
        return None
    v = W[0, :m]
    for i in range(rows):
        if not np.allclose(W[i, i:i + m], v) or not np.isclose(W[i].sum(), v.sum()):
            return None
    return v

# %% [squeezed] a single output is a number, not an array
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x, padding)
    h = np.array([v @ xz[i:i + len(v)] for i in range(0, len(xz) - len(v) + 1, stride)])
    return h.squeeze()

# %% [padding_bounded] never more padding than m - 1
import numpy as np

def correlate(x, v, padding=0, stride=1):
    padding = min(padding, len(v) - 1)
    return np.correlate(np.pad(x, padding), v, "valid")[::stride]

# %% [right] slices that end at -(m - 1) + p, or at the end where that is 0
import numpy as np

def correlate_backward(delta, x, v):
    dv = np.array([delta @ x[p:len(x) - len(v) + p + 1] for p in range(len(v))])
    dx = np.zeros(len(x))
    for p in range(len(v)):
        dx[p:-(len(v) - 1) + p or None] += v[p] * delta
    return dx, dv

# %% [delta_squared] the square of delta: delta is multiplied in twice
import numpy as np

def correlate_backward(delta, x, v):
    return np.convolve(delta ** 2, v), np.correlate(x, delta ** 2, "valid")

# %% [dv_summed] the loss's gradient is summed over the kernel: dv is one number
import numpy as np

def correlate_backward(delta, x, v):
    dv = sum(delta[i] * x[i:i + len(v)].sum() for i in range(len(delta)))
    return np.convolve(delta, v), dv

# %% [some_moves] the moves are random ones, five of them
import numpy as np

def shift_errors(f, x, stride=1):
    rng = np.random.default_rng(0)
    h = f(x)
    e = i = 0.0
    for k in rng.integers(0, len(h), 5):
        g = f(np.roll(x, k * stride))
        e = max(e, np.abs(g - np.roll(h, k)).max())
        i = max(i, np.abs(g - h).max())
    return e, i

# %% [one_to_each_side] only moves to the right by one, and to the left by one
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    moves = (1, -1)
    out = [f(np.roll(x, k * stride)) for k in moves]
    return max(np.abs(g - np.roll(h, k)).max() for g, k in zip(out, moves)), max(np.abs(g - h).max() for g in out)

# %% [mean_of_moves] the largest entry of the mean over the moves
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    e = np.array([np.abs(f(np.roll(x, k * stride)) - np.roll(h, k)) for k in range(len(h))])
    i = np.array([np.abs(f(np.roll(x, k * stride)) - h) for k in range(len(h))])
    return e.mean(axis=0).max(), i.mean(axis=0).max()

# %% [padding_widens] the first layer's padding is added to the field
def sizes(n, layers):
    field, jump = 1, 1
    for number, (m, z, s) in enumerate(layers):
        n = (n + 2 * z - m) // s + 1
        field += (m - 1) * jump + (2 * z if number == 0 else 0)
        jump *= s
    return n, field

# %% [even_kernels_one_less] the size is kept at 1 at least in every layer, the field with m // 2 on both sides: even kernels count one less
def sizes(n, layers):
    field, jump = 1, 1
    for m, z, s in layers:
        n = max((n + 2 * z - m) // s + 1, 1)
        field += 2 * ((m - 1) // 2) * jump
        jump *= s
    return n, field
