# %% [mean_line] mean instead of median
def draw(x, runs, x_label, y_label):
    figure = Figure()
    axes = figure.subplots()
    middles = []
    for name, losses in runs.items():
        middle = losses.mean(axis=0)
        bounds = np.array([median_interval(column)[:2] for column in losses.T])
        axes.plot(x, middle, label=name)
        axes.fill_between(x, bounds[:, 0], bounds[:, 1], alpha=0.3)
        middles.append(np.median(losses, axis=0))
    if min(v.min() for v in runs.values()) > 0 and np.max(middles) >= 10 * np.min(middles):
        axes.set_yscale("log")
    axes.set(xlabel=x_label, ylabel=y_label, title=f"median of {len(losses)} networks")
    axes.legend()
    return figure


# %% [deviation_band] mean plus and minus a standard deviation... around the median
def draw(x, runs, x_label, y_label):
    figure = Figure()
    axes = figure.subplots()
    middles = np.array([np.median(v, axis=0) for v in runs.values()])
    for (name, losses), middle in zip(runs.items(), middles):
        spread = losses.std(axis=0)
        axes.plot(x, middle, label=name)
        axes.fill_between(x, middle - spread, middle + spread, alpha=0.3)
        count = len(losses)
    if all((v > 0).all() for v in runs.values()) and middles.max() >= 10 * middles.min():
        axes.semilogy()
    axes.set_xlabel(x_label)
    axes.set_ylabel(y_label)
    axes.set_title(f"n = {count}")
    axes.legend()
    return figure


# %% [no_band] without a band
def draw(x, runs, x_label, y_label):
    figure, axes = plt.subplots()
    middles = np.array([np.median(v, axis=0) for v in runs.values()])
    for name, middle in zip(runs, middles):
        axes.plot(x, middle, label=name)
    if all((v > 0).all() for v in runs.values()) and middles.max() >= 10 * middles.min():
        axes.set_yscale("log")
    axes.set(xlabel=x_label, ylabel=y_label, title=f"{len(v) if (v := next(iter(runs.values()))) is not None else 0} networks")
    axes.legend()
    plt.close(figure)
    return figure


# %% [no_x_label+no_y_label] axes without labels
def draw(x, runs, x_label, y_label):
    figure = Figure()
    axes = figure.subplots()
    middles = np.array([np.median(v, axis=0) for v in runs.values()])
    for (name, losses), middle in zip(runs.items(), middles):
        low, high = zip(*[median_interval(c)[:2] for c in losses.T])
        axes.plot(x, middle, label=name)
        axes.fill_between(x, low, high, alpha=0.3)
    if all((v > 0).all() for v in runs.values()) and middles.max() >= 10 * middles.min():
        axes.set_yscale("log")
    axes.set_title(f"{x_label} and {y_label}, {len(losses)} networks")
    axes.legend()
    return figure


# %% [no_legend] labels, and no legend
def draw(x, runs, x_label, y_label):
    figure = Figure()
    axes = figure.subplots()
    middles = np.array([np.median(v, axis=0) for v in runs.values()])
    for (name, losses), middle in zip(runs.items(), middles):
        low, high = zip(*[median_interval(c)[:2] for c in losses.T])
        axes.plot(x, middle, label=name)
        axes.fill_between(x, low, high, alpha=0.3)
    if all((v > 0).all() for v in runs.values()) and middles.max() >= 10 * middles.min():
        axes.set_yscale("log")
    axes.set(xlabel=x_label, ylabel=y_label, title=f"{len(losses)} networks")
    return figure


# %% [always_log] always a logarithmic axis
def draw(x, runs, x_label, y_label):
    figure = Figure()
    axes = figure.subplots()
    for name, losses in runs.items():
        low, high = zip(*[median_interval(c)[:2] for c in losses.T])
        axes.semilogy(x, np.median(losses, axis=0), label=name)
        axes.fill_between(x, low, high, alpha=0.3)
    axes.set(xlabel=x_label, ylabel=y_label, title=f"{len(losses)} networks")
    axes.legend()
    return figure


# %% [never_log] a linear axis always
def draw(x, runs, x_label, y_label):
    figure = Figure()
    axes = figure.subplots()
    for name, losses in runs.items():
        low, high = zip(*[median_interval(c)[:2] for c in losses.T])
        axes.plot(x, np.median(losses, axis=0), label=name)
        axes.fill_between(x, low, high, alpha=0.3)
    axes.set(xlabel=x_label, ylabel=y_label, title=f"{len(losses)} networks")
    axes.legend()
    return figure


# %% [no_count] nobody says how many networks
def draw(x, runs, x_label, y_label):
    figure = Figure()
    axes = figure.subplots()
    middles = np.array([np.median(v, axis=0) for v in runs.values()])
    for (name, losses), middle in zip(runs.items(), middles):
        low, high = zip(*[median_interval(c)[:2] for c in losses.T])
        axes.plot(x, middle, label=name)
        axes.fill_between(x, low, high, alpha=0.3)
    if all((v > 0).all() for v in runs.values()) and middles.max() >= 10 * middles.min():
        axes.set_yscale("log")
    axes.set(xlabel=x_label, ylabel=y_label, title="median and interval")
    axes.legend()
    return figure


# %% [first_alone] the first method alone
def draw(x, runs, x_label, y_label):
    figure = Figure()
    axes = figure.subplots()
    name, losses = next(iter(runs.items()))
    low, high = zip(*[median_interval(c)[:2] for c in losses.T])
    axes.plot(x, np.median(losses, axis=0), label=name)
    axes.fill_between(x, low, high, alpha=0.3)
    middles = np.array([np.median(v, axis=0) for v in runs.values()])
    if all((v > 0).all() for v in runs.values()) and middles.max() >= 10 * middles.min():
        axes.set_yscale("log")
    axes.set(xlabel=x_label, ylabel=y_label, title=f"{len(losses)} networks")
    axes.legend()
    return figure
