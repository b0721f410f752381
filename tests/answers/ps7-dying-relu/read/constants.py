# %% [no_two] the mean's pull alone
def constants(c, y, lr, steps, loss="mse"):
    path = np.zeros(steps + 1)
    path[0] = c
    for k in range(steps):
        off = path[k] - y
        path[k + 1] = path[k] - lr * (off.mean() if loss == "mse" else np.sign(off).mean())
    return path

# %% [mse_summed+mae_summed] sums over the targets
def constants(c, y, lr, steps, loss="mse"):
    path = [c]
    for _ in range(steps):
        slope = np.sum(2 * (c - y)) if loss == "mse" else np.sum(np.sign(c - y))
        c = c - lr * slope
        path.append(c)
    return np.array(path, dtype=float)

# %% [ties_above] <= for <
def constants(c, y, lr, steps, loss="mse"):
    path = [c]
    for _ in range(steps):
        if loss == "mse":
            c = c - lr * 2 * (c - np.mean(y))
        else:
            c = c - lr * (np.sum(y < c) - np.sum(y >= c)) / len(y)
        path.append(c)
    return np.array(path)

# %% [mae_by_mse] loss forgotten
def constants(c, y, lr, steps, loss="mse"):
    mean, path = np.mean(y), [c]
    while len(path) <= steps:
        path.append(path[-1] - 2 * lr * (path[-1] - mean))
    return np.array(path)

# %% [uphill] plus the slope
def constants(c, y, lr, steps, loss="mse"):
    path = [float(c)]
    for _ in range(steps):
        now = path[-1]
        slope = 2 * (now - y.mean()) if loss == "mse" else np.sign(now - y).mean()
        path += [now + lr * slope]
    return np.array(path)

# %% [no_start] appended after each step
def constants(c, y, lr, steps, loss="mse"):
    path = []
    for _ in range(steps):
        slope = 2 * np.mean(c - y) if loss == "mse" else np.mean(np.sign(c - y))
        c = c - lr * slope
        path.append(c)
    return np.array(path)
