# %% [hidden_layers] 1 + forgotten: hidden layers only
import math

def safe_depth(N, rho):
    return math.floor(math.log1p(-rho) / math.log1p(-(2.0**-N)))

# %% [wide_layers_lose_h] log(1 - 2^-N): fails at N = 60, since that is log 1
import numpy as np

def safe_depth(N, rho):
    return int(1 + np.log(1 - rho) / np.log(1 - 0.5**N))

# %% [wide_layers_lose_h] math.log and a division by zero for great N
import math

def safe_depth(N, rho):
    h = 1 / 2**N
    return 1 + int(math.log(1 - rho) / math.log(1 - h))

# %% [approximate] the approximation 1 + 2^N ln(1/(1 - rho))
import math

def safe_depth(N, rho):
    return int(1 + 2**N * math.log(1 / (1 - rho)))

# %% [approximate_risk] the approximation for small rho, 1 + rho 2^N
import math

def safe_depth(N, rho):
    return 1 + math.floor(rho * 2**N)

# %% [rounded_up] rounded up: ceil
import math

def safe_depth(N, rho):
    return 1 + math.ceil(math.log1p(-rho) / math.log1p(-(2.0**-N)))

# %% [rounded] rounded to the nearest
import math

def safe_depth(N, rho):
    return round(1 + math.log1p(-rho) / math.log1p(-(2.0**-N)))

# %% [risk_is_alive] rho in place of 1 - rho: ln(rho)
import math

def safe_depth(N, rho):
    if rho == 0:
        return 1
    return 1 + math.floor(math.log(rho) / math.log1p(-(2.0**-N)))

# %% [quotient_upside_down] quotient upside down
import math

def safe_depth(N, rho):
    if rho == 0:
        return 1
    return 1 + math.floor(math.log1p(-(2.0**-N)) / math.log1p(-rho))

# %% [not_rounded] returned as a float, no floor
import math

def safe_depth(N, rho):
    return 1 + math.log1p(-rho) / math.log1p(-(2.0**-N))

# %% [edge_lost] strict: the risk must be less than rho, so that the edge is lost
import math

def safe_depth(N, rho):
    x = math.log1p(-rho) / math.log1p(-(2.0**-N))
    return max(1, math.ceil(x))

# %% [small_risks_lost] ln(1 - rho) in place of log1p(-rho): a tiny risk is rounded away
import math

def safe_depth(N, rho):
    return 1 + math.floor(math.log(1 - rho) / math.log1p(-(2.0**-N)))

# %% [without_minus] sign: log1p(rho)
import math

def safe_depth(N, rho):
    return 1 + math.floor(math.log1p(rho) / math.log1p(2.0**-N))

# %% [by_theorem_3] theorem 3's lower bound taken for the guarantee
def safe_depth(N, rho):
    h = 2.0**-N
    none, one, two = 0.0, 2 * h, 1 - 2 * h
    L = 2
    if rho == 0:
        return 2
    while L < 100000:
        new = none + h * one + h * h * two
        if new > rho:
            return L
        two, none = two * (1 - 2 * h - (N - 1) * h * h), new
        one = 1 - none - two
        L += 1
    return L

# %% [searched_too_short] a loop with a limit of a million layers
def safe_depth(N, rho):
    alive = 1.0
    L = 1
    while alive * (1 - 2.0**-N) >= 1 - rho and L < 1000000:
        alive *= 1 - 2.0**-N
        L += 1
    return L

# %% [loop_of_a_thousand] a loop of at most 1000 layers, breaks one too late
def safe_depth(N, rho):
    L = 1
    for L in range(1, 1000):
        if 1 - (1 - 0.5**N) ** (L - 1) > rho:
            break
    return L

# %% [other_two_logarithms] natural log of one, log2 of the other
import math

def safe_depth(N, rho):
    return 1 + math.floor(math.log2(1 - rho) / math.log1p(-(2.0**-N)))

# %% [per_cent] rho as per cent: divided by 100
import math

def safe_depth(N, rho):
    return 1 + int(math.log1p(-rho / 100) / math.log1p(-(2.0**-N)))

# %% [whole_power] the power in NumPy integers: 2**-N fails
import numpy as np

def safe_depth(N, rho):
    h = np.array(2) ** -np.array(N)
    return int(1 + np.log1p(-rho) / np.log1p(-h))
