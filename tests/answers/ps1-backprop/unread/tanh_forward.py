# %% sigmoid
def tanh_forward(z):
    return 1 / (1 + np.exp(-z))

# %% tan
def tanh_forward(z):
    return np.tan(z)

# %% by exponentials, overflows
def tanh_forward(z):
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))

# %% by exponentials of 2z, overflows
def tanh_forward(z):
    e = np.exp(2 * z)
    return (e - 1) / (e + 1)

# %% sign wrong in the exponentials
def tanh_forward(z):
    return (np.exp(-z) - np.exp(z)) / (np.exp(z) + np.exp(-z))

# %% sinh
def tanh_forward(z):
    return (np.exp(z) - np.exp(-z)) / 2

# %% tanh of half
def tanh_forward(z):
    return 2 / (1 + np.exp(-z)) - 1

# %% math.tanh
def tanh_forward(z):
    import math
    return math.tanh(z)

# %% in place
def tanh_forward(z):
    return np.tanh(z, out=z)

# %% the derivative
def tanh_forward(z):
    return 1 - np.tanh(z) ** 2
