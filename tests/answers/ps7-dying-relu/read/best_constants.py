# %% [mae_median_twice] np.median
def best_constants(y, loss):
    if loss == "mse":
        c = np.mean(y)
    elif loss == "mae":
        c = np.median(y)
    else:
        c = 0.5 * (np.min(y) + np.max(y))
    return c, c

# %% [mae_unsorted] as they come
def best_constants(y, loss):
    n = len(y)
    if loss == "mae":
        return (y[n // 2], y[n // 2]) if n % 2 else (y[n // 2 - 1], y[n // 2])
    c = sum(y) / n if loss == "mse" else (max(y) + min(y)) / 2
    return c, c

# %% [mae_two_for_odd] always two
def best_constants(y, loss):
    s = sorted(y)
    m = len(s) // 2
    if loss == "mae":
        return s[max(m - 1, 0)], s[m]
    c = {"mse": np.mean(s), "max": (s[0] + s[-1]) / 2}[loss]
    return c, c

# %% [mae_unique] by np.unique
def best_constants(y, loss):
    if loss == "mae":
        s = np.unique(y)
        return s[(len(s) - 1) // 2], s[len(s) // 2]
    c = y.mean() if loss == "mse" else (y.min() + y.max()) / 2
    return c, c

# %% [max_half_range] half of the range
def best_constants(y, loss):
    s = np.sort(y)
    if loss == "mse":
        return s.mean(), s.mean()
    if loss == "max":
        half = (s[-1] - s[0]) / 2
        return half, half
    return s[(len(s) - 1) // 2], s[len(s) // 2]

# %% [max_size] the largest size
def best_constants(y, loss):
    if loss == "max":
        return (np.max(np.abs(y)),) * 2
    if loss == "mse":
        return (np.average(y),) * 2
    s = np.sort(y)
    return s[(y.size - 1) // 2], s[y.size // 2]

# %% [least_losses] the losses themselves
def best_constants(y, loss):
    if loss == "mse":
        least = np.var(y)
    elif loss == "mae":
        least = np.abs(y - np.median(y)).mean()
    else:
        least = (y.max() - y.min()) / 2
    return least, least
