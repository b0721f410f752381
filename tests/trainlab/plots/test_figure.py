"""Pictures in a notebook's outputs: every page that shows one says what it says."""

import base64
import io

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from PIL import Image

from tests.pages import images
from trainlab.plots import figure as figures
from trainlab.plots import style
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


def test_a_small_png_shows_what_matplotlib_draws():
    with style.use():
        figure = Figure()
        axes = figure.subplots()
        for number in range(7):
            axes.plot([0, 1], [number, number + 1], label=str(number))
        axes.pcolormesh(np.linspace(0, 1, 64).reshape(8, 8), cmap=style.TWO_CLASS)
    drawn, small = io.BytesIO(), png(figure)
    figure.savefig(drawn, format="png", bbox_inches="tight")
    expected, found = (
        np.asarray(Image.open(source).convert("RGB"), dtype=int)
        for source in (drawn, io.BytesIO(small))
    )
    assert np.abs(found - expected).mean() < 2
    assert np.quantile(np.abs(found - expected), 0.99) < 24
    assert len(small) < len(drawn.getvalue()) / 2
    assert png(figure) == small
