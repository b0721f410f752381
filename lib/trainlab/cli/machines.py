"""Experiments on the workers of a Dask cluster: each worker runs one at a time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from queue import Empty, Queue
from threading import Lock
from typing import Any
from uuid import uuid4

from trainlab.cli.workers import PAUSE, Asked, Failed, Message, Progress, examine, reason
from trainlab.core import cluster

#: In a worker: pictures are drawn by one thread at a time.
_ALONE = Lock()


class Machines:
    """Runs experiments on a cluster's workers; what a worker leaves when it dies another does.

    Args:
        client: of the cluster.
        ids: names of the experiments, in the order in which to start them.
        asked: what every run is asked for.
    """

    def __init__(self, client: Any, ids: Sequence[str], asked: Asked) -> None:
        """Hand the experiments out."""
        self.stopped = False
        self._client, self._topic = client, cluster.Topic(f"trainlab-{uuid4().hex}")
        self._heard: Queue[Any] = Queue()
        self._topic.follow(client, lambda *told: self._heard.put(Progress(*told)))
        self._ids = {}
        for rank, id in enumerate(ids):
            future = client.submit(_examined, id, asked, self._topic, priority=-rank, pure=False)
            self._ids[future] = id
            future.add_done_callback(self._heard.put)

    def stop(self) -> None:
        """Let what runs hand in what it has; start nothing more."""
        self.stopped = True

    def messages(self) -> Iterator[Message]:
        """Yield what the workers tell, until all experiments are done."""
        told = False
        while self._ids:
            if self.stopped and not told:
                told = True
                self._topic.stop(self._client)
            try:
                heard = self._heard.get(timeout=PAUSE)
            except Empty:
                continue
            message = heard if isinstance(heard, Progress) else self._result(heard)
            if message is not None:
                yield message

    def _result(self, future: Any) -> Message | None:
        """Return what became of an experiment, None where it was stopped before it began."""
        id = self._ids.pop(future)
        error = cluster.failure(future)
        if error is not None:
            return Failed(id, reason(error))
        result: Message | None = future.result()
        return result


@contextmanager
def at(address: str, ids: Sequence[str], asked: Asked) -> Iterator[Machines]:
    """Give the machines of the cluster whose scheduler has this address.

    Raises:
        ClusterError: where none answers.
    """
    with cluster.at(address) as client:
        yield Machines(client, ids, asked)


def _examined(id: str, asked: Asked, topic: cluster.Topic) -> Message | None:
    """Run an experiment, in a worker, until it is done or the client wants an end."""
    stopped = False

    def tell(progress: Progress) -> None:
        nonlocal stopped
        topic.tell(progress.id, progress.share, progress.doing)
        if not stopped and topic.is_stopped():
            stopped = True
            raise KeyboardInterrupt

    with _ALONE:
        return None if topic.is_stopped() else examine(id, asked, tell)
