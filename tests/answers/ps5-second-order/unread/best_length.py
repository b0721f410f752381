# %% [wrong_sign] the sign is lost: g.d / d.Hd, uphill
import numpy as np

def best_length(g, H, d):
    curvature = d @ H @ d
    if curvature <= 0:
        return np.inf
    return (g @ d) / curvature

# %% [straight_down] taken for the learning rate along -g: g.g / g.Hg, d is not used
import numpy as np

def best_length(g, H, d):
    c = np.dot(g, H.dot(g))
    if c <= 0:
        return np.inf
    return np.dot(g, g) / c

# %% [gradient_over_curvature] g.g above, as if d were -g always, the curvature along d below
import numpy as np

def best_length(g, H, d):
    dHd = d.T @ H @ d
    return g @ g / dHd if dHd > 0 else np.inf

# %% [highest_taken] no case for a curvature that is not positive: a maximum's place comes back
import numpy as np

def best_length(g, H, d):
    return -(g @ d) / (d @ (H @ d))

# %% [definite_alone] asks whether H is positive definite, not whether d curves up: inf where H is indefinite
import numpy as np

def best_length(g, H, d):
    if np.linalg.eigvalsh(H).min() <= 0:
        return np.inf
    return -(d @ g) / (d @ H @ d)

# %% [half] the bottom of theta.H theta without its half: half the length
import numpy as np

def best_length(g, H, d):
    a = d @ H @ d
    b = g @ d
    if a <= 0:
        return float("inf")
    return -b / (2 * a)

# %% [unit_direction] d is made a unit vector first: the length in space, not the factor of d
import numpy as np

def best_length(g, H, d):
    u = d / np.linalg.norm(d)
    k = u @ H @ u
    if k <= 0:
        return np.inf
    return -(g @ u) / k

# %% [never_back] never back: a negative length is cut to 0
import numpy as np

def best_length(g, H, d):
    k = d @ H @ d
    if k <= 0:
        return np.inf
    return max(0.0, -(g @ d) / k)

# %% [zero_if_none] not positive curvature gives 0
import numpy as np

def best_length(g, H, d):
    bend = d @ H @ d
    if bend > 0:
        return -(g @ d) / bend
    return 0.0

# %% [straight_alone] only curvature 0 is caught, not a negative one
import numpy as np

def best_length(g, H, d):
    k = float(d @ H @ d)
    if k == 0:
        return np.inf
    return -float(g @ d) / k

# %% [diagonal] elementwise H * d, summed wrongly: the diagonal alone
import numpy as np

def best_length(g, H, d):
    top = bottom = 0.0
    for i in range(len(d)):
        top += g[i] * d[i]
        bottom += d[i] * H[i, i] * d[i]
    return -top / bottom if bottom > 0 else np.inf

# %% [entry_by_entry] a vector of lengths, one for each direction
import numpy as np

def best_length(g, H, d):
    Hd = H @ d
    if d @ Hd <= 0:
        return np.inf
    return -(g * d) / (d * Hd)

# %% [newton_projected] solves for Newton's step and projects it on d
import numpy as np

def best_length(g, H, d):
    if d @ H @ d <= 0:
        return np.inf
    step = np.linalg.solve(H, -g)
    return step @ d / (d @ d)

# %% [absolute_curvature] the curvature's absolute value, as in the saddle-free step
import numpy as np

def best_length(g, H, d):
    k = abs(d @ H @ d)
    if k == 0:
        return np.inf
    return -(g @ d) / k

# %% [number_below] a small number below against division by zero, in place of the case
import numpy as np

def best_length(g, H, d):
    return -(g @ d) / (d @ H @ d + 1e-8)

# %% [wrong_sign+always_minus_infinity] two mistakes: uphill, and minus infinity where there is no bottom
import numpy as np

def best_length(g, H, d):
    k = d @ H @ d
    return (g @ d) / k if k > 0 else -np.inf

# %% [minus_infinity] inf is given its sign: minus infinity where d leads uphill and the curvature is not positive
import numpy as np

def best_length(g, H, d):
    slope, k = g @ d, d @ H @ d
    if k <= 0:
        return -np.inf if slope > 0 else np.inf
    return -slope / k

# %% [right] the parabola through three values of the model
import numpy as np

def best_length(g, H, d):
    def q(t):
        return t * (g @ d) + t * t * (d @ H @ d) / 2
    bend = q(1.0) + q(-1.0)
    if bend <= 0:
        return np.inf
    return (q(-1.0) - q(1.0)) / (2 * bend)
