# %% [over_axis] max over an axis
def relu_forward(z):
    return np.max(z, 0)

# %% [absolute] absolute value
def relu_forward(z):
    return np.abs(z)

# %% [minimum] minimum
def relu_forward(z):
    return np.minimum(0, z)

# %% [python_max] Python's max
def relu_forward(z):
    return max(0, z)

# %% [python_if] an if
def relu_forward(z):
    if z > 0:
        return z
    return 0

# %% [in_place] in place
def relu_forward(z):
    z[z < 0] = 0
    return z

# %% [leaky] leaky
def relu_forward(z):
    return np.where(z > 0, z, 0.01 * z)

# %% [step] the mask
def relu_forward(z):
    return (z > 0) * 1.0

# %% [softplus] softplus
def relu_forward(z):
    return np.log(1 + np.exp(z))

# %% [whole_numbers] whole numbers only
def relu_forward(z):
    a = np.zeros(z.shape, dtype=int)
    a[z > 0] = z[z > 0]
    return a

# %% [fewer] only the positive ones
def relu_forward(z):
    return z[z > 0]
