"""``gradelab kit``: what students get, as one file: lectures, problem sets, their own settings."""

import zipfile
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from gradelab.core.errors import GradelabError
from gradelab.course import course as courses

_CONFIG = '''\
"""How nbgrader sees this folder: one fetches problem sets into it and hands them in from it."""

import os

c = get_config()
c.CourseDirectory.course_id = {course!r}
c.Exchange.root = os.environ.get("TRAINLAB_EXCHANGE", {exchange!r})
c.Exchange.assignment_dir = os.path.dirname(os.path.abspath(__file__))
'''
_README = """# {course}

In a terminal, in this folder:

- `trainlab lab` opens the lectures, which lie in `course/`.
- {sets} lie beside this file: work on them here.
- `nbgrader submit NAME` hands one in, as often as you like; the last one counts.
- `nbgrader list` shows which there are, `nbgrader fetch_assignment NAME` gets a new one.
- `nbgrader fetch_feedback NAME` gets your feedback, once it is out.
"""
#: The same bytes for the same course, whenever the kit is made.
_DATE = (2020, 1, 1, 0, 0, 0)


def run(to: Path | None) -> tuple[Path, list[str]]:
    """Write the kit; return the file and the problem sets in it.

    Args:
        to: the file; the course's name, .zip, when None.

    Raises:
        GradelabError: when nothing is released.
    """
    course, config = courses.load()
    released = Path(course.root) / course.release_directory
    sets = [name for name in courses.problem_sets(course) if (released / name).is_dir()]
    if not sets:
        raise GradelabError("No problem set is released; run 'gradelab release' first.")
    named = course.course_id or Path(course.root).name
    exchange = str(config.Exchange.get("root", ""))
    texts = {
        "nbgrader_config.py": _CONFIG.format(course=named, exchange=exchange),
        "README.md": _README.format(course=named, sets=", ".join(f"`{name}`" for name in sets)),
    }
    files = {name: text.encode() for name, text in texts.items()}
    for folder in (Path(course.root) / "course", *(released / name for name in sets)):
        files |= {f"{folder.name}/{name}": data for name, data in _files(folder, course)}
    path = to or Path(f"{named}.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as kit:
        for name, data in files.items():
            entry = zipfile.ZipInfo(f"{named}/{name}", _DATE)
            entry.external_attr = 0o644 << 16
            kit.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return path, sets


def _files(folder: Path, course: CourseDirectory) -> Iterator[tuple[str, bytes]]:
    """Give what lies in a folder, but for what the course ignores."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(fnmatch(p, i) for p in parts for i in course.ignore):
            yield "/".join(parts), path.read_bytes()
