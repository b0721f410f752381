# %% [factor_two_missing] the mean of e times X
def learn_kernel(fields, targets, m, lr, steps):
    _, rows, columns = targets.shape
    V = np.zeros((m, m))
    losses = []
    for t in range(steps + 1):
        y = np.zeros(targets.shape)
        for p in range(m):
            for q in range(m):
                y += V[p, q] * fields[:, p : p + rows, q : q + columns]
        e = y - targets
        losses.append(np.mean(e**2))
        if t == steps:
            break
        G = np.zeros((m, m))
        for p in range(m):
            for q in range(m):
                G[p, q] = np.mean(e * fields[:, p : p + rows, q : q + columns])
        V = V - lr * G
    return V, np.array(losses)

# %% [summed_gradient] a sum, as in the listing
def learn_kernel(fields, targets, m, lr, steps):
    X = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2))
    V = np.zeros((m, m))
    losses = []
    for _ in range(steps):
        e = np.tensordot(X, V, axes=2) - targets
        losses.append((e**2).mean())
        V = V - lr * 2 * np.tensordot(e, X, axes=3)
    e = np.tensordot(X, V, axes=2) - targets
    return V, np.array(losses + [(e**2).mean()])

# %% [field_by_field] a step for each field
def learn_kernel(fields, targets, m, lr, steps):
    X = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2))

    def loss(V):
        return ((np.einsum("nijpq,pq->nij", X, V) - targets) ** 2).mean()

    V = np.zeros((m, m))
    losses = [loss(V)]
    for _ in range(steps):
        for seen, target in zip(X, targets):
            e = np.einsum("ijpq,pq->ij", seen, V) - target
            V = V - lr * 2 * np.einsum("ij,ijpq->pq", e, seen) / e.size
        losses.append(loss(V))
    return V, losses

# %% [last_loss_missing] noted before each step
def learn_kernel(fields, targets, m, lr, steps):
    X = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.reshape(-1)
    v = np.zeros(m * m)
    losses = []
    for _ in range(steps):
        e = X @ v - y
        losses.append(e @ e / len(e))
        v = v - lr * 2 / len(e) * X.T @ e
    return v.reshape(m, m), np.array(losses)

# %% [losses_halved] half the mean square
def learn_kernel(fields, targets, m, lr, steps):
    X = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    v, losses = np.zeros(m * m), np.zeros(steps + 1)
    for t in range(steps + 1):
        e = X @ v - y
        losses[t] = 0.5 * np.mean(np.square(e))
        if t < steps:
            v = v - 2 * lr * (X.T @ e) / y.size
    return v.reshape(m, m), losses

# %% [uphill] target minus output, and a minus
def learn_kernel(fields, targets, m, lr, steps):
    X = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    v, losses = np.zeros(m * m), []
    for t in range(steps + 1):
        e = y - X @ v
        losses.append(np.mean(e**2))
        if t < steps:
            v = v - lr * 2 * X.T @ e / len(y)
    return v.reshape(m, m), np.array(losses)

# %% [stale] the errors of the start
def learn_kernel(fields, targets, m, lr, steps):
    X = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    v = np.zeros(m * m)
    gradient = 2 * X.T @ (X @ v - y) / len(y)
    losses = [np.mean((X @ v - y) ** 2)]
    for _ in range(steps):
        v = v - lr * gradient
        losses.append(np.mean((X @ v - y) ** 2))
    return v.reshape(m, m), np.array(losses)

# %% [as_one_row] the kernel stays flat
def learn_kernel(fields, targets, m, lr, steps):
    X = np.lib.stride_tricks.sliding_window_view(fields, (m, m), axis=(1, 2)).reshape(-1, m * m)
    y = targets.ravel()
    v, losses = np.zeros(m * m), []
    for t in range(steps + 1):
        losses.append(np.mean((X @ v - y) ** 2))
        if t < steps:
            v = v - lr * 2 * X.T @ (X @ v - y) / len(y)
    return v, np.array(losses)
