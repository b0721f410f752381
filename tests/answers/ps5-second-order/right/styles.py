# %% [right] einsum, and a branch
def best_length(g, H, d):
    bend = np.einsum("i,ij,j", d, H, d)
    if bend <= 0:
        return float("inf")
    return float(-np.einsum("i,i", g, d) / bend)

# %% [right] np.where, without warnings
def best_length(g, H, d):
    slope, bend = np.sum(g * d), np.sum(d * H.dot(d))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(bend > 0, -slope / bend, np.inf).item()

# %% [right] rows of an array
def newton(gradient, hessian, theta, steps):
    path = np.empty((steps + 1, len(theta)))
    path[0] = theta
    for k in range(steps):
        path[k + 1] = path[k] + np.linalg.solve(hessian(path[k]), -gradient(path[k]))
    return path

# %% [right] an inverse after all
def newton(gradient, hessian, theta, steps):
    places = [np.array(theta, dtype=np.float64)]
    for _ in range(steps):
        places.append(places[-1] - np.linalg.inv(hessian(places[-1])).dot(gradient(places[-1])))
    return np.vstack(places)

# %% [right] np.linalg.cond, matrices
def precondition(g, H):
    root = np.diag(1 / np.sqrt(np.diag(H)))
    return -root @ root @ g, np.linalg.cond(H), np.linalg.cond(root @ H @ root)

# %% [right] residuals, as in books
def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = np.array(theta, dtype=float)
    r = b - product(x)
    p, rr, path = r, r @ r, [x]
    for _ in range(steps):
        if np.sqrt(rr) <= small:
            break
        hp = product(p)
        alpha = rr / (p @ hp)
        x, r = x + alpha * p, r - alpha * hp
        p, rr = r + (r @ r) / rr * p, r @ r
        path.append(x)
    return np.array(path)

# %% [right] the length by the slope
def conjugate_gradients(product, b, theta, steps, small=1e-8):
    path = [theta.astype(float)]
    g = product(path[0]) - b
    d = -g
    for _ in range(steps):
        if not np.linalg.norm(g) > small:
            return np.array(path)
        hd = product(d)
        t = best_length(g, np.outer(hd, hd) / (d @ hd), d)
        path.append(path[-1] + t * d)
        new = g + t * hd
        d, g = -new + (new @ (new - g)) / (g @ g) * d, new
    return np.array(path)

# %% [right] columns times rows
def bfgs_update(B, s, y):
    sy = float(np.dot(s, y))
    if not sy > 0:
        return 0, 0, B.copy()
    v = (B @ s).reshape(-1, 1)
    w = y.reshape(-1, 1)
    gamma = -1 / float(s @ B @ s)
    return 1 / sy, gamma, B + w @ w.T / sy + gamma * v @ v.T

# %% [right] multiplied out
def bfgs_inverse(C, s, y):
    sy = s @ y
    if sy <= 0:
        return C
    Cy = C @ y
    ss = np.outer(s, s)
    return C + (sy + y @ Cy) / sy**2 * ss - (np.outer(Cy, s) + np.outer(s, Cy)) / sy

# %% [right] powers of the factor
def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    import itertools

    value, g = f(theta)
    if not g @ d < 0:
        return 0.0
    for k in itertools.count():
        length = t * factor**k
        if f(theta + length * d)[0] - value <= c1 * length * (g @ d):
            return length

# %% [right] slopes by one helper
def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    def phi(t):
        value, g = f(theta + t * d)
        return value, g @ d

    (start, slope), (end, there) = phi(0.0), phi(t)
    return end <= start + c1 * t * slope, c2 * slope <= there <= -c2 * slope

# %% [right] grows by ten, then bisects
def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    value, g = f(theta)
    slope, low, high = g @ d, 0.0, None
    t = 1.0
    while True:
        new, there = f(theta + t * d)
        bend = there @ d
        if not (new <= value + c1 * t * slope and bend <= -c2 * slope):
            high = t
        elif bend >= c2 * slope:
            return t
        else:
            low = t
        t = 10 * t if high is None else low + (high - low) / 2

# %% [right] geometric middles while low is zero
def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    value, g = f(theta)
    slope = g @ d
    low, high, t = 0.0, np.inf, 1.0
    for _ in range(99):
        new, there = f(theta + t * d)
        if np.isfinite(new) and new <= value + c1 * t * slope and abs(there @ d) <= c2 * abs(slope):
            return t
        if np.isfinite(new) and new <= value + c1 * t * slope and there @ d < 0:
            low = t
        else:
            high = t
        t = 3 * t if high == np.inf else high / 3 if low == 0 else (low + high) / 2
    return t

# %% [right] a system of equations a step
def bfgs(f, theta, search, steps, small=1e-6):
    B, x, path = np.eye(len(theta)), theta.astype(float), [theta.astype(float)]
    for _ in range(steps):
        g = f(x)[1]
        if np.linalg.norm(g) <= small:
            break
        d = np.linalg.solve(B, -g)
        t = search(f, x, d)
        if t == 0:
            break
        B = bfgs_update(B, t * d, f(x + t * d)[1] - g)[2]
        x = x + t * d
        path.append(x)
    return np.array(path)

# %% [right] the recursion
def two_loops(g, pairs):
    if not pairs:
        return g.astype(float)
    s, y = pairs[-1]
    scale = (s @ y) / (y @ y)

    def times(g, pairs):
        if not pairs:
            return scale * g
        s, y = pairs[-1]
        a = (s @ g) / (s @ y)
        r = times(g - a * y, pairs[:-1])
        return r + (a - (y @ r) / (s @ y)) * s

    return times(g, pairs)

# %% [right] the matrix
def two_loops(g, pairs):
    C = np.eye(len(g))
    if pairs:
        s, y = pairs[-1]
        C = C * (s @ y) / (y @ y)
    for s, y in pairs:
        C = bfgs_inverse(C, s, y)
    return C.dot(g)

# %% [right] a deque
class LBFGS:
    def __init__(self, search, memory=10):
        from collections import deque

        self.search, self.pairs = search, deque(maxlen=memory)

    def step(self, f, theta):
        g = f(theta)[1]
        d = -two_loops(g, list(self.pairs))
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs.clear()
            return theta + 0.0
        new = theta + t * d
        y = f(new)[1] - g
        if d @ y > 0:
            self.pairs.append((t * d, y))
        return new

# %% [right] one loop, rules made when they are needed
def finish(f, theta, adam, lbfgs, switch, steps):
    losses = np.empty(steps + 1)
    losses[0] = f(theta)[0]
    x, rule = np.array(theta, dtype=float), None
    for k in range(steps):
        if k == 0 and switch > 0:
            rule = adam()
        if k == switch:
            rule = lbfgs()
        x = rule(f, x)
        losses[k + 1] = f(x)[0]
    return x, losses
