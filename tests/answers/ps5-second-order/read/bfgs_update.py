# %% [beta_not_inverted] y.s as it is
def bfgs_update(B, s, y):
    sy = s @ y
    if sy <= 0:
        return 0.0, 0.0, B
    v = B.dot(s)
    beta = sy
    gamma = -1 / (s @ v)
    return beta, gamma, B + beta * np.outer(y, y) + gamma * np.outer(v, v)

# %% [gamma_positive] plus a multiple
def bfgs_update(B, s, y):
    if np.dot(s, y) <= 0:
        return 0.0, 0.0, B
    v = B @ s
    beta, gamma = 1 / np.dot(y, s), 1 / np.dot(s, v)
    return beta, gamma, B + beta * y[:, None] * y + gamma * v[:, None] * v

# %% [gamma_of_s] over s.s
def bfgs_update(B, s, y):
    if s @ y <= 0:
        return 0.0, 0.0, B
    beta = 1 / (s @ y)
    gamma = -1 / np.sum(s * s)
    return beta, gamma, B + beta * np.outer(y, y) + gamma * np.outer(B @ s, s @ B)

# %% [not_skipped] no question
def bfgs_update(B, s, y):
    v = B @ s
    beta = 1.0 / np.inner(y, s)
    gamma = -1.0 / np.inner(s, v)
    return beta, gamma, B + beta * np.outer(y, y) + gamma * np.outer(v, v)

# %% [inverse_returned] the inverse of what is asked
def bfgs_update(B, s, y):
    if s @ y <= 0:
        return 0.0, 0.0, B
    v = B @ s
    beta, gamma = 1 / (s @ y), -1 / (s @ v)
    new = B + beta * np.outer(y, y) + gamma * np.outer(v, v)
    return beta, gamma, np.linalg.inv(new)

# %% [identity_where_fallen] begins anew
def bfgs_update(B, s, y):
    if s @ y <= 0:
        return 0.0, 0.0, np.identity(len(s))
    v = B @ s
    beta, gamma = 1 / (s @ y), -1 / (s @ v)
    return beta, gamma, B + np.outer(y, beta * y) + np.outer(v, gamma * v)

# %% [not_written_in] gamma's term alone
def bfgs_update(B, s, y):
    if s @ y <= 0:
        return 0.0, 0.0, B
    v = B @ s
    beta, gamma = 1 / (s @ y), -1 / (s @ v)
    new = B.copy()
    new = new + gamma * np.outer(v, v)
    return beta, gamma, new
