"""What a saved notebook keeps of a live widget."""

import copy

from trainlab.cli.saving import VIEW, drop_widget_views

WIDGET = {"output_type": "display_data", "data": {VIEW: {"model_id": "a"}, "text/plain": "Page()"}}
PICTURE = {
    "output_type": "display_data",
    "data": {"image/png": "iVBOR", "text/plain": "16 networks"},
}
TEXT = {"output_type": "stream", "name": "stdout", "text": "hello"}


def _saved(outputs, kind="notebook"):
    cells = [{"cell_type": "markdown"}, {"cell_type": "code", "outputs": copy.deepcopy(outputs)}]
    model = {"type": kind, "content": {"cells": cells}}
    drop_widget_views(model, path="a.ipynb", contents_manager=None)
    return model["content"]["cells"][1]["outputs"]


def test_a_view_goes_where_its_picture_stands_beside_it():
    assert _saved([TEXT, WIDGET, PICTURE, TEXT]) == [TEXT, PICTURE, TEXT]
    assert _saved([WIDGET, PICTURE, WIDGET, PICTURE]) == [PICTURE, PICTURE]


def test_everything_else_stays():
    for outputs in ([WIDGET], [WIDGET, TEXT], [PICTURE], [PICTURE, WIDGET], []):
        assert _saved(outputs) == outputs


def test_other_files_are_left_alone():
    for model in ({"type": "file", "content": "text"}, {"type": "notebook", "content": None}):
        before = copy.deepcopy(model)
        drop_widget_views(model)
        assert model == before
