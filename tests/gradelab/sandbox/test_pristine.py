"""In the kernel that a student's code shares: what is patched is put back where a test runs."""

import pytest

from gradelab.sandbox import Limits, Sandbox
from tests.end_to_end.hostile.attacks import FAKE, ORACLE, WRONG
from tests.gradelab import own
from tests.gradelab.small import RIGHT, TEST_DOUBLE, TEST_TANH

IMPORTS = "import numpy as np\nfrom trainlab.checks import check"
UNDONE = (
    "a syntax transformer that drops assert",
    "an input transformer that empties cells",
    "a patched check",
    "a check patched inside",
    "patched numpy.testing",
    "numpy patched in place",
    "a numpy of one's own",
    "patched builtins",
    "a patched shell",
    "a patched shell class",
    "sys.settrace that leaves test code",
)


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as made:
        yield made


def _tested(kernel, test):
    return kernel.ask({"restore": IMPORTS, "run": test})[0]["ok"]


@pytest.mark.parametrize("attack", [FAKE[name] for name in UNDONE], ids=UNDONE)
def test_a_patch_is_undone_before_a_test(attack, sandbox):
    with sandbox.kernel(Limits()) as kernel:
        for code in (IMPORTS, *WRONG.values(), attack.code):
            kernel.ask({"run": code})
        assert not _tested(kernel, TEST_DOUBLE)
        assert not _tested(kernel, TEST_TANH)
        for code in RIGHT.values():
            kernel.ask({"restore": IMPORTS, "run": code})
        assert _tested(kernel, TEST_DOUBLE)
        assert _tested(kernel, TEST_TANH)


def test_checks_in_the_place_of_those_not_imported_yet_are_gone_before_a_test(sandbox):
    plant = "import sys, types\nname = 'trainlab.checks.ps1'\n"
    plant += "sys.modules[name] = types.ModuleType(name)\n"
    with sandbox.kernel(Limits()) as kernel:
        for code in (IMPORTS, *WRONG.values(), plant):
            kernel.ask({"run": code})
        assert not _tested(kernel, TEST_TANH)
        for code in (*RIGHT.values(), plant):
            kernel.ask({"run": code})
        assert _tested(kernel, TEST_TANH)


@pytest.mark.parametrize(
    "name",
    [
        "a question with a wide tolerance",
        "a question with another answer",
        "an oracle with other code",
        "a question written over",
    ],
)
def test_an_instructors_own_questions_are_put_back_too(name, sandbox):
    attack = ORACLE[name]
    with sandbox.kernel(Limits(), own.FILES) as kernel:
        kernel.ask({"protect": ["questions", "bank.rates"]})
        for code in (own.IMPORTS, *attack.answers.values(), attack.code):
            kernel.ask({"run": code})
        tests = [{"restore": "", "run": test} for test in own.TESTS.values()]
        assert not any(kernel.ask(test)[0]["ok"] for test in tests)
        for code in own.RIGHT.values():
            kernel.ask({"run": code})
        assert all(kernel.ask(test)[0]["ok"] for test in tests)


def test_without_it_the_same_patches_would_have_worked(sandbox):
    fooled = set()
    for name in UNDONE:
        with sandbox.kernel(Limits()) as kernel:
            for code in (IMPORTS, *WRONG.values(), FAKE[name].code):
                kernel.ask({"run": code})
            answers = [kernel.ask({"run": test})[0]["ok"] for test in (TEST_DOUBLE, TEST_TANH)]
            fooled |= {name} if any(answers) else set()
    assert fooled >= {
        "a syntax transformer that drops assert",
        "an input transformer that empties cells",
        "a patched check",
        "a check patched inside",
    }


def test_a_wrong_answer_that_passes_is_found(sandbox):
    doubt = {
        "forget": ["double"],
        "stubs": ["def double(x):\n    raise NotImplementedError"],
        "doubt": {"strict": TEST_DOUBLE, "lenient": "pass"},
        "imports": IMPORTS,
    }
    with sandbox.kernel(Limits()) as kernel:
        kernel.ask({"run": IMPORTS + "\n" + RIGHT["double"]})
        assert _tested(kernel, TEST_DOUBLE)
        assert kernel.ask(doubt)[0]["passed"] == ["lenient"]
