"""What stops a run, an endless loop or a dead kernel, and how the rest is run without it."""

import ast
import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from time import monotonic
from typing import TypeVar

from nbformat import NotebookNode
from nbformat.v4 import new_output

from gradelab.core.attention import Reason
from gradelab.execution.plan import statements
from gradelab.sandbox import Flooded, KernelDied, Limits

#: Seconds that a cell may run after something has been stopped.
AFTER_A_STOP = 10.0
#: Of a cell that was stopped, the statements that are run again.
_STAY = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
#: Seconds for which it is not worth to start again.
_TOO_LITTLE = 1.0

T = TypeVar("T")


class Stopped(Exception):
    """A run has ended before its end.

    Args:
        number: of the code cell that it ended at, from 1; 0 where no cell is to blame.
        reason: what ended it.
    """

    def __init__(self, number: int, reason: Reason) -> None:
        """Keep both; see the class."""
        super().__init__(number, reason)
        self.number, self.reason = number, reason


@contextlib.contextmanager
def watched(number: int) -> Iterator[None]:
    """Blame this code cell for what ends a kernel meanwhile.

    Raises:
        Stopped: when a kernel takes too long, dies, or sends too much.
    """
    try:
        yield
    except TimeoutError:
        raise Stopped(number, Reason.TIMED_OUT) from None
    except Flooded:
        raise Stopped(number, Reason.OUTPUT_FLOOD) from None
    except KernelDied as death:
        reason = Reason.OUT_OF_MEMORY if death.memory else Reason.KILLED
        raise Stopped(number, reason) from None


class Stops:
    """The code cells of a submission that were stopped.

    Attributes:
        reasons: by the cell's number.
        first: the first stop of all, or None.
    """

    def __init__(self) -> None:
        """Blame none yet."""
        self.reasons: dict[int, Reason] = {}
        self.first: Stopped | None = None
        self._dropped: set[int] = set()

    def code(self, number: int, source: str) -> str:
        """Return what is run of a cell: of one that was stopped, imports and definitions."""
        if number not in self.reasons:
            return source
        kept = [s for s in statements(source) if isinstance(s, _STAY)]
        return "" if number in self._dropped else "\n".join(map(ast.unparse, kept))

    def until_the_end(self, run: Callable[[Limits], T], limits: Limits) -> T | None:
        """Run again and again, each time without what was stopped, within the time of one run.

        Args:
            run: what is run, under the limits that are left; raises ``Stopped``.
            limits: of all runs together.

        Returns:
            What the last run returned, or None where none came to its end.
        """
        deadline = monotonic() + limits.seconds
        while True:
            longest = AFTER_A_STOP if self.reasons else limits.cell_seconds
            left = replace(
                limits,
                seconds=deadline - monotonic(),
                cell_seconds=min(limits.cell_seconds, longest),
            )
            try:
                return run(left)
            except Stopped as stopped:
                self.first = self.first or stopped
                if stopped.number == 0 or deadline - monotonic() < _TOO_LITTLE:
                    return None
                if stopped.number in self.reasons:
                    self._dropped.add(stopped.number)
                self.reasons.setdefault(stopped.number, stopped.reason)


def note(said: str) -> NotebookNode:
    """Return what stands below a cell that did not run to its end."""
    output: NotebookNode = new_output("error", ename="Stopped", evalue=said, traceback=[said])
    return output
