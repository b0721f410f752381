# %% [uphill] d = C g
def bfgs(f, theta, search, steps, small=1e-6):
    x, C = theta.astype(float), np.eye(len(theta))
    g, path = f(x)[1], [theta.astype(float)]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        d = C @ g
        t = search(f, x, d)
        if t == 0:
            break
        s = t * d
        x = x + s
        new = f(x)[1]
        C, g = bfgs_inverse(C, s, new - g), new
        path.append(x)
    return np.array(path)

# %% [pair_exchanged] y for s
def bfgs(f, theta, search, steps, small=1e-6):
    x, C = theta.astype(float), np.eye(len(theta))
    g, path = f(x)[1], [theta.astype(float)]
    while len(path) <= steps and np.linalg.norm(g) > small:
        t = search(f, x, -C @ g)
        if not t:
            break
        s = -t * C @ g
        x, y = x + s, f(x + s)[1] - g
        C, g = bfgs_inverse(C, y, s), g + y
        path.append(x)
    return np.array(path)

# %% [direction_for_move] the step without its length
def bfgs(f, theta, search, steps, small=1e-6):
    x, C = theta.astype(float), np.eye(len(theta))
    g, path = f(x)[1], [theta.astype(float)]
    while len(path) <= steps and np.linalg.norm(g) > small:
        d = -C @ g
        t = search(f, x, d)
        if t == 0:
            break
        x = x + t * d
        new = f(x)[1]
        C = bfgs_inverse(C, d, new - g)
        g = new
        path.append(x)
    return np.array(path)

# %% [never_learns] C is not taken over
def bfgs(f, theta, search, steps, small=1e-6):
    x, C = theta.astype(float), np.eye(len(theta))
    g, path = f(x)[1], [theta.astype(float)]
    while len(path) <= steps and np.linalg.norm(g) > small:
        d = -C @ g
        t = search(f, x, d)
        if t == 0:
            break
        x = x + t * d
        new = f(x)[1]
        bfgs_inverse(C, t * d, new - g)
        g = new
        path.append(x)
    return np.array(path)

# %% [scaled_at_first] as the library does
def bfgs(f, theta, search, steps, small=1e-6):
    x, C = theta.astype(float), np.eye(len(theta))
    g, path = f(x)[1], [theta.astype(float)]
    while len(path) <= steps and np.linalg.norm(g) > small:
        d = -C @ g
        t = search(f, x, d)
        if t == 0:
            break
        s, x = t * d, x + t * d
        y = f(x)[1] - g
        if len(path) == 1 and s @ y > 0:
            C = C * (s @ y) / (y @ y)
        C, g = bfgs_inverse(C, s, y), g + y
        path.append(x)
    return np.array(path)

# %% [row_for_nothing] appends, then looks at t
def bfgs(f, theta, search, steps, small=1e-6):
    x, C = theta.astype(float), np.eye(len(theta))
    g, path = f(x)[1], [theta.astype(float)]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        d = -C @ g
        t = search(f, x, d)
        s = t * d
        x = x + s
        path.append(x)
        if t == 0:
            break
        y = f(x)[1] - g
        C, g = bfgs_inverse(C, s, y), g + y
    return np.array(path)

# %% [not_scaled] C starts as I
def two_loops(g, pairs):
    q, kept = np.array(g, dtype=float), {}
    for i in range(len(pairs) - 1, -1, -1):
        s, y = pairs[i]
        kept[i] = np.dot(s, q) / np.dot(s, y)
        q = q - kept[i] * y
    for i, (s, y) in enumerate(pairs):
        q = q + s * (kept[i] - np.dot(y, q) / np.dot(y, s))
    return q

# %% [scaled_by_oldest] pairs[0]
def two_loops(g, pairs):
    q, kept = g.astype(float), []
    for s, y in pairs[::-1]:
        kept.insert(0, (s @ q) / (s @ y))
        q = q - kept[0] * y
    if len(pairs) > 0:
        s, y = pairs[0]
        q = q * np.dot(s, y) / np.dot(y, y)
    for (s, y), a in zip(pairs, kept):
        q = q + (a - (y @ q) / (y @ s)) * s
    return q

# %% [first_loop_from_oldest] not reversed
def two_loops(g, pairs):
    q, kept = g.astype(float), []
    for s, y in pairs:
        kept.append((s @ q) / (s @ y))
        q = q - kept[-1] * y
    if pairs:
        q = q * (pairs[-1][0] @ pairs[-1][1]) / (pairs[-1][1] @ pairs[-1][1])
    for (s, y), a in zip(pairs, kept):
        q = q + (a - (y @ q) / (y @ s)) * s
    return q

# %% [shares_in_wrong_order] zip with the list as it grew
def two_loops(g, pairs):
    q, kept = g.astype(float), []
    for s, y in reversed(pairs):
        kept.append((s @ q) / (s @ y))
        q = q - kept[-1] * y
    if pairs:
        q = q * (pairs[-1][0] @ pairs[-1][1]) / (pairs[-1][1] @ pairs[-1][1])
    for (s, y), a in zip(pairs, kept):
        q = q + (a - (y @ q) / (y @ s)) * s
    return q

# %% [negative] the direction
def two_loops(g, pairs):
    if not pairs:
        return -g
    q, kept = g.astype(float), []
    for s, y in reversed(pairs):
        kept.append((s @ q) / (s @ y))
        q = q - kept[-1] * y
    s, y = pairs[-1]
    q = q * (s @ y) / (y @ y)
    for s, y in pairs:
        q = q + (kept.pop() - (y @ q) / (y @ s)) * s
    return -q

# %% [sum_added] a + b
def two_loops(g, pairs):
    if not pairs:
        return g
    q, kept = g.astype(float), []
    for s, y in reversed(pairs):
        kept.append((s @ q) / (s @ y))
        q = q - kept[-1] * y
    s, y = pairs[-1]
    q = q * (s @ y) / (y @ y)
    for s, y in pairs:
        b = (y @ q) / (y @ s)
        q = q + kept.pop() * s + b * s
    return q

# %% [zero_without_pairs] a product that never began
def two_loops(g, pairs):
    if len(pairs) == 0:
        return np.zeros(len(g))
    C = (pairs[-1][0] @ pairs[-1][1]) / (pairs[-1][1] @ pairs[-1][1]) * np.eye(len(g))
    for s, y in pairs:
        V = np.eye(len(g)) - np.outer(s, y) / (s @ y)
        C = V @ C @ V.T + np.outer(s, s) / (s @ y)
    return C @ g

# %% [memory_ignored] pairs only grow
class LBFGS:
    def __init__(self, search, memory=10):
        self.search = search
        self.memory = memory
        self.pairs = []

    def step(self, f, theta):
        g = f(theta)[1]
        d = -two_loops(g, self.pairs)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs.clear()
            return theta
        y = f(theta + t * d)[1] - g
        if t * d @ y > 0:
            self.pairs.append((t * d, y))
        return theta + t * d

# %% [one_more] dropped before the new one comes
class LBFGS:
    def __init__(self, search, memory=10):
        self.search, self.memory, self.pairs = search, memory, []

    def step(self, f, theta):
        g = f(theta)[1]
        d = -two_loops(g, self.pairs)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        y = f(theta + t * d)[1] - g
        if d @ y > 0:
            if len(self.pairs) > self.memory:
                self.pairs.pop(0)
            self.pairs.append((t * d, y))
        return theta + t * d

# %% [any_pair] s.y is not asked
class LBFGS:
    def __init__(self, search, memory=10):
        self.search, self.memory, self.pairs = search, memory, []

    def step(self, f, theta):
        _, g = f(theta)
        d = -two_loops(g, self.pairs)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta
        s = t * d
        self.pairs.append((s, f(theta + s)[1] - g))
        if len(self.pairs) > self.memory:
            del self.pairs[0]
        return theta + s

# %% [not_forgotten] returns at once
class LBFGS:
    def __init__(self, search, memory=10):
        self.search, self.memory, self.pairs = search, memory, []

    def step(self, f, theta):
        _, g = f(theta)
        d = -two_loops(g, self.pairs)
        t = self.search(f, theta, d)
        if not t > 0:
            return theta
        s = t * d
        y = f(theta + s)[1] - g
        if s @ y > 0:
            self.pairs.append((s, y))
            self.pairs = self.pairs[-self.memory:]
        return theta + s

# %% [between_calls] the gradient of the last call
class LBFGS:
    def __init__(self, search, memory=10):
        self.search, self.memory, self.pairs = search, memory, []
        self.last = None

    def step(self, f, theta):
        g = f(theta)[1]
        if self.last is not None:
            s, y = theta - self.last[0], g - self.last[1]
            if s @ y > 0:
                self.pairs = (self.pairs + [(s, y)])[-self.memory:]
        d = -two_loops(g, self.pairs)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs, self.last = [], None
            return theta
        self.last = theta, g
        return theta + t * d
