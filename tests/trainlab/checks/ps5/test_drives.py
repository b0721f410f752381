"""How problem set 5 drives a student's function and class, and what it says of what they return."""

import numpy as np
import pytest

from tests.trainlab.checks.ps5.test_right_answers import Hinted
from trainlab.checks import QUESTIONS, CheckFailed, check, hint
from trainlab.checks.verdict import check_question


def said(name, function, **options) -> str:
    with pytest.raises(CheckFailed) as failed:
        check(f"ps5/{name}", function, **options)
    return str(failed.value)


# Points by parts.


def test_each_result_of_several_has_points_of_its_own():
    check("ps5/precondition", lambda g, H: (-g / np.diag(H), 0.0, 0.0), part="Delta", thorough=True)
    check("ps5/bfgs_update", lambda B, s, y: (*Hinted.bfgs_update(B, s, y)[:2], B), part="gamma")
    told = said("bfgs_update", lambda B, s, y: (*Hinted.bfgs_update(B, s, y)[:2], B), part="B")
    assert told.endswith("[ps5/bfgs_update: unchanged]")

    def gained_alone(f, theta, d, t, c1=1e-4, c2=0.9):
        return Hinted.wolfe(f, theta, d, t, c1, c2)[0], f(theta + t * d)[1] @ d >= c2 * (
            f(theta)[1] @ d
        )

    check("ps5/wolfe", gained_alone, part="gained", thorough=True)
    assert said("wolfe", gained_alone, part="flat").endswith("[ps5/wolfe: flat_without_bars]")


def test_a_path_by_too_many_products_has_the_points_of_the_path(capsys):
    def again(product, b, theta, steps, small=1e-8):
        path, d, old = [theta + 0.0], 0.0, 1.0
        for _ in range(steps):
            g = product(path[-1]) - b
            if np.linalg.norm(g) <= small:
                break
            d, old = -g + g @ g / old * d, g @ g
            path.append(path[-1] + g @ g / (d @ product(d)) * d)
        return np.array(path)

    check("ps5/conjugate_gradients", again, part="path", thorough=True)
    assert "path of conjugate_gradients is right" in capsys.readouterr().out
    told = said("conjugate_gradients", again, part="products")
    assert told.endswith("[ps5/conjugate_gradients: gradient_anew]")
    assert "the new gradient is g + t H d" in told


def test_a_path_that_is_wrong_may_have_taken_few_products():
    def steepest(product, b, theta, steps, small=1e-8):
        path, g = [theta + 0.0], product(theta) - b
        while len(path) <= steps and np.linalg.norm(g) > small:
            hg = product(g)
            t = g @ g / (g @ hg)
            path.append(path[-1] - t * g)
            g = g - t * hg
        return np.array(path)

    check("ps5/conjugate_gradients", steepest, part="products", thorough=True)
    assert said("conjugate_gradients", steepest).endswith("[ps5/conjugate_gradients: steepest]")


# Listings to repair.


def test_the_listings_are_told_what_they_do():
    def inverse(C, s, y):
        if s @ y <= 0:
            return C
        factor = np.eye(len(s)) - np.outer(y, s) / (s @ y)
        return factor @ C @ factor + np.outer(s, s) / (s @ y)

    assert said("bfgs_inverse", inverse).endswith("[ps5/bfgs_inverse: as_listed]")

    def finish(f, theta, adam, lbfgs, switch, steps):
        now, losses = theta, []
        for _ in range(min(switch, steps)):
            losses.append(f(now)[0])
            now = adam()(f, now)
        if steps > switch:
            now = theta
        for _ in range(switch, steps):
            losses.append(f(now)[0])
            now = lbfgs()(f, now)
        return now, losses

    assert said("finish", finish).endswith("[ps5/finish: as_listed]")


# Searches.


def test_a_search_without_an_end_is_stopped_and_said_to_be():
    def endless(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
        value, g = f(theta)
        while f(theta + t * d)[0] > value + t * (g @ d) - 1:
            t = t * factor
        return t

    told = said("backtrack", endless)
    assert "nothing within 500 calls of f, and was stopped." in told
    assert told.endswith("[ps5/backtrack: endless]")

    def stuck(f, theta, d, c1=1e-4, c2=0.9):
        while not np.all(Hinted.wolfe(f, theta, d, 1.0, c1, c2)):
            pass
        return 1.0

    assert "in a bowl, and t is far beyond 1, your function returned nothing" in said(
        "wolfe_search", stuck
    ).replace("In a bowl", "in a bowl")


def test_what_is_asked_of_a_search_is_said_where_no_mistake_is_known():
    def up_to_twenty(f, theta, d, c1=1e-4, c2=0.9):
        t = Hinted.wolfe_search(f, theta, d, c1, c2)
        return min(t, 20.0)

    told = said("wolfe_search", up_to_twenty)
    assert "In a bowl, and t is far beyond 1 this should be so, and is not: enough of the" in told
    check("ps5/wolfe_search", up_to_twenty, part="gained", thorough=True)
    assert "flat is right" not in told


@pytest.mark.parametrize("c2", [0.5, 0.01])
def test_another_right_search_passes_whatever_it_finds(c2):
    """One that asks for more than is asked for finds other lengths."""

    def closer(f, theta, d, c1=1e-4, c2_given=0.9, **options):
        asked = options.get("c2", c2_given)
        return Hinted.wolfe_search(f, theta, d, c1, max(min(asked, c2), 1.01 * c1))

    check("ps5/wolfe_search", closer, thorough=True)


def test_a_step_or_a_place_for_a_length_is_said_to_be():
    def step(f, theta, d, c1=1e-4, c2=0.9):
        return Hinted.wolfe_search(f, theta, d, c1, c2) * d

    assert "an array of shape (3,) for t; expected one number" in said("wolfe_search", step)
    assert said("backtrack", lambda f, theta, d, **options: d).count("shape (3,)") == 1


def test_no_lowest_point_is_not_called_zero_everywhere():
    def smallest(g, H, d):
        curvature = d @ H @ d
        return -(g @ d) / curvature if curvature > 0 else 0.5

    told = said("best_length", smallest, thorough=True)
    assert "zero" not in told
    assert "nearly" not in told


# What is written over, and what is remembered.


def test_a_start_that_is_written_over_is_found():
    def newton(gradient, hessian, theta, steps):
        path = [theta.copy()]
        for _ in range(steps):
            theta -= np.linalg.solve(hessian(theta), gradient(theta))
            path.append(theta.copy())
        return np.array(path)

    assert "changed its argument theta in place" in said("newton", newton)


def test_pairs_that_are_used_up_are_found():
    def popped(g, pairs):
        whole = [*pairs]
        while pairs:
            pairs.pop()
        return Hinted.two_loops(g, whole)

    def turned(g, pairs):
        pairs.reverse()
        return Hinted.two_loops(g, pairs[::-1])

    for function in (popped, turned):
        assert "changed its argument pairs in place" in said("two_loops", function)


class InPlace(Hinted.LBFGS):
    """Moves the array that it is given."""

    def step(self, f, theta):
        theta[...] = super().step(f, theta)
        return theta


class Shared(Hinted.LBFGS):
    """Has the pairs in the class."""

    all_pairs: list = []  # noqa: RUF012

    def step(self, f, theta):
        self.pairs = Shared.all_pairs
        new = super().step(f, theta)
        Shared.all_pairs = self.pairs
        return new


def test_an_lbfgs_that_moves_what_it_is_given_is_found():
    assert "changed its argument theta in place" in said("LBFGS", InPlace)


def test_two_lbfgs_that_share_their_pairs_are_found():
    told = said("LBFGS", Shared)
    assert "it has the pairs of another" in told
    assert told.endswith("[ps5/LBFGS: shared_pairs]")


def test_an_lbfgs_without_a_method_or_an_answer_is_said_to_be():
    class Called:
        __init__ = Hinted.LBFGS.__init__
        __call__ = Hinted.LBFGS.step

    class Silent(Hinted.LBFGS):
        def step(self, f, theta):
            super().step(f, theta)

    class Forgetful(Hinted.LBFGS):
        def __init__(self, search, memory=10):
            self.search, self.memory = search, memory

    assert "a method step(self, f, theta)" in said("LBFGS", Called)
    assert "Did you forget the return statement?" in said("LBFGS", Silent)
    assert "is made in __init__, and kept in self" in said("LBFGS", Forgetful)


def test_a_function_below_that_is_wrong_is_to_be_mended_first():
    def wrong(g, pairs):
        return -Hinted.two_loops(g, pairs)

    class OnIt(Hinted.LBFGS):
        def step(self, f, theta):
            return theta

    question = QUESTIONS["ps5/LBFGS"]
    with pytest.raises(CheckFailed, match="your two_loops fails its own check; mend that first"):
        check_question(question, OnIt, False, 0, {"two_loops": wrong})


# Advice.


def test_a_function_of_two_results_taken_for_one_is_advised_on():
    def backtrack(f, theta, d, t=1.0, c1=1e-4, factor=0.5):
        value, g = f(theta)
        while f(theta + t * d) > value + c1 * t * (g @ d):
            t = factor * t
        return t

    assert "value, g = f(theta)" in said("backtrack", backtrack)


def test_a_product_of_vectors_taken_for_a_matrix_is_advised_on():
    def inverse(C, s, y):
        return C @ (s @ y) + s @ s

    assert "np.outer(s, y)" in said("bfgs_inverse", inverse)


def test_pairs_that_there_are_not_are_advised_on():
    def two_loops(g, pairs):
        s, y = pairs[-1]
        return Hinted.two_loops(g, pairs) * (s @ y) / (s @ y)

    assert "There may be no pairs at all" in said("two_loops", two_loops)


def test_an_array_asked_whether_it_is_small_is_advised_on():
    def bfgs(f, theta, search, steps, small=1e-6):
        if abs(f(theta)[1]) <= small:
            return [theta]
        return [theta, theta]

    assert "np.linalg.norm(g) for a size" in said("bfgs", bfgs)


def test_defaults_of_another_name_are_advised_on():
    def conjugate_gradients(product, b, theta, steps, tolerance=1e-8):
        return Hinted.conjugate_gradients(product, b, theta, steps, tolerance)

    check("ps5/conjugate_gradients", conjugate_gradients)
    told = said("conjugate_gradients", conjugate_gradients, thorough=True)
    assert "call them as the stub does" in told


@pytest.mark.parametrize("name", ["two_loops", "wolfe_search", "LBFGS"])
def test_the_third_hint_is_the_code(name, capsys):
    hint(f"ps5/{name}", 3)
    words = {
        "two_loops": "r + (a.pop() - (y @ r) / (s @ y)) * s",
        "wolfe_search": "elif there @ d < c2 * slope: low = t",
        "LBFGS": "[*self.pairs, (s, y)][-self.memory:]",
    }
    assert words[name] in capsys.readouterr().out
