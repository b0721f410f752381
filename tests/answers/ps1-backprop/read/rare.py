# %% [flat_to_f] a flat vector all the way
def numerical_gradient(f, x, h=1e-5):
    v = np.array(x, dtype=float).flatten()
    g = [(f(v + h * e) - f(v - h * e)) / (2 * h) for e in np.eye(len(v))]
    return np.array(g).reshape(np.shape(x))

# %% [own_precision] float32 as it came
def numerical_gradient(f, x, h=1e-5):
    x = x.copy()
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape, dtype=x.dtype)
        e[i] = h
        g[i] = (f(x + e) - f(x - e)) / (2 * h)
    return g

# %% [integer_step] whole numbers cut off
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x)
    if x.dtype == np.float32:
        x = x.astype(float)
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = np.copy(x), np.copy(x)
        up[i] = up[i] + h
        down[i] = down[i] - h
        g[i] = (f(up) - f(down)) / (2 * h)
    return g

# %% [h_too_small] h of 1e-10
def numerical_gradient(f, x, h=1e-10):
    x = np.array(x, dtype=np.float64)
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = 1e-10
        g[i] = (f(x + e) - f(x - e)) / (2 * 1e-10)
    return g

# %% [h_too_large] h of a thousandth
def numerical_gradient(f, x, h=1e-3):
    x = np.array(x, dtype=np.float64)
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = h
        g[i] = (f(x + e) - f(x - e)) / (2 * h)
    return g

# %% [h_odd] h of a number nobody foresaw: nearly right is all that can be said
def numerical_gradient(f, x, h=0.003):
    x = np.array(x, dtype=np.float64)
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = h
        g[i] = (f(x + e) - f(x - e)) / (2 * h)
    return g

# %% [not_put_back] left at x - h
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    while not it.finished:
        ix = it.multi_index
        x[ix] += h
        a = f(x)
        x[ix] -= 2 * h
        b = f(x)
        grad[ix] = (a - b) / (2 * h)
        it.iternext()
    return grad

# %% [overflow_of_square] by one exponential
def tanh_forward(z):
    t = np.exp(2 * z)
    return (t - 1.0) / (t + 1.0)

# %% [overflow_of_inverse] by the other
def tanh_forward(z):
    t = np.exp(-2 * z)
    return (1.0 - t) / (1.0 + t)

# %% [overflow_of_exponential] own tanh inside
def tanh_backward(da, z):
    a = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
    return da * (1 - a**2)

# %% [whole_numbers] zeros like whole numbers
def relu_forward(z):
    out = np.zeros(z.shape, dtype=np.int64)
    out[z > 0] = z[z > 0]
    return out

# %% [one_at_zero] by a mask of negatives
def relu_backward(da, z):
    dz = da.copy()
    dz[z < 0] = 0
    return dz

# %% [zero_over_zero] output over input
def relu_backward(da, z):
    return da * relu_forward(z) / z

# %% [log_of_zero] the commonest of all
def softmax_cross_entropy(u, y):
    u = u - np.max(u, axis=1, keepdims=True)
    p = np.exp(u) / np.sum(np.exp(u), axis=1, keepdims=True)
    N = u.shape[0]
    loss = -np.log(p[np.arange(N), y]).mean()
    p[np.arange(N), y] -= 1
    return loss, p / N

# %% [log_floor] clip at 1e-12
def softmax_cross_entropy(u, y):
    e = np.exp(u - np.max(u, axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    N, K = u.shape
    hot = np.eye(K)[y]
    return -np.sum(hot * np.log(np.clip(p, 1e-12, 1.0))) / N, (p - hot) / N

# %% [batch_maximum] the batch's maximum, and log of softmax
def softmax_cross_entropy(u, y):
    e = np.exp(u - np.max(u))
    p = e / np.sum(e, axis=1, keepdims=True)
    N = len(u)
    d = p.copy()
    d[np.arange(N), y] -= 1
    return np.mean(-np.log(p[np.arange(N), y])), d / N

# %% [one_hot_by_labels] np.unique
def softmax_cross_entropy(u, y):
    s = u - u.max(axis=1, keepdims=True)
    lp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    hot = np.eye(np.max(y) + 1)[y]
    return -(hot * lp).sum(axis=1).mean(), (np.exp(lp) - hot) / len(y)

# %% [overflow_of_sum] log-sum-exp without a shift
def softmax_cross_entropy(u, y):
    N = len(u)
    lse = np.log(np.sum(np.exp(u), axis=1))
    du = np.exp(u - lse[:, None])
    du[np.arange(N), y] -= 1
    return np.mean(lse - u[np.arange(N), y]), du / N

# %% [last_two_alone] always x
def mlp_forward(params, x):
    for W, b in params[:-1]:
        h = np.tanh(x @ W.T + b)
    W, b = params[-1]
    return h @ W.T + b if len(params) > 1 else x @ W.T + b

# %% [first_alone_activated] tanh once
def mlp_forward(params, x):
    for k, (W, b) in enumerate(params):
        x = affine_forward(x, W, b)
        if k == 0 and len(params) > 1:
            x = tanh_forward(x)
    return x

# %% [no_hidden] fails without hidden layers
def mlp_forward(params, x):
    for W, b in params[:-1]:
        z = x @ W.T + b
        x = np.tanh(z)
    W, b = params[1]
    W, b = params[-1]
    return x @ W.T + b

# %% [no_floor] without a floor
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    return (np.abs(n - gradient) / (np.abs(n) + np.abs(gradient))).max()

# %% [other_floor] 1e-12
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    return (np.abs(n - gradient) / np.maximum(np.abs(n) + np.abs(gradient), 1e-12)).max()

# %% [one_sided] its own difference
def gradient_check(f, x, gradient):
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        moved = x.copy()
        moved[i] += 1e-5
        n[i] = (f(moved) - f(x)) / 1e-5
    return (np.abs(n - gradient) / np.maximum(np.abs(n) + np.abs(gradient), 1e-8)).max()

# %% [median] the median
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    return np.median(np.abs(n - gradient) / np.maximum(np.abs(n) + np.abs(gradient), 1e-8))

# %% [last] the last entry
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    for g, m in zip(gradient.flat, n.flat):
        error = abs(g - m) / max(abs(g) + abs(m), 1e-8)
    return error

# %% [no_abs] the other way round
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    return np.max((n - gradient) / np.maximum(np.abs(n) + np.abs(gradient), 1e-8))

# %% [half_sum] the mean of the two
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    return np.max(np.abs(n - gradient) / np.maximum((np.abs(n) + np.abs(gradient)) / 2, 1e-8))

# %% [l2_not_used] zero handed on
def train(params, x, y, lr, steps, l2):
    losses = []
    for _ in range(steps):
        J, grads = mlp_loss_and_gradients(params, x, y, l2=0.0)
        losses.append(float(J))
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return params, losses
