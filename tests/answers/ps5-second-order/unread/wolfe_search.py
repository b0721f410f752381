# %% [halves_alone] backtracking alone: gained, but never asks how steep it is
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    s0 = g0 @ d
    t = 1.0
    while not f(theta + t * d)[0] <= f0 + c1 * t * s0:
        t /= 2
    return t

# %% [never_rises] the weak condition: a steep rise ends the search
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    s0 = g0 @ d
    low, high, t = 0.0, np.inf, 1.0
    for _ in range(90):
        f1, g1 = f(theta + t * d)
        if not f1 <= f0 + c1 * t * s0:
            high = t
        elif g1 @ d < c2 * s0:
            low = t
        else:
            return t
        t = 2 * t if high == np.inf else (low + high) / 2
    return t

# %% [never_too_short] never grows: bisection between 0 and 1
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    s0 = g0 @ d
    low, high, t = 0.0, 1.0, 1.0
    for _ in range(90):
        f1, g1 = f(theta + t * d)
        if not f1 <= f0 + c1 * t * s0 or g1 @ d > c2 * abs(s0):
            high = t
        elif g1 @ d < c2 * s0:
            low = t
        else:
            break
        t = (low + high) / 2
    return t

# %% [halves_alone] low and high exchanged where the slope is too steep
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    s0 = g0 @ d
    low, high, t = 0.0, np.inf, 1.0
    for _ in range(90):
        f1, g1 = f(theta + t * d)
        s1 = g1 @ d
        if not f1 <= f0 + c1 * t * s0:
            high = t
        elif s1 > c2 * abs(s0):
            low = t
        elif s1 < c2 * s0:
            high = t
        else:
            return t
        t = 2 * t if np.isinf(high) else 0.5 * (low + high)
    return t

# %% [inf_gained] an inf is compared the wrong way round and nan lets it pass: a step into the forbidden region
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    s0 = g0 @ d
    low, high, t = 0.0, np.inf, 1.0
    for _ in range(90):
        f1, g1 = f(theta + t * d)
        s1 = g1 @ d
        if np.isfinite(f1) and f1 > f0 + c1 * t * s0:
            high = t
        elif s1 < c2 * s0:
            low = t
        elif s1 > -c2 * s0:
            high = t
        else:
            return t
        t = 2 * t if high == np.inf else (low + high) / 2
    return t

# %% [grid] looks on a grid of 99 lengths between 0 and 10 for the first that will do, else the last
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    s0 = g0 @ d
    for t in np.linspace(0.1, 10, 99):
        f1, g1 = f(theta + t * d)
        if f1 <= f0 + c1 * t * s0 and abs(g1 @ d) <= c2 * abs(s0):
            return t
    return t

# %% [endless] grows by a hundredth of a unit: too many calls where t is large, and stops at 1000
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    s0 = g0 @ d
    t = 0.01
    for _ in range(1000):
        f1, g1 = f(theta + t * d)
        if f1 <= f0 + c1 * t * s0 and abs(g1 @ d) <= c2 * abs(s0):
            break
        t += 0.01
    return t

# %% [endless] c1 and c2 exchanged: asks for more than there is, and does not end
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    s0 = g0 @ d
    low, high, t = 0.0, np.inf, 1.0
    while True:
        f1, g1 = f(theta + t * d)
        s1 = g1 @ d
        if not f1 <= f0 + c2 * t * s0:
            high = t
        elif s1 < c1 * s0:
            low = t
        elif s1 > -c1 * s0:
            high = t
        else:
            return t
        t = 2 * t if high == np.inf else (low + high) / 2

# %% [few_looks] ends after twelve tries with whatever it has
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    s0 = g0 @ d
    low, high, t = 0.0, np.inf, 1.0
    for _ in range(12):
        f1, g1 = f(theta + t * d)
        s1 = g1 @ d
        if not f1 <= f0 + c1 * t * s0 or s1 > -c2 * s0:
            high = t
        elif s1 < c2 * s0:
            low = t
        else:
            return t
        t = 2 * t if high == np.inf else (low + high) / 2
    return t

# %% [too_many_calls] f is called three times a try, for value and slope and the start, and again for both conditions
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    def phi(t):
        return f(theta + t * d)[0]

    def dphi(t):
        return f(theta + t * d)[1] @ d

    low, high, t = 0.0, np.inf, 1.0
    while True:
        if not phi(t) <= phi(0) + c1 * t * dphi(0):
            high = t
        elif dphi(t) > c2 * abs(dphi(0)):
            high = t
        elif dphi(t) < c2 * dphi(0):
            low = t
        else:
            return t
        t = 2 * t if high == np.inf else (low + high) / 2

# %% [never_too_short] the bottom by golden section between 0 and 1
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    ratio = (5**0.5 - 1) / 2
    a, b = 0.0, 1.0
    for _ in range(40):
        u, v = b - ratio * (b - a), a + ratio * (b - a)
        if f(theta + u * d)[0] < f(theta + v * d)[0]:
            b = v
        else:
            a = u
    return (a + b) / 2

# %% [parabola_alone] a quadratic through the start and t = 1, one step, no test
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    s = g0 @ d
    f1, _ = f(theta + d)
    bend = 2 * (f1 - f0 - s)
    if not np.isfinite(bend) or bend <= 0:
        return 1.0
    return -s / bend

# %% [flat_alone] the slope is zero where the search ends, but the value is not asked: bisection on phi' alone
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    s0 = f(theta)[1] @ d
    low, high, t = 0.0, np.inf, 1.0
    for _ in range(95):
        s = f(theta + t * d)[1] @ d
        if abs(s) <= c2 * abs(s0):
            return t
        if s < 0:
            low = t
        else:
            high = t
        t = 2 * t if high == np.inf else (low + high) / 2
    return t

# %% [low_forgotten] low stays at 0: the middle of 0 and high, over and over
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    s0 = g0 @ d
    high, t = np.inf, 1.0
    for _ in range(90):
        f1, g1 = f(theta + t * d)
        s1 = g1 @ d
        if f1 <= f0 + c1 * t * s0 and abs(s1) <= c2 * abs(s0):
            return t
        if f1 <= f0 + c1 * t * s0 and s1 < 0:
            t = 2 * t
        else:
            high = t
            t = high / 2
    return t

# %% [unit_direction] the length in space: the unit vector of d is searched
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    d = d / np.linalg.norm(d)
    f0, g0 = f(theta)
    s0 = g0 @ d
    low, high, t = 0.0, np.inf, 1.0
    for _ in range(90):
        f1, g1 = f(theta + t * d)
        s1 = g1 @ d
        if not f1 <= f0 + c1 * t * s0 or s1 > -c2 * s0:
            high = t
        elif s1 < c2 * s0:
            low = t
        else:
            return t
        t = 2 * t if high == np.inf else (low + high) / 2
    return t

# %% [no_length] the point, not the length
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    s0 = g0 @ d
    low, high, t = 0.0, np.inf, 1.0
    for _ in range(90):
        f1, g1 = f(theta + t * d)
        s1 = g1 @ d
        if not f1 <= f0 + c1 * t * s0 or s1 > -c2 * s0:
            high = t
        elif s1 < c2 * s0:
            low = t
        else:
            break
        t = 2 * t if high == np.inf else (low + high) / 2
    return theta + t * d

# %% [never_too_short+any_lower] two mistakes: no growth beyond 1, and c1 not used
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    s0 = g0 @ d
    low, high, t = 0.0, 1.0, 1.0
    for _ in range(60):
        f1, g1 = f(theta + t * d)
        s1 = g1 @ d
        if abs(s1) <= c2 * abs(s0) and f1 <= f0:
            break
        if not f1 <= f0 or s1 > 0:
            high = t
        else:
            low = t
        t = (low + high) / 2
    return t

# %% [always_one] always 1, Newton's length
def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    return 1.0

# %% [c2_by_default] halving backwards from a million, which passes the first that gained
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    s0 = g0 @ d
    t = 1e6
    for _ in range(98):
        f1, g1 = f(theta + t * d)
        if f1 <= f0 + c1 * t * s0:
            return t
        t = t / 2
    return t

# %% [right] steps by factors of 4 until there is a bracket, then the geometric or the plain middle
import numpy as np

def wolfe_search(f, theta, d, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    s0 = g0 @ d

    def side(t):
        f1, g1 = f(theta + t * d)
        s1 = g1 @ d
        if not (np.isfinite(f1) and f1 <= f0 + c1 * t * s0) or s1 > -c2 * s0:
            return 1
        return -1 if s1 < c2 * s0 else 0

    low, high, t = 0.0, np.inf, 1.0
    while (where := side(t)) != 0:
        if where > 0:
            high = t
        else:
            low = t
        if np.isinf(high):
            t = 4 * t
        elif low == 0:
            t = high / 4
        else:
            t = np.sqrt(low * high) if high > 2 * low else (low + high) / 2
    return t
