"""Every lecture's live widgets as a student meets them: played, typed at, read by axe."""

import ast
import re

import nbformat
import pytest
from playwright.sync_api import expect

from trainlab import widgets
from trainlab.widgets import lectures

from .axe import violations
from .conftest import ROOT
from .jupyter import Widget

#: The playground has tests of its own.
LECTURES = sorted(
    path.stem
    for path in (ROOT / "course").glob("[0-9][0-9]-*.ipynb")
    if path.stem != "00-playground"
)


WIDGETS = {*widgets.__all__, *lectures.__all__}


def _shows_a_widget(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Name):
        return True
    calls = (node for node in ast.walk(statement) if isinstance(node, ast.Call))
    return any(isinstance(call.func, ast.Name) and call.func.id in WIDGETS for call in calls)


def _widgets_alone(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Leave what shows a widget, imports and definitions: nbval runs all the rest elsewhere."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            kept = [
                statement
                for statement in ast.parse(cell.source).body
                if isinstance(statement, ast.Import | ast.ImportFrom | ast.FunctionDef)
                or _shows_a_widget(statement)
            ]
            cell.source = "\n".join(map(ast.unparse, kept)) or "pass"
    return notebook


@pytest.mark.parametrize("lecture", LECTURES)
def test_every_widget_plays_keeps_its_keys_and_has_names(lab, lab_root, lecture):
    path = f"course/{lecture}.ipynb"
    notebook = _widgets_alone(nbformat.read(ROOT / path, as_version=4))
    nbformat.write(notebook, lab_root / path)
    cells = notebook.cells
    lab.open(path)
    lab.run_all()
    found = 0
    for i in range(len(cells)):
        cell = lab.page.locator(f'.jp-Cell[data-windowed-list-index="{i}"]')
        cell.scroll_into_view_if_needed()
        if not cell.locator(".tl-live").count():
            continue
        found += 1
        root = cell.locator(".tl-live").first
        expect(root).to_have_class(re.compile(r"tl-live tl-\w+"))  # once the kernel has told
        name = re.search(r"tl-live tl-(\w+)", root.get_attribute("class"))[1]
        widget = Widget(lab.page, f"tl-{name}")
        widget.wait_frames(0)
        forward = "tl-play" if widget.part("tl-play").count() else "tl-next"
        widget.press(forward)
        widget.wait_steps(0)
        for key in ("x", "m", "d", "d"):
            widget.part(forward).press(key)
        for part in widget.root.locator("select:visible, input:visible").all():
            part.press("x")
        assert cell.locator(".tl-live").count() == 1
        if forward == "tl-play":
            widget.press("tl-play")
            expect(widget.part("tl-play")).to_have_text("Play")
        assert violations(lab.page, f".tl-{name}") == []
    assert found
    lab.shut_down_kernels()
