# %% [as_listed] the listing, with other names
def finish(f, theta, adam, lbfgs, switch, steps):
    history = []
    x = theta
    for _ in range(min(switch, steps)):
        history.append(f(x)[0])
        x = adam()(f, x)
    if switch < steps:
        x = theta
        for _ in range(steps - switch):
            history.append(f(x)[0])
            x = lbfgs()(f, x)
    return x, np.array(history)

# %% [made_anew] a rule in every step
def finish(f, theta, adam, lbfgs, switch, steps):
    x, losses = theta, [f(theta)[0]]
    for k in range(steps):
        rule = adam() if k < switch else lbfgs()
        x = rule(f, x)
        losses.append(f(x)[0])
    return x, np.array(losses)

# %% [from_the_start] L-BFGS begins at theta
def finish(f, theta, adam, lbfgs, switch, steps):
    losses, x = [f(theta)[0]], theta
    first, second = adam(), lbfgs()
    for k in range(steps):
        if k < switch:
            x = first(f, x)
        else:
            x = second(f, theta if k == switch else x)
        losses.append(f(x)[0])
    return x, np.array(losses)

# %% [without_start] one loss a step
def finish(f, theta, adam, lbfgs, switch, steps):
    losses, x = [], theta
    first, second = adam(), lbfgs()
    for k in range(steps):
        x = first(f, x) if k < switch else second(f, x)
        losses.append(f(x)[0])
    return x, np.array(losses)

# %% [steps_after_switch] steps of L-BFGS
def finish(f, theta, adam, lbfgs, switch, steps):
    rule, losses = adam(), [f(theta)[0]]
    for _ in range(min(switch, steps)):
        theta = rule(f, theta)
        losses.append(f(theta)[0])
    rule = lbfgs()
    for _ in range(steps):
        theta = rule(f, theta)
        losses.append(f(theta)[0])
    return theta, np.array(losses)

# %% [exchanged] L-BFGS first
def finish(f, theta, adam, lbfgs, switch, steps):
    rules, losses = (lbfgs(), adam()), [f(theta)[0]]
    for k in range(steps):
        theta = rules[k >= switch](f, theta)
        losses.append(f(theta)[0])
    return theta, np.array(losses)

# %% [adam_to_the_switch] all of Adam's steps, whatever steps is
def finish(f, theta, adam, lbfgs, switch, steps):
    rule, losses = adam(), [f(theta)[0]]
    for _ in range(switch):
        theta = rule(f, theta)
        losses.append(f(theta)[0])
    rule = lbfgs()
    for _ in range(steps - switch):
        theta = rule(f, theta)
        losses.append(f(theta)[0])
    return theta, np.array(losses)
