# %% [p_is_kept] the other probability
def dropout(a, p, rng, training=True):
    if not training:
        return a
    keep = rng.uniform(size=a.shape) < p
    return np.where(keep, a / p, 0.0) if p > 0 else np.full(a.shape, np.nan)

# %% [not_scaled] the mask alone
def dropout(a, p, rng, training=True):
    if training:
        a = np.where(rng.random(a.shape) < p, 0, a)
    return a

# %% [divided_by_p] scaled by the wrong one
def dropout(a, p, rng, training=True):
    if training:
        mask = rng.binomial(1, 1 - p, size=a.shape)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.divide(a * mask, p)
    return a

# %% [multiplied] times
def dropout(a, p, rng, training=True):
    if training:
        mask = rng.binomial(1, 1 - p, size=a.shape)
        return a * mask * (1 - p)
    return a

# %% [training_ignored] always
def dropout(a, p, rng, training=True):
    out = a.copy() / (1 - p)
    out[rng.random(a.shape) < p] = 0
    return out

# %% [as_first_published] scaled at inference
def dropout(a, p, rng, training=True):
    if training:
        return a * rng.binomial(1, 1 - p, size=a.shape)
    return (1 - p) * a

# %% [everything_scaled] the mask forgotten
def dropout(a, p, rng, training=True):
    if training:
        a = np.divide(a, 1 - p)
    return a

# %% [own_generator] np.random.rand
def dropout(a, p, rng, training=True):
    if not training:
        return a
    return a * (np.random.rand(*a.shape) > p) / (1 - p)

# %% [one_mask_for_all] a mask for each column
def dropout(a, p, rng, training=True):
    if not training:
        return a
    return a * (rng.random(a.shape[-1]) >= p) / (1 - p)

# %% [fixed_count] choice without replacement
def dropout(a, p, rng, training=True):
    if not training:
        return a
    out = a.flatten() / (1 - p)
    out[rng.choice(a.size, int(round(p * a.size)), replace=False)] = 0
    return out.reshape(a.shape)

# %% [scaled_by_share] divided by what is left
def dropout(a, p, rng, training=True):
    if not training:
        return a
    mask = (rng.random(a.shape) >= p).astype(float)
    return a * mask * mask.size / mask.sum()

# %% [half_the_strengths] without the 2
def dropout_ridge(x, y, p):
    N, n = x.shape
    alpha = p / (1 - p) * np.mean(x * x, axis=0)
    A = x.T @ x / N + 0.5 * np.diag(alpha)
    return alpha, np.linalg.solve(A, x.T @ y / N)

# %% [strengths_as_halves] right weights by another alpha
def dropout_ridge(x, y, p):
    N, n = x.shape
    alpha = p / (1 - p) * np.mean(x * x, axis=0)
    A = x.T @ x / N + np.diag(alpha)
    return alpha, np.linalg.inv(A) @ (x.T @ y / N)

# %% [variances] np.var
def dropout_ridge(x, y, p):
    alpha = 2 * p / (1 - p) * np.var(x, axis=0)
    A = x.T @ x + len(x) * np.diag(alpha) / 2
    return alpha, np.linalg.solve(A, x.T @ y)

# %% [p_alone] no division
def dropout_ridge(x, y, p):
    alpha = 2 * p * np.mean(x**2, axis=0)
    A = x.T @ x + len(x) * np.diag(alpha) / 2
    return alpha, np.linalg.solve(A, x.T @ y)

# %% [variance_of_mask] p (1 - p)
def dropout_ridge(x, y, p):
    C = x.T @ x / len(x)
    alpha = 2 * p * (1 - p) * np.diag(C)
    return alpha, np.linalg.solve(C + np.diag(alpha) / 2, x.T @ y / len(x))

# %% [sums] a sum in the strengths
def dropout_ridge(x, y, p):
    alpha = 2 * p / (1 - p) * np.sum(x**2, axis=0)
    C = x.T @ x / len(x)
    return alpha, np.linalg.solve(C + np.diag(alpha) / 2, x.T @ y / len(x))

# %% [sums_in_weights] a sum in the weights
def dropout_ridge(x, y, p):
    alpha = 2 * p / (1 - p) * np.einsum("ij,ij->j", x, x) / len(x)
    w = np.linalg.solve(x.T @ x + np.diag(alpha / 2), x.T @ y)
    return alpha, w

# %% [alpha_whole] the 2 forgotten in the second place
def dropout_ridge(x, y, p):
    alpha = 2 * p / (1 - p) * np.mean(x**2, axis=0)
    C = x.T @ x / len(x)
    return alpha, np.linalg.solve(C + np.diag(alpha), x.T @ y / len(x))

# %% [one_for_all] no axis
def dropout_ridge(x, y, p):
    alpha = np.full(x.shape[1], 2 * p / (1 - p) * np.mean(x**2))
    C = x.T @ x / len(x)
    return alpha, np.linalg.solve(C + np.diag(alpha / 2), x.T @ y / len(x))

# %% [centred] means taken away
def dropout_ridge(x, y, p):
    alpha = 2 * p / (1 - p) * np.mean(x**2, axis=0)
    xc, yc = x - x.mean(axis=0), y - y.mean()
    w = np.linalg.solve(xc.T @ xc / len(x) + np.diag(alpha / 2), xc.T @ yc / len(x))
    return alpha, w

# %% [weights_scaled] scaled at inference
def dropout_ridge(x, y, p):
    alpha = 2 * p / (1 - p) * np.mean(x**2, axis=0)
    w = np.linalg.solve(x.T @ x / len(x) + np.diag(alpha / 2), x.T @ y / len(x))
    return alpha, w * (1 - p)

# %% [mask_alone] a forgotten
def dropout(a, p, rng, training=True):
    if not training:
        return a
    mask = rng.random(a.shape) >= p
    return mask / (1 - p)

# %% [own_ridge] the function of part 7
def dropout_ridge(x, y, p):
    alpha = 2 * p / (1 - p) * (x**2).mean(axis=0)
    w, _ = ridge(x, y, alpha)
    return alpha, w
