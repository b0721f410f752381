"""A figure that says what it shows: read off its axes, lines and bands, without drawing it."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Named, Outputs, Unusable, kind
from trainlab.checks.ps8.median import bounds
from trainlab.checks.question import Answer, Case, question

#: From so many times the smallest median on, the axis is to be logarithmic.
DECADE = 10
FACTS = {
    "x_label": "the x axis is labelled with x_label",
    "y_label": "the y axis is labelled with y_label",
    "legend": "a legend has the name of each method",
    "scale": "the y axis is logarithmic where all losses are positive and the largest median is at "
    "least 10 times the smallest, and else linear",
    "count": "the figure says over how many networks it is, as a number in its title or legend",
}


def _driven(
    draw: Answer, /, x: Array, runs: dict[str, Array], x_label: str, y_label: str
) -> Outputs:
    """Return what its figure shows.

    Raises:
        Unusable: for what is no figure with axes.
    """
    figure = draw(x, runs, x_label, y_label)
    if figure is None:
        raise Unusable("nothing (None); expected the figure: return figure", "no_return")
    if isinstance(figure, tuple | list):
        raise Unusable(f"{kind(figure)}; expected the figure alone: return figure", "too_many")
    axes = _axes(figure)
    count = len(next(iter(runs.values())))
    legends = [made for made in (axes.get_legend(), *figure.legends) if made is not None]
    named = [name for legend in legends for name in _words(legend.get_texts())]
    over = _words([legend.get_title() for legend in legends])
    titles = [axes.get_title(), axes.get_title(loc="left"), axes.get_title(loc="right")]
    texts = [*titles, figure.get_suptitle(), *over, *named]
    texts += [*_words(axes.texts), *_words(figure.texts)]
    facts = {
        "x_label": x_label in axes.get_xlabel(),
        "y_label": y_label in axes.get_ylabel(),
        "legend": all(any(text.startswith(name) for text in named) for name in runs),
        "scale": (axes.get_yscale() == "log") == _spread(runs),
        "count": any(re.search(rf"(?<!\d){count}(?!\d)", text) for text in texts),
    }
    shown = _lines(axes, x, list(runs)) | _bands(axes, x)
    return shown | {name: np.array(float(true)) for name, true in facts.items()}


def _axes(figure: Any) -> Any:
    """Return a figure's first axes."""
    try:
        return next(iter(figure.axes))
    except (AttributeError, TypeError):
        raise Unusable(f"{kind(figure)}; expected a figure of matplotlib", "no_figure") from None
    except StopIteration:
        raise Unusable(
            "a figure without axes; make some: axes = figure.subplots()", "no_axes"
        ) from None


def _words(texts: Any) -> list[str]:
    return [str(text.get_text()) for text in texts]


def _lines(axes: Any, x: Array, names: list[str]) -> Outputs:
    """Return the heights of the line of each method: by its label, or else in order."""
    found = []
    for line in axes.lines:
        at = np.asarray(line.get_xdata(), dtype=float)
        if at.shape == x.shape and np.allclose(at, x):
            found.append((str(line.get_label()), np.asarray(line.get_ydata(), dtype=float)))
    shown = {}
    for number, name in enumerate(names):
        own = [y for label, y in found if label == name] or [
            y for label, y in found if label.startswith(name)
        ]
        if own or number < len(found):
            shown[f"line{number + 1}"] = own[0] if own else found[number][1]
    return shown


def _bands(axes: Any, x: Array) -> Outputs:
    """Return the lowest and highest place of each band at each x (2, X)."""
    shown = {}
    for number, band in enumerate(axes.collections, start=1):
        corners = np.concatenate([np.asarray(p.vertices, dtype=float) for p in band.get_paths()])
        at = [corners[np.isclose(corners[:, 0], place), 1] for place in x]
        ends = [(y.min(), y.max()) if len(y) else (np.nan, np.nan) for y in at]
        shown[f"band{number}"] = np.array(ends).T
    return shown


def _spread(runs: Mapping[str, Array]) -> bool:
    """Return whether the y axis is to be logarithmic."""
    medians = np.array([np.median(losses, axis=0) for losses in runs.values()])
    positive = all((losses > 0).all() for losses in runs.values())
    return bool(positive and medians.max() >= DECADE * medians.min())


@question(
    "ps8/draw",
    returns=(Named("what the figure shows"),),
    drive=_driven,
    facts=FACTS,
    builds_on=("median_interval",),
    section="problem set 8, section 5",
    hints=(
        "Look at your figure as somebody who knows nothing of it: what is on the axes, which line "
        "is which, what is the band, and of how many networks?",
        "For each method a line of medians over the rows, axes.plot(x, ..., label=name), and a "
        "band of your median_interval of each column, axes.fill_between(x, low, high, alpha=0.3).",
        "low, high = np.array([median_interval(column)[:2] for column in losses.T]).T; "
        "axes.set(xlabel=x_label, ylabel=y_label, title=f'median of {len(losses)} networks'); "
        "axes.legend(); axes.set_yscale('log') where it is due.",
    ),
)
def draw(x: Array, runs: dict[str, Array], x_label: str, y_label: str) -> Outputs:
    """Sort each column, and read medians and bounds off it."""
    shown = {}
    for number, losses in enumerate(runs.values(), start=1):
        column = np.sort(losses, axis=0)
        n = len(column)
        shown[f"line{number}"] = (column[(n - 1) // 2] + column[n // 2]) / 2
        shown[f"band{number}"] = np.array([bounds(one, 0.95)[:2] for one in losses.T]).T
    return shown | {name: np.array(1.0) for name in FACTS}


@draw.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def losses(networks: int, middle: Array) -> Array:
        """Return skewed losses about these, no two alike."""
        return middle * np.exp(rng.normal(0, 0.3, (networks, len(middle))) + 0.2)

    x = np.array([0, 50, 100, 200, 400])
    falling = np.array([1.0, 0.4, 0.1, 0.02, 0.01])
    level = np.array([1.0, 0.8, 0.7, 0.6, 0.55])
    words = {"x_label": "gradients", "y_label": "mean square"}
    two = {"SGD": losses(20, level), "Adam": losses(20, falling)}
    yield Case("losses that fall by a factor of 100, 20 networks", {"x": x, "runs": two, **words})
    near = {"tanh": losses(12, level), "ReLU": losses(12, level[::-1]), "sine": losses(12, level)}
    yield Case("losses that hardly fall, 12 networks",
               {"x": x, "runs": near, "x_label": "width", "y_label": "test loss"})  # fmt: skip
    if thorough:
        yield Case("one method", {"x": x, "runs": {"Adam": losses(9, falling)}, **words})
        zero = losses(15, falling)
        zero[0, -1] = 0.0
        yield Case("a loss of 0", {"x": x, "runs": {"SGD": zero, "Adam": losses(15, level)},
                                   **words})  # fmt: skip
        uneven = np.array([4.0, 5.5, 8.0, 8.5])
        pair = {"Adam": losses(31, np.array([40.0, 3, 2, 1])),
                "Adam, then L-BFGS": losses(31, np.array([40.0, 2, 0.5, 0.1]))}  # fmt: skip
        yield Case("a name that begins with another", {"x": uneven, "runs": pair,
                   "x_label": "rate", "y_label": "loss"})  # fmt: skip
        below = {"SGD": losses(10, level) - 1, "Adam": 30 * losses(10, falling) - 1}
        yield Case("losses of either sign", {"x": x, "runs": below, **words})


class _Text:
    """Some text of a sheet."""

    def __init__(self, text: str) -> None:
        """Keep it."""
        self._text = text

    def get_text(self) -> str:
        """Return it."""
        return self._text


class _Curve:
    """A line, or a band, of a sheet.

    Args:
        label: its name.
        x: places.
        rows: a line's heights, or a band's two bounds.
    """

    def __init__(self, label: str, x: Array, *rows: Array) -> None:
        """Keep them."""
        self._label, self._x, self._y = label, x, rows[0]
        self.vertices = np.column_stack([np.tile(x, len(rows)), np.concatenate(rows)])

    def get_label(self) -> str:
        """Return its name."""
        return self._label

    def get_xdata(self) -> Array:
        """Return its places."""
        return self._x

    def get_ydata(self) -> Array:
        """Return its heights."""
        return self._y

    def get_paths(self) -> list["_Curve"]:
        """Return the paths of a band."""
        return [self]


class _Legend:
    """The names of curves."""

    def __init__(self, curves: list[_Curve]) -> None:
        """Keep them."""
        self._names = [_Text(curve.get_label()) for curve in curves]

    def get_texts(self) -> list[_Text]:
        """Return the names."""
        return self._names

    def get_title(self) -> _Text:
        """Return what stands over them."""
        return _Text("")


class _Sheet:
    """A figure without matplotlib, of one system of axes, in which each part may be wrong."""

    texts: tuple[_Text, ...] = ()
    legends: tuple[()] = ()

    def __init__(self, x: Array, runs: dict[str, Array], x_label: str, y_label: str) -> None:
        """Draw it."""
        self.given = x, runs, x_label, y_label
        self.axes = [self]
        names = self.names(list(runs))
        self.lines = [
            _Curve(name, x, self.middle(one))
            for name, one in zip(names, runs.values(), strict=True)
        ]
        self.collections = [_Curve(name, x, *self.band(one)) for name, one in runs.items()]

    def names(self, names: list[str]) -> list[str]:
        """Return the lines' labels."""
        return names

    def middle(self, losses: Array) -> Any:
        """Return a line's heights."""
        return np.median(losses, axis=0)

    def band(self, losses: Array) -> Any:
        """Return a band's bounds."""
        return _interval(losses, 0.95)

    def get_xlabel(self) -> str:
        """Return the label of the x axis."""
        return self.given[2]

    def get_ylabel(self) -> str:
        """Return the label of the y axis."""
        return self.given[3]

    def get_yscale(self) -> str:
        """Return the scale of the y axis."""
        return "log" if _spread(self.given[1]) else "linear"

    def get_title(self, loc: str = "center") -> str:
        """Return the title."""
        return f"median of {len(next(iter(self.given[1].values())))} networks"

    def get_suptitle(self) -> str:
        """Return the title over all axes."""
        return ""

    def get_legend(self) -> Any:
        """Return the legend."""
        return _Legend(self.lines)


def _interval(losses: Array, level: float) -> Array:
    return np.array([bounds(one, level)[:2] for one in losses.T]).T


def _know(name: str, diagnosis: str, *others: dict[str, Any], **parts: Callable[..., Any]) -> None:
    """Know a figure of which these parts are wrong, and variants with others."""
    kinds = tuple(type("_Wrong", (_Sheet,), wrong) for wrong in (parts, *others))

    def answer(
        x: Array, runs: dict[str, Array], x_label: str, y_label: str, kind: Any = kinds
    ) -> Any:
        return kind(x, runs, x_label, y_label)

    draw.know(name, diagnosis, answer)


def _beside(middle: Callable[[Array], Array], size: Callable[[Array], Array]) -> Any:
    """Return a method that gives bounds as far below a middle as above."""
    return lambda self, losses: (middle(losses) - size(losses), middle(losses) + size(losses))


def _error(losses: Array) -> Array:
    """Return 1.96 standard errors."""
    error: Array = 1.96 * losses.std(axis=0, ddof=1) / np.sqrt(len(losses))
    return error


_MEAN = {"middle": lambda self, losses: losses.mean(axis=0)}
_know(
    "mean_line",
    "The lines are means, which a single bad network moves; draw the medians over the rows.",
    **_MEAN,
)
_know(
    "best_network",
    "The lines are the best networks', as if everybody were so lucky; draw the medians.",
    middle=lambda self, losses: losses.min(axis=0),
)


def _median(losses: Array) -> Array:
    return np.median(losses, axis=0)


def _mean(losses: Array) -> Array:
    return losses.mean(axis=0)


_know(
    "deviation_band",
    "The band is a standard deviation to each side: that is how much networks differ, and not how "
    "well the median is known. Draw your median_interval of each column.",
    {"band": _beside(_median, lambda losses: losses.std(axis=0, ddof=1))},
    {"band": _beside(_mean, lambda losses: losses.std(axis=0))},
    {"band": _beside(_mean, lambda losses: losses.std(axis=0, ddof=1))},
    {**_MEAN, "band": _beside(_mean, lambda losses: losses.std(axis=0))},
    {**_MEAN, "band": _beside(_mean, lambda losses: losses.std(axis=0, ddof=1))},
    band=_beside(_median, lambda losses: losses.std(axis=0)),
)
_know(
    "error_band",
    "The band is made of standard errors, which suppose a normal distribution, and belong to a "
    "mean; draw your median_interval of each column.",
    {"band": _beside(_mean, _error)},
    {**_MEAN, "band": _beside(_mean, _error)},
    {"band": _beside(_median, lambda losses: _error(losses) / 1.96)},
    {**_MEAN, "band": _beside(_mean, lambda losses: _error(losses) / 1.96)},
    band=_beside(_median, _error),
)
_know(
    "range_band",
    "The band goes from the best network to the worst, and so grows with their number; draw your "
    "median_interval of each column.",
    band=lambda self, losses: (losses.min(axis=0), losses.max(axis=0)),
)
_know(
    "percentile_band",
    "The band holds the middle of the networks: that is how much they differ, and not how well the "
    "median is known. Draw your median_interval of each column.",
    {"band": lambda self, losses: np.quantile(losses, [0.25, 0.75], axis=0)},
    {"band": lambda self, losses: np.quantile(losses, [0.05, 0.95], axis=0)},
    {"band": lambda self, losses: np.quantile(losses, [0.1, 0.9], axis=0)},
    band=lambda self, losses: np.quantile(losses, [0.025, 0.975], axis=0),
)
_know(
    "other_level",
    "The band is an interval of another level; here it is the default, 95%.",
    {"band": lambda self, losses: _interval(losses, 0.99)},
    band=lambda self, losses: _interval(losses, 0.9),
)


class _Unbanded(_Sheet):
    """A figure without bands."""

    def __init__(self, *given: Any) -> None:
        """Draw the lines alone."""
        super().__init__(*given)
        self.collections = []


@draw.mistake
def no_band(x: Array, runs: dict[str, Array], x_label: str, y_label: str) -> Any:
    """There is no band, so that nobody can see how well the medians are known: fill_between the
    bounds of your median_interval of each column."""
    return _Unbanded(x, runs, x_label, y_label)


@draw.mistake
def first_alone(x: Array, runs: dict[str, Array], x_label: str, y_label: str) -> Any:
    """Only the first method is drawn; draw a line and a band for each."""
    sheet = _Sheet(x, runs, x_label, y_label)
    sheet.lines, sheet.collections = sheet.lines[:1], sheet.collections[:1]
    return sheet


@draw.mistake
def last_alone(x: Array, runs: dict[str, Array], x_label: str, y_label: str) -> Any:
    """Only the last method is drawn; draw a line and a band for each."""
    sheet = _Sheet(x, runs, x_label, y_label)
    sheet.lines, sheet.collections = sheet.lines[-1:], sheet.collections[-1:]
    return sheet


@draw.mistake
def by_place(x: Array, runs: dict[str, Array], x_label: str, y_label: str) -> Any:
    """The losses are drawn over 0, 1, 2, ... and not over x: axes.plot(x, ...)."""
    drawn = _Sheet(np.arange(len(x)), runs, x_label, y_label)
    return drawn


@draw.mistake
def single_networks(x: Array, runs: dict[str, Array], x_label: str, y_label: str) -> Any:
    """The lines are those of single networks, of one or of all, among which no median is seen; draw
    one line of medians, over the rows, for each method."""
    sheet = _Sheet(x, runs, x_label, y_label)
    sheet.lines = [_Curve(name, x, row) for name, losses in runs.items() for row in losses]
    return sheet


_know(
    "no_x_label",
    "The x axis has no label, or another one: axes.set_xlabel(x_label).",
    get_xlabel=lambda self: "",
)
_know(
    "no_y_label",
    "The y axis has no label, or another one: axes.set_ylabel(y_label).",
    get_ylabel=lambda self: "",
)
_know(
    "no_legend",
    "There is no legend, or it lacks a name: give each line its label, and call axes.legend() "
    "after the last one.",
    get_legend=lambda self: None,
)
_know(
    "names_exchanged",
    "The names stand at the wrong lines: each line is labelled as its own run is called.",
    names=lambda self, names: [*names[1:], names[0]],
)
_know(
    "always_log",
    "The y axis is logarithmic always; with losses that hardly fall, or are not positive, it hides "
    "or misleads.",
    get_yscale=lambda self: "log",
)
_know(
    "never_log",
    "The y axis is never logarithmic; where losses fall by a factor of 10 or more, all that "
    "happens late is hidden at 0: axes.set_yscale('log').",
    get_yscale=lambda self: "linear",
)
_know(
    "log_of_zero",
    "A loss of 0 or below has no place on a logarithmic axis; ask whether all losses are positive.",
    get_yscale=lambda self: "log" if _wide(self.given[1]) else "linear",
)
_know(
    "scale_turned",
    "The scale is the wrong one everywhere: logarithmic where losses fall by a factor of 10 or "
    "more, else linear.",
    get_yscale=lambda self: "linear" if _spread(self.given[1]) else "log",
)
_know(
    "no_count",
    "Nobody can see over how many networks the medians are: write the number into the title.",
    get_title=lambda self, loc="center": "",
)


def _wide(runs: Mapping[str, Array]) -> bool:
    """Return whether the size of the medians alone asks for a logarithmic axis."""
    medians = np.abs([np.median(losses, axis=0) for losses in runs.values()])
    return bool(medians.max() >= DECADE * medians.min())
