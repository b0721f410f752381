# %% [normal_cut] share and standard error, cut
def exact_interval(count, n, level=0.95):
    from statistics import NormalDist

    p = count / n
    reach = NormalDist().inv_cdf((1 + level) / 2) * np.sqrt(p * (1 - p) / n)
    return max(0.0, p - reach), min(1.0, p + reach)

# %% [wilson] Wilson's formula
def exact_interval(count, n, level=0.95):
    from statistics import NormalDist

    z = NormalDist().inv_cdf((1 + level) / 2)
    p = count / n
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return middle - reach, middle + reach

# %% [whole_tail] 1 - level in each tail
def exact_interval(count, n, level=0.95):
    k = np.arange(n + 1)
    ways = np.array([math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1) for i in k])

    def pmf(p):
        return np.exp(ways + k * np.log(p) + (n - k) * np.log1p(-p))

    def root(f):
        a, b = 0.0, 1.0
        for _ in range(60):
            m = (a + b) / 2
            a, b = (m, b) if f(m) < 0 else (a, m)
        return a

    low = root(lambda p: pmf(p)[count:].sum() - (1 - level)) if count else 0.0
    high = root(lambda p: 1 - level - pmf(p)[: count + 1].sum()) if count < n else 1.0
    return low, high

# %% [always_95] 0.025
def exact_interval(count, n, level=0.95):
    logs = np.concatenate([[0], np.cumsum(np.log(np.arange(1, n + 1)))])
    k = np.arange(n + 1)

    def tails(p):
        mass = np.exp(logs[n] - logs - logs[::-1] + k * np.log(p) + (n - k) * np.log(1 - p))
        return mass[count:].sum(), mass[: count + 1].sum()

    low, high = 0.0, 1.0
    if count > 0:
        a, b = 0.0, 1.0
        while b - a > 1e-11:
            m = (a + b) / 2
            a, b = (a, m) if tails(m)[0] > 0.025 else (m, b)
        low = a
    if count < n:
        a, b = 0.0, 1.0
        while b - a > 1e-11:
            m = (a + b) / 2
            a, b = (m, b) if tails(m)[1] > 0.025 else (a, m)
        high = b
    return low, high

# %% [high_without_count] P(X < count)
def exact_interval(count, n, level=0.95):
    tail = (1 - level) / 2
    ways = [math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) for k in range(n + 1)]

    def below(p, top):
        ks = np.arange(top)
        return np.exp(np.array(ways[:top]) + ks * np.log(p) + (n - ks) * np.log1p(-p)).sum()

    ends = []
    for target in (1 - tail, tail):
        a, b = 0.0, 1.0
        for _ in range(45):
            m = (a + b) / 2
            if below(m, count) > target:
                a = m
            else:
                b = m
        ends.append((a + b) / 2)
    if count == 0:
        ends[0] = 0.0
    return tuple(ends)
