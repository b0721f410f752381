"""The course folder: where nbgrader_config.py lies, and what it says."""

import os
import sys
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from gradelab.core.errors import GradelabError

CONFIG = "nbgrader_config.py"


def root() -> Path:
    """Return the nearest folder, here or above, that holds nbgrader_config.py."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file():
            return folder
    raise GradelabError(
        f"{CONFIG} was not found here or in a folder above; change into the course folder."
    )


def load() -> tuple[CourseDirectory, Config]:
    """Return nbgrader's course directory and its whole configuration.

    As with nbgrader, what the configuration names can lie in the course's folder: it is put first
    in Python's path. Where ``CourseDirectory.groupshared`` is set, the group may write all that
    this process makes from now on.
    """
    folder = str(root())
    if folder not in sys.path:
        sys.path.insert(0, folder)
    config = PyFileConfigLoader(CONFIG, path=folder).load_config()
    course = CourseDirectory(config=config)
    if course.groupshared:
        os.umask(os.umask(0) & ~0o070)
    return course, config


def problem_sets(course: CourseDirectory) -> list[str]:
    """Return the names of all problem sets: folders of solutions/ with a notebook."""
    return sorted({path.parent.name for path in folder(course, "source").glob("*/*.ipynb")})


def require(course: CourseDirectory, name: str) -> None:
    """Raise GradelabError, which names the problem sets, where ``name`` is none of them."""
    known = problem_sets(course)
    if name not in known:
        raise GradelabError(
            f"{name!r} is not a problem set; solutions/ has {', '.join(known) or 'none'}."
        )


def folder(course: CourseDirectory, name: str) -> Path:
    """Return one of the course's folders: "source", "submitted", "autograded", "feedback"."""
    directory: str = getattr(course, f"{name}_directory")
    return Path(course.root) / directory
