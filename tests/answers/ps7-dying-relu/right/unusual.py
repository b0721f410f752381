# %% [right] rows in turn by np.repeat, as on the page
import numpy as np

def absolute(M, L):
    M = np.asarray(M, dtype=float)
    k, n = M.shape
    signs = np.tile([1.0, -1.0], k)
    split = np.repeat(M, 2, axis=0) * signs[:, None]
    add = np.zeros((k, 2 * k))
    for i in range(k):
        add[i, 2 * i] = add[i, 2 * i + 1] = 1
    layers = [(split, np.zeros(2 * k))]
    while len(layers) < L - 1:
        layers.append((np.eye(2 * k), np.zeros(2 * k)))
    layers.append((add, np.zeros(k)))
    return layers

# %% [right] the sum is made in the second layer already, and then the other half stays empty
import numpy as np

def absolute(M, L):
    k = len(M)
    zero = np.zeros((k, k))
    one = np.eye(k)
    W = [np.concatenate([M, np.negative(M)])]
    if L > 2:
        W += [np.block([[one, one], [zero, zero]])]
        W += [np.block([[one, zero], [zero, zero]])] * (L - 3)
        W += [np.hstack([one, zero])]
    else:
        W += [np.hstack([one, one])]
    return [(w, np.zeros(w.shape[0])) for w in W]

# %% [right] each deep layer splits into + and - anew, which changes nothing: of two partners one is 0
import numpy as np

def absolute(M, L):
    k, n = M.shape
    I = np.eye(k)
    params = [(np.vstack([M, -M]), np.zeros(2 * k))]
    for _ in range(L - 2):
        params.append((np.block([[I, -I], [-I, I]]), np.zeros(2 * k)))
    params.append((np.hstack([I, I]), np.zeros(k)))
    return params

# %% [right] the two middle order statistics by partition
import numpy as np

def best_constants(y, loss):
    y = np.asarray(y, dtype=float)
    n = y.size
    if loss == "mse":
        c = y.sum() / n
        return c, c
    if loss == "max":
        c = y.min() + (y.max() - y.min()) / 2
        return c, c
    i, j = (n - 1) // 2, n // 2
    part = np.partition(y, [i, j])
    return part[i], part[j]

# %% [right] for mae: all targets at which the slope is 0 or changes its sign
import numpy as np

def best_constants(y, loss):
    if loss == "mae":
        best = [c for c in y if np.sum(y < c) <= len(y) / 2 and np.sum(y > c) <= len(y) / 2]
        return min(best), max(best)
    c = np.mean(y) if loss == "mse" else (min(y) + max(y)) / 2
    return c, c

# %% [right] the lower one by the chain's own steps
def bounds(N, L):
    h = 2.0**-N
    none, one, two = 0.0, 2 * h, 1 - 2 * h
    for _ in range(L - 2):
        stay = two * (1 - 2 * h - (N - 1) * h * h)
        gone = none + h * one + h * h * two
        none, one, two = gone, 1 - gone - stay, stay
    return none, 1 - (1 - h) ** (L - 1)

# %% [right] the formula, with expm1 for the upper one
import math

def bounds(N, L):
    h = 0.5**N
    if N == 1:
        return 1 - 0.5 ** (L - 2), 1 - 0.5 ** (L - 1)
    p1, p2 = 1 - h, 1 - 2 * h - (N - 1) * h**2
    a, b = p1 ** (L - 2), p2 ** (L - 2)
    return 1 - a - (1 - 2 * h) * (1 - h) / (1 + (N - 1) * h) * (a - b), -math.expm1((L - 1) * math.log1p(-h))

# %% [right] three numbers in a loop
def chain(N, L, q=0.25):
    h, qN = 0.5**N, q**N
    none, one, two = 0.0, 2 * h, 1 - 2 * h
    for _ in range(L - 2):
        none, one, two = (
            none + h * one + qN * two,
            (1 - h) * one + (2 * (h - qN) + N * qN) * two,
            (1 - 2 * h + qN - N * qN) * two,
        )
    return none, one, two

# %% [right] columns of the matrix are states, repeated squaring by hand
import numpy as np

def chain(N, L, q=0.25):
    h = 1 / 2**N
    a = q**N
    lose = 2 * h - 2 * a + N * a
    T = np.array([[1, h, a], [0, 1 - h, lose], [0, 0, 1 - a - lose]])
    state = np.array([0, 2 * h, 1 - 2 * h])
    k = L - 2
    while k:
        if k % 2:
            state = T @ state
        T = T @ T
        k //= 2
    return tuple(state)

# %% [right] mse in closed form, mae step by step with sign
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    y = np.array(y, dtype=float)
    if loss == "mse":
        t = np.arange(steps + 1)
        return y.mean() + (c - y.mean()) * (1 - 2 * lr) ** t
    path = [float(c)]
    for _ in range(steps):
        path.append(path[-1] - lr * np.sign(path[-1] - y).mean())
    return np.array(path)

# %% [right] recursive, a list is returned as array
import numpy as np

def constants(c, y, lr, steps, loss="mse"):
    if steps == 0:
        return np.array([c], dtype=float)
    if loss == "mse":
        slope = np.mean(2 * (c - y))
    else:
        slope = (np.count_nonzero(y < c) - np.count_nonzero(y > c)) / len(y)
    return np.concatenate([[float(c)], constants(c - lr * slope, y, lr, steps - 1, loss)])

# %% [right] all networks at once, as a batch
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    a = np.broadcast_to(x, (networks, *x.shape))
    dead = np.zeros(networks, dtype=bool)
    for layer in range(1, L):
        fan_in = a.shape[1]
        W = rng.normal(scale=np.sqrt(2 / fan_in), size=(networks, N, fan_in))
        h = np.maximum(W @ a + bias, 0)
        a = a + h if shortcuts and layer > 1 else h
        dead |= ~a.any(axis=(1, 2))
    return dead

# %% [right] one network after the other, in plain loops
import numpy as np

def dead_at_start(x, N, L, networks, rng, bias=0.0, shortcuts=False):
    def dies():
        a = x
        for l in range(L - 1):
            W = rng.standard_normal((N, len(a))) * (2 / len(a)) ** 0.5
            r = np.clip(W @ a + bias, 0, None)
            a = r if l == 0 or not shortcuts else a + r
            if a.max() == 0:
                return True
        return False
    return np.array([dies() for _ in range(networks)], dtype=bool)

# %% [right] log-sum of the tail, bisection for both ends
import math

import numpy as np

def exact_interval(count, n, level=0.95):
    tail = (1 - level) / 2
    ways = np.array([math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) for k in range(n + 1)])
    k = np.arange(n + 1)

    def chance(p, lo, hi):
        logs = ways[lo:hi] + k[lo:hi] * math.log(p) + (n - k[lo:hi]) * math.log1p(-p)
        return np.exp(logs).sum()

    def root(wanted_low):
        a, b = 0.0, 1.0
        for _ in range(60):
            mid = (a + b) / 2
            if wanted_low:
                up = chance(mid, count, n + 1) > tail
            else:
                up = chance(mid, 0, count + 1) < tail
            a, b = (a, mid) if up else (mid, b)
        return (a + b) / 2

    return (0.0 if count == 0 else root(True)), (1.0 if count == n else root(False))

# %% [right] the upper end by symmetry from the lower one
import math

def exact_interval(count, n, level=0.95):
    alpha = (1 - level) / 2

    def lower(c):
        if c == 0:
            return 0.0
        a, b = 0.0, 1.0
        while b - a > 1e-13:
            p = (a + b) / 2
            total = 0.0
            for j in range(c, n + 1):
                total += math.exp(
                    math.lgamma(n + 1)
                    - math.lgamma(j + 1)
                    - math.lgamma(n - j + 1)
                    + j * math.log(p)
                    + (n - j) * math.log1p(-p)
                )
            if total < alpha:
                a = p
            else:
                b = p
        return (a + b) / 2

    return lower(count), 1 - lower(n - count)

# %% [right] no special case for 0 and n: the bisection comes near enough to 0 and 1
import math

import numpy as np

def exact_interval(count, n, level=0.95):
    tail = (1 - level) / 2
    k = np.arange(n + 1)
    ways = math.lgamma(n + 1) - np.array([math.lgamma(i + 1) + math.lgamma(n - i + 1) for i in k])

    def root(part, rising):
        a, b = 1e-12, 1 - 1e-12
        for _ in range(55):
            p = (a + b) / 2
            s = np.exp(ways + k * math.log(p) + (n - k) * math.log1p(-p))[part].sum()
            if (s > tail) == rising:
                b = p
            else:
                a = p
        return (a + b) / 2

    return root(slice(count, None), True), root(slice(0, count + 1), False)

# %% [right] largest z by max, and the range of the outputs
import numpy as np

def find_dead(params, x):
    a, units = x, []
    for W, b in params[:-1]:
        z = W @ a + b.reshape(-1, 1)
        units.append(z.max(axis=1) <= 0)
        a = z * (z > 0)
    W, b = params[-1]
    out = W @ a + b.reshape(-1, 1)
    gone = [l + 1 for l, u in enumerate(units) if u.all()]
    return units, (gone + [0])[0], bool(np.allclose(out, out[:, :1], rtol=1e-10, atol=1e-12))

# %% [right] recursion, from the first layer up
import numpy as np

def find_dead(params, x):
    def go(l, a):
        W, b = params[l]
        z = np.einsum("ij,jp->ip", W, a) + b[:, None]
        if l == len(params) - 1:
            span = np.ptp(z, axis=1)
            return [], bool(np.all(span <= 1e-9 * (1 + np.abs(z).max())))
        units, network = go(l + 1, np.where(z > 0, z, 0))
        return [~np.any(z > 0, axis=1)] + units, network
    units, network = go(0, np.asarray(x, float))
    layer = next((i for i, u in enumerate(units, 1) if np.all(u)), 0)
    return units, layer, network

# %% [right] steps down while it still holds
import math

def networks_needed(p, error, deviations=2.0):
    n = max(1, math.ceil(p * (1 - p) * (deviations / error) ** 2))
    while n > 1 and deviations * math.sqrt(p * (1 - p) / (n - 1)) <= error * (1 + 1e-12):
        n -= 1
    return n

# %% [right] a float, by np.ceil
import numpy as np

def networks_needed(p, error, deviations=2.0):
    return max(1.0, np.ceil(p * (1 - p) * (deviations / error) ** 2))

# %% [right] the error divided by the deviations first
import math

def networks_needed(p, error, deviations=2.0):
    return max(1, math.ceil(p * (1 - p) / (error / deviations) ** 2))

# %% [right] only the layers' values and maxima, biases copied
import numpy as np

def revive(params, x, margin=0.1):
    new = [(W.copy(), b.astype(float)) for W, b in params]
    a = x
    for W, b in new[:-1]:
        top = (W @ a + b[:, None]).max(axis=1)
        b += np.where(top <= 0, margin - top, 0)
        a = np.maximum(W @ a + b[:, None], 0)
    return new

# %% [right] unit by unit
import numpy as np

def revive(params, x, margin=0.1):
    out = []
    a = np.array(x, float)
    for l, (W, b) in enumerate(params):
        b = [float(v) for v in b]
        if l < len(params) - 1:
            rows = []
            for j in range(len(b)):
                z = W[j] @ a + b[j]
                if not (z > 0).any():
                    b[j] += margin - max(z)
                    z = W[j] @ a + b[j]
                rows.append(np.where(z > 0, z, 0.0))
            a = np.array(rows)
        out.append((np.array(W), np.array(b)))
    return out

# %% [right] steps up and down from the formula's floor until it holds
import math

def safe_depth(N, rho):
    stay = math.log1p(-(2.0**-N))
    most = math.log1p(-rho)
    L = 1 + math.floor(most / stay)
    while (L - 1) * stay < most * (1 + 1e-14) and L > 1:
        L -= 1
    while L * stay >= most * (1 + 1e-14):
        L += 1
    return L

# %% [right] the exact formula with a guard against rounding
import math

def safe_depth(N, rho):
    quotient = math.log1p(-rho) / math.log1p(-(0.5**N))
    near = round(quotient)
    if near and abs(quotient - near) < 1e-12 * near:
        return int(near) + 1
    return int(quotient) + 1

# %% [right] floor by NumPy: a float64
import numpy as np

def safe_depth(N, rho):
    return 1 + np.floor(np.log1p(-rho) / np.log1p(-(2.0**-N)))

# %% [right] counted up from 1 with the risk in logarithms
import math

def safe_width(L, rho):
    for N in range(1, 2000):
        if -math.expm1((L - 1) * math.log1p(-(0.5**N))) <= rho * (1 + 1e-13):
            return N

# %% [right] by halving between 1 and 200
import math

def safe_width(L, rho):
    if L == 1:
        return 1
    risk = lambda N: -math.expm1((L - 1) * math.log1p(-math.ldexp(1, -N)))
    low, high = 0, 200
    while high - low > 1:
        mid = (low + high) // 2
        if risk(mid) <= rho * (1 + 1e-12):
            high = mid
        else:
            low = mid
    return high

# %% [right] a float
import numpy as np

def safe_width(L, rho):
    if L == 1:
        return 1
    h = -np.expm1(np.log1p(-rho) / (L - 1))
    return np.ceil(-np.log2(h))
