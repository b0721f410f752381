# %% [no_mask] dropout is left out
def train_masked(W1, w2, x, y, lr, masks):
    for _ in masks:
        a = np.tanh(x @ W1.T)
        e = a @ w2 - y
        W1, w2 = (W1 - lr * np.einsum("n,h,nh,ni->hi", e, w2, 1 - a**2, x) / len(x),
                  w2 - lr * np.einsum("n,nh->h", e, a) / len(x))
    return W1, w2

# %% [mask_before_tanh] z is masked
def train_masked(W1, w2, x, y, lr, masks):
    for mask in masks:
        z = x @ W1.T * mask
        a = np.tanh(z)
        e = (a @ w2 - y) / len(y)
        dz = np.outer(e, w2) * (1 - a**2) * mask
        W1, w2 = W1 - lr * dz.T @ x, w2 - lr * a.T @ e
    return W1, w2

# %% [mask_on_w2] the output weights are masked for good
def train_masked(W1, w2, x, y, lr, masks):
    for mask in masks:
        w2 = w2 * mask
        a = np.tanh(x @ W1.T)
        e = (a @ w2 - y) / len(y)
        g2 = a.T @ e
        g1 = (np.outer(e, w2) * (1 - a * a)).T @ x
        W1, w2 = W1 - lr * g1, w2 - lr * g2
    return W1, w2

# %% [scaled_twice] divides by keep again
def train_masked(W1, w2, x, y, lr, masks):
    for mask in masks:
        scale = masks.max()
        a = np.tanh(x @ W1.T)
        h = a * mask * scale
        e = (h @ w2 - y) / len(y)
        dz = np.outer(e, w2) * mask * scale * (1 - a**2)
        W1, w2 = W1 - lr * dz.T @ x, w2 - lr * h.T @ e
    return W1, w2

# %% [one_step] return in the loop
def train_masked(W1, w2, x, y, lr, masks):
    for mask in masks:
        a = np.tanh(x @ W1.T)
        h = a * mask
        e = (h @ w2 - y) / len(y)
        dz = np.outer(e, w2) * mask * (1 - a**2)
        return W1 - lr * dz.T @ x, w2 - lr * h.T @ e
    return W1, w2

# %% [no_slope] tanh is passed as if it were straight
def train_masked(W1, w2, x, y, lr, masks):
    for m in masks:
        h = m * np.tanh(x @ W1.T)
        e = (h @ w2 - y)[:, None] / len(y)
        W1, w2 = W1 - lr * (e * w2 * m).T @ x, w2 - lr * (e * h).sum(axis=0)
    return W1, w2

# %% [no_w2] the error goes straight to the units
def train_masked(W1, w2, x, y, lr, masks):
    for m in masks:
        a = np.tanh(x @ W1.T)
        e = ((a * m) @ w2 - y)[:, None] / len(y)
        W1, w2 = W1 - lr * (e * m * (1 - a**2)).T @ x, w2 - lr * (e * a * m).sum(axis=0)
    return W1, w2

# %% [w2_first_anew] two forward passes
def train_masked(W1, w2, x, y, lr, masks):
    def forward(W1, w2, m):
        a = np.tanh(x @ W1.T)
        return a, a * m, ((a * m) @ w2 - y) / len(y)

    for m in masks:
        a, h, e = forward(W1, w2, m)
        w2 = w2 - lr * h.T @ e
        a, h, e = forward(W1, w2, m)
        W1 = W1 - lr * (np.outer(e, w2) * m * (1 - a**2)).T @ x
    return W1, w2

# %% [mask_back_alone] predicts with all units
def train_masked(W1, w2, x, y, lr, masks):
    for m in masks:
        a = np.tanh(x @ W1.T)
        e = (a @ w2 - y) / len(y)
        W1, w2 = W1 - lr * (np.outer(e, w2 * m) * (1 - a**2)).T @ x, w2 - lr * (a * m).T @ e
    return W1, w2
