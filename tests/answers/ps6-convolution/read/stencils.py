# %% [axes_exchanged] x runs down the rows
def derivatives(phi, a):
    gx, gy = np.gradient(phi.astype(float), a)
    second = phi[2:, 1:-1] + phi[:-2, 1:-1] + phi[1:-1, 2:] + phi[1:-1, :-2] - 4 * phi[1:-1, 1:-1]
    return gx[1:-1, 1:-1], gy[1:-1, 1:-1], second / a**2

# %% [upwards] y as on paper
def derivatives(phi, a):
    c = phi[1:-1, 1:-1]
    e, w = phi[1:-1, 2:], phi[1:-1, :-2]
    n, s = phi[:-2, 1:-1], phi[2:, 1:-1]
    return (e - w) / (2 * a), (n - s) / (2 * a), (n + s + e + w - 4 * c) / a**2

# %% [multiplied_by_a] brackets forgotten
def derivatives(phi, a):
    rows, columns = phi.shape
    dx, dy, lap = (np.zeros((rows - 2, columns - 2)) for _ in range(3))
    for i in range(1, rows - 1):
        for j in range(1, columns - 1):
            dx[i - 1, j - 1] = (phi[i, j + 1] - phi[i, j - 1]) / 2 * a
            dy[i - 1, j - 1] = (phi[i + 1, j] - phi[i - 1, j]) / 2 * a
            around = phi[i + 1, j] + phi[i - 1, j] + phi[i, j + 1] + phi[i, j - 1]
            lap[i - 1, j - 1] = (around - 4 * phi[i, j]) / a**2
    return dx, dy, lap

# %% [middle_twice] -2 as in one dimension
def derivatives(phi, a):
    c = phi[1:-1, 1:-1]
    e, w, n, s = phi[1:-1, 2:], phi[1:-1, :-2], phi[:-2, 1:-1], phi[2:, 1:-1]
    return 0.5 / a * (e - w), 0.5 / a * (s - n), (e + w + n + s - 2 * c) / a / a

# %% [border_too] the border as numpy has it
def derivatives(phi, a):
    dy, dx = np.gradient(np.asarray(phi, float), a)
    lap = np.zeros(phi.shape)
    lap[1:-1, 1:-1] = (
        phi[2:, 1:-1] + phi[:-2, 1:-1] + phi[1:-1, 2:] + phi[1:-1, :-2] - 4 * phi[1:-1, 1:-1]
    ) / a**2
    return dx, dy, lap

# %% [laplacian_by_slopes] the slope of the slope
def derivatives(phi, a):
    dy, dx = np.gradient(phi.astype(float), a)
    dyy = np.gradient(dy, a, axis=0)
    dxx = np.gradient(dx, a, axis=1)
    inner = np.s_[1:-1, 1:-1]
    return dx[inner], dy[inner], (dxx + dyy)[inner]

# %% [no_factorial] the right side is 1
def stencil(places, order, a=1.0):
    p = np.array(places, dtype=float)
    k = len(p)
    A = np.vander(p, increasing=True).T
    e = np.zeros(k)
    e[order] = 1 / a**order
    w = np.linalg.solve(A, e)
    j = k
    while abs(w @ p**j) < 1e-9 * (abs(w) @ abs(p) ** j):
        j += 1
    return w, j - order

# %% [no_spacing] a forgotten
def stencil(places, order, a=1.0):
    import math

    k = len(places)
    A = np.array([[float(p) ** j for p in places] for j in range(k)])
    e = np.zeros(k)
    e[order] = math.factorial(order)
    w = np.linalg.solve(A, e)
    j = k
    while True:
        terms = [w[i] * float(places[i]) ** j for i in range(k)]
        if abs(sum(terms)) > 1e-9 * sum(abs(t) for t in terms):
            return w, j - order
        j += 1

# %% [as_many_as_equations] q is what the equations promise
def stencil(places, order, a=1.0):
    import math

    p = np.asarray(places, dtype=float)
    k = p.size
    rhs = np.where(np.arange(k) == order, math.factorial(order) / a**order, 0.0)
    return np.linalg.solve(np.vstack([p**j for j in range(k)]), rhs), k - order

# %% [order_not_subtracted] the power is returned
def stencil(places, order, a=1.0):
    import math

    p = np.asarray(places, dtype=float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order)
    w = np.linalg.inv(p[None, :] ** np.arange(k)[:, None]) @ rhs
    power = k
    while abs((w * p**power).sum()) < 1e-9 * abs(w * p**power).sum():
        power += 1
    return w / a**order, power

# %% [by_symmetry] one more where the places are symmetric
def stencil(places, order, a=1.0):
    import math

    p = np.array(places, dtype=float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order) / a**order
    w = np.linalg.solve(np.vander(p, increasing=True).T, rhs)
    q = k - order
    if np.allclose(np.sort(p), -np.sort(p)[::-1]):
        q += 1
    return w, q

# %% [sorted] sorts the places first
def stencil(places, order, a=1.0):
    import math

    p = np.sort(np.array(places, dtype=float))
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order) / a**order
    w = np.linalg.solve(np.array([p**j for j in range(k)]), rhs)
    j = k
    while np.isclose(np.sum(w * p**j) / np.sum(np.abs(w * p**j)), 0, atol=1e-9):
        j = j + 1
    return w, j - order

# %% [matrix_transposed] np.vander as it comes
def stencil(places, order, a=1.0):
    import math

    p = np.array(places, dtype=float)
    k = len(p)
    rhs = np.zeros(k)
    rhs[order] = math.factorial(order) / a**order
    w = np.linalg.solve(np.vander(p, increasing=True), rhs)
    good = np.linalg.solve(np.vander(p, increasing=True).T, rhs)
    j = k
    while abs(good @ p**j) < 1e-9 * (abs(good) @ abs(p**j)):
        j += 1
    return w, j - order
