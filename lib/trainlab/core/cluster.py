"""Work in other processes and on other machines through Dask, the only module that knows it."""

import contextlib
import logging
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from threading import Lock
from typing import Any

try:
    import dask
    from distributed import (
        Client,
        Event,
        Future,
        KilledWorker,
        LocalCluster,
        WorkerPlugin,
        as_completed,
        get_worker,
    )
except ImportError as error:
    raise ImportError(
        "work over several machines needs Dask, which is not installed: pip install distributed."
    ) from error

#: Seconds to wait for a scheduler, and for its first worker.
_PATIENCE = 10
#: Seconds between two looks whether tasks are done.
_PAUSE = 0.02
#: How often a task is tried again on another worker when its worker dies.
_RETRIES = 3
#: Tasks handed out ahead for each worker, so that none waits and a stop is quick.
_AHEAD = 3
_SETTINGS = {
    "logging.distributed": "critical",
    "distributed.admin.large-graph-warning-threshold": "1GB",  # data travel with their task
    "distributed.scheduler.allowed-failures": _RETRIES,
    "distributed.worker.multiprocessing-method": "forkserver",
}


class ClusterError(ConnectionError):
    """A cluster cannot be reached or has failed; the message is a sentence that says what to do."""


@contextlib.contextmanager
def local(workers: int) -> Iterator[Client]:
    """Give a client of so many processes on this machine, which end with the context."""
    with (
        dask.config.set(_SETTINGS),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",  # else the scheduler's server wants port 8787
            scheduler_kwargs={"dashboard": False},
            memory_limit=0,
            silence_logs=50,
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client


@contextlib.contextmanager
def at(address: str) -> Iterator[Client]:
    """Give a client of the cluster whose scheduler has this address, "tcp://host:8786".

    Raises:
        ClusterError: where no scheduler answers, it has no worker, or that has no trainlab.
    """
    with dask.config.set(_SETTINGS), _quiet():
        try:
            client = Client(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(
                f"No Dask scheduler answers at {address}: {error}; "
                "start one with 'dask scheduler' and give its address."
            ) from None
        with client:
            try:
                client.wait_for_workers(1, timeout=_PATIENCE)
            except TimeoutError:
                raise ClusterError(
                    f"The Dask scheduler at {address} has no worker; "
                    f"start one with 'dask worker {address} --nthreads 1'."
                ) from None
            try:
                client.run(_here)
            except Exception as error:
                raise ClusterError(
                    f"The workers of {address} cannot import trainlab: install the same on every "
                    f"machine ({error})."
                ) from None
            yield client


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Leave it to our own sentences to say that a scheduler is gone."""
    logger = logging.getLogger("distributed.client")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def _here() -> None:
    """Do nothing, where this module can be imported."""


def spread(
    client: Client,
) -> Callable[[Callable[..., Any], Sequence[tuple[Any, ...]]], list["Future[Any]"]]:
    """Return what calls a function with each of a list of arguments, in tasks.

    What stands at one place in such lists goes to one of the workers of now, unless that dies: left
    to itself, Dask may send all to the worker that holds what they share.
    """
    threads = [worker for worker, count in client.nthreads().items() for _ in range(count)]

    def submit(
        function: Callable[..., Any], calls: Sequence[tuple[Any, ...]]
    ) -> list["Future[Any]"]:
        return [
            client.submit(function, *call, workers=[home], allow_other_workers=True, pure=False)
            for call, home in zip(calls, cycle(threads), strict=False)
        ]

    return submit


def wait(futures: Sequence["Future[Any]"], safe_place: Callable[[], None]) -> None:
    """Wait until tasks are done, calling ``safe_place`` many times a second.

    Raises:
        ClusterError: where a task cost several workers their lives, or the cluster is gone.
        Exception: what a task raised, or ``safe_place`` did.
    """
    while not all(future.done() for future in futures):
        safe_place()
        time.sleep(_PAUSE)
    for future in futures:
        if (error := failure(future)) is not None:
            raise error


def failure(future: "Future[Any]") -> BaseException | None:
    """Return why a task that is done has no result, or None where it has one."""
    if future.status == "finished":
        return None
    if future.status != "error":
        return ClusterError("The Dask cluster is gone; start it, and this work, again.")
    error: BaseException = future.exception()
    if isinstance(error, KilledWorker):
        return ClusterError(
            f"{_RETRIES + 1} workers died of the same task, one after the other; see their logs, "
            "and whether they have memory enough."
        )
    return error


@dataclass(frozen=True)
class Topic:
    """What running tasks and the client say to each other under a name, unique on the cluster."""

    name: str

    def tell(self, *message: str | float) -> None:
        """Tell the client, from within a task."""
        get_worker().log_event(self.name, message)

    def is_stopped(self) -> bool:
        """Return, within a task, whether the client wants an end."""
        return bool(Event(self.name).is_set())

    def follow(self, client: Client, heard: Callable[..., object]) -> None:
        """Have a function called, on another thread, with what tasks tell."""
        client.subscribe_topic(self.name, lambda event: heard(*event[1]))

    def stop(self, client: Client) -> None:
        """Tell all tasks that the client wants an end."""
        Event(self.name, client).set()


#: What a worker does with one item, and what opens it.
_Work = Callable[[Any], Any]
_Make = Callable[[], contextlib.AbstractContextManager[_Work]]


class _Resource(WorkerPlugin):
    """In each worker: the function that does the work, kept open, called by one task at a time."""

    def __init__(self, make: _Make, final: type[Exception]) -> None:
        self._make, self._final = make, final

    def setup(self, worker: Any) -> None:
        self._lock, self._opened = Lock(), contextlib.ExitStack()
        self._function: _Work | None = None

    def call(self, item: Any) -> Any:
        """Do the work; where it fails with what it holds open, try once more with new."""
        with self._lock:
            try:
                return self._open()(item)
            except self._final:
                raise
            except Exception:
                self._close()
                return self._open()(item)

    def _open(self) -> _Work:
        if self._function is None:
            self._function = self._opened.enter_context(self._make())
        return self._function

    def _close(self) -> None:
        self._function = None
        with contextlib.suppress(Exception):
            self._opened.close()

    def teardown(self, worker: Any) -> None:
        self._close()


def _call(resource: str, item: Any) -> Any:
    plugins: dict[str, Any] = get_worker().plugins
    return plugins[resource].call(item)


def map_unordered(
    client: Client,
    name: str,
    make: _Make,
    items: Iterable[Any],
    final: type[Exception],
) -> Generator[tuple[Any, Any], None, None]:
    """Give (item, result or exception) as workers finish; items are taken only when needed.

    Args:
        client: the cluster.
        name: of this work, unique on the cluster.
        make: opens, in each worker, the function that is called with each item.
        items: what to work on.
        final: errors that no second try would mend.
    """
    client.register_plugin(_Resource(make, final), name=name)
    try:
        source, item_of = iter(items), {}
        running = as_completed(loop=client.loop, raise_errors=False)

        def hand_out() -> None:
            for item in source:
                future = client.submit(_call, name, item, pure=False)
                item_of[future.key] = item
                running.add(future)
                return

        for _ in range(_AHEAD * max(1, len(client.nthreads()))):
            hand_out()
        for future in running:
            hand_out()
            error = future.exception()
            yield item_of.pop(future.key), error if error is not None else future.result()
    finally:
        with contextlib.suppress(Exception):
            client.unregister_worker_plugin(name)
