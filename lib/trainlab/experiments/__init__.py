"""Every figure of the sources, reproduced as a distribution: one named experiment for each.

``experiments.list()`` names them in the order of the lectures; ``experiments.run(id)`` trains what
the source trained, on a population, and says whether the claim holds; ``experiments.recorded(id)``
shows what the last full run found.
"""

import builtins
import time

from tqdm.auto import tqdm

from trainlab.core import arguments, devices
from trainlab.core.interrupts import at_safe_places
from trainlab.experiments.experiment import (
    Experiment,
    Outcome,
    Progress,
    Result,
    Settings,
    result_of,
)
from trainlab.experiments.recording import Recorded, recorded
from trainlab.experiments.registry import REGISTRY

__all__ = [
    "REGISTRY",
    "Experiment",
    "Outcome",
    "Recorded",
    "Result",
    "Settings",
    "list",
    "recorded",
    "run",
]


def list() -> builtins.list[str]:
    """Return the ids of all experiments, in the order of the lectures; see ``REGISTRY`` too."""
    return [*REGISTRY]


def run(
    id: str,
    *,
    networks: int | None = None,
    seed: int = 0,
    device: str = "auto",
    quick: bool = False,
    progress: bool | Progress = True,
) -> Result:
    """Run one experiment.

    Args:
        id: its name, one of ``list()``.
        networks: size of the population; the experiment's own when not given.
        seed: the first of the seeds; a run with the same arguments gives the same numbers.
        device: "auto" (CUDA where there is one, else CPU), "cpu", "cuda" or "mps".
        quick: ask for a rough answer in seconds: fewer networks, and fewer steps or cases.
        progress: show a progress bar, or a function (share, what is being done).

    Returns:
        A ``Result``. An interrupted run (Ctrl-C, the stop button) returns what was computed, with
        ``complete=False``, where that says anything, and a sentence says so. It ends where its
        progress is next told; interrupted again, it ends at once.

    Raises:
        ValueError: when an argument does not fit; the message says what was expected.
        KeyboardInterrupt: when interrupted before there was anything to tell.

    >>> from trainlab import experiments
    >>> result = experiments.run("product-graph", networks=2, progress=False)
    >>> result.holds, result.measured["dd/da"]  # of d = a (a + b) at a = 2, b = 3
    (True, 7.0)
    """
    experiment = arguments.choice("id", id, REGISTRY)
    if networks is None:
        networks = experiment.quick if quick else experiment.networks
    networks = arguments.integer("networks", networks, at_least=2)
    seed = arguments.seed(seed)
    name = devices.resolve(device).type
    start, cpu_start = time.perf_counter(), time.process_time()
    with (
        tqdm(total=1.0, disable=progress is not True, bar_format=BAR) as bar,
        at_safe_places() as safe_place,
    ):

        def show(share: float, doing: str) -> None:
            bar.set_postfix_str(doing, refresh=False)
            bar.update(share - bar.n)

        tell = progress if callable(progress) else show

        def report(share: float, doing: str) -> None:
            tell(share, doing)
            safe_place()

        settings = Settings(networks, seed, name, report, quick)
        try:
            outcome = experiment.function(settings)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(
                f"{id} was interrupted before it had anything to tell; quick=True has a rough "
                "answer in seconds."
            ) from None
        tell(1.0, "done")
    if progress is True and not outcome.complete:
        print(f"{id} was interrupted: its numbers and its verdict are of what was computed before.")
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
    return result_of(experiment, settings, outcome, seconds, cpu_seconds)


BAR = "{percentage:3.0f}%|{bar}| {elapsed}<{remaining} {postfix}"
