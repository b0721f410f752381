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


def test_where_a_shell_shows_no_pictures_none_is_drawn(figure, monkeypatch):
    shown = []
    shell = SimpleNamespace(display_formatter=SimpleNamespace(active_types=["text/plain"]))
    monkeypatch.setattr(figures, "get_ipython", lambda: shell)
    monkeypatch.setattr(figures, "png", None)
    monkeypatch.setattr(figures, "display", lambda data, raw: shown.append((data, raw)))
    show(figure, ALT)
    assert shown == [({"text/plain": ALT}, True)]
    assert not plt.fignum_exists(figure.number)


def test_a_picture_has_few_colours_and_still_looks_as_matplotlib_drew_it(figure):
    figure.axes[0].imshow(np.random.default_rng(0).random((20, 20)), cmap="coolwarm")
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", bbox_inches="tight")
    before = np.asarray(Image.open(drawn).convert("RGB"), float)
    after = Image.open(io.BytesIO(png(figure)))
    assert len(after.getcolors()) <= 256
    difference = np.abs(np.asarray(after.convert("RGB"), float) - before)
    assert difference.mean() < 1
    assert difference.max() < 40
    assert png(figure) == png(figure)


def test_a_small_mark_keeps_its_colour_beside_a_picture_of_many(figure):
    figure.axes[0].imshow(np.random.default_rng(0).random((20, 20)), cmap="coolwarm")
    figure.text(0.05, 0.5, "■", color="#B45309", fontsize=8)
    drawn = Image.open(io.BytesIO(png(figure))).convert("RGB")
    away = np.abs(np.asarray(drawn, float) - (0xB4, 0x53, 0x09)).max(axis=-1)
    assert (away <= 8).sum() >= 9
