# %% [last_first] reversed, as the product is written
def log_growth(factors, x):
    v, out = x / np.linalg.norm(x), []
    for M in reversed(factors):
        v = M @ v
        out.append(np.log(np.linalg.norm(v)))
        v = v / np.exp(out[-1])
    return np.cumsum(out)

# %% [each_on_x_summed] x is used in every step
def log_growth(factors, x):
    lengths = [np.sqrt(((M @ x) ** 2).sum() / (x**2).sum()) for M in factors]
    return np.cumsum(np.log(lengths))

# %% [late] noted before the product
def log_growth(factors, x):
    u, total, out = np.array(x, float), 0.0, []
    start = np.log(np.linalg.norm(u))
    for M in factors:
        size = np.linalg.norm(u)
        total += np.log(size)
        out.append(total - start)
        u = M @ (u / size)
    return np.array(out)

# %% [start_too] T + 1 entries
def log_growth(factors, x):
    u, out = x / np.linalg.norm(x), [0.0]
    for M in factors:
        u = M.dot(u)
        r = np.hypot.reduce(u)
        u = u / r
        out.append(out[-1] + np.log(r))
    return np.array(out)

# %% [determinants] the determinant is the growth
def log_growth(factors, x):
    return np.cumsum(np.linalg.slogdet(factors)[1])

# %% [base_two] log2, for the bits
def log_growth(factors, x):
    u, total, out = x / np.linalg.norm(x), 0.0, []
    for M in factors:
        u = M @ u
        r = np.sqrt(u @ u)
        total, u = total + np.log2(r), u / r
        out.append(total)
    return out

# %% [last_alone] the sum at the end
def log_growth(factors, x):
    u, total = x / np.linalg.norm(x), 0.0
    for M in factors:
        u = M @ u
        total += np.log(np.linalg.norm(u))
        u /= np.linalg.norm(u)
    return total
