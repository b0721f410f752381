"""A JupyterLab server over a copy of the course, and a page on it that must stay free of errors."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .jupyter import TIMEOUT, Lab, chromium_browser, server

ROOT = Path(__file__).parents[2]
expect.set_options(timeout=TIMEOUT)


@pytest.fixture(scope="package")
def browser(chromium):
    with chromium_browser(chromium) as opened:
        yield opened


@pytest.fixture(scope="module")
def lab_root(tmp_path_factory):
    """The folder that is served, with a copy of the course."""
    folder = tmp_path_factory.mktemp("lab") / "root"
    shutil.copytree(ROOT / "course", folder / "course")
    return folder


@pytest.fixture(scope="module")
def course_url(lab_root):
    home = lab_root.parent / "home"
    home.mkdir()
    with server(lab_root, home) as url:
        yield url


@pytest.fixture(scope="module")
def context(browser):
    """One user's browser, which keeps what it has loaded."""
    opened = browser.new_context(viewport={"width": 1280, "height": 800})
    yield opened
    opened.close()


@pytest.fixture
def lab(context, course_url, tmp_path):
    opened = Lab(context.new_page(), course_url)
    yield opened
    opened.page.screenshot(path=tmp_path / "last.png")
    assert opened.errors == []
    assert opened.tracebacks() == []
    opened.page.close()
