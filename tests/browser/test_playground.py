"""The playground as a student meets it: a real server, a real browser, real clicks and keys."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.extremes import extremes
from trainlab.widgets.controls import Controls
from trainlab.widgets.playground.table import CONTROLS

from .axe import violations
from .jupyter import Lab, Widget

TABLE = Controls(CONTROLS)
#: The texts that are wider than their place.
CUT = "all => all.filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent)"
#: The border's colour and the paper's within.
FRAMES = """all => all.map((e) => getComputedStyle(e))
    .map((style) => [style.borderTopColor, style.backgroundColor]
        .map((color) => color.match(/[\\d.]+/g).map(Number)))"""
DIVERGING = "data=x_sin_5x&depth=4&activation=relu&optimizer=sgd&lr=10&init=normal&batch_size=all"


@pytest.fixture(scope="module")
def lab(context, course_url):
    """One page for all tests here: opening it and starting a kernel is most of their time."""
    opened = Lab(context.new_page(), course_url)
    yield opened
    opened.page.close()


@pytest.fixture
def playground(lab, tmp_path) -> Iterator[Widget]:
    """The playground as it is when it has just been shown."""
    lab.page.set_viewport_size({"width": 1280, "height": 800})
    if not lab.page.locator(".tl-playground").count():
        lab.open("course/00-playground.ipynb")
        lab.run_all()
        lab.page.locator(".tl-playground .tl-panel-fit canvas").wait_for()
    shown = Widget(lab.page, "tl-playground")
    shown.wait_frames(0)
    _start_again(shown)
    yield shown
    lab.page.screenshot(path=tmp_path / "last.png")
    assert lab.errors == []
    assert lab.tracebacks() == []


def contrast(first: list[float], second: list[float]) -> float:
    """Return the contrast of two colours, red, green and blue to 255, by WCAG 2."""
    low, high = sorted(_luminance(color[:3]) for color in (first, second))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: list[float]) -> float:
    shares = [c / 255 for c in color]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _start_again(playground: Widget) -> None:
    for button, pressed in (("tl-play", "Pause"), ("tl-pin", "Unpin")):
        if playground.part(button).inner_text() == pressed:
            playground.press(button)
            expect(playground.part(button)).not_to_have_text(pressed)
    playground.part("tl-more").evaluate("fold => { fold.open = false; }")
    playground.part("tl-speed").select_option("60 steps/s")
    playground.restore("defaults")
    playground.press("tl-reset")
    expect(playground.part("tl-notice")).to_be_empty()
    expect(playground.part("tl-status")).to_contain_text("step 0")


def _unfold(playground: Widget) -> None:
    playground.part("tl-more").locator("summary").click()


@pytest.mark.parametrize("size", [(1000, 700), (1280, 800), (1440, 900), (1920, 1080)])
def test_controls_and_picture_are_on_one_screen_and_nothing_is_cut(lab, playground, size):
    lab.page.set_viewport_size({"width": size[0], "height": size[1]})
    playground.root.evaluate("root => root.scrollIntoView({block: 'start'})")
    lab.page.wait_for_timeout(300)
    for part in ("tl-bar", "tl-controls", "tl-panel-fit", "tl-panel-network", "tl-panel-loss"):
        box = playground.part(part).bounding_box()
        assert box["y"] >= 0, part
        assert box["y"] + box["height"] <= size[1], part
        assert box["x"] + box["width"] <= size[0], part
    overflowing = playground.root.evaluate(
        """root => [...root.querySelectorAll('*')]
               .filter(e => !e.closest('svg, .tl-controls, canvas')
                            && e.scrollWidth > e.clientWidth + 1
                            && getComputedStyle(e).overflowX !== 'visible')
               .map(e => e.className)"""
    )
    assert overflowing == []
    assert playground.part("tl-controls").evaluate("e => e.scrollHeight <= e.clientHeight")


def test_at_twice_the_size_the_picture_stays_in_view_with_the_controls(lab, playground):
    """1440 by 900 at 200%."""
    lab.page.set_viewport_size({"width": 720, "height": 450})
    for name in ("data", "lr", "init"):
        playground.control(name).evaluate("row => row.scrollIntoView({block: 'end'})")
        lab.page.wait_for_timeout(200)
        fit, control = playground.part("tl-panel-fit").bounding_box(), playground.control(name)
        assert fit["y"] >= 0
        assert fit["y"] + fit["height"] <= 450
        assert control.bounding_box()["y"] >= fit["y"] + fit["height"] - 4


def test_every_control_has_a_name_and_a_tooltip_and_speaks_its_value(playground):
    _unfold(playground)
    for name, control in TABLE.items():
        field = playground.input(name)
        if not playground.control(name).is_visible():
            continue
        label = control.label or name.replace("_", " ")
        expect(field).to_have_accessible_name(re.compile(rf"^{re.escape(label)}"))
        assert field.get_attribute("title") == control.tooltip
    expect(playground.slider("lr")).to_have_attribute("aria-valuetext", "0.01")
    playground.slide("lr", "ArrowRight")
    expect(playground.slider("lr")).to_have_attribute("aria-valuetext", "0.0112")
    expect(playground.input("lr")).to_have_value("0.0112")


def test_no_key_on_a_control_is_a_command_to_the_notebook(lab, playground):
    cells = lab.page.locator(".jp-Cell").count()
    _unfold(playground)
    focusable = playground.root.locator(
        "button:visible:enabled, select:visible, input:visible, summary:visible"
    )
    for i in range(focusable.count()):
        part = focusable.nth(i)
        part.focus()
        for key in ("x", "m", "d", "d", "z"):
            lab.page.keyboard.press(key)
        assert part.evaluate("e => document.activeElement === e"), i
    assert lab.page.locator(".jp-Cell").count() == cells
    assert lab.page.locator(".jp-CodeCell .tl-playground").count() == 1


def test_a_keyboard_alone_does_everything(lab, playground):
    """From the first stop: play, pause, a slider, a list, a fold, the state."""
    page = lab.page
    playground.part("tl-play").focus()
    page.keyboard.press("Enter")
    playground.wait_steps(5)
    page.keyboard.press("Space")
    expect(playground.part("tl-play")).to_have_text("Play")
    seen = []
    for _ in range(30):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.className || document.activeElement.id"))
    order = " ".join(seen)
    places = [order.find(word) for word in ("tl-step", "tl-reset", "tl-pin", "tl-speed", "-data")]
    assert -1 not in places
    assert places == sorted(places)
    playground.slider("depth").focus()
    page.keyboard.press("ArrowRight")
    expect(playground.input("depth")).to_have_value("3")
    expect(playground.part("tl-status")).to_contain_text("step 0")


def test_the_data_set_is_chosen_by_pictures_with_names(lab, playground):
    names = [name.replace("_", " ") for name in TABLE["data"].choices]
    group = playground.root.get_by_role("radiogroup", name="data set")
    assert [label.inner_text() for label in group.locator("label").all()] == names
    drawn = group.locator("svg").evaluate_all("all => all.map((one) => one.innerHTML)")
    assert len(set(drawn)) == len(names)
    for name in names:
        expect(group.get_by_role("radio", name=name, exact=True)).to_have_count(1)
    assert group.locator("label").evaluate_all(CUT) == []
    group.get_by_role("radio", name="moons").click()
    expect(playground.part("tl-state-field")).to_have_value("data=moons")
    playground.restore("data=x_sin_5x")
    expect(playground.picture("data", "x_sin_5x")).to_be_checked()


def test_a_double_click_on_play_plays_and_on_pause_pauses(playground):
    playground.part("tl-play").evaluate("play => { play.click(); play.click(); }")
    expect(playground.part("tl-play")).to_have_text("Pause")
    playground.wait_steps(5)
    playground.part("tl-play").evaluate("pause => { pause.click(); pause.click(); }")
    expect(playground.part("tl-play")).to_have_text("Play")
    playground.page.wait_for_timeout(500)
    expect(playground.part("tl-play")).to_have_text("Play")


def test_pictures_are_walked_by_arrow_keys_and_the_focus_is_seen(lab, playground):
    page = lab.page
    expect(playground.picture("data", "circle")).to_be_checked()
    playground.part("tl-speed").focus()
    page.keyboard.press("Tab")
    expect(playground.picture("data", "circle")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    expect(playground.part("tl-state-field")).to_have_value("data=gauss")
    expect(playground.picture("data", "gauss")).to_be_focused()
    ring = playground.control("data").locator("input:focus-visible + svg")
    expect(ring).to_have_css("outline-style", "solid")
    page.keyboard.press("Tab")
    expect(playground.input("depth")).to_be_focused()


@pytest.mark.parametrize("theme", ["Dark", "Light"])
def test_the_frames_of_pictures_stand_out_from_the_page(lab, playground, theme):
    lab.theme(theme)
    pictures = playground.control("data").locator("svg")
    lab.page.wait_for_timeout(500)
    for frame, paper in pictures.evaluate_all(FRAMES):
        assert contrast(frame, paper) >= 3


def test_layers_get_widths_of_their_own_by_buttons_and_by_a_text(lab, playground):
    state, page = playground.part("tl-state-field"), lab.page
    more = playground.root.get_by_role("button", name="one unit more in layer 2", exact=True)
    more.click()
    expect(state).to_have_value("widths=8,9")
    page.keyboard.press("Enter")
    expect(state).to_have_value("widths=8,10")
    expect(more).to_be_focused()
    playground.root.get_by_role("button", name="one unit less in layer 1", exact=True).click()
    expect(state).to_have_value("widths=7,10")
    playground.slide("depth", "ArrowRight")
    expect(state).to_have_value("depth=3&widths=7,10,10")
    _unfold(playground)
    playground.type("widths", "8, 4, 2")
    expect(state).to_have_value("depth=3&widths=8,4,2")
    canvas = playground.part("tl-panel-network").locator("canvas")
    expect(canvas).to_have_attribute("aria-label", re.compile("hidden layers of 8, 4, 2 units"))
    assert violations(page, ".tl-playground") == []
    playground.type("widths", "8, four")
    expect(playground.part("tl-notice")).to_contain_text("widths='8, four' was given; expected")
    expect(playground.input("widths")).to_have_value("8,4,2")
    playground.slide("width", "ArrowLeft")
    expect(state).to_have_value("depth=3&width=7")
    expect(playground.input("widths")).to_have_value("")


def test_play_trains_changes_the_picture_and_pause_stops(lab, playground):
    assert playground.steps == 0
    before = playground.pixels("fit")
    playground.press("tl-play")
    playground.wait_steps(50)
    assert playground.pixels("fit") != before
    assert re.search(
        r"step \d+\s+epoch \d+\s+training loss [\d.e-]+\s+validation loss [\d.e-]+\s+"
        r"learning rate 0.01",
        playground.status,
    )
    playground.press("tl-play")
    expect(playground.part("tl-play")).to_have_text("Play")
    lab.page.wait_for_timeout(300)
    stopped = playground.steps
    playground.press("tl-step")
    expect(playground.part("tl-status")).to_contain_text(f"step {stopped + 1}")


def test_controls_go_to_both_extremes_while_it_trains(lab, playground):
    _unfold(playground)
    playground.restore("population=1")
    playground.press("tl-play")
    playground.wait_steps(5)
    shown = [name for name in TABLE if playground.control(name).is_visible()]
    for name in shown:
        if name == "population":
            continue
        control = TABLE[name]
        for value in extremes(control):
            field = playground.input(name)
            if control.choices == ("off", "on"):
                field.set_checked(value == "on")
            elif control.choices:
                playground.choose(name, value if isinstance(value, str) else f"{value:g}")
            else:
                playground.type(name, str(value))
            lab.page.wait_for_timeout(100)
            assert not lab.tracebacks(), (name, value)
        playground.restore("population=1")
        expect(playground.part("tl-notice")).to_be_empty()
        if "Play" in playground.part("tl-play").inner_text():
            playground.press("tl-play")
        playground.wait_frames(2)


def test_learning_rate_and_optimizer_keep_the_run_and_depth_starts_again(playground):
    _unfold(playground)
    playground.restore("population=1")
    playground.hurry()
    playground.press("tl-play")
    playground.wait_steps(100)
    playground.slide("lr", "ArrowRight", 3)
    playground.choose("optimizer", "sgd")
    expect(playground.control("momentum")).to_be_hidden()
    playground.choose("optimizer", "momentum")
    expect(playground.control("momentum")).to_be_visible()
    assert playground.steps > 100
    playground.press("tl-play")
    playground.slide("depth", "ArrowRight")
    expect(playground.part("tl-status")).to_contain_text("step 0")


def test_pin_reset_and_state(playground):
    playground.press("tl-play")
    playground.wait_steps(20)
    playground.press("tl-pin")
    expect(playground.part("tl-pin")).to_have_text("Unpin")
    playground.press("tl-play")
    playground.press("tl-reset")
    expect(playground.part("tl-status")).to_contain_text("step 0")
    playground.restore("data=sine&depth=3&width=20&optimizer=rmsprop&lr=0.02")
    expect(playground.input("depth")).to_have_value("3")
    expect(playground.picture("data", "sine")).to_be_checked()
    expect(playground.input("lr")).to_have_value("0.02")
    playground.type("lr", "0.03")
    expect(playground.part("tl-state-field")).to_have_value(re.compile(r"lr=0\.03(&|$)"))
    playground.restore("depth=99")
    expect(playground.part("tl-notice")).to_contain_text("expected a whole number from 0 to 10")
    expect(playground.part("tl-state-field")).to_have_value("depth=99")


def test_a_state_that_is_being_typed_is_not_written_over(playground):
    field = playground.part("tl-state-field")
    field.click()
    field.press("ControlOrMeta+a")
    field.press_sequentially("lr=0.0")
    before = playground.frames
    playground.part("tl-step").evaluate("button => button.click()")
    playground.wait_frames(1, since=before)
    assert field.input_value() == "lr=0.0"
    field.press("5")
    field.press("Enter")
    expect(playground.input("lr")).to_have_value("0.05")
    expect(field).to_have_value("lr=0.05")


def test_divergence_is_explained_and_not_the_end(playground):
    playground.restore(DIVERGING)
    expect(playground.input("depth")).to_have_value("4")
    playground.press("tl-play")
    notice = playground.part("tl-notice")
    expect(notice).to_contain_text("diverged at step", timeout=30_000)
    assert re.search(r"(layer \d+|the loss) was the first value", notice.inner_text())
    assert re.search(r"learning rate is 10; .*2/sharpness = [\d.e+-]+", notice.inner_text())
    expect(playground.part("tl-play")).to_have_text("Play")
    playground.slide("lr", "Home")
    playground.press("tl-play")
    playground.wait_steps(20)
    expect(notice).to_be_empty()


def test_a_point_is_added_by_a_click(lab, playground):
    box = playground.part("tl-panel-fit").locator("canvas").first.bounding_box()
    shown = playground.frames
    outside_the_ring = box["x"] + 0.16 * box["width"], box["y"] + 0.14 * box["height"]
    lab.page.mouse.click(*outside_the_ring)
    playground.wait_frames(1, since=shown)
    assert not lab.tracebacks()


def test_what_is_out_of_sight_does_not_train(lab, playground):
    playground.press("tl-play")
    playground.wait_steps(20)
    lab.page.locator(".jp-Cell").last.scroll_into_view_if_needed()
    lab.page.wait_for_timeout(4000)
    playground.part("tl-bar").scroll_into_view_if_needed()
    first = playground.steps
    playground.wait_steps(first)
    assert playground.steps > first


def test_axe_finds_nothing_that_matters_light_and_dark(lab, playground):
    _unfold(playground)
    playground.restore("depth=99")
    expect(playground.part("tl-notice")).to_contain_text("expected")
    assert violations(lab.page, ".tl-playground") == []
    lab.theme("Dark")
    assert violations(lab.page, ".tl-playground") == []


def test_a_saved_notebook_reopens_with_its_last_picture(lab, playground):
    playground.press("tl-play")
    playground.wait_steps(30)
    playground.press("tl-play")
    expect(playground.part("tl-play")).to_have_text("Play")
    lab.page.wait_for_timeout(500)
    reached = playground.steps
    lab.page.locator(f'img[alt*="after {reached} steps"]').wait_for(state="attached")
    lab.save()
    lab.shut_down_kernels()
    lab.open("course/00-playground.ipynb", reset=False)
    alt = re.compile(rf"16 networks of depth 2 and width 8 on circle after {reached} steps")
    expect(lab.page.get_by_role("img", name=alt)).to_be_visible()
    assert lab.page.get_by_text("Error displaying widget").count() == 0
    assert lab.page.locator(".tl-live").count() == 0


def test_a_lost_kernel_is_said_in_one_sentence(lab, playground):
    lab.shut_down_kernels()
    playground.press("tl-play")
    expect(playground.part("tl-notice")).to_contain_text("run this cell again", timeout=30_000)
