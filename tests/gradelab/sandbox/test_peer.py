"""Two ends of a connection: what may be asked, what comes back, and what is never passed on."""

import select
import socket
import threading
import time
from contextlib import closing
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from gradelab.execution import runner
from gradelab.sandbox.inside import tester as tests_end
from gradelab.sandbox.inside.answerer import Answerer
from gradelab.sandbox.inside.remote import Remote
from tests.gradelab.small import LIMITS, POINTS, RIGHT, notebook, scores


def check(name, function, *, thorough=False, seed=0):
    """Call the function with what it should return, as an error message would tell it."""
    function(f"{name} {thorough} {seed}")


@pytest.fixture
def ends():
    """The tests' end, and the student's, which answers in a thread."""
    ours, theirs = socket.socketpair()
    checks = ModuleType("checks")
    checks.check, checks.__all__ = check, ["check"]
    with closing(ours), closing(theirs):
        tester = tests_end.Tester(ours, _shell(), checks)
        student = Answerer(theirs, _shell())

        def answer():
            while select.select([student], [], [])[0] and student.answer():
                pass

        thread = threading.Thread(target=answer)
        thread.start()
        yield tester, student
        ours.shutdown(socket.SHUT_RDWR)
        thread.join()


def _shell():
    compiler = SimpleNamespace(format_code_name=lambda file: None)
    return SimpleNamespace(user_ns={}, sink=print, emit=print, compile=compiler)


def _lent(ends, function):
    """Return the stand-in that a test has for a student's function."""
    tester, student = ends
    student._shell.user_ns["f"] = function
    tester.fetch(["f"])
    return tester._shell.user_ns["f"]


def run_own(test, answers, sandbox, reference=RIGHT, files=None, provided=None):
    """Return the outcome of answers under another first test, and its points."""
    source, submission = notebook(reference), notebook(RIGHT | answers)
    source.cells[3].source = submission.cells[3].source = test
    plan = runner.prepare(source, sandbox, LIMITS, provided)
    files = (files or {}) | (provided or {})
    outcome = runner.run(submission, plan, LIMITS, sandbox, files)
    return outcome, scores(outcome.notebook)["test-double"]


# Checks.


def test_no_check_can_be_called_while_a_test_waits(ends):
    def asks():
        return ends[1].ask({"check": "check"}, ("tanh_forward", print))

    with pytest.raises(PermissionError, match="while a test waits"):
        _lent(ends, asks)()


def test_a_students_own_check_takes_a_name_and_a_function(plan, sandbox):
    after = """right = lambda z: np.tanh(z)
check("tanh_forward", right)
check(name="tanh_forward", function=right)
for more, named in [((True,), {}), ((), {"thorough": True}), ((), {"seed": 3})]:
    try:
        check("tanh_forward", right, *more, **named)
    except PermissionError as error:
        print(error)
"""
    outcome = runner.run(notebook(RIGHT, after=after), plan, LIMITS, sandbox)
    said = "Call check with a name and a function, and nothing else.\n"
    (output,) = outcome.notebook.cells[-1].outputs
    right = "tanh_forward is right: 2 cases, among them a square case, 3 by 3."
    right += " Rarer ones are graded too.\n"
    assert output.text == 2 * right + 3 * said


def test_a_check_is_no_oracle(plan, sandbox):
    oracle = """def tanh_forward(z):
    import re
    said = np.zeros(z.shape)
    for i in np.ndindex(z.shape):
        try:
            check("tanh_forward", lambda z: said, thorough=True)
        except AssertionError as error:
            said[i] = float(re.search(r"expected (\\S+)\\.$", str(error))[1])
    return said
"""
    outcome = runner.run(notebook(RIGHT | {"tanh": oracle}), plan, LIMITS, sandbox)
    assert scores(outcome.notebook)["test-tanh"] == 0
    assert "PermissionError" in outcome.notebook.cells[5].outputs[-1].evalue


# Numerical errors and warnings.

OVERFLOWS = RIGHT | {
    "tanh": "def tanh_forward(z):\n    return np.where(np.exp(1e9 + z) > 0, np.tanh(z), 0)"
}


def test_a_check_silences_numpy_in_the_students_process(plan, sandbox):
    outcome = runner.run(notebook(OVERFLOWS), plan, LIMITS, sandbox)
    (output,) = outcome.notebook.cells[5].outputs
    assert output.text == "tanh_forward is right: 10 cases, among them z exactly 0.\n"
    assert (outcome.reason, scores(outcome.notebook)) == (None, POINTS)


@pytest.mark.parametrize(
    "settings",
    [
        "warnings.simplefilter('ignore')",
        "warnings.filterwarnings('ignore', 'HALVES .*', UserWarning)",
        "warnings.filterwarnings('ignore', category=UserWarning, module='__main__|.*')",
    ],
)
def test_warnings_that_a_test_silences_are_silent(settings, sandbox):
    test = f"import warnings\nwith warnings.catch_warnings():\n    {settings}\n"
    double = "import warnings\ndef double(x):\n    warnings.warn('halves are rounded')\n"
    outcome, earned = run_own(
        f"{test}    assert double(3) == 6", {"double": double + "    return 2 * x"}, sandbox
    )
    assert (outcome.reason, outcome.notebook.cells[3].outputs, earned) == (None, [], 4)


def test_warnings_that_a_test_makes_errors_are_errors(sandbox):
    test = "import warnings\nwith warnings.catch_warnings():\n    warnings.simplefilter('error')\n"
    double = "import warnings\ndef double(x):\n    warnings.warn('eh')\n    return 2 * x"
    outcome, earned = run_own(f"{test}    assert double(3) == 6", {"double": double}, sandbox)
    assert earned == 0
    assert outcome.notebook.cells[3].outputs[-1].ename == "UserWarning"


def test_what_a_test_does_not_set_is_the_students_to_set(plan, sandbox):
    before = "import warnings\nnp.seterr(all='ignore')\n"
    before += "warnings.simplefilter('ignore', UserWarning)"
    double = (
        "def double(x):\n    np.exp(np.float64(1e9))\n    warnings.warn('eh')\n    return 2 * x"
    )
    outcome = runner.run(notebook(RIGHT | {"double": double}, before), plan, LIMITS, sandbox)
    assert (outcome.reason, scores(outcome.notebook)) == (None, POINTS)


def test_numerical_errors_that_a_test_makes_errors_are_errors(ends):
    with np.errstate(over="raise"), pytest.raises(FloatingPointError):
        _lent(ends, lambda: np.exp(np.float64(1e9)))()


# Arguments.


def test_a_list_sorted_in_place_is_sorted_for_the_test(sandbox):
    outcome, earned = run_own(
        "data = [3, 1, 2]\ndouble(data)\nassert data == [3, 1, 2]",
        {"double": "def double(x):\n    x.sort()\n    return x"},
        sandbox,
    )
    assert (outcome.reason, earned) == (None, 0)


# Errors.


@pytest.mark.parametrize("kind", [StopIteration, StopAsyncIteration, GeneratorExit])
def test_an_error_that_would_end_a_loop_of_the_test_is_another(kind, ends):
    own = type("Own", (kind,), {})

    def raises():
        raise own("over")

    with pytest.raises(RuntimeError, match="Own: over"):
        _lent(ends, raises)()


def test_an_error_that_wants_more_than_a_text_keeps_its_name_and_its_base(ends):
    with pytest.raises(ValueError, match="invalid start byte") as raised:
        _lent(ends, lambda: b"\xff".decode())()
    assert type(raised.value).__name__ == "UnicodeDecodeError"


def test_an_error_that_cannot_be_told_is_an_error(ends):
    class Broken(type):
        __name__ = property(lambda cls: 1 / 0)

    class Mute(Exception, metaclass=Broken):
        def __str__(self):
            raise SystemExit

    def raises():
        raise Mute

    with pytest.raises(Exception, match=r"^$"):
        _lent(ends, raises)()


# What is shown.

EATS = """import contextlib, io
said = io.StringIO()
def double(x):
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        try:
            check("tanh_forward", print)
        except BaseException:
            pass
    return x + 100
"""


@pytest.mark.parametrize(
    "test",
    [
        "for x in (1, 2):\n    if double(x) != 2 * x:\n        print('wrong', x, file=sys.stderr)",
        "print('hidden 42')\nr = np.log(-double(1))",
    ],
)
def test_what_a_test_prints_is_no_answers_to_take_away(test, sandbox):
    source = notebook(RIGHT)
    submission = notebook(RIGHT | {"double": EATS}, after="print(said.getvalue())")
    source.cells[3].source = f"import sys\n{test}\ndouble(0)\nNone"
    submission.cells[3].source = source.cells[3].source
    outcome = runner.run(submission, runner.prepare(source, sandbox, LIMITS), LIMITS, sandbox)
    assert any(output.get("name") == "stderr" for output in outcome.notebook.cells[3].outputs)
    assert "hidden" not in str(outcome.notebook.cells[-1].outputs)
    assert "wrong" not in str(outcome.notebook.cells[-1].outputs)


def test_an_error_shows_the_students_lines_and_none_of_ours(plan, sandbox):
    broken = "def first(x):\n    return x[5]\ndef double(x):\n    return first([x])"
    outcome = runner.run(notebook(RIGHT | {"double": broken}), plan, LIMITS, sandbox)
    shown = "\n".join(outcome.notebook.cells[3].outputs[-1].traceback)
    assert "Cell In[3], line 1\n----> 1 assert double(3) == 6" in shown
    assert "Cell In[2], line 4, in double\n----> 4 return first([x])" in shown
    assert "Cell In[2], line 2, in first\n----> 2 return x[5]" in shown
    assert "inside" not in shown


def test_where_a_tests_own_function_failed_is_not_told_to_the_answer(sandbox):
    source = notebook(RIGHT | {"double": "double = lambda f: f(1)"})
    source.cells[3].source = "def f(x):\n    assert x == 1, 'no'  # hidden\n    return 2\n"
    source.cells[3].source += "assert double(f) == 2"
    spy = "told = []\ndef double(f):\n    try:\n        f(5)\n    except AssertionError as error:\n"
    spy += "        told.append((str(error), getattr(error, '__notes__', None)))\n    return f(1)"
    submission = notebook(RIGHT | {"double": spy}, after="print(told)")
    submission.cells[3].source = source.cells[3].source
    outcome = runner.run(submission, runner.prepare(source, sandbox, LIMITS), LIMITS, sandbox)
    assert (outcome.reason, scores(outcome.notebook)) == (None, POINTS)
    assert outcome.notebook.cells[-1].outputs[0].text == "[('no', None)]\n"


def test_gradients_are_recorded_where_the_test_has_them_recorded(sandbox):
    torch = "import torch\nw = torch.ones(2, requires_grad=True)\ndef double(x):\n    return w * x"
    test = "import torch\nwith torch.no_grad():\n    assert not double(2).requires_grad\n"
    reference = RIGHT | {"double": torch}
    outcome, earned = run_own(
        f"{test}assert double(2).requires_grad", {"double": torch}, sandbox, reference
    )
    assert (outcome.reason, outcome.inside, earned) == (None, (), 4)


# Stand-ins; what may be done with a student's is in test_remote.


def test_a_stand_in_of_the_student_has_no_attributes_and_says_so(ends):
    def looks(f):
        return [getattr(f, "name", "f"), hasattr(f, "shape")]

    assert _lent(ends, looks)(lambda x: x) == ["f", False]


def test_threads_that_call_what_a_test_lent_get_their_own_answers(ends):
    def many(f):
        got = {}

        def call(number):
            got[number] = [f(number) for _ in range(20)]

        threads = [threading.Thread(target=call, args=(n,), daemon=True) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        return [got[n] == [n * n] * 20 for n in range(8)]

    def square(x):
        time.sleep(0.001)
        return x * x

    assert _lent(ends, many)(square) == [True] * 8


# What cannot be passed on.


class _Nameless:
    @property
    def __name__(self):
        raise SystemExit


def test_a_name_that_cannot_be_passed_on_is_not_bound_and_the_others_are(ends):
    tester, student = ends
    loop = []
    loop.append(loop)
    student._shell.user_ns |= {"loop": loop, "nameless": _Nameless(), "good": 3}
    tester.fetch(["loop", "nameless", "good", "missing"])
    assert tester._shell.user_ns == {"good": 3}


def test_an_answer_that_cannot_be_passed_on_fails_its_test_alone(plan, sandbox):
    double = "double = []\ndouble.append(double)"
    outcome = runner.run(notebook(RIGHT | {"double": double}), plan, LIMITS, sandbox)
    assert outcome.reason is None
    assert scores(outcome.notebook) == POINTS | {"test-double": 0}


def test_results_arguments_and_outputs_that_cannot_be_sent_are_errors(ends):
    def returns(x):
        return _Nameless()

    def appends(x):
        x.append(x)

    def shows(x):
        ends[1]._shell.sink({"output_type": "stream", "text": object()})

    for function in (returns, appends, shows):
        with pytest.raises(Exception, match=r"^$|nested too deeply|not JSON serializable"):
            _lent(ends, function)([])
    assert _lent(ends, lambda x: x)(10**5000) == 10**5000


def test_a_name_is_unbound_only_where_it_was_fetched(ends):
    tester, student = ends
    names = tester._shell.user_ns
    names["own"] = 1
    student._shell.user_ns |= {"gone": 2, "replaced": 3}
    tester.fetch(["own", "gone", "replaced"])
    assert names == {"own": 1, "gone": 2, "replaced": 3}
    names["replaced"] = 4
    student._shell.user_ns.clear()
    tester.fetch(["own", "gone", "replaced"])
    assert names == {"own": 1, "replaced": 4}


def test_an_array_of_objects_is_passed_by_value(ends):
    def ragged():
        rows = np.empty(2, dtype=object)
        rows[:] = [[1], print]
        return rows

    first, second = _lent(ends, ragged)()
    assert first == [1]
    assert type(second) is Remote


# The kernel.

HELPED = {"double": "import helper\ndef double(x):\n    return helper.twice(x)"}


def test_a_module_beside_the_notebook_can_be_imported(plan, sandbox):
    files = {"helper.py": b"def twice(x):\n    return 2 * x"}
    outcome = runner.run(notebook(RIGHT | HELPED), plan, LIMITS, sandbox, files)
    assert (outcome.reason, scores(outcome.notebook)) == (None, POINTS)
    with sandbox.kernel(LIMITS, files) as kernel:
        assert kernel.ask({"run": "import helper"})[0]["ok"]


def test_a_module_beside_the_notebook_cannot_be_imported_where_tests_run(sandbox):
    test = "try:\n    import oracle\nexcept ImportError:\n    oracle = None\n"
    test += "assert double(3) == (oracle.ANSWER if oracle else 6)"
    outcome, earned = run_own(
        test, {"double": "double = lambda x: 5"}, sandbox, files={"oracle.py": b"ANSWER = 5"}
    )
    assert (outcome.reason, earned) != (None, 4)
    assert earned == 0


def test_tests_can_import_the_instructors_module_and_read_the_instructors_data(sandbox):
    test = "import helper\nassert double(3) == helper.SIX + int(open('data.csv').read())"
    given = {"helper.py": b"SIX = 6", "data.csv": b"0"}
    outcome, earned = run_own(test, {}, sandbox, provided=given)
    assert (outcome.reason, outcome.inside, earned) == (None, (), 4)
    assert run_own(test, {"double": "double = lambda x: x"}, sandbox, provided=given)[1] == 0


def test_an_error_in_what_is_restored_does_not_end_the_kernel(sandbox):
    with sandbox.kernel(LIMITS) as kernel:
        assert kernel.ask({"restore": "import no_such_module", "run": "1"})[0]["ok"]


def test_a_patched_kernel_answers_as_before(sandbox):
    patch = "import inside.wire, inside.kernel\n"
    patch += "inside.kernel._passing = lambda *a: []\n"
    patch += "inside.wire.send = lambda *a: 1 / 0\ninside.wire.receive = lambda *a: None"
    doubt = {"forget": [], "stubs": [], "imports": "", "doubt": {"test": "pass"}}
    with sandbox.kernel(LIMITS) as kernel:
        assert kernel.ask({"run": patch})[0]["ok"]
        assert kernel.ask(doubt)[0]["passed"] == ["test"]
