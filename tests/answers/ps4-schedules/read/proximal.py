# %% [subgradient] the penalty in the gradient
def proximal_step(w, gradient, lr, l1, l2=0.0):
    g = gradient + l1 * np.sign(w) + l2 * w
    return w - lr * g

# %% [no_lr] the threshold is l1
def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * gradient
    shrunk = np.where(u > l1, u - l1, np.where(u < -l1, u + l1, 0.0))
    return shrunk / (1 + lr * l2)

# %% [hard_threshold] kept as it is
def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * gradient
    u = u * (abs(u) > lr * l1)
    return u / (1 + lr * l2)

# %% [threshold_first] shrinks, then steps
def proximal_step(w, gradient, lr, l1, l2=0.0):
    size = np.abs(w) - lr * l1
    shrunk = np.where(size > 0, np.copysign(size, w), 0.0)
    return shrunk / (1 + lr * l2) - lr * gradient

# %% [l2_as_decay] 1 - lr l2
def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * gradient
    v = np.sign(u) * np.clip(np.abs(u) - lr * l1, 0, None)
    return v - lr * l2 * v

# %% [no_l2] an argument unused
def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * gradient
    return u - np.clip(u, -lr * l1, lr * l1)

# %% [l2_in_the_gradient] half of it in each
def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * (gradient + l2 * w)
    return u - np.clip(u, -lr * l1, lr * l1)

# %% [l2_before_threshold] the other order
def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = (w - lr * gradient) / (1 + lr * l2)
    return u - np.clip(u, -lr * l1, lr * l1)

# %% [sign_of_old] sign(w)
def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * gradient
    size = np.maximum(np.abs(u) - lr * l1, 0.0) / (1 + lr * l2)
    return size * np.sign(w)

# %% [positive_alone] no sign
def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * gradient - lr * l1
    u = np.where(u < 0, 0.0, u)
    return u / (1 + lr * l2)

# %% [sign_of_new] no maximum
def proximal_step(w, gradient, lr, l1, l2=0.0):
    u = w - lr * gradient
    return np.sign(u) * (np.abs(u) - lr * l1) / (1 + lr * l2)

# %% [subgradient] the sign of w for l1, the minimum for l2
def proximal_step(w, gradient, lr, l1, l2=0.0):
    return (w - lr * (gradient + l1 * np.sign(w))) / (1 + lr * l2)
