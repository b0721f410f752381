"""The course's pages as tests read them: which are lectures, what they say and link to."""

import re
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[1]
COURSE = ROOT / "course"
LECTURES = sorted(COURSE.glob("[0-9][0-9]-*.ipynb"))
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_TABLE = re.compile(r"(?:^\|.*\n?)+", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def markdown(path: Path) -> str:
    """Return what a page says: a notebook's markdown cells, or all of another file."""
    if path.suffix != ".ipynb":
        return path.read_text(encoding="utf-8")
    cells = nbformat.read(path, as_version=4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def link(path: Path) -> str:
    """Return the link to a page of the course, by its heading."""
    heading = markdown(path).partition("\n")[0].removeprefix("# ")
    return f"[{heading}]({path.name})"


def rows(text: str) -> list[list[str]]:
    """Return the cells of all tables, row by row, without the tables' heads."""
    lines = [line for table in _TABLE.findall(text) for line in table.splitlines()[2:]]
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]


def links(text: str) -> list[str]:
    """Return the files that a text links to; other sites are left out."""
    targets = [target.partition("#")[0] for target in _LINK.findall(CODE.sub("", text))]
    return [target for target in targets if target and "://" not in target]
