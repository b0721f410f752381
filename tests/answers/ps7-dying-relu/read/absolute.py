# %% [one_side_twice] the minus is forgotten
def absolute(M, L):
    k = M.shape[0]
    params = [(np.concatenate([M, M]), np.zeros(2 * k))]
    for _ in range(L - 2):
        params.append((np.identity(2 * k), np.zeros(2 * k)))
    params.append((np.concatenate([np.eye(k), np.eye(k)], axis=1), np.zeros(k)))
    return params

# %% [subtracted] as in x = r(x) - r(-x)
def absolute(M, L):
    k = len(M)
    add = np.zeros((k, 2 * k))
    for i in range(k):
        add[i, i] = 1
        add[i, i + k] = -1
    middle = [(np.eye(2 * k), np.zeros(2 * k)) for _ in range(L - 2)]
    return [(np.r_[M, -M], np.zeros(2 * k)), *middle, (add, np.zeros(k))]

# %% [all_added] the matrix of the slide
def absolute(M, L):
    k = len(M)
    weights = [np.vstack((M, -M))] + [np.eye(2 * k) for _ in range(2, L)] + [np.ones((k, 2 * k))]
    return [(W, np.zeros(W.shape[0])) for W in weights]

# %% [partners_apart] first by pairs, last by halves
def absolute(M, L):
    k, n = M.shape
    first = np.empty((2 * k, n))
    first[::2], first[1::2] = M, -M
    last = np.tile(np.eye(k), 2)
    return (
        [(first, np.zeros(2 * k))]
        + [(np.eye(2 * k), np.zeros(2 * k))] * (L - 2)
        + [(last, np.zeros(k))]
    )

# %% [layers_of_ones] handing on by a full matrix
def absolute(M, L):
    k = len(M)
    out = [(np.append(M, -M, axis=0), np.zeros(2 * k))]
    while len(out) < L - 1:
        out.append((np.ones((2 * k, 2 * k)), np.zeros(2 * k)))
    return [*out, (np.hstack([np.identity(k)] * 2), np.zeros(k))]

# %% [layers_that_hand_on_half] split anew in each layer
def absolute(M, L):
    k = len(M)
    between = np.diag(np.repeat([1.0, -1.0], k))
    shapes = [np.vstack([M, -M])] + (L - 2) * [between] + [np.hstack([np.eye(k), np.eye(k)])]
    return [(W, np.zeros(W.shape[0])) for W in shapes]

# %% [too_many_layers] L hidden layers
def absolute(M, L):
    k = len(M)
    params = [(np.vstack([M, -M]), np.zeros(2 * k))]
    for _ in range(1, L):
        params.append((np.eye(2 * k), np.zeros(2 * k)))
    params.append((np.hstack([np.eye(k), np.eye(k)]), np.zeros(k)))
    return params

# %% [transposed_weights] (in, out), as x @ W
def absolute(M, L):
    k = len(M)
    add = np.vstack([np.eye(k), np.eye(k)])
    weights = [np.hstack([M.T, -M.T]), *[np.eye(2 * k)] * (L - 2), add]
    return [(W, np.zeros(W.shape[1])) for W in weights]

# %% [shape_of_b] columns, for adding
def absolute(M, L):
    k = len(M)
    weights = [np.vstack([M, -M]), *[np.eye(2 * k)] * (L - 2), np.hstack([np.eye(k), np.eye(k)])]
    return [(W, np.zeros((len(W), 1))) for W in weights]

# %% [sizes_of_inputs] M |x|
def absolute(M, L):
    k, n = M.shape
    split = np.vstack([np.eye(n), -np.eye(n)])
    weights = [split] + [np.eye(2 * n)] * (L - 2) + [np.hstack([M, M])]
    return [(W, np.zeros(len(W))) for W in weights]
