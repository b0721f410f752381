# %% [interpolated] a straight line between two steps
def at_budget(losses, spent, budgets):
    return np.interp(budgets, spent, losses)


# %% [next_step] the first step that has spent at least so much
def at_budget(losses, spent, budgets):
    losses = np.where(np.isnan(losses), np.inf, losses)
    where = np.searchsorted(spent, budgets, side="left")
    return losses[np.minimum(where, len(losses) - 1)]


# %% [by_step] the budget as the number of the step
def at_budget(losses, spent, budgets):
    out = []
    for b in budgets:
        k = min(int(b), len(losses) - 1)
        out.append(losses[k] if not np.isnan(losses[k]) else np.inf)
    return np.array(out)


# %% [best_so_far] the lowest loss up to there
def at_budget(losses, spent, budgets):
    losses = [np.inf if np.isnan(v) else v for v in losses]
    return np.array([min(v for v, s in zip(losses, spent) if s <= b) for b in budgets])


# %% [strict] less than the budget
def at_budget(losses, spent, budgets):
    out = []
    for b in budgets:
        last = losses[0]
        for loss, s in zip(losses, spent):
            if s < b:
                last = loss
        out.append(np.inf if np.isnan(last) else last)
    return np.array(out)


# %% [nearest] the step that is nearest
def at_budget(losses, spent, budgets):
    clean = np.where(np.isnan(losses), np.inf, losses)
    return np.array([clean[np.abs(np.asarray(spent) - b).argmin()] for b in budgets])


# %% [nan_kept] nan as it is
def at_budget(losses, spent, budgets):
    return np.asarray(losses, dtype=float)[np.searchsorted(spent, budgets, side="right") - 1]


# %% [last_alone] the last loss for every budget
def at_budget(losses, spent, budgets):
    last = losses[-1] if np.isfinite(losses[-1]) else np.inf
    return np.full(len(budgets), last)


# %% [summed] takes what was spent for the price of each step
def at_budget(losses, spent, budgets):
    total = np.cumsum(spent)
    k = np.searchsorted(total, budgets, side="right") - 1
    return np.where(np.isnan(losses), np.inf, losses)[k]


# %% [one_late] one place too far
def at_budget(losses, spent, budgets):
    k = np.searchsorted(spent, budgets, side="right")
    losses = np.nan_to_num(losses, nan=np.inf, posinf=np.inf)
    return losses[np.minimum(k, len(losses) - 1)]
