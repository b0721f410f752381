"""Problem sets whose rules and classes are driven step by step: from the kit to feedback."""

import getpass
import html
import re
import shutil
import zipfile
from typing import NamedTuple

import pytest
from nbgrader.api import Gradebook

from gradelab.commands import grade
from gradelab.workers.records import Record
from tests.course import PS2, PS3, PS4, PS5, PS6, PS7, PS8, ROOT, Course, answered, solution_cells


class Answers(NamedTuple):
    """A student's answers to a problem set.

    Attributes:
        wrong: code of wrong ones by cell; the others are the solution's.
        lost: the tests that fail; AdamW rests on Adam.
        words: what the feedback says.
        waiting: what a person grades.
    """

    wrong: dict[str, str]
    lost: tuple[str, ...]
    words: tuple[str, ...]
    waiting: tuple[str, ...] = ("written",)


OPTIMIZERS = Answers(
    wrong={
        "sgd": "def sgd(params, grads, state, lr):\n    return params - lr * grads, state",
        # What the caller writes into the array is seen where there is one process alone.
        "momentum": """def momentum(params, grads, state, lr, momentum=0.9):
    old = state.get("v")
    v = grads if old is None else each(lambda v, g: momentum * v + g, old, grads)
    return each(lambda p, v: p - lr * v, params, v), {"v": v}
""",
        "adam": solution_cells(PS2)["adam"].replace(
            "(np.sqrt(v / (1 - b2**t)) + eps)", "np.sqrt(v / (1 - b2**t) + eps)"
        ),
        "clip_by_norm": """def clip_by_norm(grads, max_norm):
    return each(lambda g: g * min(1.0, max_norm / max(float(np.linalg.norm(g)), 1e-300)), grads)
""",
        "Optimizer": """class Optimizer:
    def __init__(self, rule, lr, state={}, **settings):
        self.rule, self.lr, self.state, self.settings = rule, lr, state, settings

    def step(self, params, grads):
        params, new = self.rule(params, grads, dict(self.state), self.lr, **self.settings)
        self.state.update(new)
        return params
""",
    },
    lost=(
        *("test-sgd-nested", "test-momentum", "test-momentum-nested", "test-adam"),
        *("test-adam-nested", "test-adamw", "test-adamw-nested", "test-clip_by_norm-nested"),
        *("test-Optimizer", "test-Optimizer-lr"),
    ),
    words=(
        "Epsilon is inside the root; add it to the root",
        "your adam fails its own check; mend that first",
        "You clipped each array by its own norm",
        "Look for an object that belongs to the caller",
        "an optimizer whose first step has another's state",
        "nested of nesterov is right",
    ),
)
INITIALIZATION = Answers(
    wrong={
        "draw_weights": solution_cells(PS3)["draw_weights"].replace("fan_in / 2}", "fan_out / 2}"),
        "z_score": """def z_score(train, x):
    return (x - x.mean(axis=0)) / x.std(axis=0)
""",
        "batch_norm_backward": """def batch_norm_backward(dy, x, gamma, eps=1e-5):
    hat = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps)
    return dy * gamma / np.sqrt(x.var(axis=0) + eps), (dy * hat).sum(axis=0), dy.sum(axis=0)
""",
        "BatchNorm": solution_cells(PS3)["BatchNorm"].replace("ddof=1", "ddof=0"),
    },
    lost=(
        *("test-draw_weights", "test-draw_weights-law", "test-z_score", "test-z_score-constant"),
        *("test-batch_norm_backward-dx", "test-BatchNorm-inference"),
    ),
    words=(
        "you divided by fan_out",
        "You took the numbers from x; they come from the training points",
        "You took mean and deviation as constants",
        "The running variance gets the batch's variance with N",
    ),
)
SCHEDULES = Answers(
    wrong={
        "cosine": solution_cells(PS4)["cosine"].replace("np.minimum(t, steps)", "t"),
        "polynomial_decay": """def polynomial_decay(lr, power, steps):
    return lambda_lr(lr, lambda t: lr * (1 - t / steps) ** power, steps)
""",
        "Plateau": solution_cells(PS4)["Plateau"]
        .replace("self.best", "Plateau.best")
        .replace("self.idle", "Plateau.idle"),
        "ridge_gradient": solution_cells(PS4)["ridge_gradient"].replace("2 * e.sum()", "e.sum()"),
        "dropout": solution_cells(PS4)["dropout"].replace("rng.random", "np.random.random"),
        "dropout_ridge": """def dropout_ridge(x, y, p):
    alpha = 2 * p / (1 - p) * (x**2).mean(axis=0)
    return alpha, ridge(x, y, alpha)[0]
""",
    },
    lost=(
        *("test-cosine-beyond", "test-polynomial_decay", "test-Plateau"),
        *("test-ridge_gradient-db", "test-dropout", "test-dropout_ridge-w"),
    ),
    words=(
        "After the end the rate climbs again",
        "LambdaLR multiplies by lr once more",
        "two of them know nothing of each other",
        "The 2 of the squares is missing in db",
        "an rng in the same state drops the same numbers",
        "for the weights you called ridge",
    ),
)
SECOND_ORDER = Answers(
    wrong={
        "precondition": solution_cells(PS5)["precondition"].replace(
            "condition(H / np.sqrt(np.outer(h, h)))", "np.linalg.cond(H / h)"
        ),
        "bfgs_update": solution_cells(PS5)["bfgs_update"].replace(
            "return 0.0, 0.0, B", "return 0.0, 0.0, np.eye(len(s))"
        ),
        "backtrack": solution_cells(PS5)["backtrack"].replace(
            "new <= value + c1 * t * slope", "new < value"
        ),
        "wolfe": solution_cells(PS5)["wolfe"].replace(
            "abs(there @ d) <= c2 * abs(g @ d)", "there @ d >= c2 * (g @ d)"
        ),
        "LBFGS": solution_cells(PS5)["LBFGS"]
        .replace("self.pairs = search, memory, []", "_ = search, memory, []")
        .replace("self.pairs", "LBFGS.pairs")
        .replace("    def __init__", "    pairs = []\n\n    def __init__"),
        "finish": solution_cells(PS5)["finish"].replace(
            "np.array(losses)", "np.minimum.accumulate(losses)"
        ),
    },
    lost=(
        *("test-precondition-after", "test-bfgs_update-B", "test-backtrack"),
        *("test-wolfe-flat", "test-LBFGS", "test-finish-losses"),
    ),
    words=(
        "D^-1 H is not symmetric",
        "you began anew, with the identity",
        "You accepted any lower value",
        "The left bars are missing",
        "it has the pairs of another",
        "The losses are the lowest so far",
    ),
)
CONVOLUTION = Answers(
    wrong={
        "correlate": solution_cells(PS6)["correlate"].replace("len(v) + 1, stride)", "len(v) + 1)"),
        "kernel_of": """def kernel_of(W):
    return W[0, : W.shape[1] - len(W) + 1]
""",
        "convolve": solution_cells(PS6)["convolve"].replace("+=", "="),
        "stencil": solution_cells(PS6)["stencil"].replace("w, j - order", "w, len(p) - order"),
        "learn_kernel": solution_cells(PS6)["learn_kernel"].replace(" / e.size", ""),
        "conv2d_backward": solution_cells(PS6)["conv2d_backward"].replace(
            "padding : padding + height, padding : padding + width", ""
        ),
        "shift_errors": solution_cells(PS6)["shift_errors"].replace(
            "np.roll(h, k)", "np.roll(h, k * stride)"
        ),
    },
    lost=(
        *("test-correlate-strided", "test-kernel_of-none", "test-convolve", "test-stencil-q"),
        *("test-learn_kernel-V", "test-learn_kernel-losses"),
        *("test-conv2d_backward-dx", "test-shift_errors-equivariance"),
    ),
    words=(
        "stride is not used: it says by how many numbers the kernel moves at a time",
        "whatever W is",
        "Where copies overlap the last one takes the place of the others",
        "q is k - order, as the equations promise",
        "The gradient is a sum over the outputs",
        "dx has gradients of the padding as well",
        "The output moves by k stride, as x does",
    ),
)
DYING = Answers(
    wrong={
        "absolute": solution_cells(PS7)["absolute"].replace(
            "[np.eye(2 * k)]", "[np.ones((2 * k, 2 * k))]"
        ),
        "find_dead": solution_cells(PS7)["find_dead"].replace(
            "bool(np.allclose(y, y[:, :1]))", "len(dead) > 0"
        ),
        "best_constants": solution_cells(PS7)["best_constants"].replace(
            "ordered[(n - 1) // 2], ordered[n // 2]", "(np.median(y),) * 2"
        ),
        "chain": solution_cells(PS7)["chain"].replace(" + N * q**N", ""),
        "dead_at_start": solution_cells(PS7)["dead_at_start"].replace(
            "np.sqrt(2 / inputs)", "2 / inputs"
        ),
        "safe_width": solution_cells(PS7)["safe_width"].replace("(L - 1)", "L"),
        "revive": solution_cells(PS7)["revive"].replace("top <= 0", "top < margin"),
    },
    lost=(
        *("test-absolute-deep", "test-find_dead-network", "test-best_constants-mae"),
        *("test-chain", "test-dead_at_start-share_with_biases", "test-dead_at_start"),
        *("test-safe_width", "test-revive"),
    ),
    words=(
        "The layers between mix their inputs",
        "by lemma 1 that is the same with probability 1",
        "For mae you returned the median twice",
        "exactly one living unit, positive at both",
        "You gave the variance, 2 / inputs, for the deviation",
        "You counted the output's layer among the hidden ones",
        "Living units whose largest z is below the margin are raised too",
    ),
)


def _short(project: str) -> str:
    """Return its source with an experiment of a tenth of the steps."""
    assert "50), 1000" in project
    return project.replace("50), 1000", "50), 100")


PROJECT = Answers(
    wrong={
        "experiment": _short(solution_cells(PS8)["experiment"]),
        "at_budget": solution_cells(PS8)["at_budget"].replace(
            "np.where(np.isnan(losses), np.inf, losses)", "np.asarray(losses)"
        ),
        "fair": solution_cells(PS8)["fair"].replace("losses(0, method", "losses(1, method"),
        "verdicts": solution_cells(PS8)["verdicts"].replace(
            "1 - (1 - level) / (len(results) - 1)", "level"
        ),
        "draw": solution_cells(PS8)["draw"]
        .replace("    axes.legend()\n", "")
        .replace(
            "np.array([median_interval(column)[:2] for column in losses.T]).T",
            "np.quantile(losses, [0.25, 0.75], axis=0)",
        ),
    },
    lost=(
        *("test-at_budget", "test-fair-chosen", "test-fair-results", "test-verdicts-low"),
        *("test-verdicts-high", "test-verdicts-verdict", "test-draw-band", "test-draw-legend"),
    ),
    words=(
        "A loss of nan stayed nan",
        "flatters whoever tries most",
        "among many one is soon won by chance",
        "how much they differ, and not how well the median is known",
        "There is no legend",
        "4 x 5 less 1 x 32",
    ),
    waiting=("question", "design", "result", "limits", "repeat"),
)
ROUNDS = {
    PS2: OPTIMIZERS,
    PS3: INITIALIZATION,
    PS4: SCHEDULES,
    PS5: SECOND_ORDER,
    PS6: CONVOLUTION,
    PS7: DYING,
    PS8: PROJECT,
}


STUDENT = getpass.getuser()


@pytest.fixture(scope="module")
def graded(course, cluster, tmp_path_factory) -> tuple[Course, dict[str, Record]]:
    """Submissions, half of them wrong, that came out of the kit and were handed in, graded.

    Our own project trains for as few steps here as the student's.
    """
    project = course.root / "solutions" / PS8 / f"{PS8}.ipynb"
    project.write_text(_short(project.read_text(encoding="utf-8")), encoding="utf-8")
    shutil.copytree(ROOT / "course", course.root / "course")
    said = course.run("gradelab", "kit")
    home = tmp_path_factory.mktemp("student")
    with zipfile.ZipFile(course.root / "trainlab.zip") as kit:
        kit.extractall(home)
    for problem_set, answers in ROUNDS.items():
        assert problem_set in said
        notebook = home / "trainlab" / problem_set / f"{problem_set}.ipynb"
        answered(notebook, solution_cells(problem_set) | answers.wrong, notebook)
    course.nbgrader(*((course.root, "release_assignment", name) for name in ROUNDS))
    course.nbgrader(*((home / "trainlab", "submit", name) for name in ROUNDS))
    course.nbgrader(*((course.root, "collect", name) for name in ROUNDS))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course.root)
        options = grade.Options(workers=1, scheduler=cluster)
        results = {problem_set: grade.run(problem_set, options) for problem_set in ROUNDS}
    assert {one.record.student for (one,) in results.values()} == {STUDENT}
    return course, {problem_set: one.record for problem_set, (one,) in results.items()}


@pytest.mark.parametrize("problem_set", ROUNDS)
def test_release_has_nothing_to_remark(problem_set, released):
    lines = (released.root.parent / "said.txt").read_text().splitlines()
    assert f"{problem_set}: written" in lines
    assert not any("kernel" in line for line in lines)


@pytest.mark.parametrize("problem_set", ROUNDS)
def test_what_is_wrong_loses_its_points_and_nothing_else_does(problem_set, graded):
    course, records = graded
    record = records[problem_set]
    assert (record.state, *record.inside) == ("graded",)
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "trainlab") as gradebook:
        grades = gradebook.find_submission_notebook(problem_set, problem_set, STUDENT).grades
        lost = {g.name for g in grades if g.score < g.max_score}
        assert sum(g.max_score for g in grades) == 100
    assert lost == {*ROUNDS[problem_set].lost, *ROUNDS[problem_set].waiting}


@pytest.mark.parametrize("problem_set", ROUNDS)
def test_the_feedback_names_each_mistake(problem_set, graded):
    course, _ = graded
    course.run("gradelab", "feedback", problem_set, "--workers", "1")
    folder = course.root / "grading" / "feedback" / STUDENT / problem_set
    page = (folder / f"{problem_set}.html").read_text(encoding="utf-8")
    text = html.unescape(re.sub(r"<[^>]+>", "", page))
    for words in ROUNDS[problem_set].words:
        assert words in text
