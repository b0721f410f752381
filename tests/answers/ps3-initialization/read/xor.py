# %% [no_momentum] gradient descent
def train_xor(starts, lr, momentum, steps):
    X, T = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), np.array([0, 1, 1, 0.0])[:, None]
    s = lambda z: 1 / (1 + np.exp(-z))
    def loss(W1, b1, W2, b2):
        z = s(X @ W1.T + b1) @ W2.T + b2
        return (np.logaddexp(0, z) - T * z).mean()
    out = []
    for W1, b1, W2, b2 in starts:
        for _ in range(steps):
            h = s(X @ W1.T + b1)
            d = (s(h @ W2.T + b2) - T) / 4
            e = d @ W2 * h * (1 - h)
            W1, b1, W2, b2 = W1 - lr * e.T @ X, b1 - lr * e.sum(0), W2 - lr * d.T @ h, b2 - lr * d.sum(0)
        out.append(loss(W1, b1, W2, b2))
    return np.array(out)

# %% [not_xor] the targets of "equal"
def train_xor(starts, lr, momentum, steps):
    X = np.array([[a, b] for a in (0.0, 1) for b in (0.0, 1)])
    T = np.array([[float(a == b)] for a, b in X])
    s = lambda z: 0.5 + 0.5 * np.tanh(z / 2)
    out = []
    for p in starts:
        v = [0] * 4
        for _ in range(steps):
            h = s(X @ p[0].T + p[1])
            d = (s(h @ p[2].T + p[3]) - T) / 4
            e = d @ p[2] * h * (1 - h)
            v = [momentum * a + g for a, g in zip(v, (e.T @ X, e.sum(0), d.T @ h, d.sum(0)))]
            p = [q - lr * a for q, a in zip(p, v)]
        z = s(X @ p[0].T + p[1]) @ p[2].T + p[3]
        out.append(np.logaddexp(0, np.where(T == 1, -z, z)).mean())
    return np.array(out)

# %% [biases_stay] two weights alone are stepped
def train_xor(starts, lr, momentum, steps):
    X, T = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), np.array([[0], [1], [1], [0.0]])
    s = lambda z: 1 / (1 + np.exp(-z))
    out = []
    for W1, b1, W2, b2 in starts:
        v1, v2 = np.zeros_like(W1), np.zeros_like(W2)
        for _ in range(steps):
            h = s(X @ W1.T + b1)
            d = (s(h @ W2.T + b2) - T) / 4
            v1 = momentum * v1 + (d @ W2 * h * (1 - h)).T @ X
            v2 = momentum * v2 + d.T @ h
            W1, W2 = W1 - lr * v1, W2 - lr * v2
        z = s(X @ W1.T + b1) @ W2.T + b2
        out.append((np.logaddexp(0, z) - T * z).mean())
    return np.array(out)

# %% [tanh_units] tanh as in the parts before
def train_xor(starts, lr, momentum, steps):
    X, T = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), np.array([[0], [1], [1], [0.0]])
    out = []
    for p in starts:
        v = [0] * 4
        for _ in range(steps):
            h = np.tanh(X @ p[0].T + p[1])
            d = (1 / (1 + np.exp(-(h @ p[2].T + p[3]))) - T) / 4
            e = d @ p[2] * (1 - h**2)
            v = [momentum * a + g for a, g in zip(v, (e.T @ X, e.sum(0), d.T @ h, d.sum(0)))]
            p = [q - lr * a for q, a in zip(p, v)]
        z = np.tanh(X @ p[0].T + p[1]) @ p[2].T + p[3]
        out.append((np.logaddexp(0, z) - T * z).mean())
    return np.array(out)

# %% [new_w2] W2 is stepped before the way back
def train_xor(starts, lr, momentum, steps):
    X, T = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), np.array([[0], [1], [1], [0.0]])
    s = lambda z: 1 / (1 + np.exp(-z))
    out = []
    for W1, b1, W2, b2 in starts:
        v = [0.0, 0.0, 0.0, 0.0]
        for _ in range(steps):
            h = s(X @ W1.T + b1)
            d = (s(h @ W2.T + b2) - T) / 4
            v[2] = momentum * v[2] + d.T @ h
            v[3] = momentum * v[3] + d.sum(0)
            W2, b2 = W2 - lr * v[2], b2 - lr * v[3]
            e = d @ W2 * h * (1 - h)
            v[0] = momentum * v[0] + e.T @ X
            v[1] = momentum * v[1] + e.sum(0)
            W1, b1 = W1 - lr * v[0], b1 - lr * v[1]
        z = s(X @ W1.T + b1) @ W2.T + b2
        out.append((np.logaddexp(0, z) - T * z).mean())
    return np.array(out)

# %% [mean_over_starts] one number for the population
def train_xor(starts, lr, momentum, steps):
    X, T = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), np.array([[0], [1], [1], [0.0]])
    s = lambda z: 1 / (1 + np.exp(-z))
    total = 0.0
    for p in starts:
        v = [0] * 4
        for _ in range(steps):
            h = s(X @ p[0].T + p[1])
            d = (s(h @ p[2].T + p[3]) - T) / 4
            e = d @ p[2] * h * (1 - h)
            v = [momentum * a + g for a, g in zip(v, (e.T @ X, e.sum(0), d.T @ h, d.sum(0)))]
            p = [q - lr * a for q, a in zip(p, v)]
        z = s(X @ p[0].T + p[1]) @ p[2].T + p[3]
        total += (np.logaddexp(0, z) - T * z).mean()
    return total / len(starts)

# %% [log_floor] 1e-12 inside the logarithm
def train_xor(starts, lr, momentum, steps):
    X, T = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), np.array([[0], [1], [1], [0.0]])
    s = lambda z: 1 / (1 + np.exp(-z))
    out = []
    for p in starts:
        v = [0] * 4
        for _ in range(steps):
            h = s(X @ p[0].T + p[1])
            d = (s(h @ p[2].T + p[3]) - T) / 4
            e = d @ p[2] * h * (1 - h)
            v = [momentum * a + g for a, g in zip(v, (e.T @ X, e.sum(0), d.T @ h, d.sum(0)))]
            p = [q - lr * a for q, a in zip(p, v)]
        o = s(s(X @ p[0].T + p[1]) @ p[2].T + p[3])
        out.append(-(T * np.log(o + 1e-12) + (1 - T) * np.log(1 - o + 1e-12)).mean())
    return np.array(out)
