# %% [wrong_sign] the minus is lost
def best_length(g, H, d):
    slope = np.dot(g, d)
    bend = np.dot(d, np.dot(H, d))
    if bend > 0:
        return slope / bend
    return np.inf

# %% [straight_down] the formula of the learning rate
def best_length(g, H, d):
    down = -g
    bend = down @ H @ down
    if bend <= 0:
        return np.inf
    return (down @ down) / bend

# %% [gradient_over_curvature] |g|^2 above
def best_length(g, H, d):
    bend = d.T.dot(H).dot(d)
    return np.linalg.norm(g) ** 2 / bend if bend > 0 else np.inf

# %% [no_hessian] a projection onto d
def best_length(g, H, d):
    if d @ H @ d <= 0:
        return float("inf")
    return -np.dot(g, d) / np.sum(d**2)

# %% [half] the half of the model kept
def best_length(g, H, d):
    linear, quadratic = g @ d, d @ H @ d
    if not quadratic > 0:
        return np.inf
    return -0.5 * linear / quadratic

# %% [never_back] a length is positive
def best_length(g, H, d):
    bend = d @ H @ d
    if bend <= 0:
        return np.inf
    t = -(g @ d) / bend
    if t < 0:
        t = 0.0
    return t

# %% [unit_direction] divides d by its norm
def best_length(g, H, d):
    length = np.sqrt(d @ d)
    u = d / length
    bend = u @ H @ u
    return -(g @ u) / bend if bend > 0 else np.inf

# %% [straight_forgotten] < for <=
def best_length(g, H, d):
    bend = d @ H @ d
    if bend < 0:
        return np.inf
    return np.divide(-(g @ d), bend)

# %% [highest_taken] a formula, and nothing else
def best_length(g, H, d):
    return np.divide(-np.sum(g * d), np.sum(d * (H @ d)))

# %% [step_itself] returns the move
def best_length(g, H, d):
    bend = d @ H @ d
    if bend <= 0:
        return np.inf
    t = -(g @ d) / bend
    return t * d

# %% [entry_by_entry] stars for dots
def best_length(g, H, d):
    if d @ H @ d <= 0:
        return np.inf
    return -(g * d) / (d * H.dot(d))
