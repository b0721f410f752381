# %% [biases_forgotten] no biases in the convolution
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    ho, wo = (h + 2 * padding - k) // stride + 1, (w + 2 * padding - l) // stride + 1
    return D * C * k * l, D * ho * wo * (C * h * w + 1), D * C * k * l * ho * wo

# %% [one_bias] one bias for all output channels
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    ho, wo = (h + 2 * padding - k) // stride + 1, (w + 2 * padding - l) // stride + 1
    return D * C * k * l + 1, D * ho * wo * (C * h * w + 1), D * C * k * l * ho * wo

# %% [bias_for_each_kernel] a bias for each kernel of each channel: D C (k l + 1)
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    ho, wo = (h + 2 * padding - k) // stride + 1, (w + 2 * padding - l) // stride + 1
    return D * C * (k * l + 1), D * ho * wo * (C * h * w + 1), D * C * k * l * ho * wo

# %% [bias_at_each_place] a bias for each output pixel
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    ho, wo = (h + 2 * padding - k) // stride + 1, (w + 2 * padding - l) // stride + 1
    out = D * ho * wo
    return D * C * k * l + out, out * (C * h * w + 1), C * k * l * out

# %% [input_channels_forgotten+multiplications_of_one_channel] kernels for D only: channels of the input forgotten
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    ho, wo = (h + 2 * padding - k) // stride + 1, (w + 2 * padding - l) // stride + 1
    return D * (k * l + 1), D * ho * wo * (C * h * w + 1), D * k * l * ho * wo

# %% [dense_biases_forgotten] the dense layer without biases
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    ho, wo = (h + 2 * padding - k) // stride + 1, (w + 2 * padding - l) // stride + 1
    return D * (C * k * l + 1), D * ho * wo * C * h * w, D * C * k * l * ho * wo

# %% [dense_bias_by_channel] the dense layer has a bias for each output channel only
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    ho, wo = (h + 2 * padding - k) // stride + 1, (w + 2 * padding - l) // stride + 1
    return D * (C * k * l + 1), D * ho * wo * C * h * w + D, D * C * k * l * ho * wo

# %% [dense_biases_of_inputs] the dense layer's biases are as many as inputs
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    ho, wo = (h + 2 * padding - k) // stride + 1, (w + 2 * padding - l) // stride + 1
    n_in, n_out = C * h * w, D * ho * wo
    return D * (C * k * l + 1), n_in * n_out + n_in, D * C * k * l * ho * wo

# %% [dense_of_padding] the dense layer from padded images
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size[0] + 2 * padding, size[1] + 2 * padding
    k, l = kernel
    ho, wo = (h - k) // stride + 1, (w - l) // stride + 1
    return D * (C * k * l + 1), D * ho * wo * (C * h * w + 1), D * C * k * l * ho * wo

# %% [dense_as_large] the dense layer to as many pixels as it comes from
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    ho, wo = (h + 2 * padding - k) // stride + 1, (w + 2 * padding - l) // stride + 1
    return D * (C * k * l + 1), D * h * w * (C * h * w + 1), D * C * k * l * ho * wo

# %% [dense_without_channels] the dense layer ignores the channels
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    ho, wo = (h + 2 * padding - k) // stride + 1, (w + 2 * padding - l) // stride + 1
    return D * (C * k * l + 1), ho * wo * (h * w + 1), D * C * k * l * ho * wo

# %% [multiplied_at_each_input] multiplications at every input pixel
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    ho, wo = (h + 2 * padding - k) // stride + 1, (w + 2 * padding - l) // stride + 1
    return D * (C * k * l + 1), D * ho * wo * (C * h * w + 1), D * C * k * l * h * w

# %% [multiplications_with_biases] multiplications with the bias: parameters times places
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    ho, wo = (h + 2 * padding - k) // stride + 1, (w + 2 * padding - l) // stride + 1
    p = D * (C * k * l + 1)
    return p, D * ho * wo * (C * h * w + 1), p * ho * wo

# %% [multiplications_without_outputs] multiplications without output channels
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    ho, wo = (h + 2 * padding - k) // stride + 1, (w + 2 * padding - l) // stride + 1
    return D * (C * k * l + 1), D * ho * wo * (C * h * w + 1), C * k * l * ho * wo

# %% [multiplications_of_one_channel] multiplications without input channels
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    ho, wo = (h + 2 * padding - k) // stride + 1, (w + 2 * padding - l) // stride + 1
    return D * (C * k * l + 1), D * ho * wo * (C * h * w + 1), D * k * l * ho * wo

# %% [multiplications_and_additions] multiplications and additions, twice as many
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    ho, wo = (h + 2 * padding - k) // stride + 1, (w + 2 * padding - l) // stride + 1
    return D * (C * k * l + 1), D * ho * wo * (C * h * w + 1), 2 * D * C * k * l * ho * wo

# %% [zeros_left_out] products with the padding's zeros are left out
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    ho, wo = (h + 2 * padding - k) // stride + 1, (w + 2 * padding - l) // stride + 1
    rows = sum(1 for i in range(ho) for p in range(k) if 0 <= i * stride + p - padding < h)
    cols = sum(1 for j in range(wo) for q in range(l) if 0 <= j * stride + q - padding < w)
    return D * (C * k * l + 1), D * ho * wo * (C * h * w + 1), D * C * rows * cols

# %% [multiplied_once] multiplications of one output
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    ho, wo = (h + 2 * padding - k) // stride + 1, (w + 2 * padding - l) // stride + 1
    return D * (C * k * l + 1), D * ho * wo * (C * h * w + 1), D * C * k * l

# %% [stride_ignored] the stride is forgotten
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    out = D * (h + 2 * padding - k + 1) * (w + 2 * padding - l + 1)
    return D * (C * k * l + 1), out * (C * h * w + 1), C * k * l * out

# %% [padding_ignored] the padding is forgotten
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    out = D * ((h - k) // stride + 1) * ((w - l) // stride + 1)
    return D * (C * k * l + 1), out * (C * h * w + 1), C * k * l * out

# %% [square_kernel] square: m = kernel[0] twice
def counts(C, D, size, kernel, padding=0, stride=1):
    m = kernel[0]
    h, w = size
    ho, wo = (h + 2 * padding - m) // stride + 1, (w + 2 * padding - m) // stride + 1
    return D * (C * m ** 2 + 1), D * ho * wo * (C * h * w + 1), D * C * m ** 2 * ho * wo

# %% [kernel_turned] the width is paired with the kernel's height
def counts(C, D, size, kernel, padding=0, stride=1):
    w, h = size
    k, l = kernel
    ho, wo = (h + 2 * padding - k) // stride + 1, (w + 2 * padding - l) // stride + 1
    return D * (C * k * l + 1), D * ho * wo * (C * h * w + 1), D * C * k * l * ho * wo

# %% [broken_sizes] real division
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    ho, wo = (h + 2 * padding - k) / stride + 1, (w + 2 * padding - l) / stride + 1
    return D * (C * k * l + 1), D * ho * wo * (C * h * w + 1), D * C * k * l * ho * wo

# %% [bias_for_input_channels] C and D exchanged for the biases: C biases
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    ho, wo = (h + 2 * padding - k) // stride + 1, (w + 2 * padding - l) // stride + 1
    return C * D * k * l + C, D * ho * wo * (C * h * w + 1), D * C * k * l * ho * wo

# %% [dense_and_multiplications_exchanged] dense and multiplications in the wrong order
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    ho, wo = (h + 2 * padding - k) // stride + 1, (w + 2 * padding - l) // stride + 1
    return D * (C * k * l + 1), D * C * k * l * ho * wo, D * ho * wo * (C * h * w + 1)

# %% [one_too_few] the +1 in the number of places is forgotten
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    ho, wo = (h + 2 * padding - k) // stride, (w + 2 * padding - l) // stride
    return D * (C * k * l + 1), D * ho * wo * (C * h * w + 1), D * C * k * l * ho * wo

# %% [dense_one_bias] operator precedence: D * C * k * l + 1 in the dense layer too (one bias)
def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = size
    k, l = kernel
    ho, wo = (h + 2 * padding - k) // stride + 1, (w + 2 * padding - l) // stride + 1
    return D * (C * k * l + 1), D * ho * wo * C * h * w + 1, D * C * k * l * ho * wo

# %% [overflow] sizes of 16 bits, which overflow
import numpy as np

def counts(C, D, size, kernel, padding=0, stride=1):
    h, w = np.int16(size[0]), np.int16(size[1])
    k, l = kernel
    ho, wo = (h + 2 * padding - k) // stride + 1, (w + 2 * padding - l) // stride + 1
    with np.errstate(all="ignore"):
        return D * (C * k * l + 1), D * ho * wo * (C * h * w + 1), D * C * k * l * ho * wo

# %% [right] by counting over loops
def counts(C, D, size, kernel, padding=0, stride=1):
    k, l = kernel
    places = len(range(0, size[0] + 2 * padding - k + 1, stride)) * len(range(0, size[1] + 2 * padding - l + 1, stride))
    weights = C * D * k * l
    return weights + D, places * D * C * size[0] * size[1] + places * D, places * weights

# %% [right] NumPy's whole numbers from np.prod
import numpy as np

def counts(C, D, size, kernel, padding=0, stride=1):
    size, kernel = np.array(size), np.array(kernel)
    out = (size + 2 * padding - kernel) // stride + 1
    W = C * D * kernel.prod()
    inputs, outputs = C * size.prod(), D * out.prod()
    return W + D, outputs * (inputs + 1), W * out.prod()
