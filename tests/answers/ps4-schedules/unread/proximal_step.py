# %% [no_lr] the threshold is l1, not lr * l1
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * gradient
    return np.sign(u) * np.maximum(np.abs(u) - l1, 0) / (1 + lr * l2)

# %% [l2_without_lr] divided by 1 + l2, not 1 + lr * l2
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * gradient
    return np.sign(u) * np.maximum(np.abs(u) - lr * l1, 0) / (1 + l2)

# %% [no_l2] l2 ignored
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * gradient
    return np.sign(u) * np.maximum(np.abs(u) - lr * l1, 0)

# %% [no_l1] l1 ignored
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    return (w - lr * gradient) / (1 + lr * l2)

# %% [subgradient] a step along the subgradient, for both penalties
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    return w - lr * (gradient + l1 * np.sign(w) + l2 * w)

# %% [subgradient] L1 by its subgradient, then divided for L2
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    return (w - lr * (gradient + l1 * np.sign(w))) / (1 + lr * l2)

# %% [hard_threshold] hard threshold: what is above it stays as it is
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * gradient
    return np.where(np.abs(u) > lr * l1, u, 0.0) / (1 + lr * l2)

# %% [sign_lost] the sign is lost
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * gradient
    return np.maximum(np.abs(u) - lr * l1, 0) / (1 + lr * l2)

# %% [positive_alone] a ReLU: negative weights become 0
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    return np.maximum(w - lr * gradient - lr * l1, 0.0) / (1 + lr * l2)

# %% [threshold_first] the threshold on w first, then the step along the gradient
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    shrunk = np.sign(w) * np.maximum(np.abs(w) - lr * l1, 0) / (1 + lr * l2)
    return shrunk - lr * gradient

# %% [l2_before_threshold] divided first, then the threshold
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = (w - lr * gradient) / (1 + lr * l2)
    return np.sign(u) * np.maximum(np.abs(u) - lr * l1, 0)

# %% [l2_as_decay] multiplied by 1 - lr * l2, weight decay, in place of divided by 1 + lr * l2
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * gradient
    return np.sign(u) * np.maximum(np.abs(u) - lr * l1, 0) * (1 - lr * l2)

# %% [l2_in_the_gradient] L2 in the gradient, L1 by the threshold
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * (gradient + l2 * w)
    return np.sign(u) * np.maximum(np.abs(u) - lr * l1, 0)

# %% [l2_twice] 1 + 2 lr l2: as if the penalty were l2 |v|^2
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * gradient
    return np.sign(u) * np.maximum(np.abs(u) - lr * l1, 0) / (1 + 2 * lr * l2)

# %% [l2_half] 1 + lr l2 / 2
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * gradient
    s = np.sign(u) * np.maximum(np.abs(u) - lr * l1, 0)
    return s / (1 + lr * l2 / 2)

# %% [half_threshold] half a threshold, lr l1 / 2, from |v - u|^2 without its half
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * gradient
    t = lr * l1 / 2
    return (u - np.clip(u, -t, t)) / (1 + lr * l2)

# %% [ascent] the step goes up the gradient
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w + lr * gradient
    return np.sign(u) * np.maximum(np.abs(u) - lr * l1, 0) / (1 + lr * l2)

# %% [no_lr_in_step] no lr before the gradient
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - gradient
    return np.sign(u) * np.maximum(np.abs(u) - lr * l1, 0) / (1 + lr * l2)

# %% [sign_of_new] no stop at 0: u - t sign(u) jumps over it
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * gradient
    return (u - lr * l1 * np.sign(u)) / (1 + lr * l2)

# %% [subtracted_from_negative] negative weights are moved away from 0: u - t on both sides
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * gradient
    t = lr * l1
    return np.where(np.abs(u) <= t, 0.0, u - t) / (1 + lr * l2)

# %% [sign_of_old] the sign of the old w
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * gradient
    return np.sign(w) * np.maximum(np.abs(u) - lr * l1, 0) / (1 + lr * l2)

# %% [no_step] the gradient is not used
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    return np.sign(w) * np.maximum(np.abs(w) - lr * l1, 0) / (1 + lr * l2)

# %% [in_place] w is stepped in place
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    w -= lr * gradient
    return np.sign(w) * np.maximum(np.abs(w) - lr * l1, 0) / (1 + lr * l2)

# %% [by_length] the whole vector by its length: group lasso
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * gradient
    length = np.linalg.norm(u)
    if length <= lr * l1:
        return np.zeros_like(u)
    return (1 - lr * l1 / length) * u / (1 + lr * l2)

# %% [subgradient_clipped] subgradient, cut off where it crosses 0: weights that start at 0 or cross by the gradient come out wrong
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    new = w - lr * gradient - lr * l1 * np.sign(w)
    new = np.where(np.sign(new) * np.sign(w) < 0, 0.0, new)
    return new / (1 + lr * l2)

# %% [l2_of_large_alone] l2 added to the threshold
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * gradient
    return np.sign(u) * np.maximum(np.abs(u) - lr * (l1 + l2), 0)

# %% [one_axis_only] loops over one index: for a matrix every row is one entry
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    v = np.zeros(len(w))
    for i in range(len(w)):
        u = w[i] - lr * gradient[i]
        if u > lr * l1:
            v[i] = u - lr * l1
        elif u < -lr * l1:
            v[i] = u + lr * l1
        v[i] /= 1 + lr * l2
    return v

# %% [kept_between] the threshold left out below: only u < -t and u > t are moved, what lies between is kept
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    v = w - lr * gradient
    t = lr * l1
    v = np.where(v > t, v - t, np.where(v < -t, v + t, v))
    return v / (1 + lr * l2)

# %% [l2_divides_twice] the gradient's step is divided by 1 + lr l2 as well as the threshold's result: twice
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = (w - lr * gradient) / (1 + lr * l2)
    t = lr * l1 / (1 + lr * l2)
    return np.sign(u) * np.maximum(np.abs(u) - t, 0) / (1 + lr * l2)

# %% [no_lr_and_l2_as_decay] two mistakes: the threshold l1 without lr, and 1 - lr l2
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * gradient
    return np.sign(u) * np.maximum(np.abs(u) - l1, 0) * (1 - lr * l2)

# %% [ascent+no_l2] two mistakes: the step goes up the gradient, and l2 ignored
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w + lr * gradient
    return np.sign(u) * np.maximum(np.abs(u) - lr * l1, 0)

# %% [no_lr_in_step+l2_twice] two mistakes: no lr before the gradient, and 1 + 2 lr l2
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - gradient
    return np.sign(u) * np.maximum(np.abs(u) - lr * l1, 0) / (1 + 2 * lr * l2)

# %% [right] u minus what is cut off, by clip
import numpy as np

def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = np.subtract(w, np.multiply(lr, gradient))
    return (u - np.clip(u, -lr * l1, lr * l1)) / (1 + lr * l2)
