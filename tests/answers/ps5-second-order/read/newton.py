# %% [wrong_sign] plus what is solved
def newton(gradient, hessian, theta, steps):
    now = np.array(theta, dtype=float)
    path = [now]
    for _ in range(steps):
        now = now + np.linalg.solve(hessian(now), gradient(now))
        path.append(now)
    return np.stack(path)

# %% [multiplied] H g
def newton(gradient, hessian, theta, steps):
    path = np.zeros((steps + 1, len(theta)))
    path[0] = theta
    for k in range(1, steps + 1):
        path[k] = path[k - 1] - hessian(path[k - 1]).dot(gradient(path[k - 1]))
    return path

# %% [stale_hessian] one matrix, since it is dear
def newton(gradient, hessian, theta, steps):
    inverse = np.linalg.inv(hessian(theta))
    path = [np.asarray(theta, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - inverse @ gradient(path[-1]))
    return np.array(path)

# %% [without_start] appends after each step
def newton(gradient, hessian, theta, steps):
    places = []
    place = theta.astype(np.float64)
    for _ in range(steps):
        place = place - np.linalg.solve(hessian(place), gradient(place))
        places.append(place)
    return np.array(places).reshape(steps, len(theta))

# %% [last_alone] returns theta
def newton(gradient, hessian, theta, steps):
    theta = theta * 1.0
    for _ in range(steps):
        theta = theta - np.linalg.solve(hessian(theta), gradient(theta))
    return theta

# %% [saddle_free] bars against saddles
def newton(gradient, hessian, theta, steps):
    path = [theta + 0.0]
    for _ in range(steps):
        values, vectors = np.linalg.eigh(hessian(path[-1]))
        along = vectors.T @ gradient(path[-1])
        path.append(path[-1] - vectors @ (along / abs(values)))
    return np.array(path)

# %% [stops_early] done where it is flat
def newton(gradient, hessian, theta, steps):
    path = [np.array(theta, float)]
    while len(path) <= steps:
        g = gradient(path[-1])
        if np.sqrt((g**2).sum()) < 1e-8:
            break
        path.append(path[-1] + np.linalg.solve(hessian(path[-1]), -g))
    return np.array(path)

# %% [diagonal] np.diag
def newton(gradient, hessian, theta, steps):
    path = [theta.astype(float)]
    for _ in range(steps):
        here = path[-1]
        path.append(here - gradient(here) / hessian(here).diagonal())
    return np.array(path)

# %% [one_array] one array, updated in place
def newton(gradient, hessian, theta, steps):
    now = theta.astype(float)
    path = [now]
    for _ in range(steps):
        now -= np.linalg.solve(hessian(now), gradient(now))
        path.append(now)
    return np.array(path)
