"""The page's modules pass TypeScript's checker, and can be joined into one."""

import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from .packages import HERE, node_modules

FRONT = HERE.parents[1] / "lib" / "trainlab" / "widgets" / "front"
MODULES = sorted(FRONT.glob("*.js"))
OPTIONS = (
    "--noEmit --allowJs --checkJs --strict --target es2022 --module es2022 "
    "--moduleResolution bundler --lib es2022,dom,dom.iterable"
)


@pytest.fixture(scope="session")
def tsc() -> Path:
    """TypeScript's checker."""
    return node_modules() / ".bin" / "tsc"


def test_types_are_right(tsc):
    command = [tsc, *OPTIONS.split(), *MODULES]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_checker_finds_a_wrong_type(tsc, tmp_path):
    wrong = tmp_path / "wrong.js"
    wrong.write_text("/** @param {number} x */\nexport function f(x) { return x.length; }\n")
    done = subprocess.run([tsc, *OPTIONS.split(), wrong], capture_output=True, text=True)
    assert "error TS2339" in done.stdout


def test_modules_can_be_joined_names_are_unique_and_imports_stand_on_one_line():
    names: Counter[str] = Counter()
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        names.update(re.findall(r"^(?:export )?(?:class|function|const|let) (\w+)", text, re.M))
        for line in re.findall(r"^(?:import|export)\b.*", text, re.M):
            joinable = (
                r'import \{ [\w, ]+ \} from "\./\w+\.js";|export (?:class|function|const) \w+.*'
            )
            assert re.fullmatch(joinable + r"|export default \{ render \};", line), (
                path.name,
                line,
            )
    assert [name for name, count in names.items() if count > 1] == []
