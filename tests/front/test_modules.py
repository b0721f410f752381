"""What the page's modules compute, run by Node and compared with what is known otherwise."""

import functools
import json
import math
import re
import shutil
import subprocess
from pathlib import Path

import contourpy
import numpy as np
import pytest

from tests.conftest import system_part
from trainlab.widgets.panels.image import written
from trainlab.widgets.panels.limits import log_limits

FRONT = Path(__file__).parents[2] / "lib" / "trainlab" / "widgets" / "front"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A function that runs the body of a function that may use names of a module."""
    folder = tmp_path_factory.mktemp("front")
    for path in FRONT.glob("*.js"):
        shutil.copy(path, folder)
    (folder / "package.json").write_text('{"type": "module"}')
    return functools.partial(_run, folder)


def _run(folder, names, module, body, **given):
    script = f"""
        import {{ {names} }} from {json.dumps((folder / f"{module}.js").as_uri())};
        const given = {json.dumps(given)};
        const told = (() => {{ {body} }})();
        process.stdout.write(JSON.stringify(told));
    """
    command = [system_part("node"), "--no-warnings", "--input-type=module", "-e", script]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def number(text):
    """Return the number that a text says."""
    powers = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
    plain = re.sub(
        r"^(?:(\d)·)?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$", lambda m: f"{m[1] or 1}e{m[2].translate(powers)}", text
    )
    return float(plain.replace("−", "-"))


# Numbers as words.


def test_numbers_have_three_digits_and_whole_ones_all(run):
    rng = np.random.default_rng(0)
    values = (rng.normal(size=300) * 10.0 ** rng.integers(-12, 12, 300)).tolist()
    texts = run("formatNumber", "format", "return given.values.map(formatNumber);", values=values)
    for value, text in zip(values, texts, strict=True):
        assert number(text) == pytest.approx(value, rel=5.001e-3), text
        digits = re.sub(r"e.*|[^0-9]", "", text).lstrip("0")
        assert len(digits.rstrip("0")) <= 3 or abs(value) >= 100, text
        assert len(text) <= 9, text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("1e-320", "1e−320"),
        ("-0.0004", "−4e−4"),
        ("0.1 + 0.2", "0.3"),
        ("123456", "123456"),
        ("2.5e7", "2.5e7"),
        ("-1.5", "−1.5"),
        ("NaN", "no number"),
        ("1 / 0", "∞"),
        ("-1 / 0", "−∞"),
    ],
)
def test_numbers_at_the_edge(run, value, text):
    assert run("formatNumber", "format", f"return formatNumber({value});") == text


# Axes.

LIMITS = [(0, 1), (-1.2, 1.2), (0, 5000), (-3e-5, 2e-5), (0.4, 30.6), (-3e4, 4e4), (1e6, 3e6)]


def ticks(run, limits, log=False, whole=False, most=6):
    body = "return ticksOf(new Axis(...given.limits, given.log), given.most, given.whole);"
    told = run("Axis, ticksOf", "axes", body, limits=limits, log=log, whole=whole, most=most)
    return told["ticks"], told["labels"]


@pytest.mark.parametrize("limits", LIMITS)
@pytest.mark.parametrize("most", [3, 10])
def test_ticks_stand_at_one_two_and_five_and_their_labels_say_so(run, limits, most):
    at, labels = ticks(run, limits, most=most)
    assert 1 <= len(at) <= most + 1
    assert limits[0] - 1e-9 <= at[0]
    assert at[-1] <= limits[1] + 1e-9 * abs(limits[1])
    steps = np.diff(at)
    np.testing.assert_allclose(steps, steps[:1].repeat(len(steps)))
    for step in steps[:1]:
        digit = step / 10 ** math.floor(math.log10(step) + 1e-9)
        assert round(digit, 6) in (1, 2, 5)
    assert [number(label) for label in labels] == pytest.approx(at)
    assert len(set(labels)) == len(labels)
    assert not any("−" in label for label in labels if number(label) == 0)


@pytest.mark.parametrize("high", [1, 2, 3, 7])
def test_whole_ticks_are_whole(run, high):
    at, labels = ticks(run, (0.4, high + 0.6), whole=True)
    assert at == [int(t) for t in at]
    assert "".join(labels).isdigit()


@pytest.mark.parametrize("limits", [(1e-3, 10), (1e-16, 1), (0.1, 1), (1, 1e5), (1e-12, 1e-9)])
@pytest.mark.parametrize("most", [3, 8])
def test_ticks_of_a_log_axis_are_evenly_spaced_powers_or_all_of_one_two_and_five(run, limits, most):
    at, labels = ticks(run, limits, log=True, most=most)
    assert 1 <= len(at) <= most + 1
    assert [number(label) for label in labels] == pytest.approx(at)
    powers = np.log10(at)
    if np.allclose(powers, powers.round()):
        assert len(set(np.diff(powers).round().tolist())) <= 1
    else:
        digits = {round(t / 10 ** math.floor(math.log10(t) + 1e-9)) for t in at}
        assert digits == {1, 2, 5}


@pytest.mark.parametrize(("limits", "most", "told"), [
    ((0.1, 1), 4, ["0.1", "0.2", "0.5", "1"]), ((0.1, 1), 3, ["0.1", "1"]),
    ((0.05, 3), 9, ["0.05", "0.1", "0.2", "0.5", "1", "2"]),
])  # fmt: skip
def test_a_log_axis_of_few_decades_has_the_ticks_between_where_they_have_room(
    run, limits, most, told
):
    assert ticks(run, limits, log=True, most=most)[1] == told


@pytest.mark.parametrize("width", [100, 118, 300])
@pytest.mark.parametrize("limits", [(-4, 4), (0, 10), (-1.7, 1.7), (-13, 35)])
def test_an_axis_across_has_two_ticks_at_least_and_their_labels_stand_apart(run, limits, width):
    body = """
        const axis = new Axis(...given.limits);
        axis.place(0, given.width);
        const context = { measureText: (text) => ({ width: 7 * text.length }) };
        const { ticks, labels } = ticksAcross(context, axis);
        return [ticks.map((t) => axis.at(t)), labels];
    """
    places, labels = run("Axis, ticksAcross", "axes", body, limits=limits, width=width)
    assert len(labels) >= 2
    half = np.array([3.5 * len(label) for label in labels])
    assert (np.diff(places) > half[1:] + half[:-1]).all()


@pytest.mark.parametrize("log", [False, True])
def test_pixels_and_values_are_each_other_s_inverse(run, log):
    body = """
        const axis = new Axis(0.01, 100, given.log);
        axis.place(40, 340);
        const back = [0.02, 1, 50].map((v) => axis.value(axis.at(v)));
        return [...back, axis.at(1), axis.within(1e4)];
    """
    told = run("Axis", "axes", body, log=log)
    middle = 40 + 300 * (0.5 if log else 0.99 / 99.99)
    assert told == pytest.approx([0.02, 1, 50, middle, 100])


def test_limits_of_a_log_axis_hold_the_numbers_and_stay_calm(run):
    body = """
        const values = (list) => Float64Array.from(list);
        const first = logLimits(null, values([0.02, 0.7, 3]));
        const same = logLimits(first, values([0.05, 0.7, 2]));
        const lower = logLimits(first, values([0.0005, 0.7, 2]));
        const away = logLimits(first, values([0.02, 0.7, 1e30]), 1e6, 12);
        const nothing = logLimits(first, values([NaN, -1, 0, Infinity]));
        return [first, same, lower, away, nothing];
    """
    first, same, lower, away, nothing = run("logLimits", "curves", body)
    assert first == pytest.approx([0.01, 10])
    assert same == first == nothing
    assert lower == pytest.approx([1e-4, 10])
    assert away[0] <= 0.02
    assert away[1] <= 1e7


@pytest.mark.parametrize("seed", range(5))
def test_a_still_s_limits_are_those_of_the_page(run, seed):
    rng = np.random.default_rng(seed)
    values = 10.0 ** rng.normal(scale=4, size=30)
    body = "return logLimits(null, Float64Array.from(given.values), 1e6, 12);"
    told = run("logLimits", "curves", body, values=values.tolist())
    assert told == pytest.approx(log_limits(values, runaway=1e6, decades=12))


def test_limits_of_a_linear_axis_hold_the_numbers_and_stay_calm(run):
    body = """
        const values = (list) => Float64Array.from(list);
        const steps = linearLimits(null, values([0]), 0);
        const grown = [30, 90, 130, 170].map((n) => linearLimits([0, 100], values([0, n]), 0));
        const fit = linearLimits(null, values([-1.1, 0.9, NaN, Infinity]), 0.06);
        return [steps, grown, fit, linearLimits(fit, values([]), 0.06)];
    """
    steps, grown, fit, nothing = run("linearLimits", "curves", body)
    assert steps == [0, 1]
    assert grown == [[0, 50], [0, 100], [0, 200], [0, 200]]
    assert fit[0] <= -1.1 < 0.9 <= fit[1]
    assert fit[1] - fit[0] < 3
    assert nothing == fit


# Images.


def test_a_pixel_s_number_is_written_as_in_a_still(run):
    rng = np.random.default_rng(0)
    values = [0, -0.0, 0.004, 0.006, 0.125, -0.125, 1 / 9, -4, 12.5, *rng.normal(size=200).tolist()]
    told = run("writtenPixel", "image", "return given.values.map(writtenPixel);", values=values)
    assert told == [written(value) for value in values]
    assert run("writtenPixel", "image", "return writtenPixel(NaN);") == "" == written(np.nan)


def test_a_pressed_pixel_takes_the_next_level_and_the_first_after_any_other(run):
    body = "return [0, 1, -1, -4].map((value) => nextLevel([0, 1, -1], value));"
    assert run("nextLevel", "image", body) == [1, -1, 0, 0]


@pytest.mark.parametrize("end", [(0, 0), (0, 5), (-4, -4), (2, -7), (9, 3)])
def test_a_fast_stroke_leaves_no_gap(run, end):
    ends = {"from": {"row": 1, "column": 2}, "to": {"row": 1 + end[0], "column": 2 + end[1]}}
    way = run("wayOver", "image", "return wayOver(given.from, given.to);", **ends)
    every = [ends["from"], *way]
    assert every[-1] == ends["to"]
    for one, other in zip(every, way, strict=False):
        apart = abs(one["row"] - other["row"]), abs(one["column"] - other["column"])
        assert max(apart) == 1


# Contours.


@pytest.mark.parametrize("seed", range(4))
def test_contours_are_those_of_contourpy(run, seed):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(12, 17))
    body = """
        const lines = contourLines([9, ...given.values], 12, 17, 0.1, 1);
        return lines.map((line) => [...line]);
    """
    told = run("contourLines", "contour", body, values=values.ravel().tolist())
    found = [np.reshape(line, (-1, 2)) for line in told]
    expected = contourpy.contour_generator(z=values).lines(0.1)

    def lengths(lines):
        return sorted(float(np.hypot(*np.diff(line, axis=0).T).sum()) for line in lines)

    def places(lines):
        return sorted({(round(x, 4), round(y, 4)) for line in lines for x, y in line})

    np.testing.assert_allclose(places(found), places(expected), atol=2e-4)
    np.testing.assert_allclose(sum(lengths(found)), sum(lengths(expected)), rtol=1e-4)
    assert len(found) == len(expected)


# Flashing.


def shown(run, pictures, period):
    """Return what a guard draws of pictures that come every so many milliseconds."""
    body = """
        const guard = new FlickerGuard(() => {});
        const told = given.pictures.map((picture, i) => {
            const drawn = [...guard.pass(Uint8Array.from(picture), given.period * i)];
            return [guard.averaging, drawn];
        });
        clearTimeout(guard.waiting);
        return told;
    """
    pictures = np.asarray(pictures).tolist()
    told = run("FlickerGuard", "flicker", body, pictures=pictures, period=period)
    return [averaged for averaged, _ in told], np.array([drawn for _, drawn in told])


def alternating(count, share, cells=100):
    """Return pictures in which a share of the cells alternates between the ends."""
    pictures = np.full((count, cells), 128)
    pictures[::2, : round(share * cells)] = 0
    pictures[1::2, : round(share * cells)] = 255
    return pictures


def test_a_flashing_map_is_averaged_and_no_longer_flashes(run):
    averaged, drawn = shown(run, alternating(80, 0.8), period=50)
    assert averaged[10:] == [True] * 70
    calm = drawn[30:, :80]
    assert np.ptp(calm.astype(int), axis=0).max() < 64
    assert abs(calm.mean() - 127.5) < 5


@pytest.mark.parametrize(("share", "period"), [(0.08, 50), (0.8, 400)])
def test_few_flashing_cells_or_slow_changes_are_drawn_as_they_are(run, share, period):
    pictures = alternating(40, share)
    averaged, drawn = shown(run, pictures, period)
    assert not any(averaged)
    np.testing.assert_array_equal(drawn, pictures)


def test_a_boundary_that_sweeps_over_the_map_is_no_flash(run):
    pictures = np.where(np.arange(100) < np.arange(100)[:, None], 255, 0)
    averaged, _ = shown(run, np.concatenate([pictures, pictures[::-1]]), period=10)
    assert not any(averaged)


def test_a_map_is_drawn_as_it_is_a_second_after_it_came_to_rest(run):
    rest = np.full((60, 100), 200)
    averaged, drawn = shown(run, np.concatenate([alternating(20, 0.8), rest]), period=50)
    assert averaged[20]
    assert not averaged[-1]
    np.testing.assert_array_equal(drawn[-1], rest[-1])


# Thumbnails.


def marks(run, points):
    """Return the places of the marks of a thumbnail by their class."""
    shape = [len(points), len(points[0])]
    body = "return marksOf({ data: given.data, shape: given.shape });"
    data = [number for point in points for number in point]
    told = run("marksOf", "thumbnails", body, data=data, shape=shape)
    place = re.compile(r"M([\d.]+) ([\d.]+)")
    return {name: [[*map(float, at)] for at in place.findall(path)] for name, path in told.items()}


def test_points_of_a_thumbnail_stand_in_its_drawing_from_low_left_to_high_right(run):
    rng = np.random.default_rng(0)
    points = rng.uniform(size=(40, 2))
    (found,) = marks(run, points.tolist()).values()
    found = np.array(found)
    assert np.corrcoef(points[:, 0], found[:, 0])[0, 1] > 0.9999
    assert np.corrcoef(points[:, 1], -found[:, 1])[0, 1] > 0.9999
    corners = np.array(marks(run, [[0, 0], [1, 1]])["tl-shadeless"])
    assert (corners > 0).all()
    assert (corners < 100).all()


def test_points_of_a_thumbnail_have_the_nearest_of_five_colours(run):
    found = marks(run, [[0.5, 0.5, share] for share in (0, 0.1, 0.2, 0.45, 0.8, 0.9, 1)])
    counts = {name: len(places) for name, places in found.items()}
    assert counts == {"tl-shade0": 2, "tl-shade1": 1, "tl-shade2": 1, "tl-shade3": 1,
                      "tl-shade4": 2}  # fmt: skip


def test_marks_of_class_0_are_squares_and_others_round(run):
    told = run(
        "marksOf",
        "thumbnails",
        "return marksOf({ data: [0, 0, 0, 1, 1, 1], shape: [2, 3] });",
    )
    assert "a" not in told["tl-shade0"]
    assert "a" in told["tl-shade4"]


# What a hand sets.


def told(run, events):
    """Return the values that a control shows one after the other."""
    body = """
        const shown = [];
        const held = new HeldValue((value) => shown.push(value));
        for (const [name, ...given_with] of given.events) held[name](...given_with);
        return shown;
    """
    return run("HeldValue", "held", body, events=events)


def test_a_control_shows_what_the_kernel_says(run):
    assert told(run, [["tell", 1], ["tell", 2], ["answered", 7]]) == [1, 2]


def test_a_value_told_while_a_hand_s_is_under_way_is_shown_when_that_is_answered(run):
    """A state restored just after a slider was moved: its values come, and are the newest."""
    moved = [["take"], ["sent", 3], ["tell", 5], ["tell", 8]]
    assert told(run, moved) == []
    assert told(run, [*moved, ["answered", 2]]) == []
    assert told(run, [*moved, ["answered", 3]]) == [8]
    assert told(run, [*moved, ["answered", 3], ["tell", 9]]) == [8, 9]


def test_a_moving_hand_is_answered_once_by_its_last_place(run):
    events = [["take"], ["sent", 1], ["take"], ["tell", 5], ["answered", 1], ["sent", 2]]
    assert told(run, events) == []
    assert told(run, [*events, ["tell", 6], ["answered", 2]]) == [6]


def test_an_answer_that_got_lost_is_made_good_by_the_next(run):
    assert told(run, [["take"], ["sent", 1], ["tell", 5], ["answered", 4]]) == [5]
