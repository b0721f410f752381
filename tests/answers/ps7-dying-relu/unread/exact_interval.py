# %% [always_196] the normal approximation, 1.96 standard errors
import math

def exact_interval(count, n, level=0.95):
    p = count / n
    e = 1.959963984540054 * math.sqrt(p * (1 - p) / n)
    return max(0.0, p - e), min(1.0, p + e)

# %% [wilson] Wilson's interval
import math
from statistics import NormalDist

def exact_interval(count, n, level=0.95):
    z = NormalDist().inv_cdf(0.5 + level / 2)
    p = count / n
    mid = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return mid - half, mid + half

# %% [whole_tail] 1 - level in each tail, not half of it
import math

import numpy as np

def exact_interval(count, n, level=0.95):
    tail = 1 - level
    k = np.arange(n + 1)
    ways = math.lgamma(n + 1) - np.array([math.lgamma(i + 1) + math.lgamma(n - i + 1) for i in k])

    def pmf(p):
        return np.exp(ways + k * np.log(p) + (n - k) * np.log1p(-p))

    low, high = 0.0, 1.0
    if count > 0:
        a, b = 0.0, 1.0
        for _ in range(60):
            m = (a + b) / 2
            if pmf(m)[count:].sum() < tail:
                a = m
            else:
                b = m
        low = a
    if count < n:
        a, b = 0.0, 1.0
        for _ in range(60):
            m = (a + b) / 2
            if pmf(m)[: count + 1].sum() > tail:
                a = m
            else:
                b = m
        high = a
    return low, high

# %% [low_without_count] P(X > count) for the low end, count itself left out
import math

import numpy as np

def exact_interval(count, n, level=0.95):
    tail = (1 - level) / 2
    k = np.arange(n + 1)
    ways = math.lgamma(n + 1) - np.array([math.lgamma(i + 1) + math.lgamma(n - i + 1) for i in k])

    def pmf(p):
        return np.exp(ways + k * np.log(p) + (n - k) * np.log1p(-p))

    low, high = 0.0, 1.0
    if count > 0:
        a, b = 0.0, 1.0
        for _ in range(60):
            m = (a + b) / 2
            if pmf(m)[count + 1 :].sum() < tail:
                a = m
            else:
                b = m
        low = a
    if count < n:
        a, b = 0.0, 1.0
        for _ in range(60):
            m = (a + b) / 2
            if pmf(m)[: count + 1].sum() > tail:
                a = m
            else:
                b = m
        high = a
    return low, high

# %% [high_without_count] P(X < count) for the high end: [:count] leaves count out
import math

import numpy as np

def exact_interval(count, n, level=0.95):
    tail = (1 - level) / 2
    k = np.arange(n + 1)
    ways = math.lgamma(n + 1) - np.array([math.lgamma(i + 1) + math.lgamma(n - i + 1) for i in k])

    def pmf(p):
        return np.exp(ways + k * np.log(p) + (n - k) * np.log1p(-p))

    low, high = 0.0, 1.0
    if count > 0:
        a, b = 0.0, 1.0
        for _ in range(60):
            m = (a + b) / 2
            if pmf(m)[count:].sum() < tail:
                a = m
            else:
                b = m
        low = a
    if count < n:
        a, b = 0.0, 1.0
        for _ in range(60):
            m = (a + b) / 2
            if pmf(m)[:count].sum() > tail:
                a = m
            else:
                b = m
        high = a
    return low, high

# %% [both_without_count] both ends without count
import math

def exact_interval(count, n, level=0.95):
    alpha = (1 - level) / 2

    def tail(p, js):
        return sum(
            math.exp(math.lgamma(n + 1) - math.lgamma(j + 1) - math.lgamma(n - j + 1) + j * math.log(p) + (n - j) * math.log1p(-p))
            for j in js
        )

    def solve(f):
        a, b = 0.0, 1.0
        for _ in range(50):
            m = (a + b) / 2
            if f(m):
                b = m
            else:
                a = m
        return (a + b) / 2

    low = 0.0 if count == 0 else solve(lambda p: tail(p, range(count + 1, n + 1)) > alpha)
    high = 1.0 if count == n else solve(lambda p: tail(p, range(count)) < alpha)
    return low, high

# %% [large_n_overflows] math.comb as float: overflows for great n
import math

def exact_interval(count, n, level=0.95):
    alpha = (1 - level) / 2

    def solve(f):
        a, b = 0.0, 1.0
        for _ in range(50):
            m = (a + b) / 2
            a, b = (a, m) if f(m) else (m, b)
        return (a + b) / 2

    def upper_tail(p):
        return sum(math.comb(n, j) * p**j * (1 - p) ** (n - j) for j in range(count, n + 1))

    def lower_tail(p):
        return sum(math.comb(n, j) * p**j * (1 - p) ** (n - j) for j in range(count + 1))

    low = 0.0 if count == 0 else solve(lambda p: upper_tail(p) > alpha)
    high = 1.0 if count == n else solve(lambda p: lower_tail(p) < alpha)
    return low, high

# %% [few_halvings] ten halvings are too few
import math

import numpy as np

def exact_interval(count, n, level=0.95):
    tail = (1 - level) / 2
    k = np.arange(n + 1)
    ways = math.lgamma(n + 1) - np.array([math.lgamma(i + 1) + math.lgamma(n - i + 1) for i in k])

    def pmf(p):
        return np.exp(ways + k * np.log(p) + (n - k) * np.log1p(-p))

    low, high = 0.0, 1.0
    if count > 0:
        a, b = 0.0, 1.0
        for _ in range(10):
            m = (a + b) / 2
            if pmf(m)[count:].sum() < tail:
                a = m
            else:
                b = m
        low = (a + b) / 2
    if count < n:
        a, b = 0.0, 1.0
        for _ in range(10):
            m = (a + b) / 2
            if pmf(m)[: count + 1].sum() > tail:
                a = m
            else:
                b = m
        high = (a + b) / 2
    return low, high

# %% [coarse_grid] a grid of a thousand probabilities
import math

import numpy as np

def exact_interval(count, n, level=0.95):
    tail = (1 - level) / 2
    ps = np.linspace(0.0005, 0.9995, 1000)
    k = np.arange(n + 1)
    ways = math.lgamma(n + 1) - np.array([math.lgamma(i + 1) + math.lgamma(n - i + 1) for i in k])
    low, high = 0.0, 1.0
    ups = np.array([np.exp(ways + k * math.log(p) + (n - k) * math.log1p(-p)) for p in ps])
    if count > 0:
        low = ps[np.argmin(np.abs(ups[:, count:].sum(axis=1) - tail))]
    if count < n:
        high = ps[np.argmin(np.abs(ups[:, : count + 1].sum(axis=1) - tail))]
    return low, high

# %% [exchanged] the ends swapped: (high, low)
import math

import numpy as np

def exact_interval(count, n, level=0.95):
    tail = (1 - level) / 2
    k = np.arange(n + 1)
    ways = math.lgamma(n + 1) - np.array([math.lgamma(i + 1) + math.lgamma(n - i + 1) for i in k])

    def root(part, rising):
        a, b = 0.0, 1.0
        for _ in range(55):
            p = (a + b) / 2
            s = np.exp(ways + k * math.log(p) + (n - k) * math.log1p(-p))[part].sum()
            if (s < tail) == rising:
                a = p
            else:
                b = p
        return a

    low = root(slice(count, None), True) if count else 0.0
    high = root(slice(0, count + 1), False) if count < n else 1.0
    return high, low

# %% [one_sided_without_any] count 0 and count n give one-sided intervals: all of 1 - level in one tail
import math

def exact_interval(count, n, level=0.95):
    if count == 0:
        return 0.0, 1 - (1 - level) ** (1 / n)
    if count == n:
        return (1 - level) ** (1 / n), 1.0
    alpha = (1 - level) / 2

    def cdf(p, upto):
        return sum(
            math.exp(math.lgamma(n + 1) - math.lgamma(j + 1) - math.lgamma(n - j + 1) + j * math.log(p) + (n - j) * math.log1p(-p))
            for j in range(upto + 1)
        )

    def solve(upto, target):
        a, b = 0.0, 1.0
        for _ in range(50):
            m = (a + b) / 2
            if cdf(m, upto) > target:
                a = m
            else:
                b = m
        return (a + b) / 2

    return solve(count - 1, 1 - alpha), solve(count, alpha)

# %% [low_without_count] low end: P(X <= count) = 1 - alpha, so that count is on the wrong side
import math

def exact_interval(count, n, level=0.95):
    alpha = (1 - level) / 2

    def cdf(p, upto):
        return sum(
            math.exp(math.lgamma(n + 1) - math.lgamma(j + 1) - math.lgamma(n - j + 1) + j * math.log(p) + (n - j) * math.log1p(-p))
            for j in range(upto + 1)
        )

    def solve(upto, target):
        a, b = 0.0, 1.0
        for _ in range(50):
            m = (a + b) / 2
            if cdf(m, upto) > target:
                a = m
            else:
                b = m
        return (a + b) / 2

    low = 0.0 if count == 0 else solve(count, 1 - alpha)
    high = 1.0 if count == n else solve(count, alpha)
    return low, high

# %% [always_95] level ignored: always 95%
import math

def exact_interval(count, n, level=0.95):
    alpha = 0.025

    def cdf(p, upto):
        return sum(
            math.exp(math.lgamma(n + 1) - math.lgamma(j + 1) - math.lgamma(n - j + 1) + j * math.log(p) + (n - j) * math.log1p(-p))
            for j in range(upto + 1)
        )

    def solve(upto, target):
        a, b = 0.0, 1.0
        for _ in range(50):
            m = (a + b) / 2
            if cdf(m, upto) > target:
                a = m
            else:
                b = m
        return (a + b) / 2

    low = 0.0 if count == 0 else solve(count - 1, 1 - alpha)
    high = 1.0 if count == n else solve(count, alpha)
    return low, high

# %% [tail_of_level] level taken for the tail's sum: alpha = level / 2
import math

import numpy as np

def exact_interval(count, n, level=0.95):
    tail = level / 2
    k = np.arange(n + 1)
    ways = math.lgamma(n + 1) - np.array([math.lgamma(i + 1) + math.lgamma(n - i + 1) for i in k])

    def root(part, rising):
        a, b = 0.0, 1.0
        for _ in range(55):
            p = (a + b) / 2
            s = np.exp(ways + k * math.log(p) + (n - k) * math.log1p(-p))[part].sum()
            if (s < tail) == rising:
                a = p
            else:
                b = p
        return a

    low = root(slice(count, None), True) if count else 0.0
    high = root(slice(0, count + 1), False) if count < n else 1.0
    return low, high

# %% [factorials_of_one_less] lgamma(n) without + 1: factorials one too low
import math

import numpy as np

def exact_interval(count, n, level=0.95):
    tail = (1 - level) / 2
    k = np.arange(n + 1)
    fact = [math.lgamma(max(i, 1)) for i in range(n + 1)]
    ways = np.array([fact[n] - fact[i] - fact[n - i] for i in k])

    def root(part, rising):
        a, b = 0.0, 1.0
        for _ in range(55):
            p = (a + b) / 2
            s = np.exp(ways + k * math.log(p) + (n - k) * math.log1p(-p))[part].sum()
            if (s < tail) == rising:
                a = p
            else:
                b = p
        return a

    low = root(slice(count, None), True) if count else 0.0
    high = root(slice(0, count + 1), False) if count < n else 1.0
    return low, high

# %% [no_coefficients] the binomial coefficient forgotten
import math

import numpy as np

def exact_interval(count, n, level=0.95):
    tail = (1 - level) / 2
    k = np.arange(n + 1)

    def root(part, rising):
        a, b = 0.0, 1.0
        for _ in range(55):
            p = (a + b) / 2
            s = np.exp(k * math.log(p) + (n - k) * math.log1p(-p))[part].sum()
            if (s < tail) == rising:
                a = p
            else:
                b = p
        return a

    low = root(slice(count, None), True) if count else 0.0
    high = root(slice(0, count + 1), False) if count < n else 1.0
    return low, high

# %% [count_alone] the probability of count alone, not of the tail
import math

def exact_interval(count, n, level=0.95):
    alpha = (1 - level) / 2

    def at(p):
        return math.exp(math.lgamma(n + 1) - math.lgamma(count + 1) - math.lgamma(n - count + 1) + count * math.log(p) + (n - count) * math.log1p(-p))

    def solve(a, b, rising):
        for _ in range(60):
            m = (a + b) / 2
            if (at(m) < alpha) == rising:
                a = m
            else:
                b = m
        return (a + b) / 2

    top = min(max(count / n, 1e-9), 1 - 1e-9)
    low = 0.0 if count == 0 else solve(0.0, top, True)
    high = 1.0 if count == n else solve(top, 1.0, False)
    return low, high

# %% [wrong_way] bisection the wrong way round for the high end: it ends at 1
import math

import numpy as np

def exact_interval(count, n, level=0.95):
    tail = (1 - level) / 2
    k = np.arange(n + 1)
    ways = math.lgamma(n + 1) - np.array([math.lgamma(i + 1) + math.lgamma(n - i + 1) for i in k])

    def root(part):
        a, b = 0.0, 1.0
        for _ in range(50):
            p = (a + b) / 2
            s = np.exp(ways + k * math.log(p) + (n - k) * math.log1p(-p))[part].sum()
            if s < tail:
                a = p
            else:
                b = p
        return a

    low = root(slice(count, None)) if count else 0.0
    high = root(slice(0, count + 1)) if count < n else 1.0
    return low, high

# %% [halves_searched] searches from 0 to 1/2 alone for the low end and 1/2 to 1 for the high end
import math

import numpy as np

def exact_interval(count, n, level=0.95):
    tail = (1 - level) / 2
    k = np.arange(n + 1)
    ways = math.lgamma(n + 1) - np.array([math.lgamma(i + 1) + math.lgamma(n - i + 1) for i in k])

    def root(a, b, part, rising):
        for _ in range(55):
            p = (a + b) / 2
            s = np.exp(ways + k * math.log(p) + (n - k) * math.log1p(-p))[part].sum()
            if (s < tail) == rising:
                a = p
            else:
                b = p
        return a

    low = root(0.0, 0.5, slice(count, None), True) if count else 0.0
    high = root(0.5, 1.0, slice(0, count + 1), False) if count < n else 1.0
    return low, high

# %% [bootstrap] a bootstrap from a fixed seed
import numpy as np

def exact_interval(count, n, level=0.95):
    rng = np.random.default_rng(0)
    shares = rng.binomial(n, count / n, size=5000) / n
    return np.quantile(shares, (1 - level) / 2), np.quantile(shares, (1 + level) / 2)

# %% [counts] counts in place of probabilities: the ends times n
import math

import numpy as np

def exact_interval(count, n, level=0.95):
    tail = (1 - level) / 2
    k = np.arange(n + 1)
    ways = math.lgamma(n + 1) - np.array([math.lgamma(i + 1) + math.lgamma(n - i + 1) for i in k])

    def root(part, rising):
        a, b = 0.0, 1.0
        for _ in range(55):
            p = (a + b) / 2
            s = np.exp(ways + k * math.log(p) + (n - k) * math.log1p(-p))[part].sum()
            if (s < tail) == rising:
                a = p
            else:
                b = p
        return a

    low = root(slice(count, None), True) if count else 0.0
    high = root(slice(0, count + 1), False) if count < n else 1.0
    return n * low, n * high

# %% [mid_p] mid-p: half of the probability of count itself
import math

import numpy as np

def exact_interval(count, n, level=0.95):
    tail = (1 - level) / 2
    k = np.arange(n + 1)
    ways = math.lgamma(n + 1) - np.array([math.lgamma(i + 1) + math.lgamma(n - i + 1) for i in k])

    def root(part, rising):
        a, b = 0.0, 1.0
        for _ in range(55):
            p = (a + b) / 2
            mass = np.exp(ways + k * math.log(p) + (n - k) * math.log1p(-p))
            s = mass[part].sum() - mass[count] / 2
            if (s < tail) == rising:
                a = p
            else:
                b = p
        return a

    low = root(slice(count, None), True) if count else 0.0
    high = root(slice(0, count + 1), False) if count < n else 1.0
    return low, high

# %% [high_without_count] low and high of P(X >= count) alone: both from the same tail
import math

import numpy as np

def exact_interval(count, n, level=0.95):
    tail = (1 - level) / 2
    k = np.arange(n + 1)
    ways = math.lgamma(n + 1) - np.array([math.lgamma(i + 1) + math.lgamma(n - i + 1) for i in k])

    def root(level):
        a, b = 0.0, 1.0
        for _ in range(55):
            p = (a + b) / 2
            s = np.exp(ways + k * math.log(p) + (n - k) * math.log1p(-p))[count:].sum()
            if s < level:
                a = p
            else:
                b = p
        return a

    return root(tail) if count else 0.0, root(1 - tail) if count < n else 1.0
