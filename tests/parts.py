"""What ``make test`` does: every part, two beside each other, each against its budget.

A part is a target of the Makefile. What it prints is shown in one piece when it ends; a part that
fails makes the whole fail, and one that takes longer than its budget is named and does not. Beside
another a part has half the machine, and takes half of the time.
"""

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from typing import NamedTuple

#: Minutes that a part may take of a machine of two cores; those that take longest begin first.
BUDGETS = {"grading": 4, "browser": 4, "unit": 4, "notebooks": 4, "lint": 1}
BESIDE_EACH_OTHER = 2
#: The variable that tells every part the folder in which they keep what one of them has made.
SHARED = "TRAINLAB_TESTS_SHARED"
#: The last line that pytest prints, with its colours taken away.
_CLOSING = re.compile(r"^=* ?((?:\d+ [a-z]+,? )+)in [\d.]+s", re.MULTILINE)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Part(NamedTuple):
    """What became of a part: in how many seconds by the clock, and how many of the machine's."""

    name: str
    status: int
    seconds: float
    taken: float
    output: str


class Shares:
    """The machine's time, shared out evenly among those that use it at a moment.

    Args:
        clock: returns seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        """Nobody uses it yet."""
        self._clock, self._one, self._since = clock, threading.Lock(), clock()
        self._users: set[str] = set()
        self.taken: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def used(self, name: str) -> Iterator[None]:
        """Use it by this name, until the end."""
        with self._one:
            self._share_out()
            self._users.add(name)
        try:
            yield
        finally:
            with self._one:
                self._share_out()
                self._users.remove(name)

    def _share_out(self) -> None:
        now = self._clock()
        for user in self._users:
            self.taken[user] += (now - self._since) / len(self._users)
        self._since = now


def run(name: str, machine: Shares, make: Sequence[str] = ("make", "--no-print-directory")) -> Part:
    """Run a target to its end."""
    started = time.perf_counter()
    with machine.used(name):
        done = subprocess.run(
            [*make, name],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    took = time.perf_counter() - started
    return Part(name, done.returncode, took, machine.taken[name], done.stdout)


def counts(output: str) -> Counter[str]:
    """Return the numbers of pytest's closing lines, added up: {"passed": 12, "skipped": 1}."""
    found: Counter[str] = Counter()
    for line in _CLOSING.findall(_COLOUR.sub("", output)):
        for number, word in re.findall(r"(\d+) ([a-z]+)", line):
            found[word.rstrip("s") if word in ("errors", "warnings") else word] += int(number)
    return found


def sentence(part: Part) -> str:
    """Return what a part took of the machine against its budget, how long, and how it ended."""
    budget = 60 * BUDGETS[part.name]
    ended = "passed" if part.status == 0 else f"FAILED with status {part.status}"
    over = f", OVER its budget by {_clock(part.taken - budget)}" if part.taken > budget else ""
    took = f"{_clock(part.taken)} of {_clock(budget)}, in {_clock(part.seconds)}"
    return f"{part.name:<10} {took}  {ended}{over}"


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60:2}:{int(seconds) % 60:02}"


def main() -> int:
    """Run all parts; return 0 if all passed."""
    started, parts, machine = time.perf_counter(), [], Shares()
    print(f"{', '.join(BUDGETS)}: each is shown when it ends.", flush=True)
    with (
        tempfile.TemporaryDirectory(prefix="trainlab-tests-") as shared,
        ThreadPoolExecutor(BESIDE_EACH_OTHER) as pool,
    ):
        os.environ[SHARED] = shared
        running = [pool.submit(run, name, machine) for name in BUDGETS]
        for future in as_completed(running):
            part = future.result()
            parts.append(part)
            print(f"\n---- {sentence(part)}\n{part.output.rstrip()}", flush=True)
    print("\n---- All parts: minutes of the machine, of those budgeted, and by the clock")
    for part in parts:
        print(sentence(part))
    total = Counter({"failed": 0, "passed": 0})
    for part in parts:
        total.update(counts(part.output))
    numbers = ", ".join(f"{number} {word}" for word, number in total.items())
    print(f"==== {numbers} in {time.perf_counter() - started:.2f}s ====")
    return int(any(part.status for part in parts))


if __name__ == "__main__":
    sys.exit(main())
