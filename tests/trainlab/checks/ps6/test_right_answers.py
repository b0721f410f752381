"""Right answers to problem set 6 in different styles pass every test, the rare cases too."""

import math
from fractions import Fraction

import numpy as np
import pytest

from trainlab.checks import QUESTIONS, check


class Loops:
    """Number by number, as a first programmer would."""

    @staticmethod
    def correlate(x, v, padding=0, stride=1):
        wide = [0.0] * padding + list(x) + [0.0] * padding
        h = []
        i = 0
        while i + len(v) <= len(wide):
            total = 0.0
            for p in range(len(v)):
                total += v[p] * wide[i + p]
            h.append(total)
            i += stride
        return h

    @staticmethod
    def convolve(F, G):
        (r, c), (k, m) = F.shape, G.shape
        H = np.zeros((r + k - 1, c + m - 1))
        for i in range(len(H)):
            for j in range(H.shape[1]):
                for p in range(r):
                    for q in range(c):
                        if 0 <= i - p < k and 0 <= j - q < m:
                            H[i, j] += F[p, q] * G[i - p, j - q]
        return H

    @staticmethod
    def sizes(n, layers):
        field, jump = 1, 1
        for m, padding, stride in layers:
            n = (n + 2 * padding - m) // stride + 1
            field += (m - 1) * jump
            jump *= stride
        return n, field

    @staticmethod
    def conv2d(x, V, b, padding=0, stride=1):
        N, C, height, width = x.shape
        D, _, k, m = V.shape
        rows = (height + 2 * padding - k) // stride + 1
        columns = (width + 2 * padding - m) // stride + 1
        h = np.zeros((N, D, rows, columns))
        for n, d, i, j in np.ndindex(h.shape):
            h[n, d, i, j] = b[d]
            for c, p, q in np.ndindex(C, k, m):
                row, column = i * stride + p - padding, j * stride + q - padding
                if 0 <= row < height and 0 <= column < width:
                    h[n, d, i, j] += V[d, c, p, q] * x[n, c, row, column]
        return h

    @staticmethod
    def correlate_backward(delta, x, v):
        dx, dv = [0.0] * len(x), [0.0] * len(v)
        for i in range(len(delta)):
            for p in range(len(v)):
                dx[i + p] += delta[i] * v[p]
                dv[p] += delta[i] * x[i + p]
        return dx, dv

    @staticmethod
    def conv2d_backward(delta, x, V, padding=0, stride=1):
        dx, dV, db = np.zeros(x.shape), np.zeros(V.shape), np.zeros(len(V))
        for n, d, i, j in np.ndindex(delta.shape):
            db[d] += delta[n, d, i, j]
            for c, p, q in np.ndindex(V.shape[1:]):
                row, column = i * stride + p - padding, j * stride + q - padding
                if 0 <= row < x.shape[2] and 0 <= column < x.shape[3]:
                    dx[n, c, row, column] += delta[n, d, i, j] * V[d, c, p, q]
                    dV[d, c, p, q] += delta[n, d, i, j] * x[n, c, row, column]
        return dx, dV, db

    @staticmethod
    def as_dense(v, n, padding=0, stride=1):
        rows = []
        first = -padding
        while first + len(v) <= n + padding:
            rows.append([v[k - first] if 0 <= k - first < len(v) else 0.0 for k in range(n)])
            first += stride
        return rows

    @staticmethod
    def kernel_of(W):
        rows, n = W.shape
        m = n - rows + 1
        for i in range(rows):
            for k in range(n):
                right = W[0, k - i] if 0 <= k - i < m else 0.0
                if abs(W[i, k] - right) > 1e-8:
                    return None
        return list(W[0, :m])

    @staticmethod
    def counts(C, D, size, kernel, padding=0, stride=1):
        (height, width), (k, m) = size, kernel
        rows = (height + 2 * padding - k) // stride + 1
        columns = (width + 2 * padding - m) // stride + 1
        places = rows * columns
        return (
            D * (C * k * m + 1),
            D * places * (C * height * width + 1),
            D * C * k * m * places,
        )

    @staticmethod
    def shift_errors(f, x, stride=1):
        h = list(f(x))
        n, places = len(x), len(h)
        one = two = 0.0
        for k in range(places):
            late = f(np.array([x[(i - k * stride) % n] for i in range(n)]))
            for i in range(places):
                one = max(one, abs(late[i] - h[i - k]))
                two = max(two, abs(late[i] - h[i]))
        return one, two

    @staticmethod
    def derivatives(phi, a):
        rows, columns = phi.shape
        dx, dy, laplacian = (np.zeros((rows - 2, columns - 2)) for _ in range(3))
        for i in range(1, rows - 1):
            for j in range(1, columns - 1):
                up, down = phi[i - 1, j], phi[i + 1, j]
                left, right = phi[i, j - 1], phi[i, j + 1]
                dx[i - 1, j - 1] = (right - left) / (2 * a)
                dy[i - 1, j - 1] = (down - up) / (2 * a)
                laplacian[i - 1, j - 1] = (up + down + left + right - 4 * phi[i, j]) / a**2
        return dx, dy, laplacian

    @staticmethod
    def stencil(places, order, a=1.0):
        k = len(places)
        P = [[float(p) ** j for p in places] for j in range(k)]
        w = np.linalg.solve(P, [math.factorial(order) * (j == order) for j in range(k)])
        j = k
        while True:
            terms = [w[i] * float(places[i]) ** j for i in range(k)]
            if abs(sum(terms)) > 1e-9 * sum(abs(term) for term in terms):
                return w / a**order, j - order
            j += 1

    @staticmethod
    def learn_kernel(fields, targets, m, lr, steps):
        V, losses = np.zeros((m, m)), []
        for step in range(steps + 1):
            G, total = np.zeros((m, m)), 0.0
            for n, i, j in np.ndindex(targets.shape):
                window = fields[n, i : i + m, j : j + m]
                error = (window * V).sum() - targets[n, i, j]
                total += error**2 / targets.size
                G += 2 * error * window / targets.size
            losses.append(total)
            if step < steps:
                V = V - lr * G
        return V, losses


class Hinted:
    """As the third hint of each question has it."""

    @staticmethod
    def correlate(x, v, padding=0, stride=1):
        xz = np.pad(x, padding)
        m = len(v)
        return np.array([xz[i : i + m] @ v for i in range(0, len(xz) - m + 1, stride)])

    @staticmethod
    def convolve(F, G):
        (r, c), (k, m) = F.shape, G.shape
        H = np.zeros((r + k - 1, c + m - 1))
        for p, q in np.ndindex(F.shape):
            H[p : p + k, q : q + m] += F[p, q] * G
        return H

    @staticmethod
    def sizes(n, layers):
        for m, padding, stride in layers:
            n = (n + 2 * padding - m) // stride + 1
        r = 1
        for m, _, stride in reversed(layers):
            r = (r - 1) * stride + m
        return n, r

    @staticmethod
    def conv2d(x, V, b, padding=0, stride=1):
        xz = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
        k, m = V.shape[2:]
        rows, columns = (xz.shape[2] - k) // stride + 1, (xz.shape[3] - m) // stride + 1
        h = np.zeros((len(x), len(V), rows, columns))
        for i, j in np.ndindex(rows, columns):
            w = xz[:, :, i * stride : i * stride + k, j * stride : j * stride + m]
            h[:, :, i, j] = np.einsum("ncpq,dcpq->nd", w, V) + b
        return h

    @staticmethod
    def correlate_backward(delta, x, v):
        dv = np.array([delta @ x[p : p + len(delta)] for p in range(len(v))])
        dx = np.zeros(len(x))
        for i in range(len(delta)):
            dx[i : i + len(v)] += delta[i] * v
        return dx, dv

    @staticmethod
    def conv2d_backward(delta, x, V, padding=0, stride=1):
        xz = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
        dxz, dV, (k, m) = np.zeros(xz.shape), np.zeros(V.shape), V.shape[2:]
        for i, j in np.ndindex(delta.shape[2:]):
            rows = slice(i * stride, i * stride + k)
            columns = slice(j * stride, j * stride + m)
            dxz[:, :, rows, columns] += np.einsum("nd,dcpq->ncpq", delta[:, :, i, j], V)
            dV += np.einsum("nd,ncpq->dcpq", delta[:, :, i, j], xz[:, :, rows, columns])
        inside = slice(padding, padding + x.shape[2]), slice(padding, padding + x.shape[3])
        return dxz[(..., *inside)], dV, delta.sum(axis=(0, 2, 3))

    @staticmethod
    def as_dense(v, n, padding=0, stride=1):
        m = len(v)
        W = np.zeros(((n + 2 * padding - m) // stride + 1, n))
        for i, p in np.ndindex(len(W), m):
            k = i * stride + p - padding
            if 0 <= k < n:
                W[i, k] = v[p]
        return W

    @classmethod
    def kernel_of(cls, W):
        rows, n = W.shape
        v = W[0, : n - rows + 1]
        return v if np.allclose(W, cls.as_dense(v, n)) else None

    @classmethod
    def counts(cls, C, D, size, kernel, padding=0, stride=1):
        (height, width), (k, m) = size, kernel
        h, _ = cls.sizes(height, [(k, padding, stride)])
        w, _ = cls.sizes(width, [(m, padding, stride)])
        return D * (C * k * m + 1), D * h * w * (C * height * width + 1), D * C * k * m * h * w

    @staticmethod
    def shift_errors(f, x, stride=1):
        h = f(x)
        one = two = 0
        for k in range(len(h)):
            late = f(np.roll(x, k * stride))
            one = max(one, np.abs(late - np.roll(h, k)).max())
            two = max(two, np.abs(late - h).max())
        return one, two

    @staticmethod
    def derivatives(phi, a):
        middle, left, right = phi[1:-1, 1:-1], phi[1:-1, :-2], phi[1:-1, 2:]
        up, down = phi[:-2, 1:-1], phi[2:, 1:-1]
        return (
            (right - left) / (2 * a),
            (down - up) / (2 * a),
            (left + right + up + down - 4 * middle) / a**2,
        )

    @staticmethod
    def stencil(places, order, a=1.0):
        places, k = np.array(places, dtype=float), len(places)
        P = places[None, :] ** np.arange(k)[:, None]
        right = np.zeros(k)
        right[order] = math.factorial(order) / a**order
        w = np.linalg.solve(P, right)
        j, terms = k, w * places**k
        while abs(terms.sum()) <= 1e-9 * np.abs(terms).sum():
            j += 1
            terms = w * places**j
        return w, j - order

    @staticmethod
    def learn_kernel(fields, targets, m, lr, steps):
        rows, columns = targets.shape[1:]
        V, losses = np.zeros((m, m)), []
        X = {(p, q): fields[:, p : p + rows, q : q + columns] for p, q in np.ndindex(m, m)}
        for step in range(steps + 1):
            e = sum(V[p, q] * X[p, q] for p, q in X) - targets
            losses.append((e**2).mean())
            if step < steps:
                G = np.zeros((m, m))
                for p, q in X:
                    G[p, q] = 2 * (e * X[p, q]).mean()
                V = V - lr * G
        return V, losses


class Lines:
    """By NumPy's own functions, or by another formula."""

    @staticmethod
    def correlate(x, v, padding=0, stride=1):
        return np.convolve(np.pad(x, padding), v[::-1])[len(v) - 1 :][
            : len(x) + 2 * padding - len(v) + 1
        ][::stride]

    @staticmethod
    def convolve(F, G):
        wide = np.pad(F, [(m - 1, m - 1) for m in G.shape])
        view = np.lib.stride_tricks.sliding_window_view(wide, G.shape)
        return (view * G[::-1, ::-1]).sum(axis=(2, 3))

    @staticmethod
    def conv2d(x, V, b, padding=0, stride=1):
        xz = np.pad(x, [(0, 0)] * 2 + [(padding, padding)] * 2)
        view = np.lib.stride_tricks.sliding_window_view(xz, V.shape[2:], axis=(2, 3))
        h = np.tensordot(view[:, :, ::stride, ::stride], V, axes=([1, 4, 5], [1, 2, 3]))
        return np.moveaxis(h, 3, 1) + b.reshape(1, -1, 1, 1)

    @staticmethod
    def correlate_backward(delta, x, v):
        return np.convolve(delta, v), np.correlate(x, delta, "valid")

    @classmethod
    def conv2d_backward(cls, delta, x, V, padding=0, stride=1):
        """The way back as layers of their own: a convolution of what a stride has spread."""
        (k, m), (height, width) = V.shape[2:], x.shape[2:]
        shape = height + 2 * padding - k + 1, width + 2 * padding - m + 1
        spread = np.zeros((*delta.shape[:2], *shape))
        spread[:, :, ::stride, ::stride] = delta
        wide = np.pad(spread, [(0, 0)] * 2 + [(k - 1, k - 1), (m - 1, m - 1)])
        turned = V[:, :, ::-1, ::-1].swapaxes(0, 1)
        dx = cls.conv2d(wide, turned, np.zeros(V.shape[1]))
        dx = dx[:, :, padding : padding + height, padding : padding + width]
        xz = np.pad(x, [(0, 0)] * 2 + [(padding, padding)] * 2).swapaxes(0, 1)
        dV = cls.conv2d(xz, spread.swapaxes(0, 1), np.zeros(len(V))).swapaxes(0, 1)
        return dx, dV, np.einsum("ndij->d", delta)

    @staticmethod
    def as_dense(v, n, padding=0, stride=1):
        return sum(number * np.eye(n + 2 * padding, k=p) for p, number in enumerate(v))[
            : n + 2 * padding - len(v) + 1 : stride, padding : padding + n
        ]

    @staticmethod
    def kernel_of(W):
        m = W.shape[1] - len(W) + 1
        v = np.array([np.diagonal(W, p).mean() for p in range(m)])
        right = sum(number * np.eye(*W.shape, k=p) for p, number in enumerate(v))
        return v if np.allclose(W, right) else None

    @staticmethod
    def shift_errors(f, x, stride=1):
        late = np.array([f(np.roll(x, k)) for k in range(0, len(x), stride)])
        moved = np.array([np.roll(late[0], k) for k in range(len(late))])
        return abs(late - moved).max(), abs(late - late[:1]).max()

    @staticmethod
    def derivatives(phi, a):
        view = np.lib.stride_tricks.sliding_window_view(phi, (3, 3))
        kernels = [[0, 0, 0], [-1, 0, 1], [0, 0, 0]], [[0, 1, 0], [1, -4, 1], [0, 1, 0]]
        across, laplacian = (np.array(kernel) for kernel in kernels)
        dx, dy, both = (
            np.einsum("ijpq,pq->ij", view, kernel) for kernel in (across, across.T, laplacian)
        )
        return dx / 2 / a, dy / 2 / a, both / a / a

    @staticmethod
    def stencil(places, order, a=1.0):
        k = len(places)
        w = np.linalg.inv(np.vander(np.array(places, dtype=float), increasing=True))[order]
        w = w * math.factorial(order)
        exact = [Fraction(float(x)).limit_denominator(10**6) for x in w]
        moment = lambda j: sum(x * p**j for x, p in zip(exact, places, strict=True))
        return w * float(a) ** -order, next(j for j in range(k, 3 * k) if moment(j)) - order

    @staticmethod
    def learn_kernel(fields, targets, m, lr, steps):
        X = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2))
        X, y, v, losses = X.reshape(-1, m * m), targets.ravel(), np.zeros(m * m), []
        for _ in range(steps):
            losses.append(np.mean((X @ v - y) ** 2))
            v = v - 2 * lr / len(y) * X.T @ (X @ v - y)
        return v.reshape(m, m), [*losses, np.mean((X @ v - y) ** 2)]


@pytest.mark.parametrize("style", [Loops, Hinted, Lines], ids=lambda s: s.__name__)
@pytest.mark.parametrize("name", [n for n in QUESTIONS if n.startswith("ps6/")])
def test_a_right_answer_passes(style, name):
    if answer := getattr(style, name.partition("/")[2], None):
        check(name, answer)
        for seed in (0, 271828):
            check(name, answer, thorough=True, seed=seed)
