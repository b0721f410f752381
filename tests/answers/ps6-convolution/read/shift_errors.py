# %% [output_moved_by_stride] both by k stride
def shift_errors(f, x, stride=1):
    h = f(x)
    first, second = [], []
    for shift in range(0, len(x), stride):
        late = f(np.roll(x, shift))
        first.append(np.max(np.abs(late - np.roll(h, shift))))
        second.append(np.max(np.abs(late - h)))
    return max(first), max(second)

# %% [one_move_alone] a single move
def shift_errors(f, x, stride=1):
    h = np.array(f(x))
    late = np.array(f(np.roll(x, stride)))
    return np.abs(late - np.roll(h, 1)).max(), np.abs(late - h).max()

# %% [last_error] no maximum over the moves
def shift_errors(f, x, stride=1):
    h = np.array(f(x))
    equi = inv = 0.0
    for k in range(len(x) // stride):
        late = np.array(f(np.roll(x, k * stride)))
        equi = np.max(np.abs(late - np.roll(h, k)))
        inv = np.max(np.abs(late - h))
    return equi, inv

# %% [length] norms
def shift_errors(f, x, stride=1):
    h = np.array(f(x))
    moves = [np.array(f(np.roll(x, k * stride))) for k in range(len(h))]
    equi = max(np.linalg.norm(late - np.roll(h, k)) for k, late in enumerate(moves))
    return equi, max(np.linalg.norm(late - h) for late in moves)

# %% [zeros_come_in] moves with zeros
def shift_errors(f, x, stride=1):
    def moved(values, k):
        return np.concatenate([np.zeros(k), np.asarray(values)[: len(values) - k]])

    h = f(x)
    equi, inv = 0.0, 0.0
    for k in range(len(h)):
        late = np.asarray(f(moved(x, k * stride)))
        equi = max(equi, np.abs(late - moved(h, k)).max())
        inv = max(inv, np.abs(late - h).max())
    return equi, inv

# %% [no_absolute_values] differences with their sign
def shift_errors(f, x, stride=1):
    h = np.asarray(f(x))
    equi = inv = 0.0
    for k in range(len(h)):
        late = np.asarray(f(np.roll(x, k * stride)))
        equi = max(equi, (late - np.roll(h, k)).max())
        inv = max(inv, (late - h).max())
    return equi, inv

# %% [exchanged] the other order
def shift_errors(f, x, stride=1):
    h = np.asarray(f(x))
    errors = np.zeros(2)
    for k in range(len(h)):
        late = np.asarray(f(np.roll(x, stride * k)))
        now = np.abs(late - h).max(), np.abs(late - np.roll(h, k)).max()
        errors = np.maximum(errors, now)
    return float(errors[0]), float(errors[1])

# %% [sum_of_entries] added up over the entries
def shift_errors(f, x, stride=1):
    h = np.asarray(f(x))
    equi = inv = 0.0
    for k in range(len(h)):
        late = np.asarray(f(np.roll(x, stride * k)))
        equi = max(equi, sum(abs(late - np.roll(h, k))))
        inv = max(inv, sum(abs(late - h)))
    return equi, inv
