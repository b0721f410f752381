# %% [made_anew] the rule is made anew in every step
def finish(f, theta, adam, lbfgs, switch, steps):
    losses = [f(theta)[0]]
    for k in range(steps):
        rule = adam() if k < switch else lbfgs()
        theta = rule(f, theta)
        losses.append(f(theta)[0])
    return theta, losses

# %% [from_the_start] L-BFGS begins at the very start
def finish(f, theta, adam, lbfgs, switch, steps):
    x = theta
    rule = adam()
    losses = [f(x)[0]]
    for _ in range(min(switch, steps)):
        x = rule(f, x)
        losses.append(f(x)[0])
    if steps > switch:
        x = theta
        rule = lbfgs()
        for _ in range(steps - switch):
            x = rule(f, x)
            losses.append(f(x)[0])
    return x, losses

# %% [losses_before] the loss before each step, and none at the end
def finish(f, theta, adam, lbfgs, switch, steps):
    first, second = adam(), lbfgs()
    losses = []
    for k in range(steps):
        losses.append(f(theta)[0])
        theta = (first if k < switch else second)(f, theta)
    return theta, losses

# %% [start_twice] the loss before each step, with the start's in front a second time
def finish(f, theta, adam, lbfgs, switch, steps):
    first, second = adam(), lbfgs()
    losses = [f(theta)[0]]
    for k in range(steps):
        losses.append(f(theta)[0])
        theta = first(f, theta) if k < switch else second(f, theta)
    return theta, losses

# %% [without_start] the start's loss is missing
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    first, second = adam(), lbfgs()
    losses = np.zeros(steps)
    for k in range(steps):
        rule = first if k < switch else second
        theta = rule(f, theta)
        losses[k] = f(theta)[0]
    return theta, losses

# %% [one_late] one step more of Adam: k <= switch
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    a, b = adam(), lbfgs()
    losses = [f(theta)[0]]
    for k in range(steps):
        theta = a(f, theta) if k <= switch else b(f, theta)
        losses.append(f(theta)[0])
    return theta, np.array(losses)

# %% [one_early] one step fewer of Adam: counted from 1
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    a, b = adam(), lbfgs()
    losses = [f(theta)[0]]
    for k in range(1, steps + 1):
        theta = a(f, theta) if k < switch else b(f, theta)
        losses.append(f(theta)[0])
    return theta, np.array(losses)

# %% [steps_after_switch] steps are L-BFGS's alone: switch + steps in all
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    losses = [f(theta)[0]]
    for make, n in ((adam, switch), (lbfgs, steps)):
        rule = make()
        for _ in range(n):
            theta = rule(f, theta)
            losses.append(f(theta)[0])
    return theta, np.array(losses)

# %% [adam_to_the_switch] switch >= steps is not cut: switch steps of Adam (switch above steps)
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    a = adam()
    losses = [f(theta)[0]]
    for _ in range(switch):
        theta = a(f, theta)
        losses.append(f(theta)[0])
    b = lbfgs()
    for _ in range(steps - switch):
        theta = b(f, theta)
        losses.append(f(theta)[0])
    return theta, np.array(losses)

# %% [lowest_place] the best theta, not the last
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    a, b = adam(), lbfgs()
    losses = [f(theta)[0]]
    best = theta
    for k in range(steps):
        theta = (a if k < switch else b)(f, theta)
        losses.append(f(theta)[0])
        if losses[-1] <= min(losses):
            best = theta
    return best, np.array(losses)

# %% [exchanged] L-BFGS first, then Adam
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    a, b = adam(), lbfgs()
    losses = [f(theta)[0]]
    for k in range(steps):
        theta = b(f, theta) if k < switch else a(f, theta)
        losses.append(f(theta)[0])
    return theta, np.array(losses)

# %% [lbfgs_warmed_up] L-BFGS runs along from the start and only its steps after the switch are taken: it has seen Adam's points
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    a, b = adam(), lbfgs()
    losses = [f(theta)[0]]
    for k in range(steps):
        from_adam, from_lbfgs = a(f, theta), b(f, theta)
        theta = from_adam if k < switch else from_lbfgs
        losses.append(f(theta)[0])
    return theta, np.array(losses)

# %% [in_turn] Adam and L-BFGS in turn, Adam every switch steps
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    a, b = adam(), lbfgs()
    losses = [f(theta)[0]]
    for k in range(steps):
        theta = a(f, theta) if switch and k % (2 * switch) < switch else b(f, theta)
        losses.append(f(theta)[0])
    return theta, np.array(losses)

# %% [lbfgs_made_anew] only Adam is made once; L-BFGS is made anew in every step
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    a = adam()
    losses = [f(theta)[0]]
    for k in range(steps):
        theta = a(f, theta) if k < switch else lbfgs()(f, theta)
        losses.append(f(theta)[0])
    return theta, np.array(losses)

# %% [adam_made_anew] only L-BFGS is made once; Adam is made anew in every step
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    b = lbfgs()
    losses = [f(theta)[0]]
    for k in range(steps):
        theta = adam()(f, theta) if k < switch else b(f, theta)
        losses.append(f(theta)[0])
    return theta, np.array(losses)

# %% [no_numbers] the pair (value, gradient) is noted as the loss
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    a, b = adam(), lbfgs()
    losses = [f(theta)]
    for k in range(steps):
        theta = a(f, theta) if k < switch else b(f, theta)
        losses.append(f(theta))
    return theta, losses

# %% [results_exchanged] losses first, then theta
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    a, b = adam(), lbfgs()
    losses = np.empty(steps + 1)
    losses[0] = f(theta)[0]
    for k in range(steps):
        theta = a(f, theta) if k < switch else b(f, theta)
        losses[k + 1] = f(theta)[0]
    return losses, theta

# %% [makers_as_rules] the makers are called as if they were the rules
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    losses = [f(theta)[0]]
    for k in range(steps):
        theta = adam(f, theta) if k < switch else lbfgs(f, theta)
        losses.append(f(theta)[0])
    return theta, np.array(losses)

# %% [ends_early] ends early where the loss no longer falls by a millionth
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    a, b = adam(), lbfgs()
    losses = [f(theta)[0]]
    for k in range(steps):
        theta = a(f, theta) if k < switch else b(f, theta)
        losses.append(f(theta)[0])
        if abs(losses[-1] - losses[-2]) < 1e-6:
            break
    return theta, np.array(losses)

# %% [rises_taken_back] a step that rises is taken back
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    a, b = adam(), lbfgs()
    losses = [f(theta)[0]]
    for k in range(steps):
        new = a(f, theta) if k < switch else b(f, theta)
        if f(new)[0] <= losses[-1]:
            theta = new
        losses.append(f(theta)[0])
    return theta, np.array(losses)

# %% [no_switch_at_zero] switch = 0 is taken for "no switch": Adam alone
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    switch = switch or steps
    a, b = adam(), lbfgs()
    losses = [f(theta)[0]]
    for k in range(steps):
        theta = a(f, theta) if k < switch else b(f, theta)
        losses.append(f(theta)[0])
    return theta, np.array(losses)

# %% [lbfgs_made_anew+one_late] two mistakes: L-BFGS made anew each step and one Adam step too many
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    a = adam()
    losses = [f(theta)[0]]
    for k in range(steps):
        theta = a(f, theta) if k <= switch else lbfgs()(f, theta)
        losses.append(f(theta)[0])
    return theta, np.array(losses)

# %% [from_the_start] two mistakes: L-BFGS begins at the start, and the loss before the step is noted
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    start = theta
    a, b = adam(), lbfgs()
    losses = []
    for k in range(steps):
        if k == switch:
            theta = start
        losses.append(f(theta)[0])
        theta = a(f, theta) if k < switch else b(f, theta)
    losses.append(f(theta)[0])
    return theta, np.array(losses)

# %% [lbfgs_made_anew] Adam starts anew after L-BFGS has taken its first step: a maker asked again at the switch, k == switch only
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    rule = adam()
    losses = [f(theta)[0]]
    for k in range(steps):
        if k >= switch:
            rule = lbfgs()
        theta = rule(f, theta)
        losses.append(f(theta)[0])
    return theta, np.array(losses)

# %% [means_so_far] losses as means so far
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    a, b = adam(), lbfgs()
    losses, total = [f(theta)[0]], 0.0
    for k in range(steps):
        theta = a(f, theta) if k < switch else b(f, theta)
        total += f(theta)[0]
        losses.append(total / (k + 1))
    return theta, np.array(losses)

# %% [right] chained iterators
from itertools import chain, repeat
import numpy as np

def finish(f, theta, adam, lbfgs, switch, steps):
    early = min(switch, steps)
    points = [np.array(theta, dtype=float)]
    for rule in chain(repeat(adam(), early), repeat(lbfgs(), steps - early)):
        points.append(rule(f, points[-1]))
    return points[-1], np.array([float(f(point)[0]) for point in points])
