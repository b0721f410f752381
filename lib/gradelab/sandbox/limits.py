"""What one submission may use."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Attributes:
        cell_seconds: wall time of one cell.
        seconds: wall time of the whole submission.
        memory: bytes, all its processes together.
        processes: processes and threads at once.
        file_size: bytes of one file.
        disk: bytes of all files in its work folder.
        open_files: per process.
        output: bytes of all outputs, as they are stored in the notebook.
    """

    cell_seconds: float = 30.0
    seconds: float = 120.0
    memory: int = 2 * 2**30
    processes: int = 64
    file_size: int = 64 * 2**20
    disk: int = 256 * 2**20
    open_files: int = 256
    output: int = 4 * 2**20

    @classmethod
    def of_cells(cls, seconds: float | None) -> Self:
        """Return limits with this wall time of a cell, and time for several such cells.

        Args:
            seconds: nbclient's timeout; what means no limit there means the default here.
        """
        if seconds is None or seconds <= 0:
            return cls()
        return cls(cell_seconds=float(seconds), seconds=max(cls.seconds, 4.0 * seconds))
