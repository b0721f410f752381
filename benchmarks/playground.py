"""The playground in a real browser: frames shown, steps trained, how soon a slider acts.

Run: python benchmarks/playground.py [--seconds 8] [--screenshot docs/playground.png]
Needs Chromium. TensorFlow Playground, for comparison, shows 16 frames a second for a network of
six hidden layers of eight units, with one epoch in each, on two cores.
"""

import argparse
import platform
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import torch

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.jupyter import Lab, Widget, chromium_browser, server  # noqa: E402

PEER_FRAMES, PEER_EPOCHS = 16, 1
COUNT_FRAMES = """seconds => new Promise(done => {
    const img = document.querySelector('.tl-playground .tl-picture');
    let n = 0;
    img.addEventListener('load', () => n++);
    setTimeout(() => done(n), 1000 * seconds);
})"""
SLIDE_UNTIL_SHOWN = """key => new Promise(done => {
    const root = document.querySelector('.tl-playground');
    const state = root.querySelector('.tl-state input');
    const handle = root.querySelector('.tl-control-lr .noUi-handle');
    const before = state.value, start = performance.now();
    const look = () => state.value !== before ? done(performance.now() - start)
                                              : setTimeout(look, 1);
    handle.dispatchEvent(new KeyboardEvent('keydown',
        {key, keyCode: key === 'ArrowRight' ? 39 : 37, bubbles: true}));
    look();
})"""
SETTINGS = {
    "1 network, sgd": "depth=6&population=1&optimizer=sgd",
    "1 network, adam": "depth=6&population=1",
    "16 networks, adam": "depth=6",
    "256 networks, adam": "depth=6&population=256",
}


def open_playground(page, url: str) -> Widget:
    lab = Lab(page, url)
    lab.open("course/00-playground.ipynb")
    lab.run_all()
    page.wait_for_selector(".tl-playground .tl-picture")
    return Widget(page, "tl-playground")


def set_state(widget: Widget, text: str) -> None:
    field = widget.part("tl-state").locator("input")
    field.fill(text)
    field.press("Enter")
    widget.page.wait_for_timeout(500)


def measure(widget: Widget, state: str, seconds: float) -> dict[str, float]:
    set_state(widget, state)
    widget.press("tl-play")
    widget.wait_steps(10)
    widget.page.wait_for_timeout(3000)
    steps, start = widget.steps, time.perf_counter()
    frames = widget.page.evaluate(COUNT_FRAMES, seconds)
    trained = (widget.steps - steps) / (time.perf_counter() - start)
    delays = [
        widget.page.evaluate(SLIDE_UNTIL_SHOWN, key) for key in ("ArrowRight", "ArrowLeft") * 5
    ]
    widget.press("tl-play")
    widget.page.wait_for_timeout(500)
    rate = frames / seconds
    return {
        "frames/s": rate,
        "steps/s": trained,
        "epochs/frame": trained / rate / 25,
        "slider ms": median(delays),
    }


def screenshot(widget: Widget, path: Path) -> None:
    set_state(widget, "data=spiral&depth=4&width=16&activation=relu&init=he_normal&population=64")
    widget.press("tl-play")
    widget.wait_steps(2500)
    widget.press("tl-pin")
    widget.slide("lr", "ArrowRight", 2)
    widget.page.wait_for_timeout(4000)
    path.parent.mkdir(exist_ok=True)
    widget.root.screenshot(path=path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=8.0, help="of counting frames")
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
            print("6 hidden layers of 8, batches of 10 from 250 points, 1280x800")
            print(f"{'':20}{'frames/s':>10}{'steps/s':>10}{'epochs/frame':>14}{'slider ms':>11}")
            for name, state in SETTINGS.items():
                f = measure(widget, state, arguments.seconds)
                epochs = f["frames/s"] * f["epochs/frame"] / (PEER_FRAMES * PEER_EPOCHS)
                print(
                    f"{name:20}{f['frames/s']:10.0f}{f['steps/s']:10.0f}"
                    f"{f['epochs/frame']:14.1f}{f['slider ms']:11.0f}"
                    f"   {f['frames/s'] / PEER_FRAMES:.1f}x frames, {epochs:.0f}x epochs"
                )


if __name__ == "__main__":
    main()
