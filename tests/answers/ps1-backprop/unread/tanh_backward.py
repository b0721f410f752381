# %% derivative at z as if z were the output
def tanh_backward(da, z):
    return da * (1 - z**2)

# %% tanh twice
def tanh_backward(da, z):
    a = np.tanh(np.tanh(z))
    return da * (1 - a**2)

# %% no square
def tanh_backward(da, z):
    return da * (1 - np.tanh(z))

# %% forgets da
def tanh_backward(da, z):
    return 1 - np.tanh(z) ** 2

# %% plus
def tanh_backward(da, z):
    return da * (1 + np.tanh(z) ** 2)

# %% sigmoid's derivative
def tanh_backward(da, z):
    a = np.tanh(z)
    return da * a * (1 - a)

# %% minus one
def tanh_backward(da, z):
    return da * (np.tanh(z) ** 2 - 1)

# %% tanh of da
def tanh_backward(da, z):
    return da * (1 - np.tanh(da) ** 2)

# %% matrix product
def tanh_backward(da, z):
    return da @ (1 - np.tanh(z) ** 2).T

# %% the square on the wrong bracket
def tanh_backward(da, z):
    return da * (1 - np.tanh(z)) ** 2

# %% square of the argument
def tanh_backward(da, z):
    return da * (1 - np.tanh(z**2))

# %% da in place
def tanh_backward(da, z):
    da *= 1 - np.tanh(z) ** 2
    return da

# %% the forward pass
def tanh_backward(da, z):
    return da * np.tanh(z)

# %% by cosh, overflows
def tanh_backward(da, z):
    return da / np.cosh(z) ** 2

# %% brackets: da times one, minus a squared
def tanh_backward(da, z):
    return da * 1 - np.tanh(z) ** 2
