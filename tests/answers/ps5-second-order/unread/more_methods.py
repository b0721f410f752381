# %% [dfp+small_ignored] two mistakes: DFP, and small not used
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    C = np.eye(len(x))
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
            Cy = C @ y
            C = C + np.outer(s, s) / (s @ y) - np.outer(Cy, Cy) / (y @ Cy)
        path.append(x)
    return np.array(path)

# %% [uphill] two mistakes: the slides' sign and the slides' update
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    n = len(x)
    C = np.eye(n)
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
            rho = 1 / (s @ y)
            A = np.eye(n) - rho * np.outer(y, s)
            C = A @ C @ A + rho * np.outer(s, s)
        path.append(x)
    return np.array(path)

# %% [scaled_always] C is rescaled by s.y/y.y before every update
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
            C = V @ ((s @ y) / (y @ y) * C) @ V.T + rho * np.outer(s, s)
        path.append(x)
    return np.array(path)

# %% [one_step_late] the update comes one step late: with the pair of the step before
import numpy as np

def bfgs(f, theta, search, steps, small=1e-6):
    x = np.array(theta, float)
    n = len(x)
    C, pair = np.eye(n), None
    path, g = [x], f(x)[1]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        d = -C @ g
        t = search(f, x, d)
        if t == 0:
            break
        if pair is not None and pair[0] @ pair[1] > 0:
            s, y = pair
            V = np.eye(n) - np.outer(s, y) / (s @ y)
            C = V @ C @ V.T + np.outer(s, s) / (s @ y)
        s = t * d
        x = x + s
        new = f(x)[1]
        pair = s, new - g
        g = new
        path.append(x)
    return np.array(path)

# %% [start_twice] the row is appended before theta moves: the start twice, the last place missing
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
        path.append(x)
        s = t * d
        x = x + s
        new = f(x)[1]
        y, g = new - g, new
        if s @ y > 0:
            V = np.eye(n) - np.outer(s, y) / (s @ y)
            C = V @ C @ V.T + np.outer(s, s) / (s @ y)
    return np.array(path)

# %% [moved_along_gradient] x is moved by the search's t along -g, though C is kept
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
        s = -t * g
        x = x + s
        new = f(x)[1]
        y, g = new - g, new
        if s @ y > 0:
            V = np.eye(n) - np.outer(s, y) / (s @ y)
            C = V @ C @ V.T + np.outer(s, s) / (s @ y)
        path.append(x)
    return np.array(path)

# %% [shares_in_wrong_order+scaled_by_oldest] two mistakes: the a's in the wrong order, and the oldest pair's scale
import numpy as np

def two_loops(g, pairs):
    if not pairs:
        return g
    r, a = np.array(g, float), []
    for s, y in reversed(pairs):
        a.append((s @ r) / (s @ y))
        r = r - a[-1] * y
    s, y = pairs[0]
    r = r * (s @ y) / (y @ y)
    for (s, y), share in zip(pairs, a):
        r = r + (share - (y @ r) / (s @ y)) * s
    return r

# %% [negative+newest_alone] two mistakes: the newest pair alone, and -C g
import numpy as np

def two_loops(g, pairs):
    if not pairs:
        return -g
    s, y = pairs[-1]
    a = (s @ g) / (s @ y)
    r = (s @ y) / (y @ y) * (g - a * y)
    return -(r + (a - (y @ r) / (s @ y)) * s)

# %% [first_loop_alone] the second loop is left out
import numpy as np

def two_loops(g, pairs):
    if not pairs:
        return g
    r = np.array(g, float)
    for s, y in reversed(pairs):
        r = r - (s @ r) / (s @ y) * y
    s, y = pairs[-1]
    return r * (s @ y) / (y @ y)

# %% [back_of_scaled] the second loop takes b from g, which does not change
import numpy as np

def two_loops(g, pairs):
    if not pairs:
        return g
    r, a = np.array(g, float), []
    for s, y in reversed(pairs):
        a.append((s @ r) / (s @ y))
        r = r - a[-1] * y
    s, y = pairs[-1]
    r = q = r * (s @ y) / (y @ y)
    for s, y in pairs:
        r = r + (a.pop() - (y @ q) / (s @ y)) * s
    return r

# %% [share_added_alone] b is left out of the second loop
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
        r = r + a.pop() * s
    return r

# %% [both_over_changes] a divided by y.y
import numpy as np

def two_loops(g, pairs):
    if not pairs:
        return g
    r, a = np.array(g, float), []
    for s, y in reversed(pairs):
        a.append((s @ r) / (y @ y))
        r = r - a[-1] * y
    s, y = pairs[-1]
    r = r * (s @ y) / (y @ y)
    for s, y in pairs:
        r = r + (a.pop() - (y @ r) / (y @ y)) * s
    return r

# %% [scaled_by_oldest] the loop variables s, y after the first loop are the oldest pair, and scale by it
import numpy as np

def two_loops(g, pairs):
    r, a = np.array(g, float), []
    for s, y in reversed(pairs):
        rho = 1 / (y @ s)
        a.append(rho * (s @ r))
        r -= a[-1] * y
    if pairs:
        r *= (s @ y) / (y @ y)
    for s, y in pairs:
        rho = 1 / (y @ s)
        r += s * (a.pop() - rho * (y @ r))
    return r

# %% [adam_made_anew+without_start] two mistakes: Adam is made anew in every step, and the start's loss is missing
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    b = lbfgs()
    losses = []
    for k in range(steps):
        theta = adam()(f, theta) if k < switch else b(f, theta)
        losses.append(f(theta)[0])
    return theta, np.array(losses)

# %% [one_early+lowest_place] two mistakes: one step fewer of Adam, and the best theta
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    a, b = adam(), lbfgs()
    losses, best, low = [f(theta)[0]], theta, f(theta)[0]
    for k in range(steps):
        theta = a(f, theta) if k + 1 < switch else b(f, theta)
        losses.append(f(theta)[0])
        if losses[-1] < low:
            best, low = theta, losses[-1]
    return best, np.array(losses)

# %% [lbfgs_alone] one rule for all: the last made, L-BFGS, from the beginning
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    losses = [f(theta)[0]]
    for make in (adam, lbfgs):
        rule = make()
    for _ in range(steps):
        theta = rule(f, theta)
        losses.append(f(theta)[0])
    return theta, np.array(losses)

# %% [switch_ignored] the switch is a share: waits until the loss has fallen to a tenth
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    a, b = adam(), lbfgs()
    losses = [f(theta)[0]]
    for k in range(steps):
        theta = a(f, theta) if losses[-1] > losses[0] / 10 else b(f, theta)
        losses.append(f(theta)[0])
    return theta, np.array(losses)

# %% [loss_of_the_switch_missing] no loss is noted at the switch: L-BFGS's first step takes the place of Adam's last loss
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    losses = np.zeros(steps + 1)
    losses[0] = f(theta)[0]
    rule = adam()
    for k in range(min(switch, steps)):
        theta = rule(f, theta)
        losses[k + 1] = f(theta)[0]
    rule = lbfgs()
    for k in range(switch, steps):
        theta = rule(f, theta)
        losses[k] = f(theta)[0]
    return theta, losses

# %% [squares_of_gradient] the loss as Python's sum of squares of the gradient
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    a, b = adam(), lbfgs()
    losses = [np.sum(f(theta)[1] ** 2)]
    for k in range(steps):
        theta = a(f, theta) if k < switch else b(f, theta)
        losses.append(np.sum(f(theta)[1] ** 2))
    return theta, np.array(losses)
