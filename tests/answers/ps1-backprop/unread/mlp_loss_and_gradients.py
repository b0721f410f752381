# %% [no_penalty_loss] no penalty in J
def mlp_loss_and_gradients(params, x, y, l2):
    xs, zs = [], []
    a = x
    for i, (W, b) in enumerate(params):
        xs.append(a)
        z = affine_forward(a, W, b)
        zs.append(z)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        if i < len(params) - 1:
            d = tanh_backward(d, zs[i])
        d, dW, db = affine_backward(d, xs[i], W)
        grads.insert(0, (dW + l2 * W, db))
    return J, grads

# %% [no_penalty_gradient] no penalty in dW
def mlp_loss_and_gradients(params, x, y, l2):
    xs, zs = [], []
    a = x
    for i, (W, b) in enumerate(params):
        xs.append(a)
        z = affine_forward(a, W, b)
        zs.append(z)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J += l2 / 2 * np.sum(W**2)
        if i < len(params) - 1:
            d = tanh_backward(d, zs[i])
        d, dW, db = affine_backward(d, xs[i], W)
        grads.insert(0, (dW, db))
    return J, grads

# %% [no_penalty] l2 ignored
def mlp_loss_and_gradients(params, x, y, l2):
    xs, zs = [], []
    a = x
    for i, (W, b) in enumerate(params):
        xs.append(a)
        z = affine_forward(a, W, b)
        zs.append(z)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        if i < len(params) - 1:
            d = tanh_backward(d, zs[i])
        d, dW, db = affine_backward(d, xs[i], W)
        grads.insert(0, (dW, db))
    return J, grads

# %% [penalty_twice] 2 l2 W
def mlp_loss_and_gradients(params, x, y, l2):
    xs, zs = [], []
    a = x
    for i, (W, b) in enumerate(params):
        xs.append(a)
        z = affine_forward(a, W, b)
        zs.append(z)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J += l2 / 2 * np.sum(W**2)
        if i < len(params) - 1:
            d = tanh_backward(d, zs[i])
        d, dW, db = affine_backward(d, xs[i], W)
        grads.insert(0, (dW + 2 * l2 * W, db))
    return J, grads

# %% [half_gradient] l2/2 W in the gradient
def mlp_loss_and_gradients(params, x, y, l2):
    xs, zs = [], []
    a = x
    for i, (W, b) in enumerate(params):
        xs.append(a)
        z = affine_forward(a, W, b)
        zs.append(z)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J += l2 / 2 * np.sum(W**2)
        if i < len(params) - 1:
            d = tanh_backward(d, zs[i])
        d, dW, db = affine_backward(d, xs[i], W)
        grads.insert(0, (dW + l2 / 2 * W, db))
    return J, grads

# %% [no_half_in_loss] no half in J
def mlp_loss_and_gradients(params, x, y, l2):
    xs, zs = [], []
    a = x
    for i, (W, b) in enumerate(params):
        xs.append(a)
        z = affine_forward(a, W, b)
        zs.append(z)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J += l2 * np.sum(W**2)
        if i < len(params) - 1:
            d = tanh_backward(d, zs[i])
        d, dW, db = affine_backward(d, xs[i], W)
        grads.insert(0, (dW + l2 * W, db))
    return J, grads

# %% [norm_not_squared] norm not squared
def mlp_loss_and_gradients(params, x, y, l2):
    xs, zs = [], []
    a = x
    for i, (W, b) in enumerate(params):
        xs.append(a)
        z = affine_forward(a, W, b)
        zs.append(z)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J += l2 / 2 * np.linalg.norm(W)
        if i < len(params) - 1:
            d = tanh_backward(d, zs[i])
        d, dW, db = affine_backward(d, xs[i], W)
        grads.insert(0, (dW + l2 * W, db))
    return J, grads

# %% [penalty_of_last] penalty of the last layer alone
def mlp_loss_and_gradients(params, x, y, l2):
    xs, zs = [], []
    a = x
    for i, (W, b) in enumerate(params):
        xs.append(a)
        z = affine_forward(a, W, b)
        zs.append(z)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    J += l2 / 2 * np.sum(W**2)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        if i < len(params) - 1:
            d = tanh_backward(d, zs[i])
        d, dW, db = affine_backward(d, xs[i], W)
        grads.insert(0, (dW + l2 * W, db))
    return J, grads

# %% [biases_penalized] biases penalised, in J and in db
def mlp_loss_and_gradients(params, x, y, l2):
    xs, zs = [], []
    a = x
    for i, (W, b) in enumerate(params):
        xs.append(a)
        z = affine_forward(a, W, b)
        zs.append(z)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J += l2 / 2 * (np.sum(W**2) + np.sum(b**2))
        if i < len(params) - 1:
            d = tanh_backward(d, zs[i])
        d, dW, db = affine_backward(d, xs[i], W)
        grads.insert(0, (dW + l2 * W, db + l2 * b))
    return J, grads

# %% [biases_decay] biases penalised in db alone
def mlp_loss_and_gradients(params, x, y, l2):
    xs, zs = [], []
    a = x
    for i, (W, b) in enumerate(params):
        xs.append(a)
        z = affine_forward(a, W, b)
        zs.append(z)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J += l2 / 2 * np.sum(W**2)
        if i < len(params) - 1:
            d = tanh_backward(d, zs[i])
        d, dW, db = affine_backward(d, xs[i], W)
        grads.insert(0, (dW + l2 * W, db + l2 * b))
    return J, grads

# %% [reversed_gradients] gradients in the order of the backward pass
def mlp_loss_and_gradients(params, x, y, l2):
    xs, zs = [], []
    a = x
    for i, (W, b) in enumerate(params):
        xs.append(a)
        z = affine_forward(a, W, b)
        zs.append(z)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J += l2 / 2 * np.sum(W**2)
        if i < len(params) - 1:
            d = tanh_backward(d, zs[i])
        d, dW, db = affine_backward(d, xs[i], W)
        grads.append((dW + l2 * W, db))
    return J, grads

# %% [no_slope] no tanh backward
def mlp_loss_and_gradients(params, x, y, l2):
    xs = []
    a = x
    for i, (W, b) in enumerate(params):
        xs.append(a)
        z = affine_forward(a, W, b)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J += l2 / 2 * np.sum(W**2)
        d, dW, db = affine_backward(d, xs[i], W)
        grads.insert(0, (dW + l2 * W, db))
    return J, grads

# %% [slope_at_output] tanh_backward is given the activation, not z
def mlp_loss_and_gradients(params, x, y, l2):
    xs = []
    a = x
    for i, (W, b) in enumerate(params):
        xs.append(a)
        z = affine_forward(a, W, b)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J += l2 / 2 * np.sum(W**2)
        if i < len(params) - 1:
            d = tanh_backward(d, xs[i + 1])
        d, dW, db = affine_backward(d, xs[i], W)
        grads.insert(0, (dW + l2 * W, db))
    return J, grads

# %% [slope_of_z] 1 - z^2 inside the network
def mlp_loss_and_gradients(params, x, y, l2):
    xs, zs = [], []
    a = x
    for i, (W, b) in enumerate(params):
        xs.append(a)
        z = x_next = a @ W.T + b
        zs.append(z)
        a = np.tanh(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J += l2 / 2 * np.sum(W**2)
        if i < len(params) - 1:
            d = d * (1 - zs[i] ** 2)
        grads.insert(0, (d.T @ xs[i] + l2 * W, d.sum(axis=0)))
        d = d @ W
    return J, grads

# %% [slope_of_logits] tanh backward for the last layer too
def mlp_loss_and_gradients(params, x, y, l2):
    xs, zs = [], []
    a = x
    for i, (W, b) in enumerate(params):
        xs.append(a)
        z = affine_forward(a, W, b)
        zs.append(z)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J += l2 / 2 * np.sum(W**2)
        d = tanh_backward(d, zs[i])
        d, dW, db = affine_backward(d, xs[i], W)
        grads.insert(0, (dW + l2 * W, db))
    return J, grads

# %% [input_z] z kept instead of a: dW from the pre-activation
def mlp_loss_and_gradients(params, x, y, l2):
    zs = []
    a = x
    for i, (W, b) in enumerate(params):
        z = affine_forward(a, W, b)
        zs.append(z)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J += l2 / 2 * np.sum(W**2)
        if i < len(params) - 1:
            d = tanh_backward(d, zs[i])
        below = zs[i - 1] if i > 0 else x
        d, dW, db = affine_backward(d, below, W)
        grads.insert(0, (dW + l2 * W, db))
    return J, grads

# %% [averaged_twice] mean twice: gradients divided by N again
def mlp_loss_and_gradients(params, x, y, l2):
    N = len(x)
    xs, zs = [], []
    a = x
    for i, (W, b) in enumerate(params):
        xs.append(a)
        z = affine_forward(a, W, b)
        zs.append(z)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J += l2 / 2 * np.sum(W**2)
        if i < len(params) - 1:
            d = tanh_backward(d, zs[i])
        d, dW, db = affine_backward(d, xs[i], W)
        grads.insert(0, (dW / N + l2 * W, db / N))
    return J, grads

# %% [flat_list] flat list of gradients
def mlp_loss_and_gradients(params, x, y, l2):
    xs, zs = [], []
    a = x
    for i, (W, b) in enumerate(params):
        xs.append(a)
        z = affine_forward(a, W, b)
        zs.append(z)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J += l2 / 2 * np.sum(W**2)
        if i < len(params) - 1:
            d = tanh_backward(d, zs[i])
        d, dW, db = affine_backward(d, xs[i], W)
        grads = [dW + l2 * W, db] + grads
    return J, grads

# %% [bias_first] (db, dW) the wrong way round
def mlp_loss_and_gradients(params, x, y, l2):
    xs, zs = [], []
    a = x
    for i, (W, b) in enumerate(params):
        xs.append(a)
        z = affine_forward(a, W, b)
        zs.append(z)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J += l2 / 2 * np.sum(W**2)
        if i < len(params) - 1:
            d = tanh_backward(d, zs[i])
        d, dW, db = affine_backward(d, xs[i], W)
        grads.insert(0, (db, dW + l2 * W))
    return J, grads

# %% [penalty_counted_twice] J counts the penalty of the layers before the last twice
def mlp_loss_and_gradients(params, x, y, l2):
    xs, zs = [], []
    a = x
    penalty = 0
    for i, (W, b) in enumerate(params):
        penalty += l2 / 2 * np.sum(W**2)
        xs.append(a)
        z = affine_forward(a, W, b)
        zs.append(z)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    for W, b in params[:-1]:
        penalty += l2 / 2 * np.sum(W**2)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        if i < len(params) - 1:
            d = tanh_backward(d, zs[i])
        d, dW, db = affine_backward(d, xs[i], W)
        grads.insert(0, (dW + l2 * W, db))
    return J + penalty, grads

# %% [not_passed_on] the layers go back from the wrong gradient: d is not carried on
def mlp_loss_and_gradients(params, x, y, l2):
    xs, zs = [], []
    a = x
    for i, (W, b) in enumerate(params):
        xs.append(a)
        z = affine_forward(a, W, b)
        zs.append(z)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        J += l2 / 2 * np.sum(W**2)
        dz = tanh_backward(d, zs[i]) if i < len(params) - 1 else d
        dx, dW, db = affine_backward(dz, xs[i], W)
        grads.insert(0, (dW + l2 * W, db))
    return J, grads

# %% [first_missing] penalty added to d as well as to dW: gradient of W in dx
def mlp_loss_and_gradients(params, x, y, l2):
    xs, zs = [], []
    a = x
    for i, (W, b) in enumerate(params):
        xs.append(a)
        z = affine_forward(a, W, b)
        zs.append(z)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    J = J + l2 / 2 * sum(np.sum(W**2) for W, b in params)
    grads = []
    for i in range(len(params) - 1, 0, -1):
        W, b = params[i]
        if i < len(params) - 1:
            d = tanh_backward(d, zs[i])
        d, dW, db = affine_backward(d, xs[i], W)
        grads.insert(0, (dW + l2 * W, db))
    return J, grads

# %% [penalty_subtracted] derivative of the penalty subtracted
def mlp_loss_and_gradients(params, x, y, l2):
    xs, zs = [], []
    a = x
    for i, (W, b) in enumerate(params):
        xs.append(a)
        z = affine_forward(a, W, b)
        zs.append(z)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    J = J + l2 / 2 * sum(np.sum(W**2) for W, b in params)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        if i < len(params) - 1:
            d = tanh_backward(d, zs[i])
        d, dW, db = affine_backward(d, xs[i], W)
        grads.insert(0, (dW - l2 * W, db))
    return J, grads

# %% [penalty_over_batch] penalty divided by the batch
def mlp_loss_and_gradients(params, x, y, l2):
    N = len(x)
    xs, zs = [], []
    a = x
    for i, (W, b) in enumerate(params):
        xs.append(a)
        z = affine_forward(a, W, b)
        zs.append(z)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    J = J + l2 / (2 * N) * sum(np.sum(W**2) for W, b in params)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        if i < len(params) - 1:
            d = tanh_backward(d, zs[i])
        d, dW, db = affine_backward(d, xs[i], W)
        grads.insert(0, (dW + l2 / N * W, db))
    return J, grads

# %% [arguments_swapped] wrong argument order to affine_backward
def mlp_loss_and_gradients(params, x, y, l2):
    xs, zs = [], []
    a = x
    for i, (W, b) in enumerate(params):
        xs.append(a)
        z = affine_forward(a, W, b)
        zs.append(z)
        a = tanh_forward(z) if i < len(params) - 1 else z
    J, d = softmax_cross_entropy(a, y)
    J = J + l2 / 2 * sum(np.sum(W**2) for W, b in params)
    grads = []
    for i in reversed(range(len(params))):
        W, b = params[i]
        if i < len(params) - 1:
            d = tanh_backward(d, zs[i])
        d, dW, db = affine_backward(d, W, xs[i])
        grads.insert(0, (dW + l2 * W, db))
    return J, grads
