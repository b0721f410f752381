"""What an experiment is: a named claim of a source, put to the test on a population."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from trainlab import training
from trainlab.training.run import Run

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from trainlab.plots.figure import Picture

T = TypeVar("T")

#: Called with the finished share of an experiment, 0 to 1, and what is being done.
Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Settings:
    """What a run was asked for.

    Attributes:
        networks: size of the population, or the number of draws where no network is trained.
        seed: the first of the seeds.
        device: a device's name.
        progress: called as the run goes on.
        quick: whether a rough answer in seconds is wanted.
    """

    networks: int
    seed: int
    device: str
    progress: Progress
    quick: bool

    def split(self, *efforts: float) -> list["Settings"]:
        """Return the settings of parts, one after the other, that share the progress by efforts."""
        ends = [0.0, *accumulate(efforts)]

        def part(start: float, stop: float) -> Settings:
            def progress(share: float, doing: str) -> None:
                self.progress((start + share * (stop - start)) / ends[-1], doing)

            return replace(self, progress=progress)

        return [part(start, stop) for start, stop in pairwise(ends)]

    def over(
        self, cases: Iterable[T], efforts: Iterable[float] | None = None
    ) -> Iterator[tuple["Settings", T]]:
        """Yield the settings of each case's part with the case; all take as long unless told."""
        listed = [*cases]
        efforts = [1.0] * len(listed) if efforts is None else efforts
        yield from zip(self.split(*efforts), listed, strict=True)

    def draws(self, count: int, networks: int) -> list["Settings"]:
        """Return the settings of equal parts of so many networks, with seeds of its own in each."""
        return [
            replace(part, networks=networks, seed=self.seed + draw * networks)
            for part, draw in self.over(range(count))
        ]

    def train(self, *args: Any, steps: int, doing: str, **arguments: Any) -> Run:
        """Call ``trainlab.train`` with population, seed and device as asked, and show its progress.

        Raises:
            KeyboardInterrupt: when interrupted; an experiment that can use part of a training calls
                ``trainlab.train`` itself.
        """
        asked: dict[str, Any] = {
            "population": self.networks,
            "seed": self.seed,
            "device": self.device,
        }

        def progress(done: int, of: int) -> None:
            self.progress(done / of, doing)

        run = training.train(*args, steps=steps, progress=progress, **(asked | arguments))
        if len(run.train_loss) < steps:
            raise KeyboardInterrupt
        return run


def gathered(rows: Iterable[T], at_least: int = 0) -> tuple[list[T], bool]:
    """Return the rows that are made before an interruption, and whether all were made.

    Raises:
        KeyboardInterrupt: when interrupted with fewer rows than ``at_least``.
    """
    found = []
    try:
        for row in rows:
            found.append(row)
    except KeyboardInterrupt:
        if len(found) < at_least:
            raise
        return found, False
    return found, True


@dataclass(kw_only=True)
class Outcome:
    """What an experiment found.

    Attributes:
        measured: each quantity's value, or its values over a stated grid.
        claimed: what the source says of a quantity: a number, bounds, words, or None.
        interval: 95% confidence interval of a measured quantity.
        interval_method: how the intervals were made.
        holds: whether the claim holds; a sentence where the source leaves the setting open and the
            answer depends on it.
        verdict: the answer in one plain sentence.
        setting: everything needed to repeat the run, with what the source leaves open named so.
        sensitivity: rows of what was changed and what came out.
        data: arrays for the picture.
        complete: False when interrupted: then all numbers are of what was computed until then.
    """

    measured: Mapping[str, float | list[float]]
    claimed: Mapping[str, float | tuple[float, float] | str | None]
    holds: bool | str
    verdict: str
    setting: Mapping[str, Any]
    interval: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    interval_method: str = ""
    sensitivity: Sequence[Mapping[str, Any]] = field(default_factory=list)
    data: Mapping[str, np.ndarray] = field(default_factory=dict, repr=False)
    complete: bool = True


@dataclass(kw_only=True)
class Result(Outcome):
    """An outcome, with the claim that was tested and what the run was asked for.

    Attributes:
        id, title, source, claim, draw: the experiment's.
        networks, seed, device, quick: as asked.
        seconds: how long it took.
        cpu_seconds: processor time of all threads, which a busy machine does not stretch.
    """

    id: str
    title: str
    source: str
    claim: str
    draw: Callable[["Result"], "Picture"] = field(repr=False)
    networks: int
    seed: int
    device: str
    quick: bool
    seconds: float
    cpu_seconds: float

    def picture(self) -> "Picture":
        """Return the figure with the caption and the alternative text that its numbers make."""
        from trainlab.plots import style

        with style.use():
            return self.draw(self)

    def plot(self) -> "Figure":
        """Return the figure."""
        return self.picture().figure

    def summary(self) -> dict[str, Any]:
        """Return all but arrays and drawing, as plain Python that JSON can hold; NaN is None."""
        kept = {
            f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("data", "draw")
        }
        first = ("id", "title", "source", "claim", "holds", "verdict")
        plain: dict[str, Any] = _plain({name: kept[name] for name in first} | kept)
        return plain


@dataclass(frozen=True)
class Experiment:
    """One row of the list of figures to reproduce.

    Attributes:
        id: its name, in words joined by hyphens.
        title: what it is about.
        source: author and title of the source.
        claim: what the source says or shows, in our words.
        networks: size of the population by default.
        quick: the same for a quick run.
        seconds: about how long a full run takes on two CPU cores, to foretell a run of many.
        function: settings -> outcome.
        draw: result -> picture; it imports what draws when it is called.
    """

    id: str
    title: str
    source: str
    claim: str
    networks: int
    quick: int
    seconds: float
    function: Callable[[Settings], Outcome]
    draw: Callable[[Result], "Picture"]


def experiment(
    id: str,
    *,
    draw: Callable[[Result], "Picture"],
    title: str,
    source: str,
    claim: str,
    networks: int = 1000,
    quick: int = 200,
    seconds: float = 10.0,
) -> Callable[[Callable[[Settings], Outcome]], Experiment]:
    """Make an experiment of a function settings -> outcome; see ``Experiment`` for the arguments.

    The function ``some_name`` has the id ``some-name``.
    """

    def made(function: Callable[[Settings], Outcome]) -> Experiment:
        return Experiment(id, title, source, claim, networks, quick, seconds, function, draw)

    return made


def result_of(
    experiment: Experiment,
    settings: Settings,
    outcome: Outcome,
    seconds: float,
    cpu_seconds: float,
) -> Result:
    """Return an outcome together with what it answers."""
    told = {name: getattr(experiment, name) for name in ("id", "title", "source", "claim", "draw")}
    asked = {name: getattr(settings, name) for name in ("networks", "seed", "device", "quick")}
    return Result(
        seconds=seconds,
        cpu_seconds=cpu_seconds,
        **told,
        **asked,
        **_shallow(outcome),
    )


def _shallow(outcome: Outcome) -> dict[str, Any]:
    return {f.name: getattr(outcome, f.name) for f in fields(outcome)}


def _plain(value: Any) -> Any:
    """Return a value in JSON's own types."""
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value
