# %% max over an axis
def relu_forward(z):
    return np.max(z, 0)

# %% absolute value
def relu_forward(z):
    return np.abs(z)

# %% minimum
def relu_forward(z):
    return np.minimum(0, z)

# %% Python's max
def relu_forward(z):
    return max(0, z)

# %% an if
def relu_forward(z):
    if z > 0:
        return z
    return 0

# %% in place
def relu_forward(z):
    z[z < 0] = 0
    return z

# %% leaky
def relu_forward(z):
    return np.where(z > 0, z, 0.01 * z)

# %% the mask
def relu_forward(z):
    return (z > 0) * 1.0

# %% softplus
def relu_forward(z):
    return np.log(1 + np.exp(z))

# %% whole numbers only
def relu_forward(z):
    a = np.zeros(z.shape, dtype=int)
    a[z > 0] = z[z > 0]
    return a

# %% only the positive ones
def relu_forward(z):
    return z[z > 0]
