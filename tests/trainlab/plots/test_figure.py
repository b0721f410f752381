"""Pictures in a notebook's outputs: every page that shows one says what it says."""

import base64
import io
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib import pyplot as plt
from PIL import Image

from tests.pages import images
from trainlab.plots import figure as figures
from trainlab.plots.figure import mimebundle, png, show

ALT = """A "curve" falls to 1e-8 & rises; a < b > c, it's
all on one page: 2 · 10⁻³."""


@pytest.fixture
def figure():
    figure, axes = plt.subplots(figsize=(4, 3))
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


def test_where_a_shell_shows_no_pictures_none_is_drawn(figure, monkeypatch):
    shown = []
    shell = SimpleNamespace(display_formatter=SimpleNamespace(active_types=["text/plain"]))
    monkeypatch.setattr(figures, "get_ipython", lambda: shell)
    monkeypatch.setattr(figures, "png", None)
    monkeypatch.setattr(figures, "display", lambda data, raw: shown.append((data, raw)))
    show(figure, ALT)
    assert shown == [({"text/plain": ALT}, True)]
    assert not plt.fignum_exists(figure.number)


def _opened(picture):
    return np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"), float)


def _saved(figure, **settings):
    """What matplotlib's own way gives."""
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", **settings)
    return _opened(drawn.getvalue())


def _within_margins(pixels):
    """A picture without the white around what is on it."""
    rows, columns = np.nonzero((pixels < 255).any(axis=-1))
    return pixels[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def _image(figure):
    figure.axes[0].imshow(np.random.default_rng(0).random((20, 20)), cmap="coolwarm")


def test_a_picture_has_few_colours_and_still_looks_as_matplotlib_drew_it(figure):
    _image(figure)
    picture = png(figure)
    assert len(Image.open(io.BytesIO(picture)).getcolors()) <= 256
    before, after = _within_margins(_saved(figure)), _within_margins(_opened(picture))
    difference = np.abs(after - before)
    assert difference.mean() < 1
    assert difference.max() < 40
    assert picture == png(figure)


@pytest.mark.parametrize("layout", [None, "constrained"])
def test_a_picture_is_cut_as_matplotlib_cuts_it(layout):
    figure, axes = plt.subplots(figsize=(3, 2), layout=layout)
    axes.set_title("above")
    picture, canvas = png(figure), figure.canvas
    tight = _saved(figure, bbox_inches="tight")
    np.testing.assert_allclose(_opened(picture).shape, tight.shape, atol=1)
    assert (figure.canvas, picture) == (canvas, png(figure))
    plt.close(figure)


@pytest.mark.parametrize("place", [(1.2, 0.5), (-0.7, 0.5), (0.4, 1.5), (0.4, -1.2)])
def test_what_stands_beyond_the_edges_of_a_figure_is_in_its_picture(figure, place):
    figure.text(*place, "beyond")
    tight = _within_margins(_saved(figure, bbox_inches="tight"))
    difference = np.abs(_within_margins(_opened(png(figure))) - tight)
    assert difference.max() < 40


def test_a_small_mark_keeps_its_colour_beside_a_picture_of_many(figure):
    _image(figure)
    figure.text(0.05, 0.5, "■", color="#B45309", fontsize=8)
    away = np.abs(_opened(png(figure)) - (0xB4, 0x53, 0x09)).max(axis=-1)
    assert (away <= 8).sum() >= 9
