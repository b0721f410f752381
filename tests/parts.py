"""What ``make test`` does: every part, two beside each other, each against its budget.

A part is a target of the Makefile. What it prints is shown in one piece when it ends; a part that
fails makes the whole fail, and one that takes longer than its budget is named and does not.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import NamedTuple

#: Minutes that a part may take on two cores; those that take longest begin first.
BUDGETS = {"grading": 4, "browser": 4, "unit": 4, "notebooks": 4, "lint": 1}
BESIDE_EACH_OTHER = 2
#: The variable that tells every part the folder in which they keep what one of them has made.
SHARED = "TRAINLAB_TESTS_SHARED"
#: The last line that pytest prints, with its colours taken away.
_CLOSING = re.compile(r"^=* ?((?:\d+ [a-z]+,? )+)in [\d.]+s", re.MULTILINE)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Part(NamedTuple):
    """What became of a part, in how many seconds by the clock and of processors."""

    name: str
    status: int
    seconds: float
    computed: float
    output: str


def run(name: str, make: Sequence[str] = ("make", "--no-print-directory")) -> Part:
    """Run a target to its end."""
    started = time.perf_counter()
    with subprocess.Popen(
        [*make, name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as process:
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    took = time.perf_counter() - started
    return Part(name, process.returncode, took, used.ru_utime + used.ru_stime, output)


def counts(output: str) -> Counter[str]:
    """Return the numbers of pytest's closing lines, added up: {"passed": 12, "skipped": 1}."""
    found: Counter[str] = Counter()
    for line in _CLOSING.findall(_COLOUR.sub("", output)):
        for number, word in re.findall(r"(\d+) ([a-z]+)", line):
            found[word.rstrip("s") if word in ("errors", "warnings") else word] += int(number)
    return found


def sentence(part: Part) -> str:
    """Return a part's time against its budget, what processors did, and how it ended."""
    budget = 60 * BUDGETS[part.name]
    ended = "passed" if part.status == 0 else f"FAILED with status {part.status}"
    over = f", OVER its budget by {_clock(part.seconds - budget)}" if part.seconds > budget else ""
    took = f"{_clock(part.seconds)} of {_clock(budget)}, computed {_clock(part.computed)}"
    return f"{part.name:<10} {took}  {ended}{over}"


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60:2}:{int(seconds) % 60:02}"


def main() -> int:
    """Run all parts; return 0 if all passed."""
    started, parts = time.perf_counter(), []
    print(f"{', '.join(BUDGETS)}: each is shown when it ends.", flush=True)
    with (
        tempfile.TemporaryDirectory(prefix="trainlab-tests-") as shared,
        ThreadPoolExecutor(BESIDE_EACH_OTHER) as pool,
    ):
        os.environ[SHARED] = shared
        running = [pool.submit(run, name) for name in BUDGETS]
        for future in as_completed(running):
            part = future.result()
            parts.append(part)
            print(f"\n---- {sentence(part)}\n{part.output.rstrip()}", flush=True)
    print("\n---- All parts: minutes taken of minutes budgeted")
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
