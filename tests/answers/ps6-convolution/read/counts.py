# %% [no_biases] weights alone, in both
def counts(C, D, size, kernel, padding=0, stride=1):
    rows = (size[0] + 2 * padding - kernel[0]) // stride + 1
    columns = (size[1] + 2 * padding - kernel[1]) // stride + 1
    weights = C * D * kernel[0] * kernel[1]
    return weights, C * size[0] * size[1] * D * rows * columns, weights * rows * columns

# %% [bias_for_each_kernel] a bias for each pair
def counts(C, D, size, kernel, padding=0, stride=1):
    out = [(n + 2 * padding - m) // stride + 1 for n, m in zip(size, kernel)]
    area = kernel[0] * kernel[1]
    outputs = D * out[0] * out[1]
    return C * D * (area + 1), outputs * (C * size[0] * size[1] + 1), outputs * C * area

# %% [multiplied_once] the work of one place
def counts(C, D, size, kernel, padding=0, stride=1):
    rows, columns = ((n + 2 * padding - m) // stride + 1 for n, m in zip(size, kernel))
    weights = C * D * np.prod(kernel)
    dense = (C * np.prod(size) + 1) * D * rows * columns
    return weights + D, dense, weights

# %% [multiplications_with_biases] the parameters at each place
def counts(C, D, size, kernel, padding=0, stride=1):
    rows, columns = ((n + 2 * padding - m) // stride + 1 for n, m in zip(size, kernel))
    parameters = D * (C * kernel[0] * kernel[1] + 1)
    dense = D * rows * columns * (C * size[0] * size[1] + 1)
    return parameters, dense, parameters * rows * columns

# %% [dense_as_large] as many outputs as inputs
def counts(C, D, size, kernel, padding=0, stride=1):
    height, width = size
    k, l = kernel
    rows, columns = (height + 2 * padding - k) // stride + 1, (width + 2 * padding - l) // stride + 1
    parameters = D * C * k * l + D
    dense = D * height * width * (C * height * width + 1)
    return parameters, dense, D * C * k * l * rows * columns

# %% [padding_ignored] no zeros around
def counts(C, D, size, kernel, padding=0, stride=1):
    height, width = size
    k, l = kernel
    outputs = D * ((height - k) // stride + 1) * ((width - l) // stride + 1)
    return D * (C * k * l + 1), outputs * (C * height * width + 1), outputs * C * k * l

# %% [dense_biases_of_inputs] a bias for each input
def counts(C, D, size, kernel, padding=0, stride=1):
    k, l = kernel
    rows, columns = (size[0] + 2 * padding - k) // stride + 1, (size[1] + 2 * padding - l) // stride + 1
    inputs, outputs = C * size[0] * size[1], D * rows * columns
    return D * (C * k * l + 1), inputs * outputs + inputs, outputs * C * k * l
