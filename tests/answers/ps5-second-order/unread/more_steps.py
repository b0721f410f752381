# %% [diagonal+wrong_sign] two mistakes: the diagonal alone, and uphill
import numpy as np

def newton(gradient, hessian, theta, steps):
    path = [np.array(theta, float)]
    for _ in range(steps):
        x = path[-1]
        path.append(x + gradient(x) / np.diag(hessian(x)))
    return np.array(path)

# %% [stale_hessian+half] two mistakes: the Hessian of the start, and half steps
import numpy as np

def newton(gradient, hessian, theta, steps):
    path = [np.array(theta, float)]
    H = hessian(path[0])
    for _ in range(steps):
        path.append(path[-1] - 0.5 * np.linalg.solve(H, gradient(path[-1])))
    return np.array(path)

# %% [straight_down+half] two mistakes: straight down, and half of it
import numpy as np

def best_length(g, H, d):
    k = g @ H @ g
    if k <= 0:
        return np.inf
    return g @ g / (2 * k)

# %% [newton+numbers_exchanged] two mistakes: Newton's step for Delta, and before and after exchanged
import numpy as np

def precondition(g, H):
    r = np.sqrt(np.diag(H))
    return -np.linalg.solve(H, g), np.linalg.cond(H / np.outer(r, r)), np.linalg.cond(H)

# %% [share_upside_down+square_is_small] two mistakes: the share upside down, and small compared with g.g
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = np.array(theta, dtype=float)
    g = product(x) - b
    d, path = -g, [x]
    for _ in range(steps):
        if g @ g <= small:
            break
        hd = product(d)
        t = -(g @ d) / (d @ hd)
        x, new = x + t * d, g + t * hd
        d = -new + (g @ g) / (new @ new) * d
        g = new
        path.append(x)
    return np.array(path)

# %% [without_b+share_one] two mistakes: b forgotten, and the share 1
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = np.array(theta, dtype=float)
    g = product(x)
    d, path = -g, [x]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        hd = product(d)
        t = -(g @ d) / (d @ hd)
        x, g = x + t * d, g + t * hd
        d = d - g
        path.append(x)
    return np.array(path)

# %% [length_of_direction] the step length is that of gradient descent, 1 over the curvature, not g.d over it
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = np.array(theta, dtype=float)
    r = b - product(x)
    p, path = r, [x]
    for _ in range(steps):
        if np.linalg.norm(r) <= small:
            break
        Ap = product(p)
        t = (p @ p) / (p @ Ap)
        x, new = x + t * p, r - t * Ap
        p = new + (new @ new) / (r @ r) * p
        r = new
        path.append(x)
    return np.array(path)

# %% [gradient_of_residual] the new residual keeps its old place: r + t H p
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = np.array(theta, dtype=float)
    r = b - product(x)
    p, path = r, [x]
    for _ in range(steps):
        if np.linalg.norm(r) <= small:
            break
        Ap = product(p)
        t = (r @ r) / (p @ Ap)
        x, new = x + t * p, r + t * Ap
        p = new + (new @ new) / (r @ r) * p
        r = new
        path.append(x)
    return np.array(path)

# %% [beta_of_y+gamma_positive] two mistakes: beta by y.y, and gamma without its minus
import numpy as np

def bfgs_update(B, s, y):
    if s @ y <= 0:
        return 0.0, 0.0, B
    Bs = B @ s
    beta, gamma = 1 / (y @ y), 1 / (s @ Bs)
    return beta, gamma, B + beta * np.outer(y, y) + gamma * np.outer(Bs, Bs)

# %% [one_b] B s s^T, and no B on the right
import numpy as np

def bfgs_update(B, s, y):
    if s @ y <= 0:
        return 0.0, 0.0, B
    beta, gamma = 1 / (y @ s), -1 / (s @ B @ s)
    return beta, gamma, B + beta * np.outer(y, y) + gamma * B @ np.outer(s, s)

# %% [no_last_term+not_skipped] two mistakes: rho s s^T forgotten, and no test of s.y
import numpy as np

def bfgs_inverse(C, s, y):
    V = np.eye(len(s)) - np.outer(s, y) / (s @ y)
    return V @ C @ V.T

# %% [zero_where_fallen] a matrix of zeros where s.y is not above 0: no result was made
import numpy as np

def bfgs_inverse(C, s, y):
    new = np.zeros(C.shape)
    sy = s @ y
    if sy > 0:
        V = np.eye(len(s)) - np.outer(s, y) / sy
        new = V @ C @ V.T + np.outer(s, s) / sy
    return new

# %% [no_return] nothing comes back where s.y is not above 0
import numpy as np

def bfgs_inverse(C, s, y):
    sy = s @ y
    if sy > 0:
        V = np.eye(len(s)) - np.outer(s, y) / sy
        return V @ C @ V.T + np.outer(s, s) / sy

# %% [vectors_exchanged] s and y exchanged everywhere: the update of B in its product form
import numpy as np

def bfgs_inverse(C, s, y):
    sy = s @ y
    if sy <= 0:
        return C
    V = np.eye(len(s)) - np.outer(y, s) / sy
    return V @ C @ V.T + np.outer(y, y) / sy
