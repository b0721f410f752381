# %% [no_bias] no bias
def affine_forward(x, W, b):
    return x @ W.T

# %% [not_transposed] W not transposed
def affine_forward(x, W, b):
    return x @ W + b

# %% [columns] columns as examples: W x + b
def affine_forward(x, W, b):
    return W @ x + b

# %% [transposed_result] the result transposed
def affine_forward(x, W, b):
    return (W @ x.T).T.T + b[:, None]

# %% [minus_bias] bias subtracted
def affine_forward(x, W, b):
    return x @ W.T - b

# %% [bias_twice] bias added twice
def affine_forward(x, W, b):
    z = x @ W.T + b
    z += b
    return z

# %% [elementwise] elementwise product
def affine_forward(x, W, b):
    return x * W + b

# %% [column_of_bias] bias as a column
def affine_forward(x, W, b):
    return x @ W.T + b.reshape(-1, 1)

# %% [activated] applies an activation
def affine_forward(x, W, b):
    return np.tanh(x @ W.T + b)

# %% [first_row] only the first example
def affine_forward(x, W, b):
    return x[0] @ W.T + b

# %% [summed_bias] sum of the bias
def affine_forward(x, W, b):
    return x @ W.T + b.sum()

# %% [bias_in_place] bias changed in place: x is written over
def affine_forward(x, W, b):
    b += x @ W.T
    return b

# %% [too_many] keeps a tuple with a cache
def affine_forward(x, W, b):
    z = x @ W.T + b
    return z, (x, W, b)
