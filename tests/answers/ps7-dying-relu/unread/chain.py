# %% [always_a_quarter] q left at a quarter: h^2 in place of q^N
import numpy as np

def chain(N, L, q=0.25):
    h = 0.5**N
    stay = 1 - 2 * h - (N - 1) * h**2
    move = np.array([[1, 0, 0], [h, 1 - h, 0], [h**2, 1 - stay - h**2, stay]])
    p = np.array([0, 2 * h, 1 - 2 * h]) @ np.linalg.matrix_power(move, L - 2)
    return p[0], p[1], p[2]

# %% [one_step_more] one step too many: L - 1
import numpy as np

def chain(N, L, q=0.25):
    h = 0.5**N
    move = np.array([[1, 0, 0], [h, 1 - h, 0], [q**N, 2 * h + (N - 2) * q**N, 1 - 2 * h - (N - 1) * q**N]])
    p = np.array([0, 2 * h, 1 - 2 * h])
    for _ in range(L - 1):
        p = p @ move
    return tuple(p)

# %% [one_step_fewer] one step too few: range(1, L - 2)
import numpy as np

def chain(N, L, q=0.25):
    h = 0.5**N
    move = np.array([[1, 0, 0], [h, 1 - h, 0], [q**N, 2 * h + (N - 2) * q**N, 1 - 2 * h - (N - 1) * q**N]])
    p = np.array([0, 2 * h, 1 - 2 * h])
    for _ in range(1, L - 2):
        p = p @ move
    return tuple(p)

# %% [first_layer_as_others] the first layer as an ordinary step from two: none can be reached in the first layer
import numpy as np

def chain(N, L, q=0.25):
    h = 0.5**N
    move = np.array([[1, 0, 0], [h, 1 - h, 0], [q**N, 2 * h + (N - 2) * q**N, 1 - 2 * h - (N - 1) * q**N]])
    p = np.array([0, 0, 1.0])
    for _ in range(L - 1):
        p = p @ move
    return tuple(p)

# %% [one_side_alone] the first layer: one with probability h, not 2h
import numpy as np

def chain(N, L, q=0.25):
    h = 2.0**-N
    none, one, two = 0, h, 1 - h
    for _ in range(L - 2):
        n = none + one * h + two * q**N
        o = one * (1 - h) + two * (2 * (h - q**N) + N * q**N)
        none, one, two = n, o, 1 - n - o
    return none, one, two

# %% [parallel_forgotten] parallel directions forgotten: N q^N missing
import numpy as np

def chain(N, L, q=0.25):
    h = 2.0**-N
    none, one, two = 0, 2 * h, 1 - 2 * h
    for _ in range(L - 2):
        n = none + one * h + two * q**N
        o = one * (1 - h) + two * 2 * (h - q**N)
        none, one, two = n, o, 1 - n - o
    return none, one, two

# %% [none_in_one] both lost counted in one as well: 2h without minus q^N
import numpy as np

def chain(N, L, q=0.25):
    h = 2.0**-N
    none, one, two = 0, 2 * h, 1 - 2 * h
    for _ in range(L - 2):
        n = none + one * h + two * q**N
        o = one * (1 - h) + two * (2 * h + N * q**N)
        none, one, two = n, o, 1 - n - o
    return none, one, two

# %% [one_lost_side] only one of the two sides may be lost: h - q^N once
import numpy as np

def chain(N, L, q=0.25):
    h = 2.0**-N
    none, one, two = 0, 2 * h, 1 - 2 * h
    for _ in range(L - 2):
        n = none + one * h + two * q**N
        o = one * (1 - h) + two * ((h - q**N) + N * q**N)
        none, one, two = n, o, 1 - n - o
    return none, one, two

# %% [parallel_without_n] exactly one unit alive: q^N without the factor N
import numpy as np

def chain(N, L, q=0.25):
    h = 2.0**-N
    none, one, two = 0, 2 * h, 1 - 2 * h
    for _ in range(L - 2):
        n = none + one * h + two * q**N
        o = one * (1 - h) + two * (2 * (h - q**N) + q**N)
        none, one, two = n, o, 1 - n - o
    return none, one, two

# %% [none_is_lost] none is not absorbing: the old none is dropped
import numpy as np

def chain(N, L, q=0.25):
    h = 2.0**-N
    none, one, two = 0, 2 * h, 1 - 2 * h
    for _ in range(L - 2):
        n = one * h + two * q**N
        o = one * (1 - h) + two * (2 * (h - q**N) + N * q**N)
        t = two * (1 - 2 * h + q**N - N * q**N)
        none, one, two = n, o, t
    return none, one, two

# %% [new_one_in_none] updated one after the other: none is made from the new one, not from the old one
import numpy as np

def chain(N, L, q=0.25):
    h = 2.0**-N
    none, one, two = 0, 2 * h, 1 - 2 * h
    for _ in range(L - 2):
        two_new = two * (1 - 2 * h + q**N - N * q**N)
        one = one * (1 - h) + two * (2 * (h - q**N) + N * q**N)
        none = none + one * h + two * q**N
        two = two_new
    return none, one, two

# %% [new_two_in_others] two updated first, and one made from the new two
import numpy as np

def chain(N, L, q=0.25):
    h = 0.5**N
    p = q**N
    none, one, two = 0.0, 2 * h, 1 - 2 * h
    for layer in range(3, L + 1):
        two = two * (1 - 2 * h + p - N * p)
        none = none + one * h + two * p
        one = one * (1 - h) + two * (2 * (h - p) + N * p)
    return none, one, two

# %% [q_without_power] q in place of q^N
import numpy as np

def chain(N, L, q=0.25):
    h = 0.5**N
    stay = 1 - 2 * h + q - N * q
    T = np.array([[1, 0, 0], [h, 1 - h, 0], [q, 2 * (h - q) + N * q, stay]])
    return tuple(np.array([0, 2 * h, 1 - 2 * h]) @ np.linalg.matrix_power(T, L - 2))

# %% [other_h] h = 2 to the N, minus forgotten
import numpy as np

def chain(N, L, q=0.25):
    h = 2**N
    a = q**N
    T = np.array([[1, 0, 0], [h, 1 - h, 0], [a, 2 * (h - a) + N * a, 1 - 2 * h + a - N * a]])
    return tuple(np.array([0, 2 * h, 1 - 2 * h]) @ np.linalg.matrix_power(T, L - 2))

# %% [h_by_division] h = 1/(2N)
def chain(N, L, q=0.25):
    h = 1 / (2 * N)
    a = q**N
    state = (0, 2 * h, 1 - 2 * h)
    for _ in range(L - 2):
        none, one, two = state
        state = (
            none + one * h + two * a,
            one * (1 - h) + two * (2 * (h - a) + N * a),
            two * (1 - 2 * h + a - N * a),
        )
    return state

# %% [transposed] transposed: the matrix times the state from the wrong side
import numpy as np

def chain(N, L, q=0.25):
    h = 0.5**N
    a = q**N
    T = np.array([[1, 0, 0], [h, 1 - h, 0], [a, 2 * (h - a) + N * a, 1 - 2 * h + a - N * a]])
    return tuple(np.linalg.matrix_power(T, L - 2) @ np.array([0, 2 * h, 1 - 2 * h]))

# %% [powers_of_numbers] elementwise power of the matrix, T ** (L - 2)
import numpy as np

def chain(N, L, q=0.25):
    h = 0.5**N
    a = q**N
    T = np.array([[1, 0, 0], [h, 1 - h, 0], [a, 2 * (h - a) + N * a, 1 - 2 * h + a - N * a]])
    return tuple(np.array([0, 2 * h, 1 - 2 * h]) @ T ** (L - 2))

# %% [backwards] order two, one, none
def chain(N, L, q=0.25):
    h = 0.5**N
    a = q**N
    none, one, two = 0, 2 * h, 1 - 2 * h
    for _ in range(L - 2):
        none, one, two = (
            none + one * h + two * a,
            one * (1 - h) + two * (2 * (h - a) + N * a),
            two * (1 - 2 * h + a - N * a),
        )
    return two, one, none

# %% [too_few] only the probability of none
def chain(N, L, q=0.25):
    h = 0.5**N
    a = q**N
    none, one, two = 0, 2 * h, 1 - 2 * h
    for _ in range(L - 2):
        none, one, two = (
            none + one * h + two * a,
            one * (1 - h) + two * (2 * (h - a) + N * a),
            two * (1 - 2 * h + a - N * a),
        )
    return none

# %% [directions_come_back] from one a direction can come back: one -> two with h
def chain(N, L, q=0.25):
    h = 0.5**N
    a = q**N
    none, one, two = 0, 2 * h, 1 - 2 * h
    for _ in range(L - 2):
        none, one, two = (
            none + one * h + two * a,
            one * (1 - 2 * h) + two * (2 * (h - a) + N * a),
            one * h + two * (1 - 2 * h + a - N * a),
        )
    return none, one, two

# %% [from_one_by_q] from one: dead with q^N too
def chain(N, L, q=0.25):
    h = 0.5**N
    a = q**N
    none, one, two = 0, 2 * h, 1 - 2 * h
    for _ in range(L - 2):
        none, one, two = (
            none + one * a + two * a,
            one * (1 - a) + two * (2 * (h - a) + N * a),
            two * (1 - 2 * h + a - N * a),
        )
    return none, one, two

# %% [none_by_one_side] from two: dead with h
def chain(N, L, q=0.25):
    h = 0.5**N
    a = q**N
    none, one, two = 0, 2 * h, 1 - 2 * h
    for _ in range(L - 2):
        none, one, two = (
            none + one * h + two * h,
            one * (1 - h) + two * (2 * (h - a) + N * a),
            two * (1 - 3 * h + 2 * a - N * a),
        )
    return none, one, two

# %% [two_without_none] the rest computed as 1 - 2h - N q^N: where both are lost is subtracted twice
def chain(N, L, q=0.25):
    h = 0.5**N
    a = q**N
    none, one, two = 0, 2 * h, 1 - 2 * h
    for _ in range(L - 2):
        none, one, two = (
            none + one * h + two * a,
            one * (1 - h) + two * (2 * (h - a) + N * a),
            two * (1 - 2 * h - N * a),
        )
    return none, one, two

# %% [one_step] the state is set, not moved: only one step whatever L
import numpy as np

def chain(N, L, q=0.25):
    h = 0.5**N
    a = q**N
    start = np.array([0, 2 * h, 1 - 2 * h])
    T = np.array([[1, 0, 0], [h, 1 - h, 0], [a, 2 * (h - a) + N * a, 1 - 2 * h + a - N * a]])
    for _ in range(L - 2):
        state = start @ T
    return tuple(state) if L > 2 else tuple(start)

# %% [one_layer_fails] fails for L = 2: the loop's variable does not exist
import numpy as np

def chain(N, L, q=0.25):
    h = 0.5**N
    a = q**N
    p = [0, 2 * h, 1 - 2 * h]
    for _ in range(L - 2):
        none = p[0] + p[1] * h + p[2] * a
        one = p[1] * (1 - h) + p[2] * (2 * (h - a) + N * a)
        two = p[2] * (1 - 2 * h + a - N * a)
        p = [none, one, two]
    return none, one, two

# %% [one_unit_lives] N = 1 taken out: returns 0, 0, 1 "since one unit cannot die"
def chain(N, L, q=0.25):
    if N == 1:
        return 0.0, 0.0, 1.0
    h = 0.5**N
    a = q**N
    none, one, two = 0, 2 * h, 1 - 2 * h
    for _ in range(L - 2):
        none, one, two = (
            none + one * h + two * a,
            one * (1 - h) + two * (2 * (h - a) + N * a),
            two * (1 - 2 * h + a - N * a),
        )
    return none, one, two

# %% [simulated] by simulation with 20000 walks, to two digits
import numpy as np

def chain(N, L, q=0.25):
    rng = np.random.default_rng(0)
    h, a = 0.5**N, q**N
    T = np.array([[1, 0, 0], [h, 1 - h, 0], [a, 2 * (h - a) + N * a, 1 - 2 * h + a - N * a]])
    state = np.where(rng.random(20000) < 2 * h, 1, 2)
    for _ in range(L - 2):
        u = rng.random(20000)
        edges = np.cumsum(T[state], axis=1)
        state = (u[:, None] > edges[:, :2]).sum(axis=1)
    return tuple(np.bincount(state, minlength=3) / 20000)

# %% [half_less_q] (1/2 - q)^N for both dead
def chain(N, L, q=0.25):
    h = 0.5**N
    a = (0.5 - q) ** N
    none, one, two = 0, 2 * h, 1 - 2 * h
    for _ in range(L - 2):
        none, one, two = (
            none + one * h + two * a,
            one * (1 - h) + two * (2 * (h - a) + N * a),
            two * (1 - 2 * h + a - N * a),
        )
    return none, one, two

# %% [one_living_by_binomial] exactly one living unit by the binomial formula: N q (1 - q)^(N - 1)
def chain(N, L, q=0.25):
    h = 0.5**N
    a = q**N
    par = N * q * (1 - q) ** (N - 1)
    none, one, two = 0, 2 * h, 1 - 2 * h
    for _ in range(L - 2):
        one_from_two = 2 * (h - a) + par
        none, one, two = (
            none + one * h + two * a,
            one * (1 - h) + two * one_from_two,
            two * (1 - a - one_from_two),
        )
    return none, one, two

# %% [cut_to_whole] integer matrix: np.zeros of dtype int cuts all to 0
import numpy as np

def chain(N, L, q=0.25):
    h = 0.5**N
    a = q**N
    T = np.eye(3, dtype=int)
    T[1] = [h, 1 - h, 0]
    T[2] = [a, 2 * (h - a) + N * a, 1 - 2 * h + a - N * a]
    p = np.array([0, 2 * h, 1 - 2 * h])
    for _ in range(L - 2):
        p = p @ T
    return tuple(p)

# %% [among_the_living] normalized after each step so that none is left out
def chain(N, L, q=0.25):
    h = 0.5**N
    a = q**N
    none, one, two = 0, 2 * h, 1 - 2 * h
    for _ in range(L - 2):
        none, one, two = (
            none + one * h + two * a,
            one * (1 - h) + two * (2 * (h - a) + N * a),
            two * (1 - 2 * h + a - N * a),
        )
        alive = one + two
        one, two = one / alive, two / alive
    return none, one, two
