# %% [mask_not_back] the gradient does not pass through the mask
import numpy as np

def train_masked(W1, w2, x, y, lr, masks):
    N = len(x)
    for mask in masks:
        a = np.tanh(x @ W1.T)
        h = a * mask
        e = h @ w2 - y
        dw2 = h.T @ e / N
        dz = np.outer(e, w2) * (1 - a**2)
        dW1 = dz.T @ x / N
        W1 = W1 - lr * dW1
        w2 = w2 - lr * dw2
    return W1, w2

# %% [slope_of_masked] tanh's slope is taken from the value after the mask: 1 - (a mask)^2
import numpy as np

def train_masked(W1, w2, x, y, lr, masks):
    N = x.shape[0]
    for m in masks:
        h = np.tanh(x @ W1.T) * m
        error = h @ w2 - y
        grad_w2 = h.T @ error / N
        grad_z = error[:, None] * w2 * m * (1 - h**2)
        grad_W1 = grad_z.T @ x / N
        W1 = W1 - lr * grad_W1
        w2 = w2 - lr * grad_w2
    return W1, w2

# %% [w2_first] w2 is updated first and the gradient of W1 taken with the new one
import numpy as np

def train_masked(W1, w2, x, y, lr, masks):
    n = len(y)
    for mask in masks:
        a = np.tanh(np.einsum("ni,hi->nh", x, W1))
        h = a * mask
        r = (h @ w2 - y) / n
        w2 = w2 - lr * (r @ h)
        back = np.einsum("n,h->nh", r, w2) * mask * (1 - a * a)
        W1 = W1 - lr * np.einsum("nh,ni->hi", back, x)
    return W1, w2

# %% [summed] the gradients are summed over the batch, not averaged
import numpy as np

def train_masked(W1, w2, x, y, lr, masks):
    for mask in masks:
        a = np.tanh(x @ W1.T)
        h = a * mask
        err = h @ w2 - y
        dw2 = h.T @ err
        dW1 = (np.outer(err, w2) * mask * (1 - a ** 2)).T @ x
        W1, w2 = W1 - lr * dW1, w2 - lr * dw2
    return W1, w2

# %% [doubled] the gradient of the mean of squares without the half
import numpy as np

def train_masked(W1, w2, x, y, lr, masks):
    N = len(x)
    for mask in masks:
        hidden = np.tanh(x @ W1.T)
        dropped = hidden * mask
        dy = 2 * (dropped @ w2 - y) / N
        dw2 = dropped.T @ dy
        dh = np.outer(dy, w2) * mask
        dz = dh * (1 - hidden ** 2)
        W1 = W1 - lr * dz.T @ x
        w2 = w2 - lr * dw2
    return W1, w2

# %% [in_place] the caller's weights are changed
import numpy as np

def train_masked(W1, w2, x, y, lr, masks):
    N = len(x)
    for mask in masks:
        a = np.tanh(x @ W1.T)
        h = a * mask
        e = h @ w2 - y
        dw2 = h.T @ e / N
        dW1 = (np.outer(e, w2) * mask * (1 - a**2)).T @ x / N
        W1 -= lr * dW1
        w2 -= lr * dw2
    return W1, w2

# %% [not_scaled] the mask is made 0 or 1, its scale 1/keep is lost
import numpy as np

def train_masked(W1, w2, x, y, lr, masks):
    N = len(x)
    for mask in masks:
        keep = (mask > 0).astype(float)
        a = np.tanh(x @ W1.T)
        h = a * keep
        e = (h @ w2 - y) / N
        dw2 = h.T @ e
        dz = np.outer(e, w2) * keep * (1 - a**2)
        W1 = W1 - lr * (dz.T @ x)
        w2 = w2 - lr * dw2
    return W1, w2

# %% [first_mask] the first row of masks is used at every step
import numpy as np

def train_masked(W1, w2, x, y, lr, masks):
    N, S = len(x), len(masks)
    mask = masks[0]
    for step in range(S):
        a = np.tanh(x @ W1.T)
        h = a * mask
        e = h @ w2 - y
        gW1 = (np.outer(e, w2) * mask * (1 - a**2)).T @ x / N
        gw2 = h.T @ e / N
        W1 = W1 - lr * gW1
        w2 = w2 - lr * gw2
    return W1, w2

# %% [mask_not_in_w2] w2's gradient is taken with the values before the mask
import numpy as np

def train_masked(W1, w2, x, y, lr, masks):
    N = x.shape[0]
    for mask in masks:
        h = np.tanh(x @ W1.T)
        pred = (h * mask) @ w2
        delta = (pred - y) / N
        dw2 = h.T @ delta
        dW1 = ((1 - h**2) * mask * w2 * delta[:, None]).T @ x
        W1 = W1 - lr * dW1
        w2 = w2 - lr * dw2
    return W1, w2

# %% [uphill] the error has the wrong sign: the loss goes up
import numpy as np

def train_masked(W1, w2, x, y, lr, masks):
    N = len(x)
    for mask in masks:
        a = np.tanh(x @ W1.T)
        h = a * mask
        e = y - h @ w2
        dw2 = h.T @ e / N
        dW1 = (np.outer(e, w2) * mask * (1 - a**2)).T @ x / N
        W1 = W1 - lr * dW1
        w2 = w2 - lr * dw2
    return W1, w2

# %% [slope_of_value] tanh is applied once more in its slope
import numpy as np

def train_masked(W1, w2, x, y, lr, masks):
    def dtanh(z):
        return 1 - np.tanh(z) ** 2

    for mask in masks:
        a = np.tanh(x @ W1.T)
        h = a * mask
        e = (h @ w2 - y) / len(y)
        dz = np.outer(e, w2) * mask * dtanh(a)
        W1 = W1 - lr * dz.T @ x
        w2 = w2 - lr * h.T @ e
    return W1, w2

# %% [order] w2 first, then W1
import numpy as np

def train_masked(W1, w2, x, y, lr, masks):
    N = len(x)
    for mask in masks:
        a = np.tanh(x @ W1.T)
        h = a * mask
        e = h @ w2 - y
        dw2 = h.T @ e / N
        dW1 = (np.outer(e, w2) * mask * (1 - a**2)).T @ x / N
        W1 = W1 - lr * dW1
        w2 = w2 - lr * dw2
    return w2, W1

# %% [table_of_errors] predictions (N, 1) minus targets (N,): a square table of errors
import numpy as np

def train_masked(W1, w2, x, y, lr, masks):
    N = len(x)
    for mask in masks:
        a = np.tanh(x @ W1.T)
        h = a * mask
        e = h @ w2.reshape(-1, 1) - y
        dw2 = np.mean(h.T @ e, axis=1) / N
        dh = np.mean(e, axis=1, keepdims=True) / N * w2 * mask
        dW1 = (dh * (1 - a**2)).T @ x
        W1 = W1 - lr * dW1
        w2 = w2 - lr * dw2
    return W1, w2

# %% [transposed_gradient] x^T dz in place of dz^T x: fits only as many units as inputs
import numpy as np

def train_masked(W1, w2, x, y, lr, masks):
    N = len(x)
    for mask in masks:
        a = np.tanh(x @ W1.T)
        h = a * mask
        e = h @ w2 - y
        dz = e[:, np.newaxis] * w2[np.newaxis, :] * mask * (1 - a**2)
        dW1 = x.T @ dz / N
        dw2 = e @ h / N
        W1 = W1 - lr * dW1
        w2 = w2 - lr * dw2
    return W1, w2
