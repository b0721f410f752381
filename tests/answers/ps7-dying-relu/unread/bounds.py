# %% [upper_all_layers] upper with L hidden layers: power L
def bounds(N, L):
    h = 0.5**N
    one, two = 1 - h, 1 - 2 * h - (N - 1) * h**2
    k = L - 2
    lower = 1 - one**k - (1 - 2 * h) * (1 - h) / (1 + (N - 1) * h) * (one**k - two**k)
    return lower, 1 - (1 - h) ** L

# %% [lower_one_layer_more] both with L - 1
def bounds(N, L):
    h = 0.5**N
    one, two = 1 - h, 1 - 2 * h - (N - 1) * h**2
    k = L - 1
    lower = 1 - one**k - (1 - 2 * h) * (1 - h) / (1 + (N - 1) * h) * (one**k - two**k)
    return lower, 1 - (1 - h) ** k

# %% [upper_one_layer_fewer] both with L - 2
def bounds(N, L):
    h = 0.5**N
    one, two = 1 - h, 1 - 2 * h - (N - 1) * h**2
    k = L - 2
    lower = 1 - one**k - (1 - 2 * h) * (1 - h) / (1 + (N - 1) * h) * (one**k - two**k)
    return lower, 1 - (1 - h) ** k

# %% [exchanged] upper comes first
def bounds(N, L):
    h = 0.5**N
    one, two = 1 - h, 1 - 2 * h - (N - 1) * h**2
    k = L - 2
    lower = 1 - one**k - (1 - 2 * h) * (1 - h) / (1 + (N - 1) * h) * (one**k - two**k)
    upper = 1 - (1 - h) ** (L - 1)
    return upper, lower

# %% [both_alive] probabilities of being alive: 1 minus forgotten in both
def bounds(N, L):
    h = 0.5**N
    one, two = 1 - h, 1 - 2 * h - (N - 1) * h**2
    k = L - 2
    lower = one**k + (1 - 2 * h) * (1 - h) / (1 + (N - 1) * h) * (one**k - two**k)
    upper = (1 - h) ** (L - 1)
    return lower, upper

# %% [lower_added] plus in front of the fraction
def bounds(N, L):
    h = 0.5**N
    one, two = 1 - h, 1 - 2 * h - (N - 1) * h**2
    k = L - 2
    lower = 1 - one**k + (1 - 2 * h) * (1 - h) / (1 + (N - 1) * h) * (one**k - two**k)
    return lower, 1 - (1 - h) ** (L - 1)

# %% [lower_no_brackets] precedence: divided by 1, then + (N - 1) h
def bounds(N, L):
    h = 0.5**N
    one, two = 1 - h, 1 - 2 * h - (N - 1) * h**2
    k = L - 2
    lower = 1 - one**k - (1 - 2 * h) * (1 - h) / 1 + (N - 1) * h * (one**k - two**k)
    return lower, 1 - (1 - h) ** (L - 1)

# %% [lower_p_two_n] p_two with N h^2 in place of (N - 1) h^2
def bounds(N, L):
    h = 0.5**N
    one, two = 1 - h, 1 - 2 * h - N * h**2
    k = L - 2
    lower = 1 - one**k - (1 - 2 * h) * (1 - h) / (1 + (N - 1) * h) * (one**k - two**k)
    return lower, 1 - (1 - h) ** (L - 1)

# %% [lower_p_two_sign] p_two with plus: 1 - 2h + (N - 1) h^2
def bounds(N, L):
    h = 0.5**N
    one, two = 1 - h, 1 - 2 * h + (N - 1) * h**2
    k = L - 2
    lower = 1 - one**k - (1 - 2 * h) * (1 - h) / (1 + (N - 1) * h) * (one**k - two**k)
    return lower, 1 - (1 - h) ** (L - 1)

# %% [lower_all_weights_negative] lower: all weights of a layer negative, the other bound of section 3
def bounds(N, L):
    h = 0.5**N
    return 1 - (1 - 2.0 ** (-N * N)) ** (L - 2), 1 - (1 - h) ** (L - 1)

# %% [lower_one_layer] lower is h alone: one layer dead, whatever L
def bounds(N, L):
    h = 0.5**N
    return h, 1 - (1 - h) ** (L - 1)

# %% [lower_zero] lower 0 "since at least nothing is promised"
def bounds(N, L):
    h = 0.5**N
    return 0.0, 1 - (1 - h) ** (L - 1)

# %% [upper_sum_cut] union bound for the upper: (L - 1) h
def bounds(N, L):
    h = 0.5**N
    one, two = 1 - h, 1 - 2 * h - (N - 1) * h**2
    k = L - 2
    lower = 1 - one**k - (1 - 2 * h) * (1 - h) / (1 + (N - 1) * h) * (one**k - two**k)
    return lower, min(1.0, (L - 1) * h)

# %% [upper_all_dead] 2^-N as 2^(-N (L-1)) in the product
def bounds(N, L):
    h = 0.5**N
    one, two = 1 - h, 1 - 2 * h - (N - 1) * h**2
    k = L - 2
    lower = 1 - one**k - (1 - 2 * h) * (1 - h) / (1 + (N - 1) * h) * (one**k - two**k)
    return lower, 1 - (1 - h ** (L - 1))

# %% [by_division] h as 1/N
def bounds(N, L):
    h = 1 / N
    one, two = 1 - h, 1 - 2 * h - (N - 1) * h**2
    k = L - 2
    lower = 1 - one**k - (1 - 2 * h) * (1 - h) / (1 + (N - 1) * h) * (one**k - two**k)
    return lower, 1 - (1 - h) ** (L - 1)

# %% [whole_power] 2 ** -N with N from NumPy: integers to negative powers fail
import numpy as np

def bounds(N, L):
    h = np.power(2, -N)
    one, two = 1 - h, 1 - 2 * h - (N - 1) * h**2
    k = L - 2
    lower = 1 - one**k - (1 - 2 * h) * (1 - h) / (1 + (N - 1) * h) * (one**k - two**k)
    return lower, 1 - (1 - h) ** (L - 1)

# %% [lower_divisor_without_one] (N - 1) h in the denominator without 1 +
def bounds(N, L):
    h = 0.5**N
    one, two = 1 - h, 1 - 2 * h - (N - 1) * h**2
    k = L - 2
    lower = 1 - one**k - (1 - 2 * h) * (1 - h) / ((N - 1) * h) * (one**k - two**k)
    return lower, 1 - (1 - h) ** (L - 1)

# %% [lower_without_one_less_h] 1 - h in the numerator lost
def bounds(N, L):
    h = 0.5**N
    p1 = 1 - h
    p2 = 1 - 2 * h - (N - 1) * h * h
    c = (1 - 2 * h) / (1 + (N - 1) * h)
    lower = 1 - p1 ** (L - 2) - c * (p1 ** (L - 2) - p2 ** (L - 2))
    upper = 1 - (1 - h) ** (L - 1)
    return lower, upper

# %% [lower_power_of_difference] the powers' difference as the power of the difference
def bounds(N, L):
    h = 0.5**N
    p1 = 1 - h
    p2 = 1 - 2 * h - (N - 1) * h * h
    c = (1 - 2 * h) * (1 - h) / (1 + (N - 1) * h)
    lower = 1 - p1 ** (L - 2) - c * (p1 - p2) ** (L - 2)
    upper = 1 - (1 - h) ** (L - 1)
    return lower, upper

# %% [lower_one_layer_more] the chain run with one step too many
import numpy as np

def bounds(N, L):
    h = 0.5**N
    stay = 1 - 2 * h - (N - 1) * h**2
    move = np.array([[1, 0, 0], [h, 1 - h, 0], [h**2, 1 - stay - h**2, stay]])
    p = np.array([0, 2 * h, 1 - 2 * h]) @ np.linalg.matrix_power(move, L - 1)
    return p[0], 1 - (1 - h) ** (L - 1)

# %% [upper_all_but_two] the chain's none as lower, and one + none as upper
import numpy as np

def bounds(N, L):
    h = 0.5**N
    stay = 1 - 2 * h - (N - 1) * h**2
    move = np.array([[1, 0, 0], [h, 1 - h, 0], [h**2, 1 - stay - h**2, stay]])
    none, one, two = np.array([0, 2 * h, 1 - 2 * h]) @ np.linalg.matrix_power(move, L - 2)
    return none, none + one

# %% [rounded] rounded to three digits as in the lecture's table
def bounds(N, L):
    h = 0.5**N
    p1 = 1 - h
    p2 = 1 - 2 * h - (N - 1) * h * h
    c = (1 - 2 * h) * (1 - h) / (1 + (N - 1) * h)
    lower = 1 - p1 ** (L - 2) - c * (p1 ** (L - 2) - p2 ** (L - 2))
    upper = 1 - (1 - h) ** (L - 1)
    return round(lower, 3), round(upper, 3)
