# %% [convolution] the kernel is turned over: np.convolve in place of the cross-correlation
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x, padding)
    return np.convolve(xz, v, mode="valid")[::stride]

# %% [padding_ignored] padding is forgotten altogether
import numpy as np

def correlate(x, v, padding=0, stride=1):
    n, m = len(x), len(v)
    h = []
    for i in range(0, n - m + 1, stride):
        h.append(np.sum(v * x[i:i + m]))
    return np.array(h)

# %% [stride_ignored] the stride is forgotten: all places
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.concatenate([np.zeros(padding), x, np.zeros(padding)])
    return np.array([xz[i:i + len(v)] @ v for i in range(len(xz) - len(v) + 1)])

# %% [padded_before_alone] zeros only at the left end
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.zeros(len(x) + padding)
    xz[padding:] = x
    out = (len(xz) - len(v)) // stride + 1
    return np.array([np.dot(v, xz[i * stride:i * stride + len(v)]) for i in range(out)])

# %% [all_padded_after] zeros only at the right end
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.append(x, np.zeros(2 * padding))
    m = len(v)
    count = (len(xz) - m) // stride + 1
    h = np.zeros(count)
    for i in range(count):
        for p in range(m):
            h[i] += v[p] * xz[i * stride + p]
    return h

# %% [one_too_few] one output too few: the + 1 of the number of places is forgotten
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x, padding)
    size = (len(x) + 2 * padding - len(v)) // stride
    h = np.empty(size)
    for i in range(size):
        h[i] = v @ xz[i * stride:i * stride + len(v)]
    return h

# %% [rounded_up] the length is divided by the stride without + 1 inside: ceil in place of floor, and the last window hangs over (padded with more zeros)
import numpy as np

def correlate(x, v, padding=0, stride=1):
    m = len(v)
    size = int(np.ceil((len(x) + 2 * padding - m) / stride)) + 1
    xz = np.pad(x, (padding, padding + stride))
    h = np.zeros(size)
    for i in range(size):
        h[i] = np.sum(xz[i * stride:i * stride + m] * v)
    return h

# %% [padded_before_alone] padding is counted once in the length, so that the last windows are missing
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x, padding)
    size = (len(x) + padding - len(v)) // stride + 1
    return np.array([sum(v[p] * xz[i * stride + p] for p in range(len(v))) for i in range(size)])

# %% [dilated] the stride is multiplied onto p: a dilated kernel, moved by one
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x, padding)
    size = (len(xz) - len(v)) // stride + 1
    h = np.zeros(size)
    for i in range(size):
        for p in range(len(v)):
            h[i] += v[p] * xz[(i + p * stride) % len(xz)]
    return h

# %% [stride_in_size_alone] i + p without the stride: outputs are the first ones, of stride 1
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x, padding)
    size = (len(xz) - len(v)) // stride + 1
    h = np.zeros(size)
    for i in range(size):
        for p in range(len(v)):
            h[i] += v[p] * xz[i + p]
    return h

# %% [thinned_before] stride applied to the input first, then the kernel
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x, padding)[::stride]
    return np.correlate(xz, v, mode="valid")

# %% [all_overlaps_for_padding] np.correlate with mode full, as if that were the padding
import numpy as np

def correlate(x, v, padding=0, stride=1):
    mode = "full" if padding > 0 else "valid"
    return np.correlate(x, v, mode=mode)[::stride]

# %% [same_size] mode same: as long as the input, whatever the padding
import numpy as np

def correlate(x, v, padding=0, stride=1):
    return np.correlate(np.pad(x, padding), v, "same")[::stride]

# %% [border_repeated] pads with the edge's values in place of zeros
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x, padding, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(xz, len(v))[::stride]
    return windows @ v

# %% [convolution] the kernel runs over the signal by np.roll to the right: turned over
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x, padding)
    h = sum(v[p] * np.roll(xz, p) for p in range(len(v)))
    return h[len(v) - 1::stride]

# %% [in_place] v is turned over in place: the caller's kernel is changed
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x, padding)
    v[:] = v[::-1].copy()
    return np.convolve(xz, v, "valid")[::stride]

# %% [cut_to_whole] h of the dtype of x: whole numbers are cut off
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x, padding)
    m = len(v)
    h = np.zeros((len(xz) - m) // stride + 1, dtype=x.dtype)
    for i in range(len(h)):
        h[i] = (v * xz[i * stride:i * stride + m]).sum()
    return h

# %% [as_column] returns a column, as a matrix product gave it
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x, padding)
    rows = [xz[i:i + len(v)] for i in range(0, len(xz) - len(v) + 1, stride)]
    return np.array(rows) @ v.reshape(-1, 1)

# %% [not_summed] products are not summed: a table of windows
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x, padding)
    return np.array([xz[i:i + len(v)] * v for i in range(0, len(xz) - len(v) + 1, stride)])

# %% [mean] the mean of the products in place of their sum
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x, padding)
    return np.array([np.mean(xz[i:i + len(v)] * v) for i in range(0, len(xz) - len(v) + 1, stride)])

# %% [no_return] prints in place of returning
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x, padding)
    h = np.array([xz[i:i + len(v)] @ v for i in range(0, len(xz) - len(v) + 1, stride)])
    print(h)

# %% [beyond_the_end] index beyond the end: the loop runs over all places of the padded signal
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.pad(x, padding)
    h = []
    for i in range(0, len(xz), stride):
        s = 0
        for p in range(len(v)):
            s += v[p] * xz[i + p]
        h.append(s)
    return np.array(h)

# %% [hangs_over] windows are cut by slices that end too late: the last ones are short, with zip
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = [0.0] * padding + list(x) + [0.0] * padding
    h = [sum(a * b for a, b in zip(v, xz[i:])) for i in range(0, len(xz), stride)]
    return np.array(h)

# %% [empty] xz[0:-padding] trick for the middle, which is empty without padding
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.zeros(len(x) + 2 * padding)
    xz[padding:-padding] = x
    return np.correlate(xz, v, "valid")[::stride]

# %% [centred] centred kernel: starts in the middle, as if the kernel's middle stood at the first pixel
import numpy as np

def correlate(x, v, padding=0, stride=1):
    m = len(v)
    reach = m // 2
    xz = np.pad(x, padding + reach)
    size = (len(x) + 2 * padding - m) // stride + 1
    return np.array([v @ xz[i * stride:i * stride + m] for i in range(size)])

# %% [reversed] the arguments of np.correlate are exchanged
import numpy as np

def correlate(x, v, padding=0, stride=1):
    return np.correlate(v, np.pad(x, padding), "valid")[::stride]

# %% [counted_from_the_end] the stride is taken by [::-stride] at the wrong end: counts from the right
import numpy as np

def correlate(x, v, padding=0, stride=1):
    h = np.correlate(np.pad(x, padding), v, "valid")
    return h[::-1][::stride][::-1]

# %% [first_place_skipped] after the stride's slice the first window is skipped
import numpy as np

def correlate(x, v, padding=0, stride=1):
    h = np.correlate(np.pad(x, padding), v, "valid")
    return h[stride - 1::stride]

# %% [right] by recursion over the kernel
import numpy as np

def correlate(x, v, padding=0, stride=1):
    xz = np.pad(np.asarray(x, float), padding)
    def part(rest, kernel):
        size = len(xz) - len(v) + 1
        if len(kernel) == 0:
            return np.zeros(size)
        return kernel[0] * rest[:size] + part(rest[1:], kernel[1:])
    return part(xz, v)[::stride]

# %% [right] a list of Python's numbers
def correlate(x, v, padding=0, stride=1):
    def at(k):
        return x[k] if 0 <= k < len(x) else 0.0
    n = (len(x) + 2 * padding - len(v)) // stride + 1
    return [sum(w * at(i * stride + p - padding) for p, w in enumerate(v)) for i in range(n)]
