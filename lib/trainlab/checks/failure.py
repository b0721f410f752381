"""What a failed check says: to people what is wrong, and to programs which mistake it is.

The end of a message, `` [ps1/affine_backward: transposed]``, goes wherever text goes: into a
notebook's output, through another process, onto a page. Two mistakes in one answer are both named,
``transposed+averaged_bias``; beside one that does not explain everything stands ``more``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

#: The mistake of a function that has no answer in it, and of one that writes over its arguments.
UNWRITTEN, IN_PLACE = "unwritten", "in_place"
#: Stands behind the name of a mistake that explains the first case that fails and not all of them.
MORE = "more"
_END = re.compile(r" \[(?P<question>[\w.-]+/[\w./-]+)(: (?P<mistake>\w+(\+\w+)*))?\]\s*\Z")


class CheckFailed(AssertionError):
    """An answer is wrong; the message says what is, and in a notebook nothing else is shown.

    Args:
        message: what is wrong.
        question: the question's name.
        mistake: the known mistake's name, or empty.
        located: whether the message says, without a name, what is right, a relation, or a line.
        picture: what is wrong, by MIME type, for who can show it.
    """

    def __init__(
        self,
        message: str,
        question: str = "",
        mistake: str = "",
        located: bool = False,
        picture: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Put the names at the end of the message."""
        names = f"{question}: {mistake}" if mistake else question
        super().__init__(f"{message} [{names}]" if names else message)
        self.question, self.mistake, self.located = question, mistake, located
        self.picture = picture

    def _render_traceback_(self) -> list[str]:
        return [f"CheckFailed: {self}"]


@dataclass(frozen=True)
class Failure:
    """What a message tells a program.

    Attributes:
        question: the question's name.
        mistake: the known mistake's name, or empty.
        said: the message without the names.
    """

    question: str
    mistake: str
    said: str


def read(message: str) -> Failure | None:
    """Return what a message tells, or None where it is no failed check's."""
    end = _END.search(message)
    if end is None:
        return None
    return Failure(end["question"], end["mistake"] or "", message[: end.start()])
