# %% [ascent] steps up
def train(params, x, y, lr, steps, l2):
    losses = []
    for _ in range(steps):
        J, grads = mlp_loss_and_gradients(params, x, y, l2)
        losses.append(J)
        params = [(W + lr * dW, b + lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return params, losses

# %% [after] loss recorded after the step
def train(params, x, y, lr, steps, l2):
    losses = []
    for _ in range(steps):
        J, grads = mlp_loss_and_gradients(params, x, y, l2)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
        losses.append(mlp_loss_and_gradients(params, x, y, l2)[0])
    return params, losses

# %% [before_and_after] loss before and after: one too many
def train(params, x, y, lr, steps, l2):
    losses = [mlp_loss_and_gradients(params, x, y, l2)[0]]
    for _ in range(steps):
        J, grads = mlp_loss_and_gradients(params, x, y, l2)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
        losses.append(mlp_loss_and_gradients(params, x, y, l2)[0])
    return params, losses

# %% [in_place] in place
def train(params, x, y, lr, steps, l2):
    losses = []
    for _ in range(steps):
        J, grads = mlp_loss_and_gradients(params, x, y, l2)
        losses.append(J)
        for (W, b), (dW, db) in zip(params, grads):
            W -= lr * dW
            b -= lr * db
    return params, losses

# %% [never_changed] the new arrays are lost
def train(params, x, y, lr, steps, l2):
    losses = []
    for _ in range(steps):
        J, grads = mlp_loss_and_gradients(params, x, y, l2)
        losses.append(J)
        for (W, b), (dW, db) in zip(params, grads):
            W = W - lr * dW
            b = b - lr * db
    return params, losses

# %% [no_bias] biases not trained
def train(params, x, y, lr, steps, l2):
    losses = []
    for _ in range(steps):
        J, grads = mlp_loss_and_gradients(params, x, y, l2)
        losses.append(J)
        params = [(W - lr * dW, b) for (W, b), (dW, db) in zip(params, grads)]
    return params, losses

# %% [one_step_fewer] one step too few
def train(params, x, y, lr, steps, l2):
    losses = []
    for _ in range(steps - 1):
        J, grads = mlp_loss_and_gradients(params, x, y, l2)
        losses.append(J)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return params, losses

# %% [no_lr] no learning rate
def train(params, x, y, lr, steps, l2):
    losses = []
    for _ in range(steps):
        J, grads = mlp_loss_and_gradients(params, x, y, l2)
        losses.append(J)
        params = [(W - dW, b - db) for (W, b), (dW, db) in zip(params, grads)]
    return params, losses

# %% [l2_not_used] l2 not handed on
def train(params, x, y, lr, steps, l2):
    losses = []
    for _ in range(steps):
        J, grads = mlp_loss_and_gradients(params, x, y, 0)
        losses.append(J)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return params, losses

# %% [decay_twice] weight decay on top of l2
def train(params, x, y, lr, steps, l2):
    losses = []
    for _ in range(steps):
        J, grads = mlp_loss_and_gradients(params, x, y, l2)
        losses.append(J)
        params = [(W - lr * (dW + l2 * W), b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return params, losses

# %% [last_loss] returns the last loss only
def train(params, x, y, lr, steps, l2):
    for _ in range(steps):
        J, grads = mlp_loss_and_gradients(params, x, y, l2)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return params, J

# %% [order] losses first
def train(params, x, y, lr, steps, l2):
    losses = []
    for _ in range(steps):
        J, grads = mlp_loss_and_gradients(params, x, y, l2)
        losses.append(J)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return losses, params

# %% [params_alone] params only
def train(params, x, y, lr, steps, l2):
    for _ in range(steps):
        J, grads = mlp_loss_and_gradients(params, x, y, l2)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return params

# %% [all_stale] gradients of the start, every step
def train(params, x, y, lr, steps, l2):
    losses = []
    J, grads = mlp_loss_and_gradients(params, x, y, l2)
    for _ in range(steps):
        losses.append(J)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
    return params, losses

# %% [tuple_item] writes into a tuple
def train(params, x, y, lr, steps, l2):
    losses = []
    for _ in range(steps):
        J, grads = mlp_loss_and_gradients(params, x, y, l2)
        losses.append(J)
        for i in range(len(params)):
            params[i][0] -= lr * grads[i][0]
            params[i][1] -= lr * grads[i][1]
    return params, losses

# %% [in_place] shallow copy
def train(params, x, y, lr, steps, l2):
    params = params.copy()
    losses = []
    for _ in range(steps):
        J, grads = mlp_loss_and_gradients(params, x, y, l2)
        losses.append(J)
        for i in range(len(params)):
            W, b = params[i]
            W -= lr * grads[i][0]
            b -= lr * grads[i][1]
            params[i] = (W, b)
    return params, losses

# %% [averaged_again] divides by the batch again
def train(params, x, y, lr, steps, l2):
    N = len(x)
    losses = []
    for _ in range(steps):
        J, grads = mlp_loss_and_gradients(params, x, y, l2)
        losses.append(J)
        params = [(W - lr * dW / N, b - lr * db / N) for (W, b), (dW, db) in zip(params, grads)]
    return params, losses

# %% [one_step] returns in the loop
def train(params, x, y, lr, steps, l2):
    losses = []
    for _ in range(steps):
        J, grads = mlp_loss_and_gradients(params, x, y, l2)
        losses.append(J)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
        return params, losses

# %% [stops_early] stops when the loss grows
def train(params, x, y, lr, steps, l2):
    losses = []
    for _ in range(steps):
        J, grads = mlp_loss_and_gradients(params, x, y, l2)
        losses.append(J)
        params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
        if J < 1.0:
            break
    return params, losses

# %% [last_alone] only the last layer learns
def train(params, x, y, lr, steps, l2):
    losses = []
    for _ in range(steps):
        J, grads = mlp_loss_and_gradients(params, x, y, l2)
        losses.append(J)
        (W, b), (dW, db) = params[-1], grads[-1]
        params = params[:-1] + [(W - lr * dW, b - lr * db)]
    return params, losses
