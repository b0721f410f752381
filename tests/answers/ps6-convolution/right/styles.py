# %% [right] two loops and a counter
def correlate(x, v, padding=0, stride=1):
    xz = [0.0] * padding + [float(number) for number in x] + [0.0] * padding
    h, start = [], 0
    while start + len(v) <= len(xz):
        total = 0.0
        for p in range(len(v)):
            total += v[p] * xz[start + p]
        h.append(total)
        start += stride
    return h

# %% [right] np.correlate, thinned
def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x, padding)
    return np.correlate(xz, v, mode="valid")[::stride]

# %% [right] np.convolve with the kernel turned over
def correlate(x, v, padding=0, stride=1):
    n, m = len(x), len(v)
    full = np.convolve(np.concatenate([np.zeros(padding), x, np.zeros(padding)]), v[::-1])
    return full[m - 1 : n + 2 * padding : stride]

# %% [right] stride tricks
def correlate(x, v, padding=0, stride=1):
    xz = np.ascontiguousarray(np.pad(np.asarray(x, dtype=float), padding))
    count = (xz.size - len(v)) // stride + 1
    (step,) = xz.strides
    windows = np.lib.stride_tricks.as_strided(xz, (count, len(v)), (step * stride, step))
    return windows @ v

# %% [right] a sum of moved signals, without padding the signal
def correlate(x, v, padding=0, stride=1):
    n, m = len(x), len(v)
    h = np.zeros((n + 2 * padding - m) // stride + 1)
    for i in range(len(h)):
        for p in range(m):
            k = i * stride + p - padding
            if k < 0 or k >= n:
                continue
            h[i] += v[p] * x[k]
    return h

# %% [right] the answers to unit signals
def as_dense(v, n, padding=0, stride=1):
    columns = [np.correlate(np.pad(unit, padding), v, "valid")[::stride] for unit in np.eye(n)]
    return np.array(columns).T

# %% [right] a list of lists
def as_dense(v, n, padding=0, stride=1):
    m = len(v)
    rows = (n + 2 * padding - m) // stride + 1
    places = [[k - i * stride + padding for k in range(n)] for i in range(rows)]
    return [[v[p] if 0 <= p < m else 0 for p in row] for row in places]

# %% [right] rows cut out of the padded matrix
def as_dense(v, n, padding=0, stride=1):
    wide = n + 2 * padding
    W = np.vstack(
        [np.pad(v, (i, wide - len(v) - i)) for i in range(0, wide - len(v) + 1, stride)]
    )
    return W[:, padding : wide - padding]

# %% [right] all places compared by indices
def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    p = np.arange(n)[None, :] - np.arange(rows)[:, None]
    inside = (p >= 0) & (p < m)
    if not np.allclose(W[~inside], 0):
        return None
    v = W[0, :m]
    return v.copy() if np.allclose(W[inside].reshape(rows, m), v) else None

# %% [right] diagonals, and a list
def kernel_of(W):
    rows, n = W.shape
    for offset in range(-rows + 1, n):
        diagonal = np.diagonal(W, offset)
        if not np.allclose(diagonal, diagonal[0]):
            return None
        if not 0 <= offset <= n - rows and not np.allclose(diagonal, 0):
            return None
    return [float(number) for number in W[0, : n - rows + 1]]

# %% [right] the rows pushed back
def kernel_of(W):
    rows, n = W.shape
    m = n - rows + 1
    pushed = np.array([np.roll(row, -i) for i, row in enumerate(W)])
    same = np.allclose(pushed, pushed[0]) and np.allclose(pushed[:, m:], 0)
    return pushed[0, :m] if same else None

# %% [right] four loops, the indices asked for
def convolve(F, G):
    r, c = F.shape
    k, l = G.shape
    H = [[0.0] * (c + l - 1) for _ in range(r + k - 1)]
    for i in range(r + k - 1):
        for j in range(c + l - 1):
            for p in range(max(0, i - k + 1), min(r, i + 1)):
                for q in range(max(0, j - l + 1), min(c, j + 1)):
                    H[i][j] += F[p, q] * G[i - p, j - q]
    return H

# %% [right] Fourier, with room
def convolve(F, G):
    shape = [f + g - 1 for f, g in zip(F.shape, G.shape)]
    return np.fft.irfft2(np.fft.rfft2(F, shape) * np.fft.rfft2(G, shape), shape)

# %% [right] windows of the padded image
def convolve(F, G):
    k, l = G.shape
    wide = np.pad(F, ((k - 1, k - 1), (l - 1, l - 1)))
    seen = np.lib.stride_tricks.sliding_window_view(wide, (k, l))
    return np.einsum("ijpq,pq->ij", seen, np.rot90(G, 2))

# %% [right] row by row, with np.convolve
def convolve(F, G):
    H = np.zeros((len(F) + len(G) - 1, F.shape[1] + G.shape[1] - 1))
    for p, row in enumerate(F):
        for k, other in enumerate(G):
            H[p + k] += np.convolve(row, other)
    return H

# %% [right] NumPy's two functions
def correlate_backward(delta, x, v):
    return np.convolve(delta, v), np.correlate(x, delta, "valid")

# %% [right] the matrix of the layer
def correlate_backward(delta, x, v):
    W = np.zeros((len(delta), len(x)))
    for i in range(len(delta)):
        W[i, i : i + len(v)] = v
    seen = np.lib.stride_tricks.sliding_window_view(x, len(v))
    return W.T @ delta, seen.T @ delta

# %% [right] loops over i and p, lists
def correlate_backward(delta, x, v):
    dx, dv = [0.0] * len(x), [0.0] * len(v)
    for i in range(len(delta)):
        for p in range(len(v)):
            dx[i + p] += delta[i] * v[p]
            dv[p] += delta[i] * x[i + p]
    return dx, dv

# %% [right] kernels that slide
def derivatives(phi, a):
    seen = np.lib.stride_tricks.sliding_window_view(phi, (3, 3))
    across = np.array([[0, 0, 0], [-0.5, 0, 0.5], [0, 0, 0]]) / a
    five = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]]) / a**2
    return tuple(np.tensordot(seen, kernel, axes=2) for kernel in (across, across.T, five))

# %% [right] point by point
def derivatives(phi, a):
    rows, columns = phi.shape
    dx, dy, laplacian = np.empty((3, rows - 2, columns - 2))
    for i in range(1, rows - 1):
        for j in range(1, columns - 1):
            here = i - 1, j - 1
            left, right, up, down = phi[i, j - 1], phi[i, j + 1], phi[i - 1, j], phi[i + 1, j]
            dx[here] = (right - left) / a / 2
            dy[here] = (down - up) / a / 2
            laplacian[here] = (left - 2 * phi[i, j] + right) / a**2
            laplacian[here] += (up - 2 * phi[i, j] + down) / a**2
    return [dx, dy, laplacian]

# %% [right] differences of differences
def derivatives(phi, a):
    phi = np.asarray(phi, dtype=float)
    dy, dx = np.gradient(phi, a)
    second = np.diff(phi, 2, axis=0)[:, 1:-1] + np.diff(phi, 2, axis=1)[1:-1]
    return dx[1:-1, 1:-1], dy[1:-1, 1:-1], second / (a * a)

# %% [right] Vandermonde's matrix
def stencil(places, order, a=1.0):
    p = np.array(places, dtype=np.float64)
    k = p.size
    right = np.zeros(k)
    right[order] = np.prod(np.arange(1.0, order + 1))
    w = np.linalg.solve(np.vander(p, increasing=True).T, right)
    j = k
    while np.isclose(w @ p**j, 0, atol=1e-9 * (abs(w) @ abs(p) ** j)):
        j += 1
    return w / a**order, j - order

# %% [right] Taylor's series, with factorials on the left
def stencil(places, order, a=1.0):
    import math

    k = len(places)
    A = np.array([[(p * a) ** j / math.factorial(j) for p in places] for j in range(k)])
    w = np.linalg.solve(A, np.eye(k)[order])
    j = k
    while True:
        terms = [weight * float(p) ** j for weight, p in zip(w, places)]
        if abs(sum(terms)) > 1e-9 * sum(map(abs, terms)):
            break
        j += 1
    return list(w), j - order

# %% [right] fractions, exactly
def stencil(places, order, a=1.0):
    from fractions import Fraction

    k = len(places)
    rows = [[Fraction(p) ** j for p in places] + [Fraction(0)] for j in range(k)]
    rows[order][k] = Fraction(1)
    for i in range(1, order + 1):
        rows[order][k] *= i
    for c in range(k):
        pivot = next(r for r in range(c, k) if rows[r][c] != 0)
        rows[c], rows[pivot] = rows[pivot], rows[c]
        rows[c] = [number / rows[c][c] for number in rows[c]]
        for r in range(k):
            if r != c:
                rows[r] = [mine - rows[r][c] * other for mine, other in zip(rows[r], rows[c])]
    w = [row[k] for row in rows]
    j = k
    while sum(weight * Fraction(p) ** j for weight, p in zip(w, places)) == 0:
        j += 1
    return np.array([float(weight) for weight in w]) / a**order, j - order

# %% [right] windows as rows of a matrix
def learn_kernel(fields, targets, m, lr, steps):
    X = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.reshape(-1)
    v, losses = np.zeros(m * m), []
    for _ in range(steps):
        e = X @ v - y
        losses.append(e @ e / len(y))
        v = v - lr * (2 / len(y)) * (X.T @ e)
    losses.append(np.mean((X @ v - y) ** 2))
    return v.reshape(m, m), losses

# %% [right] loops over the kernel
def learn_kernel(fields, targets, m, lr, steps):
    rows, columns = targets.shape[1], targets.shape[2]

    def part(p, q):
        return fields[:, p : p + rows, q : q + columns]

    def errors(V):
        return sum(V[p, q] * part(p, q) for p in range(m) for q in range(m)) - targets

    V = np.zeros((m, m))
    losses = np.empty(steps + 1)
    losses[0] = np.mean(errors(V) ** 2)
    for k in range(1, steps + 1):
        e = errors(V)
        G = np.array([[2 * np.mean(e * part(p, q)) for q in range(m)] for p in range(m)])
        V = V - lr * G
        losses[k] = np.mean(errors(V) ** 2)
    return V, losses

# %% [right] normal equations, and the loss written out
def learn_kernel(fields, targets, m, lr, steps):
    X = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    A, c, squares = X.T @ X / len(y), X.T @ y / len(y), y @ y / len(y)
    v = np.zeros(m * m)
    losses = [squares]
    for _ in range(steps):
        v = v - 2 * lr * (A @ v - c)
        losses.append(v @ A @ v - 2 * c @ v + squares)
    return v.reshape((m, m)), np.array(losses)

# %% [right] windows and einsum
def conv2d(x, V, b, padding=0, stride=1):
    ends = [(0, 0)] * 2 + [(padding, padding)] * 2
    seen = np.lib.stride_tricks.sliding_window_view(np.pad(x, ends), V.shape[2:], axis=(2, 3))
    h = np.einsum("ncijpq,dcpq->ndij", seen[:, :, ::stride, ::stride], V)
    return h + np.reshape(b, (-1, 1, 1))

# %% [right] seven loops
def conv2d(x, V, b, padding=0, stride=1):
    N, C, height, width = x.shape
    D, _, k, l = V.shape
    rows = (height + 2 * padding - k) // stride + 1
    columns = (width + 2 * padding - l) // stride + 1
    h = np.zeros((N, D, rows, columns))
    for n in range(N):
        for d in range(D):
            for i in range(rows):
                for j in range(columns):
                    total = float(b[d])
                    for c in range(C):
                        for p in range(k):
                            for q in range(l):
                                y, z = i * stride + p - padding, j * stride + q - padding
                                if 0 <= y < height and 0 <= z < width:
                                    total += V[d, c, p, q] * x[n, c, y, z]
                    h[n, d, i, j] = total
    return h

# %% [right] patches as columns, one matrix product
def conv2d(x, V, b, padding=0, stride=1):
    N, C, height, width = x.shape
    D, _, k, l = V.shape
    xz = np.zeros((N, C, height + 2 * padding, width + 2 * padding))
    xz[:, :, padding : padding + height, padding : padding + width] = x
    rows = (xz.shape[2] - k) // stride + 1
    columns = (xz.shape[3] - l) // stride + 1
    patches = [
        xz[:, :, i * stride : i * stride + k, j * stride : j * stride + l].reshape(N, -1)
        for i in range(rows)
        for j in range(columns)
    ]
    flat = np.stack(patches) @ V.reshape(D, -1).T + b
    return flat.transpose(1, 2, 0).reshape(N, D, rows, columns)

# %% [right] kernel pixel by kernel pixel
def conv2d_backward(delta, x, V, padding=0, stride=1):
    N, D, rows, columns = delta.shape
    height, width = x.shape[2:]
    xz = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dxz, dV = np.zeros(xz.shape), np.zeros(V.shape)
    for p in range(V.shape[2]):
        for q in range(V.shape[3]):
            bottom, right = p + stride * (rows - 1) + 1, q + stride * (columns - 1) + 1
            place = np.s_[:, :, p:bottom:stride, q:right:stride]
            dV[:, :, p, q] = np.tensordot(delta, xz[place], axes=([0, 2, 3], [0, 2, 3]))
            dxz[place] += np.einsum("ndij,dc->ncij", delta, V[:, :, p, q])
    dx = dxz[:, :, padding : padding + height, padding : padding + width]
    return dx, dV, delta.sum(axis=(0, 2, 3))

# %% [right] a convolution of the spread delta
def conv2d_backward(delta, x, V, padding=0, stride=1):
    k, l = V.shape[2:]
    xz = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    spread = np.zeros((*delta.shape[:2], xz.shape[2] - k + 1, xz.shape[3] - l + 1))
    spread[:, :, ::stride, ::stride] = delta
    view = np.lib.stride_tricks.sliding_window_view
    around = np.pad(spread, ((0, 0), (0, 0), (k - 1, k - 1), (l - 1, l - 1)))
    dxz = np.einsum("ndijpq,dcpq->ncij", view(around, (k, l), axis=(2, 3)), V[:, :, ::-1, ::-1])
    dV = np.einsum("ndij,ncijpq->dcpq", spread, view(xz, (k, l), axis=(2, 3)))
    bottom, right = dxz.shape[2] - padding, dxz.shape[3] - padding
    return dxz[:, :, padding:bottom, padding:right], dV, spread.sum(axis=(0, 2, 3))

# %% [right] every number by itself
def conv2d_backward(delta, x, V, padding=0, stride=1):
    dx, dV, db = np.zeros(x.shape), np.zeros(V.shape), np.zeros(V.shape[0])
    for n, d, i, j in np.ndindex(delta.shape):
        db[d] += delta[n, d, i, j]
        for c, p, q in np.ndindex(V.shape[1:]):
            row, column = i * stride + p - padding, j * stride + q - padding
            if 0 <= row < x.shape[2] and 0 <= column < x.shape[3]:
                dx[n, c, row, column] += delta[n, d, i, j] * V[d, c, p, q]
                dV[d, c, p, q] += delta[n, d, i, j] * x[n, c, row, column]
    return dx, dV, db

# %% [right] forwards, with the jump between neighbours
def sizes(n, layers):
    field = jump = 1
    for m, padding, stride in layers:
        n = 1 + (n + 2 * padding - m) // stride
        field += (m - 1) * jump
        jump *= stride
    return n, field

# %% [right] the first and the last that is seen, arrays of whole numbers
def sizes(n, layers):
    size = np.int64(n)
    first, last = 0, 0
    for m, padding, stride in reversed(layers):
        first, last = first * stride, last * stride + m - 1
    for m, padding, stride in layers:
        size = np.floor_divide(size + 2 * padding - m + stride, stride)
    return size, np.int64(last - first + 1)

# %% [right] with a helper
def counts(C, D, size, kernel, padding=0, stride=1):
    def places(n, m):
        return len(range(0, n + 2 * padding - m + 1, stride))

    (height, width), (k, l) = size, kernel
    pixels = places(height, k) * places(width, l)
    parameters = C * D * k * l + D
    dense = (C * height * width) * (D * pixels) + D * pixels
    return parameters, dense, (parameters - D) * pixels

# %% [right] np.prod, floats that are whole
def counts(C, D, size, kernel, padding=0, stride=1):
    out = np.floor((np.array(size) + 2 * padding - np.array(kernel)) / stride) + 1
    weights = D * C * np.prod(kernel)
    outputs = D * np.prod(out)
    return weights + D, outputs * (C * np.prod(size) + 1), weights * np.prod(out)

# %% [right] all moves in a table
def shift_errors(f, x, stride=1):
    late = np.array([f(np.roll(x, s)) for s in range(0, len(x), stride)])
    along = np.array([np.roll(late[0], k) for k in range(len(late))])
    return np.max(np.abs(late - along)), np.max(np.abs(late - late[0]))

# %% [right] moved by hand, compared after moving back
def shift_errors(f, x, stride=1):
    h = list(f(x))
    first, second = [], []
    for k in range(len(h)):
        cut = len(x) - k * stride
        late = list(f(np.concatenate([x[cut:], x[:cut]])))
        back = late[k:] + late[:k]
        first += [abs(one - other) for one, other in zip(back, h)]
        second += [abs(one - other) for one, other in zip(late, h)]
    return max(first), max(second)
