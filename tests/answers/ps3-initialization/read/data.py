# %% [both_sets] the range of everything there is
def min_max(train, x):
    known = np.concatenate([train, x])
    low, high = known.min(0), known.max(0)
    return (x - low) / np.where(high == low, 1, high - low)

# %% [shifted_alone] the division is forgotten
def min_max(train, x):
    return x - np.amin(train, axis=0)

# %% [upside_down] from the top
def min_max(train, x):
    top, width = train.max(0), np.ptp(train, axis=0)
    width[width == 0] = 1
    return (top - x) / width

# %% [by_largest_alone] percent of the largest
def min_max(train, x):
    return x / train.max(axis=0, keepdims=True)

# %% [from_largest] so that the largest is 0
def min_max(train, x):
    high, low = train.max(0), train.min(0)
    return (x - high) / np.where(high > low, high - low, 1)

# %% [small_divisor] max with epsilon
def min_max(train, x):
    low = train.min(axis=0)
    return (x - low) / np.maximum(np.ptp(train, axis=0), 1e-12)

# %% [size_of_all] one width for all
def min_max(train, x):
    return (x - train.min(axis=0)) / (train.max() - train.min() if np.ptp(train) else 1)

# %% [root_of_deviation] the root of np.std
def z_score(train, x):
    s = np.sqrt(np.std(train, 0))
    return (x - train.mean(0)) / np.where(np.ptp(train, axis=0) == 0, 1, s)

# %% [small_divisor] max with epsilon
def z_score(train, x):
    m = train.mean(axis=0)
    s = np.maximum(train.std(axis=0), 1e-8)
    return (x - m) / s

# %% [multiplied] times s
def z_score(train, x):
    s = np.where(np.ptp(train, axis=0) == 0, 1, train.std(0))
    return np.multiply(x - train.mean(0), s)

# %% [wrong_sign] mean minus x
def z_score(train, x):
    s = train.std(0)
    s[np.ptp(train, axis=0) == 0] = 1
    return (train.mean(0) - x) / s

# %% [median] the median, since it is robust
def z_score(train, x):
    s = np.where(np.ptp(train, axis=0) == 0, 1, train.std(0))
    return (x - np.median(train, 0)) / s

# %% [shift_of_all] train.mean() without an axis
def z_score(train, x):
    s = train.std(axis=0)
    return (x - train.mean()) / np.where(train.max(0) == train.min(0), 1, s)

# %% [constant_dropped] nan_to_num for 0 / 0
def z_score(train, x):
    flat = np.ptp(train, axis=0) == 0
    out = (x - train.mean(0)) / np.where(flat, np.inf, train.std(0))
    return np.nan_to_num(out)

# %% [turned_alone] decorrelated
def zca(train, x, eps=0.0):
    m = train.mean(0)
    _, U = np.linalg.eigh(np.atleast_2d(np.cov(train.T, bias=True)))
    return (x - m) @ U

# %% [multiplied] the root of the covariance, not its inverse
def zca(train, x, eps=0.0):
    m = train.mean(0)
    L, U = np.linalg.eigh((train - m).T @ (train - m) / len(train))
    return (x - m) @ (U * np.sqrt(L + eps)) @ U.T

# %% [no_eps] eps is an argument only
def zca(train, x, eps=0.0):
    m = train.mean(0)
    L, U = np.linalg.eigh((train - m).T @ (train - m) / len(train))
    return (x - m) @ U @ np.diag(L**-0.5) @ U.T

# %% [diagonal_alone] each column for itself
def zca(train, x, eps=0.0):
    return (x - train.mean(0)) / np.sqrt(train.var(0) + eps)

# %% [summed] the scatter matrix
def zca(train, x, eps=0.0):
    c = train - train.mean(0)
    L, U = np.linalg.eigh(c.T @ c)
    return (x - train.mean(0)) @ U @ np.diag(1 / np.sqrt(L + eps)) @ U.T

# %% [own_covariance] fitted anew on x
def zca(train, x, eps=0.0):
    c = x - x.mean(0)
    L, U = np.linalg.eigh(c.T @ c / len(c))
    return c @ U / np.sqrt(L + eps) @ U.T

# %% [not_centred] the mean is subtracted for the covariance alone
def zca(train, x, eps=0.0):
    L, U = np.linalg.eigh(np.atleast_2d(np.cov(train, rowvar=False, bias=True)))
    return x @ U / np.sqrt(L + eps) @ U.T
