"""Lecture 04 as a student meets it: run every cell, then walk the graphs of its widget."""

import nbformat
import pytest
from playwright.sync_api import expect

from tests.pages import pictures
from trainlab.autodiff.graphs import EXAMPLES, Graph, gradient

from .conftest import ROOT
from .jupyter import Lab, Widget


class Explorer(Widget):
    """The graph explorer, and the sentence under its picture."""

    def reads(self, text: str) -> None:
        expect(self.part("tl-status")).to_contain_text(text)

    def example(self, title: str) -> None:
        self.choose("example", title)


@pytest.fixture(scope="module")
def lecture(context, course_url):
    opened = Lab(context.new_page(), course_url)
    opened.open("course/04-backpropagation.ipynb")
    opened.run_all()
    yield opened
    opened.page.close()


@pytest.fixture
def explorer(lecture, tmp_path):
    """The explorer at the first example's beginning, on a page that must stay free of errors."""
    shown = Explorer(lecture.page, "tl-graphexplorer")
    shown.example(next(iter(EXAMPLES)))
    shown.example(list(EXAMPLES)[-1])
    shown.reads("Step 0 of 24.")
    shown.example(next(iter(EXAMPLES)))
    shown.reads("Step 0 of 15. Inputs are given. Press Next to compute the first value.")
    yield shown
    lecture.page.screenshot(path=tmp_path / "last.png")
    assert lecture.errors == []
    assert lecture.tracebacks() == []


def test_pictures_that_were_just_drawn_say_what_they_show(lecture):
    notebook = nbformat.read(ROOT / "course" / "04-backpropagation.ipynb", as_version=4)
    notebook.cells = [cell for cell in notebook.cells if "GraphExplorer()" not in cell.source]
    for output, alt in pictures(notebook):
        if output.output_type == "display_data":
            lecture.shows(alt)


def number_of_steps(graph: Graph) -> int:
    """One step for each operation forward, one for each edge backward."""
    return sum(bool(node.parents) for node in graph.nodes) + len(graph.backward())


def test_every_value_and_every_edge_is_one_click(explorer):
    pictures = {explorer.pixels("graph")}
    for step in range(1, 16):
        explorer.press("tl-next")
        explorer.reads(f"Step {step} of 15.")
        pictures.add(explorer.pixels("graph"))
    assert len(pictures) == 16
    expect(explorer.part("tl-next")).to_have_attribute("aria-disabled", "true")
    expect(explorer.part("tl-next")).to_be_focused()
    expect(explorer.part("tl-end")).to_have_attribute("aria-disabled", "true")


def test_back_end_and_reset(explorer):
    expect(explorer.part("tl-back")).to_have_attribute("aria-disabled", "true")
    explorer.press("tl-end")
    explorer.reads("Step 15 of 15. Backward:")
    explorer.press("tl-back")
    explorer.reads("Step 14 of 15. Backward:")
    explorer.press("tl-reset")
    explorer.reads("Step 0 of 15. Inputs are given.")
    expect(explorer.part("tl-reset")).to_have_attribute("aria-disabled", "true")


def test_every_example_walks_to_its_gradient(explorer):
    for title, example in EXAMPLES.items():
        graph = example()
        last = number_of_steps(graph)
        explorer.example(title)
        explorer.reads(f"Step 0 of {last}.")
        explorer.press("tl-end")
        reached = graph.backward()[-1].parent.name
        explorer.reads(f"Step {last} of {last}.")
        explorer.reads(f"d{reached} = {gradient(graph)[reached]:.4g}.")


def test_an_input_moved_to_either_end_keeps_the_step_and_changes_the_values(explorer):
    explorer.example("d = a (a + b)")
    explorer.reads("Step 0 of 6.")
    explorer.press("tl-end")
    for key, a in (("Home", -5), ("End", 5)):
        explorer.slide("a", key)
        explorer.reads(f"Step 6 of 6. Backward: db gains dc × ∂c/∂b = {a} × 1 = {a}; db = {a}.")
