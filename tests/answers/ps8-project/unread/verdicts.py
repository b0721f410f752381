# %% [uncorrected] each comparison at the level itself
def verdicts(results, level=0.95):
    low, high = [], []
    for row in results[1:]:
        with np.errstate(invalid="ignore"):
            d = row - results[0]
        d = np.where(np.isinf(row) & np.isinf(results[0]), 0.0, d)
        a, b, _ = median_interval(d, level)
        low.append(a)
        high.append(b)
    low, high = np.array(low), np.array(high)
    return low, high, np.where(high < 0, -1, np.where(low > 0, 1, 0))


# %% [unpaired] the intervals of both, one against the other
def verdicts(results, level=0.95):
    each = 1 - (1 - level) / (len(results) - 1)
    base = median_interval(results[0], each)
    low, high = [], []
    for row in results[1:]:
        a, b, _ = median_interval(row, each)
        low.append(a - base[1])
        high.append(b - base[0])
    low, high = np.array(low), np.array(high)
    return low, high, np.where(high < 0, -1, np.where(low > 0, 1, 0))


# %% [other_sign] the baseline minus the other
def verdicts(results, level=0.95):
    each = 1 - (1 - level) / (len(results) - 1)
    out = []
    for row in results[1:]:
        both = np.isinf(results[0]) & np.isinf(row)
        d = np.where(both, 0.0, np.where(both, 0.0, results[0]) - np.where(both, 0.0, row))
        a, b, _ = median_interval(d, each)
        out.append((a, b, -1 if b < 0 else 1 if a > 0 else 0))
    low, high, verdict = np.array(out).T
    return low, high, verdict


# %% [verdict_turned] 1 where it is lower
def verdicts(results, level=0.95):
    each = 1 - (1 - level) / (len(results) - 1)
    out = []
    for row in results[1:]:
        both = np.isinf(results[0]) & np.isinf(row)
        d = np.where(both, 0.0, np.where(both, 0.0, row) - np.where(both, 0.0, results[0]))
        a, b, _ = median_interval(d, each)
        out.append((a, b, 1 if b < 0 else -1 if a > 0 else 0))
    low, high, verdict = np.array(out).T
    return low, high, verdict


# %% [by_median] the sign of the median, without an interval
def verdicts(results, level=0.95):
    each = 1 - (1 - level) / (len(results) - 1)
    both = np.isinf(results[1:]) & np.isinf(results[0])
    with np.errstate(invalid="ignore"):
        d = np.where(both, 0.0, results[1:] - results[0])
    bounds = [median_interval(row, each)[:2] for row in d]
    low, high = np.array(bounds).T
    return low, high, np.sign(np.median(d, axis=1))


# %% [by_methods] divides by the number of methods
def verdicts(results, level=0.95):
    each = 1 - (1 - level) / len(results)
    both = np.isinf(results[1:]) & np.isinf(results[0])
    with np.errstate(invalid="ignore"):
        d = np.where(both, 0.0, results[1:] - results[0])
    low, high = np.array([median_interval(row, each)[:2] for row in d]).T
    return low, high, (low > 0) * 1 - (high < 0) * 1


# %% [level_divided] the level itself divided
def verdicts(results, level=0.95):
    each = level / (len(results) - 1)
    both = np.isinf(results[1:]) & np.isinf(results[0])
    with np.errstate(invalid="ignore"):
        d = np.where(both, 0.0, results[1:] - results[0])
    low, high = np.array([median_interval(row, each)[:2] for row in d]).T
    return low, high, (low > 0) * 1 - (high < 0) * 1


# %% [tie_is_nan] two that diverged are no tie
def verdicts(results, level=0.95):
    each = 1 - (1 - level) / (len(results) - 1)
    with np.errstate(invalid="ignore"):
        d = results[1:] - results[0]
    low, high = np.array([median_interval(row, each)[:2] for row in d]).T
    return low, high, (low > 0) * 1 - (high < 0) * 1


# %% [relative] relative differences
def verdicts(results, level=0.95):
    each = 1 - (1 - level) / (len(results) - 1)
    both = np.isinf(results[1:]) & np.isinf(results[0])
    with np.errstate(invalid="ignore"):
        d = np.where(both, 0.0, (results[1:] - results[0]) / results[0])
    low, high = np.array([median_interval(row, each)[:2] for row in d]).T
    return low, high, (low > 0) * 1 - (high < 0) * 1
