# %% [steepest] steepest descent: the direction keeps nothing of the last one
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = np.array(theta, dtype=float)
    path = [x]
    r = b - product(x)
    for _ in range(steps):
        if np.linalg.norm(r) <= small:
            break
        Ar = product(r)
        t = (r @ r) / (r @ Ar)
        x = x + t * r
        r = r - t * Ar
        path.append(x)
    return np.array(path)

# %% [plus_b] the sign of the residual: b + H theta
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = np.array(theta, dtype=float)
    r = b + product(x)
    p, path = r, [x]
    for _ in range(steps):
        if np.sqrt(r @ r) <= small:
            break
        Ap = product(p)
        a = r @ r / (p @ Ap)
        x = x + a * p
        new = r - a * Ap
        p = new + (new @ new) / (r @ r) * p
        r = new
        path.append(x)
    return np.array(path)

# %% [share_upside_down] beta upside down: old over new
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = np.array(theta, dtype=float)
    g = product(x) - b
    d = -g
    path = [x]
    for k in range(steps):
        if np.linalg.norm(g) <= small:
            break
        Hd = product(d)
        t = -(g @ d) / (d @ Hd)
        x = x + t * d
        g_new = g + t * Hd
        beta = (g @ g) / (g_new @ g_new)
        d = -g_new + beta * d
        g = g_new
        path.append(x)
    return np.array(path)

# %% [share_of_norms] beta of the lengths, not of their squares
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = np.asarray(theta, dtype=float)
    r = b - product(x)
    p = r.copy()
    path = [x]
    norm = np.linalg.norm(r)
    while len(path) <= steps and norm > small:
        q = product(p)
        alpha = norm**2 / (p @ q)
        x = x + alpha * p
        r = r - alpha * q
        new = np.linalg.norm(r)
        p = r + new / norm * p
        norm = new
        path.append(x)
    return np.array(path)

# %% [without_b] the step before b is forgotten: the gradient is taken as H theta
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    theta = np.array(theta, float)
    g = product(theta)
    d, path = -g, [theta]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        hd = product(d)
        t = (g @ g) / (d @ hd)
        theta, new = theta + t * d, g + t * hd
        d = -new + (new @ new) / (g @ g) * d
        g = new
        path.append(theta)
    return np.array(path)

# %% [start_not_asked] small is asked after the step: a start at the minimum divides 0 by 0
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    theta = np.array(theta, float)
    g = product(theta) - b
    d, path = -g, [theta]
    for _ in range(steps):
        hd = product(d)
        t = (g @ g) / (d @ hd)
        theta, new = theta + t * d, g + t * hd
        path.append(theta)
        if np.linalg.norm(new) <= small:
            break
        d = -new + (new @ new) / (g @ g) * d
        g = new
    return np.array(path)

# %% [square_is_small] small is compared with the square of the gradient
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = np.array(theta, dtype=float)
    r = b - product(x)
    p = r.copy()
    rs = r @ r
    path = [x.copy()]
    for i in range(steps):
        if rs <= small:
            break
        Ap = product(p)
        alpha = rs / (p @ Ap)
        x = x + alpha * p
        r = r - alpha * Ap
        rsnew = r @ r
        p = r + (rsnew / rs) * p
        rs = rsnew
        path.append(x)
    return np.array(path)

# %% [relative] small is relative to the first gradient, as in the lecture's listing
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = np.array(theta, dtype=float)
    g = product(x) - b
    first = np.linalg.norm(g)
    d, path = -g, [x]
    for _ in range(steps):
        if np.linalg.norm(g) <= small * first:
            break
        hd = product(d)
        t = (g @ g) / (d @ hd)
        x, new = x + t * d, g + t * hd
        d = -new + (new @ new) / (g @ g) * d
        g = new
        path.append(x)
    return np.array(path)

# %% [never_small] small is not used
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = np.array(theta, dtype=float)
    r = b - product(x)
    p = r
    path = [x]
    for _ in range(steps):
        if not r.any():
            break
        Ap = product(p)
        a = r @ r / (p @ Ap)
        x = x + a * p
        new = r - a * Ap
        p = new + (new @ new) / (r @ r) * p
        r = new
        path.append(x)
    return np.array(path)

# %% [gradient_anew] three products a step: the gradient and the length each ask again
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = np.array(theta, dtype=float)
    g = product(x) - b
    d = -g
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        t = -(g @ d) / (d @ product(d))
        x = x + t * d
        g = product(x) - b
        beta = g @ product(d) / (d @ product(d))
        d = -g + beta * d
        path.append(x)
    return np.array(path)

# %% [gradient_anew] two products a step: the gradient is computed anew
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = np.array(theta, dtype=float)
    g = product(x) - b
    d, path = -g, [x]
    while len(path) < steps + 1 and np.linalg.norm(g) > small:
        x = x - (g @ d) / (d @ product(d)) * d
        new = product(x) - b
        d = -new + (new @ new) / (g @ g) * d
        g = new
        path.append(x)
    return np.array(path)

# %% [matrix_built] builds the matrix from n products
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    n = len(b)
    H = np.array([product(e) for e in np.eye(n)])
    x = np.array(theta, float)
    g = H @ x - b
    d, path = -g, [x]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        t = -(g @ d) / (d @ H @ d)
        x = x + t * d
        new = H @ x - b
        d = -new + (new @ new) / (g @ g) * d
        g = new
        path.append(x)
    return np.array(path)

# %% [from_zero] begins at zero, whatever the start
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = np.zeros(len(b))
    r = np.array(b, dtype=float)
    p, path = r, [x]
    for _ in range(steps):
        if np.linalg.norm(r) <= small:
            break
        q = product(p)
        a = (r @ r) / (p @ q)
        x, new = x + a * p, r - a * q
        p = new + (new @ new) / (r @ r) * p
        r = new
        path.append(x)
    return np.array(path)

# %% [at_most_n] at most n steps, since n are enough in exact arithmetic (badly conditioned H)
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = np.array(theta, dtype=float)
    g = product(x) - b
    d, path = -g, [x]
    for _ in range(min(steps, len(b))):
        if np.linalg.norm(g) <= small:
            break
        hd = product(d)
        t = (g @ g) / (d @ hd)
        x, new = x + t * d, g + t * hd
        d = -new + (new @ new) / (g @ g) * d
        g = new
        path.append(x)
    return np.array(path)

# %% [one_array] x += in place: every row is the last point
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = np.array(theta, dtype=float)
    r = b - product(x)
    p = r.copy()
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) <= small:
            break
        Ap = product(p)
        rr = r @ r
        a = rr / (p @ Ap)
        x += a * p
        r = r - a * Ap
        p = r + (r @ r) / rr * p
        path.append(x)
    return np.array(path)

# %% [share_one] g is set to the new one before beta: beta is always 1
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = np.array(theta, dtype=float)
    g = product(x) - b
    d, path = -g, [x]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        hd = product(d)
        t = (g @ g) / (d @ hd)
        x = x + t * d
        new = g + t * hd
        g = new
        beta = (new @ new) / (g @ g)
        d = -new + beta * d
        path.append(x)
    return np.array(path)

# %% [share_negative] the last direction is subtracted
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = np.array(theta, dtype=float)
    r = b - product(x)
    p, path = r, [x]
    for _ in range(steps):
        if np.linalg.norm(r) <= small:
            break
        Ap = product(p)
        a = (r @ p) / (p @ Ap)
        x = x + a * p
        new = r - a * Ap
        p = new - (new @ new) / (r @ r) * p
        r = new
        path.append(x)
    return np.array(path)

# %% [twice_the_gradient+without_end] two mistakes: twice the gradient (no half in the function), and one row too few
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = np.array(theta, dtype=float)
    g = 2 * product(x) - b
    d, path = -g, [x]
    for _ in range(steps - 1):
        if np.linalg.norm(g) <= small:
            break
        hd = 2 * product(d)
        t = (g @ g) / (d @ hd)
        x, new = x + t * d, g + t * hd
        d = -new + (new @ new) / (g @ g) * d
        g = new
        path.append(x)
    return np.array(path)

# %% [strictly_small] strictly smaller: with small = 0 a start exactly at the minimum divides 0 by 0
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = np.array(theta, dtype=float)
    g = product(x) - b
    d, path = -g, [x]
    for _ in range(steps):
        if np.linalg.norm(g) < small:
            break
        hd = product(d)
        t = (g @ g) / (d @ hd)
        x, new = x + t * d, g + t * hd
        d = -new + (new @ new) / (g @ g) * d
        g = new
        path.append(x)
    return np.array(path)

# %% [right] beta from conjugacy, g_new.Hd / d.Hd
import numpy as np

def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = np.array(theta, dtype=float)
    g = product(x) - b
    d, path = -g, [x]
    while len(path) <= steps and np.linalg.norm(g) > small:
        Hd = product(d)
        c = d @ Hd
        t = -(g @ d) / c
        x = x + t * d
        g = g + t * Hd
        d = (g @ Hd) / c * d - g
        path.append(x)
    return np.stack(path)
