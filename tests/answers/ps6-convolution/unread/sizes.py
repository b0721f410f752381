# %% [strides_ignored] the field does not know of strides: 1 + sum of (m - 1)
def sizes(n, layers):
    field = 1
    for m, padding, stride in layers:
        n = (n + 2 * padding - m) // stride + 1
        field += m - 1
    return n, field

# %% [own_stride_counts] the stride of the layer itself is multiplied in before it is added
def sizes(n, layers):
    field, jump = 1, 1
    for m, padding, stride in layers:
        n = (n + 2 * padding - m) // stride + 1
        jump *= stride
        field += (m - 1) * jump
    return n, field

# %% [kernels_multiplied] the fields of the layers are multiplied
def sizes(n, layers):
    field = 1
    for m, padding, stride in layers:
        n = (n + 2 * padding - m) // stride + 1
        field *= m
    return n, field

# %% [kernels_added] the sum of the kernel sizes
def sizes(n, layers):
    size = n
    for m, padding, stride in layers:
        size = (size + 2 * padding - m) // stride + 1
    return size, sum(m for m, _, _ in layers)

# %% [padding_once] padding once, not at both ends
def sizes(n, layers):
    field, jump = 1, 1
    for m, padding, stride in layers:
        n = (n + padding - m) // stride + 1
        field += (m - 1) * jump
        jump *= stride
    return n, field

# %% [one_added_before] the + 1 is inside the floor: (n + 2z - m + 1) // s
def sizes(n, layers):
    field, jump = 1, 1
    for m, padding, stride in layers:
        n = (n + 2 * padding - m + 1) // stride
        field += (m - 1) * jump
        jump *= stride
    return n, field

# %% [not_rounded] real division: sizes are not whole
def sizes(n, layers):
    field, jump = 1, 1
    for m, padding, stride in layers:
        n = (n + 2 * padding - m) / stride + 1
        field += (m - 1) * jump
        jump *= stride
    return n, field

# %% [rounded] rounded in place of cut off
def sizes(n, layers):
    field, jump = 1, 1
    for m, padding, stride in layers:
        n = round((n + 2 * padding - m) / stride) + 1
        field += (m - 1) * jump
        jump *= stride
    return n, field

# %% [rounded_up] ceil in place of floor
import math

def sizes(n, layers):
    field, jump = 1, 1
    for m, padding, stride in layers:
        n = math.ceil((n + 2 * padding - m) / stride) + 1
        field += (m - 1) * jump
        jump *= stride
    return n, field

# %% [padding_and_stride_exchanged] padding and stride are unpacked in the wrong order
def sizes(n, layers):
    field, jump = 1, 1
    for m, stride, padding in layers:
        n = (n + 2 * padding - m) // max(stride, 1) + 1
        field += (m - 1) * jump
        jump *= stride
    return n, field

# %% [padding_and_stride_exchanged] padding and stride in the wrong order, as (m, stride, padding)
def sizes(n, layers):
    field, jump = 1, 1
    for m, s, z in layers:
        n = (n + 2 * z - m) // s + 1
        field += (m - 1) * jump
        jump *= s
    return n, field

# %% [exchanged] the field and the size in the wrong order
def sizes(n, layers):
    field, jump = 1, 1
    for m, padding, stride in layers:
        n = (n + 2 * padding - m) // stride + 1
        field += (m - 1) * jump
        jump *= stride
    return field, n

# %% [field_forwards] the layers from the back, with the forward recursion
def sizes(n, layers):
    for m, padding, stride in layers:
        n = (n + 2 * padding - m) // stride + 1
    field, jump = 1, 1
    for m, padding, stride in reversed(layers):
        field += (m - 1) * jump
        jump *= stride
    return n, field

# %% [one_not_subtracted] backwards, field * stride + m, without - stride
def sizes(n, layers):
    for m, padding, stride in layers:
        n = (n + 2 * padding - m) // stride + 1
    field = 1
    for m, padding, stride in layers[::-1]:
        field = field * stride + m
    return n, field

# %% [field_forwards] backwards recursion, but in the order of the layers
def sizes(n, layers):
    field = 1
    for m, padding, stride in layers:
        n = (n + 2 * padding - m) // stride + 1
        field = (field - 1) * stride + m
    return n, field

# %% [never_more_than_signal] the field is bounded by the input
def sizes(n, layers):
    n0 = n
    field, jump = 1, 1
    for m, padding, stride in layers:
        n = (n + 2 * padding - m) // stride + 1
        field += (m - 1) * jump
        jump *= stride
    return n, min(field, n0)

# %% [padding_in_field] padding makes the field smaller
def sizes(n, layers):
    field, jump = 1, 1
    for m, padding, stride in layers:
        n = (n + 2 * padding - m) // stride + 1
        field += (m - 1 - 2 * padding) * jump
        jump *= stride
    return n, field

# %% [last_stride_alone] only the stride of the layer before counts, not of all before it
def sizes(n, layers):
    field, jump = 1, 1
    for m, padding, stride in layers:
        n = (n + 2 * padding - m) // stride + 1
        field += (m - 1) * jump
        jump = stride
    return n, field

# %% [last_layer_alone] the size from the input each time, only the last layer counts
def sizes(n, layers):
    size = n
    field, jump = 1, 1
    for m, padding, stride in layers:
        size = (n + 2 * padding - m) // stride + 1
        field += (m - 1) * jump
        jump *= stride
    return size, field

# %% [first_layer_alone+field_of_first+no_return] the return stands in the loop
def sizes(n, layers):
    field, jump = 1, 1
    for m, padding, stride in layers:
        n = (n + 2 * padding - m) // stride + 1
        field += (m - 1) * jump
        jump *= stride
        return n, field

# %% [one_too_few] the + 1 of the size is forgotten
def sizes(n, layers):
    field, jump = 1, 1
    for m, padding, stride in layers:
        n = (n + 2 * padding - m) // stride
        field += (m - 1) * jump
        jump *= stride
    return n, field

# %% [way_alone] the field starts at 0
def sizes(n, layers):
    field, jump = 0, 1
    for m, padding, stride in layers:
        n = (n + 2 * padding - m) // stride + 1
        field += (m - 1) * jump
        jump *= stride
    return n, field

# %% [too_few] all sizes in a list
def sizes(n, layers):
    out = []
    field, jump = 1, 1
    for m, padding, stride in layers:
        n = (n + 2 * padding - m) // stride + 1
        field += (m - 1) * jump
        jump *= stride
        out.append((n, field))
    return out

# %% [own_place_again] m * jump in place of (m - 1) * jump
def sizes(n, layers):
    field, jump = 1, 1
    for m, padding, stride in layers:
        n = (n + 2 * padding - m) // stride + 1
        field += m * jump
        jump *= stride
    return n, field

# %% [strides_added] the strides add up
def sizes(n, layers):
    field, jump = 1, 0
    for m, padding, stride in layers:
        n = (n + 2 * padding - m) // stride + 1
        field += (m - 1) * max(jump, 1)
        jump += stride
    return n, field

# %% [field_of_all] the field of all outputs together: (size - 1) * jump + field
def sizes(n, layers):
    field, jump = 1, 1
    for m, padding, stride in layers:
        n = (n + 2 * padding - m) // stride + 1
        field += (m - 1) * jump
        jump *= stride
    return n, field + (n - 1) * jump

# %% [in_place] layers.pop() empties the caller's list
def sizes(n, layers):
    field, jump = 1, 1
    while layers:
        m, padding, stride = layers.pop(0)
        n = (n + 2 * padding - m) // stride + 1
        field += (m - 1) * jump
        jump *= stride
    return n, field

# %% [right] recursively, the field from the back
def sizes(n, layers):
    if not layers:
        return n, 1
    (m, padding, stride), *rest = layers
    size, field = sizes((n + 2 * padding - m) // stride + 1, rest)
    return size, (field - 1) * stride + m

# %% [right] the field by counting: which inputs a output depends on, as a set
def sizes(n, layers):
    for m, z, s in layers:
        n = len(range(0, n + 2 * z - m + 1, s))
    places = {0}
    for m, z, s in reversed(layers):
        places = {i * s + p - z for i in places for p in range(m)}
    return n, max(places) - min(places) + 1

# %% [right] a list of two NumPy numbers
import numpy as np

def sizes(n, layers):
    jumps = np.cumprod([1] + [s for _, _, s in layers])
    field = np.int64(1) + sum((m - 1) * j for (m, _, _), j in zip(layers, jumps))
    for m, z, s in layers:
        n = int(np.floor((n + 2 * z - m) / s)) + 1
    return [np.int64(n), field]
