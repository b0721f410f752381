"""Frames of training, one after the other: pulled by the page, at a pace the eye can follow."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from statistics import median
from typing import Any, ClassVar

#: Seconds from one frame to the next while playing.
PERIOD = 1 / 60
#: Frames that may be under way before the page says that it has drawn them, and seconds that may
#: pass without a word of it; then training waits.
AHEAD, SILENCE = 60, 2.0
#: Seconds without a drawn frame after which playing ends.
PATIENCE = 20.0
#: Frames from which the next one's cost is foretold, by the median: what is measured now and then
#: makes its own frame late and takes no time from the others.
REMEMBERED = 5
#: Steps a second that can be asked for; None is as fast as possible.
SPEEDS: dict[str, float | None] = {
    "1 step/s": 1.0,
    "5 steps/s": 5.0,
    "20 steps/s": 20.0,
    "60 steps/s": 60.0,
    "200 steps/s": 200.0,
    "1000 steps/s": 1000.0,
    "as fast as possible": None,
}


class Player:
    """Calls ``frame(steps)`` again and again; one player plays at a time.

    Work that others ask for goes through ``post`` and is done between two frames, since a page's
    messages may arrive on another thread. Nothing trains unless a page draws what it sees.

    Args:
        frame: takes up to that many steps, shows them, and returns how many it took, and in how
            many seconds.
        changed: called when playing starts or ends.
    """

    _playing: ClassVar["Player | None"] = None

    def __init__(
        self, frame: Callable[[int], tuple[int, float]], changed: Callable[[], None]
    ) -> None:
        """Do nothing yet."""
        self._frame, self._changed = frame, changed
        self._task: asyncio.Task[None] | None = None
        self._posted: list[Callable[[], Any]] = []
        self._loop = _running_loop()
        self._woken = asyncio.Event()
        self.speed: float | None = 60.0
        self.sent = self.drawn = 0
        self._heard = 0.0
        self._costs: deque[float] = deque(maxlen=REMEMBERED)
        self._besides: deque[float] = deque([0.0], maxlen=REMEMBERED)

    @property
    def playing(self) -> bool:
        """Whether frames follow each other."""
        return self._task is not None

    @property
    def asked(self) -> bool:
        """Whether there is something to do between two frames."""
        return bool(self._posted)

    def post(self, work: Callable[[], Any]) -> None:
        """Have something done between two frames, at once where nothing plays."""
        self._posted.append(work)
        if self._loop is None or not self._loop.is_running():
            self._settle()
        else:
            self._loop.call_soon_threadsafe(self._settle)

    def _settle(self) -> None:
        if self._task is None:
            self.work()
        else:
            self._woken.set()

    def work(self) -> bool:
        """Do what was posted, in order; return whether there was something."""
        asked = bool(self._posted)
        while self._posted:
            self._posted.pop(0)()
        return asked

    def seen(self, frame: int) -> None:
        """Know that a page has drawn the frames up to this one."""
        self.drawn, self._heard = max(self.drawn, frame), time.perf_counter()

    def play(self) -> None:
        """Play until ``pause``; another player pauses.

        Raises:
            RuntimeError: where no event loop runs, as in a script.
        """
        if self._task is not None:
            return
        if _running_loop() is None:
            raise RuntimeError("Nothing plays outside a notebook: take steps with step(100).")
        if Player._playing is not None:
            Player._playing.pause()
        Player._playing = self
        self.seen(self.sent)
        self._task = asyncio.ensure_future(self._run())
        self._changed()

    def pause(self) -> None:
        """Stop; everything stays as it is."""
        task, self._task = self._task, None
        if Player._playing is self:
            Player._playing = None
        if task is not None:
            task.cancel()
            self._changed()
            if self._posted and self._loop is not None and self._loop.is_running():
                self._loop.call_soon_threadsafe(self._settle)

    async def _run(self) -> None:
        try:
            await self._frames()
        except Exception:
            self.pause()
            raise

    async def _frames(self) -> None:
        owed, last = 0.0, time.perf_counter()
        due, asked = last, False
        while self._task is not None:
            start = time.perf_counter()
            before, asked = asked, self.work()
            if self.sent - self.drawn >= AHEAD or start - self._heard > SILENCE:
                last = due = start
                if start - self._heard > PATIENCE:
                    self.pause()
                elif asked:
                    self._frame(0)
                await asyncio.sleep(0.005)
                continue
            due = start + PERIOD if asked else max(due + PERIOD, start)
            wanted = float("inf") if self.speed is None else owed + self.speed * (start - last)
            # What somebody did is shown at once, and then has the processor on its way to the page;
            # what is done in every frame, as by a drag, has frames that train.
            count = int(min(wanted, 1 if asked and not before else self._most(due - start)))
            owed, last = min(wanted - count, 1.0), start
            if self._task is not None:
                begun = time.perf_counter()
                taken, training = self._frame(count)
                end = time.perf_counter()
                self._learn(taken, training, end - begun - training)
                await self._rest(due - end)

    async def _rest(self, seconds: float) -> None:
        """Leave the thread to others, that long or until something is posted."""
        self._woken.clear()
        if self.asked or seconds <= 0:
            await asyncio.sleep(0)
        else:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), seconds)

    def _most(self, left: float) -> int:
        """Return how many steps fill what a frame leaves of the seconds left, at least one.

        Where all else takes longer than half of them, as on a busy machine, training takes as long.
        The last step may end late, by half of it: the next frame has as much less.
        """
        if not self._costs:
            return 1
        beside = median(self._besides)
        return max(1, round(max(left - beside, beside) / median(self._costs)))

    def _learn(self, count: int, training: float, beside: float) -> None:
        """Remember what a step cost, and what the frame cost beside its steps, in seconds."""
        if count:
            self._costs.append(max(training / count, 1e-6))
        self._besides.append(beside)


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
