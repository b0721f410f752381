# %% [lower_one_layer_more] both powers L - 1
def bounds(N, L):
    h = 2.0**-N
    one, two = 1 - h, 1 - 2 * h - (N - 1) * h * h
    k = L - 1
    factor = (1 - 2 * h) * (1 - h) / (1 + (N - 1) * h)
    return 1 - one**k - factor * (one**k - two**k), 1 - one**k

# %% [lower_p_two_not_squared] (N - 1) h
def bounds(N, L):
    h = 0.5**N
    one, two = 1 - h, 1 - 2 * h - (N - 1) * h
    a, b = one ** (L - 2), two ** (L - 2)
    return 1 - a - (1 - 2 * h) * (1 - h) * (a - b) / (1 + (N - 1) * h), 1 - (1 - h) ** (L - 1)

# %% [lower_without_divisor] the quotient's upper half
def bounds(N, L):
    h = 0.5**N
    a = (1 - h) ** (L - 2)
    b = (1 - 2 * h - (N - 1) * h**2) ** (L - 2)
    low = 1 - a - (1 - 2 * h) * (1 - h) * (a - b)
    return low, 1 - np.prod(np.full(L - 1, 1 - h))

# %% [upper_all_layers] L factors
def bounds(N, L):
    h = 0.5**N
    a = (1 - h) ** (L - 2)
    b = (1 - 2 * h - (N - 1) * h**2) ** (L - 2)
    low = 1 - a - (1 - 2 * h) * (1 - h) / (1 + (N - 1) * h) * (a - b)
    high = 1.0
    for _ in range(L):
        high *= 1 - h
    return low, 1 - high

# %% [exchanged] high and low
def bounds(N, L):
    h = 0.5**N
    a = (1 - h) ** (L - 2)
    b = (1 - 2 * h - (N - 1) * h**2) ** (L - 2)
    low = 1 - a - (1 - 2 * h) * (1 - h) / (1 + (N - 1) * h) * (a - b)
    return 1 - (1 - h) ** (L - 1), low
