"""Which files beside a notebook answers may not see, and how a submission runs without them."""

import pytest

from gradelab.execution import questions, runner
from gradelab.sandbox import Limits
from tests.gradelab import own
from tests.gradelab.small import scores

HIDDEN = {path for path in own.FILES if path not in ("tools.py", "data.txt")}


@pytest.fixture(scope="module")
def own_plan(sandbox):
    return runner.prepare(own.notebook(own.RIGHT), sandbox, Limits(), own.FILES)


def _withheld(files, *cells, asking=("mine",)):
    return set(questions.withheld(asking, {p: t.encode() for p, t in files.items()}, cells))


@pytest.mark.parametrize(
    ("files", "cells", "hidden"),
    [
        ({"mine.py": "", "other.py": ""}, (), {"mine.py"}),
        ({"mine.py": "import a", "a.py": "import b", "b.py": ""}, (), {"mine.py", "a.py", "b.py"}),
        ({"mine.py": "import a", "a.py": ""}, ("from a import f",), {"mine.py"}),
        ({"mine.py": "import a", "a.py": "", "b.py": "import a"}, ("import b",), {"mine.py"}),
        ({"mine.py": "import a", "a.py": ""}, ("import mine",), {"mine.py", "a.py"}),
        ({"mine/x.py": "from . import y", "mine/z.csv": "1", "z.csv": "2"}, (), "mine/"),
        ({"mine.py": "def f(): from a.b import c", "a/b.py": "", "a/d.txt": ""}, (), "ma"),
        ({"mine.py": "import mine, numpy", "b.py": "import ("}, (), {"mine.py"}),
    ],
)
def test_what_holds_questions_and_what_only_they_import_is_withheld(files, cells, hidden):
    if isinstance(hidden, str):
        hidden = {path for path in files if path.startswith(tuple(hidden.rstrip("/")))}
    assert _withheld(files, *cells) == hidden


def test_without_questions_nothing_is_withheld():
    assert _withheld({"a.py": "import b", "b.py": ""}, asking=()) == set()


def test_where_answers_run_modules_are_stubs_and_data_is_gone():
    shown = questions.stubbed({"q.py": b"x = 1", "q.csv": b"1", "t.py": b"y"}, {"q.py", "q.csv"})
    assert shown["t.py"] == b"y"
    assert b"x = 1" not in shown["q.py"]
    assert "q.csv" not in shown


@pytest.mark.parametrize(
    ("tests", "sets"),
    [
        (['check("ps2/sgd", sgd)', "check(\n    'ps3/z_score', z_score)"], "ps2 ps3"),
        (['check("tanh_forward", tanh_forward)', 'check("ps4/cosine", cosine)'], "ps1 ps4"),
        (['check("ps9/halve", halve)'], ""),
        (["assert halve(2) == 1"], "ps1 ps2 ps3 ps4 ps5 ps6 ps7 ps8"),
    ],
)
def test_the_checks_of_the_sets_that_tests_name_are_there_before_an_answer(tests, sets, sandbox):
    there = "import sys\nfound = [n.split('.') for n in sys.modules if 'trainlab.checks.ps' in n]\n"
    there += "print(*sorted(parts[2] for parts in found if len(parts) == 3))"
    with sandbox.kernel(Limits(), rehearsal=(questions.importing(tests),)) as kernel:
        _, outputs = kernel.ask({"run": there})
    assert "".join(output["text"] for output in outputs).split() == sets.split()


def test_the_plan_of_a_problem_set_knows_its_questions(own_plan):
    assert own_plan.asking == ("bank.rates", "questions")
    assert own_plan.withheld == HIDDEN
    assert own_plan.repeatable == set(own.POINTS)
    assert own_plan.remarks == ()


def test_a_right_answer_gets_its_points(own_plan, sandbox):
    outcome = runner.run(own.notebook(own.RIGHT), own_plan, Limits(), sandbox, own.FILES)
    assert (outcome.reason, scores(outcome.notebook)) == (None, own.POINTS)


def test_a_wrong_answer_is_told_its_mistake_and_its_name(own_plan, sandbox):
    answers = own.RIGHT | {"halve": "def halve(x):\n    return x + x"}
    outcome = runner.run(own.notebook(answers), own_plan, Limits(), sandbox, own.FILES)
    assert scores(outcome.notebook) == own.POINTS | {"test-halve": 0.0}
    picture, error = outcome.notebook.cells[3].outputs
    assert picture.data["text/plain"].startswith("your y (wrong: › ‹):")
    assert "<table>" in picture.data["text/html"]
    assert error.evalue.startswith("halve: You doubled x; halve it.\nIn three numbers, y[0] is ")
    assert error.evalue.endswith(" [ps9/halve: doubled]")


def test_a_students_own_cell_may_call_a_check_before_any_test_and_read_other_files(
    own_plan, sandbox
):
    before = "from tools import scaled\nprint(open('data.txt').read(), scaled(2))\n"
    before += "check('ps9/halve', lambda x: x / 2)\ncheck('ps9/triple', lambda x: x)"
    outcome = runner.run(own.notebook(own.RIGHT, before), own_plan, Limits(), sandbox, own.FILES)
    printed, _, error = outcome.notebook.cells[1].outputs
    assert printed.text == "for everybody 6\nhalve is right: three numbers.\n"
    assert error.evalue.endswith(" [ps9/triple]")


def test_the_stubs_can_be_imported_in_every_way(own_plan, sandbox):
    after = "import questions as q\nfrom questions import halve\nimport bank.rates\n"
    after += (
        "from bank.rates import triple\nprint('imported', len(open('questions.py').read()) < 60)"
    )
    outcome = runner.run(
        own.notebook(own.RIGHT, after=after), own_plan, Limits(), sandbox, own.FILES
    )
    assert outcome.notebook.cells[-1].outputs[0].text == "imported True\n"


LIBRARY = {
    "in its cell": "import torch\ndef halve(x):\n    return (torch.tensor(x) / 2).numpy()",
    "in the answer": "def halve(x):\n    import torch.optim\n    return x / 2",
    "by name": "import importlib\nhalve = lambda x: importlib.import_module('scipy').nothing(x)",
}


@pytest.mark.parametrize("answer", LIBRARY.values(), ids=LIBRARY)
def test_a_library_that_the_set_does_not_name_is_refused_in_a_sentence(answer, own_plan, sandbox):
    assert "numpy" in own_plan.libraries
    assert "torch" not in own_plan.libraries
    outcome = runner.run(
        own.notebook(own.RIGHT | {"halve": answer}), own_plan, Limits(), sandbox, own.FILES
    )
    assert outcome.reason is None
    assert scores(outcome.notebook) == own.POINTS | {"test-halve": 0.0}
    said = str([cell.get("outputs") for cell in outcome.notebook.cells])
    assert "may import Python's own modules and numpy" in said


def test_what_the_notebook_itself_imports_may_be_imported(own_plan, sandbox):
    answer = "import numpy.linalg, tools, json, IPython.display\ndef halve(x):\n    return x / 2"
    outcome = runner.run(
        own.notebook(own.RIGHT | {"halve": answer}), own_plan, Limits(), sandbox, own.FILES
    )
    assert scores(outcome.notebook) == own.POINTS


def test_a_set_that_names_no_libraries_refuses_none(plan):
    assert plan.libraries is None
