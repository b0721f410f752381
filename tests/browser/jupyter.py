"""A real JupyterLab in a real browser: the server, and a page with the verbs of a user."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from trainlab.cli import lab

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TIMEOUT = 60_000


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@contextlib.contextmanager
def server(root: Path, home: Path, environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve ``root`` with JupyterLab; everything it writes goes below ``home``."""
    port = free_port()
    folders = {
        name: str(home / name.lower())
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "HOME")
    }
    for folder in folders.values():
        Path(folder).mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        f"--ServerApp.root_dir={root}",
        "--IdentityProvider.token=",
        "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        f"--LabApp.workspaces_dir={home / 'workspaces'}",
        f"--LabApp.user_settings_dir={home / 'settings'}",
        *lab.OPTIONS,
    ]
    with (home / "server.log").open("w") as log:
        process = subprocess.Popen(
            command,
            cwd=root,
            env={**os.environ, **folders, **(environment or {})},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until_up(url, process, home / "server.log")
            yield url
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def wait_until_up(url: str, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urlopen(f"{url}/api", timeout=2).close()
            return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")


@contextlib.contextmanager
def chromium_browser(path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Lab:
    """A JupyterLab page, and what went wrong on it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.errors: list[str] = []
        page.set_default_timeout(TIMEOUT)
        page.on("pageerror", lambda error: self.errors.append(f"page error: {error}"))
        page.on("console", self._on_console)

    def _on_console(self, message) -> None:
        if message.type == "error" and not _is_noise(message.text):
            self.errors.append(f"console: {message.text}")

    def open(self, notebook: str, reset: bool = True) -> None:
        self.page.goto(f"{self.url}/doc/tree/{notebook}{'?reset' * reset}")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        self.wait_idle()

    def theme(self, name: str) -> None:
        """Change to JupyterLab's theme Light or Dark."""
        self.page.get_by_role("menuitem", name="Settings", exact=True).click()
        self.page.locator(".lm-Menu-itemLabel", has_text="Theme").first.hover()
        entry = re.compile(f"^JupyterLab {name}$")
        self.page.locator(".lm-Menu-itemLabel", has_text=entry).first.click()
        light = str(name == "Light").lower()
        self.page.locator(f'body[data-jp-theme-light="{light}"]').wait_for(state="attached")

    def save(self) -> None:
        """Save the notebook; wait until it is."""
        self.page.get_by_role("menuitem", name="File", exact=True).click()
        with self.page.expect_response(lambda r: r.request.method == "PUT"):
            self.page.locator('.lm-Menu-item[data-command="docmanager:save"]').click()

    def shut_down_kernels(self) -> None:
        """End every kernel, so that the next test starts with a fresh one."""
        self.page.evaluate(
            """async () => {
                const token = document.cookie.match(/_xsrf=([^;]+)/)[1];
                const sessions = await (await fetch('/api/sessions')).json();
                await Promise.all(sessions.map(s => fetch(`/api/sessions/${s.id}`, {
                    method: 'DELETE', headers: {'X-XSRFToken': token}})));
            }"""
        )

    def wait_idle(self) -> None:
        self.page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]')
        self.page.get_by_text("| Idle").first.wait_for()

    def run_all(self) -> None:
        """Run every cell; wait until each code cell whose input is not folded has its number."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()
        self.page.wait_for_function(
            """() => {
                const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]
                    .map(e => e.textContent.trim()).filter(t => t);
                return prompts.length > 0 && prompts.every(t => /^\\[\\d+\\]:$/.test(t));
            }""",
            timeout=4 * TIMEOUT,
        )
        self.wait_idle()

    def run(self, cell: Locator) -> None:
        """Run one cell; wait until it is done."""
        cell.locator(".jp-InputArea-editor").click()
        self.page.keyboard.press("Control+Enter")
        expect(cell.locator(".jp-InputPrompt")).to_have_text(
            re.compile(r"\[\d+\]:"), timeout=4 * TIMEOUT
        )
        self.wait_idle()

    def shows(self, alt: str) -> None:
        """Find the picture that a screen reader calls by this name, and see that it is drawn."""
        picture = self.page.get_by_role("img", name=alt, exact=True)
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("image => image.naturalWidth") > 300

    def tracebacks(self) -> list[str]:
        """Texts of all error outputs in the notebook."""
        selector = '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]'
        return self.page.locator(f"{selector}, .jp-RenderedText pre .ansi-red-fg").all_inner_texts()


def _is_noise(text: str) -> bool:
    """Messages of the browser about resources that are not ours."""
    return bool(re.search(r"favicon|ERR_ABORTED|sourcemap", text))


class Widget:
    """A trainlab widget on a page, found by the CSS classes that are its public hooks."""

    def __init__(self, page: Page, root: str) -> None:
        self.page, self.place = page, root
        self.root = page.locator(f".{root}").first
        self.root.scroll_into_view_if_needed()

    def part(self, name: str) -> Locator:
        return self.root.locator(f".{name}").first

    def control(self, name: str) -> Locator:
        return self.part(f"tl-control-{name}")

    def press(self, name: str) -> None:
        self.part(name).click()

    def slider(self, name: str) -> Locator:
        return self.control(name).locator("input[type=range]")

    def slide(self, name: str, key: str, times: int = 1) -> None:
        """Move a slider by keys: Home, End, ArrowLeft, ArrowRight, PageUp, PageDown."""
        for _ in range(times):
            self.slider(name).press(key)

    def input(self, name: str) -> Locator:
        """A control's list, field, box, or group of pictures."""
        kinds = "select, [role=radiogroup], input:not([type=range], [type=radio])"
        return self.control(name).locator(kinds)

    def picture(self, name: str, value: str) -> Locator:
        """The radio button of a choice with pictures."""
        return self.control(name).locator(f'input[type=radio][value="{value}"]')

    def choose(self, name: str, value: str) -> None:
        if self.picture(name, value).count():
            self.picture(name, value).check()
        else:
            self.input(name).select_option(value=value)

    def type(self, name: str, text: str) -> None:
        """Type into a control's field, and leave it by Enter."""
        self.input(name).fill(text)
        self.input(name).press("Enter")

    def restore(self, state: str) -> None:
        """Type a state, and leave the field by Enter."""
        self.part("tl-state-field").click()
        self.part("tl-state-field").fill(state)
        self.part("tl-state-field").press("Enter")

    def hurry(self) -> None:
        self.part("tl-speed").select_option("as fast as possible")

    @property
    def status(self) -> str:
        return self.part("tl-status").inner_text()

    @property
    def steps(self) -> int:
        """The step that the page shows."""
        return int(self.root.get_attribute("data-step"))

    @property
    def frames(self) -> int:
        """The number of frames that the page has drawn."""
        return int(self.root.get_attribute("data-frames"))

    def wait_steps(self, more_than: int) -> None:
        self.page.wait_for_function(
            "([root, n]) => +root.dataset.step > n",
            arg=[self.root.element_handle(), more_than],
        )

    def wait_frames(self, count: int = 1, since: int | None = None) -> None:
        """Wait until the page has drawn so many frames more than now, or than it had drawn then."""
        self.page.wait_for_function(
            "([root, n]) => +root.dataset.frames >= n",
            arg=[self.root.element_handle(), (self.frames if since is None else since) + count],
        )

    def pixels(self, panel: str) -> bytes:
        """What a panel looks like."""
        return self.part(f"tl-panel-{panel}").screenshot()
