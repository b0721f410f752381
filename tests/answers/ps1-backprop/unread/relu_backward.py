# %% [one_at_zero] one at the kink
def relu_backward(da, z):
    return da * (z >= 0)

# %% [no_upstream] forgets da
def relu_backward(da, z):
    return (z > 0).astype(float)

# %% [mask_of_gradient] mask of da
def relu_backward(da, z):
    return da * (da > 0)

# %% [mask_of_gradient] relu of da
def relu_backward(da, z):
    return np.maximum(0, da)

# %% [value] multiplies by the output
def relu_backward(da, z):
    return da * np.maximum(0, z)

# %% [value_alone] z where positive
def relu_backward(da, z):
    return np.where(z > 0, z, 0)

# %% [flipped] the mask inverted
def relu_backward(da, z):
    return da * (z < 0)

# %% [passed_unchanged] nothing zeroed
def relu_backward(da, z):
    return da

# %% [sign] sign, minus one for negative z
def relu_backward(da, z):
    return da * np.sign(z)

# %% [half_at_zero] half at the kink
def relu_backward(da, z):
    return da * np.where(z > 0, 1.0, np.where(z == 0, 0.5, 0.0))

# %% [in_place] in place
def relu_backward(da, z):
    da[z <= 0] = 0
    return da

# %% [zero_over_zero] z/|z|, 0/0 at the kink
def relu_backward(da, z):
    return da * np.maximum(0, z) / z

# %% [leaky_slope] leaky
def relu_backward(da, z):
    return np.where(z > 0, da, 0.01 * da)
