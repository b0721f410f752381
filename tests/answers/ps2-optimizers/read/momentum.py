# %% [lr_inside] the slides' form
def momentum(params, grads, state, lr, momentum=0.9):
    v = state.get("v", each(np.zeros_like, grads))
    v = each(lambda v, g: momentum * v + lr * g, v, grads)
    return each(lambda p, v: p - v, params, v), {"v": v}

# %% [averaged_velocity] a mean
def momentum(params, grads, state, lr, momentum=0.9):
    v = state.get("v", each(np.zeros_like, grads))
    v = each(lambda v, g: momentum * v + (1 - momentum) * g, v, grads)
    return each(lambda p, v: p - lr * v, params, v), {"v": v}

# %% [ascent] plus
def momentum(params, grads, state, lr, momentum=0.9):
    v = state.get("v", each(np.zeros_like, grads))
    v = each(lambda v, g: momentum * v + g, v, grads)
    return each(lambda p, v: p + lr * v, params, v), {"v": v}

# %% [forgets] nothing in the state
def momentum(params, grads, state, lr, momentum=0.9):
    v = state.get("v", each(np.zeros_like, grads))
    v = each(lambda v, g: momentum * v + g, v, grads)
    return each(lambda p, v: p - lr * v, params, v), {}

# %% [no_lr] no lr
def momentum(params, grads, state, lr, momentum=0.9):
    v = state.get("v", each(np.zeros_like, grads))
    v = each(lambda v, g: momentum * v + g, v, grads)
    return each(lambda p, v: p - v, params, v), {"v": v}

# %% [never_fades] all of it
def momentum(params, grads, state, lr, momentum=0.9):
    v = state.get("v", each(np.zeros_like, grads))
    v = each(lambda v, g: v + g, v, grads)
    return each(lambda p, v: p - lr * v, params, v), {"v": v}

# %% [aliased] the first is the gradient
def momentum(params, grads, state, lr, momentum=0.9):
    if state:
        v = each(lambda v, g: momentum * v + g, state["v"], grads)
    else:
        v = grads
    return each(lambda p, v: p - lr * v, params, v), {"v": v}

# %% [old_velocity] the old one
def momentum(params, grads, state, lr, momentum=0.9):
    v = state.get("v", each(np.zeros_like, grads))
    new = each(lambda v, g: momentum * v + g, v, grads)
    return each(lambda p, v: p - lr * v, params, v), {"v": new}

# %% [default_momentum] 0.99 if nothing is said
def momentum(params, grads, state, lr, momentum=0.99):
    v = state.get("v", each(np.zeros_like, grads))
    v = each(lambda v, g: momentum * v + g, v, grads)
    return each(lambda p, v: p - lr * v, params, v), {"v": v}

# %% [too_few] params alone
def momentum(params, grads, state, lr, momentum=0.9):
    v = state.get("v", each(np.zeros_like, grads))
    v = each(lambda v, g: momentum * v + g, v, grads)
    return each(lambda p, v: p - lr * v, params, v)

# %% [subtracted] minus the old
def momentum(params, grads, state, lr, momentum=0.9):
    v = state.get("v", each(np.zeros_like, grads))
    v = each(lambda v, g: g - momentum * v, v, grads)
    return each(lambda p, v: p - lr * v, params, v), {"v": v}

# %% [no_look_ahead] with the old
def nesterov(params, grads, state, lr, momentum=0.9):
    old = state.get("v", each(np.zeros_like, grads))
    v = each(lambda v, g: momentum * v + g, old, grads)
    params = each(lambda p, g, v: p - lr * (g + momentum * v), params, grads, old)
    return params, {"v": v}

# %% [ahead_twice] from v
def nesterov(params, grads, state, lr, momentum=0.9):
    old = state.get("v", each(np.zeros_like, grads))
    v = each(lambda v, g: momentum * v + g, old, grads)
    params = each(lambda p, g, v: p - lr * (v + momentum * v), params, grads, v)
    return params, {"v": v}

# %% [lr_within] lr inside
def nesterov(params, grads, state, lr, momentum=0.9):
    old = state.get("v", each(np.zeros_like, grads))
    v = each(lambda v, g: momentum * v + lr * g, old, grads)
    params = each(lambda p, g, v: p - (lr * g + momentum * v), params, grads, v)
    return params, {"v": v}

# %% [no_share] mu forgotten
def nesterov(params, grads, state, lr, momentum=0.9):
    old = state.get("v", each(np.zeros_like, grads))
    v = each(lambda v, g: momentum * v + g, old, grads)
    params = each(lambda p, g, v: p - lr * (g + v), params, grads, v)
    return params, {"v": v}

# %% [share_squared] mu twice
def nesterov(params, grads, state, lr, momentum=0.9):
    old = state.get("v", each(np.zeros_like, grads))
    v = each(lambda v, g: momentum * v + g, old, grads)
    params = each(lambda p, g, v: p - lr * (g + momentum * momentum * v), params, grads, v)
    return params, {"v": v}

# %% [averaged_ahead] a mean
def nesterov(params, grads, state, lr, momentum=0.9):
    old = state.get("v", each(np.zeros_like, grads))
    v = each(lambda v, g: momentum * v + (1 - momentum) * g, old, grads)
    params = each(lambda p, g, v: p - lr * (g + momentum * v), params, grads, v)
    return params, {"v": v}

# %% [ascent] plus
def sgd(params, grads, state, lr):
    return each(lambda p, g: p + lr * g, params, grads), state

# %% [divided_by_lr] through lr
def sgd(params, grads, state, lr):
    return each(lambda p, g: p - g / lr, params, grads), state

# %% [move_alone] the move
def sgd(params, grads, state, lr):
    return each(lambda p, g: -lr * g, params, grads), state

# %% [averaged] the mean
def sgd(params, grads, state, lr):
    return each(lambda p, g: p - lr * g / g.size, params, grads), state

# %% [in_place] in place
def sgd(params, grads, state, lr):
    each(lambda p, g: np.subtract(p, lr * g, out=p), params, grads)
    return params, state

# %% [decayed] decay
def sgd(params, grads, state, lr):
    return each(lambda p, g: (1 - lr) * p - lr * g, params, grads), state
