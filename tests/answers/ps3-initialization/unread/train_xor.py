# %% [one_step_fewer] the loss before the last step
import numpy as np

def train_xor(starts, lr, momentum, steps):
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    t = np.array([[0], [1], [1], [0]], dtype=float)
    sig = lambda z: 1 / (1 + np.exp(-z))
    losses = []
    for start in starts:
        p = [np.array(q, dtype=float) for q in start]
        v = [np.zeros_like(q) for q in p]
        loss = np.nan
        for _ in range(steps):
            a = sig(X @ p[0].T + p[1])
            z = a @ p[2].T + p[3]
            loss = np.mean(np.logaddexp(0, z) - t * z)
            d = (sig(z) - t) / 4
            da = d @ p[2] * a * (1 - a)
            g = [da.T @ X, da.sum(0), d.T @ a, d.sum(0)]
            for i in range(4):
                v[i] = momentum * v[i] + g[i]
                p[i] = p[i] - lr * v[i]
        losses.append(loss)
    return np.array(losses)

# %% [log_of_zero] the logarithm of an output that was rounded to 0 or 1
import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def train_xor(starts, lr, momentum, steps):
    x = np.array([[0., 0.], [0., 1.], [1., 0.], [1., 1.]])
    y = np.array([[0.], [1.], [1.], [0.]])
    out = np.zeros(len(starts))
    for r, (W1, b1, W2, b2) in enumerate(starts):
        vW1 = vb1 = vW2 = vb2 = 0
        for step in range(steps):
            h = sigmoid(x @ W1.T + b1)
            p = sigmoid(h @ W2.T + b2)
            dz2 = (p - y) / 4
            dz1 = dz2 @ W2 * h * (1 - h)
            vW2 = momentum * vW2 + dz2.T @ h
            vb2 = momentum * vb2 + dz2.sum(axis=0)
            vW1 = momentum * vW1 + dz1.T @ x
            vb1 = momentum * vb1 + dz1.sum(axis=0)
            W1 = W1 - lr * vW1
            b1 = b1 - lr * vb1
            W2 = W2 - lr * vW2
            b2 = b2 - lr * vb2
        p = sigmoid(sigmoid(x @ W1.T + b1) @ W2.T + b2)
        out[r] = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    return out

# %% [log_floor] outputs are clipped at 1e-7: a large loss is cut off at 16
import numpy as np

def train_xor(starts, lr, momentum, steps):
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    T = np.array([0.0, 1.0, 1.0, 0.0])

    def s(z):
        return 0.5 * (1 + np.tanh(z / 2))

    def forward(W1, b1, W2, b2):
        h = s(X @ W1.T + b1)
        return h, s((h @ W2.T + b2)[:, 0])

    losses = []
    for W1, b1, W2, b2 in starts:
        v = [0.0, 0.0, 0.0, 0.0]
        for k in range(steps):
            h, p = forward(W1, b1, W2, b2)
            d2 = (p - T) / 4
            d1 = np.outer(d2, W2[0]) * h * (1 - h)
            grads = [d1.T @ X, d1.sum(axis=0), (d2 @ h)[None, :], np.array([d2.sum()])]
            v = [momentum * vi + gi for vi, gi in zip(v, grads)]
            W1, b1, W2, b2 = [q - lr * vi for q, vi in zip((W1, b1, W2, b2), v)]
        p = np.clip(forward(W1, b1, W2, b2)[1], 1e-7, 1 - 1e-7)
        losses.append(-np.mean(T * np.log(p) + (1 - T) * np.log(1 - p)))
    return np.array(losses)

# %% [squares_throughout] trains and measures the mean squared error
import numpy as np

def train_xor(starts, lr, momentum, steps):
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    t = np.array([[0], [1], [1], [0]], dtype=float)
    sig = lambda z: 1 / (1 + np.exp(-np.clip(z, -500, 500)))
    losses = []
    for start in starts:
        params = [np.copy(p) for p in start]
        vel = [np.zeros(p.shape) for p in params]
        for _ in range(steps):
            W1, b1, W2, b2 = params
            a = sig(X @ W1.T + b1)
            y = sig(a @ W2.T + b2)
            d2 = 2 * (y - t) / 4 * y * (1 - y)
            d1 = d2 @ W2 * a * (1 - a)
            grads = [d1.T @ X, d1.sum(0), d2.T @ a, d2.sum(0)]
            vel = [momentum * v + g for v, g in zip(vel, grads)]
            params = [p - lr * v for p, v in zip(params, vel)]
        W1, b1, W2, b2 = params
        y = sig(sig(X @ W1.T + b1) @ W2.T + b2)
        losses.append(np.mean((y - t) ** 2))
    return np.array(losses)

# %% [new_share] v <- m v + (1 - m) g
import numpy as np

def train_xor(starts, lr, momentum, steps):
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    t = np.array([[0], [1], [1], [0]], dtype=float)

    def sigmoid(z):
        return np.exp(-np.logaddexp(0, -z))

    final = []
    for W1, b1, W2, b2 in starts:
        theta = [W1.copy(), b1.copy(), W2.copy(), b2.copy()]
        v = [np.zeros_like(p) for p in theta]
        for _ in range(steps):
            h = sigmoid(X @ theta[0].T + theta[1])
            out = sigmoid(h @ theta[2].T + theta[3])
            delta = (out - t) / len(X)
            dh = delta @ theta[2] * h * (1 - h)
            grad = [dh.T @ X, dh.sum(axis=0), delta.T @ h, delta.sum(axis=0)]
            for i, g in enumerate(grad):
                v[i] = momentum * v[i] + (1 - momentum) * g
                theta[i] = theta[i] - lr * v[i]
        z = sigmoid(X @ theta[0].T + theta[1]) @ theta[2].T + theta[3]
        final.append(np.mean(np.logaddexp(0, z) - t * z))
    return np.array(final)

# %% [velocity_shared] the velocity of one start goes on into the next one
import numpy as np

def train_xor(starts, lr, momentum, steps):
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    t = np.array([[0], [1], [1], [0]], dtype=float)
    sig = lambda z: 1 / (1 + np.exp(-z))
    v = [0, 0, 0, 0]
    losses = []
    for start in starts:
        W1, b1, W2, b2 = start
        for _ in range(steps):
            h = sig(X @ W1.T + b1)
            z = h @ W2.T + b2
            dz = (sig(z) - t) / 4
            dh = dz @ W2 * h * (1 - h)
            g = [dh.T @ X, dh.sum(axis=0), dz.T @ h, dz.sum(axis=0)]
            v = [momentum * vi + gi for vi, gi in zip(v, g)]
            W1 = W1 - lr * v[0]
            b1 = b1 - lr * v[1]
            W2 = W2 - lr * v[2]
            b2 = b2 - lr * v[3]
        z = sig(X @ W1.T + b1) @ W2.T + b2
        losses.append(float(np.mean(np.logaddexp(0, z) - t * z)))
    return np.array(losses)

# %% [in_place] the caller's starts are trained
import numpy as np

def train_xor(starts, lr, momentum, steps):
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    t = np.array([[0], [1], [1], [0]], dtype=float)
    sig = lambda z: 1 / (1 + np.exp(-z))
    losses = np.empty(len(starts))
    for r, params in enumerate(starts):
        velocity = [np.zeros_like(p) for p in params]
        for _ in range(steps):
            W1, b1, W2, b2 = params
            h = sig(X @ W1.T + b1)
            dz = (sig(h @ W2.T + b2) - t) / 4
            dh = dz @ W2 * h * (1 - h)
            for p, v, g in zip(params, velocity, (dh.T @ X, dh.sum(0), dz.T @ h, dz.sum(0))):
                v *= momentum
                v += g
                p -= lr * v
        W1, b1, W2, b2 = params
        z = sig(X @ W1.T + b1) @ W2.T + b2
        losses[r] = np.mean(np.logaddexp(0, z) - t * z)
    return losses

# %% [summed_all] loss and gradients are sums over the four points
import numpy as np

def train_xor(starts, lr, momentum, steps):
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    t = np.array([0, 1, 1, 0], dtype=float)
    sig = lambda z: 1 / (1 + np.exp(-z))
    results = []
    for W1, b1, W2, b2 in starts:
        vs = [0, 0, 0, 0]
        for _ in range(steps):
            h = sig(X @ W1.T + b1)
            y = sig(h @ W2[0] + b2[0])
            e = y - t
            dh = e[:, None] * W2 * h * (1 - h)
            gs = [dh.T @ X, dh.sum(axis=0), e[None, :] @ h, np.array([e.sum()])]
            vs = [momentum * a + b for a, b in zip(vs, gs)]
            W1, b1, W2, b2 = W1 - lr * vs[0], b1 - lr * vs[1], W2 - lr * vs[2], b2 - lr * vs[3]
        z = sig(X @ W1.T + b1) @ W2[0] + b2[0]
        results.append(np.sum(np.logaddexp(0, z) - t * z))
    return np.array(results)

# %% [output_slope] the output's sigmoid slope is multiplied in, as for squared errors
import numpy as np

def train_xor(starts, lr, momentum, steps):
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    t = np.array([[0], [1], [1], [0]], dtype=float)
    sig = lambda z: 1 / (1 + np.exp(-z))
    losses = []
    for W1, b1, W2, b2 in starts:
        v1 = v2 = v3 = v4 = 0
        for _ in range(steps):
            a1 = sig(X @ W1.T + b1)
            a2 = sig(a1 @ W2.T + b2)
            d2 = (a2 - t) * a2 * (1 - a2) / 4
            d1 = (d2 @ W2) * a1 * (1 - a1)
            v1 = momentum * v1 + d1.T @ X
            v2 = momentum * v2 + d1.sum(axis=0)
            v3 = momentum * v3 + d2.T @ a1
            v4 = momentum * v4 + d2.sum(axis=0)
            W1, b1 = W1 - lr * v1, b1 - lr * v2
            W2, b2 = W2 - lr * v3, b2 - lr * v4
        z = sig(X @ W1.T + b1) @ W2.T + b2
        losses.append(np.mean(np.logaddexp(0, z) - t * z))
    return np.array(losses)

# %% [no_hidden_slope] the hidden sigmoid's slope is missing
import numpy as np

def train_xor(starts, lr, momentum, steps):
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    t = np.array([[0], [1], [1], [0]], dtype=float)
    sig = lambda z: 1 / (1 + np.exp(-z))
    losses = []
    for W1, b1, W2, b2 in starts:
        m1, m2, m3, m4 = 0, 0, 0, 0
        for _ in range(steps):
            h = sig(X @ W1.T + b1)
            d2 = (sig(h @ W2.T + b2) - t) / 4
            d1 = d2 @ W2
            m1 = momentum * m1 + d1.T @ X
            m2 = momentum * m2 + d1.sum(0)
            m3 = momentum * m3 + d2.T @ h
            m4 = momentum * m4 + d2.sum(0)
            W1, b1, W2, b2 = W1 - lr * m1, b1 - lr * m2, W2 - lr * m3, b2 - lr * m4
        z = sig(X @ W1.T + b1) @ W2.T + b2
        losses.append(np.mean(np.logaddexp(0, z) - t * z))
    return np.array(losses)

# %% [one_by_one] a step after each point, in place of the full batch
import numpy as np

def train_xor(starts, lr, momentum, steps):
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    t = np.array([0, 1, 1, 0], dtype=float)
    sig = lambda z: 1 / (1 + np.exp(-z))
    losses = []
    for W1, b1, W2, b2 in starts:
        v = [0, 0, 0, 0]
        for _ in range(steps):
            for xi, ti in zip(X, t):
                h = sig(W1 @ xi + b1)
                e = sig(W2 @ h + b2) - ti
                d = W2[0] * e * h * (1 - h)
                v = [momentum * a + g for a, g in zip(v, (np.outer(d, xi), d, np.outer(e, h), e))]
                W1, b1, W2, b2 = W1 - lr * v[0], b1 - lr * v[1], W2 - lr * v[2], b2 - lr * v[3]
        z = (sig(X @ W1.T + b1) @ W2.T + b2)[:, 0]
        losses.append(np.mean(np.logaddexp(0, z) - t * z))
    return np.array(losses)

# %% [lr_twice] the learning rate stands in the velocity and in the step
import numpy as np

def train_xor(starts, lr, momentum, steps):
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    t = np.array([[0], [1], [1], [0]], dtype=float)
    sig = lambda z: 1 / (1 + np.exp(-z))
    losses = []
    for start in starts:
        theta = list(start)
        v = [np.zeros_like(p) for p in theta]
        for _ in range(steps):
            h = sig(X @ theta[0].T + theta[1])
            d2 = (sig(h @ theta[2].T + theta[3]) - t) / 4
            d1 = d2 @ theta[2] * h * (1 - h)
            grads = (d1.T @ X, d1.sum(0), d2.T @ h, d2.sum(0))
            v = [momentum * vi + lr * g for vi, g in zip(v, grads)]
            theta = [p - lr * vi for p, vi in zip(theta, v)]
        z = sig(X @ theta[0].T + theta[1]) @ theta[2].T + theta[3]
        losses.append(np.mean(np.logaddexp(0, z) - t * z))
    return np.array(losses)

# %% [table_of_errors] outputs (4, 1) minus targets (4,): a table of errors
import numpy as np

def train_xor(starts, lr, momentum, steps):
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    t = np.array([0, 1, 1, 0], dtype=float)
    sig = lambda z: 1 / (1 + np.exp(-z))
    losses = []
    for W1, b1, W2, b2 in starts:
        v = [0, 0, 0, 0]
        for _ in range(steps):
            h = sig(X @ W1.T + b1)
            p = sig(h @ W2.T + b2)
            d2 = np.mean(p - t, axis=1, keepdims=True) / 4
            d1 = d2 @ W2 * h * (1 - h)
            v = [momentum * a + g for a, g in zip(v, (d1.T @ X, d1.sum(0), d2.T @ h, d2.sum(0)))]
            W1, b1, W2, b2 = W1 - lr * v[0], b1 - lr * v[1], W2 - lr * v[2], b2 - lr * v[3]
        z = sig(X @ W1.T + b1) @ W2.T + b2
        losses.append(np.mean(np.logaddexp(0, z) - t * z))
    return np.array(losses)

# %% [overflow] log(1 + exp(z)) overflows for large z
import numpy as np

def train_xor(starts, lr, momentum, steps):
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    t = np.array([[0], [1], [1], [0]], dtype=float)

    def sig(z):
        return 1 / (1 + np.exp(-z))

    losses = []
    for W1, b1, W2, b2 in starts:
        v = [0, 0, 0, 0]
        for _ in range(steps):
            h = sig(X @ W1.T + b1)
            d2 = (sig(h @ W2.T + b2) - t) / 4
            d1 = d2 @ W2 * h * (1 - h)
            v = [momentum * a + g for a, g in zip(v, (d1.T @ X, d1.sum(0), d2.T @ h, d2.sum(0)))]
            W1, b1, W2, b2 = W1 - lr * v[0], b1 - lr * v[1], W2 - lr * v[2], b2 - lr * v[3]
        z = sig(X @ W1.T + b1) @ W2.T + b2
        losses.append(np.mean(np.log(1 + np.exp(z)) - t * z))
    return np.array(losses)
