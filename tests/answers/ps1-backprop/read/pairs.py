# %% [divided_by_h] with copies
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        up = x.copy()
        up[i] += h
        down = x.copy()
        down[i] -= h
        g[i] = (f(up) - f(down)) / h
    return g

# %% [transposed+averaged_bias] two at once
def affine_backward(dz, x, W):
    return dz @ W, x.T @ dz, dz.mean(axis=0)

# %% [averaged_weights+bias_over_features] two at once
def affine_backward(dz, x, W):
    return dz @ W, dz.T @ x / len(dz), dz.sum(axis=1)

# %% [dx_summed+bias_ones] two at once
def affine_backward(dz, x, W):
    return np.sum(dz @ W, axis=0), dz.T @ x, np.ones(W.shape[0])

# %% [transposed+bias_keeps_axis] two at once
def affine_backward(dz, x, W):
    dW = x.T @ dz
    db = np.sum(dz, axis=0, keepdims=True)
    return dz @ W, dW, db

# %% [dx_averaged+bias_not_summed] two at once
def affine_backward(dz, x, W):
    N = dz.shape[0]
    return (dz @ W) / N, dz.T @ x, dz

# %% [loss_summed+wrong_sign] two at once
def softmax_cross_entropy(u, y):
    N = len(y)
    s = u - u.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    du = -np.exp(logp)
    du[np.arange(N), y] += 1
    return -logp[np.arange(N), y].sum(), du / N

# %% [averaged_twice+no_one_hot] two at once
def softmax_cross_entropy(u, y):
    N = len(y)
    s = u - u.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    return -logp[np.arange(N), y].mean() / N, np.exp(logp) / N

# %% [log_of_zero+wrong_sign] usual in lectures: log of softmax, and labels minus p
def softmax_cross_entropy(u, y):
    N = len(y)
    e = np.exp(u - u.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.sum(np.log(p[np.arange(N), y])) / N
    hot = np.zeros_like(p)
    hot[np.arange(N), y] = 1
    return loss, (hot - p) / N

# %% [log_of_zero+gradient_summed] two at once
def softmax_cross_entropy(u, y):
    e = np.exp(u - np.max(u, axis=1, keepdims=True))
    p = e / np.sum(e, axis=1, keepdims=True)
    hot = np.eye(u.shape[1])[y]
    return -np.mean(np.sum(hot * np.log(p), axis=1)), p - hot

# %% [log_floor+one_after_mean] two at once
def softmax_cross_entropy(u, y):
    N = u.shape[0]
    e = np.exp(u - np.max(u, axis=1, keepdims=True))
    p = e / np.sum(e, axis=1, keepdims=True)
    du = p / N
    du[np.arange(N), y] -= 1
    return -np.mean(np.log(p[np.arange(N), y] + 1e-10)), du

# %% [overflow] in one line
def softmax_cross_entropy(u, y):
    p = np.exp(u) / np.sum(np.exp(u), axis=1, keepdims=True)
    N = len(u)
    g = p.copy()
    g[range(N), y] -= 1
    return -np.log(p[range(N), y]).mean(), g / N

# %% [no_half_in_loss+biases_decay] two at once
def mlp_loss_and_gradients(params, x, y, l2):
    acts = [x]
    for W, b in params[:-1]:
        acts.append(np.tanh(acts[-1] @ W.T + b))
    J, d = softmax_cross_entropy(acts[-1] @ params[-1][0].T + params[-1][1], y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J = J + l2 * np.sum(W * W)
        grads.insert(0, (d.T @ acts[i] + l2 * W, d.sum(0) + l2 * b))
        d = (d @ W) * (1 - acts[i] ** 2)
    return J, grads

# %% [no_penalty_gradient+mean_of_bias] two at once
def mlp_loss_and_gradients(params, x, y, l2):
    acts = [x]
    for W, b in params[:-1]:
        acts.append(np.tanh(acts[-1] @ W.T + b))
    J, d = softmax_cross_entropy(acts[-1] @ params[-1][0].T + params[-1][1], y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J = J + l2 / 2 * np.sum(W * W)
        grads.insert(0, (d.T @ acts[i], d.mean(0)))
        d = (d @ W) * (1 - acts[i] ** 2)
    return J, grads

# %% [no_penalty_loss+penalty_twice] two at once
def mlp_loss_and_gradients(params, x, y, l2):
    acts = [x]
    for W, b in params[:-1]:
        acts.append(np.tanh(acts[-1] @ W.T + b))
    J, d = softmax_cross_entropy(acts[-1] @ params[-1][0].T + params[-1][1], y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        grads.insert(0, (d.T @ acts[i] + 2 * l2 * W, d.sum(0)))
        d = (d @ W) * (1 - acts[i] ** 2)
    return J, grads

# %% [untrained+after] two at once
def train(params, x, y, lr, steps, l2):
    losses, new = [], params
    for _ in range(steps):
        _, grads = mlp_loss_and_gradients(new, x, y, l2)
        new = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(new, grads)]
        losses.append(mlp_loss_and_gradients(new, x, y, l2)[0])
    return params, losses
