# %% [one_step_more] L - 1 steps
def chain(N, L, q=0.25):
    h = 1 / 2**N
    p = np.array([0, 2 * h, 1 - 2 * h])
    lost, narrow = q**N, 2 * h + (N - 2) * q**N
    A = np.array([[1, 0, 0], [h, 1 - h, 0], [lost, narrow, 1 - lost - narrow]])
    for _ in range(L - 1):
        p = p @ A
    return tuple(p)

# %% [starts_with_two] from the inputs' two sides
def chain(N, L, q=0.25):
    h = 0.5**N
    A = np.array(
        [[1, 0, 0], [h, 1 - h, 0], [q**N, 2 * h + (N - 2) * q**N, 1 - 2 * h - (N - 1) * q**N]]
    )
    return tuple(np.array([0.0, 0.0, 1.0]) @ np.linalg.matrix_power(A, L - 2))

# %% [always_a_quarter] the lecture's table
def chain(N, L, q=0.25):
    h = 0.5**N
    stay = 1 - 2 * h - (N - 1) * h**2
    A = np.array([[1, 0, 0], [h, 1 - h, 0], [h**2, 1 - stay - h**2, stay]])
    return tuple(np.array([0, 2 * h, 1 - 2 * h]) @ np.linalg.matrix_power(A, L - 2))

# %% [parallel_forgotten] one side or the other
def chain(N, L, q=0.25):
    h = 0.5**N
    none, one, two = 0, 2 * h, 1 - 2 * h
    for _ in range(2, L):
        none = none + h * one + q**N * two
        one = (1 - h) * one + 2 * (h - q**N) * two
        two = 1 - none - one
    return none, one, two

# %% [one_lost_side] h - q^N once
def chain(N, L, q=0.25):
    h, lost = 0.5**N, q**N
    state = {0: 0.0, 1: 2 * h, 2: 1 - 2 * h}
    for _ in range(L - 2):
        narrow = h - lost + N * lost
        state = {
            0: state[0] + h * state[1] + lost * state[2],
            1: (1 - h) * state[1] + narrow * state[2],
            2: (1 - lost - narrow) * state[2],
        }
    return state[0], state[1], state[2]

# %% [none_is_lost] what dies in this layer alone
def chain(N, L, q=0.25):
    h = 0.5**N
    none, one, two = 0.0, 2 * h, 1 - 2 * h
    both, side = q**N, 2 * (h - q**N) + N * q**N
    for _ in range(L - 2):
        none, one, two = h * one + both * two, (1 - h) * one + side * two, (1 - both - side) * two
    return none, one, two
