"""What helps to make the numbers that panels draw."""

import numpy as np

from trainlab.widgets.panels.curves import over
from trainlab.widgets.panels.map import HALF, Map, sides
from trainlab.widgets.panels.paths import Paths, ways

X = np.array([0.0, 1.0, 2.0])


def test_lines_have_no_bands_and_beside_one_they_have_none_to_be_seen():
    lines = over(X, X**2, -X)
    assert set(lines) == {"x", "y"}
    np.testing.assert_array_equal(lines["y"], [[0, 1, 4], [0, -1, -2]])
    both = over(X, X**2, np.stack([X - 1, X, X + 1]), (0.5, np.nan, X), marks=[])
    np.testing.assert_array_equal(both["low"], [[0, 1, 4], [-1, 0, 1], [0.5, 0.5, 0.5]])
    np.testing.assert_array_equal(both["y"], [[0, 1, 4], [0, 1, 2], [np.nan] * 3])
    np.testing.assert_array_equal(both["high"], [[0, 1, 4], [1, 2, 3], [0, 1, 2]])
    assert both["marks"] == []


def test_the_sides_of_a_curve_meet_at_the_curve():
    heights = np.linspace(-1.5, 1.5, 301)
    places = np.linspace(-1.0, 1.0, 41)
    curves = np.stack([np.sin(2 * places), 0.3 * places])
    maps = sides(curves, heights)
    assert maps.shape == (2, 301, 41)
    for shades, curve in zip(maps, curves, strict=True):
        assert (np.diff(shades.astype(int), axis=0) >= 0).all()
        above = heights[(shades > HALF).argmax(axis=0)]
        np.testing.assert_allclose(above, curve, atol=0.02)


def test_a_map_around_a_curve_has_its_points_to_drag():
    panel = Map.around("fit", np.zeros((3, 2)), 1.5, title="Fit", domain=[(-1, 1), (-1.5, 1.5)])
    spec = panel.spec()
    assert spec["editable"]
    assert not spec["values"]
    assert (spec["low"], spec["high"]) == ("below the fit", "above")
    assert (spec["quantity"], spec["limits"]) == ("y - fit", [-1.5, 1.5])


def test_paths_over_a_function_have_its_heights_and_contours():
    panel = Paths.over(
        lambda places: places[..., 0] + 10 * places[..., 1],
        [(0, 1), (-1, 1)],
        side=11,
        shares=np.array([0.0, 0.5, 1.0]),
        names=["ball"],
    )
    assert panel.heights[0, 10] == 1 - 10  # rows from low to high x2
    assert panel.heights[10, 0] == 10
    np.testing.assert_allclose(panel.levels, [-10, 0.5, 11])


def test_each_ball_has_a_colour_of_its_own():
    one, two = ways(np.zeros((5, 2))), ways(np.ones((5, 2, 2)))
    assert one["paths"].shape == (5, 1, 2)
    assert one["colors"].tolist() == [0]
    assert two["paths"].shape == (5, 2, 2)
    assert two["colors"].tolist() == [0, 1]
