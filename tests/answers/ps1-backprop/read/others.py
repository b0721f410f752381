# %% [one_sided_halved] up only, over 2h
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=np.float64)
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = h
        g[i] = (f(x + e) - f(x)) / (2 * h)
    return g

# %% [first_row] one row
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=np.float64)
    g = np.zeros_like(x)
    for j in range(x.shape[-1]):
        i = (0, j) if x.ndim == 2 else (j,)
        if x.ndim == 3:
            i = (0, 0, j)
        e = np.zeros_like(x)
        e[i] = h
        g[i] = (f(x + e) - f(x - e)) / (2 * h)
    return g

# %% [mean_over_inputs] a mean of products
def affine_forward(x, W, b):
    return np.array([[np.mean(r * w) for w in W] for r in x]) + b

# %% [activated] relu in it
def affine_forward(x, W, b):
    return relu_forward(x @ W.T + b)

# %% [bias_of_first] only the first output has its bias
def affine_forward(x, W, b):
    z = x @ W.T
    z[:, 0] += b[0]
    return z

# %% [averaged_mean] all three over N
def affine_backward(dz, x, W):
    N = len(dz)
    return dz @ W / N, dz.T @ x / N, dz.sum(0) / N

# %% [bias_zero] zeros
def affine_backward(dz, x, W):
    return dz @ W, dz.T @ x, np.zeros(W.shape[0])

# %% [weights_squared] W instead of x
def affine_backward(dz, x, W):
    dx = dz @ W
    dW = dz.T @ W
    return dx, dW, dz.sum(0)

# %% [too_many] x too
def affine_backward(dz, x, W):
    return dz @ W, dz.T @ x, dz.sum(0), x

# %% [inverse] arctan
def tanh_forward(z):
    return np.arctan(z)

# %% [by_input] times z
def tanh_backward(da, z):
    return da * z * (1 - np.tanh(z) ** 2)

# %% [passed_unchanged] no cut
def relu_backward(da, z):
    return da.copy()

# %% [mask_of_both] both positive
def relu_backward(da, z):
    return np.where((da > 0) & (z > 0), da, 0.0)

# %% [clipped] a top too
def relu_forward(z):
    return np.minimum(np.maximum(z, 0), 1)

# %% [over_axis] amax
def relu_forward(z):
    return np.amax(z, axis=0)

# %% [whole_entropy] p log p
def softmax_cross_entropy(u, y):
    N = len(y)
    s = u - u.max(1, keepdims=True)
    lp = s - np.log(np.exp(s).sum(1, keepdims=True))
    d = np.exp(lp)
    loss = -(d * lp).sum(1).mean()
    d[np.arange(N), y] -= 1
    return loss, d / N

# %% [logits_alone] minus u
def softmax_cross_entropy(u, y):
    N = len(y)
    s = u - u.max(1, keepdims=True)
    p = np.exp(s) / np.exp(s).sum(1, keepdims=True)
    p[np.arange(N), y] -= 1
    return -u[np.arange(N), y].mean(), p / N

# %% [one_before_mean] brackets
def softmax_cross_entropy(u, y):
    N, K = u.shape
    s = u - u.max(1, keepdims=True)
    lp = s - np.log(np.exp(s).sum(1, keepdims=True))
    return -lp[np.arange(N), y].mean(), np.exp(lp) - np.eye(K)[y] / N

# %% [one_added] plus
def softmax_cross_entropy(u, y):
    N, K = u.shape
    s = u - u.max(1, keepdims=True)
    lp = s - np.log(np.exp(s).sum(1, keepdims=True))
    return -lp[np.arange(N), y].mean(), (np.exp(lp) + np.eye(K)[y]) / N

# %% [gradient_averaged_twice] twice over N
def softmax_cross_entropy(u, y):
    N, K = u.shape
    s = u - u.max(1, keepdims=True)
    lp = s - np.log(np.exp(s).sum(1, keepdims=True))
    return -lp[np.arange(N), y].mean(), (np.exp(lp) - np.eye(K)[y]) / N / N

# %% [log_softmax_minus_one_hot] log p
def softmax_cross_entropy(u, y):
    N, K = u.shape
    s = u - u.max(1, keepdims=True)
    lp = s - np.log(np.exp(s).sum(1, keepdims=True))
    return -lp[np.arange(N), y].mean(), (lp - np.eye(K)[y]) / N

# %% [sigmoid] sigmoid inside
def mlp_forward(params, x):
    for W, b in params[:-1]:
        x = 1 / (1 + np.exp(-(x @ W.T + b)))
    return x @ params[-1][0].T + params[-1][1]

# %% [without_first] skips the first layer
def mlp_forward(params, x):
    for W, b in params[1:-1]:
        x = np.tanh(x @ W.T + b)
    W, b = params[-1]
    return x @ W.T + b

# %% [all_negative] the step, not the gradient
def mlp_loss_and_gradients(params, x, y, l2):
    acts = [x]
    for W, b in params[:-1]:
        acts.append(np.tanh(acts[-1] @ W.T + b))
    J, d = softmax_cross_entropy(acts[-1] @ params[-1][0].T + params[-1][1], y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J = J + l2 / 2 * np.sum(W * W)
        grads.insert(0, (-(d.T @ acts[i] + l2 * W), -d.sum(0)))
        d = (d @ W) * (1 - acts[i] ** 2)
    return J, grads

# %% [input_x] x for every layer
def mlp_loss_and_gradients(params, x, y, l2):
    acts = [x]
    for W, b in params[:-1]:
        acts.append(np.tanh(acts[-1] @ W.T + b))
    J, d = softmax_cross_entropy(acts[-1] @ params[-1][0].T + params[-1][1], y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J = J + l2 / 2 * np.sum(W * W)
        grads.insert(0, (d.T @ x + l2 * W, d.sum(0)))
        d = (d @ W) * (1 - acts[i] ** 2)
    return J, grads

# %% [transposed] all of them
def mlp_loss_and_gradients(params, x, y, l2):
    acts = [x]
    for W, b in params[:-1]:
        acts.append(np.tanh(acts[-1] @ W.T + b))
    J, d = softmax_cross_entropy(acts[-1] @ params[-1][0].T + params[-1][1], y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J = J + l2 / 2 * np.sum(W * W)
        grads.insert(0, ((d.T @ acts[i] + l2 * W).T, d.sum(0)))
        d = (d @ W) * (1 - acts[i] ** 2)
    return J, grads

# %% [penalty_of_mean] a mean of squares
def mlp_loss_and_gradients(params, x, y, l2):
    acts = [x]
    for W, b in params[:-1]:
        acts.append(np.tanh(acts[-1] @ W.T + b))
    J, d = softmax_cross_entropy(acts[-1] @ params[-1][0].T + params[-1][1], y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J = J + l2 / 2 * np.mean(W * W)
        grads.insert(0, (d.T @ acts[i] + l2 * W, d.sum(0)))
        d = (d @ W) * (1 - acts[i] ** 2)
    return J, grads

# %% [order] the gradients first
def mlp_loss_and_gradients(params, x, y, l2):
    acts = [x]
    for W, b in params[:-1]:
        acts.append(np.tanh(acts[-1] @ W.T + b))
    J, d = softmax_cross_entropy(acts[-1] @ params[-1][0].T + params[-1][1], y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J = J + l2 / 2 * np.sum(W * W)
        grads.insert(0, (d.T @ acts[i] + l2 * W, d.sum(0)))
        d = (d @ W) * (1 - acts[i] ** 2)
    return grads, J

# %% [slope_of_logits] tanh on all layers on the way back
def mlp_loss_and_gradients(params, x, y, l2):
    acts = [x]
    for W, b in params:
        acts.append(acts[-1] @ W.T + b)
        if len(acts) <= len(params):
            acts[-1] = np.tanh(acts[-1])
    J, d = softmax_cross_entropy(acts[-1], y)
    d = d * (1 - np.tanh(acts[-1]) ** 2)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J = J + l2 / 2 * np.sum(W * W)
        grads.insert(0, (d.T @ acts[i] + l2 * W, d.sum(0)))
        d = (d @ W) * (1 - acts[i] ** 2)
    return J, grads

# %% [divided_by_lr] over lr
def train(params, x, y, lr, steps, l2):
    losses = []
    for _ in range(steps):
        J, grads = mlp_loss_and_gradients(params, x, y, l2)
        losses.append(J)
        params = [(W - dW / lr, b - db / lr) for (W, b), (dW, db) in zip(params, grads)]
    return params, losses

# %% [loss_without_penalty] l2 in the steps alone
def train(params, x, y, lr, steps, l2):
    losses = []
    for _ in range(steps):
        _, grads = mlp_loss_and_gradients(params, x, y, l2)
        losses.append(softmax_cross_entropy(mlp_forward(params, x), y)[0])
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return params, losses

# %% [one_step_more] counts to steps
def train(params, x, y, lr, steps, l2):
    losses = []
    for _ in range(steps + 1):
        J, grads = mlp_loss_and_gradients(params, x, y, l2)
        losses.append(J)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return params, losses

# %% [no_losses] never appended
def train(params, x, y, lr, steps, l2):
    losses = []
    for _ in range(steps):
        _, grads = mlp_loss_and_gradients(params, x, y, l2)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return params, losses

# %% [unwritten] a template below
def helper(params):
    raise NotImplementedError


def train(params, x, y, lr, steps, l2):
    return helper(params), []

# %% [complex] a complex step
def tanh_forward(z):
    return np.tanh(z + 0j)

# %% [masked] a masked array
def relu_forward(z):
    return np.ma.masked_less(z, 0)

# %% [no_numbers] text
def tanh_forward(z):
    return "tanh"

# %% [no_numbers] a set
def affine_forward(x, W, b):
    return {1, 2}
