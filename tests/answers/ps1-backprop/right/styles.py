# %% [right] nditer with multi_index
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    g = np.empty(x.shape)
    it = np.nditer(x, flags=["multi_index"])
    for _ in it:
        i = it.multi_index
        e = np.zeros(x.shape)
        e[i] = h
        g[i] = (f(x + e) - f(x - e)) / (2 * h)
    return g

# %% [right] rows of the identity, as a list
def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x, dtype=np.float64)
    steps = h * np.eye(x.size)
    g = [(f(x + s.reshape(x.shape)) - f(x - s.reshape(x.shape))) / (2 * h) for s in steps]
    return np.reshape(g, x.shape).tolist()

# %% [right] five points, more exact than asked for
def numerical_gradient(f, x, h=1e-3):
    x = np.array(x, dtype=np.float64)
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = h
        g[i] = (8 * (f(x + e) - f(x - e)) - (f(x + 2 * e) - f(x - 2 * e))) / (12 * h)
    return g

# %% [right] moves a copy in place and puts it back
def numerical_gradient(func, point, eps=1e-5):
    moved = point.astype("float64").copy()
    out = np.zeros(moved.shape)
    for idx, old in np.ndenumerate(moved.copy()):
        moved[idx] = old + eps
        plus = func(moved)
        moved[idx] = old - eps
        minus = func(moved)
        moved[idx] = old
        out[idx] = (plus - minus) / 2 / eps
    return out

# %% [right] other names of the arguments, @ by np.dot
def affine_forward(X, weights, bias):
    return np.dot(X, weights.T) + bias[np.newaxis, :]

# %% [right] columns, and back
def affine_forward(x, W, b):
    return (W @ x.T + b[:, None]).T

# %% [right] a list of lists
def affine_forward(x, W, b):
    return [[sum(xi * wi for xi, wi in zip(row, w)) + c for w, c in zip(W, b)] for row in x]

# %% [right] a column of ones beside x
def affine_forward(x, W, b):
    one = np.hstack([x, np.ones((len(x), 1))])
    return one @ np.hstack([W, b[:, None]]).T

# %% [right] a lambda
affine_forward = lambda x, W, b: np.matmul(x, np.transpose(W)) + b

# %% [right] tensordot, and a list of three
def affine_backward(dz, x, W):
    return [np.tensordot(dz, W, 1), np.tensordot(dz, x, (0, 0)), np.ones(len(dz)) @ dz]

# %% [right] a sum of outer products
def affine_backward(dz, x, W):
    dW = sum(np.outer(d, row) for d, row in zip(dz, x))
    return np.array([W.T @ d for d in dz]), dW, np.add.reduce(dz)

# %% [right] a named tuple
def affine_backward(dz, x, W):
    from collections import namedtuple
    Gradients = namedtuple("Gradients", "dx dW db")
    return Gradients(dx=dz.dot(W), dW=dz.T.dot(x), db=np.sum(dz, 0))

# %% [right] a generator
def affine_backward(dz, x, W):
    yield dz @ W
    yield dz.T @ x
    yield dz.sum(axis=0)

# %% [right] NumPy's own function
tanh_forward = np.tanh

# %% [right] careful exponentials, by sign
def tanh_forward(z):
    e = np.exp(-2 * np.abs(z))
    return np.sign(z) * (1 - e) / (1 + e)

# %% [right] a class that can be called
class Tanh:
    def __call__(self, z):
        return np.tanh(z)


tanh_forward = Tanh()

# %% [right] by cosh, whose overflow divides to zero
def tanh_backward(da, z):
    return da / np.cosh(z) ** 2

# %% [right] multiplied out
def tanh_backward(da, z):
    a = tanh_forward(z)
    return da - a * a * da

# %% [right] half of z and its size
def relu_forward(z):
    return (z + np.abs(z)) / 2

# %% [right] a clip without a top
def relu_forward(z):
    return np.clip(z, 0, None)

# %% [right] Python's numbers in a list
def relu_forward(z):
    return [[max(float(v), 0.0) for v in row] for row in z]

# %% [right] heaviside
def relu_backward(da, z):
    return da * np.heaviside(z, 0.0)

# %% [right] a copy with zeros
def relu_backward(da, z):
    dz = np.array(da, dtype=float, copy=True)
    dz[np.logical_not(z > 0)] = 0
    return dz

# %% [right] np.logaddexp, and a loss as an array without axes
def softmax_cross_entropy(u, y):
    u = np.asarray(u, dtype=float)
    norm = np.logaddexp.reduce(u, axis=1)
    du = np.exp(u - norm[:, None])
    du[range(len(y)), y] -= 1
    return np.array((norm - u[range(len(y)), y]).mean()), du / len(y)

# %% [right] take_along_axis, Python's float
def softmax_cross_entropy(u, y):
    top = u.max(1)[:, None]
    log_p = u - top - np.log(np.sum(np.exp(u - top), 1))[:, None]
    hot = (np.arange(u.shape[1]) == np.reshape(y, (-1, 1))).astype(float)
    loss = float(-np.take_along_axis(log_p, y[:, None], 1).mean())
    return (loss, (np.exp(log_p) - hot) / hot.shape[0])

# %% [right] a torch number for the loss
def softmax_cross_entropy(u, y):
    import torch
    u = torch.tensor(np.asarray(u, dtype=np.float64), requires_grad=True)
    loss = torch.nn.functional.cross_entropy(u, torch.tensor(np.asarray(y)))
    loss.backward()
    return loss, u.grad

# %% [right] example by example
def softmax_cross_entropy(u, y):
    losses, rows = [], []
    for logits, label in zip(u, y):
        shifted = logits - logits[label]
        top = shifted.max()
        losses.append(top + np.log(np.exp(shifted - top).sum()))
        row = np.exp(shifted - top) / np.exp(shifted - top).sum()
        row[label] -= 1
        rows.append(row / len(u))
    return np.mean(losses), rows

# %% [right] recursion
def mlp_forward(params, x):
    (W, b), *rest = params
    z = x @ W.T + b
    return mlp_forward(rest, np.tanh(z)) if rest else z

# %% [right] reduce
def mlp_forward(params, x):
    from functools import reduce
    *hidden, last = params
    return affine_forward(reduce(lambda a, p: np.tanh(affine_forward(a, *p)), hidden, x), *last)

# %% [right] forward and backward by recursion, tuples of lists
def mlp_loss_and_gradients(params, x, y, l2):
    def descend(layers, a):
        (W, b), rest = layers[0], layers[1:]
        z = a @ W.T + b
        if not rest:
            data, dz = softmax_cross_entropy(z, y)
            below = []
        else:
            data, da, below = descend(rest, np.tanh(z))
            dz = da * (1 - np.tanh(z) ** 2)
        penalty = l2 * np.linalg.norm(W) ** 2 / 2
        return data + penalty, dz @ W, [[dz.T @ a + l2 * W, dz.sum(0)], *below]

    J, _, gradients = descend(params, x)
    return J, tuple(gradients)

# %% [right] deltas by list comprehensions
def mlp_loss_and_gradients(params, x, y, l2):
    acts = [x]
    for W, b in params[:-1]:
        acts.append(np.tanh(acts[-1] @ W.T + b))
    loss, delta = softmax_cross_entropy(acts[-1] @ params[-1][0].T + params[-1][1], y)
    deltas = [delta]
    for (W, _), a in zip(reversed(params[1:]), reversed(acts[1:])):
        deltas.insert(0, (deltas[0] @ W) * (1 - a**2))
    loss = loss + l2 * 0.5 * np.sum([np.sum(np.square(W)) for W, _ in params])
    return np.float64(loss), [(d.T @ a + l2 * W, d.sum(0)) for d, a, (W, _) in zip(deltas, acts, params)]

# %% [right] an array of pairs
def mlp_loss_and_gradients(params, x, y, l2):
    acts, zs = [x], []
    for W, b in params:
        zs.append(acts[-1] @ W.T + b)
        acts.append(np.tanh(zs[-1]))
    J, dz = softmax_cross_entropy(zs[-1], y)
    grads = np.empty((len(params), 2), dtype=object)
    for i in range(len(params) - 1, -1, -1):
        W, b = params[i]
        J += l2 / 2 * (W**2).sum()
        grads[i, 0], grads[i, 1] = dz.T @ acts[i] + l2 * W, dz.sum(0)
        if i:
            dz = (dz @ W) * (1 - acts[i] ** 2)
    return J, grads

# %% [right] a loop over flat entries
def gradient_check(f, x, gradient):
    n = np.ravel(numerical_gradient(f, x))
    worst = 0
    for a, b in zip(np.ravel(gradient), n):
        worst = max(worst, abs(a - b) / max(abs(a) + abs(b), 1e-8))
    return worst

# %% [right] nanmax where nothing is nan, as a Python float
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    size = np.abs(gradient) + np.abs(n)
    return float(np.nanmax(np.abs(gradient - n) / np.where(size < 1e-8, 1e-8, size)))

# %% [right] an array of one number
def gradient_check(f, x, gradient):
    n = numerical_gradient(f, x)
    e = np.abs(gradient - n) / np.fmax(np.abs(gradient) + np.abs(n), 1e-8)
    return np.array(e.max())

# %% [right] lists of lists, losses as an array
def train(params, x, y, lr, steps, l2):
    params = [[W.copy(), b.copy()] for W, b in params]
    losses = np.zeros(steps)
    for t in range(steps):
        losses[t], grads = mlp_loss_and_gradients(params, x, y, l2)
        for layer, grad in zip(params, grads):
            for k in range(2):
                layer[k] -= lr * grad[k]
    return params, losses

# %% [right] deepcopy, and a while
def train(params, x, y, lr, steps, l2):
    from copy import deepcopy
    current, losses = deepcopy(params), []
    while len(losses) < steps:
        J, grads = mlp_loss_and_gradients(current, x, y, l2)
        losses += [J]
        current = [tuple(p - lr * g for p, g in zip(*both)) for both in zip(current, grads)]
    return tuple(current), tuple(losses)
