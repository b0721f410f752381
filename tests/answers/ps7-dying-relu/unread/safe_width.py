# %% [wide_layers_lose_h] 1 - (1 - 2^-N)^(L-1) straight: for a great N 1 - 2^-N is 1
def safe_width(L, rho):
    N = 1
    while 1 - (1 - 2.0**-N) ** (L - 1) > rho:
        N += 1
    return N

# %% [all_layers_hidden] power L, not L - 1
import math

def safe_width(L, rho):
    N = 1
    while -math.expm1(L * math.log1p(-(2.0**-N))) > rho:
        N += 1
    return N

# %% [width_rounded_down] rounded down
import math

def safe_width(L, rho):
    if L == 1:
        return 1
    h = -math.expm1(math.log1p(-rho) / (L - 1))
    return max(1, math.floor(-math.log2(h)))

# %% [one_layer_fails] without the case L = 1: division by zero
import math

def safe_width(L, rho):
    h = -math.expm1(math.log1p(-rho) / (L - 1))
    return max(1, math.ceil(-math.log2(h)))

# %% [many_layers_lose_h] 1 - (1 - rho)^(1/(L-1)) without expm1: 0 for great L, its log is minus infinity
import math

def safe_width(L, rho):
    if L == 1:
        return 1
    h = 1 - (1 - rho) ** (1 / (L - 1))
    return max(1, math.ceil(-math.log2(h)))

# %% [risk_shared] the union bound: N >= log2((L - 1)/rho)
import math

def safe_width(L, rho):
    if L == 1:
        return 1
    return max(1, math.ceil(math.log2((L - 1) / rho)))

# %% [edge_lost] 1 + the floor: one too many where the log is whole
import math

def safe_width(L, rho):
    if L == 1:
        return 1
    h = -math.expm1(math.log1p(-rho) / (L - 1))
    return 1 + int(-math.log2(h))

# %% [natural_logarithm] natural logarithm in place of log2
import math

def safe_width(L, rho):
    if L == 1:
        return 1
    h = -math.expm1(math.log1p(-rho) / (L - 1))
    return max(1, math.ceil(-math.log(h)))

# %% [width_approximate] by the approximate formula of the lecture turned round, N = log2((L - 1)/ln(1/(1 - rho)))
import math

def safe_width(L, rho):
    if L == 1:
        return 1
    return max(1, math.ceil(math.log2((L - 1) / -math.log1p(-rho))))

# %% [no_units_without_hidden_layers] L = 1 gives 0
import math

def safe_width(L, rho):
    N = 0
    while L > 1 and (N == 0 or -math.expm1((L - 1) * math.log1p(-(2.0**-N))) > rho):
        N += 1
    return N

# %% [width_rounded_down] the greatest width that is not safe: the loop stops before
import math

def safe_width(L, rho):
    N = 1
    while -math.expm1((L - 1) * math.log1p(-(2.0 ** -(N + 1)))) > rho:
        N += 1
    return N

# %% [width_from_two] starts at width 2, "one unit is no layer"
import math

def safe_width(L, rho):
    N = 2
    while -math.expm1((L - 1) * math.log1p(-(2.0**-N))) > rho:
        N += 1
    return N

# %% [alive_at_most_rho] at most rho turned round: alive <= rho
import math

def safe_width(L, rho):
    N = 1
    while N < 100 and math.exp((L - 1) * math.log1p(-(2.0**-N))) > rho:
        N += 1
    return N

# %% [no_return] searches up to width 50 alone and returns None above
import math

def safe_width(L, rho):
    for N in range(1, 50):
        if -math.expm1((L - 1) * math.log1p(-(2.0**-N))) <= rho:
            return N

# %% [edge_lost] strict less: the edge is lost
import math

def safe_width(L, rho):
    N = 1
    while -math.expm1((L - 1) * math.log1p(-(2.0**-N))) >= rho:
        N += 1
    return N

# %% [risk_shared] uses safe_depth's approximation 1 + rho 2^N >= L
def safe_width(L, rho):
    N = 1
    while 1 + rho * 2**N < L:
        N += 1
    return N
