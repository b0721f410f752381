"""Committed pictures in JupyterLab as they open, not trusted and not run: seen, and read aloud."""

import nbformat
import pytest

from tests.pages import pictures

from .conftest import ROOT


@pytest.mark.parametrize("lecture", ["00-playground", "04-backpropagation", "figures"])
def test_every_picture_is_shown_with_its_text(lab, lecture):
    path = f"course/{lecture}.ipynb"
    told = [alt for _, alt in pictures(nbformat.read(ROOT / path, as_version=4))]
    assert told
    lab.open(path)
    for alt in told:
        lab.shows(alt)
    assert lab.page.locator(".jp-OutputArea-output img").count() == len(told)
