# %% [flat_without_bars] the weak condition: phi'(t) >= c2 phi'(0), a steep rise passes
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    s0, s1 = g0 @ d, g1 @ d
    gained = bool(np.isfinite(f1) and f1 <= f0 + c1 * t * s0)
    flat = bool(np.isfinite(s1) and s1 >= c2 * s0)
    return gained, flat

# %% [flat_from_above] no absolute value: phi'(t) <= c2 |phi'(0)|, a steep fall passes
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    s0, s1 = g0 @ d, g1 @ d
    return bool(f1 <= f0 + c1 * t * s0), bool(s1 <= c2 * abs(s0))

# %% [flat_never] |phi'(0)| lost its bars: |phi'(t)| <= c2 phi'(0), never
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    return bool(f1 <= f0 + c1 * t * (g0 @ d)), bool(abs(g1 @ d) <= c2 * (g0 @ d))

# %% [gained_any] lower at all: c1 is not used
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    return bool(f1 <= f0), bool(abs(g1 @ d) <= c2 * abs(g0 @ d))

# %% [gained_without_t] t is left out of the line
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    slope = g0 @ d
    return bool(f1 <= f0 + c1 * slope), bool(abs(g1 @ d) <= c2 * abs(slope))

# %% [constants_exchanged] c1 and c2 exchanged
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    slope = g0 @ d
    return bool(f1 <= f0 + c2 * t * slope), bool(abs(g1 @ d) <= c1 * abs(slope))

# %% [norms] norms of the gradients in place of slopes along d
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    gained = f1 <= f0 + c1 * t * (g0 @ d)
    flat = np.linalg.norm(g1) <= c2 * np.linalg.norm(g0)
    return bool(gained), bool(flat)

# %% [start_squared] -g.g in place of g.d, as if d were -g
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    gg = g0 @ g0
    return bool(f1 <= f0 - c1 * t * gg), bool(abs(g1 @ d) <= c2 * gg)

# %% [flat_only_where_gained] both questions must be answered yes for either: flat only where gained
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    s = g0 @ d
    if not f1 <= f0 + c1 * t * s:
        return False, False
    return True, bool(abs(g1 @ d) <= c2 * -s)

# %% [strictly] strict inequalities (cases of equality)
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    s = g0 @ d
    return bool(f1 < f0 + c1 * t * s), bool(abs(g1 @ d) < c2 * abs(s))

# %% [gained_unless_above+flat_unless_steep] nan counts as yes: not (too high), not (too steep)
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    s = g0 @ d
    return not f1 > f0 + c1 * t * s, not abs(g1 @ d) > c2 * abs(s)

# %% [gained_wrong_sign] the sign of the line: f0 - c1 t slope
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    s = g0 @ d
    return bool(f1 <= f0 - c1 * t * s), bool(abs(g1 @ d) <= c2 * abs(s))

# %% [at_direction] evaluated at theta + d, t is not used for the point
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + d)
    s = g0 @ d
    return bool(f1 <= f0 + c1 * t * s), bool(abs(g1 @ d) <= c2 * abs(s))

# %% [gained_t_squared] t d is taken as the direction: slopes per unit of t twice
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    step = t * d
    f0, g0 = f(theta)
    f1, g1 = f(theta + step)
    return bool(f1 <= f0 + c1 * t * (g0 @ step)), bool(abs(g1 @ step) <= c2 * abs(g0 @ step))

# %% [exchanged] exchanged: flat, gained
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    s = g0 @ d
    return bool(abs(g1 @ d) <= c2 * abs(s)), bool(f1 <= f0 + c1 * t * s)

# %% [too_few] one boolean for both
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    s = g0 @ d
    return bool(f1 <= f0 + c1 * t * s and abs(g1 @ d) <= c2 * abs(s))

# %% [defaults] the constants are fixed at 1e-4 and 0.9
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    s = g0 @ d
    return bool(f1 <= f0 + 1e-4 * t * s), bool(abs(g1 @ d) <= 0.9 * abs(s))

# %% [goldstein] Goldstein's second condition in place of the slope's
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    s = g0 @ d
    return bool(f1 <= f0 + c1 * t * s), bool(f1 >= f0 + (1 - c1) * t * s)

# %% [gained_any+flat_without_bars] two mistakes: weak second condition, c1 not used
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    f1, g1 = f(theta + t * d)
    return bool(f1 < f0), bool(g1 @ d >= c2 * (g0 @ d))

# %% [in_place] theta is moved to the new point
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    f0, g0 = f(theta)
    s = g0 @ d
    theta += t * d
    f1, g1 = f(theta)
    return bool(f1 <= f0 + c1 * t * s), bool(abs(g1 @ d) <= c2 * abs(s))

# %% [right] the values of NumPy's comparisons
import numpy as np

def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
    (f0, g0), (f1, g1) = f(theta), f(theta + np.multiply(t, d))
    before, after = np.inner(g0, d), np.inner(g1, d)
    return np.less_equal(f1, f0 + c1 * t * before), np.less_equal(np.abs(after), -c2 * before)
