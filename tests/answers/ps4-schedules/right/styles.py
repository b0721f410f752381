# %% [right] branches, np.power
def decay(t, lr, every, factor=0.5, smooth=False):
    if smooth:
        return lr * np.exp(np.log(factor) * np.asarray(t) / every)
    return lr * np.power(float(factor), np.floor(np.asarray(t) / every))

# %% [right] one function for one step
def decay(t, lr, every, factor=0.5, smooth=False):
    def one(step):
        rate = float(lr)
        if smooth:
            return rate * factor ** (step / every)
        for _ in range(every, step + 1, every):
            rate *= factor
        return rate

    return np.vectorize(one, otypes=[float])(t)

# %% [right] a list where t is an array
def decay(t, lr, every, factor=0.5, smooth=False):
    if np.ndim(t):
        return [decay(int(s), lr, every, factor, smooth) for s in t]
    return lr * factor ** (t / every) if smooth else lr * factor ** (t // every)

# %% [right] the square of a cosine
def cosine(t, high, steps, low=0.0):
    share = np.clip(np.asarray(t, dtype=float) / steps, 0, 1)
    return low + (high - low) * np.cos(np.pi / 2 * share) ** 2

# %% [right] np.where behind the end
def cosine(t, high, steps, low=0.0):
    t = np.asarray(t)
    wave = (high + low) / 2 + (high - low) / 2 * np.cos(t * np.pi / steps)
    return np.where(t < steps, wave, low)

# %% [right] math, number by number
def cosine(t, high, steps, low=0.0):
    import math

    def one(s):
        if s >= steps:
            return float(low)
        return low + 0.5 * (high - low) * (1 + math.cos(math.pi * s / steps))

    return np.array([one(s) for s in np.ravel(t)]).reshape(np.shape(t))

# %% [right] the listing, with a second name
def power_decay(lr, c, power, epochs):
    rates = []
    for t in range(epochs):
        now = lr / (1 + c * t) ** power
        rates.append(now)
    return rates

# %% [right] logarithms
def power_decay(lr, c, power, epochs):
    t = np.arange(epochs, dtype=np.float64)
    return lr * np.exp(-power * np.log1p(c * t))

# %% [right] lambda_lr with a named factor
def polynomial_decay(lr, power, steps):
    def factor(t):
        return ((steps - t) / steps) ** power

    return lambda_lr(lr, factor, steps)

# %% [right] without lambda_lr
def polynomial_decay(lr, power, steps):
    left = np.linspace(1, 0, steps, endpoint=False)
    return lr * left**power

# %% [right] np.interp for the place, one wave
def one_cycle(t, high, steps, rise=0.3):
    place = np.interp(t, [0, rise * steps - 1, steps - 1], [0, 1, 2])
    wave = (1 - np.cos(np.pi * place)) / 2
    end = np.where(place < 1, high / 25, high / 25 / 10_000)
    return end + (high - end) * wave, 0.95 - 0.1 * wave

# %% [right] step by step
def one_cycle(t, high, steps, rise=0.3):
    top, last = rise * steps - 1, steps - 1

    def anneal(a, b, s):
        return b + (a - b) / 2 * (1 + np.cos(np.pi * s))

    def one(s):
        if s <= top:
            return anneal(high / 25, high, s / top), anneal(0.95, 0.85, s / top)
        s = (s - top) / (last - top)
        return anneal(high, high / 250_000, s), anneal(0.85, 0.95, s)

    both = np.array([one(s) for s in np.ravel(t)])
    return both[:, 0].reshape(np.shape(t)), both[:, 1].reshape(np.shape(t))

# %% [right] a loop for each step
def warm_restarts(t, high, period, growth=1, low=0.0):
    def one(s):
        length = period
        while s >= length:
            s, length = s - length, length * growth
        return low + (high - low) * (1 + np.cos(np.pi * s / length)) / 2

    return np.vectorize(one, otypes=[float])(t)

# %% [right] a table of the beginnings
def warm_restarts(t, high, period, growth=1, low=0.0):
    t = np.asarray(t)
    lengths = [period]
    while sum(lengths) <= t.max():
        lengths.append(lengths[-1] * growth)
    begins = np.concatenate([[0], np.cumsum(lengths)])
    k = np.searchsorted(begins, t, side="right") - 1
    share = (t - begins[k]) / np.array(lengths)[k]
    return low + (high - low) * np.cos(np.pi / 2 * share) ** 2

# %% [right] every step up to the last, cycle by cycle
def warm_restarts(t, high, period, growth=1, low=0.0):
    rates, length = np.zeros(0), period
    while len(rates) <= np.max(t):
        wave = (1 + np.cos(np.pi * np.arange(length) / length)) / 2
        rates, length = np.append(rates, low + (high - low) * wave), length * growth
    return rates[t]

# %% [right] early returns
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.bad = float("inf"), 0

    def step(self, loss):
        if loss < self.best:
            self.best, self.bad = loss, 0
            return self.lr
        self.bad += 1
        if self.bad <= self.patience:
            return self.lr
        self.bad = 0
        self.lr = self.lr * self.factor
        if self.lr < self.lowest:
            self.lr = self.lowest
        return self.lr

# %% [right] all losses kept; counts down
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.settings = (patience, factor, lowest)
        self.rate, self.left, self.history = np.float64(lr), patience, []

    def step(self, loss):
        patience, factor, lowest = self.settings
        finite = [old for old in self.history if not np.isnan(old)]
        self.history.append(loss)
        if not np.isnan(loss) and np.isfinite(loss) and (not finite or loss < min(finite)):
            self.left = patience
        elif self.left == 0:
            self.rate, self.left = np.maximum(self.rate * factor, lowest), patience
        else:
            self.left -= 1
        return self.rate

# %% [right] best is None at first
class Plateau:
    def __init__(self, lr, patience, factor=0.5, lowest=0.0):
        self.lr, self.patience, self.factor, self.lowest = lr, patience, factor, lowest
        self.best, self.idle = None, 0

    def step(self, loss):
        better = np.isfinite(loss) and (self.best is None or loss < self.best)
        if better:
            self.best = loss
        self.idle = 0 if better else self.idle + 1
        if self.idle > self.patience:
            self.idle = 0
            self.lr = max(self.lowest, self.factor * self.lr)
        return self.lr

# %% [right] indices where
def range_bounds(rates, losses):
    i = int(np.argmin(losses))
    fall = losses[0] - losses[i]
    won = np.where(losses <= losses[0] - fall / 10)[0]
    lost = np.where(losses[i:] >= losses[i] + fall / 10)[0]
    high = rates[i + lost[0]] if len(lost) else rates[-1]
    return float(rates[won[0]]), float(high), float(high) / 2

# %% [right] loops
def range_bounds(rates, losses):
    lowest, at = losses[0], 0
    for k, loss in enumerate(losses):
        if loss < lowest:
            lowest, at = loss, k
    tenth = (losses[0] - lowest) / 10
    k = 0
    while losses[k] > losses[0] - tenth:
        k += 1
    j = at
    while j < len(losses) - 1 and losses[j] < lowest + tenth:
        j += 1
    return rates[k], rates[j], rates[j] * 0.5

# %% [right] a list in place of a tuple, next
def range_bounds(rates, losses):
    lowest = min(losses)
    fall = losses[0] - lowest
    at = list(losses).index(lowest)
    low = next(r for r, l in zip(rates, losses) if l <= losses[0] - 0.1 * fall)
    high = next((r for r, l in zip(rates[at:], losses[at:]) if l >= lowest + 0.1 * fall), rates[-1])
    return [low, high, high / 2]

# %% [right] point by point
def ridge_gradient(w, b, x, y, alpha):
    dw, db = alpha * np.asarray(w, dtype=float), 0.0
    for row, target in zip(x, y):
        e = np.dot(w, row) + b - target
        dw = dw + 2 * e * row
        db += 2 * e
    return dw, db

# %% [right] a column of ones
def ridge_gradient(w, b, x, y, alpha):
    X = np.column_stack([x, np.ones(len(x))])
    v = np.append(w, b).astype(float)
    g = 2 * X.T @ (X @ v - y)
    g[:-1] += alpha * v[:-1]
    return g[:-1], g[-1]

# %% [right] einsum
def ridge_gradient(w, b, x, y, alpha):
    e = np.einsum("ij,j->i", x, w) + b - y
    return 2 * np.einsum("i,ij->j", e, x) + alpha * w, 2 * np.add.reduce(e)

# %% [right] ones, not penalized
def ridge(x, y, alpha):
    X = np.column_stack([np.ones(len(x)), x])
    D = alpha / 2 * np.eye(X.shape[1])
    D[0, 0] = 0
    v = np.linalg.solve(X.T @ X + D, X.T @ y)
    return v[1:], v[0]

# %% [right] singular values
def ridge(x, y, alpha):
    mx, my = x.mean(0), y.mean()
    U, s, Vt = np.linalg.svd(x - mx, full_matrices=False)
    kept = s > 1e-12 * max(s.max(), 1e-300)
    d = np.zeros(len(s))
    d[kept] = s[kept] / (s[kept] ** 2 + alpha / 2)
    w = Vt.T @ (d * (U.T @ (y - my)))
    return w, my - mx @ w

# %% [right] least squares of more rows
def ridge(x, y, alpha):
    n = x.shape[1]
    rows = np.vstack([x - x.mean(axis=0), np.sqrt(alpha / 2) * np.eye(n)])
    w = np.linalg.lstsq(rows, np.append(y - y.mean(), np.zeros(n)), rcond=None)[0]
    return w, np.mean(y - x @ w)

# %% [right] by the means, as in lecture 11
def ridge(x, y, alpha):
    N, n = x.shape
    c = x - x.mean(axis=0)
    w = np.linalg.inv(c.T @ c / N + alpha / (2 * N) * np.eye(n)) @ (c.T @ y / N)
    return w, y.mean() - (x @ w).mean()

# %% [right] clip
def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * gradient
    return (u - np.clip(u, -lr * l1, lr * l1)) / (1 + lr * l2)

# %% [right] three cases
def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = np.asarray(w, dtype=float) - lr * np.asarray(gradient)
    out = np.zeros(u.shape)
    above, below = u > lr * l1, u < -lr * l1
    out[above] = (u[above] - lr * l1) / (1 + lr * l2)
    out[below] = (u[below] + lr * l1) / (1 + lr * l2)
    return out

# %% [right] number by number
def proximal_step(w, gradient, lr, l1, l2=0.0):
    def one(a, g):
        u = a - lr * g
        size = max(abs(u) - lr * l1, 0.0)
        return np.copysign(size, u) / (1 + lr * l2)

    return np.vectorize(one, otypes=[float])(w, gradient)

# %% [right] binomial
def dropout(a, p, rng, training=True):
    if training:
        return a * rng.binomial(1, 1 - p, size=a.shape) / (1 - p)
    return a

# %% [right] where, a copy at inference
def dropout(a, p, rng, training=True):
    if not training:
        return np.array(a)
    return np.where(rng.uniform(size=np.shape(a)) < p, 0.0, a / (1 - p))

# %% [right] choice
def dropout(a, p, rng, training=True):
    if not training or p == 0:
        return a
    mask = rng.choice([0.0, 1 / (1 - p)], size=a.shape, p=[p, 1 - p])
    return a * mask

# %% [right] filled into a copy
def dropout(a, p, rng, training=True):
    out = a.astype(float)
    if training:
        out[rng.random(a.shape) > 1 - p] = 0
        out /= 1 - p
    return out

# %% [right] sums and N
def dropout_ridge(x, y, p):
    N = len(x)
    alpha = 2 * p / (1 - p) * (x * x).sum(axis=0) / N
    return alpha, np.linalg.solve(x.T @ x + N / 2 * np.diag(alpha), x.T @ y)

# %% [right] the diagonal of the second moments
def dropout_ridge(x, y, p):
    C = x.T @ x / x.shape[0]
    half = p / (1 - p) * np.diag(np.diag(C))
    w = np.linalg.lstsq(C + half, x.T @ y / x.shape[0], rcond=None)[0]
    return 2 * np.diag(half), w

# %% [right] rows more
def dropout_ridge(x, y, p):
    N, n = x.shape
    alpha = np.array([2 * p / (1 - p) * np.mean(x[:, j].astype(float) ** 2) for j in range(n)])
    rows = np.vstack([x / np.sqrt(N), np.diag(np.sqrt(alpha / 2))])
    w = np.linalg.lstsq(rows, np.concatenate([y / np.sqrt(N), np.zeros(n)]), rcond=None)[0]
    return [alpha, w]
