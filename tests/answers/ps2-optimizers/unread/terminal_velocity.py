# %% [uphill] against the gradient, but given without the minus
import numpy as np

def terminal_velocity(g, lr, momentum):
    return lr * np.asarray(g) / (1 - momentum)

# %% [no_lr] the velocity v, not what theta changes by
import numpy as np

def terminal_velocity(g, lr, momentum):
    return -np.asarray(g) / (1 - momentum)

# %% [no_momentum] the step of plain gradient descent
import numpy as np

def terminal_velocity(g, lr, momentum):
    return -lr * np.asarray(g)

# %% [alternating] divides by 1 + mu
import numpy as np

def terminal_velocity(g, lr, momentum):
    return -lr * np.asarray(g) / (1 + momentum)

# %% [without_gradient] the series mu + mu^2 + ...: the newest gradient is left out
import numpy as np

def terminal_velocity(g, lr, momentum):
    return -lr * np.asarray(g) * momentum / (1 - momentum)

# %% [nesterov_factor] multiplied by 1 + mu for a look ahead
import numpy as np

def terminal_velocity(g, lr, momentum):
    return -lr * (1 + momentum) * np.asarray(g) / (1 - momentum)

# %% [not_yet] simulates 100 steps: not enough for momentum 0.99
import numpy as np

def terminal_velocity(g, lr, momentum):
    v = 0 * np.asarray(g, dtype=float)
    for _ in range(100):
        v = momentum * v + g
    return -lr * v

# %% [stops_early] simulates until the change falls under 1e-3
import numpy as np

def terminal_velocity(g, lr, momentum):
    g = np.asarray(g, dtype=float)
    v = np.zeros_like(g)
    while True:
        new = momentum * v + g
        if np.max(np.abs(new - v)) < 1e-3:
            return -lr * new
        v = new

# %% [numbers_only] float(g): arrays are refused
def terminal_velocity(g, lr, momentum):
    return -lr * float(g) / (1.0 - momentum)

# %% [norm_for_array] the length of the gradient, one number for an array
import numpy as np

def terminal_velocity(g, lr, momentum):
    return -lr * np.linalg.norm(g) / (1 - momentum) if np.ndim(g) else -lr * g / (1 - momentum)

# %% [direction_lost] the absolute value of g
import numpy as np

def terminal_velocity(g, lr, momentum):
    return -lr * np.abs(g) / (1 - momentum)

# %% [factor_fixed] ten times the step, as for momentum 0.9
import numpy as np

def terminal_velocity(g, lr, momentum):
    return -10 * lr * np.asarray(g)

# %% [velocity_alone] g / (1 - mu)
import numpy as np

def terminal_velocity(g, lr, momentum):
    return np.asarray(g) / (1 - momentum)
