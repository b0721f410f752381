"""``Live``: a model that trains in a notebook's page, steered while it does.

An author gives a table of controls, a layout of panels, and four small methods; checking, playing,
pinning, the state string, notices, alternative text and still pictures are the same for all.
"""

import asyncio
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from IPython.display import DisplayHandle, display

from trainlab.core import arguments
from trainlab.core.threads import one_thread
from trainlab.plots.figure import mimebundle
from trainlab.widgets.controls import Control, Controls, Settings, Value
from trainlab.widgets.frontend import has_front_end
from trainlab.widgets.page import Page
from trainlab.widgets.panels.panel import Numbers, Panel
from trainlab.widgets.player import SPEEDS, Player
from trainlab.widgets.still import still

#: Seconds without a change after which the picture beside the page is drawn anew.
QUIET = 1.5
#: Parts in which a frame's steps are taken: between two of them what somebody did is looked for.
PARTS = 4
#: Seconds from which a panel's numbers come after the frame that answers what somebody did.
LATE = 0.004
#: How many times its own cost the status line waits before it is asked for again.
STATUS_WAIT = 12


class Stepper(Protocol):
    """What a live widget trains."""

    @property
    def steps_taken(self) -> int:
        """Number of steps taken."""

    def step(self, count: int) -> object:
        """Take steps."""


class Wire(Protocol):
    """The way to a page and back; ``Page`` is the one of notebooks."""

    def tell(self, message: Mapping[str, Any]) -> None:
        """Send a message of plain data and arrays."""

    def listen(self, hear: Callable[[dict[str, Any]], None]) -> None:
        """Call a function with each message of the page."""

    def close(self) -> None:
        """Take the page away."""


@dataclass(frozen=True)
class Try:
    """A state worth loading: what to ask oneself before, and what one then sees."""

    state: str
    question: str
    answer: str


class Live:
    """A widget that trains a model and shows it.

    A subclass gives the class attributes and the methods from ``build`` to ``describe``.

    Attributes:
        controls: what can be set.
        layout: the panels' names in rows, as in ``("map map loss", "scales dead loss")``.
        first: the controls that are always in view; the others lie a fold away. All when empty.
        tour: a name and a sentence for each part that needs one.
        tries: states that the widget offers.
        buttons: each button's name, text and tooltip; ``actions`` says what they do.
        speed: steps a second at first, a key of ``SPEEDS``; empty where nothing plays.
        status_with: the panel that measures what the status line says: both are told together.
        still_steps: steps taken for the picture where there is no page to play in.
        settings: the values in force.
        model: what trains; made anew by a control that rebuilds.

    Args:
        state: a state string to start from.
        show: names of the controls to show; all when None.
        panels: names of the panels to show; all when None.
        **settings: first values of controls, shown or not, such as ``depth=6, lr=0.03``.

    Raises:
        ValueError: for an unknown control, panel or value; the message says what was expected.
    """

    controls: tuple[Control, ...] = ()
    layout: ClassVar[tuple[str, ...]] = ()
    first: ClassVar[tuple[str, ...]] = ()
    tour: ClassVar[tuple[tuple[str, str], ...]] = ()
    tries: ClassVar[tuple[Try, ...]] = ()
    buttons: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("play", "Play", "Train, or pause training"),
        ("step", "Step", "Take one step"),
        ("reset", "Reset", "Start again"),
        ("pin", "Pin", "Keep this run in grey beneath"),
    )
    speed: ClassVar[str] = "60 steps/s"
    status_with: ClassVar[str] = ""
    still_steps: ClassVar[int] = 200
    model: Stepper

    def __init__(
        self,
        state: str = "defaults",
        show: Sequence[str] | None = None,
        panels: Sequence[str] | None = None,
        **settings: Value,
    ) -> None:
        """Build the model; nothing trains yet."""
        self.table = Controls(self.controls)
        self._values = self.table.defaults()
        for changes in (self.table.from_text(state), self.table.checked(settings)):
            self._values |= self.agree(changes, self.settings)
        self._show = show
        for name in self.shown:
            arguments.choice("control", name, self.table)
        self.rows = _rows(self.layout, panels)
        self.notice = ""
        self._pinned: dict[str, tuple[str, Numbers]] = {}
        self._costs: dict[str, float] = {}
        self._due: dict[str, float] = {}
        self._described = self._status_due = 0.0
        self._page: Wire | None = None
        self._held: dict[str, Any] = {}
        self._answered = False
        self._handle: DisplayHandle | None = None
        self._keeping: asyncio.TimerHandle | None = None
        self.player = Player(self._frame, self.show)
        self.player.speed = SPEEDS.get(self.speed)
        self.model = self.build(self.settings)
        self.redraw()

    # What a subclass says.

    def build(self, s: Settings) -> Any:
        """Return the model for these settings, before its first step.

        Raises:
            ValueError: where settings do not go together, in one sentence; the old ones stay.
        """
        raise NotImplementedError

    def change(self, model: Any, s: Settings) -> None:
        """Put settings in force that need no new model; raise ValueError where they do not fit."""

    def agree(self, changes: dict[str, Value], s: Settings) -> dict[str, Value]:
        """Return changes of the settings s with what follows from them for other controls."""
        return changes

    def panels(self, model: Any) -> dict[str, Panel]:
        """Return the panel of each name in the layout."""
        raise NotImplementedError

    def describe(self, model: Any, s: Settings) -> str:
        """Return what the panels show in one sentence with numbers: the alternative text."""
        raise NotImplementedError

    def beneath(self, model: Any) -> str:
        """Return what stands beneath a still picture: the notice."""
        return self.notice

    def status(self, model: Any, s: Settings) -> list[str]:
        """Return the parts of the status line."""
        return [f"step {model.steps_taken}"]

    def advance(self, model: Any, count: int) -> str:
        """Take steps; return a sentence where something went wrong, and then training pauses."""
        model.step(count)
        return self.trouble(model)

    def trouble(self, model: Any) -> str:
        """Return what has gone wrong, such as values that ran away, in a sentence; else nothing."""
        return ""

    def announce(self, s: Settings) -> str:
        """Return what to say while a change to these settings is under way, where that lasts."""
        return ""

    def moved(self, model: Any, panel: str, message: Mapping[str, Any]) -> None:
        """Follow what was dragged, clicked or edited in a panel."""

    def actions(self) -> dict[str, Callable[[], Any]]:
        """Return what each button does, those with two meanings by what they mean."""
        return {
            "play": self.play,
            "pause": self.pause,
            "step": self.step,
            "reset": self.reset,
            "pin": self.pin,
            "unpin": self.unpin,
        }

    def disabled(self) -> list[str]:
        """Return the buttons that do nothing now."""
        return []

    def prepare_still(self) -> None:
        """Bring a fresh model to what a still picture should show."""
        self._train(self.still_steps)

    # What a user does, from Python or from the page.

    @property
    def settings(self) -> Settings:
        """The values in force."""
        return Settings(**self._values)

    @property
    def shown(self) -> list[str]:
        """Names of the controls on the page."""
        return list(self.table if self._show is None else self._show)

    @property
    def state(self) -> str:
        """The values that differ from the defaults, as text."""
        return self.table.to_text(self._values)

    def play(self) -> None:
        """Train until ``pause``."""
        self.notice = ""
        self.player.play()

    def pause(self) -> None:
        """Stop training; everything stays as it is."""
        self.player.pause()

    def step(self, count: int = 1) -> None:
        """Pause and take steps."""
        self.pause()
        self._train(count)
        self.show()

    def reset(self) -> None:
        """Start again; play goes on if it was on."""
        self.notice = ""
        self.model = self.build(self.settings)
        self.redraw()

    def pin(self) -> None:
        """Keep what is shown now in grey beneath."""
        self._pinned = {
            name: (panel.about, dict(panel.numbers())) for name, panel in self._panels.items()
        }
        self._tell_all()

    def unpin(self) -> None:
        """Forget the pinned run."""
        self._pinned = {}
        self._tell_all()

    def set(self, **changes: Value) -> None:
        """Set controls; what does not fit is explained in the notice and changes nothing."""
        try:
            changes = self.agree(self.table.checked(changes), self.settings)
            fresh = {k: v for k, v in changes.items() if v != self._values[k]}
            self.notice = ""
            if fresh:
                self._apply(fresh)
            else:
                self._tell_settings()
        except ValueError as error:
            self.notice = str(error)
            self._tell_settings()

    def restore(self, text: str) -> None:
        """Set every control as a state string says; a bad one is explained and changes nothing."""
        try:
            values = self.table.from_text(text)
        except ValueError as error:
            self.notice = str(error)
            self._tell_settings()
        else:
            self.set(**values)

    def define(self, controls: Sequence[Control]) -> None:
        """Go on with other controls, at their defaults."""
        self.table = Controls(controls)
        self._values = self.table.defaults()
        self.model = self.build(self.settings)
        self._tell({"spec": self._spec()})
        self.redraw()

    def close(self) -> None:
        """Stop training and take the widget away."""
        self.pause()
        if self._page is not None:
            self._page.close()

    def _apply(self, changes: Mapping[str, Value]) -> None:
        before = self._values
        self._values = {**before, **changes}
        busy = self.announce(self.settings)
        if busy:
            self._tell({"status": [busy]})
        changed = [self.table[name] for name in changes]
        try:
            if any(control.rebuild for control in changed):
                self.model = self.build(self.settings)
            else:
                self.change(self.model, self.settings)
        except ValueError:
            self._values = before
            raise
        if any(control.rebuild or control.redraw for control in changed):
            self.redraw()
        elif self.player.playing:
            self._shown_at = dict.fromkeys(self._panels, -1)
            if self._late(self.status_with):
                self._due[self.status_with] = time.perf_counter()
            else:
                self._status_due = 0.0
            self._held |= self._settings_now()
        else:
            self.show()

    def show(self) -> None:
        """Show the model and the settings as they are now."""
        self._held |= self._settings_now()
        self._tell_frame(everything=True)
        self._keep_picture()

    @one_thread()
    def redraw(self) -> None:
        """Ask for the panels again and show all that they say: the model or its data changed."""
        made = self.panels(self.model)
        self._panels = {name: made[name] for row in self.rows for name in row}
        now = time.perf_counter()
        self._due = {name: min(self._due.get(name, 0.0), now) for name in self._panels}
        self._shown_at = dict.fromkeys(self._panels, -1)
        self._tell_all()

    # Frames.

    def _train(self, count: int) -> bool:
        """Take steps; return whether something went wrong, and then it is told."""
        trouble = self.advance(self.model, count)
        if trouble:
            self.pause()
            self.notice = trouble
            self._tell_settings()
        return bool(trouble)

    def _frame(self, count: int) -> tuple[int, float]:
        """Train and show it; return the steps taken and the seconds that they took.

        Something that somebody does meanwhile ends the training, but never before its first part:
        a drag, which does something in every frame, sees it go on. A frame that answers nothing
        makes way for the one that will.
        """
        start, left = time.perf_counter(), count
        while left:
            part = min(left, -(-count // PARTS))
            left -= part
            if self._train(part) or self.player.asked:
                break
        trained = time.perf_counter() - start
        if self._held or not self.player.asked:
            self._tell_frame()
        return count - left, trained

    def _numbers(self, everything: bool) -> dict[str, Numbers]:
        """Return the numbers of all panels, or of those that have waited longest."""
        numbers = {}
        for names in self._groups() if everything else self._longest_due():
            if everything and self._late(names[0]):
                continue
            start = time.perf_counter()
            for name in names:
                numbers[name] = self._panels[name].numbers()
            end = time.perf_counter()
            for name in names:
                self._costs[name] = end - start
                self._due[name] = end + self._panels[name].wait * (end - start)
                self._shown_at[name] = self.model.steps_taken
        return numbers

    def _late(self, panel: str) -> bool:
        """Return whether a panel takes long, and is shown after what somebody did."""
        return self.player.playing and self._costs.get(panel, 0.0) > LATE

    def _longest_due(self) -> list[list[str]]:
        """Return the panel that has waited longest, where it is due, and its group.

        A frame that answers has one in any case, and the first of several none that takes long.
        """
        now, step = time.perf_counter(), self.model.steps_taken
        names = [n for n in self._panels if self._shown_at[n] != step]
        if self._held and not self._answered:
            names = [n for n in names if not self._late(n)]
        first, panel = min(((self._due[n], n) for n in names), default=(math.inf, ""))
        if first > now and not (self._held and names):
            return []
        return [group for group in self._groups() if panel in group]

    def _groups(self) -> list[list[str]]:
        """Return the names of panels that share what they measure."""
        groups: dict[str, list[str]] = {}
        for name, panel in self._panels.items():
            groups.setdefault(panel.group or name, []).append(name)
        return list(groups.values())

    def _pins(self) -> dict[str, Numbers]:
        """Return the pinned numbers of the panels that are still about the same."""
        return {
            name: numbers
            for name, (about, numbers) in self._pinned.items()
            if name in self._panels and self._panels[name].about == about
        }

    # What the page is told.

    def _tell(self, message: Mapping[str, Any]) -> None:
        """Send a message, in one piece with what waited for it."""
        message, self._held = {**self._held, **message}, {}
        if self._page is not None and message:
            self._page.tell(message)

    @one_thread()
    def _tell_frame(self, everything: bool = False) -> None:
        numbers = {} if self._page is None else self._numbers(everything)
        self._answered = bool(self._held)
        if not numbers:
            self._tell({})
            return
        self.player.sent += 1
        message: dict[str, Any] = {
            "frame": self.player.sent,
            "step": self.model.steps_taken,
            "numbers": numbers,
        }
        start = time.perf_counter()
        everything = everything and not self._late(self.status_with)
        if everything or start >= self._status_due or self.status_with in numbers:
            message["status"] = self.status(self.model, self.settings)
            if everything or start - self._described > 1.0:
                self._described = start
                message["alt"] = self.describe(self.model, self.settings)
            end = time.perf_counter()
            waits = self.status_with not in self._panels
            self._status_due = end + STATUS_WAIT * (end - start) if waits else math.inf
        self._tell(message)

    def _settings_now(self) -> dict[str, Any]:
        return {
            "values": self._values,
            "hidden": [n for n in self.shown if not self.table[n].belongs(self._values)],
            "state": self.state,
            "notice": self.notice,
            "playing": self.player.playing,
            "pinned": bool(self._pinned),
            "disabled": self.disabled(),
        }

    def _tell_settings(self) -> None:
        self._tell(self._settings_now())

    def _tell_all(self) -> None:
        if self._page is None:
            return
        specs = {name: panel.spec() for name, panel in self._panels.items()}
        self._held |= {"panels": specs, "pins": self._pins()}
        self.show()

    # What the page says. Messages may come on another thread: they only post.

    def _hear(self, message: dict[str, Any]) -> None:
        if message["kind"] == "drawn":
            self.player.seen(int(message["frame"]))
        else:
            self.player.post(lambda: self._answer(message))

    @one_thread()
    def _answer(self, message: dict[str, Any]) -> None:
        kind = message["kind"]
        if kind == "hello":
            self._tell({"spec": self._spec()})
            self._tell_all()
        elif kind == "set":
            self.set(**message["changes"])
        elif kind == "restore":
            self.restore(message["text"])
        elif kind == "speed":
            self.player.speed = SPEEDS[message["speed"]]
        elif kind == "press":
            self.actions()[message["button"]]()
        else:
            try:
                self.moved(self.model, message["panel"], message)
            except ValueError as error:
                self.notice = str(error)
                self._tell_settings()
        self._held["answered"] = message.get("id")
        if not self.player.playing:
            self._tell({})

    def _spec(self) -> dict[str, Any]:
        return {
            "name": type(self).__name__.lower(),
            "buttons": self.buttons,
            "controls": self.table.spec(self.shown),
            "first": [name for name in self.first if name in self.shown] or self.shown,
            "rows": self.rows,
            "tour": self.tour,
            "tries": [vars(each) for each in self.tries],
            "speeds": list(SPEEDS) if self.speed else [],
            "speed": next((k for k, v in SPEEDS.items() if v == self.player.speed), ""),
        }

    # Showing.

    def connect(self, page: Wire) -> None:
        """Tell a page what happens from now on, and listen to it."""
        self._page = page
        page.listen(self._hear)

    def _ipython_display_(self) -> None:
        """Show the page where there is one, with a picture beside it that stays in the file."""
        if not has_front_end():
            if not self.model.steps_taken:
                self.prepare_still()
            display(self._picture(), raw=True)
            return
        if self._page is None:
            self.connect(Page())
        display(self._page)
        self._handle = display({"text/plain": ""}, raw=True, display_id=True)
        self._keep_picture()

    @one_thread()
    def _picture(self) -> dict[str, Any]:
        """Return the panels as a still picture with its alternative text."""
        picture = still(self.rows, self._panels, self._pins())
        alt = self.describe(self.model, self.settings)
        return mimebundle(picture, alt, self.beneath(self.model))

    def _keep_picture(self) -> None:
        """Put the picture of now beside the page, once nothing plays or changes for a moment."""
        if self._handle is None or self.player.playing:
            return
        if self._keeping is not None:
            self._keeping.cancel()
        handle = self._handle

        def keep() -> None:
            if not self.player.playing:
                handle.update(self._picture(), raw=True)

        self._keeping = asyncio.get_running_loop().call_later(QUIET, keep)


def _rows(layout: Sequence[str], panels: Sequence[str] | None) -> list[list[str]]:
    """Return the layout's rows with the wanted panels alone."""
    rows = [row.split() for row in layout]
    names = dict.fromkeys(name for row in rows for name in row)
    wanted = names if panels is None else dict.fromkeys(panels)
    if not wanted:
        raise ValueError(f"panels is empty; name at least one of {', '.join(names)}.")
    for name in wanted:
        arguments.choice("panel", name, names)
    return [kept for row in rows if (kept := [name for name in row if name in wanted])]
