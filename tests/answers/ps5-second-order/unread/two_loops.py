# %% [negative] the direction: -C g
import numpy as np

def two_loops(g, pairs):
    q = np.array(g, float)
    a = []
    for s, y in reversed(pairs):
        a.append((s @ q) / (s @ y))
        q = q - a[-1] * y
    if pairs:
        s, y = pairs[-1]
        q = q * (s @ y) / (y @ y)
    for s, y in pairs:
        b = (y @ q) / (s @ y)
        q = q + (a.pop() - b) * s
    return -q

# %% [not_scaled] no scale: C starts as I
import numpy as np

def two_loops(g, pairs):
    r, a = np.array(g, float), []
    for s, y in reversed(pairs):
        a.append((s @ r) / (s @ y))
        r = r - a[-1] * y
    for s, y in pairs:
        b = (y @ r) / (s @ y)
        r = r + (a.pop() - b) * s
    return r

# %% [scaled_by_oldest] the scale of the oldest pair
import numpy as np

def two_loops(g, pairs):
    if not pairs:
        return g
    r, a = np.array(g, float), []
    for s, y in pairs[::-1]:
        a.append((s @ r) / (s @ y))
        r = r - a[-1] * y
    s, y = pairs[0]
    r = r * (s @ y) / (y @ y)
    for s, y in pairs:
        b = (y @ r) / (s @ y)
        r = r + (a.pop() - b) * s
    return r

# %% [both_loops_reversed] newest and oldest exchanged in both loops
import numpy as np

def two_loops(g, pairs):
    if not pairs:
        return g
    r, a = np.array(g, float), []
    for s, y in pairs:
        a.append((s @ r) / (s @ y))
        r = r - a[-1] * y
    s, y = pairs[-1]
    r = r * (s @ y) / (y @ y)
    for s, y in reversed(pairs):
        b = (y @ r) / (s @ y)
        r = r + (a.pop() - b) * s
    return r

# %% [second_loop_from_newest] both loops from the newest
import numpy as np

def two_loops(g, pairs):
    if not pairs:
        return g
    r, a = np.array(g, float), []
    order = pairs[::-1]
    for s, y in order:
        a.append((s @ r) / (s @ y))
        r = r - a[-1] * y
    s, y = pairs[-1]
    r = r * (s @ y) / (y @ y)
    for (s, y), ai in zip(order, a):
        b = (y @ r) / (s @ y)
        r = r + (ai - b) * s
    return r

# %% [shares_in_wrong_order] the alphas are matched with the wrong pairs: a not reversed
import numpy as np

def two_loops(g, pairs):
    if not pairs:
        return g
    q = g.astype(float)
    alphas = []
    for s, y in reversed(pairs):
        rho = 1 / (y @ s)
        alpha = rho * (s @ q)
        alphas.append(alpha)
        q = q - alpha * y
    s, y = pairs[-1]
    r = (s @ y) / (y @ y) * q
    for (s, y), alpha in zip(pairs, alphas):
        beta = (y @ r) / (y @ s)
        r = r + s * (alpha - beta)
    return r

# %% [difference_reversed] b - a in place of a - b
import numpy as np

def two_loops(g, pairs):
    if not pairs:
        return g
    r, a = np.array(g, float), []
    for s, y in reversed(pairs):
        a.append((s @ r) / (s @ y))
        r = r - a[-1] * y
    s, y = pairs[-1]
    r = r * (s @ y) / (y @ y)
    for s, y in pairs:
        b = (y @ r) / (s @ y)
        r = r + (b - a.pop()) * s
    return r

# %% [share_by_change] y.q in the first loop: s and y exchanged
import numpy as np

def two_loops(g, pairs):
    if not pairs:
        return g
    r, a = np.array(g, float), []
    for s, y in reversed(pairs):
        a.append((y @ r) / (s @ y))
        r = r - a[-1] * y
    s, y = pairs[-1]
    r = r * (s @ y) / (y @ y)
    for s, y in pairs:
        b = (y @ r) / (s @ y)
        r = r + (a.pop() - b) * s
    return r

# %% [taken_along_move] the first loop takes away a s, not a y
import numpy as np

def two_loops(g, pairs):
    if not pairs:
        return g
    r, a = np.array(g, float), []
    for s, y in reversed(pairs):
        a.append((s @ r) / (s @ y))
        r = r - a[-1] * s
    s, y = pairs[-1]
    r = r * (s @ y) / (y @ y)
    for s, y in pairs:
        b = (y @ r) / (s @ y)
        r = r + (a.pop() - b) * s
    return r

# %% [scale_upside_down] the scale upside down: y.y / s.y
import numpy as np

def two_loops(g, pairs):
    if not pairs:
        return g
    r, a = np.array(g, float), []
    for s, y in reversed(pairs):
        a.append((s @ r) / (s @ y))
        r = r - a[-1] * y
    s, y = pairs[-1]
    r = r * (y @ y) / (s @ y)
    for s, y in pairs:
        b = (y @ r) / (s @ y)
        r = r + (a.pop() - b) * s
    return r

# %% [scale_of_moves] the scale s.s / s.y, the other of Barzilai and Borwein
import numpy as np

def two_loops(g, pairs):
    if not pairs:
        return g
    r, a = np.array(g, float), []
    for s, y in reversed(pairs):
        a.append((s @ r) / (s @ y))
        r = r - a[-1] * y
    s, y = pairs[-1]
    r = r * (s @ s) / (s @ y)
    for s, y in pairs:
        b = (y @ r) / (s @ y)
        r = r + (a.pop() - b) * s
    return r

# %% [in_place] in place on the caller's g
import numpy as np

def two_loops(g, pairs):
    if not pairs:
        return g
    a = []
    for s, y in reversed(pairs):
        a.append((s @ g) / (s @ y))
        g -= a[-1] * y
    s, y = pairs[-1]
    r = g * ((s @ y) / (y @ y))
    for s, y in pairs:
        b = (y @ r) / (s @ y)
        r += (a.pop() - b) * s
    return r

# %% [in_place] pops the pairs from the caller's list
import numpy as np

def two_loops(g, pairs):
    if not pairs:
        return g
    s, y = pairs[-1]
    scale = (s @ y) / (y @ y)
    r, kept = np.array(g, float), []
    while pairs:
        s, y = pairs.pop()
        a = (s @ r) / (s @ y)
        r = r - a * y
        kept.append((s, y, a))
    r = scale * r
    for s, y, a in reversed(kept):
        r = r + (a - (y @ r) / (s @ y)) * s
    return r

# %% [no_pairs_forgotten] no pairs: raises, since the scale of the newest is asked for
import numpy as np

def two_loops(g, pairs):
    s, y = pairs[-1]
    scale = (s @ y) / (y @ y)
    r, a = np.array(g, float), []
    for s, y in reversed(pairs):
        a.append((s @ r) / (s @ y))
        r = r - a[-1] * y
    r = r * scale
    for s, y in pairs:
        b = (y @ r) / (s @ y)
        r = r + (a.pop() - b) * s
    return r

# %% [zero_without_pairs] no pairs: a zero vector
import numpy as np

def two_loops(g, pairs):
    if len(pairs) == 0:
        return np.zeros_like(g)
    r, a = np.array(g, float), []
    for s, y in reversed(pairs):
        a.append((s @ r) / (s @ y))
        r = r - a[-1] * y
    s, y = pairs[-1]
    r = r * (s @ y) / (y @ y)
    for s, y in pairs:
        r = r + (a.pop() - (y @ r) / (s @ y)) * s
    return r

# %% [share_of_gradient] the a's are all taken with the first g: it is not updated between the pairs
import numpy as np

def two_loops(g, pairs):
    if not pairs:
        return g
    a = [(s @ g) / (s @ y) for s, y in pairs]
    r = g - sum(ai * y for ai, (s, y) in zip(a, pairs))
    s, y = pairs[-1]
    r = r * (s @ y) / (y @ y)
    for ai, (s, y) in zip(a, pairs):
        r = r + (ai - (y @ r) / (s @ y)) * s
    return r

# %% [scaled_outside] scaled before the first loop as well
import numpy as np

def two_loops(g, pairs):
    if not pairs:
        return g
    s, y = pairs[-1]
    scale = (s @ y) / (y @ y)
    r, a = scale * g, []
    for s, y in reversed(pairs):
        a.append((s @ r) / (s @ y))
        r = r - a[-1] * y
    for s, y in pairs:
        r = r + (a.pop() - (y @ r) / (s @ y)) * s
    return r

# %% [both_loops_reversed] the recursion applied to the pairs in the wrong order: the oldest last
import numpy as np

def two_loops(g, pairs):
    if not pairs:
        return g
    s, y = pairs[-1]
    scale = (s @ y) / (y @ y)

    def times(g, rest):
        if not rest:
            return scale * g
        (s, y), *others = rest
        a = (s @ g) / (s @ y)
        r = times(g - a * y, others)
        return r + (a - (y @ r) / (s @ y)) * s

    return times(g, pairs)

# %% [newest_alone] only the newest pair is used
import numpy as np

def two_loops(g, pairs):
    if not pairs:
        return g
    s, y = pairs[-1]
    a = (s @ g) / (s @ y)
    r = (s @ y) / (y @ y) * (g - a * y)
    return r + (a - (y @ r) / (s @ y)) * s

# %% [newest_alone] the matrix, rescaled by each pair before its update
import numpy as np

def two_loops(g, pairs):
    C = np.eye(len(g))
    for s, y in pairs:
        C = np.eye(len(g)) * (s @ y) / (y @ y)
        V = np.eye(len(g)) - np.outer(s, y) / (s @ y)
        C = V @ C @ V.T + np.outer(s, s) / (s @ y)
    return C @ g

# %% [scaled_by_oldest] the recursion takes the scale of the oldest pair, where it ends
import numpy as np

def two_loops(g, pairs, scale=1.0):
    if not pairs:
        return scale * g
    *older, (s, y) = pairs
    a = (s @ g) / (s @ y)
    r = two_loops(g - a * y, older, (s @ y) / (y @ y))
    b = (y @ r) / (s @ y)
    return r + (a - b) * s

# %% [negative+not_scaled] two mistakes: minus, and no scale
import numpy as np

def two_loops(g, pairs):
    r, a = -np.asarray(g, float), []
    for s, y in reversed(pairs):
        a.append((s @ r) / (s @ y))
        r = r - a[-1] * y
    for s, y in pairs:
        r = r + (a.pop() - (y @ r) / (s @ y)) * s
    return r

# %% [right] the whole matrix, the newest pair's scale, in a fold
import functools
import numpy as np

def two_loops(g, pairs):
    def update(C, pair):
        s, y = pair
        rho = 1 / (s @ y)
        V = np.eye(len(s)) - rho * np.outer(s, y)
        return V @ C @ V.T + rho * np.outer(s, s)

    if not pairs:
        return np.array(g, dtype=float)
    s, y = pairs[-1]
    start = np.eye(len(g)) * (s @ y) / (y @ y)
    return functools.reduce(update, pairs, start) @ g
