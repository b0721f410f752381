"""Stills show the numbers that panels are given: read back from what matplotlib drew."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_hex, to_rgba
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure

from trainlab.plots import style
from trainlab.plots.palette import ROLES
from trainlab.widgets import front
from trainlab.widgets.panels.bars import Bars
from trainlab.widgets.panels.curves import Curves
from trainlab.widgets.panels.image import Image
from trainlab.widgets.panels.map import Map
from trainlab.widgets.panels.network import NetworkPanel
from trainlab.widgets.panels.paths import Paths


def still(panel, numbers, pinned=None):
    with style.use():
        axes = Figure().add_subplot()
        panel.still(axes, numbers, pinned)
        axes.figure.draw_without_rendering()
    return axes


def lines(axes, color):
    """Return the (x, y) of the drawn lines of a colour that have more than one point."""
    found = [line for line in axes.lines if to_hex(line.get_color()) == to_hex(color)]
    return [line.get_xydata().T for line in found if len(line.get_xydata()) > 1]


def legend(axes):
    return [text.get_text() for text in axes.get_legend().get_texts()]


# Map.


def plane(side, shift=0.0):
    """Return levels that are high right of x1 = shift in the square from -1 to 1."""
    x1 = np.linspace(-1, 1, side)
    return np.tile((127.5 + 127.5 * np.clip(x1 - shift, -1, 1)).astype(np.uint8), (side, 1))


def a_map(**settings):
    points = np.array([[-0.5, 0.5], [0.5, 0.25], [0.75, -0.5]], np.float32)
    given = {"points": points, "labels": np.array([0, 1, 1], np.uint8)} | settings
    return Map(domain=[(-1, 1), (-1, 1)], **given)


def boundaries(axes):
    """Return by colour the vertices of the drawn boundaries."""
    sets = [c for c in axes.collections if isinstance(c, ContourSet)]
    return {to_hex(c.get_edgecolor()[0]): c.get_paths()[0].vertices for c in sets}


def test_a_map_shows_its_levels_with_the_grid_s_points_in_the_pixels_middles():
    levels = plane(21)
    image = still(a_map(), {"map": levels}).images[0]
    np.testing.assert_array_equal(image.get_array(), levels)
    assert image.get_clim() == (0, 255)
    left, right, low, high = image.get_extent()
    assert (left + 0.05, right - 0.05, low + 0.05, high - 0.05) == pytest.approx((-1, 1, -1, 1))
    assert image.origin == "lower"


def test_a_map_s_boundary_runs_where_it_is_undecided_and_a_pinned_one_in_grey():
    axes = still(a_map(), {"map": plane(21)}, {"map": plane(21, shift=0.5)})
    found = boundaries(axes)
    assert np.allclose(found[to_hex(ROLES["ink"])][:, 0], 0.0, atol=0.01)
    assert np.allclose(found[to_hex(ROLES["pinned"])][:, 0], 0.5, atol=0.01)
    assert "pinned" in legend(axes)


def test_a_map_that_is_a_line_shades_nothing_and_explains_only_what_is_pinned():
    axes = still(a_map(line=True), {"map": plane(21)}, {"map": plane(21, shift=0.5)})
    assert not axes.images
    assert np.allclose(boundaries(axes)[to_hex(ROLES["ink"])][:, 0], 0.0, atol=0.01)
    assert legend(axes) == ["pinned"]


def test_a_map_s_classes_differ_in_colour_and_shape_and_test_points_are_hollow():
    panel = a_map(test_points=np.array([[0.0, 0.0]]), test_labels=np.array([1], np.uint8))
    axes = still(panel, {"map": plane(9)})
    shown = {
        (to_hex(c.get_facecolor()[0]), len(c.get_paths()[0].vertices)): c.get_offsets().tolist()
        for c in axes.collections
        if isinstance(c, PathCollection) and len(c.get_offsets())
    }
    by_color = {color: points for (color, _), points in shown.items()}
    assert by_color[to_hex(ROLES["class0"])] == [[-0.5, 0.5]]
    assert by_color[to_hex(ROLES["class1"])] == [[0.5, 0.25], [0.75, -0.5]]
    assert by_color[to_hex(ROLES["paper"])] == [[0.0, 0.0]]
    assert len({corners for _, corners in shown}) == 2
    assert legend(axes) == ["orange", "blue", "test"]


def test_a_discretized_map_has_two_colours_alone():
    axes = still(a_map(), {"map": plane(9), "discretize": True})
    faces = {to_hex(c) for collection in axes.collections for c in collection.get_facecolor()}
    assert {to_hex(ROLES["map0"]), to_hex(ROLES["map1"])} <= faces
    assert not axes.images


@pytest.mark.parametrize("levels", [np.zeros((9, 9), np.uint8), np.full((9, 9), 255, np.uint8)])
def test_a_map_all_of_one_class_has_no_boundary(levels):
    assert not boundaries(still(a_map(), {"map": levels, "others": levels[None]}))


@pytest.mark.parametrize(
    ("labels", "values"), [((0, 1), False), ((0, 255), False), ((9, 70), True)]
)
def test_labels_are_classes_or_levels(labels, values):
    panel = a_map(points=np.zeros((2, 2)), labels=np.array(labels, np.uint8))
    assert panel.spec()["values"] is values
    words = ["low", "high"] if values else ["orange", "blue"]
    assert legend(still(panel, {"map": plane(9)})) == words


def test_the_legend_names_the_boundaries_of_others():
    numbers = {"map": plane(9), "others": np.stack([plane(9)])}
    assert legend(still(a_map(others="other losses"), numbers))[-1] == "other losses"


# Curves.

X = np.arange(5.0)


def test_curves_are_drawn_in_their_colours_and_pinned_ones_in_grey():
    y = np.array([[1.0, 0.5, 0.2, 0.1, 0.05], [1.0, 0.6, 0.4, 0.3, 0.3]])
    panel = Curves(names=["training", "validation"], log_y=True)
    axes = still(panel, {"x": X, "y": y}, {"x": X, "y": 2 * y})
    assert axes.get_yscale() == "log"
    for name, curve in zip(("training", "validation"), y, strict=True):
        (shown,) = lines(axes, ROLES[name])
        np.testing.assert_allclose(shown, [X, curve])
    np.testing.assert_allclose([line[1] for line in lines(axes, ROLES["pinned"])], 2 * y)
    assert legend(axes) == ["training", "validation", "pinned"]


def test_a_band_reaches_from_low_to_high():
    y = np.ones((1, 5))
    axes = still(Curves(names=["fit"]), {"x": X, "y": y, "low": y - 0.25, "high": y + 0.5})
    vertices = axes.collections[0].get_paths()[0].vertices
    assert (vertices[:, 1].min(), vertices[:, 1].max()) == (0.75, 1.5)


def test_a_curve_that_runs_away_ends_at_its_last_finite_value_with_a_cross():
    y = np.array([[1.0, 3.0, np.inf, np.inf, np.inf]])
    axes = still(Curves(names=["sgd"], log_y=True), {"x": X, "y": y})
    curve, cross = (line for line in axes.lines if to_hex(line.get_color()) == ROLES["c0"].lower())
    assert np.isnan(curve.get_ydata()[2:]).all()
    assert cross.get_marker() == "x"
    assert cross.get_xydata().tolist() == [[1.0, 3.0]]


def test_one_curve_that_runs_away_leaves_the_axes_to_the_others():
    y = np.array([[1.0, 0.5, 0.2, 0.1, 0.05], [1.0, 1e6, 1e18, 1e30, np.inf]])
    axes = still(Curves(names=["sgd", "adam"], log_y=True), {"x": X, "y": y})
    low, high = axes.get_ylim()
    assert low <= 0.05
    assert 1 <= high <= 1e7


def test_a_log_axis_without_numbers_is_drawn_empty():
    axes = still(Curves(names=["sgd"], log_y=True), {"x": X[:0], "y": np.zeros((1, 0))})
    assert axes.get_ylim() == (0.1, 1.0)


def test_a_number_alone_is_a_dot_and_missing_ones_are_gaps():
    y = np.array([[1.0, np.nan, 3.0, 4.0, np.nan]])
    (curve, _) = still(Curves(names=["sgd"]), {"x": X, "y": y}).lines
    assert curve.get_markevery() == [0]
    np.testing.assert_array_equal(curve.get_ydata(), y[0])
    axes = still(Curves(names=["sgd"]), {"x": X[:1], "y": y[:, :1]})
    assert axes.lines[0].get_markevery() == [0]
    assert axes.get_xlim() == (X[0], X[0] + 1)


def test_few_points_are_drawn_larger_than_many():
    sizes = []
    for count in (10, 100):
        panel = Curves(names=["fit"], points=np.random.default_rng(0).random((count, 2)))
        axes = still(panel, {"x": X, "y": np.ones((1, 5))})
        sizes += [line.get_markersize() for line in axes.lines if line.get_marker() == "."]
    assert sizes[0] > 2 * sizes[1]


def test_data_marks_and_limits_are_shown():
    points = np.array([[0.0, 1.0], [2.0, 3.0]])
    panel = Curves(names=["fit"], points=points, x_domain=(-1, 6), y_domain=(0, 9))
    numbers = {"x": X, "y": np.ones((1, 5)), "marks": [{"x": 2.5, "text": "lr 0.1"}]}
    axes = still(panel, numbers)
    (data,) = (line for line in axes.lines if line.get_marker() == ".")
    assert data.get_xydata().tolist() == points.tolist()
    assert (axes.get_xlim(), axes.get_ylim()) == ((-1, 6), (0, 9))
    assert [text.get_text().strip() for text in axes.texts] == ["lr 0.1"]


@pytest.mark.parametrize(("x", "texts"), [(0.5, [" here"]), (100.0, [])])
def test_a_mark_beyond_the_axes_takes_no_room(x, texts):
    """As before the first step, where the axes end at 1."""
    marks = [{"x": x, "text": "here"}]
    axes = still(Curves(names=["fit"]), {"x": X[:1], "y": np.ones((1, 1)), "marks": marks})
    assert [text.get_text() for text in axes.texts] == texts
    assert axes.get_tightbbox().width < 1.2 * axes.bbox.width


def test_a_mark_has_the_colour_and_the_row_it_asks_for_and_its_text_is_ink():
    marks = [{"x": 1.0, "text": "low"}, {"x": 2.0, "text": "high", "color": 3, "row": 2}]
    axes = still(Curves(names=["fit"]), {"x": X, "y": np.ones((1, 5)), "marks": marks})
    low, high = axes.texts
    assert to_hex(axes.lines[-1].get_color()) == to_hex(ROLES["c3"])
    assert all(contrast(text.get_color(), ROLES["paper"]) >= 7 for text in (low, high))
    assert low.get_position()[1] - high.get_position()[1] == pytest.approx(0.14)


def signs(axes):
    """Return the marker of each curve, None for a curve without one."""
    curves = [line for line in axes.lines if len(line.get_xdata()) > 1]
    return [line.get_marker() if len(line.get_markevery()) else None for line in curves]


@pytest.mark.parametrize(
    ("dashes", "told"),
    [([False, False, False], ["o", "s", "^"]), ([True, False, False], [None, "s", "^"]),
     ([True, False, True], ["o", None, "^"])],
)  # fmt: skip
def test_curves_that_differ_in_colour_alone_bear_signs(dashes, told):
    panel = Curves(names=["a", "b", "c"], dashes=dashes)
    axes = still(panel, {"x": np.arange(50.0), "y": np.ones((3, 50))})
    assert signs(axes) == told
    keys = [key.get_marker() for key in axes.get_legend().get_lines()]
    assert keys == [mark or "" for mark in told]


def test_of_two_curves_in_one_place_both_are_seen():
    axes = still(Curves(names=["a", "b"]), {"x": np.arange(50.0), "y": np.ones((2, 50))})
    (first, second) = (set(line.get_markevery()) for line in axes.lines if len(line.get_xdata()))
    assert len(first) == len(second) == 4
    assert not first & second


def test_a_curve_that_is_a_band_alone_is_an_area_and_bears_no_sign():
    y = np.stack([np.full(5, np.nan), np.ones(5)])
    numbers = {"x": X, "y": y, "low": np.full((2, 5), 0.5), "high": np.ones((2, 5))}
    axes = still(Curves(names=["theorem", "simulation"]), numbers)
    (area,) = axes.get_legend().get_patches()
    assert legend(axes) == ["theorem", "simulation"]
    assert to_hex(area.get_facecolor()) == ROLES["c0"].lower()
    assert signs(axes)[-1] is None


def test_the_first_curve_lies_on_top_as_on_the_page():
    first, second = still(Curves(names=["a", "b"]), {"x": X, "y": np.ones((2, 5))}).lines[::2]
    assert first.get_zorder() > second.get_zorder()


@pytest.mark.parametrize(("more", "name"), [({}, "data"), ({"points_name": "steps"}, "steps")])
def test_points_stand_in_the_legend(more, name):
    panel = Curves(names=["fit"], points=np.zeros((3, 2)), **more)
    assert legend(still(panel, {"x": X, "y": np.ones((1, 5))})) == [name, "fit"]
    assert panel.spec()["points_name"] == name


# Bars.


@pytest.mark.parametrize("groups", [2, 3])
def test_bars_stand_beside_each_other(groups):
    panel = Bars(names=list("abc")[:groups], labels=["1", "2"])
    bars = still(panel, {"mid": np.ones((groups, 2))}).patches
    ends = sorted((bar.get_x(), bar.get_x() + bar.get_width()) for bar in bars)
    for (_, end), (start, _) in zip(ends, ends[1:], strict=False):
        assert start >= end - 1e-9


def test_bars_stand_on_zero_and_reach_their_numbers():
    axes = still(
        Bars(names=["dead"], labels=["1", "2"], limits=(0, 1)), {"mid": np.array([[0.25, 1]])}
    )
    assert [(bar.get_y(), bar.get_height()) for bar in axes.patches] == [(0, 0.25), (0, 1)]
    assert axes.get_ylim() == (0, 1)


def test_scales_on_a_log_axis_are_points_with_whiskers_and_zero_is_an_arrow():
    mid = np.array([[1.0, 0.1, 0.0], [2.0, 2.0, 2.0]])
    numbers = {"mid": mid, "low": mid / 2, "high": 2 * mid}
    axes = still(Bars(names=["activation", "gradient"], labels=["1", "2", "3"], log=True), numbers)
    (first,), (second,) = lines(axes, ROLES["c0"]), lines(axes, ROLES["c1"])
    np.testing.assert_array_equal(first[1], [1, 0.1, np.nan])
    np.testing.assert_array_equal(second[1], mid[1])
    (arrow,) = (line for line in axes.lines if line.get_marker() == "v" and len(line.get_xdata()))
    assert np.round(arrow.get_xdata()) == [3]
    whiskers = np.array([path.vertices[:, 1] for path in axes.collections[0].get_paths()])
    np.testing.assert_allclose(whiskers, np.stack([mid[0] / 2, 2 * mid[0]], axis=1))


@pytest.mark.parametrize("count", [2, 12, 30, 100])
def test_ticks_name_whole_places_and_never_too_many(count):
    labels = [str(i + 1) for i in range(count)]
    axes = still(Bars(names=["dead"], labels=labels), {"mid": np.ones((1, count))})
    assert [t.get_text() for t in axes.get_xticklabels()] == [
        str(int(t)) for t in axes.get_xticks()
    ]
    assert len(axes.get_xticks()) <= 12


def test_pinned_bars_are_lines_over_those_of_now():
    panel = Bars(names=["dead"], labels=["1", "2"])
    axes = still(panel, {"mid": np.array([[0.5, 0.5]])}, {"mid": np.array([[0.25, 0.75]])})
    (caps,) = axes.collections
    assert to_hex(caps.get_edgecolor()[0]) == to_hex(ROLES["pinned"])
    assert [path.vertices[:, 1].tolist() for path in caps.get_paths()] == [[0.25] * 2, [0.75] * 2]


@pytest.mark.parametrize("log", [False, True])
def test_bars_pinned_at_another_depth_are_left_out(log):
    panel = Bars(names=["dead"], labels=["1", "2"], log=log)
    axes = still(panel, {"mid": np.ones((1, 2))}, {"mid": np.ones((1, 5))})
    assert legend(axes) == ["dead"]
    assert not axes.collections
    assert not lines(axes, ROLES["pinned"])


# Network.


def a_network(weights, **settings):
    """Return axes with a network of 2 inputs, 3 and 1 units; U = 6 tiles of 4 by 4."""
    given = {"widths": [2, 3, 1], "inputs": ["x1", "x2"], "domain": [(-1, 1), (-1, 1)]}
    tiles = np.arange(6 * 16, dtype=np.uint8).reshape(6, 4, 4)
    return still(NetworkPanel(**given | settings), {"weights": weights, "maps": tiles})


def test_a_network_s_blocks_have_the_bias_last_and_follow_each_other():
    panel = NetworkPanel(widths=[2, 3, 1], inputs=["x1", "x2"], domain=[(-1, 1), (-1, 1)])
    first, last = panel.blocks(np.arange(13.0))
    np.testing.assert_array_equal(first, np.arange(9).reshape(3, 3))
    np.testing.assert_array_equal(last, [[9, 10, 11, 12]])


def test_a_weight_s_line_runs_between_its_units_as_wide_as_it_is_large():
    weights = np.zeros(13)
    weights[4] = 2.0  # from the second input to the second unit
    weights[11] = -1.0  # from the third unit to the output
    axes = a_network(weights)
    positive, negative = (c for c in axes.collections if isinstance(c, LineCollection))
    ((start, end),) = positive.get_segments()
    assert (round(start[0]), start[1]) == (0, -0.5)
    assert (round(end[0]), end[1]) == (1, 0.0)
    ((start, end),) = negative.get_segments()
    assert (round(start[0]), start[1]) == (1, -1.0)
    assert (round(end[0]), end[1]) == (2, 0.0)
    assert positive.get_linewidths()[0] == pytest.approx(2 * negative.get_linewidths()[0])
    assert to_hex(positive.get_edgecolor()[0]) == ROLES["class1"].lower()
    assert to_hex(negative.get_edgecolor()[0]) == ROLES["class0"].lower()
    assert negative.get_linestyles()[0] != positive.get_linestyles()[0]


def test_each_unit_shows_its_own_map():
    images = a_network(np.ones(13)).images
    shown = np.stack([image.get_array() for image in images])
    np.testing.assert_array_equal(shown.ravel(), np.arange(6 * 16))


def test_units_without_room_are_counted():
    weights = np.ones(3 * (2 + 1) + 1 * (3 + 1))
    axes = a_network(weights, widths=[2, 120, 1], most=3)
    assert "+ 117 more" in [text.get_text() for text in axes.texts]


def test_units_of_one_variable_show_curves():
    curves = np.linspace(-1, 1, 10) * np.array([[1.0], [0.5], [-1.0]])
    panel = NetworkPanel(widths=[1, 1, 1], inputs=["x"], domain=[(-1, 1)], one_d=True)
    shown = [
        line.get_ydata() for line in still(panel, {"weights": np.ones(4), "maps": curves}).lines
    ]
    np.testing.assert_allclose(np.array(shown) / np.max(shown), curves)


# Paths.


def a_valley(**settings):
    """Return a panel on x1^2 + x2^2 in the square from -2 to 2."""
    x = np.linspace(-2, 2, 41)
    heights = x**2 + x[:, None] ** 2
    given = {"domain": [(-2, 2), (-2, 2)], "heights": heights, "levels": np.array([0.25, 1.0])}
    return Paths(names=["sgd", "adam"], minima=np.zeros((1, 2)), **given | settings)


def spiral(radii):
    """Return paths (T, M, 2) of balls that start at these radii and come to rest at 0."""
    angle = np.linspace(0, 3, 20)
    size = np.exp(-angle)[:, None] * radii
    return np.stack([size * np.cos(angle)[:, None], size * np.sin(angle)[:, None]], axis=-1)


def test_each_rule_s_bold_path_is_the_median_of_its_balls():
    paths = spiral(np.array([0.5, 1.0, 1.9, 1.5]))
    colors = np.array([0, 0, 0, 1], np.uint8)
    axes = still(
        a_valley(), {"paths": paths, "colors": colors}, {"paths": paths / 2, "colors": colors}
    )
    median = np.median(paths[:, :3], axis=1)
    np.testing.assert_allclose(lines(axes, ROLES["c0"])[0].T, median)
    np.testing.assert_allclose(lines(axes, ROLES["c1"])[0].T, paths[:, 3])
    np.testing.assert_allclose(lines(axes, ROLES["pinned"])[0].T, median / 2)
    (faint,) = (c for c in axes.collections if type(c) is LineCollection)
    np.testing.assert_allclose(faint.get_segments(), paths[:, :3].swapaxes(0, 1))


def test_the_legend_names_the_minimum_and_the_start():
    paths = {"paths": np.zeros((2, 1, 2)), "colors": np.zeros(1, np.uint8)}
    assert legend(still(a_valley(), paths))[2:] == ["minimum"]
    two = replace(a_valley(start=(1.0, 1.0)), minima=np.ones((2, 2)))
    assert legend(still(two, paths))[2:] == ["minima", "start"]


def test_a_ball_that_runs_away_ends_in_a_cross_where_it_was_last_seen():
    paths = spiral(np.array([1.0, 1.5]))
    paths[5:, 0] = np.inf
    axes = still(a_valley(), {"paths": paths, "colors": np.array([0, 1], np.uint8)})
    crosses = [line for line in axes.lines if line.get_marker() == "x"]
    places = {to_hex(line.get_color()): line.get_xydata().tolist() for line in crosses}
    assert places[ROLES["c0"].lower()] == [paths[4, 0].tolist()]
    assert places[ROLES["c1"].lower()] == []
    assert places[ROLES["ink"].lower()] == [[0.0, 0.0]]
    np.testing.assert_allclose(lines(axes, ROLES["c0"])[0].T, paths[:5, 0])


def test_contours_run_at_their_levels_and_levels_beyond_the_surface_are_none():
    panel = a_valley(levels=np.array([1.0, 100.0]), start=(1.0, -1.5))
    axes = still(panel, {"paths": spiral(np.ones(2)), "colors": np.array([0, 1], np.uint8)})
    ground, contours = (c for c in axes.collections if isinstance(c, ContourSet))
    assert ground.filled
    assert ground.levels.tolist() == [1.0, 100.0]
    shades = [luminance(color) for color in ground.get_facecolor()]
    assert shades == sorted(shades, reverse=True)  # the higher the darker
    (circle,) = contours.get_paths()
    np.testing.assert_allclose(np.hypot(*circle.vertices.T), 1.0, atol=0.01)
    assert [1.0, -1.5] in [
        line.get_xydata()[0].tolist() for line in axes.lines if line.get_xdata().size
    ]


# Image.


def test_an_image_shows_its_pixels_the_first_row_on_top_with_their_numbers():
    pixels = np.array([[1.0, 0.0, -0.25], [np.nan, 2.0, 0.125]])
    axes = still(Image(limit=2), {"pixels": pixels})
    (mesh,) = axes.collections
    np.testing.assert_array_equal(mesh.get_array().filled(np.nan), pixels)
    assert mesh.get_clim() == (-2, 2)
    low, high = axes.get_ylim()
    assert low > high, "row 0 is on top"
    found = {text.get_position(): text.get_text() for text in axes.texts}
    assert found == {(0.5, 0.5): "1", (2.5, 0.5): "−0.25", (1.5, 1.5): "2", (2.5, 1.5): "0.13"}


def test_orange_is_below_zero_and_blue_above():
    axes = still(Image(), {"pixels": np.array([[-1.0, 0.0, 1.0]])})
    shades = [to_hex(color) for color in axes.collections[0].get_facecolor()]
    assert [shades[0], shades[2]] == [ROLES["map0"].lower(), ROLES["map1"].lower()]
    assert contrast(shades[1], "white") < 1.02


def test_a_large_image_has_no_numbers_and_a_window_is_framed():
    axes = still(Image(), {"pixels": np.ones((11, 4)), "window": (-1, 2, 3, 3)})
    assert not axes.texts
    (frame,) = axes.patches
    assert (frame.get_xy(), frame.get_height(), frame.get_width()) == ((2, -1), 3, 3)


def test_where_a_pinned_image_was_different_there_is_a_dot():
    pixels = np.zeros((2, 3))
    other = pixels.copy()
    other[1, 2] = 1
    axes = still(Image(), {"pixels": pixels}, {"pixels": other})
    (dots,) = axes.lines
    assert np.floor(dots.get_xydata()).tolist() == [[2, 1]]
    assert legend(axes) == ["not as pinned"]
    assert not still(Image(), {"pixels": pixels}, {"pixels": np.zeros((3, 3))}).lines


# Colours.


def luminance(color):
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgba(color)[:3]
    ]
    return float(np.dot((0.2126, 0.7152, 0.0722), linear))


def contrast(one, other):
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def on_the_page():
    """Return the colours by role that the style sheet gives in the light and in the dark theme."""
    sheet = (Path(front.__file__).parent / "live.css").read_text(encoding="utf-8")
    light, dark = re.findall(r"\.tl-live \{(.*?)\}", sheet, re.DOTALL)[:2]
    pattern = r"--tl-(\w+): (?:var\([\w-]+, )?(#\w{6})"
    return dict(re.findall(pattern, light)), dict(re.findall(pattern, dark))


def test_a_still_has_the_colours_of_the_page_in_the_light_theme():
    light, dark = on_the_page()
    assert {role: light[role].upper() for role in ROLES} == dict(ROLES)
    assert dark.keys() >= ROLES.keys() - {"ink", "quiet", "line", "paper"}


@pytest.mark.parametrize(("theme", "paper"), [(0, "#FFFFFF"), (1, "#111111")])
def test_every_mark_stands_out_from_paper(theme, paper):
    """Three to one, by WCAG 2.2, 1.4.11; JupyterLab's paper is #111111 in the dark theme."""
    colors = on_the_page()[theme]
    for role in colors.keys() - {"paper", "line", "wash", "map0", "map1"}:
        assert contrast(colors[role], paper) >= 3, role


@pytest.mark.parametrize(("theme", "wash"), [(0, "#EEEEEE"), (1, "#424242")])
def test_text_in_colour_or_on_it_can_be_read(theme, wash):
    """4.5 to one, by WCAG 2.2, 1.4.3; wash is JupyterLab's, beneath what a graph is given."""
    colors = on_the_page()[theme]
    for role in ("value", "adjoint"):
        assert contrast(colors[role], wash) >= 4.5, role
    for role in ("map0", "map1"):
        assert contrast(colors[role], ("#111827", "#FFFFFF")[theme]) >= 4.5, role


@pytest.mark.parametrize("theme", [0, 1])
def test_colours_that_stand_side_by_side_differ_in_lightness(theme):
    colors = on_the_page()[theme]
    pairs = ("class0", "class1"), ("training", "validation"), ("c0", "c1"), ("c1", "c2")
    for one, other in pairs:
        assert contrast(colors[one], colors[other]) >= 1.2, (one, other)


@pytest.mark.parametrize("theme", [0, 1])
def test_a_colour_says_one_thing(theme):
    colors = on_the_page()[theme]
    marks = [
        c for role, c in colors.items() if role in ("class0", "class1", "training", "validation")
    ]
    marks += [colors[f"c{i}"] for i in range(7)]
    assert len(set(marks)) == len(marks)


def test_before_the_first_step_a_log_axis_of_steps_warns_of_nothing():
    panel = Curves(names=["loss"], log_x=True, x_domain=(1.0, 100.0))
    axes = Figure().subplots()
    panel.still(axes, {"x": np.zeros(1), "y": np.ones((1, 1))}, None)
    assert axes.get_xscale() == "linear"
