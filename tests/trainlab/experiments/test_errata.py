"""The errata page's rows: proved, refused, and written as Markdown."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from trainlab.experiments.errata import Errata, Unmet

TEXT = {
    "kind": "error",
    "says": "$c - p$",
    "right": "$p - c$",
    "oracle": "finite differences",
}


def _compare(page, truth, slide, corrected, **changes):
    return page.compare(
        "NE", "A slide", truth=truth, slide=slide, corrected=corrected, **(TEXT | changes)
    )


def test_a_row_says_what_the_slide_says_what_holds_and_shows_the_numbers():
    row = _compare(Errata(), [1.0, -2.0], np.array([-1.0, 2.0]), torch.tensor([1.0, -2.0]))
    shown = row._repr_markdown_()
    for part in ("NE 1", "A slide", "$c - p$", "$p - c$", "finite differences", "[-1 2]", "[1 -2]"):
        assert part in shown


@pytest.mark.parametrize("slide", [2.0, 2.0 + 1e-12])
def test_a_form_that_agrees_with_the_truth_is_no_error(slide):
    with pytest.raises(ValueError, match="A slide: the slide's form agrees with finite diff"):
        _compare(Errata(), 2.0, slide, 2.0)


@pytest.mark.parametrize("corrected", [2.1, [2.0], float("nan")])
def test_a_correction_that_does_not_agree_with_the_truth_is_refused(corrected):
    with pytest.raises(ValueError, match="the corrected form gives"):
        _compare(Errata(), 2.0, 3.0, corrected)


def test_agreement_is_measured_on_the_scale_of_the_numbers_compared():
    page = Errata()
    _compare(page, 0.0, 1.0, 1e-17)
    _compare(page, 1e20, 2e20, 1e20 * (1 + 1e-12))
    rough = _compare(page, 1.0, 2.0, 1.009, tolerance=0.01)
    assert rough.values[2] == ("corrected", "1.009", "within 0.02")
    assert len(page.rows) == 3


def test_a_form_of_another_shape_or_one_that_cannot_be_computed_differs():
    page = Errata()
    other = _compare(page, np.zeros((2, 3)), np.zeros((3, 2)), np.zeros((2, 3)))
    assert other.values[1][2] == "differs"
    broken = _compare(page, 1.0, lambda: np.ones((2, 3)) @ np.ones((2, 3)), 1.0)
    assert broken.values[1][1] == "cannot be computed"
    assert _compare(page, 1.0, lambda: 2.0, 1.0).values[1][1] == "2"


def test_a_form_that_fails_for_another_reason_is_not_taken_for_the_slides_fault():
    def mistyped():
        return {}["key"]

    with pytest.raises(KeyError):
        _compare(Errata(), 1.0, mistyped, 1.0)


def test_large_arrays_are_shown_by_their_norm():
    row = _compare(Errata(), np.ones((4, 4)), np.zeros((4, 4)), np.ones((4, 4)))
    assert row.values[0][1] == "an array (4, 4) of norm 4"


def test_rounding_beside_a_larger_number_is_not_shown():
    row = _compare(Errata(), np.array([1.0, -1e-17]), np.zeros(2), np.array([1.0, 5e-17]))
    assert [value for _, value, _ in row.values] == ["[1 0]", "[0 0]", "[1 0]"]


def test_the_table_holds_every_row_by_source_and_says_whether_it_was_run():
    page = Errata()
    page.read("BU", "Names", kind="notation", says="an s", right="an r")
    _compare(page, 1.0, 2.0, 1.0)
    page.read("BU", "More", kind="transcription", says="a", right="b")
    lines = page.table(["NE", "BU"])._repr_markdown_().splitlines()
    assert [line.split(" | ")[0] for line in lines[2:]] == ["| NE 1", "| BU 1", "| BU 2"]
    assert lines[2].endswith("| error | run |")
    assert lines[3].endswith("| notation | read |")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "typo"}, "kind='typo' is not known; choose one of error"),
        ({"says": "$|x|$"}, "a bar would break the table"),
    ],
)
def test_a_row_that_cannot_be_shown_is_explained(changes, words):
    with pytest.raises(ValueError, match=words):
        _compare(Errata(), 1.0, 2.0, 1.0, **changes)


def test_claims_that_did_not_hold_are_listed_and_those_that_did_are_not():
    results = [
        SimpleNamespace(id="one", claim="a", holds=True, verdict="It does."),
        SimpleNamespace(id="two", claim="of |x|", holds=False, verdict="It does not."),
        SimpleNamespace(id="three", claim="c", holds="for some", verdict="It depends."),
    ]
    assert Unmet(results)._repr_markdown_().splitlines()[2:] == [
        "| `two` | of \\|x\\| | no | It does not. |",
        "| `three` | c | for some | It depends. |",
    ]
