# %% [right] products of all factors at once
def variances(widths, weight_variance, mean_square, relu=False):
    gains = np.array(widths[:-1]) * np.array(weight_variance)
    return mean_square * np.cumprod(gains) * 0.5 ** (relu * np.arange(len(widths) - 1))

# %% [right] recursion, and a list
def variances(n, s2, q, activated=False):
    s2 = list(np.broadcast_to(s2, len(n) - 1))
    if len(n) < 2:
        return []
    v = n[0] * s2[0] * q
    return [v, *variances(n[1:], s2[1:], v / (1 + activated), activated)]

# %% [right] from the top, filled in
def gradient_variances(widths, weight_variance, last, relu=False):
    L = len(widths) - 1
    s = np.ones(L) * weight_variance
    g = np.empty(L)
    g[-1] = last
    for l in range(L - 1, 0, -1):
        g[l - 1] = g[l] * widths[l + 1] * s[l]
        if relu:
            g[l - 1] *= 0.5
    return g

# %% [right] products of what lies above
def gradient_variances(widths, weight_variance, last, relu=False):
    s = np.broadcast_to(weight_variance, len(widths) - 1)
    f = np.array(widths[2:]) * s[1:] / (2 if relu else 1)
    return np.array([last * np.prod(f[l:]) for l in range(len(s))])

# %% [right] standard numbers, scaled
def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    fan = {"lecun": fan_in, "glorot": (fan_in + fan_out) / 2, "he": fan_in / 2}[scheme]
    if distribution == "normal":
        W = rng.standard_normal((fan_out, fan_in))
    else:
        W = np.sqrt(12) * (rng.random((fan_out, fan_in)) - 0.5)
    return W / np.sqrt(fan)

# %% [right] row by row, chained ifs
def draw_weights(n, m, rng, scheme="he", distribution="normal"):
    if scheme == "lecun":
        v = 1 / n
    elif scheme == "glorot":
        v = 2 / (n + m)
    elif scheme == "he":
        v = 2 / n
    else:
        raise ValueError(scheme)
    rows = []
    for _ in range(m):
        if distribution == "uniform":
            rows.append(rng.uniform(-((3 * v) ** 0.5), (3 * v) ** 0.5, n))
        else:
            rows.append(rng.normal(0, v**0.5, n))
    return np.array(rows)

# %% [right] float32
def draw_weights(fan_in, fan_out, rng, scheme="he", distribution="normal"):
    s = np.sqrt({"lecun": 1 / fan_in, "glorot": 2 / (fan_in + fan_out), "he": 2 / fan_in}[scheme])
    size = (fan_out, fan_in)
    law = {"normal": lambda: rng.normal(0, s, size), "uniform": lambda: rng.uniform(-s * 3**0.5, s * 3**0.5, size)}
    return law[distribution]().astype(np.float32)

# %% [right] the running matrix is kept in size, not the vector
def log_growth(factors, x):
    P, power, out = np.eye(len(x)), 0.0, []
    for M in factors:
        P = M @ P
        size = np.abs(P).max()
        P, power = P / size, power + np.log(size)
        out.append(power + np.log(np.linalg.norm(P @ x) / np.linalg.norm(x)))
    return out

# %% [right] rescaled only where it must be
def log_growth(factors, x):
    v, taken, out = np.array(x, dtype=float), 0.0, np.zeros(len(factors))
    start = np.log(np.sqrt(v @ v))
    for t, M in enumerate(factors):
        v = M @ v
        size = np.sqrt(v @ v)
        if not 1e-50 < size < 1e50:
            v, taken, size = v / size, taken + np.log(size), 1.0
        out[t] = taken + np.log(size) - start
    return out

# %% [right] einsum
def train_masked(W1, w2, x, y, lr, masks):
    for m in masks:
        a = np.tanh(np.einsum("ni,hi->nh", x, W1))
        e = np.einsum("nh,h,h->n", a, m, w2) - y
        g2 = np.einsum("n,nh,h->h", e, a, m) / len(y)
        g1 = np.einsum("n,h,h,nh,ni->hi", e, w2, m, 1 - a**2, x) / len(y)
        W1, w2 = W1 - lr * g1, w2 - lr * g2
    return W1, w2

# %% [right] copies, changed in place; example by example
def train_masked(W1, w2, x, y, lr, masks):
    W1, w2 = W1.astype(float), w2.astype(float)
    for step in range(masks.shape[0]):
        G1, G2 = np.zeros(W1.shape), np.zeros(w2.shape)
        for xi, yi in zip(x, y):
            a = np.tanh(W1 @ xi)
            h = masks[step] * a
            e = h @ w2 - yi
            G2 += e * h / len(x)
            G1 += np.outer(e * w2 * masks[step] * (1 - a * a), xi) / len(x)
        W1 -= lr * G1
        w2 -= lr * G2
    return [W1, w2]

# %% [right] column by column
def min_max(train, x):
    out = np.zeros(x.shape)
    for j in range(x.shape[1]):
        a, b = train[:, j].min(), train[:, j].max()
        out[:, j] = (x[:, j] - a) / ((b - a) or 1)
    return out

# %% [right] ptp, and a mask
def min_max(train, x):
    width = np.ptp(train, axis=0).astype(float)
    width[width == 0] = 1.0
    return (x - np.min(train, axis=0, keepdims=True)) / width

# %% [right] all equal to the first one
def z_score(train, x):
    varies = np.any(train != train[:1], axis=0)
    centre = train.mean(axis=0)
    spread = np.ones(train.shape[1])
    spread[varies] = np.sqrt(((train - centre) ** 2).mean(axis=0))[varies]
    return (x - centre) / spread

# %% [right] transposed, row by row
def z_score(train, x):
    rows = []
    for t, u in zip(train.T, x.T):
        s = np.std(t) if np.ptp(t) else 1.0
        rows.append((u - np.mean(t)) / s)
    return np.array(rows).T

# %% [right] singular values
def zca(train, x, eps=0.0):
    m = train.mean(axis=0)
    _, s, V = np.linalg.svd((train - m) / np.sqrt(len(train)), full_matrices=False)
    return (x - m) @ V.T / np.sqrt(s**2 + eps) @ V

# %% [right] eig, a matrix made first
def zca(train, x, eps=0.0):
    C = np.atleast_2d(np.cov(train, rowvar=False, ddof=0))
    L, U = np.linalg.eigh(C + eps * np.eye(len(C)))
    M = sum(np.outer(u, u) / np.sqrt(l) for l, u in zip(L, U.T))
    return (x - np.mean(train, axis=0)) @ M

# %% [right] keepdims, and names of the lecture
def batch_norm(z, gamma, beta, eps=1e-5):
    mu = z.mean(axis=0, keepdims=True)
    s = np.sqrt(((z - mu) ** 2).mean(axis=0, keepdims=True) + eps)
    return gamma[None, :] * ((z - mu) / s) + beta[None, :]

# %% [right] a straight line for each feature
def batch_norm(x, gamma, beta, eps=1e-5):
    slope = gamma * (x.var(0) + eps) ** -0.5
    return slope * (x - x.mean(0)) + beta

# %% [right] step by step, as a graph
def batch_norm_backward(dy, x, gamma, eps=1e-5):
    N = len(x)
    mu = x.mean(0)
    xmu = x - mu
    var = (xmu**2).mean(0)
    s = np.sqrt(var + eps)
    xhat = xmu / s
    dgamma, dbeta = (dy * xhat).sum(0), dy.sum(0)
    dxhat = dy * gamma
    ds = -(dxhat * xmu).sum(0) / s**2
    dvar = ds / (2 * s)
    dxmu = dxhat / s + 2 * xmu * dvar / N
    return dxmu - dxmu.sum(0) / N, dgamma, dbeta

# %% [right] a Jacobian for each feature
def batch_norm_backward(dy, x, gamma, eps=1e-5):
    N, n = x.shape
    dx = np.zeros((N, n))
    dgamma, dbeta = np.zeros(n), np.zeros(n)
    for j in range(n):
        s = np.sqrt(np.var(x[:, j]) + eps)
        h = (x[:, j] - np.mean(x[:, j])) / s
        J = (np.eye(N) - 1 / N - np.outer(h, h) / N) * gamma[j] / s
        dx[:, j] = J @ dy[:, j]
        dgamma[j], dbeta[j] = h @ dy[:, j], dy[:, j].sum()
    return dx, dgamma, dbeta

# %% [right] a list, column by column
def identity_parameters(x, eps=1e-5):
    return [np.array([(c.var() + eps) ** 0.5 for c in x.T]), np.array([c.mean() for c in x.T])]

# %% [right] lengths of the centred columns
def identity_parameters(x, eps=1e-5):
    beta = np.sum(x, axis=0) / len(x)
    length = np.linalg.norm(x - beta, axis=0)
    return np.sqrt(length**2 / len(x) + eps), beta

# %% [right] lerp in place, on arrays of its own
class BatchNorm:
    def __init__(self, features, momentum=0.1, eps=1e-5):
        self.features, self.momentum, self.eps = features, momentum, eps
        self.gamma = np.full(features, 1.0)
        self.beta = np.full(features, 0.0)
        self.running_mean = self.beta.copy()
        self.running_var = self.gamma.copy()

    def __call__(self, x, training=True):
        if not training:
            return self._line(x, self.running_mean, self.running_var)
        n = len(x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        self.running_mean += self.momentum * (mean - self.running_mean)
        self.running_var += self.momentum * (var * n / (n - 1) - self.running_var)
        return self._line(x, mean, var)

    def _line(self, x, mean, var):
        slope = self.gamma / np.sqrt(var + self.eps)
        return slope * x + (self.beta - slope * mean)

# %% [right] forward and call, more that is kept
class BatchNorm:
    def __init__(self, n, momentum=0.1, eps=1e-5):
        self.params = {"momentum": momentum, "eps": eps}
        self.gamma, self.running_var = np.ones(n), np.ones(n)
        self.beta, self.running_mean = np.zeros(n), np.zeros(n)
        self.steps = 0

    def forward(self, x, training):
        m, eps = self.params["momentum"], self.params["eps"]
        if training:
            self.steps += 1
            mu = np.mean(x, axis=0)
            centred = x - mu
            ss = np.sum(centred**2, axis=0)
            self.running_mean = m * mu + (1 - m) * self.running_mean
            self.running_var = m * ss / (len(x) - 1) + (1 - m) * self.running_var
            self.xhat = centred / np.sqrt(ss / len(x) + eps)
        else:
            self.xhat = (x - self.running_mean) / np.sqrt(self.running_var + eps)
        return self.gamma * self.xhat + self.beta

    def __call__(self, x, training=True):
        return self.forward(x, training)

# %% [right] one start after the other, with a dict of parameters
def train_xor(starts, lr, momentum, steps):
    X, T = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    sig = lambda z: 1 / (1 + np.exp(-z))
    losses = []
    for W1, b1, W2, b2 in starts:
        p = {"W1": W1.astype(float), "b1": b1.astype(float), "W2": W2.astype(float), "b2": b2.astype(float)}
        v = {k: 0.0 for k in p}
        for _ in range(steps):
            h = sig(X @ p["W1"].T + p["b1"])
            d = (sig(h @ p["W2"][0] + p["b2"][0]) - T) / 4
            e = np.outer(d, p["W2"][0]) * h * (1 - h)
            g = {"W1": e.T @ X, "b1": e.sum(0), "W2": (d @ h)[None], "b2": d.sum()[None]}
            for k in p:
                v[k] = momentum * v[k] + g[k]
                p[k] = p[k] - lr * v[k]
        z = sig(X @ p["W1"].T + p["b1"]) @ p["W2"][0] + p["b2"][0]
        losses.append(np.mean(np.maximum(z, 0) - z * T + np.log1p(np.exp(-np.abs(z)))))
    return losses

# %% [right] the loss by cases, log1p of the smaller side
def train_xor(starts, lr, momentum, steps):
    corners = [((a, b), a ^ b) for a in (0, 1) for b in (0, 1)]
    X = np.array([c for c, _ in corners], float)
    sign = np.array([[1.0 if t else -1.0] for _, t in corners])

    def s(z):
        return np.exp(-np.logaddexp(0, -z))

    def one(params):
        params = [np.array(p, float) for p in params]
        velocity = [np.zeros_like(p) for p in params]
        for _ in range(steps):
            W1, b1, W2, b2 = params
            h = s(X @ W1.T + b1)
            z = h @ W2.T + b2
            d = -sign * s(-sign * z) / 4
            e = d @ W2 * (h - h**2)
            grads = [e.T @ X, e.sum(0), d.T @ h, d.sum(0)]
            velocity = [momentum * v + g for v, g in zip(velocity, grads)]
            params = [p - lr * v for p, v in zip(params, velocity)]
        W1, b1, W2, b2 = params
        return np.logaddexp(0, -sign * (s(X @ W1.T + b1) @ W2.T + b2)).mean()

    return np.array([one(start) for start in starts])
