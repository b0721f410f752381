"""What scores rest on besides a submission, as fingerprints: where one differs, grade again."""

import hashlib
import platform
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from nbgrader.utils import is_solution
from traitlets.config import Config

from gradelab.course.template import NotebookTemplate, Template, TemplateCell
from gradelab.execution import questions
from gradelab.execution.plan import is_test, plain
from gradelab.sandbox import CHECKS, Limits

#: Of which a version decides, whatever a notebook imports.
_ALWAYS = ("trainlab", "nbgrader", "numpy")
#: What stands before the fingerprint of a question: its points, as a person reads them.
_POINTS = " points, "


@dataclass(frozen=True)
class Basis:
    """What the scores of an assignment rest on.

    Attributes:
        whole: fingerprints by the words for what they are of: what decides every question.
        questions: fingerprints of graded cells, by notebook and name.
    """

    whole: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def changed_questions(self, before: "Basis") -> dict[str, set[str]]:
        """Return the graded cells, by notebook, that are not as they were before."""
        return {
            notebook: {
                name
                for name in {*cells, *before.questions.get(notebook, {})}
                if cells.get(name) != before.questions.get(notebook, {}).get(name)
            }
            for notebook, cells in self.questions.items()
        }

    def since(self, before: "Basis") -> tuple[str, ...]:
        """Return what has changed since, in words; nothing where the scores still stand."""
        names = dict.fromkeys((*self.whole, *before.whole))
        whole = [n for n in names if self.whole.get(n) != before.whole.get(n)]
        of_questions = [
            f"{name if len(self.questions) == 1 else f'{notebook}/{name}'} {what}"
            for notebook, cells in self.questions.items()
            for name, what in _differences(before.questions.get(notebook, {}), cells)
        ]
        return (*(f"{name} changed" for name in whole), *of_questions)


def of(template: Template, limits: Limits, config: Config) -> Basis:
    """Return what the scores of an assignment rest on.

    Args:
        template: its tests, points, code and files.
        limits: what a submission may use.
        config: the part of nbgrader's that workers get.
    """
    return Basis(
        whole={
            "a limit": fingerprint(repr(limits)),
            "a setting of nbgrader_config.py": fingerprint(repr(sorted(config.items()))),
            "trainlab.checks": fingerprint(*code(CHECKS)),
            **{f"the version of {name}": version for name, version in _versions(template)},
            **{f"the file {path}": fingerprint(data) for path, data in template.files.items()},
            **{
                f"a model answer of {name}.ipynb": fingerprint(*_model_answers(notebook))
                for name, notebook in template.notebooks.items()
            },
            **{
                f"code of {name}.ipynb besides its tests": fingerprint(*_untested(notebook))
                for name, notebook in template.notebooks.items()
            },
        },
        questions={
            name: {cell.name: _question(cell) for cell in notebook.cells.values() if cell.graded}
            for name, notebook in template.notebooks.items()
        },
    )


def settings(config: Config) -> Config:
    """Return the part of nbgrader's configuration that workers get."""
    names = ("ClearSolutions", "LimitOutput", "IgnorePattern")
    return Config({name: config[name] for name in names if name in config})


def _question(cell: TemplateCell) -> str:
    return f"{cell.points:g}{_POINTS}{fingerprint(cell.cell_type, cell.source)}"


def _differences(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in dict.fromkeys((*now, *before)):
        if name not in before:
            yield name, "is new"
        elif name not in now:
            yield name, "is gone"
        elif before[name] != now[name]:
            (old, was), (new, is_now) = (side[name].split(_POINTS) for side in (before, now))
            yield name, f"gives {new} points instead of {old}" if was == is_now else "changed"


def _untested(notebook: NotebookTemplate) -> Iterator[str]:
    """Yield the code that is run besides the tests: given, and the reference solution."""
    return (
        cell.source
        for cell in notebook.source.cells
        if cell.cell_type == "code" and not is_test(cell)
    )


def _model_answers(notebook: NotebookTemplate) -> Iterator[str]:
    """Yield the text that graders see below answers; see ``notebooks.rubrics``."""
    return (
        cell.source
        for cell in notebook.source.cells
        if cell.cell_type == "markdown" and is_solution(cell)
    )


def code(package: str) -> Iterator[bytes]:
    """Yield the contents of all Python files of an installed package."""
    spec = find_spec(package)
    for folder in (spec and spec.submodule_search_locations) or ():
        for path in sorted(Path(folder).rglob("*.py")):
            yield path.read_bytes()


def _versions(template: Template) -> Iterator[tuple[str, str]]:
    """Yield Python's version and those of the libraries that the notebooks and files name."""
    yield "Python", platform.python_version()
    written = [
        plain(cell.source)
        for notebook in template.notebooks.values()
        for cell in notebook.source.cells
        if cell.cell_type == "code"
    ]
    written += [
        data.decode(errors="replace") for n, data in template.files.items() if n.endswith(".py")
    ]
    named = {
        name for text in written for name in questions.imported(text)
    } - sys.stdlib_module_names
    for name in sorted({*named, *_ALWAYS}):
        try:
            yield name, metadata.version(name)
        except metadata.PackageNotFoundError:
            continue


def fingerprint(*parts: str | bytes) -> str:
    """Return what is the same for the same parts alone."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(len(data).to_bytes(8, "big") + data)
    return whole.hexdigest()
