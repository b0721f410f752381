"""The playground without a browser: controls, buttons, state, divergence, what the panels show."""

import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extremes import extremes
from trainlab.problems import PROBLEMS
from trainlab.widgets import Playground
from trainlab.widgets.controls import Controls
from trainlab.widgets.playground import views
from trainlab.widgets.playground.table import CONTROLS, PLANE, SCHEDULES

from .page import Recorder

SMALL = {"population": 2, "width": 4}
DIVERGING = "data=x_sin_5x&depth=4&activation=relu&optimizer=sgd&lr=10&init=normal&batch_size=all"
TABLE = Controls(CONTROLS)


@pytest.mark.parametrize("name", TABLE)
def test_a_control_goes_to_both_extremes_while_it_trains(name):
    p = Playground(**SMALL)
    page = Recorder(p)
    p.step(2)
    for value in extremes(TABLE[name]):
        page.set(**{name: value})
        p.step(2)
        assert p.notice == "" or name in ("x1", "x2", "optimizer")
        assert p._values[name] == value or p.notice
        assert set(page.numbers) == {"network", "fit", "loss", "scales", "dead"}


@pytest.mark.parametrize("data", PROBLEMS)
def test_every_data_set_is_learned_and_shown(data):
    p = Playground(data=data, population=4, optimizer="adam", lr=0.02)
    page = Recorder(p)
    before = p.model.losses[0][0, 1]
    p.step(150)
    assert p.model.losses[-1][0, 1] < before
    spec = page.last("panels")["fit"]
    points = spec["points"]
    assert len(points) == 250
    torch.testing.assert_close(torch.tensor(points[:, 0]), p.model.problem.x[:, 0])


def test_the_map_is_the_typical_networks_own():
    """Against torch's own forward pass of that network."""
    p = Playground(population=8, depth=1, activation="tanh")
    page = Recorder(p)
    p.step(30)
    losses = p.model.trainer.loss(p.model.problem.x, p.model.problem.y)
    typical = p.model.typical
    assert 0.2 <= float((losses <= losses[typical]).double().mean()) <= 0.85
    w1, b1 = (f(1)[typical] for f in (p.model.trainer.weights, p.model.trainer.biases))
    w2, b2 = (f(2)[typical] for f in (p.model.trainer.weights, p.model.trainer.biases))
    grid = torch.linspace(-1.2, 1.2, views.GRID)
    x = torch.tensor([[grid[7], grid[40]]])
    expected = torch.sigmoid(torch.tanh(x @ w1.T + b1) @ w2.T + b2)
    shown = page.numbers["fit"]["map"][40, 7] / 255
    assert shown == pytest.approx(float(expected), abs=0.003)


def test_the_networks_panel_shows_its_weights_and_an_edit_sets_one():
    p = Playground(population=4, depth=2, width=4)
    page = Recorder(p)
    p.step(5)
    weights = page.numbers["network"]["weights"]
    member = p.model.typical
    first = p.model.trainer.weights(1)[member]
    np.testing.assert_allclose(weights[:12].reshape(4, 3)[:, :2], first, rtol=1e-6)
    page.say(kind="edit", panel="network", layer=1, unit=2, **{"from": 3}, value=1.5)
    page.say(kind="edit", panel="network", layer=0, unit=1, **{"from": None}, value=-0.25)
    assert float(p.model.trainer.weights(2)[member, 2, 3]) == 1.5
    assert float(p.model.trainer.biases(1)[member, 1]) == -0.25
    assert page.numbers["network"]["weights"][12:].reshape(-1)[2 * 5 + 3] == 1.5


def test_all_that_is_measured_follows_an_edit():
    p = Playground(population=1, depth=1, width=4)
    page = Recorder(p)
    p.step(5)
    scales, losses = page.numbers["scales"]["mid"], page.numbers["loss"]["y"][:, -1]
    page.say(kind="edit", panel="network", layer=1, unit=0, **{"from": 3}, value=40.0)
    trainer, problem = p.model.trainer, p.model.problem
    weights = trainer.weights(2)[0]
    hidden = torch.tanh(problem.x @ trainer.weights(1)[0].T + trainer.biases(1)[0])
    outputs = hidden @ weights.T + trainer.biases(2)[0]
    size = outputs.square().mean().sqrt()
    assert page.numbers["scales"]["mid"][0, -1] == pytest.approx(float(size), rel=1e-4)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(outputs, problem.y)
    assert page.numbers["loss"]["y"][0, -1] == pytest.approx(float(loss), rel=1e-4)
    assert page.numbers["scales"]["mid"][0, -1] != scales[0, -1]
    assert page.numbers["loss"]["y"][0, -1] != losses[0]


def test_a_click_adds_a_point_that_is_learned_from():
    p = Playground(**SMALL)
    page = Recorder(p)
    page.say(kind="click", panel="fit", x=0.3, y=-0.4, shift=False)
    page.say(kind="click", panel="fit", x=-0.9, y=0.1, shift=True)
    assert p.model.problem.x[-2:].tolist() == [
        pytest.approx([0.3, -0.4]),
        pytest.approx([-0.9, 0.1]),
    ]
    assert p.model.problem.y[-2:].flatten().tolist() == [1.0, 0.0]
    assert len(p.model.trainer.data_of(torch.float32)[0]) == 252
    page.set(depth=3)
    assert len(p.model.problem.x) == 252
    page.set(data="xor")
    assert len(p.model.problem.x) == 250


def test_a_point_that_does_not_fit_the_batches_is_explained_and_not_kept():
    p = Playground(**SMALL, batch_norm="before")
    page = Recorder(p)
    page.say(kind="click", panel="fit", x=0.3, y=-0.4, shift=False)
    assert "batch norm needs two" in page.last("notice")
    assert len(p.model.problem.x) == 250
    page.set(lr=0.02)
    assert page.last("notice") == ""


def test_inputs_can_be_chosen():
    p = Playground(data="circle", x1="off", x2="off", x1_squared="on", x2_squared="on", depth=1)
    p.step(300)
    assert p.model.trainer.net.inputs == 2
    torch.testing.assert_close(
        p.model.inputs_at(torch.tensor([[0.5, -2.0]])), torch.tensor([[0.25, 4.0]])
    )
    assert p.model.losses[-1][0, 1] < 0.1
    page = Recorder(p)
    page.set(x1_squared="off", x2_squared="off")
    assert "at least one" in page.last("notice")
    assert p.settings.x1_squared == "on"


def test_a_network_without_a_hidden_layer_is_linear_in_its_inputs():
    """Exclusive or has no straight boundary, and is the sign of x1 x2."""
    for product, low, high in (("off", 0.6, 0.75), ("on", 0.0, 0.2)):
        p = Playground(data="xor", depth=0, x1_x2=product, lr=0.1, population=4, noise=0.0)
        page = Recorder(p)
        p.step(500)
        assert low < p.model.losses[-1][0, 1] < high
        assert page.numbers["dead"]["mid"].shape == (1, 0)
        assert page.last("panels")["network"]["widths"] == [2 + (product == "on"), 1]


def test_another_draw_of_the_data_keeps_the_weights():
    p = Playground(**SMALL)
    page = Recorder(p)
    p.step(5)
    before = p.model.trainer.params.clone()
    page.set(draw=3)
    assert p.model.steps_taken == 5
    torch.testing.assert_close(p.model.trainer.params, before, rtol=0, atol=0)
    drawn = PROBLEMS["circle"](n=250, noise=0.05, n_val=250, seed=3)
    torch.testing.assert_close(p.model.problem.x, drawn.x)
    np.testing.assert_array_equal(page.last("panels")["fit"]["points"], drawn.x)
    p.step(5)


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_picture_of_a_data_set_fills_its_place(name):
    points = TABLE["data"].thumbnails[name]
    assert points.shape == (150, 3 if name in PLANE else 2)
    assert points.min() >= 0
    assert points.max() <= 1
    assert np.ptp(points, axis=0).min() > 0.3


def test_pictures_of_data_sets_have_their_shapes():
    pictures = TABLE["data"].thumbnails
    right, up, color = pictures["circle"].T
    from_middle = np.hypot(right - 0.5, up - 0.5)
    assert from_middle[color == 1].max() < from_middle[color == 0].min()
    right, up, color = pictures["plane"].T
    assert np.corrcoef(right + up, color)[0, 1] > 0.95
    right, up = pictures["line"].T
    assert abs(np.corrcoef(right, up)[0, 1]) > 0.95
    right, up = pictures["abs_value"].T
    assert np.corrcoef(abs(right - 0.5), up)[0, 1] > 0.95


def test_the_loss_is_recorded_often_at_first_and_never_missed():
    p = Playground(**SMALL)
    p.step(3000)
    steps = np.array(p.model.steps)
    assert steps[:20].tolist() == list(range(20))
    assert (np.diff(steps) <= np.maximum(1, 0.05 * steps[:-1])).all()
    assert len(steps) < 250
    again = Playground(**SMALL)
    for _ in range(100):
        again.step(30)
    assert again.model.steps == p.model.steps
    np.testing.assert_array_equal(again.model.losses, p.model.losses)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lr", 0.1),
        ("optimizer", "sgd"),
        ("optimizer", "lbfgs"),
        ("beta1", 0.5),
        ("batch_size", "all"),
        ("clip_norm", 0.1),
        ("l1", 0.01),
        ("l2", 0.01),
        ("l1_proximal", 0.01),
        ("dropout", 0.5),
        ("input_dropout", 0.3),
        ("sampling", "uniform"),
        ("nadam_momentum", "constant"),
        ("rmsprop_momentum", 0.9),
        ("schedule", "cosine"),
        ("schedule", "plateau"),
        ("noise", 0.3),
        ("train_share", 20),
        ("show", "one"),
        ("member", 1),
    ],
)
def test_a_live_control_keeps_the_weights_and_the_steps(name, value):
    p = Playground(**SMALL)
    p.step(3)
    before = p.model.trainer.params.clone()
    p.set(**{name: value})
    assert p.notice == ""
    assert torch.equal(p.model.trainer.params, before)
    assert p.model.steps_taken == 3


@pytest.mark.parametrize(
    ("name", "value"),
    [("depth", 3), ("width", 5), ("activation", "relu"), ("init", "he_normal"), ("seed", 4),
     ("population", 4), ("data", "xor"), ("batch_norm", "before"), ("shortcut", "residual"),
     ("shortcut", "dense"), ("activation", "maxout"), ("activation", "swish"),
     ("x1_x2", "on"), ("head", "maxout"), ("biases", 0.1)],
)  # fmt: skip
def test_a_control_that_shapes_the_network_starts_again(name, value):
    p = Playground(**SMALL)
    page = Recorder(p)
    p.step(3)
    page.set(**{name: value})
    assert p.model.steps_taken == 0
    assert page.last("step") == 0
    assert page.last("values")[name] == value
    p.step(2)
    assert p.notice == ""


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_schedule_moves_the_learning_rate_and_the_page_says_it(schedule):
    p = Playground(schedule=schedule, horizon=100, **SMALL)
    page = Recorder(p)
    start = float(p.model.trainer.learning_rate[0])
    p.step(55)
    now = float(p.model.trainer.learning_rate[0])
    assert (now == start) == (schedule == "constant")
    assert f"learning rate {now:.3g}" in page.last("status")


def test_a_finished_schedule_is_said():
    p = Playground(schedule="linear", horizon=100, **SMALL)
    page = Recorder(p)
    p.step(100)
    assert "learning rate 0: the schedule is at its end, nothing moves" in page.last("status")


@pytest.mark.parametrize("first", [{"batch_size": "1"}, {"batch_norm": "before"}])
def test_settings_that_do_not_go_together_are_explained_and_put_back(first):
    p = Playground(**SMALL, **first)
    page = Recorder(p)
    before = p.settings
    page.set(**({"batch_norm": "before"} if "batch_size" in first else {"batch_size": "1"}))
    assert "batch norm needs two" in page.last("notice")
    assert p.settings == before
    assert page.last("values") == vars(before)
    p.step(2)
    assert p.model.steps_taken == 2


@pytest.mark.parametrize(
    ("width", "said"), [(128, ["working on 128 networks of depth 2 and width 128 …"]), (16, [])]
)
def test_a_change_that_lasts_is_announced_and_then_done(width, said):
    p = Playground(population=128, width=8)
    page = Recorder(p)
    page.set(width=width)
    heard = [m["status"][0] for m in page.messages if "status" in m]
    assert [text for text in heard if text.startswith("working")] == said
    assert heard[-1] == "step 0"


def test_settings_of_another_optimizer_are_hidden():
    p = Playground(optimizer="sgd")
    page = Recorder(p)
    assert set(page.last("hidden")) == {
        *("momentum", "beta1", "beta2", "horizon", "member"),
        *("nadam_momentum", "rmsprop_momentum"),
    }
    page.set(schedule="cosine", optimizer="nesterov")
    assert not {"momentum", "horizon"} & set(page.last("hidden"))
    page.set(data="sine")
    assert {"x1", "sin_x2", "discretize"} < set(page.last("hidden"))


def test_a_pinned_run_stays_beneath_the_next_where_it_is_about_the_same():
    p = Playground(**SMALL)
    page = Recorder(p)
    p.step(20)
    page.press("pin")
    pinned = page.last("pins")
    assert set(pinned) == {"network", "fit", "loss", "scales", "dead"}
    page.set(depth=4)
    np.testing.assert_array_equal(page.last("pins")["loss"]["y"], pinned["loss"]["y"])
    assert "fit" in page.last("pins")
    page.set(data="xor")
    assert "fit" not in page.last("pins")
    assert "scales" in page.last("pins")
    page.press("unpin")
    assert page.last("pins") == {}
    assert not page.last("pinned")


def test_rules_get_the_momentum_that_is_theirs():
    p = Playground(optimizer="rmsprop", rmsprop_momentum=0.9, population=1)
    assert p.model.trainer.optimizer.settings["momentum"] == 0.9
    p.set(optimizer="nadam", nadam_momentum="constant")
    assert p.model.trainer.optimizer.settings["momentum_decay"] is None
    p = Playground(biases=0.25, head="maxout", population=1, depth=1)
    assert p.model.trainer.biases(1).unique().tolist() == [0.25]
    assert p.model.trainer.biases(2).shape == (1, 2)


# The state string.


def _value(control):
    if control.read:
        widths = st.lists(st.integers(1, 128), max_size=10)
        return widths.map(lambda of_layers: ",".join(map(str, of_layers)))
    if control.choices:
        return st.sampled_from(control.choices)
    if control.whole:
        return st.integers(int(control.low), int(control.high))
    return st.floats(control.low, control.high)


@given(st.fixed_dictionaries({name: _value(c) for name, c in TABLE.items()}))
@settings(max_examples=60)
def test_a_state_string_gives_back_the_settings_it_was_made_of(values):
    text = TABLE.to_text(TABLE.checked(values))
    assert TABLE.from_text(text) == values
    assert re.fullmatch(r"[\w.=&+,-]+", text)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"show": ["lr", "dept"]}, "Did you mean 'depth'"),
        ({"panels": ["losses"]}, "Did you mean 'loss'"),
        ({"panels": []}, "panels is empty"),
        ({"deph": 3}, "Did you mean 'depth'"),
        ({"depth": -1}, "expected a whole number from 0 to 10"),
        ({"state": "nonsense"}, "is not a state"),
        ({"x1": "off", "x2": "off"}, "at least one"),
    ],
)
def test_arguments_that_do_not_fit_are_explained(arguments, words):
    with pytest.raises(ValueError, match=words):
        Playground(**arguments)


# Widths by layer.


def sizes(p):
    """Return the units of every layer, by the shapes of the trainer's weights."""
    shapes = [tuple(p.model.trainer.weights(layer + 1).shape) for layer in range(p.settings.depth)]
    return [out for _, out, _ in shapes]


@pytest.mark.parametrize(
    ("state", "depth", "widths", "expected"),
    [
        ("widths=8,4,2", 3, "8,4,2", [8, 4, 2]),
        ("widths=%20[8, 4,2] ", 3, "8,4,2", [8, 4, 2]),
        ("depth=7&width=5&widths=3,1", 2, "3,1", [3, 1]),
        ("widths=6,6,6", 3, "", [6, 6, 6]),
        ("widths=5", 1, "", [5]),
        ("widths=&depth=1", 1, "", [8]),
        ("width=5", 2, "", [5, 5]),
    ],
)
def test_a_state_gives_each_layer_its_width(state, depth, widths, expected):
    p = Playground(state, population=2)
    assert (p.settings.depth, p.settings.widths) == (depth, widths)
    assert sizes(p) == expected
    again = Playground(p.state)
    assert again.settings == p.settings
    p.step(3)
    assert p.model.steps_taken == 3


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"depth": 2}, [8, 4]),
        ({"depth": 5}, [8, 4, 2, 2, 2]),
        ({"depth": 1}, [8]),
        ({"depth": 0}, []),
        ({"width": 5}, [5, 5, 5]),
        ({"widths": ""}, [8, 8, 8]),
        ({"widths": "7,9"}, [7, 9]),
        ({"depth": 2, "width": 3}, [3, 3]),
        ({"lr": 0.1}, [8, 4, 2]),
    ],
)
def test_depth_width_and_widths_follow_each_other(changes, expected):
    p = Playground("widths=8,4,2", population=2)
    page = Recorder(p)
    page.set(**changes)
    assert sizes(p) == expected
    assert page.last("values") == vars(p.settings)
    assert page.last("panels")["network"]["widths"] == [2, *expected, 1]
    assert Playground(page.last("state")).settings == p.settings


def test_a_layer_gets_a_unit_more_or_less_from_one_to_the_widest():
    p = Playground("widths=2,128", population=2)
    page = Recorder(p)
    p.step(2)
    for layer, by, expected in ((0, -1, [1, 128]), (0, -1, [1, 128]), (1, 1, [1, 128]),
                                (1, -1, [1, 127]), (0, 1, [2, 127])):  # fmt: skip
        page.say(kind="resize", panel="network", layer=layer, by=by)
        assert sizes(p) == expected
        assert page.last("notice") == ""
    assert p.model.steps_taken == 0
    page.set(widths="3,4")
    page.say(kind="resize", panel="network", layer=0, by=1)
    assert (p.settings.width, p.settings.widths, p.state) == (4, "", "width=4&population=2")


@pytest.mark.parametrize("text", ["8,x", "8,,2", "0,3", "129", "-4", "2.5", ",".join("1" * 11)])
def test_widths_that_do_not_fit_are_explained_and_change_nothing(text):
    p = Playground("widths=8,4,2", population=2)
    page = Recorder(p)
    page.set(widths=text)
    expected = "expected a whole number from 1 to 128 for each of at most 10 hidden layers"
    assert f"widths={text!r} was given; {expected}, such as 8,4,2" in page.last("notice")
    assert page.last("values")["widths"] == "8,4,2"
    page.say(kind="restore", text=f"widths={text}")
    assert expected in page.last("notice")
    assert sizes(p) == [8, 4, 2]


@pytest.mark.parametrize(
    "more", [{"shortcut": "residual"}, {"shortcut": "dense"}, {"batch_norm": "before"},
             {"activation": "maxout"}, {"data": "sine"}, {"optimizer": "bfgs"}],
)  # fmt: skip
def test_layers_of_different_widths_train_with_all_else(more):
    p = Playground("widths=5,9,2", population=2, **more)
    page = Recorder(p)
    p.step(2)
    assert p.notice == ""
    assert sizes(p)[-1] in (2, 4)
    maps = page.numbers["network"]["maps"]
    assert len(maps) == sum(min(size, 8) for size in p.model.net.sizes)
    assert "hidden layers of 5, 9, 2 units" in p.describe(p.model, p.settings)


# Divergence.


def test_a_divergence_is_explained_and_training_can_go_on():
    p = Playground(state=DIVERGING)
    page = Recorder(p)
    start = p.model.trainer.params.clone()
    for _ in range(20):
        p.step(5)
        if p.notice:
            break
    notice = page.last("notice")
    assert re.search(r"networks diverged. Network \d+ diverged at step \d+: ", notice)
    assert "2/sharpness = " in notice
    assert "The learning rate is 10;" in notice
    assert torch.equal(p.model.trainer.params, start)
    page.set(lr=1e-4)
    assert page.last("notice") == ""
    before = p.model.measured()[0, 1]
    p.step(100)
    assert p.notice == ""
    assert p.model.measured()[0, 1] < before
