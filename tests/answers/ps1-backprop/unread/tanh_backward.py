# %% [at_output] derivative at z as if z were the output
def tanh_backward(da, z):
    return da * (1 - z**2)

# %% [twice] tanh twice
def tanh_backward(da, z):
    a = np.tanh(np.tanh(z))
    return da * (1 - a**2)

# %% [not_squared] no square
def tanh_backward(da, z):
    return da * (1 - np.tanh(z))

# %% [no_upstream] forgets da
def tanh_backward(da, z):
    return 1 - np.tanh(z) ** 2

# %% [plus] plus
def tanh_backward(da, z):
    return da * (1 + np.tanh(z) ** 2)

# %% [slope_of_sigmoid] sigmoid's derivative
def tanh_backward(da, z):
    a = np.tanh(z)
    return da * a * (1 - a)

# %% [wrong_sign] minus one
def tanh_backward(da, z):
    return da * (np.tanh(z) ** 2 - 1)

# %% [at_gradient] tanh of da
def tanh_backward(da, z):
    return da * (1 - np.tanh(da) ** 2)

# %% [matrix_product] matrix product
def tanh_backward(da, z):
    return da @ (1 - np.tanh(z) ** 2).T

# %% [square_outside] the square on the wrong bracket
def tanh_backward(da, z):
    return da * (1 - np.tanh(z)) ** 2

# %% [square_inside] square of the argument
def tanh_backward(da, z):
    return da * (1 - np.tanh(z**2))

# %% [in_place] da in place
def tanh_backward(da, z):
    da *= 1 - np.tanh(z) ** 2
    return da

# %% [by_output] the forward pass
def tanh_backward(da, z):
    return da * np.tanh(z)

# %% [brackets] brackets: da times one, minus a squared
def tanh_backward(da, z):
    return da * 1 - np.tanh(z) ** 2
