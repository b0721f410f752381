"""``trainlab figures``: run the experiments, say whether the claims hold, write a gallery."""

import json
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from tqdm import tqdm

from trainlab.cli.gallery import Gallery
from trainlab.cli.workers import Asked, Examined, Failed, Progress, Workers, core_count
from trainlab.experiments.words import verdict_word

if TYPE_CHECKING:
    from trainlab.cli.machines import Machines

ROUGH = (
    "These are rough answers, from few networks and few steps; a full run, without --quick, may "
    "judge otherwise."
)
INTERRUPTED = "interrupted, before it had a result"
BAR = "{percentage:3.0f}%|{bar:24}| {elapsed}, {remaining} left {postfix}"


def run(
    ids: Sequence[str],
    asked: Asked,
    out: Path,
    data: Path | None = None,
    as_json: bool = False,
    jobs: int | None = None,
    cluster: str | None = None,
) -> int:
    """Run experiments, all where no id is given, and show them in ``out``; see ``Gallery``.

    Args:
        ids, asked: which, and how.
        out, data: the gallery's folders.
        as_json: print the results as JSON.
        jobs: how many run at once here; one for each core when not given.
        cluster: address of a Dask scheduler whose workers run them instead, one each at a time.

    Returns:
        0; 1 when an experiment failed, 2 for a bad argument or cluster, 130 when interrupted.
    """
    with ExitStack() as stack:
        try:
            ids = _checked(ids, asked, here=cluster is None)
            gallery = _gallery(out, data)
            workers = stack.enter_context(_workers(ids, asked, jobs, cluster))
        except (ValueError, ImportError, ConnectionError) as error:
            print(f"trainlab: {error}", file=sys.stderr)
            return 2
        failed = _run(workers, ids, gallery, sys.stderr if as_json else sys.stdout)
    done = [result for result in gallery.results if result["id"] in ids]
    if as_json:
        print(json.dumps(done, indent=1, ensure_ascii=False))
    if workers.stopped:
        print(f"trainlab: interrupted; what was computed is in {out}.", file=sys.stderr)
        return 130
    if asked.quick:
        print(ROUGH, file=sys.stderr)
    if gallery.results:
        print(f"{out / 'index.html'} shows all of it.", file=sys.stderr)
    return int(failed)


@contextmanager
def _workers(
    ids: Sequence[str], asked: Asked, jobs: int | None, cluster: str | None
) -> Iterator["Workers | Machines"]:
    """Give what runs the experiments, the longest first: processes, or a cluster's machines."""
    first = _longest_first(ids)
    if cluster is None:
        yield Workers(first, asked, _jobs(jobs, asked.device, len(ids)))
        return
    if jobs is not None:
        raise ValueError(
            f"--jobs {jobs} and --cluster {cluster} were given; a cluster's workers run one "
            "experiment each at a time: leave one of them out."
        )
    from trainlab.cli import machines

    with machines.at(cluster, first, asked) as workers:
        yield workers


def _run(
    workers: "Workers | Machines", ids: Sequence[str], gallery: Gallery, lines: TextIO
) -> bool:
    """Follow the workers to their end, or to an interruption; return whether any failed."""
    previous = signal.signal(signal.SIGINT, lambda *_: _stop(workers))
    try:
        return _follow(workers, ids, gallery, lines)
    except KeyboardInterrupt:
        return False
    finally:
        signal.signal(signal.SIGINT, previous)


def _every_id() -> list[str]:
    from trainlab import experiments

    return experiments.list()


def _checked(ids: Sequence[str], asked: Asked, here: bool) -> list[str]:
    """Return the ids to run, each once; raise ValueError for an argument that does not fit.

    The device is this machine's only where the experiments run ``here``.
    """
    from trainlab import experiments
    from trainlab.core import arguments, devices

    for id in ids:
        arguments.choice("id", id, experiments.REGISTRY)
    if asked.networks is not None:
        arguments.integer("networks", asked.networks, at_least=2)
    arguments.integer("seed", asked.seed, at_least=0)
    if here:
        devices.resolve(asked.device)
    return [id for id in experiments.list() if id in ids or not ids]


def _gallery(out: Path, data: Path | None) -> Gallery:
    """Return the gallery in its folders; raise ValueError where they cannot be folders."""
    named = f"--out {out}" if data is None else f"--out {out} or --data {data}"
    try:
        return Gallery(out, _every_id(), data)
    except FileExistsError:
        raise ValueError(f"{named} is a file; give a folder.") from None
    except OSError as error:
        raise ValueError(
            f"{named} cannot be made or read ({error.strerror}); give another folder."
        ) from None


def _jobs(jobs: int | None, device: str, experiments: int) -> int:
    """Return how many experiments run at once: one for each core, but one alone on a GPU."""
    from trainlab.core import arguments, devices

    if jobs is None:
        jobs = core_count() if devices.resolve(device).type == "cpu" else 1
    return min(arguments.integer("jobs", jobs, at_least=1), experiments)


def _longest_first(ids: Sequence[str]) -> list[str]:
    from trainlab import experiments

    return sorted(ids, key=lambda id: -experiments.REGISTRY[id].seconds)


def _stop(workers: "Workers | Machines") -> None:
    """Let the workers hand in what they have; a second interruption ends everything at once."""
    tqdm.write("trainlab: interrupted, keeping what there is", file=sys.stderr)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    workers.stop()


def _follow(
    workers: "Workers | Machines", ids: Sequence[str], gallery: Gallery, lines: TextIO
) -> bool:
    """Show progress, file results and print a line for each; return whether any failed."""
    from trainlab import experiments

    seconds = {id: experiments.REGISTRY[id].seconds for id in ids}
    done = dict.fromkeys(ids, 0.0)
    failed = False
    with tqdm(
        total=sum(seconds.values()), bar_format=BAR, smoothing=0.05, file=sys.stderr, leave=False
    ) as bar:
        for message in workers.messages():
            if isinstance(message, Progress):
                bar.set_postfix_str(f"{message.id}: {message.doing}", refresh=False)
            else:
                bar.clear()
                print(_line(message), file=lines, flush=True)
            if isinstance(message, Examined):
                gallery.add(message.summary, message.png)
            if isinstance(message, Failed):
                failed = True
            done[message.id] = message.share if isinstance(message, Progress) else 1.0
            bar.update(sum(seconds[id] * share for id, share in done.items()) - bar.n)
    return failed


def _line(message: Examined | Failed) -> str:
    if isinstance(message, Failed):
        said = f"failed: {message.reason}" if message.reason else INTERRUPTED
        return f"{message.id:20}{said}"
    summary = message.summary
    return (
        f"{message.id:20}{verdict_word(summary['holds']):15}{summary['seconds']:6.1f} s  "
        f"{summary['verdict']}"
    )
