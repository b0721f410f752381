# %% [right] partners beside each other
def absolute(M, L):
    k = len(M)
    pairs = np.kron(np.eye(k), np.array([[1.0, 1.0]]))
    weights = [np.kron(M, [[1], [-1]])] + [np.eye(2 * k) for _ in range(L - 2)] + [pairs]
    return [(W, np.zeros(W.shape[0])) for W in weights]

# %% [right] whole numbers and lists, -M first
def absolute(M, L):
    k = len(M)
    eye = np.eye(2 * k, dtype=int)
    params = [[np.concatenate((-M, M)), [0] * (2 * k)]]
    params += [[eye.tolist(), [0] * (2 * k)] for _ in range(L - 2)]
    params.append([np.concatenate((eye[:k, :k], eye[:k, :k]), axis=1), [0] * k])
    return params

# %% [right] units turned round in every layer
def absolute(M, L):
    k = len(M)
    turn = np.eye(2 * k)[::-1]
    params = [(np.vstack((M, -M[::-1])), np.zeros(2 * k))]
    for _ in range(L - 2):
        params.append((turn, np.zeros(2 * k)))
    return params + [(np.hstack((np.eye(k), np.eye(k)[::-1])), np.zeros(k))]

# %% [right] scaled up, and down at the end
def absolute(M, L):
    k = len(M)
    weights = [2 * np.vstack([M, -M]), *[np.eye(2 * k)] * (L - 2), np.tile(np.eye(k) / 2, 2)]
    return [(W, np.zeros(len(W))) for W in weights]

# %% [right] by values that are handed on
def find_dead(params, x):
    values = [x]
    for W, b in params[:-1]:
        values.append(np.maximum(0, W.dot(values[-1]) + b[:, np.newaxis]))
    units = [a.sum(axis=1) == 0 for a in values[1:]]
    layer = 0
    for i in reversed(range(len(units))):
        if units[i].all():
            layer = i + 1
    W, b = params[-1]
    y = W.dot(values[-1]) + b[:, np.newaxis]
    return units, layer, bool(np.all(np.ptp(y, axis=1) <= 1e-9 * (1 + np.abs(y).max())))

# %% [right] lists of Python's own
def find_dead(params, x):
    units, a, layer = [], x, 0
    for number, (W, b) in enumerate(params[:-1], start=1):
        z = (W @ a).T + b
        a = np.where(z > 0, z, 0).T
        units.append([not any(row > 0) for row in a])
        if all(units[-1]) and layer == 0:
            layer = number
    y = W_a_b(params[-1], a)
    return units, layer, all(np.allclose(row, row[0]) for row in y)


def W_a_b(pair, a):
    return np.array([w @ a + bias for w, bias in zip(*pair)])

# %% [right] recursive, and argmax
def find_dead(params, x):
    def up(rest, a):
        W, b = rest[0]
        z = W @ a + b.reshape(-1, 1)
        if len(rest) == 1:
            return [], z
        units, y = up(rest[1:], np.maximum(z, 0))
        return [np.max(z, axis=1) <= 0, *units], y

    units, y = up(params, x)
    whole = np.array([layer.all() for layer in units], dtype=bool)
    layer = int(np.argmax(whole)) + 1 if whole.any() else 0
    return units, layer, np.allclose(y - y[:, :1], 0)

# %% [right] quantiles without interpolation
def best_constants(y, loss):
    if loss == "mae":
        return np.quantile(y, 0.5, method="lower"), np.quantile(y, 0.5, method="higher")
    if loss == "mse":
        return np.mean(y), np.mean(y)
    return (np.min(y) + np.max(y)) / 2, (np.min(y) + np.max(y)) / 2

# %% [right] all targets tried, and kept where the loss is least
def best_constants(y, loss):
    if loss == "mse":
        mean = sum(y.tolist()) / len(y)
        return mean, mean
    if loss == "max":
        low, high = sorted(y)[0], sorted(y)[-1]
        return low + (high - low) / 2, high - (high - low) / 2
    below = [sum(y < c) for c in y]
    above = [sum(y > c) for c in y]
    fits = [c for c, b, a in zip(y, below, above) if 2 * b <= len(y) and 2 * a <= len(y)]
    return min(fits), max(fits)

# %% [right] np.partition
def best_constants(y, loss):
    n = y.size
    middle = np.partition(y, [(n - 1) // 2, n // 2])
    ends = {
        "mse": [np.average(y)] * 2,
        "mae": [middle[(n - 1) // 2], middle[n // 2]],
        "max": [0.5 * y.max() + 0.5 * y.min()] * 2,
    }
    return tuple(ends[loss])

# %% [right] mse in closed form, mae by counting
def constants(c, y, lr, steps, loss="mse"):
    if loss == "mse":
        return y.mean() + (1 - 2 * lr) ** np.arange(steps + 1) * (c - y.mean())
    path = np.full(steps + 1, c, dtype=float)
    for k in range(steps):
        below, above = (y < path[k]).sum(), (y > path[k]).sum()
        path[k + 1] = path[k] - lr * (below - above) / len(y)
    return path

# %% [right] a generator, and a list returned
def constants(c, y, lr, steps, loss="mse"):
    def walk(c):
        yield c
        for _ in range(steps):
            if loss == "mae":
                slope = np.mean(np.sign(c - y))
            else:
                slope = np.mean(2 * (c - y))
            c = c - lr * slope
            yield c

    return list(walk(float(c)))

# %% [right] a matrix and its power
def chain(N, L, q=0.25):
    h = 2.0**-N
    none = q**N
    one = 2 * h + (N - 2) * none
    move = np.array([[1, 0, 0], [h, 1 - h, 0], [none, one, 1 - none - one]])
    none, one, two = np.array([0, 2 * h, 1 - 2 * h]) @ np.linalg.matrix_power(move, L - 2)
    return none, one, two

# %% [right] columns, step by step
def chain(N, L, q=0.25):
    h = 1 / 2**N
    A = np.zeros((3, 3))
    A[0, 0] = 1
    A[:2, 1] = h, 1 - h
    A[0, 2] = q**N
    A[2, 2] = 1 - 2 * h + q**N - N * q**N
    A[1, 2] = 1 - A[0, 2] - A[2, 2]
    p = np.array([0, 2 * h, 1 - 2 * h])
    for _ in range(L - 2):
        p = A @ p
    return p.tolist()

# %% [right] recursive
def chain(N, L, q=0.25):
    h = 0.5**N
    if L == 2:
        return 0.0, 2 * h, 1 - 2 * h
    none, one, two = chain(N, L - 1, q)
    stays = 1 - 2 * h - (N - 1) * q**N
    dies = h * one + q**N * two
    return none + dies, 1 - (none + dies) - stays * two, stays * two

# %% [right] the chain in place of the formula
def bounds(N, L):
    h = 0.5**N
    dead, one, two = 0.0, 2 * h, 1 - 2 * h
    for _ in range(L - 2):
        dies = h * one + h * h * two
        two = two * (1 - 2 * h - (N - 1) * h * h)
        dead += dies
        one = 1 - dead - two
    return dead, -np.expm1((L - 1) * np.log1p(-h))

# %% [right] letters of the sources
def bounds(N, L):
    P22 = 1 - 1 / 2**N
    P33 = 1 - 1 / 2 ** (N - 1) - (N - 1) / 4**N
    front = (1 - 2.0 ** (1 - N)) * (1 - 2.0**-N) / (1 + (N - 1) * 2.0**-N)
    low = 1 - P22 ** (L - 2) - front * (P22 ** (L - 2) - P33 ** (L - 2))
    return [low, 1 - np.prod([1 - 0.5**N] * (L - 1))]

# %% [right] one network after another
def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    def one():
        a = x
        for layer in range(1, L):
            W = rng.normal(scale=math.sqrt(2 / len(a)), size=(N, len(a)))
            r = np.maximum(W @ a + bias, 0)
            a = a + r if shortcuts and layer > 1 else r
            if not (a > 0).any():
                return True
        return False

    return np.array([one() for _ in range(networks)])

# %% [right] einsum, and a list of whole numbers
def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.tile(x.astype(float), (networks, 1, 1))
    alive = np.ones(networks, dtype=int)
    for layer in range(L - 1):
        W = rng.standard_normal((networks, N, a.shape[1])) * (2 / a.shape[1]) ** 0.5
        z = np.einsum("euj,ejp->eup", W, a) + bias
        a = z.clip(0) + (a if shortcuts and layer else 0)
        alive *= (a.max(axis=(1, 2)) > 0).astype(int)
    return (1 - alive).tolist()

# %% [right] points as rows
def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    dead = [False] * networks
    for i in range(networks):
        rows = x.T
        for layer in range(1, L):
            n = rows.shape[1]
            new = rows @ (rng.standard_normal((n, N)) * np.sqrt(2 / n)) + bias
            new[new < 0] = 0
            rows = new + rows if shortcuts and layer >= 2 else new
            dead[i] = dead[i] or not rows.any()
    return dead

# %% [right] with the odds of neighbours in place of lgamma
def exact_interval(count, n, level=0.95):
    k = np.arange(1, n + 1)
    ways = np.concatenate([[0.0], np.cumsum(np.log(n - k + 1) - np.log(k))])
    k = np.arange(n + 1)

    def at_least(p):
        return np.exp(ways + k * np.log(p) + (n - k) * np.log(1 - p))[count:].sum()

    def at_most(p):
        return np.exp(ways + k * np.log(p) + (n - k) * np.log(1 - p))[: count + 1].sum()

    ends = [0.0, 1.0]
    for end, tail in enumerate((at_least, lambda p: -at_most(p))):
        if (count, n - count)[end] == 0:
            continue
        goal = (1 - level) / 2 * (1, -1)[end]
        a, b = 0.0, 1.0
        while b - a > 1e-10:
            middle = a + (b - a) / 2
            if tail(middle) < goal:
                a = middle
            else:
                b = middle
        ends[end] = (a + b) / 2
    return tuple(ends)

# %% [right] high is one less low of the living
def exact_interval(count, n, level=0.95):
    def low(count):
        if count == 0:
            return 0.0
        a, b = 0.0, count / n
        for _ in range(60):
            p = (a + b) / 2
            tail = 1.0 - sum(
                math.exp(
                    math.lgamma(n + 1)
                    - math.lgamma(k + 1)
                    - math.lgamma(n - k + 1)
                    + k * math.log(p)
                    + (n - k) * math.log1p(-p)
                )
                for k in range(count)
            )
            a, b = (a, p) if tail > (1 - level) / 2 else (p, b)
        return b

    return low(count), 1 - low(n - count)

# %% [right] by a loop that takes large steps first
def networks_needed(p, error, deviations=2.0):
    def enough(n):
        return deviations * math.sqrt(p * (1 - p) / n) <= error * (1 + 1e-12)

    low, high = 0, 1
    while not enough(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high

# %% [right] np.ceil, made whole
def networks_needed(p, error, deviations=2.0):
    return int(max(1, np.ceil(p * (1 - p) / (error / deviations) ** 2)))

# %% [right] floor of a quotient of logarithms
def safe_depth(N, rho):
    return 1 + math.floor(math.log1p(-rho) / math.log1p(-(2.0**-N)))

# %% [right] doubling, and bisection
def safe_depth(N, rho):
    def safe(L):
        return (L - 1) * math.log1p(-(0.5**N)) >= math.log1p(-rho)

    low, high = 1, 2
    while safe(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if safe(middle) else (low, middle)
    return low

# %% [right] solved for h
def safe_width(L, rho):
    if L == 1:
        return 1
    h = -math.expm1(math.log1p(-rho) / (L - 1))
    return max(1, math.ceil(-math.log2(h)))

# %% [right] the first of many
def safe_width(L, rho):
    return next(N for N in range(1, 200) if (L - 1) * math.log1p(-(0.5**N)) >= math.log1p(-rho))

# %% [right] unit by unit
def revive(params, x, margin=0.1):
    new, a = [], x
    for W, b in params[:-1]:
        b = b.astype(float)
        rows = []
        for j in range(len(b)):
            z = W[j] @ a + b[j]
            if not (z > 0).any():
                b[j] += margin - z.max()
            rows.append(np.maximum(W[j] @ a + b[j], 0))
        a = np.array(rows)
        new.append((W, b))
    new.append(params[-1])
    return new

# %% [right] a deep copy, lists of lists
def revive(params, x, margin=0.1):
    params = [[np.array(W, dtype=float), np.array(b, dtype=float)] for W, b in params]
    a = x
    for layer in params[:-1]:
        W, b = layer
        top = (W @ a).max(axis=1)
        dead = top + b <= 0
        b[dead] = margin - top[dead]
        a = np.maximum(W @ a + b[:, None], 0)
    return params

# %% [right] the mended sums by adding what is missing
def revive(params, x, margin=0.1):
    mended, a = (), x
    for W, b in params[:-1]:
        z = W @ a + b[:, None]
        top = z.max(axis=1, keepdims=True)
        more = (top <= 0) * (margin - top)
        a = np.maximum(z + more, 0)
        mended += ((W, b + more[:, 0]),)
    return list(mended) + list(params[-1:])
