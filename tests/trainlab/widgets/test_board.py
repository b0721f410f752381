"""The board: a loop of one's own, drawn while it runs, and its picture afterwards."""

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from tests.pages import images
from trainlab.widgets import Board
from trainlab.widgets.page import listed

LOOP = """
from trainlab.widgets import Board
board = Board(title="Descent")
for step in range(50):
    board.draw(step, loss=0.9**step, other=1.0)
"""


def test_a_loop_in_a_notebook_leaves_its_picture_with_what_it_says():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(LOOP)])
    NotebookClient(notebook, kernel_name="python3").execute()
    (output,) = notebook.cells[0].outputs
    ((_, alt),) = images(output.data["text/html"])
    assert alt == f"Descent by step, 50 points; at last loss {0.9**49:.3g}, other 1."
    assert "image/png" in output.data


def test_other_names_are_refused_in_a_sentence():
    board = Board()
    board.draw(0, loss=1.0)
    with pytest.raises(ValueError, match=r"los was given; expected loss as before\."):
        board.draw(1, los=1.0)
    assert board.steps == [0.0]


def test_numbers_that_json_does_not_know_are_none():
    told = listed({"x": np.array([[1.0, np.inf], [np.nan, 2.0]]), "n": np.float32(0.5)})
    assert told == {"x": {"list": [1.0, None, None, 2.0], "shape": [2, 2]}, "n": 0.5}
