"""A lecture takes about as long as it says."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.lectures import LECTURES
from tests.notebooks.reading import minutes

SAYS = re.compile(r"\*Time:\* about (\d+) minutes")


@pytest.mark.parametrize("lecture", LECTURES[1:], ids=lambda path: path.stem)
def test_it_takes_the_minutes_that_it_says_within_a_fifth(lecture):
    notebook = nbformat.read(lecture, as_version=4)
    (says,) = map(int, SAYS.findall(notebook.cells[0].source))
    takes = minutes(notebook)
    assert says == pytest.approx(takes, rel=1 / 5), f"it takes about {takes:.0f} minutes"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (new_markdown_cell("word " * 200), 1.0),
        (new_markdown_cell("<details><summary>word</summary>\n\nmore $$x$$\n</details>"), 1 / 200),
        (new_markdown_cell("## Check yourself\n<details>word</details>"), 3 / 200),
        (new_markdown_cell("$$x$$ **Predict** it\n\n## References\n\nword"), 1 / 3 + 2 + 2 / 200),
        (new_code_cell("import x\nfor i in x:\n    y = i\n    print(y)"), 2 / 3),
        (new_code_cell("y = x", metadata={"jupyter": {"source_hidden": True}}), 0.0),
        (new_code_cell("Masks()", outputs=[new_output("display_data", {"image/png": ""})]), 1.0),
    ],
)
def test_minutes_are_those_of_the_rates(cell, expected):
    assert minutes(new_notebook(cells=[cell])) == pytest.approx(expected)
