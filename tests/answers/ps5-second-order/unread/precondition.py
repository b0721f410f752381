# %% [uphill] Delta without its minus
import numpy as np

def precondition(g, H):
    D = np.diag(H)
    s = 1 / np.sqrt(D)
    return g / D, np.linalg.cond(H), np.linalg.cond(H * np.outer(s, s))

# %% [lopsided] the scaled Hessian is D^-1 H, whose condition number is by singular values
import numpy as np

def precondition(g, H):
    D = np.diag(H)
    delta = -g / D
    before = np.linalg.cond(H)
    after = np.linalg.cond(np.diag(1 / D) @ H)
    return delta, before, after

# %% [without_roots] divides by H_ii on both sides: D^-1 H D^-1
import numpy as np

def precondition(g, H):
    d = H.diagonal()
    scaled = H / d[:, None] / d[None, :]
    ev = np.linalg.eigvalsh(scaled)
    e = np.linalg.eigvalsh(H)
    return -g / d, e[-1] / e[0], ev[-1] / ev[0]

# %% [multiplied_by_roots] multiplied by the roots: D^(1/2) H D^(1/2)
import numpy as np

def precondition(g, H):
    r = np.sqrt(np.diag(H))
    M = r[:, None] * H * r
    return -g / r**2, np.linalg.cond(H), np.linalg.cond(M)

# %% [root_of_diagonal] Delta is divided by the root of H_ii, like Adam
import numpy as np

def precondition(g, H):
    D = np.diag(H)
    root = np.sqrt(D)
    lam = np.linalg.eigvalsh(H)
    mu = np.linalg.eigvalsh(H / root / root[:, np.newaxis])
    return -g / root, lam.max() / lam.min(), mu.max() / mu.min()

# %% [newton] Delta is Newton's step with the whole Hessian
import numpy as np

def precondition(g, H):
    D_half = np.diag(np.diag(H) ** -0.5)
    return np.linalg.solve(H, -g), np.linalg.cond(H), np.linalg.cond(D_half @ H @ D_half)

# %% [smallest_over_largest] smallest over largest eigenvalue
import numpy as np

def precondition(g, H):
    d = np.diag(H)
    a = np.linalg.eigvalsh(H)
    b = np.linalg.eigvalsh(H / np.sqrt(np.outer(d, d)))
    return -g / d, a[0] / a[-1], b[0] / b[-1]

# %% [of_the_diagonal_before] before is the ratio of the diagonal's largest to its smallest entry
import numpy as np

def precondition(g, H):
    diagonal = np.diag(H)
    before = diagonal.max() / diagonal.min()
    S = np.diag(1 / np.sqrt(diagonal))
    lam = np.linalg.eigvalsh(S @ H @ S)
    return -g / diagonal, before, lam[-1] / lam[0]

# %% [numbers_exchanged] after and before exchanged
import numpy as np

def precondition(g, H):
    D = np.diag(H)
    s = D ** -0.5
    cond = np.linalg.cond
    return -g / D, cond(s[:, None] * H * s), cond(H)

# %% [never_larger] after may not be larger than before: the smaller of both (H that becomes worse)
import numpy as np

def precondition(g, H):
    D = np.diag(H)
    before = np.linalg.cond(H)
    after = np.linalg.cond(H / np.sqrt(D[:, None] * D))
    return -g / D, before, min(before, after)

# %% [one_root] scaled by the rows only, with roots: D^(-1/2) H
import numpy as np

def precondition(g, H):
    D = np.diag(H)
    M = H / np.sqrt(D)[:, None]
    return -g / D, np.linalg.cond(H), np.linalg.cond(M)

# %% [scaled_by_columns] scaled by the lengths of the columns, not by the diagonal
import numpy as np

def precondition(g, H):
    c = np.linalg.norm(H, axis=0)
    M = H / np.sqrt(np.outer(c, c))
    return -g / np.diag(H), np.linalg.cond(H), np.linalg.cond(M)

# %% [always_one] the diagonal alone is the Hessian in z: after is 1
import numpy as np

def precondition(g, H):
    D = np.diag(H)
    z = np.diag(np.diag(H) / D)
    return -g / D, np.linalg.cond(H), np.linalg.cond(z)

# %% [frobenius] np.linalg.cond in the Frobenius norm
import numpy as np

def precondition(g, H):
    D = np.diag(H)
    return -g / D, np.linalg.cond(H, "fro"), np.linalg.cond(H / np.sqrt(np.outer(D, D)), "fro")

# %% [root_of_number] the roots of the condition numbers
import numpy as np

def precondition(g, H):
    D = np.diag(H)
    e, f = np.linalg.eigvalsh(H), np.linalg.eigvalsh(H / np.sqrt(np.outer(D, D)))
    return -g / D, np.sqrt(e[-1] / e[0]), np.sqrt(f[-1] / f[0])

# %% [in_place] the caller's H is scaled in place
import numpy as np

def precondition(g, H):
    D = np.diag(H).copy()
    before = np.linalg.cond(H)
    H /= np.sqrt(D)
    H /= np.sqrt(D)[:, None]
    return -g / D, before, np.linalg.cond(H)

# %% [uphill+without_roots] two mistakes: Delta goes uphill, and both sides divided by H_ii
import numpy as np

def precondition(g, H):
    D = np.diag(H)
    return g / D, np.linalg.cond(H), np.linalg.cond(H / np.outer(D, D))

# %% [right] eigenvalues of D^-1 H, which are those of the symmetric one
import numpy as np

def precondition(g, H):
    D = np.diag(H)
    e = np.linalg.eigvals(H / D[:, None]).real
    lam = np.linalg.eigvalsh(H)
    return -g / D, lam[-1] / lam[0], e.max() / e.min()
