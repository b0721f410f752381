# %% [factor_two_missing] without the 2 of the square's derivative
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2))
    V = np.zeros((m, m))
    losses = []
    for _ in range(steps):
        e = np.einsum("nijpq,pq->nij", w, V) - targets
        losses.append(np.mean(e ** 2))
        V -= lr * np.einsum("nij,nijpq->pq", e, w) / e.size
    e = np.einsum("nijpq,pq->nij", w, V) - targets
    losses.append(np.mean(e ** 2))
    return V, np.array(losses)

# %% [summed_gradient] the gradient is summed, not averaged
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2))
    V = np.zeros((m, m))
    losses = np.zeros(steps + 1)
    for t in range(steps + 1):
        e = np.einsum("nijpq,pq->nij", w, V) - targets
        losses[t] = np.mean(e ** 2)
        if t < steps:
            V = V - lr * 2 * np.einsum("nij,nijpq->pq", e, w)
    return V, losses

# %% [mean_over_fields] averaged over the fields alone, summed over places
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2))
    V = np.zeros((m, m))
    losses = np.zeros(steps + 1)
    for t in range(steps + 1):
        e = np.einsum("nijpq,pq->nij", w, V) - targets
        losses[t] = np.sum(e ** 2) / len(fields)
        if t < steps:
            V = V - lr * 2 * np.einsum("nij,nijpq->pq", e, w) / len(fields)
    return V, losses

# %% [gradient_by_places] averaged over the places alone: summed over the fields, in the gradient
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    N, r, c = fields.shape
    V = np.zeros((m, m))
    losses = []
    for t in range(steps + 1):
        grad = np.zeros((m, m))
        loss = 0
        for x, y in zip(fields, targets):
            w = np.lib.stride_tricks.sliding_window_view(x, (m, m))
            e = (w * V).sum(axis=(2, 3)) - y
            loss += np.mean(e ** 2)
            grad += 2 * (w * e[:, :, None, None]).mean(axis=(0, 1))
        losses.append(loss / N)
        if t < steps:
            V -= lr * grad
    return V, np.array(losses)

# %% [half_of_everything] the loss is half the mean of squares
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    v = np.zeros(m * m)
    losses = []
    for t in range(steps + 1):
        e = w @ v - y
        losses.append(0.5 * np.mean(e ** 2))
        if t < steps:
            v = v - lr * w.T @ e / len(y)
    return v.reshape(m, m), np.array(losses)

# %% [last_loss_missing] the loss of the end is missing: steps losses
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    v = np.zeros(m * m)
    losses = []
    for t in range(steps):
        e = w @ v - y
        losses.append(np.mean(e ** 2))
        v -= lr * 2 * w.T @ e / len(y)
    return v.reshape(m, m), np.array(losses)

# %% [first_loss_missing] the loss of the start is missing: losses after each step
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    v = np.zeros(m * m)
    losses = []
    for t in range(steps):
        v -= lr * 2 * w.T @ (w @ v - y) / len(y)
        losses.append(np.mean((w @ v - y) ** 2))
    return v.reshape(m, m), np.array(losses)

# %% [one_step_more] a step too many: steps + 1 steps with the loss before each
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    v = np.zeros(m * m)
    losses = []
    for t in range(steps + 1):
        e = w @ v - y
        losses.append(np.mean(e ** 2))
        v -= lr * 2 * w.T @ e / len(y)
    return v.reshape(m, m), np.array(losses)

# %% [last_loss_zero] losses filled but the last stays zero
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    v = np.zeros(m * m)
    losses = np.zeros(steps + 1)
    for t in range(steps):
        e = w @ v - y
        losses[t] = np.mean(e ** 2)
        v -= lr * 2 * w.T @ e / len(y)
    return v.reshape(m, m), losses

# %% [uphill] uphill
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    v = np.zeros(m * m)
    losses = []
    for t in range(steps + 1):
        e = y - w @ v
        losses.append(np.mean(e ** 2))
        if t < steps:
            v -= lr * 2 * w.T @ e / len(y)
    return v.reshape(m, m), np.array(losses)

# %% [field_by_field] one field after another: stochastic descent
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    V = np.zeros((m, m))
    losses = []
    wins = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2))
    def loss():
        return np.mean((np.einsum("nijpq,pq->nij", wins, V) - targets) ** 2)
    losses.append(loss())
    for _ in range(steps):
        for w, y in zip(wins, targets):
            e = np.einsum("ijpq,pq->ij", w, V) - y
            V -= lr * 2 * np.einsum("ij,ijpq->pq", e, w) / e.size
        losses.append(loss())
    return V, np.array(losses)

# %% [field_of_the_step] field t mod N at step t
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    V = np.zeros((m, m))
    wins = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2))
    losses = [np.mean(targets ** 2)]
    for t in range(steps):
        n = t % len(fields)
        e = np.einsum("ijpq,pq->ij", wins[n], V) - targets[n]
        V = V - lr * 2 * np.einsum("ij,ijpq->pq", e, wins[n]) / e.size
        losses.append(np.mean((np.einsum("nijpq,pq->nij", wins, V) - targets) ** 2))
    return V, np.array(losses)

# %% [first_field_alone] only the first field
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    x, y = fields[0], targets[0]
    w = np.lib.stride_tricks.sliding_window_view(x, (m, m))
    V = np.zeros((m, m))
    losses = []
    for t in range(steps + 1):
        e = np.einsum("ijpq,pq->ij", w, V) - y
        losses.append(np.mean(e ** 2))
        if t < steps:
            V -= lr * 2 * np.einsum("ij,ijpq->pq", e, w) / e.size
    return V, np.array(losses)

# %% [starts_at_ones] starts from ones
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    v = np.ones(m * m)
    losses = []
    for t in range(steps + 1):
        e = w @ v - y
        losses.append(np.mean(e ** 2))
        if t < steps:
            v -= lr * 2 * w.T @ e / len(y)
    return v.reshape(m, m), np.array(losses)

# %% [random_start] starts at random, "symmetry has to be broken"
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    v = np.random.default_rng(0).normal(size=m * m) * 0.1
    losses = []
    for t in range(steps + 1):
        e = w @ v - y
        losses.append(np.mean(e ** 2))
        if t < steps:
            v -= lr * 2 * w.T @ e / len(y)
    return v.reshape(m, m), np.array(losses)

# %% [bias_learned] a bias is learned too
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    v, b = np.zeros(m * m), 0.0
    losses = []
    for t in range(steps + 1):
        e = w @ v + b - y
        losses.append(np.mean(e ** 2))
        if t < steps:
            v -= lr * 2 * w.T @ e / len(y)
            b -= lr * 2 * e.mean()
    return v.reshape(m, m), np.array(losses)

# %% [least_squares] least squares at once, losses of the start and then of the end
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    v = np.linalg.lstsq(w, y, rcond=None)[0]
    losses = np.full(steps + 1, np.mean((w @ v - y) ** 2))
    losses[0] = np.mean(y ** 2)
    return v.reshape(m, m), losses

# %% [convolution] the kernel is learned for the true convolution: comes out turned over
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2))[..., ::-1, ::-1]
    V = np.zeros((m, m))
    losses = []
    for t in range(steps + 1):
        e = np.einsum("nijpq,pq->nij", w, V) - targets
        losses.append(np.mean(e ** 2))
        if t < steps:
            V -= 2 * lr * np.einsum("nij,nijpq->pq", e, w) / e.size
    return V, np.array(losses)

# %% [gradient_turned] forward as correlation, gradient as convolution (turned over)
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2))
    V = np.zeros((m, m))
    losses = []
    for t in range(steps + 1):
        e = np.einsum("nijpq,pq->nij", w, V) - targets
        losses.append(np.mean(e ** 2))
        if t < steps:
            V -= 2 * lr * np.einsum("nij,nijpq->pq", e, w)[::-1, ::-1] / e.size
    return V, np.array(losses)

# %% [gradient_transposed] the gradient is transposed
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2))
    V = np.zeros((m, m))
    losses = []
    for t in range(steps + 1):
        e = np.einsum("nijpq,pq->nij", w, V) - targets
        losses.append(np.mean(e ** 2))
        if t < steps:
            V = V - 2 * lr * np.einsum("nij,nijqp->pq", e, w) / e.size
    return V, np.array(losses)

# %% [weight_by_weight] weights are updated one after the other with the newest error
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    N, r, c = fields.shape
    R, C = r - m + 1, c - m + 1
    V = np.zeros((m, m))
    def predict():
        return sum(V[p, q] * fields[:, p:p + R, q:q + C] for p in range(m) for q in range(m))
    losses = [np.mean(targets ** 2)]
    for _ in range(steps):
        for p in range(m):
            for q in range(m):
                e = predict() - targets
                V[p, q] -= lr * 2 * np.mean(e * fields[:, p:p + R, q:q + C])
        losses.append(np.mean((predict() - targets) ** 2))
    return V, np.array(losses)

# %% [roots] the root of the loss
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    v = np.zeros(m * m)
    losses = []
    for t in range(steps + 1):
        e = w @ v - y
        losses.append(np.sqrt(np.mean(e ** 2)))
        if t < steps:
            v -= lr * 2 * w.T @ e / len(y)
    return v.reshape(m, m), np.array(losses)

# %% [losses_summed] the loss is a sum, the gradient a mean
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    v = np.zeros(m * m)
    losses = []
    for t in range(steps + 1):
        e = w @ v - y
        losses.append(np.sum(e ** 2))
        if t < steps:
            v -= lr * 2 * w.T @ e / len(y)
    return v.reshape(m, m), np.array(losses)

# %% [exchanged] losses and V in the wrong order
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    v = np.zeros(m * m)
    losses = []
    for t in range(steps + 1):
        e = w @ v - y
        losses.append(np.mean(e ** 2))
        if t < steps:
            v -= lr * 2 * w.T @ e / len(y)
    return np.array(losses), v.reshape(m, m)

# %% [as_one_row] V stays flat
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    v = np.zeros(m * m)
    losses = []
    for t in range(steps + 1):
        e = w @ v - y
        losses.append(np.mean(e ** 2))
        if t < steps:
            v -= lr * 2 * w.T @ e / len(y)
    return v, np.array(losses)

# %% [momentum] momentum, as it "learns faster"
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    v, u = np.zeros(m * m), np.zeros(m * m)
    losses = []
    for t in range(steps + 1):
        e = w @ v - y
        losses.append(np.mean(e ** 2))
        if t < steps:
            u = 0.9 * u - lr * 2 * w.T @ e / len(y)
            v = v + u
    return v.reshape(m, m), np.array(losses)

# %% [signs_of_gradient] sign of the gradient only
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    v = np.zeros(m * m)
    losses = []
    for t in range(steps + 1):
        e = w @ v - y
        losses.append(np.mean(e ** 2))
        if t < steps:
            v -= lr * np.sign(w.T @ e)
    return v.reshape(m, m), np.array(losses)

# %% [stale] the error is computed once before the loop
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    v = np.zeros(m * m)
    e = w @ v - y
    g = 2 * w.T @ e / len(y)
    losses = [np.mean(e ** 2)]
    for t in range(steps):
        v = v - lr * g
        losses.append(np.mean((w @ v - y) ** 2))
    return v.reshape(m, m), np.array(losses)

# %% [stops_early] stops when the loss no longer falls: losses too short
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    v = np.zeros(m * m)
    losses = [np.mean(y ** 2)]
    for t in range(steps):
        v = v - lr * 2 * w.T @ (w @ v - y) / len(y)
        losses.append(np.mean((w @ v - y) ** 2))
        if losses[-1] > losses[-2] * 0.99:
            break
    return v.reshape(m, m), np.array(losses)

# %% [window_averaged] divided by m m too: the mean over the kernel
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2))
    V = np.zeros((m, m))
    losses = []
    for t in range(steps + 1):
        e = np.mean(w * V, axis=(3, 4)) - targets
        losses.append(np.mean(e ** 2))
        if t < steps:
            V -= lr * 2 * np.mean(e[..., None, None] * w, axis=(0, 1, 2))
    return V, np.array(losses)

# %% [in_place] fields minus their mean: normalized in place
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    fields -= fields.mean()
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    v = np.zeros(m * m)
    losses = []
    for t in range(steps + 1):
        e = w @ v - y
        losses.append(np.mean(e ** 2))
        if t < steps:
            v -= lr * 2 * w.T @ e / len(y)
    return v.reshape(m, m), np.array(losses)

# %% [in_place] targets -= predict in place: the caller's targets change
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2))
    V = np.zeros((m, m))
    losses = [np.mean(targets ** 2)]
    for t in range(steps):
        dV = lr * 2 * np.einsum("nij,nijpq->pq", targets, w) / targets.size
        V += dV
        targets -= np.einsum("nijpq,pq->nij", w, dV)
        losses.append(np.mean(targets ** 2))
    return V, np.array(losses)

# %% [right] by the normal equations: all numbers of the loss gathered once
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.reshape(-1)
    G, c, s = w.T @ w / len(y), w.T @ y / len(y), y @ y / len(y)
    v = np.zeros(m * m)
    losses = [s]
    for _ in range(steps):
        v = v - 2 * lr * (G @ v - c)
        losses.append(v @ G @ v - 2 * v @ c + s)
    return v.reshape(m, m), losses

# %% [right] with Python's loops over the kernel
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    rows, cols = targets.shape[1:]
    V = [[0.0] * m for _ in range(m)]
    losses = []
    while True:
        e = sum(V[p][q] * fields[:, p:p + rows, q:q + cols] for p in range(m) for q in range(m)) - targets
        losses.append(float((e * e).mean()))
        if len(losses) > steps:
            return V, losses
        V = [[V[p][q] - 2 * lr * (e * fields[:, p:p + rows, q:q + cols]).mean() for q in range(m)] for p in range(m)]

# %% [right] in the space of the errors: V is put together at the end
import numpy as np

def learn_kernel(fields, targets, m, lr, steps):
    w = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2))
    e, V, losses = -np.array(targets, dtype=float), np.zeros((m, m)), []
    for _ in range(steps):
        losses += [np.mean(e ** 2)]
        change = -2 * lr * np.tensordot(e, w, axes=3) / e.size
        e = e + np.tensordot(w, change, axes=2)
        V = V + change
    return V, np.array(losses + [np.mean(e ** 2)])
