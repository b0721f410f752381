# %% [as_listed] the same factor twice
def bfgs_inverse(C, s, y):
    sy = np.dot(s, y)
    if sy <= 0:
        return C
    right = np.eye(len(s)) - np.outer(y, s) / sy
    return right.dot(C).dot(right) + np.outer(s, s) / sy

# %% [not_transposed] V on both sides
def bfgs_inverse(C, s, y):
    if s @ y <= 0:
        return C
    rho = 1.0 / (s @ y)
    V = np.identity(s.size) - rho * s.reshape(-1, 1) * y
    return V @ C @ V + rho * s.reshape(-1, 1) * s

# %% [sides_exchanged] V^T C V
def bfgs_inverse(C, s, y):
    if s @ y <= 0:
        return C
    rho = 1.0 / (s @ y)
    W = np.eye(len(y)) - rho * np.outer(y, s)
    return W @ C @ W.T + rho * np.outer(s, s)

# %% [no_last_term] V C V^T alone
def bfgs_inverse(C, s, y):
    if (s * y).sum() <= 0:
        return C
    V = np.eye(len(s)) - np.outer(s, y) / (s * y).sum()
    return V @ C @ V.transpose()

# %% [last_term_without_rho] s s^T
def bfgs_inverse(C, s, y):
    if s @ y <= 0:
        return C
    V = np.eye(len(s)) - np.outer(s, y) / (s @ y)
    return np.outer(s, s) + V @ C @ V.T

# %% [direct_form] the update of B
def bfgs_inverse(C, s, y):
    if s @ y <= 0:
        return C
    v = C @ s
    return C - np.outer(v, v) / (s @ v) + np.outer(y, y) / (y @ s)

# %% [not_skipped] always
def bfgs_inverse(C, s, y):
    rho = 1.0 / np.vdot(s, y)
    V = np.eye(len(s)) - rho * np.outer(s, y)
    return np.linalg.multi_dot([V, C, V.T]) + rho * np.outer(s, s)
