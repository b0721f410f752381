"""nbgrader's own ways to autograde, its command, its interface and formgrader's button, made safe.

All of them have nbgrader's converter hand each notebook to an exporter that the configuration
names, ``c.Autograde.exporter_class``. Named there, ``Sandboxed`` has it graded as
``gradelab grade`` does, and runs none of the converter's preprocessors.
"""

from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.converters.base import BaseConverter, NbGraderException

from gradelab.commands import grade
from gradelab.core.errors import GradelabError
from gradelab.course import course as courses
from gradelab.sandbox import Sandbox


class Sandboxed(NotebookExporter):
    """Exports a submission as it is when ``gradelab grade`` has graded it.

    Args:
        parent: nbgrader's converter.
        options: nbconvert's.

    Raises:
        NbGraderException: where code cannot be confined on this machine.
    """

    def __init__(self, parent: BaseConverter, **options: Any) -> None:
        """Refuse at once where there is no sandbox."""
        super().__init__(parent=parent, **options)  # type: ignore[no-untyped-call]
        self.coursedir = parent.coursedir
        self._done: tuple[str, dict[str, NotebookNode]] = ("", {})
        try:
            with Sandbox():
                pass
        except GradelabError as unavailable:
            self.log.error("Nothing is autograded: %s", unavailable)
            raise NbGraderException(str(unavailable)) from None

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **more: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return the graded notebook.

        nbgrader asks twice: first for a copy of what was handed in, which is left empty, and then
        for that copy graded. All notebooks of a submission are graded together.
        """
        given: dict[str, Any] = self._init_resources(resources)
        said, course = given["nbgrader"], self.coursedir
        autograded = courses.folder(course, "autograded").resolve()
        if not Path(filename).resolve().is_relative_to(autograded):
            return nbformat.writes(nbformat.v4.new_notebook()), given
        if self._done[0] != said["student"]:
            graded = grade.one(course, self.config, said["assignment"], said["student"])
            self._done = said["student"], graded
        return nbformat.writes(self._done[1][said["notebook"]]), given
