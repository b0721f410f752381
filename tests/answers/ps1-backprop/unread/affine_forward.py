# %% no bias
def affine_forward(x, W, b):
    return x @ W.T

# %% W not transposed
def affine_forward(x, W, b):
    return x @ W + b

# %% columns as examples: W x + b
def affine_forward(x, W, b):
    return W @ x + b

# %% the result transposed
def affine_forward(x, W, b):
    return (W @ x.T).T.T + b[:, None]

# %% bias subtracted
def affine_forward(x, W, b):
    return x @ W.T - b

# %% bias added twice
def affine_forward(x, W, b):
    z = x @ W.T + b
    z += b
    return z

# %% elementwise product
def affine_forward(x, W, b):
    return x * W + b

# %% bias as a column
def affine_forward(x, W, b):
    return x @ W.T + b.reshape(-1, 1)

# %% applies an activation
def affine_forward(x, W, b):
    return np.tanh(x @ W.T + b)

# %% only the first example
def affine_forward(x, W, b):
    return x[0] @ W.T + b

# %% sum of the bias
def affine_forward(x, W, b):
    return x @ W.T + b.sum()

# %% bias changed in place: x is written over
def affine_forward(x, W, b):
    b += x @ W.T
    return b

# %% keeps a tuple with a cache
def affine_forward(x, W, b):
    z = x @ W.T + b
    return z, (x, W, b)
