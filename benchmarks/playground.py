"""The playground in a real browser: frames shown, steps trained, how soon a control acts.

Run: python benchmarks/playground.py [--seconds 10] [--rounds 5] [--screenshot docs/playground.png]
Needs Chromium. TensorFlow Playground, for comparison, shows 16 frames a second for a network of
six hidden layers of eight units, with one epoch in each, on two cores.
"""

import argparse
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import torch

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.jupyter import Lab, Widget, chromium_browser, server  # noqa: E402

PEER_FRAMES = 16
#: Milliseconds from a control's event until its value is in the state and a later frame is drawn.
EFFECT = """([root, name, value]) => new Promise((done, fail) => {
    const state = root.querySelector('.tl-state-field');
    const row = root.querySelector(`.tl-control-${name}`);
    const picture = row.querySelector(`input[type=radio][value="${value}"]`);
    const input = picture ?? row.querySelector('select, input:not([type=range])');
    const before = state.value, frames = +root.dataset.frames, start = performance.now();
    const look = () => {
        const took = performance.now() - start;
        if (state.value !== before && +root.dataset.frames > frames) done(took);
        else if (took > 10000) fail(new Error(`${name} = ${value} has had no effect in 10 s`));
        else requestAnimationFrame(look);
    };
    if (picture) picture.checked = true;
    else input.value = value;
    input.dispatchEvent(new Event('change', {bubbles: true}));
    look();
})"""
CONTROLS = {"lr": ("0.02", "0.01"), "noise": ("0.1", "0.05"), "depth": ("5", "6"),
            "data": ("xor", "circle")}  # fmt: skip
#: Milliseconds before a control is changed, which fall everywhere in a frame of 16.7.
PAUSES = (137, 141, 146, 150, 154)
SETTINGS = {
    f"{population:>3} x {rule}": f"depth=6&population={population}&optimizer={rule}"
    for rule in ("sgd", "adam")
    for population in (1, 16, 64, 256)
}


def open_playground(page, url: str) -> Widget:
    lab = Lab(page, url)
    lab.open("course/00-playground.ipynb")
    lab.run_all()
    page.locator(".tl-playground .tl-panel-fit canvas").wait_for()
    return Widget(page, "tl-playground")


def restore(widget: Widget, state: str) -> None:
    widget.restore(state)
    widget.page.wait_for_timeout(500)
    widget.hurry()


def measure(widget: Widget, state: str, seconds: float, rounds: int) -> dict[str, float]:
    """Return medians over rounds of playing."""
    restore(widget, state)
    widget.press("tl-play")
    widget.wait_steps(10)
    widget.page.wait_for_timeout(2000)
    found = []
    for _ in range(rounds):
        frames, steps, start = widget.frames, widget.steps, time.perf_counter()
        widget.page.wait_for_timeout(1000 * seconds)
        frames, steps = widget.frames - frames, widget.steps - steps
        took = time.perf_counter() - start
        found.append((frames / took, steps / took))
    widget.part("tl-more").evaluate("fold => { fold.open = true; }")
    delays = {name: median(effects(widget, name)) for name in CONTROLS}
    widget.press("tl-play")
    widget.page.wait_for_timeout(500)
    rates, paces = zip(*found, strict=True)
    return {"frames/s": median(rates), "steps/s": median(paces), **delays}


def effects(widget: Widget, name: str) -> Iterator[float]:
    """Change a control again and again, somewhere in a frame each time; give the milliseconds."""
    root = widget.root.element_handle()
    for pause in PAUSES:
        for value in CONTROLS[name]:
            widget.page.wait_for_timeout(pause)
            yield widget.page.evaluate(EFFECT, [root, name, value])


def screenshot(widget: Widget, path: Path) -> None:
    restore(widget, "data=spiral&depth=4&width=8&activation=relu&init=he_normal&population=16")
    widget.press("tl-play")
    widget.wait_steps(1500)
    widget.press("tl-play")
    widget.page.wait_for_timeout(1500)
    path.parent.mkdir(exist_ok=True)
    widget.root.screenshot(path=path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=10.0, help="of counting frames")
    parser.add_argument("--rounds", type=int, default=5, help="of counting")
    parser.add_argument("--screenshot", type=Path, help="only take the README's picture")
    arguments = parser.parse_args()
    chromium = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    if chromium is None:
        sys.exit("benchmarks/playground.py needs Chromium: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        root, home = Path(folder) / "root", Path(folder) / "home"
        shutil.copytree(ROOT / "course", root / "course")
        home.mkdir()
        with server(root, home) as url, chromium_browser(chromium) as browser:
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            widget = open_playground(page, url)
            if arguments.screenshot:
                screenshot(widget, arguments.screenshot)
                return
            print(f"torch {torch.__version__}, {platform.machine()}, {browser.version}")
            print("6 hidden layers of 8, batches of 10 from 250 points, 1280x800; medians")
            names = ("frames/s", "steps/s", *CONTROLS)
            print(f"{'networks, rule':16}" + "".join(f"{n:>10}" for n in names) + "   (ms)")
            for name, state in SETTINGS.items():
                found = measure(widget, state, arguments.seconds, arguments.rounds)
                row = "".join(f"{found[n]:10.0f}" for n in names)
                print(f"{name:16}{row}   {found['frames/s'] / PEER_FRAMES:.1f}x frames", flush=True)


if __name__ == "__main__":
    main()
