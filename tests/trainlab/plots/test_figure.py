"""Pictures in a notebook's outputs: every page that shows one says what it says."""

import base64

import pytest
from matplotlib import pyplot as plt

from tests.pages import images
from trainlab.plots import figure as figures
from trainlab.plots.figure import mimebundle, png, show

ALT = """A "curve" falls to 1e-8 & rises; a < b > c, it's
all on one page: 2 · 10⁻³."""


@pytest.fixture
def figure():
    figure, axes = plt.subplots(figsize=(2, 1))
    axes.plot([0, 1])
    yield figure
    plt.close(figure)


def test_the_html_holds_the_same_picture_and_the_text_word_for_word(figure):
    picture = png(figure)
    bundle = mimebundle(picture, ALT)
    ((address, alt),) = images(bundle["text/html"])
    kind, data = address.split(",")
    assert kind == "data:image/png;base64"
    assert base64.b64decode(data, validate=True) == picture
    assert base64.b64decode(bundle["image/png"], validate=True) == picture
    assert alt == bundle["text/plain"] == ALT


def test_a_shown_figure_is_such_an_output_and_is_closed(figure, monkeypatch):
    shown = []
    monkeypatch.setattr(figures, "display", lambda data, raw: shown.append((data, raw)))
    picture = png(figure)
    show(figure, ALT)
    assert shown == [(mimebundle(picture, ALT), True)]
    assert not plt.fignum_exists(figure.number)
