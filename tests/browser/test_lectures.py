"""Every lecture's live widgets as a student meets them: played, typed at, read by axe."""

import ast
import re
from collections.abc import Iterator

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

from trainlab import widgets
from trainlab.widgets import lectures

from .axe import violations
from .conftest import ROOT
from .jupyter import Lab, Widget

#: The playground has tests of its own.
LECTURES = sorted(
    path.stem
    for path in (ROOT / "course").glob("[0-9][0-9]-*.ipynb")
    if path.stem != "00-playground"
)
WIDGETS = {*widgets.__all__, *lectures.__all__}
#: All folds of a widget are opened.
UNFOLD = "root => root.querySelectorAll('details').forEach((fold) => { fold.open = true; })"
#: The texts about a panel that are wider than their place.
CUT = """root => [...root.querySelectorAll('figcaption, .tl-key, .tl-control label')]
    .filter((e) => e.offsetParent && e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent)"""
#: The heights of plots in a row that do not stand beside each other.
UNEQUAL = """root => [...root.querySelectorAll('.tl-row')]
    .map((row) => [...row.querySelectorAll('.tl-plot')].map((e) => e.getBoundingClientRect()))
    .map((plots) => [...new Set(plots.map(({ top, bottom }) => `${top} ${bottom}`))])
    .filter((places) => places.length > 1)"""


def _shows_a_widget(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Name):
        return True
    calls = (node for node in ast.walk(statement) if isinstance(node, ast.Call))
    return any(isinstance(call.func, ast.Name) and call.func.id in WIDGETS for call in calls)


def _widgets_alone(lecture: str) -> Iterator[nbformat.NotebookNode]:
    """Yield a cell for each that shows a widget, with the imports and definitions above it.

    nbval runs the rest.
    """
    kept: list[ast.stmt] = []
    for cell in nbformat.read(ROOT / "course" / f"{lecture}.ipynb", as_version=4).cells:
        if cell.cell_type == "code":
            body = ast.parse(cell.source).body
            shows = [_shows_a_widget(statement) for statement in body]
            defines = ast.Import | ast.ImportFrom | ast.FunctionDef
            kept += [
                statement
                for statement, shown in zip(body, shows, strict=True)
                if shown or isinstance(statement, defines)
            ]
            if any(shows):
                yield new_code_cell("\n".join(map(ast.unparse, kept)))
                kept = []


CELLS = {lecture: list(_widgets_alone(lecture)) for lecture in LECTURES}


@pytest.fixture(scope="module")
def lab(context, course_url, lab_root) -> Iterator[Lab]:
    """One page with the widgets of all lectures: opening it and its kernel takes longest."""
    cells = [cell for lecture in LECTURES for cell in CELLS[lecture]]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = new_notebook(cells=cells, metadata=kernel)
    nbformat.write(notebook, lab_root / "course" / "widgets.ipynb")
    opened = Lab(context.new_page(), course_url)
    opened.open("course/widgets.ipynb")
    yield opened
    opened.shut_down_kernels()
    opened.page.close()


def _widget(lab: Lab, index: int) -> Widget | None:
    """Return the widget of a cell, which is run unless it has been; None where it shows none."""
    place = f'jp-Cell[data-windowed-list-index="{index}"]'
    cell = lab.page.locator(f".{place}")
    cell.scroll_into_view_if_needed()
    if not re.search(r"\d", cell.locator(".jp-InputPrompt").inner_text()):
        lab.run(cell)
    root = cell.locator(".tl-live")
    if not root.count():
        return None
    expect(root).to_have_class(re.compile(r"tl-live tl-\w+"))  # once the kernel has told
    name = re.search(r"tl-live tl-(\w+)", root.get_attribute("class"))[1]
    return Widget(lab.page, f"{place} .tl-{name}")


@pytest.mark.parametrize("lecture", LECTURES)
def test_every_widget_plays_keeps_its_keys_and_has_names(lab, lecture, tmp_path):
    first = sum(len(CELLS[earlier]) for earlier in LECTURES[: LECTURES.index(lecture)])
    found = 0
    for i in range(first, first + len(CELLS[lecture])):
        widget = _widget(lab, i)
        if widget is None:
            continue
        found += 1
        widget.wait_frames(0)
        forward = "tl-play" if widget.part("tl-play").count() else "tl-next"
        widget.press(forward)
        widget.root.scroll_into_view_if_needed()
        widget.wait_steps(0)
        for key in ("x", "m", "d", "d"):
            widget.part(forward).press(key)
        for part in widget.root.locator("select:visible, input:visible").all():
            part.press("x")
        assert lab.page.locator(f".{widget.place}").count() == 1
        if forward == "tl-play":
            if widget.part("tl-play").inner_text() == "Pause":  # a race pauses at a difference
                widget.press("tl-play")
            expect(widget.part("tl-play")).to_have_text("Play")
        assert violations(lab.page, f".{widget.place}") == []
    lab.page.screenshot(path=tmp_path / "last.png")
    assert found
    assert lab.errors == []
    assert lab.tracebacks() == []


def test_every_widget_can_be_read_in_the_dark_and_on_a_narrow_page(lab):
    lab.page.set_viewport_size({"width": 1000, "height": 700})
    lab.theme("Dark")
    broken, cut, unequal = {}, {}, {}
    for i in range(sum(map(len, CELLS.values()))):
        widget = _widget(lab, i)
        if widget is not None:
            widget.wait_frames(0)
            cut[widget.place] = widget.root.evaluate(CUT)
            unequal[widget.place] = widget.root.evaluate(UNEQUAL)
            widget.root.evaluate(UNFOLD)
            broken[widget.place] = violations(lab.page, f".{widget.place}")
    assert len(broken) >= len(LECTURES)
    for found in (broken, cut, unequal):
        assert {place: what for place, what in found.items() if what} == {}
