# %% [one_added_before] (n + 2z - m + 1) // s
def sizes(n, layers):
    field, jump = 1, 1
    for m, padding, stride in layers:
        n = (n + 2 * padding - m + 1) // stride
        field += (m - 1) * jump
        jump *= stride
    return n, field

# %% [strides_ignored] 1 + sum of m - 1
def sizes(n, layers):
    field = 1
    for m, padding, stride in layers:
        n = (n - m + 2 * padding) // stride + 1
        field = field + m - 1
    return n, field

# %% [padding_once] one end alone
def sizes(n, layers):
    size, r = n, 1
    for m, padding, stride in layers:
        size = (size + padding - m) // stride + 1
    for m, padding, stride in layers[::-1]:
        r = (r - 1) * stride + m
    return size, r

# %% [own_stride_counts] the jump multiplied too early
def sizes(n, layers):
    field, jump = 1, 1
    for m, padding, stride in layers:
        n = (n + 2 * padding - m) // stride + 1
        jump *= stride
        field += (m - 1) * jump
    return n, field

# %% [rounded_up] ceil
def sizes(n, layers):
    field, jump = 1, 1
    for m, padding, stride in layers:
        n = int(np.ceil((n + 2 * padding - m) / stride)) + 1
        field += (m - 1) * jump
        jump *= stride
    return n, field

# %% [exchanged] the field first
def sizes(n, layers):
    field, jump = 1, 1
    for m, padding, stride in layers:
        n = 1 + (n + 2 * padding - m) // stride
        field, jump = field + jump * (m - 1), jump * stride
    return field, n

# %% [field_forwards] the recursion from the first layer on
def sizes(n, layers):
    field = 1
    for m, padding, stride in layers:
        n = (n + 2 * padding - m) // stride + 1
        field = (field - 1) * stride + m
    return n, field

# %% [not_rounded] / for //
def sizes(n, layers):
    field = 1
    for m, _, stride in reversed(layers):
        field = m + (field - 1) * stride
    for m, padding, stride in layers:
        n = (n + 2 * padding - m) / stride + 1
    return n, field
