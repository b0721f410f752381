# %% [as_listed] the slides' listing: I - rho y s^T on both sides
import numpy as np

def bfgs_inverse(C, s, y):
    if s @ y <= 0:
        return C
    rho = 1 / (y @ s)
    A = np.eye(len(s)) - rho * np.outer(y, s)
    return A @ C @ A + rho * np.outer(s, s)

# %% [not_transposed] V on both sides without a transposition
import numpy as np

def bfgs_inverse(C, s, y):
    if s @ y <= 0:
        return C
    rho = 1 / (s @ y)
    V = np.eye(len(s)) - rho * np.outer(s, y)
    return V @ C @ V + rho * np.outer(s, s)

# %% [sides_exchanged] the transposition on the wrong side: V^T C V
import numpy as np

def bfgs_inverse(C, s, y):
    if s @ y <= 0:
        return C
    rho = 1 / (s @ y)
    V = np.eye(len(s)) - rho * np.outer(s, y)
    return V.T @ C @ V + rho * np.outer(s, s)

# %% [no_last_term] rho s s^T forgotten
import numpy as np

def bfgs_inverse(C, s, y):
    if s @ y <= 0:
        return C
    rho = 1 / (s @ y)
    V = np.eye(C.shape[0]) - rho * np.outer(s, y)
    return V @ C @ V.T

# %% [last_term_of_y] rho y y^T at the end
import numpy as np

def bfgs_inverse(C, s, y):
    if s @ y <= 0:
        return C
    rho = 1 / (s @ y)
    V = np.eye(C.shape[0]) - rho * np.outer(s, y)
    return V @ C @ V.T + rho * np.outer(y, y)

# %% [products_by_entry] * in place of @: entry by entry
import numpy as np

def bfgs_inverse(C, s, y):
    if s @ y <= 0:
        return C
    rho = 1 / np.dot(s, y)
    V = np.eye(len(s)) - rho * np.outer(s, y)
    return V * C * V.T + rho * np.outer(s, s)

# %% [plus_in_factor] V = I + ...
import numpy as np

def bfgs_inverse(C, s, y):
    if s @ y <= 0:
        return C
    rho = 1 / (s @ y)
    V = np.identity(len(s)) + rho * np.outer(s, y)
    return V @ C @ V.T + rho * np.outer(s, s)

# %% [not_skipped] no test of s.y
import numpy as np

def bfgs_inverse(C, s, y):
    rho = 1 / (s @ y)
    V = np.eye(len(s)) - rho * np.outer(s, y)
    return V @ C @ V.T + rho * np.outer(s, s)

# %% [level_not_skipped] s.y = 0 is not caught
import numpy as np

def bfgs_inverse(C, s, y):
    if s @ y < 0:
        return C
    rho = np.float64(1) / (s @ y)
    V = np.eye(len(s)) - rho * np.outer(s, y)
    return V @ C @ V.T + rho * np.outer(s, s)

# %% [identity_where_fallen] the identity comes back where s.y <= 0: a restart
import numpy as np

def bfgs_inverse(C, s, y):
    I = np.eye(len(s))
    if s @ y <= 0:
        return I
    rho = 1 / (s @ y)
    V = I - rho * np.outer(s, y)
    return V @ C @ V.T + rho * np.outer(s, s)

# %% [dfp] DFP for the inverse: C + s s^T/s.y - C y (C y)^T/y.Cy
import numpy as np

def bfgs_inverse(C, s, y):
    sy = s @ y
    if sy <= 0:
        return C
    Cy = C @ y
    return C + np.outer(s, s) / sy - np.outer(Cy, Cy) / (y @ Cy)

# %% [rho_of_y] rho = 1 / (y.y)
import numpy as np

def bfgs_inverse(C, s, y):
    if s @ y <= 0:
        return C
    rho = 1 / (y @ y)
    V = np.eye(len(s)) - rho * np.outer(s, y)
    return V @ C @ V.T + rho * np.outer(s, s)

# %% [no_last_term] multiplied out, with the 1 + y.Cy/s.y lost its 1
import numpy as np

def bfgs_inverse(C, s, y):
    sy = s @ y
    if sy <= 0:
        return C
    Cy = C @ y
    return C + (y @ Cy) / sy * np.outer(s, s) / sy - (np.outer(Cy, s) + np.outer(s, Cy)) / sy

# %% [one_mixed_term] multiplied out, with one of the two mixed terms
import numpy as np

def bfgs_inverse(C, s, y):
    sy = s @ y
    if sy <= 0:
        return C
    Cy = C @ y
    return C + (1 + (y @ Cy) / sy) * np.outer(s, s) / sy - 2 * np.outer(Cy, s) / sy

# %% [symmetrized] made symmetric by averaging the slides' result
import numpy as np

def bfgs_inverse(C, s, y):
    if s @ y <= 0:
        return C
    rho = 1 / (y @ s)
    A = np.eye(len(s)) - rho * np.outer(y, s)
    M = A @ C @ A + rho * np.outer(s, s)
    return (M + M.T) / 2

# %% [inverse_of_direct_form] the update of B inverted, where B itself is C
import numpy as np

def bfgs_inverse(C, s, y):
    if s @ y <= 0:
        return C
    Cs = C @ s
    B = C + np.outer(y, y) / (y @ s) - np.outer(Cs, Cs) / (s @ Cs)
    return np.linalg.inv(B)

# %% [scaled_identity] scaled to s.y/y.y before the update
import numpy as np

def bfgs_inverse(C, s, y):
    sy = s @ y
    if sy <= 0:
        return C
    C = sy / (y @ y) * np.eye(len(s))
    V = np.eye(len(s)) - np.outer(s, y) / sy
    return V @ C @ V.T + np.outer(s, s) / sy

# %% [not_transposed+last_term_of_y] two mistakes: no transposition and y y^T
import numpy as np

def bfgs_inverse(C, s, y):
    if s @ y <= 0:
        return C
    rho = 1 / (s @ y)
    V = np.eye(len(s)) - rho * np.outer(s, y)
    return V @ C @ V + rho * np.outer(y, y)

# %% [in_place] written into the caller's C
import numpy as np

def bfgs_inverse(C, s, y):
    if s @ y > 0:
        rho = 1 / (s @ y)
        V = np.eye(len(s)) - rho * np.outer(s, y)
        C[:] = V @ C @ V.T + rho * np.outer(s, s)
    return C

# %% [right] multiplied out
import numpy as np

def bfgs_inverse(C, s, y):
    sy = float(s @ y)
    if sy <= 0:
        return C
    Cy = C @ y
    mixed = np.outer(Cy, s)
    return C - (mixed + mixed.T) / sy + (sy + y @ Cy) / sy**2 * np.outer(s, s)
