"""nbgrader's converters, for folders by their names: in nbgrader's, brackets are patterns."""

import os
import secrets
from contextlib import chdir
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path
from shutil import copy

from nbconvert.writers.files import FilesWriter
from nbgrader.converters import BaseConverter, GenerateAssignment, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config


class _ByName(BaseConverter):
    def init_notebooks(self) -> None:
        """Take the notebooks of the one folder that is named."""
        course = self.coursedir
        folder = self._format_source(course.assignment_id, course.student_id)
        names = sorted(path.name for path in Path(folder).glob("*.ipynb"))
        self.assignments = {folder: [os.path.join(folder, name) for name in names]}

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Copy what lies beside the notebooks, but for what the course ignores."""
        source = Path(self._format_source(assignment_id, student_id))
        to = Path(self._format_dest(assignment_id, student_id))
        ignored = [*self.coursedir.ignore, "*.ipynb"]
        for path in source.rglob("*"):
            parts = path.relative_to(source).parts
            if path.is_file() and not any(fnmatch(p, i) for p in parts for i in ignored):
                to.joinpath(*parts).parent.mkdir(parents=True, exist_ok=True)
                copy(path, to.joinpath(*parts))


class Release(GenerateAssignment, _ByName):
    """Makes the student version of a problem set as ``nbgrader generate_assignment`` does."""


class Pages(GenerateFeedback, _ByName):
    """Makes the pages of an assignment's students as ``nbgrader generate_feedback`` does.

    One exporter serves all pages, since each one compiles nine templates anew.

    Args:
        assignment: its name.
        config: nbgrader's configuration.
    """

    def __init__(self, assignment: str, config: Config) -> None:
        """Make the exporter."""
        super().__init__(coursedir=CourseDirectory(config=config), config=config)
        self.force, self.coursedir.assignment_id = True, assignment
        self.writer = FilesWriter(parent=self, config=self.config)  # type: ignore[no-untyped-call]
        self.exporter = self.exporter_class(parent=self, config=self.config)
        for preprocessor in self.preprocessors:
            self.exporter.register_preprocessor(preprocessor)

    def make(self, student: str) -> None:
        """Make a student's page of each notebook; whatever hinders nbgrader is raised."""
        names = self.coursedir.assignment_id, student
        self.coursedir.student_id = student
        source = self._format_source(*names)
        self.notebooks = [str(path) for path in sorted(Path(source).glob("*.ipynb"))]
        with chdir(self.coursedir.root):
            self.init_destination(*names)
            self.run_pre_convert_hook()
            self.init_assignment(*names)
            for notebook in self.notebooks:
                self.convert_single_notebook(notebook)
            self.set_permissions(*names)
            self.run_post_convert_hook()

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Write also what ``nbgrader release_feedback`` needs and a person does not hand in."""
        super().init_assignment(assignment_id, student_id)
        to = Path(self._format_dest(assignment_id, student_id))
        to.mkdir(parents=True, exist_ok=True)
        for name, content in (
            ("timestamp.txt", f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"),
            ("submission_secret.txt", secrets.token_hex(32)),
        ):
            if not (to / name).exists():
                (to / name).write_text(content)
