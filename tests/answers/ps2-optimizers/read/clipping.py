# %% [scaled_up] always
def clip_by_norm(grads, max_norm):
    squares = []
    each(lambda g: squares.append(float(np.sum(np.square(g, dtype=float)))), grads)
    norm = sum(squares) ** 0.5
    scale = max_norm / norm if norm > 0 else 1.0
    return each(lambda g: g * scale, grads)

# %% [no_root] no root
def clip_by_norm(grads, max_norm):
    squares = []
    each(lambda g: squares.append(float(np.sum(np.square(g, dtype=float)))), grads)
    norm = sum(squares)
    scale = max_norm / norm if norm > max_norm else 1.0
    return each(lambda g: g * scale, grads)

# %% [in_divisor] as torch
def clip_by_norm(grads, max_norm):
    squares = []
    each(lambda g: squares.append(float(np.sum(np.square(g, dtype=float)))), grads)
    norm = sum(squares) ** 0.5
    scale = min(1.0, max_norm / (norm + 1e-6))
    return each(lambda g: g * scale, grads)

# %% [to_length_one] to one
def clip_by_norm(grads, max_norm):
    squares = []
    each(lambda g: squares.append(float(np.sum(np.square(g, dtype=float)))), grads)
    norm = sum(squares) ** 0.5
    scale = 1 / norm if norm > max_norm else 1.0
    return each(lambda g: g * scale, grads)

# %% [inverted] upside down
def clip_by_norm(grads, max_norm):
    squares = []
    each(lambda g: squares.append(float(np.sum(np.square(g, dtype=float)))), grads)
    norm = sum(squares) ** 0.5
    scale = norm / max_norm if norm > max_norm else 1.0
    return each(lambda g: g * scale, grads)

# %% [turned_round] the wrong way
def clip_by_norm(grads, max_norm):
    squares = []
    each(lambda g: squares.append(float(np.sum(np.square(g, dtype=float)))), grads)
    norm = sum(squares) ** 0.5
    scale = max_norm / norm if 0 < norm < max_norm else 1.0
    return each(lambda g: g * scale, grads)

# %% [never] not returned scaled
def clip_by_norm(grads, max_norm):
    squares = []
    each(lambda g: squares.append(float(np.sum(np.square(g, dtype=float)))), grads)
    norm = sum(squares) ** 0.5
    scale = max_norm / norm if norm > max_norm else 1.0
    return each(lambda g: g * 1.0, grads)

# %% [last_norm] the last alone
def clip_by_norm(grads, max_norm):
    squares = []
    each(lambda g: squares.append(float(np.sum(np.square(g, dtype=float)))), grads)
    norm = squares[-1] ** 0.5
    scale = max_norm / norm if norm > max_norm else 1.0
    return each(lambda g: g * scale, grads)

# %% [by_value] by value
def clip_by_norm(grads, max_norm):
    squares = []
    each(lambda g: squares.append(float(np.sum(np.square(g, dtype=float)))), grads)
    norm = sum(squares) ** 0.5
    scale = max_norm / norm if norm > max_norm else 1.0
    return each(lambda g: np.clip(g * 1.0, -max_norm, max_norm), grads)

# %% [uphill] plus
def next_position(position, lr):
    gradient = np.array([2.0, 4.0]) * position
    return gradient, position + lr * gradient

# %% [alike] 2 and 2
def next_position(position, lr):
    gradient = np.array([2.0, 2.0]) * position
    return gradient, position - lr * gradient

# %% [not_differentiated] 1 and 2
def next_position(position, lr):
    gradient = np.array([1.0, 2.0]) * position
    return gradient, position - lr * gradient

# %% [exchanged] 4 and 2
def next_position(position, lr):
    gradient = np.array([4.0, 2.0]) * position
    return gradient, position - lr * gradient

# %% [no_lr] no lr
def next_position(position, lr):
    gradient = np.array([2.0, 4.0]) * position
    return gradient, position - gradient

# %% [position_first] turned
def next_position(position, lr):
    gradient = np.array([2.0, 4.0]) * position
    return position - lr * gradient, gradient

# %% [squares] squares
def next_position(position, lr):
    gradient = np.array([2.0, 4.0]) * position**2
    return gradient, position - lr * gradient

# %% [uphill] plus
def terminal_velocity(g, lr, momentum):
    return lr * g / (1 - momentum)

# %% [alternating] 1 + mu
def terminal_velocity(g, lr, momentum):
    return -lr * g / (1 + momentum)

# %% [no_momentum] a step
def terminal_velocity(g, lr, momentum):
    return -lr * g

# %% [multiplied] times
def terminal_velocity(g, lr, momentum):
    return -lr * g * (1 - momentum)

# %% [no_brackets] brackets
def terminal_velocity(g, lr, momentum):
    return -lr * g / 1 - momentum
