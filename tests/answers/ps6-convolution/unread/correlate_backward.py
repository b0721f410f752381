# %% [dx_not_turned] dx is a cross-correlation, the kernel not turned over
import numpy as np

def correlate_backward(delta, x, v):
    m = len(v)
    dx = np.correlate(np.pad(delta, m - 1), v, "valid")
    dv = np.correlate(x, delta, "valid")
    return dx, dv

# %% [exchanged] dx and dv are returned in the wrong order
import numpy as np

def correlate_backward(delta, x, v):
    dv = np.correlate(x, delta, "valid")
    dx = np.convolve(delta, v)
    return dv, dx

# %% [dv_convolved] dv by a convolution: turned over
import numpy as np

def correlate_backward(delta, x, v):
    return np.convolve(delta, v), np.convolve(x, delta, "valid")

# %% [dv_last_place] dv of the last place alone: = in place of +=
import numpy as np

def correlate_backward(delta, x, v):
    dx = np.zeros(len(x))
    dv = np.zeros(len(v))
    for i in range(len(delta)):
        dx[i:i + len(v)] += delta[i] * v
        dv = delta[i] * x[i:i + len(v)]
    return dx, dv

# %% [dx_overwritten] dx is written and not added: where windows overlap the last one wins
import numpy as np

def correlate_backward(delta, x, v):
    dx = np.zeros(len(x))
    dv = np.zeros(len(v))
    for i in range(len(delta)):
        for p in range(len(v)):
            dx[i + p] = delta[i] * v[p]
            dv[p] += delta[i] * x[i + p]
    return dx, dv

# %% [dv_averaged] the mean over places in dv
import numpy as np

def correlate_backward(delta, x, v):
    n, m = len(x), len(v)
    dv = np.array([np.mean(delta * x[p:p + len(delta)]) for p in range(m)])
    dx = np.convolve(delta, v)
    return dx, dv

# %% [dx_without_delta+dv_without_delta] delta is taken as ones: the gradient of the sum of outputs
import numpy as np

def correlate_backward(delta, x, v):
    places = len(x) - len(v) + 1
    ones = np.ones(places)
    return np.convolve(ones, v), np.correlate(x, ones, "valid")

# %% [dx_same_as_delta] dx only as long as delta: mode same
import numpy as np

def correlate_backward(delta, x, v):
    dx = np.convolve(delta, v, mode="same")
    dv = np.correlate(x, delta, mode="valid")
    return dx, dv

# %% [dv_all_overlaps] dv by mode full
import numpy as np

def correlate_backward(delta, x, v):
    dx = np.convolve(delta, v, mode="full")
    dv = np.correlate(x, delta, mode="full")
    return dx, dv

# %% [own_arguments+cut_to_whole] v and x exchanged: dx from x, dv from v
import numpy as np

def correlate_backward(delta, x, v):
    dx = np.zeros_like(x)
    dv = np.zeros_like(v)
    for i in range(len(delta)):
        for p in range(len(v)):
            dx[i + p] += delta[i] * x[i + p]
            dv[p] += delta[i] * v[p]
    return dx, dv

# %% [dx_negative+dv_negative] a minus sign: the step of gradient descent in place of the gradient
import numpy as np

def correlate_backward(delta, x, v):
    return -np.convolve(delta, v), -np.correlate(x, delta, "valid")

# %% [dx_cut_to_whole+dv_cut_to_whole] zeros_like of x of whole numbers: gradients are cut off
import numpy as np

def correlate_backward(delta, x, v):
    dx, dv = np.zeros_like(x), np.zeros_like(v)
    for i, d in enumerate(delta):
        for p, w in enumerate(v):
            dx[i + p] += d * w
            dv[p] += d * x[i + p]
    return dx, dv

# %% [in_place] x is used as the array for dx and is written over
import numpy as np

def correlate_backward(delta, x, v):
    dv = np.correlate(x, delta, "valid")
    x[:] = 0
    for i in range(len(delta)):
        x[i:i + len(v)] += delta[i] * v
    return x, dv

# %% [in_place] dx is an alias: dx[:] = 0 on x before dv is computed, all zeros
import numpy as np

def correlate_backward(delta, x, v):
    dx = x
    dx[:] = 0
    dv = np.zeros(len(v))
    for i in range(len(delta)):
        dv += delta[i] * x[i:i + len(v)]
        dx[i:i + len(v)] += delta[i] * v
    return dx, dv

# %% [not_transposed] by the matrix: dx = W delta without the transpose (raises)
import numpy as np

def correlate_backward(delta, x, v):
    n, m = len(x), len(v)
    W = np.zeros((n - m + 1, n))
    for i in range(n - m + 1):
        W[i, i:i + m] = v
    dx = W @ delta
    dv = np.array([delta @ x[p:p + n - m + 1] for p in range(m)])
    return dx, dv

# %% [outer] dW = outer(delta, x) is returned as dv
import numpy as np

def correlate_backward(delta, x, v):
    n, m = len(x), len(v)
    W = sum(v[p] * np.eye(n - m + 1, n, p) for p in range(m))
    return W.T @ delta, np.outer(delta, x)

# %% [dv_averaged] dv as the mean over each diagonal of the outer product
import numpy as np

def correlate_backward(delta, x, v):
    n, m = len(x), len(v)
    W = sum(v[p] * np.eye(n - m + 1, n, p) for p in range(m))
    dW = np.outer(delta, x)
    return W.T @ delta, np.array([np.diagonal(dW, p).mean() for p in range(m)])

# %% [dv_first_place] dv from only the first window
import numpy as np

def correlate_backward(delta, x, v):
    dx = np.convolve(delta, v)
    dv = delta[0] * x[:len(v)]
    return dx, dv

# %% [dx_averaged_over_outputs] the overlaps are divided out: dx is a mean over the outputs that see an input
import numpy as np

def correlate_backward(delta, x, v):
    dx = np.convolve(delta, v)
    seen = np.convolve(np.ones(len(delta)), np.ones(len(v)))
    return dx / seen, np.correlate(x, delta, "valid")

# %% [dx_cut_off] dx runs over places of the output only: the last m - 1 inputs get no gradient
import numpy as np

def correlate_backward(delta, x, v):
    n, m = len(x), len(v)
    dx = np.zeros(n)
    for k in range(len(delta)):
        for i in range(len(delta)):
            if 0 <= k - i < m:
                dx[k] += delta[i] * v[k - i]
    dv = np.array([np.sum(delta * x[p:p + len(delta)]) for p in range(m)])
    return dx, dv

# %% [dx_negative_indices] negative index k - i wraps around in v
import numpy as np

def correlate_backward(delta, x, v):
    n, m = len(x), len(v)
    dx = np.zeros(n)
    for k in range(n):
        for i in range(len(delta)):
            if k - i < m:
                dx[k] += delta[i] * v[(k - i) % m]
    dv = np.array([delta @ x[p:p + len(delta)] for p in range(m)])
    return dx, dv

# %% [too_few] only dx
import numpy as np

def correlate_backward(delta, x, v):
    return np.convolve(delta, v)

# %% [dx_times_signal+dv_times_kernel] the derivative is multiplied by the input: dx * x
import numpy as np

def correlate_backward(delta, x, v):
    dx = np.convolve(delta, v) * x
    dv = np.correlate(x, delta, "valid") * v
    return dx, dv

# %% [of_squares] difference quotients of another loss, half the squares of h - delta
import numpy as np

def correlate_backward(delta, x, v):
    def loss(x, v):
        return 0.5 * np.sum((np.correlate(x, v, "valid") - delta) ** 2)
    e = 1e-5
    dx = np.array([(loss(x + e * u, v) - loss(x - e * u, v)) / (2 * e) for u in np.eye(len(x))])
    dv = np.array([(loss(x, v + e * u) - loss(x, v - e * u)) / (2 * e) for u in np.eye(len(v))])
    return dx, dv

# %% [dv_other_way] dv by the input's first entries: x[p:] against delta with zip the wrong way (x[i - p])
import numpy as np

def correlate_backward(delta, x, v):
    n, m = len(x), len(v)
    dv = np.zeros(m)
    for p in range(m):
        for i in range(len(delta)):
            dv[p] += delta[i] * x[i - p]
    return np.convolve(delta, v), dv

# %% [dv_one_further] off by one: x[i + p + 1], as places count from 1 in the lecture
import numpy as np

def correlate_backward(delta, x, v):
    m = len(v)
    dv = np.zeros(m)
    for p in range(m):
        for i in range(len(delta)):
            if i + p + 1 < len(x):
                dv[p] += delta[i] * x[i + p + 1]
    return np.convolve(delta, v), dv

# %% [dx_not_turned] dx with np.convolve of the flipped kernel: flipped twice
import numpy as np

def correlate_backward(delta, x, v):
    dx = np.convolve(delta, v[::-1], mode="full")
    dv = np.array([(delta * x[p:len(x) - len(v) + 1 + p]).sum() for p in range(len(v))])
    return dx, dv

# %% [right] by central differences, exact for what is linear in each
import numpy as np

def correlate_backward(delta, x, v):
    def dot(x, v):
        return np.correlate(x, v, "valid") @ delta
    dx = np.array([dot(e, v) for e in np.eye(len(x))])
    dv = np.array([dot(x, e) for e in np.eye(len(v))])
    return dx, dv

# %% [right] the transposed layer, and the windows of x
import numpy as np

def correlate_backward(delta, x, v):
    m, places = len(v), len(x) - len(v) + 1
    windows = np.array([x[i:i + m] for i in range(places)])
    W = np.zeros((places, len(x)))
    for i in range(places):
        W[i, i:i + m] = v
    return delta @ W, delta @ windows
