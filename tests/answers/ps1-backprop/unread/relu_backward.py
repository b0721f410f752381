# %% one at the kink
def relu_backward(da, z):
    return da * (z >= 0)

# %% forgets da
def relu_backward(da, z):
    return (z > 0).astype(float)

# %% mask of da
def relu_backward(da, z):
    return da * (da > 0)

# %% relu of da
def relu_backward(da, z):
    return np.maximum(0, da)

# %% multiplies by the output
def relu_backward(da, z):
    return da * np.maximum(0, z)

# %% z where positive
def relu_backward(da, z):
    return np.where(z > 0, z, 0)

# %% the mask inverted
def relu_backward(da, z):
    return da * (z < 0)

# %% nothing zeroed
def relu_backward(da, z):
    return da

# %% sign, minus one for negative z
def relu_backward(da, z):
    return da * np.sign(z)

# %% half at the kink
def relu_backward(da, z):
    return da * np.where(z > 0, 1.0, np.where(z == 0, 0.5, 0.0))

# %% in place
def relu_backward(da, z):
    da[z <= 0] = 0
    return da

# %% z/|z|, 0/0 at the kink
def relu_backward(da, z):
    return da * np.maximum(0, z) / z

# %% leaky
def relu_backward(da, z):
    return np.where(z > 0, da, 0.01 * da)
