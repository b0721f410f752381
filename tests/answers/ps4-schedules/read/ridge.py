# %% [no_two] e times x
def ridge_gradient(w, b, x, y, alpha):
    e = x @ w + b - y
    return np.einsum("i,ij->j", e, x) + alpha * w, np.sum(e)

# %% [means] the loss of lecture 11
def ridge_gradient(w, b, x, y, alpha):
    N = x.shape[0]
    e = x.dot(w) + b - y
    return 2 / N * x.T.dot(e) + alpha * w, 2 / N * e.sum()

# %% [all_divided] the penalty too
def ridge_gradient(w, b, x, y, alpha):
    e = x.dot(w) + b - y
    return np.mean(2 * e[:, None] * x + alpha * w / len(x), axis=0), np.mean(2 * e)

# %% [half_of_alpha] half kept
def ridge_gradient(w, b, x, y, alpha):
    w = np.asarray(w)
    dw, db = 0.5 * alpha * w, 0.0
    for xi, yi in zip(x, y):
        e = xi @ w + b - yi
        dw, db = dw + 2 * e * xi, db + 2 * e
    return dw, db

# %% [bias_penalized] b as one more weight
def ridge_gradient(w, b, x, y, alpha):
    X = np.column_stack([x, np.ones(len(x))])
    v = np.append(w, b)
    g = 2 * X.T @ (X @ v - y) + alpha * v
    return g[:-1], g[-1]

# %% [wrong_sign] target less prediction
def ridge_gradient(w, b, x, y, alpha):
    residual = y - (x @ w + b)
    return 2 * residual @ x + alpha * w, 2 * residual.sum()

# %% [no_b] b forgotten
def ridge_gradient(w, b, x, y, alpha):
    residual = np.matmul(x, w) - y
    return 2 * residual @ x + alpha * w, 2 * residual.sum()

# %% [penalty_by_sign] L1
def ridge_gradient(w, b, x, y, alpha):
    residual = np.matmul(x, w) + b - y
    return 2 * residual @ x + np.where(w > 0, alpha, np.where(w < 0, -alpha, 0)), 2 * residual.sum()

# %% [penalty_squared] the penalty's value
def ridge_gradient(w, b, x, y, alpha):
    residual = np.matmul(x, w) + b - y
    return 2 * residual @ x + alpha / 2 * np.square(w), 2 * residual.sum()

# %% [db_by_point] not summed
def ridge_gradient(w, b, x, y, alpha):
    e = (x @ w + b) - y
    dw = 2 * np.dot(e, x) + alpha * w
    return dw, 2 * e

# %% [order] db first
def ridge_gradient(w, b, x, y, alpha):
    e = (x @ w + b) - y
    db = 2 * np.sum(e)
    dw = 2 * np.dot(e, x) + alpha * w
    return db, dw

# %% [alpha_whole] alpha I
def ridge(x, y, alpha):
    xc, yc = x - np.mean(x, 0), y - np.mean(y)
    w = np.linalg.inv(xc.T @ xc + alpha * np.identity(x.shape[1])) @ xc.T @ yc
    return w, np.mean(y) - np.mean(x, 0) @ w

# %% [means] lecture 11's function
def ridge(x, y, alpha):
    xc, yc = x - np.mean(x, 0), y - np.mean(y)
    C, c = (xc.T @ xc) / len(y), (xc.T @ yc) / len(y)
    w = np.linalg.solve(C + 0.5 * alpha * np.identity(len(c)), c)
    return w, np.mean(y) - np.mean(x, 0) @ w

# %% [bias_penalized] ones, and alpha everywhere on the diagonal
def ridge(x, y, alpha):
    X = np.hstack([x, np.ones((len(x), 1))])
    solution = np.linalg.solve(X.T @ X + 0.5 * alpha * np.eye(X.shape[1]), X.T @ y)
    return solution[:-1], solution[-1]

# %% [no_bias] no mean taken away
def ridge(x, y, alpha):
    n = x.shape[1]
    w = np.linalg.solve(np.dot(x.T, x) + alpha * np.eye(n) / 2, np.dot(x.T, y))
    return w, 0.0

# %% [weights_not_centred] a bias behind weights without one
def ridge(x, y, alpha):
    n = x.shape[1]
    w = np.linalg.solve(np.dot(x.T, x) + alpha * np.eye(n) / 2, np.dot(x.T, y))
    return w, np.mean(y - x @ w)

# %% [bias_is_mean] the mean of y
def ridge(x, y, alpha):
    xc = x - x.mean(axis=0)
    w = np.linalg.lstsq(xc.T @ xc + alpha / 2 * np.eye(xc.shape[1]), xc.T @ y, rcond=None)[0]
    return w, np.mean(y)

# %% [added_everywhere] a number added to the matrix
def ridge(x, y, alpha):
    xc = x - x.mean(axis=0)
    w = np.linalg.pinv(xc.T @ xc + alpha / 2) @ (xc.T @ y)
    return w, np.mean(y - x @ w)

# %% [covariances] np.cov
def ridge(x, y, alpha):
    n = x.shape[1]
    both = np.cov(np.column_stack([x, y]).T) if len(x) > 1 else np.zeros((n + 1, n + 1))
    w = np.linalg.solve(both[:n, :n] + alpha / 2 * np.eye(n), both[:n, n])
    return w, np.mean(y - x @ w)

# %% [together] one array
def ridge(x, y, alpha):
    X = np.column_stack([x, np.ones(len(x))])
    D = np.diag(np.append(np.full(x.shape[1], alpha / 2), 0.0))
    v = np.linalg.solve(X.T @ X + D, X.T @ y)
    return v, v[-1]

# %% [bias_sign] plus
def ridge(x, y, alpha):
    mx, my = x.mean(0), y.mean()
    w = np.linalg.solve((x - mx).T @ (x - mx) + alpha / 2 * np.eye(len(mx)), (x - mx).T @ (y - my))
    return w, my + np.sum(mx * w)
