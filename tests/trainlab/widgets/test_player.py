"""The pace of playing, by a clock that only moves when something is done."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from trainlab.widgets import player
from trainlab.widgets.player import AHEAD, PATIENCE, PERIOD, SILENCE, SPEEDS, Player

PAUSE = asyncio.sleep


class Machine:
    """A computer on which a step and a frame take so many seconds, that wakes so late, and whose
    pages draw at once, or not at all.
    """

    def __init__(
        self, monkeypatch, step: float, frame: float, draws: bool = True, late: float = 0.0
    ) -> None:
        self.draws, self.late = draws, late
        self.in_rest: Callable[[], object] = lambda: None
        self.counts: list[int] = []
        self.now, self.step, self.frame, self.steps, self.frames = 100.0, step, frame, 0, 0
        monkeypatch.setattr(player.time, "perf_counter", lambda: self.now)
        monkeypatch.setattr(player.asyncio, "sleep", self._sleep)
        monkeypatch.setattr(player.asyncio, "wait_for", self._wait_for)

    async def _sleep(self, seconds: float) -> None:
        self.now += seconds + self.late
        await PAUSE(0)

    async def _wait_for(self, waited: Coroutine[Any, Any, object], seconds: float) -> None:
        waiting = asyncio.ensure_future(waited)
        self.in_rest()
        for _ in range(3):
            await PAUSE(0)
        if not waiting.cancel():
            return
        await self._sleep(seconds)
        raise TimeoutError

    def play(self, pace: str, seconds: float) -> None:
        asyncio.run(self._play(SPEEDS[pace], seconds))

    async def _play(self, speed: float | None, seconds: float) -> None:
        self.player = Player(self._train, lambda: None)
        self.player.speed = speed
        self.player.play()
        end = self.now + seconds
        while self.now < end and self.player.playing:
            await PAUSE(0)
        self.playing = self.player.playing
        self.player.pause()

    def _train(self, count: int) -> tuple[int, float]:
        self.steps, self.frames = self.steps + count, self.frames + 1
        self.counts.append(count)
        self.now += count * self.step + self.frame
        self.player.sent += 1
        if self.draws:
            self.player.seen(self.player.sent)
        return count, count * self.step


@pytest.mark.parametrize("step", [0.0001, 0.0005])
@pytest.mark.parametrize("pace", [name for name, speed in SPEEDS.items() if speed])
def test_a_pace_is_kept_where_the_machine_can(monkeypatch, pace, step):
    machine = Machine(monkeypatch, step, frame=0.005)
    machine.play(pace, 20)
    assert machine.steps == pytest.approx(SPEEDS[pace] * 20, abs=2, rel=0.05)


@pytest.mark.parametrize("late", [0.0, 0.001])
@pytest.mark.parametrize("step", [0.0001, 0.001, 0.01])
def test_as_fast_as_possible_fills_the_time_between_frames_with_steps(monkeypatch, step, late):
    machine = Machine(monkeypatch, step, frame=0.005, late=late)
    machine.play("as fast as possible", 20)
    assert machine.frames >= 0.99 * 20 / PERIOD
    assert machine.steps * step > 0.7 * (20 - 0.005 * machine.frames)


def test_what_somebody_did_ends_a_rest(monkeypatch):
    machine = Machine(monkeypatch, step=0.0001, frame=0.001)
    posted, done = [], []

    def in_rest():
        if machine.frames == 100:
            machine.now += 0.002
            posted.append(machine.now)
            machine.player.post(lambda: done.append(machine.now))

    machine.in_rest = in_rest
    machine.play("60 steps/s", 5)
    assert posted == done
    assert len(posted) == 1


def test_the_frame_after_what_somebody_did_leaves_the_processor_to_its_way_to_the_page(monkeypatch):
    machine = Machine(monkeypatch, step=0.0001, frame=0.002)
    rests: list[float] = []
    machine.in_rest = lambda: rests.append(machine.frames)
    frame = machine._train

    def train(count):
        if machine.frames == 100:
            machine.player.post(lambda: None)
        return frame(count)

    machine._train = train
    machine.play("as fast as possible", 5)
    assert machine.counts[101] == 1
    assert 102 in rests
    assert 101 not in rests


def test_what_is_done_in_every_frame_sees_training_go_on(monkeypatch):
    machine = Machine(monkeypatch, step=0.0001, frame=0.002)
    frame = machine._train

    def train(count):
        machine.player.post(lambda: None)
        return frame(count)

    machine._train = train
    machine.play("as fast as possible", 5)
    assert min(machine.counts[5:]) > 50


def test_what_is_asked_while_nobody_draws_is_answered(monkeypatch):
    machine = Machine(monkeypatch, step=0.001, frame=0.005, draws=False)
    asked, answered = [], []

    async def sleep(seconds: float) -> None:
        await machine._sleep(seconds)
        if machine.now > 100 + 2 * SILENCE and not asked:
            asked.append(machine.steps)
            machine.player.post(lambda: answered.append(machine.frames))

    monkeypatch.setattr(player.asyncio, "sleep", sleep)
    machine.play("as fast as possible", PATIENCE - 1)
    assert machine.counts[answered[0] :] == [0]
    assert machine.steps == asked[0]


def test_what_somebody_did_is_shown_by_the_next_frame_without_any_rest(monkeypatch):
    machine = Machine(monkeypatch, step=0.0001, frame=0.002)
    frame, done, ended = machine._train, [], []

    def train(count):
        asked = machine.frames in (100, 200)
        if asked:
            machine.player.post(lambda: done.append((len(machine.counts), machine.now)))
        taken = frame(count // 10 if asked else count)
        if asked:
            ended.append(machine.now)
        return taken

    machine._train = train
    machine.play("as fast as possible", 5)
    places, times = zip(*done, strict=True)
    assert list(times) == ended
    assert [machine.counts[i] for i in places] == [1, 1]
    assert min(machine.counts[places[0] + 1 : places[1] - 1]) > 100


def test_what_is_measured_now_and_then_takes_no_steps_from_the_other_frames(monkeypatch):
    machine = Machine(monkeypatch, step=0.001, frame=0.002)
    frame = machine._train

    def train(count):
        taken, seconds = frame(count)
        if machine.frames % 10 == 0:
            machine.now += 0.01
        return taken, seconds + 0.01 * (machine.frames % 10 == 5)

    machine._train = train
    machine.play("as fast as possible", 5)
    assert machine.frames >= 0.99 * 5 / PERIOD
    assert sorted(machine.counts)[len(machine.counts) // 3] >= 14


def test_a_step_that_takes_long_is_one_step_a_frame(monkeypatch):
    machine = Machine(monkeypatch, step=0.5, frame=0.005)
    machine.play("as fast as possible", 20)
    assert machine.steps == machine.frames


def test_what_nobody_sees_does_not_train(monkeypatch):
    machine = Machine(monkeypatch, step=0.001, frame=0.005, draws=False)
    machine.play("as fast as possible", PATIENCE - 1)
    assert machine.playing
    assert machine.frames <= min(AHEAD, 1 + SILENCE / PERIOD)


def test_it_pauses_when_its_page_goes_away(monkeypatch):
    machine = Machine(monkeypatch, step=0.001, frame=0.005, draws=False)
    machine.play("as fast as possible", PATIENCE + 1)
    assert not machine.playing


def test_what_was_asked_for_before_a_pause_is_done():
    done = []

    async def main():
        play = Player(lambda count: (count, 0.0), lambda: None)
        play.play()
        await PAUSE(0.001)  # the first frame is over, the second has not begun
        play.post(lambda: done.append("asked for"))
        await PAUSE(0)
        play.pause()
        await PAUSE(0.1)

    asyncio.run(main())
    assert done == ["asked for"]


def test_a_frame_that_fails_ends_playing_and_is_told():
    done = []

    async def main():
        def frame(count):
            raise ZeroDivisionError("in a frame")

        play = Player(frame, lambda: None)
        play.play()
        with pytest.raises(ZeroDivisionError, match="in a frame"):
            await play._task
        assert not play.playing
        play.post(lambda: done.append("asked for"))
        await PAUSE(0.1)

    asyncio.run(main())
    assert done == ["asked for"]
