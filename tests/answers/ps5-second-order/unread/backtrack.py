# %% [lower_is_enough] simple decrease: c1 is not used
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    if g @ d >= 0:
        return 0.0
    while not f(theta + t * d)[0] <= value:
        t *= factor
    return t

# %% [strictly] strictly below: equality does not count (values that just touch the line)
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    slope = g @ d
    if slope >= 0:
        return 0.0
    while True:
        new = f(theta + t * d)[0]
        if np.isfinite(new) and new < value + c1 * t * slope:
            return t
        t = t * factor

# %% [nan_accepted] nan is accepted: the loop asks for what is too high, and nan is not
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    slope = g @ d
    if slope >= 0:
        return 0.0
    while f(theta + t * d)[0] > value + c1 * t * slope:
        t *= factor
    return t

# %% [uphill_not_asked] no look at the slope's sign: halves until nothing is left
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    slope = np.dot(g, d)
    for _ in range(60):
        new, _ = f(theta + t * d)
        if np.isfinite(new) and new <= value + c1 * t * slope:
            break
        t *= factor
    return t

# %% [squared_gradient_in_bound] the slope is -g.g, as if d were -g
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    if g @ d >= 0:
        return 0.0
    while not f(theta + t * d)[0] <= value - c1 * t * (g @ g):
        t *= factor
    return t

# %% [wrong_sign] the sign of the line: value - c1 t g.d, which lets rises pass
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    slope = g @ d
    if slope >= 0:
        return 0.0
    while not f(theta + t * d)[0] <= value - c1 * t * slope:
        t *= factor
    return t

# %% [t_missing] t is left out of the line: value + c1 g.d
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    slope = g @ d
    if slope >= 0:
        return 0.0
    for _ in range(2000):
        if f(theta + t * d)[0] <= value + c1 * slope:
            return t
        t *= factor
    return t

# %% [always_halved] factor is ignored: always halves
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    slope = g @ d
    if slope >= 0:
        return 0.0
    while not f(theta + t * d)[0] <= value + c1 * t * slope:
        t /= 2
    return t

# %% [divided_by_factor] divides by factor: t grows
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    slope = g @ d
    if slope >= 0:
        return 0.0
    for _ in range(100):
        if f(theta + t * d)[0] <= value + c1 * t * slope:
            return t
        t /= factor
    return t

# %% [once_too_often] shrinks once too often: after the test, before the return
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    slope = g @ d
    if slope >= 0:
        return 0.0
    while True:
        new = f(theta + t * d)[0]
        t *= factor
        if new <= value + c1 * t / factor * slope:
            return t

# %% [first_not_tried] the first length is not tried
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    slope = g @ d
    if slope >= 0:
        return 0.0
    while True:
        t = t * factor
        if f(theta + t * d)[0] <= value + c1 * t * slope:
            return t

# %% [own_start] the start is always 1, whatever t is given
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    slope = g @ d
    if slope >= 0:
        return 0.0
    k = 0
    while not f(theta + factor**k * d)[0] <= value + c1 * factor**k * slope:
        k += 1
    return factor**k

# %% [zero_after_some_looks] gives up after ten halvings and returns 0
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    slope = g @ d
    if slope >= 0:
        return 0.0
    for _ in range(10):
        if f(theta + t * d)[0] <= value + c1 * t * slope:
            return t
        t *= factor
    return 0.0

# %% [slope_there] the gradient at the tried point in place of that at theta
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    if g @ d >= 0:
        return 0.0
    while True:
        new, g_new = f(theta + t * d)
        if np.isfinite(new) and new <= value + c1 * t * (g_new @ d):
            return t
        t *= factor

# %% [unit_direction] d is made a unit vector
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    u = d / np.linalg.norm(d)
    value, g = f(theta)
    slope = g @ u
    if slope >= 0:
        return 0.0
    while not f(theta + t * u)[0] <= value + c1 * t * slope:
        t *= factor
    return t

# %% [level_not_asked] level counts as downhill: g.d = 0 goes on
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    slope = g @ d
    if slope > 0:
        return 0.0
    for _ in range(200):
        if f(theta + t * d)[0] <= value + c1 * t * slope:
            return t
        t *= factor
    return t

# %% [in_place] theta is moved in place at each try
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    slope = g @ d
    if slope >= 0:
        return 0.0
    start = theta.copy()
    while True:
        theta[:] = start + t * d
        if f(theta)[0] <= value + c1 * t * slope:
            return t
        t *= factor

# %% [place_found] theta itself counts as a try: the point found is passed back, not t
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    slope = g @ d
    if slope >= 0:
        return theta
    while not f(theta + t * d)[0] <= value + c1 * t * slope:
        t *= factor
    return theta + t * d

# %% [lower_is_enough+own_start] two mistakes: c1 not used and the start always 1
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    if g @ d >= 0:
        return 0.0
    step = 1.0
    while not f(theta + step * d)[0] <= value:
        step *= factor
    return step

# %% [turned_uphill] uphill turns d round: -d is searched and a negative length returned
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    slope = g @ d
    if slope == 0:
        return 0.0
    sign = -1.0 if slope > 0 else 1.0
    while not f(theta + sign * t * d)[0] <= value + c1 * sign * t * slope:
        t *= factor
    return sign * t

# %% [endless] c1 times the new length from before the shrinking: the line lags behind
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    slope = g @ d
    if slope >= 0:
        return 0.0
    bound = value + c1 * t * slope
    for _ in range(1000):
        if f(theta + t * d)[0] <= bound:
            break
        t *= factor
    return t

# %% [right] the exponents as a generator
import numpy as np

def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
    value, g = f(theta)
    slope = float(np.sum(g * d))
    if slope >= 0:
        return 0.0

    def lengths():
        length = t
        while True:
            yield length
            length *= factor

    def good(length):
        new = f(theta + length * d)[0]
        return np.isfinite(new) and new - value <= c1 * length * slope

    return next(filter(good, lengths()))
