# %% [percentiles] the middle 95% of the values
def median_interval(values, level=0.95):
    values = np.where(np.isnan(values), np.inf, values)
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return low, high, level


# %% [normal] mean and standard error
def median_interval(values, level=0.95):
    from statistics import NormalDist

    z = NormalDist().inv_cdf((1 + level) / 2)
    middle, error = np.mean(values), np.std(values, ddof=1) / np.sqrt(len(values))
    return middle - z * error, middle + z * error, level


# %% [one_further_in] the first k that no longer is enough
def median_interval(values, level=0.95):
    import math

    x = np.sort(np.where(np.isnan(values), np.inf, values).astype(float))
    n = len(x)

    def covered(k):
        return 1 - 2 * sum(math.comb(n, i) for i in range(k)) / 2**n

    k = 1
    if covered(1) < level:
        return -np.inf, np.inf, 1.0
    while k <= n // 2 and covered(k) >= level:
        k += 1
    return x[k - 1], x[n - k], covered(k)


# %% [level_returned] the level asked for instead of what it covers
def median_interval(values, level=0.95):
    from math import comb

    x = sorted(np.inf if v != v else float(v) for v in values)
    n, k = len(x), 0
    while 1 - 2 * sum(comb(n, i) for i in range(k + 1)) / 2**n >= level:
        k += 1
    if k == 0:
        return -np.inf, np.inf, level
    return x[k - 1], x[n - k], level


# %% [one_sided] the whole error in each tail
def median_interval(values, level=0.95):
    from math import comb

    x = np.sort(np.where(np.isnan(values), np.inf, values))
    n, k = len(x), 0
    while sum(comb(n, i) for i in range(k + 1)) / 2**n <= 1 - level:
        k += 1
    if k == 0:
        return -np.inf, np.inf, 1.0
    return x[k - 1], x[n - k], 1 - sum(comb(n, i) for i in range(k)) / 2**n


# %% [range_for_few] too few values: smallest and largest
def median_interval(values, level=0.95):
    from math import comb

    x = np.sort(np.where(np.isnan(values), np.inf, values))
    n = len(x)
    best = 1
    for k in range(1, n // 2 + 1):
        if 1 - 2 * sum(comb(n, i) for i in range(k)) / 2**n >= level:
            best = k
    return x[best - 1], x[n - best], 1 - 2 * sum(comb(n, i) for i in range(best)) / 2**n


# %% [nan_dropped] leaves out what diverged
def median_interval(values, level=0.95):
    from math import comb

    x = np.sort(np.asarray(values, float)[~np.isnan(values)])
    n, k = len(x), 0
    while 2 * k < n and 1 - 2 * sum(comb(n, i) for i in range(k + 1)) / 2**n >= level:
        k += 1
    if k == 0:
        return -np.inf, np.inf, 1.0
    return x[k - 1], x[n - k], 1 - 2 * sum(comb(n, i) for i in range(k)) / 2**n


# %% [unsorted] forgets to sort
def median_interval(values, level=0.95):
    from math import comb

    x = np.where(np.isnan(values), np.inf, values)
    n, k = len(x), 0
    while 1 - 2 * sum(comb(n, i) for i in range(k + 1)) / 2**n >= level:
        k += 1
    if k == 0:
        return -np.inf, np.inf, 1.0
    return x[k - 1], x[n - k], 1 - 2 * sum(comb(n, i) for i in range(k)) / 2**n


# %% [approximate] the normal approximation of the ranks
def median_interval(values, level=0.95):
    from statistics import NormalDist

    x = np.sort(np.where(np.isnan(values), np.inf, values))
    n = len(x)
    z = NormalDist().inv_cdf((1 + level) / 2)
    k = int(np.floor(n / 2 - z * np.sqrt(n) / 2))
    if k < 1:
        return -np.inf, np.inf, 1.0
    return x[k - 1], x[n - k], level
