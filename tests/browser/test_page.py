"""The page of a live widget in a real browser, with a kernel that answers when the test says so."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

FRONT = Path(__file__).parents[2] / "lib" / "trainlab" / "widgets" / "front"
OPEN = """async (spec) => {
    const { LiveView } = await import("./live.js");
    window.sent = [];
    const model = { get: () => ({}), send: (message) => sent.push(message), on() {}, off() {} };
    window.view = new LiveView(model, document.body);
    view.hear({ spec }, []);
}"""
LR = {"name": "lr", "label": "lr", "tooltip": "Length of a step", "low": 0.1, "high": 10,
      "log": True, "choices": None, "example": ""}  # fmt: skip
SPEC = {"name": "widget", "buttons": [["play", "Play", "Train"], ["pin", "Pin", "Keep"]],
        "controls": [LR], "first": ["lr"], "rows": [], "tour": [], "tries": [],
        "speeds": []}  # fmt: skip
VALUES = {"values": {"lr": 1}, "hidden": [], "state": "defaults", "notice": "", "playing": False,
          "pinned": False, "disabled": []}  # fmt: skip


@pytest.fixture
def page(browser):
    """A page with a widget of one control, which has heard that its value is 1."""
    opened = browser.new_page()
    opened.on("pageerror", lambda error: pytest.fail(str(error)))
    opened.route("http://page.test/*", _serve)
    opened.goto("http://page.test/")
    opened.evaluate(OPEN, SPEC)
    tell(opened, VALUES)
    yield opened
    opened.close()


def _serve(route):
    name = route.request.url.rpartition("/")[2]
    if name:
        route.fulfill(body=(FRONT / name).read_bytes(), content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html>", content_type="text/html")


def tell(page, message):
    """Say what a kernel would."""
    page.evaluate("message => view.hear(message, [])", message)


def asked(page, kind):
    """Return what the page has asked of this kind."""
    return [message for message in page.evaluate("sent") if message["kind"] == kind]


def moved(page, key):
    """Move the slider by a key; return the number of the request."""
    before = len(asked(page, "set"))
    page.get_by_role("slider").press(key)
    page.wait_for_function("n => sent.filter((m) => m.kind === 'set').length > n", arg=before)
    return asked(page, "set")[-1]["id"]


def test_a_state_restored_as_a_control_is_moved_is_shown(page):
    field = page.get_by_role("textbox", name="lr", exact=True)
    request = moved(page, "End")
    tell(page, VALUES | {"values": {"lr": 10}})
    tell(page, {"answered": request})
    tell(page, VALUES | {"values": {"lr": 0.5}})
    expect(field).to_have_value("0.5", timeout=2000)


def test_an_answer_to_an_earlier_place_does_not_move_a_control_back(page):
    field = page.get_by_role("textbox", name="lr", exact=True)
    first, second = moved(page, "End"), moved(page, "Home")
    page.wait_for_timeout(600)  # a slow kernel
    tell(page, VALUES | {"values": {"lr": 10}})
    tell(page, {"answered": first})
    assert field.input_value() == "0.1"
    tell(page, VALUES | {"values": {"lr": 0.1}})
    tell(page, {"answered": second})
    tell(page, VALUES)
    assert field.input_value() == "1"


def test_a_control_is_sent_at_once_and_a_drag_once_a_frame(page):
    places = page.evaluate(
        """() => new Promise((done) => {
            const slider = document.querySelector("input[type=range]");
            const counts = [], asked = () => sent.filter((m) => m.kind === "set").length;
            for (const place of [30, 31, 32]) {
                slider.value = place;
                slider.dispatchEvent(new Event("input", { bubbles: true }));
                counts.push(asked());
            }
            const look = () => {
                if (counts.push(asked()) < 6) requestAnimationFrame(look);
                else done(counts);
            };
            requestAnimationFrame(look);
        })"""
    )
    assert places == [1, 1, 1, 2, 2, 2]
    slider = page.get_by_role("slider")
    assert asked(page, "set")[-1]["changes"]["lr"] == float(slider.get_attribute("aria-valuetext"))


def test_a_value_that_is_refused_is_put_back(page):
    field = page.get_by_role("textbox", name="lr", exact=True)
    field.fill("fast")
    field.press("Enter")
    page.wait_for_function("sent.some((m) => m.kind === 'set')")
    tell(page, VALUES | {"notice": "lr='fast' was given; expected a number."})
    assert field.input_value() == "fast"
    tell(page, {"answered": asked(page, "set")[-1]["id"]})
    assert field.input_value() == "1"


def test_a_state_is_asked_for_once_by_enter_also_where_the_field_says_it_already(page):
    field = page.get_by_role("textbox", name="state")
    for text in ("defaults", "lr=2"):
        field.fill(text)
        field.press("Enter")
    field.blur()
    assert [message["text"] for message in asked(page, "restore")] == ["defaults", "lr=2"]


@pytest.mark.parametrize(
    ("button", "flag", "meanings"),
    [("Play", "playing", ["play", "pause"]), ("Pin", "pinned", ["pin", "unpin"])],
)
def test_a_button_asks_for_what_it_says_until_it_says_something_else(page, button, flag, meanings):
    page.get_by_role("button", name=button, exact=True).dblclick()
    tell(page, VALUES | {flag: True})
    page.locator("button", has_text={"Play": "Pause", "Pin": "Unpin"}[button]).dblclick()
    pressed = [message["button"] for message in asked(page, "press")]
    assert pressed == [meanings[0]] * 2 + [meanings[1]] * 2


def test_a_kernel_to_which_nothing_can_be_sent_is_said_to_be_lost(page):
    page.evaluate("() => { view.model.send = () => { throw new Error('Cannot send'); }; }")
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("alert")).to_contain_text("run this cell again", timeout=2000)
    told = "message => { view.hear(message, []); return view.notice.textContent; }"
    assert page.evaluate(told, VALUES | {"playing": True}) == ""
    expect(page.get_by_role("alert")).to_contain_text("run this cell again", timeout=2000)


DRAW = """([frames, playing]) => new Promise((done) => {
    const drawn = [];
    for (const name of ["a", "b"]) {
        view.panels.set(name, { draw: (shown) => drawn.push([view.frames, name, shown]) });
    }
    view.playing = playing;
    frames.forEach((numbers, i) => view.hear({ frame: i + 1, step: 10 * (i + 1), numbers }, []));
    const look = () => (view.pending.length ? requestAnimationFrame(look) : done(drawn));
    look();
})"""


def test_frames_that_come_at_once_are_drawn_one_after_the_other(page):
    drawn = page.evaluate(DRAW, [[{"a": 1}, {"b": 2}], True])
    assert drawn == [[0, "a", 1], [1, "b", 2]]
    assert page.evaluate("view.root.dataset.step") == "20"


def test_frames_that_come_faster_than_they_can_be_drawn_are_drawn_as_one(page):
    frames = [{"a": 1}, {"a": 2, "b": 3}, {"b": 4}, {"a": 5}, {"b": 6}, {"a": 7}]
    drawn = page.evaluate(DRAW, [frames, True])
    assert drawn == [[0, "a", 2], [0, "b", 4], [1, "a", 5], [2, "b", 6], [3, "a", 7]]
    assert page.evaluate("view.frame") == 6


def test_what_somebody_did_does_not_wait_for_frames_from_before(page):
    page.evaluate("values => { window.values = values; }", VALUES | {"playing": True})
    answered = DRAW.replace("const look", "view.hear(values, []); const look")
    drawn = page.evaluate(answered, [[{"a": 1}, {"b": 2}, {"a": 3}], True])
    assert drawn == [[0, "a", 3], [0, "b", 2]]


EXPECT = """() => new Promise((done) => {
    const drawn = [];
    const frame = (n, more) => view.hear({ frame: n, step: n, numbers: { a: n }, ...more }, []);
    const soon = (act) => requestAnimationFrame(() => requestAnimationFrame(act));
    view.panels.set("a", { draw: (shown) => drawn.push(shown) });
    view.playing = true;
    const id = view.ask({ kind: "press", button: "pin" });
    frame(1);
    frame(2);
    soon(() => {
        drawn.push("asked");
        frame(3, { answered: id });
        soon(() => {
            drawn.push("answered");
            frame(4);
            soon(() => {
                view.ask({ kind: "press", button: "pin" });
                frame(5);
                setTimeout(() => soon(() => done(drawn)), 150);
            });
        });
    });
})"""


def test_no_older_frame_is_drawn_while_an_answer_is_expected_and_not_for_long(page):
    assert page.evaluate(EXPECT) == ["asked", 3, "answered", 4, 5]


def test_what_comes_at_a_pause_is_drawn_at_once(page):
    drawn = page.evaluate(DRAW, [[{"a": 1, "b": 2}, {"a": 3}], False])
    assert drawn == [[0, "a", 3], [0, "b", 2]]
