"""Worker processes through Dask: a cluster of this machine's, or one that runs already."""

import contextlib
from collections.abc import Callable, Generator, Iterable, Iterator
from threading import Lock
from typing import Any

import dask
from distributed import Client, LocalCluster, WorkerPlugin, as_completed, get_worker

from gradelab.core.errors import GradelabError

#: Seconds to wait for a scheduler, and for its first worker.
_PATIENCE = 10
#: How often a task is tried again on another worker when its worker dies.
_RETRIES = 3
#: Tasks handed out ahead for each worker, so that none waits and a stop is quick.
_AHEAD = 3


@contextlib.contextmanager
def connect(workers: int, scheduler: str | None) -> Iterator[Client]:
    """Give a client of a local cluster of processes, or of the cluster at an address.

    Raises:
        GradelabError: where no scheduler answers, or it has no worker.
    """
    with contextlib.ExitStack() as stack:
        settings = {
            "logging.distributed": "critical",
            "distributed.scheduler.allowed-failures": _RETRIES,
            "distributed.worker.multiprocessing-method": "forkserver",
        }
        stack.enter_context(dask.config.set(settings))
        if scheduler is None:
            cluster = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                dashboard_address="127.0.0.1:0",  # else the scheduler's server wants port 8787
                scheduler_kwargs={"dashboard": False},
                memory_limit=0,
                silence_logs=50,
            )
            stack.enter_context(cluster)
            yield stack.enter_context(Client(cluster, set_as_default=False))
        else:
            try:
                client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
            except (OSError, ValueError) as error:
                raise GradelabError(
                    f"No Dask scheduler answers at {scheduler}: {error}; "
                    "start one with 'dask scheduler' and give its address."
                ) from None
            stack.enter_context(client)
            try:
                client.wait_for_workers(1, timeout=_PATIENCE)
            except TimeoutError:
                raise GradelabError(
                    f"The Dask scheduler at {scheduler} has no worker; "
                    f"start one with 'dask worker {scheduler} --nthreads 1'."
                ) from None
            yield client


#: What a worker does with one item, and what opens it.
_Work = Callable[[Any], Any]
_Make = Callable[[], contextlib.AbstractContextManager[_Work]]


class _Resource(WorkerPlugin):
    """In each worker: the function that does the work, kept open, called by one task at a time."""

    def __init__(self, make: _Make) -> None:
        self._make = make

    def setup(self, worker: Any) -> None:
        self._lock, self._opened = Lock(), contextlib.ExitStack()
        self._function: _Work | None = None

    def call(self, item: Any) -> Any:
        """Do the work; where it fails with what it holds open, try once more with new."""
        with self._lock:
            try:
                return self._open()(item)
            except GradelabError:
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
) -> Generator[tuple[Any, Any], None, None]:
    """Give (item, result or exception) as workers finish; items are taken only when needed.

    Args:
        client: the cluster.
        name: of this work, unique on the cluster.
        make: opens, in each worker, the function that is called with each item.
        items: what to work on.
    """
    client.register_plugin(_Resource(make), name=name)
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
