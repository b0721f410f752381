# %% [gamma_positive] gamma without its minus
import numpy as np

def bfgs_update(B, s, y):
    if s @ y <= 0:
        return 0.0, 0.0, B
    Bs = B @ s
    beta = 1 / (y @ s)
    gamma = 1 / (s @ Bs)
    return beta, gamma, B + beta * np.outer(y, y) + gamma * np.outer(Bs, Bs)

# %% [column_s_row_y] s y^T where y y^T belongs
import numpy as np

def bfgs_update(B, s, y):
    if y @ s <= 0:
        return 0, 0, B
    Bs = B @ s
    beta, gamma = 1 / (y @ s), -1 / (s @ Bs)
    return beta, gamma, B + beta * np.outer(s, y) + gamma * np.outer(Bs, Bs)

# %% [numbers_for_matrices] 1-D arrays: y @ y.T is a number, added to every entry
import numpy as np

def bfgs_update(B, s, y):
    if s @ y <= 0:
        return 0.0, 0.0, B
    beta = 1 / (y.T @ s)
    gamma = -1 / (s.T @ B @ s)
    B_new = B + beta * y @ y.T + gamma * B @ s @ s.T @ B
    return beta, gamma, B_new

# %% [vectors_exchanged] DFP, the other rank-two formula: the roles of s and y exchanged
import numpy as np

def bfgs_update(B, s, y):
    if s @ y <= 0:
        return 0.0, 0.0, B
    By = B @ y
    beta = 1 / (s @ y)
    gamma = -1 / (y @ By)
    return beta, gamma, B + beta * np.outer(s, s) + gamma * np.outer(By, By)

# %% [beta_of_y] beta by y.y
import numpy as np

def bfgs_update(B, s, y):
    if s @ y <= 0:
        return 0.0, 0.0, B
    Bs = np.dot(B, s)
    beta = 1.0 / np.dot(y, y)
    gamma = -1.0 / np.dot(s, Bs)
    return beta, gamma, B + beta * np.outer(y, y) + gamma * np.outer(Bs, Bs)

# %% [not_skipped] no case for s.y <= 0: B becomes indefinite
import numpy as np

def bfgs_update(B, s, y):
    Bs = B @ s
    beta = 1 / (y @ s)
    gamma = -1 / (s @ Bs)
    return beta, gamma, B + beta * np.outer(y, y) + gamma * np.outer(Bs, Bs)

# %% [level_not_skipped] only a negative s.y is caught: 0 divides
import numpy as np

def bfgs_update(B, s, y):
    sy = float(s @ y)
    if sy < 0:
        return 0.0, 0.0, B
    Bs = B @ s
    beta = np.float64(1) / sy
    gamma = -1 / (s @ Bs)
    return beta, gamma, B + beta * np.outer(y, y) + gamma * np.outer(Bs, Bs)

# %% [absolute] the pair is damped (absolute value) where s.y is negative
import numpy as np

def bfgs_update(B, s, y):
    Bs = B @ s
    beta = 1 / max(abs(y @ s), 1e-10)
    gamma = -1 / (s @ Bs)
    return beta, gamma, B + beta * np.outer(y, y) + gamma * np.outer(Bs, Bs)

# %% [numbers_exchanged] beta and gamma exchanged in the tuple
import numpy as np

def bfgs_update(B, s, y):
    if s @ y <= 0:
        return 0.0, 0.0, B
    u = B @ s
    b = 1 / (y @ s)
    c = -1 / (s @ u)
    return c, b, B + b * np.outer(y, y) + c * np.outer(u, u)

# %% [gamma_of_s] gamma with s.s in place of s.Bs, right only for B = I
import numpy as np

def bfgs_update(B, s, y):
    if s @ y <= 0:
        return 0.0, 0.0, B
    Bs = B @ s
    beta, gamma = 1 / (y @ s), -1 / (s @ s)
    return beta, gamma, B + beta * np.outer(y, y) + gamma * np.outer(Bs, Bs)

# %% [without_b] s s^T without B around it
import numpy as np

def bfgs_update(B, s, y):
    if s @ y <= 0:
        return 0.0, 0.0, B
    beta, gamma = 1 / (y @ s), -1 / (s @ B @ s)
    return beta, gamma, B + beta * np.outer(y, y) + gamma * np.outer(s, s)

# %% [in_place] in place: the caller's B is changed
import numpy as np

def bfgs_update(B, s, y):
    if s @ y <= 0:
        return 0.0, 0.0, B
    Bs = B @ s
    beta = 1 / (y @ s)
    gamma = -1 / (s @ Bs)
    B += beta * np.outer(y, y) + gamma * np.outer(Bs, Bs)
    return beta, gamma, B

# %% [one_factor] symmetric rank one, one factor for both
import numpy as np

def bfgs_update(B, s, y):
    if s @ y <= 0:
        return 0.0, 0.0, B
    r = y - B @ s
    beta = 1 / (r @ s)
    return beta, -beta, B + beta * np.outer(r, r)

# %% [inverse_form] the inverse matrix's update comes back as B_new
import numpy as np

def bfgs_update(B, s, y):
    if s @ y <= 0:
        return 0.0, 0.0, B
    beta = 1 / (y @ s)
    gamma = -1 / (s @ B @ s)
    V = np.eye(len(s)) - beta * np.outer(s, y)
    return beta, gamma, V @ B @ V.T + beta * np.outer(s, s)

# %% [half_updated] two steps, gamma from the half-updated matrix
import numpy as np

def bfgs_update(B, s, y):
    if s @ y <= 0:
        return 0.0, 0.0, B
    beta = 1 / (y @ s)
    half = B + beta * np.outer(y, y)
    Bs = half @ s
    gamma = -1 / (s @ Bs)
    return beta, gamma, half + gamma * np.outer(Bs, Bs)

# %% [identity_where_fallen] skipped pairs give the identity
import numpy as np

def bfgs_update(B, s, y):
    if s @ y <= 0:
        return 0.0, 0.0, np.eye(len(s))
    Bs = B @ s
    beta, gamma = 1 / (y @ s), -1 / (s @ Bs)
    return beta, gamma, B + beta * np.outer(y, y) + gamma * np.outer(Bs, Bs)

# %% [numbers_where_fallen] skipped where beta and gamma come back all the same
import numpy as np

def bfgs_update(B, s, y):
    Bs = B @ s
    with np.errstate(divide="ignore"):
        beta, gamma = np.float64(1) / (y @ s), -1 / (s @ Bs)
    if s @ y <= 0:
        return beta, gamma, B
    return beta, gamma, B + beta * np.outer(y, y) + gamma * np.outer(Bs, Bs)

# %% [gamma_positive+one_b] two mistakes: gamma's sign, and Bs s^T in place of Bs (Bs)^T
import numpy as np

def bfgs_update(B, s, y):
    if s @ y <= 0:
        return 0.0, 0.0, B
    Bs = B @ s
    beta, gamma = 1 / (y @ s), 1 / (s @ Bs)
    return beta, gamma, B + beta * np.outer(y, y) + gamma * np.outer(Bs, s)

# %% [hardly_risen_skipped] SciPy's threshold: pairs with s.y below 1e-8 are skipped too (small pairs)
import numpy as np

def bfgs_update(B, s, y):
    if s @ y <= 1e-8:
        return 0.0, 0.0, B
    Bs = B @ s
    beta, gamma = 1 / (y @ s), -1 / (s @ Bs)
    return beta, gamma, B + beta * np.outer(y, y) + gamma * np.outer(Bs, Bs)

# %% [right] by loops
import numpy as np

def bfgs_update(B, s, y):
    n = len(s)
    sy = sum(s[i] * y[i] for i in range(n))
    if sy <= 0:
        return 0.0, 0.0, B
    Bs = [sum(B[i][j] * s[j] for j in range(n)) for i in range(n)]
    gamma = -1 / sum(s[i] * Bs[i] for i in range(n))
    new = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            new[i, j] = B[i][j] + y[i] * y[j] / sy + gamma * Bs[i] * Bs[j]
    return 1 / sy, gamma, new
