# %% [averaged_bias] db as a mean over the batch
def affine_backward(dz, x, W):
    return dz @ W, dz.T @ x, dz.mean(axis=0)

# %% [averaged_weights] dW averaged over the batch
def affine_backward(dz, x, W):
    return dz @ W, dz.T @ x / len(x), dz.sum(axis=0)

# %% [averaged] dW and db averaged over the batch
def affine_backward(dz, x, W):
    N = x.shape[0]
    return dz @ W, dz.T @ x / N, dz.sum(axis=0) / N

# %% [transposed] dW transposed
def affine_backward(dz, x, W):
    return dz @ W, x.T @ dz, dz.sum(axis=0)

# %% [dx_by_transpose] dx by W transposed
def affine_backward(dz, x, W):
    return dz @ W.T, dz.T @ x, dz.sum(axis=0)

# %% [bias_over_features] db summed over the outputs
def affine_backward(dz, x, W):
    return dz @ W, dz.T @ x, dz.sum(axis=1)

# %% [bias_not_summed] db not summed over the batch
def affine_backward(dz, x, W):
    return dz @ W, dz.T @ x, dz

# %% [bias_summed_over_all] db summed over everything
def affine_backward(dz, x, W):
    return dz @ W, dz.T @ x, dz.sum()

# %% [bias_keeps_axis] db keeps an axis
def affine_backward(dz, x, W):
    return dz @ W, dz.T @ x, dz.sum(axis=0, keepdims=True)

# %% [order] order dW, dx, db
def affine_backward(dz, x, W):
    return dz.T @ x, dz @ W, dz.sum(axis=0)

# %% [dx_last] order dW, db, dx
def affine_backward(dz, x, W):
    dx = dz @ W
    dW = dz.T @ x
    db = dz.sum(axis=0)
    return dW, db, dx

# %% [too_few] no db
def affine_backward(dz, x, W):
    return dz @ W, dz.T @ x

# %% [bias_ones] db is one
def affine_backward(dz, x, W):
    return dz @ W, dz.T @ x, np.ones(len(W))

# %% [bias_count] db counts the batch
def affine_backward(dz, x, W):
    return dz @ W, dz.T @ x, np.ones(len(W)) * len(x)

# %% [dx_without_dz] dx forgets dz: just W
def affine_backward(dz, x, W):
    return W, dz.T @ x, dz.sum(axis=0)

# %% [dW_without_dz] dW forgets dz
def affine_backward(dz, x, W):
    return dz @ W, np.ones_like(dz).T @ x, dz.sum(axis=0)

# %% [first_example] only the first example in dW
def affine_backward(dz, x, W):
    return dz @ W, np.outer(dz[0], x[0]), dz.sum(axis=0)

# %% [outer] np.outer of a whole batch
def affine_backward(dz, x, W):
    return dz @ W, np.outer(dz, x), dz.sum(axis=0)

# %% [wrong_sign] all with the sign of descent
def affine_backward(dz, x, W):
    return -dz @ W, -dz.T @ x, -dz.sum(axis=0)

# %% [in_place] dW written over the argument W before dx
def affine_backward(dz, x, W):
    W[:] = dz.T @ x
    dx = dz @ W
    return dx, W, dz.sum(axis=0)

# %% [undefined_name] calls the argument by another name
def affine_backward(dz, x, W):
    dx = dz @ W
    dW = dz.T @ X
    db = dz.sum(axis=0)
    return dx, dW, db

# %% [a_dict] a dictionary
def affine_backward(dz, x, W):
    return {"dx": dz @ W, "dW": dz.T @ x, "db": dz.sum(axis=0)}

# %% [dx_summed] dx summed over the batch
def affine_backward(dz, x, W):
    return (dz @ W).sum(axis=0), dz.T @ x, dz.sum(axis=0)

# %% [dx_averaged] dx averaged over the batch
def affine_backward(dz, x, W):
    return dz @ W / len(x), dz.T @ x, dz.sum(axis=0)
