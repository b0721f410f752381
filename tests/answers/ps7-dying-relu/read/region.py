# %% [hidden_layers] as many as may be hidden
def safe_depth(N, rho):
    return math.floor(math.log1p(-rho) / math.log1p(-(2.0**-N)))

# %% [rounded_up] ceil
def safe_depth(N, rho):
    return math.ceil(math.log1p(-rho) / math.log1p(-(2.0**-N))) + 1

# %% [approximate] the formula for wide layers
def safe_depth(N, rho):
    return 1 + int(2**N * np.log(1 / (1 - rho)))

# %% [risk_is_alive] ln rho
def safe_depth(N, rho):
    if rho == 0:
        return 1
    return 1 + int(math.log(rho) / math.log1p(-(0.5**N)))

# %% [approximate_risk] rho 2^N
def safe_depth(N, rho):
    return 1 + math.floor(rho * 2**N)

# %% [all_layers_hidden] a power too many
def safe_width(L, rho):
    if L == 1:
        return 1
    N = 1
    while -math.expm1(L * math.log1p(-(0.5**N))) > rho:
        N += 1
    return N

# %% [natural_logarithm] np.log
def safe_width(L, rho):
    if L < 2:
        return 1
    h = -math.expm1(math.log1p(-rho) / (L - 1))
    return max(1, math.ceil(-math.log(h)))

# %% [width_rounded_down] int
def safe_width(L, rho):
    if L == 1:
        return 1
    h = -np.expm1(np.log1p(-rho) / (L - 1))
    return max(1, int(-np.log2(h)))

# %% [one_hidden_layer] h = rho
def safe_width(L, rho):
    if L == 1:
        return 1
    return max(1, math.ceil(math.log2(1 / rho)))
