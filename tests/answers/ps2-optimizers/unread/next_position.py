# %% [not_differentiated] the gradient of x1^2 + 2 x2^2 taken as (x1, 2 x2): the 2 of the squares is forgotten
import numpy as np

def next_position(position, lr):
    position = np.asarray(position)
    gradient = np.stack([1.0 * position[..., 0], 2.0 * position[..., 1]], axis=-1)
    return gradient, position - lr * gradient

# %% [alike] 2x for both coordinates: the 2 before x2^2 is overlooked
import numpy as np

def next_position(position, lr):
    gradient = 2.0 * np.asarray(position)
    return gradient, np.asarray(position) - lr * gradient

# %% [uphill] steps up: plus in place of minus
import numpy as np

def next_position(position, lr):
    x = np.asarray(position)
    g = np.stack((2.0 * x[..., 0], 4.0 * x[..., 1]), axis=-1)
    x_new = x + lr * g
    return g, x_new

# %% [first_axis] takes position[0] and position[1]: in an array of points these are the first two points
import numpy as np

def next_position(position, lr):
    x1, x2 = position[0], position[1]
    gradient = np.array([2.0 * x1, 4.0 * x2])
    new = np.array([x1 - lr * gradient[0], x2 - lr * gradient[1]])
    return gradient, new

# %% [columns_for_rows] works for one point and for a table of points, but takes axis 1 where more axes are allowed
import numpy as np

def next_position(position, lr):
    p = np.asarray(position)
    if p.ndim == 1:
        g = np.stack([2.0 * p[0], 4.0 * p[1]])
    else:
        g = np.stack([2.0 * p[:, 0], 4.0 * p[:, 1]], axis=1)
    return g, p - lr * g

# %% [position_first] position first, then gradient
import numpy as np

def next_position(position, lr):
    position = np.asarray(position)
    gradient = np.empty_like(position * 1.0)
    gradient[..., 0] = 2 * position[..., 0]
    gradient[..., 1] = 4 * position[..., 1]
    position = position - lr * gradient
    return position, gradient

# %% [in_place] the caller's array of positions is changed
import numpy as np

def next_position(position, lr):
    x = np.asarray(position)
    gradient = np.stack([2.0 * x[..., 0], 4.0 * x[..., 1]], axis=-1)
    if x.dtype.kind == "f":
        x -= lr * gradient
    else:
        x = x - lr * gradient
    return gradient, x

# %% [whole] the new position is written into an empty_like of the old: whole numbers stay whole
import numpy as np

def next_position(position, lr):
    position = np.asarray(position)
    gradient = np.stack([2.0 * position[..., 0], 4.0 * position[..., 1]], axis=-1)
    new = np.empty_like(position)
    new[...] = position - lr * gradient
    return gradient, new

# %% [at_next] returns the gradient at the new position, not at the one handed in
import numpy as np

def next_position(position, lr):
    def grad(p):
        return np.stack([2.0 * p[..., 0], 4.0 * p[..., 1]], axis=-1)
    position = np.asarray(position)
    position = position - lr * grad(position)
    return grad(position), position

# %% [lr_in_gradient] returns the step lr * gradient in place of the gradient
import numpy as np

def next_position(position, lr):
    position = np.asarray(position)
    step = lr * np.stack([2.0 * position[..., 0], 4.0 * position[..., 1]], axis=-1)
    return step, position - step

# %% [unit_gradient] the step is made with the gradient divided by its length
import numpy as np

def next_position(position, lr):
    x = np.asarray(position)
    g = np.stack([2.0 * x[..., 0], 4.0 * x[..., 1]], axis=-1)
    n = np.sqrt(np.sum(g * g, axis=-1, keepdims=True))
    return g, x - lr * np.divide(g, n, out=np.zeros_like(g), where=n > 0)

# %% [no_lr] the learning rate is never used
import numpy as np

def next_position(position, lr):
    position = np.asarray(position)
    grad = np.stack([2.0 * position[..., 0], 4.0 * position[..., 1]], axis=-1)
    return grad, position - grad

# %% [uphill+not_differentiated] the derivatives lack the 2, and the step goes up
import numpy as np

def next_position(position, lr):
    x = np.asarray(position)
    g = np.stack([1.0 * x[..., 0], 2.0 * x[..., 1]], -1)
    return g, x + lr * g
