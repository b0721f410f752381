# %% [square_fields] the fields are square in his head: rows for columns too
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    R = fields.shape[1] - m + 1
    patches = np.array([[x[i:i + m, j:j + m].ravel() for i in range(R) for j in range(R)] for x in fields])
    y = targets.reshape(len(targets), -1)
    v, losses = np.zeros(m * m), []
    for t in range(steps + 1):
        e = patches @ v - y
        losses.append((e ** 2).mean())
        if t < steps:
            v = v - 2 * lr * (patches * e[:, :, None]).mean(axis=(0, 1))
    return v.reshape(m, m), np.array(losses)

# %% [no_step_raises] the last loss needs the loop's last error, which without steps is not there
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2))
    V, losses = np.zeros((m, m)), []
    for t in range(steps):
        e = np.einsum("nijpq,pq->nij", w, V) - targets
        losses.append(np.mean(e ** 2))
        step = 2 * lr * np.einsum("nij,nijpq->pq", e, w) / e.size
        V = V - step
    losses.append(np.mean((e - np.einsum("nijpq,pq->nij", w, step)) ** 2))
    return V, np.array(losses)

# %% [as_column] losses are arrays of one number: (steps + 1, 1)
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y, v, losses = targets.reshape(-1, 1), np.zeros((m * m, 1)), []
    for t in range(steps + 1):
        e = w @ v - y
        losses.append(np.mean(e ** 2, axis=0))
        if t < steps:
            v = v - 2 * lr * w.T @ e / len(y)
    return v.reshape(m, m), np.array(losses)

# %% [all_pairs] (places, 1) minus (places,): every output with every target
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y, v, losses = targets.ravel(), np.zeros((m * m, 1)), []
    for t in range(steps + 1):
        e = w @ v - y
        losses.append(np.mean(e ** 2))
        if t < steps:
            v = v - 2 * lr * w.T @ e.mean(axis=1, keepdims=True) / len(y)
    return v.reshape(m, m), np.array(losses)

# %% [rate_shared_out] the learning rate is divided by the number of steps
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y, v, losses = targets.ravel(), np.zeros(m * m), []
    for t in range(steps + 1):
        e = w @ v - y
        losses.append(np.mean(e ** 2))
        if t < steps:
            v = v - 2 * lr / steps * w.T @ e / len(y)
    return v.reshape(m, m), np.array(losses)

# %% [square] a row for a row: the field is square, range(1, n - 1) for both
import numpy as np

def derivatives(phi, a):
    n = len(phi)
    dx, dy, lap = np.zeros((n - 2, n - 2)), np.zeros((n - 2, n - 2)), np.zeros((n - 2, n - 2))
    for i in range(1, n - 1):
        for j in range(1, n - 1):
            dx[i - 1, j - 1] = (phi[i, j + 1] - phi[i, j - 1]) / (2 * a)
            dy[i - 1, j - 1] = (phi[i + 1, j] - phi[i - 1, j]) / (2 * a)
            lap[i - 1, j - 1] = (phi[i + 1, j] + phi[i - 1, j] + phi[i, j + 1] + phi[i, j - 1] - 4 * phi[i, j]) / a ** 2
    return dx, dy, lap

# %% [in_place] phi is divided by a in place
import numpy as np

def derivatives(phi, a):
    phi /= a
    dx = (phi[1:-1, 2:] - phi[1:-1, :-2]) / 2
    dy = (phi[2:, 1:-1] - phi[:-2, 1:-1]) / 2
    lap = (phi[1:-1, 2:] + phi[1:-1, :-2] + phi[2:, 1:-1] + phi[:-2, 1:-1] - 4 * phi[1:-1, 1:-1]) / a
    return dx, dy, lap

# %% [cut_to_whole] arrays like the field: of whole numbers where the field is
import numpy as np

def derivatives(phi, a):
    dx = np.zeros_like(phi[1:-1, 1:-1])
    dy, lap = dx.copy(), dx.copy()
    dx[:] = (phi[1:-1, 2:] - phi[1:-1, :-2]) / (2 * a)
    dy[:] = (phi[2:, 1:-1] - phi[:-2, 1:-1]) / (2 * a)
    lap[:] = (phi[1:-1, 2:] + phi[1:-1, :-2] + phi[2:, 1:-1] + phi[:-2, 1:-1] - 4 * phi[1:-1, 1:-1]) / a ** 2
    return dx, dy, lap

# %% [divided_to_whole] whole division: // (2 * a)
import numpy as np

def derivatives(phi, a):
    dx = (phi[1:-1, 2:] - phi[1:-1, :-2]) // (2 * a)
    dy = (phi[2:, 1:-1] - phi[:-2, 1:-1]) // (2 * a)
    lap = (phi[1:-1, 2:] + phi[1:-1, :-2] + phi[2:, 1:-1] + phi[:-2, 1:-1] - 4 * phi[1:-1, 1:-1]) // a ** 2
    return dx, dy, lap

# %% [cut_at_one_end] dx and dy are shifted: differences over two places, but cut at the wrong end
import numpy as np

def derivatives(phi, a):
    dx = ((phi[:, 2:] - phi[:, :-2]) / (2 * a))[:-2]
    dy = ((phi[2:] - phi[:-2]) / (2 * a))[:, :-2]
    lap = (phi[1:-1, 2:] + phi[1:-1, :-2] + phi[2:, 1:-1] + phi[:-2, 1:-1] - 4 * phi[1:-1, 1:-1]) / a ** 2
    return dx, dy, lap

# %% [gaps_left_out] inputs that strides longer than kernels jump over are not counted in the field
def sizes(n, layers):
    for m, z, s in layers:
        n = (n + 2 * z - m) // s + 1
    seen = {0}
    for m, z, s in reversed(layers):
        seen = {i * s + p for i in seen for p in range(m)}
    return n, len(seen)

# %% [stride_at_the_end] the last stride is counted after the loop: field * jump
def sizes(n, layers):
    field, jump = 1, 1
    for m, z, s in layers:
        n = (n + 2 * z - m) // s + 1
        field, jump = field + (m - 1) * jump, jump * s
    return n, field * jump

# %% [output_moved_by_stride] x and output are both rolled by k = 0, stride, 2 stride, ...
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    pairs = [(f(np.roll(x, k)), np.roll(h, k)) for k in range(0, len(x), stride)]
    return max(np.abs(g - r).max() for g, r in pairs), max(np.abs(g - h).max() for g, _ in pairs)

# %% [against_input] the numbers are compared with the rolled input x, not with the rolled output
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    e = i = 0
    for k in range(len(h)):
        g = f(np.roll(x, k * stride))
        e = max(e, np.abs(g - np.roll(x, k)[:len(g)]).max())
        i = max(i, np.abs(g - h).max())
    return e, i

# %% [summaries] invariance from the difference of sums
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    e = i = 0
    for k in range(len(h)):
        g = f(np.roll(x, k * stride))
        e = max(e, np.abs(g - np.roll(h, k)).max())
        i = max(i, abs(g.sum() - h.sum()))
    return e, i

# %% [moved_by_one_less] the stride is taken from the lengths, minus one
import numpy as np

def shift_errors(f, x, stride=1):
    h = f(x)
    n = len(h)
    e = i = 0
    for k in range(n):
        g = f(np.roll(x, k * (len(x) // n) - (stride > 1)))
        e = max(e, np.abs(g - np.roll(h, k)).max())
        i = max(i, np.abs(g - h).max())
    return e, i

# %% [last_rows] the kernel is read off the last row, [-m:], after only the last two rows were compared
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    if rows > 1 and not np.allclose(W[-1, 1:], W[-2, :-1]):
        return None
    return W[-1, -m:]

# %% [zero_excluded] a kernel with a zero inside is refused: every inner weight must be there
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    v = W[0, :m]
    if m < 1 or (v[1:-1] == 0).any():
        return None
    T = np.zeros((rows, n))
    for i in range(rows):
        T[i, i:i + m] = v
    return v if np.allclose(T, W) else None

# %% [absolute_values] absolute values are compared
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    T = np.zeros((rows, n))
    for p in range(m):
        T += W[0, p] * np.eye(rows, n, p)
    return W[0, :m] if m > 0 and np.allclose(np.abs(T), np.abs(W)) else None

# %% [rows_sorted] rows are sorted before they are compared
import numpy as np

def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    if m < 1:
        return None
    first = np.sort(W[0])
    for row in W:
        if not np.allclose(np.sort(row), first):
            return None
    return W[0, :m]

# %% [right] a transposed layer is taken for one too
import numpy as np

def kernel_of(W):
    if W.shape[0] > W.shape[1]:
        W = W.T
    rows, n = W.shape
    m = n - rows + 1
    T = sum(W[0, p] * np.eye(rows, n, p) for p in range(m))
    return W[0, :m] if np.allclose(T, W) else None

# %% [in_place] places.sort() after the weights are there, on the caller's own list
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(np.vander(p, increasing=True).T, rhs)
    places.sort()
    symmetric = all(math.isclose(x, -y) for x, y in zip(places, reversed(places)))
    j = k
    while abs(w @ p ** j) < 1e-9 and (symmetric or j < 20):
        j += 1
    return w / a ** order, j - order

# %% [coarse] the tolerance for a zero sum is far too coarse: 1
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(np.vander(p, increasing=True).T, rhs)
    j = k
    while abs(w @ p ** j) < 1.5 and j < 20:
        j += 1
    return w / a ** order, j - order

# %% [sorted] places without 0 are given one: the middle is always looked at
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(sorted(set(places) | {0}), float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(np.vander(p, increasing=True).T, rhs)
    j = k
    while abs(w @ p ** j) < 1e-9:
        j += 1
    return w / a ** order, j - order

# %% [right] only one power beyond the promised ones is looked at: more than one are never 0
import math
import numpy as np

def stencil(places, order, a=1.0):
    p = np.array(places, float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.solve(np.vander(p, increasing=True).T, rhs)
    q = k - order
    if abs(w @ p ** k) < 1e-9:
        q += 1
    return w / a ** order, q

# %% [repeated] padding by np.resize, which repeats the signal behind its end
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.resize(x, len(x) + 2 * padding)
    return np.array([v @ xz[i:i + len(v)] for i in range(0, len(xz) - len(v) + 1, stride)])

# %% [size_divided_first] the stride divides the whole length before the kernel is taken off
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x, padding)
    size = len(xz) // stride - len(v) + 1
    return np.array([v @ xz[i * stride:i * stride + len(v)] for i in range(max(size, 0))])

# %% [longer_first] longer kernels and signals exchange places, as convolution allows
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x, padding)
    if len(v) > len(x):
        xz, v = v, xz
    return np.array([v @ xz[i:i + len(v)] for i in range(0, len(xz) - len(v) + 1, stride)])

# %% [reversed] np.convolve's flip by [::-1] of the signal, not of the kernel
import numpy as np

def correlate(x, v, padding=0, stride=1):
    return np.convolve(np.pad(x, padding)[::-1], v, "valid")[::stride]

# %% [columns_turned_alone] the rows of G are taken from the last back, so that only the columns are turned over
import numpy as np

def convolve(F, G):
    (r, c), (k, l) = F.shape, G.shape
    H = np.zeros((r + k - 1, c + l - 1))
    for i in range(r + k - 1):
        for p in range(k):
            if 0 <= i - p < r:
                H[i] += np.convolve(F[i - p], G[k - 1 - p])
    return H

# %% [in_place] F itself is multiplied and divided back: rounding is left in the caller's array
import numpy as np

def convolve(F, G):
    (r, c), (k, l) = F.shape, G.shape
    H = np.zeros((r + k - 1, c + l - 1))
    for p in range(k):
        for q in range(l):
            F *= G[p, q]
            H[p:p + r, q:q + c] += F
            F /= G[p, q]
    return H

# %% [cut_off] the kernel is laid at every place, but only as far as F reaches: slices cut it
import numpy as np

def convolve(F, G):
    (r, c), (k, l) = F.shape, G.shape
    H = np.zeros((r + k - 1, c + l - 1))
    for i in range(r):
        for j in range(c):
            for p in range(min(k, r - i)):
                for q in range(min(l, c - j)):
                    H[i + p, j + q] += F[i, j] * G[p, q]
    return H
