"""What a test may do with a student's object: what it did with the reference solution's."""

import pytest

from gradelab.core.errors import GradelabError
from gradelab.execution import runner
from tests.gradelab.small import LIMITS, POINTS, RIGHT, notebook, scores

#: A scalar that remembers how it was computed, as in reverse-mode differentiation.
VALUE = """class Value:
    ### BEGIN SOLUTION
    def __init__(self, data, parents=()):
        self.data, self.parents, self.grad = data, parents, 0.0
    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))
    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))
    __radd__, __rmul__ = __add__, __mul__
    def __len__(self):
        return len(self.parents)
    def __iter__(self):
        return (parent for parent, _ in self.parents)
    def __getitem__(self, index):
        return self.parents[index][0]
    def backward(self, upstream=1.0):
        self.grad += upstream
        for parent, slope in self.parents:
            parent.backward(upstream * slope)
    ### END SOLUTION
"""
#: The same for who asks, written otherwise.
OTHERWISE = """from dataclasses import dataclass, field
@dataclass(eq=False)
class Value:
    data: float
    parents: list = field(default_factory=list)
    grad: float = 0.0
    def __add__(self, other):
        if not isinstance(other, Value): other = Value(other)
        return Value(self.data + other.data, [(self, 1), (other, 1)])
    def __mul__(self, other):
        if not isinstance(other, Value): other = Value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])
    __radd__ = lambda self, other: self + other
    __rmul__ = lambda self, other: self * other
    __len__ = lambda self: len(self.parents)
    __iter__ = lambda self: iter([p for p, _ in self.parents])
    __getitem__ = lambda self, i: self.parents[i][0]
    def backward(self, upstream=1.0):
        self.grad += upstream
        [p.backward(upstream * s) for p, s in self.parents]
"""
TEST = """a, b = Value(2.0), Value(3.0)
c = 1 + a * b + 0.5 * a
c.backward()
assert isinstance(c, Value) and not isinstance(3, Value)
assert (c.data, a.grad, b.grad) == (8.0, 3.5, 2.0)
assert len(c) == 2 and c[0] is [*c][0]
a.data = 5.0
assert (a + 1).data == 6.0
"""


def _run(test, reference, answer, sandbox):
    """Return the plan of one question, the outcome of an answer to it, and its points."""
    source, submission = (notebook(RIGHT | {"double": code}) for code in (reference, answer))
    source.cells[3].source = submission.cells[3].source = test
    plan = runner.prepare(source, sandbox, LIMITS)
    outcome = runner.run(submission, plan, LIMITS, sandbox)
    return plan, outcome, scores(outcome.notebook)["test-double"]


@pytest.mark.parametrize("answer", [VALUE, OTHERWISE], ids=["the reference", "written otherwise"])
def test_objects_of_a_students_class_are_tested_from_outside(answer, sandbox):
    plan, outcome, earned = _run(TEST, VALUE, answer, sandbox)
    assert plan.repeatable == set(POINTS)
    assert plan.remarks == ()
    assert (outcome.reason, outcome.inside, earned) == (None, (), 4)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("self.grad += upstream", "self.grad = upstream"),
        ("self.data * other.data,", "self.data + other.data,"),
        ("return len(self.parents)", "return 3"),
    ],
)
def test_a_wrong_class_fails(right, wrong, sandbox):
    test = TEST + "d = a * a\nd.backward()\nassert a.grad == 13.5\n"
    _, outcome, earned = _run(test, VALUE, VALUE.replace(right, wrong), sandbox)
    assert (outcome.reason, earned) == (None, 0)


@pytest.mark.parametrize(
    ("test", "reference", "forged"),
    [
        ("assert double(3) == 6", "lambda x: 2 * x", "__eq__ = lambda self, other: True"),
        ("assert 6 == double(3)", "lambda x: 2 * x", "__eq__ = lambda self, other: True"),
        ("assert double(3) < 7", "lambda x: 2 * x", "__lt__ = lambda self, other: True"),
        ("assert abs(double(3) - 6) < 1e-9", "lambda x: 2 * x", "__sub__ = lambda self, o: 0"),
        ("assert abs(6 - double(3)) < 1e-9", "lambda x: 2 * x", "__rsub__ = lambda self, o: 0"),
        ("assert 6 in double(3)", "lambda x: [2 * x]", "__contains__ = lambda self, item: True"),
        (
            "assert double(3).startswith('6')",
            "lambda x: str(2 * x)",
            "startswith = lambda *a: True",
        ),
        ("assert double(3).issuperset([6])", "lambda x: {2 * x}", "issuperset = lambda *a: True"),
        ("assert isinstance(double(3), int)", "lambda x: 2 * x", "__class__ = int"),
        (
            "assert make(1) == make(1) and double(31) == 62",
            "lambda x: 2 * x\nclass make:\n    def __init__(self, x): self.x = x\n"
            "    def __eq__(self, other): return self.x == other.x",
            "__eq__ = lambda self, other: True\nmake = lambda x: Yes()",
        ),
        (
            "np.testing.assert_allclose(double(3), 6)",
            "lambda x: 2 * x",
            "__array__ = lambda self, *a, **k: np.array(5)",
        ),
    ],
)
def test_an_object_cannot_judge_what_the_reference_computed(test, reference, forged, sandbox):
    plan, _, earned = _run(
        test,
        f"double = {reference}",
        f"class Yes:\n    {forged}\ndouble = lambda x: Yes()",
        sandbox,
    )
    assert "test-double" in plan.repeatable
    assert earned == 0


@pytest.mark.parametrize("field", ["startswith", "removesuffix"])
def test_a_named_tuple_has_no_method_that_the_reference_did_not_have(field, sandbox):
    test = f"assert double(31).{field}('6')"
    answer = "from collections import namedtuple\n"
    answer += f"double = lambda x: namedtuple('R', ['{field}'])(lambda *a: True)"
    assert _run(test, "double = lambda x: str(2 * x)", answer, sandbox)[2] == 0


#: What honest answers return in the place of a list, a named tuple, a number, a dictionary.
STEP = "from collections import namedtuple\nStep = namedtuple('Step', 'w b')\n"
INSTEAD = {
    "a deque": ("[0, 1, 2][:x]", "deque(range(x))", "assert len(y) == 3 and y[-1] == 2"),
    "a range": ("[0, 1, 2][:x]", "range(x)", "assert sum(y) == max(y) + 1 == 3"),
    "a loader": ("iter([0, 1, 2])", "Loader()", "assert [v for v in y] == [0, 1, 2]"),
    "a loader that is asked": ("[0, 1, 2]", "Loader()", "assert 2 in y and 3 not in y"),
    "a data class": ("Step(x, 1)", "Fit(x, 1)", "assert y.w == 3 and y.b == 1"),
    "a namespace": ("Step(x, 1)", "SimpleNamespace(w=x, b=1)", "assert y.w == 3 and y.b == 1"),
    "a fraction": ("x / 2", "Fraction(x, 2)", "assert float(y) == 1.5 == y"),
    "a proxy": ("{'a': x}", "MappingProxyType({'a': x})", "assert y['a'] == 3 and set(y) == {'a'}"),
    "a dictionary": ("{'a': x}", "UserDict(a=x)", "assert [*y.items()] == [('a', 3)]"),
    "an own number": ("np.float64(x / 2)", "Half(x)", "assert float(y) == 1.5 == y.item()"),
}
OWN = """from collections import UserDict, deque
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType, SimpleNamespace
@dataclass
class Fit:
    w: float
    b: float
class Loader:
    def __iter__(self): yield from range(3)
class Half:
    def __init__(self, x): self.x = x
    def __float__(self): return self.x / 2
    def item(self): return self.x / 2
"""


@pytest.mark.parametrize("case", INSTEAD)
def test_an_honest_answer_may_return_another_type_of_the_same_data(case, sandbox):
    reference, answer, check = INSTEAD[case]
    test = f"y = double(3)\n{check}"
    plan, outcome, earned = _run(
        test, f"{STEP}double = lambda x: {reference}", f"{OWN}double = lambda x: {answer}", sandbox
    )
    assert "test-double" in plan.repeatable
    assert (outcome.reason, outcome.inside, earned) == (None, (), 4)


def test_an_object_that_is_an_array_to_numpy_is_one_in_tests(sandbox):
    array = "class Tensor:\n    def __init__(self, a): self.a = np.asarray(a)\n"
    array += "    def __array__(self, dtype=None, copy=None): return self.a\n"
    right = array + "double = lambda x: Tensor(2 * x)"
    test = "np.testing.assert_allclose(double(np.arange(3)), [0, 2, 4])\n"
    test += "assert np.asarray(double(3), dtype=float).dtype == float"
    plan, outcome, earned = _run(test, right, right, sandbox)
    assert "test-double" in plan.repeatable
    assert (outcome.reason, earned) == (None, 4)
    assert _run(test, right, right.replace("2 * x", "x"), sandbox)[2] == 0


def test_numpy_leaves_operators_to_the_object_where_the_object_is(sandbox):
    twice = "class Twice:\n    def __init__(self, x): self.x = x\n"
    twice += "    def __rmul__(self, other): return other * self.x\ndouble = Twice"
    test = "assert np.float64(2.0) * double(3.0) == 6\n"
    test += "np.testing.assert_array_equal(np.array([2.0, 4.0]) * double(0.5), [1, 2])"
    plan, outcome, earned = _run(test, twice, twice, sandbox)
    assert "test-double" in plan.repeatable
    assert (outcome.reason, earned) == (None, 4)


def test_what_one_test_may_do_another_may_not(sandbox):
    same = "class Same:\n    __eq__ = lambda self, other: True\nsame = Same()\n"
    source = notebook({"double": same + RIGHT["double"], "tanh": RIGHT["tanh"]})
    source.cells[3].source += "assert same == 3"
    source.cells[5].source += "assert double(2) == 4"
    plan = runner.prepare(source, sandbox, LIMITS)
    assert "__eq__ data" in plan.uses["test-double"]
    assert "__eq__ data" not in plan.uses["test-tanh"]
    fake = notebook({"double": same + "double = lambda x: same", "tanh": RIGHT["tanh"]})
    for number in (3, 5):
        fake.cells[number].source = source.cells[number].source
    assert scores(runner.run(fake, plan, LIMITS, sandbox).notebook)["test-tanh"] == 0


def test_a_random_generator_goes_on_where_the_answer_left_it(sandbox):
    test = "rng = np.random.default_rng(4)\nfirst = double(rng)\nagain = np.random.default_rng(4)\n"
    test += "assert first == again.normal() and rng.random() == again.random()"
    plan, outcome, earned = _run(
        test, "double = lambda rng: rng.normal()", "def double(g):\n    return g.normal()", sandbox
    )
    assert "test-double" in plan.repeatable
    assert (outcome.reason, earned) == (None, 4)
    _, _, earned = _run(
        test, "double = lambda rng: rng.normal()", "double = lambda g: g.copy().normal()", sandbox
    )
    assert earned == 0


def test_what_an_answer_prints_can_be_tested(sandbox):
    test = "import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()) as said:\n"
    test += "    double(3)\nassert said.getvalue() == '6\\n'"
    plan, outcome, earned = _run(
        test, "double = lambda x: print(2 * x)", "def double(x):\n    print(x + x)", sandbox
    )
    assert "test-double" in plan.repeatable
    assert (outcome.reason, earned, outcome.notebook.cells[3].outputs) == (None, 4, [])
    assert _run(test, "double = lambda x: print(2 * x)", "double = print", sandbox)[2] == 0


def test_what_must_run_inside_is_said_to_the_instructor(sandbox):
    test = "assert type(double(3)).__name__ == 'Twice' and double(3).x == 6"
    twice = "class Twice:\n    def __init__(self, x): self.x = 2 * x\ndouble = Twice"
    plan, outcome, earned = _run(test, twice, twice, sandbox)
    assert [remark.split(";")[0] for remark in plan.remarks] == [
        "test-double can only run in the student's own kernel, where an answer written to deceive "
        "it can"
    ]
    assert (outcome.reason, outcome.inside, earned) == (None, ("test-double",), 4)


def test_a_test_that_passes_without_an_answer_is_said_to_the_instructor(sandbox):
    plan, _, _ = _run("double", RIGHT["double"], RIGHT["double"], sandbox)
    assert any(said.startswith("test-double passes without an answer") for said in plan.remarks)


def test_a_test_that_gives_the_reference_fewer_points_is_refused(sandbox):
    with pytest.raises(GradelabError, match=r"gets 2 of 4 points in its own test 'test-double'"):
        _run("np.float64(double(1))", RIGHT["double"], RIGHT["double"], sandbox)
