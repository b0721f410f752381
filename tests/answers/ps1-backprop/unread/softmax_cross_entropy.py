# %% [overflow] no shift: exp overflows
def softmax_cross_entropy(u, y):
    N = len(y)
    e = np.exp(u)
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(N), y]))
    du = p.copy()
    du[np.arange(N), y] -= 1
    return loss, du / N

# %% [log_of_zero] shifted, but then log of a probability that is 0
def softmax_cross_entropy(u, y):
    N = len(y)
    e = np.exp(u - u.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(N), y]))
    du = p.copy()
    du[np.arange(N), y] -= 1
    return loss, du / N

# %% [log_floor] log of p plus a small number
def softmax_cross_entropy(u, y):
    N = len(y)
    e = np.exp(u - u.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(N), y] + 1e-12))
    du = p.copy()
    du[np.arange(N), y] -= 1
    return loss, du / N

# %% [log_floor] p clipped before the log
def softmax_cross_entropy(u, y):
    N = len(y)
    e = np.exp(u - u.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(np.clip(p[np.arange(N), y], 1e-15, 1)))
    du = p.copy()
    du[np.arange(N), y] -= 1
    return loss, du / N

# %% [batch_maximum] shifted by the maximum of the whole batch
def softmax_cross_entropy(u, y):
    N = len(y)
    s = u - u.max()
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    du = np.exp(logp)
    du[np.arange(N), y] -= 1
    return loss, du / N

# %% [over_batch] softmax along the batch
def softmax_cross_entropy(u, y):
    N = len(y)
    s = u - u.max(axis=0)
    logp = s - np.log(np.exp(s).sum(axis=0))
    loss = -logp[np.arange(N), y].mean()
    du = np.exp(logp)
    du[np.arange(N), y] -= 1
    return loss, du / N

# %% [over_all] softmax over all entries
def softmax_cross_entropy(u, y):
    N = len(y)
    s = u - u.max()
    logp = s - np.log(np.exp(s).sum())
    loss = -logp[np.arange(N), y].mean()
    du = np.exp(logp)
    du[np.arange(N), y] -= 1
    return loss, du / N

# %% [gradient_summed] gradient not divided by N
def softmax_cross_entropy(u, y):
    N = len(y)
    s = u - u.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    du = np.exp(logp)
    du[np.arange(N), y] -= 1
    return loss, du

# %% [loss_summed] loss summed, not averaged
def softmax_cross_entropy(u, y):
    N = len(y)
    s = u - u.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].sum()
    du = np.exp(logp)
    du[np.arange(N), y] -= 1
    return loss, du / N

# %% [summed] both summed
def softmax_cross_entropy(u, y):
    N = len(y)
    s = u - u.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].sum()
    du = np.exp(logp)
    du[np.arange(N), y] -= 1
    return loss, du

# %% [wrong_sign] gradient with the sign turned
def softmax_cross_entropy(u, y):
    N = len(y)
    s = u - u.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    du = -np.exp(logp)
    du[np.arange(N), y] += 1
    return loss, du / N

# %% [positive_log] loss without minus
def softmax_cross_entropy(u, y):
    N = len(y)
    s = u - u.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = logp[np.arange(N), y].mean()
    du = np.exp(logp)
    du[np.arange(N), y] -= 1
    return loss, du / N

# %% [no_one_hot] gradient is p alone
def softmax_cross_entropy(u, y):
    N = len(y)
    s = u - u.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    return loss, np.exp(logp) / N

# %% [one_after_mean] divided by N, then one subtracted
def softmax_cross_entropy(u, y):
    N = len(y)
    s = u - u.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    du = np.exp(logp) / N
    du[np.arange(N), y] -= 1
    return loss, du

# %% [gradient_over_classes] divided by K, the classes
def softmax_cross_entropy(u, y):
    N, K = u.shape
    s = u - u.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    du = np.exp(logp)
    du[np.arange(N), y] -= 1
    return loss, du / K

# %% [loss_over_classes] mean over all entries of the one-hot product
def softmax_cross_entropy(u, y):
    N, K = u.shape
    s = u - u.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    Y = np.eye(K)[y]
    loss = -np.mean(Y * logp)
    return loss, (np.exp(logp) - Y) / N

# %% [one_hot_by_labels] one-hot sized by the labels that occur
def softmax_cross_entropy(u, y):
    N = len(y)
    s = u - u.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    Y = np.eye(y.max() + 1)[y]
    loss = -np.sum(Y * logp) / N
    return loss, (np.exp(logp) - Y) / N

# %% [every_row] p[:, y]
def softmax_cross_entropy(u, y):
    N = len(y)
    s = u - u.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    du = np.exp(logp)
    du[:, y] -= 1
    return loss, du / N

# %% [loss_of_every_row] loss over logp[:, y]
def softmax_cross_entropy(u, y):
    N = len(y)
    s = u - u.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[:, y].mean()
    du = np.exp(logp)
    du[np.arange(N), y] -= 1
    return loss, du / N

# %% [log_of_base] log base 2
def softmax_cross_entropy(u, y):
    N = len(y)
    e = np.exp(u - u.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log2(p[np.arange(N), y]))
    du = p.copy()
    du[np.arange(N), y] -= 1
    return loss, du / N

# %% [label_subtracted] labels subtracted from the probabilities
def softmax_cross_entropy(u, y):
    N = len(y)
    s = u - u.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    du = np.exp(logp) - y[:, None]
    return loss, du / N

# %% [no_softmax] gradient of the logits: u - onehot
def softmax_cross_entropy(u, y):
    N, K = u.shape
    s = u - u.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    return loss, (u - np.eye(K)[y]) / N

# %% [no_log] the probability itself, no log
def softmax_cross_entropy(u, y):
    N = len(y)
    e = np.exp(u - u.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.mean(p[np.arange(N), y])
    du = p.copy()
    du[np.arange(N), y] -= 1
    return loss, du / N

# %% [not_averaged] loss for each example
def softmax_cross_entropy(u, y):
    N = len(y)
    s = u - u.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y]
    du = np.exp(logp)
    du[np.arange(N), y] -= 1
    return loss, du / N

# %% [order] gradient first
def softmax_cross_entropy(u, y):
    N = len(y)
    s = u - u.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    du = np.exp(logp)
    du[np.arange(N), y] -= 1
    return du / N, loss

# %% [too_few] only the loss
def softmax_cross_entropy(u, y):
    N = len(y)
    s = u - u.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    return -logp[np.arange(N), y].mean()

# %% [over_written] p written over before the loss
def softmax_cross_entropy(u, y):
    N = len(y)
    e = np.exp(u - u.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    du = p
    du[np.arange(N), y] -= 1
    loss = -np.mean(np.log(np.abs(p[np.arange(N), y])))
    return loss, du / N

# %% [in_place] u changed in place
def softmax_cross_entropy(u, y):
    N = len(y)
    u -= u.max(axis=1, keepdims=True)
    logp = u - np.log(np.exp(u).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    du = np.exp(logp)
    du[np.arange(N), y] -= 1
    return loss, du / N

# %% [no_keepdims] maximum without keepdims
def softmax_cross_entropy(u, y):
    N = len(y)
    s = u - u.max(axis=1)
    logp = s - np.log(np.exp(s).sum(axis=1))
    loss = -logp[np.arange(N), y].mean()
    du = np.exp(logp)
    du[np.arange(N), y] -= 1
    return loss, du / N

# %% [sigmoid] binary cross entropy with sigmoid
def softmax_cross_entropy(u, y):
    N, K = u.shape
    p = 1 / (1 + np.exp(-u))
    Y = np.eye(K)[y]
    loss = -np.sum(Y * np.log(p) + (1 - Y) * np.log(1 - p)) / N
    return loss, (p - Y) / N

# %% [squared_error] squared error
def softmax_cross_entropy(u, y):
    N, K = u.shape
    e = np.exp(u - u.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    Y = np.eye(K)[y]
    loss = np.sum((p - Y) ** 2) / N
    return loss, 2 * (p - Y) / N

# %% [by_probabilities] gradient with respect to p: -Y / p
def softmax_cross_entropy(u, y):
    N, K = u.shape
    s = u - u.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    Y = np.eye(K)[y]
    loss = -np.sum(Y * logp) / N
    return loss, -Y / np.exp(logp) / N

# %% [right_class_alone] only the entries of the right class
def softmax_cross_entropy(u, y):
    N, K = u.shape
    s = u - u.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    du = np.zeros((N, K))
    du[np.arange(N), y] = np.exp(logp)[np.arange(N), y] - 1
    return loss, du / N

# %% [shift_lost] logsumexp shift not added back
def softmax_cross_entropy(u, y):
    N = len(y)
    m = u.max(axis=1, keepdims=True)
    lse = np.log(np.exp(u - m).sum(axis=1, keepdims=True))
    logp = u - lse
    loss = -logp[np.arange(N), y].mean()
    du = np.exp(logp)
    du[np.arange(N), y] -= 1
    return loss, du / N

# %% [softmax_twice] softmax of softmax
def softmax_cross_entropy(u, y):
    N = len(y)
    e = np.exp(u - u.max(axis=1, keepdims=True))
    u = e / e.sum(axis=1, keepdims=True)
    s = u - u.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    du = np.exp(logp)
    du[np.arange(N), y] -= 1
    return loss, du / N

# %% [averaged_twice] divided by N twice: mean, then N
def softmax_cross_entropy(u, y):
    N = len(y)
    s = u - u.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean() / N
    du = np.exp(logp)
    du[np.arange(N), y] -= 1
    return loss, du / N
