"""The playground: data, network and training on one screen, all live."""

import asyncio
import html
import math
import time
from collections import deque
from collections.abc import Sequence
from typing import Any, ClassVar

import ipywidgets as ipw

from trainlab.analysis import diagnostics
from trainlab.core import arguments
from trainlab.plots.figure import mimebundle
from trainlab.widgets import controls as table
from trainlab.widgets.controls import CONTROLS, Control, Value
from trainlab.widgets.frontend import has_front_end
from trainlab.widgets.picture import Picture
from trainlab.widgets.session import Session
from trainlab.widgets.style import CSS
from trainlab.widgets.view import PANELS, View

#: Seconds from one frame to the next while playing.
PERIOD = 1 / 58
#: Steps trained for the still picture where there is no front end to play in.
STILL_STEPS = 500
#: Weights of all networks together from which a change takes long enough to say so before.
SLOW = 4_000_000
#: Seconds without a sign of the page after which a playing playground pauses.
PATIENCE = 20.0
PIN, UNPIN = "Keep this run in grey beneath", "Forget the run in grey"
_GROUPS = {
    "data": "Data",
    "network": "Network",
    "training": "Training",
    "population": "Population",
}


class Playground(ipw.VBox):
    """Networks that train while you change what they are, what they see and how they learn.

    The learning rate, the optimizer and its settings, batch size, noise and penalties change
    without losing the weights; depth, width, activation, initializer, data set, seed and number of
    networks start again. Nothing trains until *play* is pressed, only one playground plays at a
    time, and it pauses when its page goes away.

    Args:
        controls: names of the controls to show, keys of ``CONTROLS``; all when None.
        panels: which of "fit", "loss", "scales", "dead" to draw.
        state: a state string to start from.
        **settings: first values of controls, shown or not, such as ``depth=6, lr=0.03``.

    Raises:
        ValueError: for an unknown control, panel or value; the message says what was expected.
    """

    _playing: ClassVar["Playground | None"] = None
    #: Also there when __init__ raised, for ``close``.
    _task: asyncio.Task[None] | None = None

    def __init__(
        self,
        controls: Sequence[str] | None = None,
        panels: Sequence[str] = PANELS,
        state: str = "defaults",
        **settings: Value,
    ) -> None:
        """Draw the first picture; nothing trains yet."""
        first = table.from_text(state) | table.checked(settings)
        names = list(CONTROLS) if controls is None else list(controls)
        for name in names:
            arguments.choice("control", name, CONTROLS)
        self.session = Session(first)
        self.view = View(self.session, panels)
        self._posted: deque[dict[str, Value]] = deque()
        self._wake_up_due = False
        self._frames: deque[float] = deque(maxlen=40)
        self._steps_per_frame, self._last_status, self._seen = 1, 0.0, 0.0
        self._loop = _running_loop()
        self._build(names)
        super().__init__(self._layout(names))
        self.add_class("tl-playground")
        self._show_everything()

    # What the page does. Callbacks may run on another thread: they only post.

    def _post(self, changes: dict[str, Value]) -> None:
        self._posted.append(changes)
        self._call(self._settle)

    def _call(self, function: Any) -> None:
        """Run a function between frames, on the loop where training runs."""
        if self._loop is None or not self._loop.is_running():
            function()
        else:
            self._loop.call_soon_threadsafe(function)

    def _settle(self) -> None:
        """Apply what was posted, unless a running task will do so at its next frame."""
        if self._task is None and self.apply_posted():
            self._show_everything()

    def apply_posted(self) -> bool:
        """Put all posted changes in force, in one go; return whether there were any."""
        changes: dict[str, Value] = {}
        while self._posted:
            changes |= self._posted.popleft()
        changes = {k: v for k, v in changes.items() if v != self.session.settings[k]}
        if not changes:
            return False
        self._announce(self.session.settings | changes)
        try:
            self.session.apply(changes)
        except ValueError as error:
            for name in changes.keys() & self.controls.keys():
                self.controls[name].value = self.session.settings[name]
            self._explain(str(error))
        else:
            self.view.follow()
            self.notice.value = ""
        self._show_state()
        return True

    def play(self) -> None:
        """Train until ``pause``."""
        if self._task is not None:
            return
        other = Playground._playing
        if other is not None and other is not self:
            other.pause()
        Playground._playing = self
        self._seen = time.monotonic()
        self._frames.clear()
        self.play_button.description, self.play_button.icon = "Pause", "pause"
        self.heartbeat.playing = True
        self._task = asyncio.ensure_future(self._run())

    def pause(self) -> None:
        """Stop training; everything stays as it is."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        self.heartbeat.playing = False
        self.play_button.description, self.play_button.icon = "Play", "play"
        self._show_everything()

    def step(self) -> None:
        """Pause and take one step."""
        self.pause()
        self._train(1)
        self._show_everything()

    def reset(self) -> None:
        """Start again from new weights; play goes on if it was on."""
        self.session.rebuild()
        self.view.follow()
        self.notice.value = ""
        self._show_everything()

    def pin(self) -> None:
        """Keep this run as a grey overlay, or forget the pinned one."""
        if self.pin_button.description == "Pin":
            self.view.pin()
            self.pin_button.description, self.pin_button.tooltip = "Unpin", UNPIN
        else:
            self.view.unpin()
            self.pin_button.description, self.pin_button.tooltip = "Pin", PIN
        self._show_everything()

    def restore(self, text: str) -> None:
        """Set every control as a state string says; a bad one is explained and changes nothing."""
        try:
            settings = table.from_text(text)
        except ValueError as error:
            self._explain(str(error))
            self._show_state()
            return
        for name, widget in self.controls.items():
            widget.value = settings[name]
        self._posted.append(settings)
        self._call(self._settle)

    def close(self) -> None:
        """Stop training and take the widget away."""
        if self._task is not None:
            self.pause()
        if Playground._playing is self:
            Playground._playing = None
        super().close()

    # Frames.

    async def _run(self) -> None:
        """Train and draw, one frame after the other, until paused."""
        while Playground._playing is self and self._task is not None:
            start = time.perf_counter()
            trained = self.frame()
            if time.monotonic() - self._seen > PATIENCE:
                self.pause()
            busy = time.perf_counter() - start
            await asyncio.sleep(max(0.0, PERIOD - busy))
            self._adapt(trained, busy, time.perf_counter() - start)

    def frame(self) -> float:
        """Apply posted changes, train, and draw; return the seconds spent training."""
        changed = self.apply_posted()
        start = time.perf_counter()
        self._train(self._steps_per_frame)
        trained = time.perf_counter()
        if self.view.draw(everything=changed):
            self._send_picture()
            self._frames.append(trained)
        if trained - self._last_status > 0.2 or changed:
            self._show_status()
        return trained - start

    def _adapt(self, training: float, busy: float, whole: float) -> None:
        """Choose the steps of the next frame, so that a whole frame lasts ``PERIOD`` seconds."""
        spare = PERIOD - (whole if whole > 1.1 * PERIOD else busy)
        wanted = max(training + 0.3 * spare, 0.3 * training) / training
        self._steps_per_frame = max(1, round(self._steps_per_frame * min(wanted, 2.0)))

    def _train(self, count: int) -> None:
        self.session.advance(count)
        divergence = self.session.trainer.divergence
        diverged = int(divergence.members.sum())
        if diverged:
            self._explain_divergence(diverged)
            if self._task is not None:
                self.pause()

    def _explain_divergence(self, diverged: int) -> None:
        trainer = self.session.trainer
        member = int(trainer.divergence.members.nonzero()[0])
        message = trainer.divergence.message(member)
        if diverged > 1:
            message = f"{diverged} of {trainer.population} networks diverged. " + message
        step = self.session.rewind()
        limit = 2 / max(diagnostics.sharpness(trainer, member), 1e-12)
        lr = float(self.session.settings["lr"])
        self._explain(
            f"{message} The learning rate is {lr:.3g}; at step {step}, before the loss ran away, "
            f"plain gradient descent was stable below 2/sharpness = {limit:.3g}. Training is back "
            "at that step: lower the learning rate and play on, or reset."
        )

    # Showing.

    def _show_everything(self) -> None:
        self.view.draw(everything=True)
        self._send_picture()
        self._show_status()
        self._show_state()

    def _send_picture(self) -> None:
        self.picture.value = self.view.picture.encoded()

    def describe(self) -> str:
        """Return the numbers that the picture shows, as one sentence: its alternative text."""
        s, trainer = self.session.settings, self.session.trainer
        validation, training = self.session.losses[-1][:, 1]
        networks = "1 network" if trainer.population == 1 else f"{trainer.population} networks"
        return (
            f"{networks} of depth {s['depth']} and width {s['width']} on {s['data']} after "
            f"{trainer.steps_taken} steps: median training loss {training:.3g}, "
            f"validation loss {validation:.3g}."
        )

    def _show_status(self) -> None:
        self._last_status = time.perf_counter()
        trainer = self.session.trainer
        parts = [
            f"step {trainer.steps_taken}",
            f"epoch {trainer.epochs:.0f}",
            f"loss {self.session.losses[-1][1][1]:.3g}",
            "1 network" if trainer.population == 1 else f"{trainer.population} networks",
        ]
        if self._task is not None and len(self._frames) > 1:
            rate = (len(self._frames) - 1) / (self._frames[-1] - self._frames[0])
            parts.append(f"{rate:.0f} frames/s")
        self.status.value = " · ".join(parts)
        self.picture.tooltip = self.describe()

    def _show_state(self) -> None:
        self.state.value = table.to_text(self.session.settings)
        for name, row in self.rows.items():
            shown = CONTROLS[name].belongs(self.session.settings)
            row.layout.display = None if shown else "none"

    def _announce(self, settings: table.Settings) -> None:
        """Say that a change is under way, where that lasts; the next status takes its place."""
        population, depth, width = (int(settings[n]) for n in ("population", "depth", "width"))
        if population * depth * width**2 >= SLOW:
            self.status.value = f"working on {population} networks of {depth} x {width} units …"

    def _explain(self, text: str) -> None:
        self.notice.value = f'<div role="alert">{html.escape(text)}</div>'

    # Building.

    def _build(self, names: Sequence[str]) -> None:
        settings = self.session.settings
        self.controls = {name: _widget(CONTROLS[name], settings[name]) for name in names}
        self.rows = {name: _row(CONTROLS[name], w) for name, w in self.controls.items()}
        for name, widget in self.controls.items():
            self.rows[name].add_class(f"tl-control-{name}")
            widget.observe(self._on_control(CONTROLS[name]), names="value")
        self.play_button = _button("Play", "play", "tl-play", "Train, or pause training")
        self.step_button = _button("Step", "step-forward", "tl-step", "Take one step")
        self.reset_button = _button("Reset", "refresh", "tl-reset", "Start again, new weights")
        self.pin_button = _button("Pin", "thumb-tack", "tl-pin", PIN)
        self.play_button.on_click(lambda _: self._call(self._toggle))
        self.step_button.on_click(lambda _: self._call(self.step))
        self.reset_button.on_click(lambda _: self._call(self.reset))
        self.pin_button.on_click(lambda _: self._call(self.pin))
        self.picture = Picture(format="jpeg")
        self.picture.add_class("tl-picture")
        self.status, self.notice = ipw.HTML(), ipw.HTML()
        self.status.add_class("tl-status")
        self.notice.add_class("tl-notice")
        self.state = ipw.Text(
            description="state",
            continuous_update=False,
            tooltip="These settings as text: copy it to keep them, paste one to restore it",
        )
        self.state.add_class("tl-state")
        self.state.observe(self._on_state, names="value")
        # The page's own clock: while it ticks, somebody is there.
        self.heartbeat = ipw.Play(interval=2000, max=10**9, layout={"display": "none"})
        self.heartbeat.observe(self._on_heartbeat, names="value")

    def _layout(self, names: Sequence[str]) -> list[ipw.Widget]:
        groups = []
        for group, title in _GROUPS.items():
            members = [self.rows[n] for n in names if CONTROLS[n].group == group]
            if members:
                heading = ipw.HTML(title)
                heading.add_class("tl-heading")
                groups.append(ipw.VBox([heading, *members]))
        left = ipw.VBox([*groups])
        left.add_class("tl-controls")
        buttons = ipw.HBox(
            [self.play_button, self.step_button, self.reset_button, self.pin_button, self.status]
        )
        buttons.add_class("tl-buttons")
        right = ipw.VBox([buttons, self.picture, self.state, self.notice, self.heartbeat])
        right.add_class("tl-stage")
        body = ipw.HBox([left, right] if groups else [right])
        body.add_class("tl-body")
        return [ipw.HTML(f"<style>{CSS}</style>", layout={"display": "none"}), body]

    def _toggle(self) -> None:
        if self._task is None:
            self.play()
        else:
            self.pause()

    def _on_control(self, control: Control) -> Any:
        return lambda change: self._post({control.name: control.checked(change["new"])})

    def _on_state(self, change: dict[str, Any]) -> None:
        if change["new"] != table.to_text(self.session.settings):
            self._call(lambda: self.restore(change["new"]))

    def _on_heartbeat(self, _: object) -> None:
        self._seen = time.monotonic()

    # Without a front end.

    def _repr_mimebundle_(self, **kwargs: object) -> Any:
        """Return the widget where it can be moved; elsewhere a still picture after some steps."""
        if has_front_end():
            return super()._repr_mimebundle_(**kwargs)
        if not self.session.trainer.steps_taken:
            for _ in range(20):
                self._train(STILL_STEPS // 20)
                self.session.look()
            self._show_everything()
        return mimebundle(self.view.picture.encoded("PNG"), self.describe())


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _button(text: str, icon: str, name: str, tooltip: str) -> ipw.Button:
    button = ipw.Button(description=text, icon=icon, tooltip=tooltip)
    button.add_class(name)
    return button


def _row(control: Control, widget: ipw.Widget) -> ipw.Widget:
    """Return a control with its label; a list has a tooltip only when the label is not its own."""
    if not isinstance(widget, ipw.Dropdown):
        return widget
    label = ipw.Label(control.label)
    label.add_class("tl-label")
    return ipw.HBox([label, widget])


def _widget(control: Control, value: Value) -> ipw.Widget:
    """Return the widget for a control: a list, a slider over listed values, or a slider."""
    if control.choices and isinstance(control.default, str) and control.name != "batch":
        options = [(str(c).replace("_", " "), c) for c in control.choices]
        return ipw.Dropdown(options=options, tooltip=control.tooltip, value=value)
    common = {"description": control.label, "tooltip": control.tooltip, "value": value}
    if control.choices:
        options = [(f"{c:g}" if isinstance(c, float) else str(c), c) for c in control.choices]
        return ipw.SelectionSlider(options=options, **common)
    if control.log:
        exponents = {"min": math.log10(control.low), "max": math.log10(control.high)}
        return ipw.FloatLogSlider(
            base=10, step=control.step, readout_format=".2g", **exponents, **common
        )
    kind = ipw.IntSlider if control.whole else ipw.FloatSlider
    step = int(control.step) if control.whole else control.step
    return kind(min=control.low, max=control.high, step=step, **common)
