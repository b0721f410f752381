"""The playground as a student meets it: a real server, a real browser, real clicks."""

import re

import pytest
from playwright.sync_api import expect

from tests.extremes import extremes
from trainlab.widgets.controls import CONTROLS

from .jupyter import Widget


@pytest.fixture
def playground(lab) -> Widget:
    lab.open("course/00-playground.ipynb")
    lab.run_all()
    lab.page.wait_for_selector(".tl-playground .tl-picture")
    return Widget(lab.page, "tl-playground")


def test_nothing_trains_before_play_and_everything_fits_one_screen(lab, playground):
    assert playground.steps == 0
    box = playground.root.bounding_box()
    assert box["width"] <= 1200
    assert box["height"] <= 620
    overflowing = playground.root.evaluate(
        """root => [...root.querySelectorAll('.widget-vbox, .widget-hbox, .jupyter-button')]
               .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.className)"""
    )
    assert overflowing == []
    alt = playground.part("tl-picture").get_attribute("title")
    assert "16 networks of depth 2 and width 8 on circle after 0 steps" in alt


def test_every_control_has_a_tooltip(playground):
    for name, control in CONTROLS.items():
        assert playground.control(name).locator(f'[title="{control.tooltip}"]').count() == 1


def test_play_trains_changes_the_picture_and_pause_stops(lab, playground):
    playground.press("tl-play")
    playground.wait_steps(50)
    first = playground.wait_picture()
    assert playground.wait_picture() != first
    assert re.search(
        r"step \d+ · epoch \d+ · loss [\d.e-]+ · 16 networks · \d+ frames/s", playground.status
    )
    playground.press("tl-play")
    expect(playground.part("tl-status")).not_to_contain_text("frames/s")
    stopped = playground.steps
    playground.press("tl-step")
    expect(playground.part("tl-status")).to_contain_text(f"step {stopped + 1} ")


def test_controls_go_to_both_extremes_while_it_trains(lab, playground):
    playground.slide("population", "Home")
    playground.press("tl-play")
    playground.wait_steps(20)
    for name, control in CONTROLS.items():
        handle = playground.control(name)
        if not handle.is_visible() or name == "population":
            continue
        for key, value in zip(("Home", "End"), extremes(control), strict=True):
            if handle.locator("select").count():
                playground.choose(name, str(value).replace("_", " "))
            else:
                playground.slide(name, key)
            lab.page.wait_for_timeout(120)
            assert not lab.tracebacks(), (name, value)
        playground.part("tl-state").locator("input").fill("population=1")
        playground.part("tl-state").locator("input").press("Enter")
        if "Play" in playground.part("tl-play").inner_text():
            playground.press("tl-play")
        playground.wait_steps(0)


def test_learning_rate_and_optimizer_keep_the_run_and_depth_starts_again(playground):
    playground.slide("population", "Home")
    playground.press("tl-play")
    playground.wait_steps(300)
    playground.slide("lr", "ArrowRight", 3)
    playground.choose("optimizer", "sgd")
    expect(playground.control("momentum")).to_be_hidden()
    playground.choose("optimizer", "momentum")
    expect(playground.control("momentum")).to_be_visible()
    assert playground.steps > 300
    playground.press("tl-play")
    reached = playground.steps
    playground.slide("depth", "ArrowRight")
    expect(playground.part("tl-status")).to_contain_text("step 0 ")
    assert reached > 300


def test_pin_reset_and_state(playground):
    playground.press("tl-play")
    playground.wait_steps(50)
    playground.press("tl-pin")
    expect(playground.part("tl-pin")).to_contain_text("Unpin")
    playground.press("tl-play")
    playground.press("tl-reset")
    expect(playground.part("tl-status")).to_contain_text("step 0 ")
    state = playground.part("tl-state").locator("input")
    state.fill("data=sine&depth=3&width=20&optimizer=rmsprop&lr=0.02")
    state.press("Enter")
    expect(playground.control("depth").locator(".widget-readout")).to_have_text("3")
    assert playground.control("data").locator("select").input_value() == "sine"
    state.fill("depth=99")
    state.press("Enter")
    expect(playground.part("tl-notice")).to_contain_text("expected a whole number from 1 to 10")
    expect(state).to_have_value(re.compile("depth=3"))


def test_divergence_is_explained_and_not_the_end(playground):
    state = playground.part("tl-state").locator("input")
    state.fill("data=x_sin_5x&depth=4&activation=relu&optimizer=sgd&lr=10&init=normal&batch=all")
    state.press("Enter")
    expect(playground.control("depth").locator(".widget-readout")).to_have_text("4")
    playground.press("tl-play")
    notice = playground.part("tl-notice")
    expect(notice).to_contain_text("diverged at step", timeout=30_000)
    assert re.search(r"(layer \d+|the loss) was the first value", notice.inner_text())
    assert re.search(r"learning rate is 10; .*2/sharpness = [\d.e+-]+", notice.inner_text())
    expect(playground.part("tl-play")).to_contain_text("Play")
    playground.slide("lr", "Home")
    playground.press("tl-play")
    playground.wait_steps(20)
    expect(notice).to_be_empty()
