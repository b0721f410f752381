# %% [uphill] no minus
def precondition(g, H):
    h = H.diagonal()
    scaled = H / np.sqrt(h[:, None] * h)
    return g / h, np.linalg.cond(H), np.linalg.cond(scaled)

# %% [newton] solves the whole
def precondition(g, H):
    root = np.diag(np.diag(H) ** -0.5)
    step = np.linalg.solve(H, -g)
    return step, np.linalg.cond(H), np.linalg.cond(root @ H @ root)

# %% [root_of_diagonal] the step by z
def precondition(g, H):
    root = np.sqrt(np.diag(H))
    scaled = H / root / root[:, np.newaxis]
    return -g / root, np.linalg.cond(H), np.linalg.cond(scaled)

# %% [smallest_over_largest] eigvalsh begins with the smallest
def precondition(g, H):
    h = np.diag(H)

    def kappa(M):
        first, *_, last = [*np.linalg.eigvalsh(M), np.linalg.eigvalsh(M)[-1]]
        return first / last

    return -g / h, kappa(H), kappa(H / np.sqrt(np.outer(h, h)))

# %% [of_the_diagonal] the diagonal for the eigenvalues
def precondition(g, H):
    h = np.diag(H)
    z = np.diag(1 / np.sqrt(h))
    after = np.diag(z @ H @ z)
    return -g / h, max(h) / min(h), max(after) / min(after)

# %% [lopsided] D^-1 H
def precondition(g, H):
    D = np.diag(np.diag(H))
    return -g / np.diag(D), np.linalg.cond(H), np.linalg.cond(np.linalg.inv(D) @ H)

# %% [without_roots] D^-1 on both sides
def precondition(g, H):
    h = np.diag(H)
    scaled = H / np.outer(h, h)
    values, scaled_values = np.linalg.eigvalsh(H), np.linalg.eigvalsh(scaled)
    return -g / h, values.max() / values.min(), scaled_values.max() / scaled_values.min()

# %% [numbers_exchanged] after, before
def precondition(g, H):
    h = np.diag(H)
    after = np.linalg.cond(H / np.sqrt(np.outer(h, h)))
    before = np.linalg.cond(H)
    return -g / h, after, before
