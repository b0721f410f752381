# %% [convolution] the kernels are turned over: a true convolution
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    V = V[:, :, ::-1, ::-1]
    Ho, Wo = (H + 2 * padding - k) // stride + 1, (W + 2 * padding - l) // stride + 1
    h = np.zeros((N, D, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            patch = z[:, :, i * stride:i * stride + k, j * stride:j * stride + l]
            h[:, :, i, j] = np.einsum("ncpq,dcpq->nd", patch, V) + b
    return h

# %% [no_bias] the bias is forgotten
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    z = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    windows = np.lib.stride_tricks.sliding_window_view(z, V.shape[2:], axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    return np.einsum("ncijpq,dcpq->ndij", windows, V)

# %% [bias_for_each_channel] the bias is added in the loop over channels: C times
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    N, C, H, W = x.shape
    D, C, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    Ho, Wo = (H + 2 * padding - k) // stride + 1, (W + 2 * padding - l) // stride + 1
    h = np.zeros((N, D, Ho, Wo))
    for n in range(N):
        for d in range(D):
            for i in range(Ho):
                for j in range(Wo):
                    for c in range(C):
                        s = i * stride
                        t = j * stride
                        h[n, d, i, j] += np.sum(z[n, c, s:s + k, t:t + l] * V[d, c]) + b[d]
    return h

# %% [bias_by_column] the bias is added along the last axis (broadcast without reshape)
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(z, V.shape[2:], axis=(2, 3))
    return np.einsum("ncijpq,dcpq->ndij", windows[:, :, ::stride, ::stride], V) + b

# %% [last_channel_alone] only the last channel: = in place of +=
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    Ho, Wo = (H + 2 * padding - k) // stride + 1, (W + 2 * padding - l) // stride + 1
    h = np.zeros((N, D, Ho, Wo))
    for n, d, i, j, c in np.ndindex(N, D, Ho, Wo, C):
        s, t = i * stride, j * stride
        h[n, d, i, j] = (z[n, c, s:s + k, t:t + l] * V[d, c]).sum() + b[d]
    return h

# %% [first_channel_alone] only channel 0
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(z[:, 0], V.shape[2:], axis=(1, 2))
    h = np.einsum("nijpq,dpq->ndij", windows[:, ::stride, ::stride], V[:, 0])
    return h + b[:, None, None]

# %% [channels_averaged] the mean over the channels
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    Ho, Wo = (H + 2 * padding - k) // stride + 1, (W + 2 * padding - l) // stride + 1
    h = np.zeros((N, D, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            patch = z[:, :, i * stride:i * stride + k, j * stride:j * stride + l]
            h[:, :, i, j] = (patch[:, None] * V).sum(axis=(3, 4)).mean(axis=2) + b
    return h

# %% [channel_by_channel] channel c with kernel c only (depthwise)
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    Ho, Wo = (H + 2 * padding - k) // stride + 1, (W + 2 * padding - l) // stride + 1
    h = np.zeros((N, D, Ho, Wo))
    for d in range(D):
        c = d % C
        for i in range(Ho):
            for j in range(Wo):
                s, t = i * stride, j * stride
                h[:, d, i, j] = np.sum(z[:, c, s:s + k, t:t + l] * V[d, c], axis=(1, 2)) + b[d]
    return h

# %% [channels_exchanged] input and output channels exchanged: V[c, d]
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    Ho, Wo = (H + 2 * padding - k) // stride + 1, (W + 2 * padding - l) // stride + 1
    h = np.zeros((N, D, Ho, Wo))
    for n, d, i, j in np.ndindex(N, D, Ho, Wo):
        for c in range(C):
            s, t = i * stride, j * stride
            h[n, d, i, j] += (z[n, c, s:s + k, t:t + l] * V[c, d]).sum()
        h[n, d, i, j] += b[d]
    return h

# %% [padding_ignored] the padding is ignored
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    rows, cols = (H - k) // stride + 1, (W - l) // stride + 1
    h = np.zeros((N, D, rows, cols))
    for i in range(rows):
        for j in range(cols):
            p = x[:, :, i * stride:i * stride + k, j * stride:j * stride + l].reshape(N, -1)
            h[:, :, i, j] = p @ V.reshape(D, -1).T + b
    return h

# %% [stride_ignored] the stride is ignored
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.zeros((N, C, H + 2 * padding, W + 2 * padding))
    z[:, :, padding:padding + H, padding:padding + W] = x
    h = np.zeros((N, D, z.shape[2] - k + 1, z.shape[3] - l + 1))
    for p in range(k):
        for q in range(l):
            part = z[:, :, p:p + h.shape[2], q:q + h.shape[3]]
            h += np.einsum("ncij,dc->ndij", part, V[:, :, p, q])
    return h + b.reshape(1, -1, 1, 1)

# %% [stride_of_rows_alone] the stride only in the rows
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    w = np.lib.stride_tricks.sliding_window_view(z, V.shape[2:], axis=(2, 3))[:, :, ::stride]
    return np.tensordot(w, V, axes=([1, 4, 5], [1, 2, 3])).transpose(0, 3, 1, 2) + b[:, None, None]

# %% [padded_everywhere] padding of all four axes: np.pad(x, padding)
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    z = np.pad(x, padding)
    w = np.lib.stride_tricks.sliding_window_view(z, V.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("ncijpq,dcpq->ndij", w, V) + b[:, None, None]

# %% [channels_last] tensordot's axes are left as they came: (N, height', width', D)
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    w = np.lib.stride_tricks.sliding_window_view(z, V.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.tensordot(w, V, axes=([1, 4, 5], [1, 2, 3])) + b

# %% [channels_first] (D, N, height', width')
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    w = np.lib.stride_tricks.sliding_window_view(z, V.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    out = []
    for d in range(len(V)):
        out.append(np.einsum("ncijpq,cpq->nij", w, V[d]) + b[d])
    return np.array(out)

# %% [rows_not_columns] i and j exchanged: h is transposed
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    w = np.lib.stride_tricks.sliding_window_view(z, V.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("ncijpq,dcpq->ndji", w, V) + b[:, None, None]

# %% [kernels_transposed] the kernel is transposed: p with columns
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    V = V.transpose(0, 1, 3, 2)
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    w = np.lib.stride_tricks.sliding_window_view(z, V.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("ncijpq,dcpq->ndij", w, V) + b[:, None, None]

# %% [flattened_in_another_order] im2col with the channels last in the patch and first in the kernel
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    rows, cols = (H + 2 * padding - k) // stride + 1, (W + 2 * padding - l) // stride + 1
    M = V.reshape(D, -1)
    h = np.zeros((N, D, rows, cols))
    for i in range(rows):
        for j in range(cols):
            patch = z[:, :, i * stride:i * stride + k, j * stride:j * stride + l]
            h[:, :, i, j] = patch.transpose(0, 2, 3, 1).reshape(N, -1) @ M.T + b
    return h

# %% [reshaped] im2col, then reshaped in the wrong order: (N * places, D) to (N, D, ...) without a transpose
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    rows, cols = (H + 2 * padding - k) // stride + 1, (W + 2 * padding - l) // stride + 1
    patches = []
    for n in range(N):
        for i in range(rows):
            for j in range(cols):
                patches.append(z[n, :, i * stride:i * stride + k, j * stride:j * stride + l].ravel())
    out = np.array(patches) @ V.reshape(D, -1).T + b
    return out.reshape(N, D, rows, cols)

# %% [square_images] width from the height: square images
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    N, C, size, _ = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = (size + 2 * padding - k) // stride + 1
    h = np.zeros((N, D, out, out))
    for i in range(out):
        for j in range(out):
            patch = z[:, :, i * stride:i * stride + k, j * stride:j * stride + l]
            h[:, :, i, j] = np.einsum("ncpq,dcpq->nd", patch, V) + b
    return h

# %% [square_kernels] square kernels: k for both directions
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k = V.shape[:3]
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    Ho, Wo = (H + 2 * padding - k) // stride + 1, (W + 2 * padding - k) // stride + 1
    h = np.zeros((N, D, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            patch = z[:, :, i * stride:i * stride + k, j * stride:j * stride + k]
            h[:, :, i, j] = np.einsum("ncpq,dcpq->nd", patch, V) + b
    return h

# %% [size_exchanged] height and width exchanged: images as (width, height)
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    N, C, W, H = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    Ho, Wo = (H + 2 * padding - k) // stride + 1, (W + 2 * padding - l) // stride + 1
    h = np.zeros((N, D, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            patch = z[:, :, i * stride:i * stride + k, j * stride:j * stride + l]
            h[:, :, i, j] = np.einsum("ncpq,dcpq->nd", patch, V) + b
    return h

# %% [padded_before_alone] padding only above and left
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    z = np.pad(x, ((0, 0), (0, 0), (2 * padding, 0), (2 * padding, 0)))
    w = np.lib.stride_tricks.sliding_window_view(z, V.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("ncijpq,dcpq->ndij", w, V) + b[:, None, None]

# %% [border_repeated] padding with the border's pixels
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)), "edge")
    w = np.lib.stride_tricks.sliding_window_view(z, V.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("ncijpq,dcpq->ndij", w, V) + b[:, None, None]

# %% [output_padded] the output is padded in place of the images
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    w = np.lib.stride_tricks.sliding_window_view(x, V.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    h = np.einsum("ncijpq,dcpq->ndij", w, V) + b[:, None, None]
    return np.pad(h, ((0, 0), (0, 0), (padding, padding), (padding, padding)))

# %% [first_image_alone] one example only: x[0]
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x[0], ((0, 0), (padding, padding), (padding, padding)))
    Ho, Wo = (H + 2 * padding - k) // stride + 1, (W + 2 * padding - l) // stride + 1
    h = np.zeros((D, Ho, Wo))
    for d in range(D):
        for i in range(Ho):
            for j in range(Wo):
                h[d, i, j] = np.sum(z[:, i * stride:i * stride + k, j * stride:j * stride + l] * V[d]) + b[d]
    return h

# %% [relu] a ReLU behind it, as in the lecture's networks
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    w = np.lib.stride_tricks.sliding_window_view(z, V.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.maximum(np.einsum("ncijpq,dcpq->ndij", w, V) + b[:, None, None], 0)

# %% [batch_summed] sums over the examples too: np.sum over everything
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    Ho, Wo = (H + 2 * padding - k) // stride + 1, (W + 2 * padding - l) // stride + 1
    h = np.zeros((N, D, Ho, Wo))
    for n in range(N):
        for d in range(D):
            for i in range(Ho):
                for j in range(Wo):
                    h[n, d, i, j] = np.sum(z[:, :, i * stride:i * stride + k, j * stride:j * stride + l] * V[d]) + b[d]
    return h

# %% [starts_at_one] np.empty and +=: garbage in the array
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    N, C, H, W = x.shape
    D, _, k, l = V.shape
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    Ho, Wo = (H + 2 * padding - k) // stride + 1, (W + 2 * padding - l) // stride + 1
    h = np.ones((N, D, Ho, Wo))
    for n, d, i, j in np.ndindex(h.shape):
        h[n, d, i, j] += np.sum(z[n, :, i * stride:i * stride + k, j * stride:j * stride + l] * V[d]) + b[d]
    return h

# %% [last_place_missing] one row and one column too few
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    k, l = V.shape[2:]
    rows = range(0, z.shape[2] - k, stride)
    cols = range(0, z.shape[3] - l, stride)
    return np.array([[[[np.sum(im[:, i:i + k, j:j + l] * v) + c for j in cols] for i in rows] for v, c in zip(V, b)] for im in z])

# %% [convolution_without_bias] two mistakes: turned over, and no bias
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    w = np.lib.stride_tricks.sliding_window_view(z, V.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("ncijpq,dcpq->ndij", w, np.flip(V, (2, 3)))

# %% [all_axes_turned] np.flip(V) turns over all axes, output and input channels too
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    w = np.lib.stride_tricks.sliding_window_view(z, V.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("ncijpq,dcpq->ndij", w, np.flip(V)) + b[:, None, None]

# %% [thinned_before] strides by fancy slice before the windows: the image is thinned out
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))[:, :, ::stride, ::stride]
    w = np.lib.stride_tricks.sliding_window_view(z, V.shape[2:], axis=(2, 3))
    return np.einsum("ncijpq,dcpq->ndij", w, V) + b[:, None, None]

# %% [float32] float32
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding))).astype(np.float32)
    w = np.lib.stride_tricks.sliding_window_view(z, V.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("ncijpq,dcpq->ndij", w, V.astype(np.float32)) + b[:, None, None].astype(np.float32)

# %% [right] as the sum of shifted images, a 1 x 1 layer for each place of the kernel
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    z = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    D, C, k, l = V.shape
    rows, cols = z.shape[2] - k + 1, z.shape[3] - l + 1
    h = 0
    for p, q in np.ndindex(k, l):
        h = h + np.moveaxis(V[:, :, p, q] @ np.moveaxis(z[:, :, p:p + rows, q:q + cols], 1, 2), 2, 1)
    return h[:, :, ::stride, ::stride] + b[:, None, None]

# %% [right] nested lists
def conv2d(x, V, b, padding=0, stride=1):
    C, H, W = x.shape[1:]
    k, l = V.shape[2:]
    rows, cols = (H + 2 * padding - k) // stride + 1, (W + 2 * padding - l) // stride + 1
    def pixel(im, c, i, j):
        return im[c, i, j] if 0 <= i < H and 0 <= j < W else 0.0
    return [[[[b[d] + sum(V[d, c, p, q] * pixel(im, c, i * stride + p - padding, j * stride + q - padding)
                          for c in range(C) for p in range(k) for q in range(l))
               for j in range(cols)] for i in range(rows)] for d in range(len(V))] for im in x]

# %% [right] image by image, a dense matrix for the patches
import numpy as np

def conv2d(x, V, b, padding=0, stride=1):
    D, C, k, l = V.shape
    out = []
    for image in x:
        z = np.zeros((C, image.shape[1] + 2 * padding, image.shape[2] + 2 * padding))
        z[:, padding:padding + image.shape[1], padding:padding + image.shape[2]] = image
        rows = range(0, z.shape[1] - k + 1, stride)
        cols = range(0, z.shape[2] - l + 1, stride)
        patches = np.array([z[:, i:i + k, j:j + l].ravel() for i in rows for j in cols])
        out.append((V.reshape(D, -1) @ patches.T + b[:, None]).reshape(D, len(rows), len(cols)))
    return np.array(out)
