# %% [steepest] the gradient anew as a direction
def conjugate_gradients(product, b, theta, steps, small=1e-8):
    path = [np.array(theta, dtype=float)]
    r = b - product(theta)
    for _ in range(steps):
        if np.linalg.norm(r) <= small:
            break
        hr = product(r)
        t = r @ r / (r @ hr)
        path.append(path[-1] + t * r)
        r = r - t * hr
    return np.array(path)

# %% [share_upside_down] old over new
def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = theta.astype(float)
    r = b - product(x)
    p, rr, path = r, r @ r, [x]
    for _ in range(steps):
        if np.sqrt(rr) <= small:
            break
        hp = product(p)
        x = x + rr / (p @ hp) * p
        r = r - rr / (p @ hp) * hp
        new = r @ r
        p = r + rr / new * p
        rr = new
        path.append(x)
    return np.array(path)

# %% [share_of_norms] roots of the squares
def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = theta.astype(float)
    g = product(x) - b
    d, path = -g, [x]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        hd = product(d)
        t = g @ g / (d @ hd)
        x, old = x + t * d, g
        g = g + t * hd
        d = -g + np.linalg.norm(g) / np.linalg.norm(old) * d
        path.append(x)
    return np.array(path)

# %% [without_b] the gradient is H theta
def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = theta.astype(float)
    g = product(x)
    d, path = -g, [x]
    while len(path) < steps + 1 and not np.linalg.norm(g) <= small:
        hd = product(d)
        t = (g @ g) / np.dot(d, hd)
        x = x + t * d
        new = g + t * hd
        d = -new + d * ((new @ new) / (g @ g))
        g = new
        path.append(x)
    return np.vstack(path)

# %% [gradient_anew] asks where it is
def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = theta.astype(float)
    g = product(x) - b
    d, path = -g, [x]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        t = (g @ g) / (d @ product(d))
        x = x + t * d
        new = product(x) - b
        d = -new + (new @ new) / (g @ g) * d
        g = new
        path.append(x)
    return np.array(path)

# %% [square_is_small] r.r against small
def conjugate_gradients(product, b, theta, steps, small=1e-8):
    x = theta.astype(float)
    r = b - product(x)
    p, rr, path = r, r @ r, [x]
    while len(path) <= steps and rr > small:
        hp = product(p)
        alpha = rr / (p @ hp)
        x, r = x + alpha * p, r - alpha * hp
        p, rr = r + (r @ r) / rr * p, r @ r
        path.append(x)
    return np.array(path)

# %% [never_small] steps alone
def conjugate_gradients(product, b, theta, steps, small=1e-8):
    path = [theta.astype(float)]
    g = product(theta) - b
    d = -g
    for _ in range(steps):
        hd = product(d)
        t = g @ g / (d @ hd)
        path.append(path[-1] + t * d)
        new = g + t * hd
        d, g = -new + new @ new / (g @ g) * d, new
    return np.array(path)
