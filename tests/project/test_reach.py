"""Nothing in the library is out of reach: what is public is used by it, the course or grading."""

import ast
import json
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIBRARY, GRADING = ROOT / "lib" / "trainlab", ROOT / "lib" / "gradelab"
NOTEBOOKS = [*(ROOT / "course").glob("*.ipynb"), *(ROOT / "solutions").glob("*/*.ipynb")]
#: What students keep their own runs and draw their own loops with; the course's are recorded.
STUDENTS = {"training/run.py: Run.save", "widgets/board.py: Board"}
#: What Jupyter's server is told by its name.
BY_NAME = {"cli/connection.py: Prompt"}
Definition = ast.FunctionDef | ast.ClassDef


def _code(notebook: Path) -> str:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def _mentions(tree: ast.AST) -> Counter[str]:
    """Count the names that code reads; imports and __all__ alone do not count."""
    names = [n.id for n in ast.walk(tree) if isinstance(n, ast.Name)]
    return Counter(names + [n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)])


def _is_registered(definition: Definition) -> bool:
    """Whether it is an experiment, a question or a mistake, which are found by their names."""
    kept_by = {
        ast.unparse(d).partition("(")[0].rpartition(".")[2] for d in definition.decorator_list
    }
    return not kept_by.isdisjoint({"experiment", "question", "mistake"})


def _public(tree: ast.Module) -> dict[str, Definition]:
    """Return what a module defines for others, methods included, by dotted name."""
    found: dict[str, Definition] = {}
    for node in tree.body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            found[node.name] = node
            for part in node.body:
                if isinstance(part, ast.FunctionDef) and not part.name.startswith("_"):
                    found[f"{node.name}.{part.name}"] = part
    return found


def test_every_public_name_is_used():
    modules = {p: ast.parse(p.read_text(encoding="utf-8")) for p in LIBRARY.rglob("*.py")}
    grading = (ast.parse(p.read_text(encoding="utf-8")) for p in GRADING.rglob("*.py"))
    mentioned = sum(map(_mentions, [*modules.values(), *grading]), Counter())
    for notebook in NOTEBOOKS:
        mentioned += _mentions(ast.parse(_code(notebook)))
    idle = set()
    for path, tree in modules.items():
        for name, definition in _public(tree).items():
            last = name.rpartition(".")[2]
            elsewhere = mentioned[last] - _mentions(definition)[last]
            if elsewhere == 0 and not _is_registered(definition):
                idle.add(f"{path.relative_to(LIBRARY)}: {name}")
    assert idle <= STUDENTS | BY_NAME
