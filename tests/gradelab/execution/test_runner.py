"""Running one submission: honest ones get what nbgrader gives, everything else its reason."""

from copy import deepcopy

import pytest
from nbclient import NotebookClient
from nbgrader.utils import is_grade

from gradelab.core.attention import Reason
from gradelab.core.errors import GradelabError
from gradelab.course.marking import determined
from gradelab.execution import runner, witness
from gradelab.execution.stops import Stops
from gradelab.sandbox import Limits
from tests.gradelab.small import DOUBLE, LIMITS, POINTS, RIGHT, TANH, notebook, scores

HONEST = {
    "right": RIGHT,
    "one wrong": RIGHT | {"double": "def double(x):\n    return x + 2"},
    "wrong in a hidden test": RIGHT | {"double": "def double(x):\n    return abs(2 * x)"},
    "changes its argument": RIGHT
    | {"tanh": "def tanh_forward(z):\n    z[...] = np.tanh(z)\n    return z"},
    "prints in its function": RIGHT
    | {"double": "def double(x):\n    print('doubling', x)\n    return 2 * x"},
    "warns in its function": RIGHT
    | {"double": "import warnings\ndef double(x):\n    warnings.warn('eh')\n    return 2 * x"},
    "returns a matrix": RIGHT
    | {"tanh": "def tanh_forward(z):\n    return np.asmatrix(np.tanh(z))"},
    "an object that can be called": RIGHT
    | {"double": "from functools import partial\ndouble = partial(lambda a, x: a * x, 2)"},
    "uses magics": RIGHT | {"double": "%matplotlib inline\n!echo hi\ndouble = lambda x: 2 * x"},
    "a syntax error": RIGHT | {"double": "def double(x) return 2 * x"},
    "nothing": {"double": "raise NotImplementedError", "tanh": ""},
}


def earned(executed) -> dict[str, float | None]:
    """Return the points of every test of an executed notebook, as they are recorded."""
    return {
        cell.metadata.nbgrader.grade_id: determined(cell)
        for cell in executed.cells
        if is_grade(cell)
    }


@pytest.mark.parametrize("answers", HONEST.values(), ids=HONEST)
def test_an_honest_submission_gets_what_one_kernel_would_give(answers, plan, sandbox):
    submission = notebook(answers)
    outcome = runner.run(submission, plan, LIMITS, sandbox)
    plain = deepcopy(submission)
    plain.cells[0].source += "\nimport warnings\nwarnings.simplefilter('ignore')"
    NotebookClient(plain, allow_errors=True, kernel_name="python3").execute()
    assert (outcome.state, outcome.detail) == ("graded", "")
    assert earned(outcome.notebook) == scores(plain)


#: What writes to stderr, beside a right answer.
NOISY = {
    "warns": "import warnings\n    warnings.warn('eh', stacklevel=1)",
    "logs": "import logging\n    logging.warning('eh')",
    "shows its progress": "from tqdm import tqdm\n    for _ in tqdm([1]): pass",
    "overflows": "np.exp(np.array(1e9))",
    "prints there": "import sys\n    print('eh', file=sys.stderr)",
}


@pytest.mark.parametrize("noise", NOISY.values(), ids=NOISY)
def test_what_is_on_stderr_is_no_verdict_and_can_be_read(noise, plan, sandbox):
    answer = f"def double(x):\n    {noise}\n    return 2 * x"
    outcome = runner.run(notebook(RIGHT | {"double": answer}), plan, LIMITS, sandbox)
    assert (outcome.reason, earned(outcome.notebook)) == (None, POINTS)
    assert outcome.notebook.cells[3].outputs[0].text.strip()


@pytest.mark.parametrize(
    ("test", "says"),
    [
        ("12.0", "gets 12 of 4 points in its own test 'test-double'"),
        ("3", "gets 3 of 4 points in its own test 'test-double'"),
        ("-1", "gets 0 of 4 points in its own test 'test-double'"),
        ("False", "gets 0 of 4 points in its own test 'test-double'"),
        ("float('nan')", "gets 0 of 4 points in its own test 'test-double'"),
    ],
)
def test_a_reference_that_does_not_get_its_points_is_refused(test, says, sandbox):
    source = notebook(RIGHT)
    source.cells[3].source = test
    with pytest.raises(GradelabError, match=says):
        runner.prepare(source, sandbox, LIMITS)


@pytest.mark.parametrize(
    "test",
    [
        "import sys\nprint('eh', file=sys.stderr)",
        "double(2.0)",
        "np.float64(double(2))",
        "True",
        "np.int64(4)",
    ],
)
def test_a_test_that_gives_the_reference_its_points_gives_them_to_the_right_answer(test, sandbox):
    source = notebook(RIGHT)
    source.cells[3].source = test
    plan = runner.prepare(source, sandbox, LIMITS)
    outcome = runner.run(source, plan, LIMITS, sandbox)
    assert (outcome.reason, earned(outcome.notebook)) == (None, POINTS)


def test_a_right_submission_gets_all_points(plan, sandbox):
    assert scores(runner.run(notebook(RIGHT), plan, LIMITS, sandbox).notebook) == POINTS


def test_the_given_notebook_is_left_alone_and_the_executed_one_is_counted_through(plan, sandbox):
    submission = notebook(RIGHT, after="1 + 1")
    before = deepcopy(submission)
    executed = runner.run(submission, plan, LIMITS, sandbox).notebook
    assert submission == before
    counts = [cell.execution_count for cell in executed.cells if cell.source]
    assert counts == [1, 2, 3, 4, 5, 6]
    assert executed.cells[-1].outputs[0].execution_count == 6
    assert executed.cells[-1].outputs[0].data == {"text/plain": "2"}


def test_what_a_function_prints_under_test_is_shown_below_the_test(plan, sandbox):
    answers = RIGHT | {"double": "def double(x):\n    print('seen', x)\n    return 2 * x"}
    executed = runner.run(notebook(answers), plan, LIMITS, sandbox).notebook
    assert executed.cells[3].outputs[0].text.startswith("seen 3\n")


def test_a_wrong_answer_is_told_what_was_wrong(plan, sandbox):
    answers = RIGHT | {"tanh": "def tanh_forward(z):\n    return z"}
    error = runner.run(notebook(answers), plan, LIMITS, sandbox).notebook.cells[5].outputs[-1]
    assert (error.output_type, error.ename) == ("error", "CheckFailed")
    assert "tanh_forward" in error.evalue


def test_a_check_in_a_students_own_cell_works(plan, sandbox):
    answers = RIGHT | {"tanh": "def tanh_forward(z):\n    return z"}
    after = "check('tanh_forward', lambda z: np.tanh(z))\n"
    for error in ("AssertionError", "CheckFailed"):
        after += (
            f"try:\n    check('tanh_forward', tanh_forward)\nexcept {error}:\n    print('wrong')\n"
        )
    after = f"from trainlab.checks import CheckFailed\n{after}"
    executed = runner.run(notebook(answers, after=after), plan, LIMITS, sandbox).notebook
    texts = "".join(output.get("text", "") for output in executed.cells[-1].outputs)
    first, *others = texts.splitlines()
    assert first.startswith("tanh_forward is right: 2 cases")
    assert others.count("wrong") == 2


def test_files_of_the_submission_lie_in_its_folder(plan, sandbox):
    after = "print(open('data/x.txt').read())"
    files = {"data/x.txt": b"from the student"}
    executed = runner.run(notebook(RIGHT, after=after), plan, LIMITS, sandbox, files).notebook
    assert executed.cells[-1].outputs[0].text == "from the student\n"


def test_a_cell_that_claims_to_be_a_test_and_is_none_does_not_run(plan, sandbox):
    submission = notebook(RIGHT)
    submission.cells[3].source = "# removed"
    executed = runner.run(submission, plan, LIMITS, sandbox).notebook
    assert executed.cells[3].execution_count is None
    assert executed.cells[5].execution_count is not None


def test_a_cell_that_wants_to_exit_goes_on(plan, sandbox):
    outcome = runner.run(notebook(RIGHT, before="exit()\nquit()"), plan, LIMITS, sandbox)
    assert (outcome.reason, scores(outcome.notebook)) == (None, POINTS)
    assert outcome.notebook.cells[2].outputs == []


def test_a_test_reads_no_file_of_the_students(sandbox):
    test = "import os\nassert double(3) == (5 if os.path.exists('expected.txt') else 6)"
    source, wrong = notebook(RIGHT), notebook(RIGHT | {"double": "double = lambda x: 5"})
    source.cells[3].source = wrong.cells[3].source = test
    plan = runner.prepare(source, sandbox, LIMITS)
    outcome = runner.run(wrong, plan, LIMITS, sandbox, {"expected.txt": b"5"})
    assert (outcome.reason, scores(outcome.notebook)["test-double"]) == (Reason.DISAGREEMENT, 0)


def test_the_processor_can_be_read_about(plan, sandbox):
    look = "print(open('/proc/cpuinfo').read().count('processor'))"
    shown = (
        runner.run(notebook(RIGHT, after=look), plan, LIMITS, sandbox).notebook.cells[-1].outputs
    )
    assert int(shown[0].text) >= 1


def test_a_submission_leaves_nothing_to_the_next(plan, sandbox):
    spoil = "import builtins, sys\nbuiltins.left = sys.left = np.left = 1\n"
    spoil += "open('/tmp/left', 'w').write('x'); open('left', 'w').write('x')"
    look = "import os, sys\nassert not (hasattr(np, 'left') or hasattr(sys, 'left'))\n"
    look += "assert not os.path.exists('/tmp/left') and os.listdir() == []\nleft"
    runner.run(notebook(RIGHT, after=spoil), plan, LIMITS, sandbox)
    executed = runner.run(notebook(RIGHT, after=look), plan, LIMITS, sandbox).notebook
    assert executed.cells[-1].outputs[0].ename == "NameError"


def test_a_picture_is_kept_as_a_picture(plan, sandbox):
    after = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"
    executed = runner.run(notebook(RIGHT, after=after), plan, LIMITS, sandbox).notebook
    assert executed.cells[-1].outputs[-1].data["image/png"].startswith("iVBOR")


def test_a_display_is_updated_in_place(plan, sandbox):
    after = "from IPython.display import display\nh = display(1, display_id=True)\nh.update(2)"
    executed = runner.run(notebook(RIGHT, after=after), plan, LIMITS, sandbox).notebook
    assert [output.data["text/plain"] for output in executed.cells[-1].outputs] == ["2"]


def test_a_plan_knows_which_tests_can_fail_and_be_repeated(plan):
    assert plan.sentinels == plan.repeatable == set(POINTS)
    assert plan.answers == ("double", "tanh_forward")


def test_a_reference_solution_that_fails_is_explained(sandbox):
    wrong = notebook(RIGHT | {"double": DOUBLE.replace("2 * x", "3 * x")})
    with pytest.raises(GradelabError, match="fails its own test 'test-double'"):
        runner.prepare(wrong, sandbox, LIMITS)


def test_a_file_that_gives_an_answer_away_is_remarked(sandbox):
    files = {"helpers.py": b"def double(x):\n    return 2 * x\n", "other.py": b"y = 1"}
    plan = runner.prepare(notebook(RIGHT), sandbox, LIMITS, files)
    assert plan.remarks == (
        "helpers.py defines double, which students are to write, and lies where they can read it.",
    )


def test_a_cell_that_fails_only_where_it_is_graded_is_remarked(sandbox):
    after = 'with open("/proc/meminfo") as told:\n    print(len(told.read()) > 0)'
    (remark,) = runner.prepare(notebook(RIGHT, after=after), sandbox, LIMITS).remarks
    assert remark.startswith("Code cell 6 fails where submissions are graded, though no test does:")
    assert "FileNotFoundError: [Errno 2] No such file or directory: '/proc/meminfo'" in remark


def test_a_cell_that_failed_before_the_test_is_named(sandbox):
    source = notebook(RIGHT, before="import no_such_module\nfactor = 2")
    source.cells[3].source = "assert double(3) == 3 * factor"
    with pytest.raises(GradelabError) as refused:
        runner.prepare(source, sandbox, LIMITS)
    said = str(refused.value)
    assert "'test-double' (NameError: name 'factor' is not defined) after code cell 3" in said
    assert "(ModuleNotFoundError: No module named 'no_such_module'); mend solutions/" in said


def test_a_test_that_cannot_be_repeated_from_outside_runs_inside(sandbox):
    needs_class = "class Pair(tuple):\n    ### BEGIN SOLUTION\n    pass\n    ### END SOLUTION\n"
    source = notebook({"double": DOUBLE, "tanh": TANH + "\n" + needs_class})
    source.cells[5].source += "assert issubclass(Pair, tuple) and Pair([1]) == (1,)"
    plan = runner.prepare(source, sandbox, LIMITS)
    assert plan.repeatable == {"test-double"}
    assert scores(runner.run(source, plan, LIMITS, sandbox).notebook) == POINTS
    fake = deepcopy(source)
    fake.cells[4].source = "class Pair(tuple): pass\nimport trainlab.checks.question as q\n"
    fake.cells[4].source += "tanh_forward = None\nimport numpy.testing\n"
    outcome = runner.run(fake, plan, LIMITS, sandbox)
    assert outcome.reason in (None, Reason.TAMPERING)
    assert scores(outcome.notebook)["test-tanh"] == 0


#: What never ends, and leaves the processor to others; the hostile corpus has what takes it all.
WAITS = "import time\nwhile True: time.sleep(0.1)"
ENDLESS = "import time\ndef double(x):\n    while True: time.sleep(0.1)\n"
INSIDE = "import sys\ndef double(x):\n"
INSIDE += "    while hasattr(sys.modules['trainlab.checks'], '__file__'): pass\n    return 2 * x"
STOPPED = {
    "an answer without end": ({"double": ENDLESS}, "", Reason.TIMED_OUT, 0, "test-double"),
    "an answer without end inside": ({"double": INSIDE}, "", Reason.TIMED_OUT, 0, "test-double"),
    "an answer that ends the kernel": (
        {"double": "import os\ndef double(x):\n    os._exit(0)"},
        *("", Reason.KILLED, 0, "test-double"),
    ),
    "an answer that eats memory": (
        {"double": "def double(x):\n    return bytearray(10**12)"},
        *("", Reason.OUT_OF_MEMORY, 0, "test-double"),
    ),
    "a cell without end": ({}, WAITS, Reason.TIMED_OUT, 4, None),
    "a cell that defines, without end": (
        {"double": f"def double(x):\n    return 2 * x\n{WAITS}"},
        *("", Reason.TIMED_OUT, 4, None),
    ),
    "a definition without end": (
        {"double": f"{ENDLESS}\ndef double(x, y=double(0)):\n    return 2 * x"},
        *("", Reason.TIMED_OUT, 0, None),
    ),
    "a cell that ends the kernel": ({}, "import os\nos._exit(0)", Reason.KILLED, 4, None),
    "a cell that hoards": ({}, "hoard = bytearray(10**12)", Reason.OUT_OF_MEMORY, 4, None),
    "a cell that prints too much": ({}, "print('x' * 10**8)", Reason.OUTPUT_FLOOD, 4, None),
}


@pytest.mark.parametrize(
    ("answers", "before", "reason", "points", "waits"), STOPPED.values(), ids=STOPPED
)
def test_after_a_stop_the_other_questions_are_graded(
    answers, before, reason, points, waits, plan, sandbox
):
    limits = Limits(cell_seconds=2, seconds=120)
    outcome = runner.run(notebook(RIGHT | answers, before), plan, limits, sandbox)
    assert outcome.reason is reason
    assert scores(outcome.notebook) == {"test-double": points, "test-tanh": 6.0}
    assert outcome.waiting == ((waits,) if waits else ())
    said = [
        (cell.metadata.get("nbgrader", {}).get("grade_id"), output.evalue)
        for cell in outcome.notebook.cells
        for output in cell.outputs
        if output.get("ename") == "Stopped"
    ]
    (where, what), *more = said
    assert more == []
    assert where == (waits or ("double" if "double" in answers else None))
    assert str(reason) in what


def test_all_restarts_share_the_time_of_the_submission_and_what_has_not_run_waits(plan, sandbox):
    submission = notebook(RIGHT, before=WAITS)
    submission.cells[2:2] = [deepcopy(submission.cells[2]) for _ in range(50)]
    outcome = runner.run(submission, plan, Limits(cell_seconds=1, seconds=3), sandbox)
    assert outcome.reason is Reason.TIMED_OUT
    assert set(outcome.waiting) == set(POINTS)
    assert set(scores(outcome.notebook).values()) <= {0.0}


def test_a_kernel_that_dies_under_the_last_test_has_died_and_is_not_accused(plan, sandbox):
    dies_outside = "def tanh_forward(z):\n    import os, sys\n"
    dies_outside += "    hasattr(sys.modules['trainlab.checks'], '__file__') or os._exit(0)\n"
    outcome = runner.run(
        notebook(RIGHT | {"tanh": dies_outside + "    return np.tanh(z)"}), plan, LIMITS, sandbox
    )
    assert (outcome.reason, outcome.waiting) == (Reason.KILLED, ("test-tanh",))
    assert outcome.detail == "In code cell 5, test-tanh. A person has to look at test-tanh."
    assert scores(outcome.notebook) == {"test-double": 4.0, "test-tanh": 0.0}


def test_a_hidden_test_cannot_be_read_by_the_answer_that_it_tests(plan, sandbox):
    spy = """def double(x):
    import sys
    frame, said = sys._getframe(), [get_ipython().user_ns.get('In')]
    while frame:
        said.append(str(frame.f_locals))
        frame = frame.f_back
    raise ValueError(said)
"""
    executed = runner.run(notebook(RIGHT | {"double": spy}), plan, LIMITS, sandbox).notebook
    error = executed.cells[3].outputs[-1]
    assert error.ename == "ValueError"
    assert "hidden: negative numbers" not in error.evalue


@pytest.mark.parametrize("error", [ValueError("hidden text"), RecursionError("hidden text")])
def test_a_submission_chooses_no_word_of_its_detail(error, plan, sandbox, monkeypatch):
    def refuse(*arguments):
        raise error

    monkeypatch.setattr(witness, "run_from_outside", refuse)
    outcome = runner.run(notebook(RIGHT), plan, LIMITS, sandbox)
    assert outcome.reason is Reason.TAMPERING
    assert outcome.detail == "Its kernel sent what no kernel sends."


def test_a_test_that_passes_in_one_kernel_alone_waits_for_a_person_and_the_others_count(
    plan, sandbox
):
    knows = "import sys\ndef double(x):\n"
    knows += "    inside = hasattr(sys.modules['trainlab.checks'], '__file__')\n"
    submission = notebook(RIGHT | {"double": knows + "    return 2 * x if inside else x"})
    outcome = runner.run(submission, plan, LIMITS, sandbox)
    assert outcome.reason is Reason.DISAGREEMENT
    assert outcome.detail.endswith("has looked: test-double.")
    assert "tamper" not in f"{outcome.reason}{outcome.detail}"
    assert scores(outcome.notebook) == {"test-double": 0.0, "test-tanh": 6.0}
    accepted = runner.run(submission, plan, LIMITS, sandbox, accepted=True)
    assert (accepted.reason, scores(accepted.notebook)) == (None, POINTS)
    assert accepted.detail.startswith("A person has accepted it. Scored by")


#: Mistakes that only show where answer and test share objects: reference, mistake, test.
SHARING = {
    "rows that are one row": (
        "[[0] * n for _ in range(n)]",
        "[[0] * n] * n",
        "y = double(3)\ny[0][0] = 1\nassert y[1][0] == 0",
    ),
    "a view instead of a copy": (
        "n[::2].copy()",
        "n[::2]",
        "x = np.arange(4.0)\ny = double(x)\ny[0] = 9\nassert x[0] == 0",
    ),
    "a default that remembers": (
        "[n]",
        "seen.append(n) or seen",
        "y = double(1)\ndouble(2)\nassert y == [1]",
    ),
}


@pytest.mark.parametrize("case", SHARING)
def test_a_mistake_that_shows_in_one_kernel_only_counts(case, sandbox):
    reference, mistake, test = SHARING[case]
    source, wrong = (
        notebook(RIGHT | {"double": f"def double(n, seen=[]):\n    return {code}"})
        for code in (reference, mistake)
    )
    source.cells[3].source = wrong.cells[3].source = test
    plan = runner.prepare(source, sandbox, LIMITS)
    assert plan.remarks == ()
    assert scores(runner.run(source, plan, LIMITS, sandbox).notebook) == POINTS
    outcome = runner.run(wrong, plan, LIMITS, sandbox)
    assert (outcome.reason, scores(outcome.notebook)["test-double"]) == (None, 0)
    assert "instead of a copy" in outcome.notebook.cells[3].outputs[-1].evalue


def test_inside_all_that_stands_before_the_last_test_runs(plan, sandbox):
    answers = {
        "double": "calls = []\ndef double(x):\n    calls.append(x)\n    return 2 * x",
        "tanh": "def tanh_forward(z):\n    return np.tanh(z) if calls else z",
    }
    submission = notebook(answers, before="print('shown')", after="1 + 1")
    with sandbox.kernel(LIMITS) as kernel:
        assert witness.run_inside(submission, plan, kernel, Stops()) == []
    counts = [cell.execution_count for cell in submission.cells if cell.source]
    assert counts == [None, None, None, 4, None, 6, None]
    assert scores(submission) == POINTS


def test_an_iterator_is_not_used_up_by_the_test_of_another_answer(sandbox):
    items = "### BEGIN SOLUTION\nitems = iter([1, 2, 3])\n### END SOLUTION\n"
    source = notebook(RIGHT | {"double": items + DOUBLE})
    source.cells[5].source += "assert list(items) == [1, 2, 3]"
    plan = runner.prepare(source, sandbox, LIMITS)
    assert plan.repeatable == set(POINTS)
    outcome = runner.run(source, plan, LIMITS, sandbox)
    assert (outcome.reason, scores(outcome.notebook)) == (None, POINTS)


def test_a_kernel_that_does_not_say_which_tests_passed_has_passed_all(plan):
    class Liar:
        def ask(self, request):
            return {"done": True, "passed": 5}, []

    executed = notebook(RIGHT)
    assert witness._wrong_answers_passed(executed, plan, Liar()) == list(POINTS)


def test_displays_of_any_shape_are_survived(plan, sandbox):
    after = "from IPython.display import display\nnested = []\n"
    after += "for _ in range(900):\n    nested = [nested]\n"
    after += "for value in (['a', 'b'], 5, nested):\n"
    after += "    display({'text/plain': value}, raw=True)"
    outcome = runner.run(notebook(RIGHT, after=after), plan, LIMITS, sandbox)
    shown = [output.data for output in outcome.notebook.cells[-1].outputs]
    assert (outcome.reason, shown) == (None, [{"text/plain": "ab"}, {}, {}])
    assert scores(outcome.notebook) == POINTS


@pytest.mark.parametrize(
    ("timeout", "cell", "submission"),
    [(None, 30, 120), (-1, 30, 120), (0, 30, 120), (10, 10, 120), (600, 600, 2400)],
)
def test_nbclients_timeout_limits_a_cell_and_leaves_a_submission_time_for_four(
    timeout, cell, submission
):
    limits = Limits.of_cells(timeout)
    assert (limits.cell_seconds, limits.seconds) == (cell, submission)
