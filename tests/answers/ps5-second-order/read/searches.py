# %% [lower_is_enough] any lower value
def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    if np.dot(g, d) >= 0:
        return 0.0
    while True:
        new, _ = f(theta + t * d)
        if np.isfinite(new) and new < value:
            return t
        t = t * factor

# %% [wrong_sign] minus c1
def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    f0, g0 = f(theta)
    m = g0 @ d
    if m >= 0:
        return 0.0
    while not f(theta + t * d)[0] <= f0 - c1 * t * m:
        t *= factor
    return t

# %% [t_missing] one bound for all
def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    f0, g0 = f(theta)
    m = g0 @ d
    if m >= 0:
        return 0.0
    goal = f0 + c1 * m
    while not f(theta + t * d)[0] <= goal:
        t *= factor
        if t < 1e-300:
            return t
    return t

# %% [strictly] below
def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    f0, g0 = f(theta)
    m = np.inner(g0, d)
    if m >= 0:
        return 0.0
    new = f(theta + t * d)[0]
    while not new < f0 + c1 * t * m:
        t = factor * t
        new = f(theta + t * d)[0]
    return t

# %% [nan_accepted] as long as it is above
def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    f0, g0 = f(theta)
    m = g0 @ d
    if m >= 0:
        return 0.0
    new = f(theta + t * d)[0]
    while new > f0 + c1 * t * m:
        t = factor * t
        new = f(theta + t * d)[0]
    return t

# %% [always_halved] 2 for the factor
def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    f0, g0 = f(theta)
    m = g0 @ d
    if m >= 0:
        return 0.0
    while not f(theta + t * d)[0] <= f0 + c1 * t * m:
        t /= 2
    return t

# %% [gained_wrong_sign] minus
def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + d * t)
    m0, m1 = np.dot(g0, d), np.dot(g1, d)
    return f1 <= f0 - c1 * t * m0, np.abs(m1) <= c2 * np.abs(m0)

# %% [flat_without_bars] the plain Wolfe conditions
def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + d * t)
    enough = f1 <= f0 + c1 * t * g0.dot(d)
    flat = g1.dot(d) >= c2 * g0.dot(d)
    return enough, flat

# %% [exchanged] flat, gained
def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    curvature = abs(g1 @ d) <= c2 * abs(g0 @ d)
    armijo = f1 <= f0 + c1 * t * (g0 @ d)
    return curvature, armijo

# %% [norms] the sizes of the gradients
def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    armijo = f1 <= f0 + c1 * t * (g0 @ d)
    return armijo, np.linalg.norm(g1) <= c2 * np.linalg.norm(g0)

# %% [both_in_one] one answer twice
def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    good = f1 <= f0 + c1 * t * (g0 @ d) and abs(g1 @ d) <= c2 * abs(g0 @ d)
    return good, good

# %% [halves_alone] backtracking
def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    t = 1.0
    while True:
        f1 = f(theta + t * d)[0]
        if f1 <= f0 + c1 * t * (g0 @ d):
            return t
        t *= 0.5

# %% [nan_gained] too long where it is above
def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    m = g0 @ d
    low, high, t = 0.0, np.inf, 1.0
    for _ in range(98):
        f1, g1 = f(theta + t * d)
        if f1 > f0 + c1 * t * m or g1 @ d > c2 * abs(m):
            high = t
        elif g1 @ d < -c2 * abs(m):
            low = t
        else:
            return t
        t = 2 * t if np.isinf(high) else 0.5 * (low + high)
    return t

# %% [never_rises] the slope at the end may be anything above
def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    m = g0 @ d
    low, high, t = 0.0, np.inf, 1.0
    for _ in range(98):
        f1, g1 = f(theta + t * d)
        if not f1 <= f0 + c1 * t * m:
            high = t
        elif g1 @ d < c2 * m:
            low = t
        else:
            return t
        t = 2 * t if np.isinf(high) else 0.5 * (low + high)
    return t

# %% [always_one] quasi-Newton's length
def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    t = 1
    return float(t)
