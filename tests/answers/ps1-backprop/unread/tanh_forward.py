# %% [sigmoid] sigmoid
def tanh_forward(z):
    return 1 / (1 + np.exp(-z))

# %% [tangent] tan
def tanh_forward(z):
    return np.tan(z)

# %% [overflow] by exponentials, overflows
def tanh_forward(z):
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))

# %% [overflow_of_square] by exponentials of 2z, overflows
def tanh_forward(z):
    e = np.exp(2 * z)
    return (e - 1) / (e + 1)

# %% [negative] sign wrong in the exponentials
def tanh_forward(z):
    return (np.exp(-z) - np.exp(z)) / (np.exp(z) + np.exp(-z))

# %% [sinh] sinh
def tanh_forward(z):
    return (np.exp(z) - np.exp(-z)) / 2

# %% [half_argument] tanh of half
def tanh_forward(z):
    return 2 / (1 + np.exp(-z)) - 1

# %% [math_tanh] math.tanh
def tanh_forward(z):
    import math
    return math.tanh(z)

# %% [in_place] in place
def tanh_forward(z):
    return np.tanh(z, out=z)

# %% [slope] the derivative
def tanh_forward(z):
    return 1 - np.tanh(z) ** 2
