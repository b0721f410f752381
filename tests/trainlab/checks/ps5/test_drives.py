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


def test_what_bfgs_update_returns_is_found_by_its_place():
    def returned(*places):
        return lambda B, s, y: tuple(Hinted.bfgs_update(B, s, y)[place] for place in places)

    assert "returned 2 values; expected 3: beta, gamma, B." in said("bfgs_update", returned(0, 1))
    assert "beta is what B should be." in said("bfgs_update", returned(2, 0, 1))
    alone = said("bfgs_update", lambda B, s, y: Hinted.bfgs_update(B, s, y)[2])
    assert "; if it holds them all, take it apart: return beta, gamma, B." in alone

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


# What is told apart, and what is not stopped by itself.


def test_a_place_and_as_many_sizes_are_not_taken_for_a_path():
    """The lecture's listing returns the last place, and the size of the gradient at every one."""

    def listed(product, b, theta, steps, small=1e-8):
        path = Hinted.conjugate_gradients(product, b, theta, steps, small)
        return path[-1], [np.linalg.norm(product(place) - b) for place in path]

    assert "returned 2 values; expected path alone" in said("conjugate_gradients", listed)


def test_the_start_alone_has_no_points_for_its_products():
    def start(product, b, theta, steps, small=1e-8):
        return np.array([theta])

    told = said("conjugate_gradients", start, part="products")
    assert told.endswith("[ps5/conjugate_gradients: start_alone]")


def test_a_cap_that_is_not_used_is_named():
    def gradients(product, b, theta, steps, small=1e-8):
        return Hinted.conjugate_gradients(product, b, theta, 100, small)

    def bfgs(f, theta, search, steps, small=1e-6):
        return Hinted.bfgs(f, theta, search, 900, small)

    told = said("conjugate_gradients", gradients)
    assert told.endswith("[ps5/conjugate_gradients: steps_not_used]")
    assert said("bfgs", bfgs).endswith("[ps5/bfgs: steps_not_used]")


def _bfgs_of_gradients(after, kept):
    """Return a BFGS that takes the new gradient after it has moved, or before; and keeps g."""

    def bfgs(f, theta, search, steps, small=1e-6):
        C, g, path = np.eye(len(theta)), f(theta)[1], [theta + 0.0]
        while len(path) <= steps and np.linalg.norm(g) > small:
            d = -C @ g
            t = search(f, path[-1], d)
            if t == 0:
                break
            path.append(path[-1] + t * d)
            new = f(path[-1] if after else path[-2])[1]
            C, g = Hinted.bfgs_inverse(C, t * d, new - g), g if kept else new
        return np.array(path)

    return bfgs


def test_a_gradient_of_an_earlier_place_is_named():
    check("ps5/bfgs", _bfgs_of_gradients(after=True, kept=False), thorough=True)
    for after, kept in ((True, True), (False, False)):
        told = said("bfgs", _bfgs_of_gradients(after, kept))
        assert told.endswith("[ps5/bfgs: gradient_of_earlier_place]")


def test_a_bfgs_without_an_end_is_stopped():
    def bfgs(f, theta, search, steps, small=1e-6):
        while np.linalg.norm(f(theta)[1]) >= 0:
            theta = theta - search(f, theta, -f(theta)[1]) * f(theta)[1]

    told = said("bfgs", bfgs)
    assert "nothing within 20000 calls of f, and was stopped." in told


@pytest.mark.parametrize("first", [False, True])
def test_one_loop_in_the_wrong_order_is_named_where_a_is_popped(first):
    def two_loops(g, pairs):
        r, shares = g + 0.0, []
        for s, y in pairs if first else reversed(pairs):
            shares.append((s @ r) / (s @ y))
            r = r - shares[-1] * y
        r = r * (pairs[-1][0] @ pairs[-1][1]) / (pairs[-1][1] @ pairs[-1][1]) if pairs else r
        for s, y in reversed(pairs) if not first else pairs:
            r = r + (shares.pop() - (y @ r) / (s @ y)) * s
        return r

    name = "first_loop_from_oldest" if first else "second_loop_from_newest"
    assert said("two_loops", two_loops).endswith(f"[ps5/two_loops: {name}]")


def test_an_outer_product_that_is_a_number_is_named():
    def update(B, s, y):
        if s @ y <= 0:
            return 0.0, 0.0, B
        beta, gamma, v = 1 / (y @ s), -1 / (s @ B @ s), B @ s
        return beta, gamma, B + beta * y @ y.T + gamma * np.outer(v, v)

    def inverse(C, s, y):
        if s @ y <= 0:
            return C
        V = np.eye(len(s)) - s @ y.T / (s @ y)
        return V @ C @ V.T + s @ s.T / (s @ y)

    assert said("bfgs_update", update).endswith("[ps5/bfgs_update: numbers_for_matrices]")
    assert said("bfgs_inverse", inverse).endswith("[ps5/bfgs_inverse: numbers_for_matrices]")


# What a student can see.


def test_a_verdict_that_is_wrong_is_told_with_its_length():
    def wolfe(f, theta, d, t, c1=1e-4, c2=0.9):
        gained, flat = Hinted.wolfe(f, theta, d, t, c1, c2)
        return gained, flat != (1.2 < t < 1.5)

    assert "In a bowl, at t = 1.3, flat is False; expected True." in said("wolfe", wolfe)


class Drifting(Hinted.LBFGS):
    """Its third step ends beside the place where it should."""

    count = 0

    def step(self, f, theta):
        self.count += 1
        return super().step(f, theta) + 0.01 * (self.count == 3)


class TwoBatches(Hinted.LBFGS):
    """Makes y of this batch's gradient here, and of the last batch's at the end of its step."""

    ended = None

    def step(self, f, theta):
        g = f(theta)[1]
        before = g if self.ended is None else self.ended
        d = -Hinted.two_loops(g, self.pairs)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta + 0.0
        self.ended = f(theta + t * d)[1]
        if t * d @ (self.ended - before) > 0:
            self.pairs = [*self.pairs, (t * d, self.ended - before)][-self.memory :]
        return theta + t * d


def test_a_move_that_is_wrong_is_told_with_its_step():
    told = said("LBFGS", Drifting)
    assert "step 2 (the first is 0) moves theta[0] by " in told
    assert "moves of a second LBFGS is right in the first 2 rows" in told


def test_a_pair_of_two_batches_is_named():
    assert said("LBFGS", TwoBatches).endswith("[ps5/LBFGS: between_calls]")


def test_a_rule_or_a_search_with_other_arguments_is_advised_on():
    def finish(f, theta, adam, lbfgs, switch, steps):
        return adam()(theta, f), np.zeros(steps + 1)

    class Short(Hinted.LBFGS):
        def step(self, f, theta):
            return theta + self.search(theta, -f(theta)[1])

    assert "f comes first: rule(f, theta)" in said("finish", finish)
    assert "t = search(f, theta, d)" in said("LBFGS", Short)


def test_a_finish_without_an_end_is_stopped():
    def finish(f, theta, adam, lbfgs, switch, steps):
        rule = adam()
        while switch:
            theta = rule(f, theta)
        return theta, np.zeros(steps + 1)

    assert said("finish", finish).endswith("[ps5/finish: endless]")
