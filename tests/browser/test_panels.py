"""The panels of the live widgets in a real browser, by mouse and by keyboard."""

import itertools
import json
from pathlib import Path

import pytest

FRONT = Path(__file__).parents[2] / "lib" / "trainlab" / "widgets" / "front"
PAGE = """
<!doctype html><link rel=stylesheet href=panels.css>
<style>
  body { --tl-ink: #111827; --tl-quiet: #4b5563; --tl-line: #d1d5db; --tl-paper: #ffffff;
    --tl-class0: #b45309; --tl-class1: #00558c; --tl-map0: #f0b354; --tl-map1: #5aa9d6;
    --tl-c0: #3b3486; --tl-c1: #c24e5a; }
  .tl-panel-body { width: 420px; height: 340px; }
</style>
<div class=tl-live><div class=tl-panel-body></div></div>
<script type=module>
  import { PANEL_KINDS } from "./panels.js";
  window.posts = [];
  const array = ({ of, shape, bytes }) =>
    ({ data: bytes ? Uint8Array.from(of) : Float32Array.from(of), shape });
  const unpacked = (value) =>
    Array.isArray(value) || value === null || typeof value !== "object" ? value
    : "of" in value ? array(value)
    : Object.fromEntries(Object.entries(value).map(([k, v]) => [k, unpacked(v)]));
  window.open_panel = (spec) => {
    const host = document.querySelector(".tl-panel-body");
    window.panel = new PANEL_KINDS[spec.kind](host, (message) => posts.push(message));
    window.panel.setSpec(unpacked(spec));
    window.panel.redraw();
  };
  window.respec = (spec) => window.panel.setSpec(unpacked(spec));
  window.draw = (numbers, pinned) => window.panel.draw(unpacked(numbers), unpacked(pinned));
</script>
"""


def floats(values, *shape):
    return {"of": list(values), "shape": list(shape)}


def bytes_(values, *shape):
    return floats(values, *shape) | {"bytes": True}


@pytest.fixture
def open_panel(browser):
    """A function that opens a page with one panel, and returns the page."""
    contexts = []

    def opened(spec, numbers, **options):
        context = browser.new_context(viewport={"width": 600, "height": 500}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.route("http://panels.test/*", serve)
        page.goto("http://panels.test/page.html")
        page.wait_for_function("window.open_panel !== undefined")
        page.evaluate(
            "([spec, numbers]) => { open_panel(spec); draw(numbers, null); }", [spec, numbers]
        )
        page.evaluate("() => new Promise(requestAnimationFrame)")
        return page

    yield opened
    for context in contexts:
        context.close()


def serve(route):
    name = route.request.url.rpartition("/")[2]
    if name == "page.html":
        route.fulfill(body=PAGE, content_type="text/html; charset=utf-8")
    elif (FRONT / name).is_file():
        kind = {".js": "text/javascript", ".css": "text/css"}[Path(name).suffix]
        route.fulfill(body=(FRONT / name).read_bytes(), content_type=f"{kind}; charset=utf-8")
    else:
        route.fulfill(status=404)


def posts(page):
    found = page.evaluate("posts.splice(0)")
    return [json.loads(json.dumps(post)) for post in found]


def settle(page):
    page.evaluate("() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))")


def colour(page, x, y):
    """Return the colour of the canvas at a place in CSS pixels."""
    read = """([x, y]) => {
        const { context, canvas, width } = panel.frame;
        const ratio = canvas.width / width;
        return [...context.getImageData(Math.round(x * ratio), Math.round(y * ratio), 1, 1).data];
    }"""
    return page.evaluate(read, [x, y])[:3]


def at(page, x, y):
    """Return the pixel of a place in data coordinates."""
    return page.evaluate("([x, y]) => [panel.x.at(x), panel.y.at(y)]", [x, y])


def plot(page):
    return page.locator(".tl-plot")


def drag(page, start, end):
    box = plot(page).bounding_box()
    page.mouse.move(box["x"] + start[0], box["y"] + start[1])
    page.mouse.down()
    page.mouse.move(box["x"] + end[0], box["y"] + end[1], steps=3)
    page.mouse.up()


# Map.

SIDE = 11
RAMP = [round(255 * column / (SIDE - 1)) for _ in range(SIDE) for column in range(SIDE)]
MAP = {
    "kind": "map",
    "title": "Probability of blue",
    "domain": [[-1, 1], [-1, 1]],
    "points": floats([-0.5, 0.5, 0.5, -0.25], 2, 2),
    "labels": bytes_([0, 255], 2),
    "test_points": floats([], 0, 2),
    "test_labels": bytes_([], 0),
    "inputs": ["x1", "x2"],
    "low": "orange",
    "high": "blue",
    "quantity": "P(blue)",
    "limits": [0, 1],
    "values": False,
    "others": "other networks",
    "editable": True,
}
LEVELS = {"map": bytes_(RAMP, SIDE, SIDE)}


def test_a_map_s_colours_go_from_class_0_on_the_left_to_class_1_on_the_right(open_panel):
    page = open_panel(MAP, LEVELS)
    assert colour(page, *at(page, -0.99, 0.9)) == pytest.approx([0xF0, 0xB3, 0x54], abs=4)
    assert colour(page, *at(page, 0.99, 0.9)) == pytest.approx([0x5A, 0xA9, 0xD6], abs=4)
    x, y = at(page, 0.0, 0.9)
    darkest = min(max(colour(page, x + away, y)) for away in (-1, 0, 1))
    assert darkest < 120, "the boundary runs down the middle"


def test_a_map_that_is_a_line_shades_nothing_and_has_large_knots(open_panel):
    page = open_panel(MAP | {"line": True}, LEVELS)
    clear = [0, 0, 0]
    assert [list(colour(page, *at(page, x, 0.93))) for x in (-0.93, 0.93)] == [clear, clear]
    x, y = at(page, 0.0, 0.93)
    middle = [list(colour(page, x + away, y)) for away in (-1, 0, 1)]
    assert max(middle) > clear, "the boundary runs down the middle"
    x, y = at(page, 0.5, -0.25)
    assert colour(page, x + 4, y) == pytest.approx([0x00, 0x55, 0x8C], abs=3)
    assert page.locator(".tl-key").count() == 0


def test_a_map_s_points_stand_where_the_data_are(open_panel):
    page = open_panel(MAP, LEVELS)
    assert colour(page, *at(page, -0.5, 0.5)) == pytest.approx([0xB4, 0x53, 0x09], abs=3)
    assert colour(page, *at(page, 0.5, -0.25)) == pytest.approx([0x00, 0x55, 0x8C], abs=3)


def test_hovering_a_map_reads_place_and_value(open_panel):
    page = open_panel(MAP, LEVELS)
    x, y = at(page, 0.6, 0.8)
    plot(page).hover(position={"x": x, "y": y})
    settle(page)
    said = page.locator(".tl-tooltip").inner_text()
    assert said.startswith("x1 = 0.")
    assert 0.75 < float(said.partition("P(blue) = ")[2]) < 0.85


def test_a_click_posts_a_point_and_shift_says_so(open_panel):
    page = open_panel(MAP, LEVELS)
    x, y = at(page, 0.2, -0.6)
    plot(page).click(position={"x": x, "y": y})
    plot(page).click(position={"x": x, "y": y}, modifiers=["Shift"])
    plain, shifted = posts(page)
    assert (plain["kind"], plain["shift"], shifted["shift"]) == ("click", False, True)
    assert (plain["x"], plain["y"]) == pytest.approx((0.2, -0.6), abs=0.02)


def test_a_map_that_is_not_editable_posts_nothing(open_panel):
    page = open_panel(MAP | {"editable": False}, LEVELS)
    drag(page, at(page, -0.5, 0.5), at(page, 0, 0))
    assert posts(page) == []
    assert not page.locator(".tl-cursor").is_visible()


def test_a_dragged_point_moves_at_once_and_is_posted(open_panel):
    page = open_panel(MAP, LEVELS)
    drag(page, at(page, -0.5, 0.5), at(page, -0.2, 0.1))
    settle(page)
    *moves, last = posts(page)
    assert [m["done"] for m in (*moves, last)] == [False] * len(moves) + [True]
    assert (last["kind"], last["handle"]) == ("drag", 0)
    assert (last["x"], last["y"]) == pytest.approx((-0.2, 0.1), abs=0.02)
    assert colour(page, *at(page, -0.2, 0.1)) == pytest.approx([0xB4, 0x53, 0x09], abs=3)


def test_points_are_added_and_carried_by_keyboard(open_panel):
    page = open_panel(MAP, LEVELS)
    cursor = page.locator(".tl-cursor")
    cursor.focus()
    for key in ("Shift+ArrowRight", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    (added,) = posts(page)
    assert added["kind"] == "click"
    assert (added["x"], added["y"]) == pytest.approx((0.2, 0.04), abs=1e-6)
    for key in ("Shift+ArrowRight", "ArrowRight", "ArrowRight", "Shift+ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    for key in ("Space", "ArrowUp", "Space"):
        page.keyboard.press(key)
    moved, dropped = posts(page)
    assert (moved["handle"], moved["done"], dropped["done"]) == (1, False, True)
    settle(page)
    assert "arrow keys move" in cursor.get_attribute("aria-label")


# Curves.

CURVES = {
    "kind": "curves",
    "title": "Loss",
    "x_label": "step",
    "y_label": "",
    "log_x": False,
    "log_y": True,
    "x_domain": None,
    "y_domain": None,
    "names": ["training", "validation"],
    "dashes": [False, True],
}
LOSSES = {
    "x": floats([0, 10, 50, 100], 4),
    "y": floats([1, 0.5, 0.1, 0.05, 1, 0.6, 0.3, 0.25], 2, 4),
}


def test_hovering_curves_reads_every_curve_at_the_nearest_step(open_panel):
    page = open_panel(CURVES, LOSSES)
    x, y = at(page, 52, 0.5)
    plot(page).hover(position={"x": x, "y": y})
    settle(page)
    said = page.locator(".tl-tooltip > div").all_inner_texts()
    assert said == ["step = 50", "training 0.1", "validation 0.3"]


def key_paths(page):
    """Return for each key of the legend what its mark is drawn with."""
    read = "keys => keys.map(k => [...k.querySelectorAll('path')].map(p => p.getAttribute('d')))"
    return page.locator(".tl-key").evaluate_all(read)


def pixels_of(page, color):
    """Return how many pixels of the canvas have a colour."""
    count = """(color) => {
        const { context, canvas } = panel.frame;
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
        let found = 0;
        for (let i = 0; i < data.length; i += 4) found += color.every((c, k) => data[i + k] === c);
        return found;
    }"""
    return page.evaluate(count, color)


RED = [0xC2, 0x4E, 0x5A]


def test_curves_that_differ_in_colour_alone_bear_signs_and_one_beneath_another_is_seen(open_panel):
    twins = {"x": floats(range(101), 101), "y": floats([0.5] * 202, 2, 101)}
    page = open_panel(CURVES | {"names": ["a", "b"], "dashes": [False, False]}, twins)
    first, second = key_paths(page)
    assert (len(first), len(second)) == (2, 2)
    assert first[0] == second[0]
    assert first[1] != second[1]
    assert pixels_of(page, RED) > 40
    page.evaluate("spec => respec(spec)", CURVES | {"names": ["a", "b"], "dashes": [False, True]})
    assert [len(paths) for paths in key_paths(page)] == [1, 1]
    assert pixels_of(page, RED) == 0


def test_a_curve_that_is_a_band_alone_has_an_area_for_its_key(open_panel):
    band = {"x": floats([0, 100], 2), "y": floats(["NaN", "NaN", 1, 1], 2, 2)}
    band |= {"low": floats([0.1] * 4, 2, 2), "high": floats([2] * 4, 2, 2)}
    page = open_panel(CURVES | {"names": ["theory", "found"], "dashes": [False, False]}, band)
    (area,), (line,) = key_paths(page)
    assert area.endswith("Z")
    assert not line.endswith("Z")


def test_curves_without_a_number_on_the_axes_say_so(open_panel):
    start = {"x": floats([0], 1), "y": floats([1, 1], 2, 1)}
    page = open_panel(CURVES | {"log_x": True, "x_domain": [1, 1e4]}, start)
    assert page.locator(".tl-note").inner_text() == "no numbers yet"
    page.evaluate("numbers => draw(numbers, null)", LOSSES)
    assert page.locator(".tl-note").is_hidden()


def test_what_points_are_stands_in_the_legend(open_panel):
    points = {"points": floats([1, 1], 1, 2), "points_name": "each step"}
    page = open_panel(CURVES | points, LOSSES)
    assert page.locator(".tl-key").all_inner_texts() == ["each step", "training", "validation"]


def test_a_picture_is_said_in_words_with_its_numbers(open_panel):
    page = open_panel(CURVES, LOSSES)
    canvas = page.get_by_role("img")
    assert (
        canvas.get_attribute("aria-label") == "Loss: at step 100, training 0.05, validation 0.25."
    )


def test_a_picture_without_numbers_has_its_title(open_panel):
    page = open_panel(CURVES, LOSSES)
    page.evaluate("document.querySelector('.tl-panel-body').replaceChildren()")
    page.evaluate("spec => open_panel(spec)", CURVES)
    assert page.get_by_role("img").get_attribute("aria-label") == "Loss"


def test_a_canvas_is_as_sharp_as_the_screen(open_panel):
    page = open_panel(CURVES, LOSSES, device_scale_factor=2)
    wide, shown = page.evaluate("[panel.frame.canvas.width, panel.frame.canvas.clientWidth]")
    assert wide == 2 * shown


def test_a_rebuilt_model_keeps_the_page_s_elements(open_panel):
    page = open_panel(CURVES, LOSSES)
    page.evaluate("window.first = document.querySelector('canvas')")
    page.evaluate("spec => respec(spec)", CURVES | {"title": "Losses"})
    assert page.evaluate("first.isConnected && document.querySelectorAll('canvas').length === 1")


@pytest.mark.parametrize(("motion", "most"), [("reduce", 6), ("no-preference", 40)])
def test_little_motion_means_four_drawings_a_second_at_most(open_panel, motion, most):
    page = open_panel(CURVES, LOSSES, reduced_motion=motion)
    drawn = page.evaluate(
        """async (numbers) => {
            let drawn = 0;
            const paint = panel.frame.paint;
            panel.frame.paint = () => { drawn++; paint(); };
            for (let i = 0; i < 40; i++) {
                draw(numbers, null);
                await new Promise((r) => setTimeout(r, 25));
            }
            return [drawn, panel.frame.waiting];
        }""",
        LOSSES,
    )[0]
    assert drawn <= most if motion == "reduce" else drawn == most


# Network.

MAP1 = [0x5A, 0xA9, 0xD6]
NETWORK = {
    "kind": "network",
    "title": "The typical network",
    "widths": [2, 3, 1],
    "inputs": ["x1", "x2"],
    "most": 8,
    "one_d": False,
}
WEIGHTS = [1, -0.5, 0.25, 0.125, 2, -0.75, 0, 1.5, 0.3, 0.6, -1, 0.2, -0.1]
UNITS = {"weights": floats(WEIGHTS, 13), "maps": bytes_([200] * 6 * 9, 6, 3, 3)}


def middle(page, layer, unit, source):
    found = "([layer, unit, from]) => panel.line({ layer, unit, from })"
    start, end = page.evaluate(found, [layer, unit, source])
    return {
        "x": start["x"] + 0.25 * (end["x"] - start["x"]),
        "y": start["y"] + 0.25 * (end["y"] - start["y"]),
    }


def test_hovering_a_network_names_units_and_weights(open_panel):
    page = open_panel(NETWORK, UNITS)
    plot(page).hover(position=middle(page, 1, 1, 1))
    settle(page)
    assert page.locator(".tl-tooltip").inner_text().strip() == "x2 → unit 2 of layer 1: 2"
    place = page.evaluate("panel.place({ layer: 2, unit: 0 })")
    plot(page).hover(position=place)
    settle(page)
    assert page.locator(".tl-tooltip").inner_text().strip() == "the output: bias −0.1"


def test_a_unit_that_is_pointed_at_or_walked_to_is_seen_large(open_panel):
    last = [0] * 5 * 9 + [255] * 9
    page = open_panel(NETWORK, UNITS | {"maps": bytes_(last, 6, 3, 3)})
    output, nowhere = page.evaluate("panel.place({ layer: 2, unit: 0 })"), {"x": 5, "y": 300}
    plot(page).hover(position=nowhere)
    settle(page)
    small = pixels_of(page, MAP1)
    plot(page).hover(position=output)
    settle(page)
    assert pixels_of(page, MAP1) > 5 * small
    plot(page).hover(position=nowhere)
    settle(page)
    assert pixels_of(page, MAP1) == small
    page.locator(".tl-unit").focus()
    page.keyboard.press("ArrowRight")
    settle(page)
    assert pixels_of(page, MAP1) > 5 * small


def test_a_click_on_a_weight_edits_it(open_panel):
    page = open_panel(NETWORK, UNITS)
    plot(page).click(position=middle(page, 1, 1, 1))
    field = page.get_by_label("value")
    assert field.input_value() == "2"
    field.fill("-0.5")
    assert posts(page) == [{"kind": "edit", "layer": 0, "unit": 1, "from": 1, "value": -0.5}]
    page.keyboard.press("Escape")
    assert not page.locator(".tl-editor").is_visible()


def test_a_network_is_walked_and_edited_by_keyboard(open_panel):
    page = open_panel(NETWORK, UNITS)
    page.locator(".tl-unit").focus()
    for key in ("ArrowRight", "Enter"):
        page.keyboard.press(key)
        settle(page)
    assert page.locator(".tl-editor > div").inner_text() == "Weights into the output"
    assert page.get_by_label("from").locator("option").all_inner_texts() == [
        "bias",
        "unit 1 of layer 1",
        "unit 2 of layer 1",
        "unit 3 of layer 1",
    ]
    page.keyboard.type("0.5")
    assert posts(page)[-1] == {"kind": "edit", "layer": 1, "unit": 0, "from": None, "value": 0.5}
    page.keyboard.press("Enter")
    assert not page.locator(".tl-editor").is_visible()
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert label.startswith("the output: bias")


RESIZABLE = NETWORK | {"widest": 3}


def test_the_width_of_a_layer_is_changed_by_buttons_above_it(open_panel):
    page = open_panel(RESIZABLE, UNITS)
    less = page.get_by_role("button", name="one unit less in layer 1")
    more = page.get_by_role("button", name="one unit more in layer 1")
    less.click()
    assert posts(page) == [{"kind": "resize", "layer": 0, "by": -1}]
    more.evaluate("button => button.click()")
    assert posts(page) == []
    assert more.get_attribute("aria-disabled") == "true"
    page.evaluate("spec => respec(spec)", RESIZABLE | {"widths": [2, 2, 1]})
    more.focus()
    page.keyboard.press("Enter")
    assert posts(page) == [{"kind": "resize", "layer": 0, "by": 1}]
    page.evaluate("spec => respec(spec)", RESIZABLE | {"widths": [2, 1, 3, 1]})
    assert page.evaluate("document.activeElement.title") == "one unit more in layer 1"
    names = [button.get_attribute("aria-label") for button in page.locator(".tl-stepper").all()]
    assert names == [f"one unit {what} in layer {n}" for n in (1, 2) for what in ("less", "more")]
    assert less.get_attribute("aria-disabled") == "true"
    page.evaluate("spec => respec(spec)", NETWORK)
    assert page.locator(".tl-stepper").count() == 0


def test_the_buttons_of_a_layer_stand_beside_its_width_and_no_two_overlap(open_panel):
    page = open_panel(RESIZABLE, UNITS)
    for widths in ([2, 3, 1], [2, *[3] * 3, 1], [2, *[3] * 7, 1]):
        page.evaluate("spec => respec(spec)", RESIZABLE | {"widths": widths})
        plot(page).hover(position={"x": 5, "y": 300})
        settle(page)
        stage = plot(page).bounding_box()
        seen = page.locator(".tl-stepper:not(.tl-aside)")
        boxes = [button.bounding_box() for button in seen.all()]
        for box, after in itertools.pairwise(boxes):
            assert box["x"] + box["width"] <= after["x"]
        assert len(boxes) == (2 * (len(widths) - 2) if len(widths) < 6 else 0)
    place = page.evaluate("panel.place({ layer: 3, unit: 0 })")
    plot(page).hover(position={"x": place["x"], "y": 40})
    settle(page)
    assert [b.get_attribute("aria-label")[-7:] for b in seen.all()] == ["layer 3"] * 2
    for button, side in zip(seen.all(), (-1, 1), strict=True):
        box = button.bounding_box()
        away = box["x"] + box["width"] / 2 - stage["x"] - place["x"]
        assert 12 < side * away < 30
    page.mouse.move(0, 0)
    page.locator(".tl-stepper").nth(9).focus()
    settle(page)
    assert seen.first.get_attribute("aria-label") == "one unit less in layer 5"


def test_no_key_on_a_panel_s_inputs_reaches_the_notebook(open_panel):
    for spec, numbers in ((MAP, LEVELS), (RESIZABLE, UNITS), (PATHS, BALLS), (IMAGE, PIXELS)):
        page = open_panel(spec, numbers)
        inputs = page.locator(".tl-live :is(button, input, select)")
        assert inputs.count() > 0
        for i in range(inputs.count()):
            assert inputs.nth(i).get_attribute("data-lm-suppress-shortcuts") is not None


# Paths.

PATHS = {
    "kind": "paths",
    "title": "Bowl",
    "inputs": ["x1", "x2"],
    "domain": [[-1, 1], [-1, 1]],
    "heights": floats([(c - 5) ** 2 + (r - 5) ** 2 for r in range(11) for c in range(11)], 11, 11),
    "levels": floats([1, 5, 20], 3),
    "minima": floats([0, 0], 1, 2),
    "names": ["sgd", "adam"],
    "start": [-0.8, 0.6],
}
BALLS = {
    "paths": floats([-0.8, 0.6, -0.8, 0.6, -0.4, 0.3, -0.2, 0.5, -0.2, 0.15, 0.4, 0.4], 3, 2, 2),
    "colors": bytes_([0, 1], 2),
}


def test_the_start_is_dragged_by_mouse_and_moved_by_keyboard(open_panel):
    page = open_panel(PATHS, BALLS)
    drag(page, at(page, -0.8, 0.6), at(page, 0.5, -0.5))
    *_, last = posts(page)
    assert (last["kind"], last["handle"], last["done"]) == ("drag", "start", True)
    assert (last["x"], last["y"]) == pytest.approx((0.5, -0.5), abs=0.03)
    page.locator(".tl-handle").focus()
    page.keyboard.press("Shift+ArrowLeft")
    (moved,) = posts(page)
    assert moved["x"] == pytest.approx(last["x"] - 0.2)
    assert moved["y"] == pytest.approx(last["y"])


def test_paths_are_said_in_words_and_read_by_hovering(open_panel):
    page = open_panel(PATHS, BALLS)
    label = page.get_by_role("img").get_attribute("aria-label")
    assert label == "Bowl: sgd at −0.2, 0.15; adam at 0.4, 0.4."
    x, y = at(page, 0.4, 0.4)
    plot(page).hover(position={"x": x, "y": y})
    settle(page)
    assert page.locator(".tl-tooltip > div").all_inner_texts()[-1] == "adam"


# Bars.


BARS = {
    "kind": "bars",
    "title": "Share of dead units",
    "x_label": "layer",
    "names": ["dead"],
    "labels": ["1", "2"],
    "log": False,
    "limits": [0, 1],
    "whole": False,
    "percent": True,
}


def test_bars_stand_beside_each_other(open_panel):
    page = open_panel(BARS | {"names": ["a", "b"]}, {"mid": floats([1] * 4, 2, 2)})
    assert pixels_of(page, [0x3B, 0x34, 0x86]) == pytest.approx(pixels_of(page, RED), rel=0.02)


@pytest.mark.parametrize(("labels", "shown"), [
    (["g", "m", "v", "m̂", "v̂", "√v̂+ε", "step"], 7), ([f"a layer {i}" for i in range(10)], 2),
])  # fmt: skip
def test_names_of_places_are_left_out_only_where_they_would_meet(open_panel, labels, shown):
    count = len(labels)
    page = open_panel(BARS | {"labels": labels}, {"mid": floats([1] * count, 1, count)})
    page.evaluate("panel.frame.host.style.width = '300px'; panel.redraw()")
    assert page.evaluate("panel.ticks(panel.spec).labels.length") == shown


def test_bars_reach_their_numbers_and_are_read_by_hovering(open_panel):
    page = open_panel(BARS, {"mid": floats([0.25, 0.75], 1, 2)})
    blank = colour(page, *at(page, 1, 0.3))
    assert colour(page, *at(page, 1, 0.2)) != blank
    assert colour(page, *at(page, 2, 0.7)) == colour(page, *at(page, 1, 0.2))
    x, y = at(page, 2, 0.5)
    plot(page).hover(position={"x": x, "y": y})
    settle(page)
    assert page.locator(".tl-tooltip > div").all_inner_texts() == ["layer 2", "dead 75 %"]


def test_bars_without_a_place_say_so(open_panel):
    page = open_panel(BARS | {"labels": []}, {"mid": floats([], 1, 0)})
    said = page.locator("canvas").get_attribute("aria-label")
    assert said == "Share of dead units: nothing to show."


# Image.

IMAGE = {"kind": "image", "title": "Draw", "limit": 1, "levels": [0, 1]}
PIXELS = {"pixels": floats([0, 0, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0], 3, 4)}


def pixel(page, row, column):
    """Return the middle of an image's pixel on the canvas."""
    left, top, side = page.evaluate("[panel.left, panel.top, panel.side]")
    return left + (column + 0.3) * side, top + (row + 0.3) * side


def test_a_stroke_draws_at_once_and_every_pixel_is_posted(open_panel):
    page = open_panel(IMAGE, PIXELS)
    drag(page, pixel(page, 0, 0), pixel(page, 2, 2))
    settle(page)
    found = posts(page)
    assert [(p["kind"], p["row"], p["column"], p["value"]) for p in found] == [
        ("paint", 0, 0, 1),
        ("paint", 1, 1, 1),
        ("paint", 2, 2, 1),
    ]
    blue, orange = [0x5A, 0xA9, 0xD6], [0xF0, 0xB3, 0x54]
    assert colour(page, *pixel(page, 2, 2)) == pytest.approx(blue, abs=3)
    assert colour(page, *pixel(page, 2, 0)) == pytest.approx(orange, abs=3)
    page.evaluate("numbers => draw(numbers, null)", PIXELS)  # from before the stroke
    assert colour(page, *pixel(page, 2, 2)) == pytest.approx(blue, abs=3)
    drag(page, pixel(page, 1, 1), pixel(page, 1, 1))
    (erased,) = posts(page)
    assert erased["value"] == 0


@pytest.mark.parametrize(("value", "size", "written"), [(1, 220, True), (0.25, 220, False),
                                                       (0.25, 340, True)])  # fmt: skip
def test_numbers_are_written_where_they_fit_at_a_size_that_can_be_read(
    open_panel, value, size, written
):
    page = open_panel(IMAGE, {"pixels": floats([value] * 100, 10, 10)})
    page.evaluate("size => { panel.frame.host.style.height = `${size}px`; }", size)
    page.evaluate("panel.redraw()")
    assert page.evaluate("panel.written") is written
    assert page.evaluate("parseFloat(panel.frame.context.font)") >= 9


def test_an_image_is_drawn_by_keyboard_and_read_aloud(open_panel):
    page = open_panel(IMAGE, PIXELS)
    label = page.get_by_role("img").get_attribute("aria-label")
    assert label == "Draw: 3 by 4 pixels from −1 to 1, 2 of them not zero."
    cursor = page.locator(".tl-unit")
    cursor.focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowUp", "ArrowUp", "Space"):
        page.keyboard.press(key)
    settle(page)
    assert posts(page) == [{"kind": "paint", "row": 0, "column": 1, "value": 1}]
    assert cursor.get_attribute("aria-label").startswith("row 1, column 2: 1; arrow keys move")
    page = open_panel(IMAGE | {"levels": []}, PIXELS)
    drag(page, pixel(page, 0, 0), pixel(page, 2, 2))
    assert posts(page) == []
    assert not page.locator(".tl-unit").is_visible()


def test_an_image_that_flickers_is_averaged_and_says_so(open_panel):
    page = open_panel(IMAGE | {"levels": []}, PIXELS)
    bright, dark = ({"pixels": floats([value] * 12, 3, 4)} for value in (0.9, -0.9))
    note, *shown = page.evaluate(
        """([pictures, x, y]) => {
            for (let i = 0; i < 12; i++) draw(pictures[i % 2], null);
            const note = document.querySelector(".tl-note").textContent;
            return [note, ...pictures.map((picture) => {
                draw(picture, null);
                return [...panel.frame.context.getImageData(x, y, 1, 1).data];
            })];
        }""",
        [[bright, dark], *pixel(page, 0, 0)],
    )
    assert note == "averaged: it flickers"
    assert shown[0] == pytest.approx(shown[1], abs=40)
