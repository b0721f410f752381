# %% [activated_output] tanh after the last layer too
def mlp_forward(params, x):
    for W, b in params:
        x = np.tanh(x @ W.T + b)
    return x

# %% [linear] no tanh at all
def mlp_forward(params, x):
    for W, b in params:
        x = x @ W.T + b
    return x

# %% [without_last] stops before the last layer
def mlp_forward(params, x):
    for W, b in params[:-1]:
        x = np.tanh(x @ W.T + b)
    return x

# %% [last_alone] only the last layer
def mlp_forward(params, x):
    for W, b in params:
        z = affine_forward(x, W, b)
        a = tanh_forward(z)
    return z

# %% [rectified] relu
def mlp_forward(params, x):
    for W, b in params[:-1]:
        x = relu_forward(affine_forward(x, W, b))
    W, b = params[-1]
    return affine_forward(x, W, b)

# %% [no_bias] biases left out
def mlp_forward(params, x):
    for W, b in params[:-1]:
        x = np.tanh(x @ W.T)
    return x @ params[-1][0].T

# %% [probabilities] softmax on the logits
def mlp_forward(params, x):
    for W, b in params[:-1]:
        x = np.tanh(x @ W.T + b)
    u = x @ params[-1][0].T + params[-1][1]
    e = np.exp(u - u.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% [reversed_layers] layers from the last to the first
def mlp_forward(params, x):
    for i, (W, b) in enumerate(reversed(params)):
        x = x @ W.T + b
        if i < len(params) - 1:
            x = np.tanh(x)
    return x

# %% [two_layers] for two layers only
def mlp_forward(params, x):
    (W1, b1), (W2, b2) = params
    return np.tanh(x @ W1.T + b1) @ W2.T + b2

# %% [tanh_before] tanh before every layer
def mlp_forward(params, x):
    for W, b in params:
        x = np.tanh(x) @ W.T + b
    return x

# %% [last_two_linear] off by one: the last two layers without tanh
def mlp_forward(params, x):
    L = len(params)
    for i, (W, b) in enumerate(params):
        x = x @ W.T + b
        if i < L - 2:
            x = np.tanh(x)
    return x

# %% [too_many] returns a cache too
def mlp_forward(params, x):
    kept = []
    for W, b in params[:-1]:
        kept.append(x)
        x = np.tanh(x @ W.T + b)
    W, b = params[-1]
    return x @ W.T + b, kept

# %% [last_two_alone] loops over the first layer again and again
def mlp_forward(params, x):
    for l in range(len(params) - 1):
        W, b = params[l]
        a = np.tanh(affine_forward(x, W, b))
    W, b = params[-1]
    return affine_forward(a, W, b)
