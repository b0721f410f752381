# %% [uphill] d = +C g, uphill, as the slides have it
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    C = np.eye(len(x))
    path, g = [x], f(x)[1]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        d = C @ g
        t = search(f, x, d)
        if t == 0:
            break
        s = t * d
        x = x + s
        new = f(x)[1]
        y, g = new - g, new
        if s @ y > 0:
            V = np.eye(len(x)) - np.outer(s, y) / (s @ y)
            C = V @ C @ V.T + np.outer(s, s) / (s @ y)
        path.append(x)
    return np.array(path)

# %% [scaled_at_first] C is scaled by s.y/y.y before its first update
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    C = np.eye(len(x))
    path, g = [x], f(x)[1]
    for k in range(steps):
        if np.linalg.norm(g) <= small:
            break
        d = -C @ g
        t = search(f, x, d)
        if t == 0:
            break
        s = t * d
        x = x + s
        new = f(x)[1]
        y, g = new - g, new
        sy = s @ y
        if sy > 0:
            if k == 0:
                C = C * sy / (y @ y)
            V = np.eye(len(x)) - np.outer(s, y) / sy
            C = V @ C @ V.T + np.outer(s, s) / sy
        path.append(x)
    return np.array(path)

# %% [never_learns] C is never updated: steepest descent
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    C = np.eye(len(x))
    path = [x]
    for _ in range(steps):
        g = f(x)[1]
        if np.linalg.norm(g) <= small:
            break
        d = -C @ g
        t = search(f, x, d)
        if t == 0:
            break
        x = x + t * d
        path.append(x)
    return np.array(path)

# %% [direction_for_move] s is d, without t
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    n = len(x)
    C = np.eye(n)
    path, g = [x], f(x)[1]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        s = -C @ g
        t = search(f, x, s)
        if t == 0:
            break
        x = x + t * s
        new = f(x)[1]
        y, g = new - g, new
        if s @ y > 0:
            rho = 1 / (s @ y)
            V = np.eye(n) - rho * np.outer(s, y)
            C = V @ C @ V.T + rho * np.outer(s, s)
        path.append(x)
    return np.array(path)

# %% [never_learns] y is old less new
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    n = len(x)
    C = np.eye(n)
    path, g = [x], f(x)[1]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        d = -C @ g
        t = search(f, x, d)
        if t == 0:
            break
        s = t * d
        x = x + s
        new = f(x)[1]
        y, g = g - new, new
        if s @ y > 0:
            rho = 1 / (s @ y)
            V = np.eye(n) - rho * np.outer(s, y)
            C = V @ C @ V.T + rho * np.outer(s, s)
        path.append(x)
    return np.array(path)

# %% [new_gradient_for_change] y is the new gradient itself: g is overwritten first
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    n = len(x)
    C = np.eye(n)
    path = [x]
    g = f(x)[1]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        d = -C @ g
        t = search(f, x, d)
        if t == 0:
            break
        s = t * d
        x = x + s
        g = f(x)[1]
        y = g
        if s @ y > 0:
            rho = 1 / (s @ y)
            V = np.eye(n) - rho * np.outer(s, y)
            C = V @ C @ V.T + rho * np.outer(s, s)
        path.append(x)
    return np.array(path)

# %% [never_learns] y is always zero: g is replaced before the difference, so no pair is ever learned
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    C = np.eye(len(x))
    path = [x]
    g = f(x)[1]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        d = -C @ g
        t = search(f, x, d)
        if t == 0:
            break
        s = t * d
        x = x + s
        g = f(x)[1]
        y = f(x)[1] - g
        if s @ y > 0:
            V = np.eye(len(x)) - np.outer(s, y) / (s @ y)
            C = V @ C @ V.T + np.outer(s, s) / (s @ y)
        path.append(x)
    return np.array(path)

# %% [not_skipped] no test of s.y: C becomes indefinite
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    n = len(x)
    C = np.eye(n)
    path, g = [x], f(x)[1]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        d = -C @ g
        t = search(f, x, d)
        if t == 0:
            break
        s = t * d
        x = x + s
        new = f(x)[1]
        y, g = new - g, new
        rho = 1 / (s @ y)
        V = np.eye(n) - rho * np.outer(s, y)
        C = V @ C @ V.T + rho * np.outer(s, s)
        path.append(x)
    return np.array(path)

# %% [forgets_where_fallen] C goes back to I where s.y <= 0
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    n = len(x)
    C = np.eye(n)
    path, g = [x], f(x)[1]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        d = -C @ g
        t = search(f, x, d)
        if t == 0:
            break
        s = t * d
        x = x + s
        new = f(x)[1]
        y, g = new - g, new
        if s @ y > 0:
            rho = 1 / (s @ y)
            V = np.eye(n) - rho * np.outer(s, y)
            C = V @ C @ V.T + rho * np.outer(s, s)
        else:
            C = np.eye(n)
        path.append(x)
    return np.array(path)

# %% [row_for_nothing] where the search finds nothing the point is added once more
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    n = len(x)
    C = np.eye(n)
    path, g = [x], f(x)[1]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        d = -C @ g
        t = search(f, x, d)
        s = t * d
        x = x + s
        path.append(x)
        if t == 0:
            break
        new = f(x)[1]
        y, g = new - g, new
        if s @ y > 0:
            rho = 1 / (s @ y)
            V = np.eye(n) - rho * np.outer(s, y)
            C = V @ C @ V.T + rho * np.outer(s, s)
    return np.array(path)

# %% [tried_again] where the search finds nothing C is made I and it tries again, up to steps
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    n = len(x)
    C = np.eye(n)
    path, g = [x], f(x)[1]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        d = -C @ g
        t = search(f, x, d)
        if t == 0:
            C = np.eye(n)
            continue
        s = t * d
        x = x + s
        new = f(x)[1]
        y, g = new - g, new
        if s @ y > 0:
            rho = 1 / (s @ y)
            V = np.eye(n) - rho * np.outer(s, y)
            C = V @ C @ V.T + rho * np.outer(s, s)
        path.append(x)
    return np.array(path)

# %% [small_ignored] small is not used
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    n = len(x)
    C = np.eye(n)
    path, g = [x], f(x)[1]
    for _ in range(steps):
        d = -C @ g
        t = search(f, x, d)
        if t == 0:
            break
        s = t * d
        x = x + s
        new = f(x)[1]
        y, g = new - g, new
        if s @ y > 0:
            rho = 1 / (s @ y)
            V = np.eye(n) - rho * np.outer(s, y)
            C = V @ C @ V.T + rho * np.outer(s, s)
        path.append(x)
    return np.array(path)

# %% [largest_is_small] small against the largest entry, not the length
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    n = len(x)
    C = np.eye(n)
    path, g = [x], f(x)[1]
    for _ in range(steps):
        if np.max(np.abs(g)) <= small:
            break
        d = -C @ g
        t = search(f, x, d)
        if t == 0:
            break
        s = t * d
        x = x + s
        new = f(x)[1]
        y, g = new - g, new
        if s @ y > 0:
            rho = 1 / (s @ y)
            V = np.eye(n) - rho * np.outer(s, y)
            C = V @ C @ V.T + rho * np.outer(s, s)
        path.append(x)
    return np.array(path)

# %% [square_is_small] small is compared with the square of the gradient's length
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    n = len(x)
    C = np.eye(n)
    path, g = [x], f(x)[1]
    while len(path) <= steps and g @ g > small:
        d = -C @ g
        t = search(f, x, d)
        if t == 0:
            break
        s = t * d
        x = x + s
        new = f(x)[1]
        y, g = new - g, new
        if s @ y > 0:
            rho = 1 / (s @ y)
            V = np.eye(n) - rho * np.outer(s, y)
            C = V @ C @ V.T + rho * np.outer(s, s)
        path.append(x)
    return np.array(path)

# %% [own_search] the given search is not used: backtracking of its own
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    n = len(x)
    C = np.eye(n)
    path = [x]
    v, g = f(x)
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        d = -C @ g
        t = 1.0
        while t > 1e-12 and not f(x + t * d)[0] <= v + 1e-4 * t * (g @ d):
            t /= 2
        s = t * d
        x = x + s
        v, new = f(x)
        y, g = new - g, new
        if s @ y > 0:
            rho = 1 / (s @ y)
            V = np.eye(n) - rho * np.outer(s, y)
            C = V @ C @ V.T + rho * np.outer(s, s)
        path.append(x)
    return np.array(path)

# %% [as_listed] the slides' update: I - rho y s^T twice, no transposition
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    n = len(x)
    C = np.eye(n)
    path, g = [x], f(x)[1]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        d = -C @ g
        t = search(f, x, d)
        if t == 0:
            break
        s = t * d
        x = x + s
        new = f(x)[1]
        y, g = new - g, new
        if s @ y > 0:
            rho = 1 / (s @ y)
            A = np.eye(n) - rho * np.outer(y, s)
            C = A @ C @ A + rho * np.outer(s, s)
        path.append(x)
    return np.array(path)

# %% [estimate_of_hessian] keeps B and multiplies with it, not with its inverse
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    B = np.eye(len(x))
    path, g = [x], f(x)[1]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        d = -B @ g
        t = search(f, x, d)
        if t == 0:
            break
        s = t * d
        x = x + s
        new = f(x)[1]
        y, g = new - g, new
        if s @ y > 0:
            Bs = B @ s
            B = B + np.outer(y, y) / (s @ y) - np.outer(Bs, Bs) / (s @ Bs)
        path.append(x)
    return np.array(path)

# %% [one_array] x += in place: every row is the last point
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    n = len(x)
    C = np.eye(n)
    path, g = [x], f(x)[1]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        d = -C @ g
        t = search(f, x, d)
        if t == 0:
            break
        s = t * d
        x += s
        new = f(x)[1]
        y, g = new - g, new
        if s @ y > 0:
            rho = 1 / (s @ y)
            V = np.eye(n) - rho * np.outer(s, y)
            C = V @ C @ V.T + rho * np.outer(s, s)
        path.append(x)
    return np.array(path)

# %% [one_pair] C is the update of I each time: only the last pair is remembered
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    I = np.eye(len(x))
    C = I
    path, g = [x], f(x)[1]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        d = -C @ g
        t = search(f, x, d)
        if t == 0:
            break
        s = t * d
        x = x + s
        new = f(x)[1]
        y, g = new - g, new
        if s @ y > 0:
            rho = 1 / (s @ y)
            V = I - rho * np.outer(s, y)
            C = V @ I @ V.T + rho * np.outer(s, s)
        path.append(x)
    return np.array(path)

# %% [scaled_at_first+not_skipped] two mistakes: scaled at first, and the test of s.y left out
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    n = len(x)
    C = None
    path, g = [x], f(x)[1]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        d = -g if C is None else -C @ g
        t = search(f, x, d)
        if t == 0:
            break
        s = t * d
        x = x + s
        new = f(x)[1]
        y, g = new - g, new
        rho = 1 / (s @ y)
        if C is None:
            C = np.eye(n) / (rho * (y @ y))
        V = np.eye(n) - rho * np.outer(s, y)
        C = V @ C @ V.T + rho * np.outer(s, s)
        path.append(x)
    return np.array(path)

# %% [dfp] SciPy's update, DFP
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    C = np.eye(len(x))
    path, g = [x], f(x)[1]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        d = -C @ g
        t = search(f, x, d)
        if t == 0:
            break
        s = t * d
        x = x + s
        new = f(x)[1]
        y, g = new - g, new
        if s @ y > 0:
            Cy = C @ y
            C = C + np.outer(s, s) / (s @ y) - np.outer(Cy, Cy) / (y @ Cy)
        path.append(x)
    return np.array(path)

# %% [right] with B and a solve
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    B = np.eye(np.size(theta))
    path = np.array(theta, dtype=float)[None]
    _, g = f(path[-1])
    for _ in range(steps):
        if not np.linalg.norm(g) > small:
            break
        d = np.linalg.solve(B, -g)
        t = search(f, path[-1], d)
        if not t:
            break
        s = t * d
        path = np.vstack((path, path[-1] + s))
        _, after = f(path[-1])
        y, g = after - g, after
        if y @ s > 0:
            Bs = B @ s
            B = B + np.outer(y, y) / (y @ s) - np.outer(Bs, Bs) / (s @ Bs)
    return path
