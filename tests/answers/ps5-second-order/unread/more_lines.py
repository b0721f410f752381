# %% [wrong_sign+first_not_tried] two mistakes: the sign of the line, and the first length not tried
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    slope = g @ d
    if slope >= 0:
        return 0.0
    while True:
        t *= factor
        if f(theta + t * d)[0] <= value - c1 * t * slope:
            return t

# %% [always_halved+uphill_not_asked] two mistakes: always halves, and nothing said of uphill
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    for _ in range(80):
        new = f(theta + t * d)[0]
        if np.isfinite(new) and new <= value + c1 * t * (g @ d):
            break
        t /= 2
    return t

# %% [small_for_c1] c1 is written as 1e-4
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    slope = g @ d
    if slope >= 0:
        return 0.0
    while not f(theta + t * d)[0] <= value + 1e-4 * t * slope:
        t *= factor
    return t

# %% [lowest] looks for the lowest of the first forty lengths
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    if g @ d >= 0:
        return 0.0
    lengths = t * factor ** np.arange(41)
    values = np.array([f(theta + length * d)[0] for length in lengths])
    return lengths[np.nanargmin(values)]

# %% [lowest] from the last accepted value: the bound moves down with each try
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    slope = g @ d
    if slope >= 0:
        return 0.0
    before = f(theta + t * d)[0]
    for _ in range(60):
        new = f(theta + t * factor * d)[0]
        if before <= value + c1 * t * slope and before <= new:
            return t
        t, before = t * factor, new
    return t

# %% [gained_strictly] strictly in the first condition alone
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    s = g0 @ d
    return bool(f1 < f0 + c1 * t * s), bool(abs(g1 @ d) <= c2 * abs(s))

# %% [flat_strictly] strictly in the second condition alone
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    s = g0 @ d
    return bool(f1 <= f0 + c1 * t * s), bool(abs(g1 @ d) < c2 * abs(s))

# %% [gained_without_t+norms] two mistakes: t left out of the line, and norms for slopes
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    return bool(f1 <= f0 + c1 * (g0 @ d)), bool(np.linalg.norm(g1) <= c2 * np.linalg.norm(g0))

# %% [gained_wrong_sign+exchanged] two mistakes: the sign of the line, and the results exchanged
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    s = g0 @ d
    return bool(abs(g1 @ d) <= c2 * abs(s)), bool(f1 <= f0 - c1 * t * s)

# %% [flat_by_values] the slope as a difference quotient of values over t, not the gradient's
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, _ = f(theta + t * d)
    s = g0 @ d
    return bool(f1 <= f0 + c1 * t * s), bool(abs((f1 - f0) / t) <= c2 * abs(s))

# %% [flat_by_c2_alone] flat is c2 itself, not a share of the first slope
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    return bool(f1 <= f0 + c1 * t * (g0 @ d)), bool(abs(g1 @ d) <= c2)

# %% [flat_without_c2] c2 is not used: any slope that is smaller than at the start
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    return bool(f1 <= f0 + c1 * t * (g0 @ d)), bool(abs(g1 @ d) <= abs(g0 @ d))

# %% [any_lower] c1 is not used in the search: any lower value
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    s0 = g0 @ d
    low, high, t = 0.0, np.inf, 1.0
    for _ in range(95):
        f1, g1 = f(theta + t * d)
        s1 = g1 @ d
        if not f1 < f0 or s1 > -c2 * s0:
            high = t
        elif s1 < c2 * s0:
            low = t
        else:
            break
        t = 2 * t if high == np.inf else (low + high) / 2
    return t

# %% [gained_without_t] the first condition looks at c1 slope without t
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    s0 = g0 @ d
    low, high, t = 0.0, np.inf, 1.0
    for _ in range(95):
        f1, g1 = f(theta + t * d)
        s1 = g1 @ d
        if not f1 <= f0 + c1 * s0 or s1 > -c2 * s0:
            high = t
        elif s1 < c2 * s0:
            low = t
        else:
            break
        t = 2 * t if high == np.inf else (low + high) / 2
    return t

# %% [half_of_last] doubles only, from 1: after it was too long it takes half of the last, without a look
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    s0 = g0 @ d
    t = 1.0
    for _ in range(60):
        f1, g1 = f(theta + t * d)
        if not f1 <= f0 + c1 * t * s0:
            return t / 2
        if abs(g1 @ d) <= c2 * abs(s0):
            return t
        t *= 2
    return t

# %% [few_looks] the middle is wrong: half the distance, (high - low) / 2
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    s0 = g0 @ d
    low, high, t = 0.0, np.inf, 1.0
    for _ in range(95):
        f1, g1 = f(theta + t * d)
        s1 = g1 @ d
        if not f1 <= f0 + c1 * t * s0 or s1 > -c2 * s0:
            high = t
        elif s1 < c2 * s0:
            low = t
        else:
            break
        t = 2 * t if high == np.inf else (high - low) / 2
    return t

# %% [never_too_short] high is 10, not infinite: t beyond 10 is never reached
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    s0 = g0 @ d
    low, high, t = 0.0, 10.0, 1.0
    for _ in range(95):
        f1, g1 = f(theta + t * d)
        s1 = g1 @ d
        if not f1 <= f0 + c1 * t * s0 or s1 > -c2 * s0:
            high = t
        elif s1 < c2 * s0:
            low = t
        else:
            break
        t = (low + high) / 2
    return t

# %% [norms] slopes of d's length: the norm of the gradient is asked for
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    s0 = g0 @ d
    size = np.linalg.norm(g0)
    low, high, t = 0.0, np.inf, 1.0
    for _ in range(95):
        f1, g1 = f(theta + t * d)
        if not f1 <= f0 + c1 * t * s0:
            high = t
        elif np.linalg.norm(g1) <= c2 * size:
            break
        elif g1 @ d < 0:
            low = t
        else:
            high = t
        t = 2 * t if high == np.inf else (low + high) / 2
    return t
