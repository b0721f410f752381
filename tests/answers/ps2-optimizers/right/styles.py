# %% [right] the two coordinates apart, stacked
def next_position(position, lr):
    x1, x2 = position[..., 0], position[..., 1]
    gradient = np.stack([2 * x1, 4 * x2], axis=-1)
    return gradient, position - lr * gradient

# %% [right] a product with the Hessian, as a tuple of a list
def next_position(p, eta):
    H = np.diag([2, 4])
    g = np.einsum("ij,...j->...i", H, p)
    return [g, p + (-eta) * g]

# %% [right] a copy filled in
def next_position(position, lr):
    g = np.array(position, dtype=float)
    g[..., 0] *= 2
    g[..., 1] *= 4
    return g, np.asarray(position, dtype=float) - lr * g

# %% [right] a shuffled array of numbers, while
def minibatches(x, y, batch_size, rng):
    order = np.arange(x.shape[0])
    rng.shuffle(order)
    done = 0
    while done < len(order):
        now = order[done:done + batch_size]
        yield x[now], y[now]
        done += batch_size

# %% [right] sorted by random keys, a list of batches
def minibatches(x, y, batch_size, rng):
    order = np.argsort(rng.random(len(x)))
    cuts = np.arange(batch_size, len(x), batch_size)
    return [(x[i], y[i]) for i in np.split(order, cuts)]

# %% [right] take, and drawing without replacement
def minibatches(X, Y, size, generator):
    n = len(X)
    perm = generator.choice(n, n, replace=False)
    for b in range(-(-n // size)):
        part = perm[b * size:(b + 1) * size]
        yield np.take(X, part, axis=0), np.take(Y, part, axis=0)

# %% [right] recursion of its own
def sgd(params, grads, state, lr):
    if isinstance(params, (list, tuple)):
        return type(params)(sgd(p, g, state, lr)[0] for p, g in zip(params, grads)), state
    return params - lr * grads, state

# %% [right] copies, changed in place, of the right type
def sgd(params, grads, state, lr):
    def one(p, g):
        new = p.astype(np.result_type(p, np.float32) if p.dtype == np.float32 else float)
        new -= lr * g
        return new
    return each(one, params, grads), {}

# %% [right] flat lists, and an iterator that puts them back
def momentum(params, grads, state, lr, momentum=0.9):
    def flat(t):
        return sum(map(flat, t), []) if isinstance(t, (list, tuple)) else [t]
    gs, vs = flat(grads), state.get("vs")
    vs = [momentum * v + g for v, g in zip(vs, gs)] if vs else [1.0 * g for g in gs]
    moves = iter(vs)
    return each(lambda p: p - lr * next(moves), params), {"vs": vs}

# %% [right] the state is changed in place: it is the rule's own
def momentum(params, grads, state, lr, momentum=0.9):
    if "velocity" not in state:
        state["velocity"] = each(lambda g: np.zeros(g.shape, np.float32 if g.dtype == np.float32 else float), grads)
    state["velocity"] = each(lambda v, g: momentum * v + g, state["velocity"], grads)
    state["t"] = state.get("t", 0) + 1
    return each(lambda p, v: p - lr * v, params, state["velocity"]), state

# %% [right] recursion with a state for each part
def momentum(params, grads, state, lr, momentum=0.9):
    if isinstance(params, (list, tuple)):
        new, states = [], {}
        for i, (p, g) in enumerate(zip(params, grads)):
            q, states[i] = _momentum_of(p, g, state.get(i, {}), lr, momentum)
            new.append(q)
        return type(params)(new), states
    return _momentum_of(params, grads, state, lr, momentum)

def _momentum_of(params, grads, state, lr, mu):
    if isinstance(params, (list, tuple)):
        return momentum(params, grads, state, lr, mu)
    v = mu * state["v"] + grads if state else grads.copy()
    return params - lr * v, {"v": v}

# %% [right] by the new velocity twice
def nesterov(params, grads, state, lr, momentum=0.9):
    old = state.get("m") or [each(lambda g: 0 * g, grads)]
    new = each(lambda m, g: momentum * m + g, old[0], grads)
    ahead = each(lambda m, g: momentum * m + g, new, grads)
    return each(lambda p, a: p - lr * a, params, ahead), {"m": [new]}

# %% [right] written out: g + mu (mu v + g)
def nesterov(params, grads, state, lr, momentum=0.9):
    v = state["v"] if state else each(np.zeros_like, grads)
    params = each(lambda p, g, v: p - lr * ((1 + momentum) * g + momentum**2 * v), params, grads, v)
    return params, dict(v=each(lambda v, g: g + momentum * v, v, grads))

# %% [right] a geometric series
def terminal_velocity(g, lr, momentum):
    return -lr * np.asarray(g) * (1 / (1 - momentum))

# %% [right] rolled until it no longer changes
def terminal_velocity(g, lr, momentum):
    v = np.zeros_like(g, dtype=float)
    while True:
        new = momentum * v + g
        if np.allclose(new, v, rtol=1e-15, atol=0):
            return -lr * new
        v = new

# %% [right] a design matrix
def train_line(rule, x, y, theta, lr, steps, **settings):
    X = np.stack([np.ones(len(x)), x], axis=1)
    state = {}
    for _ in range(steps):
        theta, state = rule(theta, 2 / len(x) * X.T @ (X @ theta - y), state, lr, **settings)
    return theta

# %% [right] a loop over the examples
def train_line(rule, x, y, theta, lr, steps, **kw):
    memory, step = {}, 0
    while step < steps:
        a = b = 0.0
        for xi, yi in zip(x, y):
            e = theta[0] + theta[1] * xi - yi
            a += 2 * e / len(x)
            b += 2 * e * xi / len(x)
        theta, memory = rule(theta, np.array([a, b]), memory, lr, **kw)
        step += 1
    return theta

# %% [right] zip instead of each
def adagrad(params, grads, state, lr, eps=1e-10):
    def walk(p, g, s):
        if isinstance(p, (list, tuple)):
            parts = [walk(*three) for three in zip(p, g, s if s is not None else [None] * len(p))]
            return type(p)(a for a, _ in parts), [b for _, b in parts]
        s = g * g if s is None else s + g * g
        return p - lr * g / (s**0.5 + eps), s
    new, s = walk(params, grads, state.get("s"))
    return new, {"s": s}

# %% [right] the length of the gradients so far
def adagrad(params, grads, state, lr, eps=1e-10):
    length = each(np.hypot, state.get("length", each(lambda g: 0 * g, grads)), grads)
    return each(lambda p, g, n: p - lr * g / (n + eps), params, grads, length), {"length": length}

# %% [right] one array at a time, with a dict for each
def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    memories = iter(state.get("each", []))
    kept = []
    def one(p, g):
        s, v = next(memories, (0.0, 0.0))
        s = s + (1 - alpha) * (g**2 - s)
        v = momentum * v + g / (np.sqrt(s) + eps)
        kept.append((s, v))
        return p - lr * v
    return each(one, params, grads), {"each": kept}

# %% [right] from the new momentum rule
def rmsprop(params, grads, state, lr, alpha=0.99, eps=1e-8, momentum=0.0):
    s = state.get("s", each(np.zeros_like, grads))
    s = each(lambda s, g: alpha * s + (1 - alpha) * np.square(g), s, grads)
    scaled = each(lambda g, s: np.divide(g, np.sqrt(s) + eps), grads, s)
    params, inner = _rolled(params, scaled, state.get("inner", {}), lr, momentum)
    return params, {"s": s, "inner": inner}

def _rolled(params, grads, state, lr, mu):
    v = each(lambda v, g: mu * v + g, state.get("v", each(np.zeros_like, grads)), grads)
    return each(lambda p, v: p - lr * v, params, v), {"v": v}

# %% [right] the paper's other form, with an epsilon that is corrected too
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    t = state.get("t", 0) + 1
    c1, c2 = 1 - betas[0] ** t, (1 - betas[1] ** t) ** 0.5
    m = each(lambda m, g: m + (1 - betas[0]) * (g - m), state.get("m", each(np.zeros_like, grads)), grads)
    v = each(lambda v, g: v + (1 - betas[1]) * (g * g - v), state.get("v", each(np.zeros_like, grads)), grads)
    params = each(lambda p, m, v: p - lr * c2 / c1 * m / (np.sqrt(v) + eps * c2), params, m, v)
    return params, {"t": t, "m": m, "v": v}

# %% [right] the powers of beta in the state
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    p1, p2 = state.get("p1", 1.0) * b1, state.get("p2", 1.0) * b2
    m = each(lambda m, g: b1 * m + (1 - b1) * g, state.get("m") or each(lambda g: 0 * g, grads), grads) if not isinstance(grads, np.ndarray) else b1 * state.get("m", 0.0) + (1 - b1) * grads
    v = each(lambda v, g: b2 * v + (1 - b2) * g**2, state.get("v") or each(lambda g: 0 * g, grads), grads) if not isinstance(grads, np.ndarray) else b2 * state.get("v", 0.0) + (1 - b2) * grads**2
    new = each(lambda p, m, v: p - lr * (m / (1 - p1)) / (np.sqrt(v / (1 - p2)) + eps), params, m, v)
    return new, {"m": m, "v": v, "p1": p1, "p2": p2}

# %% [right] all gradients kept, and their weighted means
def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    past = state.get("past", []) + [each(np.copy, grads)]
    def one(p, *gs):
        w1 = np.array([betas[0] ** k for k in range(len(gs))][::-1], dtype=gs[0].dtype if gs[0].dtype.kind == "f" else float)
        w2 = np.array([betas[1] ** k for k in range(len(gs))][::-1], dtype=w1.dtype)
        m = sum(w * g for w, g in zip(w1, gs)) / w1.sum()
        v = sum(w * g**2 for w, g in zip(w2, gs)) / w2.sum()
        return p - lr * m / (np.sqrt(v) + eps)
    return each(one, params, *past), {"past": past}

# %% [right] the decay as a term of its own
def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    moved, state = adam(params, grads, state, lr, betas, eps)
    return each(lambda q, p: q - lr * weight_decay * p, moved, params), state

# %% [right] everything in one line for one array, then recursion
def adamw(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
    t = state.get("t", 0) + 1
    def one(p, g, m, v):
        m, v = betas[0] * m + (1 - betas[0]) * g, betas[1] * v + (1 - betas[1]) * g * g
        return p - lr * (m / (1 - betas[0]**t) / (np.sqrt(v / (1 - betas[1]**t)) + eps) + weight_decay * p), m, v
    zeros = each(np.zeros_like, grads)
    all_three = each(lambda *a: _Three(one(*a)), params, grads, state.get("m", zeros), state.get("v", zeros))
    pick = lambda k: each(lambda three: three.of[k], all_three)
    return pick(0), {"t": t, "m": pick(1), "v": pick(2)}

class _Three:
    def __init__(self, of):
        self.of = of

# %% [right] both kinds by one share
def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    t, b1, b2 = state.get("t", 0) + 1, *betas
    def mu(k):
        if momentum_decay is None:
            return b1
        return b1 * (1 - 0.5 * 0.96 ** (momentum_decay * k))
    P = 1.0
    for k in range(1, t + 1):
        P = P * mu(k)
    zero = each(lambda g: g * 0.0, grads)
    m = each(lambda m, g: b1 * m + g - b1 * g, state.get("m", zero), grads)
    v = each(lambda v, g: b2 * v + (1 - b2) * g * g, state.get("v", zero), grads)
    def new(p, g, m, v):
        up = mu(t + 1) / (1 - P * mu(t + 1)) * m + (1 - mu(t)) / (1 - P) * g
        return p - lr * up / ((v / (1 - b2**t)) ** 0.5 + eps)
    return each(new, params, grads, m, v), {"t": t, "m": m, "v": v}

# %% [right] the constant and the schedule apart
def nadam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
    b1, b2 = betas
    t = state.get("t", 0) + 1
    if momentum_decay is None:
        a, b = b1 / (1 - b1 ** (t + 1)), (1 - b1) / (1 - b1**t)
        product = 0.0
    else:
        now = b1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
        then = b1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
        product = state.get("product", 1.0) * now
        a, b = then / (1 - product * then), (1 - now) / (1 - product)
    m = each(lambda m, g: b1 * m + (1 - b1) * g, state.get("m", each(np.zeros_like, grads)), grads)
    v = each(lambda v, g: b2 * v + (1 - b2) * g**2, state.get("v", each(np.zeros_like, grads)), grads)
    below = each(lambda v: np.sqrt(v / (1 - b2**t)) + eps, v)
    params = each(lambda p, g, m, d: p - lr * (a * m + b * g) / d, params, grads, m, below)
    return params, {"t": t, "m": m, "v": v, "product": product}

# %% [right] the norm of norms
def clip_by_norm(grads, max_norm):
    def flat(t):
        return [n for part in t for n in flat(part)] if isinstance(t, (list, tuple)) else [np.linalg.norm(t)]
    norm = float(np.linalg.norm(flat(grads)))
    if norm <= max_norm:
        return each(lambda g: g * 1.0, grads)
    return each(lambda g: g * (max_norm / norm), grads)

# %% [right] one long vector
def clip_by_norm(grads, max_norm):
    numbers = []
    each(lambda g: numbers.extend(np.ravel(g).tolist()), grads)
    norm = sum(n * n for n in numbers) ** 0.5
    return each(lambda g: g * min(1.0, max_norm / max(norm, 1e-300)), grads)

# %% [right] a closure for the state
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self.lr = lr
        self.memory = [{}]
        self.call = lambda p, g, s, lr: rule(p, g, s, lr, **settings)

    def step(self, params, grads):
        new, self.memory[0] = self.call(params, grads, self.memory[0], self.lr)
        return new

# %% [right] lr as a property, counted steps
class Optimizer:
    def __init__(self, rule, lr, **settings):
        self._rule, self._rate, self._settings = rule, lr, dict(settings)
        self._state, self.steps = dict(), 0

    @property
    def lr(self):
        return self._rate

    @lr.setter
    def lr(self, value):
        self._rate = value

    def step(self, params, grads):
        out = self._rule(params, grads, self._state, self._rate, **self._settings)
        self._state = out[1]
        self.steps += 1
        return out[0]
